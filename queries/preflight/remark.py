"""One remark on a query, and the pieces of text that remarks are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..binding import Token, tokens


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of the characters from *start* to *end* of a query: a *kind*, one sentence, and how to mend it.

    The *kind* and the *values* are for programs that say it in other words, as pages in another language do.
    """

    kind: str
    start: int
    end: int
    message: str
    values: tuple[tuple[str, str], ...] = ()
    severity: Literal["error", "warning", "info"] = "warning"
    mend: tuple[int, int, str] | None = None
    """Characters from and to which a text is put to mend it."""

    def place(self, text: str) -> tuple[int, int]:
        """Return line and column, counted from 1, at which it starts in *text*."""
        before = text[: self.start]
        return before.count("\n") + 1, self.start - (before.rfind("\n") + 1) + 1


SENTENCES: Mapping[str, str] = {
    "missing-prefix": "The prefix %(prefix)s: is not declared; add PREFIX %(prefix)s: <%(namespace)s>.",
    "unknown-prefix": "The prefix %(prefix)s: is not declared; declare it or write the IRI in angle brackets.",
    "unused-prefix": "The prefix %(prefix)s: is declared and not used; the line can go.",
    "near-term": "The graph knows no %(term)s; did you mean %(near)s?",
    "unknown-term": "The graph knows no %(term)s; nothing can match it.",
    "unbound": "Nothing in the query gives ?%(name)s a value, so its column stays empty.",
    "near-variable": "Nothing in the query gives ?%(name)s a value; did you mean ?%(near)s?",
    "cross-product": "Nothing connects %(one)s with %(other)s, so each of one is paired with each of the other.",
    "no-limit": "The pattern matches every statement of the graph and there is no LIMIT; add one, such as LIMIT 100.",
}
"""What remarks say, in English, by kind."""


Severity = Literal["error", "warning", "info"]
_SEVERITIES: Mapping[str, Severity] = {"missing-prefix": "error", "unknown-prefix": "error", "unused-prefix": "info"}


def remark(kind: str, token: Token, mend: tuple[int, int, str] | None = None, **values: str) -> Remark:
    """Return the remark of *kind* on *token*, with *values* for what its sentence leaves open."""
    end = token.start + len(token.text)
    severity = _SEVERITIES.get(kind, "warning")
    return Remark(kind, token.start, end, SENTENCES[kind] % values, tuple(values.items()), severity, mend)


def words(text: str) -> list[Token]:
    """Return the tokens of *text* that mean something: neither comments nor spaces."""
    return [token for token in tokens(text) if token.kind not in {"comment", "space"}]
