"""Who states a figure: the speaker of the statement that holds it, or of the account that it belongs to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..guide import ActorFact, StatementFact, Statistic
from ..syntax import Parsed


def reported(
    parsed: Parsed, found: Sequence[Statistic], statements: Sequence[StatementFact], actors: Sequence[ActorFact]
) -> list[Statistic]:
    """Return *found* with the reporter of each figure, an organization rather than its spokesperson."""
    bodies = {actor.name: actor.roles[0].org for actor in actors if actor.roles and actor.roles[0].org}
    own = [_speaker(each, statements, bodies) for each in found]
    most = Counter(name for name in own if name).most_common(1)
    main = most[0][0] if most else None
    return [replace(each, reporter=own[n] or _account(parsed, found, own, n, main)) for n, each in enumerate(found)]


def _speaker(figure: Statistic, statements: Sequence[StatementFact], bodies: Mapping[str, str | None]) -> str | None:
    """Return the speaker of the statement around *figure*."""
    for each in statements:
        if each.span.start < figure.span.end and figure.span.start < each.span.end and each.speaker:
            first = each.speaker.split("; ")[0]
            return bodies.get(first) or each.speaker
    return None


def _account(
    parsed: Parsed, found: Sequence[Statistic], own: Sequence[str | None], index: int, main: str | None
) -> str | None:
    """Return the reporter of the nearest figure in the same paragraph, or for headline and lead the main one."""
    start = found[index].span.start
    block = next((span for span in parsed.page.paragraphs if span.start <= start < span.end), None)
    if block is None or block.start <= parsed.page.paragraphs[0].end:
        return main
    near = [n for n, each in enumerate(found) if own[n] and block.start <= each.span.start < block.end]
    return own[min(near, key=lambda n: abs(n - index))] if near else None
