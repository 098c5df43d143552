"""The cube is well-formed by the RDF Data Cube Recommendation, section 11, and holds every printed statistic.

Each integrity constraint IC-1 to IC-21 is a question whose answer is a counter-example; a small cube, broken once
for each of them, shows that the question finds it.
"""

from collections.abc import Iterator
from functools import cache

import pytest
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from lexwire.graph import store as stores
from lexwire.graph.cube import observations
from lexwire.graph.release import Release

PREFIXES = """
PREFIX : <https://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX lw: <https://w3id.org/lexwire/ns#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdmx-a: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-d: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-m: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
MEASURED_BY_TYPE = "?structure qb:component/qb:dimension qb:measureType ."
CONSTRAINTS = {
    "IC-1 an observation is in exactly one data set": """
        { ?bad a qb:Observation . MINUS { ?bad qb:dataSet [] } } UNION
        { ?bad a qb:Observation ; qb:dataSet ?one , ?other . FILTER (?one != ?other) }""",
    "IC-2 a data set has exactly one structure": """
        { ?bad a qb:DataSet . MINUS { ?bad qb:structure [] } } UNION
        { ?bad a qb:DataSet ; qb:structure ?one , ?other . FILTER (?one != ?other) }""",
    "IC-3 a structure has a measure": """
        ?bad a qb:DataStructureDefinition . MINUS { ?bad qb:component/(qb:measure|qb:componentProperty/^qb:measure) [] }
        MINUS { ?bad qb:component/qb:componentProperty [ a qb:MeasureProperty ] }""",
    "IC-4 a dimension has a range": """
        ?bad a qb:DimensionProperty . MINUS { ?bad rdfs:range [] }""",
    "IC-5 a dimension of concepts has a code list": """
        ?bad a qb:DimensionProperty ; rdfs:range skos:Concept . MINUS { ?bad qb:codeList [] }""",
    "IC-6 only an attribute is optional": """
        [] a qb:DataStructureDefinition ; qb:component ?component . ?component qb:componentRequired false ;
            (qb:componentProperty|qb:dimension|qb:measure|qb:attribute) ?bad . MINUS { ?bad a qb:AttributeProperty }""",
    "IC-7 a slice key is that of a structure": """
        ?bad a qb:SliceKey . MINUS { [] a qb:DataStructureDefinition ; qb:sliceKey ?bad }""",
    "IC-8 a slice key names components of its structure": """
        ?structure qb:sliceKey ?key . ?key a qb:SliceKey ; qb:componentProperty ?bad .
        MINUS { ?structure qb:component/(qb:componentProperty|qb:dimension|qb:measure|qb:attribute) ?bad }""",
    "IC-9 a slice has exactly one structure": """
        { ?bad a qb:Slice . MINUS { ?bad qb:sliceStructure [] } } UNION
        { ?bad a qb:Slice ; qb:sliceStructure ?one , ?other . FILTER (?one != ?other) }""",
    "IC-10 a slice fixes every dimension of its key": """
        ?bad qb:sliceStructure/qb:componentProperty ?dimension . FILTER NOT EXISTS { ?bad ?dimension [] }""",
    "IC-11 an observation has every dimension": """
        ?bad qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:componentProperty) ?dimension . ?dimension a
        qb:DimensionProperty .
        FILTER NOT EXISTS { ?bad ?dimension [] }""",
    "IC-12 no two observations agree in every dimension": """
        ?bad qb:dataSet ?set . ?other qb:dataSet ?set . FILTER (str(?bad) < str(?other))
        FILTER NOT EXISTS {
            ?set qb:structure/qb:component/(qb:dimension|qb:componentProperty) ?dimension . ?dimension a
            qb:DimensionProperty .
            ?bad ?dimension ?here . ?other ?dimension ?there . FILTER (?here != ?there) }""",
    "IC-13 an observation has every required attribute": """
        ?bad qb:dataSet/qb:structure/qb:component ?component . ?component qb:componentRequired true ;
            (qb:attribute|qb:componentProperty) ?attribute . ?attribute a qb:AttributeProperty .
        FILTER NOT EXISTS { ?bad ?attribute [] }""",
    "IC-14 an observation has every measure": f"""
        ?bad qb:dataSet/qb:structure ?structure . ?structure qb:component/(qb:measure|qb:componentProperty) ?measure .
        ?measure a qb:MeasureProperty . FILTER NOT EXISTS {{ {MEASURED_BY_TYPE} }} FILTER NOT EXISTS {{ ?bad ?measure
        [] }}""",
    "IC-15 an observation has the measure that it names": f"""
        ?bad qb:dataSet/qb:structure ?structure ; qb:measureType ?measure . {MEASURED_BY_TYPE}
        FILTER NOT EXISTS {{ ?bad ?measure [] }}""",
    "IC-16 an observation has no measure but the one that it names": f"""
        ?bad qb:dataSet/qb:structure ?structure ; qb:measureType ?measure . {MEASURED_BY_TYPE}
        ?structure qb:component/(qb:measure|qb:componentProperty) ?more . ?more a qb:MeasureProperty . FILTER (?more
        != ?measure)
        ?bad ?more []""",
    "IC-17 each measure has its observation at each point": f"""
        ?bad qb:dataSet ?set . ?set qb:structure ?structure . {MEASURED_BY_TYPE}
        ?structure qb:component/qb:measure ?measure .
        FILTER NOT EXISTS {{
            ?twin qb:dataSet ?set ; qb:measureType ?measure .
            FILTER NOT EXISTS {{
                ?structure qb:component/qb:dimension ?dimension . FILTER (?dimension != qb:measureType)
                ?bad ?dimension ?here . ?twin ?dimension ?there . FILTER (?here != ?there) }} }}""",
    "IC-18 an observation of a slice is in the slice's data set": """
        ?set qb:slice/qb:observation ?bad . FILTER NOT EXISTS { ?bad qb:dataSet ?set }""",
    "IC-19 a code is from the code list": """
        ?o qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:componentProperty) ?dimension .
        ?dimension a qb:DimensionProperty ; qb:codeList ?list . ?o ?dimension ?bad .
        FILTER (
            EXISTS { ?list a skos:ConceptScheme } && NOT EXISTS { ?bad a skos:Concept ; skos:inScheme ?list } ||
            EXISTS { ?list a skos:Collection } && NOT EXISTS { ?bad a skos:Concept . ?list skos:member+ ?bad })""",
}
HIERARCHY = """
    ?o qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:componentProperty) ?dimension .
    ?dimension a qb:DimensionProperty ; qb:codeList ?list . ?list a qb:HierarchicalCodeList ; {has} .
    ?o ?dimension ?bad . FILTER NOT EXISTS {{ ?list qb:hierarchyRoot/({step})* ?bad }}"""
HIERARCHIES = {
    "IC-20 a code is below a root of its hierarchy": ("qb:parentChildProperty", ""),
    "IC-21 a code points up to a root of its hierarchy": ("qb:parentChildProperty/owl:inverseOf", "^"),
}
"""Of each: how a code list names the property of its hierarchy, and which way that is followed."""
NAMES = [*CONSTRAINTS, *HIERARCHIES]


def patterns(store: Store, name: str) -> Iterator[str]:
    """Yield the patterns by which *store* breaks the constraint *name*."""
    if name in CONSTRAINTS:
        yield CONSTRAINTS[name]
        return
    named, way = HIERARCHIES[name]
    found = store.query(
        f"{PREFIXES} SELECT ?step {{ ?list a qb:HierarchicalCodeList ; {named} ?step . FILTER (isIRI(?step)) }}"
    )
    assert isinstance(found, QuerySolutions)
    for solution in found:
        step = solution["step"]
        assert isinstance(step, NamedNode)
        yield HIERARCHY.format(has=f"{named} {step}", step=f"{way}{step}")


def counter_examples(store: Store, name: str) -> list[str]:
    """Return what in *store* breaks the constraint *name*."""
    found = (store.query(f"{PREFIXES} SELECT DISTINCT ?bad {{ {pattern} }}") for pattern in patterns(store, name))
    return sorted(
        str(solution["bad"]) for solutions in found if isinstance(solutions, QuerySolutions) for solution in solutions
    )


def loaded(turtle: str | bytes) -> Store:
    """Return a store with *turtle*."""
    store = Store()
    store.extend(parse(turtle, format=RdfFormat.TURTLE))
    return store


SMALL = (
    PREFIXES
    + """
:cube a qb:DataSet ; qb:structure :structure ; qb:slice :slice .
:structure a qb:DataStructureDefinition ; qb:sliceKey :key ;
    qb:component [ qb:dimension :place ] , [ qb:dimension :year ] , [ qb:dimension :kind ] , [ qb:measure :value ] ,
                 [ qb:attribute :unit ; qb:componentRequired true ] , [ qb:attribute :note ; qb:componentRequired
                 false ] .
:place a qb:DimensionProperty , qb:CodedProperty ; rdfs:range skos:Concept ; qb:codeList :places .
:kind a qb:DimensionProperty , qb:CodedProperty ; rdfs:range skos:Concept ; qb:codeList :kinds .
:sort a qb:DimensionProperty , qb:CodedProperty ; rdfs:range skos:Concept ; qb:codeList :sorts .
:year a qb:DimensionProperty ; rdfs:range xsd:gYear .
:value a qb:MeasureProperty ; rdfs:range xsd:decimal .
:unit a qb:AttributeProperty . :note a qb:AttributeProperty .
:places a skos:ConceptScheme . :north a skos:Concept ; skos:inScheme :places .
:south a skos:Concept ; skos:inScheme :places .
:kinds a qb:HierarchicalCodeList ; qb:hierarchyRoot :all ; qb:parentChildProperty :over .
:all :over :some . :some :over :few .
:sorts a qb:HierarchicalCodeList ; qb:hierarchyRoot :all ; qb:parentChildProperty [ owl:inverseOf :under ] .
:some :under :all .
:key a qb:SliceKey ; qb:componentProperty :place .
:slice a qb:Slice ; qb:sliceStructure :key ; :place :north ; qb:observation :o1 .
:o1 a qb:Observation ; qb:dataSet :cube ; :place :north ; :year "2030"^^xsd:gYear ; :kind :few ;
    :value 1.0 ; :unit :heads .
:o2 a qb:Observation ; qb:dataSet :cube ; :place :south ; :year "2030"^^xsd:gYear ; :kind :all ;
    :value 2.0 ; :unit :heads .

:both a qb:DataSet ; qb:structure :measures .
:measures a qb:DataStructureDefinition ;
    qb:component [ qb:dimension :sort ] , [ qb:dimension qb:measureType ] , [ qb:measure :height ] , [ qb:measure
    :weight ] .
qb:measureType a qb:DimensionProperty ; rdfs:range rdfs:Resource .
:height a qb:MeasureProperty . :weight a qb:MeasureProperty .
:h a qb:Observation ; qb:dataSet :both ; :sort :some ; qb:measureType :height ; :height 3.0 .
:w a qb:Observation ; qb:dataSet :both ; :sort :some ; qb:measureType :weight ; :weight 4.0 .
"""
)
BROKEN = [
    # the constraint, the words taken out, those put in, and the counter-example
    ("IC-1", ":o1 a qb:Observation ; qb:dataSet :cube", ":o1 a qb:Observation ; qb:dataSet :cube , :both", "o1"),
    ("IC-1", ":o2 a qb:Observation ; qb:dataSet :cube", ":o2 a qb:Observation", "o2"),
    ("IC-2", "qb:structure :structure", "qb:structure :structure , :measures", "cube"),
    ("IC-2", "qb:structure :structure ;", "", "cube"),
    ("IC-3", " , [ qb:measure :value ]", "", "structure"),
    ("IC-4", "rdfs:range xsd:gYear", "rdfs:label 'year'", "year"),
    ("IC-5", "; qb:codeList :places", "", "place"),
    ("IC-6", "[ qb:dimension :year ]", "[ qb:dimension :year ; qb:componentRequired false ]", "year"),
    ("IC-7", "qb:sliceKey :key ;", "", "key"),
    ("IC-8", "qb:componentProperty :place", "qb:componentProperty :place , :sort", "sort"),
    ("IC-9", "qb:sliceStructure :key ;", "", "slice"),
    ("IC-9", "qb:sliceStructure :key", "qb:sliceStructure :key , :other", "slice"),
    ("IC-10", "qb:sliceStructure :key ; :place :north", "qb:sliceStructure :key", "slice"),
    ("IC-11", ":place :south ;", "", "o2"),
    (
        "IC-12",
        ':place :south ; :year "2030"^^xsd:gYear ; :kind :all',
        ':place :north ; :year "2030"^^xsd:gYear ; :kind :few',
        "o1",
    ),
    ("IC-13", ":value 2.0 ; :unit :heads", ":value 2.0", "o2"),
    ("IC-14", ":value 2.0 ;", "", "o2"),
    ("IC-15", ":weight 4.0", ":note 'light'", "w"),
    ("IC-16", ":weight 4.0", ":weight 4.0 ; :height 5.0", "w"),
    ("IC-17", ":w a qb:Observation ; qb:dataSet :both", ":w a qb:Observation", "h"),
    ("IC-18", "qb:observation :o1", "qb:observation :w", "w"),
    ("IC-19", ":south a skos:Concept ; skos:inScheme :places", ":south a skos:Concept", "south"),
    ("IC-20", ":some :over :few .", "", "few"),
    ("IC-21", ":some :under :all .", "", "some"),
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.split()[0])
def test_the_small_cube_is_well_formed(name: str) -> None:
    """No question finds fault where there is none."""
    assert counter_examples(loaded(SMALL), name) == []


@pytest.mark.parametrize(
    ("number", "out", "in_", "bad"), BROKEN, ids=[f"{each[0]}-{i}" for i, each in enumerate(BROKEN)]
)
def test_a_broken_cube_is_found(number: str, out: str, in_: str, bad: str) -> None:
    """The question finds what was broken, by name."""
    (name,) = [each for each in NAMES if each.split()[0] == number]
    assert out in SMALL
    assert f"<https://example.org/{bad}>" in counter_examples(loaded(SMALL.replace(out, in_, 1)), name)


def test_each_constraint_is_broken_once() -> None:
    """The table above leaves no constraint out."""
    assert {each.split()[0] for each in NAMES} == {number for number, *_ in BROKEN} == {f"IC-{n}" for n in range(1, 22)}


@cache
def cube(release: Release) -> Store:
    """Return the cube of a release."""
    return loaded((release.folder / "cube.ttl").read_bytes())


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.split()[0])
def test_the_cube_is_well_formed(name: str, release: Release) -> None:
    """No observation of the release, and no part of its structure, breaks the constraint."""
    assert counter_examples(cube(release), name) == []


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    """Return the answers of *query* over all graphs."""
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return {tuple(str(value) for value in solution) for solution in found}


def test_every_printed_statistic_is_an_observation(release: Release) -> None:
    """The cube has all 37, and nothing that is computed."""
    printed = rows(stores.read(release.store), "SELECT ?s { ?s a lw:ReportedStatistic }")
    assert len(printed) == 37
    assert rows(cube(release), "SELECT ?s { ?s a qb:Observation }") == printed


@pytest.mark.parametrize(
    "property_",
    [
        "sdmx-m:obsValue",
        "lw:valueText",
        "lw:comparator",
        "lw:lowerBound",
        "lw:upperBound",
        "lw:reportedBy",
        "lw:dateBasis",
        "lw:reportedIn",
        "lw:indicator",
        "lw:countedUnit",
        "sdmx-a:unitMeasure",
        "sdmx-d:refArea",
        "sdmx-d:refPeriod",
        "lw:crime",
    ],
)
def test_the_cube_says_what_the_graph_says(property_: str, release: Release) -> None:
    """Values and words are those of the graph; a dimension that it leaves open, or fills twice, is undefined."""
    graph = rows(stores.read(release.store), f"SELECT ?s ?o {{ ?s a lw:ReportedStatistic ; {property_} ?o }}")
    found = rows(
        cube(release),
        f"SELECT ?s ?o {{ ?s a qb:Observation ; {property_} ?o . FILTER (?o != <https://cube.link/Undefined>) }}",
    )
    open_ = rows(cube(release), f"SELECT ?s {{ ?s {property_} <https://cube.link/Undefined> }}")
    subjects = [s for s, _ in graph]
    assert found == {(s, o) for s, o in graph if (s,) not in open_}
    assert all(subjects.count(s) != 1 for (s,) in open_)


def test_a_revised_figure_is_left_out() -> None:
    """Of a figure and its revision the cube has the revision."""
    graph = Store()
    turtle = """:old a lw:ReportedStatistic ; sdmx-m:obsValue 8700.0 .
        :new a lw:ReportedStatistic ; sdmx-m:obsValue 8719.0 ; lw:supersedes :old ."""
    graph.extend(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))
    assert {t.subject for t in observations(graph) if "Observation" in str(t.object)} == {
        NamedNode("https://example.org/new")
    }


def test_each_triple_is_written_once(release: Release) -> None:
    """The file does not say the same of a concept for each of its observations."""
    triples = [quad.triple for quad in parse((release.folder / "cube.ttl").read_bytes(), format=RdfFormat.TURTLE)]
    assert len(triples) == len(set(triples))


def test_the_structure_has_what_observations_have(release: Release) -> None:
    """No observation has a property that the structure does not declare."""
    query = """ASK { ?o a qb:Observation ; ?p [] . FILTER (?p NOT IN (qb:dataSet, rdf:type))
        FILTER NOT EXISTS { ?o qb:dataSet/qb:structure/qb:component/(qb:dimension|qb:measure|qb:attribute) ?p } }"""
    found = cube(release).query(f"{PREFIXES} PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> {query}")
    assert isinstance(found, QueryBoolean)
    assert not found
