"""The embedded engine moves on to a new release, without a mixed or broken answer."""

from pathlib import Path

from pyoxigraph import RdfFormat, Store

from lexwire.graph.release import Release
from lexwire.server.engine import Question
from lexwire.server.engine.following import Following
from lexwire.server.engine.limits import Limits
from lexwire.server.engine.local import LocalEngine
from lexwire.server.formats import BY_NAME, Wanted
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from tests.processes import eventually, keepers, parents

from .busy_workers import ANY, ASK, TRUE


def test_a_new_release_is_followed_without_a_mixed_or_broken_answer(tmp_path: Path) -> None:
    """Who asks throughout sees the old data, then the new; what runs on the old ends there, and so do its processes."""
    data = tmp_path / "data"
    for name in ("one", "two"):
        _small_release(data, name)
    _point(data, "one")
    before = keepers()
    engine = Following(data, lambda release: LocalEngine(release.store, Limits(workers=2)))
    (old,) = keepers() - before
    held, former = engine.now()
    long = engine.run(Question("SELECT * { ?a ?b ?c . ?d ?e ?f }", ANY))
    assert next(long.chunks)
    seen = [_name(engine)]
    _point(data, "two")
    assert eventually(lambda: seen.append(_name(engine)) or seen[-1] == "two")
    assert sorted(seen) == seen
    assert engine.release.id == "two"
    assert (former.id, _name(held)) == ("one", "one")
    assert b"urn:two" not in long.read()
    del held, long
    assert eventually(lambda: old not in parents())
    engine.close()


def _small_release(data: Path, name: str) -> None:
    folder = data / "releases" / name
    folder.mkdir(parents=True)
    (folder / "SHA256SUMS").touch()
    triples = "".join(f"<urn:{name}> <urn:p> {number} .\n" for number in range(600))
    store = Store(str(folder / "store"))
    store.load(triples.encode(), RdfFormat.TURTLE)
    store.flush()


def _point(data: Path, name: str) -> None:
    (data / ".current").symlink_to(Path("releases", name))
    (data / ".current").replace(data / "current")


def _name(engine: Following[LocalEngine] | LocalEngine) -> str:
    answer = engine.run(Question("SELECT DISTINCT ?s { ?s ?p ?o }", Wanted(BY_NAME["csv"], None))).read()
    return answer.decode().split()[1].removeprefix("urn:")


def test_a_service_follows_its_release(data: Path, release: Release) -> None:
    service = opened(Settings(str(data)))
    assert service.release == release == service.now().release
    assert service.now().engine.run(ASK).read() == TRUE
    service.engine.close()
