"""The language model is the one that was measured, to the byte."""

from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

import pytest

from lexwire.graph.extract import pinned, syntax

needs_model = pytest.mark.skipif(find_spec(syntax.MODEL) is None, reason="needs the model of '.[extract]'")


@needs_model
def test_the_installed_model_is_the_measured_one() -> None:
    assert not pinned.is_changed(syntax.MODEL)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the model under another name, from where Python can import it."""
    spec = find_spec(syntax.MODEL)
    assert spec
    assert spec.submodule_search_locations
    folder = copytree(spec.submodule_search_locations[0], tmp_path / "copied_model")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


@needs_model
def test_a_copy_is_the_same_and_a_changed_byte_another(copied: Path) -> None:
    assert not pinned.is_changed(copied.name)
    weights = next(copied.rglob("model"))
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    assert pinned.is_changed(copied.name)


@needs_model
def test_a_further_file_is_a_change(copied: Path) -> None:
    (copied / "more.py").write_text("print('run')\n")
    assert pinned.is_changed(copied.name)


def test_what_is_not_installed_is_not_changed() -> None:
    assert not pinned.is_changed("no_such_package_of_ours")


@needs_model
def test_other_files_are_refused_in_one_sentence(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copied / "more.py").write_text("raise SystemExit\n")
    monkeypatch.setattr(syntax, "MODEL", copied.name)
    with pytest.raises(syntax.ModelError, match=r"not those Lexwire is measured with; install .* anew\.$"):
        syntax.pipeline(copied.name)
