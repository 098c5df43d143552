"""SERVICE: the server itself asks the other endpoints, and their solutions stand in the query as inline data.

So the processes that evaluate queries never touch the network, and every engine answers alike.  Specification: SPARQL
1.1 Federated Query (W3C Recommendation, 21 March 2013), section 2.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lexwire.queries.binding import Token, prefixes, tokens

from . import Answer, Engine, EngineError, QueryRefused, Question, ServiceClosed
from .begun import Begun, begun, finished
from .evaluation import keywords
from .exchange import Deadline
from .outbound import Outside, Purse, Solutions, shown
from .remote import FORMS, based

MOST_CALLS = 16
"""How many requests to other endpoints one query may cause."""
_OPTIONAL = "OPTIONAL{FILTER(0){"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPED = re.compile(r"\\(.)")
_NOTHING = Solutions((), [{}])
"""One solution that binds nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A SERVICE clause among tokens: the places of its word and of its braces, and what it asks."""

    start: int
    opening: int
    closing: int
    endpoint: Token
    is_silent: bool
    line: int


@dataclass(frozen=True, slots=True)
class Read:
    """A query with SERVICE as it was read: its tokens, what is declared before its form, and its outermost clauses."""

    tokens: Sequence[Token]
    prologue: str
    namespaces: Mapping[str, str]
    clauses: Sequence[Clause]

    def text(self, start: int, end: int) -> str:
        """Return the text of the tokens from *start* up to *end*."""
        return "".join(token.text for token in self.tokens[start:end])

    def pattern(self, clause: Clause) -> str:
        """Return what stands between the braces of *clause*."""
        return self.text(clause.opening + 1, clause.closing)


class Federating:
    """Stands in front of an engine and answers what SERVICE asks of endpoints on a list; others are never called.

    ``SERVICE ?e`` ranges over the list: each endpoint on it is asked once, so a value of ``?e`` that is not on it finds
    no solution, not even with SILENT.  What fails with SILENT gives one empty solution (section 2.3), whatever the
    reason.
    """

    def __init__(self, engine: Engine, outside: Outside, seconds: float) -> None:
        """Stand in front of *engine*, which may take so many *seconds* for a query."""
        self._engine, self._outside, self._seconds = engine, outside, seconds

    def run(self, question: Question) -> Answer:
        """Start to answer *question*; see `Engine.run`."""
        return finished(self.begin(question))

    def begin(self, question: Question) -> Begun:
        """Take *question* up, where it asks other endpoints with work for a thread; see `begun`."""
        if "SERVICE" in question.query.upper():
            return partial(self._asked, question)
        return begun(self._engine, question)

    def _asked(self, question: Question) -> Answer:
        found = read(question.query)
        if not found.clauses:
            return self._engine.run(question)
        deadline = Deadline(question.time(self._seconds))
        query = self._joined(found, question.base, Purse(self._outside.bounds, deadline.left(), question.hangup))
        return self._engine.run(replace(question, query=query, seconds=deadline.left()))

    def close(self) -> None:
        """Close the engine and the connections; see `Engine.close`."""
        self._engine.close()
        self._outside.close()

    def _joined(self, found: Read, base: str | None, purse: Purse) -> str:
        """Return the query with data in place of its clauses; nobody is called unless all of them may be."""
        calls = [self._called(clause, found) for clause in found.clauses]
        if sum(map(len, calls)) > MOST_CALLS:
            raise QueryRefused(f"The query asks other endpoints more than {MOST_CALLS} times; ask less at a time.")
        parts, end = [], 0
        for clause, iris in zip(found.clauses, calls, strict=True):
            parts += [found.text(end, clause.start), self._data(clause, iris, found, base, purse)]
            end = clause.closing + 1
        return "".join([*parts, found.text(end, len(found.tokens))])

    def _called(self, clause: Clause, found: Read) -> tuple[str, ...]:
        """Return the endpoints that *clause* calls, none where it is silent and may call none."""
        try:
            if "SERVICE" in keywords(found.pattern(clause)):
                raise QueryRefused(
                    f"Line {clause.line}: SERVICE stands within SERVICE, so that the other endpoint would call a "
                    "third; ask both from here."
                )
            return self._listed(clause, found)
        except QueryRefused:
            if clause.is_silent:
                return ()
            raise

    def _listed(self, clause: Clause, found: Read) -> tuple[str, ...]:
        """Return the endpoints that *clause* means; raises ServiceClosed where one is not on the list."""
        is_variable = clause.endpoint.kind == "variable"
        iris = self._outside.iris if is_variable else (_iri(clause, found),)
        if not iris or not set(iris) <= set(self._outside.iris):
            named = clause.endpoint.text if is_variable else f"<{shown(iris[0])}>"
            raise ServiceClosed(f"SERVICE {named} is closed here; query that endpoint itself and join the answers.")
        return iris

    def _data(self, clause: Clause, iris: Sequence[str], found: Read, base: str | None, purse: Purse) -> str:
        """Return what stands for *clause*: the solutions of the endpoints, in as many lines."""
        whole = found.tokens[clause.start : clause.closing + 1]
        if not iris:
            return unmatched(whole)
        query = based(f"{found.prologue}SELECT * WHERE {{{found.pattern(clause)}}}", base)
        tables = [self._solutions(clause, iri, query, purse) for iri in iris]
        failed = any(table is _NOTHING for table in tables)
        rest = unmatched(whole) if failed else "\n" * found.text(clause.start, clause.closing).count("\n")
        written = {token.text[1:] for token in whole if token.kind == "variable"}
        if clause.endpoint.kind == "variable":
            name = clause.endpoint.text[1:]
            tables = [_extended(table, name, f"<{iri}>") for table, iri in zip(tables, iris, strict=True)]
        return f" {_values(tables, written)} {rest}"

    def _solutions(self, clause: Clause, iri: str, query: str, purse: Purse) -> Solutions:
        try:
            return self._outside.ask(iri, query, purse)
        except EngineError:
            if clause.is_silent:
                return _NOTHING
            raise


def read(query: str) -> Read:
    """Return *query* as read; raises QueryRefused where the word SERVICE begins no clause."""
    found = list(tokens(query))
    form = next((token.start for token in found if token.kind == "word" and token.text.upper() in FORMS), 0)
    return Read(found, query[:form], prefixes(query[:form]), list(_clauses(found)))


def _clauses(found: Sequence[Token]) -> Iterator[Clause]:
    end, line = 0, 1
    for start, token in enumerate(found):
        line += token.text.count("\n")
        if start < end or token.kind != "word" or token.text.upper() != "SERVICE":
            continue
        clause = _clause(found, start, line)
        if clause is None:
            raise QueryRefused(f"Line {line}: SERVICE lacks an endpoint or a pattern in braces; write both after it.")
        yield clause
        end = clause.closing


def _clause(found: Sequence[Token], start: int, line: int) -> Clause | None:
    """Return the clause whose word stands at *start*; None where what follows is none."""
    head = _head(found, start)
    if head is None:
        return None
    endpoint, opening, is_silent = head
    depth = 0
    for place in range(opening, len(found)):
        depth += (found[place].text == "{") - (found[place].text == "}")
        if depth == 0:
            return Clause(start, opening, place, endpoint, is_silent, line)
    return None


def _head(found: Sequence[Token], start: int) -> tuple[Token, int, bool] | None:
    """Return the endpoint, the place of the brace and whether it is silent, of the clause at *start*; None for none."""
    ahead = (place for place in range(start + 1, len(found)) if found[place].kind not in {"space", "comment"})
    place = next(ahead, start)
    is_silent = found[place].text.upper() == "SILENT"
    endpoint = found[next(ahead, start) if is_silent else place]
    opening = next(ahead, start)
    is_clause = endpoint.kind in {"iri", "variable", "prefixed"} and found[opening].text == "{"
    return (endpoint, opening, is_silent) if is_clause else None


def unmatched(found: Sequence[Token]) -> str:
    """Return *found* with each SERVICE clause as an optional part that never matches: its variables stay in scope."""
    return "".join(_unmatched(found))


def _unmatched(found: Sequence[Token]) -> Iterator[str]:
    opened: list[bool] = []  # for each open brace, whether it is that of a clause
    index = 0
    while index < len(found):
        text = found[index].text
        head = _head(found, index) if found[index].kind == "word" and text.upper() == "SERVICE" else None
        if head:
            text = _OPTIONAL + "\n" * sum(token.text.count("\n") for token in found[index : head[1]])
            index = head[1]
        if head or text == "{":
            opened.append(head is not None)
        elif text == "}" and opened and opened.pop():
            text = "}}"
        yield text
        index += 1


def _iri(clause: Clause, found: Read) -> str:
    """Return the IRI of the clause's endpoint; raises QueryRefused where it has an unknown prefix or is relative."""
    text = clause.endpoint.text
    if clause.endpoint.kind == "iri":
        iri = text[1:-1]
    else:
        prefix, _, local = text.partition(":")
        namespace = found.namespaces.get(prefix)
        if namespace is None:
            raise QueryRefused(f"Line {clause.line}: the prefix {shown(prefix)}: of SERVICE is not declared.")
        iri = namespace + _ESCAPED.sub(r"\1", local)
    if _ABSOLUTE.match(iri) is None:
        raise ServiceClosed(f"Line {clause.line}: SERVICE <{shown(iri)}> is relative; write the whole IRI.")
    return iri


def _extended(table: Solutions, name: str, value: str) -> Solutions:
    """Return the rows of *table* in which the variable *name* has that *value* or none, with it."""
    rows = [row | {name: value} for row in table.rows if row.get(name, value) == value]
    return Solutions((name, *table.variables), rows)


def _values(tables: Sequence[Solutions], written: Iterable[str]) -> str:
    """Return *tables* as inline data (SPARQL 1.1 Query, section 10.2), of the variables that the clause has *written*.

    What else an endpoint names is left out, as no variable of the query.
    """
    known = set(written)
    names = [name for name in dict.fromkeys(name for table in tables for name in table.variables) if name in known]
    rows = (" ".join(row.get(name, "UNDEF") for name in names) for table in tables for row in table.rows)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(f'({row})' for row in rows)} }}"
