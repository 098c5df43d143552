"""The parts of a collection's reading: names, the gate, near-duplicates, the journal, and what is missing."""

import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.graph.collecting import gate, likeness
from lexwire.graph.collecting.articles import Article, Harvest, Text
from lexwire.graph.collecting.collection import collected
from lexwire.graph.collecting.journal import FOLDER, Journal, JournalError
from lexwire.graph.collecting.libraries import LibraryMissing, library
from lexwire.graph.collecting.order import Order
from lexwire.graph.collecting.sources import LONGEST, Source, sources

from .collecting import article

for name in ("ahocorasick_rs", "datasketch", "py3langid"):
    pytest.importorskip(name)


def listed(*paths: Path) -> dict[str, str]:
    """Return the ids of the sources among *paths* by name, in their order."""
    return {each.name: each.id for each in sources(paths, [])}


def test_files_are_found_in_one_order_and_named_after_their_place(tmp_path: Path) -> None:
    for place in (
        "b.txt",
        "a/z.HTML",
        "a/2.txt",
        "a/10.txt",
        "c.warc.gz",
        "a/notes.pdf",
        ".hidden.txt",
        "a/.git/x.txt",
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).touch()
    wanted = {"a/10.txt": "a-10", "a/2.txt": "a-2", "a/z.HTML": "a-z", "b.txt": "b", "c.warc.gz": "c"}
    assert list(listed(tmp_path).items()) == list(wanted.items())
    assert listed(tmp_path / "a" / "notes.pdf") == {"notes.pdf": "notes.pdf"}
    assert listed(tmp_path, tmp_path / "b.txt", tmp_path) == wanted


def test_files_that_would_be_called_the_same_are_told_apart(tmp_path: Path) -> None:
    for place in ("a/b.txt", "a-b.txt", "a-b.html", "c.txt", f"{'x' * 240}.txt", f"{'x' * 239}y.txt"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).touch()
    found = listed(tmp_path)
    assert len(set(found.values())) == 6
    assert found["c.txt"] == "c"
    assert all(len(each) <= LONGEST for each in found.values())


def test_links_in_circles_end(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b" / "over").symlink_to(tmp_path / "a")
    (tmp_path / "b" / "itself.txt").symlink_to(tmp_path / "b" / "itself.txt")
    assert list(listed(tmp_path)) == ["a/x.txt", "b/itself.txt", "b/x.txt"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (article(3), None),
        ("Two hackers were held on the quay by the harbour police of the town.", None),
        ("A database of the police was sold, the court heard on the first day.", None),
        ("The online shop of the farm sells the eggs of the hens of the valley.", "off topic"),
        ("The rose grows by the wall in the sun.", "off topic"),
        ("La policía detuvo a 34 personas por estafas con tarjetas robadas en la capital.", "not supported yet: es"),
    ],
)
def test_the_gate(text: str, reason: str | None) -> None:
    """One strong wording opens it, or two weak ones; and the language is English."""
    assert gate.text_shut_for(text) == reason


def told(id: str, text: str, published: date | None = None) -> Article:  # noqa: A002
    """Return an article of that text."""
    return Article(id, f"{id}.txt", None, None, "", published, {}, False, likeness.signature(text))


AGENCY = article(1) + article(2) + article(4)
ALIKE: dict[str, tuple[str, bool]] = {
    "the same": (AGENCY, True),
    "under another headline": ("Gang held in the north\n" + AGENCY.partition("\n")[2], True),
    "with other line ends, quotes and capitals": (AGENCY.upper().replace("\n", "\r\n").replace('"', "“"), True),
    "with an end of the paper's own": (AGENCY + "The mayor of the town will speak to the press on Friday.\n", True),
    "without its last words": (AGENCY[:-120], True),
    "a third of it": (article(1), False),
    "another text": (article(5) + article(6) + article(8), False),
    "nothing": ("", False),
}


@pytest.mark.parametrize("name", ALIKE)
def test_the_same_text_in_several_papers_is_one_source(name: str) -> None:
    text, alike = ALIKE[name]
    first, second = told("first", AGENCY, date(2024, 1, 1)), told("second", text, date(2024, 1, 2))
    assert likeness.carriers([second, first]) == ({"first": [second]} if alike else {"first": [], "second": []})


@pytest.mark.parametrize(
    ("days", "source"),
    [((None, None), "a"), ((None, date(2024, 1, 1)), "b"), ((date(2024, 1, 2), date(2024, 1, 1)), "b")],
)
def test_the_source_is_the_earliest_then_the_first_by_name(days: tuple[date | None, date | None], source: str) -> None:
    found = likeness.carriers([told(name, AGENCY, day) for name, day in zip("ab", days, strict=True)])
    assert list(found) == [source]


WORDS = AGENCY.split()
CHAIN = [told(f"{step}", " ".join(WORDS[step * 9 :] + WORDS[: step * 9][::-1])) for step in range(9)]


@given(st.permutations(CHAIN))
@settings(max_examples=20, deadline=None)
def test_no_order_of_arrival_changes_who_carries_whom(articles: list[Article]) -> None:
    """Though each resembles the next, and the first does not resemble the last."""
    found = likeness.carriers(articles)
    assert found == likeness.carriers(CHAIN)
    assert 1 < len(found) < len(CHAIN)


MADE_WITH = {"lexwire": "1", "model": "m"}
SOURCE = Source(Path("/papers/a.warc"), "a.warc", "warc", "a")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[tuple[Path, bytes]]:
    """Return a folder whose journal tells of three slices and of two articles, and the journal's bytes."""
    journal = Journal(tmp_path, MADE_WITH)
    for offset, following in ((0, 70), (70, 140), (140, None)):
        made = [Text(told(f"a{offset}", "Zoë"), "")]
        journal.add_reading(SOURCE, (200, 1), offset, Harvest(3, {"off topic": 2}, [], made, following))
    journal.add_written({"a0": None, "a70": "broken"})
    journal.commit()
    yield tmp_path, (tmp_path / FOLDER / "journal.jsonl").read_bytes()
    journal.close()


def test_a_journal_torn_anywhere_tells_all_that_is_whole(written: tuple[Path, bytes], tmp_path: Path) -> None:
    """At each byte of its last three lines, and some of the others."""
    _, data = written
    ends = [place for place, byte in enumerate(data) if byte == 10]
    torn = tmp_path / "torn"
    for cut in {*random.Random(1).sample(range(len(data)), 60), *(each + more for each in ends for more in (0, 1))}:
        (torn / FOLDER).mkdir(parents=True, exist_ok=True)
        (torn / FOLDER / "journal.jsonl").write_bytes(data[:cut])
        journal = Journal(torn, MADE_WITH)
        whole = data[:cut].count(b"\n")
        read = journal.read.get("/papers/a.warc")
        assert (read.pages if read else 0) == 3 * min(3, max(0, whole - 1))
        assert len(journal.written) == (2 if whole == 5 else 0)
        journal.add_written({"later": None})
        journal.close()
        again = Journal(torn, MADE_WITH)
        assert again.written == journal.written
        again.close()


def test_a_journal_made_anew_tells_the_same(written: tuple[Path, bytes]) -> None:
    folder, data = written
    (folder / "copy" / FOLDER).mkdir(parents=True)
    (folder / "copy" / FOLDER / "journal.jsonl").write_bytes(data)
    journal = Journal(folder / "copy", MADE_WITH)
    before = journal.read, journal.written
    journal.compact()
    journal.close()
    again = Journal(folder / "copy", MADE_WITH)
    assert (again.read, again.written) == before
    again.close()


def test_a_folder_is_one_versions_and_one_runs(written: tuple[Path, bytes]) -> None:
    folder, data = written
    with pytest.raises(JournalError, match="Another run fills"):
        Journal(folder, MADE_WITH)
    (folder / "copy" / FOLDER).mkdir(parents=True)
    (folder / "copy" / FOLDER / "journal.jsonl").write_bytes(data)
    with pytest.raises(JournalError, match="by another version or with other options"):
        Journal(folder / "copy", MADE_WITH | {"model": "another"})


def test_what_cannot_be_read_is_told_and_not_taken_for_read(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    order = Order((tmp_path / "papers",), tmp_path / "out")
    report = collected(order, lambda: pytest.fail("no work, no workers"), lambda *_: None)
    ((where, why),) = report.failed
    assert where == "gone.txt"
    assert "cannot be read (No such file or directory)" in why
    assert report.pages == 0


def test_a_library_that_is_missing_is_told_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(
        LibraryMissing, match=r"needs fastwarc; install it with pip install 'lexwire\[collections\]'\.$"
    ):
        library("fastwarc.warc")
