"""Trust: the one rule that turns an experience into trust.

A resident has two states in [0, 1], trust in neighbours and trust in institutions. An experience of value x moves one of them by
t <- t + alpha * (x - t) (the delta rule of Rescorla and Wagner 1972). After n experiences of the same value,
t_n = x + (1 - alpha)^n * (t_0 - x). Nothing else moves trust.
"""

from __future__ import annotations

import numpy as np

from ..ground.jit import kernel
from .experiences import Experience
from .residents import Residents


@kernel
def _move(trust, rows, value, alpha):  # type: ignore[no-untyped-def]
    for p in range(rows.shape[0]):
        t = np.float64(trust[rows[p]])
        trust[rows[p]] = t + alpha * (value - t)


def experience(residents: Residents, kind: Experience, rows: np.ndarray, alpha: float) -> None:
    """Let the residents of `rows` (a row may come more than once) have an experience; alpha is its weight."""
    if len(rows):
        _move(getattr(residents, kind.state), rows, kind.good, alpha)
