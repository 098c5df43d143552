"""Facts → triples: one pure function for each kind of fact, and the quads of a whole record.

Every fact is a node of its own with the words it rests on (``gaf:denotedBy`` a mention with NIF offsets); what the
article says stands in the article's own named graph.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from . import iris
from .facts import Actor, Crime, Event, Fact, Law, Origin, Record, Role, Statement, Statistic
from .figures import Triples, period_iri, period_triples, statistic_triples
from .lexicon import Entry, lexicon
from .literals import date, decimal, text
from .namespaces import (
    DCTERMS,
    GAF,
    LW,
    NIF,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    XSD,
)


def record_triples(record: Record) -> list[Triple]:
    """Return all triples of *record*, sorted and without repetition."""
    article = record.article.id
    kinds: list[tuple[Iterable[Fact], Callable[..., Triples]]] = [
        (record.actors, actor_triples),
        (record.laws, law_triples),
        (record.crimes, crime_triples),
        (record.statistics, statistic_triples),
        (record.events, event_triples),
        (record.statements, statement_triples),
    ]
    mapped = (function(fact, record) for facts, function in kinds for fact in facts)
    grounded = (grounding(node, fact, record) for facts, _ in kinds for fact in facts for node in nodes(fact, article))
    return sorted(set(chain(article_triples(record), *mapped, *grounded)), key=str)


def nodes(fact: Fact, article: str) -> list[NamedNode]:
    """Return the nodes that stand for *fact*: the thing itself, then its memberships or its state."""
    match fact:
        case Actor():
            roles = [_membership(fact, each, article) for each in fact.roles]
            return [iris.thing("actor", fact.actor), *roles]
        case Law():
            state = [iris.thing("state", article, fact.id)] if fact.stage else []
            return [iris.thing("law", fact.law), *state]
        case Crime():
            return [iris.concept("crime", fact.crime)]
        case Statistic():
            return [iris.thing("statistic", article, fact.id)]
        case Event():
            return [iris.thing("event", article, fact.id)]
    return [iris.thing("statement", article, fact.id)]


def grounding(node: NamedNode, fact: Fact, record: Record) -> Triples:
    """Yield the mentions of *fact* and how it got into the record, for one of its *nodes*."""
    for anchor in fact.anchors:
        mention = iris.mention(record.article.id, anchor.begin, anchor.end)
        yield Triple(node, GAF.denotedBy, mention)
        yield Triple(mention, RDF.type, LW.Mention)
        yield Triple(mention, NIF.referenceContext, iris.article(record.article.id))
        yield Triple(mention, NIF.beginIndex, Literal(anchor.begin))
        yield Triple(mention, NIF.endIndex, Literal(anchor.end))
        yield Triple(mention, NIF.anchorOf, Literal(anchor.text))
        if anchor.paragraph:
            yield Triple(mention, LW.paragraph, Literal(anchor.paragraph))
    origin = fact.origin or record.origin
    if _is_shared(node):
        yield from _unreviewed(fact, origin, record.article.id)
        return
    yield Triple(node, LW.reviewStatus, iris.concept("review-status", origin.status))
    yield Triple(node, PROV.wasGeneratedBy, _activity(record.article.id, origin.status, origin.by))
    if origin.confidence is not None:
        yield Triple(node, LW.confidence, decimal(origin.confidence))
    if fact.code:
        yield Triple(node, DCTERMS.identifier, Literal(fact.code))
    if fact.note:
        yield Triple(node, SKOS.note, text(fact.note))


def _unreviewed(fact: Fact, origin: Origin, article: str) -> Triples:
    """Yield of each mention that a program found it and how sure it was; what it denotes, many articles speak of."""
    if origin.status == "reviewed":
        return
    for anchor in fact.anchors:
        mention = iris.mention(article, anchor.begin, anchor.end)
        yield Triple(mention, LW.reviewStatus, iris.concept("review-status", origin.status))
        if origin.confidence is not None:
            yield Triple(mention, LW.confidence, decimal(origin.confidence))


@cache
def _is_shared(node: NamedNode) -> bool:
    """Return whether many articles speak of *node*, so that remarks on one article's fact must not hang on it."""
    return "/id/actor/" in node.value or "/id/law/" in node.value or "/scheme/" in node.value


def article_triples(record: Record) -> Triples:
    """Yield what is known of the article itself, and the activities that made its record."""
    source = record.article
    node = iris.article(source.id)
    yield Triple(node, RDF.type, LW.Article)
    yield Triple(node, RDFS.label, text(source.title))
    yield Triple(node, DCTERMS.title, text(source.title))
    yield Triple(node, DCTERMS.language, Literal(source.language))
    yield Triple(node, LW.textSha256, Literal(source.sha256))
    yield Triple(node, LW.textLength, Literal(source.length))
    if source.code:
        yield Triple(node, DCTERMS.identifier, Literal(source.code))
    if source.published:
        yield Triple(node, DCTERMS.issued, date(source.published.isoformat()))
    if source.url:
        yield Triple(node, SCHEMA.url, NamedNode(source.url))
    for property_, keys in (
        (DCTERMS.publisher, source.publisher),
        (DCTERMS.source, source.agency),
        (DCTERMS.creator, source.authors),
    ):
        for key in [keys] if isinstance(keys, str) else keys or ():
            yield Triple(node, property_, iris.thing("actor", key))
    for code in source.subjects:
        yield Triple(node, DCTERMS.subject, iris.concept("subject", code))
    yield from _activities(record)


def _activities(record: Record) -> Triples:
    """Yield one PROV activity for each way in which facts got into the record."""
    node = iris.article(record.article.id)
    facts = chain.from_iterable(record.facts().values())
    for origin in dict.fromkeys([record.origin, *(fact.origin for fact in facts if fact.origin)]):
        activity = _activity(record.article.id, origin.status, origin.by)
        agent = iris.thing("agent", iris.slug(origin.by))
        yield Triple(activity, RDF.type, LW.Review if origin.status == "reviewed" else LW.Extraction)
        yield Triple(activity, RDFS.label, text(f"{origin.status} by {origin.by}: {record.article.title}"))
        yield Triple(activity, PROV.used, node)
        yield Triple(activity, PROV.endedAtTime, Literal(f"{origin.date.isoformat()}T00:00:00Z", datatype=XSD.dateTime))
        yield Triple(activity, PROV.wasAssociatedWith, agent)
        yield Triple(agent, RDF.type, PROV.Agent)
        yield Triple(agent, RDFS.label, text(origin.by))


def _activity(article: str, status: str, by: str) -> NamedNode:
    return iris.thing("activity", article, f"{status}-by-{iris.slug(by)}")


def entry(fact: Actor | Law, record: Record) -> Entry:
    """Return class and name of what *fact* is about, as the authority file or a fact of *record* declares them."""
    if isinstance(fact, Actor):
        same = [each for each in (fact, *record.actors) if each.actor == fact.actor]
        return lexicon().actors.get(fact.actor) or _declared(same)
    alike = [each for each in (fact, *record.laws) if each.law == fact.law]
    return lexicon().laws.get(fact.law) or _declared(alike)


def _declared(facts: Sequence[Actor | Law]) -> Entry:
    return next(Entry(each.kind, each.name) for each in facts if each.kind and each.name)


def actor_triples(actor: Actor, record: Record) -> Triples:
    """Yield an actor's class, name and roles (``org:Membership``, attested on the article's date)."""
    node = iris.thing("actor", actor.actor)
    kind, name = entry(actor, record)
    yield Triple(node, RDF.type, LW[kind])
    yield Triple(node, RDFS.label, text(name))
    if actor.unit_of:
        yield Triple(node, ORG.unitOf, iris.thing("actor", actor.unit_of))
    for role in actor.roles:
        membership = _membership(actor, role, record.article.id)
        yield Triple(membership, RDF.type, ORG.Membership)
        yield Triple(membership, RDFS.label, text(f"{name}: {role.printed or role.title.replace('-', ' ')}"))
        yield Triple(membership, ORG.member, node)
        yield Triple(membership, ORG.role, iris.concept("role", role.title))
        if role.organization:
            yield Triple(membership, ORG.organization, iris.thing("actor", role.organization))
        if record.article.published:
            yield Triple(membership, LW.attestedOn, date(record.article.published.isoformat()))


def _membership(actor: Actor, role: Role, article: str) -> NamedNode:
    return iris.thing("membership", article, f"{actor.actor}-{iris.slug(role.printed or '') or role.title}")


def law_triples(law: Law, record: Record) -> Triples:
    """Yield an instrument's class and name, and the state in which the article shows it, where it tells one."""
    node, *states = nodes(law, record.article.id)
    kind, name = entry(law, record)
    yield Triple(node, RDF.type, LW[kind])
    yield Triple(node, RDFS.label, text(name))
    if law.stage:
        yield from _state_triples(states[0], node, law, law.stage, record)


def _state_triples(state: NamedNode, node: NamedNode, law: Law, stage: str, record: Record) -> Triples:
    """Yield the *state* of the instrument *node* on the article's date."""
    name = entry(law, record).name
    yield Triple(state, RDF.type, LW.LifecycleState)
    yield Triple(state, RDFS.label, text(f"{name}: {stage.replace('-', ' ')}"))
    yield Triple(state, LW.stateOf, node)
    yield Triple(state, LW.stage, iris.concept("stage", stage))
    yield Triple(state, LW.dateBasis, iris.concept("date-basis", law.basis))
    if record.article.published:
        yield Triple(state, LW.asOf, date(record.article.published.isoformat()))
    if law.since:
        yield Triple(state, LW.since, date(law.since))
    for key in law.issuers:
        yield Triple(state, LW.issuedBy, iris.thing("actor", key))


def crime_triples(crime: Crime, _record: Record) -> Triples:
    """Yield the nature in which the article shows a type of crime."""
    yield Triple(iris.concept("crime", crime.crime), LW.nature, iris.concept("nature", crime.nature))


def event_triples(event: Event, record: Record) -> Triples:
    """Yield an event: its class, time, place, participants, instruments and figures."""
    article = record.article.id
    (node,) = nodes(event, article)
    yield Triple(node, RDF.type, LW[event.type])
    yield Triple(node, RDFS.label, text(event.label))
    yield Triple(node, LW.dateBasis, iris.concept("date-basis", event.date.basis))
    if period := period_iri(event.date):
        yield Triple(node, SEM.hasTime, period)
        yield from period_triples(event.date)
    if event.date.printed:
        yield Triple(node, LW.periodText, Literal(event.date.printed))
    if event.place:
        yield Triple(node, SEM.hasPlace, iris.thing("place", event.place))
    if event.part_of:
        yield Triple(node, SEM.subEventOf, iris.thing("event", article, event.part_of))
    for property_, kind, names in (
        (LW.performedBy, "actor", event.performed_by),
        (LW.affects, "actor", event.affects),
        (LW.concernsLaw, "law", event.laws),
    ):
        for name in names:
            yield Triple(node, property_, iris.thing(kind, name))
    for name in event.measured_by:
        yield Triple(node, LW.measuredBy, iris.thing("statistic", article, name))
    for code in event.crimes:
        yield Triple(node, SCHEMA.about, iris.concept("crime", code))
    for name in event.results_in:
        yield Triple(node, LW.resultsIn, iris.thing("state", article, name))


def statement_triples(statement: Statement, record: Record) -> Triples:
    """Yield who said what, how, where, and which figures and instruments it is about."""
    article = record.article.id
    (node,) = nodes(statement, article)
    yield Triple(node, RDF.type, LW.Statement)
    yield Triple(node, RDFS.label, text(statement.gist))
    yield Triple(node, DCTERMS.abstract, text(statement.gist))
    yield Triple(node, LW.speechMode, iris.concept("speech-mode", statement.mode))
    yield Triple(node, LW.statementType, iris.concept("statement-type", statement.type))
    yield Triple(node, SCHEMA.isPartOf, iris.article(article))
    for key in statement.speakers:
        yield Triple(node, LW.speaker, iris.thing("actor", key))
    for name in statement.conveys:
        yield Triple(node, LW.conveys, iris.thing("statistic", article, name))
    if statement.at:
        yield Triple(node, LW.madeAt, iris.thing("event", article, statement.at))
    for key in statement.laws:
        yield Triple(node, SCHEMA.about, iris.thing("law", key))
    for code in statement.crimes:
        yield Triple(node, SCHEMA.about, iris.concept("crime", code))
