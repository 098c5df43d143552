"""Events: reported happenings, their types, clauses and dates."""

from datetime import date

import pytest

from lexwire.graph.extract.events import chosen, events
from lexwire.graph.extract.linear import Model

from .extracting import article

CASES = [
    ("The ministry held a press conference on May 17.", "press-conference"),
    ("Police arrested 12 suspects in a raid on May 17.", "police-operation"),
    ("The Standing Committee of the National People's Congress passed the law on May 17.", "legislation"),
    ("The Ministry of Public Security launched a special campaign against rumors in April.", "campaign"),
    ("Two men were sentenced to five years in prison on May 17.", "trial"),
    ("The commission has arraigned 27 suspects before the High Court.", "prosecution"),
    ("Chile and Peru signed an agreement on cyber threats on Wednesday.", "cooperation"),
    ("Hackers broke into the network of the port on Monday.", "cyber-attack"),
    ("The names of 9,400 passengers were leaked in March.", "data-breach"),
    ("The ministry has formed a task force against scam calls.", "establishment"),
]


@pytest.mark.parametrize(("text", "kind"), CASES)
def test_types(text: str, kind: str) -> None:
    """A happening has its type, and its clause holds the words that report it."""
    parsed = article(text)
    assert kind in [fact.type for fact in events(parsed)]


def test_date_of_the_clause() -> None:
    """The date is the one that the event's own clause states."""
    (fact,) = [
        e for e in events(article("Police arrested 12 suspects in a raid on May 17.")) if e.type == "police-operation"
    ]
    assert fact.date is not None and (fact.date.start, fact.date.end) == (date(2024, 5, 17), date(2024, 5, 17))


@pytest.mark.parametrize(
    "text",
    [
        "Arrests should be made more often.",
        "The lake is calm and the weather fine.",
        "He died of cardiac arrest.",
        "The files were on a hard drive.",
    ],
)
def test_nothing_happened(text: str) -> None:
    """Wishes and plain description report nothing."""
    assert events(article(text)) == []


def test_joined_verbs_of_one_subject_are_one_event() -> None:
    """What one subject does in one breath is one happening."""
    found = events(article("The judge convicted Obi and sentenced him to two years in prison on May 17."))
    assert [fact.type for fact in found] == ["trial"]


def test_one_event_for_one_clause() -> None:
    """Two triggers of one type in a clause are one event, the likelier."""
    assert (
        len(
            [
                e
                for e in events(article("Police arrested 12 suspects in a raid on May 17."))
                if e.type == "police-operation"
            ]
        )
        == 1
    )
    assert chosen([]) == []


def test_a_model_weighs_features() -> None:
    """Known features add up, unknown ones weigh nothing."""
    model = Model({"a": 2.0, "b": -1.0}, 0.0, 0.5)
    assert model.probability(["a", "unknown"]) > model.probability(["a", "b"]) > 0.5 > model.probability(["b"])
