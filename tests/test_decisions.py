"""Decisions of curators: an append-only log, its fold over a record, and words found again in a changed text."""

import datetime as dt
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.graph import consistency
from lexwire.graph.facts import Fact, Record
from lexwire.graph.lexicon import lexicon
from lexwire.graph.problems import LexwireError
from lexwire.graph.workspace.anchoring import Quote, found, quote
from lexwire.graph.workspace.decision import KINDS, Decision, in_force
from lexwire.graph.workspace.decisions import Stale, append, decided, folded, read, torn

from .reviewing import HARBOUR, as_extracted

TEXT = HARBOUR.read_bytes().decode()
RECORD = as_extracted(TEXT)
NOW = dt.datetime(2026, 11, 28, 9, 30, tzinfo=dt.UTC)


def fact(id_: str, record: Record = RECORD) -> Fact:
    return next(each for facts in record.facts().values() for each in facts if each.id == id_)


def kind_of(wanted: Fact) -> str:
    return next(name for name, model in KINDS.items() if type(wanted) is model)


def decision(action: str, about: Fact | str, text: str = TEXT, **changes: object) -> Decision:
    """Return the decision to take an *action* on a fact, with these *changes* to it."""
    old = fact(about) if isinstance(about, str) else about
    new = type(old).model_validate(old.model_dump(exclude={"origin"}) | changes)
    spans = {(each.begin, each.end): None for each in (*(old.anchors if action != "add" else ()), *new.anchors)}
    return Decision(
        time=NOW,
        by="Ada",
        action=action,  # type: ignore[arg-type]
        kind=kind_of(old),  # type: ignore[arg-type]
        id=old.id,
        fact=None if action in {"reject", "undo"} else new,
        words=tuple(quote(text, *span) for span in spans),
    )


def ids(record: Record) -> set[str]:
    return {each.id for facts in record.facts().values() for each in facts}


def test_what_nobody_decided_on_stays_as_extracted() -> None:
    assert decided(RECORD, TEXT, []) == RECORD


def test_an_accepted_fact_is_reviewed_and_nothing_else_changes() -> None:
    done = decided(RECORD, TEXT, [decision("accept", "detained")])
    origin = fact("detained", done).origin
    assert origin is not None
    assert (origin.status, origin.by, origin.date, origin.confidence) == ("reviewed", "Ada", NOW.date(), None)
    assert fact("detained", done).model_copy(update={"origin": fact("detained").origin}) == fact("detained")
    assert [each for each in done.statistics if each.id != "detained"] == [
        each for each in RECORD.statistics if each.id != "detained"
    ]


def test_a_corrected_fact_has_its_new_fields_in_its_old_place() -> None:
    done = decided(RECORD, TEXT, [decision("correct", "victims", comparator="at-least")])
    assert [each.id for each in done.statistics] == [each.id for each in RECORD.statistics]
    assert done.statistics[1].comparator == "at-least"


def test_an_added_fact_comes_last() -> None:
    new = fact("phones").model_copy(update={"id": "seized-phones"})
    done = decided(RECORD, TEXT, [decision("add", new)])
    assert done.statistics == (*RECORD.statistics, done.statistics[-1])
    assert (done.statistics[-1].id, done.statistics[-1].origin.status) == ("seized-phones", "reviewed")  # type: ignore[union-attr]


LEFT: dict[str, tuple[str, Callable[[Record], object], object]] = {
    "a figure counted in another unit": ("detained", lambda done: fact("victims", done).companions, ()),  # type: ignore[attr-defined]
    "a converted figure": ("loss", lambda done: fact("loss-in-dollars", done).conversion_of, None),  # type: ignore[attr-defined]
    "a figure that an event is measured by": ("detained", lambda done: fact("raid", done).measured_by, ("phones",)),  # type: ignore[attr-defined]
    "a figure that a statement conveys": ("detained", lambda done: fact("said", done).conveys, ("victims",)),  # type: ignore[attr-defined]
    "the event of a statement": ("raid", lambda done: fact("said", done).at, None),  # type: ignore[attr-defined]
    "an actor that the record declares": ("bureau", lambda done: fact("detained", done).reporters, ()),  # type: ignore[attr-defined]
    "an actor with a role there": ("bureau", lambda done: fact("ren-haodong", done).roles[0].organization, None),  # type: ignore[attr-defined]
    "the only speaker": ("ren-haodong", lambda done: "said" in ids(done), False),
    "an input of a derivation": ("detained", lambda done: done.derivations, ()),
}


@pytest.mark.parametrize("case", LEFT)
def test_nothing_points_at_what_was_rejected(case: str) -> None:
    rejected, what, expected = LEFT[case]
    done = decided(RECORD, TEXT, [decision("reject", rejected)])
    assert rejected not in ids(done)
    assert what(done) == expected
    assert consistency.faults(done, lexicon()) == []


def test_what_fell_with_a_rejected_fact_is_told() -> None:
    assert folded(RECORD, TEXT, [decision("reject", "ren-haodong")]).fallen == ("said",)


def test_who_named_an_actor_follows_its_corrected_key() -> None:
    done = decided(RECORD, TEXT, [decision("correct", "bureau", actor="mps", kind=None, name=None)])
    assert fact("detained", done).reporters == ("mps",)  # type: ignore[attr-defined]
    assert fact("ren-haodong", done).roles[0].organization == "mps"  # type: ignore[attr-defined]
    assert consistency.faults(done, lexicon()) == []


IDS = sorted(ids(RECORD))
STEPS = st.lists(st.tuples(st.sampled_from(["accept", "reject", "correct"]), st.sampled_from(IDS)), max_size=6)


def steps(drawn: list[tuple[str, str]]) -> list[Decision]:
    return [decision(action, id_, note="Seen." if action == "correct" else None) for action, id_ in drawn]


@settings(max_examples=40, deadline=None)
@given(STEPS, STEPS)
def test_undo_takes_back_as_many_as_it_is_said(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    kept, taken = steps(before), steps(after)
    undone = [*kept, *taken, *(decision("undo", "raid") for _ in taken)]
    assert in_force(undone) == kept
    assert decided(RECORD, TEXT, undone) == decided(RECORD, TEXT, kept)


def test_undo_of_nothing_is_nothing() -> None:
    assert decided(RECORD, TEXT, [decision("undo", "raid")] * 3) == RECORD


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_any_decisions_leave_a_consistent_record(drawn: list[tuple[str, str]]) -> None:
    done = decided(RECORD, TEXT, steps(drawn))
    assert consistency.faults(done, lexicon()) == []
    assert Record.model_validate(done.model_dump()) == done


@settings(max_examples=40, deadline=None)
@given(st.permutations(IDS).map(lambda order: order[:5]))
def test_decisions_on_different_facts_may_come_in_any_order(order: list[str]) -> None:
    accepts = [decision("accept", id_) for id_ in order]
    assert decided(RECORD, TEXT, accepts) == decided(RECORD, TEXT, sorted(accepts, key=lambda each: each.id))


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_the_last_word_on_a_fact_counts(drawn: list[tuple[str, str]]) -> None:
    done = decided(RECORD, TEXT, [*steps(drawn), decision("correct", "phones", note="The last word.")])
    assert fact("phones", done).note == "The last word."


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a log of two decisions."""
    path = tmp_path / "decisions.jsonl"
    append(path, decision("accept", "detained"))
    append(path, decision("correct", "victims", value="1201", note="Zürich 警方"), after=1)
    return path


def test_a_log_reads_as_it_was_written(log: Path) -> None:
    assert read(log) == (
        decision("accept", "detained"),
        decision("correct", "victims", value="1201", note="Zürich 警方"),
    )
    assert len(log.read_bytes().splitlines()) == 2
    assert torn(log) is None


def test_no_log_is_no_decision(tmp_path: Path) -> None:
    assert (read(tmp_path / "none.jsonl"), torn(tmp_path / "none.jsonl")) == ((), None)


def test_a_line_torn_at_any_byte_costs_that_line_only(log: Path) -> None:
    whole = log.read_bytes()
    start = whole.index(b"\n") + 1
    for end in [*range(start + 1, len(whole) - 1, 11), len(whole) - 2]:
        log.write_bytes(whole[:end])
        assert len(read(log)) == 1
        told = torn(log)
        assert told is not None
        assert told.endswith(
            "decisions.jsonl:2: was cut off while it was written and is passed over; the 1 before it are whole."
        )


def test_a_disk_that_filled_the_tail_with_zeros_costs_that_line_only(log: Path) -> None:
    with log.open("ab") as file:
        file.write(b"\0" * 300)
    assert len(read(log)) == 2


@pytest.mark.parametrize("cut", [1, 40], ids=["line end", "line"])
def test_the_next_decision_starts_on_a_line_of_its_own(log: Path, cut: int) -> None:
    log.write_bytes(log.read_bytes()[:-cut])
    append(log, decision("reject", "phones"))
    assert [each.action for each in read(log)] == (
        ["accept", "correct", "reject"] if cut == 1 else ["accept", "reject"]
    )
    assert torn(log) is None


def test_who_has_not_seen_the_last_decision_is_refused(log: Path) -> None:
    with pytest.raises(Stale, match="decide again"):
        append(log, decision("reject", "phones"), after=1)
    assert len(read(log)) == 2


def test_a_decision_is_on_the_disk_when_append_returns(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    append(log, decision("reject", "phones"))
    assert synced == [log.stat().st_ino, log.parent.stat().st_ino]


NO_DECISIONS = {
    "no JSON": "nonsense",
    "no object": "[]",
    "no such action": json.dumps({"action": "praise"}),
    "accepted without its fact": decision("reject", "phones").model_dump_json(exclude={"action"})[:-1]
    + ',"action":"accept"}',
    "rejected with a fact": decision("accept", "phones").model_dump_json(exclude={"action"})[:-1]
    + ',"action":"reject"}',
    "a fact of another name": decision("accept", "phones")
    .model_dump_json()
    .replace('"id":"phones"', '"id":"other"', 1),
}


@pytest.mark.parametrize("case", NO_DECISIONS)
def test_a_spoiled_line_before_the_last_is_told_by_its_number(log: Path, case: str) -> None:
    log.write_text(f"{NO_DECISIONS[case]}\n{log.read_text()}")
    with pytest.raises(
        LexwireError, match=r"decisions\.jsonl:1: is no decision \(.*\); mend the line or take it out\."
    ):
        read(log)


OLD = "Police held 39 people. The SPP said so. Later the SPP said 1,390 people."
WHERE: dict[str, tuple[str, int, str, int | None]] = {
    "unchanged": ("39 people", 12, OLD, 12),
    "moved by a sentence before": ("39 people", 12, f"A new start of the article, of which nobody knew. {OLD}", 62),
    "moved far": ("39 people", 12, "x " * 500 + OLD, 1012),
    "the second of two": ("SPP", 50, f"First a word. {OLD}", 64),
    "the second of two, when the first has gone": ("SPP", 50, OLD.replace("The SPP said so. ", ""), 33),
    "new words on both sides, near": ("39 people", 12, "Officers took 39 people away.", 14),
    "new words on both sides, far": ("39 people", 12, "y " * 99 + "took 39 people away.", None),
    "words gone": ("39 people", 12, OLD.replace("39 people", "40 people"), None),
    "only inside a longer number": ("39 people", 12, OLD.replace("held 39", "held 139"), None),
    "an empty text": ("39 people", 12, "", None),
}


@pytest.mark.parametrize("case", WHERE)
def test_words_are_found_again_by_neighbours_and_nearness(case: str) -> None:
    words, begin, text, expected = WHERE[case]
    assert OLD[begin : begin + len(words)] == words
    assert found(quote(OLD, begin, begin + len(words)), text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text("ab 9é警", min_size=1, max_size=60), st.data())
def test_words_in_an_unchanged_text_are_where_they_were(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    assert found(quote(text, begin, end), text) == begin


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text("ab 9é", min_size=1, max_size=8))
def test_what_is_found_is_what_was_wanted(text: str, words: str) -> None:
    place = found(Quote(begin=0, end=len(words), text=words), text)
    assert place is None or text[place : place + len(words)] == words


DETAINED = decision("accept", "detained")


def test_decisions_outlive_a_new_extraction() -> None:
    text = TEXT.replace("\n\n", "\n\nThis story has been corrected since it was first printed.\n\n", 1)
    done = folded(as_extracted(text), text, [DETAINED, decision("reject", "phones"), decision("accept", "bureau")])
    assert done.again == ()
    assert "phones" not in ids(done.record)
    for each in ("detained", "bureau"):
        kept = fact(each, done.record)
        assert kept.origin is not None
        assert kept.origin.status == "reviewed"
        assert all(text[anchor.begin : anchor.end] == anchor.text for anchor in kept.anchors)
    assert fact("detained", done.record).anchors[0].paragraph == 2


def test_a_decision_whose_words_are_gone_is_to_be_looked_at_again() -> None:
    text = TEXT.replace("have detained 34 people", "have detained 36 people")
    done = folded(as_extracted(text), text, [DETAINED, decision("accept", "victims")])
    assert done.again == (DETAINED,)
    assert "detained" not in {each.id for each in done.record.statistics if each.origin}
    assert consistency.faults(done.record, lexicon()) == []


def test_a_named_thing_stands_while_one_of_its_names_does() -> None:
    text = TEXT.replace("the bureau", "the office")
    done = folded(as_extracted(text), text, [decision("accept", "bureau")])
    assert done.again == ()
    assert [each.text for each in fact("bureau", done.record).anchors] == ["the Marisport Public Security Bureau"]


def test_a_fact_that_is_extracted_under_a_new_id_keeps_the_one_it_was_reviewed_by() -> None:
    again = Record.model_validate_json(RECORD.model_dump_json().replace('"detained"', '"s1"'))
    done = decided(again, TEXT, [DETAINED])
    assert "s1" not in ids(done)
    assert fact("victims", done).companions == ("detained",)  # type: ignore[attr-defined]
    assert consistency.faults(done, lexicon()) == []


def test_another_fact_that_is_extracted_under_a_reviewed_id_gets_a_new_one() -> None:
    swapped = (
        RECORD.model_dump_json()
        .replace('"detained"', '"x"')
        .replace('"phones"', '"detained"')
        .replace('"x"', '"phones"')
    )
    again = Record.model_validate_json(swapped)
    done = decided(again, TEXT, [decision("accept", "detained")])
    assert fact("detained", done).anchors == fact("detained").anchors
    assert fact("detained-2", done).anchors == fact("phones").anchors
    assert fact("raid", done).measured_by == ("detained", "detained-2")  # type: ignore[attr-defined]
    assert consistency.faults(done, lexicon()) == []
