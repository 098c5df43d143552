"""Bad records: each an edit of the good one, with the place, the fault and the mend that its refusal names."""

from pathlib import Path

import pytest

from lexwire.graph import records
from lexwire.graph.records import RecordError

from .record_files import RECORD


def refusal(path: Path) -> str:
    """Return the message with which the file at *path* is refused."""
    with pytest.raises(RecordError) as raised:
        records.read(path)
    return str(raised.value)


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
