"""How much of what a policy does each of its levers has a part in: Shapley values over levers, under the same uncertainty as a comparison.

A lever is one thing that an arm sets otherwise than the baseline. A coalition is the baseline with some of these set; each is an arm, and all live with the
same people on the same random numbers. A lever's value is what it adds to a coalition, averaged over all orders in which levers can come in (Shapley
1953): levers that are worth nothing alone and much together share it, and all values add up to what the whole arm does. Up to eight levers all coalitions
are played; of more, orders are sampled, each with its reverse (Castro, Gómez & Tejada 2009; Mitchell et al. 2022).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..model.ground.text import Text
from ..scenarios.errors import UserError, unknown
from .compare import compare
from .intervals import paired
from .ranges import over_draws

if TYPE_CHECKING:
    import pandas as pd

    from ..scenarios.schema import Scenario
    from .calibration.posterior import Posterior
    from .comparison import Comparison
    from .places import Place
    from .progress import Progress

MOST_EXACT = 8
"""Levers up to which every coalition is played."""
ORDERS = 8
"""Orders that are sampled if nobody says how many; each is taken backwards too."""
Coalition = frozenset[int]
NONE: Coalition = frozenset()
_TOLD = ("title", "of")
"""What an arm says of itself: no lever."""


class Lever(NamedTuple):
    """One thing that an arm sets otherwise than the baseline.

    Attributes:
        key: how `--set` names it.
        path: where it stands in an arm.
        value: in the arm; None: the baseline sets it and the arm does not.
    """

    key: str
    path: tuple[str, ...]
    value: Any


class Part(NamedTuple):
    """What a lever has a part in.

    Attributes:
        key: the lever; "": the whole arm.
        centre, low, high: over seeds the mean and its 95 % interval; over draws the median and the 5 to 95 % range, luck apart.
    """

    key: str
    centre: float
    low: float
    high: float


class Attribution(NamedTuple):
    """What the levers of an arm have a part in.

    Attributes:
        comparison: of all coalitions; its baseline is that of no lever.
        measure: what is shared out.
        whole: what the whole arm does.
        parts: of the levers, the largest first; their values add up to that of the whole on every seed.
        orders: how many orders were sampled; 0: all coalitions were played.
    """

    comparison: Comparison
    measure: str
    whole: Part
    parts: tuple[Part, ...]
    orders: int

    def to_frame(self) -> pd.DataFrame:
        """Return a row a lever, the largest part first, and the whole arm as the last (`whole`): centre, low, high, as in `Part`."""
        import pandas as pd

        rows = [*self.parts, self.whole._replace(key="whole")]
        return pd.DataFrame(rows, columns=["lever", "centre", "low", "high"]).set_index("lever")


def levers_of(scenario: Scenario, arm: str, baseline: str) -> list[Lever]:
    """Return what an arm sets otherwise than the baseline.

    Raises:
        UserError: no such arm, or there is no such thing.
    """
    for name in (arm, baseline):
        scenario.arm(name)
    own, base = (dict(_leaves(scenario.overrides[name], ())) for name in (arm, baseline))
    found = [path for path in {**own, **base} if path[0] not in _TOLD and own.get(path) != base.get(path)]
    # A table without anything in it is a lever where it is what brings a mechanism in.
    found = [path for path in found if own.get(path, base.get(path)) != {} or (path in own and not any(other[: len(path)] == path for other in base))]
    if not found:
        raise UserError(f"{arm} sets nothing otherwise than {baseline}, so there is nothing to share out.", f"{arm} 与 {baseline} 的设置相同，无可分摊。")
    return [Lever(".".join(path[1:] if path[0] == "mechanisms" else path), path, own.get(path)) for path in found]


def _leaves(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def arm_of(coalition: Coalition) -> str:
    """Return the name of the arm of a coalition: its levers as the digits of a number."""
    return f"levers-{sum(1 << k for k in coalition):x}"


def scenario_of(scenario: Scenario, levers: Sequence[Lever], baseline: str, needed: Iterable[Coalition]) -> Scenario:
    """Return a scenario with an arm for each coalition, the one of no lever first."""
    from ..scenarios.schema import Scenario

    arms = {arm_of(coalition): _arm(scenario.overrides[baseline], [levers[k] for k in sorted(coalition)]) for coalition in (NONE, *needed)}
    return Scenario.from_dict({**scenario.data, "arms": arms}, scenario.name, scenario.file, scenario.folder)


def _arm(base: Mapping[str, Any], levers: Sequence[Lever]) -> dict[str, Any]:
    """Return what the baseline changes, with some levers set; a table that is in it is never the same object as the baseline's."""
    made = {key: value for key, value in _copied(base).items() if key not in _TOLD}
    for lever in levers:
        inner = made
        for key in lever.path[:-1]:
            inner = inner.setdefault(key, {})
        if lever.value is None:
            inner.pop(lever.path[-1], None)
        elif lever.value == {}:
            inner.setdefault(lever.path[-1], {})
        else:
            inner[lever.path[-1]] = lever.value
    return made if all(lever.value is not None for lever in levers) else _pruned(made)


def _pruned(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table without tables that have nothing in them: a mechanism of which no lever is left is not there."""
    kept = {key: _pruned(value) if isinstance(value, dict) else value for key, value in table.items()}
    return {key: value for key, value in kept.items() if value != {}}


def _copied(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _copied(value) if isinstance(value, dict) else value for key, value in table.items()}


def all_coalitions(levers: int) -> list[Coalition]:
    """Return all coalitions of so many levers, from none to all."""
    return [frozenset(chosen) for size in range(levers + 1) for chosen in combinations(range(levers), size)]


def sampled_orders(levers: int, many: int) -> list[tuple[int, ...]]:
    """Return sampled orders of levers, each followed by its reverse: what one gets early in the one it gets late in the other."""
    rng = np.random.default_rng(levers)
    drawn = [tuple(rng.permutation(levers).tolist()) for _ in range(many)]
    return [order for one in drawn for order in (one, one[::-1])]


def shapley(worth: Mapping[Coalition, np.ndarray], levers: int) -> np.ndarray:
    """Return the Shapley values, float64 [levers, seeds], from the worth of all coalitions, float [seeds] each."""
    found = np.zeros((levers, len(worth[NONE])))
    for coalition in worth:
        # Of all orders, this share begins with these and goes on with a certain one of the others.
        share = factorial(len(coalition)) * factorial(levers - len(coalition) - 1) / factorial(levers) if len(coalition) < levers else 0.0
        for k in set(range(levers)) - coalition:
            found[k] += share * (worth[coalition | {k}] - worth[coalition])
    return found


def shapley_of_orders(worth: Mapping[Coalition, np.ndarray], orders: Sequence[Sequence[int]]) -> np.ndarray:
    """Return estimates of the Shapley values, float64 [levers, seeds], from some orders."""
    found = np.zeros((len(orders[0]), len(worth[NONE])))
    for order in orders:
        before = NONE
        for k in order:
            found[k] += (worth[before | {k}] - worth[before]) / len(orders)
            before = before | {k}
    return found


def coalitions_of(orders: Sequence[Sequence[int]]) -> list[Coalition]:
    """Return the coalitions that orders go through, each once."""
    return list(dict.fromkeys(frozenset(order[:size]) for order in orders for size in range(1, len(order) + 1)))


def plan(scenario: Scenario, arm: str, baseline: str, orders: int = ORDERS) -> tuple[Scenario, list[Lever], list[tuple[int, ...]]]:
    """Return the scenario of all coalitions that are played, the levers, and the orders that were sampled (none: all coalitions are played).

    Raises:
        UserError: as `levers_of`; or a coalition is refused by its mechanism.
    """
    levers = levers_of(scenario, arm, baseline)
    sampled = sampled_orders(len(levers), orders) if len(levers) > MOST_EXACT else []
    needed = coalitions_of(sampled) if sampled else all_coalitions(len(levers))
    return scenario_of(scenario, levers, baseline, needed), levers, sampled


def attribute(
    scenario: Scenario, arm: str, baseline: str, *, measure: str = "acquaintances", orders: int = ORDERS, seeds: int | None = None,
    threads: int | None = None, posterior: Posterior | None = None, draws: int | None = None, progress: Progress | None = None, keep: Place | None = None,
) -> Attribution:  # fmt: skip
    """Play the coalitions of an arm's levers and share out what the arm does.

        found = linli.attribute(linli.load("building-gates").scenario, "after", "before", seeds=10)
        found.to_frame()                      # a row a lever

    Args:
        scenario: what to run.
        arm: whose levers; all of them together are this arm.
        baseline: without any of them.
        measure: what is shared out.
        orders: of more than eight levers, how many orders are sampled.
        seeds: as of `compare`, and so are all that follow.
        threads: to use.
        posterior: what constants are drawn from.
        draws: how many.
        progress: is told how far it is.
        keep: a reserved folder in which seeds that finish are kept.

    Raises:
        UserError: as `plan` and `compare`.
        Interrupted: as `compare`.
    """
    made, levers, sampled = plan(scenario, arm, baseline, orders)
    found = compare(made, seeds=seeds, threads=threads, posterior=posterior, draws=draws, progress=progress, keep=keep)
    return shared(found, levers, sampled, measure)


def shared(found: Comparison, levers: Sequence[Lever], sampled: Sequence[Sequence[int]], measure: str) -> Attribution:
    """Share out what the whole arm does among its levers, from a comparison of the coalitions.

    Raises:
        UserError: no such measure was taken.
    """
    if measure not in found.infos:
        raise unknown(measure, found.infos, Text("measure", "指标"))
    needed = coalitions_of(sampled) if sampled else all_coalitions(len(levers))
    worth = {coalition: found.ends(arm_of(coalition), measure) for coalition in (NONE, *needed)}
    values = shapley_of_orders(worth, sampled) if sampled else shapley(worth, len(levers))
    parts = [_part(found, lever.key, value) for lever, value in zip(levers, values, strict=True)]
    whole = _part(found, "", worth[frozenset(range(len(levers)))] - worth[NONE])
    return Attribution(found, measure, whole, tuple(sorted(parts, key=lambda one: -one.centre)), len(sampled))


def _part(found: Comparison, key: str, values: np.ndarray) -> Part:
    if found.draws:
        r = over_draws(found.by_draw(values))
        return Part(key, r.median, r.low, r.high)
    p = paired(values[~np.isnan(values)])
    return Part(key, p.mean, p.low, p.high)
