"""The offences that a text names."""

import pytest

from lexwire.graph.extract.crimes import crimes, mentions

from .extracting import article

CASES = [
    ("Telecom fraud has grown in the region.", ["telecom-fraud"]),
    ("The gang ran scams by phone.", ["telecom-fraud"]),
    ("They were accused of infringing citizens' personal information.", ["personal-information-infringement"]),
    ("He sold the personal information of customers to a broker.", ["personal-information-infringement"]),
    ("Hackers broke into the server of a hotel.", ["hacking"]),
    ("The data breach came to light in May.", ["data-breach"]),
    ("A ransomware gang demanded money.", ["online-extortion"]),
    ("The men laundered money for a ring of gamblers.", ["money-laundering", "online-gambling"]),
    ("Online rumors about the flood were deleted.", ["rumor-spreading"]),
    ("He was punished for assisting information network criminal activities.", ["assisting-cybercrime"]),
    ("Cyberbullying and defamation are on the rise.", ["cyber-violence", "insult-defamation"]),
    ("He stole the medical records of the town's patients.", ["hacking"]),
    ("She pleaded guilty to computer fraud.", ["hacking"]),
    ("The ring lived off SIM swaps.", ["telecom-fraud"]),
    ("The firm placed cookies without the consent of its readers.", ["personal-information-infringement"]),
    ("The Computer Misuse Act is 30 years old.", []),
    ("The service is better than last year's.", []),
    ("Protecting personal information is a duty of every firm.", []),
    ("The casino opened in spring.", []),
]


@pytest.mark.parametrize(("text", "codes"), CASES)
def test_codes(text: str, codes: list[str]) -> None:
    """Each wording leads to the code of the guide, and look-alikes to none."""
    assert [fact.type for fact in crimes(article(text))] == codes


def test_one_entry_with_all_mentions() -> None:
    """An offence named twice is one fact with two spans, each on its own words."""
    parsed = article("Fraud is up. The fraud hits the old.")
    (fact,) = crimes(parsed)
    assert [parsed.page.text[a:b].lower() for a, b in fact.mentions] == ["fraud", "fraud"]


def test_a_unit_named_after_a_crime_is_none() -> None:
    """The name of a police unit is a mention for nearby figures, and no crime that the text tells of."""
    parsed = article("The Cyber Crime Unit moved house.")
    assert crimes(parsed) == []
    assert [mention.code for mention in mentions(parsed)] == ["cybercrime"]
