"""How communities of a city differ: means by residents, spread, the Gini coefficient, what lies between communities and what of it lasts."""

from __future__ import annotations

import math

import numpy as np


def mean(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the mean of the values that there are (float [n], NaN: none), weighted; NaN if there are none."""
    known = np.isfinite(values) & (weights > 0.0)
    return float(np.average(values[known], weights=weights[known])) if known.any() else math.nan


def spread(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the standard deviation of the values that there are, weighted."""
    known = np.isfinite(values) & (weights > 0.0)
    return math.sqrt(mean((values - mean(values, weights)) ** 2, np.where(known, weights, 0.0))) if known.any() else math.nan


def gini(values: np.ndarray, weights: np.ndarray) -> float:
    """Return the Gini coefficient of values that are not negative, each held by `weights` people: 0 where all have the same.

    It is half of the mean difference between two people, each with the value of their community, over the mean.
    """
    known = np.isfinite(values) & (weights > 0.0)
    x, w = values[known], weights[known]
    total = float((w * x).sum())
    if total <= 0.0:
        return 0.0 if known.any() else math.nan
    order = np.argsort(x, kind="stable")
    held, having = w[order] / w.sum(), np.cumsum((w * x)[order]) / total
    return float(1.0 - (held * (having + np.concatenate(([0.0], having[:-1])))).sum())


def share_between(values: np.ndarray, within: np.ndarray, weights: np.ndarray) -> float:
    """Return the share of the variance between residents that lies between communities.

    Args:
        values: float [n], the mean of each community.
        within: float [n], standard deviation between residents of each.
        weights: float [n], residents.
    """
    between = spread(values, weights) ** 2
    inside = mean(within**2, weights)
    return between / (between + inside) if between + inside > 0.0 else math.nan


def lasting(values: np.ndarray) -> float:
    """Return the share of the variance between communities that lasts over seeds: that belongs to the places and not to luck.

    The variance of a community's values over seeds is luck; the variance of the communities' means over seeds holds a part of it, which
    is taken off (one-way random effects; Searle, Casella & McCulloch 1992, ch. 3). NaN for fewer than two seeds or communities.

    Args:
        values: float [seeds, communities].
    """
    seeds, communities = values.shape
    if seeds < 2 or communities < 2 or not np.isfinite(values).all():
        return math.nan
    luck = float(values.var(axis=0, ddof=1).mean())
    places = max(float(values.mean(axis=0).var(ddof=1)) - luck / seeds, 0.0)
    return places / (places + luck) if places + luck > 0.0 else math.nan
