"""What may be wrong with a query, told before it runs: each remark with its place and, where there is one, the mend.

Nothing here judges whether a query is right: the engine does.  A remark says what the one who wrote it would like to
know while it is still cheap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import prefixing, terms, variables
from .remark import Remark

__all__ = ["LONGEST", "Remark", "Vocabulary", "remarks"]

LONGEST = 10_000
"""Characters of the longest query that is looked at; a longer one was made by a program."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What queries may speak of: namespaces by their usual prefix, and the IRIs of known classes and properties.

    The *namespaces of ours* are those in which every term is known, so that any other is a mistake.
    """

    prefixes: Mapping[str, str]
    terms: frozenset[str] = frozenset()
    ours: tuple[str, ...] = ()


def remarks(text: str, vocabulary: Vocabulary) -> tuple[Remark, ...]:
    """Return what is to be said of the query *text*, in the order of its lines."""
    if len(text) > LONGEST:
        return ()
    found = _remarks(text, vocabulary)
    return tuple(sorted(found, key=lambda each: (each.start, each.message)))


def _remarks(text: str, vocabulary: Vocabulary) -> Iterable[Remark]:
    from . import patterns  # RDFLib takes a third of a second to load, which every command would wait for

    yield from prefixing.remarks(text, vocabulary.prefixes)
    yield from terms.remarks(text, vocabulary.terms, vocabulary.ours)
    yield from variables.remarks(text)
    yield from patterns.remarks(text)
