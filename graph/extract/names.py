"""Actors: who is named in a text, under which name and of what kind, in which posts, and where they are meant.

`actors` returns the facts; `mentions` returns every place where an actor is meant, be it by name, surname, acronym or
by a word such as "the ministry", for those who look for speakers and reporters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .actors.acronyms import defined_in, is_defining, is_other, uses
from .actors.again import again
from .actors.bodies import bodies
from .actors.chosen_actors import features
from .actors.entities import entities
from .actors.introduced import introduced
from .actors.no_actors import is_none
from .actors.people import SURE, people
from .actors.referring import referring
from .actors.roles import Named, roles_of
from .actors.states import state_expression
from .guide import ActorFact, Span
from .laws import law_spans
from .linear import Model, load
from .surface import Candidate, key
from .syntax import Parsed
from .wordlists import words

_TOLD = {"list", "introduced", "legal form"}
_FIRM = ("list", "screen name", "introduced")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A place where an actor is meant: characters of the text, the actor's name and kind, the sentence's number."""

    start: int
    end: int
    name: str
    kind: str
    sentence: int


@dataclass(slots=True)
class Group:
    """The candidates that are taken for one actor, and the probability that it is one."""

    name: str
    kind: str
    rules: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    score: float = 1.0


def actors(parsed: Parsed, model: Model | None = None) -> list[ActorFact]:
    """Return each actor once, in the order of first mention, with roles and all mentions by name."""
    groups = chosen(parsed, model)
    named = [Named(m.start, m.end, m.name, m.kind, m.sentence) for m in _everywhere(parsed, groups)]
    roles = roles_of(parsed, named)
    return [
        ActorFact(g.name, g.kind, tuple(roles.get(g.name, ())), tuple(g.spans), round(g.score, 3), g.rules[0])
        for g in sorted(groups, key=lambda each: each.spans[0])
    ]


def mentions(parsed: Parsed) -> list[NameMention]:
    """Return every place where an actor of the packaged model's choice is meant, in the order of the text."""
    return list(_meant(parsed))


@lru_cache(maxsize=4)  # statements and events of an article ask for the same
def _meant(parsed: Parsed) -> tuple[NameMention, ...]:
    return tuple(_everywhere(parsed, chosen(parsed)))


def _everywhere(parsed: Parsed, groups: list[Group]) -> list[NameMention]:
    named = [
        (span.start, span.end, group.name, group.kind, number)
        for group in groups
        for span, number in zip(group.spans, group.sentences, strict=True)
    ]
    found = [NameMention(*each) for each in (*named, *referring(parsed, named))]
    return sorted(found, key=lambda each: (each.start, -each.end))


def chosen(parsed: Parsed, model: Model | None = None) -> list[Group]:
    """Return the groups that the model takes for actors."""
    return _chosen(parsed, model) if model else _packaged(parsed)


@lru_cache(maxsize=4)
def _packaged(parsed: Parsed) -> list[Group]:
    """Return the groups that the packaged model chooses; kept, as every kind of fact asks for the actors."""
    return _chosen(parsed, load("actors"))


def _chosen(parsed: Parsed, weights: Model) -> list[Group]:
    groups = gathered(parsed)
    for group in groups:
        group.score = weights.probability(
            features(parsed, group.name, group.kind, group.rules, group.spans, group.sentences)
        )
    return [group for group in groups if group.score >= weights.threshold or _TOLD & set(group.rules)]


def gathered(parsed: Parsed, *, unknown: bool = False) -> list[Group]:
    """Return all candidates, grouped by actor; *unknown* hides what the table knows of organizations, for learning."""
    laws = [Span(start, end) for start, end, _, _, by in law_spans(parsed) if by != "law-words.tsv"]
    told = [c for c in introduced(parsed) if not _overlaps(c, laws)]
    persons = [p for p in people(parsed) if not _overlaps(p, laws) and (p.made_by in SURE or not _is_told(p, told))]
    found = bodies(parsed, [*laws, *(Span(p.start, p.end) for p in persons)], unknown=unknown)
    found = [replace(c, made_by="introduced") if any(c.name == t.name for t in told) else c for c in found]
    told = [c for c in told if not _overlaps(c, [*laws, *_spans(found), *_spans(persons)])]
    no_actors = _spans(c for c in told if c.kind in ("place", "thing"))
    weak = [c for c in entities(parsed) if not _overlaps(c, [*laws, *no_actors])]
    surnames = {part for p in persons for part in p.name.split()}
    weak = [c for c in weak if c.name not in surnames]
    weak += [c for c in told if c.kind not in ("place", "thing")]
    strong = _without_overlaps([*found, *persons, *(c for c in weak if c.made_by in _FIRM)])
    extra = _without_overlaps(c for c in weak if not _overlaps(c, _spans(strong)))
    candidates = [c for c in (*strong, *extra) if not is_none(parsed, c)]
    defined = defined_in(parsed, candidates)
    candidates = [c for c in candidates if not is_defining(parsed, c, candidates) and not is_other(parsed, c, defined)]
    candidates += uses(parsed, candidates, defined)
    again_named = list(again(parsed, [c for c in candidates if not _is_guess(c)]))
    candidates = [c for c in candidates if not (_is_guess(c) and _overlaps(c, _spans(again_named)))]
    candidates += again_named
    groups: dict[str, Group] = {}
    for each in sorted(candidates, key=lambda c: c.start):
        group = groups.setdefault(_group_for(groups, each), Group(each.name, each.kind))
        if len(each.name) > len(group.name):
            group.name = each.name
        group.rules.append(each.made_by)
        group.spans.append(Span(each.start, each.end))
        group.sentences.append(each.sentence)
    return list(groups.values())


def _is_guess(candidate: Candidate) -> bool:
    return candidate.made_by.startswith(("entity", "context"))


def _overlaps(candidate: Candidate, spans: Iterable[Span]) -> bool:
    return any(candidate.start < end and start < candidate.end for start, end in spans)


def _spans(candidates: Iterable[Candidate]) -> list[Span]:
    return [Span(each.start, each.end) for each in candidates]


def _is_told(person: Candidate, told: Iterable[Candidate]) -> bool:
    """Tell whether a noun says elsewhere, or right here, that what looks like a person is something else."""
    return any(each.name == person.name or _overlaps(person, _spans([each])) for each in told)


def _group_for(groups: dict[str, Group], candidate: Candidate) -> str:
    """Return the key of the group that the candidate belongs to: the same name, or one that begins with the other."""
    own = key(candidate.name)
    if own in groups:
        return own
    for other, group in groups.items():
        if candidate.kind == "company" and not _is_same_company(key(group.name), own):
            continue
        if candidate.kind == group.kind == "police" and _is_same_force(key(group.name), own):
            return other
        if group.kind == candidate.kind and (_begins(key(group.name), own) or _begins(own, key(group.name))):
            return other
    return own


def _begins(longer: str, shorter: str) -> bool:
    """Tell whether the longer name is the shorter with what only completes it."""
    rest = longer.removeprefix(shorter) if longer.startswith(f"{shorter} ") else ""
    state = re.fullmatch(rf"(?i: of (?:the )?(?:{state_expression()}))", rest)
    return bool(rest) and (not rest.startswith(" of ") or state is not None)


def _is_same_force(one: str, other: str) -> bool:
    """Tell whether one of the forces is the other, named by place and function alone: "Zibo police"."""
    shorter, longer = sorted((one, other), key=len)
    place = shorter.removesuffix(" police")
    return place != shorter and longer.startswith(f"{place} ") and "police" in longer


def _is_same_company(one: str, other: str) -> bool:
    rest = max(one, other, key=len).removeprefix(min(one, other, key=len)).split()
    return bool(rest) and all(word in words("no-name", "form") for word in rest)


def _without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for each in sorted(candidates, key=lambda c: c.start - c.end):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return kept
