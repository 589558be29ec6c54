"""The official count: attendance as it stands in the report."""

from __future__ import annotations

import numpy as np


def official_count(came: np.ndarray, floor: int, step: int = 5) -> np.ndarray:
    """Return the attendance that is written in the report: rounded up to the next `step`, and at least `floor`.

    Args:
        came: people who came to each activity, [m].
        floor: what an activity is expected to draw.
        step: numbers are written down in steps of this.

    Returns:
        int64 [m].
    """
    rounded = -(-np.asarray(came, np.int64) // step) * step
    return np.asarray(np.maximum(rounded, floor))
