"""The derived statistics: what no article prints, with the bounds that printed roundings leave."""

from decimal import Decimal
from functools import cache

import pytest
from pyoxigraph import Literal

from lexwire.graph import derive, iris, records
from lexwire.graph.facts import Derivation, Record
from lexwire.graph.namespaces import GAF, LW, PROV, RDF, SDMX_M, XSD

ARTICLES = {
    "S1": "2017-03-13-better-protection-of-personal-information",
    "S3": "2024-02-24-crackdown-on-cybercrime",
    "S4": "2023-03-17-law-based-cyberspace-governance",
}
DERIVED = [
    # code, article, the printed figures, and from them by hand: value, lower and upper bound
    pytest.param("D1", "S3", "206642.07", "206196.98", "207087.49", id="D1: 280,000 / 1.355"),
    pytest.param("D2", "S3", "73357.93", "73150.79", "73565.29", id="D2: 280,000 less D1"),
    pytest.param("D3", "S3", "1489361.70", "1482758.62", "1496000.00", id="D3: 280,000 / 0.188"),
    pytest.param("D4", "S1", "9.18", None, None, id="D4: 391 of 4,261, in per cent"),
    pytest.param("D5", "S1", "2.26", None, None, id="D5: 4,261 / 1,886"),
    pytest.param("D6", "S4", "74.43", None, None, id="D6: 88,401 of 118,764, in per cent"),
    pytest.param("D7", "S4", "112.5", None, None, id="D7: 45 / 0.4"),
    pytest.param("D8", "S4", "76", None, None, id="D8: 38 / 0.5"),
]


@cache
def packaged() -> dict[str, Record]:
    """Return the packaged records by article."""
    return {record.article.id: record for record in records.read_all([records.packaged()])}


def by_code() -> dict[str, tuple[Derivation, Record]]:
    """Return the packaged derivations by code."""
    return {str(each.code): (each, record) for record in packaged().values() for each in record.derivations}


@pytest.mark.parametrize(("code", "article", "value", "lower", "upper"), DERIVED)
def test_computed(code: str, article: str, value: str, lower: str | None, upper: str | None) -> None:
    """The value and the bounds are these, to the last digit shown."""
    derivation, record = by_code()[code]
    assert record.article.id == ARTICLES[article]
    found = derive.computed(derivation, record)
    assert [each and f"{each:f}" for each in found] == [value, lower, upper]


def test_there_are_eight() -> None:
    """The table above leaves none out."""
    assert sorted(by_code()) == [f"D{number}" for number in range(1, 9)]


def test_bounds_of_a_coarser_rounding() -> None:
    """If the number charged is good to ten thousand only, the bounds are those that the note of D1 names."""
    derivation, record = by_code()["D1"]
    coarse = derivation.model_copy(
        update={"rounding": {"charged": Decimal(5000), "change": Decimal("0.05")}, "decimals": 0}
    )
    assert derive.computed(coarse, record) == (Decimal(206642), Decimal(202877), Decimal(210410))


def test_triples() -> None:
    """A derived statistic states formula, inputs, value and bounds, and claims no place in a text and no reporter."""
    derivation, record = by_code()["D1"]
    article = ARTICLES["S3"]
    node = iris.thing("statistic", article, derivation.id)
    found = {(t.predicate, t.object) for t in derive.derivation_triples(derivation, record) if t.subject == node}

    def number(text: str) -> Literal:
        return Literal(text, datatype=XSD.decimal)

    assert {
        (RDF.type, LW.DerivedStatistic),
        (SDMX_M.obsValue, number("206642.07")),
        (LW.lowerBound, number("206196.98")),
        (LW.upperBound, number("207087.49")),
        (LW.comparator, iris.concept("comparator", "about")),
        (LW.formula, Literal("charged / (1 + change / 100)")),
        (PROV.wasDerivedFrom, iris.thing("statistic", article, "charged-with-cybercrime")),
        (PROV.wasDerivedFrom, iris.thing("statistic", article, "change-of-cybercrime-charges")),
    } <= found
    assert not {GAF.denotedBy, LW.reportedIn, LW.reportedBy, LW.valueText} & {property_ for property_, _ in found}


def test_triples_are_sorted_and_come_once() -> None:
    """The triples of a record have one order."""
    for record in packaged().values():
        found = derive.derived_triples(record)
        assert found == sorted(set(found), key=str)
        assert {t.subject for t in found if t.predicate == LW.formula} == {
            iris.thing("statistic", record.article.id, each.id) for each in record.derivations
        }


def test_inputs_keep_their_digits() -> None:
    """A figure of more than 28 digits is computed with, not crashed on."""
    _, record = by_code()["D4"]
    big = record.statistics[0].model_copy(update={"value": Decimal("1" * 30)})
    derivation = by_code()["D4"][0].model_copy(update={"formula": "a + 0", "inputs": {"a": big.id}, "rounding": {}})
    value, _, _ = derive.computed(derivation, record.model_copy(update={"statistics": (big,)}))
    assert value == Decimal("1" * 30)
