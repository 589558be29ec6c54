"""Work done side by side in forked processes; what comes out is the same for any number of them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

Each = Callable[[Sequence[Any]], list[Any]]
"""Does the work of each of some items, and returns what came out in their order."""


@contextmanager
def side_by_side(work: Callable[[Any], Any], processes: int) -> Iterator[Each]:
    """Do some work in so many processes, where the platform can fork; in this one otherwise."""
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield lambda items: [work(item) for item in items]
        return
    # What is to be done cannot be sent; workers that are forked have it.
    with multiprocessing.get_context("fork").Pool(processes, _begin, (work,)) as pool:
        yield lambda items: pool.map(_do, items, chunksize=1)


_work: Callable[[Any], Any] | None = None


def _begin(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    _end_with_parent()


def _do(item: Any) -> Any:
    assert _work is not None
    return _work(item)


def _end_with_parent() -> None:
    """Let this worker end when the process that forked it does, also when that was killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
