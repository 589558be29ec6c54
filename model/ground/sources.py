"""One hash of the sources of model/, for all that is kept on disk and rests on its rules: compiled code and spun-up communities."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

MODEL = Path(__file__).parents[1]
"""The folder model/ of this installation."""


def source_hash(root: Path) -> str:
    """Return a hash, 16 hexadecimal digits, of all Python files under a folder: their paths in it and their bytes."""
    digest = hashlib.blake2b(digest_size=8)
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in root.rglob("*.py")):
        source = path.read_bytes()
        # The length parts one file from the next.
        digest.update(f"{name} {len(source)}\n".encode())
        digest.update(source)
    return digest.hexdigest()


@cache
def model_hash() -> str:
    """Return the hash of model/, every room of it, as it was when this process first asked."""
    return source_hash(MODEL)
