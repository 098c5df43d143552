"""One expression for many phrases finds what the phrases one beside the other would."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph.extract.wordlists import pattern, source

WORDS = st.text("abAB", min_size=1, max_size=3)
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=6, unique=True)


@given(PHRASES, st.lists(WORDS, max_size=12).map(" ".join))
def test_grouping_by_first_letters_changes_nothing(phrases: list[str], text: str) -> None:
    flat = "|".join(source(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    plain = re.compile(rf"(?<![\w-])(?:{flat})(?!\w)", re.IGNORECASE)
    assert [m.span() for m in pattern(phrases).finditer(text)] == [m.span() for m in plain.finditer(text)]


def test_the_notation_stands_at_the_beginning_too() -> None:
    found = pattern(["(data|personal) leak", "leak*", "data leak of .. users"])
    text = "A personal leak, leaks and a data leak of some million users"
    assert [m.group() for m in found.finditer(text)] == ["personal leak", "leaks", "data leak of some million users"]
