"""The whole extraction: from the text of an article to its facts."""

from datetime import date

from . import calibration, crimes, events, laws, linear, names, page, ranking, statements, statistics, syntax
from .guide import Facts


def extract(text: str, published: date | None = None) -> Facts:
    """Return the facts of the article *text*, published on the day given or else on the one that the page states.

    Raises PageError for a text that is no article in a supported language, ModelError where the language model is
    missing.
    """
    return facts(syntax.parsed(page.read(text, published), syntax.pipeline()))


def facts(parsed: syntax.Parsed) -> Facts:
    """Return the facts of a parsed page, each with the probability that it is right as its confidence."""
    return calibration.settled(scored(parsed))


def scored(
    parsed: syntax.Parsed,
    rankers: ranking.Rankers | None = None,
    of_actors: linear.Model | None = None,
    of_events: linear.Model | None = None,
) -> Facts:
    """Return the facts of a parsed page with the raw scores of the models given, or else of the packaged ones."""
    actors, said = names.actors(parsed, of_actors), statements.statements(parsed)
    return Facts(
        statistics=tuple(statistics.statistics(parsed, rankers, said, actors)),
        actors=tuple(actors),
        laws=tuple(laws.laws(parsed)),
        crimes=tuple(crimes.crimes(parsed)),
        events=tuple(events.events(parsed, of_events)),
        statements=tuple(said),
    )
