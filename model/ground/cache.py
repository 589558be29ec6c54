"""The folder of what linli keeps between runs: compiled code and spun-up communities.

Compiled code is executed, so it is read only from folders that belong to this user and that nobody else can write to. Folders that
linli makes are so. Where there is no such folder, nothing is kept: everything is made anew, and one line says so.
"""

from __future__ import annotations

import os
import stat
import sys
import warnings
from pathlib import Path
from typing import BinaryIO

import platformdirs

from .text import Text, default_language

UNUSED = Text(
    "The cache {folder} is not used ({reason}): what is compiled and spun up is not kept and is made anew each time. "
    "Name another folder with LINLI_CACHE.",
    "未使用缓存 {folder}（{reason}）：编译和预热的结果不会保留，下次须重新生成。可用 LINLI_CACHE 指定其他文件夹。",
)
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_REASONS = {
    "home": Text("there is no home folder", "没有主目录"),
    "folder": Text("{path} is not a folder", "{path} 不是文件夹"),
    "owner": Text("{path} belongs to another user", "{path} 属于其他用户"),
    "others": Text("others can write to {path}; take that right away with chmod go-w", "其他用户可写 {path}；请用 chmod go-w 收回该权限"),
}


class CacheWarning(UserWarning):
    """The cache is not used.

    Attributes:
        text: why, one sentence in English and Chinese.
    """

    def __init__(self, en: str, zh: str) -> None:
        """Keep the sentence in both languages: whoever sends a warning to another process makes it anew of its arguments."""
        super().__init__(en, zh)
        self.text = Text(en, zh)

    def __str__(self) -> str:
        """Return the sentence in the default language."""
        return self.text.say(default_language())


class Untrusted(OSError):
    """A folder or file of the cache that others may have written.

    Attributes:
        reason: why, in English and Chinese.
    """

    def __init__(self, kind: str, path: Path | str = "") -> None:
        """Say what is wrong with a path."""
        found = _REASONS[kind]
        self.reason = Text(found.en.format(path=path), found.zh.format(path=path))
        super().__init__(self.reason.en)


_told: set[str] = set()


def cache_folder() -> Path:
    """Return the folder in which linli keeps compiled code and spun-up communities (LINLI_CACHE overrides it). Nothing is made or looked at."""
    asked = os.environ.get("LINLI_CACHE")
    if asked:
        return Path(asked).absolute()
    try:
        return Path(platformdirs.user_cache_dir("linli"))
    except RuntimeError:
        # A user without a home. Older versions of platformdirs leave the path as it stands here.
        return Path("~/.cache/linli")


def ready(folder: Path) -> Path | None:
    """Make a folder of the cache, for this user alone, if it is not there.

    Returns:
        The folder; None if it cannot be made or others may have written to it. A `CacheWarning` tells why, once.
    """
    try:
        return _checked(folder)
    except OSError as error:
        tell_unused(error)
        return None


def tell_unused(error: OSError) -> None:
    """Warn that the cache is not used, once a process and reason."""
    reason = error.reason if isinstance(error, Untrusted) else Text(*[error.strerror or str(error)] * 2)
    text = Text(*(UNUSED.say(language, folder=cache_folder(), reason=reason.say(language)) for language in ("en", "zh")))
    if not _told:
        _told.add(text.en)
        warnings.warn(CacheWarning(*text), stacklevel=2)


def open_own(path: Path) -> BinaryIO:
    """Open a file of the cache to read.

    Raises:
        Untrusted: it belongs to another user, or others can write to it.
        OSError: it cannot be opened.
    """
    file = path.open("rb")
    try:
        _check(os.fstat(file.fileno()), path)
    except OSError:
        file.close()
        raise
    return file


def _checked(folder: Path) -> Path:
    root = cache_folder()
    if not root.is_absolute():
        # "~" that stayed as it is would be a folder of this name wherever one happens to be.
        raise Untrusted("home")
    inside = folder.relative_to(root).parts if folder.is_relative_to(root) else ()
    above = [root.joinpath(*inside[:k]) for k in range(len(inside))]
    for one in (*above, folder):
        try:
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError:
            raise Untrusted("folder", one) from None
        _check(one.stat(), one)
    return folder


def _check(found: os.stat_result, path: Path) -> None:
    if sys.platform == "win32":
        return
    if found.st_uid != os.geteuid():
        raise Untrusted("owner", path)
    if found.st_mode & _OTHERS_WRITE:
        raise Untrusted("others", path)
