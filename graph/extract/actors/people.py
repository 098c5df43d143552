"""Candidates for persons: the names that the spotters find, chosen where they overlap, and where they stand again."""

import re
from collections.abc import Iterator

from ..surface import Candidate, is_title_case, tidy, words_of
from ..syntax import Parsed
from .bodies import known as organizations
from .heads import kind_of
from .person_spots import Spotted, bare, is_inside_a_body, listed, spotted, words_of_no_person
from .posts import honorifics

SURE = ("honorific", "after title", "surnamed", "pinyin", "apposed", "aged", "honoured")
"""The spotters that hardly err: what they find is a person whatever a noun beside it says."""
_BY_SHAPE = ("after title", "spoken", "entity", "listed")  # these may take a known body's name for a person's


def people(parsed: Parsed) -> list[Candidate]:
    """Return what may be persons, in the order of the text, with full names only."""
    found: list[Candidate] = []
    for number, sentence in enumerate(parsed.sentences):
        text = words_of(parsed.page, sentence)
        spots = spotted(sentence, text)
        if is_title_case(text):  # of a heading's capitals only a form of address tells whose name they are
            spots = {spot for spot in spots if spot[2] == "honorific"}
        found += [
            Candidate(sentence.start + a, sentence.start + b, tidy(text[a:b]), "person", number, by)
            for a, b, by in _chosen(text, spots)
        ]
    return [*found, *_again(parsed, found)]


def _chosen(text: str, spots: set[Spotted]) -> list[Spotted]:
    """Return the longest of the names that overlap, honorifics apart, in the order of the text."""
    known = [(a, b) for a, b, by in spots if by in ("pinyin", "entity") and is_name(text[a:b], by)]
    kept: list[Spotted] = []
    taken = [(a, b) for a, b, *_ in organizations(text)] if spots else []
    bared = sorted({(bare(text, a, b), b, by) for a, b, by in (*spots, *listed(text, known))})
    for start, end, by in sorted(bared, key=lambda each: each[0] - each[1]):
        inside = (by not in SURE or by == "pinyin") and is_inside_a_body(text, start, end)
        inside = inside or (by in _BY_SHAPE and any(a <= start and end <= b for a, b in taken))
        if not inside and is_name(text[start:end], by) and not any(start < b and a < end for a, b, _ in kept):
            kept.append((start, end, by))
    return sorted(kept)


def _again(parsed: Parsed, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the places where a name that was found elsewhere stands unseen."""
    taken = [(each.start, each.end) for each in found]
    lines = [words_of(parsed.page, sentence) for sentence in parsed.sentences] if found else []
    for name in dict.fromkeys(each.name for each in found if " " in each.name):
        expression = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
        for number, sentence in enumerate(parsed.sentences):
            for match in expression.finditer(lines[number]):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if not any(start < b and a < end for a, b in taken):
                    yield Candidate(start, end, name, "person", number, "again")


def is_name(name: str, made_by: str) -> bool:
    """Tell whether *name* can be a person's: two capitals at least, no body, place or heading word among them."""
    parts = name.split()
    if made_by == "surnamed":
        return True
    if made_by == "initials":
        return (
            not kind_of(name)
            and not re.match(r"[IVX]+\.\s", name)
            and parts[-1].split(".")[-1].casefold() not in words_of_no_person()
        )
    if len(parts) < 2 or len(parts) > 5 or re.search(r"[\d/@&]|-(?:based|led|backed|run|owned)\b", name):
        return False
    if len(parts) == 2 and re.fullmatch(honorifics(), parts[0]):
        return False
    no_person = any(part.strip(".,").casefold() in words_of_no_person() for part in parts)
    return not no_person and (made_by == "after title" or kind_of(name) is None)
