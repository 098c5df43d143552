"""Turns of transcripts and interviews: what one speaker says until the next one is named."""

import re
from collections.abc import Iterator

from ..actors.heads import kind_of
from ..guide import Span, StatementFact
from ..names import NameMention
from ..surface import plain, tidy
from ..syntax import Parsed

_MARK = re.compile(r"(?P<who>[A-Z][\w.&'() -]{0,90}?):(?:\s|$)")
_ASKING = ("reporter", "question", "q", "host", "moderator", "journalist", "interviewer", "speaker", "operator")
_ASKED = ("answer", "a")


def turns(parsed: Parsed, named: list[NameMention]) -> Iterator[StatementFact]:
    """Yield one statement per turn where at least two paragraphs begin with who speaks, or nothing."""
    marked = [(block, _who(parsed, block, named)) for block in parsed.page.paragraphs]
    starts = [i for i, (_, who) in enumerate(marked) if who is not None]
    if len(starts) < 2 and not (starts and _is_speech(parsed, named, marked[starts[0]][0])):
        return
    for place, begin in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(marked)
        block, who = marked[begin]
        match = _MARK.match(plain(parsed.page.text[block.start : block.end]))
        alone = match is not None and match.end() >= block.end - block.start - 1
        first = marked[begin + 1][0].start if alone and begin + 1 < end else block.start
        yield StatementFact(who or None, Span(first, marked[end - 1][0].end), "quote", 0.7, "turn")


def _is_speech(parsed: Parsed, named: list[NameMention], block: Span) -> bool:
    """Tell whether one marked turn makes a transcript: a question put alone, or a person who speaks of himself."""
    text = plain(parsed.page.text[block.start :])
    person = any(m.kind == "person" and block.start <= m.start < block.start + 80 for m in named)
    return bool(re.match(r"Question:\s", text)) or (
        person and len(re.findall(r"\b(?:I|my|we)\b", re.sub(r'"[^"]*"', "", text))) >= 2
    )


def _who(parsed: Parsed, block: Span, named: list[NameMention]) -> str | None:
    """Return the name of the speaker whose turn begins, an empty one where he has none, None where no turn begins."""
    match = _MARK.match(plain(parsed.page.text[block.start : block.end]))
    if not match:
        return None
    end = block.start + match.end("who")
    for mention in named:
        if block.start <= mention.start and mention.end <= end:
            return mention.name
    who = match.group("who").strip()
    label = re.sub(r"[\W\d]+$", "", who).casefold()
    if label in _ASKED or label in _ASKING:
        before = [m.name for m in named if m.kind == "person" and m.start < block.start]
        return before[0] if (label in _ASKED or who == "Question") and before else ""
    known = (m.name for m in named if m.kind == "person" and m.name.split()[-1].casefold() == label.split()[-1])
    return next(known, None) or (tidy(who) if kind_of(who) else None)
