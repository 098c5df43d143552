"""The one kind of error that a user of Lexwire is meant to read."""

from dataclasses import dataclass


class LexwireError(Exception):
    """One sentence that says what is wrong, where, and how to mend it."""


class UsageError(LexwireError):
    """The call itself is wrong: a name, an option or an address that cannot be used."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the data: *where* (a file, line and field, or an IRI), *what*, and how to *mend* it."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        """Return the problem as one sentence."""
        return f"{self.where}: {self.what}; {self.mend}."
