"""Designs: which points of the parameters are run. Points come from kept libraries, `scipy.stats.qmc` and SALib, as shares of each range.

A share u of a range is low + u (high - low), or the same on the logarithmic scale; of whole numbers and of lists each value has an equal part of 0 to 1.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .fields import DesignFields

Value = float | int | bool | str
Point = tuple[Value, ...]


class Parameter(NamedTuple):
    """One thing that is varied.

    Attributes:
        key: as `--set` names it.
        values: of a list; () of a range.
        low, high: of a range.
        log: evenly on the logarithmic scale.
        whole: whole numbers only.
        steps: how many values a factorial design takes of a range; 0: not said.
    """

    key: str
    values: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    whole: bool = False
    steps: int = 0

    def at(self, share: float) -> Value:
        """Return the value at a share (0 to 1) of the range or list."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if self.whole and not self.log:
            many = int(self.high) - int(self.low) + 1
            return int(self.low) + min(int(share * many), many - 1)
        found = self.low * math.exp(share * math.log(self.high / self.low)) if self.log else self.low + share * (self.high - self.low)
        # Rounding must not lead out of the range.
        found = min(max(found, self.low), self.high)
        return round(found) if self.whole else found

    def grid(self) -> tuple[Value, ...]:
        """Return all values that a factorial design takes."""
        if self.values:
            return self.values
        shares = (k / (self.steps - 1) for k in range(self.steps))
        if self.whole:
            # Ends included: the shares of `at` are those of equal parts.
            spread = (self.low * (self.high / self.low) ** u if self.log else self.low + u * (self.high - self.low) for u in shares)
            return tuple(dict.fromkeys(round(x) for x in spread))
        return tuple(self.at(u) for u in shares)


def count(parameters: Sequence[Parameter], design: DesignFields) -> int:
    """Return how many points a design has; nothing is made."""
    d = len(parameters)
    if not d:
        return 1
    if design.kind == "list":
        return len(parameters[0].values)
    if design.kind == "factorial":
        return math.prod(len(one.grid()) for one in parameters)
    base = design.points or 0
    if design.kind == "saltelli":
        return base * (2 * d + 2 if design.second_order and d > 1 else d + 2)
    return base * (d + 1) if design.kind == "morris" else base


def points(parameters: Sequence[Parameter], design: DesignFields) -> list[Point]:
    """Return the points in the order in which the analysis of the design wants them."""
    if not parameters:
        return [()]
    if design.kind == "list":
        return list(zip(*(one.values for one in parameters), strict=True))
    if design.kind == "factorial":
        return list(itertools.product(*(one.grid() for one in parameters)))
    return [tuple(one.at(float(u)) for one, u in zip(parameters, row, strict=True)) for row in shares(parameters, design)]


def shares(parameters: Sequence[Parameter], design: DesignFields) -> np.ndarray:
    """Return float64 [points, parameters], the shares of the ranges at which a random design lies."""
    d, base = len(parameters), design.points or 0
    if design.kind in ("saltelli", "morris"):
        problem = {"num_vars": d, "names": [one.key for one in parameters], "bounds": [[0.0, 1.0]] * d}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if design.kind == "morris":
                from SALib.sample import morris

                found = morris.sample(problem, base, num_levels=design.levels, seed=design.seed)
            else:
                from SALib.sample import sobol

                found = sobol.sample(problem, base, calc_second_order=design.second_order and d > 1, seed=design.seed)
        return np.asarray(found, np.float64)
    from scipy.stats import qmc

    kind = qmc.Sobol if design.kind == "sobol" else qmc.LatinHypercube
    # Older versions of scipy know no other name for it; of a generator all make the same points.
    return np.asarray(kind(d, seed=np.random.default_rng(design.seed)).random(base), np.float64)
