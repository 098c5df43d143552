"""IRIs that the graph knows nothing of, with those that may have been meant."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from ..binding import Token, prefixes
from .remark import Remark, remark, words

_NEARLY = 0.7
"""How much a name must resemble another to be taken for a slip (difflib's ratio)."""


def remarks(text: str, known: frozenset[str], ours: tuple[str, ...]) -> Iterator[Remark]:
    """Yield what is to be said of the IRIs in *text*.

    In the namespaces *ours* every term is among the *known* ones, so that any other is a slip.  Of other vocabularies
    only what is used is known: there a name is remarked on where it resembles one that is used.
    """
    if not known:
        return
    names = prefixes(text)
    for token, iri in iris(text):
        space, name = split(iri)
        if iri in known or not name:
            continue
        near = _near(iri, known)
        if near:
            written = _written(near, token, names)
            mend = token.start, token.start + len(token.text), written
            yield remark("near-term", token, mend, term=token.text, near=written)
        elif space in ours:
            yield remark("unknown-term", token, term=token.text)


def iris(text: str) -> Iterator[tuple[Token, str]]:
    """Yield each token of *text* that stands for an IRI, with that; those that PREFIX and BASE declare are none."""
    declared, names = prefixes(text), words(text)
    for before, token in zip([None, *names], names, strict=False):
        if before and before.text.upper() in {"PREFIX", "BASE"}:
            continue
        if token.kind == "iri" and not (before and before.kind == "prefixed" and before.text.endswith(":")):
            yield token, token.text[1:-1]
        elif token.kind == "prefixed":
            prefix, _, local = token.text.partition(":")
            if prefix in declared:
                yield token, declared[prefix] + local.replace("\\", "")


def split(iri: str) -> tuple[str, str]:
    """Return the namespace of *iri*, up to its last ``#`` or ``/``, and the name in it."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]


def _near(iri: str, known: frozenset[str]) -> str | None:
    """Return the known term of the same namespace that *iri* resembles most."""
    space, name = split(iri)
    names = {split(each)[1].casefold(): each for each in known if split(each)[0] == space}
    found = get_close_matches(name.casefold(), names, 1, _NEARLY)
    return names[found[0]] if found else None


def _written(iri: str, token: Token, names: Mapping[str, str]) -> str:
    """Return *iri* in the manner of *token*."""
    prefix = token.text.partition(":")[0]
    return f"{prefix}:{iri.removeprefix(names[prefix])}" if token.kind == "prefixed" else f"<{iri}>"
