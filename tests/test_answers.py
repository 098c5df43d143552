"""What each saved query had over a release: rows in the release, rows and times of the last check beside it."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from lexwire.graph import checks
from lexwire.graph.answers import MOST, NAME, asked, written
from lexwire.graph.checks import Asked, last, note
from lexwire.graph.release import Release, current
from lexwire.queries import catalogue
from lexwire.server.cli import main

PROMISED = {name: query.expect.rows for name, query in catalogue().items()}
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def test_a_release_knows_the_rows_of_every_query(release: Release) -> None:
    assert json.loads((release.folder / NAME).read_bytes()) == PROMISED


def test_the_file_is_sealed_with_the_others(release: Release) -> None:
    assert f"  {NAME}\n" in (release.folder / "SHA256SUMS").read_text()
    assert f'"{NAME}"' in (release.folder / "dcat.ttl").read_text()


def test_it_is_made_alike_each_time(release: Release) -> None:
    assert written(asked(Store.read_only(str(release.store)), 1)) == (release.folder / NAME).read_bytes()


@pytest.mark.parametrize("quads", [MOST + 1, 10**9])
def test_a_large_release_is_built_without_asking(quads: int) -> None:
    assert written(asked(Store(), quads)) == b"{}\n"


# The last check


@pytest.fixture
def mine(data: Path, tmp_path: Path) -> Release:
    """Return a copy of the release that a test may check anew."""
    shutil.copytree(data, tmp_path / "data", symlinks=True)
    return current(tmp_path / "data")


def test_a_build_is_a_check(mine: Release) -> None:
    found = last(mine)
    assert {name: each.rows for name, each in found.items()} == PROMISED
    assert all(0 < each.milliseconds < 60_000 for each in found.values())
    assert dt.datetime.now(dt.UTC) - max(each.at for each in found.values()) < dt.timedelta(hours=1)


def test_it_stands_beside_the_releases_which_are_always_the_same_bytes(mine: Release) -> None:
    assert (mine.folder.parent.parent / checks.NAME).is_file()
    assert checks.NAME not in (mine.folder / "SHA256SUMS").read_text()


def test_testing_a_query_is_a_check_of_it_alone(mine: Release) -> None:
    before, data = last(mine), mine.folder.parent.parent
    done = CliRunner().invoke(main, ["query", "test", "crime-hierarchy", "--data", str(data)])
    assert done.exit_code == 0, done.output
    after = last(mine)
    assert {name for name in after if after[name] != before[name]} == {"crime-hierarchy"}
    assert after["crime-hierarchy"].at > before["crime-hierarchy"].at


def test_a_query_of_ones_own_is_not_in_the_catalogue(mine: Release, tmp_path: Path) -> None:
    before, data = last(mine), mine.folder.parent.parent
    for words in (["new", "mine", "--folder", "own"], ["test", "mine", "--update", "--data", str(data)]):
        done = CliRunner().invoke(main, ["query", *words, "--queries", str(tmp_path / "queries")])
        assert done.exit_code == 0, done.output
    assert last(mine) == before


def test_the_check_of_another_release_tells_nothing(mine: Release) -> None:
    other = Release(mine.folder.with_name("other"))
    assert last(other) == {}
    note(other, {"crime-hierarchy": Asked(7, 1.5)}, NOON)
    assert last(other) == {"crime-hierarchy": checks.Check(7, 1.5, NOON)}
    assert last(mine) == {}


@pytest.mark.parametrize("text", ["", "{", "[1", "\0"])
def test_a_file_that_cannot_be_read_tells_nothing(mine: Release, text: str) -> None:
    (mine.folder.parent.parent / checks.NAME).write_text(text)
    assert last(mine) == {}


def test_where_there_was_no_check_there_is_none(tmp_path: Path) -> None:
    assert last(Release(tmp_path / "releases" / "none")) == {}
