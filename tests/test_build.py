"""A build: the same records make the same release, on any machine and in any number of processes, or none at all."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.dom import minidom

import pytest
import yaml
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from lexwire.graph import build as building
from lexwire.graph import records, release, store
from lexwire.graph.build import Rejected, build
from lexwire.graph.problems import UsageError
from lexwire.graph.records import RecordError
from tests.record_files import NAME, RECORD, edited, file

ROOT = Path(__file__).parent.parent
LEXWIRE = [sys.executable, "-c", "from lexwire.server.cli import main; main()"]
SMALL = "2019-08-30-china-cybersecurity-week-briefing"


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a release, but for the store, whose files bear identifiers of their own."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def quads(folder: Path) -> set[Quad]:
    """Return the quads in the named graphs of a release's store, with canonical blank nodes."""
    dataset = Dataset(quad for quad in store.read(folder / "store") if quad.graph_name != DefaultGraph())
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def folder_of(folder: Path, names: Iterable[str]) -> Path:
    """Return *folder* with the packaged records *names*."""
    folder.mkdir()
    for name in names:
        shutil.copy(records.packaged() / f"{name}.yaml", folder)
    return folder


MACHINES = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8"},
]
"""Two machines of which no seed, no day and no locale agree."""


def test_a_build_is_repeatable(tmp_path: Path) -> None:
    """Two builds in two processes give the same bytes, whatever the seed, time zone, locale, folder and mask."""
    running = []
    for number, machine in enumerate(MACHINES):
        here = tmp_path / f"machine {number}"
        here.mkdir()
        command = [*LEXWIRE, "build", "--json", "--out", f"data-{number}"]
        umask = 0o077 if number else 0o022
        running.append(
            subprocess.Popen(command, cwd=here, env=os.environ | machine, stdout=subprocess.PIPE, umask=umask)
        )
    reports = [json.loads(each.communicate()[0]) for each in running]
    assert [each.returncode for each in running] == [0, 0]
    one, other = (release.current(tmp_path / f"machine {number}" / f"data-{number}") for number in range(2))
    assert one.id == other.id == reports[0]["release"] == reports[1]["release"]
    assert files(one.folder) == files(other.folder)
    assert quads(one.folder) == quads(other.folder)


def test_the_order_of_folders_makes_no_difference(tmp_path: Path) -> None:
    """Records may lie in several folders, named in any order."""
    names = [path.stem for path in records.paths([records.packaged()])][:2]
    folders = [folder_of(tmp_path / name, [name]) for name in names]
    found = [records.paths(order) for order in (folders, folders[::-1])]
    assert found[0] == found[1] == [tmp_path / name / f"{name}.yaml" for name in sorted(names)]


def test_processes_make_no_difference(tmp_path: Path) -> None:
    """Two processes give what one gives, for more records than one of them takes at a time."""
    for number in range(building.BATCH - 4):
        file(tmp_path, edited({NAME: f"{NAME}-{number}"}), f"{NAME}-{number}")
    folders = [records.packaged(), tmp_path]
    one, two = (build(folders, tmp_path / f"jobs-{jobs}", jobs=jobs) for jobs in (1, 2))
    assert one == two
    assert one.articles == building.BATCH + 1
    first, second = (release.current(tmp_path / f"jobs-{jobs}").folder for jobs in (1, 2))
    assert files(first) == files(second)
    assert quads(first) == quads(second)


def test_batches_make_no_difference(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many records are read together is not seen in the release."""
    monkeypatch.setattr(building, "BATCH", 2)
    assert build([records.packaged()], tmp_path, jobs=1).release == release.current(data).id


@pytest.mark.parametrize("batch", [1, 20])
def test_records_that_contradict_each_other_are_rejected(
    batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two records that call one actor by two names are rejected, also if they are never read together."""
    monkeypatch.setattr(building, "BATCH", batch)
    other = {"2031-05-06-harbour-bank": "2031-05-07-harbour-bank", "name: The Harbour Post": "name: The Harbour Mail"}
    file(tmp_path, RECORD)
    file(tmp_path, edited(other), "2031-05-07-harbour-bank")
    with pytest.raises(RecordError, match="harbour-post"):
        build([tmp_path], tmp_path / "out", jobs=1)


@pytest.mark.parametrize("batch", [1, 20])
def test_a_figure_may_revise_that_of_another_article(
    batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision is accepted wherever the record of the first figure stands."""
    monkeypatch.setattr(building, "BATCH", batch)
    other = {
        "2031-05-06-harbour-bank": "2031-05-07-harbour-bank",
        "value: 4000": f"value: 4100\n    supersedes: {NAME}/charged",
    }
    file(tmp_path, RECORD)
    file(tmp_path, edited(other), "2031-05-07-harbour-bank")
    build([tmp_path], tmp_path / "out", jobs=1)
    cube = (release.current(tmp_path / "out").folder / "cube.ttl").read_text(encoding="utf-8")
    assert "2031-05-07-harbour-bank/charged>" in cube
    assert "2031-05-06-harbour-bank/charged>" not in cube


@pytest.mark.parametrize("batch", [1, 20])
def test_a_figure_cannot_revise_what_is_not_there(batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revision of a figure that no record holds is refused or rejected by name."""
    monkeypatch.setattr(building, "BATCH", batch)
    file(tmp_path, edited({"value: 4000": "value: 4000\n    supersedes: 1999-01-01-nowhere/nothing"}))
    with pytest.raises((RecordError, Rejected), match="1999-01-01-nowhere/nothing"):
        build([tmp_path], tmp_path / "out", jobs=1)


def test_progress_is_told(tmp_path: Path) -> None:
    """Each step counts from one to its whole."""
    told: list[tuple[str, int, int]] = []
    build([folder_of(tmp_path / "records", [SMALL])], tmp_path / "out", lambda *step: told.append(step))
    assert [step for step in told if step[0] == "articles"] == [("articles", 1, 1)]
    files_ = [step[1:] for step in told if step[0] == "files"]
    assert files_ == [(done, len(files_)) for done in range(1, len(files_) + 1)]


REFUSED = {
    "wrong value": "value: lots",
    "unknown crime": "crimes: [sea-piracy]",
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_refused_record_leaves_the_former_release(change: str, tmp_path: Path) -> None:
    """One bad record among good ones: its faults are told with file and line, and nothing else happens."""
    out, folder = tmp_path / "out", folder_of(tmp_path / "records", [SMALL])
    former = build([folder], out).release
    old = {"wrong value": "value: 4000", "unknown crime": "crimes: [telecom-fraud]"}[change]
    bad = file(folder, edited({old: REFUSED[change]}))
    with pytest.raises(RecordError) as raised:
        build([folder], out)
    assert str(raised.value).startswith(f"{bad}:")
    assert release.current(out).id == former
    assert {path.name for path in out.iterdir()} == {"releases", "current", "checks.json", ".lock"}
    assert [path.name for path in (out / "releases").iterdir()] == [former]


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        pytest.param("bad", edited({"value: 4000": "value: lots"}), 1, "statistics[0].value", id="refused: 1"),
        pytest.param(
            "odd",
            edited(
                {"comparator: exact\n    share_of": "comparator: exact\n    lower: 40\n    upper: 30\n    share_of"}
            ),
            1,
            "not above the upper bound",
            id="rejected: 1",
        ),
        pytest.param(
            "zero",
            edited({"formula: charged * share / 100": "formula: charged / 0"}),
            1,
            "derivations[0].formula",
            id="zero: 1",
        ),
        pytest.param("none", "", 2, "There is no record file", id="no record: 2"),
    ],
)
def test_exit_codes(name: str, text: str, code: int, words: str, tmp_path: Path) -> None:
    """1 for the data, 2 for the call; a fault is a sentence, never a traceback."""
    folder = tmp_path / name
    folder.mkdir()
    if text:
        file(folder, text)
    run = subprocess.run(
        [*LEXWIRE, "build", "--records", str(folder), "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stderr
    assert words in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out" / "current").exists()


def test_a_folder_without_records(tmp_path: Path) -> None:
    """Nothing to build is a fault of the call."""
    with pytest.raises(UsageError, match="no record file"):
        build([tmp_path], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_text_of_a_record_can_break_a_dump(tmp_path: Path) -> None:
    """Whatever a record's words hold that is accepted, every dump can be read, and holds the same."""
    words = "Quotes \" ' \\ <b>&amp;</b> ]]> %41 {x} @en ^^ é 中文 \U0001f600 \u200f \u00ad \r\n\t \u2028 > _:end"
    data = yaml.safe_load(RECORD)
    data["statements"][0]["gist"] = words
    data["article"]["title"] = words
    data["origin"]["by"] = words
    file(tmp_path, yaml.safe_dump(data, allow_unicode=True))
    build([tmp_path], tmp_path / "out")
    folder = release.current(tmp_path / "out").folder
    minidom.parseString(gzip.decompress((folder / "lexwire.rdf.gz").read_bytes()))
    formats = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
    }
    for suffix, format_ in formats.items():
        found = [
            q.object.value
            for q in parse(gzip.decompress((folder / f"lexwire.{suffix}.gz").read_bytes()), format=format_)
            if q.predicate.value == "http://purl.org/dc/terms/abstract" and not isinstance(q.object, BlankNode)
        ]
        assert found == [words], suffix
    gist = NamedNode("http://purl.org/dc/terms/abstract")
    for graph in (DefaultGraph(), NamedNode(f"https://w3id.org/lexwire/graph/article/{NAME}")):
        quads = store.read(folder / "store").quads_for_pattern(None, gist, None, graph)
        assert [quad.object.value for quad in quads] == [words]


def test_a_store_loaded_in_pieces_keeps_its_blank_nodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that lies across two pieces of a large file is one list in the store."""
    lines = [f"_:n{i} <http://example.org/next> _:n{i + 1} <http://example.org/g> .\n" for i in range(50)]
    (tmp_path / "quads").write_text("".join(lines))
    (tmp_path / "union").write_text("".join(line.replace(" <http://example.org/g>", "") for line in lines))
    monkeypatch.setattr(store, "CHUNK", 200)
    store.write(tmp_path / "quads", tmp_path / "union", tmp_path / "store")
    found = store.read(tmp_path / "store").query(
        "SELECT ?a ?b { GRAPH <http://example.org/g> { ?a <http://example.org/next>+ ?b } }"
    )
    assert len(list(found)) == 50 * 51 // 2  # type: ignore[arg-type]
