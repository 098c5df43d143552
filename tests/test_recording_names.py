"""From extracted names to the keys of a record: articles, actors, laws, crimes, roles and places."""

import hashlib
from datetime import date

import pytest

from lexwire.graph import recording
from lexwire.graph.extract import page
from lexwire.graph.extract.guide import ActorFact, CrimeFact, Facts, LawFact, Role
from lexwire.graph.recording import record
from lexwire.graph.recording.resolving import known, names

from .recording import ACTORS, DAY, PAGE, TEXT, at, figure, recorded


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
