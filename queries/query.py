"""A saved query: what its file says, and how values get into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from . import header
from .binding import QueryError, Term, bound, prefixes
from .header import Expectation
from .parameters import Parameter


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query."""

    name: str
    """The file's name without .rq; no other query has it."""
    folder: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    view: str
    expect: Expectation
    text: str
    """The whole file, which is SPARQL as it stands."""
    form: str
    """select, ask, construct or describe."""
    columns: tuple[str, ...] = ()
    """The variables of a SELECT, in order; none where it asks another endpoint, and is known by its text only."""

    @property
    def body(self) -> str:
        """Return the SPARQL below the header."""
        return header.split(self.text)[1].lstrip("\r\n")

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the namespaces that the query declares, by prefix."""
        return dict(_declared(self.body))

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the query with *values*, and the defaults for the others, in the place of its parameters.

        An optional parameter without a value, or with an empty one, stays a variable.  Raises QueryError where a name
        is unknown, or a value is missing, of the wrong type or not allowed.
        """
        return bound(self.body, self.terms(values))

    def terms(self, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the terms that *values*, and the defaults for the others, stand for; raises what `bind` raises."""
        if unknown := ", ".join(sorted(set(values) - set(self.parameters))):
            known = ", ".join(self.parameters) or "none"
            raise QueryError(f"Query {self.name} has no parameter {unknown!a}; the parameters it has: {known}.")
        terms, declared = {}, self.prefixes
        for name, parameter in self.parameters.items():
            value = values.get(name, parameter.default)
            if parameter.optional and not value:
                continue
            if value is None:
                raise QueryError(f"Query {self.name} needs a value for {name}; give one as {name}=VALUE.")
            terms[name] = parameter.term(value, declared)
        return terms

    def shown(self, term: NamedNode | Literal | BlankNode | Triple | None) -> str | None:
        """Return *term* as expectations write it: a literal's text, an IRI shortened by the query's prefixes."""
        if term is None or isinstance(term, Triple):
            return None if term is None else str(term)
        for prefix, namespace in _longest_first(self.body):
            if isinstance(term, NamedNode) and term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value


@lru_cache(256)
def _declared(body: str) -> tuple[tuple[str, str], ...]:
    """Return the prefixes that *body* declares, with their namespaces."""
    return tuple(prefixes(body).items())


@lru_cache(256)
def _longest_first(body: str) -> tuple[tuple[str, str], ...]:
    """Return the same, the most special namespace first."""
    return tuple(sorted(_declared(body), key=lambda item: -len(item[1])))
