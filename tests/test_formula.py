"""Formulas over figures: exact arithmetic, and nothing but arithmetic."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lexwire.graph import formula

INPUTS = {"a": Decimal(6), "b": Decimal("1.5"), "c": Decimal(-4)}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a", "6"),
        ("a + b", "7.5"),
        ("a - b", "4.5"),
        ("a * b", "9.0"),
        ("a / b", "4"),
        ("a + b * c", "0.0"),
        ("(a + b) * c", "-30.0"),
        ("a - b - c", "8.5"),
        ("a / b / 2", "2"),
        ("a * 0.1", "0.6"),
        ("0.1 + 0.2", "0.3"),
        ("100 * (a - b) / a", "75"),
        ("a*b", "9.0"),
        ("a / 3 * 3", "6"),
        ("a * 0.1000000000000000001", "0.6000000000000000006"),
    ],
)
def test_value(text: str, result: str) -> None:
    """Precedence and associativity are those of arithmetic, and decimals are decimals: a tenth is a tenth."""
    assert formula.value(text, INPUTS) == Decimal(result)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("a +", id="half a sum"),
        pytest.param("a b", id="no operator"),
        pytest.param("a; b", id="two statements"),
        pytest.param("a = 1", id="assignment"),
        pytest.param("(a := 1)", id="assignment in an expression"),
        pytest.param("d", id="a name that is no input"),
        pytest.param("__import__", id="a built-in name"),
        pytest.param("__import__('os').system('true')", id="a call"),
        pytest.param("abs(a)", id="a harmless call"),
        pytest.param("a.real", id="an attribute"),
        pytest.param("a.__class__.__mro__", id="a way to every class"),
        pytest.param("[a][0]", id="an item"),
        pytest.param("a ** b", id="a power"),
        pytest.param("9 ** 9 ** 9 ** 9", id="a tower of powers"),
        pytest.param("a // b", id="a floor"),
        pytest.param("a % b", id="a rest"),
        pytest.param("a << 9", id="a shift"),
        pytest.param("a | b", id="a bitwise or"),
        pytest.param("a @ b", id="a matrix product"),
        pytest.param("-a", id="a sign"),
        pytest.param("~a", id="a complement"),
        pytest.param("not a", id="a negation"),
        pytest.param("a and b", id="a conjunction"),
        pytest.param("a < b", id="a comparison"),
        pytest.param("a if b else c", id="a condition"),
        pytest.param("lambda: a", id="a function"),
        pytest.param("[x for x in a]", id="a loop"),
        pytest.param("(a, b)", id="a pair"),
        pytest.param("{a: b}", id="a mapping"),
        pytest.param("'a' * 9", id="a text"),
        pytest.param("f'{a}'", id="a template"),
        pytest.param("True", id="a truth value"),
        pytest.param("None", id="None"),
        pytest.param("...", id="an ellipsis"),
        pytest.param("1j", id="an imaginary number"),
        pytest.param("await a", id="await"),
        pytest.param("a\x00", id="a NUL"),
        pytest.param("(" * 300 + "a" + ")" * 300, id="parentheses too deep to parse"),
    ],
)
def test_hostile(text: str) -> None:
    """Whatever is not + - * / over inputs and numbers is refused, and nothing of it is run."""
    with pytest.raises(ValueError, match=r"."):
        formula.value(text, INPUTS)


@pytest.mark.parametrize("text", ["a / 0", "a / (b - b)", "0 / 0", "(a - a) / (c + 4)"])
def test_division_by_zero(text: str) -> None:
    """Division by zero is an ArithmeticError, never a number."""
    with pytest.raises(ArithmeticError):
        formula.value(text, INPUTS)


EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "b", "c"]) | st.integers(0, 999).map(str) | st.decimals("0", "99", places=2).map(str),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({' '.join(parts)})"),
    max_leaves=6,
)
NUMBERS = st.decimals("-99999", "99999", places=2)


@settings(deadline=None, max_examples=200)
@given(EXPRESSIONS, NUMBERS, NUMBERS, NUMBERS)
def test_value_is_that_of_exact_fractions(text: str, a: Decimal, b: Decimal, c: Decimal) -> None:
    """The result is that of exact fractions, but for the 28th digit of a division."""
    inputs = {"a": a, "b": b, "c": c}
    exact = {name: Fraction(number) for name, number in inputs.items()}
    numbers = "".join(f"Fraction('{part}')" if part[:1].isdigit() else part for part in _parts(text))
    try:
        expected = eval(numbers, {"Fraction": Fraction, **exact})
        result = formula.value(text, inputs)
    except ArithmeticError:
        assume(False)
    assert abs(Fraction(result) - expected) <= max(abs(expected), 1) * Fraction(1, 10**9)


def _parts(text: str) -> list[str]:
    """Return the words and signs of a formula, between spaces and parentheses."""
    return text.replace("(", " ( ").replace(")", " ) ").split()


@pytest.mark.parametrize(
    ("text", "rounding", "least", "greatest"),
    [
        pytest.param("a", {"a": "0.5"}, "5.5", "6.5", id="one input"),
        pytest.param("a - b", {"a": "0.5", "b": "0.5"}, "3.5", "5.5", id="a term that counts against"),
        pytest.param("a / b", {"b": "0.5"}, "3", "6", id="a divisor"),
        pytest.param("a * c", {"c": "1"}, "-30", "-18", id="a negative factor"),
        pytest.param("a + b", {"a": "0"}, "7.5", "7.5", id="an exact input"),
        pytest.param("a + b", {}, "7.5", "7.5", id="no rounded input"),
    ],
)
def test_bounds(text: str, rounding: dict[str, str], least: str, greatest: str) -> None:
    """The bounds are the extremes over all that the rounded inputs may have been."""
    steps = {name: Decimal(step) for name, step in rounding.items()}
    assert formula.bounds(text, INPUTS, steps) == (Decimal(least), Decimal(greatest))


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(["a + b", "a - b", "a * b", "a / b", "a / (1 + b / 100)", "100 * (a - 5) / b"]),
    st.decimals("1000", "9000", places=0),
    st.decimals("10", "90", places=1),
    st.decimals("-1", "1", places=3),
    st.decimals("-1", "1", places=3),
)
def test_bounds_hold(text: str, a: Decimal, b: Decimal, x: Decimal, y: Decimal) -> None:
    """Whatever the true inputs within their rounding, the true result lies within the bounds."""
    steps = {"a": Decimal(500), "b": Decimal("0.05")}
    least, greatest = formula.bounds(text, {"a": a, "b": b}, steps)
    true = formula.value(text, {"a": a + x * steps["a"], "b": b + y * steps["b"]})
    assert least - Decimal("1e-20") <= true <= greatest + Decimal("1e-20")
