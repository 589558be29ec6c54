"""A search as its folder holds it: the points that were tried, and what fresh seeds tell of the finalists."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ...model.ground.faces import Shown
from ...model.ground.text import Text
from ...scenarios.errors import UserError, show
from ..intervals import Paired
from ..loading import believing, manifest_of
from ..places import MANIFEST
from ..point import ChosenPoint, chosen_point
from ..ranges import Ranged, over_draws
from ..sweep.designs import Point, Value
from ..sweep.result import Sweep, load_sweep
from .answers import answers, means
from .folder import BASELINE, FORMAT, KIND, fresh_of, generation_of
from .known import Known, flattery, interval_of, known_of, not_told_apart, passes
from .plan import Asked, SearchPlan

if TYPE_CHECKING:
    import pandas as pd

    from ...scenarios.schema import Scenario

BEST, CHEAPEST = "best", "cheapest"
"""Names of the points that are chosen."""
State = Literal["within", "beyond", "failed", "waiting"]
_TITLE = Text("{title}, point {point}", "{title}，设计点 {point}")


class SearchResult(Shown):
    """What a search found.

        found = linli.optimise("plan.toml", "runs/budget")
        found.to_frame()                      # a row a finalist: levers, what fresh seeds tell, with intervals
        found.points                          # a row a point that was tried
        found.scenario().to_toml()            # the best point as a scenario

    Attributes:
        folder: where it lies.
        plan: what was searched.
        environment: versions and machine on which it was begun.
        tried: the points, in the order in which they were first asked for; a point's number is its place here.
        generation: int64 [points], from 1.
        searched: float64 [points, asked], means on the seeds of the search; NaN of a point that failed.
        finalists: numbers of the points that were played again, those that looked best first.
        fresh: float64 [finalists, seeds, asked], on fresh seeds; NaN of runs that failed or have not come yet.
        known: what fresh seeds tell of each finalist.
    """

    def __init__(self, folder: Path, plan: SearchPlan, environment: dict[str, Any]) -> None:
        """Read what the folder holds of the search.

        Raises:
            UserError: a sweep in it is damaged.
        """
        self.folder, self.plan, self.environment = folder, plan, environment
        self.tried: list[Point] = []
        generations: list[int] = []
        waiting: list[bool] = []
        tables = [np.zeros((0, len(plan.asked)))]
        self._complete = True
        beside = folder / BASELINE
        self._beside = load_sweep(beside) if plan.beside is not None and (beside / MANIFEST).is_file() else None
        for number in range(1, plan.search.generations + 1):
            place = generation_of(folder, number)
            if not (place / MANIFEST).is_file():
                continue
            sweep = load_sweep(place)
            points = _points(sweep, plan)
            self.tried += points
            generations += [number] * len(points)
            tables.append(means(answers(sweep, plan, len(points), self._beside)))
            waiting += [not sweep.finished] * len(points)
            self._complete = self._complete and sweep.finished
        self._waiting = waiting
        self.generation, self.searched = np.array(generations, np.int64), np.concatenate(tables)
        self.finalists, self.fresh = self._again()
        self.known: list[Known] = known_of(plan, self.fresh)

    def _again(self) -> tuple[list[int], np.ndarray]:
        place = fresh_of(self.folder, self.plan.search.generations)
        if not (place / MANIFEST).is_file():
            self._complete = False
            return [], np.zeros((0, self.plan.search.again, len(self.plan.asked)))
        sweep = load_sweep(place)
        points = _points(sweep, self.plan)
        self._complete = self._complete and sweep.finished
        return [self.tried.index(point) for point in points], answers(sweep, self.plan, len(points), self._beside)

    def __repr__(self) -> str:
        return f"SearchResult({self.folder.name!r}, points={len(self.tried):,}, finalists={len(self.finalists)})"

    @property
    def title(self) -> Text:
        """For people."""
        return self.plan.base.title

    @property
    def finished(self) -> bool:
        """Whether the search came to its end and its finalists were played again; True too where every point failed."""
        return self._complete or (bool(len(self.tried)) and self.state.count("failed") == len(self.tried))

    @cached_property
    def state(self) -> list[State]:
        """Of each point on the seeds of the search: within the limits, beyond one, failed, or waiting for runs that have not come yet."""
        columns = [(self.plan.asked.index(one.asked), one) for one in self.plan.limits]
        needed = len(self.plan.needed)

        def one(row: np.ndarray, waiting: bool) -> State:
            if not np.isfinite(row[:needed]).all():
                return "waiting" if waiting else "failed"
            return "within" if all(passes(limit, float(row[k])) for k, limit in columns) else "beyond"

        return [one(row, waiting) for row, waiting in zip(self.searched, self._waiting, strict=True)]

    @property
    def best(self) -> int | None:
        """Number of the point that looked best in the first objective in the search, of those within the limits that no other is known to beat on fresh seeds.

        It is chosen by the seeds of the search and told by fresh ones, so that what is told of it is not flattered. None: no finalist is within the limits.
        """
        return next((self.finalists[k] for k, one in enumerate(self.known) if one.rank == 0), None)

    @property
    def cheapest(self) -> int | None:
        """Number of the point that is best in the second objective, of the best and those that cannot be told from it in the first."""
        best = self.best
        if best is None or len(self.plan.objectives) < 2:
            return best
        second = self.plan.objectives[1]
        return max((best, *self.alike(best)), key=lambda point: second.sign * self.value(point, second.asked).mean)

    def alike(self, point: int) -> list[int]:
        """Return the other finalists within the limits that fresh seeds cannot tell from one in the first objective."""
        return [self.finalists[k] for k in not_told_apart(self.plan, self.fresh, self.known, self.finalists.index(point))]

    def value(self, point: int, asked: Asked) -> Paired:
        """Return a number of a finalist on fresh seeds: the mean with its 95 % interval."""
        return interval_of(self.fresh[self.finalists.index(point), :, self.plan.asked.index(asked)])

    def over_draws(self, point: int, asked: Asked) -> Ranged:
        """Return a number of a finalist over the draws that its fresh seeds live with, one seed each: the range holds luck too."""
        values = self.fresh[self.finalists.index(point), :, self.plan.asked.index(asked)]
        return over_draws([values[k : k + 1] for k in range(len(values))])

    def of(self, point: int) -> Known:
        """Return what is known of a finalist."""
        return self.known[self.finalists.index(point)]

    @cached_property
    def flattery(self) -> float:
        """By how much better the finalists looked in the first objective on the seeds of the search than on fresh ones."""
        return flattery(self.plan, self.searched[self.finalists], self.fresh)

    def values_at(self, point: int) -> dict[str, Value]:
        """Return the levers of a point."""
        return dict(zip((one.key for one in self.plan.base.parameters), self.tried[point], strict=True))

    @cached_property
    def points(self) -> pd.DataFrame:
        """A row a point that was tried: generation, the levers, means on the seeds of the search, state, finalist."""
        import pandas as pd

        levers = {one.key: [point[k] for point in self.tried] for k, one in enumerate(self.plan.base.parameters)}
        told = {asked.key: self.searched[:, k] for k, asked in enumerate(self.plan.asked)}
        chosen = {"state": self.state, "finalist": np.isin(np.arange(len(self.tried)), self.finalists)}
        return pd.DataFrame({"generation": self.generation, **levers, **told, **chosen}, index=pd.RangeIndex(len(self.tried), name="point"))

    def to_frame(self) -> pd.DataFrame:
        """Return a row a finalist: the levers; of each number its mean on fresh seeds, the 95 % interval and the mean in the search; what is known of it.

        Columns: within, seeds, rank, beaten_by, cheaper (numbers of points, -1: none) as in `Known`; NAME, NAME_low, NAME_high, NAME_in_search. Where each
        seed lived with a draw of its own: NAME_5, NAME_95, its 5 and 95 % points over draws, and NAME_above, the share of draws in which it is above zero.
        """
        import pandas as pd

        rows = []
        for k, point in enumerate(self.finalists):
            row: dict[str, Any] = {"point": point, **self.values_at(point)}
            for number, asked in enumerate(self.plan.asked):
                found = interval_of(self.fresh[k, :, number])
                row |= {asked.key: found.mean, f"{asked.key}_low": found.low, f"{asked.key}_high": found.high}
                row[f"{asked.key}_in_search"] = float(self.searched[point, number])
                if self.plan.base.uncertainty:
                    ranged = self.over_draws(point, asked)
                    row |= {f"{asked.key}_5": ranged.low, f"{asked.key}_95": ranged.high, f"{asked.key}_above": ranged.positive}
            one = self.known[k]
            row |= {"within": one.within, "seeds": one.seeds, "rank": one.rank}
            row |= {name: self.finalists[of] if of >= 0 else -1 for name, of in (("beaten_by", one.beaten_by), ("cheaper", one.cheaper))}
            rows.append(row)
        return pd.DataFrame(rows).set_index("point") if rows else pd.DataFrame(index=pd.RangeIndex(0, name="point"))

    def point_number(self, asked: str) -> int | None:
        """Return the number of a point: best, cheapest, or one by its number; None: none is within the limits.

        Raises:
            UserError: there is no such point.
        """
        if asked in (BEST, CHEAPEST):
            return self.best if asked == BEST else self.cheapest
        if asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) < len(self.tried):
            return int(asked)
        most = f"{len(self.tried) - 1:,}"
        raise UserError(
            f"{show(asked)} is no point; allowed: {BEST}, {CHEAPEST}, 0 to {most}.", f"没有设计点 {show(asked)}；可用：{BEST}、{CHEAPEST}、0 至 {most}。",
            argument="point",
        )  # fmt: skip

    def chosen(self, point: int) -> ChosenPoint:
        """Return the scenario at a point, with what is known of it.

        Raises:
            UserError: these values together are not allowed.
        """
        base = self.plan.base
        title = Text(*(_TITLE.say(language, title=self.title.say(language), point=point) for language in ("en", "zh")))
        head = [f"Point {point} of the search {base.name}."]
        if point in self.finalists:
            for asked in self.plan.asked:
                found = self.value(point, asked)
                head.append(f"{asked.key}: {found.mean:.6g} ({found.low:.6g} to {found.high:.6g}), {found.n} fresh seeds, 95 %")
        return chosen_point(base.scenario, self.values_at(point), name=f"{base.name}-{point}", title=title, seed=base.seed, head=head)

    def scenario(self, point: int | str = BEST) -> Scenario:
        """Return the scenario at a point: "best", "cheapest", or one by its number.

        Raises:
            UserError: there is no such point, or none is within the limits.
        """
        number = self.point_number(str(point))
        if number is None:
            raise UserError("no point that was tried keeps within the limits.", "没有设计点符合限制。", file=str(self.folder))
        return self.chosen(number).scenario


def _points(sweep: Sweep, plan: SearchPlan) -> list[Point]:
    """Return the points of a sweep with their values as they were asked for: a table has one type a column."""
    columns: list[list[Value]] = []
    for one, values in zip(plan.base.parameters, plan.levers, strict=True):
        there = sweep.points[one.key].tolist()
        if values:
            columns.append([_among(values, x) for x in there])
        else:
            columns.append([int(x) if one.whole else float(x) for x in there])
    return list(zip(*columns, strict=True))


def _among(values: tuple[Value, ...], x: Any) -> Value:
    for value in values:
        if value == x or str(value) == x:
            return value
    raise ValueError(f"a point has {show(str(x))}, which the plan does not")


def load_search(folder: str | Path) -> SearchResult:
    """Read a search.

    Raises:
        UserError: the folder is damaged, or a newer linli wrote it.
    """
    from ...scenarios.schema import Scenario

    path = Path(folder)
    with believing(path):
        manifest = manifest_of(path, FORMAT)
        if manifest.get("kind") != KIND:
            raise ValueError("manifest.json is not that of a search")
        scenario = Scenario.from_dict(manifest["scenario"], str(manifest["scenario_name"]), check_files=False)
        plan = SearchPlan.from_dict(manifest["plan"], str(manifest["name"]), str(path), scenario=scenario)
        return SearchResult(path, plan, dict(manifest["environment"]))
