"""From extracted facts to a record: nothing is invented, what cannot be said is told, and the record holds."""

import hashlib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexwire.graph import article, filing, recording, records
from lexwire.graph.consistency import faults
from lexwire.graph.extract import page, syntax
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
from lexwire.graph.lexicon import lexicon
from lexwire.graph.reader import USUAL
from lexwire.graph.recording import Recorded, record, to_yaml
from lexwire.graph.recording.names import crime, table
from lexwire.graph.recording.resolving import known, names
from lexwire.graph.triples import record_triples

from .conftest import SHARED

needs_model = pytest.mark.skipif(find_spec(syntax.MODEL) is None, reason="needs the model of '.[extract]'")
OWN = Path(__file__).parent / "articles"
DAY = date(2024, 6, 1)
TEXT = """\
Police in Eastport hold 40 over phone fraud

Eastport police detained 40 people in March, the Supreme People's Procuratorate said on Monday.

"Losses were nearly 2 million yuan," said Ada Quill, director of the Harbour Watch, who urged banks to obey the PIPL.
"""
PAGE = page.read(TEXT, date(2024, 5, 20))


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def figure(words: str = "40 people", **given: object) -> Statistic:
    plain: dict[str, object] = {"value": 40, "comparator": "=", "unit": "person", "measure": "detained"}
    return Statistic(at(words), words, **{**plain, "crime": "telecom-fraud", **given})  # type: ignore[arg-type]


def recorded(**found: tuple[object, ...]) -> Recorded:
    """Return what becomes of facts of the text above; it is sound in any case."""
    made = record(PAGE, Facts(**found), "eastport-fraud", day=DAY)  # type: ignore[arg-type]
    assert_sound(made, TEXT)
    return made


def assert_sound(made: Recorded, text: str) -> None:
    """Assert that a record has no fault, its words stand in the text, all is extracted, and YAML keeps it as it is."""
    source = made.record.article
    assert faults(made.record, lexicon()) == []
    assert list(article.span_problems(made.record, {source.sha256: text})) == []
    assert records.parsed(Path(f"{source.id}.yaml"), to_yaml(made.record)) == made.record
    for each in (fact for facts in made.record.facts().values() for fact in facts):
        assert each.origin
        assert (each.origin.status, each.origin.confidence is None) == ("extracted", False)
    assert record_triples(made.record)


def test_an_article_is_called_after_its_day_and_its_file() -> None:
    source = recorded().record.article
    assert source.id == "2024-05-20-eastport-fraud"
    assert (source.title, source.body) == ("Police in Eastport hold 40 over phone fraud", (3, 5))
    assert (source.sha256, source.length) == (hashlib.sha256(TEXT.encode()).hexdigest(), len(TEXT))


@pytest.mark.parametrize(
    ("stem", "published", "name"),
    [
        ("harbour-2024-05-20-fraud", date(2024, 5, 20), "2024-05-20-harbour-fraud"),
        ("Old Report (2)", None, "undated-old-report-2"),
        ("undated-report", None, "undated-report"),
        ("诈骗", date(2024, 5, 20), "2024-05-20-police-in-eastport-hold-40-over-phone-fraud"),
    ],
)
def test_names_of_articles(stem: str, published: date | None, name: str) -> None:
    headline = at("Police in Eastport hold 40 over phone fraud")
    assert recording.article_id(stem, page.Page(TEXT, headline, (), published, None)) == name


ACTORS = (
    ActorFact("SPP", "procuratorate", (), (at("Supreme People's Procuratorate"),), 0.9),
    ActorFact("Eastport police", "police", (), (at("Eastport police"),), 0.7),
    ActorFact("Ada Quill", "person", (Role("director", "Harbour Watch"),), (at("Ada Quill"),), 0.8),
    ActorFact("Harbour Watch", "organization", (), (at("Harbour Watch"),), 0.5),
)


def test_actors_get_the_keys_of_the_authority_or_readable_ones_of_their_own() -> None:
    made = recorded(actors=ACTORS)
    assert [(each.actor, each.kind, each.name) for each in made.record.actors] == [
        ("spp", None, None),
        ("eastport-police", "PoliceBody", "Eastport police"),
        ("ada-quill", "Person", "Ada Quill"),
        ("harbour-watch", "Organization", "Harbour Watch"),
    ]
    (role,) = made.record.actors[2].roles
    assert (role.title, role.organization) == ("director", "harbour-watch")
    assert [each.name for each in made.unresolved] == ["Eastport police", "Ada Quill", "Harbour Watch"]


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [
        ("actor", "Supreme People's Procuratorate", "spp"),
        ("actor", "the supreme people’s procuratorate", "spp"),
        ("actor", "Pony Ma", "ma-huateng"),
        ("actor", "Supreme People's Procurators", None),
        ("law", "Cyber-Security Law", "cybersecurity-law"),
        ("law", "Law on Data Security", "data-security-law"),
        ("place", "the People's Republic of China", "china"),
        ("place", "Eastport", None),
    ],
)
def test_a_name_resolves_by_each_of_its_wordings_and_nothing_near(kind: str, name: str, key: str | None) -> None:
    assert names(kind).key(name) == key


@pytest.mark.parametrize(
    ("kind", "name", "near"),
    [
        ("actor", "Supreme People's Procurators", "spp"),
        ("actor", "National People's Congress", "npc-13"),
        ("actor", "China", "group-china-state"),
        ("law", "Data Security Laws", "data-security-law"),
    ],
)
def test_near_matches_are_offered(kind: str, name: str, near: str) -> None:
    assert near in names(kind).near(name)


def test_a_person_is_no_organization_of_that_name() -> None:
    (actor,) = recorded(actors=(ActorFact("Tencent", "person", (), (at("Ada Quill"),)),)).record.actors
    assert (actor.actor, actor.kind) == ("tencent-person", "Person")


def test_a_name_that_another_record_declares_keeps_key_and_class() -> None:
    before = recorded(actors=(ActorFact("Harbour Watch", "media", (), (at("Harbour Watch"),)),)).record
    made = record(PAGE, Facts(actors=ACTORS[3:]), "again", known(records=[before]), DAY)  # type: ignore[arg-type]
    assert [(each.actor, each.kind) for each in made.record.actors] == [("harbour-watch", "MediaOrganization")]
    assert made.unresolved == ()


def test_laws_tell_their_stage_or_none() -> None:
    found = (
        LawFact("PIPL", "law", "unknown", (at("PIPL"),)),
        LawFact("Harbour Code", "regulation", "draft", (at("Harbour Watch"),)),
        LawFact("Bank Code", "guideline", "unknown", (at("banks"),)),
    )
    made = recorded(laws=found)
    assert [(each.law, each.kind, each.stage, each.since, each.basis) for each in made.record.laws] == [
        ("pipl", None, "in-force", "2021-11-01", "external"),
        ("harbour-code", "AdministrativeRule", "drafting", None, "unstated"),
        ("bank-code", "PolicyDocument", None, None, "unstated"),
    ]


def test_a_crime_is_the_concept_that_its_words_name_or_the_wider_one() -> None:
    words = (at("phone fraud"), at("Losses"))
    found = (CrimeFact("telecom-fraud", words), CrimeFact("other:whistling", (at("banks"),)))
    made = recorded(crimes=found)
    assert [each.crime for each in made.record.crimes] == ["telecom-fraud", "telecom-online-fraud"]
    assert [str(each) for each in made.left_out] == [
        "left out: the crime 'other:whistling: banks', which is not in the scheme of crimes."
    ]


def test_a_figure_in_the_words_of_the_schemes() -> None:
    march = Period(date(2024, 3, 1), date(2024, 3, 31))
    given = figure(period=march, place="China", reporter="SPP", confidence=0.625)
    (made,) = recorded(actors=ACTORS, statistics=(given,)).record.statistics
    assert (made.id, made.printed, made.value, made.comparator) == ("40-detained", "40", 40, "exact")
    assert (made.indicator, made.unit, made.counted) == ("detained", "NUM", "persons")
    assert made.crimes == ("telecom-online-fraud",)
    assert (made.place, made.reporters) == ("china", ("spp",))
    assert (made.period.start, made.period.printed, made.period.basis) == ("2024-03", "March", "year-implied")
    assert made.origin
    assert (made.origin.by, made.origin.date, made.origin.confidence) == (
        "Lexwire extractor: statistics",
        DAY,
        Decimal("0.62"),
    )


PERIODS: dict[str, tuple[str, Period | None, Mapping[str, str]]] = {
    "none": ("40 people", None, {"basis": "unstated"}),
    "in the sentence": (
        "40 people",
        Period(date(2024, 3, 1), date(2024, 3, 31)),
        {"start": "2024-03", "printed": "March", "basis": "year-implied"},
    ),
    "weekday": (
        "Procuratorate said",
        Period(date(2024, 5, 20), date(2024, 5, 20)),
        {"start": "2024-05-20", "printed": "on Monday", "basis": "weekday"},
    ),
    "in another sentence": (
        "nearly 2 million yuan",
        Period(date(2024, 3, 1), date(2024, 3, 31)),
        {"start": "2024-03", "basis": "inherited"},
    ),
    "nowhere": ("40 people", Period(date(2023, 1, 1), date(2023, 12, 31)), {"start": "2023", "basis": "implied"}),
    "without beginning": ("40 people", Period(None, date(2024, 3, 31)), {"basis": "unstated"}),
}


@pytest.mark.parametrize("case", PERIODS)
def test_periods_keep_their_words_and_tell_their_basis(case: str) -> None:
    words, found, wanted = PERIODS[case]
    (made,) = recorded(statistics=(figure(words, period=found),)).record.statistics
    assert made.period.model_dump(exclude_none=True) == wanted


def test_nearly_is_told_from_about_by_its_word() -> None:
    given = figure("nearly 2 million yuan", value=2e6, comparator="~", unit="CNY", measure="loss")
    (made,) = recorded(statistics=(given,)).record.statistics
    assert (made.comparator, made.bounds()) == ("nearly", (None, Decimal(2000000)))


LEFT_OUT = {
    "unknown currency": (figure(unit="XAU"), "not in the scheme of units (XAU)"),
    "unit of another size": (figure(unit="decade", measure="duration"), "not in the scheme of units (decade)"),
    "unknown measure": (figure(measure="sung-about"), "not in the scheme of indicators"),
    "unknown comparator": (figure(comparator="<>"), "not in the scheme of comparators"),
    "share of no hundred": (figure(measure="share", unit="percent", value=140), "no part of a hundred"),
    "share of people": (figure(measure="share"), "no part of a hundred"),
    "no number": (figure(value=float("1e40")), "cannot hold"),
    "no words": (Statistic(Span(5, 5), "", 1, "=", "person", "detained", "hacking"), "cannot hold"),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_cannot_be_said_is_left_out_and_told(case: str) -> None:
    given, why = LEFT_OUT[case]
    made = recorded(statistics=(given,))
    assert made.record.statistics == ()
    assert [why in str(each) for each in made.left_out] == [True]


def test_a_crime_that_the_scheme_lacks_is_noted_and_not_invented() -> None:
    told, untold = recorded(
        statistics=(figure(crime="other:whistling"), figure("Police", crime=None))
    ).record.statistics
    assert (told.crimes, told.note) == ((), "Crime as extracted: whistling.")
    assert (untold.crimes, untold.note) == ((), None)


ROLES = {
    "director": ("director", None),
    "Director": ("director", None),
    "deputy head of the cybercrime unit": ("deputy-head", "deputy head of the cybercrime unit"),
    "chief whistler": ("other-post", "chief whistler"),
}


@pytest.mark.parametrize("title", ROLES)
def test_a_role_keeps_the_words_that_the_scheme_has_not(title: str) -> None:
    person = ActorFact("Ada Quill", "person", (Role(title, None),), (at("Ada Quill"),))
    (role,) = recorded(actors=(person,)).record.actors[0].roles
    assert (role.title, role.printed) == ROLES[title]


def test_an_unknown_place_is_noted_and_not_invented() -> None:
    made = recorded(statistics=(figure(place="Eastport"),))
    (statistic,) = made.record.statistics
    assert (statistic.place, statistic.note) == (None, "Place as extracted: Eastport.")
    assert [str(each) for each in made.unresolved] == ["unknown place: Eastport."]


def test_figures_keep_their_relations() -> None:
    change = figure("Losses", value=-4, unit="percent", measure="change", relation=Relation("change", 0))
    part = figure("Police", value=12, relation=Relation("subset", 0))
    larger = figure("banks", value=50, relation=Relation("subset", 0))
    lost = figure("hold 40", relation=Relation("conversion", 5))
    made = recorded(statistics=(figure(), change, part, larger, lost, figure(measure="sung-about")))
    first, rise, some, more, none = made.record.statistics
    assert (rise.kind, rise.change_of, rise.counted, rise.value) == ("change", first.id, "persons", -4)
    assert (some.subset_of, more.subset_of, none.conversion_of) == (first.id, None, None)
    assert len([each for each in made.left_out if each.kind == "relation"]) == 2


def test_events_and_statements_speak_of_what_stands_in_them() -> None:
    clause = at("Eastport police detained 40 people in March")
    said = at('"Losses were nearly 2 million yuan," said Ada Quill, director of the Harbour Watch, who urged banks')
    made = recorded(
        actors=ACTORS,
        crimes=(CrimeFact("telecom-fraud", (at("phone fraud"),)),),
        statistics=(figure("nearly 2 million yuan", unit="CNY", measure="loss", reporter="Ada Quill"),),
        events=(EventFact("police-operation", "police operation", clause, None, "China", ("Eastport police", "SPP")),),
        statements=(
            StatementFact("Ada Quill", said, "mixed", made_by="urge"),
            StatementFact(None, clause, "paraphrase"),
        ),
    )
    (event,), (statement,) = made.record.events, made.record.statements
    assert (event.type, event.place, event.performed_by) == ("EnforcementAction", "china", ("eastport-police",))
    assert (event.id, event.anchors[0].text) == ("police-operation-undated", "Eastport police detained")
    assert (statement.speakers, statement.mode, statement.type) == (("ada-quill",), "mixed", "recommendation")
    assert statement.gist == "Ada Quill asks for something"
    assert statement.conveys == tuple(each.id for each in made.record.statistics)
    assert statement.anchors[0].text.startswith("Ada Quill, director")
    assert {each.kind for each in made.left_out} == {"participant", "statement"}


def test_every_code_of_the_tables_is_one_of_the_ontology() -> None:
    known_classes = {name: lexicon().subclasses[name] for name in ("Actor", "Law", "Event")}
    assert {row[0] for row in table("actors").values()} <= known_classes["Actor"]
    assert {row[0] for row in table("laws").values()} <= known_classes["Law"]
    assert {row[0] for row in table("events").values()} <= known_classes["Event"]
    assert {row[1] for row in table("events").values()} - {""} <= known_classes["Actor"]
    assert {row[0] for row in table("units").values()} - {"-"} <= lexicon().units.keys()
    codes = lexicon().codes
    assert {row[1] for row in table("units").values()} - {""} <= codes["counted-unit"]
    assert {row[0] for row in table("indicators").values()} <= codes["indicator"]
    assert {row[0] for row in table("stages").values()} <= codes["stage"]
    assert {row[0] for row in table("modes").values()} <= codes["speech-mode"]
    assert table("speech").keys() <= codes["statement-type"]
    assert {row[0] for row in table("crimes").values()} <= codes["nature"]
    assert {crime(code) for code in table("crimes")} - {None} <= codes["crime"]


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
