"""What an operator decides: where the data lies and how it is served."""

import json
import os
from dataclasses import asdict, dataclass
from typing import Literal

VARIABLE = "LEXWIRE_SETTINGS"
"""The environment variable through which `lexwire serve` hands its settings to the processes of the server."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a server."""

    data: str = "data"
    """Folder whose current release is served."""
    load: tuple[str, ...] = ()
    """RDF files to serve in place of a release."""
    default_graph: Literal["union", "stored"] = "union"
    """What a query sees that names no graph: the union of all named graphs, or the store's own default graph."""
    rows_on_a_page: int = 1000
    """How many rows a page shows; data formats have them all."""

    def to_environment(self) -> None:
        """Put the settings where child processes find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> "Settings":
        """Return the settings that the parent process put there; the defaults where it put none."""
        fields = json.loads(os.environ.get(VARIABLE, "{}"))
        return cls(**fields | {"load": tuple(fields.get("load", ()))})
