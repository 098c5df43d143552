"""Candidates that no rule knows: organizations that the parser finds, states as agents, and bearers of screen names."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..surface import Candidate, Spot, is_title_case, tidy, words_of
from ..syntax import Parsed, Sentence
from ..wordlists import rows, words
from .companies import by_context
from .heads import is_bare_head, kind_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def entities(parsed: Parsed) -> list[Candidate]:
    """Return the weak candidates, in the order of the text."""
    found: list[Candidate] = []
    for number, sentence in enumerate(parsed.sentences):
        text = words_of(parsed.page, sentence)
        spotted = [*_states(sentence, text), *_screen_names(text), *_listed(text)]
        if not is_title_case(text):
            spotted += [*by_context(sentence, text), *_organizations(sentence, text)]
        found += [
            Candidate(sentence.start + a, sentence.start + b, name, kind, number, by)
            for a, b, name, kind, by in spotted
        ]
    return found


def token_at(sentence: Sentence, place: int) -> "Token | None":
    """Return the token of *sentence* that holds the character *place* of the text."""
    for token in sentence.span:
        if sentence.offset + token.idx <= place < sentence.offset + token.idx + len(token.text):
            return token
    return None


def _organizations(sentence: Sentence, text: str) -> Iterator[Spot]:
    for entity in sentence.span.ents:
        if entity.label_ in ("ORG", "PRODUCT", "FAC"):
            start = entity.start_char + sentence.offset - sentence.start
            name = tidy(re.sub(r"(?:'s?|,.*)$", "", text[start : start + len(entity.text)]))
            start = text.find(name, start)
            if start >= 0 and _may_be_name(name) and not is_bare_head(name):
                yield start, start + len(name), name, kind_of(name) or "company", f"entity {entity.label_}"


_SHAPE = re.compile(r"[A-Z0-9][\w&.'-]*(?:\s+(?:of|and|for|the|&|[A-Z0-9][\w&.'-]*))*")
_NO_SHAPE = re.compile(
    r"\b(?:of|and|for|the|&)$"  # a name that was cut short
    r"|^[A-Z]{1,3}\d[\d.,]*(?:m|bn)?$|^[\d.,]+ (?:[A-Z]{3}|[Mm]ln|[Bb]n|[Mm]illion|[Bb]illion)\b"  # a sum
    r"|[a-z]{3}\. |[A-Z]-[A-Z]+\. "  # two sentences
    r"|^Operation |(?:^|\s)(?:Law|Act|Bill|Code|Notice|Regulation|Directive)$"  # what is named and does nothing
)


def _may_be_name(name: str) -> bool:
    shaped = _SHAPE.fullmatch(name) and not _NO_SHAPE.search(name) and len(name) > 1
    return bool(shaped) and not name.endswith(words("no-name", "no body")) and not _is_common(name)


def _is_common(name: str) -> bool:
    return name.casefold() in _common() or name.isdigit()


@cache
def _common() -> frozenset[str]:
    places = {part.casefold() for row in rows("demonyms") for part in (row[0], row[1])}
    return frozenset({word.casefold() for word in words("no-person", "word")} | places)


def _states(sentence: Sentence, text: str) -> Iterator[Spot]:
    """Yield states that are the grammatical agent of an act."""
    expression, names = _state_table()
    for match in expression.finditer(text):
        token = token_at(sentence, sentence.start + match.end() - 1)
        if token and is_agent(token) and not any(left.dep_ == "compound" for left in token.lefts):  # "Airtel Kenya"
            yield match.start(), match.end(), names[match.group()], "state", "agent"


def is_agent(token: "Token | None") -> bool:
    """Tell whether *token* is the grammatical agent of an act."""
    if token is None:
        return False
    subject = token.dep_ == "nsubj" and token.head.pos_ == "VERB"
    return subject or (token.dep_ == "pobj" and token.head.dep_ == "agent")


@cache
def _state_table() -> tuple[re.Pattern[str], dict[str, str]]:
    names = {name: row[0] for row in rows("demonyms") for name in (row[0], *"".join(row[2:]).split("|")) if name}
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, ordered))})(?![\w-]|'s|,)"), names


def _screen_names(text: str) -> Iterator[Spot]:
    """Yield the names under which users and hackers go online, and those of groups and families."""
    nouns, called = "|".join(words("no-name", "user")), r"(?:named|called|known as|nicknamed)"
    name = r"(?:\"(?P<q>[\w -]{2,30})\"|(?P<w>\w+))"
    for match in re.finditer(
        rf"\b(?:{nouns})s?,?\s+(?:online\s+)?{called}\s+{name}|\b(?:{nouns}),\s+(?P<c>\w+),\s+who\b"
        rf"|\b(?:{nouns}),?\s+\"(?P<d>[\w -]{{2,30}}?),?\"",
        text,
    ):
        yield from _spot(match, "person")
    for match in re.finditer(
        rf"\b(?:wrote|said|posted)\s+\"(?P<q>[\w -]{{2,30}})\",\s+(?:a|an|another)\s+(?:\w+\s+)?(?:{nouns})\b", text
    ):
        yield from _spot(match, "person")
    for match in re.finditer(
        rf"\b(?:group|gang|ring|organi[sz]ation|collective)\s+{called}\s+\"?(?P<q>[A-Z][\w-]*(?:\s+(?:[A-Z]|\d)[\w-]*)*)",
        text,
    ):
        yield from _spot(match, "organization")
    for match in re.finditer(r"\b(?:members of|hackers|group|collective)\s+(?P<q>Anonymous)\b", text):
        yield from _spot(match, "organization")
    for match in re.finditer(
        r"(?<![\w-])(?!Her|His|Their|The|My|Our|Its|Each|Every|Royal)([A-Z][a-z]+)(?:\s+and\s+([A-Z][a-z]+))?\s+famil(?:y|ies)\b",
        text,
    ):
        for place in (1, 2):
            if match.group(place):
                yield (
                    match.start(place),
                    match.end(place),
                    f"{match.group(place)} family",
                    "organization",
                    "screen name",
                )


def _spot(match: re.Match[str], kind: str) -> Iterator[Spot]:
    for group, name in match.groupdict().items():
        if name and not (group == "w" and name.islower() and len(name) < 5):
            yield match.start(group), match.end(group), name, kind, "screen name"


def _listed(text: str) -> Iterator[Spot]:
    """Yield names in a list in which a known company stands."""
    for match in _LIST.finditer(text):
        parts = list(_MEMBER.finditer(text, *match.span()))
        names = {part.group() for part in parts}
        if _THROUGH.search(text[: match.start()]) or not any(map(_is_company, names)):
            continue
        rule = "list of platforms" if names <= set(words("no-name", "platform")) else "list"
        yield from ((*part.span(), part.group(), "company", rule) for part in parts if _may_be_listed(part.group()))


_MEMBER = re.compile(r"(?:Dr\.|\d+|[A-Z][\w-]*)(?:\s+[A-Z][\w-]*)*")
_LIST = re.compile(rf"(?<![\w-]){_MEMBER.pattern}(?:,\s+{_MEMBER.pattern})*,?\s+and\s+{_MEMBER.pattern}(?![\w-])")
_THROUGH = re.compile(r"\b(?:on|via|through|over|with|from|learnt on)\s+$")


def _is_company(name: str) -> bool:
    return name in _companies() or name.split()[0] in _companies() or (" " in name and kind_of(name) == "company")


def _may_be_listed(name: str) -> bool:
    starts = name.split()[0] in words("no-name", "starter")
    return not starts and not name.endswith("Store") and kind_of(name) in (None, "company")


@cache
def _companies() -> frozenset[str]:
    """Return the names of the table's companies, and the variants of them that are kept."""
    known = [row for row in rows("actors") if row[1] == "company"]
    return frozenset(name for row in known for name in (row[0], *"".join(row[3:]).split("|")) if name)
