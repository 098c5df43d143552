"""A server over real sockets that fails as it is told."""

import socket
import socketserver
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from time import sleep
from urllib.parse import parse_qs


@dataclass
class Asked:
    """A request as it arrived."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode())


Reply = Callable[[socket.socket, Asked], None]


@dataclass
class Log:
    """What a server saw: its address, its requests, and how many connections were made and ended."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    made: int = 0
    ended: int = 0


@contextmanager
def telling(*replies: Reply) -> Iterator[Log]:
    """Run a server that gives one reply after the other, the last for ever."""
    log = Log()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            log.made += 1
            try:
                while line := self.rfile.readline().decode():
                    log.asked.append(Asked(line, *self._rest()))
                    replies[min(len(log.asked), len(replies)) - 1](self.connection, log.asked[-1])
            except OSError:
                pass
            finally:
                log.ended += 1

        def _rest(self) -> tuple[dict[str, str], bytes]:
            lines = iter(lambda: self.rfile.readline().decode().strip(), "")
            headers = {name: value.strip() for name, _, value in (each.partition(":") for each in lines)}
            return headers, self.rfile.read(int(headers.get("Content-Length", 0)))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as tcp:
        thread = Thread(target=tcp.serve_forever, args=(0.02,))
        thread.start()
        log.address = f"http://127.0.0.1:{tcp.server_address[1]}/sparql"
        try:
            yield log
        finally:
            tcp.shutdown()
            thread.join()


ROWS = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
JSON_TYPE = "application/sparql-results+json"


def said(status: int = 200, body: bytes = ROWS, kind: str = JSON_TYPE, length: int | None = None, **more: str) -> Reply:
    """Return a reply with a Content-Length."""
    headers = {"Content-Type": kind, "Content-Length": str(len(body) if length is None else length)}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    def reply(connection: socket.socket, _: Asked) -> None:
        connection.sendall(f"HTTP/1.1 {status} So\r\n{head}\r\n".encode() + body)

    return reply


def chunked(*chunks: bytes, pause: float = 0.0, end: bool = True) -> Reply:
    """Return a reply in chunks with pauses, that perhaps breaks off."""

    def reply(connection: socket.socket, _: Asked) -> None:
        connection.sendall(
            f"HTTP/1.1 200 OK\r\nContent-Type: {JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        for chunk in chunks:
            connection.sendall(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            sleep(pause)
        if end:
            connection.sendall(b"0\r\n\r\n")
        else:
            connection.shutdown(socket.SHUT_RDWR)

    return reply


def dropped(connection: socket.socket, _: Asked) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def silent(_: socket.socket, __: Asked) -> None:
    sleep(1.5)
