"""The plays of a local fit: a sweep whose points are drawn from what is thought before, each on a seed of its own, each asked as the compound was.

What is not fitted comes from the posterior that comes with linli, a vector a play: constants of people that trade off stay together, and what is not known
of them widens what is said of the compound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.facts import constants
from ...scenarios.schema import Scenario
from ..calibration.posterior import Posterior
from ..sweep.designs import Parameter, shares
from ..sweep.fields import DesignFields
from ..sweep.plan import Plan
from ..uncertainty import written
from .asking import LocalWatch
from .collected import Pattern
from .space import LocalConstant

if TYPE_CHECKING:
    from ..sweep.result import Sweep

TITLE = Text("Plays of a local fit", "本地拟合的模拟")


class Played(NamedTuple):
    """What the plays came to.

    Attributes:
        shares: float64 [plays, constants], shares of their ranges.
        statistics: float64 [plays, statistics].
        names: of the statistics.
        vectors: float64 [plays, keys], all that was drawn.
        keys: of `vectors`.
        failed: plays that failed and are left out.
    """

    shares: np.ndarray
    statistics: np.ndarray
    names: tuple[str, ...]
    vectors: np.ndarray
    keys: tuple[str, ...]
    failed: int


def plan_of(
    scenario: Scenario, space: Sequence[LocalConstant], patterns: Sequence[tuple[str, Pattern]], posterior: Posterior, plays: int, seed: int
) -> Plan:
    """Return the plan of the plays.

    Args:
        scenario: the compound, one arm, as long as it has to be played.
        space: what is fitted.
        patterns: label -> how it is asked.
        posterior: of all other constants.
        plays: how many.
        seed: of the points and the first play.
    """
    drawn = shares_of(space, plays, seed)
    columns: dict[str, list[float]] = {}
    for k, one in enumerate(space):
        each = [one.settings(float(share)) for share in drawn[:, k]]
        columns |= {key: [values[key] for values in each] for key in one.keys}
    there = {fact.key for fact in constants(scenario)}
    others = [key for key in posterior.keys if key in there and key not in columns and not written(scenario.data, tuple(key.split(".")))]
    vectors = [posterior.one(seed + play) for play in range(plays)]
    columns |= {key: [vector[key] for vector in vectors] for key in others}
    parameters = tuple(Parameter(key, tuple(values)) for key, values in columns.items())
    data = {"scenario": scenario.name, "replications": 1, "measures": ["acquaintances"], "design": {"kind": "list"}}
    return Plan(
        "local", TITLE, scenario, parameters, DesignFields(kind="list"), 1, seed, False, ("acquaintances",), 0, data, LocalWatch(tuple(patterns))
    )


def shares_of(space: Sequence[LocalConstant], plays: int, seed: int) -> np.ndarray:
    """Return float64 [plays, constants]: a Latin hypercube."""
    design = DesignFields(kind="latin-hypercube", points=plays, seed=seed)
    return shares([Parameter(one.name) for one in space], design)


def played(sweep: Sweep, space: Sequence[LocalConstant], names: Sequence[str]) -> Played:
    """Return what the plays of a sweep came to, in the order of their numbers.

    Args:
        sweep: of a plan as `plan_of` makes it.
        space: what is fitted.
        names: of the statistics.
    """
    last = sweep.measures[(sweep.measures["week"] == sweep.weeks) & sweep.measures["measure"].isin(list(names))]
    wide = last.pivot(index="run", columns="measure", values="value").reindex(columns=list(names))
    points = sweep.points.loc[sweep.runs.set_index("run").loc[wide.index, "point"]]
    drawn = shares_of(space, len(sweep.points), int(sweep.runs["seed"].min() - sweep.runs["run"].min()))
    return Played(
        drawn[points.index.to_numpy()], wide.to_numpy(np.float64), tuple(names), points.to_numpy(np.float64), tuple(points.columns), len(sweep.failed)
    )
