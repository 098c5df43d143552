"""Record files: a good one is read, and each bad one is refused with file, line, field and the mend."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lexwire.graph import records
from lexwire.graph.problems import UsageError
from lexwire.graph.records import RecordError

from .bad_records import BAD, refusal
from .record_files import NAME, RECORD, edited, file, line_of


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
