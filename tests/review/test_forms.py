"""Facts in the forms of the curator's page: each field is there, and each fact comes back as it was."""

from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from lexwire.graph import records
from lexwire.graph.workspace import decisions
from lexwire.graph.workspace.decision import KINDS
from lexwire.server.review.fields import SPECS
from lexwire.server.review.forms import entered, fact_of, list_of, values_of
from lexwire.server.review.mentions import pieces
from lexwire.server.review.sheet import Sheet

from ..reviewing import HARBOUR, as_extracted


def test_the_forms_have_every_field_of_a_fact() -> None:
    elsewhere = {"id", "code", "anchors", "origin"}
    for kind, model in KINDS.items():
        assert {spec.path.partition(".")[0] for spec in SPECS[kind]} == model.model_fields.keys() - elsewhere


@pytest.mark.parametrize("path", records.paths([records.packaged()]), ids=lambda path: path.stem)
def test_every_fact_of_the_packaged_records_comes_back_from_its_form_as_it_was(path: Path) -> None:
    """The texts are not at hand, so the words stand in blank ones."""
    record = records.read(path)
    facts = [fact for facts in record.facts().values() for fact in facts]
    text = list(" " * record.article.length)
    for anchor in (anchor for fact in facts for anchor in fact.anchors):
        text[anchor.begin : anchor.end] = anchor.text
    sheet = Sheet(record, "".join(text), (), "", decisions.folded(record, "".join(text), []))
    for fact in facts:
        form = MultiDict([(path, value) for path, values in values_of(fact).items() for value in values])
        made = fact_of(list_of(fact), fact.id, entered(list_of(fact), form), sheet, fact)
        assert [each.text for each in made.anchors] == [each.text for each in fact.anchors]
        assert made.model_copy(update={"anchors": fact.anchors}) == fact.model_copy(update={"origin": None})


def test_a_text_in_pieces_is_the_text() -> None:
    text = HARBOUR.read_bytes().decode()
    found = pieces(text, as_extracted(text))
    assert "".join(each.text for each in found) == text
    assert [each.begin for each in found] == sorted({each.begin for each in found})
    shown = next(each for each in found if each.text == "210 mobile phones")
    assert (shown.facts, shown.kinds, shown.starting) == (("phones", "raid"), ("statistics", "events"), ("statistics",))
