"""Saved queries as grlc reads them: its README, "Decorator syntax" and "Parameters"."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient
from pyoxigraph import QueryBoolean, Store

from lexwire.graph.release import Release
from lexwire.queries import Parameter, Query, catalogue, grlc
from lexwire.queries.paging import refusal
from lexwire.server import create_app
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .catalogue_pages import ADDRESS


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), public_url=ADDRESS))
    yield create_app(service).test_client()
    service.engine.close()


_VARIABLE = re.compile(r"\?(?P<all>(?P<required>_{1,2})(?P<name>[^\W_]+)(?:_(?P<type>[a-zA-Z0-9]+))?)\b")


def decorators(text: str) -> dict[str, object]:
    lines = [line.lstrip("#+") for line in text.split("\n") if line.startswith("#+")]
    found: dict[str, object] = yaml.safe_load("\n".join(lines))
    return found


def parameters(text: str) -> dict[str, tuple[bool, str | None]]:
    """Return by name whether each parameter is required, and its type."""
    body = "\n".join(line for line in text.split("\n") if not line.startswith("#+"))
    return {each["name"]: (each["required"] == "_", each["type"]) for each in _VARIABLE.finditer(body)}


def rewritten(text: str, values: dict[str, str]) -> str:
    """Return the query with *values* as grlc puts them in."""
    for each in set(_VARIABLE.findall(text)):
        whole, _, name, kind = each
        if name in values:
            text = text.replace(f"?{whole}", f"<{values[name]}>" if kind == "iri" else _literal(values[name], kind))
    return "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n" + text


def _literal(value: str, kind: str) -> str:
    return f'"{value}"' + (f"@{kind}" if len(kind) == 2 else f"^^xsd:{kind}" if kind else "")


@pytest.mark.parametrize("name", catalogue())
def test_grlc_reads_every_query_and_gets_the_same_answer(name: str, client: FlaskClient, release: Release) -> None:
    query = catalogue()[name]
    response = client.get(f"/queries/{name}.grlc.rq")
    assert response.mimetype == "application/sparql-query"
    told = decorators(response.text)
    assert (told["summary"], told["method"]) == (query.title["en"], "GET")
    assert (told["endpoint"], told["endpoint_in_url"]) == (f"{ADDRESS}/sparql", False)
    assert told["tags"] == list(query.tags)
    assert ("pagination" in told) == (refusal(query) is None)
    found = parameters(response.text)
    assert {name: required for name, (required, _) in found.items()} == {
        name: not each.optional for name, each in query.parameters.items()
    }
    defaults = {name: value for each in told.get("defaults", []) for name, value in each.items()}  # type: ignore[attr-defined]
    store = Store.read_only(str(release.store))
    ours, theirs = store.query(query.bind({})), store.query(rewritten(response.text, defaults))
    if isinstance(ours, QueryBoolean):
        assert bool(ours) == bool(theirs)
    else:
        assert len(list(ours)) == len(list(theirs))  # type: ignore[arg-type]


NAMED: list[tuple[Parameter, str]] = [
    (Parameter("law", {}, "iri"), "_law_iri"),
    (Parameter("law", {}, "iri", optional=True), "__law_iri"),
    (Parameter("first_day", {}, "date"), "_firstDay_date"),
    (Parameter("words", {}, "string"), "_words"),
    (Parameter("words", {}, "language-string", language="zh"), "_words_zh"),
    (Parameter("since", {}, "year"), "_since_gYear"),
    (Parameter("most", {}, "integer"), "_most_integer"),
]


@pytest.mark.parametrize(("parameter", "name"), NAMED)
def test_names_tell_grlc_the_types(parameter: Parameter, name: str) -> None:
    assert grlc.variable(parameter) == name


@pytest.mark.parametrize("query", catalogue().values(), ids=catalogue())
def test_no_variable_begins_another(query: Query) -> None:
    """Grlc replaces them in the text one by one."""
    names = [grlc.variable(each) for each in query.parameters.values()]
    assert not [(one, two) for one in names for two in names if one != two and two.startswith(one)]
