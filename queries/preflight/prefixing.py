"""Prefixes that are used and not declared, or declared and not used."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..binding import Token
from .remark import Remark, remark, words


def remarks(text: str, usual: Mapping[str, str]) -> Iterator[Remark]:
    """Yield what is to be said of the prefixes in *text*; *usual* are well-known namespaces by prefix."""
    found = words(text)
    declared = list(_declarations(found))
    names = [name for _, name, _ in declared]
    used = [token for token in found if token.kind == "prefixed" and token not in names]
    seen = {prefix_of(name) for name in names}
    for token in used:
        prefix = prefix_of(token)
        if prefix not in seen:
            seen.add(prefix)
            yield _missing(token, prefix, usual)
    for keyword, name, last in declared:
        if prefix_of(name) not in {prefix_of(each) for each in used}:
            yield remark("unused-prefix", name, _gone(text, keyword, last), prefix=prefix_of(name))


def prefix_of(token: Token) -> str:
    """Return the prefix of a prefixed name."""
    return token.text.partition(":")[0]


def _declarations(found: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    """Yield of each declaration of a prefix its keyword, its name and its last token, which is its IRI once written."""
    for at, (keyword, name) in enumerate(pairwise(found)):
        if keyword.text.upper() == "PREFIX" and name.kind == "prefixed":
            yield keyword, name, next((iri for iri in found[at + 2 : at + 3] if iri.kind == "iri"), name)


def _missing(token: Token, prefix: str, usual: Mapping[str, str]) -> Remark:
    if prefix not in usual:
        return remark("unknown-prefix", token, prefix=prefix)
    line = f"PREFIX {prefix}: <{usual[prefix]}>\n"
    return remark("missing-prefix", token, (0, 0, line), prefix=prefix, namespace=usual[prefix])


def _gone(text: str, keyword: Token, last: Token) -> tuple[int, int, str]:
    """Return what takes away *keyword* to *last*, with their lines where these hold nothing else."""
    start, end = keyword.start, last.start + len(last.text)
    line, after = text.rfind("\n", 0, start) + 1, text.find("\n", end) + 1
    is_alone = after and not (text[line:start] + text[end:after]).strip()
    return (line, after, "") if is_alone else (start, end, "")
