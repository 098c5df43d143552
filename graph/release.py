"""Releases on disk: built aside under a lock, named by their content, made current in one atomic step.

data/current → releases/{id}     a link, replaced by rename
data/releases/{id}/              store/, dumps, reports, metadata, SHA256SUMS
data/checks.json                 what saved queries had when they were last asked (`checks`)
data/.building                   what a build writes; removed by the next one if it was killed
"""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .problems import LexwireError

_DISK = {
    getattr(errno, name)
    for name in (
        "ENOSPC",
        "EDQUOT",
        "EFBIG",
        "EROFS",
        "EACCES",
        "EPERM",
        "EIO",
        "EEXIST",
        "EISDIR",
        "ENOTDIR",
        "ENOTEMPTY",
    )
}
"""What a folder says when it cannot take a release; any other OSError is a fault of ours."""


@dataclass(frozen=True, slots=True)
class Release:
    """One built version of the graph, in *folder*."""

    folder: Path

    @property
    def id(self) -> str:
        """Return the release's name: version and digest of its files."""
        return self.folder.name

    @property
    def store(self) -> Path:
        """Return the folder of the Oxigraph store."""
        return self.folder / "store"


def current(out: Path) -> Release:
    """Return the current release under *out*; raises LexwireError where there is none."""
    folder = out / "current"
    if not (folder / "SHA256SUMS").is_file():
        raise LexwireError(f"{out} holds no release; run `lexwire build --out {out}` first.")
    return Release(folder.resolve())


def releases(out: Path) -> list[Release]:
    """Return all releases under *out*, by name."""
    return [Release(folder) for folder in sorted((out / "releases").glob("*")) if (folder / "SHA256SUMS").is_file()]


@contextmanager
def building(out: Path) -> Iterator[Path]:
    """Hold the lock of *out* and give an empty folder to build in; what is not published is gone at the end.

    Raises LexwireError where *out* cannot be written or another build is running.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("a+")
    except OSError as error:
        raise LexwireError(f"{out} cannot be written ({error.strerror}); choose another folder with --out.") from None
    with lock:
        _lock(lock.fileno(), out)
        folder = out / ".building"
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
            yield folder
        except OSError as error:
            if error.errno is not None and error.errno not in _DISK:
                raise
            # RocksDB, through Oxigraph, tells its reason in words alone: "IO error: No space left on device: While …"
            reason = error.strerror or str(error).removeprefix("IO error: ").partition(":")[0]
            message = f"{out}: the build could not be written ({reason}); mend that and build again."
            raise LexwireError(message) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _lock(file: int, out: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise LexwireError(
            f"{out}: another build is running; wait for it, or choose another folder with --out."
        ) from None


def name(folder: Path, version: str) -> str:
    """Return the name of the release whose files are in *folder*: *version*, and a digest of what the files hold."""
    return f"{version}-{hashlib.sha256(checksums(folder).encode()).hexdigest()[:12]}"


def publish(folder: Path, out: Path, name: str) -> Release:
    """Seal the files in *folder* with SHA256SUMS, move them to their place as *name* and make them current."""
    (folder / "SHA256SUMS").write_text(checksums(folder), encoding="utf-8")
    target = out / "releases" / name
    target.parent.mkdir(exist_ok=True)
    if not (target / "SHA256SUMS").is_file():
        shutil.rmtree(target, ignore_errors=True)
        _sync(folder)
        folder.rename(target)
    link = out / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases", name))
    try:
        link.replace(out / "current")
    finally:
        link.unlink(missing_ok=True)
    return Release(target)


def _sync(folder: Path) -> None:
    """Make sure that the files are on disk before a link points at them."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_file() or path.is_dir():
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)


def checksums(folder: Path) -> str:
    """Return the lines of SHA256SUMS for the files in *folder*.

    The store is left out: RocksDB writes identifiers of its own into its files; its content is that of the N-Quads
    dump.
    """
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name != "SHA256SUMS")
    return "".join(f"{sha256(folder / name)}  {name}\n" for name in names)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
