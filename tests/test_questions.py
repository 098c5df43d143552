"""Questions that the graph must answer."""

from collections import Counter

import pytest
from pyoxigraph import Store

from lexwire.graph.release import Release
from lexwire.queries import catalogue

from .saved_queries import Rows, answer

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


@pytest.fixture(scope="session")
def store(release: Release) -> Store:
    return Store.read_only(str(release.store))


@pytest.mark.parametrize("number", QUESTIONS)
def test_question_is_answered(number: int, store: Store) -> None:
    name, names, rows = QUESTIONS[number]
    query = catalogue()[name]
    assert query.columns[: len(names)] == names
    assert Counter(row[: len(names)] for row in answer(query, store)) == Counter(rows)
