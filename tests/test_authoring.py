"""How a saved query is written: begun, tested against a release, and its promise kept in the file."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from lexwire.queries import Query, QueryError, catalogue, collected, load
from lexwire.queries.authoring import begun, expecting, update
from lexwire.queries.checking import Answer, answer, difference, faults
from lexwire.queries.loading import read
from lexwire.server.cli import main

HEADER = """\
#+ title: {en: A, zh: 甲}
#+ description: {en: All that is said., zh: 所有。}
"""
BODY = "SELECT ?n ?word WHERE { VALUES (?n ?word) { (1 'a') (2 'b') (3 UNDEF) } } ORDER BY ?n\n"
FOUND = Answer(("n", "word"), (("1", "a"), ("2", "b"), ("3", None)))


def cli(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["query", *map(str, words)])


def query_of(text: str) -> Query:
    return read(text.encode(), "own", "folder", "own.rq")


# new


def test_a_new_query_passes_as_it_stands(data: Path, tmp_path: Path) -> None:
    made = cli("new", "laws-in-court", "--folder", "laws", "--queries", tmp_path / "queries")
    path = tmp_path / "queries" / "laws" / "laws-in-court.rq"
    assert (made.exit_code, str(path) in made.output) == (0, True)
    query = load(path)
    assert (query.folder, query.tags, set(query.title)) == ("laws", ("laws",), {"en", "zh"})
    done = cli("test", "--queries", tmp_path / "queries", "--data", data)
    assert (done.exit_code, done.stderr) == (0, "")
    assert re.search(r"laws-in-court +│ 1 +│ +[\d.]+ +│ ok", done.output)


@pytest.mark.parametrize("folder", ["123", "2024-02-24", "true", "null", "no", "1e3"])
def test_a_folder_may_be_called_what_yaml_takes_for_no_text(folder: str, tmp_path: Path) -> None:
    made = cli("new", "456", "--folder", folder, "--queries", tmp_path)
    assert made.exit_code == 0
    assert load(tmp_path / folder / "456.rq").tags == (folder,)


def test_a_new_query_in_a_folder_of_digits_passes(data: Path, tmp_path: Path) -> None:
    cli("new", "456", "--folder", "123", "--queries", tmp_path)
    done = cli("test", "--queries", tmp_path, "--data", data)
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize(("folder", "name"), [("laws", "../x"), ("laws", "Ä"), ("a/b", "x"), ("laws", ""), ("", "x")])
def test_names_that_no_address_can_have(folder: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="cannot be part of an address"):
        begun(tmp_path, folder, name)
    assert list(tmp_path.iterdir()) == []


def test_a_query_is_not_written_over(tmp_path: Path) -> None:
    path = begun(tmp_path, "laws", "mine")
    path.write_text("ASK {}")
    done = cli("new", "mine", "--folder", "laws", "--queries", tmp_path)
    assert (done.exit_code, done.stderr) == (2, f"{path} is there already; choose another name.\n")
    assert path.read_text() == "ASK {}"


# test


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """Return a folder of queries with one that breaks its promise."""
    folder = tmp_path / "queries"
    (folder / "own").mkdir(parents=True)
    (folder / "own" / "good.rq").write_text(f"{HEADER}#+ expect: {{columns: [n, word], rows: 3}}\n{BODY}")
    (folder / "own" / "bad.rq").write_text(f"{HEADER}#+ expect: {{columns: [n, word], rows: 4}}\n{BODY}")
    return folder


def test_the_packaged_queries_keep_their_promises(data: Path) -> None:
    done = cli("test", "--data", data)
    assert (done.exit_code, done.stderr) == (0, "")
    assert all(re.search(rf"│ {name} +│ [\d,]+ +│ +[\d.]+ +│ ok", done.output) for name in catalogue())


def test_a_broken_promise_is_told_in_one_sentence(data: Path, queries: Path) -> None:
    done = cli("test", "--queries", queries, "--data", data)
    assert (done.exit_code, done.stderr) == (1, "bad: there are 3 rows, and not 4.\n")
    assert re.search(r"bad +│ 3 .*wrong", done.output)
    assert re.search(r"good +│ 3 .*ok", done.output)
    assert cli("test", "good", "--queries", queries, "--data", data).exit_code == 0


def test_update_writes_the_promise(data: Path, queries: Path) -> None:
    good = (queries / "own" / "good.rq").stat().st_mtime_ns
    done = cli("test", "bad", "--queries", queries, "--data", data, "--update")
    assert (done.exit_code, "updated" in done.output) == (0, True)
    assert load(queries / "own" / "bad.rq").expect.rows == 3
    assert cli("test", "--queries", queries, "--data", data).exit_code == 0
    assert (queries / "own" / "good.rq").stat().st_mtime_ns == good
    assert sorted(each.name for each in (queries / "own").iterdir()) == ["bad.rq", "good.rq"]


USAGE = {
    "packaged files": (("test", "--update"), "The packaged queries are not written to"),
    "no such query": (("test", "god", "--queries", "{queries}"), "did you mean good?"),
    "no such folder": (("test", "--queries", "{queries}/none"), "is no folder"),
    "no query in it": (("test", "--queries", "{queries}/own"), "holds no query"),
    "no folder": (("new", "x"), "Missing option '--folder'"),
}


@pytest.mark.parametrize("case", USAGE)
def test_usage_errors(case: str, data: Path, queries: Path) -> None:
    words, message = USAGE[case]
    more = ["--data", data] if words[0] == "test" else []
    done = cli(*(word.format(queries=queries) for word in words), *more)
    assert (done.exit_code, message in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("good", "--format", "csv"),
        ("run", "good", "--format", "csv"),
        ("--format", "csv", "good"),
    ],
)
def test_own_queries_are_asked_as_saved_ones_are(words: tuple[str, ...], data: Path, queries: Path) -> None:
    done = cli(*words, "--queries", queries, "--data", data)
    assert (done.exit_code, done.stdout_bytes) == (0, b"n,word\r\n1,a\r\n2,b\r\n3,\r\n")


def test_help_tells_of_all() -> None:
    done = cli("--help")
    assert done.exit_code == 0
    assert all(f"  {name} " in done.output for name in ("run", "new", "test"))
    assert cli().output == done.output


def test_one_name_in_two_folders_is_refused(queries: Path) -> None:
    (queries / "other").mkdir()
    (queries / "other" / "good.rq").write_text("ASK {}")
    with pytest.raises(QueryError, match="has the same name"):
        collected(queries)


# what an answer is held against

EXPECT = HEADER + "#+ expect: {columns: [n, word], rows: 3, result: RESULT}\n" + BODY


def listed(result: str) -> str:
    """Return a query that promises the rows *result*, and three of them."""
    return EXPECT.replace("RESULT", result)


BROKEN = {
    "no promise": (HEADER + BODY, "the header promises no number of rows"),
    "columns": (
        HEADER + "#+ expect: {columns: [word, n], rows: 3}\n" + BODY,
        "the columns are [n, word], and not [word",
    ),
    "rows": (HEADER + "#+ expect: {columns: [n, word], rows: 9}\n" + BODY, "there are 3 rows, and not 9"),
    "missing row": (
        listed('[["1", "a"], ["2", "b"], ["3", "c"]]'),
        "the row [3, c] is promised, and is not there",
    ),
    "more rows": (listed('[["1", "a"], ["2", "b"]]'), "the row [3, null] is there, and is not promised"),
    "order": (listed('[["2", "b"], ["1", "a"], ["3", null]]'), "row 1 is [1, a], and not [2, b]"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_first_difference_is_told(case: str) -> None:
    text, message = BROKEN[case]
    query = query_of(text)
    told = difference(query, answer(query, Store())) or ""
    assert message in told
    assert told.startswith("own: ")
    assert told.endswith(".")


def test_order_counts_only_where_the_query_gives_one() -> None:
    query = query_of(listed('[["2", "b"], ["1", "a"], ["3", null]]').replace("ORDER BY ?n", ""))
    assert difference(query, answer(query, Store())) is None


DAYS = BODY.replace("1 'a'", "1 '2024-02-24'").replace("2 'b'", "2 '2024'")
FAULTS = {
    "no Chinese title": (HEADER.replace(", zh: 甲", "") + BODY, "the title has no text in zh"),
    "no description": (HEADER.split("#+ desc")[0] + BODY, "the description has no text in en"),
    "no Chinese label": (
        HEADER + "#+ parameters: {x: {label: {en: x}, type: iri, optional: true}}\nASK { ?s ?p $x }\n",
        "the label of x has no text in zh",
    ),
    "dates missing": (HEADER + "#+ view: timeline\n" + BODY, "the view timeline needs a column of dates"),
    "numbers missing": (HEADER + "#+ view: bar\n" + BODY.replace("?n ?word WHERE", "?word WHERE"), "column of numbers"),
    "nothing joined": (HEADER + "#+ view: graph\n" + BODY.replace("?n ?word WHERE", "?n WHERE"), "needs a graph"),
}
FIT = {
    "bar": HEADER + "#+ view: bar\n" + BODY,
    "timeline": HEADER + "#+ view: timeline\n" + DAYS,
    "graph of rows": HEADER + "#+ view: graph\n" + BODY,
    "graph": HEADER + "#+ view: graph\nCONSTRUCT { ?s ?s ?s } WHERE { VALUES ?s { <urn:a> } }\n",
    "nothing found": HEADER + "#+ view: bar\nSELECT ?s { ?s ?p ?o }\n",
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_not_fit_to_be_published(case: str) -> None:
    text, message = FAULTS[case]
    query = query_of(text)
    found = list(faults(query, answer(query, Store())))
    assert message in " ".join(found)
    assert all(each.endswith(".") for each in found)


@pytest.mark.parametrize("case", FIT)
def test_what_is_fit(case: str) -> None:
    query = query_of(FIT[case])
    assert list(faults(query, answer(query, Store()))) == []


# the file

LINES = "#+ expect:\n#+   columns: [n, word]\n#+   rows: 3\n"
LISTED = LINES + '#+   result:\n#+     - ["1", "a"]\n#+     - ["2", "b"]\n#+     - ["3", null]\n'
WRITTEN = {
    "none yet": (HEADER + BODY, HEADER + LINES + BODY),
    "on one line": (HEADER + "#+ expect: {rows: 1}\n#+ tags: [a]\n" + BODY, HEADER + LINES + "#+ tags: [a]\n" + BODY),
    "listed before": (HEADER + "#+ expect:\n#+   rows: 0\n#+   result: []\n" + BODY, HEADER + LISTED + BODY),
    "in the middle": (
        "#+ title: {en: A}\n#+ expect:\n#+\n#+   rows: 0\n#+ # a remark\n#+ view: bar\n\n" + BODY,
        "#+ title: {en: A}\n" + LINES + "#+ # a remark\n#+ view: bar\n\n" + BODY,
    ),
    "as it should be": (HEADER + LISTED + BODY, HEADER + LISTED + BODY),
    "lines of Windows": ((HEADER + BODY).replace("\n", "\r\n"), (HEADER + LINES + BODY).replace("\n", "\r\n")),
    "byte order mark": ("\ufeff" + HEADER + BODY, "\ufeff" + HEADER + LINES + BODY),
    "no end of line": (HEADER + BODY.strip(), HEADER + LINES + BODY.strip()),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_only_the_promise_is_written(case: str) -> None:
    before, after = WRITTEN[case]
    assert expecting(before.encode(), query_of(before), FOUND).decode() == after


def test_without_a_header_there_is_no_place_for_it() -> None:
    with pytest.raises(QueryError, match="has no header"):
        expecting(BODY.encode(), query_of(BODY), FOUND)


@pytest.mark.parametrize("query", catalogue().values(), ids=catalogue())
def test_packaged_files_are_written_as_updates_write_them(query: Query) -> None:
    found = Answer(query.expect.columns, query.expect.result or ((),) * (query.expect.rows or 0))
    assert expecting(query.text.encode(), query, found).decode() == query.text


CELLS = st.none() | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12
)
"""All but what YAML has no place for."""


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_any_answer_is_promised_and_kept(rows: list[tuple[str | None, str | None]]) -> None:
    """Whatever is in the cells, what is written is read back as it was."""
    before = HEADER + "#+ expect: {result: []}\n" + BODY
    found = Answer(("n", "word"), tuple(rows))
    after = query_of(expecting(before.encode(), query_of(before), found).decode())
    assert (after.expect.result, after.body) == (found.rows, query_of(before).body)
    assert difference(after, found) is None


def test_what_yaml_cannot_hold_is_refused_and_nothing_written(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text(HEADER + "#+ expect: {result: []}\n" + BODY)
    before = path.read_bytes()
    with pytest.raises(QueryError, match="the header is no YAML"):
        update(path, load(path), Answer(("n", "word"), (("\ufffe", None),)))
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("own.rq", before)]
