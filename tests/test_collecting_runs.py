"""`lexwire extract` over a collection on a real scheduler and worker processes: whoever is killed, nothing is lost.

The measure is the folder of a run that nobody disturbed, with one worker of its own: every other run leaves the same
bytes.
"""

import json
import os
import random
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest

from lexwire.graph.collecting import crew, gathering, working
from lexwire.graph.collecting.collection import collected
from lexwire.graph.collecting.order import Order
from lexwire.graph.collecting.working import Brought, Files, Slice
from lexwire.graph.extract.syntax import MODEL

from .collecting import article, collection, contents, packed, page, record
from .command import ENVIRONMENT, LEXWIRE, run
from .processes import descendants, eventually

pytestmark = pytest.mark.skipif(
    find_spec(MODEL) is None or find_spec("distributed") is None, reason="needs pip install '.[collections]'"
)
ROOT = Path(__file__).parent.parent
ARTICLES = 12
Cluster = tuple[str, subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return collection(tmp_path_factory.mktemp("papers"), ARTICLES)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return the address of a scheduler on loopback and the process whose children its two workers are."""
    folder = tmp_path_factory.mktemp("cluster")
    note = folder / "scheduler.json"
    environment = ENVIRONMENT | {
        "PYTHONPATH": f"{ENVIRONMENT['PYTHONPATH']}{os.pathsep}{ROOT}",
        "DASK_TEMPORARY_DIRECTORY": str(folder),
        "DASK_LOGGING__DISTRIBUTED": "critical",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    }
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--nworkers", "2", "--nthreads", "1"]
    scheduler, workers = (
        subprocess.Popen(
            [*command, "--no-dashboard", "--scheduler-file", str(note)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        for command in (start, work)
    )
    try:
        assert eventually(lambda: note.exists() and note.read_text().rstrip().endswith("}"), 20)
        yield json.loads(note.read_text())["address"], workers
    finally:
        for process in (workers, scheduler):
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="module")
def undisturbed(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what a run with one worker of its own leaves."""
    out = tmp_path_factory.mktemp("out")
    done = run("extract", papers, "--workers", "1", "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{ARTICLES} articles, 3 carriers of them, 20 off topic, 0 failed; 35 pages in all.\n"
    return contents(out)


def test_every_span_stands_in_the_text_that_is_kept(papers: Path, undisturbed: dict[str, bytes]) -> None:
    """And each figure's words are the text's own, of plain files in the file itself."""
    files = {name for name in undisturbed if name.endswith(".json")}
    assert len(files) == ARTICLES
    for name in files:
        facts, kept = json.loads(undisturbed[name]), undisturbed.get(f"texts/{name.removesuffix('.json')}.txt")
        source = papers / "papers" / f"{facts['id'].removeprefix('papers-')}.txt"
        text = kept.decode() if kept else source.read_text()
        assert facts["statistics"]
        assert all(text[slice(*each["span"])] == each["text"] for each in facts["statistics"])


def test_the_manifest_tells_each_source_once_with_its_carriers(undisturbed: dict[str, bytes]) -> None:
    lines = [json.loads(line) for line in undisturbed["manifest.jsonl"].splitlines()]
    assert [line["id"] for line in lines] == sorted(name[:-5] for name in undisturbed if name.endswith(".json"))
    carried = [each["id"] for line in lines for each in line["carriers"]]
    assert len(carried) == len(set(carried)) == 3
    assert not {line["id"] for line in lines} & set(carried)


def test_two_workers_of_a_cluster_one_of_which_is_killed(
    papers: Path, cluster: Cluster, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    started = _begun(papers, cluster[0], tmp_path)
    assert eventually(lambda: list(tmp_path.glob("*.json")), 30)
    os.kill(_workers(cluster[1].pid)[0], signal.SIGKILL)
    assert started.wait(60) == 0
    assert contents(tmp_path) == undisturbed


def test_the_whole_run_killed_at_random_points(
    papers: Path, cluster: Cluster, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """Whatever half of a line or of a file a kill leaves, the next run goes on from there."""
    chance = random.Random()
    for lines in sorted(chance.sample(range(1, 12), 2)):
        started = _begun(papers, cluster[0], tmp_path)
        eventually(lambda least=lines, own=started: _lines(tmp_path) >= least or own.poll() is not None, 30)
        sleep(chance.random() / 20)
        started.kill()
        started.wait()
    with (tmp_path / ".lexwire" / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"written":{"papers-2024')
    (tmp_path / ".papers-north-1.json.part").write_text('{"id":')
    done = run("extract", papers, "--cluster", cluster[0], "-o", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert contents(tmp_path) == undisturbed


def test_a_run_on_this_machine_takes_its_workers_with_it(papers: Path, tmp_path: Path) -> None:
    started = _begun(papers, None, tmp_path)
    assert eventually(lambda: _lines(tmp_path), 30)
    family = descendants(started.pid)
    assert family
    second = run("extract", papers, "--workers", "1", "-o", tmp_path)
    assert (second.returncode, second.stderr) == (1, f"Another run fills {tmp_path}; wait for its end.\n")
    started.kill()
    started.wait()
    assert eventually(lambda: not any(Path(f"/proc/{each}").exists() for each in family), 20)


def test_a_second_run_does_nothing_again(papers: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """It needs no workers."""
    for name, data in undisturbed.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    collected(Order((papers,), tmp_path), lambda: pytest.fail("workers are asked for"), lambda *_: None)
    assert contents(tmp_path) == undisturbed


def test_a_full_disk_is_told_and_leaves_a_folder_to_go_on_with(
    papers: Path, cluster: Cluster, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    """The disk is one for which a file of more than twelve KiB is too much, as the journal becomes."""
    command = shlex.join([*LEXWIRE, "extract", str(papers), "--cluster", cluster[0], "-o", str(tmp_path)])
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 12; exec {command}"], capture_output=True, text=True, env=ENVIRONMENT, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be written (File too large); make room and run the command again to go on." in done.stderr
    collected(Order((papers,), tmp_path), partial(crew.joined, cluster[0]), lambda *_: None)
    assert contents(tmp_path) == undisturbed


BAD = {
    "a.txt": (b"", "The text is empty; give the words of an article."),
    "b.txt": (article(7).encode("utf-16"), "The text is UTF-16 or UTF-32; save it as UTF-8."),
    "c.warc.gz": (packed([record("https://post.example/", page(article(9)))])[:-50], "is cut short; fetch the archive"),
    "d.txt": (article(8).encode(), ""),
}


def test_what_is_broken_is_told_at_the_end_and_the_rest_is_done(cluster: Cluster, tmp_path: Path) -> None:
    """A second run tells it again and does nothing again; mended, it is read."""
    (tmp_path / "papers").mkdir()
    for name, (data, _) in BAD.items():
        (tmp_path / "papers" / name).write_bytes(data)
    order = Order((tmp_path / "papers",), tmp_path / "out")
    for opened in (partial(crew.joined, cluster[0]), lambda: pytest.fail("workers are asked for")):
        report = collected(order, opened, lambda *_: None)
        assert str(report).startswith("1 article, 0 carriers of it, 3 failed;")
        for (where, told), (name, (_, why)) in zip(report.failed, BAD.items(), strict=False):
            assert where == name
            assert why in told
    (tmp_path / "papers" / "b.txt").write_text(article(7))
    report = collected(order, partial(crew.joined, cluster[0]), lambda *_: None)
    assert str(report).startswith("2 articles, 0 carriers of them, 2 failed;")


PAGES = [record(f"https://post.example/{number}", page(article(number))) for number in range(6)]
DEADLY = len(packed(PAGES[:2]))


def ended_by_the_third_page(work: Files | Slice, published: date | None) -> Brought:
    """Read as a worker does, who dies of the third page of the archive."""
    if isinstance(work, Slice) and not work.unread and (work.most > 1 or work.offset == DEADLY):
        os.kill(os.getpid(), signal.SIGKILL)
    return working.read(work, published)


def test_a_page_that_ends_its_workers_is_found_and_left_out(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages beside it in its archive are read, and so are the files that were with other workers."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.warc.gz").write_bytes(packed(PAGES))
    (tmp_path / "papers" / "b.txt").write_text(article(7))
    monkeypatch.setattr(gathering, "read", ended_by_the_third_page)
    order = Order((tmp_path / "papers",), tmp_path / "out")
    report = collected(order, partial(crew.joined, cluster[0]), lambda *_: None)
    assert report.failed == ((f"a.warc.gz#{DEADLY}", "It ended 3 workers; leave it out."),)
    assert (report.pages, report.articles) == (7, 6)


def test_what_is_broken_ends_with_exit_code_1_and_no_workers_either(tmp_path: Path) -> None:
    """And each with a sentence on standard error."""
    (tmp_path / "a.warc").symlink_to(tmp_path / "nowhere")
    done = run("extract", tmp_path, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (1, "0 articles, 0 carriers of them, 1 failed; 0 pages in all.\n")
    assert done.stderr.startswith("a.warc: The file cannot be read (No such file or directory)")


def test_no_cluster_is_told_in_one_sentence() -> None:
    with pytest.raises(crew.CrewError, match=r"^No cluster with workers answers at tcp://127.0.0.1:9 \("):  # noqa: SIM117
        with crew.joined("tcp://127.0.0.1:9"):
            pass


def _begun(papers: Path, address: str | None, out: Path) -> subprocess.Popen[bytes]:
    where = ["--cluster", address] if address else ["--workers", "1"]
    command = [*LEXWIRE, "extract", str(papers), *where, "-o", str(out)]
    return subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _lines(out: Path) -> int:
    journal = out / ".lexwire" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def _workers(parent: int) -> list[int]:
    """Return the worker processes that the nannies in *parent* keep."""
    latest = monotonic() + 20
    while monotonic() < latest:
        found = [each for each in descendants(parent) if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
        if len(found) >= 2:
            return sorted(found)
    raise AssertionError("the cluster has no two workers")
