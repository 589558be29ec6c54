"""Files that appear whole or not at all: written under another name, then renamed. All of linli writes files so."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PART = ".part"
"""Ending of what is still being written."""


def part_name() -> str:
    """Return a hidden name that nobody else takes, for something still being written."""
    return f".{secrets.token_hex(6)}{PART}"


@contextmanager
def whole(path: Path, *, new: bool = False) -> Iterator[Path]:
    """Give a path beside `path` to write to; it becomes `path` at the end, and goes if the writing fails.

    Args:
        path: where the file is to be.
        new: leave a file alone that is there already, also one that comes while this one is being written.

    Raises:
        FileExistsError: `new`, and there is something at that place.
        OSError: it cannot be written.
    """
    if new and os.path.lexists(path):
        raise FileExistsError(f"{path} exists already")
    part = path.with_name(part_name())
    try:
        yield part
        if new:
            _take_free_name(part, path)
        else:
            os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes, *, new: bool = False) -> None:
    """Write a file that appears whole or not at all; text is written as UTF-8, line ends as they are. See `whole`."""
    with whole(path, new=new) as part:
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def _take_free_name(part: Path, path: Path) -> None:
    """Rename, but only to a name that is free: of two who write the same file one is told."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links (FAT): the name is taken first, which two cannot do.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        os.replace(part, path)
