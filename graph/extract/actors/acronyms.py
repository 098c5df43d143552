"""Acronyms that a text defines in brackets after a name, and where it uses them."""

import re
from collections.abc import Iterator

from ..surface import APOSTROPHE, Candidate, words_of
from ..syntax import Parsed

_BRACKET = re.compile(r"\s*\(\s*[\"“]?(?:the |or )?([A-Z][A-Za-z.&-]{1,12})[\"”]?\s*\)")


def defined_in(parsed: Parsed, candidates: list[Candidate]) -> dict[str, Candidate]:
    """Return the acronyms that the text itself defines in brackets after a name, with what they stand for."""
    defined: dict[str, Candidate] = {}
    for each in candidates:
        initials = _initials(each.name)
        if each.kind not in ("person", "state") and len(initials) > 2 and _is_used(initials, parsed.page.text):
            defined.setdefault(initials, each)
    for each in candidates:
        match = _BRACKET.match(parsed.page.text[each.end : each.end + 24])
        if match and each.kind not in ("person", "state") and _stands_for(match.group(1), each.name):
            defined[match.group(1)] = each
    return defined


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_used(acronym: str, text: str) -> bool:
    return re.search(rf"(?<![\w(]){acronym}(?![\w)])", text) is not None


def _stands_for(acronym: str, name: str) -> bool:
    """Tell whether the letters may be those of the whole name: "NPC" is not its Standing Committee."""
    words = [w for w in re.split(r"[\s-]+", name) if w not in ("of", "the", "and", "for", "on", "in")]
    letters = [c for c in acronym if c.isupper()]
    return bool(letters) and (letters[0] == words[0][0] or len(letters) >= len(words))


def is_defining(parsed: Parsed, candidate: Candidate, candidates: list[Candidate]) -> bool:
    """Tell whether the candidate is an acronym, or a name in another language, in brackets behind another one."""
    text = parsed.page.text
    rest = text[candidate.end : candidate.end + 80].partition(")")
    return (
        bool(rest[1])
        and not re.search(r",(?! [A-Z]+$)|[;.(]|(?<![\w/])[a-z]{4,}", rest[0])
        and text[candidate.start - 1 : candidate.start] == "("
        and any(
            other.end < candidate.start and text[other.end : candidate.start].strip() == "(" for other in candidates
        )
    )


def is_other(parsed: Parsed, candidate: Candidate, defined: dict[str, Candidate]) -> bool:
    """Tell whether the table reads an acronym otherwise than the text, which prevails."""
    printed = parsed.page.text[candidate.start : candidate.end]
    return printed in defined and defined[printed].name != candidate.name


def uses(parsed: Parsed, candidates: list[Candidate], defined: dict[str, Candidate]) -> Iterator[Candidate]:
    """Yield the uses of acronyms that the text defines."""
    taken = [(c.start, c.end) for c in candidates]
    for number, sentence in enumerate(parsed.sentences):
        line = words_of(parsed.page, sentence)
        for acronym, meant in defined.items():
            for match in re.finditer(rf"(?<![\w(]){re.escape(acronym)}(?={APOSTROPHE}|[^\w]|$)", line):
                start = sentence.start + match.start()
                if not any(a <= start < b for a, b in taken):
                    yield Candidate(start, sentence.start + match.end(), meant.name, meant.kind, number, "acronym")
