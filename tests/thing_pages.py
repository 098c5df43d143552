"""Pages of things: some of the packaged records, as a browser asks for them, and what they say."""

import json
import re
from html import unescape

from flask.testing import FlaskClient

from lexwire.graph.namespaces import PREFIXES

BROWSER = {"Accept": "text/html"}
S0 = "undated-judicial-officials-online-privacy"
S1 = "2017-03-13-better-protection-of-personal-information"
S2 = "2019-08-30-china-cybersecurity-week-briefing"
S3 = "2024-02-24-crackdown-on-cybercrime"
PAGES = {
    "statistic": f"id/statistic/{S3}/charged-with-cybercrime",
    "computed": f"id/statistic/{S3}/charged-with-cybercrime-a-year-before",
    "crime": "scheme/crime/pi-infringement",
    "actor": "id/actor/ma-huateng",
    "organization": "id/actor/scio",
    "law": "id/law/pipl",
    "event": f"id/event/{S2}/scio-press-conference-on-the-cybersecurity-week",
    "statement": f"id/statement/{S2}/liu-liehong-special-campaigns",
    "article": f"article/{S3}",
    "place": "id/place/china",
}


def shown(client: FlaskClient, name: str, query: str = "") -> str:
    response = client.get(f"/page/{name}{query}", headers=BROWSER)
    assert response.status_code == 200
    return response.text


def words(page: str) -> str:
    """Return what a page says to people, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def linked(page: str) -> dict[str, object]:
    """Return the description in schema.org's terms that a page carries."""
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, object] = json.loads(text)
    return found


PROLOGUE = "".join(
    f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("lw", "rdfs", "schema", "dcterms", "gaf", "actor")
)
