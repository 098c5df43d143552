"""What a release tells of its saved queries: how many rows each had when it was built."""

import json
from pathlib import Path

import pytest
from pyoxigraph import Store

from lexwire.graph.answers import MOST, NAME, last_check, written
from lexwire.graph.release import Release
from lexwire.queries import catalogue
from lexwire.queries.checking import answer


def test_a_release_knows_the_rows_of_every_query(release: Release) -> None:
    assert last_check(release) == {name: query.expect.rows for name, query in catalogue().items()}


def test_the_file_is_sealed_with_the_others(release: Release) -> None:
    assert f"  {NAME}\n" in (release.folder / "SHA256SUMS").read_text()
    assert f'"{NAME}"' in (release.folder / "dcat.ttl").read_text()


def test_it_is_made_alike_each_time(release: Release) -> None:
    store = Store.read_only(str(release.store))
    assert written(store, 1) == (release.folder / NAME).read_bytes()
    assert json.loads(written(store, 1)) == {
        name: len(answer(query, store).rows) for name, query in catalogue().items()
    }


@pytest.mark.parametrize("quads", [MOST + 1, 10**9])
def test_a_large_release_is_built_without_asking(quads: int) -> None:
    assert written(Store(), quads) == b"{}\n"


def test_an_older_release_knows_none(tmp_path: Path) -> None:
    assert last_check(Release(tmp_path)) == {}
