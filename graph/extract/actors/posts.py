"""The words by which posts and forms of address are recognised."""

from functools import cache

from ..wordlists import labels, rows, words


@cache
def title_heads() -> frozenset[str]:
    """Return the words, in lower case, that a title is recognised by."""
    heads = {row[0].casefold() for row in rows("titles")}
    return frozenset(heads | {label.casefold() for label, _ in labels("role") if " " not in label})


@cache
def title_expression() -> str:
    """Return one expression, in lower case or with a capital, for the words that a title is recognised by."""
    return "|".join(sorted({head.capitalize() for head in title_heads()} | title_heads(), key=len, reverse=True))


@cache
def honorifics() -> str:
    """Return one expression for what stands before a name and is no part of it, longest first."""
    return "|".join(_escaped((*words("no-person", "honorific"), *words("no-person", "rank"))))


@cache
def letters() -> str:
    """Return one expression for the honours that stand behind a name: "KC", "QC", "PhD"."""
    return "|".join(_escaped(words("no-person", "letters")))


def _escaped(phrases: tuple[str, ...]) -> list[str]:
    return sorted((each.replace(".", r"\.") for each in phrases), key=len, reverse=True)
