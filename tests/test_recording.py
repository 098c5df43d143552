"""From extracted facts to a record: nothing is invented, and what cannot be said is told."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from lexwire.graph.extract.guide import CrimeFact, EventFact, Period, Relation, Span, StatementFact, Statistic
from lexwire.graph.lexicon import lexicon
from lexwire.graph.recording.names import crime, table

from .recording import ACTORS, DAY, at, figure, recorded


def test_a_figure_in_the_words_of_the_schemes() -> None:
    march = Period(date(2024, 3, 1), date(2024, 3, 31))
    given = figure(period=march, place="China", reporter="SPP", confidence=0.625)
    (made,) = recorded(actors=ACTORS, statistics=(given,)).record.statistics
    assert (made.id, made.printed, made.value, made.comparator) == ("40-detained", "40", 40, "exact")
    assert (made.indicator, made.unit, made.counted) == ("detained", "NUM", "persons")
    assert made.crimes == ("telecom-online-fraud",)
    assert (made.place, made.reporters) == ("china", ("spp",))
    assert (made.period.start, made.period.printed, made.period.basis) == ("2024-03", "March", "year-implied")
    assert made.origin
    assert (made.origin.by, made.origin.date, made.origin.confidence) == (
        "Lexwire extractor: statistics",
        DAY,
        Decimal("0.62"),
    )


PERIODS: dict[str, tuple[str, Period | None, Mapping[str, str]]] = {
    "none": ("40 people", None, {"basis": "unstated"}),
    "in the sentence": (
        "40 people",
        Period(date(2024, 3, 1), date(2024, 3, 31)),
        {"start": "2024-03", "printed": "March", "basis": "year-implied"},
    ),
    "weekday": (
        "Procuratorate said",
        Period(date(2024, 5, 20), date(2024, 5, 20)),
        {"start": "2024-05-20", "printed": "on Monday", "basis": "weekday"},
    ),
    "in another sentence": (
        "nearly 2 million yuan",
        Period(date(2024, 3, 1), date(2024, 3, 31)),
        {"start": "2024-03", "basis": "inherited"},
    ),
    "nowhere": ("40 people", Period(date(2023, 1, 1), date(2023, 12, 31)), {"start": "2023", "basis": "implied"}),
    "without beginning": ("40 people", Period(None, date(2024, 3, 31)), {"basis": "unstated"}),
}


@pytest.mark.parametrize("case", PERIODS)
def test_periods_keep_their_words_and_tell_their_basis(case: str) -> None:
    words, found, wanted = PERIODS[case]
    (made,) = recorded(statistics=(figure(words, period=found),)).record.statistics
    assert made.period.model_dump(exclude_none=True) == wanted


def test_nearly_is_told_from_about_by_its_word() -> None:
    given = figure("nearly 2 million yuan", value=2e6, comparator="~", unit="CNY", measure="loss")
    (made,) = recorded(statistics=(given,)).record.statistics
    assert (made.comparator, made.bounds()) == ("nearly", (None, Decimal(2000000)))


LEFT_OUT = {
    "unknown currency": (figure(unit="XAU"), "not in the scheme of units (XAU)"),
    "unit of another size": (figure(unit="decade", measure="duration"), "not in the scheme of units (decade)"),
    "unknown measure": (figure(measure="sung-about"), "not in the scheme of indicators"),
    "unknown comparator": (figure(comparator="<>"), "not in the scheme of comparators"),
    "share of no hundred": (figure(measure="share", unit="percent", value=140), "no part of a hundred"),
    "share of people": (figure(measure="share"), "no part of a hundred"),
    "no number": (figure(value=float("1e40")), "cannot hold"),
    "no words": (Statistic(Span(5, 5), "", 1, "=", "person", "detained", "hacking"), "cannot hold"),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_cannot_be_said_is_left_out_and_told(case: str) -> None:
    given, why = LEFT_OUT[case]
    made = recorded(statistics=(given,))
    assert made.record.statistics == ()
    assert [why in str(each) for each in made.left_out] == [True]


def test_figures_keep_their_relations() -> None:
    change = figure("Losses", value=-4, unit="percent", measure="change", relation=Relation("change", 0))
    part = figure("Police", value=12, relation=Relation("subset", 0))
    larger = figure("banks", value=50, relation=Relation("subset", 0))
    lost = figure("hold 40", relation=Relation("conversion", 5))
    made = recorded(statistics=(figure(), change, part, larger, lost, figure(measure="sung-about")))
    first, rise, some, more, none = made.record.statistics
    assert (rise.kind, rise.change_of, rise.counted, rise.value) == ("change", first.id, "persons", -4)
    assert (some.subset_of, more.subset_of, none.conversion_of) == (first.id, None, None)
    assert len([each for each in made.left_out if each.kind == "relation"]) == 2


def test_events_and_statements_speak_of_what_stands_in_them() -> None:
    clause = at("Eastport police detained 40 people in March")
    said = at('"Losses were nearly 2 million yuan," said Ada Quill, director of the Harbour Watch, who urged banks')
    made = recorded(
        actors=ACTORS,
        crimes=(CrimeFact("telecom-fraud", (at("phone fraud"),)),),
        statistics=(figure("nearly 2 million yuan", unit="CNY", measure="loss", reporter="Ada Quill"),),
        events=(EventFact("police-operation", "police operation", clause, None, "China", ("Eastport police", "SPP")),),
        statements=(
            StatementFact("Ada Quill", said, "mixed", made_by="urge"),
            StatementFact(None, clause, "paraphrase"),
        ),
    )
    (event,), (statement,) = made.record.events, made.record.statements
    assert (event.type, event.place, event.performed_by) == ("EnforcementAction", "china", ("eastport-police",))
    assert (event.id, event.anchors[0].text) == ("police-operation-undated", "Eastport police detained")
    assert (statement.speakers, statement.mode, statement.type) == (("ada-quill",), "mixed", "recommendation")
    assert statement.gist == "Ada Quill asks for something"
    assert statement.conveys == tuple(each.id for each in made.record.statistics)
    assert statement.anchors[0].text.startswith("Ada Quill, director")
    assert {each.kind for each in made.left_out} == {"participant", "statement"}


def test_every_code_of_the_tables_is_one_of_the_ontology() -> None:
    known_classes = {name: lexicon().subclasses[name] for name in ("Actor", "Law", "Event")}
    assert {row[0] for row in table("actors").values()} <= known_classes["Actor"]
    assert {row[0] for row in table("laws").values()} <= known_classes["Law"]
    assert {row[0] for row in table("events").values()} <= known_classes["Event"]
    assert {row[1] for row in table("events").values()} - {""} <= known_classes["Actor"]
    assert {row[0] for row in table("units").values()} - {"-"} <= lexicon().units.keys()
    codes = lexicon().codes
    assert {row[1] for row in table("units").values()} - {""} <= codes["counted-unit"]
    assert {row[0] for row in table("indicators").values()} <= codes["indicator"]
    assert {row[0] for row in table("stages").values()} <= codes["stage"]
    assert {row[0] for row in table("modes").values()} <= codes["speech-mode"]
    assert table("speech").keys() <= codes["statement-type"]
    assert {row[0] for row in table("crimes").values()} <= codes["nature"]
    assert {crime(code) for code in table("crimes")} - {None} <= codes["crime"]
