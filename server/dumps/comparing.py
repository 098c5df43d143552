"""What changed since the release before: which one that was, and the comparison, made once for each pair."""

import gzip
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from lexwire.graph.changes import Changes, compared
from lexwire.graph.release import Release

from .files import report

MOST: Final = 2_000_000
"""Triples of two releases together that are compared, in about two seconds; of more only the numbers are told."""
_DUMP: Final = "lexwire.nt.gz"
"""The dump that has each triple once, in order."""
_ONE: Final = Lock()
"""Held while a comparison is made, so that those who ask at the same time wait for it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A release and the one before it, with their numbers of triples and quads."""

    former: Release
    current: Release
    numbers: tuple[dict[str, int], dict[str, int]]
    changes: Changes | None
    """None where the releases are too large to be compared while somebody waits."""


def since(current: Release, known: Iterable[Release]) -> Sides | None:
    """Return what changed in *current* since the release that was built before it; None where none was."""
    former = before(current, [each for each in known if (each.folder / _DUMP).is_file()])
    if former is None:
        return None
    numbers = report(former), report(current)
    is_small = sum(each["triples"] for each in numbers) <= MOST
    with _ONE:
        return Sides(former, current, numbers, _compared(former.folder, current.folder) if is_small else None)


def before(current: Release, known: Iterable[Release]) -> Release | None:
    """Return that of the *known* releases which was sealed last before *current*."""
    earlier = [each for each in known if _sealed(each) < _sealed(current)]
    return max(earlier, key=_sealed, default=None)


def data(current: Release, sides: Sides | None) -> dict[str, Any]:
    """Return the comparison as JSON tells it."""
    told: dict[str, Any] = {"current": {"release": current.id, **report(current)}, "former": None, "changes": None}
    if sides:
        told["former"] = {"release": sides.former.id, **sides.numbers[0]}
        told["changes"] = asdict(sides.changes) if sides.changes else None
    return told


def _sealed(release: Release) -> tuple[int, str]:
    """Return when *release* was sealed; the build itself writes no time, so that it can be repeated."""
    return (release.folder / "SHA256SUMS").stat().st_mtime_ns, release.id


@lru_cache(4)
def _compared(former: Path, current: Path) -> Changes:
    with gzip.open(former / _DUMP) as old, gzip.open(current / _DUMP) as new:
        return compared(old, new)
