"""Actors, laws and crimes of a record: resolved to keys and concepts, or carried under a name of their own."""

from collections.abc import Mapping
from functools import cache

from .. import facts, iris
from ..extract.guide import ActorFact, CrimeFact, LawFact, Span
from ..extract.wordlists import rows
from ..lexicon import in_force_since, lexicon
from .drafting import Draft
from .resolving import Names, concepts, folded

OTHER_ROLE = "other-post"
_TITLE_LETTERS = 200


@cache
def table(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the rows of the table ``record-name`` by their first field."""
    return {row[0]: row[1:] for row in rows(f"record-{name}")}


def class_of(name: str, kind: str) -> str:
    """Return the class that the table ``record-name`` has for a *kind*; raises ValueError where it has none."""
    if kind not in table(name):
        raise ValueError(f"which is of a kind that the ontology lacks ({kind})")
    return table(name)[kind][0]


def actors(draft: Draft, found: tuple[ActorFact, ...]) -> tuple[facts.Actor, ...]:
    """Return the actors of the record, those of one key together."""
    keys = {each.name: _actor_key(draft, each) for each in found}
    made: dict[str, facts.Actor] = {}
    for each in found:
        try:
            actor = _actor(draft, each, keys)
        except ValueError as error:
            draft.omit("actor", each.name, error)
            continue
        former = made.get(actor.actor, actor)
        if former.kind == actor.kind:
            made[actor.actor] = _joined(former, actor)
        else:
            draft.omit("actor", each.name, f"of whom the text also speaks as a {former.kind}")
    draft.ids.update(made)
    return tuple(_in_organizations(draft, each, made) for each in made.values())


def _in_organizations(draft: Draft, actor: facts.Actor, made: Mapping[str, facts.Actor]) -> facts.Actor:
    """Return *actor* without the organizations of roles that the record may not speak of, or that are none."""
    return actor.model_copy(update={"roles": tuple(_in_organization(draft, each, made) for each in actor.roles)})


def _in_organization(draft: Draft, role: facts.Role, made: Mapping[str, facts.Actor]) -> facts.Role:
    key, names = role.organization, draft.known.actors
    if key is None:
        return role
    carried = key in made or (key in names.entries and key not in names.declared)
    kind = names.entries[key].kind if key in names.entries else made[key].kind if key in made else None
    if carried and kind in lexicon().subclasses["Organization"]:
        return role
    draft.omit("organization", key, f"in which somebody is {role.title}: no organization of the text")
    return role.model_copy(update={"organization": None})


def actor_key(draft: Draft, name: str, made: tuple[facts.Actor, ...]) -> str | None:
    """Return the key of the actor called *name*, where the record may speak of it."""
    own = {folded(each.name): each.actor for each in made if each.name}
    key = own.get(folded(name)) or draft.known.actors.key(name)
    carried = {each.actor for each in made}
    return key if key in carried or (key and key not in draft.known.actors.declared) else None


def _actor(draft: Draft, found: ActorFact, keys: Mapping[str, str]) -> facts.Actor:
    key = keys[found.name]
    kind, name = _declaration(draft.known.actors, key, class_of("actors", found.kind), found.name)
    return facts.Actor(
        id=key,
        actor=key,
        kind=kind,
        name=name,
        anchors=_anchors(draft, found.mentions),
        roles=_roles(draft, found, keys),
        origin=draft.origin("actors", found.confidence),
    )


def _actor_key(draft: Draft, found: ActorFact) -> str:
    """Return the key that the authority has for an actor, or a readable one of its own."""
    names, is_person = draft.known.actors, found.kind == "person"
    key = names.key(found.name)
    if key and (names.entries[key].kind == "Person") == is_person:
        return key
    return _own_key(draft, "actor", names, found.name, found.kind)


def _own_key(draft: Draft, kind: str, names: Names, name: str, sort: str) -> str:
    """Return a free key after *name*, and note that it is new."""
    key = iris.slug(name)[:90].strip("-")
    while key in names.entries:
        key = f"{key}-{iris.slug(sort)}"
    draft.miss(kind, name, key or None, names)
    return key


def _declaration(names: Names, key: str, kind: str, name: str) -> tuple[str | None, str | None]:
    """Return class and name as a record must give them: none for what an authority file knows."""
    entry = names.entries.get(key)
    if entry is None:
        return kind, name
    return (entry.kind, entry.name) if key in names.declared else (None, None)


def _roles(draft: Draft, found: ActorFact, keys: Mapping[str, str]) -> tuple[facts.Role, ...]:
    made: dict[tuple[str, str | None], facts.Role] = {}
    for each in found.roles:
        title, printed = _post(each.title)
        organization = keys.get(each.org or "") or draft.known.actors.key(each.org or "")
        if (title, printed) not in made or not made[title, printed].organization:
            made[title, printed] = facts.Role(title=title, printed=printed, organization=organization)
    return tuple(made.values())


def _post(title: str) -> tuple[str, str | None]:
    """Return the code of the role that *title* names, or of the one whose words it has most of, with the title then."""
    scheme, wanted = concepts("role"), folded(title)
    if wanted in scheme:
        return scheme[wanted], None
    parts = [wording for wording in scheme if f" {wording} " in f" {wanted} "]
    return scheme[max(parts, key=len)] if parts else OTHER_ROLE, " ".join(title.split())[:_TITLE_LETTERS]


def _anchors(draft: Draft, mentions: tuple[Span, ...]) -> tuple[facts.Anchor, ...]:
    return tuple(dict.fromkeys(draft.anchor(span) for span in mentions))


def _joined(one: facts.Actor, other: facts.Actor) -> facts.Actor:
    """Return two finds of one actor as one."""
    anchors = tuple(dict.fromkeys(sorted([*one.anchors, *other.anchors], key=lambda each: each.begin)))
    titles = {(role.title, role.printed) for role in one.roles}
    roles = (*one.roles, *(role for role in other.roles if (role.title, role.printed) not in titles))
    return one.model_copy(update={"anchors": anchors, "roles": roles})


def laws(draft: Draft, found: tuple[LawFact, ...]) -> tuple[facts.Law, ...]:
    """Return the laws of the record, the first find of each."""
    made: dict[str, facts.Law] = {}
    for each in found:
        try:
            law = _law(draft, each)
        except ValueError as error:
            draft.omit("law", each.name, error)
            continue
        made.setdefault(law.law, law)
    return tuple(made.values())


def _law(draft: Draft, found: LawFact) -> facts.Law:
    names = draft.known.laws
    key = names.key(found.name) or _own_key(draft, "law", names, found.name, found.kind)
    kind, name = _declaration(names, key, class_of("laws", found.kind), found.name)
    stage, since, basis = _stage(draft, key, found.status)
    return facts.Law(
        id=draft.id(f"{key} law" if key in draft.ids else key),
        law=key,
        kind=kind,
        name=name,
        anchors=_anchors(draft, found.mentions),
        stage=stage,
        since=since,
        basis=basis,
        origin=draft.origin("laws", found.confidence),
    )


def _stage(draft: Draft, key: str, status: str) -> tuple[str | None, str | None, str]:
    """Return stage, its beginning and how that is known; where the text is silent the authority may know it."""
    if status in table("stages"):
        return table("stages")[status][0], None, "unstated"
    since, published = in_force_since().get(key), draft.page.published
    if since and published and since <= published.isoformat():
        return "in-force", since, "external"
    return None, None, "unstated"


def crimes(draft: Draft, found: tuple[CrimeFact, ...]) -> tuple[facts.Crime, ...]:
    """Return the crimes of the record: the concept that the words of each mention name, or else the code's own."""
    made: dict[str, facts.Crime] = {}
    for each in found:
        for span in each.mentions:
            try:
                anchor = draft.anchor(span)
            except ValueError as error:
                draft.omit("crime", each.type, error)
                continue
            concept = _worded(anchor.text, each.type) or crime(each.type)
            if concept is None:
                draft.omit("crime", f"{each.type}: {anchor.text}", "which is not in the scheme of crimes")
            elif concept in made:
                made[concept] = _with_anchor(made[concept], anchor)
            else:
                made[concept] = _crime(draft, each, concept, anchor)
    return tuple(made.values())


def crime(code: str) -> str | None:
    """Return the concept of an extractor's crime code; None where the scheme has none that it names."""
    if code in table("crimes"):
        return table("crimes")[code][1] or None
    slug = code.removeprefix("other:")
    if slug in lexicon().codes["crime"]:
        return slug
    narrower = [row[0] for row in rows("crime-codes") if row[1] == code]
    return narrower[0] if len(narrower) == 1 else None


def _worded(words: str, code: str) -> str | None:
    """Return the concept of which *words* are a wording, if it is one of those that *code* covers."""
    concept = concepts("crime").get(folded(words))
    covered = {row[0]: row[1] for row in rows("crime-codes")}
    return concept if concept and (covered.get(concept, concept) == code or concept == crime(code)) else None


def _crime(draft: Draft, found: CrimeFact, concept: str, anchor: facts.Anchor) -> facts.Crime:
    nature = table("crimes")[found.type if found.type in table("crimes") else "other"][0]
    return facts.Crime(
        id=draft.id(f"{concept} crime" if concept in draft.ids else concept),
        crime=concept,
        nature=nature,
        anchors=(anchor,),
        origin=draft.origin("crimes", found.confidence),
    )


def _with_anchor(found: facts.Crime, anchor: facts.Anchor) -> facts.Crime:
    anchors = sorted({*found.anchors, anchor}, key=lambda each: (each.begin, each.end))
    return found.model_copy(update={"anchors": tuple(anchors)})
