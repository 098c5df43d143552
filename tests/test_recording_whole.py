"""Whatever is found in whatever text, its record is sound, and YAML keeps it as it is."""

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.graph import filing, records
from lexwire.graph.extract import syntax
from lexwire.graph.extract.guide import (
    ActorFact,
    CrimeFact,
    EventFact,
    Facts,
    LawFact,
    Period,
    Relation,
    Role,
    Span,
    StatementFact,
    Statistic,
)
from lexwire.graph.reader import USUAL
from lexwire.graph.recording import Recorded, record, to_yaml
from lexwire.graph.recording.names import table

from .conftest import SHARED
from .recording import DAY, PAGE, TEXT, assert_sound, figure, recorded

needs_model = pytest.mark.skipif(find_spec(syntax.MODEL) is None, reason="needs the model of '.[extract]'")
OWN = Path(__file__).parent / "articles"
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: Span(*sorted(pair)))
NAMES = st.sampled_from(
    ["SPP", "Ada Quill", "Eastport police", "the  SPP", "China", "北京", "Ada-Quill", "x" * 501, "—"]
)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
PERIOD = st.none() | st.tuples(st.none() | DAYS, DAYS).map(lambda pair: Period(*pair))
SURE = st.floats(0, 1)


def some(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(table(kind)))


FACTS = st.builds(
    Facts,
    statistics=st.lists(
        st.builds(
            Statistic,
            SPANS,
            st.just("nearly 40"),
            st.integers(-5, 10**15) | st.floats(-1e6, 1e20),
            st.sampled_from(["=", "<", "<=", ">", ">=", "~"]),
            some("units") | st.sampled_from(["clinic", "MYR"]),
            some("indicators"),
            st.none() | some("crimes") | st.sampled_from(["other:doxxing", "other:identity-theft"]),
            PERIOD,
            st.none() | st.sampled_from(["China", "Eastport"]),
            st.none() | NAMES,
            st.none()
            | st.builds(
                Relation,
                st.sampled_from(["share", "change", "subset", "conversion", "compared-with"]),
                st.none() | st.integers(0, 5),
            ),
            SURE,
        ),
        max_size=5,
    ).map(tuple),
    actors=st.lists(
        st.builds(
            ActorFact,
            NAMES,
            some("actors"),
            st.lists(
                st.builds(Role, st.sampled_from(["director", "chairman", "wizard"]), st.none() | NAMES), max_size=3
            ).map(tuple),
            st.lists(SPANS, max_size=3).map(tuple),
            SURE,
        ),
        max_size=5,
    ).map(tuple),
    laws=st.lists(
        st.builds(
            LawFact,
            NAMES | st.just("PIPL"),
            some("laws"),
            some("stages") | st.just("unknown"),
            st.lists(SPANS, max_size=2).map(tuple),
            SURE,
        ),
        max_size=4,
    ).map(tuple),
    crimes=st.lists(st.builds(CrimeFact, some("crimes"), st.lists(SPANS, max_size=2).map(tuple), SURE), max_size=4).map(
        tuple
    ),
    events=st.lists(
        st.builds(
            EventFact,
            some("events"),
            st.just("meeting"),
            SPANS,
            PERIOD,
            st.none() | st.just("China"),
            st.lists(NAMES, max_size=2).map(tuple),
            SURE,
        ),
        max_size=4,
    ).map(tuple),
    statements=st.lists(
        st.builds(
            StatementFact,
            st.none() | NAMES | st.just("SPP; Ada Quill"),
            SPANS,
            some("modes"),
            SURE,
            st.sampled_from(["say", "urge", "vow", ""]),
        ),
        max_size=4,
    ).map(tuple),
)


@given(FACTS)
@settings(max_examples=120, deadline=None)
def test_whatever_is_found_the_record_is_sound(found: Facts) -> None:
    assert_sound(record(PAGE, found, "any", day=DAY), TEXT)


@given(st.text(min_size=1, max_size=60), st.decimals(allow_nan=False, allow_infinity=False, places=6))
@settings(max_examples=60, deadline=None)
def test_yaml_keeps_any_words_and_numbers(words: str, value: Decimal) -> None:
    plain = recorded(statistics=(figure(),)).record
    try:
        odd = type(plain.statistics[0]).model_validate(
            plain.statistics[0].model_dump() | {"note": words, "value": value}
        )
    except ValueError:
        return
    changed = plain.model_copy(update={"statistics": (odd,)})
    spelled = to_yaml(changed)
    assert records.parsed(Path(f"{plain.article.id}.yaml"), spelled) == changed


@pytest.mark.parametrize("path", sorted(records.packaged().glob("*.yaml")), ids=lambda path: path.stem)
def test_yaml_keeps_a_reviewed_record(path: Path) -> None:
    before = records.read(path)
    assert records.parsed(path, to_yaml(before)) == before


@cache
def extracted(file: Path) -> tuple[Recorded, str]:
    filed = filing.extracted(file, None, USUAL)
    return record(filed.read, filed.facts, file.stem, day=DAY), filed.read.text


TEXTS = [*sorted(OWN.glob("*.txt")), *sorted((SHARED / "articles").glob("*.txt"))]


@needs_model
@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_the_record_of_a_whole_text_is_sound(file: Path) -> None:
    made, text = extracted(file)
    assert_sound(made, text)
    assert made.record.actors
    assert made.record.statistics


@needs_model
@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_no_anchor_is_a_sentence(file: Path) -> None:
    made, text = extracted(file)
    for facts in (made.record.events, made.record.statements):
        for anchor in (anchor for fact in facts for anchor in fact.anchors):
            assert len(anchor.text.split()) <= 8
            assert anchor.text != text.split("\n")[text.count("\n", 0, anchor.begin)].strip()


@needs_model
def test_known_bodies_of_an_article_are_resolved() -> None:
    files = [file for file in TEXTS if file.parent != OWN]
    if not files:
        pytest.skip("needs the texts beside the checkout")
    keys = {each.actor for file in files for each in extracted(file)[0].record.actors}
    assert {"spp", "mps", "miit", "tencent", "jia-yu", "hangzhou-internet-court"} <= keys
