"""What one query may use of the machine, and how many may use it at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an embedded engine; `Settings` explains each to operators."""

    workers: int = 4
    seconds: float = 30.0
    megabytes: int = 2048
    nesting: int = 500
    waiting: int = 16
    patience: float = 10.0
