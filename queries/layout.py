"""SPARQL text laid out: a line for each statement, two spaces for each brace, keywords in capitals.

Only the white space between tokens and the case of keywords change, so that the query stays the same.
"""

from collections.abc import Iterator

from .binding import Token, tokens

_BEGINNING = frozenset({
    "ASK", "BASE", "BIND", "CONSTRUCT", "DESCRIBE", "FILTER", "FROM", "GRAPH", "GROUP", "HAVING", "LATERAL",
    "LIMIT", "MINUS", "OFFSET", "OPTIONAL", "ORDER", "PREFIX", "SELECT", "SERVICE", "UNION", "VALUES", "VERSION",
    "WHERE",
})  # fmt: skip
"""Keywords with which a line begins, except within parentheses."""
_KEYWORDS = _BEGINNING | {
    "AS", "ASC", "BY", "DESC", "DISTINCT", "EXISTS", "IN", "NAMED", "NOT", "REDUCED", "SEPARATOR", "SILENT", "UNDEF",
}  # fmt: skip
_BRACKETS = {"(": 1, ")": -1, "{|": 1, "|}": -1}
"""How each bracket changes the depth within which a line goes on: parentheses, and the annotations of RDF 1.2."""
_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_WIDE = 90
"""Characters of the longest block that stays on one line."""

Piece = tuple[Token, bool, bool]
"""A token, whether white space and whether a new line stood before it."""


def laid_out(text: str) -> str:
    """Return the query *text* laid out anew; laying it out again changes nothing."""
    lines = _Lines()
    pieces = list(_pieces(text))
    for place, (token, is_apart, is_new) in enumerate(pieces):
        lines.take(token, is_apart, is_new, _is_short_block(pieces, place))
    return lines.text()


def _pieces(text: str) -> Iterator[Piece]:
    space = ""
    for token in tokens(text):
        if token.kind == "space":
            space = token.text
        else:
            yield token, bool(space), "\n" in space
            space = ""


def _is_short_block(pieces: list[Piece], place: int) -> bool:
    """Return whether the brace at *place* opens a block without others in it that was written on one line."""
    if pieces[place][0].text != "{":
        return False
    length = 0
    for token, _, is_new in pieces[place + 1 :]:
        length += len(token.text) + 1
        if is_new or token.text == "{" or token.kind == "comment" or length > _WIDE:
            return False
        if token.text == "}":
            return True
    return False


class _Lines:
    """The lines that are made: what is on the line so far, and how deep the next one begins."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line = ""
        self._braces: list[bool] = []
        self._parens = 0
        self._continued = False
        self._is_complete = False
        self._last = ""

    def take(self, token: Token, is_apart: bool, is_new: bool, is_short: bool) -> None:
        """Put *token* where it belongs."""
        word = token.text.upper()
        text = word if token.kind == "word" and word in _KEYWORDS else token.text
        if token.kind == "comment":
            self._comment(text, is_new)
        elif text == "{":
            self._open(is_short or self._parens > 0)
        elif text == "}":
            self._close()
        else:
            self._plain(text, is_apart)
        self._last = text

    def _comment(self, text: str, is_new: bool) -> None:
        if is_new:
            self._end()
        elif not self._line and self._done:
            self._line = self._done.pop()
        self._add(text, True)
        self._end()

    def _open(self, is_short: bool) -> None:
        self._add("{", True)
        self._braces.append(is_short)
        if not is_short:
            self._continued = False
            self._end()

    def _close(self) -> None:
        is_short = bool(self._braces) and self._braces[-1]
        if is_short:
            self._add("}", self._last != "{")
            self._braces.pop()
            if self._parens:
                return
        else:
            self._end()
            self._braces = self._braces[:-1]
            self._continued = False
            self._add("}", True)
        self._end()

    def _plain(self, text: str, is_apart: bool) -> None:
        is_free = not self._parens and not (self._braces and self._braces[-1])
        if is_free and (text in _BEGINNING or (self._is_complete and text != ".")):
            self._begin(text)
        self._parens += _BRACKETS.get(text, 0)
        self._add(text, is_apart or self._last == "{" or (is_free and text in {".", ";"}))
        if is_free and text in {".", ";"}:
            self._end()
            self._continued = text == ";"
        self._is_complete = is_free is False and text == ")" and not self._parens and self._is_condition()

    def _is_condition(self) -> bool:
        """Return whether the line is a condition or an assignment, which ends with its parentheses."""
        return self._line.split("(")[0].strip().upper() in {"FILTER", "BIND"}

    def _begin(self, text: str) -> None:
        if text in {"GRAPH", "SERVICE"} or self._line.strip() not in {"", "}"}:
            self._end()
        self._continued = False
        if text not in _PROLOGUE and self._done and self._done[-1].startswith(_PROLOGUE):
            self._done.append("")

    def _add(self, text: str, is_apart: bool) -> None:
        if not self._line:
            depth = sum(not is_short for is_short in self._braces) + self._continued
            self._line = "  " * depth + text
        else:
            self._line += f" {text}" if is_apart else text

    def _end(self) -> None:
        if self._line.strip():
            self._done.append(self._line.rstrip())
        self._line = ""

    def text(self) -> str:
        self._end()
        return "\n".join(self._done) + "\n" if self._done else ""


def is_same(one: str, other: str) -> bool:
    """Return whether two texts are the same query but for white space and the case of words."""
    first, second = ([each.text.upper() for each in tokens(text) if each.kind != "space"] for text in (one, other))
    return len(first) == len(second) and all(a == b for a, b in zip(first, second, strict=True))
