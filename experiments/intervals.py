"""Intervals from pairs on common random numbers. scipy is imported when a run is over and its numbers are asked for."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

CONFIDENCE = 0.95
POWER = 0.80


class Paired(NamedTuple):
    """The mean of paired differences.

    Attributes:
        mean: the mean.
        low, high: its 95 % t-interval; NaN for fewer than two pairs.
        sd: standard deviation of the differences; NaN likewise.
        n: number of pairs.
        detectable: smallest true difference that n pairs would have shown with chance 80 %; NaN for fewer than two pairs.
    """

    mean: float
    low: float
    high: float
    sd: float
    n: int
    detectable: float


def t_cut(n: int) -> float:
    """Return the two-sided 95 % cut of Student's t for n pairs."""
    # Of scipy.special: to import scipy.stats takes half a second more.
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2.0))


def paired(differences: np.ndarray) -> Paired:
    """Estimate the mean of paired differences (float [pairs]); NaN in them gives NaN."""
    d = np.asarray(differences, np.float64)
    n, nothing = len(d), math.nan
    if n == 0:
        return Paired(nothing, nothing, nothing, nothing, 0, nothing)
    mean = float(d.mean())
    if n < 2:
        return Paired(mean, nothing, nothing, nothing, n, nothing)
    sd = float(d.std(ddof=1))
    half = t_cut(n) * sd / math.sqrt(n)
    return Paired(mean, mean - half, mean + half, sd, n, detectable(sd, n))


def detectable(sd: float, n: int, power: float = POWER) -> float:
    """Return the smallest true mean difference that a paired t-test of n pairs finds with a chance of `power`.

    The test statistic follows the noncentral t distribution; what is told is its noncentrality (Cohen 1988, ch. 2).

    Args:
        sd: standard deviation of the differences.
        n: pairs.
        power: the chance.

    Returns:
        A difference in the unit of `sd`; NaN for fewer than two pairs, 0 if the differences do not vary.
    """
    if n < 2 or not math.isfinite(sd):
        return math.nan
    if sd == 0.0:
        return 0.0
    from scipy.special import nctdtrinc

    return float(nctdtrinc(n - 1, 1.0 - power, t_cut(n))) * sd / math.sqrt(n)


def ratio(cost: np.ndarray, gain: np.ndarray) -> tuple[float, float, float]:
    """Return mean cost over mean gain with its 95 % interval after Fieller (1954).

    Args:
        cost: float [pairs].
        gain: float [pairs]; its mean has to differ from zero for certain, or the interval is not bounded.

    Returns:
        (ratio, low, high); the interval is NaN for fewer than two pairs or where it is not bounded.
    """
    x, y = np.asarray(cost, np.float64), np.asarray(gain, np.float64)
    n, nothing = len(x), math.nan
    if n == 0 or y.mean() == 0.0:
        return nothing, nothing, nothing
    centre = float(x.mean() / y.mean())
    if n < 2:
        return centre, nothing, nothing
    covariance = np.cov(x, y, ddof=1) / n
    vx, vy, vxy = float(covariance[0, 0]), float(covariance[1, 1]), float(covariance[0, 1])
    q = t_cut(n) ** 2
    a = float(y.mean()) ** 2 - q * vy
    b = float(x.mean()) * float(y.mean()) - q * vxy
    c = float(x.mean()) ** 2 - q * vx
    inside = b * b - a * c
    if a <= 0.0 or inside < 0.0:
        return centre, nothing, nothing
    root = math.sqrt(inside)
    return centre, (b - root) / a, (b + root) / a
