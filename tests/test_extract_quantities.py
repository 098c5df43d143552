"""Figures: printed numbers, their values, comparators and units."""

import time

import pytest

from lexwire.graph.extract.figures.numerals import numerals
from lexwire.graph.extract.figures.quantities import Quantity, quantities
from lexwire.graph.extract.times import periods

from .extracting import PUBLISHED, article

NUMERALS = [
    ("91.5 billion yuan", 91_500_000_000, "=", "CNY"),
    ("1,23,456 calls", 123_456, "=", None),
    ("USD5M", 5_000_000, "=", "USD"),
    ("RM20.1 mln", 20_100_000, "=", "MYR"),
    ("R$50,000 a day", 50_000, "=", "BRL"),
    ("Rs. 1200 Crore", 12_000_000_000, "=", "INR"),
    ("4.7 lakh complaints", 470_000, "=", None),
    ("close to 2k agents", 2_000, "~", None),
    ("a dozen men", 12, "=", None),
    ("half a million users", 500_000, "=", None),
    ("one hundred and six of them", 106, "=", None),
    ("one third of the cases", 33.33, "=", "percent"),
    ("over half of the total", 50, ">", "percent"),
    ("more than doubled", 2, ">", "time"),
    ("a total of more than 50 people", 50, ">", None),
    ("handled over 6,700 cases", 6_700, ">", None),
    ("took over 300 calls", 300, ">", None),
    ("handed over 12 suspects", 12, "=", None),
    ("1,700-plus", 1_700, ">", None),
    ("90 or so", 90, "~", None),
    ("as many as 27 million", 27_000_000, "<=", None),
    ("no fewer than 27", 27, ">=", None),
    ("$400 million-plus", 400_000_000, ">", "$"),
    ("10.7% more", 10.7, "=", "percent"),
    ("a five-year plan", 5, "=", "year"),
    ("less than a year", 1, "<", "year"),
]


@pytest.mark.parametrize(("text", "value", "comparator", "unit"), NUMERALS)
def test_numerals(text: str, value: float, comparator: str, unit: str | None) -> None:
    """Each form has its value, comparator and printed unit."""
    assert [(n.value, n.comparator, n.unit) for n in numerals(text)] == [(value, comparator, unit)]


@pytest.mark.parametrize("text", ["the 13th session", "COVID-19", "a 4G phone", "tens of thousands", "at 10:18"])
def test_no_numerals(text: str) -> None:
    """Ordinals, names, clock times and vague numbers are none."""
    assert list(numerals(text)) == []


def found(body: str) -> list[Quantity]:
    """Return the figures of *body*."""
    parsed = article(body)
    text = parsed.page.text
    return quantities(parsed, [periods.mentions(text[s.start : s.end], PUBLISHED) for s in parsed.sentences])


FIGURES = [
    ("Police arrested 45 suspects in 30 cases.", [(45, "person"), (30, "case")]),
    ("They closed 1,200 bank accounts and 300 websites.", [(1200, "account"), (300, "website")]),
    ("He lost 9,900 yuan ($1,490).", [(9900, "CNY"), (1490, "USD")]),
    ("The gang stole 2 million pieces of personal data.", [(2_000_000, "item")]),
    ("Victims paid between 500 and 900 yuan.", [(500, "CNY"), (900, "CNY")]),
    ("He was jailed for four years and two months.", [(50, "month")]),
    ("Of the suspects, 27 were jailed.", [(27, "person")]),
    ("Internet users numbered 900 million.", [(900_000_000, "person")]),
    ("The company has 61 call centers.", [(61, "call center")]),
]


@pytest.mark.parametrize(("body", "figures"), FIGURES)
def test_units(body: str, figures: list[tuple[float, str]]) -> None:
    """What is counted is found beside the number, in its subject, or by its verb."""
    assert [(q.value, q.unit) for q in found(body)] == figures


@pytest.mark.parametrize(
    "body",
    [
        "The law was passed on May 3, 2019.",
        "Article 36 of the law applies.",
        "They were booked under Sections 318(4) and 319(2) of the code.",
        "Two people familiar with the matter said so.",
        "Ms. Green, 18, lives in the town.",
        "A girl aged 13 called the police.",
        "The draft has seven chapters.",
        "One of them spoke.",
        "It happened five days earlier.",
    ],
)
def test_no_figures(body: str) -> None:
    """Dates, ages, article numbers, counts of kinds and pronouns are no figures."""
    assert found(body) == []


def test_range_is_two_bounds() -> None:
    """A range has a lower and an upper bound."""
    assert [q.comparator for q in found("The fines run between 500 and 900 yuan.")] == [">=", "<="]


def test_many_numbers_take_bounded_time() -> None:
    """Thousands of numbers are read in a second or so."""
    start = time.monotonic()
    assert len(list(numerals(" and ".join(f"{n} men" for n in range(5_000))))) == 5_000
    assert time.monotonic() - start < 5
