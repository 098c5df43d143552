"""Actors: names, kinds, roles, acronyms and the words that mean somebody named before."""

import pytest

from lexwire.graph.extract.names import actors, mentions

from .extracting import article

KINDS = [
    ("The Supreme People's Procuratorate said so on Monday.", "Supreme People's Procuratorate", "procuratorate"),
    ("The SPP published figures.", "Supreme People's Procuratorate", "procuratorate"),
    ("China's top court issued a rule.", "Supreme People's Court", "court"),
    ("Zibo police arrested two men.", "Zibo police", "police"),
    ("Two men were arrested by police in Zibo.", "Zibo police", "police"),
    ("The Ministry of Fisheries warned of a scam, the ministry said.", "Ministry of Fisheries", "government"),
    ("Europol said it had arrested five people.", "Europol", "police"),
    ("The Xinhua News Agency reported the case.", "Xinhua News Agency", "media"),
    ("The Riverside District People's Court sentenced him.", "Riverside District People's Court", "court"),
    ("Li Xiaoming, a spokesperson of the ministry, said the figures were up.", "Li Xiaoming", "person"),
    ("Its chair, Xola Ndlovana, said so.", "Xola Ndlovana", "person"),
    ("Oleh Marchuk, prosecutor-general of the General Prosecutor's Office of Ruria, agreed.", "Oleh Marchuk", "person"),
    ("Bogdan Ilie Sandru, 34, of Arad, ran the shop.", "Bogdan Ilie Sandru", "person"),
    ("Det Insp Joan Firthly, from Ashford, made the arrest.", "Joan Firthly", "person"),
    ("Alistair Greve KC told the jury so.", "Alistair Greve", "person"),
    ("The minister, Waldemar Gonçalves Ortunho, said so.", "Waldemar Gonçalves Ortunho", "person"),
    ("A gang calling itself Night Heron claimed the attack.", "Night Heron", "organization"),
    ("The security firm Norrsken had warned the bank.", "Norrsken", "company"),
    ("Serpaza, a credit bureau, denied it.", "Serpaza", "company"),
    ("The company, Kansa Solutions, apologized.", "Kansa Solutions", "company"),
    ("Chip supplier Velmora Oyj said hackers had stolen data.", "Velmora Oyj", "company"),
    ("The Latvian Criminal Police Office made five arrests.", "Latvian Criminal Police Office", "police"),
    ("The case was told to Supreme Court Justice Luis Carva.", "Supreme Court", "court"),
    ("India's Parliament passed it.", "Parliament of India", "legislature"),
    (
        "The Information Regulator of South Africa fined the bank.",
        "Information Regulator of South Africa",
        "government",
    ),
    ("Prosecutors said Tarn Logic LLC had employed him.", "Tarn Logic LLC", "company"),
    ("Hackers copied the records of 126,000 patients of Larkmere Health.", "Larkmere Health", "company"),
    ("Insurer Alma Vida said the data were safe.", "Alma Vida", "company"),
    ("The mayor told Citadel TV that the case was closed.", "Citadel TV", "media"),
    ("The Harbour Police Service and Interpol handed over the men.", "Harbour Police Service", "police"),
    ("The Harbour Police Service and Interpol handed over the men.", "INTERPOL", "police"),
    ("The Public Prosecutor's Office in Brenn took the case.", "Public Prosecutor's Office in Brenn", "procuratorate"),
    ("The Openbaar Ministerie declined to comment.", "Openbaar Ministerie", "procuratorate"),
    ("Det Con Joan Firthly made the arrest.", "Joan Firthly", "person"),
    ("The founder of Payhive Limited, Ada Obi-Larsen, was charged.", "Ada Obi-Larsen", "person"),
    ("Minister of State for Home Affairs Ravi Anand Pillai said so.", "Ravi Anand Pillai", "person"),
    ("The Centre told the Lok Sabha so.", "Government of India", "government"),
    ("SINGAPORE said little. He told Parliament so.", "Parliament of Singapore", "legislature"),
    ("China has new rules. The Supreme Court issued them.", "Supreme People's Court", "court"),
    ("The European Union adopted the law.", "European Union", "organization"),
]


@pytest.mark.parametrize(("text", "name", "kind"), KINDS)
def test_names_and_kinds(text: str, name: str, kind: str) -> None:
    """Bodies, persons and media are found under their usual names."""
    assert (name, kind) in [(fact.name, fact.kind) for fact in actors(article(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Experts said that prices would rise.",
        "Police in Hangzhou, Ningbo and Wenzhou arrested many.",
        "He sent the message through a chat program.",
        "The city of Mersa was hit by the ransomware Blue Crab.",
        "The operation, codenamed Clear Tide, ended on Friday.",
        "Such leaks are rare in the European Union.",
        "(Daily Lantern reporter Li Zhe)",
        "I. Objectives",
        "Losses in S.Korea rose.",
        "Raids took place in the metaverse and on Jalan Badar.",
    ],
)
def test_unnamed_groups_are_no_actors(text: str) -> None:
    """Unnamed groups, lists of places and means of communication are none."""
    assert actors(article(text)) == []


ROLES = [
    ("Li Xiaoming, director of the Supreme People's Court, spoke.", "director", "Supreme People's Court"),
    ("Europol director Anna Berg said it was a success.", "director", "Europol"),
    ("Europol said so. Its spokeswoman Ada Berg agreed.", "spokeswoman", "Europol"),
    ("The court's president, Zhao Yun, told the Supreme People's Court so.", "president", "Supreme People's Court"),
]


@pytest.mark.parametrize(("text", "title", "org"), ROLES)
def test_roles(text: str, title: str, org: str) -> None:
    """A title beside a name becomes a role in the body that the words name or mean."""
    roles = [role for fact in actors(article(text)) for role in fact.roles]
    assert [(role.title, role.org) for role in roles] == [(title, org)]


def test_a_post_in_the_plural_is_that_of_each() -> None:
    """Of persons who share a post each has it."""
    facts = actors(article("Assistant U.S. Attorneys Ida Moen and Jan Olsen prosecuted the case."))
    assert [(fact.name, [role.title for role in fact.roles]) for fact in facts] == [
        ("Ida Moen", ["Assistant U.S. Attorney"]),
        ("Jan Olsen", ["Assistant U.S. Attorney"]),
    ]


def test_an_acronym_means_the_body_with_these_initials() -> None:
    """What the text names prevails over what the acronym means elsewhere."""
    facts = actors(article("The Australian Federal Police arrested a man. The AFP said he was 33."))
    assert [fact.name for fact in facts] == ["Australian Federal Police"]


def test_platforms_as_means_are_no_actors() -> None:
    """A platform on which something is posted does nothing itself."""
    assert actors(article("He posted it on Telegram.")) == []


def test_posts_of_two_persons() -> None:
    """Of two persons in one sentence each keeps the post before the own name."""
    facts = actors(article("Interior Minister Jan Olsen and Health Minister Ida Moen said so."))
    assert [(fact.name, [role.title for role in fact.roles]) for fact in facts] == [
        ("Jan Olsen", ["Interior Minister"]),
        ("Ida Moen", ["Health Minister"]),
    ]


def test_title_case_headlines_name_no_persons() -> None:
    """Where every word has a capital, capitals tell nothing."""
    assert actors(article("The lake is calm.", "Former Nurse Jailed Over Stolen Records")) == []


def test_a_company_stands_again_under_a_shorter_name() -> None:
    """The name without its legal form means the company too."""
    parsed = article("The insurer Castellan Ltd. was hacked. It told its clients so, Castellan said.")
    assert [(parsed.page.text[m.start : m.end], m.name) for m in mentions(parsed)][-1][0] == "Castellan"


def test_words_that_mean_an_actor() -> None:
    """Surnames, acronyms defined in the text and nouns lead to the actor named before."""
    parsed = article(
        "The National Office for Lakes (NOL) met on Monday. Zhao Weiming chaired. "
        "The NOL will meet again, Zhao said. The office agreed."
    )
    words = [(parsed.page.text[m.start : m.end], m.name) for m in mentions(parsed)]
    assert ("NOL", "National Office for Lakes") in words
    assert ("Zhao", "Zhao Weiming") in words
    assert ("The office", "National Office for Lakes") in words
