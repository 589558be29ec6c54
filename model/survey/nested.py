"""How much of the spread of answers lies between units and how much within: variance components of nested units of unequal size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class NestedSums(NamedTuple):
    """What the estimate of variance components needs, a row a site (or a sum of sites). Levels go from the largest units to people.

    Attributes:
        n: float64 [m], people.
        total: float64 [m], sum of the values.
        squares: float64 [m, levels], over the units of a level: the squared sum of the values over the size.
        inside: float64 [m, levels, levels], [k, j]: over the units of level j, the squared size over that of the unit of level k around it.
        whole: float64 [m, levels], over the units of a level: the squared size.
    """

    n: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    inside: np.ndarray
    whole: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, units: list[np.ndarray], site: np.ndarray, sites: int) -> NestedSums:
        """Sum up the answers of each site.

        Args:
            values: a number a person, [n].
            units: int [n] for each level but people, from the largest units to the smallest, each nested in the one before and in a site.
            site: int [n], the site of each person.
            sites: number of sites.
        """
        people = np.arange(len(values))
        codes = [np.unique(unit, return_inverse=True)[1] for unit in (*units, people)]
        size = [np.bincount(code).astype(np.float64) for code in codes]
        depth = len(codes)
        squares, inside, whole = np.zeros((sites, depth)), np.zeros((sites, depth, depth)), np.zeros((sites, depth))
        for k, code in enumerate(codes):
            somebody = np.zeros(len(size[k]), np.int64)
            somebody[code] = people
            where = site[somebody]
            squares[:, k] = np.bincount(where, weights=np.bincount(code, weights=values) ** 2 / size[k], minlength=sites)
            whole[:, k] = np.bincount(where, weights=size[k] ** 2, minlength=sites)
            for around in range(k + 1):
                inside[:, around, k] = np.bincount(where, weights=size[k] ** 2 / size[around][codes[around][somebody]], minlength=sites)
        count, total = np.bincount(site, minlength=sites), np.bincount(site, weights=values, minlength=sites)
        return cls(count.astype(np.float64), total, squares, inside, whole)

    def added(self) -> NestedSums:
        """Return the sums of all sites together, a single row."""
        return NestedSums(*(part.sum(axis=0, keepdims=True) for part in self))

    def without_each(self) -> NestedSums:
        """Return, a row a site, the sums of all other sites."""
        return NestedSums(*(part.sum(axis=0, keepdims=True) - part for part in self))


def components(sums: NestedSums) -> np.ndarray:
    """Return variance components, float64 [m, levels]: between the units of each level, from the largest, and last between people.

    Each sum of squares is set equal to its expectation. This has no bias, whatever the sizes of units; an estimate may be below 0. It is
    NaN where units of a level hold one unit of the next level, or one person, each; then so are those of the larger units.

    Source: the analysis-of-variance estimator, Henderson's method 1 (Henderson 1953; Searle, Casella & McCulloch 1992, chapter 5).
    """
    depth, n = sums.squares.shape[1], sums.n
    found = np.full((len(n), depth), np.nan)
    gained, share = np.empty_like(sums.squares), np.empty_like(sums.inside)
    with np.errstate(invalid="ignore", divide="ignore"):
        square, weight = sums.total**2 / n, sums.whole / n[:, None]
        for k in range(depth):
            # The sums of units hold all of what differs between them and above, and a part of what differs within.
            own = np.where(np.arange(depth) <= k, n[:, None], sums.inside[:, k])
            gained[:, k], share[:, k] = sums.squares[:, k] - square, own - weight
            square, weight = sums.squares[:, k], own
        for k in reversed(range(depth)):
            rest = gained[:, k] - (share[:, k, k + 1 :] * found[:, k + 1 :]).sum(axis=1)
            enough = share[:, k, k] > 1e-9 * n
            found[:, k] = np.where(enough, rest / np.where(enough, share[:, k, k], 1.0), np.nan)
    return found
