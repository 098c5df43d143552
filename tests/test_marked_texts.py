"""The marked texts that teach events: their notation, and that they are sound."""

from datetime import date
from pathlib import Path

import pytest

from bench import marked


def test_marks_become_spans(tmp_path: Path) -> None:
    """Marks leave the text, and their spans hold what they marked."""
    path = tmp_path / "marked.txt"
    path.write_text("Notes\n\n# 2024-05-17\nA title\n\n{trial: He was jailed} and {trial: fined}.\n", encoding="utf-8")
    (text,) = marked.read(path)
    assert (text.text, text.published) == ("A title\n\nHe was jailed and fined.", date(2024, 5, 17))
    assert [text.text[slice(*event["span"])] for event in text.events] == ["He was jailed", "fined"]


def test_unknown_types_are_refused(tmp_path: Path) -> None:
    """A mark that names no type of event is an error that says which there are."""
    path = tmp_path / "marked.txt"
    path.write_text("# 2024-05-17\n{wedding: They married}.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"wedding.*marks no type of event; name one of"):
        list(marked.read(path))


def test_the_texts_are_sound() -> None:
    """Every mark of the texts is read: no brace is left over."""
    texts = list(marked.read())
    assert len(texts) >= 20 and not any(brace in text.text for text in texts for brace in "{}")
