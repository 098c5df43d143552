"""Actors, laws and places that a curator has named and the ontology lacks, as authority files of the workspace.

They are Turtle like those in ``ontology/authority``, so that a line that has proved right can move there as it is.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ..aside import write
from ..fields import Key, Text
from ..lexicon import lexicon
from ..namespaces import BASE, PREFIXES, RDF, RDFS
from ..problems import LexwireError
from .folder import Folder

KINDS = ("actor", "law", "place")
_PREFIXES = ("lw", "rdfs", "skos", "sem", "schema")
_CLASSES = {"actor": "Actor", "law": "Law"}
_KEY, _LABEL = TypeAdapter(Key), TypeAdapter(Text)


def add(
    workspace: Path,
    kind: str,
    key: str,
    class_name: str,
    label_en: str,
    label_zh: str | None = None,
    same_as: str | None = None,
) -> None:
    """Give the actor, law or place *key* a line in the workspace's authority file.

    *class_name* is a class below lw:Actor or lw:Law, and Place for a place; *same_as* is the IRI of the same thing
    elsewhere. Raises LexwireError where the line would not hold, or the key has one already.
    """
    folder = Folder(workspace)
    line = _line(kind, key, class_name, label_en, label_zh, same_as)
    path = folder.authority(kind)
    with _alone(folder):
        if key in getattr(lexicon(added(workspace)), f"{kind}s"):
            raise LexwireError(f"The {kind} {key!r} has a line already; use it, or choose another key.")
        former = path.read_text(encoding="utf-8") if path.exists() else _head(kind)
        write(path, f"{former.rstrip()}\n\n{line}".encode())


def added(workspace: Path) -> str:
    """Return all lines of the workspace's authority files as one Turtle text, empty where there are none.

    Raises LexwireError with file and line where one is no Turtle, names no thing of its kind, or repeats the ontology.
    """
    folder = Folder(workspace)
    texts = []
    for kind in KINDS:
        path = folder.authority(kind)
        if path.exists():
            texts.append(_text(path))
            _check(path, kind, texts[-1])
    return "\n".join(texts)


def _line(kind: str, key: str, class_name: str, label_en: str, label_zh: str | None, same_as: str | None) -> str:
    """Return the Turtle of one thing, each part of which has been checked."""
    if kind not in KINDS:
        raise LexwireError(f"{kind!r} is no kind of authority line; name one of {', '.join(KINDS)}.")
    labels = [Literal(_valid(_LABEL, label_en, "English label"), language="en")]
    labels += [Literal(_valid(_LABEL, label_zh, "Chinese label"), language="zh")] if label_zh else []
    lines = [
        f"{kind}:{_valid(_KEY, key, 'key')} a {_class(kind, class_name)}",
        f"rdfs:label {' , '.join(map(str, labels))}",
        *([f"skos:exactMatch {_iri(same_as)}"] if same_as else []),
    ]
    return " ;\n    ".join(lines) + " .\n"


def _class(kind: str, name: str) -> str:
    if kind == "place":
        return "sem:Place , schema:Place"
    known = lexicon().subclasses[_CLASSES[kind]]
    if name not in known:
        raise LexwireError(f"{name!r} is no class of {kind}s; name one of {', '.join(sorted(known))}.")
    return f"lw:{name}"


def _valid(form: TypeAdapter[str], value: str, what: str) -> str:
    try:
        return form.validate_python(value)
    except ValidationError:
        raise LexwireError(f"{value!r} cannot be the {what} of an authority line; correct it.") from None


def _iri(text: str) -> NamedNode:
    try:
        return NamedNode(text)
    except ValueError:
        raise LexwireError(f"{text!r} is no IRI; give the full address of the same thing elsewhere.") from None


def _head(kind: str) -> str:
    prefixes = {**{name: PREFIXES[name] for name in _PREFIXES}, kind: f"{BASE}id/{kind}/"}
    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items()]
    return f"# Reviewed {kind}s that the ontology lacks.\n\n{''.join(lines)}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexwireError(f"{path} cannot be read as UTF-8 text ({error}); see to the file.") from None


def _check(path: Path, kind: str, text: str) -> None:
    """Raise LexwireError where *text* is not what an authority file of its *kind* holds."""
    try:
        triples = [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise LexwireError(f"{path}:{error.lineno or 1}: is no Turtle ({error.msg}); correct the line.") from None
    prefix = f"{BASE}id/{kind}/"
    for subject in dict.fromkeys(each.subject for each in triples):
        if not (isinstance(subject, NamedNode) and subject.value.startswith(prefix)):
            raise LexwireError(f"{path}: {subject} is no {kind}; keep only {prefix}… in this file.")
        _check_thing(path, kind, subject.value.removeprefix(prefix), [t for t in triples if t.subject == subject])


def _check_thing(path: Path, kind: str, key: str, own: list[Triple]) -> None:
    if key in getattr(lexicon(), f"{kind}s"):
        raise LexwireError(f"{path}: the {kind} {key!r} is in the ontology too; take the line out here.")
    classes = lexicon().subclasses[_CLASSES[kind]] if kind in _CLASSES else frozenset()
    known = {PREFIXES["lw"] + name for name in classes} or {PREFIXES["sem"] + "Place"}
    if not any(each.predicate == RDF.type and each.object.value in known for each in own):  # type: ignore[union-attr]
        raise LexwireError(f"{path}: the {kind} {key!r} has no class of {kind}s; give it one.")
    english = [each for each in own if each.predicate == RDFS.label and _is_english(each)]
    if len(english) != 1:
        raise LexwireError(f"{path}: the {kind} {key!r} has {len(english)} English labels; give it one.")


def _is_english(triple: Triple) -> bool:
    return isinstance(triple.object, Literal) and triple.object.language == "en"


@contextmanager
def _alone(folder: Folder) -> Iterator[None]:
    """Hold the lock of the authority files, so that of two lines added at once none is lost."""
    path = folder.authority("actor").parent / ".lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise LexwireError(f"{path} cannot be written ({error.strerror}); see to the folder and its rights.") from None
