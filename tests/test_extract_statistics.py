"""Statistics: figures with measure, offence, period, reporter and relation, and the page as a whole."""

from datetime import date

import pytest

from lexwire.graph.extract.guide import Facts, Period, Statistic, to_json
from lexwire.graph.extract.names import actors
from lexwire.graph.extract.ranking import Ranker
from lexwire.graph.extract.statements import statements
from lexwire.graph.extract.statistics import statistics

from .extracting import article

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))

CASES = [
    ("Police arrested 45 telecom fraud suspects last year.", [("arrested", 45, "telecom-fraud", YEAR)]),
    ("In 2023 prosecutors charged 120 people with hacking.", [("prosecuted", 120, "hacking", YEAR)]),
    ("Last year, victims of online scams lost 3 million yuan.", [("loss", 3_000_000, "telecom-fraud", YEAR)]),
    (
        "Police solved 300 online gambling cases in 2023, down 12 percent from 2022.",
        [("cases-solved", 300, "online-gambling", YEAR), ("change", -12, "online-gambling", YEAR)],
    ),
    ("The regulator ordered 40 apps to be removed from stores.", [("removed", 40, None, None)]),
]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_statistics(body: str, expected: list[tuple[str, float, str | None, Period | None]]) -> None:
    """What a figure measures and belongs to is found in its clause."""
    found = statistics(article(body))
    assert [(s.measure, s.value, s.crime, s.period) for s in found] == expected


def test_scope_of_the_headline() -> None:
    """A headline's figure has the period of its twin in the body."""
    found = statistics(article("Police arrested 450 hackers in 2023.", "Police arrest 450 hackers"))
    assert [s.period for s in found] == [YEAR, YEAR]


def test_conversion() -> None:
    """An amount in brackets after another is its conversion."""
    found = statistics(article("The victim lost 9,900 yuan ($1,490) to fraudsters."))
    assert [s.relation and s.relation.type for s in found] == [None, "conversion"]


def test_reporter() -> None:
    """The body that a statement is ascribed to reports its figures."""
    parsed = article("The Ministry of Public Security said that 45 suspects were arrested for telecom fraud.")
    found = statistics(parsed, None, statements(parsed), actors(parsed))
    assert [s.reporter for s in found] == ["Ministry of Public Security"]


def test_spans_and_confidence() -> None:
    """The span is the statistic's own words, and the confidence a probability."""
    parsed = article("In all, more than 45 suspects were arrested for fraud in 2023.")
    (found,) = statistics(parsed)
    assert parsed.page.text[found.span.start : found.span.end] == found.text == "more than 45 suspects"
    assert 0 < found.confidence <= 1


def test_json_has_the_form_of_the_guide() -> None:
    """Whole values are integers, periods have ISO days, and no extra keys appear."""
    figures: tuple[Statistic, ...] = tuple(statistics(article("Police arrested 45 hackers in 2023.")))
    written = to_json("a", None, "b", "c", None, Facts(figures))
    (one,) = written["statistics"]  # type: ignore[misc]
    assert one["value"] == 45
    assert one["period"] == {"start": "2023-01-01", "end": "2023-12-31"}
    assert set(one) == {
        "span", "text", "value", "comparator", "unit", "measure", "crime", "period", "place", "reporter", "relation",
    }  # fmt: skip


def test_ranker() -> None:
    """Probabilities make one, unknown features count nothing, and the best comes first."""
    ranker = Ranker({"near": 2.0})
    index, chance = ranker.best([{"far": 1}, {"near": 1}])
    assert index == 1
    assert chance == pytest.approx(0.8808, abs=1e-4)
    assert sum(ranker.probabilities([{}, {}, {"near": 3}])) == pytest.approx(1)
