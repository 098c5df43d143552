"""What changed from one release to the next: compared line by line, shown on the page of the dumps, and as JSON."""

import gzip
import os
import re
import shutil
import tracemalloc
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.graph import records
from lexwire.graph.build import build
from lexwire.graph.changes import KINDS, Changes, compared, kind
from lexwire.graph.namespaces import BASE
from lexwire.graph.release import Release, current, releases
from lexwire.server import create_app, dumps
from lexwire.server.dumps import comparing
from lexwire.server.service import opened
from lexwire.server.settings import Settings

GONE = "2019-08-30-china-cybersecurity-week-briefing"
"""The article that only the newer release has."""


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with two releases: the newer has one more article, and one event another name."""
    out, folder = tmp_path_factory.mktemp("two"), tmp_path_factory.mktemp("records")
    for file in sorted(records.packaged().glob("20*.yaml")):
        if file.stem != GONE:
            shutil.copy(file, folder)
    build([folder], out)
    shutil.copy(records.packaged() / f"{GONE}.yaml", folder)
    changed = folder / "2024-02-24-crackdown-on-cybercrime.yaml"
    text = changed.read_text("utf-8")
    label = "label: Prosecutions for infringing personal information"
    assert text.count(label) == 1
    changed.write_text(text.replace(label, f"{label} of citizens"), "utf-8")
    build([folder], out)
    return out


@pytest.fixture(scope="module")
def client(two: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(two)))
    yield create_app(service).test_client()
    service.engine.close()


def lines(release: Release) -> list[bytes]:
    return gzip.open(release.folder / "lexwire.nt.gz").readlines()


@pytest.fixture(scope="module")
def sides(two: Path) -> tuple[list[bytes], list[bytes]]:
    newer = current(two)
    (older,) = (each for each in releases(two) if each.id != newer.id)
    return lines(older), lines(newer)


@pytest.fixture(scope="module")
def found(sides: tuple[list[bytes], list[bytes]]) -> Changes:
    return compared(*sides)


def test_an_article_more(found: Changes) -> None:
    """All that differs comes from the article that came, and the label that changed."""
    assert found.counts["article"] == {"added": 1, "removed": 0, "changed": 0}
    assert f"{BASE}article/{GONE}" in {each.iri for each in found.added}
    assert found.counts["mention"]["added"] > 40
    assert found.counts["statistic"]["added"] == sum(each.kind == "statistic" for each in found.added) > 0
    assert {how for numbers in found.counts.values() for how, number in numbers.items() if number} >= {
        "added",
        "changed",
    }


def test_what_changed_in_a_fact(found: Changes) -> None:
    events = [each for each in found.changed if each.kind == "event"]
    assert [(each.names["en"], each.properties) for each in events] == [
        (
            "Prosecutions for infringing personal information of citizens",
            ("http://www.w3.org/2000/01/rdf-schema#label",),
        )
    ]


def test_an_actor_that_another_article_names_has_more_mentions(found: Changes) -> None:
    changed = {each.iri: each for each in found.changed if each.kind == "actor"}
    assert changed
    assert all("denotedBy" in "".join(each.properties) for each in changed.values())


def test_the_other_way_round(sides: tuple[list[bytes], list[bytes]], found: Changes) -> None:
    """What was added is removed again, and nothing but that."""
    back = compared(*reversed(sides))
    assert [each.iri for each in back.removed] == [each.iri for each in found.added]
    assert [each.iri for each in back.changed] == [each.iri for each in found.changed]
    assert back.total == found.total


def test_a_release_does_not_differ_from_itself(sides: tuple[list[bytes], list[bytes]]) -> None:
    assert compared(sides[0], sides[0]) == Changes({}, (), (), ())


def test_names_are_those_of_the_newer_release_or_of_what_is_gone(sides: tuple[list[bytes], list[bytes]]) -> None:
    for each in compared(*reversed(sides)).removed:
        if each.kind in {"law", "event", "article"}:
            assert each.names, each.iri


SUBJECTS = st.sampled_from([f"{BASE}id/actor/{name}" for name in "abcd"] + [f"{BASE}id/actor/a-1", f"{BASE}scheme/x"])
TRIPLES = st.tuples(SUBJECTS, st.sampled_from("pqr"), st.sampled_from("12")).map(
    lambda each: f'<{each[0]}> <urn:{each[1]}> "{each[2]}" .\n'.encode()
)


@given(st.sets(TRIPLES), st.sets(TRIPLES))
def test_it_is_what_sets_tell(former: set[bytes], newer: set[bytes]) -> None:
    """Read side by side, the lines give what comparing all subjects in memory gives."""

    def said(of: set[bytes]) -> dict[str, set[bytes]]:
        facts = [line for line in of if b"/id/" in line]
        return {
            subject.decode(): {line for line in facts if line.startswith(b"<" + subject + b">")}
            for subject in {line[1 : line.index(b">")] for line in facts}
        }

    old, new = said(former), said(newer)
    got = compared(sorted(former), sorted(newer))
    assert [each.iri for each in got.added] == sorted(new.keys() - old.keys(), key=lambda iri: f"<{iri}>")
    assert [each.iri for each in got.removed] == sorted(old.keys() - new.keys(), key=lambda iri: f"<{iri}>")
    assert {each.iri for each in got.changed} == {iri for iri in old.keys() & new.keys() if old[iri] != new[iri]}
    for each in got.changed:
        differing = old[each.iri] ^ new[each.iri]
        assert set(each.properties) == {line.split(b" ")[1][1:-1].decode() for line in differing}


def test_memory_does_not_grow_with_the_lines() -> None:
    def many(number: int) -> Iterator[bytes]:
        return (f'<{BASE}id/actor/{each:07}> <urn:p> "{each}" .\n'.encode() for each in range(number))

    peaks = []
    for number in (2_000, 40_000):
        tracemalloc.start()
        compared(many(number), many(number + 10))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_no_more_are_told_of_than_wanted(sides: tuple[list[bytes], list[bytes]], found: Changes) -> None:
    short = compared(*sides, most=3)
    assert short.counts == found.counts
    assert short.added == found.added[:3]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("id/actor/spp", "actor"),
        ("id/statistic/a/b", "statistic"),
        ("id/membership/a/b", "membership"),
        ("article/a", "article"),
        ("article/a#char=1,2", "mention"),
        ("id/query/x", "other"),
        ("id/", "other"),
    ],
)
def test_kinds(path: str, expected: str) -> None:
    assert kind(BASE + path) == expected
    assert expected in {*KINDS, "other"}


# which release came before


def sealed(folder: Path, name: str, when: int) -> Release:
    release = folder / "releases" / name
    release.mkdir(parents=True)
    (release / "SHA256SUMS").write_text("")
    os.utime(release / "SHA256SUMS", (when, when))
    return Release(release)


def test_the_release_before_is_told_by_time_not_by_name(tmp_path: Path) -> None:
    old, middle, new = (sealed(tmp_path, name, when) for name, when in (("c", 10), ("a", 20), ("b", 30)))
    known = [middle, new, old]
    assert [comparing.before(each, known) for each in (new, middle, old)] == [middle, old, None]


# the page and the data


def test_the_page_tells_what_changed(client: FlaskClient, two: Path, found: Changes) -> None:
    page = client.get("/dumps/").text
    assert next(each.id for each in releases(two) if each.id != current(two).id) in page
    assert f'href="/article/{GONE}"' in page
    assert "Prosecutions for infringing personal information of citizens" in page
    assert page.count('class="badge"') == sum(
        min(found.number(how), dumps.SHOWN) for how in ("added", "removed", "changed")
    )


def test_each_link_to_what_was_added_or_changed_leads_somewhere(client: FlaskClient, found: Changes) -> None:
    for each in (*found.added[:: max(1, len(found.added) // 10)], *found.changed):
        assert client.get("/" + each.iri.removeprefix(BASE)).status_code == 303


def test_the_same_as_json(client: FlaskClient, found: Changes) -> None:
    response = client.get("/dumps/changes.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    told = response.json
    assert told["changes"]["counts"] == found.counts
    assert [each["iri"] for each in told["changes"]["added"]] == [each.iri for each in found.added]
    assert told["former"]["triples"] < told["current"]["triples"]
    again = client.get("/dumps/changes.json", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_page_speaks_chinese_throughout(client: FlaskClient) -> None:
    """Beside names, formats and code, no English is left; labels of facts are shown in the language they have."""
    page = client.get("/dumps/?lang=zh").text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    page = re.sub(r"<(code|pre|a|summary|ul)\b.*?</\1>", "", page, flags=re.DOTALL)
    words = set(re.findall(r"\b[a-z]{4,}\b", re.sub(r"<[^>]+>", "", unescape(page))))
    assert words <= {"lexwire"}


def test_large_releases_are_only_counted(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST", 10)
    assert "too large to be compared" in client.get("/dumps/").text
    told = client.get("/dumps/changes.json").json
    assert told["changes"] is None
    assert told["former"]["quads"] > 10


def test_a_first_release_has_none_before(data: Path) -> None:
    client = create_app(opened(Settings(str(data)))).test_client()
    assert "There is no former release here" in client.get("/dumps/").text
    told = client.get("/dumps/changes.json").json
    assert (told["former"], told["changes"]) == (None, None)


def test_loaded_files_have_no_changes(tmp_path: Path) -> None:
    file = tmp_path / "one.ttl"
    file.write_text("<urn:a> <urn:b> 1 .")
    client = create_app(opened(Settings(load=(str(file),)))).test_client()
    assert client.get("/dumps/changes.json").status_code == 404
