"""Prefixes that are used and not declared, or declared and not used."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..binding import Token
from .remark import Remark, remark, words


def remarks(text: str, usual: Mapping[str, str]) -> Iterator[Remark]:
    """Yield what is to be said of the prefixes in *text*; *usual* are well-known namespaces by prefix."""
    found = words(text)
    declared = declarations(found)
    used = [token for token in found if token.kind == "prefixed" and token not in declared.values()]
    seen = set(declared)
    for token in used:
        prefix = prefix_of(token)
        if prefix not in seen:
            seen.add(prefix)
            yield _missing(token, prefix, usual)
    for prefix, token in declared.items():
        if prefix not in {prefix_of(each) for each in used}:
            yield remark("unused-prefix", token, _line(text, token), prefix=prefix)


def declarations(found: list[Token]) -> dict[str, Token]:
    """Return the tokens that PREFIX declares, by prefix."""
    return {prefix_of(name): name for keyword, name in pairwise(found) if keyword.text.upper() == "PREFIX"}


def prefix_of(token: Token) -> str:
    """Return the prefix of a prefixed name."""
    return token.text.partition(":")[0]


def _missing(token: Token, prefix: str, usual: Mapping[str, str]) -> Remark:
    if prefix not in usual:
        return remark("unknown-prefix", token, prefix=prefix)
    line = f"PREFIX {prefix}: <{usual[prefix]}>\n"
    return remark("missing-prefix", token, (0, 0, line), prefix=prefix, namespace=usual[prefix])


def _line(text: str, token: Token) -> tuple[int, int, str]:
    """Return what takes away the line with the declaration *token*, or the declaration where the line has more."""
    start = text.rfind("\n", 0, token.start) + 1
    end = text.find(">", token.start) + 1
    stop = text.find("\n", end) + 1
    is_alone = not text[start : token.start].upper().replace("PREFIX", "", 1).strip() and not text[end:stop].strip()
    return (start, stop, "") if is_alone and stop else (token.start - len("PREFIX "), end, "")
