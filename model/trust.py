"""Trust: the one rule that turns an experience into trust.

A resident has two states in [0, 1], trust in neighbours and trust in institutions. An experience of value x moves one of them by
t <- t + alpha * (x - t) (the delta rule of Rescorla and Wagner 1972). After n experiences of the same value,
t_n = x + (1 - alpha)^n * (t_0 - x). Nothing else moves trust.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

from .jit import kernel
from .residents import Residents


class Experience(Enum):
    """What may happen to a resident: (state that it moves, value, number)."""

    HELPED = ("trust_neighbours", 1.0, 0)
    REFUSED = ("trust_neighbours", 0.0, 1)
    QUARRELLED = ("trust_neighbours", 0.0, 2)
    SETTLED = ("trust_neighbours", 1.0, 3)
    LINGERED = ("trust_neighbours", 0.0, 4)
    KEPT = ("trust_institutions", 1.0, 5)
    BROKEN = ("trust_institutions", 0.0, 6)
    HEARD = ("trust_institutions", 1.0, 7)
    PASSED_OVER = ("trust_institutions", 0.0, 8)

    @property
    def state(self) -> str:
        """Name of the attribute of `Residents` that it moves."""
        return str(self.value[0])

    @property
    def good(self) -> float:
        """Value of the experience, 1 good, 0 bad."""
        return float(self.value[1])


@kernel
def _move(trust, rows, value, alpha):  # type: ignore[no-untyped-def]
    for p in range(rows.shape[0]):
        t = np.float64(trust[rows[p]])
        trust[rows[p]] = t + alpha * (value - t)


def experience(residents: Residents, kind: Experience, rows: np.ndarray, alpha: float) -> None:
    """Let the residents of `rows` (a row may come more than once) have an experience; alpha is its weight."""
    if len(rows):
        _move(getattr(residents, kind.state), rows, kind.good, alpha)
