"""Facts to triples: what each kind of fact becomes, and on which words it rests."""

from collections.abc import Callable, Iterable

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lexwire import ontology
from lexwire.graph import figures, iris, triples
from lexwire.graph.derive import derived_triples
from lexwire.graph.facts import Actor, Crime, Event, Fact, Law, Statement, Statistic
from lexwire.graph.namespaces import GAF, LW, OWL, RDF

from .facts_and_triples import RECORD, fact, lines, packaged, turtle

FACTS: dict[str, tuple[Callable[..., Iterable[Triple]], type[Fact], str, str]] = {
    "actor of the authority file": (
        triples.actor_triples, Actor, "actor: spp",
        """actor:spp a lw:ProcuratorialBody ; rdfs:label "Supreme People's Procuratorate"@en .""",
    ),
    "actor of this article, in two roles": (
        triples.actor_triples, Actor,
        "{actor: ada, kind: Person, name: Ada, roles: [{title: journalist, organization: spp}, {title: lawyer}]}",
        """actor:ada a lw:Person ; rdfs:label "Ada"@en .
           membership:ada-journalist a org:Membership ; rdfs:label "Ada: journalist"@en ; org:member actor:ada ;
               org:role role:journalist ; org:organization actor:spp ; lw:attestedOn "2031-05-06"^^xsd:date .
           membership:ada-lawyer a org:Membership ; rdfs:label "Ada: lawyer"@en ; org:member actor:ada ;
               org:role role:lawyer ; lw:attestedOn "2031-05-06"^^xsd:date .""",
    ),
    "unit of an organization": (
        triples.actor_triples, Actor, "{actor: office, kind: OrganizationalUnit, name: First Office, unit_of: spp}",
        """actor:office a lw:OrganizationalUnit ; rdfs:label "First Office"@en ; org:unitOf actor:spp .""",
    ),
    "law": (
        triples.law_triples, Law, "{law: pipl, stage: in-force, since: 2021-11, basis: explicit, issuers: [spp]}",
        """law:pipl a lw:Statute ; rdfs:label "Personal Information Protection Law"@en .
           state:x a lw:LifecycleState ; rdfs:label "Personal Information Protection Law: in force"@en ;
               lw:stateOf law:pipl ; lw:stage stage:in-force ; lw:dateBasis basis:explicit ;
               lw:asOf "2031-05-06"^^xsd:date ; lw:since "2021-11"^^xsd:gYearMonth ; lw:issuedBy actor:spp .""",
    ),
    "law of this article": (
        triples.law_triples, Law,
        "{law: harbour-rule, kind: AdministrativeRule, name: Harbour Rule, stage: planned, basis: unstated}",
        """law:harbour-rule a lw:AdministrativeRule ; rdfs:label "Harbour Rule"@en .
           state:x a lw:LifecycleState ; rdfs:label "Harbour Rule: planned"@en ; lw:stateOf law:harbour-rule ;
               lw:stage stage:planned ; lw:dateBasis basis:unstated ; lw:asOf "2031-05-06"^^xsd:date .""",
    ),
    "crime": (
        triples.crime_triples, Crime, "{crime: telecom-fraud, nature: offence}",
        "crime:telecom-fraud lw:nature nature:offence .",
    ),
    "figure without a time": (
        figures.statistic_triples, Statistic,
        """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime], unit: NUM,
            counted: persons, place: china, period: {basis: unstated}}""",
        """statistic:x a lw:ReportedStatistic ; rdfs:label "Four: charged"@en ; lw:reportedIn article:2031-05-06-theft ;
               sdmx-m:obsValue "4"^^xsd:decimal ; lw:valueText "Four" ; lw:comparator comparator:exact ;
               lw:indicator indicator:charged ; lw:crime crime:cybercrime ; sdmx-a:unitMeasure unit:NUM ;
               lw:countedUnit counted:persons ;
               sdmx-d:refArea place:china ; lw:dateBasis basis:unstated ;
               lw:ofQuantity <id/quantity/charged/cybercrime/china/undated-2031-05-06-theft/persons/num> .
           <id/quantity/charged/cybercrime/china/undated-2031-05-06-theft/persons/num> a lw:Quantity .""",
    ),
    "change with every relation": (
        figures.statistic_triples, Statistic,
        """{kind: change, printed: Four, value: "40.50", comparator: more-than, upper: 41, indicator: change-yoy,
            crimes: [telecom-fraud, online-theft], unit: PERCENT, counted: persons, place: china,
            period: {start: 2030-01, end: 2030-11, printed: last year, basis: implied},
            baseline: {start: 2029, printed: year-on-year, basis: implied},
            reporters: [spp, spc], cites: mps, change_of: y, subset_of: z, companions: [v, w], conversion_of: u,
            supersedes: 2030-01-01-other/x, denominator: "statistic:z"}""",
        """statistic:x a lw:ReportedStatistic , lw:Change ; rdfs:label "Four: change yoy"@en ;
               lw:reportedIn article:2031-05-06-theft ;
               sdmx-m:obsValue 40.5 ; lw:valueText "Four" ; lw:comparator comparator:more-than ;
               lw:lowerBound 40.5 ; lw:upperBound "41"^^xsd:decimal ;
               lw:indicator indicator:change-yoy ; lw:crime crime:telecom-fraud , crime:online-theft ;
               sdmx-a:unitMeasure unit:PERCENT ;
               lw:countedUnit counted:persons ; sdmx-d:refArea place:china ; lw:dateBasis basis:implied ;
               lw:periodText "last year" ;
               sdmx-d:refPeriod period:2030-01--2030-11 ; lw:baselinePeriod period:2029 ;
               lw:baselineBasis basis:implied ; lw:baselineText "year-on-year" ; lw:ofQuantity
                   <id/quantity/change-yoy/online-theft+telecom-fraud/china/2030-01--2030-11/persons/percent> ;
               lw:reportedBy actor:spp , actor:spc ; lw:citesSource actor:mps ;
               lw:changeOf statistic:y ; lw:subsetOf statistic:z ; lw:companionOf statistic:v , statistic:w ;
               lw:conversionOf statistic:u ; lw:supersedes <id/statistic/2030-01-01-other/x> ;
               lw:denominator statistic:z .
           <id/quantity/change-yoy/online-theft+telecom-fraud/china/2030-01--2030-11/persons/percent> a lw:Quantity .
           period:2030-01--2030-11 a dcterms:PeriodOfTime , time:ProperInterval ; rdfs:label "2030-01/2030-11" ;
               dcat:startDate "2030-01-01"^^xsd:date ; dcat:endDate "2030-11-30"^^xsd:date .
           period:2029 a dcterms:PeriodOfTime , time:ProperInterval ; rdfs:label "2029" ;
               dcat:startDate "2029-01-01"^^xsd:date ; dcat:endDate "2029-12-31"^^xsd:date .""",
    ),
    "event": (
        triples.event_triples, Event,
        """{type: EnforcementAction, label: A sweep, date: {start: 2030-02, printed: in February, basis: explicit},
            place: china, performed_by: [spp], affects: [spc], laws: [pipl], crimes: [cybercrime], results_in: [s],
            measured_by: [y], part_of: e}""",
        """event:x a lw:EnforcementAction ; rdfs:label "A sweep"@en ; lw:dateBasis basis:explicit ;
               lw:periodText "in February" ;
               sem:hasTime period:2030-02 ; sem:hasPlace place:china ; sem:subEventOf event:e ;
               lw:performedBy actor:spp ;
               lw:affects actor:spc ; lw:concernsLaw law:pipl ; schema:about crime:cybercrime ;
               lw:measuredBy statistic:y ; lw:resultsIn state:s .
           period:2030-02 a dcterms:PeriodOfTime , time:ProperInterval ; rdfs:label "2030-02" ;
               dcat:startDate "2030-02-01"^^xsd:date ; dcat:endDate "2030-02-28"^^xsd:date .""",
    ),
    "event without time or place": (
        triples.event_triples, Event, "{type: Meeting, label: A talk, date: {basis: unstated}}",
        'event:x a lw:Meeting ; rdfs:label "A talk"@en ; lw:dateBasis basis:unstated .',
    ),
    "statement": (
        triples.statement_triples, Statement,
        """{speakers: [spp, spc], mode: indirect, type: opinion, gist: It grows, conveys: [y], at: e, laws: [pipl],
            crimes: [cybercrime]}""",
        """statement:x a lw:Statement ; rdfs:label "It grows"@en ; dcterms:abstract "It grows"@en ;
               lw:speechMode mode:indirect ;
               lw:statementType saying:opinion ; schema:isPartOf article:2031-05-06-theft ;
               lw:speaker actor:spp , actor:spc ;
               lw:conveys statistic:y ; lw:madeAt event:e ; schema:about law:pipl , crime:cybercrime .""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FACTS)
def test_fact(case: str) -> None:
    """A fact becomes these triples, and no other."""
    function, kind, given_, expected = FACTS[case]
    assert lines(function(fact(kind, given_), RECORD)) == lines(turtle(expected))


def test_article() -> None:
    """An article becomes its description and the activity that made its record."""
    source = RECORD.article.model_copy(
        update={
            "code": "A1",
            "publisher": "spp",
            "agency": "spc",
            "authors": ("mps",),
            "url": "https://example.org/a",
            "subjects": ("finance",),
        }
    )
    found = triples.article_triples(RECORD.model_copy(update={"article": source}))
    expected = turtle("""
        article:2031-05-06-theft a lw:Article ; rdfs:label "Savings stolen"@en ; dcterms:title "Savings stolen"@en ;
            dcterms:language "en" ; dcterms:identifier "A1" ; dcterms:issued "2031-05-06"^^xsd:date ;
            lw:textLength 400 ; lw:textSha256 "8a1f6d1b0c2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c" ;
            schema:url <https://example.org/a> ;
            dcterms:publisher actor:spp ; dcterms:source actor:spc ; dcterms:creator actor:mps ;
            dcterms:subject subject:finance .
        <id/activity/2031-05-06-theft/reviewed-by-ada-example> a lw:Review ;
            rdfs:label "reviewed by Ada Example: Savings stolen"@en ;
            prov:used article:2031-05-06-theft ; prov:endedAtTime "2031-05-07T00:00:00Z"^^xsd:dateTime ;
            prov:wasAssociatedWith <id/agent/ada-example> .
        <id/agent/ada-example> a prov:Agent ; rdfs:label "Ada Example"@en .""")
    assert lines(found) == lines(expected)


def test_grounding() -> None:
    """A fact rests on its words, and says how it got into the record."""
    told = fact(
        Event,
        """{type: Meeting, label: A talk, date: {basis: unstated}, code: E1, note: Small,
                           origin: {status: extracted, by: A rule, date: 2031-05-08, confidence: 0.80},
                           anchors: [{begin: 5, end: 9, text: Four, paragraph: 2}]}""",
    )
    found = triples.grounding(iris.thing("event", "2031-05-06-theft", "x"), told, RECORD)
    expected = turtle("""
        event:x gaf:denotedBy <article/2031-05-06-theft#char=5,9> ; lw:reviewStatus <scheme/review-status/extracted> ;
            prov:wasGeneratedBy <id/activity/2031-05-06-theft/extracted-by-a-rule> ; lw:confidence 0.8 ;
            dcterms:identifier "E1" ; skos:note "Small"@en .
        <article/2031-05-06-theft#char=5,9> a lw:Mention ; nif:referenceContext article:2031-05-06-theft ;
            nif:beginIndex 5 ; nif:endIndex 9 ;
            nif:anchorOf "Four" ; lw:paragraph 2 .""")
    assert lines(found) == lines(expected)


@pytest.mark.parametrize(
    "node", [iris.thing("actor", "spp"), iris.thing("law", "pipl"), iris.concept("crime", "cybercrime")], ids=str
)
def test_shared_things_are_grounded_only(node: NamedNode) -> None:
    """What many articles speak of bears no remark, code or status of one of them."""
    told = fact(Actor, "{actor: spp, code: A1, note: Small}")
    assert {t.predicate for t in triples.grounding(node, told, RECORD) if t.subject == node} == {GAF.denotedBy}


def test_an_actor_named_once_keeps_its_name() -> None:
    """A second entry for an actor of this article, without kind and name, adds no other kind and no other name."""
    first = fact(Actor, "{actor: ada, kind: Person, name: Ada}")
    second = fact(Actor, "{actor: ada, id: again, roles: [{title: lawyer}]}")
    record = RECORD.model_copy(update={"actors": (first, second)})
    node = iris.thing("actor", "ada")
    found = {t for t in triples.record_triples(record) if t.subject == node and t.predicate != GAF.denotedBy}
    assert lines(found) == lines(turtle('actor:ada a lw:Person ; rdfs:label "Ada"@en .'))


def test_own_terms_are_declared() -> None:
    """Every class and property of ours that the mapping writes is in the ontology, as what it is used as."""
    declared = {
        (q.subject, q.object)
        for q in parse(ontology.read("lexwire.ttl"), format=RdfFormat.TURTLE)
        if q.predicate == RDF.type
    }
    classes = {each for each, kind in declared if kind == OWL.Class}
    properties = {each for each, kind in declared if kind in {OWL.ObjectProperty, OWL.DatatypeProperty}}
    graph = {t for record, found in packaged().values() for t in [*found, *derived_triples(record)]}
    for function, kind, given_, _ in FACTS.values():
        graph |= set(function(fact(kind, given_), RECORD))
    used = {t.object for t in graph if t.predicate == RDF.type and str(t.object).startswith(f"<{LW.iri}")}
    assert used <= classes, used - classes
    own = {t.predicate for t in graph if t.predicate.value.startswith(LW.iri)}
    assert own <= properties, own - properties
    assert {LW.ReportedStatistic, LW.DerivedStatistic, LW.Mention, LW.Change} <= used
