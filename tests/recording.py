"""A text of our own, facts of it, and the record that becomes of them."""

from datetime import date
from pathlib import Path

from lexwire.graph import article, records
from lexwire.graph.consistency import faults
from lexwire.graph.extract import page
from lexwire.graph.extract.guide import ActorFact, Facts, Role, Span, Statistic
from lexwire.graph.lexicon import lexicon
from lexwire.graph.recording import Recorded, record, to_yaml
from lexwire.graph.triples import record_triples

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


ACTORS = (
    ActorFact("SPP", "procuratorate", (), (at("Supreme People's Procuratorate"),), 0.9),
    ActorFact("Eastport police", "police", (), (at("Eastport police"),), 0.7),
    ActorFact("Ada Quill", "person", (Role("director", "Harbour Watch"),), (at("Ada Quill"),), 0.8),
    ActorFact("Harbour Watch", "organization", (), (at("Harbour Watch"),), 0.5),
)
