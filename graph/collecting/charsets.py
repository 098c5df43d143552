"""From bytes to text: plain text is UTF-8, a web page is in the encoding that it declares."""

import codecs
import re

from ..extract.page import PageError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}?encoding=["']([\w-]+)""", re.IGNORECASE
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252"}
"""Encodings that pages declare, and the larger ones that browsers read them as (WHATWG Encoding, section 4.2)."""
_DAMAGED = 0.01  # of the characters: a page with more of them undecoded is in another encoding than it says


def plain(data: bytes) -> str:
    """Return the text in *data*; raises PageError where it is not UTF-8."""
    if any(data.startswith(mark) for mark, _ in _MARKS[1:]):
        raise PageError("The text is UTF-16 or UTF-32; save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PageError("The text is not UTF-8; save it so.") from None


def page(data: bytes, declared: str | None = None) -> str:
    """Return the text of the web page in *data*, whose HTTP header *declared* its encoding or not.

    A byte-order mark counts before the header, and the header before the page's own words (WHATWG HTML, section
    13.2.3.2). Raises PageError where the page is not in the encoding that it declares.
    """
    told = _mark(data) or declared or _meta(data) or _guessed(data)
    try:
        text = data.decode(_WIDER.get(told.lower(), told), "replace")
    except LookupError:
        raise PageError(f"The page is in an encoding that is not known: {told}.") from None
    if text.count("\ufffd") > _DAMAGED * len(text):
        raise PageError(f"The page is not in the encoding that it declares: {told}.")
    return text


def wide(data: bytes) -> bool:
    """Tell whether *data* is in an encoding without ASCII in it, so that words cannot be searched in the bytes."""
    return (_mark(data) or "").startswith(("utf-16", "utf-32"))


def _mark(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _meta(data: bytes) -> str | None:
    match = _META.search(data[:4096])
    found = (match[1] or match[2]).decode("ascii", "replace") if match else None
    return "utf-8" if found and found.lower().startswith("utf-16") else found  # it was read as ASCII up to here


def _guessed(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
