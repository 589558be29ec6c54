"""Copies of a society, by `copy`, `deepcopy` and `pickle`: it is saved into memory and taken up again, so a copy goes on to the same bits.

Most of a society's parts keep views of its arrays, some keep arrays made from them. Copied one by one they would go on writing into the
old ones. What saving leaves out, because a file is written between two weeks and for good, goes along beside it: the events of the week
lived last, hours of everyday foci that somebody changed, classes of mechanisms that are not registered.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import storage

if TYPE_CHECKING:
    from ..contract.mechanism import Mechanism
    from .society import Society


def reduced(society: Society) -> tuple[Any, ...]:
    """Return what `Society.__reduce__` returns."""
    memory = io.BytesIO()
    storage.write(society, memory)
    types = {mechanism.name: type(mechanism) for mechanism in society.programme.mechanisms}
    return again, (type(society), memory.getvalue(), society.threads, types), {"events": society.events, "hours": society.engine.table.hours.copy()}


def again(kind: type[Society], saved: bytes, threads: int, types: Mapping[str, type[Mechanism[Any]]]) -> Society:
    """Make a society of class `kind` from what `reduced` saved."""
    return storage.read(kind, io.BytesIO(saved), "the copy", threads=threads, types=types)


def put_back(society: Society, state: Mapping[str, Any]) -> None:
    """Give a copy what saving leaves out."""
    society.events = state["events"]
    society.engine.table.hours[:] = state["hours"]
