"""Forms of saved queries: a field for each parameter, names for codes, and what is told beside a field."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lexwire.queries import Parameter, catalogue
from lexwire.queries.header import RESERVED
from lexwire.server import create_app
from lexwire.server.saved.choices import Choices
from lexwire.server.saved.form import LISTED, SELECTED, fields
from lexwire.server.saved.values import FIELDS
from lexwire.server.service import opened
from lexwire.server.settings import Settings

from .catalogue_pages import ADDRESS, BROWSER, HERE, elements, page


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[FlaskClient]:
    service = opened(Settings(str(data), public_url=ADDRESS))
    yield create_app(service).test_client()
    service.engine.close()


def test_a_form_fits_its_parameters(client: FlaskClient) -> None:
    response = page(client, "/laws-at-a-date?date=2020-01-01")
    field = next(each for each in elements(response, "input") if each.get("name") == "date")
    assert (field["type"], field["value"]) == ("date", "2020-01-01")
    assert [each.get("name") for each in elements(response, "select")] == ["language"]


def test_few_values_are_chosen_and_many_are_typed(client: FlaskClient) -> None:
    few, many = page(client, "/people-prosecuted-over-time"), page(client, "/crime-hierarchy")
    assert [each["name"] for each in elements(few, "select")] == ["crime", "stage", "language"]
    field = next(each for each in elements(many, "input") if each.get("name") == "crime")
    assert (field["value"], field["list"]) == ("Cybercrime", "p-crime-list")
    assert {"value": "Telecom fraud"} in elements(many, "option")


TYPED = {
    "a name": ("Telecom fraud", "telecom-fraud"),
    "a name in any case": ("  telecom FRAUD ", "telecom-fraud"),
}


@pytest.mark.parametrize("case", TYPED)
def test_a_name_that_is_typed_becomes_its_code(client: FlaskClient, case: str) -> None:
    typed, code = TYPED[case]
    response = client.get("/queries/crime-hierarchy", query_string={"crime": typed, "page": "1"}, headers=BROWSER)
    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"{HERE}/queries/crime-hierarchy?crime={code}&page=1",
    )
    assert page(client, f"/crime-hierarchy?crime={code}").status_code == 200


def test_a_code_that_nothing_has_is_told_beside_its_field(client: FlaskClient) -> None:
    response = page(client, "/crime-hierarchy?crime=no-crime")
    field = next(each for each in elements(response, "input") if each.get("name") == "crime")
    assert (response.status_code, field["value"], "aria-invalid" in field) == (200, "no-crime", False)
    assert (
        "none of the values that the graph offers"
        in response.text.partition(f'id="{field["aria-describedby"]}"')[2][:90]
    )


REFUSED = {
    "no date": ("laws-at-a-date", "date", "soon", "en", "such as 2019-12-31"),
    "no date, in Chinese": ("laws-at-a-date", "date", "soon", "zh", "请给出类似 2019-12-31 的值"),
    "not allowed": ("laws-at-a-date", "language", "fr", "en", "choose one of: en, zh"),
    "no IRI": ("crime-hierarchy", "crime", "> <", "en", "such as cybercrime"),
    "markup": ("crime-hierarchy", "crime", "<script>alert(1)</script>", "en", "such as cybercrime"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_value_is_told_beside_its_field(client: FlaskClient, case: str) -> None:
    name, parameter, value, language, message = REFUSED[case]
    headers = BROWSER | {"Accept-Language": language}
    response = client.get(f"/queries/{name}", query_string={parameter: value}, headers=headers)
    fields = [*elements(response, "input"), *elements(response, "select")]
    field = next(each for each in fields if each.get("name") == parameter)
    sentence = response.text.partition(f'id="{field["aria-describedby"]}">')[2].partition("</p>")[0]
    assert (response.status_code, field["aria-invalid"], message in sentence) == (400, "true", True)
    assert "<script>alert" not in response.text


STRANGE = ["name", "suffix", "endpoint", "_external", "_anchor", "_scheme", "values", "lang", "self", "q"]


@pytest.mark.parametrize("field", STRANGE)
def test_no_field_of_an_address_means_anything_to_the_server(client: FlaskClient, field: str) -> None:
    response = page(client, f"/speakers?{field}=1")
    assert response.status_code == (200 if field == "lang" else 400)


def test_names_are_typed_where_there_are_too_many_to_choose_from() -> None:
    """A page carries some hundreds; beyond, the search knows the rest."""
    parameter = Parameter("crime", {"en": "crime"}, "iri", base="https://w3id.org/lexwire/scheme/crime/")
    query = replace(catalogue()["crime-hierarchy"], parameters={"crime": parameter})
    with Flask(__name__).test_request_context("/"):
        made = {
            n: fields(query, {"crime": "c-1"}, {"crime": _choices(n)})[0] for n in (SELECTED, SELECTED + 1, LISTED + 1)
        }
    assert [(each.input, each.value, len(each.options), each.search) for each in made.values()] == [
        ("select", "c-1", SELECTED, ""),
        ("text", "Crime 1", SELECTED + 1, ""),
        ("text", "c-1", 0, "crime"),
    ]


def _choices(number: int) -> Choices:
    return Choices({f"c-{n}": f"Crime {n}" for n in range(number)})


MEANT = {
    "a code": ("c-1", "c-1"),
    "a name": ("Crime 1", "c-1"),
    "a name that is another's code": ("c-2", "c-2"),
    "a name of two": ("Twice", "Twice"),
    "neither": ("c-9", "c-9"),
}


@pytest.mark.parametrize("case", MEANT)
def test_who_types_a_name_means_its_code_unless_two_have_it(case: str) -> None:
    typed, code = MEANT[case]
    choices = Choices({"c-1": "Crime 1", "c-2": "Crime 2", "c-3": "c-2", "c-4": "Twice", "c-5": "twice"})
    assert choices.code(typed) == code


@given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcdeAB"), min_size=1))
def test_what_a_field_shows_leads_back_to_its_code(names: dict[str, str]) -> None:
    choices = Choices(names)
    assert [choices.code(choices.name(code)) for code in names] == list(names)


def test_no_parameter_can_be_called_like_a_field_that_pages_take_for_themselves() -> None:
    assert FIELDS <= RESERVED
