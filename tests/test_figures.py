"""The explorer of figures: what can be chosen leads to figures, and the rows are those that can be taken away."""

import csv
import io
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from lexwire.graph.namespaces import BASE
from lexwire.server import create_app
from lexwire.server.figures.choice import Choice, choice
from lexwire.server.service import opened
from lexwire.server.settings import Settings

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    return create_app(opened(Settings(str(data)))).test_client()


def shown(client: FlaskClient, **fields: str) -> str:
    response = client.get(f"/figures?{urlencode(fields)}", headers=BROWSER)
    assert response.status_code == 200
    return response.text


def rows(page: str) -> list[str]:
    """Return where the rows of the table lead, without the base."""
    return re.findall(r'<tr><th scope="row"><a href="/(id/statistic/[^"?]+)', page)


def offered(page: str, field: str) -> dict[str, int]:
    """Return the values of a field of the form with the numbers of figures they are said to lead to."""
    (select,) = re.findall(rf'<select id="{field}".*?</select>', page, re.DOTALL)
    return {value: int(number) for value, number in re.findall(r'value="([^"]+)"[^>]*>[^<]*\((\d+)\)<', select)}


def exported(client: FlaskClient, page: str) -> list[dict[str, str]]:
    (href,) = re.findall(r'<a href="(/sparql[^"]+)">CSV</a>', page)
    return list(csv.DictReader(io.StringIO(client.get(unescape(href)).text)))


def test_all_figures_are_there(client: FlaskClient) -> None:
    page = shown(client)
    assert "<strong>45 figures</strong>" in page
    assert len(set(rows(page))) == 45


@pytest.mark.parametrize("field", ["crime", "indicator", "place", "reporter", "review", "since", "until"])
def test_each_value_leads_to_as_many_figures_as_it_says(client: FlaskClient, field: str) -> None:
    found = offered(shown(client), field)
    assert found
    assert all(found.values())
    for value, number in found.items():
        narrower = {"narrower": "1"} if field == "crime" else {}
        assert len(rows(shown(client, **{field: value}, **narrower))) == number, value


def test_choices_bound_each_other(client: FlaskClient) -> None:
    """A field offers what the others leave, whatever it is set to itself."""
    page = shown(client, crime="pi-infringement", narrower="1", since="2020")
    assert set(offered(page, "indicator")) == {"prosecuted"}
    assert offered(page, "crime")["telecom-online-fraud"] > 0


def test_narrower_crimes_count_where_asked(client: FlaskClient) -> None:
    exact, whole = shown(client, crime="cybercrime"), shown(client, crime="cybercrime", narrower="1")
    assert set(rows(exact)) < set(rows(whole))
    assert 'value="1" checked' in whole
    assert 'value="1" checked' not in exact


@pytest.mark.parametrize(
    "fields",
    [{}, {"crime": "cybercrime", "narrower": "1"}, {"review": "computed"}, {"since": "2016", "until": "2018"},
     {"indicator": "arrested", "place": "china", "lang": "zh"}],
    ids=str,
)  # fmt: skip
def test_the_table_to_take_away_has_the_same_rows(client: FlaskClient, fields: dict[str, str]) -> None:
    page = shown(client, **fields)
    assert rows(page) == [row["statistic"].removeprefix(BASE) for row in exported(client, page)]


def test_a_row_to_take_away_can_be_read_alone(client: FlaskClient) -> None:
    (row,) = exported(client, shown(client, crime="pi-infringement", indicator="accused"))
    assert (row["printed"], row["comparator"], row["value"]) == ("more than 8,700", "more than", "8700")
    assert (row["counted"], row["start"], row["end"]) == ("persons", "2016-01-01", "2018-09-30")
    assert (row["reporters"], row["status"]) == ("Supreme People's Procuratorate", "reviewed")
    (chinese,) = exported(client, shown(client, crime="pi-infringement", indicator="accused", lang="zh"))
    assert chinese["comparator"] == "超过"


def test_a_row_to_take_away_says_that_it_is_computed(client: FlaskClient) -> None:
    """It has no words of an article, and a formula in their place."""
    found = exported(client, shown(client, crime="pi-infringement"))
    computed = {row["statistic"].rpartition("/")[2]: row for row in found if not row["printed"]}
    assert computed.keys() == {"insider-share-of-suspects", "suspects-per-case"}
    share = computed["insider-share-of-suspects"]
    assert (share["status"], share["formula"], share["value"]) == ("computed", "insiders / suspects * 100", "9.18")
    assert {row["status"] for row in found if row["printed"]} == {"reviewed"}
    chinese = exported(client, shown(client, crime="pi-infringement", lang="zh"))
    assert {row["status"] for row in chinese} == {"已审核", "推算"}


def test_a_row_to_take_away_tells_how_its_period_was_found(client: FlaskClient) -> None:
    (row,) = exported(client, shown(client, crime="pi-infringement", indicator="prosecuted"))
    assert (row["periodPrinted"], row["basis"]) == ("From January to November", "year implied")
    assert (row["lower"], row["upper"]) == ("7300", "")


def test_each_mark_and_row_is_linked_to_its_figure(client: FlaskClient) -> None:
    page = shown(client, crime="pi-infringement")
    marks = re.findall(r'<a href="/(id/[^"]+)" class="mark (\w+)[^"]*"><title>([^<]+)</title>', page)
    assert {href for href, _look, _title in marks} <= set(rows(page))
    told = {unescape(title): look for _href, look, title in marks}
    assert told["more than 8,700 (more than 8,700 persons), Jan 2016 – Sep 2018"] == "above"
    assert "style=" not in page


def test_what_a_form_leaves_open_is_no_part_of_the_address(client: FlaskClient) -> None:
    sent = client.get("/figures?lang=zh&crime=hacking&narrower=1&indicator=&since=&until=&review=", headers=BROWSER)
    assert (sent.status_code, sent.headers["Location"]) == (302, "/figures?crime=hacking&narrower=1&lang=zh")


def test_what_cannot_be_compared_is_said_and_drawn_apart(client: FlaskClient) -> None:
    page = shown(client, crime="pi-infringement")
    assert "They are not to be added up" in page
    captions = re.findall(r"<figcaption>([^<]+)<", page)
    assert len(captions) == len(set(captions)) > 3


def test_nothing_is_found(client: FlaskClient) -> None:
    """The choice stays in the form, so that it can be undone."""
    page = shown(client, crime="hacking", indicator="convicted")
    assert "No figure is like that." in page
    assert 'value="convicted" selected' in page
    assert rows(page) == []


def test_it_speaks_chinese(client: FlaskClient) -> None:
    page = shown(client, crime="cybercrime", lang="zh")
    assert "30万" in page
    assert '<option value="cybercrime" selected>网络犯罪' in page
    assert "and narrower kinds" not in page


@pytest.mark.parametrize("name", ["crime", "indicator", "place", "reporter", "review", "since", "until"])
@pytest.mark.parametrize("value", ["a> . ?x ?y ?z", "../x", "x" * 500, "a\u2028b", '"', "20\u0661\u0666"])
def test_what_cannot_be_chosen(client: FlaskClient, name: str, value: str) -> None:
    response = client.get(f"/figures?{urlencode({name: value, 'lang': 'en'})}", headers=BROWSER)
    assert response.status_code == 400
    assert f"of {name} is none; give" in response.text


@pytest.mark.parametrize("year", ["16", "02016", "2016-01", "MMXVI"])
def test_what_is_no_year(client: FlaskClient, year: str) -> None:
    response = client.get(f"/figures?since={year}&lang=zh", headers=BROWSER)
    assert response.status_code == 400
    assert "请给出如 2016 的年份" in response.text


@pytest.mark.parametrize("start", ["-1", "x", "1.5", "99999999", ""])
def test_where_no_page_begins(client: FlaskClient, start: str) -> None:
    assert client.get(f"/figures?from={start}", headers=BROWSER).status_code == 400


def test_pages_of_figures(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are told apart by where they begin, together hold each figure once, and keep the choice."""
    monkeypatch.setattr("lexwire.server.figures.SIZE", 10)
    found: list[str] = []
    href = "/figures?place=china"
    while href:
        page = client.get(href, headers=BROWSER).text
        found += rows(page)
        href = "".join(unescape(each) for each in re.findall(r'<a href="([^"]+)" rel="next"', page))
        assert not href or "place=china" in href
    assert len(found) == len(set(found)) == offered(shown(client), "place")["china"]


def test_a_choice_is_a_pattern() -> None:
    assert Choice().pattern() == "?x sdmx-m:obsValue ?value ."
    assert f"lw:crime <{BASE}scheme/crime/hacking>" in choice({"crime": "hacking"}).pattern()
    assert "lw:crimeOrBroader" in choice({"crime": "hacking", "narrower": "on"}).pattern()
    assert (
        choice({"crime": "hacking", "place": "china"}).others("crime") == f"?x sdmx-d:refArea <{BASE}id/place/china> ."
    )


def test_a_computed_figure_is_not_shown_as_printed(client: FlaskClient) -> None:
    """The row's head leads to the figure, and says that it was printed nowhere; the value stands where it is read."""
    text = client.get("/figures?crime=pi-infringement&review=computed", headers={"Accept": "text/html"}).text
    heads = re.findall(r'<th scope="row">(.*?)</th>', text, re.DOTALL)
    assert len(heads) == 2
    assert all("printed nowhere" in head and not re.search(r">[^<]*\d", head) for head in heads)
    assert "9.18%" in text
