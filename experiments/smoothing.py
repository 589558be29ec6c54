"""What is expected of something where one number is known: a regression that need not be straight, on the order of that number.

The order (ranks) stands for the number itself: a constant that is drawn over three powers of ten is as even as any other, and what is expected is the
same. The curve is a least-squares spline (scipy), stiffer where there are few points.
"""

from __future__ import annotations

import numpy as np

STRAIGHT = 24
"""Points below which no more than a straight line is drawn through them."""
_A_KNOT, _MOST_KNOTS = 50, 4
_KINDS = 5
"""Up to so many different values are kinds: what is expected of each is the mean of its points."""


def expected(known: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return what is expected of values where a number is known, at each point.

    Args:
        known: float [points], the number.
        values: float [points] or [points, series].

    Returns:
        Of the shape of `values`, in the same order of points.
    """
    kinds, of = np.unique(known, return_inverse=True)
    if len(kinds) <= _KINDS:
        means = np.array([values[of == k].mean(axis=0) for k in range(len(kinds))])
        return np.asarray(means[of])
    from scipy.interpolate import make_lsq_spline
    from scipy.stats import rankdata

    n = len(known)
    order = np.argsort(known, kind="stable")
    ranks = rankdata(known)[order]
    degree = 3 if n >= STRAIGHT else 1
    inner = np.linspace(1.0, n, min(n // _A_KNOT, _MOST_KNOTS) + 2)[1:-1]
    curve = make_lsq_spline(ranks, values[order], np.r_[[1.0] * (degree + 1), inner, [float(n)] * (degree + 1)], k=degree)
    found = np.empty_like(values, dtype=np.float64)
    found[order] = curve(ranks)
    return found
