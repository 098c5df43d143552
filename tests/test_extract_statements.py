"""Statements: which sentences are ascribed to whom, and in which mode."""

import pytest

from lexwire.graph.extract.statements import statements

from .extracting import article

SPP = "Supreme People's Procuratorate"
SPEAKERS = [
    ("Fraud is on the rise, the Supreme People's Procuratorate said on Monday.", [SPP]),
    ("According to the Supreme People's Procuratorate, fraud is on the rise.", [SPP]),
    ("Figures that the Supreme People's Procuratorate released show a rise.", [SPP]),
    (
        "Zhao Weiming, a judge, warned that fraud was on the rise. He added that it could be stopped.",
        ["Zhao Weiming"] * 2,
    ),
    ("Europol met on Monday. The agency said that it was content.", ["Europol"]),
    ('"We are content," said Zhao Weiming.', ["Zhao Weiming"]),
    ("Experts said that more was to come.", [None]),
    ("The ministry said that more was to come.", [None]),
    ("Zhao Weiming and judge Ren Hao said they agreed.", ["Zhao Weiming; Ren Hao"]),
    ("The court tried 90 men and suggested a new rule, according to Zhao Weiming.", ["Zhao Weiming"]),
    (
        "The Supreme People's Procuratorate and the Supreme People's Court said they agreed.",
        [f"{SPP}; Supreme People's Court"],
    ),
    ("Fraud is reported to have grown.", [None]),
    ("The lake is calm. The weather is fine.", []),
    ("The rules say that boats must be registered.", []),
]


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS)
def test_speakers(text: str, speakers: list[str | None]) -> None:
    """Each ascribed sentence has its speaker, by actor name; what nobody says is no statement."""
    assert [fact.speaker for fact in statements(article(text))] == speakers


MODES = [
    ('"We shall go on with the work," Zhao Weiming said.', "quote"),
    ('The work was "a matter of the heart" to him, Zhao Weiming said.', "mixed"),
    ("The work would go on, Zhao Weiming said.", "paraphrase"),
]


@pytest.mark.parametrize(("text", "mode"), MODES)
def test_modes(text: str, mode: str) -> None:
    """What stands in quotation marks decides."""
    assert [fact.mode for fact in statements(article(text))] == [mode]


def test_a_quotation_over_two_sentences_is_one_statement() -> None:
    """Sentences inside one pair of marks belong together."""
    assert len(statements(article('"The work is done. We are content," Zhao Weiming said.'))) == 1


CONTINUED = [
    'Zhao Weiming, a judge, said:\n"The work is done."',
    '"The work is done," Zhao Weiming said.\n"We are content."',
    'Zhao Weiming said: "The work is done.\n"We are content."',
]


@pytest.mark.parametrize("text", CONTINUED)
def test_a_quotation_goes_on_in_the_next_paragraph(text: str) -> None:
    """A paragraph that is all quotation belongs to whoever the paragraph before leads to."""
    assert {fact.speaker for fact in statements(article(text))} == {"Zhao Weiming"}


def test_answers_of_the_person_interviewed() -> None:
    """Answers that no name marks are those of the person whom the text names first."""
    parsed = article("Commissioner Ada Obiora met us.\nQ: How is the lake?\nA: Calm.\nQ: Truly?\nA: Yes.")
    assert [fact.speaker for fact in statements(parsed)] == [None, "Ada Obiora", None, "Ada Obiora"]


def test_turns_of_an_interview() -> None:
    """A transcript has one statement per turn, however many paragraphs it takes."""
    parsed = article("Reporter: How is the lake?\nZhao Weiming: Calm.\nIt has been so for days.\nReporter: Thank you.")
    assert [(fact.speaker, fact.mode) for fact in statements(parsed)] == [
        (None, "quote"),
        ("Zhao Weiming", "quote"),
        (None, "quote"),
    ]


def test_a_headline_is_no_statement() -> None:
    """What a headline ascribes is left to the body."""
    assert statements(article("The lake is calm.", "Fraud is on the rise, Europol says")) == []
