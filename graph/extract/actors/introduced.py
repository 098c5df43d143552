"""Names that a common noun introduces or explains: "the security firm Norrsken", "Serasa, a credit bureau"."""

import re
from collections.abc import Iterator
from functools import cache

from ..surface import UPPER, Candidate, is_title_case, tidy, words_of
from ..syntax import Parsed
from ..wordlists import rows, words
from .posts import honorifics

_WORD = rf"(?:[{UPPER}\d][\w&'-]*(?:\.\w+)*)"
_NAME = rf"(?P<name>[{UPPER}][\w&'-]*(?:\.\w+)*(?:\s+(?:(?:of|du|de|la|for)\s+)?{_WORD}){{0,4}})"
_CALLED = (
    r"(?:\s+(?:called|named|dubbed|nicknamed|codenamed|known as|calling (?:itself|themselves)|that calls itself"
    r"|which calls itself))?"
)
_MANY = ("company", "organization", "media")
_NO_NAME = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November|December)$"
)


def introduced(parsed: Parsed) -> list[Candidate]:
    """Return names with the kind that the noun beside them tells; "place" and "thing" are no actors."""
    found = []
    for number, sentence in enumerate(parsed.sentences):
        text = words_of(parsed.page, sentence)
        if not is_title_case(text):
            found += [
                Candidate(sentence.start + a, sentence.start + b, tidy(text[a:b]), kind, number, "introduced")
                for a, b, kind in _spots(text)
            ]
    return found


def _spots(text: str) -> Iterator[tuple[int, int, str]]:
    for expression in (_before(), _opening(), _between_commas(), _after()):
        for match in expression.finditer(text):
            name = match["name"]
            common = name.casefold() in words("no-person", "word") or name.split()[0] in words("no-name", "starter")
            if not common and not re.match(_NO_NAME, name) and not re.fullmatch(honorifics(), name.split()[0]):
                yield match.start("name"), match.end("name"), _kinds()[match["noun"].casefold()]


@cache
def _kinds() -> dict[str, str]:
    return {noun: kind for kind, noun in rows("introducing-nouns")}


@cache
def _nouns() -> str:
    return "|".join(sorted(map(re.escape, _kinds()), key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    """Return a noun, perhaps "called", and the name: "a gang calling itself Night Heron"."""
    return re.compile(rf"(?<![\w-])(?P<noun>{_nouns()}){_CALLED}\s+(?:the\s+)?\"?{_NAME}(?=[\s,.;:\"')]|$)")


@cache
def _opening() -> re.Pattern[str]:
    """Return a noun that opens the sentence, and the name: "Insurer Alma Vida said"."""
    nouns = "|".join(noun.capitalize() for noun, kind in _kinds().items() if kind in _MANY and len(noun) > len("bank"))
    return re.compile(rf"^(?P<noun>{nouns})\s+{_NAME}(?=[\s,.;:\"')]|$)")


@cache
def _between_commas() -> re.Pattern[str]:
    """Return a noun and the name between commas: "the company, Kansai Solutions, said"."""
    return re.compile(rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir)\s+(?:[\w-]+\s+)?(?P<noun>{_nouns()}),\s+{_NAME}(?=,)")


@cache
def _after() -> re.Pattern[str]:
    """Return the name and an apposition that ends in a noun: "Serasa, a credit bureau,"."""
    between = r"(?:(?!(?:at|of|for|from|with|in|who|to|by|on|and)\b)[\w.-]+\s+){0,4}?"
    stop = r"(?=[,.;)]|\s+(?:that|which|based|in|for|of|with|owned|run|operating)\b)"
    return re.compile(rf"(?<![\w-]){_NAME}\s?[,(]\s?(?:an?|the|one of)\s+{between}(?P<noun>{_nouns()}){stop}")
