"""Facts to triples: what each kind of fact becomes, and what the graph of the packaged records keeps of them."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from lexwire import ontology
from lexwire.graph import figures, iris, literals, records, triples
from lexwire.graph.derive import derived_triples
from lexwire.graph.facts import Actor, Crime, Event, Fact, Law, Period, Record, Statement, Statistic
from lexwire.graph.namespaces import GAF, LW, OWL, PREFIXES, RDF, SDMX_M, XSD

RECORD = Record.model_validate(
    yaml.safe_load("""
article:
  id: 2031-05-06-theft
  title: Savings stolen
  published: 2031-05-06
  sha256: 8a1f6d1b0c2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c
  length: 400
  body: [3, 9]
origin: {status: reviewed, by: Ada Example, date: 2031-05-07}
""")
)
HEAD = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + """
@base <https://w3id.org/lexwire/> .
@prefix article: <https://w3id.org/lexwire/article/> .
@prefix basis: <https://w3id.org/lexwire/scheme/date-basis/> .
@prefix counted: <https://w3id.org/lexwire/scheme/counted-unit/> .
@prefix mode: <https://w3id.org/lexwire/scheme/speech-mode/> .
@prefix nature: <https://w3id.org/lexwire/scheme/nature/> .
@prefix saying: <https://w3id.org/lexwire/scheme/statement-type/> .
@prefix subject: <https://w3id.org/lexwire/scheme/subject/> .
@prefix event: <https://w3id.org/lexwire/id/event/2031-05-06-theft/> .
@prefix membership: <https://w3id.org/lexwire/id/membership/2031-05-06-theft/> .
@prefix period: <https://w3id.org/lexwire/id/period/> .
@prefix state: <https://w3id.org/lexwire/id/state/2031-05-06-theft/> .
@prefix statement: <https://w3id.org/lexwire/id/statement/2031-05-06-theft/> .
@prefix statistic: <https://w3id.org/lexwire/id/statistic/2031-05-06-theft/> .
"""
)


def turtle(text: str) -> set[Triple]:
    """Return the triples of *text*, written with the prefixes above."""
    return {quad.triple for quad in parse(HEAD + text, format=RdfFormat.TURTLE)}


def lines(found: Iterable[Triple]) -> list[str]:
    """Return triples as sorted lines, so that a difference can be read."""
    return sorted(map(str, found))


def fact(kind: type[Fact], text: str) -> Any:  # noqa: ANN401 (a fact of that kind)
    """Return the fact that *text* describes in YAML."""
    return kind.model_validate({"id": "x", "anchors": [{"begin": 5, "end": 9, "text": "Four"}]} | yaml.safe_load(text))


FACTS: dict[str, tuple[Callable[..., Iterable[Triple]], type[Fact], str, str]] = {
    "actor of the authority file": (
        triples.actor_triples, Actor, "actor: spp",
        """actor:spp a lw:ProcuratorialBody ; rdfs:label "Supreme People's Procuratorate"@en .""",
    ),
    "actor of this article, in two roles": (
        triples.actor_triples, Actor,
        "{actor: ada, kind: Person, name: Ada, roles: [{title: journalist, organization: spp}, {title: lawyer}]}",
        """actor:ada a lw:Person ; rdfs:label "Ada"@en .
           membership:ada-journalist a org:Membership ; rdfs:label "Ada: journalist"@en ; org:member actor:ada ;
               org:role role:journalist ; org:organization actor:spp ; lw:attestedOn "2031-05-06"^^xsd:date .
           membership:ada-lawyer a org:Membership ; rdfs:label "Ada: lawyer"@en ; org:member actor:ada ;
               org:role role:lawyer ; lw:attestedOn "2031-05-06"^^xsd:date .""",
    ),
    "unit of an organization": (
        triples.actor_triples, Actor, "{actor: office, kind: OrganizationalUnit, name: First Office, unit_of: spp}",
        """actor:office a lw:OrganizationalUnit ; rdfs:label "First Office"@en ; org:unitOf actor:spp .""",
    ),
    "law": (
        triples.law_triples, Law, "{law: pipl, stage: in-force, since: 2021-11, basis: explicit, issuers: [spp]}",
        """law:pipl a lw:Statute ; rdfs:label "Personal Information Protection Law"@en .
           state:x a lw:LifecycleState ; rdfs:label "Personal Information Protection Law: in force"@en ;
               lw:stateOf law:pipl ; lw:stage stage:in-force ; lw:dateBasis basis:explicit ;
               lw:asOf "2031-05-06"^^xsd:date ; lw:since "2021-11"^^xsd:gYearMonth ; lw:issuedBy actor:spp .""",
    ),
    "law of this article": (
        triples.law_triples, Law,
        "{law: harbour-rule, kind: AdministrativeRule, name: Harbour Rule, stage: planned, basis: unstated}",
        """law:harbour-rule a lw:AdministrativeRule ; rdfs:label "Harbour Rule"@en .
           state:x a lw:LifecycleState ; rdfs:label "Harbour Rule: planned"@en ; lw:stateOf law:harbour-rule ;
               lw:stage stage:planned ; lw:dateBasis basis:unstated ; lw:asOf "2031-05-06"^^xsd:date .""",
    ),
    "crime": (
        triples.crime_triples, Crime, "{crime: telecom-fraud, nature: offence}",
        "crime:telecom-fraud lw:nature nature:offence .",
    ),
    "figure without a time": (
        figures.statistic_triples, Statistic,
        """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime], unit: NUM,
            counted: persons, place: china, period: {basis: unstated}}""",
        """statistic:x a lw:ReportedStatistic ; rdfs:label "Four: charged"@en ; lw:reportedIn article:2031-05-06-theft ;
               sdmx-m:obsValue "4"^^xsd:decimal ; lw:valueText "Four" ; lw:comparator comparator:exact ;
               lw:indicator indicator:charged ; lw:crime crime:cybercrime ; sdmx-a:unitMeasure unit:NUM ;
               lw:countedUnit counted:persons ;
               sdmx-d:refArea place:china ; lw:dateBasis basis:unstated ;
               lw:ofQuantity <id/quantity/charged/cybercrime/china/undated-2031-05-06-theft/persons/num> .
           <id/quantity/charged/cybercrime/china/undated-2031-05-06-theft/persons/num> a lw:Quantity .""",
    ),
    "change with every relation": (
        figures.statistic_triples, Statistic,
        """{kind: change, printed: Four, value: "40.50", comparator: more-than, upper: 41, indicator: change-yoy,
            crimes: [telecom-fraud, online-theft], unit: PERCENT, counted: persons, place: china,
            period: {start: 2030-01, end: 2030-11, printed: last year, basis: implied},
            baseline: {start: 2029, printed: year-on-year, basis: implied},
            reporters: [spp, spc], cites: mps, change_of: y, subset_of: z, companions: [v, w], conversion_of: u,
            supersedes: 2030-01-01-other/x, denominator: "statistic:z"}""",
        """statistic:x a lw:ReportedStatistic , lw:Change ; rdfs:label "Four: change yoy"@en ;
               lw:reportedIn article:2031-05-06-theft ;
               sdmx-m:obsValue 40.5 ; lw:valueText "Four" ; lw:comparator comparator:more-than ;
               lw:lowerBound 40.5 ; lw:upperBound "41"^^xsd:decimal ;
               lw:indicator indicator:change-yoy ; lw:crime crime:telecom-fraud , crime:online-theft ;
               sdmx-a:unitMeasure unit:PERCENT ;
               lw:countedUnit counted:persons ; sdmx-d:refArea place:china ; lw:dateBasis basis:implied ;
               lw:periodText "last year" ;
               sdmx-d:refPeriod period:2030-01--2030-11 ; lw:baselinePeriod period:2029 ;
               lw:baselineBasis basis:implied ; lw:baselineText "year-on-year" ; lw:ofQuantity
                   <id/quantity/change-yoy/online-theft+telecom-fraud/china/2030-01--2030-11/persons/percent> ;
               lw:reportedBy actor:spp , actor:spc ; lw:citesSource actor:mps ;
               lw:changeOf statistic:y ; lw:subsetOf statistic:z ; lw:companionOf statistic:v , statistic:w ;
               lw:conversionOf statistic:u ; lw:supersedes <id/statistic/2030-01-01-other/x> ;
               lw:denominator statistic:z .
           <id/quantity/change-yoy/online-theft+telecom-fraud/china/2030-01--2030-11/persons/percent> a lw:Quantity .
           period:2030-01--2030-11 a dcterms:PeriodOfTime , time:ProperInterval ; rdfs:label "2030-01/2030-11" ;
               dcat:startDate "2030-01-01"^^xsd:date ; dcat:endDate "2030-11-30"^^xsd:date .
           period:2029 a dcterms:PeriodOfTime , time:ProperInterval ; rdfs:label "2029" ;
               dcat:startDate "2029-01-01"^^xsd:date ; dcat:endDate "2029-12-31"^^xsd:date .""",
    ),
    "event": (
        triples.event_triples, Event,
        """{type: EnforcementAction, label: A sweep, date: {start: 2030-02, printed: in February, basis: explicit},
            place: china, performed_by: [spp], affects: [spc], laws: [pipl], crimes: [cybercrime], results_in: [s],
            measured_by: [y], part_of: e}""",
        """event:x a lw:EnforcementAction ; rdfs:label "A sweep"@en ; lw:dateBasis basis:explicit ;
               lw:periodText "in February" ;
               sem:hasTime period:2030-02 ; sem:hasPlace place:china ; sem:subEventOf event:e ;
               lw:performedBy actor:spp ;
               lw:affects actor:spc ; lw:concernsLaw law:pipl ; schema:about crime:cybercrime ;
               lw:measuredBy statistic:y ; lw:resultsIn state:s .
           period:2030-02 a dcterms:PeriodOfTime , time:ProperInterval ; rdfs:label "2030-02" ;
               dcat:startDate "2030-02-01"^^xsd:date ; dcat:endDate "2030-02-28"^^xsd:date .""",
    ),
    "event without time or place": (
        triples.event_triples, Event, "{type: Meeting, label: A talk, date: {basis: unstated}}",
        'event:x a lw:Meeting ; rdfs:label "A talk"@en ; lw:dateBasis basis:unstated .',
    ),
    "statement": (
        triples.statement_triples, Statement,
        """{speakers: [spp, spc], mode: indirect, type: opinion, gist: It grows, conveys: [y], at: e, laws: [pipl],
            crimes: [cybercrime]}""",
        """statement:x a lw:Statement ; rdfs:label "It grows"@en ; dcterms:abstract "It grows"@en ;
               lw:speechMode mode:indirect ;
               lw:statementType saying:opinion ; schema:isPartOf article:2031-05-06-theft ;
               lw:speaker actor:spp , actor:spc ;
               lw:conveys statistic:y ; lw:madeAt event:e ; schema:about law:pipl , crime:cybercrime .""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FACTS)
def test_fact(case: str) -> None:
    """A fact becomes these triples, and no other."""
    function, kind, given_, expected = FACTS[case]
    assert lines(function(fact(kind, given_), RECORD)) == lines(turtle(expected))


def test_article() -> None:
    """An article becomes its description and the activity that made its record."""
    source = RECORD.article.model_copy(
        update={
            "code": "A1",
            "publisher": "spp",
            "agency": "spc",
            "authors": ("mps",),
            "url": "https://example.org/a",
            "subjects": ("finance",),
        }
    )
    found = triples.article_triples(RECORD.model_copy(update={"article": source}))
    expected = turtle("""
        article:2031-05-06-theft a lw:Article ; rdfs:label "Savings stolen"@en ; dcterms:title "Savings stolen"@en ;
            dcterms:language "en" ; dcterms:identifier "A1" ; dcterms:issued "2031-05-06"^^xsd:date ;
            lw:textLength 400 ; lw:textSha256 "8a1f6d1b0c2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c" ;
            schema:url <https://example.org/a> ;
            dcterms:publisher actor:spp ; dcterms:source actor:spc ; dcterms:creator actor:mps ;
            dcterms:subject subject:finance .
        <id/activity/2031-05-06-theft/reviewed-by-ada-example> a lw:Review ;
            rdfs:label "reviewed by Ada Example: Savings stolen"@en ;
            prov:used article:2031-05-06-theft ; prov:endedAtTime "2031-05-07T00:00:00Z"^^xsd:dateTime ;
            prov:wasAssociatedWith <id/agent/ada-example> .
        <id/agent/ada-example> a prov:Agent ; rdfs:label "Ada Example"@en .""")
    assert lines(found) == lines(expected)


def test_grounding() -> None:
    """A fact rests on its words, and says how it got into the record."""
    told = fact(
        Event,
        """{type: Meeting, label: A talk, date: {basis: unstated}, code: E1, note: Small,
                           origin: {status: extracted, by: A rule, date: 2031-05-08, confidence: 0.80},
                           anchors: [{begin: 5, end: 9, text: Four, paragraph: 2}]}""",
    )
    found = triples.grounding(iris.thing("event", "2031-05-06-theft", "x"), told, RECORD)
    expected = turtle("""
        event:x gaf:denotedBy <article/2031-05-06-theft#char=5,9> ; lw:reviewStatus <scheme/review-status/extracted> ;
            prov:wasGeneratedBy <id/activity/2031-05-06-theft/extracted-by-a-rule> ; lw:confidence 0.8 ;
            dcterms:identifier "E1" ; skos:note "Small"@en .
        <article/2031-05-06-theft#char=5,9> a lw:Mention ; nif:referenceContext article:2031-05-06-theft ;
            nif:beginIndex 5 ; nif:endIndex 9 ;
            nif:anchorOf "Four" ; lw:paragraph 2 .""")
    assert lines(found) == lines(expected)


@pytest.mark.parametrize(
    "node", [iris.thing("actor", "spp"), iris.thing("law", "pipl"), iris.concept("crime", "cybercrime")], ids=str
)
def test_shared_things_are_grounded_only(node: NamedNode) -> None:
    """What many articles speak of bears no remark, code or status of one of them."""
    told = fact(Actor, "{actor: spp, code: A1, note: Small}")
    assert {t.predicate for t in triples.grounding(node, told, RECORD) if t.subject == node} == {GAF.denotedBy}


def test_an_actor_named_once_keeps_its_name() -> None:
    """A second entry for an actor of this article, without kind and name, adds no other kind and no other name."""
    first = fact(Actor, "{actor: ada, kind: Person, name: Ada}")
    second = fact(Actor, "{actor: ada, id: again, roles: [{title: lawyer}]}")
    record = RECORD.model_copy(update={"actors": (first, second)})
    node = iris.thing("actor", "ada")
    found = {t for t in triples.record_triples(record) if t.subject == node and t.predicate != GAF.denotedBy}
    assert lines(found) == lines(turtle('actor:ada a lw:Person ; rdfs:label "Ada"@en .'))


@pytest.mark.parametrize(
    ("given_", "text"),
    [("4000", "4000"), ("4000.0", "4000"), ("4.50", "4.5"), ("0", "0"), ("0.00", "0"), ("-0.10", "-0.1"), ("100",
    "100"), ("1E+3", "1000"),
     ("1E-3", "0.001"), ("91500000000", "91500000000"), ("0.000000001", "0.000000001"), ("-0", "0"), ("-0.00", "0")],
)  # fmt: skip
def test_decimals_have_one_form(given_: str, text: str) -> None:
    """The same number is always the same literal: no exponent, no trailing zeros, no negative nothing."""
    assert literals.decimal(Decimal(given_)) == Literal(text, datatype=XSD.decimal)


@settings(deadline=None, max_examples=200)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6), st.integers(0, 4))
def test_equal_decimals_are_equal_literals(number: Decimal, zeros: int) -> None:
    """Trailing zeros make no difference, and nothing else is lost."""
    longer = Decimal(f"{number:f}" + "0" * zeros)
    literal = literals.decimal(number)
    assert literals.decimal(longer) == literal
    assert Decimal(literal.value) == number
    assert re.fullmatch(r"-?(0|[1-9]\d*)(\.\d*[1-9])?", literal.value)


def when(start: str | None, end: str | None) -> str | None:
    """Return the name of a period."""
    found = figures.period_iri(Period(start=start, end=end, basis="explicit"))
    return found and found.value.removeprefix("https://w3id.org/lexwire/id/period/")


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        pytest.param(None, None, None, id="unresolved"),
        pytest.param("2016", None, "2016", id="one year"),
        pytest.param("2023-09", None, "2023-09", id="one month"),
        pytest.param("2017-08-18", None, "2017-08-18", id="one day"),
        pytest.param("2016", "2017", "2016--2017", id="two years"),
        pytest.param("2023-01", "2023-11", "2023-01--2023-11", id="eleven months"),
    ],
)
def test_periods_are_called_after_their_days(start: str | None, end: str | None, name: str | None) -> None:
    """A period has a name that one can read."""
    assert when(start, end) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("2016", None), ("2016", "2016"), id="a year, said twice"),
        pytest.param(("2016", None), ("2016-01", "2016-12"), id="all months of a year"),
        pytest.param(("2016", None), ("2016-01-01", "2016-12-31"), id="all days of a year"),
        pytest.param(("2016-02", None), ("2016-02-01", "2016-02-29"), id="all days of a month"),
        pytest.param(("2016", "2017"), ("2016-01", "2017-12"), id="all months of two years"),
        pytest.param(("2023-01", "2023-11"), ("2023-01-01", "2023-11-30"), id="all days of eleven months"),
    ],
)
def test_the_same_time_has_one_iri(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    """However records write the same days, they are one period."""
    assert when(*one) == when(*other)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        pytest.param({}, True, id="the same in another article"),
        pytest.param(
            {"value": 5, "printed": "five", "comparator": "about"}, True, id="another value of the same thing"
        ),
        pytest.param({"period": {"start": "2031", "basis": "explicit"}}, False, id="another time"),
        pytest.param({"crimes": ["online-theft"]}, False, id="another crime"),
        pytest.param({"place": "beijing"}, False, id="another place"),
        pytest.param({"unit": "CNY"}, False, id="another unit"),
        pytest.param({"counted": "cases"}, False, id="other things counted"),
        pytest.param({"indicator": "convicted"}, False, id="another indicator"),
        pytest.param({"period": {"basis": "unstated"}}, False, id="no time"),
    ],
)
def test_quantities_are_shared_across_articles(changes: dict[str, Any], same: bool) -> None:
    """Two articles speak of one quantity where every dimension agrees."""
    figure = """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime], unit: NUM,
        counted: persons,
                 place: china, period: {start: 2030, basis: explicit}}"""
    here = fact(Statistic, figure)
    there = Statistic.model_validate(here.model_dump() | changes)
    assert (figures.quantity_iri(here, "a") == figures.quantity_iri(there, "b")) is same


def test_figures_without_a_time_share_no_quantity() -> None:
    """Where no article says when, two articles need not speak of the same."""
    figure = fact(
        Statistic,
        """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime], unit: NUM,
                                 counted: persons, place: china, period: {basis: unstated}}""",
    )
    assert figures.quantity_iri(figure, "a") == figures.quantity_iri(figure, "a") != figures.quantity_iri(figure, "b")


def test_the_order_of_crimes_makes_no_quantity() -> None:
    """Fraud and theft are theft and fraud."""
    figure = fact(
        Statistic,
        """{printed: Four, value: 4, comparator: exact, indicator: charged, crimes: [cybercrime, hacking], unit: NUM,
                                 counted: persons, place: china, period: {start: 2030, basis: explicit}}""",
    )
    swapped = figure.model_copy(update={"crimes": tuple(reversed(figure.crimes))})
    assert figures.quantity_iri(figure, "a") == figures.quantity_iri(swapped, "a")


@cache
def packaged() -> dict[str, tuple[Record, set[Triple]]]:
    """Return the packaged records and their triples by article."""
    return {
        each.article.id: (each, set(triples.record_triples(each))) for each in records.read_all([records.packaged()])
    }


def printed() -> list[Any]:
    """Return every packaged statistic with its article, read from YAML without any code of ours."""
    found = [yaml.safe_load(path.read_bytes()) for path in records.paths([records.packaged()])]
    return [pytest.param(data["article"]["id"], each, id=each["code"]) for data in found for each in data["statistics"]]


def test_there_are_37_printed_statistics() -> None:
    """The parameters of the next test leave none out."""
    assert len(printed()) == 37


@pytest.mark.parametrize(("article", "told"), printed())
def test_a_printed_statistic_is_in_the_graph_unchanged(article: str, told: dict[str, Any]) -> None:
    """Value, words, comparator and bounds are those of the record, and the words are among those it rests on."""
    node = iris.thing("statistic", article, told["id"])
    graph = packaged()[article][1]
    values: dict[str, list[str]] = {}
    for t in graph:
        if t.subject == node and not isinstance(t.object, Triple):
            values.setdefault(t.predicate.value, []).append(t.object.value)
    assert [Decimal(each) for each in values[SDMX_M.obsValue.value]] == [Decimal(str(told["value"]))]
    assert values[LW.valueText.value] == [told["printed"]]
    assert values[LW.comparator.value] == [iris.concept("comparator", told["comparator"]).value]
    below = told.get("lower", told["value"] if told["comparator"] in {"more-than", "at-least"} else None)
    above = told.get("upper", told["value"] if told["comparator"] in {"less-than", "at-most", "nearly"} else None)
    for bound, limit in ((LW.lowerBound, below), (LW.upperBound, above)):
        assert [Decimal(each) for each in values.get(bound.value, [])] == (
            [] if limit is None else [Decimal(str(limit))]
        )
    words = [t.object.value for t in graph if t.predicate.value.endswith("#anchorOf") and isinstance(t.object, Literal)]
    assert any(told["printed"] in each for each in words)


@pytest.mark.parametrize("article", [path.stem for path in records.paths([records.packaged()])])
def test_an_article_graph(article: str) -> None:
    """An article states no law in force, has no blank node, and every fact in it rests on words of it."""
    record, graph = packaged()[article]
    assert not [t for t in graph if t.predicate.value == PREFIXES["eli"] + "in_force"]
    assert not [t for t in graph if isinstance(t.subject, BlankNode) or isinstance(t.object, BlankNode)]
    grounded = {t.subject for t in graph if t.predicate == GAF.denotedBy}
    for facts in record.facts().values():
        assert {node for each in facts for node in triples.nodes(each, article)} <= grounded
    mentions = {t.object for t in graph if t.predicate == GAF.denotedBy}
    assert all(
        isinstance(each, NamedNode) and each.value.startswith(f"{iris.article(article).value}#char=")
        for each in mentions
    )


def test_own_terms_are_declared() -> None:
    """Every class and property of ours that the mapping writes is in the ontology, as what it is used as."""
    declared = {
        (q.subject, q.object)
        for q in parse(ontology.read("lexwire.ttl"), format=RdfFormat.TURTLE)
        if q.predicate == RDF.type
    }
    classes = {each for each, kind in declared if kind == OWL.Class}
    properties = {each for each, kind in declared if kind in {OWL.ObjectProperty, OWL.DatatypeProperty}}
    graph = {t for record, found in packaged().values() for t in [*found, *derived_triples(record)]}
    for function, kind, given_, _ in FACTS.values():
        graph |= set(function(fact(kind, given_), RECORD))
    used = {t.object for t in graph if t.predicate == RDF.type and str(t.object).startswith(f"<{LW.iri}")}
    assert used <= classes, used - classes
    own = {t.predicate for t in graph if t.predicate.value.startswith(LW.iri)}
    assert own <= properties, own - properties
    assert {LW.ReportedStatistic, LW.DerivedStatistic, LW.Mention, LW.Change} <= used
