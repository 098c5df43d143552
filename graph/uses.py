"""Which codes and keys a record speaks in, and where: what the ontology and the authority files must know."""

from collections.abc import Iterable, Iterator

from .facts import Actor, Derivation, Event, Law, Record, Statement, Statistic

Path = tuple[str | int, ...]
"""Where in a record: ``("statistics", 3, "crimes", 0)``."""
Use = tuple[Path, str, str]
"""A path, the scheme or kind (crime, actor, unit …) and the code or key that stands there."""


def used(record: Record) -> Iterator[Use]:
    """Yield every code and key of the record as (path, scheme, name)."""
    article = record.article
    for field in ("publisher", "agency"):
        yield from _each(("article", field), "actor", getattr(article, field))
    yield from _each(("article", "authors"), "actor", article.authors)
    yield from _each(("article", "subjects"), "subject", article.subjects)
    for i, actor in enumerate(record.actors):
        yield from _actor_uses(("actors", i), actor)
    for i, law in enumerate(record.laws):
        yield from _law_uses(("laws", i), law)
    for i, crime in enumerate(record.crimes):
        yield ("crimes", i, "crime"), "crime", crime.crime
        yield ("crimes", i, "nature"), "nature", crime.nature
    for i, statistic in enumerate(record.statistics):
        yield from _statistic_uses(("statistics", i), statistic)
    for i, derivation in enumerate(record.derivations):
        yield from _figure_uses(("derivations", i), derivation)
    for i, event in enumerate(record.events):
        yield from _event_uses(("events", i), event)
    for i, statement in enumerate(record.statements):
        yield from _statement_uses(("statements", i), statement)


def _each(path: Path, scheme: str, names: str | Iterable[str] | None) -> Iterator[Use]:
    for name in [names] if isinstance(names, str) else names or ():
        yield path, scheme, name


def _actor_uses(path: Path, actor: Actor) -> Iterator[Use]:
    yield from _each((*path, "actor"), "actor", actor.actor)
    yield from _each((*path, "unit_of"), "actor", actor.unit_of)
    for j, role in enumerate(actor.roles):
        yield (*path, "roles", j, "title"), "role", role.title
        yield from _each((*path, "roles", j, "organization"), "actor", role.organization)


def _law_uses(path: Path, law: Law) -> Iterator[Use]:
    yield from _each((*path, "law"), "law", law.law)
    yield from _each((*path, "stage"), "stage", law.stage)
    yield from _each((*path, "basis"), "date-basis", law.basis)
    yield from _each((*path, "issuers"), "actor", law.issuers)


def _figure_uses(path: Path, figure: Statistic | Derivation) -> Iterator[Use]:
    yield from _each((*path, "indicator"), "indicator", figure.indicator)
    yield from _each((*path, "crimes"), "crime", figure.crimes)
    yield from _each((*path, "unit"), "unit", figure.unit)
    yield from _each((*path, "counted"), "counted-unit", figure.counted)
    yield from _each((*path, "place"), "place", figure.place)
    yield from _each((*path, "period", "basis"), "date-basis", figure.period.basis)
    yield from _each((*path, "comparator"), "comparator", figure.comparator)


def _statistic_uses(path: Path, statistic: Statistic) -> Iterator[Use]:
    yield from _figure_uses(path, statistic)
    yield from _each((*path, "reporters"), "actor", statistic.reporters)
    yield from _each((*path, "cites"), "actor", statistic.cites)
    if statistic.baseline:
        yield from _each((*path, "baseline", "basis"), "date-basis", statistic.baseline.basis)
    scheme, _, name = (statistic.denominator or "").partition(":")
    if scheme in {"actor", "crime"}:
        yield (*path, "denominator"), scheme, name


def _event_uses(path: Path, event: Event) -> Iterator[Use]:
    yield from _each((*path, "date", "basis"), "date-basis", event.date.basis)
    yield from _each((*path, "place"), "place", event.place)
    yield from _each((*path, "performed_by"), "actor", event.performed_by)
    yield from _each((*path, "affects"), "actor", event.affects)
    yield from _each((*path, "laws"), "law", event.laws)
    yield from _each((*path, "crimes"), "crime", event.crimes)


def _statement_uses(path: Path, statement: Statement) -> Iterator[Use]:
    yield from _each((*path, "speakers"), "actor", statement.speakers)
    yield from _each((*path, "mode"), "speech-mode", statement.mode)
    yield from _each((*path, "type"), "statement-type", statement.type)
    yield from _each((*path, "laws"), "law", statement.laws)
    yield from _each((*path, "crimes"), "crime", statement.crimes)
