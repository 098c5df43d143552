"""The libraries of the extra `collections`, imported where they are used and not before."""

from importlib import import_module
from typing import Any

from ..problems import LexwireError


class LibraryMissing(LexwireError):
    """A library that reading collections needs is not installed."""


def library(name: str) -> Any:  # noqa: ANN401 - none of these modules is typed
    """Return the module *name*; raises LibraryMissing where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise LibraryMissing(
            f"Reading collections needs {name.partition('.')[0]}; install it with pip install 'lexwire[collections]'."
        ) from error
