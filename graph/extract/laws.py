"""Laws: documents that a text names by their titles, by acronyms, or by what they are about."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from .actors.heads import kind_of
from .guide import LawFact, Span
from .statutes.numbered_laws import numbered
from .statutes.unnamed_laws import unnamed
from .surface import APOSTROPHE, Spot, is_title_case, key, plain, tidy, words_of
from .syntax import Parsed
from .wordlists import rows, words

_CAP = r"(?:[A-Z][\w&'-]*|\d{4}(?=\s+[A-Z]))"
_JOIN = (
    r"(?:of the|on the|for the|in the|and the|to the|of|on|for|and|in|to|against|concerning|by|using|with|from|or|that)"
)
_TAIL = rf"{_CAP}(?:\s+(?:{_JOIN}\s+)?(?:\([^()]*\)\s+)?{_CAP})*"
_KINDS = "Draft|Interim|Several|Provisional|Administrative|Guiding|Special|Implementing|Detailed|Judicial|SPC|SPP"
_FRONT = rf"(?:(?:{_KINDS})\s+)*"
_BODY = (
    r"Office|School|Firm|Review|Department|Cent(?:er|re)|Institute|Society|Association|Committee|Commission|Journal"
    r"|Courts?|Minist(?:er|ry)|Faculty|Professor|Lecturer|Council|Lords?|Clinic"
)
_NO_TITLE = rf"\s+(?:[Ee]nforce|(?:[A-Z]\w+\s+){{0,2}}(?:{_BODY})\b|of Ethics|of Conduct)"
_STATE = r"(?:\s+of\s+the\s+People's\s+Republic\s+of\s+China|\s+of\s+[A-Z]\w+)?"
_YEAR = r"(?:,?\s+(?:19|20)\d\d)?(?:\s+(?:\(No\.?|No\.)\s?\d+\)?(?:\s+of\s+(?:19|20)\d\d)?)?"


def laws(parsed: Parsed) -> list[LawFact]:
    """Return each document of law once, in the order of first mention, with its kind and status."""
    found: dict[str, list[tuple[str, str, Span, str]]] = {}
    spans = sorted(law_spans(parsed))
    short = _defined(parsed, spans)
    for start, end, name, kind, by in spans:
        own = short.get(key(name)) or _identity(name)
        place = next((k for k in found if k == own or _same(k, own)), own)
        found.setdefault(place, []).append((name, kind, Span(start, end), by))
    text = plain(parsed.page.text)
    return [_fact(text, mentions) for mentions in found.values()]


def _defined(parsed: Parsed, spans: list[tuple[int, int, str, str, str]]) -> dict[str, str]:
    """Return the documents by the short names that the text defines in brackets: "(the "PDP Law")"."""
    text, found = plain(parsed.page.text), {}
    for _, end, name, _, _ in spans:
        if match := re.match(r"\s*\((?:the |hereinafter |or )*\"?([A-Z][\w .&-]{1,40})\"?\)", text[end : end + 60]):
            found[key(match.group(1))] = _identity(name)
    return found


def _fact(text: str, mentions: list[tuple[str, str, Span, str]]) -> LawFact:
    """Return one document from its mentions, under the fullest of its names."""
    name, kind, _, by = max(mentions, key=lambda each: (each[3] != "law-words.tsv", len(each[0])))
    spans = tuple(span for _, _, span, _ in mentions)
    return LawFact(name, kind, status(text, list(spans), name), spans, 0.8, by)


def _identity(name: str) -> str:
    """Return the key of a document: the usual name's where the table knows the wording."""
    own = re.sub(
        r" of (?:the )?(?:people s republic of china|prc|china)$", "", key(re.sub(r"People's", "People s", name))
    )
    return key(_table()[1][own][0]) if own in _table()[1] else own


@lru_cache(maxsize=4)  # laws and actors of an article ask for the same
def law_spans(parsed: Parsed) -> tuple[tuple[int, int, str, str, str], ...]:
    """Return begin, end, name, kind and rule of every mention of a document, longest first where they overlap."""
    found: list[tuple[int, int, str, str, str]] = []
    for sentence in parsed.sentences:
        text = words_of(parsed.page, sentence)
        spotted = [*_known(text), *numbered(text), *unnamed(sentence, text)]
        spotted += [
            spot
            for spot in _titled(text)
            if not is_title_case(text) or (spot[0] <= 6 and spot[1] == len(text.rstrip(" .;")))
        ]
        for start, end, name, kind, by in _longest(spotted):
            found.append((sentence.start + start, sentence.start + end, name, kind, by))
    return tuple(found)


def _longest(spotted: list[Spot]) -> Iterator[Spot]:
    kept: list[Spot] = []
    for spot in sorted(spotted, key=lambda each: (each[4] == "law-words.tsv", each[0] - each[1])):
        if not any(spot[0] < other[1] and other[0] < spot[1] for other in kept):
            kept.append(spot)
            yield spot


def _same(one: str, other: str) -> bool:
    """Tell whether two keys are one document: all words of the shorter stand in the longer, but not only a head."""
    a, b = set(one.split()), set(other.split())
    return (a < b or b < a) and len((a & b) - {"of", "on", "the", "law", "for", "and"}) >= 2


def _known(text: str) -> Iterator[Spot]:
    expression, names = _table()
    for match in expression.finditer(text):
        if re.match(r"\s+(?:[Ee]nforce|Office|School|Firm|Review|Department)", text[match.end() :]):
            continue
        name, kind = names[key(match.group())]
        name = match.group() if match.group()[0].isupper() and not match.group().isupper() else name
        yield match.start(), match.end(), name, kind, "laws.tsv"
    for match in re.finditer(r"\blaws on ((?:[\w -]+?,\s+)*[\w -]+? and [\w -]+?)(?=[.,;]|$)", text):
        for topic in re.finditer(r"(?:^|,|\band\b)\s*([\w -]+?)(?=,|\sand\s|$)", match.group(1)):
            if found := names.get(key(f"{topic.group(1)} law")):
                start = match.start(1) + topic.start(1)
                yield start, start + len(topic.group(1)), *found, "topics"


@cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    names: dict[str, tuple[str, str]] = {}
    wordings: list[str] = []
    for name, kind, *rest in rows("laws"):
        for wording in filter(None, [name, *"".join(rest).split("|")]):
            names[key(wording)] = (name, kind)
            wordings.append(wording)
    ordered = sorted(wordings, key=len, reverse=True)
    joined = "|".join(re.escape(each).replace(r"\ ", r"\s+").replace("'", APOSTROPHE) for each in ordered)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])"), names


def _titled(text: str) -> Iterator[Spot]:
    for expression in _titles():
        for match in expression.finditer(text):
            for place, part in _parts(match.group()):
                name = _cut(part)
                if (head := _head(name)) and _is_title(name):
                    start = match.start() + place + part.index(name)
                    yield start, start + len(name), tidy(re.sub(r"^Draft ", "", name)), _kinds()[head], "law-heads.tsv"


def _is_title(name: str) -> bool:
    """Tell whether *name* is more than a head word, and not a body's name or a code of conduct."""
    several = len(re.sub(r"^Draft ", "", name).split()) > 1
    first = re.split(r"\s(?:of|for|on)\s", name)[0]
    is_body = kind_of(first) in ("government", "police", "court", "legislature") and first.split()[-1] not in _kinds()
    return several and not is_body and not re.match(r"(?:Code|Rules) of (?:Ethics|Conduct|Practice)", name)


def _parts(titles: str) -> Iterator[tuple[int, str]]:
    """Yield the title, or those that an "and the" joins: "the Data Act and the Chips Act"."""
    start = 0
    for match in re.finditer(r",?\s+and\s+(?:the\s+)?", titles):
        left, right = titles[start : match.start()], titles[match.end() :]
        whole = re.search(rf"(?:{_kinds_expression()})(?:\s\d{{4}})?$", left) or left in _table()[1]
        begins = re.match(rf"(?:{_kinds_expression()})\s+(?:on|for|of)\b", left)
        if (whole or begins or key(left) in _table()[1]) and _head(right) and "the" in match.group() + right[:3]:
            yield start, left
            start = match.end()
    yield start, titles[start:]


@cache
def _kinds_expression() -> str:
    return "|".join(_kinds())


@cache
def _titles() -> tuple[re.Pattern[str], ...]:
    begin = "|".join(row[0] for row in rows("law-heads") if row[2] in ("begin", "both"))
    end = "|".join(row[0] for row in rows("law-heads") if row[2] in ("end", "both"))
    first = rf"(?<![\w-]){_FRONT}(?:{begin})\s+(?:of|on|for|to|in|against|concerning|governing)\s+(?:the\s+)?{_TAIL}"
    before = rf"(?:{_CAP}\s+(?:(?:{_JOIN}\s+)?(?:\([^()]*\)\s+)?)?)*?{_CAP}\s+(?:\([^()]*\)\s+)?"
    last = rf"(?<![\w-]){before}(?:{end})(?![\w-]|{_NO_TITLE}){_YEAR}{_STATE}"
    return re.compile(first), re.compile(last)


def _cut(title: str) -> str:
    """Return the title without words before it that belong to the sentence or to the state whose law it is."""
    starters = "|".join(map(re.escape, words("no-name", "starter")))
    owners = "|".join(re.escape(row[0]) for row in rows("demonyms"))
    return re.sub(rf"^(?:(?:{starters})\s+|(?:{owners})'s\s+|Article\s+\d+\s+of\s+the\s+)+", "", title)


def _head(title: str) -> str | None:
    found = [word for word in re.findall(r"[A-Z]\w+", title) if word in _kinds()]
    return found[0] if found else None


@cache
def _kinds() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("law-heads")}


def status(text: str, spans: list[Span], name: str) -> str:
    """Return how far the document has come, by the wordings nearest to its mentions."""
    near: list[tuple[int, str]] = []
    for start, end in spans[:3]:
        window = text[max(0, start - 80) : end + 100].casefold()
        middle = min(start, 80) + (end - start) // 2
        known = [(window.find(row[1]), row[2]) for row in rows("law-words") if row[0] == "status"]
        near += [(abs(place - middle), stage) for place, stage in known if place >= 0]
    if not near:
        return "draft" if name.endswith("Bill") else "unknown"
    return min(near)[1]
