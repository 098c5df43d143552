"""The language of a page: who gets which, that links keep it, and that nothing is left untranslated."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from jinja2.ext import babel_extract

from lexwire.graph.release import Release
from lexwire.server import create_app
from lexwire.server.language import _texts
from lexwire.server.service import opened
from lexwire.server.settings import Settings

SERVER = Path(__file__).parent.parent / "server"
TEMPLATES = sorted(each for each in (SERVER / "templates").rglob("*.html"))
MODULES = sorted(each for each in SERVER.rglob("*.py") if "review" not in each.parts)
SCRIPTS = sorted((SERVER / "client" / "src").rglob("*.ts"))
CATALOGUES = sorted((SERVER / "texts").rglob("*.po"))
CALL = re.compile(r'\b_\("((?:[^"\\]|\\.)*)"')
HTML = "text/html"


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[FlaskClient]:
    service = opened(Settings(str(release.folder.parent.parent), query_workers=1))
    yield create_app(service).test_client()
    service.engine.close()


@pytest.mark.parametrize(
    ("address", "liked", "expected"),
    [
        ("/", "en", "en"),
        ("/", "zh", "zh"),
        ("/", "zh-CN,zh;q=0.9,en;q=0.5", "zh"),
        ("/", "zh-Hant-TW, en;q=0.5", "zh"),
        ("/", "fr, de;q=0.5", "en"),
        ("/", "fr, zh;q=0.5, en;q=0.4", "zh"),
        ("/", "*", "en"),
        ("/", "zh;q=0, en", "en"),
        ("/", "", "en"),
        ("/?lang=zh", "en", "zh"),
        ("/?lang=en", "zh", "en"),
        ("/?lang=xx", "zh", "zh"),
    ],
)
def test_who_gets_which_language(client: FlaskClient, address: str, liked: str, expected: str) -> None:
    response = client.get(address, headers={"Accept": HTML, "Accept-Language": liked})
    assert f'<html lang="{expected}">' in response.text
    assert response.headers["Content-Language"] == expected
    assert "Accept-Language" in response.vary


def test_links_keep_the_language_that_was_asked_for(client: FlaskClient) -> None:
    text = client.get("/?lang=zh", headers={"Accept": HTML}).text
    assert 'href="/queries?lang=zh"' in text
    assert 'href="/?lang=en"' in text
    plain = client.get("/", headers={"Accept": HTML, "Accept-Language": "zh"}).text
    assert 'href="/queries"' in plain


def test_the_switch_keeps_the_rest_of_the_address(client: FlaskClient) -> None:
    text = client.get("/search?q=a%26b%22&kind=law", headers={"Accept": HTML}).text
    assert 'href="/search?q=a%26b%22&amp;kind=law&amp;lang=zh"' in text


def of_templates(file: Path) -> set[str]:
    with file.open("rb") as source:
        options = {"extensions": "jinja2.ext.i18n", "silent": "false"}
        found = babel_extract(source, ["_", "gettext", "ngettext"], [], options)
        return {
            each for _, _, message, _ in found for each in ([message] if isinstance(message, str) else message or ())
        }


def of_modules(file: Path) -> set[str]:
    with file.open("rb") as source:
        found = extract("python", source, keywords={"_": None, "counted": (1, 2)})
        messages = [message for _, message, *_ in found]
        return {text for each in messages for text in ([each] if isinstance(each, str) else each) if text}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda each: str(each.relative_to(SERVER)))
def test_every_text_of_a_template_is_translated(file: Path) -> None:
    assert {each for each in of_templates(file) if each} - set(_texts("zh")) == set()


@pytest.mark.parametrize("file", [each for each in MODULES if of_modules(each)], ids=lambda each: each.stem)
def test_every_text_of_a_module_is_translated(file: Path) -> None:
    assert of_modules(file) - set(_texts("zh")) == set()


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda each: each.stem)
def test_every_text_of_a_script_is_translated(file: Path) -> None:
    with (SERVER / "texts" / "zh" / "client.po").open("rb") as source:
        known = {message.id for message in read_po(source)}
    assert set(CALL.findall(file.read_text("utf-8"))) - known == set()


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda each: each.stem)
def test_translations_have_the_values_of_their_texts(file: Path) -> None:
    """A name in ``%(…)s`` that only one of both has would fail, or say nothing, when it is shown."""
    with file.open("rb") as source:
        catalogue = read_po(source)
    for message in catalogue:
        english = message.id if isinstance(message.id, str) else message.id[1]
        other = message.string if isinstance(message.string, str) else message.string[0]
        if english:
            assert other
            assert set(re.findall(r"%\((\w+)\)s", english)) == set(re.findall(r"%\((\w+)\)s", str(other))), english


def test_one_text_has_one_translation() -> None:
    """Catalogues may repeat a text, but not differ about it."""
    found: dict[str, set[str]] = {}
    for file in CATALOGUES:
        with file.open("rb") as source:
            for message in read_po(source):
                if isinstance(message.id, str) and message.id:
                    found.setdefault(message.id, set()).add(str(message.string))
    assert {english: others for english, others in found.items() if len(others) > 1} == {}
