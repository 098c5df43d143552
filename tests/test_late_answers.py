"""A page of a slow query comes without its answer, also where the query has not even begun."""

from contextlib import suppress
from pathlib import Path
from threading import Thread

from lexwire.server import create_app
from lexwire.server.engine import EngineError, Question
from lexwire.server.formats import BY_NAME, Wanted
from lexwire.server.service import Service, opened
from lexwire.server.settings import Settings

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BROWSER = {"Accept": "text/html"}


def occupy(service: Service) -> None:
    with suppress(EngineError):
        service.engine.run(Question(SLOW, Wanted(BY_NAME["json"], None))).read()


def test_while_all_workers_are_busy(data: Path) -> None:
    service = opened(Settings(str(data), query_workers=1, query_seconds=4))
    client = create_app(service).test_client()
    assert client.get("/sparql", headers=BROWSER).status_code == 200  # the terms of the data are known from now on
    other = Thread(target=occupy, args=(service,))
    other.start()
    other.join(0.5)
    response = client.get("/sparql", query_string={"query": "SELECT (1 AS ?n) {}"}, headers=BROWSER)
    assert (response.status_code, "still being asked" in response.text) == (200, True)
    other.join()
    service.engine.close()
