"""A query as lines to copy into a terminal or a program: curl, Python, R and JavaScript.

Each value is written as a literal of its language, so that whatever is in it stays a value.
"""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_JSON: Final = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of a language, and what they need."""

    name: str
    """Unlike that of any other, fit for an HTML id."""
    title: str
    language: str
    """As highlighters call it."""
    text: str


def saved(address: str, values: Mapping[str, str], form: str, endpoint: str, text: str) -> tuple[Snippet, ...]:
    """Return how to ask the saved query at *address*, without suffix, with *values*; its *text* has them, for SPARQL.

    A SELECT comes as CSV, a yes or no as JSON, a graph as Turtle.
    """
    suffix = {"select": "csv", "ask": "json"}.get(form, "ttl")
    url = f"{address}.{suffix}"
    return (
        Snippet("curl", "curl", "shell", _curl(url, values)),
        _python(url, values, form),
        Snippet("sparqlwrapper", "Python (SPARQLWrapper)", "python", _sparqlwrapper(endpoint, text, form)),
        Snippet("r", "R", "r", _r(url, values, form)),
        Snippet("javascript", "JavaScript", "javascript", _javascript(url, values, form)),
    )


def free(endpoint: str, text: str, form: str) -> tuple[Snippet, ...]:
    """Return how to put the query *text* to *endpoint*."""
    accept = {"select": "text/csv", "ask": _JSON}.get(form, "text/turtle")
    format_ = {"select": "csv", "ask": "json"}.get(form, "ttl")
    values = {"query": text, "format": format_}
    return (
        Snippet("curl", "curl", "shell", _curl(endpoint, {"query": text}, accept)),
        _python(endpoint, values, form),
        Snippet("sparqlwrapper", "Python (SPARQLWrapper)", "python", _sparqlwrapper(endpoint, text, form)),
        Snippet("r", "R", "r", _r(endpoint, values, form)),
        Snippet("javascript", "JavaScript", "javascript", _javascript(endpoint, values, form)),
    )


def _curl(url: str, values: Mapping[str, str], accept: str = "") -> str:
    options = [f"--header {shlex.quote(f'Accept: {accept}')}"] if accept else []
    options += [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in values.items()]
    return " \\\n  ".join(["curl --get", *options, shlex.quote(url)]) + "\n"


def _python(url: str, values: Mapping[str, str], form: str) -> Snippet:
    """Return the way of the library that people read such an answer with."""
    address = _python_address(url, values)
    if form == "select":
        text = f"import pandas\n{address}\ntable = pandas.read_csv(address)\nprint(table)\n"
        return Snippet("pandas", "Python (pandas)", "python", text)
    if form == "ask":
        reading = 'print(json.load(urlopen(address))["boolean"])'
        text = f"import json\nfrom urllib.request import urlopen\n{address}\n{reading}\n"
        return Snippet("python", "Python", "python", text)
    text = f'from rdflib import Graph\n{address}\ngraph = Graph().parse(address, format="turtle")\nprint(len(graph))\n'
    return Snippet("rdflib", "Python (rdflib)", "python", text)


def _python_address(url: str, values: Mapping[str, str]) -> str:
    if not values:
        return f"\naddress = {url!a}"
    lines = "".join(f"    {name!a}: {value!a},\n" for name, value in values.items())
    return f'from urllib.parse import urlencode\n\nvalues = {{\n{lines}}}\naddress = {url!a} + "?" + urlencode(values)'


def _sparqlwrapper(endpoint: str, text: str, form: str) -> str:
    format_ = "JSON" if form in {"select", "ask"} else "TURTLE"
    row = '{name: term["value"] for name, term in row.items()}'
    shown = {
        "select": f'for row in answer["results"]["bindings"]:\n    print({row})',
        "ask": 'print(answer["boolean"])',
    }.get(form, "print(answer.decode())")
    lines = "\n".join(f"    {line!a}" for line in text.splitlines(keepends=True))
    return (
        f"from SPARQLWrapper import {format_}, POST, SPARQLWrapper\n\nendpoint = SPARQLWrapper({endpoint!a})\n"
        f"endpoint.setMethod(POST)\nendpoint.setReturnFormat({format_})\nendpoint.setQuery(\n{lines}\n)\n"
        f"answer = endpoint.query().convert()\n{shown}\n"
    )


def _r(url: str, values: Mapping[str, str], form: str) -> str:
    reading = {
        "select": "answer <- read.csv(address)\nprint(answer)",
        "ask": "answer <- jsonlite::fromJSON(address)\nprint(answer$boolean)",
    }.get(form, "writeLines(readLines(address))")
    if not values:
        return f"address <- {r_string(url)}\n{reading}\n"
    lines = ",\n".join(f"  {_r_name(name)} = {r_string(value)}" for name, value in values.items())
    escaped = 'vapply(enc2utf8(values), URLencode, "", reserved = TRUE, repeated = TRUE)'
    pairs = f'paste0(names(values), "=", {escaped}, collapse = "&")'
    return f'values <- c(\n{lines}\n)\naddress <- paste0({r_string(url)}, "?", {pairs})\n{reading}\n'


def _r_name(name: str) -> str:
    return f"`{name}`"


def r_string(text: str) -> str:
    r"""Return *text* as a string of R, what is not printable ASCII as ``\U{…}`` (R Language Definition, 10.3.1)."""
    return '"' + "".join(map(_r_character, text)) + '"'


def _r_character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if " " <= character <= "~" else f"\\U{{{ord(character):x}}}"


def _javascript(url: str, values: Mapping[str, str], form: str) -> str:
    shown = "(await answer.json()).boolean" if form == "ask" else "await answer.text()"
    lines = "".join(f"  {_js(name)}: {_js(value)},\n" for name, value in values.items())
    search = f"address.search = new URLSearchParams({{\n{lines}}});\n" if values else ""
    return (
        f"const address = new URL({_js(url)});\n{search}const answer = await fetch(address);\n"
        f"if (!answer.ok) throw new Error(await answer.text());\nconsole.log({shown});\n"
    )


def _js(text: str) -> str:
    r"""Return *text* as a string of JavaScript, in ASCII; without ``<``, which could end a script element."""
    return json.dumps(text).replace("<", "\\u003c")
