"""What the graph of the packaged records keeps of them: each figure unchanged, and each fact with its words."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lexwire.graph import iris, records, triples
from lexwire.graph.namespaces import GAF, LW, PREFIXES, SDMX_M

from .facts_and_triples import packaged


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
