"""The language of a page: what the address asks for, else what the client likes; and the texts in it.

Interface texts are written in English where they stand and translated in ``texts/{language}/*.po`` (GNU gettext).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote

from babel.dates import format_date, format_datetime, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from flask import Flask, g, request
from werkzeug import wrappers
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

LANGUAGES: Final = {"en": "English", "zh": "中文"}
"""The languages of the pages, each with its own name for itself."""
FIELD: Final = "lang"
"""The field of an address that asks for a language."""
_TAGS: Final = {"en": "en", "zh": "zh_Hans_CN"}
DIGITS: Final = 80
"""Of the numbers that pages write; those of records have thirty at most."""
_DATA: Final = frozenset({"static", "data", "file", "latest", "read", "void", "examples"})
"""Last words of the endpoints whose answers are the same in every language."""


def language() -> str:
    """Return the language of this request's page: a key of `LANGUAGES`."""
    asked = request.args.get(FIELD)
    if asked in LANGUAGES:
        return asked
    if "language" not in g:
        g.language = spoken(request)
    return str(g.language)


def spoken(request: wrappers.Request) -> str:
    """Return the language that *request* asks for, or that its client likes best: a key of `LANGUAGES`."""
    liked = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((tag for tag in (request.args.get(FIELD), *liked) if tag in LANGUAGES), "en")


def _(message: str, **values: object) -> str:
    """Return *message*, an English text, in the language of this page, with *values* for its ``%(name)s``."""
    text = _texts(language()).get(message, message)
    return text % values if values else text


def counted(singular: str, plural: str, number: int, **values: object) -> str:
    """Return the text for *number* things in the language of this page; ``%(num)s`` is the number."""
    message = singular if number == 1 else plural
    return _(message) % (values | {"num": decimal(number)})


def locale() -> str:
    """Return the locale of this page, as Babel and the Common Locale Data Repository name it."""
    return _TAGS[language()]


def decimal(number: float | Decimal) -> str:
    """Return *number* as readers of this page write it, with all its decimals."""
    with localcontext(prec=DIGITS):
        return str(format_decimal(number, locale=locale(), decimal_quantization=False))


def day(value: dt.date) -> str:
    """Return a date as readers of this page write it."""
    return str(format_date(value, "long", locale=locale()))


def month(value: dt.date) -> str:
    """Return the month of a date as readers of this page write it."""
    return str(format_skeleton("yMMMM", value, locale=locale()))


def moment(value: dt.datetime) -> str:
    """Return a date with its time, UTC, as readers of this page write it."""
    return str(format_datetime(value, "long", locale=locale()))


def chosen(texts: Mapping[str, str]) -> str:
    """Return that of *texts*, a mapping from language to text, which is in the language of this page, else any."""
    return str(texts.get(language()) or texts.get("en") or next(iter(texts.values()), ""))


@lru_cache(len(LANGUAGES))
def _texts(tag: str) -> dict[str, str]:
    """Return the translations into the language of *tag* by their English texts."""
    folder = files(__package__).joinpath("texts", tag)
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    return {english: text for name in names for english, text in translations(tag, name).items()}


@lru_cache(64)
def translations(tag: str, name: str) -> dict[str, str]:
    """Return the translations in the file called *name*, by their English texts; none where there is no such file."""
    file = files(__package__).joinpath("texts", tag, name)
    if not file.is_file():
        return {}
    with file.open("rb") as source:
        read = read_po(source, locale=_TAGS[tag], abort_invalid=True)
    return {english: text for message in read for english, text in _pairs(message.id, message.string).items()}


def _pairs(english: str | Sequence[str], other: str | Sequence[str] | None) -> dict[str, str]:
    """Return the translations of a message; Chinese has one form for every number."""
    text = str(other if isinstance(other, str) else (other or ("",))[0])
    forms = (english,) if isinstance(english, str) else tuple(english)
    return dict.fromkeys(forms, text) if english and text else {}


def client_texts() -> dict[str, str]:
    """Return the texts that scripts show, by their English ones; none where the page is in English."""
    return dict(translations(language(), "client.po"))


def switches() -> list[tuple[str, str, str]]:
    """Return for each language its tag, its name, and the address of this page in it."""
    return [(tag, name, _address({FIELD: tag})) for tag, name in LANGUAGES.items()]


def _address(changed: dict[str, str]) -> str:
    fields = MultiDict(request.args)
    for name, value in changed.items():
        fields[name] = value
    query = "&".join(f"{_escaped(name)}={_escaped(value)}" for name, value in fields.items(multi=True))
    return iri_to_uri(f"{request.script_root}{request.path}") + f"?{query}"


def _escaped(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")


def speak(app: Flask) -> None:
    """Let the templates of *app* speak the language of the request, and its links keep the language asked for."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_, lambda one, many, number: counted(one, many, number))  # type: ignore[attr-defined]
    app.jinja_env.filters |= {"decimal": decimal, "day": day, "moment": moment, "chosen": chosen}
    app.jinja_env.globals |= {"language": language, "switches": switches}
    app.url_defaults(_keep_language)


def keeping(path: str) -> str:
    """Return the address *path* of one of our pages so that it keeps the language that this page was asked for in."""
    tag = request.args.get(FIELD)
    if tag not in LANGUAGES:
        return path
    address, hash_, fragment = path.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{FIELD}={tag}{hash_}{fragment}"


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Let a link to a page keep the language, where the address of this page asks for one."""
    if endpoint.rpartition(".")[2] not in _DATA and request and request.args.get(FIELD) in LANGUAGES:
        values.setdefault(FIELD, request.args[FIELD])
