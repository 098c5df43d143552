"""What stands around each request: its note, the client's rate, and what log and figures hear of its end."""

import re

from ..brief import Ready, refused
from ..environ import Environ
from ..settings import Settings
from .journal import Journal
from .metrics import Metrics
from .note import ID, NOTE, Note
from .rates import Rates, address_of, network

ASIDE = ("/health/", "/metrics")
"""How the paths of an operator begin: they are neither logged nor counted nor limited."""
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_HEADER = "HTTP_" + ID.upper().replace("-", "_")


class Watch:
    """Begins and ends the note of each request."""

    def __init__(self, settings: Settings, journal: Journal | None, metrics: Metrics | None) -> None:
        """Tell *journal* and *metrics*, where they are, of each request that has ended."""
        self._proxies = settings.proxies
        self._rates = Rates(settings.rate, settings.rate_burst) if settings.rate else None
        self._journal, self.metrics = journal, metrics

    def begin(self, environ: Environ) -> Note:
        """Return the new note of a request, which its environment holds from now on."""
        path = environ["PATH_INFO"]
        note = environ[NOTE] = Note(environ["REQUEST_METHOD"], path, address_of(environ, self._proxies))
        note.is_quiet = path.startswith(ASIDE)
        if self._proxies and _WELL_FORMED.fullmatch(told := environ.get(_HEADER, "")):
            note.id = told
        return note

    def limited(self, environ: Environ, note: Note) -> Ready | None:
        """Return the refusal of a client that asks more often than it may, None for any other."""
        if self._rates is None or note.is_quiet:
            return None
        allowed = self._rates.ask(network(note.client))
        if allowed.seconds == 0:
            return None
        if allowed.is_news and self.metrics:
            self.metrics.count_limited()
        seconds = str(int(allowed.seconds) + 1)
        message = f"You ask more often than this server lets one client; try again in {seconds} s."
        return refused(environ, 429, message, Retry_After=seconds)

    def end(self, note: Note) -> None:
        """Tell of a request that has ended: all are counted, those that asked a query or failed are logged."""
        if note.is_quiet:
            return
        if self.metrics:
            self.metrics.count(note)
        if self._journal and (note.asked or note.status >= 400 or note.early):
            self._journal.write(note)

    def close(self) -> None:
        """Write what is not yet written."""
        if self._journal:
            self._journal.close()
