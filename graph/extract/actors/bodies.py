"""Candidates for organizations: known ones, names with a head word, and bodies by place and function."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ..guide import Span
from ..surface import APOSTROPHE, UPPER, Candidate, Spot, is_title_case, tidy, words_of
from ..syntax import Parsed
from ..wordlists import rows, words
from .heads import is_bare_head, is_registered, kind_of
from .local_bodies import placed
from .nations import nation_of, national
from .posts import honorifics, title_heads
from .states import state_expression

_WORD = rf"(?:(?:[A-Z]\.)+|(?:Inc|Ltd|Dr|Co|St)\.|[{UPPER}][\w&-]*(?:\.\w+)*|\d+(?:st|nd|rd|th))"
_CAP = rf"{_WORD}(?:{APOSTROPHE}s?(?=\s+[{UPPER}])|s{APOSTROPHE}(?=\s+[{UPPER}]))?"
_ROMANCE = r"para el|para la|para|de la|del|della|dello|dos|das|des|de|di|do|da|du|der|für"
_JOINER = rf"(?:of the|of|and|for the|for|against|&|{_ROMANCE})"
_MANY = ("company", "media", "organization")  # kinds with far more bearers than any table knows
_SEATED = r"(?<=Court)|(?<=Bureau)|(?<=Prosecutor's Office)|(?<=Prosecutors' Office)"
_FIRM_HEADS = "Inc|Ltd|LLC|Bank|Telecom|Unicom|Airlines|Airways|Holdings|Insurance"
_FULL = 3  # the words above which the name of another body's unit stands by itself
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"


class Known(NamedTuple):
    """An organization of the table: its usual full name, its kind, and whether a wording is expanded to the name."""

    name: str
    kind: str


def bodies(parsed: Parsed, taken: list[Span], *, unknown: bool = False) -> list[Candidate]:
    """Return what may be organizations, in the order of the text; nothing in *taken* (persons, laws) is part of one.

    Where the names are to be *unknown*, the table of companies, media and other organizations is not asked.
    """
    found = []
    nation = nation_of(parsed.page.text)
    for number, sentence in enumerate(parsed.sentences):
        text = _blanked(words_of(parsed.page, sentence), sentence.start, taken)
        listed = (spot for spot in known(text) if not (unknown and spot[3] in _MANY))
        spotted = [*listed, *placed(text), *national(text, nation)]
        if not is_title_case(text):
            spotted += _headed(text)
        found += [
            Candidate(sentence.start + a, sentence.start + b, name, kind, number, by)
            for a, b, name, kind, by in _apart(spotted)
        ]
    return found


def _blanked(text: str, offset: int, taken: list[Span]) -> str:
    for start, end in taken:
        a, b = max(0, start - offset), end - offset
        if 0 <= a < len(text) and b > 0:
            text = text[:a] + "_" * (min(b, len(text)) - a) + text[b:]
    return text


def _apart(spotted: list[Spot]) -> Iterator[Spot]:
    """Yield the longest of overlapping spots, in the order of the text."""
    kept: list[Spot] = []
    for spot in sorted(spotted, key=lambda each: each[0] - each[1]):
        if not any(spot[0] < other[1] and other[0] < spot[1] for other in kept):
            kept.append(spot)
    yield from sorted(kept)


@lru_cache(maxsize=512)  # persons and organizations of an article ask for the same sentences
def known(text: str) -> tuple[Spot, ...]:
    """Return the organizations in *text* that the table knows."""
    return tuple(_known(text))


def _known(text: str) -> Iterator[Spot]:
    expression, entries = _table()
    for match in expression.finditer(text):
        entry = entries[_spelt(match.group())]
        if entry.kind == "company" and re.match(
            r"\s+(?:Store|Play|Maps|Pay|[Aa]ccounts?|[Pp]ages?|users)\b", text[match.end() :]
        ):
            continue
        yield match.start(), match.end(), entry.name, entry.kind, "actors.tsv"


def _spelt(wording: str) -> str:
    return re.sub(r"\s+", " ", wording.replace("¡¯", "'"))


@cache
def _table() -> tuple[re.Pattern[str], dict[str, Known]]:
    """Return one expression for all wordings of the table, and the name and kind that each stands for."""
    entries: dict[str, Known] = {}
    for name, kind, *rest in rows("actors"):
        expanded, variants = ([*rest, "", ""])[:2]
        for wording in filter(None, [name, *expanded.split("|")]):
            entries.setdefault(_spelt(wording), Known(name, kind))
        for variant in filter(None, variants.split("|")):
            entries.setdefault(_spelt(variant), Known(variant, kind))
    ordered = sorted(entries, key=len, reverse=True)
    joined = "|".join(re.escape(each).replace(r"\ ", r"\s+").replace("'", APOSTROPHE) for each in ordered)
    return re.compile(rf"(?<![\w.-])(?:{joined})(?![\w-])"), entries


def _headed(text: str) -> Iterator[Spot]:
    """Yield capitalised phrases in which a head word stands, as "Hangzhou Internet Court"."""
    for match in _phrases().finditer(text):
        for start, end in _halves(match.group(), match.start()):
            phrase = _without_post(text[start:end])
            end = start + len(phrase)
            name = _parent(_stripped(phrase), text[:end])
            kind = kind_of(name)
            if known := _table()[1].get(_spelt(name)):
                yield text.index(name, start), text.index(name, start) + len(name), known.name, known.kind, "actors.tsv"
            elif (
                kind
                and " " in name
                and not name.endswith(words("no-name", "no body"))
                and not _is_post(name, text[end:])
                and not is_bare_head(name)
            ):
                yield (
                    end - len(name),
                    end,
                    _placed(tidy(name)),
                    kind,
                    "legal form" if is_registered(name) else "bodies.tsv",
                )


def _is_post(name: str, rest: str) -> bool:
    """Tell whether *name* is the post of the person named next: "Deputy Public Prosecutor Jeremy Tan"."""
    return name.split()[-1].casefold() in title_heads() and bool(re.match(r"\s+[A-Z_]", rest))


def _placed(name: str) -> str:
    """Return "Parliament of India" for "India's Parliament": the usual name of a house or a government."""
    match = re.fullmatch(rf"({state_expression()}){APOSTROPHE}s? (Parliament|Government)", name)
    return f"{match.group(2)} of {match.group(1)}" if match else name


def _without_post(phrase: str) -> str:
    """Return *phrase* without the post or form of address behind a body: "Supreme Court Justice"."""
    bare = _post_behind().sub("", phrase)
    whole = phrase.endswith(words("no-name", "no body")) or re.search(r"\s(?:of|for|the|and)$", bare)
    return bare if not whole and kind_of(bare) else phrase


@cache
def _post_behind() -> re.Pattern[str]:
    ranks = "|".join(map(re.escape, words("no-name", "modifier post")))
    posts = "|".join(map(re.escape, (*words("no-name", "post"), *words("no-name", "post behind"))))
    return re.compile(rf"(?:(?:\s+(?:{ranks}))*\s+(?:{posts}|{honorifics()}))+$")


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){_CAP}(?:\s+(?:{_JOINER}\s+)?{_CAP})*(?:(?:{_SEATED})\s+in\s+(?!{_MONTH})[A-Z]\w+)?")


def _halves(phrase: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the phrase, or its parts around an "and" that joins two bodies."""
    start = 0
    for match in re.finditer(r"\s+and(?: the)?\s+", phrase):
        left, right = phrase[start : match.start()], phrase[match.end() :]
        joined = kind_of(left) and _is_body(right) and not re.fullmatch(r"\w+ of \w+", left)
        if joined or re.search(rf"\s(?:{_FIRM_HEADS})$", left):
            yield offset + start, offset + match.start()
            start = match.end()
    yield offset + start, offset + len(phrase)


def _is_body(phrase: str) -> bool:
    """Tell whether *phrase* names a body by its head word, as the table has it, or as what a state owns."""
    owned = re.match(rf"(?:{state_expression()}){APOSTROPHE}s?\s+[{UPPER}]", phrase)
    return bool(kind_of(phrase) or phrase in _table()[1] or owned)


def _parent(name: str, lead: str) -> str:
    """Return the body whose unit *name* is, where the text only says who heads the unit."""
    owner = re.match(rf"(.+?){APOSTROPHE}s?\s+\S", name)
    if owner and name[owner.end() - 1 :] in _table()[1]:
        return name[owner.end() - 1 :]
    if owner and owner.group(1) in _table()[1] and kind_of(name[owner.end() - 1 :]) is None:
        return owner.group(1)
    if (
        owner
        and owner.group(1) in _table()[1]
        and len(re.sub(r"\s+in\s.*", "", name[owner.end() - 1 :]).split()) > _FULL
    ):
        return name[owner.end() - 1 :]
    unit = re.match(r"(.+?)\s+(?:of|under)\s+(?:the\s+)?(.+)$", name)
    before = lead[: len(lead) - len(name)]
    if (
        unit
        and kind_of(unit.group(1))
        and (kind_of(unit.group(2)) or unit.group(2) in _table()[1])
        and _heading().search(before)
    ):
        return unit.group(2)
    return name


@cache
def _heading() -> re.Pattern[str]:
    posts = "|".join(words("no-name", "heading"))
    return re.compile(rf"\b(?:{posts})\s+(?:of\s+)?the\s+(?:No\.? \d+ )?$")


def _stripped(name: str) -> str:
    """Return *name* without what stands before names: first words of sentences, posts, and the state whose it is."""
    name = re.sub(r"^Union (?=Ministry)", "", name)
    while (match := _before().match(name)) and len(match.group()) < len(name):
        name = name[match.end() :]
    return (
        re.sub(rf"(?<=\w)\s+of\s+(?:{state_expression()})$", "", name)
        if name.startswith(("Ministry", "Department"))
        else name
    )


@cache
def _before() -> re.Pattern[str]:
    starters = "|".join(map(re.escape, words("no-name", "starter")))
    posts = "|".join(map(re.escape, words("no-name", "post")))
    ranks = "|".join(map(re.escape, words("no-name", "modifier post")))
    post = rf"(?:(?:{ranks})\s+)*(?:{posts})\s+(?:of\s+)?(?:the\s+)?"
    owner = rf"(?:{state_expression()}){APOSTROPHE}s?\s+(?=\S+\s+\S)"
    nouns = "|".join(
        noun.capitalize() for kind, noun in rows("introducing-nouns") if kind == "company" or noun == "charity"
    )
    return re.compile(
        rf"(?:(?:{starters})\s+|(?:{nouns})\s+(?=[{UPPER}]\S+\s+[{UPPER}])|\d+(?:st|nd|rd|th)\s+|{post}|{owner})"
    )
