"""A workspace for the curator's page: one text of our own, and facts as an extractor finds them in it."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from lexwire.graph.article import paragraph_numbers
from lexwire.graph.facts import Record
from lexwire.graph.workspace.dependents import Renaming, followed

HARBOUR = Path(__file__).parent / "articles" / "harbour-daily-2023-05-12-phone-fraud-ring.txt"
ID = "2023-05-12-phone-fraud-ring"
BODY = (3, 11)
EXTRACTED = {"status": "extracted", "by": "lexwire.extract 0.1.0", "date": "2026-11-27"}
MAY = {"start": "2023-05-12", "printed": "on Friday", "basis": "weekday"}
MONTHS = {"start": "2023-01", "end": "2023-04", "printed": "between January and April", "basis": "year-implied"}
LAST_YEAR = {"start": "2022", "printed": "Last year", "basis": "year-implied"}
FIGURE = {"comparator": "exact", "unit": "NUM", "place": "china", "crimes": ["telecom-fraud"]}
BUREAU = "marisport-public-security-bureau"

FACTS: dict[str, list[tuple[str, float, list[str], dict[str, Any]]]] = {
    "actors": [
        (
            "bureau",
            0.93,
            ["the Marisport Public Security Bureau", "the bureau"],
            {"actor": BUREAU, "kind": "PoliceBody", "name": "Marisport Public Security Bureau"},
        ),
        (
            "ren-haodong",
            0.88,
            ["Ren Haodong"],
            {
                "actor": "ren-haodong",
                "kind": "Person",
                "name": "Ren Haodong",
                "roles": [{"title": "deputy-head", "organization": BUREAU}],
            },
        ),
    ],
    "crimes": [("telecom-fraud", 0.97, ["telecom fraud"], {"crime": "telecom-fraud", "nature": "offence"})],
    "statistics": [
        (
            "detained",
            0.91,
            ["34 people"],
            FIGURE
            | {"printed": "34", "value": 34, "counted": "persons", "indicator": "detained", "period": MAY}
            | {"reporters": [BUREAU]},
        ),
        (
            "victims",
            0.42,
            ["more than 1,200 victims"],
            FIGURE
            | {"printed": "1,200", "value": 1200, "counted": "persons", "indicator": "victims", "period": MONTHS}
            | {"reporters": [BUREAU], "companions": ["detained"]},
        ),
        (
            "loss",
            0.77,
            ["about 46 million yuan"],
            FIGURE
            | {"printed": "46 million", "value": 46000000, "counted": "money", "unit": "CNY", "indicator": "losses"}
            | {"comparator": "about", "period": MONTHS, "reporters": [BUREAU]},
        ),
        (
            "loss-in-dollars",
            0.71,
            ["$6.6 million"],
            FIGURE
            | {"printed": "6.6 million", "value": 6600000, "counted": "money", "unit": "USD", "indicator": "losses"}
            | {"comparator": "about", "period": MONTHS, "conversion_of": "loss"},
        ),
        (
            "phones",
            0.55,
            ["210 mobile phones"],
            FIGURE | {"printed": "210", "value": 210, "counted": "devices", "indicator": "other", "period": MAY},
        ),
    ],
    "events": [
        (
            "raid",
            0.66,
            ["raided the hotel on May 9 and seized 210 mobile phones"],
            {"type": "EnforcementAction", "label": "Raid on a hotel", "place": "china", "performed_by": [BUREAU]}
            | {"date": {"start": "2023-05-09", "printed": "May 9", "basis": "year-implied"}}
            | {"crimes": ["telecom-fraud"], "measured_by": ["detained", "phones"]},
        )
    ],
    "statements": [
        (
            "said",
            0.35,
            ["worked in shifts, like a call centre"],
            {
                "speakers": ["ren-haodong"],
                "mode": "direct",
                "type": "factual-claim",
                "gist": "The ring worked in shifts",
            }
            | {"conveys": ["detained", "victims"], "at": "raid"},
        )
    ],
}
"""Each fact by its list: id, confidence, words and fields."""
PER_SUSPECT = FIGURE | {
    "id": "victims-per-suspect",
    "formula": "victims / suspects",
    "inputs": {"victims": "victims", "suspects": "detained"},
    "comparator": "about",
    "counted": "persons",
    "indicator": "victims",
    "period": MONTHS,
}


def as_extracted(text: str) -> Record:
    """Return the record that an extractor makes of *text*: every fact whose words are there, and no more."""
    lines = paragraph_numbers(text, *BODY)
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in FACTS}
    missing = []
    for kind, facts in FACTS.items():
        for id_, confidence, words, fields in facts:
            anchors = [anchor for word in words for anchor in _anchors(text, word, lines)]
            if anchors:
                by = EXTRACTED | {"by": f"lexwire.extract.{kind} 0.1.0", "confidence": confidence}
                found[kind].append({"id": id_, "anchors": anchors, "origin": by} | fields)
            else:
                missing.append(id_)
    record = Record.model_validate(
        {"article": _article(text), "origin": EXTRACTED, "derivations": [PER_SUSPECT], **found}
    )
    return followed(record, Renaming(ids=dict.fromkeys(missing)))[0]


def _article(text: str) -> dict[str, Any]:
    identity = {"id": ID, "title": text.partition("\n")[0], "published": "2023-05-12"}
    return identity | {"sha256": sha256(text.encode()).hexdigest(), "length": len(text), "body": BODY}


def _anchors(text: str, words: str, lines: dict[int, int]) -> list[dict[str, Any]]:
    """Return an anchor for each place of *words* in *text*."""
    places = [match.start() for match in re.finditer(re.escape(words), text)]
    return [
        {"begin": at, "end": at + len(words), "text": words, "paragraph": lines.get(text.count("\n", 0, at) + 1)}
        for at in places
    ]


def make_workspace(folder: Path) -> Path:
    """Make *folder* a workspace with the article, as extracted and not reviewed yet, and return it."""
    for name in ("records", "texts"):
        (folder / name).mkdir(parents=True)
    extract(folder, HARBOUR.read_bytes())
    return folder


def extract(folder: Path, data: bytes) -> None:
    """Put a text and the facts that are found in it into the workspace *folder*, in the place of those before."""
    (folder / "texts" / f"{ID}.txt").write_bytes(data)
    facts = json.loads(as_extracted(data.decode()).model_dump_json(exclude_none=True))
    (folder / "records" / f"{ID}.yaml").write_text(yaml.safe_dump(facts, sort_keys=False), encoding="utf-8")
