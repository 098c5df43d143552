"""Variables that are asked for and get no value."""

from collections.abc import Iterator
from difflib import get_close_matches

from ..binding import Token
from .remark import Remark, remark, words

_NEARLY = 0.75
"""How much a name must resemble another to be taken for a slip (difflib's ratio)."""


def remarks(text: str) -> Iterator[Remark]:
    """Yield what is to be said of the variables that a SELECT in *text* asks for."""
    found = words(text)
    asked = projected(found)
    rest = [token for token in found if token.kind == "variable" and token not in asked]
    names = {token.text[1:] for token in rest}
    for token in asked:
        name = token.text[1:]
        if name in names:
            continue
        near = get_close_matches(name, names, 1, _NEARLY)
        if near:
            mend = token.start, token.start + len(token.text), f"{token.text[0]}{near[0]}"
            yield remark("near-variable", token, mend, name=name, near=near[0])
        else:
            yield remark("unbound", token, name=name)


def projected(found: list[Token]) -> list[Token]:
    """Return the variables that the outermost SELECT asks for as they stand, not those that AS makes."""
    start = next((i for i, token in enumerate(found) if token.text.upper() == "SELECT"), None)
    if start is None:
        return []
    asked, depth = [], 0
    for token in found[start + 1 :]:
        if token.text in {"{", "FROM"} or token.text.upper() in {"WHERE", "FROM"}:
            break
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind == "variable" and depth == 0:
            asked.append(token)
    return asked
