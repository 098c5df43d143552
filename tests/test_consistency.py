"""What a record must satisfy beyond its schema: a table of single changes, and the one fault that each makes."""

from copy import deepcopy
from typing import Any

import pytest
import yaml

from lexwire.graph import records
from lexwire.graph.consistency import faults
from lexwire.graph.facts import Record
from lexwire.graph.lexicon import lexicon
from tests.record_files import RECORD

Path = tuple[str | int, ...]


def steps(path: str) -> Path:
    """Return a path that is written with points."""
    return tuple(int(step) if step.isdigit() else step for step in path.split(".") if step)


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
LAW, DERIVATION = yaml.safe_load(RECORD)["laws"][0], yaml.safe_load(RECORD)["derivations"][0]
CASES: dict[str, tuple[str, object, str]] = {
    # what is changed (and, after a bar, where in it the fault is found), to what, and the words of the fault
    "id taken by a derivation": ("derivations.0.id", "charged", "taken by a fact in statistics"),
    "span beyond the text": (
        "statistics.0.anchors.0", {"begin": 386, "end": 401, "text": "more than 4,000"}, "ends at 401",
    ),
    "share of more than all": ("statistics.2.value", 101, "101 percent is impossible"),
    "share counted in heads": ("statistics.2.unit", "NUM", "not in NUM"),
    "number not as anchored": ("statistics.1.printed", "91", "not in the words"),
    "share of nothing known": ("statistics.2.share_of", "jailed", "'jailed'"),
    "share of itself": ("statistics.2.share_of", "share-online", "'share-online' is no other statistic"),
    "change of nothing known": ("statistics.0.change_of", "jailed", "'jailed'"),
    "conversion of nothing known": ("statistics.0.conversion_of", "jailed", "'jailed'"),
    "companion of nothing known": ("statistics.0.companions", ["share-online", "jailed"], "'jailed'"),
    "denominator that is no statistic": ("statistics.2.denominator", "statistic:jailed", "'jailed'"),
    "denominator that is itself": ("statistics.2.denominator", "statistic:share-online", "'share-online'"),
    "denominator that is no actor": ("statistics.2.denominator", "actor:nobody", "the actor 'nobody' is unknown"),
    "denominator that is no crime": ("statistics.2.denominator", "crime:piracy", "the crime 'piracy' is unknown"),
    "event measured by nothing": ("events.0.measured_by", ["jailed"], "'jailed'"),
    "event that ends in no law": ("events.0.results_in", ["pipl"], "'pipl' is no other law"),
    "event within nothing": ("events.0.part_of", "raid", "'raid' is no other event"),
    "event at no place": ("events.0.place", "atlantis", "the place 'atlantis' is unknown"),
    "event of no crime": ("events.0.crimes", ["piracy"], "the crime 'piracy' is unknown"),
    "event of no law": ("events.0.laws", ["nil"], "the law 'nil' is unknown"),
    "event that affects nobody": ("events.0.affects", ["nobody"], "the actor 'nobody'"),
    "event of no date basis": ("events.0.date.basis", "guess", "the date-basis 'guess'"),
    "statement in no mode": ("statements.0.mode", "sung", "the speech-mode 'sung'"),
    "statement of no type": ("statements.0.type", "gossip", "the statement-type 'gossip'"),
    "statement of nobody": ("statements.0.speakers", ["nobody"], "the actor 'nobody'"),
    "statement on no law": ("statements.0.laws", ["nil"], "the law 'nil'"),
    "statement on no crime": ("statements.0.crimes", ["piracy"], "the crime 'piracy'"),
    "law at no stage": ("laws.0.stage", "lost", "the stage 'lost'"),
    "law issued by nobody": ("laws.0.issuers", ["nobody"], "the actor 'nobody'"),
    "law unknown": ("laws.0.law", "nil", "the law 'nil'"),
    "law of a kind of actor": ("laws.0|kind", LAW | {"law": "nil", "kind": "Person", "name": "Nil"}, "'Person'"),
    "crime of no nature": ("crimes.0.nature", "odd", "the nature 'odd'"),
    "role unknown": ("actors.1.roles|0.title", [{"title": "wizard"}], "the role 'wizard'"),
    "role nowhere": ("actors.1.roles|0.organization", [{"title": "journalist", "organization": "nobody"}], "'nobody'"),
    "unit of nothing": ("actors.1.unit_of", "nobody", "the actor 'nobody'"),
    "publisher unknown": ("article.publisher", "nobody", "the actor 'nobody'"),
    "agency unknown": ("article.agency", "nobody", "the actor 'nobody'"),
    "author unknown": ("article.authors", ["spp", "nobody"], "the actor 'nobody'"),
    "subject unknown": ("article.subjects", ["magic"], "the subject 'magic'"),
    "body that ends before it begins": ("article.body", [9, 3], "9"),
    "source unknown": ("statistics.0.cites", "nobody", "the actor 'nobody'"),
    "reporter unknown": ("statistics.0.reporters", ["nobody"], "the actor 'nobody'"),
    "counted unit unknown": ("statistics.0.counted", "souls", "the counted-unit 'souls'"),
    "indicator unknown": ("statistics.0.indicator", "mood", "the indicator 'mood'"),
    "baseline of no basis": ("statistics.0.baseline|basis", {"start": 2029, "basis": "guess"}, "date-basis 'guess'"),
    "rounding of no input": ("derivations.0.rounding", {"rate": 1}, "'rate' is no input"),
    "formula of words": ("derivations.0.formula", "charged times share", "is not arithmetic"),
    "formula with a power": ("derivations.0.formula", "charged ** share", "'charged ** share'"),
    "formula that divides by zero": ("derivations.0.formula", "charged / (share - 35.5)", "zero"),
    "rounded and called exact": (
        "derivations.0|comparator", DERIVATION | {"formula": "charged / 7", "comparator": "exact"}, "called exact",
    ),
    "formula that divides by a literal zero": ("derivations.0.formula", "charged / 0", "zero"),
    "formula beyond all numbers": ("derivations.0.formula", "charged * 1e999", ""),
    "formula of a hundred digits": (
        "derivations.0.formula", f"charged * {' * '.join(['9' * 30] * 4)}", "digits",
    ),
    "formula that may divide by zero": (
        "derivations.0|formula", DERIVATION | {"formula": "charged / share", "rounding": {"share": 35.5}}, "zero",
    ),
    "unit of a derivation": ("derivations.0.unit", "FURLONG", "the unit 'FURLONG'"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_fault(case: str) -> None:
    """One change makes this fault, at this place, and the mend is told."""
    place, value, words = CASES[case]
    outer, _, inner = place.partition("|")
    (fault,) = found(changed(steps(outer), value))
    assert fault[0] == (*steps(outer), *steps(inner))
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
