"""What went wrong, told in the language of its reader.

Sentences are raised in English wherever something goes wrong, also in the processes that evaluate queries, which know
of no reader.  Here their form finds the translation: an entry of ``texts/{language}/sentences.po``, whose ``%(name)s``
stand for what such a sentence names, and may be sentences or parts of sentences themselves.
"""

import re
from functools import lru_cache
from typing import Final

from .language import language, translations

_FILE: Final = "sentences.po"
_HOLE: Final = re.compile(r"%\\\((\w+)\\\)s")
_LONGEST: Final = 2_000
"""Characters of the longest sentence that is looked at; a longer one quotes more than it says."""

Form = tuple[re.Pattern[str], str]
"""What matches a sentence, with its values as groups, and how the translation says it."""


def told(message: str) -> str:
    """Return *message*, a sentence in English, in the language of this page; unchanged where nobody translated it."""
    return translated(message, language())


def translated(message: str, tag: str) -> str:
    """Return *message*, a sentence in English, in the language of *tag*; unchanged where nobody translated it."""
    exact = translations(tag, _FILE).get(message)
    if exact or len(message) > _LONGEST:
        return exact or message
    for pattern, text in _forms(tag):
        if found := pattern.fullmatch(message):
            return text % {name: translated(value, tag) for name, value in found.groupdict().items()}
    return message


@lru_cache(8)
def _forms(tag: str) -> tuple[Form, ...]:
    """Return the forms of sentences with values, those that say the most first."""
    open_ = [(english, text) for english, text in translations(tag, _FILE).items() if "%(" in english]
    return tuple((_pattern(english), text) for english, text in sorted(open_, key=lambda each: -len(each[0])))


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(_HOLE.sub(r"(?P<\1>.*?)", re.escape(english)), re.DOTALL)
