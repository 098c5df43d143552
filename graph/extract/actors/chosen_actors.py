"""Which candidates are actors: what speaks for a group of mentions, weighed by a small linear model."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..guide import Span
from ..surface import words_of
from ..syntax import HEADLINE, Parsed
from ..wordlists import rows, words
from .entities import token_at
from .posts import title_heads

if TYPE_CHECKING:
    from spacy.tokens import Token

_SPEECH = frozenset(words("speech", "verb"))
_PLATFORMS = frozenset(words("no-name", "platform"))
_NATIONS = frozenset(row[1] for row in rows("demonyms"))
_HAVING = frozenset(words("no-name", "having"))


_MEDIUM = re.compile(
    r"\b(?:on|via|through|over|using|with|like|as|apps?|accounts?|platforms?)\s+"
    r"(?:the )?(?:[A-Z]\w+(?:,| and| or)\s+)*$"
)


def features(
    parsed: Parsed, name: str, kind: str, rules: Iterable[str], spans: list[Span], sentences: list[int]
) -> Iterator[str]:
    """Yield the features of the actor *name* that *rules* found at *spans*, each in its one of the *sentences*."""
    by = sorted(set(rules))
    yield f"kind {kind}"
    yield from (f"by {rule}" for rule in by)
    yield from (f"{kind} by {rule}" for rule in by)
    yield f"rules {min(3, len(by))}"
    yield f"mentions {min(3, len(spans))}"
    yield f"words {min(4, len(name.split()))}"
    yield from (each for each in _of_name(parsed, name, kind))
    seen: set[str] = set()
    for span, number in zip(spans, sentences, strict=True):
        seen.update(_place(parsed, span, number))
    if name in _PLATFORMS:
        seen |= {f"platform {each}" for each in seen}
    for each in sorted(seen):
        yield each
        yield f"{kind} {each}"


def _of_name(parsed: Parsed, name: str, kind: str) -> Iterator[str]:
    """Yield what the name itself tells: an acronym, a platform, a nation's, a common word."""
    if name.isupper():
        yield "capitals"
    if name in _PLATFORMS:
        yield "platform"
    if name.split()[0] in _NATIONS:
        yield f"{kind} of a nation"
    if (
        kind != "person"
        and " " not in name
        and re.search(rf"(?<![\w-]){re.escape(name.lower())}s?(?![\w-])", parsed.page.text)
    ):
        yield "common word"


def _place(parsed: Parsed, span: Span, number: int) -> Iterator[str]:
    sentence = parsed.sentences[number]
    text, start = words_of(parsed.page, sentence), span.start - sentence.start
    yield "in headline" if sentence.paragraph == HEADLINE else "in lead" if sentence.paragraph == 0 else "in body"
    if (len(text.split()) <= 5 and not text.rstrip().endswith(".")) or not re.search(r"[a-z]{3,} [a-z]{3,}", text):
        yield "no sentence"
    if re.search(
        r"(?:photo|source|credit|editor|reporter|by|courtesy of|file)\W{0,3}$|[/|\]]$|\[[^\]]*$",
        text[:start],
        re.IGNORECASE,
    ):
        yield "credit"
    if text[span.end - sentence.start :].startswith((")", "/", "]", " |")):
        yield "closed"
    if _MEDIUM.search(text[:start]):
        yield "medium"
    if _is_of_post(text[:start], text[span.end - sentence.start :]):
        yield "of a post"
    if token := token_at(sentence, span.end - 1):
        yield f"dep {token.dep_}"
        first = _first_of_list(token)
        if first.dep_ == "pobj":
            yield f"after {first.head.lower_}"
        if first is not token:
            yield f"listed {first.dep_}"
        if token.head.lemma_ in _SPEECH:
            yield "speaks"
        if token.head.lemma_ in _HAVING:
            yield "has"
        if token.head.dep_ == "relcl":
            yield "in a relative clause"
        if token.nbor(1).text in ("'s", "’s") if token.i + 1 < len(token.doc) else False:
            yield "owns"


def _first_of_list(token: "Token") -> "Token":
    """Return the first member of the list that *token* stands in, or the token itself."""
    while token.dep_ == "conj" and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    return token


def _is_of_post(before: str, after: str) -> bool:
    """Tell whether a title stands beside the name: "Europol director", "director of the"."""
    near = re.match(r"(?:'s)?\s+(?:\w+\s+)?([\w-]+)", after)
    last = re.search(r"([\w-]+)\s+(?:of|at|for|with)\s+(?:the\s+)?$", before)
    return any(match and match.group(1).casefold() in title_heads() for match in (near, last))
