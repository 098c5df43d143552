"""Where persons may be named: by the parser's entities, Chinese syllables, titles, speech, and appositions.

Every spotter yields begin and end in the plain text of a sentence, and its own name.
"""

import re
from collections.abc import Iterator
from functools import cache

from ..surface import FULL_NAME, PART, PARTICLE, UPPER
from ..syntax import Sentence
from ..wordlists import rows, words
from .posts import honorifics, letters, title_expression, title_heads

Spotted = tuple[int, int, str]
"""Begin, end, and the spotter that found it."""

_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v)"
)
_GIVEN = rf"(?=[A-Z][a-z])(?i:{_SYLLABLE}(?:-?{_SYLLABLE}){{0,2}})"
_NAME = rf"(?:[{UPPER}](?:\.|[\w'-]*\w)\s+){{0,3}}{PARTICLE}(?:[{UPPER}]\w+[\w'-]*\w)"
_VERBS = "said|says|told|added|noted|explained|wrote|stressed|warned|argued|revealed|announced|confirmed|acknowledged"
_LEADING = r"(?:\s*(?:\w+[ -]){0,5}?)"


def spotted(sentence: Sentence, text: str) -> set[Spotted]:
    """Return what may be persons' names in the plain *text* of *sentence*; they may overlap."""
    by_words = (_chinese, _surnamed, _titled, _posted, _initials, _spoken, _apposed, _of_body, _aged, _honoured)
    return {*_entities(sentence, text), *(each for spotter in by_words for each in spotter(text))}


@cache
def _surnames() -> str:
    return "|".join(row[0] for row in rows("surnames"))


def _chinese(text: str) -> Iterator[Spotted]:
    for match in re.finditer(rf"(?<![\w-])(?:{_surnames()})\s+{_GIVEN}(?![\w-])", text):
        yield match.start(), match.end(), "pinyin"


def _surnamed(text: str) -> Iterator[Spotted]:
    """Yield surnames of persons who are named by nothing else: "a man surnamed Wu"."""
    for match in re.finditer(
        r"(?:surnamed|identified (?:only )?as|known only as)\s+([A-Z][a-z]+)(?![\w-]|\s+[A-Z])", text
    ):
        yield match.start(1), match.end(1), "surnamed"


def _titled(text: str) -> Iterator[Spotted]:
    """Yield names of two or more parts that stand after an honorific."""
    for match in re.finditer(rf"(?<![\w-])(?:{honorifics()})\s+({_NAME})", text):
        yield match.start(1), match.end(1), "honorific"


def _spoken(text: str) -> Iterator[Spotted]:
    """Yield two or more capitals that speak, or of which an apposition tells who it is."""
    after = rf",?\s+(?:{_VERBS})\b|,\s+(?:who|whose)\b|\s+of\s+the\s+[a-z]+\s+(?:firm|company|group)"
    for match in re.finditer(rf"(?<![\w-])({FULL_NAME})(?={after})", text):
        if not re.search(r"\b[Tt]he\s+$", text[: match.start()]):
            yield match.start(1), match.end(1), "spoken"


def _apposed(text: str) -> Iterator[Spotted]:
    """Yield names beside a title in an apposition: "its chair, Xola Nqola," and "Ana Reyes, chief prosecutor of"."""
    for expression in _appositions():
        for match in expression.finditer(text):
            yield match.start("name"), match.end("name"), "apposed"


@cache
def _appositions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions for a title with the name behind it, and for a name with the title behind it."""
    named, titles = rf"(?P<name>{FULL_NAME})", rf"(?i:{title_expression()})"
    begin = r"(?:^|[,;\"]\s|\b(?:[Tt]he|[Ii]ts|[Tt]heir)\s|'s\s)"
    lead = r"(?:the|an?|its|his|her|who (?:is|was|heads|leads)(?: the)?|now|then|former)?"
    end = r"(?=\s+(?:of|at|for|in|with|to)\b|\s-\s|[,.;])"
    return (
        re.compile(rf"{begin}{_LEADING}{titles},\s+{named}(?=,|\s(?:{_VERBS}))"),
        re.compile(rf"(?<![\w-]){named},\s+{lead}{_LEADING}{titles}{end}"),
    )


def _of_body(text: str) -> Iterator[Spotted]:
    """Yield the name behind a title and the body that it is of: "the founder of Payhive Limited, Ada Obi, said"."""
    for match in _between_commas().finditer(text):
        if _title_of_body().search(text, max(0, match.start() - _FAR), match.start()):
            yield match.start(1), match.end(1), "apposed"


_FAR = 100  # the most characters of a title with its body


@cache
def _between_commas() -> re.Pattern[str]:
    return re.compile(rf",\s+(?:(?:{honorifics()})\s+)?({FULL_NAME})(?=,|\s(?:{_VERBS}))")


@cache
def _title_of_body() -> re.Pattern[str]:
    body = rf"(?:(?:[{UPPER}][\w&.'-]*|of|and|for|the|&)\s+)*[{UPPER}][\w&.'-]*(?:\s\([A-Z]+\))?"
    return re.compile(rf"\b(?i:{title_expression()})\s+(?:of|at|for|to)\s+(?:the\s+)?{body}$")


def _aged(text: str) -> Iterator[Spotted]:
    """Yield names of which the age is told: "Bogdan Ilie Stancu, 34," or "Ada Obi (29)"."""
    age = r"(?:,\s+(?:aged\s+|age\s+)?\d\d(?=[,.;]|\s+(?:and|of|from)\b)|\s+\(\d\d\)|,\s+an?\s+\d\d-year-old\b)"
    for match in re.finditer(rf"(?<![\w-])({FULL_NAME}){age}", text):
        yield match.start(1), match.end(1), "aged"


def _honoured(text: str) -> Iterator[Spotted]:
    """Yield names with honours behind them: "Alistair Grieve KC"."""
    for match in re.finditer(rf"(?<![\w-])({FULL_NAME}),?\s(?:{letters()})(?![\w-])", text):
        yield match.start(1), match.end(1), "honoured"


def listed(text: str, known: list[tuple[int, int]]) -> Iterator[Spotted]:
    """Yield the names of a list in which two *known* persons stand, and a name that an "and" joins to one."""
    for start, end in known:
        if before := re.search(rf"(?<![\w-])({FULL_NAME})\s+and\s+$", text[:start]):
            yield before.start(1), before.end(1), "listed"
        if after := re.match(rf"\s+and\s+({FULL_NAME})(?![\w-])", text[end:]):
            yield end + after.start(1), end + after.end(1), "listed"
    for match in re.finditer(rf"(?:(?:{FULL_NAME}),\s+){{2,}}(?:{FULL_NAME})\s+and\s+(?:{FULL_NAME})(?![\w-])", text):
        if sum(match.start() <= start < match.end() for start, _ in known) >= 2:
            for each in re.finditer(FULL_NAME, match.group()):
                yield match.start() + each.start(), match.start() + each.end(), "listed"


def _initials(text: str) -> Iterator[Spotted]:
    for match in re.finditer(
        r"(?<![\w.-])(?!U\.)(?:[A-Z]\.\s?){1,3}[A-Z][a-z][\w-]+(?![\w-]|\s+(?:Inc|Ltd|Corp))", text
    ):
        yield match.start(), match.end(), "initials"


def _posted(text: str) -> Iterator[Spotted]:
    """Yield names of two or more parts that stand right after a title."""
    for expression in _after_titles():
        for match in expression.finditer(text):
            yield match.start(1), match.end(1), "after title"


@cache
def _after_titles() -> tuple[re.Pattern[str], ...]:
    """Return the expressions for a title and a name, and for one with its field and a name of two or three parts."""
    title = rf"(?<![\w-])(?:{title_expression()})"
    field = rf"{title}(?:\s+of\s+State)?\s+(?:for|of)\s+(?:[A-Z]\w+,?\s+(?:and\s+)?){{1,4}}?"
    names = (rf"{PART}\s+{PART}", rf"{PART}\s+{PART}\s+{PART}")
    return (
        re.compile(rf"{title}\s+((?:[A-Z]\.\s+)?{FULL_NAME})(?![\w-])"),
        *(re.compile(rf"{field}({name})(?=,|\s(?:{_VERBS})\b)") for name in names),
    )


def _entities(sentence: Sentence, text: str) -> Iterator[Spotted]:
    for entity in sentence.span.ents:
        if entity.label_ == "PERSON":
            start = entity.start_char + sentence.offset - sentence.start
            yield from _trimmed(text, start, start + len(entity.text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Spotted]:
    """Yield the entity without the titles before it and the possessives and honours after it."""
    lead = re.match(rf"(?:(?:{honorifics()})\s+|[a-z][\w-]*\s+|An?\s+(?=[A-Z]+\b))*", text[start:end])
    first = start + (lead.end() if lead else 0)
    while (word := re.match(r"([\w.-]+)\s+", text[first:end])) and word.group(1).casefold().strip(".") in title_heads():
        first += word.end()
    last = re.search(rf"(?:\s(?:{letters()}))?(?:'s|'|,.*)?$", text[first:end])
    stop = first + (last.start() if last else end - first)
    if re.fullmatch(rf"[{UPPER}][\w'.-]*(?:\s+(?:[{UPPER}][\w'.-]*|{PARTICLE[3:-5]}))*\s*", text[first:stop]):
        yield first, stop, "entity"


def bare(text: str, start: int, end: int) -> int:
    """Return where the name begins, honorifics apart, of which one may begin before *start*: "Det Con"."""
    for match in re.finditer(rf"(?<![\w-])(?:{honorifics()})\s+(?=[{UPPER}][\w'-]+\s+[{UPPER}])", text[:end]):
        if match.start() < start < match.end():
            start = match.end()
    lead = re.match(rf"(?:(?:{honorifics()})\s+)+(?=[{UPPER}][\w'-]+\s+[{UPPER}])", text[start:end])
    return start + (lead.end() if lead else 0)


def is_inside_a_body(text: str, start: int, end: int) -> bool:
    """Tell whether the capitals are only part of a body's name: "University of Social Sciences", "Wen Wei Group"."""
    before = re.search(
        rf"(?<![\w-])(?:{_body_heads()})\s+(?:of|for|de|da|do|del|para)\s+(?:(?:the|el|la)\s+)?$", text[:start]
    )
    return bool(before or re.match(rf"\s+(?:[{UPPER}]\w+\s+)?(?:{_body_heads()})(?![\w-])", text[end:]))


@cache
def _body_heads() -> str:
    return "|".join(re.escape(row[1]) for row in rows("bodies"))


@cache
def words_of_no_person() -> frozenset[str]:
    """Return the words, in lower case, that stand in no person's name: places, heads of bodies, posts, plain words."""
    own = {word.casefold() for word in words("no-person", "word")}
    places = {
        part.casefold()
        for row in rows("demonyms")
        for name in (row[0], row[1], *"|".join(row[2:]).split("|"))
        for part in name.split()
    }
    posts = {each for head in title_heads() for each in (head, f"{head}s")}
    return frozenset(own | places | {row[1].casefold() for row in rows("bodies")} | posts)
