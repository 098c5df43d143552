"""What a record must satisfy beyond its schema: a table of single changes, and the one fault that each makes."""

from copy import deepcopy
from typing import Any

import pytest
import yaml

from lexwire.graph import records
from lexwire.graph.consistency import faults
from lexwire.graph.facts import Record
from lexwire.graph.lexicon import lexicon
from tests.test_records import RECORD

Path = tuple[str | int, ...]


def changed(path: Path, value: object) -> dict[str, Any]:
    """Return the good record with *value* at *path*."""
    data: Any = deepcopy(yaml.safe_load(RECORD))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return dict(data)


def found(data: dict[str, Any]) -> list[tuple[Path, str, str]]:
    """Return the faults of a record."""
    return [tuple(each) for each in faults(Record.model_validate(data), lexicon())]  # type: ignore[misc]


def test_nothing_is_wrong() -> None:
    """The good record has no fault."""
    assert found(yaml.safe_load(RECORD)) == []


@pytest.mark.parametrize("path", records.paths([records.packaged()]), ids=lambda path: path.stem)
def test_packaged_records(path: Any) -> None:  # noqa: ANN401 (a path)
    """The packaged records have no fault."""
    assert faults(records.read(path), lexicon()) == []


S = "statistics"
CASES: dict[str, tuple[Path, object, Path, str]] = {
    # what is changed, to what, where the fault is found, and its words
    "id taken by a derivation": (("derivations", 0, "id"), "charged", ("derivations", 0, "id"), "taken by a fact in statistics"),
    "span beyond the text": ((S, 0, "anchors", 0), {"begin": 386, "end": 401, "text": "more than 4,000"}, (S, 0, "anchors", 0), "ends at 401"),
    "share of more than all": ((S, 2, "value"), 101, (S, 2, "value"), "101 percent is impossible"),
    "share counted in heads": ((S, 2, "unit"), "NUM", (S, 2, "unit"), "not in NUM"),
    "number not as anchored": ((S, 1, "printed"), "91", (S, 1, "printed"), "not in the words"),
    "share of nothing known": ((S, 2, "share_of"), "jailed", (S, 2, "share_of"), "'jailed'"),
    "share of itself": ((S, 2, "share_of"), "share-online", (S, 2, "share_of"), "'share-online' is no other statistic"),
    "change of nothing known": ((S, 0, "change_of"), "jailed", (S, 0, "change_of"), "'jailed'"),
    "conversion of nothing known": ((S, 0, "conversion_of"), "jailed", (S, 0, "conversion_of"), "'jailed'"),
    "companion of nothing known": ((S, 0, "companions"), ["share-online", "jailed"], (S, 0, "companions"), "'jailed'"),
    "denominator that is no statistic": ((S, 2, "denominator"), "statistic:jailed", (S, 2, "denominator"), "'jailed'"),
    "denominator that is itself": ((S, 2, "denominator"), "statistic:share-online", (S, 2, "denominator"), "'share-online'"),
    "denominator that is no actor": ((S, 2, "denominator"), "actor:nobody", (S, 2, "denominator"), "the actor 'nobody' is unknown"),
    "denominator that is no crime": ((S, 2, "denominator"), "crime:piracy", (S, 2, "denominator"), "the crime 'piracy' is unknown"),
    "event measured by nothing": (("events", 0, "measured_by"), ["jailed"], ("events", 0, "measured_by"), "'jailed'"),
    "event that ends in no law": (("events", 0, "results_in"), ["pipl"], ("events", 0, "results_in"), "'pipl' is no other law"),
    "event within nothing": (("events", 0, "part_of"), "raid", ("events", 0, "part_of"), "'raid' is no other event"),
    "event at no place": (("events", 0, "place"), "atlantis", ("events", 0, "place"), "the place 'atlantis' is unknown"),
    "event of no crime": (("events", 0, "crimes"), ["piracy"], ("events", 0, "crimes"), "the crime 'piracy' is unknown"),
    "event of no law": (("events", 0, "laws"), ["nil"], ("events", 0, "laws"), "the law 'nil' is unknown"),
    "event that affects nobody": (("events", 0, "affects"), ["nobody"], ("events", 0, "affects"), "the actor 'nobody'"),
    "event of no date basis": (("events", 0, "date", "basis"), "guess", ("events", 0, "date", "basis"), "the date-basis 'guess'"),
    "statement in no mode": (("statements", 0, "mode"), "sung", ("statements", 0, "mode"), "the speech-mode 'sung'"),
    "statement of no type": (("statements", 0, "type"), "gossip", ("statements", 0, "type"), "the statement-type 'gossip'"),
    "statement of nobody": (("statements", 0, "speakers"), ["nobody"], ("statements", 0, "speakers"), "the actor 'nobody'"),
    "statement on no law": (("statements", 0, "laws"), ["nil"], ("statements", 0, "laws"), "the law 'nil'"),
    "statement on no crime": (("statements", 0, "crimes"), ["piracy"], ("statements", 0, "crimes"), "the crime 'piracy'"),
    "law at no stage": (("laws", 0, "stage"), "lost", ("laws", 0, "stage"), "the stage 'lost'"),
    "law issued by nobody": (("laws", 0, "issuers"), ["nobody"], ("laws", 0, "issuers"), "the actor 'nobody'"),
    "law unknown": (("laws", 0, "law"), "nil", ("laws", 0, "law"), "the law 'nil'"),
    "law of a kind of actor": (
        ("laws", 0), yaml.safe_load(RECORD)["laws"][0] | {"law": "nil", "kind": "Person", "name": "Nil"}, ("laws", 0, "kind"), "'Person'",
    ),
    "crime of no nature": (("crimes", 0, "nature"), "odd", ("crimes", 0, "nature"), "the nature 'odd'"),
    "role unknown": (("actors", 1, "roles"), [{"title": "wizard"}], ("actors", 1, "roles", 0, "title"), "the role 'wizard'"),
    "role nowhere": (
        ("actors", 1, "roles"), [{"title": "journalist", "organization": "nobody"}], ("actors", 1, "roles", 0, "organization"), "'nobody'",
    ),
    "unit of nothing": (("actors", 1, "unit_of"), "nobody", ("actors", 1, "unit_of"), "the actor 'nobody'"),
    "publisher unknown": (("article", "publisher"), "nobody", ("article", "publisher"), "the actor 'nobody'"),
    "agency unknown": (("article", "agency"), "nobody", ("article", "agency"), "the actor 'nobody'"),
    "author unknown": (("article", "authors"), ["spp", "nobody"], ("article", "authors"), "the actor 'nobody'"),
    "subject unknown": (("article", "subjects"), ["magic"], ("article", "subjects"), "the subject 'magic'"),
    "body that ends before it begins": (("article", "body"), [9, 3], ("article", "body"), "9"),
    "source unknown": ((S, 0, "cites"), "nobody", (S, 0, "cites"), "the actor 'nobody'"),
    "reporter unknown": ((S, 0, "reporters"), ["nobody"], (S, 0, "reporters"), "the actor 'nobody'"),
    "counted unit unknown": ((S, 0, "counted"), "souls", (S, 0, "counted"), "the counted-unit 'souls'"),
    "indicator unknown": ((S, 0, "indicator"), "mood", (S, 0, "indicator"), "the indicator 'mood'"),
    "baseline of no basis": (
        (S, 0, "baseline"), {"start": 2029, "basis": "guess"}, (S, 0, "baseline", "basis"), "the date-basis 'guess'",
    ),
    "rounding of no input": (("derivations", 0, "rounding"), {"rate": 1}, ("derivations", 0, "rounding"), "'rate' is no input"),
    "formula of words": (("derivations", 0, "formula"), "charged times share", ("derivations", 0, "formula"), "is not arithmetic"),
    "formula with a power": (("derivations", 0, "formula"), "charged ** share", ("derivations", 0, "formula"), "'charged ** share'"),
    "formula that divides by zero": (
        ("derivations", 0, "formula"), "charged / (share - 35.5)", ("derivations", 0, "formula"), "zero",
    ),
    "formula that divides by a literal zero": (("derivations", 0, "formula"), "charged / 0", ("derivations", 0, "formula"), "zero"),
    "formula beyond all numbers": (("derivations", 0, "formula"), "charged * 1e999", ("derivations", 0, "formula"), ""),
    "unit of a derivation": (("derivations", 0, "unit"), "FURLONG", ("derivations", 0, "unit"), "the unit 'FURLONG'"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_fault(case: str) -> None:
    """One change makes this fault, at this place, and the mend is told."""
    path, value, where, words = CASES[case]
    (fault,) = found(changed(path, value))
    assert fault[0] == where
    assert words in fault[1]
    assert fault[2]


@pytest.mark.parametrize(
    ("whole", "value", "comparator", "fits"),
    [
        pytest.param("exact", 4000, "exact", True, id="all of it"),
        pytest.param("exact", 4001, "exact", False, id="more than all of it"),
        pytest.param("more-than", 4001, "exact", True, id="of an open whole"),
        pytest.param("at-most", 4001, "exact", False, id="of a closed whole"),
        pytest.param("exact", 4001, "at-least", False, id="at least more than all of it"),
    ],
)
def test_a_subset_fits_its_whole(whole: str, value: int, comparator: str, fits: bool) -> None:
    """A subset is larger than its whole where the whole has an end."""
    data = changed((S, 0, "comparator"), whole)
    data[S][1] |= {"value": value, "comparator": comparator}
    assert [path for path, _, _ in found(data)] == ([] if fits else [(S, 1, "subset_of")])


def test_a_subset_in_another_unit_is_not_compared() -> None:
    """Ninety cases may be a part of four thousand persons, or of two."""
    data = changed((S, 0, "value"), 2)
    data[S][1] |= {"unit": "CNY", "counted": "money"}
    assert found(data) == []


@pytest.mark.parametrize("length", [2, 3, 5])
def test_circles(length: int) -> None:
    """Each member of a circle of subsets, or of events, is told, and what only leads into it is not."""
    data = deepcopy(yaml.safe_load(RECORD))
    for name, field in ((S, "subset_of"), ("events", "part_of")):
        pattern = data[name][0] | {field: None}
        ring = [pattern | {"id": f"{name}-{i}", field: f"{name}-{(i + 1) % length}"} for i in range(length)]
        data[name] += [*ring, pattern | {"id": f"{name}-outside", field: f"{name}-0"}]
    told = sorted(path for path, what, _ in found(data) if "within itself" in what)
    assert told == [("events", 1 + i, "part_of") for i in range(length)] + [
        (S, 3 + i, "subset_of") for i in range(length)
    ]


def test_a_local_actor_serves_the_whole_record() -> None:
    """An actor whose kind and name are given once is known in every field of that record, and in no other record."""
    data = changed(("statements", 0, "speakers"), ["harbour-post"])
    assert found(data) == []
    data["actors"] = data["actors"][1:]
    data["article"]["publisher"] = None
    assert [path for path, _, _ in found(data)] == [("statements", 0, "speakers")]
