"""What fresh seeds tell of the finalists: each with its interval, and one against another as far as it is known.

The points were chosen because they looked good on the seeds of the search, so on these seeds they look better than they are (the winner's curse). Nothing
that is told here rests on them: fresh seeds were played after the choice. All finalists live on the same fresh seeds, so they are compared in pairs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from ..intervals import Paired, paired
from ..ranking import Beats, tiers
from .plan import Limit, SearchPlan

Within = Literal["yes", "unsure", "no"]


class Known(NamedTuple):
    """What is known of one finalist.

    Attributes:
        within: whether it keeps within the limits on fresh seeds. yes: the interval of each does; unsure: the means do; no: a mean does not.
        seeds: fresh seeds of which it has all numbers.
        rank: 0: no other finalist within the limits is known to have more in the first objective; 1: only those of rank 0 are, and so on; -1: not within.
        beaten_by: a finalist that is known to be better in one objective and known to be no worse in any; -1: none.
        cheaper: a finalist that is known to be better in another objective, and cannot be told from it in the first and is known to be worse in none; -1: none.
    """

    within: Within
    seeds: int
    rank: int
    beaten_by: int
    cheaper: int


def interval_of(values: np.ndarray) -> Paired:
    """Return the mean over the seeds that are there, with its 95 % interval."""
    return paired(values[np.isfinite(values)])


def known_of(plan: SearchPlan, fresh: np.ndarray) -> list[Known]:
    """Return what is known of the finalists.

    Args:
        plan: what was searched.
        fresh: float64 [finalists, seeds, asked].
    """
    within = [_within(plan, one) for one in fresh]
    inside = [k for k, one in enumerate(within) if one != "no"]
    against = {(a, b): _against(plan, fresh[a], fresh[b]) for a in inside for b in inside if a != b}
    rank = _ranked(inside, against)
    seeds = np.isfinite(fresh[:, :, : len(plan.needed)]).all(axis=2).sum(axis=1).tolist()
    found = []
    for k in range(len(fresh)):
        others = [b for b in inside if b != k and k in rank]
        beaten_by = next((b for b in others if _beaten(against[b, k])), -1)
        cheaper = _cheapest(plan, fresh, [b for b in others if _as_good_for_less(against[b, k])])
        found.append(Known(within[k], seeds[k], rank.get(k, -1), beaten_by, cheaper))
    return found


def not_told_apart(plan: SearchPlan, fresh: np.ndarray, known: Sequence[Known], one: int) -> list[int]:
    """Return the other finalists within the limits that cannot be told from one in the first objective."""
    return [k for k in range(len(fresh)) if k != one and known[k].rank >= 0 and not _certain(_against(plan, fresh[k], fresh[one])[0])]


def _within(plan: SearchPlan, values: np.ndarray) -> Within:
    sure = True
    for limit in plan.limits:
        found = interval_of(values[:, plan.asked.index(limit.asked)])
        if not passes(limit, found.mean):
            return "no"
        sure = sure and passes(limit, found.high if limit.sign > 0 else found.low)
    objectives = [plan.asked.index(one.asked) for one in plan.objectives]
    if not np.isfinite(values[:, objectives]).any(axis=0).all():
        return "no"
    return "yes" if sure else "unsure"


def passes(limit: Limit, value: float) -> bool:
    """Return whether a value keeps within a limit; one that is not there does not."""
    return math.isfinite(value) and limit.sign * (value - limit.bound) <= 0.0


def _against(plan: SearchPlan, one: np.ndarray, other: np.ndarray) -> list[Paired]:
    """Return, for each objective, by how much the one is better, on the seeds that both have."""
    columns = [(plan.asked.index(objective.asked), objective.sign) for objective in plan.objectives]
    return [interval_of(sign * (one[:, k] - other[:, k])) for k, sign in columns]


def _certain(found: Paired) -> bool:
    """Return whether there is a difference, one way or the other."""
    return found.low > 0.0 or found.high < 0.0


def _beaten(better: Sequence[Paired]) -> bool:
    return any(one.low > 0.0 for one in better) and all(one.low >= 0.0 for one in better)


def _as_good_for_less(better: Sequence[Paired]) -> bool:
    first, *others = better
    return not _certain(first) and any(one.low > 0.0 for one in others) and not any(one.high < 0.0 for one in others)


def _cheapest(plan: SearchPlan, fresh: np.ndarray, some: Sequence[int]) -> int:
    """Return the one that is best in the second objective; -1 of none."""
    if not some:
        return -1
    second = plan.objectives[1]
    return max(some, key=lambda k: second.sign * interval_of(fresh[k, :, plan.asked.index(second.asked)]).mean)


def _ranked(inside: Sequence[int], against: dict[tuple[int, int], list[Paired]]) -> dict[int, int]:
    """Return finalist -> its rank in the first objective, as far as it is known."""
    names = {k: str(k) for k in inside}
    found = {
        (names[a], names[b]): Beats(math.nan, better[0].mean, better[0].low, better[0].high) for (a, b), better in against.items()
    }  # fmt: skip
    return {int(name): rank for rank, tier in enumerate(tiers(list(names.values()), found)) for name in tier}


def flattery(plan: SearchPlan, searched: np.ndarray, fresh: np.ndarray) -> float:
    """Return by how much better the finalists looked in the first objective on the seeds of the search than on fresh ones, on average.

    Args:
        plan: what was searched.
        searched: float64 [finalists, asked], means over the seeds of the search.
        fresh: float64 [finalists, seeds, asked].
    """
    first = plan.objectives[0]
    k = plan.asked.index(first.asked)
    less = np.array([first.sign * (float(one[k]) - interval_of(two[:, k]).mean) for one, two in zip(searched, fresh, strict=True)])
    return float(less[np.isfinite(less)].mean()) if np.isfinite(less).any() else math.nan
