"""Asking a language model for the facts of an article, as a second way beside rules and small weights.

It is off unless an address is given. What comes back is held to a schema and proved against the text, word by word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from ..guide import Facts
from ..page import Page, PageError
from . import proving, schema
from .chat import Chat

MOST = 60_000
"""The most characters of an article that are sent: a model reads all of it at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The facts that the text bears out, and why the others were dropped."""

    facts: Facts
    dropped: tuple[str, ...]


def facts(page: Page, chat: Chat) -> Asked:
    """Return what the model finds in *page*; raises ChatError, PageError where the text is too long for it."""
    if len(page.text) > MOST:
        raise PageError(f"The text has {len(page.text):,} characters; a model is asked about {MOST:,} at most.")
    day = page.published.isoformat() if page.published else "unknown"
    found = chat.ask(_instructions(), f"Published: {day}\n\n{_article(page)}", schema.json_schema())
    prover = proving.Prover(page, f"model {chat.name}")
    answer = schema.Answer(**{kind: tuple(_read(found.get(kind), form, prover)) for kind, form in schema.KINDS.items()})
    return Asked(proving.facts(answer, prover), tuple(prover.dropped))


def _read(given: Any, form: type[schema.Returned], prover: proving.Prover) -> Sequence[Any]:  # noqa: ANN401  JSON
    """Return the parts of a list that keep the schema, to which not every server holds its model."""
    found: list[schema.Returned] = []
    for each in given if isinstance(given, list) else []:
        try:
            found.append(form.model_validate(each))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            prover.dropped.append(f"{form.__name__}: {where or 'all of it'}: {first['msg']}")
    return found


def _article(page: Page) -> str:
    """Return headline and body, without the furniture around them."""
    return "\n\n".join(page.text[start:end] for start, end in (page.headline, *page.paragraphs))


@cache
def _instructions() -> str:
    return files(__package__).joinpath("instructions.en.md").read_text(encoding="utf-8")
