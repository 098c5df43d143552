"""Where a figure holds: the place that its sentence names, or else the one that the text is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ..guide import Statistic
from ..syntax import HEADLINE, Parsed, Sentence
from ..wordlists import rows


def placed(parsed: Parsed, found: Sequence[Statistic]) -> list[Statistic]:
    """Return *found* with the place of each figure in its usual English form."""
    main = _main(parsed)
    return [replace(each, place=_own(parsed, each) or main) for each in found]


@cache
def _names() -> dict[str, str]:
    return {form: row[0] for row in rows("places") for form in row[1].split("|")}


def _named(sentence: Sentence) -> list[tuple[int, str]]:
    """Return the places that *sentence* names, each with its offset in the text."""
    found = [(sentence.offset + e.start_char, e.text) for e in sentence.span.ents if e.label_ in ("GPE", "NORP")]
    plain = [(start, text.removeprefix("the ").removesuffix("'s").removesuffix("’s")) for start, text in found]
    return [(start, _names().get(text, text)) for start, text in plain if text in _names() or text.istitle()]


def _own(parsed: Parsed, figure: Statistic) -> str | None:
    """Return the only country or place of the figure's sentence."""
    for sentence in parsed.sentences:
        if sentence.start <= figure.span.start < sentence.end:
            gpe = {_names().get(e.text, e.text) for e in sentence.span.ents if e.label_ == "GPE"}
            return gpe.pop() if len(gpe) == 1 else None
    return None


def _main(parsed: Parsed) -> str | None:
    """Return the place named most in headline and first paragraph, or else in the text."""
    opening = [s for s in parsed.sentences if s.paragraph in (HEADLINE, 0)]
    for part in (opening, parsed.sentences):
        counts = Counter(name for sentence in part for _, name in _named(sentence) if name in _names().values())
        if counts:
            return counts.most_common(1)[0][0]
    return None
