"""What pages say of things in schema.org's terms: its own properties for each type, and nothing that is not known."""

import datetime as dt
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE, PREFIXES
from lexwire.server import create_app
from lexwire.server.answering import rows
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.things.facts import Period, interval
from lexwire.server.things.linked import bounds

from .node import node, packages

NAMES = ("lw", "rdf", "rdfs", "schema", "dcterms", "dcat", "gaf", "sem", "org", "skos", "sdmx-d", "sdmx-m", "sdmx-a")
PROLOGUE = (
    "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in NAMES)
    + f"""
@prefix actor: <{BASE}id/actor/> .
@prefix is: <{BASE}scheme/comparator/> .
@prefix says: <{BASE}scheme/statement-type/> .
@prefix told: <{BASE}scheme/speech-mode/> .
@prefix counted: <{BASE}scheme/counted-unit/> .
@prefix unit: <{PREFIXES["unit"]}> .
"""
)
ACTORS = """
actor:ada a lw:Actor, lw:Person ; rdfs:label "Ada"@en ; lw:affiliatedWith actor:body ; org:unitOf actor:team .
actor:body a lw:Actor, lw:Organization, lw:AdministrativeBody ; rdfs:label "Body"@en ;
    lw:affiliatedWith actor:team ; org:unitOf actor:paper .
actor:team a lw:Actor, lw:Organization, lw:SocialOrganization ; rdfs:label "Team"@en .
actor:paper a lw:Actor, lw:Organization, lw:MediaOrganization ; rdfs:label "Paper"@en .
actor:crowd a lw:Actor, lw:ActorGroup ; rdfs:label "users"@en ; lw:affiliatedWith actor:body .
actor:nobody rdfs:label "Nobody"@en .
counted:person skos:prefLabel "persons"@en . unit:PERCENT rdfs:label "percent"@en . unit:NUM rdfs:label "number"@en .
"""
ADA = {"@type": "Person", "@id": f"{BASE}id/actor/ada", "name": "Ada"}
BODY = {"@type": "Organization", "@id": f"{BASE}id/actor/body", "name": "Body"}
TEAM = {"@type": "Organization", "@id": f"{BASE}id/actor/team", "name": "Team"}
PAPER = {"@type": "Organization", "@id": f"{BASE}id/actor/paper", "name": "Paper"}
CROWD = {"@id": f"{BASE}id/actor/crowd", "name": "users"}
NOBODY = {"@id": f"{BASE}id/actor/nobody", "name": "Nobody"}
ALL = "actor:ada, actor:body, actor:crowd"

FIGURES = {
    "exact": "lw:comparator is:exact ; sdmx-m:obsValue 280000 ; sdmx-a:unitMeasure unit:NUM",
    "unsaid": "sdmx-m:obsValue 7.5 ; sdmx-a:unitMeasure unit:PERCENT",
    "more": "lw:comparator is:more-than ; sdmx-m:obsValue 100 ; lw:lowerBound 100",
    "least": "lw:comparator is:at-least ; sdmx-m:obsValue 100",
    "less": "lw:comparator is:less-than ; sdmx-m:obsValue 100 ; lw:upperBound 100",
    "most": "lw:comparator is:at-most ; sdmx-m:obsValue 100",
    "nearly": "lw:comparator is:nearly ; sdmx-m:obsValue 100",
    "about": "lw:comparator is:about ; sdmx-m:obsValue 100",
    "computed": "a lw:DerivedStatistic ; lw:comparator is:about ; sdmx-m:obsValue 206.07 ; lw:lowerBound 206 ;"
    ' lw:upperBound 207.5 ; lw:formula "a / b"',
}
EVENTS = {
    "meeting": f"a lw:Event, lw:Meeting, lw:CommunicationEvent ; lw:performedBy {ALL}",
    "crime": f"a lw:Event, lw:CriminalActivity ; lw:performedBy {ALL}",
    "both": f"a lw:Event, lw:CriminalActivity, lw:Litigation ; lw:performedBy {ALL}",
}
STATEMENTS = {
    "claimed": "lw:statementType says:factual-claim ; lw:speechMode told:indirect",
    "estimated": "lw:statementType says:estimate ; lw:speechMode told:indirect",
    "advised": "lw:statementType says:recommendation ; lw:speechMode told:indirect",
    "promised": "lw:statementType says:commitment ; lw:speechMode told:indirect",
    "asked": "lw:statementType says:question ; lw:speechMode told:indirect",
    "valued": "lw:statementType says:evaluation ; lw:speechMode told:indirect",
    "quoted": "lw:statementType says:recommendation ; lw:speechMode told:direct",
    "untyped": "lw:speechMode told:indirect",
}
ARTICLES = {
    "plain": "dcterms:publisher actor:paper ; dcterms:creator actor:ada, actor:body, actor:crowd, actor:nobody",
    "news": "a schema:NewsArticle",
    "report": "a schema:Report",
}
MADE = [
    *(f"id/actor/{name}" for name in ("ada", "body", "team", "paper", "crowd")),
    *(f"id/statistic/a/{name}" for name in FIGURES),
    *(f"id/event/a/{name}" for name in EVENTS),
    *(f"id/statement/a/{name}" for name in STATEMENTS),
    *(f"article/{name}" for name in ARTICLES),
]


def things() -> list[str]:
    kinds = (("statistic", "lw:Statistic", FIGURES), ("event", "lw:Event", EVENTS))
    lines = [
        f"<{BASE}id/{kind}/a/{name}> a {type_} ; {said} ."
        for kind, type_, cases in kinds
        for name, said in cases.items()
    ]
    lines += [
        f"<{BASE}id/statistic/a/{name}> lw:countedUnit counted:person ; lw:indicator is:any ." for name in FIGURES
    ]
    lines += [
        f"<{BASE}id/statement/a/{name}> a lw:Statement ; lw:speaker {ALL} ; {said} ."
        for name, said in STATEMENTS.items()
    ]
    return [*lines, *(f"<{BASE}article/{name}> a lw:Article ; {said} ." for name, said in ARTICLES.items())]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    file = tmp_path_factory.mktemp("made") / "made.ttl"
    file.write_text(PROLOGUE + ACTORS + "\n".join(things()), encoding="utf-8")
    return create_app(opened(Settings(load=(str(file),)))).test_client()


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


def linked(client: FlaskClient, name: str) -> dict[str, object]:
    response = client.get(f"/page/{name}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL)
    found: dict[str, object] = json.loads(text)
    return found


# who takes part


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ada", {"@type": "Person", "affiliation": [BODY, TEAM]}),
        ("body", {"@type": "GovernmentOrganization", "memberOf": [TEAM], "parentOrganization": [PAPER]}),
        ("team", {"@type": "NGO"}),
        ("paper", {"@type": "NewsMediaOrganization"}),
        ("crowd", {"@type": "Thing", "additionalType": [f"{PREFIXES['lw']}ActorGroup"]}),
    ],
)
def test_an_actor_is_what_its_class_says(made: FlaskClient, name: str, expected: dict[str, object]) -> None:
    """A group that is described is no organization."""
    found = linked(made, f"id/actor/{name}")
    assert {key: value for key, value in found.items() if key not in ("@context", "@id", "name")} == expected


@pytest.mark.parametrize(("name", "performers"), [("meeting", [ADA, BODY, CROWD]), ("crime", None), ("both", None)])
def test_an_event_names_who_did_it_unless_it_is_a_crime(
    made: FlaskClient, name: str, performers: list[dict[str, str]] | None
) -> None:
    found = linked(made, f"id/event/a/{name}")
    assert found.get("performer") == performers
    assert "organizer" not in found


@pytest.mark.parametrize(("name", "kind"), [("plain", "Article"), ("news", "NewsArticle"), ("report", "Report")])
def test_an_article_is_of_the_kind_that_the_graph_says(made: FlaskClient, name: str, kind: str) -> None:
    assert linked(made, f"article/{name}")["@type"] == kind


def test_who_wrote_and_published_an_article_is_what_its_class_says(made: FlaskClient) -> None:
    found = linked(made, "article/plain")
    assert (found["author"], found["publisher"]) == ([ADA, BODY, CROWD, NOBODY], PAPER)


# what was said


@pytest.mark.parametrize(
    ("name", "kind", "by"),
    [
        ("claimed", "Claim", "author"),
        ("estimated", "Claim", "author"),
        ("advised", "CreativeWork", "author"),
        ("promised", "CreativeWork", "author"),
        ("asked", "CreativeWork", "author"),
        ("valued", "CreativeWork", "author"),
        ("untyped", "CreativeWork", "author"),
        ("quoted", "Quotation", "creator"),
    ],
)
def test_only_what_states_facts_is_a_claim(made: FlaskClient, name: str, kind: str, by: str) -> None:
    found = linked(made, f"id/statement/a/{name}")
    assert (found["@type"], found[by]) == (kind, [ADA, BODY, CROWD])


# when


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2019-01-01", "2019-12-31", ("2019", "2019")),
        ("2016-01-01", "2019-12-31", ("2016", "2019")),
        ("2023-09-01", "2023-09-30", ("2023-09", "2023-09")),
        ("2024-02-01", "2024-02-29", ("2024-02", "2024-02")),
        ("2023-02-01", "2024-02-28", ("2023-02-01", "2024-02-28")),
        ("2023-01-01", "2023-11-30", ("2023-01", "2023-11")),
        ("2019-01-01", "2019-01-01", ("2019-01-01", "2019-01-01")),
        ("2019-12-31", "2019-12-31", ("2019-12-31", "2019-12-31")),
        ("0999-01-01", "0999-12-31", ("0999", "0999")),
        ("2019-01-05", None, ("2019-01-05", None)),
        (None, "2019-01-05", (None, "2019-01-05")),
        (None, None, (None, None)),
    ],
)
def test_a_time_is_as_fine_as_it_is_known(
    client: FlaskClient, start: str | None, end: str | None, expected: tuple[str | None, str | None]
) -> None:
    """The page that shows it goes by the same rule: it names days where the data does."""
    first, last = (dt.date.fromisoformat(each) if each else None for each in (start, end))
    assert bounds(Period(first, last, None, None)) == expected
    if first and last:
        with client.application.test_request_context("/?lang=en"):
            assert ("," in interval(first, last)) == (len(expected[0] or "") == 10)


S1 = "2017-03-13-better-protection-of-personal-information"
S3 = "2024-02-24-crackdown-on-cybercrime"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"id/event/{S1}/2016-arrests-for-infringing-personal-information", {"startDate": "2016", "endDate": "2016"}),
        (f"id/statistic/{S3}/charged-with-cybercrime", {"observationDate": "2023-01/2023-11"}),
        (f"id/statistic/{S1}/suspects-arrested-in-2016", {"observationDate": "2016"}),
    ],
)
def test_a_page_gives_no_day_that_is_not_known(client: FlaskClient, name: str, expected: dict[str, str]) -> None:
    assert expected.items() <= linked(client, name).items()


# how much


@pytest.mark.parametrize(
    ("name", "numbers", "unit"),
    [
        ("exact", {"value": 280000}, "persons"),
        ("unsaid", {"value": 7.5}, "percent (persons)"),
        ("more", {"minValue": 100}, "persons"),
        ("least", {"minValue": 100}, "persons"),
        ("less", {"maxValue": 100}, "persons"),
        ("most", {"maxValue": 100}, "persons"),
        ("nearly", {"maxValue": 100}, "persons"),
        ("about", {}, "persons"),
        ("computed", {"minValue": 206, "maxValue": 207.5}, "persons"),
    ],
)
def test_a_plain_number_leaves_nothing_open(made: FlaskClient, name: str, numbers: dict[str, float], unit: str) -> None:
    found = linked(made, f"id/statistic/a/{name}")
    assert {key: found[key] for key in ("value", "minValue", "maxValue") if key in found} == numbers
    assert found["unitText"] == unit


@pytest.mark.parametrize(("name", "is_open"), [("more", True), ("about", True), ("computed", True), ("unsaid", False)])
def test_an_observation_tells_its_comparator(made: FlaskClient, name: str, is_open: bool) -> None:
    qualifier = linked(made, f"id/statistic/a/{name}").get("measurementQualifier")
    assert (qualifier is not None) == is_open
    if isinstance(qualifier, dict):
        assert qualifier["@type"] == "Enumeration"
        assert qualifier["@id"].startswith(f"{BASE}scheme/comparator/")


def test_a_computed_observation_tells_how(made: FlaskClient) -> None:
    found = linked(made, "id/statistic/a/computed")
    assert found["additionalType"] == f"{PREFIXES['lw']}DerivedStatistic"
    assert (found["measurementMethod"], found["measurementTechnique"]) == ("a / b", "computed, printed nowhere")
    assert (
        not {"additionalType", "measurementMethod", "measurementTechnique"}
        & linked(made, "id/statistic/a/about").keys()
    )


# in schema.org's terms

SHOWN = 12
"""How many pages of a kind are judged."""


TYPED = """\
import type {{ Thing, WithContext }} from "schema-dts";
export const pages: WithContext<Thing>[] = [
{}
];
"""
STRANGE: list[dict[str, object]] = [
    {"@type": "Claim", "legislationDate": "2020"},
    {"@type": "Event", "performr": ADA},
    {"@type": "Person", "affiliation": [{"@type": "Place", "name": "Here"}]},
    {"@type": "Event", "performer": [ADA, BODY, CROWD]},
    {"@type": "Law", "name": "An act"},
]
FINE = 3
COMPILED = ("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext")


@pytest.fixture(scope="module")
def judged(client: FlaskClient, made: FlaskClient, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what a compiler says of pages by the types of schema.org: which properties each has, and with what."""
    folder, at = tmp_path_factory.mktemp("judged"), packages("schemaorg") / "node_modules"
    (folder / "node_modules").symlink_to(at)
    (folder / "package.json").write_text('{"type": "module"}')
    strange = ({"@context": "https://schema.org", **page} for page in STRANGE)
    for name, pages in {"pages": (linked(*each) for each in looked_at(client, made)), "strange": strange}.items():
        (folder / f"{name}.ts").write_text(TYPED.format(",\n".join(map(json.dumps, pages))))
    command = [node(), str(at / "typescript" / "bin" / "tsc"), *COMPILED, "pages.ts", "strange.ts"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120).stdout


def looked_at(client: FlaskClient, made: FlaskClient) -> Iterator[tuple[FlaskClient, str]]:
    yield from ((made, name) for name in MADE)
    for kind in ("Statistic", "Event", "Statement", "Actor", "Law", "Article", "Crime"):
        with client.application.test_request_context("/"):
            found = rows(f"SELECT DISTINCT ?x {{ ?x a <{PREFIXES['lw']}{kind}> }} ORDER BY ?x LIMIT {SHOWN}")
        assert len(found) >= 5
        yield from ((client, row["x"]["value"].removeprefix(BASE)) for row in found)


def test_each_property_is_defined_for_its_type(judged: str) -> None:
    assert "pages.ts" not in judged


def test_a_property_that_is_not_is_found(judged: str) -> None:
    lines = re.findall(r"^strange\.ts\((\d+),", judged, re.MULTILINE)
    assert [int(line) - 3 for line in lines] == [number for number in range(len(STRANGE)) if number != FINE]
