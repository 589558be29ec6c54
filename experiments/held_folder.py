"""A folder in which long work is kept: held by one process at a time, begun or gone on with, whatever the work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ..model.ground.text import Text
from ..scenarios.errors import UserError, show
from ..scenarios.files import reason_of
from .places import Taken, clear_parts, lock_folder, unlock

T = TypeVar("T")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell a fault of the disk in a sentence."""
    try:
        yield
    except OSError as error:
        reason, given = reason_of(error), show(str(path))
        raise UserError(
            f"the folder {given} cannot be written: {reason}. What was written is kept; the same command goes on.",
            f"无法写入文件夹 {given}：{reason}。已写入的结果仍在，重复同一命令即可继续。", argument="out",
        ) from None  # fmt: skip


@contextmanager
def held(path: Path, begin: Callable[[], T], work: Text) -> Iterator[T]:
    """Hold a folder, made if it is not there.

    Args:
        path: the folder.
        begin: says what the folder is of, or holds it against that; what it returns is what is worked with.
        work: what it holds in English ("sweep"), and in Chinese what another process does in it ("扫描").

    Raises:
        UserError: as `begin`; another process works in it; the disk is full.
    """
    lock: int | None = None
    try:
        with writing(path):
            path.mkdir(parents=True, exist_ok=True)
            lock = lock_folder(path)
            clear_parts(path)
            found = begin()
        yield found
    except Taken:
        raise UserError(
            f"another process works on the {work.en} in it. Name another folder with --out, or wait.",
            f"另一个进程正在其中{work.zh}。请用 --out 指定其他文件夹，或等待。", file=str(path),
        ) from None  # fmt: skip
    finally:
        unlock(lock)
