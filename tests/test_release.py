"""Releases on disk: whatever befalls a build, `current` leads to a complete release, and nothing half-built stays."""

import gzip
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph

from lexwire.graph import records, release, store
from lexwire.graph.build import build
from lexwire.graph.problems import LexwireError

ROOT = Path(__file__).parent.parent
LEXWIRE = [sys.executable, "-c", "from lexwire.server.cli import main; main()"]
SMALL = "2019-08-30-china-cybersecurity-week-briefing"
"""The packaged record of the shortest file: the former release holds it alone."""


def lexwire(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command `lexwire` in a process of its own."""
    return subprocess.run([*LEXWIRE, *map(str, args)], capture_output=True, text=True, check=False)


def complete(out: Path) -> str:
    """Return the name of the current release, whose files fit their checksums and whose store fits its dumps."""
    found = release.current(out)
    sums = [line.split("  ") for line in (found.folder / "SHA256SUMS").read_text().splitlines()]
    assert {name for _, name in sums} == {path.name for path in found.folder.iterdir() if path.is_file()} - {
        "SHA256SUMS"
    }
    for digest, name in sums:
        assert hashlib.sha256((found.folder / name).read_bytes()).hexdigest() == digest, name
    quads = sum(quad.graph_name != DefaultGraph() for quad in store.read(found.store))
    assert quads == json.loads((found.folder / "build.json").read_text(encoding="utf-8"))["quads"]
    assert quads == gzip.decompress((found.folder / "lexwire.nq.gz").read_bytes()).count(b"\n")
    return found.id


def tidy(out: Path) -> bool:
    """Return whether *out* holds nothing but releases, the link to the current one, its check, and the lock."""
    assert {path.name for path in out.iterdir()} <= {"releases", "current", "checks.json", ".lock"}, sorted(
        out.iterdir()
    )
    return all((path / "SHA256SUMS").is_file() for path in (out / "releases").iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one record."""
    folder = tmp_path_factory.mktemp("one")
    shutil.copy(records.packaged() / f"{SMALL}.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def template(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a release of that record."""
    out = tmp_path_factory.mktemp("template") / "data"
    build([folder], out)
    return out


@pytest.fixture
def former(template: Path, tmp_path: Path) -> Path:
    """Return a data folder of the test's own with that release."""
    return Path(shutil.copytree(template, tmp_path / "data", symlinks=True))


def test_a_release_is_complete(former: Path) -> None:
    """A build leaves a link, the release under the name of its content, its check, and the lock."""
    name = complete(former)
    assert tidy(former)
    assert [each.id for each in release.releases(former)] == [name]
    assert (former / "current").readlink() == Path("releases", name), "relative, so that the folder can be moved"


def test_building_again_changes_nothing(former: Path, folder: Path) -> None:
    """The same records make the release that is there already, and it is left alone."""
    name = complete(former)
    before = {path: path.stat().st_mtime_ns for path in (former / "releases" / name).rglob("*")}
    assert build([folder], former).release == name
    assert {path: path.stat().st_mtime_ns for path in (former / "releases" / name).rglob("*")} == before
    assert tidy(former)


def test_a_damaged_release_is_built_anew(former: Path, folder: Path) -> None:
    """A folder of that name without its checksums is no release, and makes way for one."""
    name = complete(former)
    (former / "releases" / name / "SHA256SUMS").unlink()
    (former / "releases" / name / "rubbish").write_text("x")
    with pytest.raises(LexwireError, match="holds no release"):
        release.current(former)
    assert build([folder], former).release == complete(former) == name


def test_no_release(tmp_path: Path) -> None:
    """Where nothing was built, the sentence says how to build."""
    with pytest.raises(LexwireError) as raised:
        release.current(tmp_path)
    assert str(raised.value) == f"{tmp_path} holds no release; run `lexwire build --out {tmp_path}` first."


def blocked_by_a_file(tmp_path: Path) -> Path:
    """Return a path below a regular file."""
    (tmp_path / "file").write_text("x")
    return tmp_path / "file" / "data"


def is_a_file(tmp_path: Path) -> Path:
    """Return a regular file."""
    (tmp_path / "file").write_text("x")
    return tmp_path / "file"


def has_a_folder_for_a_lock(tmp_path: Path) -> Path:
    """Return a folder in which the lock cannot be made."""
    (tmp_path / "data" / ".lock").mkdir(parents=True)
    return tmp_path / "data"


def has_a_file_for_releases(tmp_path: Path) -> Path:
    """Return a folder in which a file stands where the releases would."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "releases").write_text("x")
    return tmp_path / "data"


def has_a_folder_for_current(tmp_path: Path) -> Path:
    """Return a folder in which a folder stands where the link would."""
    (tmp_path / "data" / "current" / "mine").mkdir(parents=True)
    return tmp_path / "data"


@pytest.mark.parametrize(
    "place",
    [blocked_by_a_file, is_a_file, has_a_folder_for_a_lock, has_a_file_for_releases, has_a_folder_for_current],
    ids=lambda function: function.__name__,
)
def test_output_that_cannot_be_written(place: Callable[[Path], Path], folder: Path, tmp_path: Path) -> None:
    """One sentence names the place and the mend, without a traceback, and what stood there stays."""
    out = place(tmp_path)
    before = sorted(path for path in tmp_path.rglob("*") if path.name != ".lock")
    run = lexwire("build", "--records", folder, "--out", out)
    assert run.returncode == 1, run.stderr
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert run.stderr.startswith(f"{out}")
    assert run.stderr.count("; ") == 1
    after = sorted(path for path in tmp_path.rglob("*") if path.name != ".lock" and "releases" not in path.parts)
    assert after == [path for path in before if "releases" not in path.parts]


@pytest.mark.parametrize("limit", [200_000])
def test_files_may_not_grow(limit: int, former: Path) -> None:
    """A build that may not write so large a file ends in one sentence and leaves the former release."""
    name = complete(former)
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); {LEXWIRE[-1]}"
    run = subprocess.run(
        [sys.executable, "-c", code, "build", "--out", str(former)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1, run.stderr
    assert "the build could not be written" in run.stderr
    assert complete(former) == name
    assert tidy(former)


def can_mount(folder: Path) -> bool:
    """Return whether this process may mount a file system of its own."""
    run = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True, check=False
    )
    return run.returncode == 0


@pytest.mark.parametrize("room", ["14m"])
def test_the_disk_is_full(room: str, template: Path, tmp_path: Path) -> None:
    """A full disk ends a build in one sentence, whichever library was writing, and leaves the former release."""
    if not shutil.which("unshare") or not can_mount(tmp_path):
        pytest.skip("a file system of one's own is not permitted here (unshare -m)")
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f"""
        mount -t tmpfs -o size={room} tmpfs {disk} && cp -a {template} {disk}/data || exit 9
        "{sys.executable}" -c "{LEXWIRE[-1]}" build --out {disk}/data 2> {tmp_path}/told; echo $? > {tmp_path}/code
        "{sys.executable}" -c 'from tests.test_release import *; out = Path("{disk}/data")
print(complete(out), tidy(out))'
    """
    run = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.stdout == f"{complete(template)} True\n", run.stderr
    assert (tmp_path / "code").read_text() == "1\n"
    told = (tmp_path / "told").read_text()
    assert told.splitlines() == [
        f"{disk}/data: the build could not be written (No space left on device); mend that and build again."
    ]


MOMENTS: dict[str, str] = {
    "mapping": ".building/work/articles.nq",
    "storing": ".building/release/store",
    "sealing": ".building/release/SHA256SUMS",
}
"""What stands in the data folder when a build is killed."""


def statistics(out: Path) -> int:
    """Return how many printed statistics the current release answers with."""
    query = "SELECT ?s { ?s a <https://w3id.org/lexwire/ns#ReportedStatistic> }"
    return len(list(store.read(release.current(out).store).query(query)))  # type: ignore[arg-type]


def killed_when(out: Path, sign: str) -> bool:
    """Start a build and kill it as soon as *sign* stands under *out*; return whether it came to that."""
    with subprocess.Popen(
        [*LEXWIRE, "build", "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None:
            if (out / sign).exists():
                process.send_signal(signal.SIGKILL)
                return process.wait() == -signal.SIGKILL
            time.sleep(0.0005)
    return False


def test_a_build_is_killed(former: Path) -> None:
    """After a kill -9 at any moment the former release is current and answers; the next build cleans up."""
    name = complete(former)
    for moment, sign in MOMENTS.items():
        shutil.rmtree(former / ".building", ignore_errors=True)
        assert killed_when(former, sign), f"the build was over before it was {moment}"
        assert (former / ".building").exists(), moment
        assert complete(former) == name, moment
        assert statistics(former) == 3, moment
    last = build([records.packaged()], former).release
    assert complete(former) == last != name
    assert tidy(former)
    assert {each.id for each in release.releases(former)} == {name, last}


def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    """The processes of a killed build do not go on writing."""
    from bench.synthetic import write

    write(21, tmp_path / "records")
    command = [
        *LEXWIRE,
        "build",
        "--records",
        str(tmp_path / "records"),
        "--out",
        str(tmp_path / "data"),
        "--jobs",
        "2",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while len(children := _children(process.pid)) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(_lives, children)):
        time.sleep(0.02)
    assert not any(map(_lives, children))


def _children(process: int) -> list[int]:
    """Return the processes that *process* started."""
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _lives(process: int) -> bool:
    """Return whether *process* runs."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_two_builds_at_once(former: Path) -> None:
    """While one build runs, another is refused in one sentence; the first is not disturbed."""
    with release.building(former) as folder:
        (folder / "mine").write_text("x")
        run = lexwire("build", "--out", former)
        assert (folder / "mine").read_text() == "x"
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == f"{former}: another build is running; wait for it, or choose another folder with --out.\n"
    assert tidy(former)


def test_the_lock_ends_with_its_process(former: Path, folder: Path) -> None:
    """A killed build leaves no lock behind."""
    assert killed_when(former, ".building")
    assert build([folder], former).release == complete(former)


@pytest.fixture
def builder(template: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Return a process that builds two sets of records into one folder, in turn, until it is stopped."""
    out = shutil.copytree(template, tmp_path / "data", symlinks=True)
    for name in (SMALL, "undated-judicial-officials-online-privacy"):
        (tmp_path / name).mkdir()
        shutil.copy(records.packaged() / f"{name}.yaml", tmp_path / name)
    code = """if True:
        import itertools, sys
        from pathlib import Path
        from lexwire.graph.build import build
        out, *folders = map(Path, sys.argv[1:])
        for folder in itertools.cycle(folders):
            print(build([folder], out).release, flush=True)
    """
    folders = [str(path) for path in sorted(tmp_path.iterdir()) if path != Path(out)]
    process = subprocess.Popen([sys.executable, "-c", code, str(out), *folders], stdout=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def test_current_is_always_complete(builder: subprocess.Popen[bytes], tmp_path: Path) -> None:
    """Whoever looks at any time while releases change finds a complete one."""
    out, seen, looks = tmp_path / "data", set(), 0
    assert builder.stdout
    os.set_blocking(builder.stdout.fileno(), False)
    built: list[bytes] = []
    deadline = time.monotonic() + 30
    while len(built) < 3 and time.monotonic() < deadline:
        seen.add(complete(out))
        looks += 1
        built += (builder.stdout.read() or b"").split()
    assert len(set(built)) == 2
    assert seen == {each.decode() for each in built}
    assert looks > 3
