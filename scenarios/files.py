"""Writing the files that a user asked for: whole or not at all, and one sentence if that fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..model.ground.whole import write_whole
from .errors import UserError, show


def reason_of(error: OSError | ValueError) -> str:
    """Return in a few words why something cannot be read or written."""
    number = getattr(error, "errno", None)
    # Libraries put words of their own around those of the system.
    return os.strerror(number) if isinstance(number, int) else " ".join(str(error).split())[:160]


def write_file(path: Path, content: str | bytes, *, new: bool = False, argument: str = "") -> None:
    """Write a file that a user named.

    Args:
        path: where.
        content: text (written as UTF-8) or bytes.
        new: refuse a file that is there already.
        argument: the argument, or option, in which it was named.

    Raises:
        UserError: it exists already, or it cannot be written; nothing is left then.
    """
    given = show(str(path))
    try:
        write_whole(path, content, new=new)
    except FileExistsError:
        raise UserError(f"{given} exists already. Name a new file.", f"{given} 已存在，请指定新文件。", argument=argument) from None
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise UserError(f"{given} cannot be written: {reason}.", f"无法写入 {given}：{reason}。", argument=argument) from None


@contextmanager
def writing_folder(folder: Path, argument: str = "") -> Iterator[None]:
    """Tell a fault of the disk in a sentence that names the folder.

    Args:
        folder: what is written into.
        argument: the argument, or option, in which it was named.

    Raises:
        UserError: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        reason, given = reason_of(error), show(str(folder))
        raise UserError(f"the folder {given} cannot be written: {reason}.", f"无法写入文件夹 {given}：{reason}。", argument=argument) from None


__all__ = ["reason_of", "write_file", "writing_folder"]
