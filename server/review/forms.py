"""A fact as the fields of a form, and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from lexwire.graph.article import paragraph_numbers
from lexwire.graph.facts import Anchor, Fact
from lexwire.graph.problems import LexwireError
from lexwire.graph.workspace.decision import KINDS

from .fields import NESTED, SPECS, Option, Spec
from .sheet import Sheet

Values = Mapping[str, Sequence[str]]
"""What stands in each field of a form."""
_MENDS = {
    "missing": "Fill in this field.",
    "too_short": "Give at least one.",
    "decimal_parsing": "This is no number; write one such as 1200 or 4.5.",
    "string_pattern_mismatch": "This is no key; take one from the list, or write small letters, digits and hyphens.",
}


class Refused(LexwireError):
    """What the curator entered makes no valid fact: a sentence for each field, "" for the form as a whole."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Keep the *faults*."""
        self.faults = dict(faults)
        super().__init__(" ".join(faults.values()))


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its values, of which the last is empty where more may be given, and what is wrong with it."""

    spec: Spec
    values: tuple[str, ...]
    options: tuple[Option, ...]
    fault: str | None


Source = Callable[[str], Sequence[Option]]
"""Gives the values of a source, as `fields.options` does for one sheet."""


def fields(kind: str, values: Values, faults: Mapping[str, str], source: Source) -> list[Field]:
    """Return the fields of a form for a fact of *kind*."""
    return [_field(spec, values.get(spec.path, ()), faults.get(spec.path), source(spec.source)) for spec in SPECS[kind]]


def _field(spec: Spec, values: Sequence[str], fault: str | None, shown: Sequence[Option]) -> Field:
    blank = ("",) if spec.many or not values else ()
    strange = [(value, value) for value in values if value and shown and value not in dict(shown)]
    return Field(spec, (*values, *blank), (*strange, *shown), fault)


def told(fact: Fact, source: Source) -> list[tuple[str, str]]:
    """Return the filled fields of *fact* as they read: label and values."""
    values = values_of(fact)
    rows = [(spec, dict(source(spec.source)), values[spec.path]) for spec in SPECS[list_of(fact)]]
    return [
        (spec.label, ", ".join(_short(each, names, spec) for each in given if each))
        for spec, names, given in rows
        if any(given) and (spec.path, *given) != ("kind", "level")
    ]


def _short(value: str, names: Mapping[str, str], spec: Spec) -> str:
    """Return how a value reads; of an actor's or a law's names the first."""
    return value if spec.source.startswith("id:") else names.get(value, value).partition(" · ")[0]


def values_of(fact: Fact) -> Values:
    """Return what stands in the form of *fact*."""
    data = fact.model_dump(mode="json")
    found = {spec.path: _texts(data, spec.path.split(".")) for spec in SPECS[list_of(fact)]}
    return found | {"anchor": [f"{each.begin}-{each.end}" for each in fact.anchors]}


def list_of(fact: Fact) -> str:
    """Return the name of the list that *fact* stands in."""
    return next(kind for kind, model in KINDS.items() if type(fact) is model)


def entered(kind: str, form: MultiDict[str, str]) -> Values:
    """Return what a curator entered, without what is blank; rows of several fields stay rows."""
    found = {spec.path: [value.strip() for value in form.getlist(spec.path)] for spec in SPECS[kind]}
    rows = [row for row in zip_longest(*(found.get(f"roles.{each}", []) for each in _ROLE), fillvalue="") if any(row)]
    paired = {f"roles.{each}": [row[i] for row in rows] for i, each in enumerate(_ROLE) if f"roles.{each}" in found}
    filled = {path: values if path in paired else [each for each in values if each] for path, values in found.items()}
    return filled | paired | {"anchor": form.getlist("anchor")}


def fact_of(kind: str, name: str, values: Values, sheet: Sheet, old: Fact | None) -> Fact:
    """Return the fact *name* that *values* tell, with what the form does not show from the *old* one.

    Raises Refused with a sentence for each field that does not hold.
    """
    data = _data(kind, values) | {"id": name, "code": old.code if old else None}
    data["anchors"] = anchors(values["anchor"], sheet)
    try:
        return KINDS[kind].model_validate(data)
    except ValidationError as error:
        raise Refused(
            {field_at(kind, each["loc"]): _sentence(each) for each in error.errors(include_url=False)}
        ) from None


def anchors(spans: Iterable[str], sheet: Sheet) -> tuple[Anchor, ...]:
    """Return the anchors on the *spans* ``BEGIN-END`` of the text, white space at their ends left out.

    Raises Refused where a span holds no words, or too many.
    """
    lines = paragraph_numbers(sheet.text, *sheet.extracted.article.body)
    found = []
    for span in dict.fromkeys(spans):
        begin, end = _trimmed(span, sheet.text)
        paragraph = lines.get(sheet.text.count("\n", 0, begin) + 1)
        try:
            found.append(Anchor(begin=begin, end=end, text=sheet.text[begin:end], paragraph=paragraph))
        except ValidationError as error:
            raise Refused({"anchor": _sentence(error.errors(include_url=False)[0])}) from None
    if not found:
        raise Refused({"anchor": "Select the words in the text that the fact rests on."})
    return tuple(found)


def field_at(kind: str, path: Iterable[str | int]) -> str:
    """Return which field of the form a *path* in the fact is shown in, "" where none is."""
    steps = ".".join(each for each in map(str, path) if not each.isdecimal())
    if steps.startswith("anchors"):
        return "anchor"
    paths = [spec.path for spec in SPECS[kind]]
    near = (each for each in paths if each.startswith(f"{steps}."))
    return steps if steps in paths else next(near, "")


def _data(kind: str, values: Values) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for spec in SPECS[kind]:
        given, (head, _, tail) = values.get(spec.path, ()), spec.path.partition(".")
        if head == "roles":
            continue
        if tail:
            part = data.setdefault(head, {})
            part |= {tail: given[0]} if given else {}
        elif spec.many or given:
            data[head] = list(given) if spec.many else given[0]
    if kind == "actors":
        rows = zip(*(values[f"roles.{each}"] for each in _ROLE), strict=True)
        data["roles"] = [{name: each for name, each in zip(_ROLE, row, strict=True) if each} for row in rows]
    return {name: value for name, value in data.items() if value != {} or name in NESTED}


_ROLE = ("title", "printed", "organization")


def _texts(data: Any, path: list[str]) -> list[str]:  # noqa: ANN401 (JSON)
    if isinstance(data, list):
        return [text for each in data for text in (_texts(each, path) or [""])]
    if path:
        return _texts(data.get(path[0]), path[1:]) if data else []
    return [] if data is None else [str(data)]


def _trimmed(span: str, text: str) -> tuple[int, int]:
    begin, dash, end = span.partition("-")
    if not (dash and begin.isdecimal() and end.isdecimal() and int(begin) < int(end) <= len(text)):
        raise Refused({"anchor": f"{span!r} is no span of the text; select the words again."})
    words = text[int(begin) : int(end)]
    if not words.strip():
        raise Refused({"anchor": "The selection holds no words; select some."})
    start = int(begin) + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _sentence(error: Any) -> str:  # noqa: ANN401 (pydantic's own error record)
    if error["type"] in _MENDS:
        return _MENDS[error["type"]]
    what = error["msg"].removeprefix("Value error, ")
    return f"{what[:1].upper()}{what[1:].rstrip('.')}; correct it."
