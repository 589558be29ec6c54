"""All mechanisms that there are: the built-in ones and those of other packages. Light: it compiles nothing and imports no Mesa."""

from __future__ import annotations

from typing import Any

from ..contract.mechanism import Mechanism
from . import BUILT_IN


def registry() -> dict[str, type[Mechanism[Any]]]:
    """Return name -> class of all mechanisms: the built-in ones and those of the entry-point group `linli.mechanisms`."""
    from importlib.metadata import entry_points

    known: dict[str, type[Mechanism[Any]]] = {kind.name: kind for kind in BUILT_IN}
    for point in entry_points(group="linli.mechanisms"):
        if point.name not in known:
            known[point.name] = point.load()
    return known
