"""The whole extraction: from the text of an article to its facts."""

from datetime import date

from . import crimes, events, laws, names, page, statements, statistics, syntax
from .guide import Facts


def extract(text: str, published: date | None = None) -> Facts:
    """Return the facts of the article *text*, published on the day given or else on the one that the page states.

    Raises PageError for a text that is no article in a supported language, ModelError where the language model is
    missing.
    """
    return facts(syntax.parsed(page.read(text, published), syntax.pipeline()))


def facts(parsed: syntax.Parsed) -> Facts:
    """Return the facts of a parsed page."""
    actors, said = names.actors(parsed), statements.statements(parsed)
    return Facts(
        statistics=tuple(statistics.statistics(parsed, None, said, actors)),
        actors=tuple(actors),
        laws=tuple(laws.laws(parsed)),
        crimes=tuple(crimes.crimes(parsed)),
        events=tuple(events.events(parsed)),
        statements=tuple(said),
    )
