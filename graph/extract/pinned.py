"""Whether an installed package holds the very files that the extractor was measured with.

An extra of a package cannot pin by hash, and who publishes the model is not who made it.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

SHA256 = "f0bb654d93d4c4a7429d719992fd1ca4cb712d09bc0bc912dcab0b086f07380d"
"""Of the model's files; `fingerprint` says how it is made."""


def is_changed(package: str) -> bool:
    """Return whether *package* is installed, though not with the files that were measured; nothing of it is run."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return bool(folders) and fingerprint(Path(folders[0])) != SHA256  # type: ignore[index]


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 over each file's name in *folder*, its length and its bytes, by name, but for Python's own."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
