"""Opens a file that a user names: a regular file, and no more of it than is asked for.

A pipe or a device would never end, or would wait for a writer for ever; so what a name stands for is looked at before anything is read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from .refusal import InputError

READ_ONLY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
MISSING = "there is no such file."
"""The sentence about a name that stands for nothing."""


def refuse_irregular(path: str | Path) -> None:
    """Refuse what is no regular file: a folder, a pipe, a device, or nothing at all. Nothing is opened.

    Raises:
        InputError: the sentence does not name the file; who asks does.
    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        raise InputError(MISSING, "没有这个文件。") from None
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    _refuse(mode)


def read_bytes(path: str | Path, most: int) -> bytes:
    """Read a whole regular file.

    Args:
        path: the file.
        most: bytes that it may have; one that is larger is not read.

    Raises:
        InputError: it is no regular file, too large, or cannot be read. The sentence does not name the file; who asks does.
    """
    refuse_irregular(path)
    try:
        with open(os.open(path, READ_ONLY), "rb") as stream:
            # The name may stand for something else by now.
            about = os.fstat(stream.fileno())
            _refuse(about.st_mode)
            raw = b"" if about.st_size > most else stream.read(most + 1)
    except OSError as error:
        raise _unreadable(error) from None
    if about.st_size > most or len(raw) > most:
        raise InputError(f"it is larger than {most:,} bytes.", f"文件超过 {most:,} 字节。")
    return raw


def _refuse(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputError("it is a folder, not a file.", "这是文件夹，不是文件。")
    if not stat.S_ISREG(mode):
        raise InputError("it is not a regular file (a pipe or a device is not read).", "不是普通文件（不读取管道或设备）。")


def _unreadable(error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"it cannot be read: {reason}.", f"无法读取：{reason}。")
