"""SHACL over the graph: planted faults are found, and the reports are sound."""

from collections.abc import Callable, Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import RDF, SH, Graph, URIRef
from rdflib import Literal as RdflibLiteral

from lexwire.graph import check, infer, iris, records
from lexwire.graph.build import Rejected, build
from lexwire.graph.check import Result
from lexwire.graph.derive import derived_triples
from lexwire.graph.namespaces import BASE, DCAT, GAF, LW, NIF, PREFIXES, PROV, SDMX_M, XSD, Namespace
from lexwire.graph.release import current
from lexwire.graph.triples import record_triples

ARTICLE = "2017-03-13-better-protection-of-personal-information"
FIGURE = iris.thing("statistic", ARTICLE, "suspects-arrested-in-2016")
ELI = Namespace(PREFIXES["eli"])
SKOS = Namespace(PREFIXES["skos"])
Graph_ = set[Triple]
"""The graph of an article: a fault is planted by taking triples out and putting others in."""


@cache
def sound() -> frozenset[Triple]:
    """Return what the packaged record of one article, and its derivations, state."""
    record = records.read(records.packaged() / f"{ARTICLE}.yaml")
    return frozenset([*record_triples(record), *derived_triples(record)])


def found(facts: Iterable[Triple]) -> set[Result]:
    """Return the violations of *facts* with what the shapes need around them, as a build asks for them."""
    facts = set(facts)
    background = infer.background()
    around = {t for t in background.asserted | background.inferred if t.predicate != ELI.in_force}
    return {each for each in check.results([*facts, *infer.inferred(facts), *around]) if each.is_violation}


def without(subject: NamedNode, property_: NamedNode) -> Graph_:
    """Return the sound graph without what it says of *subject* by *property_*."""
    return {t for t in sound() if (t.subject, t.predicate) != (subject, property_)}


def replaced(subject: NamedNode, property_: NamedNode, value: NamedNode | Literal) -> Graph_:
    """Return the sound graph with *value* in place of what it says."""
    return without(subject, property_) | {Triple(subject, property_, value)}


def one(property_: NamedNode, value: NamedNode | None = None) -> NamedNode:
    """Return the first subject in order that has *property_* (with *value*)."""
    nodes = (
        t.subject
        for t in sound()
        if t.predicate == property_ and value in {None, t.object} and isinstance(t.subject, NamedNode)
    )
    return min(nodes, key=str)


def number(text: str) -> Literal:
    """Return a decimal."""
    return Literal(text, datatype=XSD.decimal)


PART = one(LW.subsetOf)
WHOLE = next(t.object for t in sound() if t.subject == PART and t.predicate == LW.subsetOf)
MENTION = one(NIF.endIndex)
PERIOD = one(DCAT.startDate)
DERIVED = one(LW.formula)
OPEN = one(LW.comparator, iris.concept("comparator", "more-than"))
INPUT = next(t for t in sorted(sound(), key=str) if t.subject == DERIVED and t.predicate == PROV.wasDerivedFrom)

PLANTED: dict[str, tuple[Callable[[], Graph_], NamedNode, str]] = {
    "fact on no words": (lambda: without(FIGURE, GAF.denotedBy), FIGURE, "needs a mention in the text"),
    "subset larger than its whole": (
        lambda: replaced(PART, SDMX_M.obsValue, number("999999999")),
        PART,
        "A part is not larger than its whole",
    ),
    "shifted offset": (
        lambda: replaced(MENTION, NIF.endIndex, Literal("4866", datatype=XSD.nonNegativeInteger)),
        MENTION,
        "as long as its offsets say",
    ),
    "offset beyond the text": (
        lambda: replaced(MENTION, NIF.endIndex, Literal("99999", datatype=XSD.nonNegativeInteger)),
        MENTION,
        "ends within its article",
    ),
    "more than, without its bound": (
        lambda: without(OPEN, LW.lowerBound),
        OPEN,
        "More than and at least mean a lower bound",
    ),
    "reversed period": (
        lambda: replaced(PERIOD, DCAT.startDate, Literal("2999-01-01", datatype=XSD.date)),
        PERIOD,
        "not after its end",
    ),
    "circle of subsets": (
        lambda: sound() | {Triple(WHOLE, LW.subsetOf, PART)},
        PART,
        "No figure counts a part of itself",
    ),
    "derived from one figure": (lambda: set(sound()) - {INPUT}, DERIVED, "at least two inputs"),
    "derived, and in the text": (
        lambda: sound() | {Triple(DERIVED, GAF.denotedBy, MENTION)},
        DERIVED,
        "stands in no text",
    ),
    "figure of two values": (
        lambda: sound() | {Triple(FIGURE, SDMX_M.obsValue, number("1"))},
        FIGURE,
        "exactly one value",
    ),
    "law in force by an article": (
        lambda: sound() | {Triple(iris.thing("law", "pipl"), ELI.in_force, NamedNode(f"{BASE}x"))},
        iris.thing("law", "pipl"),
        "comes from outside the articles",
    ),
    "concept broader than itself": (
        lambda: (
            sound() | {Triple(iris.concept("crime", "cybercrime"), SKOS.broader, iris.concept("crime", "online-theft"))}
        ),
        iris.concept("crime", "cybercrime"),
        "No concept is broader than itself",
    ),
}


def test_nothing_is_wrong() -> None:
    """The packaged record breaks no shape."""
    assert found(sound()) == set()


@pytest.mark.parametrize("case", PLANTED)
def test_a_planted_fault_is_found(case: str) -> None:
    """The fault is found, and found where it was planted."""
    plant, focus, message = PLANTED[case]
    assert (focus.value, True) in {(each.focus, message in each.message) for each in found(plant())}


RESULTS = [
    Result("Warning", f"{BASE}id/a", f"{BASE}ns#b", "Odd: look again.", f"{BASE}shapes#S"),
    Result("Violation", f"{BASE}id/<script>'\"&", "", '<b>Wrong</b> & "bad": mend it.', ""),
]


def test_report_in_turtle() -> None:
    """The report is a SHACL validation report that says what was found, and the same bytes whatever the order."""
    harmless = [RESULTS[0], Result("Violation", f"{BASE}id/c", "", 'Quoted "so": mend\nit.', "")]
    data = check.report_turtle(harmless)
    graph = Graph().parse(data=data, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == RdflibLiteral(False)
    assert {str(o) for o in graph.objects(None, SH.resultMessage)} == {each.message for each in harmless}
    for node in graph.objects(report, SH.result):
        assert (node, RDF.type, SH.ValidationResult) in graph
        assert graph.value(node, SH.resultSeverity) in {SH.Violation, SH.Warning}
        assert isinstance(graph.value(node, SH.focusNode), URIRef)
    assert data == check.report_turtle(reversed(harmless))


@pytest.mark.parametrize(
    ("results", "conforms"), [([], True), (RESULTS[:1], True), (RESULTS, False)], ids=["none", "warning", "violation"]
)
def test_only_violations_are_against_conformance(results: list[Result], conforms: bool) -> None:
    """A warning does not bar a release, so a report with warnings alone conforms to what we demand."""
    safe = [each for each in results if "<" not in each.focus] + [
        Result("Violation", f"{BASE}id/c", "", "Wrong: mend it.", "") for each in results if "<" in each.focus
    ]
    graph = Graph().parse(data=check.report_turtle(safe), format="turtle")
    assert [bool(each) for each in graph.objects(None, SH.conforms)] == [conforms]


class Tags(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_page_shows_markup_as_text() -> None:
    """Whatever a record's words hold, the page shows them and runs nothing."""
    page = Tags()
    page.feed(check.report_page(RESULTS).decode())
    assert not {"script", "b"} & {tag for tag, _ in page.tags}
    assert '<b>Wrong</b> & "bad": mend it.' in {text.strip() for text in page.text}
    assert [dict(attrs) for tag, attrs in page.tags if tag == "a"] == [{"href": each.focus} for each in sorted(RESULTS)]
    assert "1 violations, 1 warnings" in " ".join(page.text)


def test_page_without_results() -> None:
    """A page without results has no table."""
    page = Tags()
    page.feed(check.report_page([]).decode())
    assert "table" not in {tag for tag, _ in page.tags}


def test_a_violation_bars_the_release(tmp_path: Path) -> None:
    """A build that breaks a shape is rejected with every violation, and the former release stays."""
    good, bad, out = tmp_path / "good", tmp_path / "bad", tmp_path / "out"
    text = (records.packaged() / f"{ARTICLE}.yaml").read_text(encoding="utf-8")
    for folder in (good, bad):
        folder.mkdir()
        (folder / f"{ARTICLE}.yaml").write_text(text, encoding="utf-8")
    former = build([good], out).release
    broken = text.replace("    value: 4261\n", "    value: 4261\n    lower: 4300\n    upper: 4200\n", 1)
    assert broken != text
    (bad / f"{ARTICLE}.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(Rejected, match="not above the upper bound") as raised:
        build([bad], out)
    assert all(each.is_violation for each in raised.value.results)
    assert len(str(raised.value).splitlines()) == len(raised.value.results)
    assert current(out).id == former
    assert not (out / ".building").exists()
    assert [each.name for each in (out / "releases").iterdir()] == [former]
