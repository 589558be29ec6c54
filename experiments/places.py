"""Folders for results: reserved before the work begins, and filled so that they are there whole or not at all.

A reservation is a lock of the system on the folder itself. It ends with the process, however that ends, and leaves no file behind. What a
killed process had begun to write lies in the folder under a hidden name; the next one who reserves it clears it away.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..model.ground.text import Text
from ..model.ground.whole import PART, part_name
from ..scenarios.errors import UserError, show
from ..scenarios.files import reason_of
from ..scenarios.json_text import from_json
from .differences import differences

DONE = ".done"
"""Ending of a hidden folder that is written whole and whose files are on their way out of it."""
KEPT, OF = ".kept", "of.json"
"""Hidden folder of what work that takes long has finished so far, and the file in it that says of what; the same work goes on from there."""
MANIFEST = "manifest.json"
"""Moves to its place last: a folder that has one is complete."""
_INTERRUPTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_OURS = re.compile(rf"\.[0-9a-f]{{12}}({re.escape(PART)}|{re.escape(DONE)})")
_TRIES = 50
Fill = Callable[[Path], object]
"""Writes files into the folder that it is given."""


class Taken(Exception):
    """Another process is writing to the folder."""


class Full(Exception):
    """There is something in the folder."""


class Other(Full):
    """The folder keeps a part of other work.

    Attributes:
        what: the difference.
    """

    def __init__(self, what: Text) -> None:
        """Keep the difference."""
        super().__init__()
        self.what = what


class Place:
    """A folder that nobody else writes results to until it is released; use it as a context.

    Attributes:
        path: the folder.
        facts: what the work rests on, if a part of it may be kept.
        release: lets others have the folder; where nothing was written, folders that were made for it go.
    """

    path: Path
    release: weakref.finalize[[int | None, list[Path]], Place]

    def __init__(self, path: Path, facts: Mapping[str, Any] | None = None) -> None:
        """Make the folder if it is not there, and lock it.

        Args:
            path: the folder.
            facts: what the work rests on, in plain data; a folder that keeps a part of the same work is taken too. None: work that is not kept.

        Raises:
            UserError: it is no folder, is not empty, cannot be written to, or another process is writing to it.
        """
        try:
            self._take(path, facts)
        except Other as other:
            raise _refuse(path, *(text.replace("{what}", what) for text, what in zip(_ANOTHER, other.what, strict=True))) from None
        except Taken:
            raise _refuse(path, "another run is writing to the folder {given}.", "另一次运行正在写入文件夹 {given}。") from None
        except Full:
            raise _refuse(path, *_FULL) from None
        except NotADirectoryError:
            raise _refuse(path, *(_A_FILE if os.path.lexists(path) else _UNUSABLE)) from None
        except (OSError, ValueError):
            raise _refuse(path, *_UNUSABLE) from None

    def _take(self, path: Path, facts: Mapping[str, Any] | None) -> None:
        """Reserve a folder; what `_reserve` raises is not told yet."""
        self.path, self.facts = path, facts
        with LateInterrupts():
            # Given back at the end of this process at the latest, also if Ctrl-C comes before anybody has the place in hand.
            self.release = weakref.finalize(self, _give_back, *_reserve(path, facts))

    def __fspath__(self) -> str:
        return str(self.path)

    def __str__(self) -> str:
        """Return the path."""
        return str(self.path)

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def write(self, fill: Fill, draw: Fill | None = None) -> Path:
        """Write all files, whole or not at all.

        Args:
            fill: writes what was computed. Ctrl-C waits until it is done.
            draw: draws into a folder `figures`, before the folder is complete; without them the rest is written all the same.

        Returns:
            The folder.

        Raises:
            UserError: the files or the figures cannot be written.
            KeyboardInterrupt: it came while this was at work; the folder is complete, but for figures that were being drawn.
        """
        part = self.path / part_name()
        failed: BaseException | None = None
        try:
            with LateInterrupts() as late:
                part.mkdir()
                fill(part)
                if draw is not None:
                    try:
                        with late.at_once():
                            draw(part / "figures")
                    except BaseException as error:
                        failed = error
                        shutil.rmtree(part / "figures", ignore_errors=True)
                _move_out(part.rename(part.with_suffix(DONE)))
        except OSError as error:
            reason = reason_of(error)
            raise _refuse(self.path, "the folder {given} cannot be written: " + reason + ".", "无法写入文件夹 {given}：" + reason + "。") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
        if isinstance(failed, OSError):
            reason = reason_of(failed)
            raise _refuse(
                self.path,
                "the figures cannot be written: " + reason + ". What was computed lies in {given}.",
                "无法写出图：" + reason + "。计算结果在 {given}。",
            )
        if failed is not None:
            raise failed
        return self.path


_FULL = ("the folder {given} is not empty. Name another one, or remove it first.", "文件夹 {given} 不为空。请换一个名称，或先将其删除。")
_ANOTHER = (
    "the folder {given} keeps a part of other work: {what}. Name another one, or remove it first.",
    "文件夹 {given} 中保留着另一项工作的一部分：{what}。请换一个名称，或先将其删除。",
)
_A_FILE = ("{given} is a file, not a folder.", "{given} 是文件，不是文件夹。")
_UNUSABLE = ("the folder {given} cannot be written to.", "无法写入文件夹 {given}。")


def next_place(above: Path, name: str, facts: Mapping[str, Any] | None = None) -> Place:
    """Reserve the next free folder: `above/name`, `above/name-2`, ... that is not there, or empty and nobody's, or keeps a part of this work.

    Raises:
        UserError: none can be made there.
    """
    for number in itertools.count(1):
        folder = above / (name if number == 1 else f"{name}-{number}")
        try:
            place = Place.__new__(Place)
            place._take(folder, facts)
            return place
        except (Taken, Full):
            continue
        except NotADirectoryError:
            # A file has the name, or there can be no folder above.
            if not above.is_dir():
                raise _refuse(folder, *_UNUSABLE) from None
        except (OSError, ValueError):
            raise _refuse(folder, *_UNUSABLE) from None
    raise AssertionError("numbers do not end")


class LateInterrupts:
    """A context in which Ctrl-C and SIGTERM wait until its end, so that what was computed is written."""

    def __enter__(self) -> LateInterrupts:
        self._came: list[tuple[int, Any]] = []
        self._before: dict[int, Any] = {}
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.getsignal(number) for number in _INTERRUPTS if callable(signal.getsignal(number))}
        self._wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._heed(kind is None)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Heed them at once for a while, also those that came before."""
        try:
            self._heed(True)
            yield
        finally:
            self._wait()

    def _wait(self) -> None:
        for number in self._before:
            signal.signal(number, lambda which, frame: self._came.append((which, frame)))

    def _heed(self, tell: bool) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        came, self._came = self._came, []
        if came and tell:
            self._before[came[0][0]](*came[0])


def _refuse_full(path: Path, facts: Mapping[str, Any] | None) -> None:
    """Refuse a folder that holds something, unless it is a part of this work.

    Raises:
        Full: it holds something else.
    """
    if not any(path.iterdir()):
        return
    if facts is None or not (path / KEPT / OF).is_file():
        raise Full
    try:
        there = from_json((path / KEPT / OF).read_text(encoding="utf-8"))
    except ValueError:
        raise Full from None
    what = differences(there if isinstance(there, dict) else {}, facts)
    if what is not None:
        raise Other(what)


def _reserve(path: Path, facts: Mapping[str, Any] | None) -> tuple[int | None, list[Path]]:
    """Make, lock and look into a folder; returns the lock and the folders that were made, the outermost first.

    Raises:
        Taken, Full: somebody else's.
        OSError, ValueError: it cannot be made or written to.
    """
    for _ in range(_TRIES):
        made: list[Path] = []
        try:
            for folder in (*reversed(path.absolute().parents), path.absolute()):
                if not folder.exists():
                    with suppress(FileExistsError):
                        folder.mkdir()
                        made.append(folder)
            lock = lock_folder(path)
        except FileNotFoundError:
            # Whoever had made it, or a folder above, let it go meanwhile. A folder that cannot be made at all is told in the end.
            continue
        try:
            clear_parts(path)
            _refuse_full(path, facts)
            if not os.access(path, os.W_OK | os.X_OK):
                raise PermissionError
        except BaseException:
            _give_back(lock, made)
            raise
        return lock, made
    raise FileNotFoundError


def _give_back(lock: int | None, made: list[Path]) -> None:
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()
    unlock(lock)


def _refuse(path: Path, en: str, zh: str) -> UserError:
    given = show(str(path))
    return UserError(en.replace("{given}", given), zh.replace("{given}", given), argument="out")


def lock_folder(folder: Path) -> int | None:
    """Lock a folder until `unlock`, or until this process ends; None where the system or the file system has no such locks.

    Raises:
        Taken: another process has it.
        FileNotFoundError: it is not there, or was removed while we asked.
    """
    try:
        import fcntl
    except ImportError:
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Taken from None
    except OSError:
        os.close(handle)
        return None
    with suppress(OSError):
        if os.path.samestat(os.fstat(handle), folder.stat()):
            return handle
    os.close(handle)
    raise FileNotFoundError(f"{folder} was removed meanwhile")


def unlock(lock: int | None) -> None:
    """Let a folder go that was locked."""
    if lock is not None:
        os.close(lock)


def clear_parts(folder: Path) -> None:
    """Finish or clear away what a killed process left in a folder that we have the lock of."""
    for left in [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]:
        if left.name.endswith(DONE):
            _move_out(left)
        elif left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _move_out(done: Path) -> None:
    """Move what a folder holds to the folder around it, the manifest last."""
    if (done / MANIFEST).exists():
        # An unfinished result that stood here before: without its manifest it is none, until the new one is whole.
        (done.parent / MANIFEST).unlink(missing_ok=True)
    for path in sorted(done.iterdir(), key=lambda path: path.name == MANIFEST):
        if path.is_dir():
            shutil.rmtree(done.parent / path.name, ignore_errors=True)
        path.rename(done.parent / path.name)
    done.rmdir()
