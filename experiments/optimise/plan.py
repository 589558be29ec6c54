"""A plan of a search: a plan of a sweep without a design, with a table [optimise] that says what is wanted and within which limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.ground.text import Text
from ...scenarios.checking import build
from ...scenarios.errors import UserError, did_you_mean, show, unknown
from ...scenarios.loader import file_of_plan
from ...scenarios.plain_data import fault, plain, table
from ...scenarios.schema import Scenario
from ..arguments import LARGEST_SEED
from ..sweep.fields import DesignFields, RangeFields
from ..sweep.plan import SEARCH, Plan, with_arms
from ..sweep.reading import ALL, COSTS, flat, with_values
from .fields import LIMITS, MOST_OBJECTIVES, OBJECTIVES, LimitFields, ObjectiveFields, SearchFields

if TYPE_CHECKING:
    from ...model.ground.measure import MeasureInfo
    from ..sweep.designs import Parameter, Point, Value

YEAR = 52.0
KEPT = ("acquaintances", "none", "strangers", *COSTS)
"""Kept beside what is asked about if a plan does not say what is."""
_OWN = " (own)"


class Asked(NamedTuple):
    """A number that is asked about, at the end of a run.

    Attributes:
        measure: its name.
        info: what it is.
        own: the arm's own value; else how much more the arm has than the first arm.
        rate: what the value is multiplied by: a sum since the start is told by the year.
    """

    measure: str
    info: MeasureInfo
    own: bool
    rate: float

    @property
    def key(self) -> str:
        """How tables call it."""
        return self.measure + _OWN if self.own else self.measure


class Objective(NamedTuple):
    """What is wanted: more of something (sign 1) or less of it (sign -1)."""

    asked: Asked
    sign: float


class Limit(NamedTuple):
    """What must not be passed: a value above (sign 1) or below (sign -1) the bound."""

    asked: Asked
    bound: float
    sign: float


@dataclass(frozen=True)
class SearchPlan:
    """What is searched. Make it with `SearchPlan.read` or `SearchPlan.from_dict`.

    Attributes:
        base: the scenario, the levers and their ranges, the seeds of a point.
        played: the same, with the arms that are played at each point.
        beside: the baseline, once a seed, where no lever moves it; None: it is played at each point, or there is none.
        search: the fields of [optimise].
        arm: the arm that is searched.
        baseline: the arm that it is compared with; "": none.
        objectives: what is wanted; the first one matters most where one point is to be chosen.
        limits: what must not be passed.
        asked: all numbers that are kept of a point: those of objectives and limits first.
        levers: of each parameter, the values among which it is searched; () of a whole range.
        data: the plan as it was written.
    """

    base: Plan
    played: Plan
    beside: Plan | None
    search: SearchFields
    arm: str
    baseline: str
    objectives: tuple[Objective, ...]
    limits: tuple[Limit, ...]
    asked: tuple[Asked, ...]
    levers: tuple[tuple[Value, ...], ...]
    data: dict[str, Any]

    @classmethod
    def read(cls, path: str | Path) -> SearchPlan:
        """Read a plan file; a scenario that it names by a path lies at this path from the plan's folder.

        Raises:
            UserError: it cannot be read, or something in it is wrong.
        """
        return cls.from_dict(*file_of_plan(path))

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], name: str = "plan", file: str = "", folder: str | Path = ".", scenario: Scenario | None = None
    ) -> SearchPlan:
        """Check plain data laid out as a plan file; arguments as those of `Plan.from_dict`.

        Raises:
            UserError: the first fault that is found.
        """
        file = file or name
        given: dict[str, Any] = plain(dict(data), file)
        _refuse_sweep(given, file)
        own = table(given, SEARCH, file)
        head = {key: value for key, value in own.items() if key not in (OBJECTIVES, LIMITS)}
        for key in head:
            if key not in SearchFields.model_fields:
                hint = did_you_mean(key, (*SearchFields.model_fields, OBJECTIVES, LIMITS))
                raise fault(Text(f"there is no such key.{hint.en}", f"没有此键。{hint.zh}"), (SEARCH, key), file)
        search = build(SearchFields, head, (SEARCH,), file)
        wanted, bounds = _objectives(own, file), _limits(own, file)
        rest, steps = _without_steps({key: value for key, value in given.items() if key != SEARCH}, file)
        names = list(dict.fromkeys((*wanted, *bounds)))
        rest |= {"design": {"kind": "latin-hypercube", "points": search.population * search.generations}}
        rest["measures"] = _measures(given.get("measures", []), names, file)
        try:
            base = Plan.from_dict(rest, name, file, folder, scenario)
            arm, baseline = _arms(base, search.arm, file)
            pair = (baseline, arm) if baseline else (arm,)
            # Where a lever of an arm goes depends on which other arms there are.
            base = base if base.arms == pair else Plan.from_dict({**rest, "arms": list(pair)}, name, file, folder, scenario)
        except UserError as error:
            raise _placed(error, wanted, bounds, file) from None
        made = cls._of(base, search, wanted, bounds, steps, given)
        made._refuse(file)
        return made

    @classmethod
    def _of(
        cls, base: Plan, search: SearchFields, wanted: dict[str, ObjectiveFields], bounds: dict[str, LimitFields], steps: Mapping[str, int],
        data: dict[str, Any],
    ) -> SearchPlan:  # fmt: skip
        from ..sweep.store import infos_of

        arm, baseline = base.arms[-1], base.arms[0] if len(base.arms) > 1 else ""
        infos = infos_of(base.measures)

        def asked(name: str, own: bool) -> Asked:
            return Asked(name, infos[name], own or not baseline, YEAR / base.weeks if infos[name].a_year else 1.0)

        objectives = tuple(Objective(asked(name, one.own), 1.0 if one.want == "more" else -1.0) for name, one in wanted.items())
        limits = tuple(
            Limit(asked(name, one.own), bound, sign)
            for name, one in bounds.items() for bound, sign in ((one.at_most, 1.0), (one.at_least, -1.0)) if bound is not None
        )  # fmt: skip
        others = (asked(name, False) for name in base.measures)
        every = dict.fromkeys((*(one.asked for one in objectives), *(one.asked for one in limits), *others))
        levers = tuple(_values(one, steps.get(one.key, 0)) for one in base.parameters)
        played, beside = _apart(base, base.replications + search.again)
        return cls(base, played, beside, search, arm, baseline, objectives, limits, tuple(every), levers, data)

    def _refuse(self, file: str) -> None:
        if not self.base.parameters:
            raise UserError("it varies nothing; a search needs a lever.", "没有可变的参数；优化至少需要一个。", file=file, section="[parameters]")
        if self.base.seed + self.base.replications + self.search.again - 1 > LARGEST_SEED:
            raise UserError(f"the seeds would go beyond {LARGEST_SEED:,}.", f"随机种子将超过 {LARGEST_SEED:,}。", file=file, field="seed")

    def __repr__(self) -> str:
        listed = ", ".join(f"{one.asked.key} {'up' if one.sign > 0 else 'down'}" for one in self.objectives)
        return f"SearchPlan({self.base.name!r}, {listed}, levers={len(self.levers)}, trials={self.trials:,})"

    @property
    def trials(self) -> int:
        """How many points the search asks for; one that it asks for again is not played again."""
        return self.search.population * self.search.generations

    @property
    def needed(self) -> tuple[Asked, ...]:
        """What a point must have: the numbers of objectives and limits, the first of `asked`."""
        return tuple(dict.fromkeys((*(one.asked for one in self.objectives), *(one.asked for one in self.limits))))

    def generation(self, number: int, points: Sequence[Point]) -> Plan:
        """Return the sweep of the points of a generation."""
        return self.played.of_points(points, name=f"{self.base.name}-{number:03d}")

    def fresh(self, points: Sequence[Point]) -> Plan:
        """Return the sweep that plays points again, with seeds that the search has not seen."""
        first = self.base.seed + self.base.replications
        return self.played.of_points(points, name=f"{self.base.name}-fresh", replications=self.search.again, seed=first)

    def whole(self) -> Plan:
        """Return a sweep of as many runs as the search has at most, the finalists' among them: what it takes can be reckoned from it, and no more."""
        runs = self.trials * self.base.replications + self.search.finalists * self.search.again
        points = math.ceil(runs / self.base.replications)
        return replace(self.played, design=DesignFields(kind="latin-hypercube", points=points))

    def facts(self) -> dict[str, Any]:
        """Return all that the search rests on, in plain data: what a folder compares. Generations are not among it: a search may go on."""
        b, s = self.base, self.search
        return {
            "scenario": b.scenario.name, "scenario hash": b.scenario.hash(), "arms": list(b.arms), "weeks": b.weeks, "replications": b.replications,
            "seed": b.seed, "parameters": [one.key for one in b.parameters], "ranges": [_range(one, values) for one, values in zip(b.parameters, self.levers)],
            "measures": list(b.measures), "every": b.every, "arm": self.arm, "population": s.population, "seed of the search": s.seed,
            "objectives": [f"{one.asked.key} {'more' if one.sign > 0 else 'less'}" for one in self.objectives],
            "limits": [f"{one.asked.key} {'at most' if one.sign > 0 else 'at least'} {one.bound:g}" for one in self.limits],
            "finalists": s.finalists, "again": s.again,
            **({"uncertainty": b.facts()["uncertainty"]} if b.uncertainty else {}),
        }  # fmt: skip


def _arms(base: Plan, asked: str, file: str) -> tuple[str, str]:
    """Return the arm that is searched and the one that it is compared with ("": none)."""
    if not base.arms:
        raise UserError("the scenario has no arms; a search needs one.", "该情景没有方案；优化至少需要一个。", file=file, field="scenario")
    arm = asked or base.arms[min(1, len(base.arms) - 1)]
    if arm not in base.arms:
        raise unknown(arm, base.arms, Text("arm", "方案"), file=file, section=f"[{SEARCH}]", field="arm")
    return arm, "" if arm == base.arms[0] else base.arms[0]


def _apart(base: Plan, seeds: int) -> tuple[Plan, Plan | None]:
    """Return what is played at each point, and the baseline apart from it where no lever moves it: then it is played once a seed and not at each point."""
    *before, arm = base.arms
    if not before or any(one.key.startswith("arms.") and not one.key.startswith(f"arms.{arm}.") for one in base.parameters):
        return base, None
    at = [with_values(base.scenario, {one.key: one.at(share)}, base.name).arm(before[0]) for one in base.parameters for share in (0.0, 0.5, 1.0)]
    if len({(one.hash(), one.hash(spin_up=True)) for one in at}) > 1:
        return base, None
    # What [set] says is in the scenario.
    data = {key: value for key, value in base.data.items() if key not in ("set", "design")}
    played = replace(base, scenario=with_arms(base.scenario, (arm,)), data={**data, "arms": [arm]})
    alone = {**data, "arms": before, "parameters": {}, "replications": seeds, "seed": base.seed}
    beside = replace(base, scenario=with_arms(base.scenario, (before[0],)), parameters=(), design=DesignFields(), replications=seeds, data=alone)
    return played, replace(beside, name=f"{base.name}-baseline")


def _range(one: Parameter, values: tuple[Value, ...]) -> str:
    if values:
        return ", ".join(map(str, values))
    return f"{one.low:g} to {one.high:g}{' log' if one.log else ''}{' whole' if one.whole else ''}"


def _values(one: Parameter, steps: int) -> tuple[Value, ...]:
    """Return the values of a lever that has only some; numbers in their order, so that the search knows what lies beside what."""
    values = one._replace(steps=steps).grid() if steps else one.values
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return tuple(sorted(values, key=float))
    return values


def _refuse_sweep(given: dict[str, Any], file: str) -> None:
    if SEARCH not in given:
        raise UserError(
            f"it has no table [{SEARCH}]; linli optimise new writes a plan to begin from.", f"没有 [{SEARCH}] 表；linli optimise new 可写出一份计划。",
            file=file,
        )  # fmt: skip
    if "design" in given:
        raise UserError(
            f"the search chooses the points; leave [design] out, or [{SEARCH}] for a sweep.",
            f"设计点由搜索选取；请删去 [design]，若要扫描则删去 [{SEARCH}]。", file=file, section="[design]", path=("design",),
        )  # fmt: skip
    if given.get("seeds", "shared") != "shared":
        raise UserError(
            "a search compares points on the same random numbers; leave it out.", "优化须让各设计点共用随机数；请删去此项。",
            file=file, field="seeds", path=("seeds",),
        )  # fmt: skip


def _measures(kept: Any, names: list[str], file: str) -> Any:
    """Return what is kept of each run; what is no list is left for the plan to refuse."""
    if not isinstance(kept, list):
        return kept
    if kept == [ALL]:
        raise UserError(
            "a search keeps the measures that it asks about and those that are named here; name them.", "优化只保存所问的和此处列出的指标；请逐一列出。",
            file=file, field="measures", path=("measures",),
        )  # fmt: skip
    return [*names, *(one for one in kept or KEPT if one not in names)]


def _placed(error: UserError, wanted: Mapping[str, Any], bounds: Mapping[str, Any], file: str) -> UserError:
    """Say of a measure that there is not where it stands: among objectives or limits."""
    for part, names in ((OBJECTIVES, wanted), (LIMITS, bounds)):
        for name in names:
            if error.field == "measures" and f"measure {show(name)}" in error.text.en:
                return fault(error.text, (SEARCH, part, name), file)
    return error


def _without_steps(data: dict[str, Any], file: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Take `steps` out of the ranges: a search takes them for the values among which a lever is searched, a random design knows none."""
    said, steps = {}, {}
    for key, one in flat(table(data, "parameters", file)):
        if isinstance(one, dict) and "steps" in one:
            build(RangeFields, one, ("parameters", key), file)
            steps[key] = int(one["steps"])
            one = {name: value for name, value in one.items() if name != "steps"}
        said[key] = one
    return {**data, "parameters": said}, steps


def _objectives(own: dict[str, Any], file: str) -> dict[str, ObjectiveFields]:
    path = (SEARCH, OBJECTIVES)
    found = {}
    for name, said in table(own, OBJECTIVES, file, (SEARCH,)).items():
        told = said if isinstance(said, dict) else {"want": said}
        if not isinstance(told.get("want"), str) or told["want"] not in ("more", "less"):
            raise fault(
                Text(f'{show(told.get("want", said))} is neither "more" nor "less".', f'{show(told.get("want", said))} 既不是 "more" 也不是 "less"。'),
                (*path, name), file,
            )  # fmt: skip
        found[name] = build(ObjectiveFields, told, (*path, name), file)
    if not found:
        raise fault(Text('it names none. Write, say, acquaintances = "more".', '没有给出目标。例如写 acquaintances = "more"。'), path, file, whole=True)
    if len(found) > MOST_OBJECTIVES:
        text = Text(f"there are {len(found)} objectives; at most {MOST_OBJECTIVES}. Make limits of the others.",
                    f"共有 {len(found)} 个目标，最多 {MOST_OBJECTIVES} 个；其余请改为限制。")  # fmt: skip
        raise fault(text, path, file, whole=True)
    return found


def _limits(own: dict[str, Any], file: str) -> dict[str, LimitFields]:
    path = (SEARCH, LIMITS)
    found = {}
    for name, said in table(own, LIMITS, file, (SEARCH,)).items():
        if not isinstance(said, dict):
            raise fault(
                Text(f"{show(said)} is no limit. Write {{ at_most = ... }} or {{ at_least = ... }}.",
                     f"{show(said)} 不是限制。请写 {{ at_most = ... }} 或 {{ at_least = ... }}。"), (*path, name), file,
            )  # fmt: skip
        one = build(LimitFields, said, (*path, name), file)
        if one.at_most is None and one.at_least is None:
            raise fault(Text("it says neither at_most nor at_least.", "既没有 at_most 也没有 at_least。"), (*path, name), file)
        if one.at_most is not None and one.at_least is not None and one.at_least > one.at_most:
            raise fault(
                Text(f"nothing lies between: at_least {show(one.at_least)} is above at_most {show(one.at_most)}.",
                     f"范围为空：at_least {show(one.at_least)} 大于 at_most {show(one.at_most)}。"), (*path, name), file,
            )  # fmt: skip
        found[name] = one
    return found
