"""A record of an article that was never written, and files that are made of it."""

from collections.abc import Mapping
from pathlib import Path

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
