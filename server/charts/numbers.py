"""Numbers as short as an axis needs them: 280K in English, 28万 in Chinese."""

from typing import Final

from babel.numbers import format_compact_decimal

_TAGS: Final = {"en": "en", "zh": "zh_Hans_CN"}


def compact(number: float, language: str, sign: str = "") -> str:
    """Return *number* as short as readers of *language* write it, with the *sign* of its unit where that has one."""
    places = 2 if abs(number) < 10 or abs(number) >= 1000 else 1
    return f"{format_compact_decimal(number, locale=_TAGS[language], fraction_digits=places)}{sign}"
