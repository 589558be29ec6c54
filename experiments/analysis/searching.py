"""Looks for one box: the way of PRIM, the box of it that stands out most, and how sure it is (permutations, halves, luck of the seeds)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.errors import UserError
from .boxes import Ground, Limit, Side, Step, limits_of, pruned, rounded, with_quasi_p
from .prim import peeled

if TYPE_CHECKING:
    from ..progress import Progress

PERMUTATIONS, HALVES, SEED = 39, 20, 1
"""The seed makes them the same whenever they are made."""
ENOUGH = 10
"""Shuffles that reach as much, after which no more are made."""
CHANCE = 0.05
"""A box that stands out no more than the best of shuffled points does in this share of shuffles is none."""
_SHUFFLING = Text("shuffling points", "打乱设计点")
_HALVING = Text("looking in halves of the points", "在半数设计点中重新寻找")


class Spread(NamedTuple):
    """A number over resamples: its mean, and the 5 to 95 % of them."""

    value: float
    low: float
    high: float


class Halves(NamedTuple):
    """What becomes of the search in random halves of the points.

    Attributes:
        often: share of the halves in which a parameter was limited on a side.
        density: in the other half, share of the runs that fail in the box that was found in the first.
        elsewhere: the same outside of it.
        found: share of the halves in which there was any box.
    """

    often: dict[tuple[int, Side], float]
    density: Spread
    elsewhere: Spread
    found: float


class Luck(NamedTuple):
    """How much of the failing in some points is luck of the seeds.

    Attributes:
        share: of the variance between runs, the part within points; NaN with one replication.
        low, high: share of the runs that fail in one replication, the lowest and the highest.
        always, sometimes, never: points that fail in all replications, in some, in none.
    """

    share: float
    low: float
    high: float
    always: int
    sometimes: int
    never: int


class Search(NamedTuple):
    """What was found in some points.

    Attributes:
        ground: where it was looked for.
        way: the boxes through which PRIM went, the whole first.
        number: that of the box on the way that was taken.
        step: the box, its limits tested and easy to say; the whole if none is sure.
        p: chance that points shuffled among the parameters hold a box that stands out as much.
        halves: what becomes of it in halves of the points; None of no box.
    """

    ground: Ground
    way: tuple[Step, ...]
    number: int
    step: Step
    p: float
    halves: Halves | None = None

    @property
    def stands_out(self) -> bool:
        """Whether there is a box, and more than chance makes."""
        return self.p <= CHANCE and bool(self.step.limits)


def search(ground: Ground, number: int | None, progress: Progress) -> Search:
    """Look for one box.

    Args:
        ground: where.
        number: that of the box on the way that is to be taken, as it is; None: the one that stands out most, less the limits that are not sure.
        progress: told how far it is.

    Raises:
        UserError: EMAworkbench is not installed, or there is no such box on the way.
    """
    way = way_of(ground)
    if number is not None and not 1 <= number < len(way):
        most = len(way) - 1
        raise UserError(f"there is no box {number}; allowed: 1 to {most}.", f"没有第 {number} 个盒子；可用：1 至 {most}。", argument="box")
    p = _chance(ground, max(step.z for step in way), progress)
    taken = way[_best(way) if number is None else number]
    limits = pruned(ground, taken.limits) if number is None else with_quasi_p(ground, taken.limits)
    found = Search(ground, way, way.index(taken), ground.step(rounded(ground, limits)), p)
    return found._replace(halves=_in_halves(found, number is None, progress)) if found.stands_out else found


def way_of(ground: Ground) -> tuple[Step, ...]:
    """Return the boxes through which PRIM goes, each once."""
    found: dict[tuple[Limit, ...], Step] = {}
    for edges in peeled(ground.axes, ground.chosen, ground.failed):
        limits = limits_of(edges)
        found.setdefault(limits, ground.step(limits))
    return tuple(found.values())


def luck_in(failed: np.ndarray, inside: np.ndarray) -> Luck:
    """Return how much of the failing in some points is luck of the seeds."""
    runs = failed[:, inside]
    replications, shares = len(runs), runs.mean(axis=0)
    rate = float(shares.mean())
    whole = rate * (1.0 - rate)
    share = float("nan")
    if replications > 1 and whole > 0.0:
        share = min(float((shares * (1.0 - shares)).mean()) * replications / (replications - 1) / whole, 1.0)
    each = runs.mean(axis=1)
    always, never = int((shares == 1.0).sum()), int((shares == 0.0).sum())
    return Luck(share, float(each.min()), float(each.max()), always, len(shares) - always - never, never)


def _best(way: tuple[Step, ...]) -> int:
    return max(range(len(way)), key=lambda k: way[k].z)


def _chance(ground: Ground, z: float, progress: Progress) -> float:
    """Return the chance of so much by shuffling: what the seeds of a point answered stays together, and goes to another point."""
    progress.stage(_SHUFFLING, PERMUTATIONS)
    rng, reached = np.random.default_rng([SEED, 0]), 0
    for k in range(PERMUTATIONS):
        failed = ground.failed.copy()
        failed[:, ground.chosen] = failed[:, rng.permutation(ground.chosen)]
        reached += max(step.z for step in way_of(ground._replace(failed=failed))) >= z
        progress.done(k + 1)
        if reached == ENOUGH:
            # No need to know it better (Besag & Clifford 1991).
            return reached / (k + 1)
    return (reached + 1) / (PERMUTATIONS + 1)


def _in_halves(found: Search, best: bool, progress: Progress) -> Halves:
    """Look again in random halves of the points, by the same rule, and hold each box against the other half."""
    progress.stage(_HALVING, HALVES)
    ground, rng = found.ground, np.random.default_rng([SEED, 1])
    mass = found.step.points / len(ground.chosen)
    counts: Counter[tuple[int, Side]] = Counter()
    within: list[float] = []
    beyond: list[float] = []
    boxes = 0
    for k in range(HALVES):
        mixed = rng.permutation(ground.chosen)
        one, other = (ground._replace(chosen=np.sort(half)) for half in (mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]))
        way = way_of(one)
        taken = way[_best(way)] if best else min(way, key=lambda step: abs(step.points / len(one.chosen) - mass))
        limits = pruned(one, taken.limits) if best else taken.limits
        counts.update(limit.place for limit in limits)
        boxes += bool(limits)
        inside, all_of_it = other.inside(limits), other.inside(())
        shares = other.shares
        for where, mask in ((within, inside), (beyond, all_of_it & ~inside)):
            if mask.any():
                where.append(float(shares[mask].mean()))
        progress.done(k + 1)
    return Halves({place: many / HALVES for place, many in counts.items()}, _spread(within), _spread(beyond), boxes / HALVES)


def _spread(values: list[float]) -> Spread:
    if not values:
        return Spread(*[float("nan")] * 3)
    low, high = np.quantile(values, (0.05, 0.95))
    return Spread(float(np.mean(values)), float(low), float(high))
