"""The workspace: names that a curator adds, records as they were decided, and the release that they become."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from lexwire.graph import build as building
from lexwire.graph import part, records
from lexwire.graph.aside import write
from lexwire.graph.build import build
from lexwire.graph.extract import page
from lexwire.graph.extract.guide import ActorFact, Facts, Span, StatementFact, Statistic
from lexwire.graph.facts import Record
from lexwire.graph.lexicon import Entry, lexicon
from lexwire.graph.problems import LexwireError, UsageError
from lexwire.graph.recording import record, to_yaml
from lexwire.graph.recording.resolving import names
from lexwire.graph.release import Release, current
from lexwire.graph.workspace import authority, decisions
from lexwire.graph.workspace.anchoring import quote
from lexwire.graph.workspace.decision import Decision
from lexwire.graph.workspace.desk import Desk
from lexwire.graph.workspace.folder import Folder

TEXT = "Watch counts victims\n\nThe Harbour Watch said 40 people in Eastport lost money to phone fraud in 2023.\n"
NAME = "2024-05-20-watch"


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def extracted() -> Record:
    found = Facts(
        actors=(ActorFact("Harbour Watch", "organization", (), (span("Harbour Watch"),), 0.5),),
        statistics=(
            Statistic(
                span("40 people"),
                "40 people",
                40,
                "=",
                "person",
                "victims",
                "telecom-fraud",
                reporter="Harbour Watch",
                confidence=0.5,
            ),
        ),
        statements=(StatementFact("Harbour Watch", span(TEXT.split("\n\n")[1].strip()), "paraphrase", 0.75),),
    )
    return record(page.read(TEXT, date(2024, 5, 20)), found, "watch", day=date(2024, 6, 1)).record


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with one article."""
    folder = Folder(tmp_path / "workspace")
    write(folder.record(NAME), to_yaml(extracted()).encode())
    write(folder.text(NAME), TEXT.encode())
    return folder.root


def reviewed(workspace: Path, action: str = "accept", **changes: object) -> None:
    """Add a decision on the figure to the log."""
    fact = extracted().statistics[0].model_copy(update={"origin": None, **changes})
    when = datetime(2024, 6, 2, 8, tzinfo=UTC)
    anchor = fact.anchors[0]
    decision = Decision(
        time=when,
        by="Ada Example",
        action=action,  # type: ignore[arg-type]
        kind="statistics",
        id=fact.id,
        fact=None if action == "reject" else fact,
        words=(quote(TEXT, anchor.begin, anchor.end),),
    )
    path = Folder(workspace).decisions(NAME)
    path.parent.mkdir(parents=True, exist_ok=True)
    decisions.append(path, decision)


def rows(release: Release, query: str) -> list[tuple[str | None, ...]]:
    found = Store.read_only(str(release.store)).query(query)
    assert isinstance(found, QuerySolutions)
    return [tuple(getattr(term, "value", None) for term in row) for row in found]


def built(workspace: Path, out: Path, jobs: int | None = None) -> Release:
    """Build the release of the workspace alone, which is quicker than with the packaged records."""
    build([], out, jobs=jobs, workspace=workspace)
    return current(out)


def test_an_added_name_is_known_by_its_labels(tmp_path: Path) -> None:
    authority.add(tmp_path, "actor", "harbour-watch", "SocialOrganization", 'The "Harbour" Watch', "海港观察")
    authority.add(
        tmp_path, "law", "harbour-code", "AdministrativeRule", "Harbour Code", same_as="https://example.org/c"
    )
    authority.add(tmp_path, "place", "eastport", "Place", "Eastport")
    known = lexicon(authority.added(tmp_path))
    assert known.actors["harbour-watch"] == Entry("SocialOrganization", 'The "Harbour" Watch')
    assert known.laws["harbour-code"] == Entry("AdministrativeRule", "Harbour Code")
    assert names("actor", authority.added(tmp_path)).key("海港观察") == "harbour-watch"
    assert names("place", authority.added(tmp_path)).key("Eastport") == "eastport"
    assert "harbour-watch" not in lexicon().actors


def test_lines_of_hand_stay_as_they_are(tmp_path: Path) -> None:
    authority.add(tmp_path, "actor", "one", "Person", "One")
    path = Folder(tmp_path).authority("actor")
    path.write_text(path.read_text(encoding="utf-8") + "# a remark of mine\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    authority.add(tmp_path, "actor", "two", "Person", "Two")
    assert path.read_text(encoding="utf-8").startswith(before)


def test_of_lines_added_at_once_none_is_lost(tmp_path: Path) -> None:
    keys = [f"person-{number}" for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda key: authority.add(tmp_path, "actor", key, "Person", key), keys))
    assert set(keys) <= lexicon(authority.added(tmp_path)).actors.keys()


ADDED: dict[str, tuple[tuple[str, ...], str]] = {
    "no kind": (("crime", "arson", "Crime", "Arson"), "'crime' is no kind of authority line"),
    "no class": (("actor", "ada", "Wizard", "Ada"), "'Wizard' is no class of actors"),
    "class of another kind": (("law", "ada", "Person", "Ada"), "'Person' is no class of laws"),
    "no key": (("actor", "Ada Quill", "Person", "Ada"), "'Ada Quill' cannot be the key"),
    "no label": (("actor", "ada", "Person", "  "), "cannot be the English label"),
    "label that cannot be printed": (("actor", "ada", "Person", "A\x07"), "cannot be the English label"),
    "Chinese label that cannot be printed": (("actor", "ada", "Person", "A", "\x07"), "cannot be the Chinese label"),
    "no IRI": (("actor", "ada", "Person", "Ada", "", "not an iri"), "'not an iri' is no IRI"),
    "known to the ontology": (("actor", "spp", "Person", "SPP"), "'spp' has a line already"),
    "added before": (("actor", "grace", "Person", "Grace"), "'grace' has a line already"),
}


@pytest.mark.parametrize("case", ADDED)
def test_a_bad_line_is_refused_in_one_sentence_and_nothing_is_written(case: str, tmp_path: Path) -> None:
    authority.add(tmp_path, "actor", "grace", "Person", "Grace")
    before = authority.added(tmp_path)
    given, words = ADDED[case]
    with pytest.raises(LexwireError) as refused:
        authority.add(tmp_path, *given)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert authority.added(tmp_path) == before


HEAD = """\
@prefix lw: <https://w3id.org/lexwire/ns#> .
@prefix actor: <https://w3id.org/lexwire/id/actor/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
BROKEN = {
    "no Turtle": ('actor:ada a lw:Person ; rdfs:label "Ada .', "is no Turtle"),
    "another subject": ('lw:Person rdfs:label "person"@en .', "is no actor"),
    "no class": ('actor:ada rdfs:label "Ada"@en .', "has no class of actors"),
    "no label": ("actor:ada a lw:Person .", "has 0 English labels"),
    "two labels": ('actor:ada a lw:Person ; rdfs:label "Ada"@en , "Ada Q"@en .', "has 2 English labels"),
    "of the ontology": ('actor:spp a lw:ProcuratorialBody ; rdfs:label "SPP"@en .', "is in the ontology too"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_authority_file_stops_the_build_with_its_name(case: str, workspace: Path, tmp_path: Path) -> None:
    line, words = BROKEN[case]
    path = Folder(workspace).authority("actor")
    write(path, (HEAD + line).encode())
    with pytest.raises(LexwireError) as refused:
        built(workspace, tmp_path / "data")
    assert str(refused.value).startswith(str(path))
    assert words in str(refused.value)


def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("a file where a folder should be")
    with pytest.raises(LexwireError, match=r"records.* cannot be written"):
        write(Folder(tmp_path).record("a"), b"x")
    (tmp_path / "texts" / "a.txt").mkdir(parents=True)
    with pytest.raises(LexwireError, match=r"a\.txt cannot be written"):
        write(Folder(tmp_path).text("a"), b"x")
    assert [each.name for each in (tmp_path / "texts").iterdir()] == ["a.txt"]


STATUS = """SELECT ?review ?confidence ?by WHERE {
  ?figure a lw:ReportedStatistic ; lw:reportedIn <https://w3id.org/lexwire/article/2024-05-20-watch> ;
    lw:reviewStatus/skos:prefLabel ?review ; prov:wasGeneratedBy/prov:wasAssociatedWith/rdfs:label ?by .
  FILTER(LANG(?review) = "en") OPTIONAL { ?figure lw:confidence ?confidence } }"""
PREFIXES = """PREFIX lw: <https://w3id.org/lexwire/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX gaf: <http://groundedannotationframework.org/gaf#> PREFIX actor: <https://w3id.org/lexwire/id/actor/>
"""
DECIDED: dict[str, tuple[Callable[[Path], None], list[tuple[str | None, ...]]]] = {
    "nothing": (lambda _: None, [("extracted", "0.5", "Lexwire extractor: statistics")]),
    "accepted": (reviewed, [("reviewed", None, "Ada Example")]),
    "rejected": (lambda workspace: reviewed(workspace, "reject"), []),
}


MENTION = """SELECT ?status ?confidence { actor:harbour-watch gaf:denotedBy ?m .
  ?m lw:reviewStatus/skos:prefLabel ?status ; lw:confidence ?confidence FILTER(LANG(?status) = "en") }"""


@pytest.mark.parametrize("case", DECIDED)
def test_the_graph_tells_extracted_facts_from_decided_ones(case: str, workspace: Path, tmp_path: Path) -> None:
    """An actor is of many articles, so its mention says that a program found it in this one."""
    decide, wanted = DECIDED[case]
    decide(workspace)
    release = built(workspace, tmp_path / "data")
    assert rows(release, PREFIXES + STATUS) == wanted
    assert rows(release, PREFIXES + MENTION) == [("extracted", "0.5")]


def test_added_names_are_published_in_both_languages_and_records_may_use_them(workspace: Path, tmp_path: Path) -> None:
    authority.add(workspace, "actor", "harbour-watch", "SocialOrganization", "Watch of the Harbour", "海港观察")
    authority.add(workspace, "place", "eastport", "Place", "Eastport", same_as="http://dbpedia.org/resource/Eastport")
    reviewed(workspace, "correct", place="eastport", note=None)
    release = built(workspace, tmp_path / "data")
    labels = (
        "SELECT ?label { GRAPH ?g { actor:harbour-watch rdfs:label ?label } FILTER(STRENDS(STR(?g), 'authority')) }"
    )
    assert sorted(rows(release, PREFIXES + labels)) == [("Watch of the Harbour",), ("海港观察",)]
    every = "SELECT DISTINCT ?label { actor:harbour-watch rdfs:label ?label FILTER(LANG(?label) = 'en') }"
    assert rows(release, PREFIXES + every) == [("Watch of the Harbour",)]
    query = """PREFIX sdmx-d: <http://purl.org/linked-data/sdmx/2009/dimension#> SELECT ?class ?place {
      actor:harbour-watch a ?class . ?f lw:reportedBy actor:harbour-watch ; sdmx-d:refArea ?place }"""
    found = rows(release, PREFIXES + query)
    assert {place for _, place in found} == {"https://w3id.org/lexwire/id/place/eastport"}
    assert "https://w3id.org/lexwire/ns#SocialOrganization" in {name for name, _ in found}


def test_a_release_is_the_same_bytes_however_it_is_built(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.add(workspace, "actor", "harbour-watch", "SocialOrganization", "Harbour Watch")
    reviewed(workspace)
    second = extracted().model_copy(update={"article": extracted().article.model_copy(update={"id": "undated-watch"})})
    write(Folder(workspace).record("undated-watch"), to_yaml(second).encode())
    first = built(workspace, tmp_path / "one", 1)
    monkeypatch.setattr(building, "BATCH", 1)
    assert built(workspace, tmp_path / "two", 2).id == first.id


def test_a_workspace_with_nothing_in_it_changes_nothing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    build([records.packaged()], tmp_path / "data", workspace=tmp_path / "workspace")
    assert current(tmp_path / "data").id == current(data).id


def test_the_day_of_the_last_decision_is_the_day_of_the_data(workspace: Path) -> None:
    reviewed(workspace)
    desk = Desk.of(workspace)
    assert part.made([Folder(workspace).record(NAME)], desk).modified == "2024-06-02"


def _missing_text(workspace: Path) -> None:
    reviewed(workspace)
    Folder(workspace).text(NAME).unlink()


def _other_text(workspace: Path) -> None:
    reviewed(workspace)
    write(Folder(workspace).text(NAME), b"another")


def _broken_log(workspace: Path) -> None:
    write(Folder(workspace).decisions(NAME), b'{"a": 1}\n{"b": 2}\n')


def _unknown_crime(workspace: Path) -> None:
    reviewed(workspace, "correct", crimes=("whistling",))


def _broken_record(workspace: Path) -> None:
    write(Folder(workspace).record(NAME), b"article: [")


def _packaged_name(workspace: Path) -> None:
    path = next(iter(records.packaged().glob("*.yaml")))
    write(Folder(workspace).record(path.stem), path.read_bytes())


SPOILT = {
    "text gone": (_missing_text, "is not the text of the record"),
    "text of another day": (_other_text, "is not the text of the record"),
    "no decisions": (_broken_log, "is no decision"),
    "decided for an unknown crime": (_unknown_crime, "the crime 'whistling' is unknown"),
    "no record": (_broken_record, "is not plain YAML"),
    "an article of the package": (_packaged_name, "has a record already"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_workspace_is_refused_and_the_release_stays(case: str, workspace: Path, tmp_path: Path) -> None:
    spoil, words = SPOILT[case]
    spoil(workspace)
    with pytest.raises(LexwireError) as refused:
        build([records.packaged()], tmp_path / "data", jobs=1, workspace=workspace)
    assert words in str(refused.value)
    assert not (tmp_path / "data" / "current").exists()


def test_no_workspace_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder; name a workspace"):
        built(tmp_path / "none", tmp_path / "data")
