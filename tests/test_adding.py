"""`lexwire add`: texts in, records to review out, and from there into a release that can be asked."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.graph import article, records
from lexwire.graph.build import build
from lexwire.graph.extract import syntax
from lexwire.graph.filing import MOST_BYTES
from lexwire.graph.problems import LexwireError
from lexwire.graph.reader import USUAL
from lexwire.graph.workspace import authority, decisions
from lexwire.graph.workspace.adding import add
from lexwire.graph.workspace.anchoring import quote
from lexwire.graph.workspace.decision import Decision
from lexwire.graph.workspace.folder import Folder
from lexwire.graph.workspace.standing import contradictions, standing
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .command import run

pytestmark = pytest.mark.skipif(find_spec(syntax.MODEL) is None, reason="needs the model of '.[extract]'")
TEXTS = sorted((Path(__file__).parent / "articles").glob("*.txt"))
FRAUD = "2023-05-12-harbour-daily-phone-fraud-ring"
NAMES = ["2022-11-30-coast-wire-clinic-data-breach", FRAUD, "2024-02-06-northern-post-data-bill-vote"]


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, str]:
    """Return a workspace to which a process has added the texts of our own, and what it printed."""
    root = tmp_path_factory.mktemp("desk")
    done = run("add", *TEXTS, cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    return Folder(root / "workspace"), done.stdout


@pytest.fixture(scope="module")
def data(added: tuple[Folder, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a release of the packaged records and that workspace."""
    out = tmp_path_factory.mktemp("data")
    done = run("build", "--out", out, cwd=added[0].root.parent)
    assert done.returncode == 0, done.stderr
    assert "8 articles" in done.stdout
    return out


def saved(data: Path, name: str, *given: str) -> list[dict[str, str]]:
    done = run("query", name, *given, "--data", data, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(StringIO(done.stdout)))


def test_the_workspace_has_record_and_text_of_each(added: tuple[Folder, str]) -> None:
    folder, _ = added
    assert folder.names() == NAMES
    texts = article.texts(folder.root / "texts")
    for name, file in zip(NAMES, TEXTS, strict=True):
        assert folder.text(name).read_bytes() == file.read_bytes()
        assert list(article.span_problems(records.read(folder.record(name)), texts)) == []


@pytest.mark.parametrize(
    "words",
    [
        "phone-fraud-ring.yaml: added; ",
        "unknown actor: Marisport Public Security Bureau, kept as marisport-public-security-bureau.",
        "unknown law: Health Data Act, kept as health-data-act.",
        "unknown place: Seabury.",
        "low confidence: marisport-police (0.",
        "unresolved period: 2-million-dollars-fine.",
    ],
)
def test_what_needs_eyes_is_told(added: tuple[Folder, str], words: str) -> None:
    assert words in added[1]


def test_check_proves_the_added_words_too(added: tuple[Folder, str]) -> None:
    folder, _ = added
    facts = [fact for name in NAMES for each in records.read(folder.record(name)).facts().values() for fact in each]
    done = run("check", "--json", cwd=folder.root.parent)
    told = json.loads(done.stdout)
    assert (done.returncode, told["records"], told["problems"]) == (0, 8, [])
    assert told["spans"] == sum(len(fact.anchors) for fact in facts)


def test_a_saved_query_tells_the_added_figures_from_the_reviewed_ones(data: Path) -> None:
    found = saved(data, "figures-on-one-crime", "-p", "crime=telecom-online-fraud")
    assert {(row["value"], row["review"]) for row in found} >= {("223000", "reviewed"), ("1200", "extracted")}
    assert all(bool(row["confidence"]) == (row["review"] == "extracted") for row in found)


def test_every_fact_of_an_added_article_is_extracted_with_a_confidence(data: Path) -> None:
    found = saved(data, "facts-of-an-article", "-p", f"article={FRAUD}")
    assert len(found) >= 20
    assert {row["review"] for row in found} == {"extracted"}
    assert all(0 < Decimal(row["confidence"]) <= 1 for row in found)


def test_the_page_of_a_figure_says_that_it_was_extracted(data: Path) -> None:
    with serving(data) as client:
        page = client.get(f"/page/id/statistic/{FRAUD}/more-than-1-200-victims").get_data(as_text=True)
    assert "more than 1,200: victims" in page
    assert "review status" in page
    assert ">extracted</a>" in page
    assert ">confidence</" in page


@contextmanager
def serving(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data)))
    try:
        yield create_app(service).test_client()
    finally:
        service.engine.close()


def test_building_again_gives_the_same_release(added: tuple[Folder, str], data: Path, tmp_path: Path) -> None:
    report = build([records.packaged()], tmp_path, workspace=added[0].root)
    assert report.release == (data / "current").resolve().name


FILES: dict[str, tuple[bytes | None, str]] = {
    "empty": (b"", "empty"),
    "binary": (b"\x00\x01\x02" * 500, "binary data"),
    "latin": ("Zürich".encode("latin-1") + b" police", "not UTF-8"),
    "chinese": ("警方在行动中抓获犯罪嫌疑人三十四名，查获银行卡五十八张。".encode(), "not supported yet: zh"),
    "large": (b"x" * (MOST_BYTES + 1), "MiB"),
    "missing": (None, "cannot be read (No such file or directory)"),
}
PACKAGED = "2024-02-24-crackdown-on-cybercrime"


def test_bad_input_is_told_in_one_sentence_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    for name, (content, _) in FILES.items():
        if content is not None:
            (tmp_path / f"{name}.txt").write_bytes(content)
    good = TEXTS[0].read_bytes()
    (tmp_path / "twice").mkdir()
    (tmp_path / "folder.txt").mkdir()
    for file in (tmp_path / f"{PACKAGED}.txt", tmp_path / "good.txt", tmp_path / "twice" / "good.txt"):
        file.write_bytes(good)
    (tmp_path / "workspace" / "records").mkdir(parents=True)
    (tmp_path / "workspace" / "records" / "undated-old.yaml").write_text("article: [", encoding="utf-8")
    names = [*(f"{name}.txt" for name in FILES), "folder.txt", f"{PACKAGED}.txt", "good.txt", "twice/good.txt"]
    done = run("add", *names, "--published", "2024-02-24", cwd=tmp_path)
    wanted = ["undated-old.yaml:2: is not plain YAML", *(words for _, words in FILES.values())]
    wanted += ["Is a directory", "has a reviewed record already", "good.txt was added as '2024-02-24-good' just now"]
    assert done.returncode == 1
    for line, words in zip(done.stderr.splitlines(), wanted, strict=True):
        assert words in line
    assert Folder(tmp_path / "workspace").names() == ["2024-02-24-good", "undated-old"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("add",), "Missing argument"),
        (("add", "x.txt", "--published", "yesterday"), "does not match the format"),
        (("build", "--workspace", "nowhere"), "nowhere is not a folder; name a workspace"),
    ],
)
def test_bad_calls_exit_with_2(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr


BODY = "Clinic data stolen\n\nHackers stole data of {} patients in Beijing in 2023, the Supreme People's Court said.\n"


def put(folder: Folder, name: str, text: str) -> tuple[str, ...]:
    """Add *text* under *name* and return the remarks."""
    file = folder.root / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    return add(file, date(2024, 5, 20), USUAL, folder, standing(folder)).remarks


def test_a_figure_that_contradicts_the_graph_is_told(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first = put(folder, "first", BODY.format("400"))
    second = put(folder, "second", BODY.format("500"))
    third = put(folder, "third", BODY.format("400"))
    assert not [each for each in first if each.startswith(("contradiction", "same text"))]
    assert [each for each in second if each.startswith("contradiction")] == [
        "contradiction: 500-victims says 500, 2024-05-20-first/400-victims says 400."
    ]
    assert "same text: 2024-05-20-first has it too, and the graph would hold both." in third


def test_the_packaged_records_are_compared_too() -> None:
    before = records.read(records.packaged() / f"{PACKAGED}.yaml")
    figure = before.statistics[0].model_copy(update={"value": Decimal(290_000), "printed": "290,000"})
    changed = before.model_copy(update={"statistics": (figure,)})
    assert list(contradictions(changed, [before])) == [
        f"contradiction: charged-with-cybercrime says 290,000, {PACKAGED}/charged-with-cybercrime says 280,000."
    ]
    assert list(contradictions(before, [before])) == []


def test_a_changed_text_replaces_the_extraction_and_keeps_the_decisions(tmp_path: Path) -> None:
    folder, text = Folder(tmp_path), BODY.format("400")
    put(folder, "clinic", text)
    name = "2024-05-20-clinic"
    figure = records.read(folder.record(name)).statistics[0]
    anchor = figure.anchors[0]
    log = folder.decisions(name)
    log.parent.mkdir()
    decisions.append(
        log,
        Decision.model_validate(
            {
                "time": "2024-05-21T08:00:00Z",
                "by": "Ada Example",
                "action": "accept",
                "kind": "statistics",
                "id": figure.id,
                "fact": figure.model_copy(update={"origin": None}).model_dump(mode="json"),
                "words": [quote(text, anchor.begin, anchor.end).model_dump()],
            }
        ),
    )
    before = log.read_bytes()
    put(folder, "clinic", text.replace("Clinic data stolen", "Data of a clinic stolen"))
    there = standing(folder)
    (now,) = there.records[name].statistics
    assert log.read_bytes() == before
    assert now.origin
    assert (now.origin.status, now.origin.by) == ("reviewed", "Ada Example")
    assert now.anchors[0].begin == anchor.begin + len("Data of a clinic stolen") - len("Clinic data stolen")
    assert there.problems == ()


def test_an_authority_line_resolves_the_name_when_the_text_is_added_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    text = BODY.format("400").replace("Supreme People's Court", "Harbour Police Department")
    assert [each for each in put(folder, "clinic", text) if "Harbour Police" in each]
    authority.add(tmp_path, "actor", "harbour-police", "PoliceBody", "Harbour Police Department")
    assert not [each for each in put(folder, "clinic", text) if "unknown actor: Harbour Police" in each]
    keys = [each.actor for each in standing(folder).records["2024-05-20-clinic"].actors]
    assert "harbour-police" in keys


def test_a_workspace_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("", encoding="utf-8")
    with pytest.raises(LexwireError, match="cannot be written"):
        put(Folder(tmp_path), "clinic", BODY.format("400"))


def test_the_record_is_json_schema_valid(added: tuple[Folder, str]) -> None:
    import jsonschema
    import yaml

    schema = jsonschema.Draft202012Validator(json.loads(records.schema()))
    for name in NAMES:
        plain = yaml.load(added[0].record(name).read_text(encoding="utf-8"), yaml.BaseLoader)
        assert plain["origin"]["status"] == "extracted"
        loaded = yaml.load(added[0].record(name).read_text(encoding="utf-8"), records._Loader)
        assert list(schema.iter_errors(loaded)) == []


def test_extract_writes_records_that_check_accepts(tmp_path: Path) -> None:
    done = run("extract", *TEXTS, "--format", "yaml", "-o", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.stem for path in tmp_path.iterdir()) == NAMES
    texts = article.texts(TEXTS[0].parent)
    for found in records.read_all([tmp_path]):
        assert list(article.span_problems(found, texts)) == []
