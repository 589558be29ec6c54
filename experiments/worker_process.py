"""Worker processes of linli: each a new Python and no copy of this one, joined to us by the two ends of a socket.

It shares no lock and no thread, and does not run the user's script again. When our end closes, for whatever reason, kill -9 too, it ends at once.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from ..model.ground.cache import CacheWarning

GRACE = 5.0
"""Seconds that a worker which has been told to end may take to do so."""
_LONG = 5.0
"""Seconds of a task after which all rubbish is looked for, which takes a tenth of a second; after a short one only the young."""


def begin(module: str) -> tuple[subprocess.Popen[bytes], Connection]:
    """Start a worker that calls `serve(handle)` of a module.

    Args:
        module: its full name; its `serve` begins with `joined(handle)`.

    Returns:
        The process, and our end of the line to it.
    """
    ours, theirs = socket.socketpair()
    code = f"import sys; sys.path[:] = {sys.path!r}; from {module} import serve; serve({theirs.fileno()})"
    with theirs:
        # A session of its own: Ctrl-C in the terminal is for us alone.
        process = subprocess.Popen(
            [sys.executable, "-c", code], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )  # fmt: skip
    return process, Connection(ours.detach())


def joined(handle: int) -> Connection:
    """Settle this process as a worker; returns its end of the line.

    Args:
        handle: of the socket.
    """
    # Whoever started us ends us. A queue that kills at a time limit tells all processes at once; what is finished is kept by the one that asked.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    # As the command line does: what is imported and compiled is not searched for rubbish again and again.
    gc.set_threshold(100_000, 20, 20)
    # Whoever started us has told it once.
    warnings.simplefilter("ignore", CacheWarning)
    return Connection(handle)


def listen(line: Connection, put: Callable[[Any], None]) -> None:
    """Take what comes while a run is at work; end this process when nobody is there any more."""
    while True:
        try:
            put(line.recv())
        except (EOFError, OSError):
            os._exit(0)
        except BaseException:
            # What cannot be read here (such as a function of a module that this process cannot find) would be waited for without end.
            traceback.print_exc()
            os._exit(1)


def end(process: subprocess.Popen[bytes], line: Connection) -> int:
    """End a worker, whatever it is at; returns its exit status."""
    with suppress(OSError):
        line.close()
    process.kill()
    return process.wait(GRACE)


def reason_of(status: int) -> str:
    """Return why a worker ended, from its exit status, in words."""
    if status >= 0:
        return f"exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return f"{name} (the system may have run out of memory)" if name == "SIGKILL" else name


def forget_societies(seconds: float) -> None:
    """Give the memory of societies back that are over, after a task that took so many seconds.

    A society refers to itself, and Python seldom looks for rubbish where there is little of it: they would pile up.
    """
    gc.collect(1 if seconds < _LONG else 2)
