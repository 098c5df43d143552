"""``python -m lexwire.server.cli``."""

from . import main

main()
