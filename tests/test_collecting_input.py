"""What a collection can be given: each kind of page that is no article is told or counted, quickly, in small memory."""

import gzip
import io
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from lexwire.graph.collecting.archive import MOST_BYTES
from lexwire.graph.collecting.articles import Article, Harvest
from lexwire.graph.collecting.reading import file_read, slice_read
from lexwire.graph.collecting.sources import Source
from lexwire.graph.extract.page import LIMIT

from .collecting import article, packed, page, record

for name in ("ahocorasick_rs", "trafilatura", "fastwarc", "datasketch", "py3langid"):
    pytest.importorskip(name)

GOOD = article(7)
ARABIC = "اعتقلت الشرطة أربعة وثلاثين شخصا يشتبه في إدارتهم شبكة احتيال عبر الهاتف. " * 5
CHINESE = "警方在行动中抓获犯罪嫌疑人三十四名，查获银行卡五十八张，追回赃款两亿元，案件仍在侦办。" * 5
GERMAN = "Die Polizei hat am Montag 34 Verdächtige festgenommen, die Daten von Kunden gestohlen haben sollen. " * 9
TOMORROW = (date.today() + timedelta(days=400)).isoformat()
LINKS = "<li><a href=/x>Data breach of the week: read the story</a></li>" * 50
MENU = f"<!DOCTYPE html><html lang=en><body><nav><ul>{LINKS}</ul></nav></body></html>"


def read(folder: Path, name: str, data: bytes) -> Harvest:
    """Return what reading a file of that *name* with *data* brings."""
    file = folder / name
    file.write_bytes(data)
    kind = "html" if name.endswith("html") else "text"
    return file_read(Source(file, name, kind, name.partition(".")[0]), None)


def only(harvest: Harvest) -> Article:
    """Return the one article of a harvest that holds nothing else."""
    assert (harvest.failed, harvest.counts) == ([], {})
    return harvest.articles[0].article


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.txt", b" \n\r\n\t", "empty"),
    "empty page": ("a.html", b"\n", "empty"),
    "binary": ("a.txt", bytes(range(32)) * 99, "binary data"),
    "text in UTF-16": ("a.txt", GOOD.encode("utf-16"), "UTF-16 or UTF-32"),
    "text in Latin-1": ("a.txt", GOOD.encode() + "Zürich".encode("latin-1"), "not UTF-8"),
    "text in GB18030": ("a.txt", CHINESE.encode("gb18030"), "not UTF-8"),
    "fifty megabytes in one line": ("a.txt", b"word " * 10_000_000, "more than 4 MiB"),
    "longer than any article": ("a.txt", GOOD.encode() * (LIMIT // len(GOOD) + 1), f"{LIMIT:,} at most"),
    "page of fifty megabytes": ("a.html", b"<p>the data breach of the week</p>" * 1_500_000, "more than 1 MiB"),
    "encoding that nobody knows": ("a.html", page(GOOD).replace(b"utf-8", b"elvish"), "not known: elvish"),
    "not in the encoding it declares": (
        "a.html",
        page(GOOD).replace(b"<p>", b"<p>" + "äöüß".encode("latin-1") * 9),
        "not in the encoding",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_in_one_sentence(tmp_path: Path, name: str) -> None:
    file, data, words = BROKEN[name]
    started = time.monotonic()
    harvest = read(tmp_path, file, data)
    assert time.monotonic() - started < 5
    ((where, why),) = harvest.failed
    assert (where, harvest.articles, harvest.counts) == (file, [], {})
    assert words in why
    assert why.endswith(".")
    assert why.count(". ") == 0


COUNTED: dict[str, tuple[str, bytes, str]] = {
    "Chinese text": ("a.txt", CHINESE.encode(), "not supported yet: zh"),
    "Chinese page": ("a.html", page(CHINESE + "\n\n" + CHINESE, lang="zh-CN"), "not supported yet: zh"),
    "Chinese page in GB18030": ("a.html", page(CHINESE, lang="zh", charset="gb18030"), "not supported yet: zh"),
    "Chinese page without a word of that": (
        "a.html",
        page(CHINESE + "\n\n" + CHINESE).replace(b"lang='en'", b"").replace(b"hacked by the data breach the the", b""),
        "not supported yet: zh",
    ),
    "Arabic text, from right to left": ("a.txt", ARABIC.encode(), "not supported yet: ar"),
    "Arabic page": ("a.html", page(ARABIC + "\n\n" + ARABIC, lang="ar"), "not supported yet: ar"),
    "German text": ("a.txt", GERMAN.encode(), "not supported yet: de"),
    "German page": ("a.html", page(GERMAN + "\n\n" + GERMAN, lang="de"), "not supported yet: de"),
    "page in UTF-16 of something else": (
        "a.html",
        page("Roses\n\n" + "The rose grows by the wall in the sun. " * 20, charset="utf-16"),
        "off topic",
    ),
    "another topic": ("a.txt", b"Roses\n\n" + b"The rose grows by the wall in the sun. " * 20, "off topic"),
    "words of the topic in a script alone": (
        "a.html",
        page("Roses\n\n" + "The rose grows by the wall in the sun. " * 20),
        "off topic",
    ),
    "all furniture": ("a.html", MENU.encode(), "no prose"),
    "furniture as text": (
        "a.txt",
        b"Data breach of the week\n\nShare: the data breach | the police | the court\n",
        "no prose",
    ),
    "table of thousands of numbers": (
        "a.txt",
        b"Data breach of the year by the week, the country and the firm\n\n"
        + b" ".join(b"%d" % n for n in range(9_000)),
        "no prose",
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_what_is_no_article_for_us_is_counted(tmp_path: Path, name: str) -> None:
    file, data, reason = COUNTED[name]
    started = time.monotonic()
    harvest = read(tmp_path, file, data)
    assert time.monotonic() - started < 5
    assert (harvest.counts, harvest.failed, harvest.articles) == ({reason: 1}, [], [])


STAMP = '<meta property="article:published_time" content="{}T08:00:00Z">'
DATED: dict[str, tuple[str, bytes, str | None]] = {
    "nowhere": ("a.html", page(GOOD), None),
    "in the page": ("a.html", page(GOOD, STAMP.format("2024-03-05")), "2024-03-05"),
    "in the file's name": ("2024-03-06-a.txt", GOOD.encode(), "2024-03-06"),
    "in the text": ("a.txt", GOOD.encode() + b"\nUpdated: 2024-03-07\n", "2024-03-07"),
    "in the future": ("a.html", page(GOOD, STAMP.format(TOMORROW)), None),
    "in the future, and in the text": ("a.txt", GOOD.encode() + f"\nUpdated: {TOMORROW}\n".encode(), None),
    "no such day": ("a.html", page(GOOD, STAMP.format("2024-02-31")), None),
}


@pytest.mark.parametrize("name", DATED)
def test_where_the_day_is_told(tmp_path: Path, name: str) -> None:
    file, data, day = DATED[name]
    found = only(read(tmp_path, file, data)).published
    assert (found and found.isoformat()) == day


def test_where_days_contradict_the_page_is_believed_and_all_are_kept(tmp_path: Path) -> None:
    """Its metadata before its address, and what was fetched before it was published was not."""
    told = page(GOOD + "\n\nUpdated: 2024-03-02\n", STAMP.format("2024-03-05"))
    (tmp_path / "a.warc").write_bytes(record("https://post.example/2024/03/04/a", told))
    found = only(sliced(tmp_path / "a.warc"))
    assert found.published == date(2024, 3, 5)
    assert found.dates["page"] == "2024-03-05"
    assert found.dates["address"] == "2024-03-04"
    (tmp_path / "a.warc").write_bytes(record("https://post.example/2024/03/04/a", told, "2024-02-28T00:00:00Z"))
    assert only(sliced(tmp_path / "a.warc")).published is None


CHARSETS = ["utf-8", "utf-16", "iso-8859-1", "gb18030", "shift_jis"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path, charset: str) -> None:
    letters = "Zoë Ångström" if charset in ("utf-8", "utf-16", "iso-8859-1") else "三人"
    harvest = read(tmp_path, "a.html", page(GOOD.replace("letters", f"letters of {letters}"), charset=charset))
    assert only(harvest)
    assert letters in harvest.articles[0].text


def test_scripts_and_menus_are_no_part_of_the_text_that_is_kept(tmp_path: Path) -> None:
    harvest = read(tmp_path, "a.html", page(GOOD, "<script>alert('the </p> of the data breach')</script>"))
    assert only(harvest).title == GOOD.partition("\n")[0]
    assert harvest.articles[0].text == GOOD


def test_deep_nesting_is_no_way_to_end_a_worker(tmp_path: Path) -> None:
    deep = b"<div>" * 100_000 + b"the data breach of the week, the police and the court" + b"</div>" * 100_000
    harvest = read(tmp_path, "a.html", deep)
    assert harvest.pages == 1
    assert harvest.articles == []


def sliced(file: Path, most: int = 50) -> Harvest:
    """Return what reading the whole archive brings, *most* pages at a time."""
    whole, offset = Harvest(), 0
    while True:
        part = slice_read(Source(file, file.name, "warc", "a"), offset, most, None)
        whole.articles += part.articles
        whole.failed += part.failed
        whole.pages += part.pages
        for reason, count in part.counts.items():
            whole.counts[reason] = whole.counts.get(reason, 0) + count
        if part.following is None:
            return whole
        assert part.following > offset
        offset = part.following


RECORDS = [record(f"https://post.example/{n}", page(article(n))) for n in range(6)]
INFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2024-03-09T10:00:00Z\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("most", [1, 2, 50])
def test_an_archive_in_slices_of_any_size(tmp_path: Path, name: str, most: int) -> None:
    """With a record of another type among the pages."""
    records = [INFO, *RECORDS[:3], INFO, *RECORDS[3:], INFO]
    (tmp_path / name).write_bytes(packed(records) if name.endswith("gz") else b"".join(records))
    found = sliced(tmp_path / name, most)
    assert [each.article.url for each in found.articles] == [f"https://post.example/{n}" for n in range(6)]
    assert len({each.article.id for each in found.articles}) == found.pages == 6
    assert found.failed == []


def bomb(coding: str) -> bytes:
    """Return a record whose page unpacks to 128 MiB."""
    made = io.BytesIO()
    with gzip.GzipFile(fileobj=made, mode="wb", compresslevel=9) as file:
        for _ in range(8):
            file.write(bytes(16 << 20))
    return record(
        "https://post.example/bomb", made.getvalue(), http=["Content-Type: text/html", f"Content-Encoding: {coding}"]
    )


def damaged(data: bytes) -> bytes:
    """Return *data* with zeros in the middle of its third member."""
    place = len(packed(RECORDS[:2])) + 200
    return data[:place] + bytes(100) + data[place + 100 :]


ARCHIVES: dict[str, tuple[str, Callable[[], bytes], int, str]] = {
    "empty": ("a.warc.gz", lambda: b"", 0, ""),
    "no archive": ("a.warc", lambda: b"Once upon a time\n" * 99, 0, "broken after byte 0"),
    "cut short, packed": ("a.warc.gz", lambda: packed(RECORDS)[:-200], 5, "cut short"),
    "cut short": ("a.warc", lambda: b"".join(RECORDS)[:-200], 5, "cut short"),
    "cut short in a header": ("a.warc", lambda: b"".join(RECORDS[:2]) + RECORDS[2][:60], 2, "cut short after"),
    "damaged in the middle": ("a.warc.gz", lambda: damaged(packed(RECORDS)), 5, "broken after byte"),
    "bomb": ("a.warc.gz", lambda: packed([bomb("gzip"), *RECORDS]), 6, "more than 1 MiB"),
    "bomb, packed twice": (
        "a.warc.gz",
        lambda: packed([gzip.decompress(packed([bomb("gzip")])), *RECORDS]),
        6,
        "more than",
    ),
    "large page": (
        "a.warc.gz",
        lambda: packed([record("https://a.example", b" " * (9 << 20)), *RECORDS]),
        6,
        "more than",
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_broken_archive_gives_what_is_whole_in_it(tmp_path: Path, name: str) -> None:
    file, data, articles, words = ARCHIVES[name]
    (tmp_path / file).write_bytes(data())
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    found = sliced(tmp_path / file)
    assert time.monotonic() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10
    assert len(found.articles) == articles
    assert [words in why for _, why in found.failed] == [True] * bool(words)


def test_an_archive_packed_as_one_piece_is_told_how_to_be_packed(tmp_path: Path) -> None:
    """Its records cannot be found again, so no other process could go on in it."""
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(b"".join(RECORDS)))
    found = sliced(tmp_path / "a.warc.gz", 2)
    assert "warcio recompress" in found.failed[0][1]


CODINGS = {
    "gzip": gzip.compress(page(GOOD)),
    "not packed at all": page(GOOD),
}


@pytest.mark.parametrize("name", CODINGS)
def test_a_page_that_was_sent_packed(tmp_path: Path, name: str) -> None:
    http = ["Content-Type: text/html", "Content-Encoding: gzip"]
    (tmp_path / "a.warc").write_bytes(record("https://post.example/a", CODINGS[name], http=http))
    assert only(sliced(tmp_path / "a.warc")).publisher == "post.example"


def test_the_largest_page_is_read_in_bounded_time(tmp_path: Path) -> None:
    text = page(GOOD).replace(b"</nav>", b"</nav>" + b"<div><a href='/x'>the week</a></div>" * (MOST_BYTES // 40))
    started = time.monotonic()
    assert read(tmp_path, "a.html", text).pages == 1
    assert time.monotonic() - started < 20
