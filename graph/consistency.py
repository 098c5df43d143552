"""What a record must satisfy beyond its schema: references that resolve, spans in the text, subsets that fit."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from . import formula
from .facts import Derivation, Record, Statistic
from .lexicon import Entry, Lexicon
from .uses import Path, used


class Fault(NamedTuple):
    """What is wrong at a *path* of the record (``("statistics", 3, "crimes", 0)``), and the mend."""

    path: Path
    what: str
    mend: str


def faults(record: Record, lexicon: Lexicon) -> list[Fault]:
    """Return everything that is wrong in *record*, in no particular order of weight."""
    checks = (_ids, _spans, _figures, _references, _derivations)
    return [*(fault for check in checks for fault in check(record)), *_names(record, lexicon)]


def _ids(record: Record) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name, facts in {**record.facts(), "derivations": record.derivations}.items():
        for i, id_ in enumerate(fact.id for fact in facts):
            if id_ in seen:
                yield Fault(
                    (name, i, "id"), f"the id {id_!r} is taken by a fact in {seen[id_]}", "give it an id of its own"
                )
            seen.setdefault(id_, name)


def _spans(record: Record) -> Iterator[Fault]:
    first, last = record.article.body
    if last < first:
        what = f"the body ends on line {last}, before it begins on line {first}"
        yield Fault(("article", "body"), what, "give its first and last line")
    length = record.article.length
    for name, facts in record.facts().items():
        for i, fact in enumerate(facts):
            for j, anchor in enumerate(fact.anchors):
                if anchor.end > length:
                    what = f"the span ends at {anchor.end}, the text at {length}"
                    yield Fault((name, i, "anchors", j), what, "take the offsets from the text file")


def _figures(record: Record) -> Iterator[Fault]:
    by_id = {each.id: each for each in record.statistics}
    for i, each in enumerate(record.statistics):
        if not any(each.printed in anchor.text for anchor in each.anchors):
            yield Fault(
                ("statistics", i, "printed"),
                f"{each.printed!r} is not in the words of an anchor",
                "print the number as anchored",
            )
        whole = by_id.get(each.subset_of or "")
        if whole and whole.unit == each.unit and _exceeds(each, whole):
            what = f"the subset ({each.value}) is larger than its whole {whole.id!r} ({whole.value})"
            yield Fault(("statistics", i, "subset_of"), what, "correct the values or the relation")
        if each.kind == "share" and not Decimal(0) <= each.value <= Decimal(100):
            yield Fault(
                ("statistics", i, "value"),
                f"a share of {each.value} percent is impossible",
                "correct the value or the kind",
            )
        if each.kind == "share" and each.unit != "PERCENT":
            yield Fault(
                ("statistics", i, "unit"), f"a share is in PERCENT, not in {each.unit}", "correct the unit or the kind"
            )


def _exceeds(part: Statistic, whole: Statistic) -> bool:
    """Return whether *part* is larger than *whole* can be."""
    open_above = whole.bounds()[0] is not None and whole.bounds()[1] is None
    return part.value > whole.value and not open_above


def _references(record: Record) -> Iterator[Fault]:
    statistics = {each.id for each in record.statistics}
    events = {each.id for each in record.events}
    for i, each in enumerate(record.statistics):
        for field in ("subset_of", "share_of", "change_of", "conversion_of", "companions"):
            yield from _unresolved(("statistics", i, field), getattr(each, field), statistics - {each.id}, "statistic")
        kind, _, name = (each.denominator or "").partition(":")
        if kind == "statistic":
            yield from _unresolved(("statistics", i, "denominator"), name, statistics - {each.id}, "statistic")
    for i, event in enumerate(record.events):
        yield from _unresolved(("events", i, "measured_by"), event.measured_by, statistics, "statistic")
        yield from _unresolved(("events", i, "results_in"), event.results_in, {law.id for law in record.laws}, "law")
        yield from _unresolved(("events", i, "part_of"), event.part_of, events - {event.id}, "event")
    for i, statement in enumerate(record.statements):
        yield from _unresolved(("statements", i, "conveys"), statement.conveys, statistics, "statistic")
        yield from _unresolved(("statements", i, "at"), statement.at, events, "event")
    yield from _cycles(record)


def _unresolved(path: Path, names: str | Iterable[str] | None, known: set[str], kind: str) -> Iterator[Fault]:
    for name in [names] if isinstance(names, str) else names or ():
        if name not in known:
            yield Fault(path, f"{name!r} is no other {kind} of this record", f"name the id of a {kind}")


def _cycles(record: Record) -> Iterator[Fault]:
    for name, field in (("statistics", "subset_of"), ("events", "part_of")):
        above = {each.id: getattr(each, field) for each in getattr(record, name)}
        for i, start in enumerate(above):
            trail, here = {start}, above[start]
            while here and here not in trail:
                trail.add(here)
                here = above.get(here)
            if here == start:
                yield Fault((name, i, field), f"{start!r} lies within itself", "break the circle")


def _derivations(record: Record) -> Iterator[Fault]:
    known = {each.id: each.value for each in record.statistics}
    for i, each in enumerate(record.derivations):
        yield from _unresolved(("derivations", i, "inputs"), each.inputs.values(), set(known), "statistic")
        strange = sorted(each.rounding.keys() - each.inputs.keys())
        for name in strange:
            yield Fault(("derivations", i, "rounding"), f"{name!r} is no input", "name an input")
        if not strange:
            yield from _arithmetic(("derivations", i, "formula"), each, known)


def _arithmetic(path: Path, derivation: Derivation, known: Mapping[str, Decimal]) -> Iterator[Fault]:
    inputs = {name: known.get(id_, Decimal(1)) for name, id_ in derivation.inputs.items()}
    try:
        result = formula.computed(derivation.formula, inputs, derivation.rounding, derivation.decimals)[0]
        if derivation.comparator == "exact" and result != formula.value(derivation.formula, inputs):
            what = f"the result is rounded to {derivation.decimals} decimals and called exact"
            yield Fault((*path[:-1], "comparator"), what, "write comparator: about, or more decimals")
    except ValueError as error:
        yield Fault(path, str(error), "write arithmetic over the inputs' names")
    except ZeroDivisionError:
        yield Fault(path, "the formula divides by what is or may be zero", "correct the formula or its inputs")
    except ArithmeticError:
        what = f"the result has more than {formula.DIGITS} digits"
        yield Fault(path, what, "correct the formula or its inputs")


def _names(record: Record, lexicon: Lexicon) -> Iterator[Fault]:
    """Yield a fault for every code or key that neither the ontology nor the record knows."""
    actors = lexicon.actors.keys() | {each.actor for each in record.actors if each.name}
    laws = lexicon.laws.keys() | {each.law for each in record.laws if each.name}
    known = {
        "actor": actors,
        "law": laws,
        "place": lexicon.places.keys(),
        "unit": lexicon.units.keys(),
        **lexicon.codes,
    }
    for path, scheme, name in used(record):
        if name not in known.get(scheme, ()):
            near = _home(scheme)
            yield Fault(path, f"the {scheme} {name!r} is unknown", f"correct it, or add it to {near}")
    for i, actor in enumerate(record.actors):
        yield from _declared(
            ("actors", i), actor.kind, actor.name, lexicon.actors.get(actor.actor), lexicon.subclasses["Actor"]
        )
    for i, law in enumerate(record.laws):
        yield from _declared(("laws", i), law.kind, law.name, lexicon.laws.get(law.law), lexicon.subclasses["Law"])
    for i, event in enumerate(record.events):
        if event.type not in lexicon.subclasses["Event"]:
            yield Fault(("events", i, "type"), f"{event.type!r} is no class of events", "name a class below lw:Event")


def _home(scheme: str) -> str:
    """Return where a missing name would be added."""
    if scheme in {"actor", "law"}:
        return f"ontology/authority/{scheme}s.ttl, or give its kind and name here"
    return "ontology/authority/places.ttl" if scheme == "place" else f"the scheme {scheme} in ontology/schemes"


def _declared(
    path: Path, kind: str | None, name: str | None, entry: Entry | None, classes: Iterable[str]
) -> Iterator[Fault]:
    """Yield a fault where a kind and name are given in part, wrongly, or against the authority file."""
    if bool(kind) != bool(name):
        yield Fault((*path, "name"), "kind and name come together", "give both, or neither")
    elif kind and kind not in classes:
        yield Fault(
            (*path, "kind"), f"{kind!r} is not a class of the ontology for this", "name a class of ontology/lexwire.ttl"
        )
    elif entry and name and (entry.name, entry.kind) != (name, kind):
        what = f"the authority file calls it {entry.name!r}, a {entry.kind}"
        yield Fault((*path, "name"), what, "leave kind and name out")
