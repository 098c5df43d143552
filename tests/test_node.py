"""The packages that tests take from npm."""

import json
import re

import pytest

from .node import HERE

FOLDERS = sorted(file.parent.name for file in HERE.glob("*/package.json"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_versions_are_exact(folder: str) -> None:
    """Each package has one version, and no registry is named."""
    wanted = json.loads((HERE / folder / "package.json").read_text())["dependencies"]
    locked = json.loads((HERE / folder / "package-lock.json").read_text())["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    packages = [package for path, package in locked.items() if path]
    assert all("integrity" in package and "resolved" not in package for package in packages)
