"""Who may speak to the page: the browser of the person who started it, and no other page in that browser."""

from dataclasses import dataclass
from hmac import compare_digest
from secrets import token_urlsafe

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

HOST = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Referrers stay here, but unlike with no-referrer a form still tells its origin (Fetch Standard, section 3.1)."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The *port* of the page and the secret *token* that its address carries."""

    port: int
    token: str

    @classmethod
    def at(cls, port: int) -> "Guard":
        """Return a guard with a token that nobody can guess."""
        return cls(port, token_urlsafe(32))

    @property
    def address(self) -> str:
        """Return the address that lets in who opens it."""
        return f"http://{HOST}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """Return the cookie's name, which tells the port because cookies do not."""
        return f"lexwire-review-{self.port}"

    def protect(self, app: Flask) -> None:
        """Let *app* answer nobody else."""
        app.before_request(self._admit)
        app.after_request(_harden)

    def _admit(self) -> AnyResponse | None:
        """Return a redirect to who brings the token, None to who was let in before; raises Forbidden for all others."""
        hosts = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        if request.host not in hosts:
            raise Forbidden("The Host header names another host; open the address that `lexwire review` printed.")
        if request.method not in {"GET", "HEAD"} and request.headers.get("Origin") not in {
            f"http://{h}" for h in hosts
        }:
            raise Forbidden("The request comes from another page; decide on the page of `lexwire review` itself.")
        if request.path == "/" and self._is_token(request.args.get("token")):
            answer = redirect("/")
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict")
            return answer
        if not self._is_token(request.cookies.get(self.cookie)):
            raise Forbidden("The address has no valid token; open the one that `lexwire review` printed.")
        return None

    def _is_token(self, given: str | None) -> bool:
        return given is not None and compare_digest(given.encode(), self.token.encode())


def _harden(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
