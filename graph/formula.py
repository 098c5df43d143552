"""Arithmetic over named figures, with the bounds that rounded inputs leave."""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from itertools import product

DIGITS = 80
"""Of intermediate results; printed values have thirty at most."""

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def value(formula: str, inputs: Mapping[str, Decimal]) -> Decimal:
    """Return the value of *formula* (+ - * / and parentheses) over *inputs*.

    Raises ValueError where the formula is anything else or names something that is no input, ArithmeticError where it
    divides by zero.
    """
    try:
        tree = ast.parse(formula, mode="eval").body
    except (SyntaxError, RecursionError):
        raise ValueError(f"{formula!r} is not arithmetic") from None
    return _value(tree, formula, inputs)


def _value(node: ast.expr, source: str, inputs: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.BinOp(left, op, right) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_value(left, source, inputs), _value(right, source, inputs))
        case ast.Name(name) if name in inputs:
            return inputs[name]
        case ast.Constant(int() | float()) if _NUMBER.fullmatch(written := ast.get_source_segment(source, node) or ""):
            return Decimal(written)
    raise ValueError(f"{ast.unparse(node)!r} is neither an input, a number nor one of + - * /")


def bounds(formula: str, inputs: Mapping[str, Decimal], rounding: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
    """Return the least and greatest value of *formula* when each input may be off by its *rounding* (half a step).

    Taken at the corners of that box: the true extremes of a formula that is monotone in each rounded input.  Raises
    ValueError as `value` does, ArithmeticError where a divisor may be zero within the box.
    """
    spread = [{inputs[name] - step, inputs[name] + step} for name, step in rounding.items()]
    corners = [{**inputs, **dict(zip(rounding, corner, strict=True))} for corner in product(*spread)]
    for divisor in _divisors(formula):
        values = [value(divisor, corner) for corner in corners]
        if min(values) <= 0 <= max(values):
            raise ZeroDivisionError(divisor)
    values = [value(formula, corner) for corner in corners]
    return min(values), max(values)


def _divisors(formula: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(formula, mode="eval")):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            yield ast.get_source_segment(formula, node.right) or ""


Computed = tuple[Decimal, Decimal | None, Decimal | None]


def computed(formula: str, inputs: Mapping[str, Decimal], rounding: Mapping[str, Decimal], decimals: int) -> Computed:
    """Return value, lower and upper bound of *formula*, to so many *decimals*; no bounds where no input is rounded.

    Raises ValueError and ArithmeticError as `bounds` does, the latter also for a result beyond all sense.
    """
    step = Decimal(1).scaleb(-decimals)
    with localcontext(prec=DIGITS):
        result = value(formula, inputs).quantize(step, ROUND_HALF_EVEN)
        if not rounding:
            return result, None, None
        lower, upper = bounds(formula, inputs, rounding)
        return result, lower.quantize(step, ROUND_HALF_EVEN), upper.quantize(step, ROUND_HALF_EVEN)
