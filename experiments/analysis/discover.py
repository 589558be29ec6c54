"""Scenario discovery: in which kinds of compound does a policy fail? Boxes of a sweep's parameters in which failing is common, by PRIM.

What fails is a condition on a measure at the end of a run (condition.py). A point of the sweep with its replications is a compound that fails with a
probability. Points are shuffled among the parameters to see what chance finds, and looked at by halves to see what is found again (searching.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ...model.ground.faces import Shown
from ...scenarios.errors import UserError, show
from ..progress import shown
from ..sweep.designs import Parameter, Value
from ..sweep.fields import KINDS
from ..sweep.plan import Plan
from ..sweep.result import Sweep
from .boxes import SIDES, Ground, Limit, words_of
from .chosen import chosen_scenario
from .condition import Condition, asked_of, condition_of
from .prim import axes_of
from .response import Response, opened, points_of
from .searching import Search, luck_in, search

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.schema import Scenario
    from ..progress import Progress

FEWEST = 32
"""Points below which nothing is said of kinds of compound."""
MOST_BOXES = 5
Answer = Literal["found", "nothing stands out", "always", "never"]
_SPREAD_OVER = ("latin-hypercube", "sobol", "saltelli", "factorial", "list")


class Box:
    """A kind of compound in which failing is common.

    Attributes:
        limits: its restrictions, parameter by parameter.
        inside: bool [points], of all points of the sweep.
        density: share of the runs in it that fail.
        elsewhere: share of the runs that fail in the points that lie in no box.
        coverage: share of all failures that lie in it.
        mass: share of the points that lie in it.
        luck: how much of the failing in it is luck of the seeds.
        search: how it was found, and how sure it is.
    """

    def __init__(self, found: Search, failed: np.ndarray, elsewhere: float) -> None:
        """Work out what is told of it."""
        shares = failed.mean(axis=0)
        self.search, self.elsewhere = found, elsewhere
        self.limits = tuple(sorted(found.step.limits, key=lambda one: (one.axis, SIDES.index(one.side))))
        self.inside = found.ground.inside(self.limits)
        self.density, self.mass = found.step.density, float(self.inside.mean())
        self.coverage = float(shares[self.inside].sum() / shares.sum())
        self.luck = luck_in(failed, self.inside)

    def often(self, limit: Limit) -> float:
        """Return the share of random halves of the points in which the parameter was limited on that side again."""
        halves = self.search.halves
        return halves.often.get(limit.place, 0.0) if halves is not None else float("nan")


class DiscoverResult(Shown):
    """In which kinds of compound a policy fails.

        found = linli.discover("runs/kinds", "acquaintances effect <= 0", "after")
        found.answer                          # "found", "nothing stands out", "always", "never"
        found.to_frame()                      # a row a limit of a box
        found.scenario().to_toml()            # a typical compound of the first box

    Attributes:
        sweep: from which sweep.
        fails: what counts as failing.
        response: what it is about, run by run.
        failed: bool [replications, points].
        boxes: those that stand out; () if there is none.
        searches: all that was looked for, with the one that found nothing more.
        luck: how much of all the failing is luck of the seeds.
    """

    def __init__(self, sweep: Sweep, fails: Condition, asked: Response, searches: tuple[Search, ...]) -> None:
        """Take what was found."""
        self.sweep, self.fails, self.response, self.searches = sweep, fails, asked, searches
        self.failed = fails.holds(asked.runs)
        self.luck = luck_in(self.failed, np.ones(self.failed.shape[1], bool))
        good = [one for one in searches if one.stands_out]
        free = np.ones(self.failed.shape[1], bool)
        for one in good:
            free &= ~one.ground.inside(one.step.limits)
        elsewhere = float(self.failed[:, free].mean()) if free.any() else float("nan")
        self.boxes = tuple(Box(one, self.failed, elsewhere) for one in good)

    def __repr__(self) -> str:
        return f"DiscoverResult({self.sweep.folder.name!r}, {str(self.fails)!r}, {self.answer}, boxes={len(self.boxes)})"

    @property
    def share(self) -> float:
        """Share of all runs that fail."""
        return float(self.failed.mean())

    @property
    def answer(self) -> Answer:
        """What came of it."""
        if self.boxes:
            return "found"
        return "never" if not self.failed.any() else "always" if self.failed.all() else "nothing stands out"

    @property
    def p(self) -> float:
        """Chance that shuffled points hold a first box that stands out as much; NaN if all runs fail, or none."""
        return self.searches[0].p if self.searches else float("nan")

    def words(self, limit: Limit) -> tuple[Value, ...]:
        """Return the values that a limit allows, of a parameter without order."""
        return words_of(limit, self.searches[0].ground.axes)

    def typical(self, box: int = 0) -> int:
        """Return the number of the point that stands for a box: of those that fail no less than the box, the one nearest to its middle.

        Raises:
            UserError: there is no such box.
        """
        one = self._box(box)
        share = self.failed.mean(axis=0)
        able = np.flatnonzero(one.inside & (share >= min(one.density, float(share[one.inside].max()))))
        away = np.zeros(len(able))
        for k, parameter in enumerate(self.sweep.plan.parameters):
            places = _places(parameter, self.sweep.points.iloc[:, k].tolist())
            if places is not None:
                within = places[one.inside]
                limited = any(limit.axis == k for limit in one.limits)
                middle = 0.5 * (within.min() + within.max()) if limited else 0.5
                away += (places[able] - middle) ** 2
        return int(able[away.argmin()])

    def scenario(self, box: int = 0) -> Scenario:
        """Return the scenario of the point that stands for a box.

        Raises:
            UserError: there is no such box.
        """
        return chosen_scenario(self.sweep, self.typical(box))

    def to_frame(self) -> pd.DataFrame:
        """Return a row a limit.

        Columns: box (from 1), parameter, side, bound, words, quasi_p, again (share of the halves); and of its box coverage, density, mass, held_out,
        elsewhere, luck, p.
        """
        import pandas as pd

        columns = ["box", "parameter", "side", "bound", "words", "quasi_p", "again"]
        of_box = ["coverage", "density", "mass", "held_out", "elsewhere", "luck", "p"]
        rows: list[Any] = []
        for k, box in enumerate(self.boxes):
            halves = box.search.halves
            held = halves.density.value if halves is not None else float("nan")
            told = (box.coverage, box.density, box.mass, held, box.elsewhere, box.luck.share, box.search.p)
            for one in box.limits:
                words = " ".join(str(word) for word in self.words(one))
                rows.append((k + 1, self.sweep.parameters[one.axis], one.side, one.bound, words, one.quasi_p, box.often(one), *told))
        return pd.DataFrame(rows, columns=[*columns, *of_box])

    def trade_off(self) -> pd.DataFrame:
        """Return a row a box through which PRIM went: search (from 1), box, points, coverage, density, z, limited parameters, and whether it was taken.

        The box that is told of may have fewer limits than the one that was taken: those that are not sure are left out.
        """
        import pandas as pd

        rows = []
        for number, one in enumerate(self.searches):
            for k, step in enumerate(one.way):
                limited = len({limit.axis for limit in step.limits})
                rows.append((number + 1, k, step.points, step.coverage, step.density, step.z, limited, one.stands_out and k == one.number))
        return pd.DataFrame(rows, columns=["search", "box", "points", "coverage", "density", "z", "limited", "taken"])

    def cases(self) -> pd.DataFrame:
        """Return a row a point: its parameters, the mean answer, the share of its runs that failed, and in which box it lies (0: none)."""
        frame = self.sweep.points.copy()
        frame[self.response.measure if self.response.measure not in frame else "answer"] = self.response.values
        frame["failed"] = self.failed.mean(axis=0)
        number = np.zeros(len(frame), np.int64)
        for k, box in enumerate(self.boxes):
            number[box.inside] = k + 1
        frame["in_box"] = number
        return frame

    def _box(self, box: int) -> Box:
        if not 0 <= box < len(self.boxes):
            raise UserError(f"there is no box {box}; there are {len(self.boxes)}.", f"没有第 {box} 个盒子；共 {len(self.boxes)} 个。", argument="box")
        return self.boxes[box]


def discover(
    sweep: Sweep | str | Path, fails: str = "", arm: str = "", *, boxes: int = 1, box: int | None = None, progress: Progress | bool | None = None
) -> DiscoverResult:
    """Tell in which kinds of compound a policy fails.

        linli.sweep("kinds.toml", "runs/kinds")                  # its design: latin-hypercube or sobol, say
        linli.discover("runs/kinds", "acquaintances effect <= 0").to_frame()

    Args:
        sweep: a sweep, or its folder; all its runs have finished.
        fails: a measure at the end of a run, "effect" (how much more the arm has than the first, on the same people and random numbers) or "value", one
            of <= < >= >, and a number; "": the policy adds nothing to acquaintances (or to the first measure that was kept).
        arm: the arm; "": the second, or the only one.
        boxes: look for so many at most, each among the points that lie in none before.
        box: take this one of the boxes through which PRIM goes (`trade_off`), as it is; None: the one that stands out most, less what is not sure.
        progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.

    Raises:
        UserError: the folder holds no sweep, one whose points do not suit, or one in which runs failed or are missing; the condition cannot be read, or
            there is no such measure, arm or box; or EMAworkbench is not installed.
    """
    found = opened(sweep)
    refuse_points(found.plan, str(found.folder))
    said = condition_of(fails, found.names, found.arms)
    if not 1 <= boxes <= MOST_BOXES:
        raise UserError(f"{show(boxes)} is not allowed; allowed: 1 to {MOST_BOXES}.", f"{show(boxes)} 不可用；可用：1 至 {MOST_BOXES}。", argument="boxes")
    asked = asked_of(found, said, arm)
    points = points_of(found)
    failed = said.holds(asked.runs)
    searches: list[Search] = []
    if failed.any() and not failed.all():
        grid = found.plan.design.kind in ("factorial", "list")
        ground = Ground(axes_of(found.plan.parameters, points, grid), np.arange(len(points)), failed)
        with shown(progress) as told:
            for k in range(boxes):
                searches.append(search(ground, box if k == 0 else None, told))
                rest = np.setdiff1d(ground.chosen, np.flatnonzero(ground.inside(searches[-1].step.limits)))
                if not searches[-1].stands_out or len(rest) < FEWEST or not failed[:, rest].any():
                    break
                ground = ground._replace(chosen=rest)
    return DiscoverResult(found, said, asked, tuple(searches))


def refuse_points(plan: Plan, file: str) -> None:
    """Refuse a plan whose points say nothing of kinds of compound.

    Raises:
        UserError: its design does not spread points over the ranges, or has too few.
    """
    kind = plan.design.kind
    if not plan.parameters:
        raise UserError("its plan varies nothing.", "其计划没有改变任何参数。", file=file)
    if kind not in _SPREAD_OVER:
        raise UserError(
            f"its design is {kind}, whose points lie along paths; kinds of compound need latin-hypercube, sobol, saltelli, factorial or list.",
            f"其设计为{KINDS[kind].zh}，设计点沿路径分布；区分小区类型需要 latin-hypercube、sobol、saltelli、factorial 或 list。", file=file,
        )  # fmt: skip
    if len(plan.points) < FEWEST:
        raise UserError(
            f"its {len(plan.points)} points are too few to tell kinds of compound apart; {FEWEST} or more are needed.",
            f"其 {len(plan.points)} 个设计点不足以区分小区类型；须有 {FEWEST} 个或更多。", file=file,
        )  # fmt: skip


def _places(parameter: Parameter, values: list[Value]) -> np.ndarray | None:
    """Return float64 [points], where values lie between the ends of a parameter (0 to 1); None if it has no order."""
    if any(isinstance(value, bool | str) for value in (*parameter.values, *values)):
        return None
    numbers = np.array(values, np.float64)
    if parameter.log:
        numbers = np.log(numbers)
    low, high = float(numbers.min()), float(numbers.max())
    return (numbers - low) / (high - low) if high > low else np.full(len(numbers), 0.5)
