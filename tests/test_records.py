"""Record files: a good one is read, and each bad one is refused with file, line, field and the mend."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from lexwire.graph import records
from lexwire.graph.problems import UsageError
from lexwire.graph.records import RecordError

NAME = "2031-05-06-harbour-bank"
RECORD = """\
article:
  id: 2031-05-06-harbour-bank
  title: Harbour Bank clients lose savings
  published: 2031-05-06
  publisher: harbour-post
  sha256: 8a1f6d1b0c2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c
  length: 400
  body: [3, 9]
origin: {status: reviewed, by: Ada Example, date: 2031-05-07}
actors:
  - id: post
    anchors:
      - {begin: 0, end: 16, text: The Harbour Post}
    actor: harbour-post
    kind: MediaOrganization
    name: The Harbour Post
  - id: procuratorate
    anchors:
      - {begin: 30, end: 37, text: the SPP, paragraph: 1}
    actor: spp
laws:
  - id: law
    anchors:
      - {begin: 40, end: 44, text: PIPL, paragraph: 1}
    law: pipl
    stage: in-force
    basis: unstated
crimes:
  - id: fraud
    anchors:
      - {begin: 50, end: 63, text: telecom fraud, paragraph: 1}
    crime: telecom-fraud
    nature: offence
statistics:
  - id: charged
    anchors:
      - begin: 70
        end: 92
        text: more than 4,000 people
        paragraph: 2
    printed: more than 4,000
    value: 4000
    comparator: more-than
    reporters: [spp]
    indicator: charged
    crimes: [telecom-fraud]
    unit: NUM
    counted: persons
    place: china
    period: {start: 2030-01, end: 2030-11, printed: from January to November, basis: year-implied}
  - id: charged-in-may
    anchors:
      - {begin: 100, end: 108, text: 90 of it, paragraph: 2}
    printed: "90"
    value: 90
    comparator: exact
    subset_of: charged
    indicator: charged
    crimes: [telecom-fraud]
    unit: NUM
    counted: persons
    place: china
    period: {start: 2030-05, basis: inherited}
  - id: share-online
    kind: share
    anchors:
      - {begin: 120, end: 132, text: 35.5 percent, paragraph: 3}
    printed: 35.5 percent
    value: 35.5
    comparator: exact
    share_of: charged
    indicator: share
    crimes: [online-theft]
    unit: PERCENT
    counted: persons
    place: china
    period: {basis: unstated}
events:
  - id: sweep
    anchors:
      - {begin: 140, end: 149, text: the sweep, paragraph: 3}
    type: EnforcementAction
    label: Sweep against fraud by telephone
    date: {start: 2030, basis: explicit}
    performed_by: [spp]
    measured_by: [charged]
statements:
  - id: warning
    anchors:
      - {begin: 160, end: 169, text: it warned, paragraph: 4}
    speakers: [spp]
    mode: indirect
    type: factual-claim
    gist: The thefts go on
    conveys: [charged]
    at: sweep
derivations:
  - id: online
    formula: charged * share / 100
    inputs: {charged: charged, share: share-online}
    decimals: 0
    comparator: about
    indicator: charged
    crimes: [online-theft]
    unit: NUM
    counted: persons
    place: china
    period: {basis: unstated}
"""
"""A record of an article that was never written."""


def file(folder: Path, text: str | bytes, name: str = NAME) -> Path:
    """Write *text* to *folder* as a record file."""
    path = folder / f"{name}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def edited(edits: Mapping[str, str], text: str = RECORD) -> str:
    """Return *text* with each key of *edits*, which stands in it, replaced once."""
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def line_of(words: str, text: str) -> int:
    """Return the number of the first line of *text* that holds *words*."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def refusal(path: Path) -> str:
    """Return the message with which the file at *path* is refused."""
    with pytest.raises(RecordError) as raised:
        records.read(path)
    return str(raised.value)


def test_a_good_record_is_read(tmp_path: Path) -> None:
    """Every list of facts arrives, numbers exact and dates at the precision given."""
    record = records.read(file(tmp_path, RECORD))
    assert record.article.published == date(2031, 5, 6)
    assert {name: len(facts) for name, facts in record.facts().items()} == {
        "actors": 2, "laws": 1, "crimes": 1, "statistics": 3, "events": 1, "statements": 1,
    }  # fmt: skip
    assert [each.value for each in record.statistics] == [Decimal(4000), Decimal(90), Decimal("35.5")]
    assert (record.statistics[0].period.start, record.statistics[0].period.end) == ("2030-01", "2030-11")
    assert record.events[0].date.start == "2030"
    assert record.derivations[0].inputs == {"charged": "charged", "share": "share-online"}


Bad = tuple[dict[str, str], str, str, str, str]
"""The edits, words on the line to which the message points, the field, what is wrong, and the mend."""
FIGURE = "printed: more than 4,000\n"
BAD: dict[str, Bad] = {
    "missing field": (
        {"    value: 4000\n": ""}, "- id: charged", "statistics[0].value", "field required", "add the field",
    ),
    "missing list of anchors": (
        {"    anchors:\n      - {begin: 40, end: 44, text: PIPL, paragraph: 1}\n": ""},
        "- id: law", "laws[0].anchors", "field required", "add the field",
    ),
    "missing article": (
        {RECORD[: RECORD.index("origin:")]: ""}, "origin:", "article", "field required", "add the field",
    ),
    "empty list of anchors": (
        {"anchors:\n      - {begin: 140, end: 149, text: the sweep, paragraph: 3}": "anchors: []"},
        "anchors: []", "events[0].anchors", "at least 1 item", "give at least one",
    ),
    "wrong type: words for a number": (
        {"value: 4000": "value: lots"}, "value: lots", "statistics[0].value", "'lots'", "correct the value",
    ),
    "wrong type: a number for words": (
        {"printed: more than 4,000": "printed: 4000"}, "printed: 4000", "statistics[0].printed", "4000",
        "correct the value",
    ),
    "wrong type: a number for a day": (
        {"published: 2031-05-06": "published: 86400"}, "published: 86400", "article.published", "86400",
        "correct the value",
    ),
    "wrong type: one for many": (
        {"speakers: [spp]": "speakers: spp"}, "speakers: spp", "statements[0].speakers", "valid tuple",
        "correct the value",
    ),
    "wrong type: many for one": (
        {"place: china": "place: [china]"}, "place: [china]", "statistics[0].place", "valid string",
        "correct the value",
    ),
    "wrong type: nothing": (
        {"gist: The thefts go on": "gist:"}, "gist:", "statements[0].gist", "valid string", "correct the value",
    ),
    "not a number": (
        {"value: 4000": "value: .nan"}, "value: .nan", "statistics[0].value", "finite", "correct the value",
    ),
    "infinite": ({"value: 4000": "value: -.inf"}, "value: -.inf", "statistics[0].value", "finite", "correct the value"),
    "truth value for a number": (
        {"value: 4000": "value: yes"}, "value: yes", "statistics[0].value", "decimal", "correct the value",
    ),
    "unknown field": (
        {FIGURE: f"{FIGURE}    colour: red\n"}, "colour:", "statistics[0].colour", "not permitted",
        "remove it, or correct its name",
    ),
    "unknown field in an anchor": (
        {"text: PIPL,": "text: PIPL, page: 3,"}, "text: PIPL", "laws[0].anchors[0].page", "not permitted",
        "remove it, or correct its name",
    ),
    "unknown field in the record": ({"actors:": "people:"}, "people:", "people", "not permitted", "remove it"),
    "unknown crime": (
        {"crimes: [online-theft]": "crimes: [telecom-fraud, sea-piracy]"}, "sea-piracy", "statistics[2].crimes",
        "the crime 'sea-piracy' is unknown", "add it to the scheme crime in ontology/schemes",
    ),
    "unknown unit": (
        {"unit: NUM": "unit: FURLONG"}, "FURLONG", "statistics[0].unit", "the unit 'FURLONG' is unknown", "correct it",
    ),
    "unknown actor": (
        {"performed_by: [spp]": "performed_by: [sppp]"}, "[sppp]", "events[0].performed_by",
        "the actor 'sppp' is unknown", "or give its kind and name here",
    ),
    "unknown place": (
        {"place: china": "place: atlantis"}, "atlantis", "statistics[0].place",
        "the place 'atlantis' is unknown", "add it to ontology/authority/places.ttl",
    ),
    "unknown comparator": (
        {"comparator: more-than": "comparator: plenty"}, "plenty", "statistics[0].comparator", "'plenty' is unknown",
        "correct it",
    ),
    "key in capitals": (
        {"actor: spp": "actor: SPP"}, "actor: SPP", "actors[1].actor", "not 'SPP'", "correct the value",
    ),
    "span outside the text": (
        {"{begin: 160, end: 169": "{begin: 392, end: 401"}, "end: 401", "statements[0].anchors[0]",
        "the span ends at 401, the text at 400", "take the offsets from the text file",
    ),
    "span before the text": (
        {"{begin: 0, end: 16": "{begin: -1, end: 15"}, "begin: -1", "actors[0].anchors[0].begin",
        "greater than or equal to 0", "correct the value",
    ),
    "span longer than its words": (
        {"end: 44": "end: 45"}, "end: 45", "laws[0].anchors[0]", "the text has 4 characters, the span 5",
        "correct the value",
    ),
    "reversed span": (
        {"{begin: 40, end: 44": "{begin: 44, end: 40"}, "end: 40", "laws[0].anchors[0]", "the span -4",
        "correct the value",
    ),
    "more than eleven words": (
        {"end: 169, text: it warned": "end: 203, text: it said so once or twice a day to a big man"},
        "it said so", "statements[0].anchors[0]", "more than 11 words", "correct the value",
    ),
    "duplicate id": (
        {"id: charged-in-may": "id: charged  # here"}, "# here", "statistics[1].id",
        "the id 'charged' is taken by a fact in statistics", "give it an id of its own",
    ),
    "id of another kind of fact": (
        {"id: warning": "id: sweep  # here"}, "# here", "statements[0].id", "taken by a fact in events",
        "give it an id of its own",
    ),
    "period that ends before it starts": (
        {"end: 2030-11": "end: 2029-11"}, "2029-11", "statistics[0].period",
        "ends (2029-11) before it starts (2030-01)",
        "correct the value",
    ),
    "period with an end alone": (
        {"{start: 2030-05,": "{end: 2030-05,"}, "{end: 2030-05", "statistics[1].period", "an end and no start",
        "correct the value",
    ),
    "month 13": (
        {"end: 2030-11": "end: 2030-13"}, "2030-13", "statistics[0].period.end", "month must be in 1..12",
        "correct the value",
    ),
    "day 31 of April": (
        {"end: 2030-11": "end: 2030-04-31"}, "2030-04-31", "statistics[0].period.end", "day", "correct",
    ),
    "season": (
        {"start: 2030-05": "start: spring"}, "spring", "statistics[1].period.start", "'spring' is not a year",
        "correct the value",
    ),
    "subset larger than its whole": (
        {"comparator: more-than": "comparator: exact",
        "printed: \"90\"\n    value: 90": "printed: \"90\"\n    value: 4001"},
        "subset_of", "statistics[1].subset_of", "the subset (4001) is larger than its whole 'charged' (4000)",
        "correct the values or the relation",
    ),
    "subset of itself": (
        {"subset_of: charged": "subset_of: charged-in-may"}, "subset_of", "statistics[1].subset_of",
        "'charged-in-may' is no other statistic of this record", "name the id of a statistic",
    ),
    "subsets in a circle": (
        {FIGURE: f"{FIGURE}    subset_of: charged-in-may\n"}, "subset_of: charged-in-may", "statistics[0].subset_of",
        "'charged' lies within itself", "break the circle",
    ),
    "share above 100": (
        {"value: 35.5": "value: 100.1"}, "value: 100.1", "statistics[2].value",
        "a share of 100.1 percent is impossible",
        "correct the value or the kind",
    ),
    "share below 0": (
        {"value: 35.5": "value: -1"}, "value: -1", "statistics[2].value", "a share of -1 percent is impossible",
        "correct",
    ),
    "share in another unit": (
        {"unit: PERCENT": "unit: NUM  # here"}, "# here", "statistics[2].unit", "not in NUM",
        "correct the unit or the kind",
    ),
    "statistic that is not there": (
        {"conveys: [charged]": "conveys: [charged, jailed]"}, "jailed", "statements[0].conveys",
        "'jailed' is no other statistic of this record", "name the id of a statistic",
    ),
    "whole that is not there": (
        {"subset_of: charged": "subset_of: jailed"}, "jailed", "statistics[1].subset_of",
        "'jailed' is no other statistic", "name",
    ),
    "event that is not there": (
        {"at: sweep": "at: raid"}, "raid", "statements[0].at", "'raid' is no other event", "name the id",
    ),
    "number not in its anchor": (
        {'printed: "90"': 'printed: "91"'}, '"91"', "statistics[1].printed", "'91' is not in the words of an anchor",
        "print the number as anchored",
    ),
    "call in a formula": (
        {"formula: charged * share / 100": "formula: exit(charged)"}, "exit", "derivations[0].formula", "exit(charged)",
        "write arithmetic over the inputs' names",
    ),
    "input that is not there": (
        {"share: share-online}": "share: share-offline}"}, "share-offline", "derivations[0].inputs", "'share-offline'",
        "name the id",
    ),
    "checksum of another length": (
        {"091a2b3c": "091a2b3"}, "sha256", "article.sha256", "match pattern", "correct the value",
    ),
    "body of one line number": (
        {"body: [3, 9]": "body: [3]"}, "body", "article.body[1]", "field required", "add the field",
    ),
    "file of another name": (
        {"2031-05-06-harbour-bank": "2031-05-06-harbor-bank"}, "harbor-bank", "article.id",
        "the article '2031-05-06-harbor-bank' is in a file of another name",
        "call the file 2031-05-06-harbor-bank.yaml",
    ),
    "kind without name": (
        {"    name: The Harbour Post\n": ""}, "- id: post", "actors[0].name", "kind and name come together",
        "give both, or neither",
    ),
    "kind that is no class": (
        {"kind: MediaOrganization": "kind: Newspaper"}, "Newspaper", "actors[0].kind", "'Newspaper' is not a class",
        "name a class",
    ),
    "event of no class": (
        {"type: EnforcementAction": "type: Statute"}, "Statute", "events[0].type", "'Statute' is no class of events",
        "name a class",
    ),
    "name against the authority file": (
        {"    actor: spp\n": "    actor: spp\n    kind: Person\n    name: The Prosecutor\n"}, "The Prosecutor",
        "actors[1].name",
        "calls it \"Supreme People's Procuratorate\", a ProcuratorialBody", "leave kind and name out",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_record_is_refused(case: str, tmp_path: Path) -> None:
    """The message names file, line, field, fault and mend, in one sentence."""
    edits, words, field, what, mend = BAD[case]
    text = edited(edits)
    path = file(tmp_path, text)
    start = f"{path}:{line_of(words, text)}: {field}: "
    found = [message.removeprefix(start) for message in refusal(path).splitlines() if message.startswith(start)]
    (message,) = [each for each in found if what in each]
    assert mend in message.rpartition("; ")[2]
    assert message.endswith(".")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    """Three faults give three sentences."""
    text = edited({"value: 4000": "value: lots", "actor: spp": "actor: SPP", "gist: The thefts go on": "gist: ''"})
    path = file(tmp_path, text)
    lines = [int(each.removeprefix(f"{path}:").split(":")[0]) for each in refusal(path).splitlines()]
    assert sorted(lines) == sorted(line_of(words, text) for words in ("value: lots", "actor: SPP", "gist: ''"))


NOT_YAML: dict[str, tuple[str | bytes, int | None, str, str]] = {
    # the file, the line to which the message points, what is wrong, and the mend
    "alias": (
        edited({"crimes: [telecom-fraud]": "crimes: &a [telecom-fraud]"}), line_of("crimes: [telecom", RECORD),
        "uses a YAML anchor or alias", "write the value out",
    ),
    "nested bomb of aliases": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)), 1,
        "uses a YAML anchor or alias", "write the value out",
    ),
    "list that holds itself": ("article:\n  - &a [*a]\n", 2, "uses a YAML anchor or alias", "write the value out"),
    "tag that calls a function": (
        "article:\n  id: !!python/object/apply:os.system ['touch OWNED']\n", 2, "could not determine a constructor",
        "correct the line",
    ),
    "tag that makes an object": (
        "article: !!python/object/new:subprocess.Popen [['touch', 'OWNED']]\n", 1, "could not determine a constructor",
        "correct the line",
    ),
    "tag that imports a module": (
        "!!python/module:antigravity {}\n", 1, "could not determine a constructor", "correct the line",
    ),
    "tag of its own": ("a: 1\nb: !secret x\n", 2, "could not determine a constructor", "correct the line"),
    "key that comes twice": (
        edited({"    printed: more": "    value: 9\n    printed: more"}), line_of("- id: charged", RECORD),
        "a key comes twice",
        "correct the line",
    ),
    "key that comes twice at the top": (f"{RECORD}actors: []\n", 1, "a key comes twice", "correct the line"),
    "key that is a list": ("a: 1\n? [b]\n: 2\n", 2, "unhashable key", "correct the line"),
    "tab for indentation": (edited({"  id: 2031": "\tid: 2031"}), 2, "cannot start any token", "correct the line"),
    "quote that is never closed": (edited({"gist: The": 'gist: "The'}), None, "is not plain YAML", "correct the line"),
    "brace that is never closed": (
        edited({"basis: inherited}": "basis: inherited"}), line_of("basis: inherited", RECORD) + 1,
        "is not plain YAML", "correct the line",
    ),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "another document", "correct the line"),
    "day that is not in the calendar": (
        edited({"published: 2031-05-06": "published: 2031-02-30"}), line_of("published", RECORD), "day", "correct",
    ),
    "control character": (
        edited({"gist: The": "gist: \x07The"}), line_of("gist", RECORD), "control characters", "correct",
    ),
    "not UTF-8": (
        RECORD.replace("thefts", "thèfts").encode("latin-1"), line_of("gist", RECORD), "is not UTF-8 text",
        "save the file as UTF-8",
    ),
    "UTF-16": (RECORD.encode("utf-16"), 1, "is not UTF-8 text", "save the file as UTF-8"),
    "empty file": (b"", 1, "the record: input should be a valid dictionary", "correct the value"),
    "comments only": (b"# nothing yet\n", 1, "the record: input should be a valid dictionary", "correct the value"),
    "list at the top": ("- a\n- b\n", 1, "the record: input should be a valid dictionary", "correct the value"),
    "words at the top": ("hello\n", 1, "the record: input should be a valid dictionary", "correct the value"),
    "number of a thousand digits": (
        edited({"value: 4000": f"value: {'9' * 5000}"}), line_of("value: 4000", RECORD), "digits", "correct",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_YAML)
def test_a_file_that_is_no_plain_yaml_is_refused(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names file, line, fault and mend; nothing in the file is run or blown up."""
    monkeypatch.chdir(tmp_path)
    text, line, what, mend = NOT_YAML[case]
    path = file(tmp_path, text)
    message = refusal(path)
    assert message.startswith(f"{path}:{line or ''}")
    assert not line or message.startswith(f"{path}:{line}: ")
    assert what in message
    assert mend in message.rpartition("; ")[2]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("opening", ["[", "- "])
def test_a_deeply_nested_file_is_refused(opening: str, tmp_path: Path) -> None:
    """A file of brackets is refused like any other, and does not take the process down."""
    path = file(tmp_path, opening * 200_000)
    code = "import sys; from pathlib import Path; from lexwire.graph import records; records.read(Path(sys.argv[1]))"
    run = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.returncode
    assert "lexwire.graph.records.RecordError: " in run.stderr


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file is not read beyond the size that a record can have."""
    path = file(tmp_path, b"")
    with path.open("r+b") as sparse:
        sparse.truncate(records.BYTES_AT_MOST + 1)
    assert refusal(path) == f"{path}: has more than 16 MiB; give each article a record of its own."


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """What cannot be read is refused by name."""
    path = tmp_path / f"{NAME}.yaml"
    path.mkdir()
    assert refusal(path).startswith(f"{path}: cannot be read (")


def test_two_files_for_one_article(tmp_path: Path) -> None:
    """The second file is refused, and the first is named."""
    first, second = file(tmp_path, RECORD), tmp_path / "more" / f"{NAME}.yaml"
    second.parent.mkdir()
    second.write_text(RECORD)
    with pytest.raises(RecordError) as raised:
        records.read_all([tmp_path, second.parent])
    assert str(raised.value).startswith(f"{second}: the article {NAME!r} has a record already, {first}; ")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A missing folder is a fault of the call, not of the data."""
    with pytest.raises(UsageError, match="is not a folder"):
        records.read_all([tmp_path / "nowhere"])


def test_the_faults_of_all_files_are_told(tmp_path: Path) -> None:
    """One bad file does not hide another."""
    paths = [file(tmp_path, edited({"value: 4000": "value: lots"}), name) for name in ("a", "b")]
    with pytest.raises(RecordError) as raised:
        records.read_all([tmp_path])
    assert [each.where.split(":")[0] for each in raised.value.problems] == [str(path) for path in paths]


class _AsJson(yaml.CSafeLoader):
    """Reads YAML as the JSON that editors see: days stay text."""


_AsJson.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator() -> jsonschema.Draft202012Validator:
    """Return a validator of the schema."""
    return jsonschema.Draft202012Validator(json.loads(records.schema()))


def as_json(text: str | bytes) -> Any:  # noqa: ANN401 (YAML data)
    """Return what an editor makes of a record file."""
    return yaml.load(text, _AsJson)


def test_the_schema_is_a_schema() -> None:
    """The JSON Schema keeps the rules of its own draft."""
    jsonschema.Draft202012Validator.check_schema(json.loads(records.schema()))


@pytest.mark.parametrize("path", records.paths([records.packaged()]), ids=lambda path: path.stem)
def test_the_schema_accepts_the_packaged_records(path: Path) -> None:
    """An editor shows no fault in what Lexwire ships."""
    assert [error.message for error in validator().iter_errors(as_json(path.read_bytes()))] == []


def test_the_schema_accepts_the_good_record() -> None:
    """An editor shows no fault in the record above."""
    assert [error.message for error in validator().iter_errors(as_json(RECORD))] == []


SEEN_BY_SCHEMA = [
    "missing field", "missing list of anchors", "missing article", "empty list of anchors",
    "wrong type: words for a number",
    "wrong type: a number for words", "wrong type: one for many", "wrong type: many for one", "wrong type: nothing",
    "truth value for a number", "unknown field", "unknown field in an anchor", "unknown field in the record",
    "key in capitals",
    "span before the text", "checksum of another length", "body of one line number", "season",
]  # fmt: skip


@pytest.mark.parametrize("case", SEEN_BY_SCHEMA)
def test_the_schema_refuses_what_it_can_see(case: str) -> None:
    """A fault of form is underlined while one types."""
    assert list(validator().iter_errors(as_json(edited(BAD[case][0]))))


def test_the_packaged_schema_is_this_one() -> None:
    """The schema file that record files name in their first line is up to date."""
    assert (records.packaged() / "record.schema.json").read_text(encoding="utf-8") == records.schema()
    for path in records.paths([records.packaged()]):
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=record.schema.json\n")
