"""Pages: what is headline, body and furniture, when it was published, and what is refused."""

import time
from datetime import date

import pytest

from lexwire.graph.extract import page
from lexwire.graph.extract.bylines import date_in_name, first_date
from lexwire.graph.extract.furniture import is_furniture
from lexwire.graph.extract.page import PageError, read

BODY = "Police in Riverton arrested nine men on Tuesday, the mayor said."


def bodies(text: str) -> list[str]:
    """Return the body paragraphs of *text*."""
    found = read(text)
    return [text[start:end] for start, end in found.paragraphs]


@pytest.mark.parametrize(
    "line",
    [
        "Home > News > Crime",
        "Share - WeChat",
        "By Ann Writer (Daily Planet) Updated: 2021-03-04 07:00",
        "Copyright 2020. All rights reserved.",
        "Tags: fraud, police | Leave a Reply",
        "Photo by A. Person on Unsplash",
        "1 2 3 ... 9",
        "Related topics: fraud",
    ],
)
def test_furniture(line: str) -> None:
    """Menus, buttons, bylines, credits and copyright lines are no body."""
    assert is_furniture(line)
    assert bodies(f"A headline\n\n{line}\n\n{BODY}") == [BODY]


@pytest.mark.parametrize(
    "line",
    [BODY, "By the ministry's account, 30 shops were searched.", "Source code was stolen from two firms in May."],
)
def test_prose_is_kept(line: str) -> None:
    """A sentence stays, even where it begins like a byline."""
    assert not is_furniture(line)


def test_offsets_point_into_the_untouched_text() -> None:
    """Headline and paragraphs are found again by their offsets, windows line ends and blanks included."""
    text = "  A headline \r\n\r\n  First words of it.\r\n\r\nMore words of it.\r\n"
    found = read(text)
    assert text[found.headline.start : found.headline.end].strip() == "A headline"
    assert [text[a:b].strip() for a, b in found.paragraphs] == ["First words of it.", "More words of it."]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Lines of even length without a blank line between them belong together."""
    one, two = (
        "The officers searched nineteen houses in three towns and",
        "found forty phones in a cellar of the old city hall,",
    )
    lines = f"{one}\n{two}\nnew ones."
    assert bodies(f"A headline\n\n{lines}") == [lines]


@pytest.mark.parametrize(
    "start", ["RIVERTON, May 3 (Xinhua) -- ", "RIVERTON (May 3): ", "RIVERTON - ", "RIVERTON, Ohio, May 3 — "]
)
def test_dateline_is_cut(start: str) -> None:
    """Place, day and agency before the first sentence are no part of it."""
    assert bodies(f"A headline\n\n{start}{BODY}") == [BODY]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Updated: 2021-03-04 07:00", date(2021, 3, 4)),
        ("Published on May 26, 2022 | By staff", date(2022, 5, 26)),
        ("Posted: 17.06.2024", date(2024, 6, 17)),
        ("04/07/2026 / By Ann Writer", date(2026, 4, 7)),
        ("26-02-2026", date(2026, 2, 26)),
        ("28 January 2026 | Print", date(2026, 1, 28)),
        ("31 February 2026", None),
    ],
)
def test_dates(line: str, day: date | None) -> None:
    """Full dates are read in the usual forms; impossible ones are none."""
    assert first_date(line) == day


def test_published() -> None:
    """The page's own stamp counts, unless the caller knows better."""
    text = f"A headline\n\nUpdated: 2021-03-04\n\n{BODY}"
    assert read(text).published == date(2021, 3, 4)
    assert read(text, date(2020, 1, 1)).published == date(2020, 1, 1)
    assert date_in_name("planet-2021-03-04-nine-men") == date(2021, 3, 4)
    assert date_in_name("planet") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n\n ", "empty"),
        ("PNG\x00\x01\x02\x03" * 9, "binary"),
        ("公安机关侦破电信网络诈骗案件三千起，抓获犯罪嫌疑人五千名，追回赃款两亿元。", "not supported yet: zh"),
        ("警察は昨日、サイバー犯罪の疑いで三人を逮捕したと発表した。被害は全国に及ぶという。", "not supported yet: ja"),
        ("a " * page.LIMIT, "split it"),
    ],
)
def test_refused(text: str, words: str) -> None:
    """What is no English article is refused with one sentence that tells why."""
    with pytest.raises(PageError, match=words) as caught:
        read(text)
    assert str(caught.value).count(". ") == 0


def test_size_is_bounded() -> None:
    """Fifty megabytes in one line are refused, and a long line is read, at once."""
    start = time.monotonic()
    with pytest.raises(PageError):
        read("x" * 50_000_000)
    found = read("A headline\n\n" + "Some words go on. " * 15_000)
    assert max(b - a for a, b in found.paragraphs) <= 4_000
    assert time.monotonic() - start < 5


def test_tables_are_left_out() -> None:
    """Rows of thousands of numbers are no prose."""
    row = "Riverton " + " ".join(str(n) for n in range(3_000))
    assert bodies(f"A headline\n\n{row}\n\n{BODY}") == [BODY]
