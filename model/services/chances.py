"""Two small compiled rules of help and disputes: a logistic chance, and a random row of another household."""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline
from ..ground.random import absorb, uniform


@inline
def logistic(x):  # type: ignore[no-untyped-def]
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + np.exp(-x))


@inline
def other_household(lo, hi, i, flat, key):  # type: ignore[no-untyped-def]
    """Return a random row lo <= row < hi of another household than i's, or -1 (eight keyed attempts)."""
    if hi - lo < 2:
        return -1
    for attempt in range(8):
        j = lo + np.int64(uniform(absorb(key, attempt)) * (hi - lo))
        if flat[j] != flat[i]:
            return j
    return -1
