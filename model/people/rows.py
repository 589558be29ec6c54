"""Rows of residents that come in from outside, checked."""

from __future__ import annotations

import numpy as np


def checked_rows(rows: np.ndarray, n: int) -> np.ndarray:
    """Return rows of residents as int64 [m]. n: residents of the society.

    Raises:
        ValueError: what is not a whole number from 0 to n - 1.
    """
    found = np.atleast_1d(np.asarray(rows))
    if found.size == 0:
        return np.zeros(0, np.int64)
    lowest, highest = found.min(), found.max()
    if found.ndim != 1 or found.dtype.kind not in "iu" or lowest < 0 or highest >= n:
        given = f"{found.dtype} from {lowest} to {highest}"
        raise ValueError(f"rows of residents are whole numbers from 0 to {n - 1}; given: {given}")
    return found.astype(np.int64, copy=False)
