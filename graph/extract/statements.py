"""Statements: which sentences are ascribed to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from .guide import Span, StatementFact
from .names import NameMention, mentions
from .speech.attributions import attributions
from .speech.quotes import mode, quotations
from .speech.speakers import Memory, speaker
from .speech.turns import turns
from .surface import plain
from .syntax import HEADLINE, Parsed, Sentence


def statements(parsed: Parsed) -> list[StatementFact]:
    """Return the attributed sentences and the turns of transcripts, in the order of the text."""
    named = mentions(parsed)
    spoken = list(turns(parsed, named))
    if spoken:
        return spoken
    found: list[StatementFact] = []
    memory, opening = Memory(), Opening()
    for _, group in groupby(parsed.sentences, key=lambda s: s.paragraph):
        paragraph = list(group)
        if paragraph[0].paragraph != HEADLINE:
            new = list(_in_paragraph(parsed, paragraph, named, memory, opening))
            found += new
            opening = _opening(parsed, paragraph, named, memory, new)
    return found


@dataclass(frozen=True, slots=True)
class Opening:
    """Whose words the next paragraph holds where it is a quotation: known where *speaks*; *speaker* may be None."""

    speaks: bool = False
    speaker: str | None = None


def _opening(
    parsed: Parsed, sentences: list[Sentence], named: list[NameMention], memory: Memory, found: list[StatementFact]
) -> Opening:
    """Return who goes on after a paragraph that ends in "…, said:" or whose last sentence is a quotation."""
    text = plain(parsed.page.text[sentences[0].start : sentences[-1].end]).rstrip()
    if text.endswith(":"):
        who, verb = _attributed(parsed, sentences[-1:], named, memory)
        return Opening(verb is not None, who)
    goes_on = text.count('"') % 2 == 1 or (bool(found) and found[-1].mode == "quote")
    return Opening(bool(found) and goes_on, found[-1].speaker if found else None)


def _in_paragraph(
    parsed: Parsed, sentences: list[Sentence], named: list[NameMention], memory: Memory, opening: Opening
) -> Iterator[StatementFact]:
    block = Span(sentences[0].start, sentences[-1].end)
    if not plain(parsed.page.text[block.start : block.end]).rstrip("\"')] ").endswith((".", "?", "!", "…")):
        return
    quoted = quotations(parsed.page.text, block)
    previous: StatementFact | None = None
    continued = opening.speaks and bool(quoted) and quoted[0].start <= block.start + 1
    for span, run in _runs(sentences, quoted):
        who, found = _attributed(parsed, run, named, memory)
        if found is None and _is_quoted(span, quoted) and (previous or continued):
            who, found = previous.speaker if previous else opening.speaker, "quotation"
        previous = None
        if found is not None:
            previous = StatementFact(who, span, mode(parsed.page.text, span, quoted), 0.7, found)
            yield previous


def _runs(sentences: list[Sentence], quoted: list[Span]) -> Iterator[tuple[Span, list[Sentence]]]:
    """Yield sentences, those together that one quotation spans."""
    run: list[Sentence] = []
    for sentence in sentences:
        run.append(sentence)
        if not any(q.start < sentence.end - 1 and sentence.end + 1 < q.end for q in quoted):
            yield Span(run[0].start, run[-1].end), run
            run = []
    if run:
        yield Span(run[0].start, run[-1].end), run


def _is_quoted(span: Span, quoted: list[Span]) -> bool:
    return any(q.start <= span.start + 1 and span.end - 2 <= q.end for q in quoted)


def _attributed(
    parsed: Parsed, run: list[Sentence], named: list[NameMention], memory: Memory
) -> tuple[str | None, str | None]:
    """Return the speaker and the verb of the first attribution in the run that names or means one."""
    for sentence in run:
        here = [m for m in named if sentence.start <= m.start < sentence.end]
        for each in attributions(parsed, sentence, here):
            known, who = speaker(each, named, memory)
            if known:
                return who, each.verb
    return None, None
