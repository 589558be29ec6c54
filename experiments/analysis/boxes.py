"""What is told of a box: how much of the failing lies in it, how sure each of its limits is, and how far it stands out from what luck makes.

A point with its replications is one compound: it fails with a probability, and what is told rests on points, not on runs. `shares` is that probability
as it was seen, point by point.

How far a box stands out is z: by how many standard deviations the mean share in it is above that of as many points drawn without looking. Of nested boxes
it is largest where inside and outside differ most for their sizes, so that it does not grow by peeling on (docs/decisions/0068-which-compounds.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from ..sweep.designs import Value
from .prim import Axis, Edge

SURE = 0.05
"""A limit with a larger quasi-p-value is left out."""
Side = Literal["least", "most", "among"]
SIDES: tuple[Side, ...] = ("least", "most", "among")


class Limit(NamedTuple):
    """One restriction of a box.

    Attributes:
        axis: number of the parameter.
        side: "least": no less than `bound`; "most": no more; "among": one of `words`.
        bound: of a number; NaN of words.
        words: numbers of the words that are allowed.
        quasi_p: how likely the box would hold as many failures if this restriction did nothing (Bryant & Lempert 2010); small: it does something.
    """

    axis: int
    side: Side
    bound: float = math.nan
    words: tuple[int, ...] = ()
    quasi_p: float = math.nan

    def holds(self, axes: Sequence[Axis]) -> np.ndarray:
        """Return bool [points], where it is kept."""
        column = axes[self.axis].column
        if self.side == "among":
            return np.isin(column, self.words)
        return column >= self.bound if self.side == "least" else column <= self.bound

    @property
    def place(self) -> tuple[int, Side]:
        """Parameter and side."""
        return self.axis, self.side


class Step(NamedTuple):
    """A box on the way of PRIM.

    Attributes:
        limits: its restrictions; () of the whole.
        points: how many.
        coverage: share of all failures that lie in it.
        density: share of the runs in it that fail.
        z: how far it stands out.
    """

    limits: tuple[Limit, ...]
    points: int
    coverage: float
    density: float
    z: float


class Ground(NamedTuple):
    """In what boxes are looked for.

    Attributes:
        axes: the parameters.
        chosen: int64, the points that are looked at.
        failed: bool [replications, points], of all points.
    """

    axes: tuple[Axis, ...]
    chosen: np.ndarray
    failed: np.ndarray

    @property
    def shares(self) -> np.ndarray:
        """Return float64 [points], the share of the runs of each point that failed."""
        return np.asarray(self.failed.mean(axis=0), np.float64)

    def inside(self, limits: Sequence[Limit]) -> np.ndarray:
        """Return bool [points], which of those looked at lie in a box."""
        found = np.zeros(self.failed.shape[1], bool)
        found[self.chosen] = True
        for one in limits:
            found &= one.holds(self.axes)
        return found

    def step(self, limits: Sequence[Limit]) -> Step:
        """Return what is told of a box of these limits."""
        shares, inside = self.shares, self.inside(limits)
        whole, within = shares[self.chosen], shares[inside]
        total = float(whole.sum())
        density = float(within.mean()) if len(within) else 0.0
        return Step(tuple(limits), len(within), float(within.sum()) / total if total else 0.0, density, standing_out(within, whole))


def standing_out(within: np.ndarray, whole: np.ndarray) -> float:
    """Return by how many standard deviations the mean of some points is above that of as many drawn from the whole without looking."""
    m, n = len(within), len(whole)
    if m == 0 or m == n:
        return 0.0
    deviation = float(whole.std(ddof=1)) * math.sqrt((1.0 - m / n) / m)
    return (float(within.mean()) - float(whole.mean())) / deviation if deviation > 0.0 else 0.0


def limits_of(edges: Sequence[Edge]) -> tuple[Limit, ...]:
    """Return a box of the library as single limits."""
    found = []
    for one in edges:
        if one.words:
            found.append(Limit(one.axis, "among", words=one.words))
        if math.isfinite(one.low):
            found.append(Limit(one.axis, "least", one.low))
        if math.isfinite(one.high):
            found.append(Limit(one.axis, "most", one.high))
    return tuple(found)


def quasi_p(within: np.ndarray, without: np.ndarray, replications: int) -> float:
    """Return the chance of as many failures in a box as there are, at the density that it has without one of its restrictions.

    A one-sided binomial test (Bryant & Lempert 2010). Replications of a point are no new compounds: runs are counted for as many independent ones as the
    spread between points allows (Rao & Scott 1992), with one replication for themselves.

    Args:
        within: shares of the points of the box.
        without: shares of the points of the box without the restriction.
        replications: runs of a point.
    """
    from scipy.special import betainc

    rate, n = float(without.mean()), len(within) * replications
    if not 0.0 < rate < 1.0:
        return 1.0
    alike = min(max(replications * float(without.var()) / (rate * (1.0 - rate)), 1.0), float(replications))
    n_free = n / alike
    hits = float(within.mean()) * n_free
    return float(betainc(hits, n_free - hits + 1.0, rate)) if hits > 0.0 else 1.0


def with_quasi_p(ground: Ground, limits: Sequence[Limit]) -> tuple[Limit, ...]:
    """Return limits with their quasi-p-values."""
    shares, inside = ground.shares, ground.inside(limits)
    found = []
    for one in limits:
        others = ground.inside([other for other in limits if other.place != one.place])
        found.append(one._replace(quasi_p=quasi_p(shares[inside], shares[others], len(ground.failed))))
    return tuple(found)


def pruned(ground: Ground, limits: Sequence[Limit]) -> tuple[Limit, ...]:
    """Return a box without the limits that may well do nothing: the least sure goes first, then the others are tested anew."""
    kept = with_quasi_p(ground, limits)
    while kept and max(one.quasi_p for one in kept) > SURE:
        worst = max(kept, key=lambda one: one.quasi_p)
        kept = with_quasi_p(ground, [one for one in kept if one.place != worst.place])
    return kept


def rounded(ground: Ground, limits: Sequence[Limit]) -> tuple[Limit, ...]:
    """Return a box of the same points whose limits are easy to say: the roundest number that parts those inside from those outside."""
    kept = list(limits)
    for k, one in enumerate(kept):
        if one.side == "among":
            continue
        others = ground.inside([other for other in kept if other.place != one.place])
        axis = ground.axes[one.axis]
        keeps = one.holds(ground.axes)
        inner, outer = axis.column[others & keeps], axis.column[others & ~keeps]
        if not len(inner) or not len(outer):
            continue
        near, far = (inner.min(), outer.max()) if one.side == "least" else (inner.max(), outer.min())
        kept[k] = one._replace(bound=float(near) if axis.stepped else roundest(float(min(near, far)), float(max(near, far))))
    return tuple(kept)


def roundest(low: float, high: float) -> float:
    """Return the number with the fewest digits that lies between two others, which are not the same."""
    middle, width = 0.5 * (low + high), high - low
    places = -math.floor(math.log10(width)) - 2
    for k in range(places, places + 5):
        found = round(middle, k)
        if low < found < high:
            return float(found)
    return middle


def words_of(limit: Limit, axes: Sequence[Axis]) -> tuple[Value, ...]:
    """Return the words that a limit allows."""
    return tuple(axes[limit.axis].words[number] for number in limit.words)
