"""Posts of persons: the title beside a name, before it or after it, and the body it belongs to."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..guide import Role
from ..surface import APOSTROPHE, tidy, words_of
from ..syntax import Parsed
from ..wordlists import rows, words
from .posts import title_expression, title_heads
from .states import state_expression

_STOP = (
    r"[,;.()\"]|\s-\s|\b(?:said|says|told|who|whose|which|was|is|has|had|were|are|attended|added|noted|explained|wrote"
    r"|and|but|when|as)\b"
)
_APPOSITION = re.compile(
    r"\s*(?:,|\()\s*(?:who\s+(?:is|was|heads|leads|directs|chairs)\s+|an?\s+|the\s+|its\s+|now\s+)*"
    r"|\s+(?:who heads|who leads|as)\s+(?:the\s+)?"
)
_CIRCUMSTANCE = re.compile(r"(?:before|after|in|on|at|by|from|with|to|of|under|during|against|told)\b")
_LED = {"heads": "head", "leads": "leader", "directs": "director", "chairs": "chair"}
_ORG = "\0"


class Named(NamedTuple):
    """A mention of an actor: begin, end, name, kind and number of the sentence."""

    start: int
    end: int
    name: str
    kind: str
    sentence: int


def roles_of(parsed: Parsed, mentions: list[Named]) -> dict[str, list[Role]]:
    """Return the roles of each person by actor name, in the order of the text."""
    found: dict[str, list[Role]] = {}
    for mention in mentions:
        if mention.kind == "person":
            known = found.setdefault(mention.name, [])
            for role in _beside(parsed, mention, mentions):
                _add(known, role)
    return {name: [_placed(role, mentions) for role in known] for name, known in found.items()}


def _add(known: list[Role], role: Role) -> None:
    """Add the role unless it is known; a body completes a title that stood without one."""
    for place, other in enumerate(known):
        if set(role.title.casefold().split()) & set(other.title.casefold().split()) and (
            role.org == other.org or not (role.org and other.org)
        ):
            known[place] = role if role.org and not other.org else other
            return
    known.append(role)


def _placed(role: Role, mentions: list[Named]) -> Role:
    """Return the role with the body that the title itself tells."""
    if role.org:
        return role
    names = dict.fromkeys(m.name for m in mentions)
    own = [name for name in names if name.casefold() == f"office of the {role.title}".casefold()]
    if re.search(r"(?:procurator|prosecutor)-general", role.title, re.IGNORECASE):
        own += [m.name for m in mentions if m.kind == "procuratorate"]
    if "attorney general" in role.title.casefold():
        own += [m.name for m in mentions if m.kind == "government" and "Justice" in m.name]
    return Role(role.title, own[0]) if own else role


def _beside(parsed: Parsed, person: Named, mentions: list[Named]) -> Iterator[Role]:
    """Yield the roles that the sentence gives to a mention of a person."""
    sentence = parsed.sentences[person.sentence]
    text = _without_others(words_of(parsed.page, sentence), sentence.start, person, mentions)
    start, end = person.start - sentence.start, person.end - sentence.start
    here = [m for m in mentions if m.sentence == person.sentence and m.kind != "person"]
    bodies = [(m.start - sentence.start, m.end - sentence.start, m.name) for m in here]
    before = _before(text, start, bodies)
    if before and not before.org and re.search(rf"\b(?:[Ii]ts|[Tt]heir)\s+{re.escape(before.title)}", text[:start]):
        before = Role(before.title, _owner(person, mentions))
    if before:
        after = re.match(r"\s+(?:of|at|from|for|with)\s+(?:the\s+)?", text[end:])
        org = next((name for a, _, name in bodies if after and a == end + after.end()), None)
        yield Role(before.title, before.org or org)
    yield from _after(text, end, bodies)


def _owner(person: Named, mentions: list[Named]) -> str | None:
    """Return the body that "its" means: the first of those that the nearest sentence before names."""
    earlier = [m for m in mentions if m.start < person.start and m.kind not in ("person", "media", "state")]
    return next((m.name for m in earlier if m.sentence == earlier[-1].sentence), None)


def _without_others(text: str, offset: int, person: Named, mentions: list[Named]) -> str:
    """Return the text with commas for the names of the persons before, whose posts are not this one's."""
    for other in mentions:
        if other.kind == "person" and offset <= other.start and other.end <= person.start:
            text = text[: other.start - offset] + "," * (other.end - other.start) + text[other.end - offset :]
    return text


def _before(text: str, start: int, bodies: list[tuple[int, int, str]]) -> Role | None:
    """Return the post right before the name: "SPP spokesperson Li Ming", "the court's president, Li Ming"."""
    lead = re.sub(r"(?<=s)\s+,+\s+and\s+$", " ", _without_honorific(text[:start]))  # "Judges A. Bell and "
    if match := re.search(
        r"(?:^|[,;\"]\s|\b(?:by|to|from|and|said|says|of)\s)((?:the\s+|The\s+)?[^,;.\"]{4,90}),\s+$", lead
    ):
        return _role(match.group(1), match.start(1), bodies, strict=True)
    if match := re.search(rf"\b(?:[Tt]he|[Ii]ts|[Tt]heir|an?)\s+({_posted()}),\s+$", lead):
        return _role(match.group(1), match.start(1), bodies, strict=True)
    words = lead.rstrip().split(" ")
    taken: list[str] = []
    while words and len(taken) < 12 and _is_title_word(words[-1], bool(taken)):
        taken.insert(0, words.pop())
    while taken and taken[0].casefold() in ("of", "the", "for", "and", "in", "a", "an", "its"):
        words.append(taken.pop(0))
    title = _singular(" ".join(taken))
    return _role(title, len(" ".join(words)) + bool(words), bodies, strict=False) if title else None


@cache
def _posted() -> str:
    """Return an expression for a post with what it is of: "founder of Payhive Technologies Limited"."""
    return rf"(?:[\w.-]+\s+){{0,3}}(?i:{title_expression()})(?:\s+(?:of|at|for|to|in)\s+[^,;\"]{{2,80}})?"


def _without_honorific(lead: str) -> str:
    honorifics = "|".join(map(re.escape, words("no-person", "honorific")))
    return re.sub(rf"(?<![\w-])(?:(?:{honorifics})\s+)+$", "", lead)


def _singular(title: str) -> str:
    """Return "Assistant Attorney" for "Assistant Attorneys"."""
    last = title.rpartition(" ")[2].casefold()
    return title[:-1] if last not in title_heads() and last.removesuffix("s") in title_heads() else title


def _is_title_word(word: str, inside: bool) -> bool:
    plain = word.strip("'").casefold()
    return (
        plain in title_heads()
        or (plain.endswith("s") and plain[:-1] in title_heads())
        or plain in _modifiers()
        or (
            word[:1].isupper()
            and (word[-1:] not in ",.;:" or word == "U.S.")
            and plain not in ("the", "in", "on", "but", "and")
        )
        or (inside and plain in ("of", "for", "the", "and", "in") and word.islower())
    )


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(row[1].casefold() for row in rows("no-name") if row[0] == "modifier")


def _after(text: str, end: int, bodies: list[tuple[int, int, str]]) -> Iterator[Role]:
    """Yield the posts in the apposition after the name: "Li Ming, director of the bureau and …"."""
    opened = _APPOSITION.match(text, end)
    if not opened or _CIRCUMSTANCE.match(text, opened.end()):
        return
    verb = re.search(r"heads|leads|directs|chairs", opened.group())
    yield from _with_bodies(list(_joined(text, opened.end(), bodies, verb.group() if verb else "")))


def _joined(text: str, begin: int, bodies: list[tuple[int, int, str]], led: str) -> Iterator[Role]:
    """Yield the posts from *begin* on that "and" joins, up to the first words that are none."""
    while True:
        close = re.search(_STOP, _masked(text, bodies)[begin:])
        chunk = text[begin : begin + close.start()] if close else text[begin:]
        role = _role(chunk, begin, bodies, strict=True, led=led)
        if role is None:
            return
        yield role
        rest = re.match(r"\s*(?:\([^)]*\)\s*)?and\s+", text[begin + len(chunk) :])
        if rest is None:
            return
        begin, led = begin + len(chunk) + rest.end(), ""


def _with_bodies(roles: list[Role]) -> Iterator[Role]:
    """Yield the posts, each with its own body or else with that of the next one that names one."""
    for place, role in enumerate(roles):
        yield Role(role.title, next((later.org for later in roles[place:] if later.org), None))


def _masked(text: str, bodies: list[tuple[int, int, str]]) -> str:
    """Return the text with the names of bodies blanked, so that words in them stop nothing."""
    for start, end, _ in bodies:
        text = text[:start] + _ORG * (end - start) + text[end:]
    return text


def _role(chunk: str, offset: int, bodies: list[tuple[int, int, str]], *, strict: bool, led: str = "") -> Role | None:
    """Return the title in *chunk* and the body it names, or None where no word of it is a title."""
    inside = [(a - offset, b - offset, name) for a, b, name in bodies if offset <= a and b <= offset + len(chunk)]
    title = chunk
    for start, end, _ in sorted(inside, reverse=True):
        title = f"{title[:start]}{_ORG}{title[end:]}"
    bare = re.sub(rf"{_ORG}(?:{APOSTROPHE}s?)?", _ORG, title)
    bare = re.sub(rf"(?:\s+(?:of|at|for|from|with|in|under))?(?:\s+the)?\s*{_ORG}\s*(?:\([^)]*\))?", " ", f" {bare}")
    bare = re.sub(r"^(?i:(?:while|and|as|but)\s+)?(?i:the|a|an|its|his|her|their|country's)\s+", "", tidy(bare).strip())
    bare = re.sub(rf"^(?:{state_expression()}){APOSTROPHE}s?\s+", "", bare)
    bare = re.sub(r"\s+(?:of|at|for|in|to)$", "", bare)
    if led:
        bare = re.sub(r" of the \.?$", "", f"{_LED[led]} of the {bare}")
    if inside and not bare and re.search(r"\bCommissioner\b", chunk):
        bare = tidy(chunk)
    words = [word.strip(",.'").casefold() for word in re.split(r"[\s]+", bare)]
    if not any(word in title_heads() for word in words) or (strict and len(words) > 14):
        return None
    return Role(bare, inside[-1][2] if inside else None)
