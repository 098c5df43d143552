"""What the tests share: one release of the packaged records, built once."""

from pathlib import Path

import pytest

from lexwire.graph import records
from lexwire.graph.build import build
from lexwire.graph.release import Release, current

SHARED = Path(__file__).parent.parent.parent / "shared"
"""Texts and suites that are not part of the project; tests that use them run where they lie beside the checkout."""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a release of the packaged records."""
    out = tmp_path_factory.mktemp("data")
    build([records.packaged()], out)
    return out


@pytest.fixture(scope="session")
def release(data: Path) -> Release:
    """Return the release in `data`."""
    return current(data)
