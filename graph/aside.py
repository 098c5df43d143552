"""Files that are written whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from .problems import LexwireError


def write(path: Path, data: bytes) -> None:
    """Put *data* into the file at *path*, on the disk and all at once; raises LexwireError where that cannot be."""
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as file:
            aside = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644)
        aside.replace(path)
    except OSError as error:
        if aside:
            aside.unlink(missing_ok=True)
        raise LexwireError(f"{path} cannot be written ({error.strerror}); see to the folder and its rights.") from None
