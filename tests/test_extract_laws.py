"""Documents of law: titles, acronyms, and documents identified by their topic."""

import pytest

from lexwire.graph.extract.laws import laws

from .extracting import article

CASES = [
    ("It was done under the Data Security Law.", "Data Security Law", "law"),
    ("The GDPR took effect in 2018.", "General Data Protection Regulation", "regulation"),
    ("The Provisions on the Use of Small Cameras were issued.", "Provisions on the Use of Small Cameras", "regulation"),
    ("The court issued a guideline on river pollution cases.", "guideline on river pollution cases", "guideline"),
    ("He broke the law on personal information protection.", "Personal Information Protection Law", "law"),
    ("Lawmakers passed the Clean Harbours Act 2019 yesterday.", "Clean Harbours Act 2019", "law"),
    ("The new anti-noise law was passed in May.", "anti-noise law", "law"),
    ("He signed Law No. 27 of 2022 on Harbour Safety.", "Law No. 27 of 2022 on Harbour Safety", "law"),
    ("Decree 13/2023/ND-CP took effect in July.", "Decree 13/2023/ND-CP", "regulation"),
    ("Fines are set by the Quiet Streets Act, 2023.", "Quiet Streets Act, 2023", "law"),
    ("It broke the Noise Notification Rule.", "Noise Notification Rule", "regulation"),
    ("A bill on the protection of lakes that was sent to the house failed.", "bill on the protection of lakes", "law"),
]


@pytest.mark.parametrize(("text", "name", "kind"), CASES)
def test_names_and_kinds(text: str, name: str, kind: str) -> None:
    """Each document has its name and kind."""
    assert [(fact.name, fact.kind) for fact in laws(article(text))] == [(name, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "He studied law at home.",
        "The Law Enforcement Office is closed.",
        "They took measures against noise.",
        "She is an associate law professor.",
        "The Harbour Law Research Center is closed.",
        "They met at Milford Law Courts.",
        "The Ministry of Lakes and the State Administration for Harbour Regulation met.",
    ],
)
def test_no_document(text: str) -> None:
    """Law in general, bodies named after it and plain measures are no documents."""
    assert laws(article(text)) == []


STAGES = [
    ("The draft law on night flights was put to the house.", "draft"),
    ("The Quiet Streets Act will take effect in July.", "issued"),
    ("Fines are set under the Quiet Streets Act.", "in-force"),
]


@pytest.mark.parametrize(("text", "status"), STAGES)
def test_status(text: str, status: str) -> None:
    """The words nearest to a document tell how far it has come."""
    assert [fact.status for fact in laws(article(text))] == [status]


def test_two_titles_that_an_and_joins() -> None:
    """Each of two titles in a row is a document of its own."""
    names = [fact.name for fact in laws(article("It broke the Quiet Streets Act and the Clean Harbours Act 2018."))]
    assert names == ["Quiet Streets Act", "Clean Harbours Act 2018"]


def test_a_short_name_in_brackets() -> None:
    """A short name that the text defines in brackets is the same document."""
    parsed = article('Law No. 5 of 2021 on Lakes (the "Lake Law") is strict. Few like the Lake Law.')
    assert [(fact.name, len(fact.mentions)) for fact in laws(parsed)] == [("Law No. 5 of 2021 on Lakes", 3)]


def test_one_document_under_two_wordings() -> None:
    """A short title after the long one is the same document, under the long one."""
    parsed = article("The Clean Harbours Act 2019 is strict. Few like the Clean Harbours Act.")
    (fact,) = laws(parsed)
    assert fact.name == "Clean Harbours Act 2019" and len(fact.mentions) == 2
