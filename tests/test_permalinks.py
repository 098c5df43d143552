"""Permalinks: an address that names a release is answered by it for good, and its page tells what changed since."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store
from werkzeug.test import TestResponse

from lexwire.graph.release import Release, current
from lexwire.server import create_app
from lexwire.server.archive import MOST, Archive
from lexwire.server.engine import Overloaded, Question
from lexwire.server.formats import BY_NAME, Wanted
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .processes import eventually, keepers

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
GONE = "<https://w3id.org/lexwire/id/statistic/2024-02-24-crackdown-on-cybercrime/"
CHANGED = "SELECT ?name (COUNT(DISTINCT ?statement) AS ?statements) (COUNT(DISTINCT ?article) AS ?articles)"
"""What is in the text of the query `speakers`, which the older releases do not know as it is now."""
OLD = ("0.1.0-aaaaaaaaaaaa", "0.1.0-bbbbbbbbbbbb", "0.1.0-cccccccccccc")
"""Releases from before the figures of an article were read, all alike."""
QUERY = "people-prosecuted-over-time"
CASES = Question("SELECT * { ?s ?p ?o } LIMIT 1", Wanted(BY_NAME["csv"], None))
SETTINGS = Settings(query_workers=1)


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the release of the packaged records and older ones, which lack some figures."""
    out = tmp_path_factory.mktemp("releases")
    newest = current(data)
    shutil.copytree(newest.folder, out / "releases" / newest.id)
    (out / "current").symlink_to(Path("releases", newest.id))
    for name in OLD:
        shutil.copytree(newest.folder, out / "releases" / name)
        store = Store(str(out / "releases" / name / "store"))
        for quad in list(store):
            if str(quad.subject).startswith(GONE) or CHANGED in str(quad.object):
                store.remove(quad)
        store.flush()
        del store
    return out


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[Flask]:
    service = opened(Settings(str(folder), query_workers=1))
    made = create_app(service)
    yield made
    made.extensions["lexwire.archive"].close()
    service.engine.close()


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def page(client: FlaskClient, address: str, language: str = "en") -> TestResponse:
    return client.get(address, headers=BROWSER | {"Accept-Language": language})


def test_an_older_release_answers_what_it_held(client: FlaskClient) -> None:
    now, then = (client.get(f"/queries/{QUERY}.csv{field}").text.splitlines() for field in ("", f"?release={OLD[0]}"))
    assert len(now) == len(then) + 1
    assert set(now) - set(then) == {line for line in now if "7300" in line}


def test_the_name_of_the_newest_release_pins_it(client: FlaskClient, folder: Path) -> None:
    newest = current(folder).id
    pinned = client.get(f"/queries/{QUERY}.csv?release={newest}")
    assert pinned.text == client.get(f"/queries/{QUERY}.csv").text
    assert "immutable" in pinned.headers["Cache-Control"]
    assert "It is the newest release." in page(client, f"/queries/{QUERY}?release={newest}").text


FIELDS = ["", "page=1&page_size=1", "bom=1", "page=1&bom=1"]


@pytest.mark.parametrize("fields", FIELDS)
def test_pinned_data_is_kept_for_good_and_other_data_is_not(client: FlaskClient, fields: str) -> None:
    for _ in range(2):  # the second answer is a kept one
        pinned = client.get(f"/queries/{QUERY}.csv?release={OLD[0]}&{fields}")
        assert (pinned.status_code, pinned.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert "immutable" not in client.get(f"/queries/{QUERY}.csv?{fields}").headers["Cache-Control"]
    again = client.get(
        f"/queries/{QUERY}.csv?release={OLD[0]}&{fields}", headers={"If-None-Match": pinned.headers["ETag"]}
    )
    assert (again.status_code, "immutable" in again.headers["Cache-Control"]) == (304, True)


def test_the_answer_to_a_query_that_has_changed_is_not_kept_for_good(client: FlaskClient, folder: Path) -> None:
    for release, is_kept in ((OLD[0], False), (current(folder).id, True)):
        data = client.get(f"/queries/speakers.csv?release={release}")
        assert (data.status_code, "immutable" in data.headers["Cache-Control"]) == (200, is_kept)
        text = page(client, f"/queries/speakers?release={release}").text
        assert ("it was built with another text of this query" in text) != is_kept


def test_links_to_other_pages_stay_in_the_release(client: FlaskClient) -> None:
    response = client.get(f"/queries/{QUERY}.csv?release={OLD[0]}&page_size=1")
    assert f"release={OLD[0]}" in response.headers["Link"]
    assert response.headers["X-Total-Count"] == "2"


def test_a_page_of_an_older_release_tells_what_changed(client: FlaskClient) -> None:
    response = page(client, f"/queries/{QUERY}?release={OLD[0]}")
    assert f"This is the answer of release {OLD[0]}, and stays so." in response.text
    assert "1 row was added" in response.text
    assert "0 rows are gone" in response.text
    changed = response.text.partition('id="change"')[2].partition("</section>")[0]
    assert changed.count("over 7,300") == 1
    assert "immutable" not in response.headers.get("Cache-Control", "")


def test_a_page_tells_that_nothing_changed(client: FlaskClient) -> None:
    response = page(client, f"/queries/crime-hierarchy?release={OLD[0]}", "zh")
    assert "结果与此相同" in response.text
    assert 'id="change"' not in response.text


def test_what_a_pinned_page_leads_to_stays_in_the_release(client: FlaskClient) -> None:
    text = page(client, f"/queries/{QUERY}?release={OLD[0]}").text
    assert f'<input type="hidden" name="release" value="{OLD[0]}">' in text
    assert text.count(f"release={OLD[0]}") >= 8  # data in five formats, citations in three


def test_the_newest_page_has_its_permalink(client: FlaskClient, folder: Path) -> None:
    text = page(client, f"/queries/{QUERY}?crime=cybercrime&page_size=7").text
    link = text.partition('rel="bookmark"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    fields = parse_qs(urlsplit(link).query)
    assert fields == {"crime": ["cybercrime"], "language": ["en"], "release": [current(folder).id]}
    assert page(client, link).status_code == 200


def test_unknown_releases_are_named_with_those_there_are(client: FlaskClient, folder: Path) -> None:
    for address in (f"/queries/{QUERY}", f"/queries/{QUERY}.csv", f"/queries/{QUERY}.cite.bib"):
        for wrong in ("0.0.0-nothing", "../releases", "%00", "<script>"):
            response = client.get(f"{address}?release={wrong}")
            assert response.status_code == 404
            assert all(name in response.text for name in (*OLD, current(folder).id))
            assert response.text.count("\n") == 1


def test_files_have_no_permalinks(tmp_path: Path) -> None:
    file = tmp_path / "some.ttl"
    file.write_text("<https://example.org/x> a <https://example.org/Y> .")
    service = opened(Settings(load=(str(file),), query_workers=1))
    client = create_app(service).test_client()
    text = page(client, f"/queries/{QUERY}").text
    assert "bookmark" not in text
    assert "Cite this answer" not in text
    refused = client.get(f"/queries/{QUERY}.csv?release={OLD[0]}")
    assert (refused.status_code, "no releases to choose from" in refused.text) == (404, True)
    assert client.get(f"/queries/{QUERY}.cite.txt").status_code == 404
    service.engine.close()


def test_at_most_two_older_releases_are_open(app: Flask, client: FlaskClient) -> None:
    archive: Archive = app.extensions["lexwire.archive"]
    for name in OLD:
        assert client.get(f"/queries/{QUERY}.csv?release={name}").status_code == 200
        assert name in archive.names
        assert len(archive.names) <= MOST
    assert archive.names == sorted(OLD[1:])


def test_many_threads_ask_older_releases_at_once(app: Flask) -> None:
    def ask(number: int) -> tuple[int, int]:
        response = app.test_client().get(f"/queries/{QUERY}.csv?release={OLD[1 + number % 2]}&page_size={number}")
        return response.status_code, len(response.text.splitlines())

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(10, 34))) == {(200, 3)}


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    service = opened(Settings(str(folder), query_workers=1))
    made = Archive(SETTINGS, service.parts, idle=0.3)
    yield made
    made.close()
    service.engine.close()


def test_what_nobody_wants_is_closed(archive: Archive, folder: Path) -> None:
    release, before = Release(folder / "releases" / OLD[0]), len(keepers())
    assert len(archive.engine(release).run(CASES).read().splitlines()) == 2
    assert len(keepers()) == before + 1
    assert eventually(lambda: not archive.names and len(keepers()) == before)
    assert len(archive.engine(release).run(CASES).read().splitlines()) == 2


def test_a_third_release_waits_while_two_are_asked(archive: Archive, folder: Path) -> None:
    """An engine that somebody holds is not ended under their hands."""
    one, two, three = (Release(folder / "releases" / name) for name in OLD)
    held = [archive.engine(one), archive.engine(two)]
    with pytest.raises(Overloaded, match="2 older releases are being asked already"):
        archive.engine(three)
    assert all(len(each.run(CASES).read().splitlines()) == 2 for each in held)
    held.clear()
    assert len(archive.engine(three).run(CASES).read().splitlines()) == 2
