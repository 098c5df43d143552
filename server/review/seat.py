"""Who reviews which article, and where it lies."""

from dataclasses import dataclass

from lexwire.graph.workspace.folder import Folder

from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Seat:
    """The article called *name* in *folder*, and the curator *by* whom its facts are reviewed."""

    folder: Folder
    name: str
    by: str

    def sheet(self) -> Sheet:
        """Return the article as it is now; raises LexwireError where a file of it does not hold."""
        return Sheet.of(self.folder, self.name)
