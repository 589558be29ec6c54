"""Where things stand in a community: spread among its gates, or at the edge beyond the last house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...people.units import UnitTable

if TYPE_CHECKING:
    from ...contract.view import View


def edge(gates: np.ndarray, metres: float) -> np.ndarray:
    """Return float64 [2]: the point so far beyond the outermost of some gates (float [n, 2], one or more), away from their middle."""
    away = gates - gates.mean(axis=0)
    far = np.sqrt((away**2).sum(axis=1))
    last = int(far.argmax())
    way = away[last] / far[last] if far[last] > 0.0 else np.array((1.0, 0.0))
    return np.asarray(gates[last] + metres * way)


def spots(view: View, number: int, placing: str, metres: float) -> np.ndarray:
    """Return float64 [communities, number, 2]: where so many facilities of each community are.

    Args:
        view: the society.
        number: facilities of a community.
        placing: "spread" or "edge".
        metres: how far beyond the outermost gate the edge is.
    """
    gate: UnitTable = view.units("gate")
    found = np.zeros((view.places.communities, number, 2))
    for community in range(len(found)):
        mine = gate.xy[gate.community == community]
        if len(mine):
            found[community] = edge(mine, metres) if placing == "edge" else mine[(2 * np.arange(number) + 1) * len(mine) // (2 * number)]
    return found
