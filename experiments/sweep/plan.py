"""A plan of a sweep: data, checked once, then frozen. It says what is run and in which order, and nothing of who runs it or where it is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.ground.faces import Shown
from ...model.ground.text import Text
from ...scenarios.checking import build
from ...scenarios.errors import UserError, did_you_mean, one_line_title, show, unknown
from ...scenarios.loader import file_of_plan, load
from ...scenarios.plain_data import plain
from ...scenarios.schema import Scenario
from ..arguments import LARGEST_SEED
from ..calibration.posterior import shipped_hash
from ..uncertainty import seed_scenario
from . import designs
from .designs import Parameter, Point
from .fields import DesignFields, PlanFields
from .reading import read_design, read_measures, read_parameters, read_settings, with_values

if TYPE_CHECKING:
    import pandas as pd

    from .watch import Watch

TABLES = ("set", "design", "parameters")
SEARCH = "optimise"
"""The table of a plan that is searched and not swept (experiments/optimise)."""


class Task(NamedTuple):
    """One run of a sweep: all arms of one point, on one seed.

    Attributes:
        run: its number.
        point: number of the point.
        replication: number of the replication.
        seed: seed of all draws.
        values: what the parameters are.
        alone: whether no other run begins from the same people, so that their spun-up state need not be kept.
    """

    run: int
    point: int
    replication: int
    seed: int
    values: Point
    alone: bool = False


@dataclass(frozen=True)
class Plan(Shown):
    """What is to be run. Make it with `Plan.read` or `Plan.from_dict`.

        plan = linli.Plan.from_dict({
            "scenario": "building-gates", "replications": 4,
            "parameters": {"building-gates.gatherings_a_year": [0, 12, 24]},
        })
        linli.sweep(plan, "runs/frequency")

    Attributes:
        name: the name of its file.
        title: for people.
        scenario: the scenario with [set] and the arms and weeks of the plan put in.
        parameters: what is varied.
        design: which points are run.
        replications: runs of each point.
        seed: the first seed.
        shared: whether all points live on the same random numbers.
        measures: what is kept; (): all.
        every: weeks between two counts that are kept; 0: the start and the end.
        uncertainty: whether each seed lives with a draw of its own of what is not known about people; all points that share the seed share the draw.
        data: the plan as it was written.
        watch: what is looked for beside the measures; no plan file says it.
    """

    name: str
    title: Text
    scenario: Scenario
    parameters: tuple[Parameter, ...]
    design: DesignFields
    replications: int
    seed: int
    shared: bool
    measures: tuple[str, ...]
    every: int
    data: dict[str, Any]
    watch: Watch | None = None
    uncertainty: bool = False

    @classmethod
    def read(cls, path: str | Path) -> Plan:
        """Read a plan file; a scenario that it names by a path lies at this path from the plan's folder.

        Raises:
            UserError: it cannot be read, or something in it is wrong.
        """
        return cls.from_dict(*file_of_plan(path))

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], name: str = "plan", file: str = "", folder: str | Path = ".", scenario: Scenario | None = None
    ) -> Plan:
        """Check plain data laid out as a plan file.

        Args:
            data: nested dictionaries, lists, strings, numbers and truth values.
            name: the plan's name.
            file: how errors name the data; by default the name.
            folder: where a scenario that is named by a path lies.
            scenario: the scenario itself, in place of the one that the plan names.

        Raises:
            UserError: the first fault that is found.
        """
        file = file or name
        given: dict[str, Any] = plain(dict(data), file)
        for key in given:
            if key == SEARCH:
                raise UserError(
                    f"a plan with [{SEARCH}] is for linli optimise.", f"含 [{SEARCH}] 的计划用于 linli optimise。", file=file, path=(key,)
                )
            if key not in PlanFields.model_fields and key not in TABLES:
                hint = did_you_mean(key, (*PlanFields.model_fields, *TABLES))
                raise UserError(f"there is no key {show(key)} in a plan.{hint.en}", f"计划中没有键 {show(key)}。{hint.zh}", file=file, path=(key,))
        top = build(PlanFields, {key: value for key, value in given.items() if key not in TABLES}, (), file)
        scenario = with_arms(scenario_named(top.scenario, Path(folder), file) if scenario is None else scenario, top.arms, file)
        if top.weeks is not None:
            scenario = scenario.with_weeks(top.weeks)
        scenario, _ = read_settings(given, scenario, file)
        design = read_design(given, file)
        parameters = read_parameters(given, design, scenario, file)
        title = Text(one_line_title(top.title.en or top.title.zh or name), one_line_title(top.title.zh or top.title.en or name))
        plan = cls(
            name, title, scenario, parameters, design, top.replications, scenario.seed if top.seed is None else top.seed, top.seeds == "shared",
            read_measures(top.measures, scenario, file), top.every, given, uncertainty=top.uncertainty,
        )  # fmt: skip
        plan._refuse_many(top.limit, file)
        return plan

    def _refuse_many(self, limit: int, file: str) -> None:
        runs = self.runs
        if runs > limit:
            raise UserError(
                f"the plan has {runs:,} runs ({designs.count(self.parameters, self.design):,} points, {self.replications:,} replications); its limit is "
                f"{limit:,}. Take fewer points, or write limit = {runs}.",
                f"计划共有 {runs:,} 次运行（{designs.count(self.parameters, self.design):,} 个设计点，重复 {self.replications:,} 次），上限为 {limit:,}。"
                f"请减少设计点，或写 limit = {runs}。",
                file=file,
            )
        if self.seed + (self.replications if self.shared else runs) - 1 > LARGEST_SEED:
            raise UserError(f"the seeds would go beyond {LARGEST_SEED:,}.", f"随机种子将超过 {LARGEST_SEED:,}。", file=file, field="seed")

    def __repr__(self) -> str:
        return f"Plan({self.name!r}, {self.design.kind}, parameters={len(self.parameters)}, runs={self.runs:,})"

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms; the first is what the others are compared with."""
        return self.scenario.arms

    @property
    def weeks(self) -> int:
        """Length of a run."""
        return self.scenario.weeks

    @property
    def runs(self) -> int:
        """How many runs; each is all arms of a point on one seed."""
        return designs.count(self.parameters, self.design) * self.replications

    @cached_property
    def points(self) -> list[Point]:
        """The values of the parameters, point by point."""
        return designs.points(self.parameters, self.design)

    @property
    def table(self) -> pd.DataFrame:
        """The points as a table: a column a parameter, the number of the point as the index."""
        import pandas as pd

        columns = {one.key: [point[k] for point in self.points] for k, one in enumerate(self.parameters)}
        return pd.DataFrame(columns, index=pd.RangeIndex(len(self.points), name="point"))

    def task(self, run: int) -> Task:
        """Return a run by its number: the first replication of all points comes before the second of any."""
        replication, point = divmod(run, len(self.points))
        return Task(run, point, replication, self.seed + (replication if self.shared else run), self.points[point], self.group(run) not in self._several)

    def of_points(self, points: Sequence[Point], *, name: str = "", replications: int | None = None, seed: int | None = None) -> Plan:
        """Return the plan that runs these points of the same parameters, one by one.

        Args:
            points: values of the parameters, each within what this plan was checked for.
            name: of the plan; "": as this one.
            replications: runs of each point; None: as here.
            seed: the first seed; None: as here.
        """
        many, first = self.replications if replications is None else replications, self.seed if seed is None else seed
        columns = {one.key: [point[k] for point in points] for k, one in enumerate(self.parameters)}
        data = {**self.data, "replications": many, "seed": first, "design": {"kind": "list"}, "parameters": columns}
        parameters = tuple(Parameter(key, tuple(values)) for key, values in columns.items())
        made = replace(self, name=name or self.name, parameters=parameters, design=DesignFields(kind="list"), replications=many, seed=first, data=data)
        # Which parameters the years before rest on does not hang on the points, and is slow to find out.
        made.__dict__["_founding"] = self._founding
        return made

    def scenario_at(self, values: Point) -> Scenario:
        """Return the scenario at a point.

        Raises:
            UserError: these values together are not allowed.
        """
        return scenario_at(self.scenario, [one.key for one in self.parameters], values)

    def scenario_of(self, task: Task) -> Scenario:
        """Return the scenario of a run, with what was drawn for its seed.

        Raises:
            UserError: these values together are not allowed.
        """
        found = self.scenario_at(task.values)
        return seed_scenario(found, task.seed) if self.uncertainty else found

    def group(self, run: int) -> tuple[Any, ...]:
        """Return what the people rest on from which a run begins: runs of one group begin from the same spun-up states."""
        replication, point = divmod(run, len(self.points))
        values = self.points[point]
        return (self.seed + (replication if self.shared else run), *(values[k] for k in self._founding))

    @cached_property
    def groups(self) -> dict[tuple[Any, ...], int]:
        """Group -> how many runs begin from the same people."""
        found: dict[tuple[Any, ...], int] = {}
        for run in range(self.runs):
            key = self.group(run)
            found[key] = found.get(key, 0) + 1
        return found

    @cached_property
    def _several(self) -> frozenset[tuple[Any, ...]]:
        return frozenset(key for key, many in self.groups.items() if many > 1)

    @cached_property
    def _founding(self) -> tuple[int, ...]:
        """Numbers of the parameters on which the years before the scenario rest; none need be known where each run has a seed of its own."""
        if not self.shared:
            return ()

        def states(scenario: Scenario) -> list[str]:
            return [scenario.arm(arm).hash(spin_up=True) for arm in scenario.arms]

        found = []
        for k, one in enumerate(self.parameters):
            # A column of points may begin and end with the same value.
            values = (one.values[0], next((v for v in one.values if v != one.values[0]), one.values[0])) if one.values else (one.at(0.0), one.at(1.0))
            ends = [with_values(self.scenario, {one.key: value}, self.name) for value in values]
            if states(ends[0]) != states(ends[1]):
                found.append(k)
        return tuple(found)

    def facts(self) -> dict[str, Any]:
        """Return all that the numbers of the sweep rest on, in plain data: what a folder compares."""
        return {
            "scenario": self.scenario.name, "scenario hash": self.scenario.hash(), "arms": list(self.arms), "weeks": self.weeks,
            "replications": self.replications, "seed": self.seed, "seeds": "shared" if self.shared else "own",
            "design": self.design.kind, "parameters": [one.key for one in self.parameters], "points": len(self.points),
            "points hash": _hash([list(point) for point in self.points]), "measures": list(self.measures) or ["all"], "every": self.every,
            **({"uncertainty": f"posterior {shipped_hash()}"} if self.uncertainty else {}),
            **({} if self.watch is None else {"watch": self.watch.facts()}),
        }  # fmt: skip

    def hash(self) -> str:
        """Return 16 hexadecimal digits that change when what is run does; titles do not count."""
        return _hash(self.facts())


def scenario_at(scenario: Scenario, keys: list[str], values: Point) -> Scenario:
    """Return a scenario with the values of a point put in at the keys of its parameters.

    Raises:
        UserError: these values together are not allowed.
    """
    return with_values(scenario, dict(zip(keys, values, strict=True)), scenario.file) if keys else scenario


def _hash(data: Any) -> str:
    return hashlib.blake2b(json.dumps(data, sort_keys=True, ensure_ascii=False).encode(), digest_size=8).hexdigest()


def scenario_named(name: str, folder: Path, file: str) -> Scenario:
    """Return the scenario that a plan in a file names: one that comes with linli, or a file at a path from the plan's folder.

    Raises:
        UserError: there is none, or something in it is wrong.
    """
    from ...scenarios.loader import names

    path = folder / Path(name).expanduser()
    try:
        return load(name if name in names() or not (path.suffix == ".toml" or "/" in name) else path)
    except UserError as error:
        if error.file:
            raise
        raise UserError(*error.text, file=file, field="scenario") from None


def with_arms(scenario: Scenario, asked: tuple[str, ...], file: str = "") -> Scenario:
    """Return a scenario with the arms that are asked for alone, in the order asked; none: all.

    Raises:
        UserError: there is no such arm, or one is named twice.
    """
    for arm in asked:
        if arm not in scenario.arms:
            raise unknown(arm, scenario.arms, Text("arm", "方案"), file=file, field="arms")
    if len(set(asked)) < len(asked):
        raise UserError("an arm is named twice.", "方案重复。", file=file, field="arms")
    if not asked or asked == scenario.arms:
        return scenario
    data = {**scenario.data, "arms": {arm: scenario.overrides[arm] for arm in asked}}
    return Scenario.from_dict(data, scenario.name, scenario.file, scenario.folder)
