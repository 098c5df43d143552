"""Candidates that no rule knows: organizations that the parser finds, states as agents, and bearers of screen names."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..surface import Candidate, Spot, is_title_case, tidy, words_of
from ..syntax import Parsed, Sentence
from ..wordlists import rows, words
from .bodies import kind_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def entities(parsed: Parsed) -> list[Candidate]:
    """Return the weak candidates, in the order of the text."""
    found: list[Candidate] = []
    for number, sentence in enumerate(parsed.sentences):
        text = words_of(parsed.page, sentence)
        spotted = [*_states(sentence, text), *_screen_names(text), *_listed(text)]
        if not is_title_case(text):
            spotted += _organizations(sentence, text)
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
            if start >= 0 and _may_be_name(name):
                yield start, start + len(name), name, kind_of(name) or "company", f"entity {entity.label_}"


def _may_be_name(name: str) -> bool:
    return (
        bool(re.fullmatch(r"[A-Z0-9][\w&.'-]*(?:\s+(?:of|and|for|the|&|[A-Z0-9][\w&.'-]*))*", name))
        and len(name) > 1
        and (name.casefold() not in _common() and not name.isdigit())
    )


@cache
def _common() -> frozenset[str]:
    places = {part.casefold() for row in rows("demonyms") for part in (row[0], row[1])}
    return frozenset({word.casefold() for word in words("no-person", "word")} | places)


def _states(sentence: Sentence, text: str) -> Iterator[Spot]:
    """Yield states that are the grammatical agent of an act."""
    expression, names = _state_table()
    for match in expression.finditer(text):
        token = token_at(sentence, sentence.start + match.end() - 1)
        if token is None:
            continue
        agent = token.dep_ == "nsubj" and token.head.pos_ == "VERB"
        by = token.dep_ == "pobj" and token.head.dep_ == "agent"
        if agent or by:
            yield match.start(), match.end(), names[match.group()], "state", "agent"


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
    name = r"(?:(?:Dr\.|\d+|[A-Z][\w-]*)(?:\s+[A-Z][\w-]*)*)"
    known = {row[0] for row in rows("actors") if row[1] == "company"} | {
        v for row in rows("actors") if row[1] == "company" for v in "".join(row[3:]).split("|") if v
    }
    for match in re.finditer(rf"(?<![\w-]){name}(?:,\s+{name})*,?\s+and\s+{name}(?![\w-])", text):
        parts = list(re.finditer(name, match.group()))
        if re.search(r"\b(?:on|via|through|over|with|from|learnt on)\s+$", text[: match.start()]):
            continue
        if len(parts) >= 2 and any(p.group() in known or p.group().split()[0] in known for p in parts):
            for part in parts:
                starts = part.group().split()[0] in words("no-name", "starter")
                if not starts and not part.group().endswith("Store") and kind_of(part.group()) in (None, "company"):
                    yield match.start() + part.start(), match.start() + part.end(), part.group(), "company", "list"
