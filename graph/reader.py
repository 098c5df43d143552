"""What finds the facts of a page: rules and small weights over a spaCy pipeline, or a language model elsewhere."""

import os
from dataclasses import dataclass
from typing import Protocol

from .extract import asking, pipeline, syntax
from .extract.asking.chat import Chat
from .extract.guide import Facts
from .extract.page import Page

KEY = "LEXWIRE_MODEL_KEY"
"""The variable of the environment that holds the key of a model's server."""


@dataclass(frozen=True, slots=True)
class Found:
    """The facts of a page, and what a person should know of how they were found."""

    facts: Facts
    remarks: tuple[str, ...] = ()


class Reader(Protocol):
    """Finds facts; its text names it, so that what was found by another is not taken for its own."""

    def read(self, page: Page) -> Found:
        """Return the facts of *page*; raises PageError or another LexwireError where it cannot."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """Reads with rules over the spaCy pipeline called *model*; raises ModelError when reading where that is missing."""

    model: str = syntax.MODEL

    def read(self, page: Page) -> Found:
        """See `Reader.read`."""
        nlp = syntax.pipeline(self.model)
        with nlp.memory_zone():  # what spaCy learns of an article's words is let go with it
            return Found(pipeline.facts(syntax.parsed(page, nlp)))

    def __str__(self) -> str:
        """Return the pipeline's name."""
        return self.model


USUAL = Rules()


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the model called *name* at *url*; its server's key is in the environment."""

    url: str
    name: str

    def __post_init__(self) -> None:
        """Raise UsageError where the address is none."""
        self._chat()

    def read(self, page: Page) -> Found:
        """See `Reader.read`."""
        asked = asking.facts(page, self._chat())
        return Found(asked.facts, tuple(f"dropped: {each}." for each in asked.dropped))

    def _chat(self) -> Chat:
        return Chat(self.url, self.name, os.environ.get(KEY))

    def __str__(self) -> str:
        """Return name and address."""
        return f"{self.name} at {self.url}"
