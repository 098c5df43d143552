"""Files of queries: a wrong one is refused with its place, and one of the reader's own needs no header."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexwire.queries import QueryError, catalogue, load
from lexwire.queries.loading import read

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
