"""Candidates for persons: names by the parser's entities, Chinese names by their syllables, and names after titles."""

import re
from collections.abc import Iterator
from functools import cache

from .bodies import kind_of
from .surface import Candidate, is_title_case, tidy, words_of
from .syntax import Parsed, Sentence
from .wordlists import labels, rows, words

_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v)"
)
_GIVEN = rf"(?=[A-Z][a-z])(?i:{_SYLLABLE}(?:-?{_SYLLABLE}){{0,2}})"
_NAME = r"(?:[A-Z](?:\.|[a-z]*[\w'-]*\w)\s+){0,3}(?:van |von |de |bin |al |den )?(?:[A-Z]\w+[\w'-]*\w)"


def people(parsed: Parsed) -> list[Candidate]:
    """Return what may be persons, in the order of the text, with full names only."""
    found: list[Candidate] = []
    for number, sentence in enumerate(parsed.sentences):
        text = words_of(parsed.page, sentence)
        spotted = sorted(
            {
                *_chinese(text),
                *_surnamed(text),
                *_titled(text),
                *_entities(sentence, text),
                *_posted(text),
                *_initials(text),
                *_spoken(text),
            }
        )
        spotted += _listed(
            text, [(a, b) for a, b, by in spotted if by in ("pinyin", "entity") and is_name(text[a:b], by)]
        )
        spotted = sorted({(_bare(text, a, b), b, by) for a, b, by in spotted})
        kept: list[tuple[int, int, str]] = []
        for start, end, by in sorted(spotted, key=lambda each: each[0] - each[1]):
            if is_name(text[start:end], by) and not any(start < b and a < end for a, b, _ in kept):
                kept.append((start, end, by))
        if not is_title_case(text):
            found += [
                Candidate(sentence.start + a, sentence.start + b, tidy(text[a:b]), "person", number, by)
                for a, b, by in sorted(kept)
            ]
    return [*found, *_again(parsed, found)]


def _again(parsed: Parsed, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the places where a name that was found elsewhere stands unseen."""
    taken = [(each.start, each.end) for each in found]
    for name in dict.fromkeys(each.name for each in found if " " in each.name):
        expression = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, sentence in enumerate(parsed.sentences):
            for match in expression.finditer(words_of(parsed.page, sentence)):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if not any(start < b and a < end for a, b in taken):
                    yield Candidate(start, end, name, "person", number, "again")


def is_name(name: str, made_by: str) -> bool:
    """Tell whether *name* can be a person's: two capitals at least, no body, place or heading word among them."""
    parts = name.split()
    if made_by in ("surnamed", "after title"):
        return made_by == "surnamed" or (
            len(parts) > 1 and not any(part.strip(".,").casefold() in _no_person() for part in parts)
        )
    if made_by == "initials":
        return not kind_of(name)
    if len(parts) < 2 or len(parts) > 5 or re.search(r"[\d/@&]", name):
        return False
    return kind_of(name) is None and not any(part.strip(".,").casefold() in _no_person() for part in parts)


@cache
def _no_person() -> frozenset[str]:
    own = {word.casefold() for word in words("no-person", "word")}
    places = {
        part.casefold()
        for row in rows("demonyms")
        for name in (row[0], row[1], *"|".join(row[2:]).split("|"))
        for part in name.split()
    }
    return frozenset(own | places | {head.casefold() for _, head in rows("bodies")} | title_heads())


@cache
def title_heads() -> frozenset[str]:
    """Return the words, in lower case, that a title is recognised by."""
    heads = {row[0].casefold() for row in rows("titles")}
    return frozenset(heads | {label.casefold() for label, _ in labels("role") if " " not in label})


@cache
def _surnames() -> str:
    return "|".join(row[0] for row in rows("surnames"))


def _chinese(text: str) -> Iterator[tuple[int, int, str]]:
    for match in re.finditer(rf"(?<![\w-])(?:{_surnames()})\s+{_GIVEN}(?![\w-])", text):
        yield match.start(), match.end(), "pinyin"


def _surnamed(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield surnames of persons who are named by nothing else: "a man surnamed Wu"."""
    for match in re.finditer(
        r"(?:surnamed|identified (?:only )?as|known only as)\s+([A-Z][a-z]+)(?![\w-]|\s+[A-Z])", text
    ):
        yield match.start(1), match.end(1), "surnamed"


def _titled(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield names of two or more parts that stand after an honorific."""
    honorifics = "|".join(re.escape(each) for each in words("no-person", "honorific"))
    for match in re.finditer(rf"(?<![\w-])(?:{honorifics})\s+({_NAME})", text):
        yield match.start(1), match.end(1), "honorific"


def _bare(text: str, start: int, end: int) -> int:
    """Return where the name begins, honorifics apart."""
    honorifics = "|".join(re.escape(each) for each in words("no-person", "honorific"))
    lead = re.match(rf"(?:(?:{honorifics})\s+)+(?=[A-Z][\w'-]+\s+[A-Z])", text[start:end])
    return start + (lead.end() if lead else 0)


def _spoken(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield two or three capitals that speak, or of which an apposition tells who it is; and lists of such names."""
    verbs = "said|says|told|added|noted|explained|wrote|stressed|warned"
    name = r"[A-Z][a-z]+(?:\s+[A-Z]\.)?(?:\s+[A-Z][a-z]+){1,2}"
    for match in re.finditer(
        rf"(?<![\w-])({name})(?=\s+(?:{verbs})\b|,\s+(?:who|whose)\b|\s+of\s+the\s+[a-z]+\s+(?:firm|company|group))",
        text,
    ):
        yield match.start(1), match.end(1), "spoken"


def _listed(text: str, known: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield the names of a list in which two *known* persons stand."""
    name = r"[A-Z][a-z]+(?:\s+[A-Z]\.)?(?:\s+[A-Z][a-z]+){1,2}"
    for match in re.finditer(rf"(?:(?:{name}),\s+){{2,}}(?:{name})\s+and\s+(?:{name})(?![\w-])", text):
        if sum(match.start() <= start < match.end() for start, _ in known) >= 2:
            for each in re.finditer(name, match.group()):
                yield match.start() + each.start(), match.start() + each.end(), "listed"


def _initials(text: str) -> Iterator[tuple[int, int, str]]:
    for match in re.finditer(
        r"(?<![\w.-])(?!U\.)(?:[A-Z]\.\s?){1,3}[A-Z][a-z][\w-]+(?![\w-]|\s+(?:Inc|Ltd|Corp))", text
    ):
        yield match.start(), match.end(), "initials"


def _posted(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield names of two or three parts that stand right after a title."""
    heads = "|".join(sorted({head.capitalize() for head in title_heads()} | title_heads(), key=len, reverse=True))
    for match in re.finditer(
        rf"(?<![\w-])(?:{heads})\s+((?:[A-Z]\.\s+)?[A-Z][\w-]+(?:\s+[A-Z]\.)?(?:\s+[A-Z][\w-]+){{1,2}})(?![\w-])", text
    ):
        yield match.start(1), match.end(1), "after title"
    long_title = rf"(?<![\w-])(?:{heads})\s+(?:for|of)\s+(?:[A-Z]\w+\s+){{1,3}}?"
    for match in re.finditer(rf"{long_title}([A-Z][a-z]+\s+[A-Z][a-z]+)(?=,| said| told| added)", text):
        yield match.start(1), match.end(1), "after title"


def _entities(sentence: Sentence, text: str) -> Iterator[tuple[int, int, str]]:
    for entity in sentence.span.ents:
        if entity.label_ == "PERSON":
            start = entity.start_char + sentence.offset - sentence.start
            yield from _trimmed(text, start, start + len(entity.text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the entity without the titles before it, possessives after it, and further capitals that belong to it."""
    honorifics = "|".join(re.escape(each) for each in words("no-person", "honorific"))
    lead = re.match(rf"(?:(?:{honorifics})\s+|[a-z][\w-]*\s+|An?\s+(?=[A-Z]+\b))*", text[start:end])
    first = start + (lead.end() if lead else 0)
    while (word := re.match(r"([\w.-]+)\s+", text[first:end])) and word.group(1).casefold().strip(".") in title_heads():
        first += word.end()
    last = re.search(r"(?:'s|'|,.*)?$", text[first:end])
    stop = first + (last.start() if last else end - first)
    if re.fullmatch(r"[A-Z][\w'.-]*(?:\s+(?:[A-Z][\w'.-]*|van|von|de|bin|al|den))*\s*", text[first:stop]):
        yield first, stop, "entity"
