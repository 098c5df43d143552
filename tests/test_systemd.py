"""The unit for systemd that is delivered."""

import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from lexwire.server.running import GRACE
from lexwire.server.settings.options import options

from .operating import DEPLOY


def unit() -> dict[str, dict[str, str]]:
    """Return the directives of the unit by section."""
    parser = RawConfigParser(strict=True, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / "lexwire.service")
    return {name: dict(parser[name]) for name in parser.sections()}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = (DEPLOY / "lexwire.service").read_text().replace("/opt/lexwire/.venv/bin/lexwire", "/bin/true")
    (tmp_path / "lexwire.service").write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "lexwire.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_gives_flags_that_there_are() -> None:
    command = unit()["Service"]["ExecStart"].split()
    assert command[1] == "serve"
    flags = {word for word in command if word.startswith("--")}
    assert flags <= {"--settings", *filter(None, (option.flag for option in options().values()))}


def test_the_unit_waits_until_answers_have_ended() -> None:
    assert int(unit()["Service"]["TimeoutStopSec"]) > GRACE + 5


def test_the_unit_limits_memory_but_not_address_space() -> None:
    """A worker whose address space is limited from outside, beyond its own limit, would not start."""
    assert "MemoryMax" in unit()["Service"]
    assert "LimitAS" not in unit()["Service"]
