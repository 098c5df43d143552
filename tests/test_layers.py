"""Imports run one way only: a module imports from rows above its own, never from below."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = [
    "ontology queries",
    "graph.problems graph.namespaces graph.iris graph.dates graph.fields",
    "graph.aside graph.turtle graph.literals graph.facts graph.formula graph.uses",
    "graph.article graph.lexicon",
    "graph.extract.guide graph.extract.wordlists graph.extract.linear graph.extract.ranking graph.extract.bylines",
    "graph.extract.furniture graph.extract.calibration",
    "graph.extract.figures.numerals graph.extract.figures.nonfigures",
    "graph.extract.times.calendar_words graph.extract.page",
    "graph.extract.pinned",
    "graph.extract.times.patterns",
    "graph.extract.times.closing_spans graph.extract.times.printed_dates",
    "graph.extract.syntax graph.extract.times.readings graph.extract.times.periods",
    "graph.extract",
    "graph.extract.statistics",
    "graph.extract.pipeline graph.extract.training graph.extract.asking",
    "graph.recording.resolving",
    "graph.recording.drafting graph.recording.yaml_text",
    "graph.recording.names graph.recording.times",
    "graph.recording.figures",
    "graph.recording.events",
    "graph.recording",
    "graph.reader",
    "graph.filing",
    "graph.collecting.libraries graph.collecting.sources graph.collecting.dating graph.collecting.charsets",
    "graph.collecting.gate graph.collecting.webpage graph.collecting.archive graph.collecting.articles",
    "graph.collecting.likeness graph.collecting.crew graph.collecting.order graph.collecting.journal",
    "graph.collecting.reading graph.collecting.manifest",
    "graph.collecting.working",
    "graph.collecting.gathering",
    "graph.collecting.extracting",
    "graph.collecting",
    "graph.consistency graph.agreement graph.records",
    "graph.workspace.anchoring graph.workspace.dependents",
    "graph.workspace.decision",
    "graph.workspace.folding",
    "graph.workspace.decisions graph.workspace.folder",
    "graph.workspace.authority",
    "graph.workspace.desk",
    "graph.workspace.standing",
    "graph.workspace.adding",
    "graph.workspace",
    "graph.figures graph.triples graph.derive graph.infer",
    "graph.check graph.dump graph.hermit graph.pool",
    "graph.metadata graph.part graph.changes",
    "graph.release graph.store graph.cube",
    "graph.checks",
    "graph.answers",
    "graph.review graph.writing graph.build",
    "server.formats server.negotiate server.reading server.snippets",
    "server.engine",
    "server.settings server.environ server.cache.encoding server.cache.shelf server.cache.canonical",
    "server.settings.options server.watch.note",
    "server.settings.sources server.watch.rates server.watch.journal",
    "server.settings.flags server.settings.showing",
    "server.cache.kept",
    "server.cache.flight",
    "server.cache server.representation",
    "server.language",
    "server.sentences",
    "server.brief",
    "server.service server.tables server.responses server.fields server.addresses server.assets",
    "server.answering server.watch.metrics server.protocol server.archive",
    "server.marked",
    "server.watch server.watch.watcher",
    "server.face",
    "server.charts.looks server.charts.scales server.charts.numbers server.charts.panels server.things.graph",
    "server.charts server.things.facts server.things.sections server.things.classes server.things.units",
    "server.things.figures server.things.lists server.things.kind server.things.texts",
    "server.things.linked",
    "server.things.observation",
    "server.things",
    "server.figures.choice",
    "server.figures",
    "server.description server.graph_store server.resource_page server.public server.openapi.operations",
    "server.ontology_pages",
    "server.vocabulary",
    "server.editor.known",
    "server.editor",
    "server.search.folding server.search.entries server.search.spelling",
    "server.search.packaged server.search.matching server.search.reading",
    "server.search.gathering",
    "server.search.index",
    "server.search.keeper",
    "server.sparql server.resources server.saved server.dumps server.health server.pages server.search",
    "server.openapi.search",
    "server.openapi.saved",
    "server.openapi.interface",
    "server.openapi",
    "server",
    "server.wsgi server.asking server.shortcut server.front.spool server.front.patient server.front.waiting",
    "server.front.sending server.testing",
    "server.front.receiving",
    "server.front",
    "server.running",
    "server.review.sheet server.review.guard",
    "server.review.fields server.review.mentions server.review.seat",
    "server.review.forms",
    "server.review.deciding server.review.view",
    "server.review",
    "server.review.running",
    "server.cli.options",
    "server.cli",
]
EDITING = ("server.cli", "server.review")
HEIGHT = {name: row for row, names in enumerate(ROWS) for name in names.split()}


def height(module: str) -> int:
    """Return the row of *module*, whose longest listed prefix decides."""
    found = [name for name in HEIGHT if f"{module}.".startswith(f"{name}.")]
    return HEIGHT[max(found, key=len)] if found else -1


def imports(file: Path) -> list[str]:
    """Return the project's modules which *file* imports, without the leading lexwire."""
    here = file.relative_to(ROOT).parts
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = ["lexwire", *here][: 1 + len(here) - node.level] if node.level else []
            start = ".".join([*base, *filter(None, [node.module])])
            found += [f"{start}.{alias.name}".removeprefix("lexwire.") for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name.removeprefix("lexwire.") for alias in node.names]
    return found


FOLDERS = ("ontology", "queries", "graph", "server")
FILES = sorted(file for top in FOLDERS for file in (ROOT / top).rglob("*.py"))


def name(file: Path) -> str:
    """Return the dotted name of *file* without the leading lexwire."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("file", FILES, ids=name)
def test_imports_run_downward(file: Path) -> None:
    """No import points at a row below the file's own."""
    own = height(name(file))
    assert [module for module in imports(file) if height(module) > own] == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_module_has_a_row(file: Path) -> None:
    """A new module is placed in the ladder before it is used."""
    assert height(name(file)) >= 0 or name(file) == "graph"


def test_the_server_never_sees_records() -> None:
    """The server knows a release and an engine; only the command line and the curator's page reach records."""
    serving = [file for file in (ROOT / "server").rglob("*.py") if not name(file).startswith(EDITING)]
    reached = {module for file in serving for module in imports(file)}
    assert not [
        module for module in reached if module.startswith(("graph.records", "graph.facts", "graph.build", "graph.part"))
    ]
