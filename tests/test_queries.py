"""Saved queries: each file is whole, runs on the release and gives the answer that it promises."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Store
from rdflib.plugins.sparql import prepareQuery

from lexwire.graph.release import Release
from lexwire.queries import Parameter, Query, QueryError, catalogue, checking, load
from lexwire.queries.binding import tokens
from lexwire.queries.loading import read
from lexwire.queries.paging import Page, counting, paged, refusal

Rows = list[tuple[str | None, ...]]

FOLDERS = ["actors", "crimes", "events", "laws", "provenance", "statistics"]

QUESTIONS: dict[int, tuple[str, tuple[str, ...], Rows]] = {
    1: ("who-holds-a-role", ("name",), [("Zhang Jun",)]),
    3: (
        "roles-of-an-actor",
        ("role", "organization"),
        [("national lawmaker", None), ("chairman", "Tencent"), ("chief executive officer", "Tencent")],
    ),
    5: ("how-many-named-persons", ("persons",), [("13",)]),
    7: (
        "laws-in-several-articles",
        ("law", "articles"),
        [("law:cybersecurity-law", "2"), ("law:pipl", "2"), ("law:procuratorial-recommendations", "2")],
    ),
    9: (
        "laws-only-called-for",
        ("law",),
        [
            ("law:generic-agreements",),
            ("law:proposal-web-data-standard",),
            ("law:proposal-big-data-rule",),
            ("law:proposal-responsible-parties",),
            ("law:proposal-high-fines",),
            ("law:proposal-reporting-system",),
        ],
    ),
    11: (
        "standards-of-a-committee",
        ("law", "stage"),
        [
            ("law:pi-security-spec", "issued"),
            ("law:big-data-security-capacity", "issued"),
            ("law:app-pi-collection-standards", "drafting"),
        ],
    ),
    13: (
        "law-over-time",
        ("article", "stage", "asOf"),
        [
            ("article:undated-judicial-officials-online-privacy", "planned", None),
            ("article:2019-08-30-china-cybersecurity-week-briefing", "planned", "2019-08-30"),
        ],
    ),
    15: ("year-on-year-change", ("value", "baselineStart", "baselineEnd"), [("35.5", "2022-01-01", "2022-11-30")]),
    17: (
        "figures-with-open-bounds",
        ("code",),
        [
            ("S0-STA-01",),
            ("S1-STA-08",),
            ("S1-STA-09",),
            ("S2-STA-01",),
            ("S2-STA-02",),
            ("S2-STA-03",),
            ("S3-STA-07",),
            ("S3-STA-08",),
        ],
    ),
    19: (
        "figures-of-a-part",
        ("part", "whole"),
        [
            ("S1-STA-03", "S1-STA-01"),
            ("S2-STA-03", "S2-STA-02"),
            ("S4-STA-03", "S4-STA-02"),
            ("S4-STA-05", "S4-STA-02"),
        ],
    ),
    21: ("how-many-figures-on-a-crime", ("figures",), [("17",)]),
    23: ("figures-that-cite-a-source", ("name", "value"), [("Ma Huateng", "1500000")]),
    25: (
        "figures-with-implied-year",
        ("code",),
        [
            ("S3-STA-01",),
            ("S3-STA-02",),
            ("S3-STA-03",),
            ("S3-STA-05",),
            ("S3-STA-06",),
            ("S3-STA-07",),
            ("S3-STA-09",),
        ],
    ),
    27: (
        "ranked-increases",
        ("crime", "value"),
        [
            ("Online counterfeiting and sale of inferior goods", "85.7"),
            ("Telecom fraud", "63.5"),
            ("Cybercrime", "35.5"),
            ("Theft committed through the internet", "22.7"),
        ],
    ),
    29: (
        "figures-on-one-crime",
        ("indicator", "value", "start", "end"),
        [
            ("prosecuted", "129000", "2019-01-01", "2021-12-31"),
            ("first instance concluded", "103000", "2017-01-01", "2021-12-31"),
            ("convicted", "223000", "2017-01-01", "2021-12-31"),
        ],
    ),
    31: ("derived-shares", ("code", "value"), [("D4", "9.18"), ("D6", "74.43")]),
    33: ("events-of-an-actor", ("code",), [("S1-EVT-02",), ("S2-EVT-09",), ("S3-EVT-06",)]),
    35: (
        "sub-events",
        ("what",),
        [
            ("Fugitive hunt",),
            ("SIM-card and bank-account freezing",),
            ("Interception of recruitment",),
            ("Pursuit of heads of criminal groups",),
        ],
    ),
    37: (
        "who-recommends-in-direct-speech",
        ("name", "statements"),
        [("Zhang Jun", "1"), ("Jia Yu", "1"), ("Ma Huateng", "3"), ("Shao Zhiqing", "2"), ("Chen Jingying", "2")],
    ),
    39: (
        "who-asked-and-who-answered",
        ("name", "part", "statements"),
        [("Hong Kong Ta Kung Wen Wei Media Group", "question", "1"), ("Liu Liehong", "answer", "11")],
    ),
}
"""Questions that the graph must answer: the query, its leading columns and their rows, apart from the headers.

The columns after these say how to read the answer: comparators, periods, labels.
"""

EACH = [pytest.param(query, id=f"{query.folder}/{query.name}") for query in catalogue().values()]
WITH_VALUES = [
    pytest.param(query, parameter, id=f"{query.name}-{parameter.name}")
    for query in catalogue().values()
    for parameter in query.parameters.values()
    if parameter.values
]


@pytest.fixture(scope="session")
def store(release: Release) -> Store:
    return Store.read_only(str(release.store))


@pytest.fixture(scope="session")
def asserted(store: Store) -> Store:
    """Return the release without what was inferred."""
    bare = Store()
    named = [quad for quad in store if isinstance(quad.graph_name, NamedNode)]
    bare.extend(quad for quad in named if not quad.graph_name.value.endswith("/graph/inferred"))
    return bare


def answer(query: Query, store: Store, values: Mapping[str, str] | None = None, union: bool = False) -> Rows:
    """Return the rows of *query* as expectations write them; the triples of a graph."""
    return list(checking.answer(query, store, values, union).rows)


def test_there_is_a_query_of_every_folder_and_a_good_number() -> None:
    assert sorted({query.folder for query in catalogue().values()}) == FOLDERS
    assert len(catalogue()) >= 34
    assert list(catalogue()) == [
        query.name for query in sorted(catalogue().values(), key=lambda each: (each.folder, each.name))
    ]


@pytest.mark.parametrize("query", EACH)
def test_file_is_sparql_as_it_stands_and_bound(query: Query) -> None:
    Store().query(query.text)
    prepareQuery(query.text)
    prepareQuery(query.bind({}))


@pytest.mark.parametrize("query", EACH)
def test_header_is_complete_in_both_languages(query: Query) -> None:
    texts = [query.title, query.description, *(each.label for each in query.parameters.values())]
    assert query.tags
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert re.search("[\u4e00-\u9fff]", text["zh"])
        assert not re.search("[\u4e00-\u9fff]", text["en"])
    assert len(query.description["en"].split()) >= 12


@pytest.mark.parametrize("query", EACH)
def test_file_is_readable(query: Query) -> None:
    assert "\t" not in query.text
    assert query.text.endswith("\n")
    assert max(len(line) for line in query.text.splitlines() if not line.startswith("#+     - [")) <= 120


@pytest.mark.parametrize("query", EACH)
def test_file_declares_only_prefixes_that_it_uses_or_shows(query: Query, store: Store) -> None:
    used = [token.text for token in tokens(query.body) if token.kind == "prefixed" and not token.text.endswith(":")]
    shown = [cell for row in answer(query, store) for cell in row if cell]
    for prefix in query.prefixes:
        assert any(name.startswith(f"{prefix}:") for name in used + shown), prefix


@pytest.mark.parametrize("query", EACH)
def test_release_gives_the_promised_answer(query: Query, store: Store) -> None:
    """The same is asked by `lexwire query test`."""
    found = checking.answer(query, store)
    assert checking.difference(query, found) is None
    assert list(checking.faults(query, found)) == []


@pytest.mark.parametrize("query", EACH)
def test_columns_are_known_before_a_query_is_asked(query: Query, store: Store) -> None:
    assert query.columns == query.expect.columns == checking.answer(query, store).columns


@pytest.mark.parametrize("query", [each for each in EACH if each.id != "provenance/graph-overview"])
def test_answer_needs_no_inference(query: Query, store: Store, asserted: Store) -> None:
    if query.form == "construct":
        assert len(set(answer(query, asserted, union=True))) >= 1
    else:
        assert answer(query, asserted, union=True) == answer(query, store)


@pytest.mark.parametrize("number", QUESTIONS)
def test_question_is_answered(number: int, store: Store) -> None:
    name, names, rows = QUESTIONS[number]
    query = catalogue()[name]
    assert query.columns[: len(names)] == names
    assert Counter(row[: len(names)] for row in answer(query, store)) == Counter(rows)


@pytest.mark.parametrize("query", EACH)
def test_every_optional_parameter_may_stay_open(query: Query, store: Store) -> None:
    anything = {name: "" for name, each in query.parameters.items() if each.optional}
    assert len(answer(query, store, anything)) >= (query.expect.rows or 0)


@pytest.mark.parametrize("query", EACH)
def test_chinese_labels_do_not_change_the_rows(query: Query, store: Store) -> None:
    if "language" in query.parameters:
        assert len(answer(query, store, {"language": "zh"})) == query.expect.rows


@pytest.mark.parametrize(("query", "parameter"), WITH_VALUES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_values_are_listed_and_hold_the_default(
    query: Query, parameter: Parameter, language: str, store: Store
) -> None:
    if isinstance(parameter.values, tuple):
        values = [parameter.term(choice.value, query.prefixes) for choice in parameter.values]
    else:
        rows = store.query(parameter.choices(language) or "")
        assert isinstance(rows, QuerySolutions)
        assert [variable.value for variable in rows.variables] == ["value", "label"]
        found = [(row["value"], row["label"]) for row in rows]
        assert all(isinstance(label, Literal) and label.value for _, label in found)
        values = [value for value, _ in found]
    assert len(values) == len(set(values)) > 0
    if parameter.default:
        assert parameter.term(parameter.default, query.prefixes) in values


def test_construct_views_give_only_their_vocabulary(store: Store) -> None:
    found = store.query(catalogue()["claims"].bind({}))
    assert isinstance(found, QueryTriples)
    assert {triple.predicate.value.partition("schema.org")[1] for triple in found} == {"schema.org", ""}
    annotations = store.query(catalogue()["web-annotations"].bind({}))
    assert isinstance(annotations, QueryTriples)
    selectors = Counter(triple.object for triple in annotations)
    namespace = "http://www.w3.org/ns/oa#"
    numbers = {
        selectors[NamedNode(f"{namespace}{name}")]
        for name in ("Annotation", "TextPositionSelector", "TextQuoteSelector")
    }
    assert len(numbers) == 1
    assert min(numbers) > 0


HEADER = "#+ title: {en: A, zh: 甲}\n"
PARAMETER = HEADER + "#+ parameters: {x: {label: {en: x}, type: iri}}\n"

WRONG = {
    "no query": ("# nothing\n", "there is no SELECT"),
    "update": ("DELETE WHERE { ?s ?p ?o } # SELECT\n", "there is no SELECT"),
    "broken": (HEADER + "SELECT * WHERE {\n", "file.rq:3"),
    "broken yaml": ("#+ title: {en: A\n#+ tags: [\nASK {}\n", "the header is no YAML"),
    "no mapping": ("#+ title\nASK {}\n", "it is no mapping"),
    "alias": ("#+ title: &a {en: A}\n#+ description: *a\nASK {}\n", "aliases are not allowed"),
    "tag": ("#+ title: !!python/name:os.system {en: A}\nASK {}\n", "file.rq:1"),
    "twice": ("#+ title: {en: A}\n#+ title: {en: B}\nASK {}\n", "a key comes twice"),
    "unknown key": (HEADER + "#+ endpoint: x\nASK {}\n", "endpoint is not known"),
    "unknown view": (HEADER + "#+ view: pie\nASK {}\n", "file.rq:2: view: pie is no view"),
    "no title": ("#+ tags: [a]\nASK {}\n", "there is no title"),
    "no English": ("#+ title: {zh: 甲}\nASK {}\n", "file.rq:1: title: the English text is missing"),
    "number for text": ("#+ title: {en: 1}\nASK {}\n", "1 is no text"),
    "tags": (HEADER + "#+ tags: law\nASK {}\n", "'law' is no list"),
    "rows": (HEADER + "#+ expect: {rows: many}\nASK {}\n", "rows is no number"),
    "cell": (HEADER + "#+ expect: {result: [[1]]}\nASK {}\n", "1 is no text; put it in quotes"),
    "type": (HEADER + "#+ parameters: {x: {label: {en: x}, type: text}}\nASK { ?s ?p $x }\n", "x has no known type"),
    "name": (HEADER + "#+ parameters: {x-y: {label: {en: x}, type: iri}}\nASK {}\n", "'x-y' is no name"),
    "type that is a list": (
        HEADER + "#+ parameters: {x: {label: {en: x}, type: [iri]}}\nASK { ?s ?p $x }\n",
        "['iri'] is no text",
    ),
    "impossible date": (HEADER + "#+ tags: [2024-13-45]\nASK {}\n", "put it in quotes"),
    "reserved name": (
        HEADER + "#+ parameters: {page: {label: {en: x}, type: iri}}\nASK { ?s ?p $page }\n",
        "page means something of its own in addresses",
    ),
    "undeclared": (HEADER + "ASK { ?s ?p $y }\n", "file.rq:2: $y is not among the parameters"),
    "unused": (PARAMETER + "ASK { ?s ?p ?o }\n", "parameter x does not occur"),
    "both signs": (PARAMETER + "ASK { ?s $x ?o . ?o ?p ?x }\n", "file.rq:3: ?x is a parameter"),
    "projected": (PARAMETER + "SELECT ?s $x { ?s ?p $x }\n", "$x stands in the SELECT clause"),
    "counted": (PARAMETER + "SELECT (COUNT($x) AS ?n) { ?s ?p $x }\n", "$x stands in the SELECT clause"),
    "target of BIND": (PARAMETER + "SELECT ?s { ?s ?p ?o BIND(?o AS $x) }\n", "$x stands in AS"),
    "grouped": (PARAMETER + "SELECT ?s { ?s ?p $x } GROUP BY ?s $x\n", "$x stands in GROUP BY or ORDER BY"),
    "ordered": (PARAMETER + "SELECT ?s { ?s ?p $x } ORDER BY DESC($x)\n", "$x stands in GROUP BY or ORDER BY"),
    "VALUES": (PARAMETER + "SELECT ?s { VALUES (?s $x) { (1 2) } }\n", "$x stands in the variables of VALUES"),
    "BOUND": (PARAMETER + "SELECT ?s { ?s ?p ?o FILTER(BOUND($x)) }\n", "$x stands in BOUND"),
    "bad default": (
        HEADER + "#+ parameters: {x: {label: {en: x}, type: date, default: soon}}\nASK { ?s ?p $x }\n",
        "does not take 'soon'",
    ),
    "literal as predicate": (
        HEADER + "#+ parameters: {x: {label: {en: x}, type: string}}\nASK { ?s $x ?o }\n",
        "this is no SPARQL",
    ),
    "broken values": (
        HEADER + "#+ parameters: {x: {label: {en: x}, type: iri, values: SELECT}}\nASK { ?s ?p $x }\n",
        "values of x",
    ),
    "codepoint escape": (HEADER + 'ASK { ?s ?p "\\u0022" }\n', "file.rq:2: \\u is not allowed"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_file_is_refused_in_one_sentence_with_its_place(case: str, tmp_path: Path) -> None:
    text, message = WRONG[case]
    path = tmp_path / "file.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.rq"
    path.write_bytes(HEADER.encode() + b"ASK { ?s ?p '\xff' }\n")
    with pytest.raises(QueryError, match=r"file\.rq:2: the file is not UTF-8"):
        load(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq cannot be read"):
        load(tmp_path / "none.rq")


OWN = [
    ("SELECT $s WHERE { $s a ?o } ORDER BY $s", "select"),
    ("\ufeff# a comment\nASK { }", "ask"),
    ("PREFIX a: <http://a/>\r\nDESCRIBE a:b\r\n", "describe"),
    ("#+ title:\r\n#+   en: A\r\n\r\nCONSTRUCT WHERE { ?s ?p ?o }\r\n", "construct"),
    ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "select"),
]


@pytest.mark.parametrize(("text", "form"), OWN)
def test_own_file_needs_no_header(text: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_bytes(text.encode())
    query = load(path)
    assert (query.name, query.form, query.folder) == ("own", form, tmp_path.name)
    assert query.bind({}) == query.body


def test_catalogue_is_read_once_and_cannot_be_changed() -> None:
    assert catalogue() is catalogue()
    with pytest.raises(TypeError):
        catalogue()["new"] = next(iter(catalogue().values()))  # type: ignore[index]


HEADERS = st.lists(st.text("{}[]:,&*!|>-'\"# \\ntitlparmsexyn0189.é", max_size=40) | st.text(max_size=20), max_size=4)


@given(HEADERS)
def test_any_header_is_read_or_refused(lines: list[str]) -> None:
    text = "".join(f"#+ {line}\n" for line in lines) + "ASK {}\n"
    try:
        query = read(text.encode("utf-8", "replace"), "own", "folder", "folder/own.rq")
    except QueryError as error:
        assert str(error).startswith("folder/own.rq:")
        assert "\n" not in str(error)
    else:
        assert query.form == "ask"


# pages

PAGED = [each for each in EACH if refusal(each.values[0]) is None]  # type: ignore[arg-type]


@pytest.mark.parametrize("query", PAGED)
def test_pages_are_the_answer_cut_into_pieces(query: Query, store: Store) -> None:
    """No row comes twice or not at all, and where the query orders them, none elsewhere."""
    text = query.bind({})
    whole = rows(store, text)
    size = max(1, len(whole) // 3)
    pages = [rows(store, paged(query, text, Page(number, size))) for number in range(1, len(whole) // size + 2)]
    assert [row for page in pages for row in page] == (whole if "ORDER BY" in text else sorted(whole))
    assert rows(store, paged(query, text, Page(len(whole) + 1, size))) == []
    assert rows(store, counting(text) or "") == [(f'"{len(whole)}"^^<http://www.w3.org/2001/XMLSchema#integer>',)]


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    found = store.query(text)
    assert isinstance(found, QuerySolutions)
    return [tuple(map(str, row)) for row in found]


TIED = [
    "SELECT ?n ?o { VALUES (?n ?o) { (1 5) (1 4) (1 3) (2 1) (2 0) } } ORDER BY ?n",
    "SELECT ?n ?o { VALUES (?n ?o) { (2 1) (1 5) (1 3) (1 4) (2 0) } } # no order",
    "SELECT DISTINCT ?n (SUM(?p) AS ?o) { { SELECT * { VALUES (?n ?p) { (1 2) (1 1) (2 4) } } LIMIT 9 } } GROUP BY ?n",
    "SELECT * { { SELECT ?n { VALUES ?n { 1 2 3 } } ORDER BY DESC(?n) } }",
]


@pytest.mark.parametrize("text", TIED)
def test_rows_that_tie_come_on_one_page_each(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(text)
    query, store = load(path), Store()
    pages = [rows(store, paged(query, text, Page(number, 1))) for number in range(1, 7)]
    assert [row for page in pages for row in page] == sorted(rows(store, text))


UNPAGED = {
    "a yes or no": ("ASK {}", "its answer is no table"),
    "a graph": ("CONSTRUCT WHERE { ?s ?p ?o }", "its answer is no table"),
    "cut already": ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 5", "it has LIMIT of its own"),
    "begun later": ("SELECT * { ?s ?p ?o } offset 5", "it has OFFSET of its own"),
    "values below": ("SELECT * { ?s ?p ?o } VALUES ?s { <urn:a> }", "it has VALUES of its own"),
    "asks elsewhere": ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "it asks another endpoint"),
}


@pytest.mark.parametrize("case", UNPAGED)
def test_what_has_no_pages_says_why(case: str, tmp_path: Path) -> None:
    text, reason = UNPAGED[case]
    path = tmp_path / "own.rq"
    path.write_text(text)
    with pytest.raises(QueryError, match=re.escape(reason)):
        paged(load(path), text, Page(1, 10))


def test_from_keeps_rows_from_being_counted() -> None:
    assert counting("SELECT * FROM <urn:g> { ?s ?p ?o }") is None
