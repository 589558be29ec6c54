"""Which parameters of a sweep matter: Sobol indices of a Saltelli design, elementary effects of a Morris design (both by SALib).

Sobol indices apportion the variance over the points. First order: what a parameter carries alone. Total order: that, and what it carries together
with others (Saltelli et al. 2010). Morris: the mean size of the step that a parameter makes, and how much it differs from place to place (Campolongo,
Cariboni & Saltelli 2007). Intervals are of 95 %, over resamples of the base points or trajectories.

Luck of the seeds looks like interaction: it adds its share of the variance to the total order of every parameter. So it is measured and told.
"""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...model.ground.faces import Shown
from ...model.ground.text import Text
from ...scenarios.errors import UserError
from ..sweep.designs import shares
from ..sweep.fields import KINDS
from ..sweep.plan import Plan
from ..sweep.result import Sweep
from .chosen import chosen_scenario
from .response import Response, opened, point_number, points_of, response, varied

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.schema import Scenario

METHODS = ("saltelli", "morris")
FEWEST = {"saltelli": 32, "morris": 4}
"""Base points, or trajectories, below which an interval over resamples of them says nothing."""
RESAMPLES, SURE, SEED = 200, 0.95, 1
"""Of the intervals; the seed makes them the same whenever they are taken."""
_BASE = {"saltelli": Text("base points", "个基点"), "morris": Text("trajectories", "条轨迹")}


class Estimated(NamedTuple):
    """An index with its interval of 95 %."""

    value: float
    low: float
    high: float


class Carried(NamedTuple):
    """What a parameter carries of the variance.

    Attributes:
        key: the parameter.
        first: alone.
        total: alone and together with others.
    """

    key: str
    first: Estimated
    total: Estimated


class Moved(NamedTuple):
    """What a parameter moves, in the unit of the measure, per whole range of the parameter.

    Attributes:
        key: the parameter.
        size: mean size of its elementary effects.
        mean: their mean, with its sign; nearer to 0 than `size` where they differ in sign.
        spread: their standard deviation: large where the parameter works otherwise from place to place, or together with others.
    """

    key: str
    size: Estimated
    mean: float
    spread: float


class Pair(NamedTuple):
    """What two parameters carry together, beyond each alone."""

    key: str
    other: str
    second: Estimated


class SensitivityResult(Shown):
    """Which parameters matter.

        found = linli.sensitivity("runs/constants", "acquaintances", "after")
        found.to_frame()                      # a row a parameter
        found.scenario(found.highest).to_toml()

    Attributes:
        sweep: from which sweep.
        method: "saltelli" or "morris".
        response: what was asked about.
        base: base points of Saltelli's design, or trajectories of Morris'.
        carried: of a Saltelli design, by total order.
        pairs: of one with second_order.
        moved: of a Morris design, by size.
        by_luck: total order (or size) up to which a parameter that does nothing may come by luck of the seeds; NaN with one replication.
    """

    def __init__(
        self, sweep: Sweep, method: Literal["saltelli", "morris"], asked: Response, base: int, by_luck: float, carried: tuple[Carried, ...] = (),
        pairs: tuple[Pair, ...] = (), moved: tuple[Moved, ...] = (),
    ) -> None:  # fmt: skip
        """Take what was found."""
        self.sweep, self.method, self.response, self.base, self.by_luck = sweep, method, asked, base, by_luck
        self.carried, self.pairs, self.moved = carried, pairs, moved

    def __repr__(self) -> str:
        return f"SensitivityResult({self.sweep.folder.name!r}, {self.method}, {self.response.measure!r}, parameters={len(self.carried or self.moved)})"

    @property
    def highest(self) -> int:
        """Number of the point with the highest answer."""
        return int(self.response.values.argmax())

    @property
    def lowest(self) -> int:
        """Number of the point with the lowest answer."""
        return int(self.response.values.argmin())

    def scenario(self, point: int) -> Scenario:
        """Return the scenario at a point, by its number.

        Raises:
            UserError: there is no such point.
        """
        return chosen_scenario(self.sweep, point_number(str(point), self.response))

    def to_frame(self) -> pd.DataFrame:
        """Return a row a parameter, those that matter most first.

        Columns of a Saltelli design: first, first_low, first_high, total, total_low, total_high; of a Morris design: size, size_low, size_high, mean,
        spread.
        """
        import pandas as pd

        if self.method == "morris":
            rows: list[Any] = [(one.key, *one.size, one.mean, one.spread) for one in self.moved]
            return pd.DataFrame(rows, columns=["parameter", "size", "size_low", "size_high", "mean", "spread"])
        rows = [(one.key, *one.first, *one.total) for one in self.carried]
        return pd.DataFrame(rows, columns=["parameter", "first", "first_low", "first_high", "total", "total_low", "total_high"])

    def pairs_frame(self) -> pd.DataFrame:
        """Return a row a pair of parameters: second, second_low, second_high; nothing without second_order."""
        import pandas as pd

        return pd.DataFrame([(one.key, one.other, *one.second) for one in self.pairs], columns=["parameter", "other", "second", "second_low", "second_high"])


def sensitivity(sweep: Sweep | str | Path, measure: str = "", arm: str = "") -> SensitivityResult:
    """Tell which parameters of a sweep matter.

        linli.sweep("constants.toml", "runs/constants")          # its design: saltelli or morris
        linli.sensitivity("runs/constants").to_frame()

    Args:
        sweep: a sweep, or its folder; all its runs have finished.
        measure: what is asked about, at the end of a run; "": acquaintances, or the first measure that was kept.
        arm: the arm whose difference from the first one is asked about; the first arm: its own values; "": the second arm, or the only one.

    Raises:
        UserError: the folder holds no sweep, one of another design, one with too few points, or one in which runs failed or are missing; there is no
            such measure or arm; or nothing that was varied moves the measure.
    """
    found = opened(sweep)
    plan = found.plan
    method = refuse_design(plan, str(found.folder))
    asked = varied(response(found, measure, arm))
    points_of(found)
    problem = {"num_vars": len(plan.parameters), "names": list(found.parameters), "bounds": [[0.0, 1.0]] * len(plan.parameters)}
    base = plan.design.points or 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if method == "morris":
            return SensitivityResult(found, "morris", asked, base, _morris_luck(plan, asked), moved=_morris(plan, problem, asked))
        carried, pairs = _sobol(plan, problem, asked)
    return SensitivityResult(found, "saltelli", asked, base, asked.luck_share, carried, pairs)


def refuse_design(plan: Plan, file: str) -> Literal["saltelli", "morris"]:
    """Return the design of a plan, if its points can be analysed.

    Raises:
        UserError: it is another design, or has too few points.
    """
    kind = plan.design.kind
    if kind not in METHODS:
        raise UserError(
            f'its design is {kind}; Sobol indices need kind = "saltelli", screening needs kind = "morris".',
            f'其设计为{KINDS[kind].zh}；Sobol 指数需要 kind = "saltelli"，筛选需要 kind = "morris"。', file=file,
        )  # fmt: skip
    base, fewest = plan.design.points or 0, FEWEST[kind]
    if base < fewest:
        raise UserError(
            f"its {base} {_BASE[kind].en} are too few for an interval; a {kind} design needs points = {fewest} or more.",
            f"其 {base} {_BASE[kind].zh}不足以给出区间；{kind} 设计须有 points = {fewest} 或更多。", file=file,
        )  # fmt: skip
    return "morris" if kind == "morris" else "saltelli"


def _sobol(plan: Plan, problem: dict[str, Any], asked: Response) -> tuple[tuple[Carried, ...], tuple[Pair, ...]]:
    from SALib.analyze import sobol

    keys = problem["names"]
    second = plan.design.second_order and len(keys) > 1
    found = sobol.analyze(problem, asked.values, calc_second_order=second, num_resamples=RESAMPLES, conf_level=SURE, seed=SEED)

    def index(name: str, *at: int) -> Estimated:
        value, half = float(found[name][at]), float(found[f"{name}_conf"][at])
        return Estimated(value, value - half, value + half)

    carried = [Carried(key, index("S1", k), index("ST", k)) for k, key in enumerate(keys)]
    pairs = [Pair(keys[j], keys[k], index("S2", j, k)) for j in range(len(keys)) for k in range(j + 1, len(keys))] if second else []
    return tuple(sorted(carried, key=lambda one: -one.total.value)), tuple(sorted(pairs, key=lambda one: -one.second.value))


def _morris(plan: Plan, problem: dict[str, Any], asked: Response) -> tuple[Moved, ...]:
    from SALib.analyze import morris

    # A step is one of the shares of a range; of whole numbers and lists several shares are one value.
    x = shares(plan.parameters, plan.design)
    found = morris.analyze(problem, x, asked.values, num_resamples=RESAMPLES, conf_level=SURE, num_levels=plan.design.levels, seed=SEED)
    moved = []
    for k, key in enumerate(problem["names"]):
        size, half = float(found["mu_star"][k]), float(found["mu_star_conf"][k])
        moved.append(Moved(key, Estimated(size, max(size - half, 0.0), size + half), float(found["mu"][k]), float(found["sigma"][k])))
    return tuple(sorted(moved, key=lambda one: -one.size.value))


def _morris_luck(plan: Plan, asked: Response) -> float:
    """Return the mean size of the effect of a parameter that does nothing: of the difference of two means that differ by luck, over the step."""
    step = plan.design.levels / (2.0 * (plan.design.levels - 1.0))
    return 2.0 * asked.luck / math.sqrt(math.pi) / step
