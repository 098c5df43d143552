"""Facts: what their schema accepts, and what figures bound."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from lexwire.graph.facts import WORDS_AT_MOST, Anchor, Period, Record, Statistic

STATISTIC: dict[str, Any] = {
    "id": "charged",
    "anchors": [{"begin": 5, "end": 10, "text": "4,000"}],
    "printed": "4,000",
    "value": 4000,
    "comparator": "exact",
    "indicator": "charged",
    "crimes": ["cybercrime"],
    "unit": "NUM",
    "counted": "persons",
    "place": "china",
    "period": {"basis": "unstated"},
}


def statistic(**fields: object) -> Statistic:
    """Return a figure with these fields."""
    return Statistic.model_validate(STATISTIC | fields)


@pytest.mark.parametrize(
    ("comparator", "lower", "upper", "bounds"),
    [
        pytest.param("exact", None, None, (None, None), id="exact"),
        pytest.param("about", None, None, (None, None), id="about invents no bounds"),
        pytest.param("more-than", None, None, (4000, None), id="more than"),
        pytest.param("at-least", None, None, (4000, None), id="at least"),
        pytest.param("less-than", None, None, (None, 4000), id="less than"),
        pytest.param("at-most", None, None, (None, 4000), id="at most"),
        pytest.param("nearly", None, None, (None, 4000), id="nearly"),
        pytest.param("exact", 3999, 4001, (3999, 4001), id="stated bounds"),
        pytest.param("more-than", 3900, None, (3900, None), id="a stated bound goes before the implied one"),
        pytest.param("exact", 0, 4000, (0, 4000), id="a stated lower bound of nothing"),
        pytest.param("more-than", 0, None, (0, None), id="a stated bound of nothing goes before the implied one"),
    ],
)
def test_bounds(comparator: str, lower: int | None, upper: int | None, bounds: tuple[int | None, int | None]) -> None:
    """Bounds are as stated, or as the comparator implies."""
    assert statistic(comparator=comparator, lower=lower, upper=upper).bounds() == bounds


@pytest.mark.parametrize("value", [0, 1, 4000, 35.5, 0.1, "91500000000", "0.30", -4, 10**29])
def test_values_are_exact(value: float | str) -> None:
    """A number is what was written, digit for digit, and never a binary fraction."""
    assert statistic(value=value).value == Decimal(str(value))


@pytest.mark.parametrize("value", ["lots", "", None, float("nan"), float("inf"), "1" * 31, [1], "1,000", "½"], ids=repr)
def test_what_is_no_value(value: object) -> None:
    """What is no finite number of at most thirty digits is refused."""
    with pytest.raises(ValidationError):
        statistic(value=value)


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, 10**6),
    st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs"]), min_size=1, max_size=300),
    st.integers(-3, 3),
)
def test_a_span_is_as_long_as_its_words(begin: int, text: str, shift: int) -> None:
    """A span counts code points, whatever the script, and holds at most so many words."""
    fields = {"begin": begin, "end": begin + len(text) + shift, "text": text}
    if shift == 0 and len(text.split()) <= WORDS_AT_MOST:
        assert Anchor.model_validate(fields).text == text
    else:
        with pytest.raises(ValidationError):
            Anchor.model_validate(fields)


@pytest.mark.parametrize("count", range(WORDS_AT_MOST - 1, WORDS_AT_MOST + 3))
def test_words_of_an_anchor(count: int) -> None:
    """Eleven words are few enough, twelve are a sentence."""
    text = " ".join(["word"] * count)
    if count <= WORDS_AT_MOST:
        assert Anchor(begin=0, end=len(text), text=text)
    else:
        with pytest.raises(ValidationError, match="more than 11 words"):
            Anchor(begin=0, end=len(text), text=text)


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2023", None, True),
        ("2023", "2023", True),
        ("2023-01", "2023-11", True),
        ("2023", "2023-11", True),
        ("2023-11", "2023", True),
        ("2023-11-30", "2023-11", True),
        ("2023-11", "2023-10", False),
        ("2023-11-30", "2023-11-29", False),
        ("2023", "2022-12-31", False),
        (None, "2023", False),
        (None, None, True),
    ],
)
def test_a_period_runs_forward(start: str | None, end: str | None, fits: bool) -> None:
    """The last day of a period is not before its first, at any precision."""
    fields = {"start": start, "end": end, "basis": "explicit"}
    if fits:
        assert Period.model_validate(fields).start == start
    else:
        with pytest.raises(ValidationError):
            Period.model_validate(fields)


@pytest.mark.parametrize("key", ["a", "spp", "e-commerce-law", "2023-law", "x1"])
def test_keys(key: str) -> None:
    """A key is a path step of an IRI: small ASCII letters, digits and single hyphens."""
    assert statistic(id=key).id == key


@pytest.mark.parametrize(
    "key", ["", "SPP", "a b", "a_b", "-a", "a-", "a--b", "a/b", "../a", "a\n", "é", "a%20", "a#b", "a" * 121]
)
def test_what_is_no_key(key: str) -> None:
    """Nothing that would need escaping in an IRI, or could lead elsewhere, is a key."""
    with pytest.raises(ValidationError):
        statistic(id=key)


@pytest.mark.parametrize(
    "text", ["NUL \x00", "bell \x07", "escape \x1b[31m", "half a pair \ud800", "no character \ufffe"], ids=ascii
)
def test_text_is_characters(text: str) -> None:
    """A text holds characters only that XML can hold, since one dump is RDF/XML."""
    with pytest.raises(ValidationError):
        statistic(note=text)


def test_records_cannot_change() -> None:
    """A fact that was read stays as it is."""
    with pytest.raises(ValidationError, match="frozen"):
        statistic().value = Decimal(1)  # type: ignore[misc]


def test_every_field_is_told() -> None:
    """The schema says of each kind of fact what it is."""
    schema = Record.model_json_schema()
    assert all(each.get("description") for each in schema["$defs"].values())
