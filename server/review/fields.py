"""Which fields a fact of each kind has, and where the values of each come from."""

from dataclasses import dataclass

from lexwire.graph.lexicon import wordings

from .sheet import Sheet

Option = tuple[str, str]
"""A value and how it reads."""


SINGULAR = {
    "actors": "actor",
    "laws": "law",
    "crimes": "crime",
    "statistics": "statistic",
    "events": "event",
    "statements": "statement",
}
"""What one fact of a list is called."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One field: its path in the fact, its label, where its values come from and whether it takes several.

    A source is ``text``, ``number`` or ``date``; ``code:SCHEME``, ``class:CLASS``, ``unit`` and ``place`` of the
    ontology; ``key:actor`` and ``key:law`` of the authority files; ``id:LIST`` of the record; ``one-of:A|B``.
    """

    path: str
    label: str
    source: str
    many: bool = False
    rare: bool = False


def _period(path: str, label: str, rare: bool = False) -> tuple[Spec, ...]:
    return (
        Spec(f"{path}.start", f"{label}: from", "date", rare=rare),
        Spec(f"{path}.end", f"{label}: to", "date", rare=rare),
        Spec(f"{path}.printed", f"{label}: as printed", "text", rare=rare),
        Spec(f"{path}.basis", f"{label}: how it is known", "code:date-basis", rare=rare),
    )


_NOTE = Spec("note", "Note", "text")
_CRIMES = Spec("crimes", "Crimes", "code:crime", many=True)
_LAWS = Spec("laws", "Laws", "key:law", many=True)
_PLACE = Spec("place", "Place", "place")

SPECS: dict[str, tuple[Spec, ...]] = {
    "actors": (
        Spec("actor", "Actor", "key:actor"),
        Spec("kind", "Class, where new", "class:Actor"),
        Spec("name", "Name, where new", "text"),
        Spec("roles.title", "Role", "code:role", many=True),
        Spec("roles.printed", "Role as printed", "text", many=True),
        Spec("roles.organization", "Role at", "key:actor", many=True),
        Spec("unit_of", "Unit of", "key:actor"),
        _NOTE,
    ),
    "laws": (
        Spec("law", "Law", "key:law"),
        Spec("kind", "Class, where new", "class:Law"),
        Spec("name", "Name, where new", "text"),
        Spec("stage", "Stage", "code:stage"),
        Spec("since", "Since", "date"),
        Spec("basis", "How the date is known", "code:date-basis"),
        Spec("issuers", "Issued by", "key:actor", many=True),
        _NOTE,
    ),
    "crimes": (Spec("crime", "Crime", "code:crime"), Spec("nature", "Nature", "code:nature"), _NOTE),
    "statistics": (
        Spec("printed", "Number as printed", "text"),
        Spec("value", "Value", "number"),
        Spec("comparator", "Comparator", "code:comparator"),
        Spec("unit", "Unit", "unit"),
        Spec("counted", "Counts", "code:counted-unit"),
        Spec("indicator", "Indicator", "code:indicator"),
        Spec("kind", "Kind", "one-of:level|share|change|mean"),
        _CRIMES,
        _PLACE,
        *_period("period", "Period"),
        Spec("reporters", "Stated by", "key:actor", many=True),
        _NOTE,
        Spec("cites", "Source cited", "key:actor", rare=True),
        Spec("lower", "Lower bound", "number", rare=True),
        Spec("upper", "Upper bound", "number", rare=True),
        Spec("subset_of", "Part of", "id:statistics", rare=True),
        Spec("companions", "Same in another unit", "id:statistics", many=True, rare=True),
        Spec("share_of", "Share: of figure", "id:statistics", rare=True),
        Spec("denominator", "Share: of crime:CODE, actor:KEY …", "text", rare=True),
        Spec("change_of", "Change: of figure", "id:statistics", rare=True),
        *_period("baseline", "Compared with", rare=True),
        Spec("conversion_of", "Converted from", "id:statistics", rare=True),
        Spec("supersedes", "Revises ARTICLE/ID", "text", rare=True),
    ),
    "events": (
        Spec("type", "Type", "class:Event"),
        Spec("label", "Label", "text"),
        *_period("date", "Date"),
        _PLACE,
        Spec("performed_by", "Done by", "key:actor", many=True),
        Spec("affects", "Affects", "key:actor", many=True),
        _LAWS,
        _CRIMES,
        Spec("measured_by", "Measured by", "id:statistics", many=True),
        Spec("results_in", "Results in law", "id:laws", many=True),
        Spec("part_of", "Part of", "id:events"),
        _NOTE,
    ),
    "statements": (
        Spec("speakers", "Said by", "key:actor", many=True),
        Spec("mode", "Mode", "code:speech-mode"),
        Spec("type", "Type", "code:statement-type"),
        Spec("gist", "Gist", "text"),
        Spec("conveys", "Conveys figures", "id:statistics", many=True),
        Spec("at", "At event", "id:events"),
        _LAWS,
        _CRIMES,
        _NOTE,
    ),
}
"""The fields of each list's facts in the order of the form; id, anchors and origin come from elsewhere."""

NESTED = {"period", "date"}
"""Parts that a fact always has, even where each field in them is empty."""


def options(source: str, sheet: Sheet) -> list[Option]:
    """Return the values that a *source* has, sorted by how they read; none where any text goes."""
    scheme, _, name = source.partition(":")
    known = sheet.lexicon
    match scheme:
        case "code":
            return _labelled(known.codes[name], dict(_first(name, "")))
        case "class":
            return sorted((each, each) for each in known.subclasses[name])
        case "unit":
            return sorted((each, each) for each in known.units)
        case "place":
            return _labelled(known.places, {key: entry.name for key, entry in known.places.items()})
        case "key":
            return _keys(name, sheet)
        case "id":
            return [(fact.id, f"{fact.id}: {fact.anchors[0].text}") for fact in getattr(sheet.record, name)]
        case "one-of":
            return [(each, each) for each in name.split("|")]
    return []


def _keys(kind: str, sheet: Sheet) -> list[Option]:
    """Return the actors or laws that the authority files or the record name, with all their names."""
    names: dict[str, list[str]] = {}
    for wording, key in wordings(kind, sheet.added):
        names.setdefault(key, []).append(wording)
    for fact in getattr(sheet.record, f"{kind}s"):
        if fact.name:
            names.setdefault(getattr(fact, kind), [fact.name])
    return [(key, " · ".join(dict.fromkeys(each))) for key, each in sorted(names.items())]


def _first(kind: str, added: str) -> dict[str, str]:
    """Return the first wording of each code, which is its English label."""
    found: dict[str, str] = {}
    for wording, code in wordings(kind, added):
        found.setdefault(code, wording)
    return found


def _labelled(codes: object, labels: dict[str, str]) -> list[Option]:
    return sorted(((code, labels.get(code, code)) for code in codes), key=lambda each: each[1].casefold())  # type: ignore[attr-defined]
