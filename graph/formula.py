"""Arithmetic over named figures, with the bounds that rounded inputs leave."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import product

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

    Taken at the corners of that box: the true extremes of a formula that is monotone in each rounded input.
    """
    corners = product(*({inputs[name] - step, inputs[name] + step} for name, step in rounding.items()))
    values = [value(formula, {**inputs, **dict(zip(rounding, corner, strict=True))}) for corner in corners]
    return min(values), max(values)
