"""The application as a server process loads it: settings from the environment, the release that is current."""

from flask import Flask

from . import create_app
from .service import opened
from .settings import Settings


def app() -> Flask:
    """Return the application."""
    return create_app(opened(Settings.from_environment()))
