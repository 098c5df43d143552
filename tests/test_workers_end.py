"""The embedded engine's processes are gone when the engine is, however it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from socket import socket
from urllib.request import urlopen

import pytest

from lexwire.graph.release import Release
from lexwire.server.engine import EngineFailed
from lexwire.server.engine.local import LocalEngine
from tests.processes import descendants, eventually, keepers, parents, workers

from .busy_workers import ASK, SILENT, busy, in_background, keeper_of

SERVER = """
import sys, threading
from pathlib import Path
from socket import socket
from lexwire.server.service import opened
from lexwire.server.settings import Settings
from lexwire.server.engine import Question
from lexwire.server.formats import BY_NAME, Wanted

service = opened(Settings(sys.argv[1], tuple(sys.argv[2:])))
ANY = Wanted(BY_NAME["json"], BY_NAME["nt"])
answer = service.engine.run(Question("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", ANY))
next(answer.chunks)
silent = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", ANY)
threading.Thread(target=lambda: service.engine.run(silent), daemon=True).start()
print("up", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("loads", [False, True])
def test_no_process_outlives_its_server(data: Path, tmp_path: Path, how: signal.Signals, loads: bool) -> None:
    files = [tmp_path / "some.nt"] if loads else []
    for file in files:
        file.write_text("".join(f"<urn:{number}> <urn:p> <urn:o> .\n" for number in range(10_000)))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / ".dev"), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", SERVER, str(data), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as server:
        assert server.stdout
        assert server.stdout.readline() == b"up\n"
        (keeper,) = keepers(server.pid)
        assert eventually(lambda: len(workers(keeper)) == 4 and busy(keeper))
        family = {keeper, *workers(keeper)}
        server.send_signal(how)
    assert eventually(lambda: not family & parents().keys())
    assert list(tmp_path.glob("lexwire-*")) == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_command(data: Path, how: signal.Signals) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / ".dev")}
    command = [sys.executable, "-m", "lexwire.server.cli", "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment) as server:
        try:
            assert eventually(lambda: _answers(f"http://127.0.0.1:{port}/health/ready"), 30)
            family = descendants(server.pid)
            assert len(family) == 1 + 4  # the keeper and the workers
        finally:
            server.send_signal(how)
    assert eventually(lambda: not family & parents().keys(), 10)


def _answers(address: str) -> bool:
    try:
        with urlopen(address) as response:
            return response.status == 200
    except OSError:
        return False


def test_nothing_is_answered_after_the_end(release: Release) -> None:
    engine = LocalEngine(release.store)
    errors = in_background(engine, SILENT)
    assert eventually(lambda: busy(keeper_of(engine)))
    engine.close()
    assert eventually(lambda: errors)
    assert isinstance(errors[0], EngineFailed)
    with pytest.raises(EngineFailed):
        engine.run(ASK)
