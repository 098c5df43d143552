"""Spans against texts: every word that a record quotes is proved, and whatever the text does not bear out is told."""

import hashlib
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.graph import article, records
from lexwire.graph.facts import Actor, Anchor, Origin, Record, Source
from lexwire.graph.problems import UsageError
from tests.conftest import SHARED

TEXT = """Harbour Post
By Ada Example

Thieves — “phishers” — took 4,000 accounts.

 \t
The SPP \U0001f600 charged 90 people.
\u3000
最高人民检察院 said so.

Copyright
"""
"""A text of our own, with characters of one to four bytes, blank lines that are not empty, and furniture."""
BODY = (4, 9)


def record(text: str, *anchors: Anchor, **source: object) -> Record:
    """Return a record of *text* whose one fact rests on *anchors*."""
    fields = {
        "id": "a",
        "title": "A",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "length": len(text),
        "body": BODY,
    }
    return Record(
        article=Source.model_validate(fields | source),
        origin=Origin.model_validate({"status": "reviewed", "by": "Ada", "date": "2031-05-06"}),
        actors=(Actor(id="x", anchors=anchors, actor="spp"),),
    )


def quoted(words: str, paragraph: int | None, shift: int = 0) -> Anchor:
    """Return the anchor of *words* in the text."""
    begin = TEXT.index(words) + shift
    return Anchor(begin=begin, end=begin + len(words), text=words, paragraph=paragraph)


SOUND = [
    quoted("Ada Example", None),
    quoted("“phishers”", 1),
    quoted("4,000 accounts", 1),
    quoted("The SPP \U0001f600", 2),
    quoted("90 people", 2),
    quoted("最高人民检察院", 3),
    quoted("Copyright", None),
]


def problems(found: Record, text: str = TEXT) -> list[str]:
    """Return what *text* does not bear out of a record."""
    return [str(each) for each in article.span_problems(found, {hashlib.sha256(text.encode()).hexdigest(): text})]


def test_sound_spans() -> None:
    """Code points count, whatever their bytes; blank lines are no paragraphs; furniture is in none."""
    assert problems(record(TEXT, *SOUND)) == []


@pytest.mark.parametrize("shift", [-1, 1])
@pytest.mark.parametrize("anchor", SOUND, ids=lambda anchor: ascii(anchor.text))
def test_a_shifted_span(anchor: Anchor, shift: int) -> None:
    """One character off, and the words in the text and in the record are told."""
    moved = anchor.model_copy(update={"begin": anchor.begin + shift, "end": anchor.end + shift})
    (problem,) = [each for each in problems(record(TEXT, moved)) if "the record" in each]
    assert problem.startswith(f"a: actors: x: {moved.begin}-{moved.end}: ")
    assert repr(TEXT[moved.begin : moved.end]) in problem
    assert repr(anchor.text) in problem


@pytest.mark.parametrize(
    ("words", "paragraph", "right"), [("4,000", 2, "1"), ("90", None, "2"), ("Ada", 1, "None"), ("said so", 4, "3")]
)
def test_a_wrong_paragraph(words: str, paragraph: int | None, right: str) -> None:
    """The paragraph that the words are in is told."""
    (problem,) = problems(record(TEXT, quoted(words, paragraph)))
    assert f"in paragraph {right}, not {paragraph}" in problem


def test_a_changed_text() -> None:
    """A text of other bytes is no text of the record, and no span is even looked at."""
    (problem,) = problems(record(TEXT, *SOUND), TEXT.replace("took", "Took"))
    assert "no text in the folder has the SHA-256" in problem


def test_a_wrong_length() -> None:
    """The length in the record is that of the decoded text."""
    (problem,) = problems(record(TEXT, *SOUND, length=len(TEXT.encode())))
    assert f"the text has {len(TEXT)} characters, the record says {len(TEXT.encode())}" in problem


def test_a_span_beyond_the_text() -> None:
    """A span that runs out of the text does not match by accident."""
    end = len(TEXT)
    (problem, *_) = problems(record(TEXT, Anchor(begin=end, end=end + 1, text="x")))
    assert "the text has ''" in problem


@pytest.mark.parametrize(
    ("first", "last", "numbers"),
    [(4, 9, {4: 1, 7: 2, 9: 3}), (1, 2, {1: 1, 2: 2}), (3, 3, {}), (9, 99, {9: 1, 11: 2}), (7, 7, {7: 1})],
)
def test_paragraph_numbers(first: int, last: int, numbers: dict[int, int]) -> None:
    """Non-blank lines of the body are numbered from one."""
    assert article.paragraph_numbers(TEXT, first, last) == numbers


def test_texts(tmp_path: Path) -> None:
    """Texts are found by their bytes, in folders below too; line ends and marks are left as they are."""
    (tmp_path / "below").mkdir()
    contents = {
        "a.txt": b"one\r\ntwo\r",
        "below/b.txt": "\ufeffmarked".encode(),
        "c.md": b"no text",
        "d.txt": b"caf\xe9",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    found = article.texts(tmp_path)
    assert found == {
        hashlib.sha256(contents["a.txt"]).hexdigest(): "one\r\ntwo\r",
        hashlib.sha256(contents["below/b.txt"]).hexdigest(): "\ufeffmarked",
        hashlib.sha256(contents["d.txt"]).hexdigest(): "caf\ufffd",
    }


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is a fault of the call."""
    with pytest.raises(UsageError, match="is not a folder"):
        article.texts(tmp_path / "nowhere")


CHARACTERS = st.characters(exclude_categories=["Cc", "Cn", "Cs"], include_characters="\n\r\t")
"""All but control characters, which no record may hold."""


@settings(deadline=None, max_examples=100)
@given(st.text(CHARACTERS, min_size=3, max_size=80), st.data())
def test_whatever_is_cut_from_a_text_is_proved(text: str, data: st.DataObject) -> None:
    """A span cut out of a text, of whatever script and line ends, is borne out by it."""
    begin = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(begin + 1, len(text)))
    line = text.count("\n", 0, begin) + 1
    paragraph = article.paragraph_numbers(text, 1, text.count("\n") + 1).get(line)
    words = text[begin:end]
    if len(words.split()) > 11:
        return
    anchor = Anchor(begin=begin, end=end, text=words, paragraph=paragraph)
    assert problems(record(text, anchor, body=(1, text.count("\n") + 1)), text) == []


@cache
def articles() -> dict[str, str]:
    """Return the packaged records' texts, where they lie beside the checkout."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip(f"the article texts are not beside the checkout ({folder}), and are never part of it")
    return article.texts(folder)


PACKAGED = pytest.mark.parametrize("path", records.paths([records.packaged()]), ids=lambda path: path.stem)


@PACKAGED
def test_packaged_spans(path: Path) -> None:
    """Every span of a packaged record has its words and its paragraph in the text."""
    assert [str(each) for each in article.span_problems(records.read(path), articles())] == []


@PACKAGED
def test_a_packaged_text_with_one_other_character(path: Path) -> None:
    """One changed character is found by the checksum; and if that is made to fit, by the span it lies in."""
    found = records.read(path)
    text = articles()[found.article.sha256]
    anchor = found.statistics[0].anchors[0]
    changed = f"{text[: anchor.begin]}~{text[anchor.begin + 1 :]}"
    digest = hashlib.sha256(changed.encode()).hexdigest()
    (problem,) = article.span_problems(found, {digest: changed})
    assert "no text in the folder" in problem.what
    fitted = found.model_copy(update={"article": found.article.model_copy(update={"sha256": digest})})
    told = [each.where for each in article.span_problems(fitted, {digest: changed})]
    assert f"{found.article.id}: statistics: {found.statistics[0].id}: {anchor.begin}-{anchor.end}" in told


@PACKAGED
def test_a_packaged_span_that_is_shifted(path: Path) -> None:
    """A span one character off is told."""
    found = records.read(path)
    fact = found.statistics[0]
    anchor = fact.anchors[0]
    moved = fact.model_copy(
        update={"anchors": (anchor.model_copy(update={"begin": anchor.begin + 1, "end": anchor.end + 1}),)}
    )
    shifted = found.model_copy(update={"statistics": (moved, *found.statistics[1:])})
    (problem, *_) = article.span_problems(shifted, articles())
    assert repr(anchor.text) in problem.what


def test_no_sentence_of_a_source_is_copied() -> None:
    """No file of the checkout repeats twelve words of an article in a row."""
    tool, root = SHARED / "tools" / "copied_sentences.py", Path(__file__).parent.parent
    if not tool.is_file():
        pytest.skip(f"the tool is not beside the checkout ({tool})")
    run = subprocess.run([sys.executable, str(tool), str(root)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
