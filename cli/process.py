"""What the command line owes to the process around it: signals, pipes that close, full disks under its output, warnings of the cache."""

from __future__ import annotations

import errno
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from ..model.ground.text import Text

UNPRINTED = Text("Error: not everything could be printed: {reason}.", "错误：未能全部显示：{reason}。")
OF_THE_MACHINE = Text("Error: {place}{reason}.", "错误：{place}{reason}。")
NO_MEMORY = Text(
    "Error: memory ran out. What was written is kept; free some, or take fewer --workers or --threads or a smaller scenario.",
    "错误：内存不足。已写入的结果仍在；请释放内存、减少 --workers 或 --threads，或缩小情景。",
)
_GONE = (errno.EPIPE, errno.EIO, errno.ECONNRESET, errno.EBADF)
"""Whoever read has gone: a pipe or a terminal that is closed."""
_MACHINE = (
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENAMETOOLONG,
)  # fmt: skip
"""Faults of disks and rights, which are neither the user's input nor linli's."""
_STOPS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_inside = False


class Outlet:
    """A stream that can be closed at its other end: what follows goes nowhere, and the work goes on.

    Attributes:
        failed: why it cannot be written to any more, None as long as it can.
    """

    def __init__(self, stream: IO[str]) -> None:
        """Write to a stream."""
        self._stream = stream
        self.failed: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or do nothing once nobody reads."""
        if self.failed is None:
            try:
                return self._stream.write(text)
            except OSError as error:
                self._fail(error)
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Send what waits."""
        if self.failed is None:
            try:
                self._stream.flush()
            except OSError as error:
                self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.failed = error
        # What waits in the buffer goes nowhere too, also when Python flushes at the end.
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)

    @property
    def unprinted(self) -> str:
        """Why something was not printed that somebody waits for; "" if all was, or if the reader has gone."""
        if self.failed is None or self.failed.errno in _GONE:
            return ""
        return self.failed.strerror or str(self.failed)


@contextmanager
def outlets() -> Iterator[Outlet]:
    """Let a closed pipe or a full disk under standard output or error not end the work; gives that of standard output."""
    before = sys.stdout, sys.stderr
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (open as long as the streams are)
    out, err = Outlet(sys.stdout or nowhere), Outlet(sys.stderr or nowhere)
    sys.stdout, sys.stderr = out, err  # type: ignore[assignment]
    try:
        yield out
    finally:
        out.flush()
        err.flush()
        sys.stdout, sys.stderr = before
        nowhere.close()


@contextmanager
def stops_heeded() -> Iterator[None]:
    """Let SIGTERM, and the end of the terminal, stop the work as Ctrl-C does, unless whoever started us has it ignored."""
    global _inside
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _STOPS}
    changed = [number for number, handler in before.items() if handler is signal.SIG_DFL]
    for number in changed:
        signal.signal(number, signal.default_int_handler)
    _inside = True
    try:
        yield
    finally:
        _inside = False
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _as_worker() -> None:
    """In a process that we fork: the one that started it ends it; Ctrl-C in the terminal, which all get, is not its business."""
    if _inside:
        for number in _STOPS:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_as_worker)


@contextmanager
def warnings_told(language: str) -> Iterator[None]:
    """Print what is to be said of the cache as one line."""
    from ..model.ground.cache import CacheWarning

    before = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:
        if isinstance(message, CacheWarning):
            print(message.text.say(language), file=sys.stderr)
        else:
            before(message, category, *rest, **more)

    warnings.showwarning = show  # type: ignore[assignment]
    # matplotlib says as much of a folder of its own, at length.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        yield
    finally:
        warnings.showwarning = before


def say_machine_fault(error: Exception, language: str) -> str:
    """Return the line for a fault of a disk or of rights, or for too little memory; "" if the error is of another kind."""
    if isinstance(error, MemoryError):
        return NO_MEMORY.say(language)
    if not isinstance(error, OSError) or error.errno not in _MACHINE:
        return ""
    place = f"{error.filename}: " if error.filename is not None else ""
    return OF_THE_MACHINE.say(language, place=place, reason=error.strerror or str(error))
