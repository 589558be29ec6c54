"""Writing the files that a user asked for: whole or not at all, and one sentence if that fails."""

from __future__ import annotations

from pathlib import Path

from ..model.ground.whole import write_whole
from .errors import UserError, show


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
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"{given} cannot be written: {reason}.", f"无法写入 {given}：{reason}。", argument=argument) from None


__all__ = ["write_file"]
