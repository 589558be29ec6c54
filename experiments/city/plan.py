"""A city as data: its communities, the policies that all share, and how the district shares out its money. Checked once, then frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...model.contract.mechanism import MechanismParameters
from ...model.ground.faces import Shown
from ...model.ground.text import Text
from ...scenarios.checking import build, mechanism_class
from ...scenarios.errors import UserError, did_you_mean, one_line_title, show, unknown
from ...scenarios.loader import file_of_plan
from ...scenarios.plain_data import fault, plain, table
from ...scenarios.schema import Scenario
from ..arguments import LARGEST_SEED
from ..sweep.plan import scenario_named, with_arms
from ..sweep.reading import flat, read_measures
from .communities import Community, read_communities, scenario_of
from .fields import DISTRICT, CityFields, DistrictFields, TableFields

TABLES = ("set", "communities", "district")
YEAR = 52
"""Weeks from one barrier to the next."""


@dataclass(frozen=True)
class CityPlan(Shown):
    """A city. Make it with `CityPlan.read` or `CityPlan.from_dict`.

    Attributes:
        name: the name of its file.
        title: for people.
        scenario: its policies, with the arms of the city alone; where people live and who they are is said by the communities.
        communities: the communities, by their numbers.
        years: years that are lived.
        seeds: of the cities, one each.
        measures: what is kept; (): all.
        moves_within: share of the households that move that stay in the city.
        district: how its money is shared out.
        settings: of all communities.
        data: the file as it was written.
    """

    name: str
    title: Text
    scenario: Scenario
    communities: tuple[Community, ...]
    years: int
    seeds: tuple[int, ...]
    measures: tuple[str, ...]
    moves_within: float
    district: DistrictFields
    settings: dict[str, Any]
    data: dict[str, Any]

    @classmethod
    def read(cls, path: str | Path) -> CityPlan:
        """Read a city's file; files that it names lie at these paths from its folder.

        Raises:
            UserError: it cannot be read, or something in it is wrong.
        """
        return cls.from_dict(*file_of_plan(path))

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], name: str = "city", file: str = "", folder: str | Path = ".", scenario: Scenario | None = None
    ) -> CityPlan:
        """Check plain data laid out as a city's file.

        Args:
            data: nested dictionaries, lists, strings, numbers and truth values.
            name: the city's name.
            file: how errors name the data; by default the name.
            folder: where files lie that it names.
            scenario: the scenario itself, in place of the one that it names.

        Raises:
            UserError: the first fault that is found.
        """
        file = file or name
        given: dict[str, Any] = plain(dict(data), file)
        for key in given:
            if key not in CityFields.model_fields and key not in TABLES:
                hint = did_you_mean(key, (*CityFields.model_fields, *TABLES))
                raise UserError(f"there is no key {show(key)} in a city.{hint.en}", f"城市文件中没有键 {show(key)}。{hint.zh}", file=file, path=(key,))
        top = build(CityFields, {key: value for key, value in given.items() if key not in TABLES}, (), file)
        base = scenario_named(top.scenario, Path(folder), file) if scenario is None else scenario
        base = with_arms(base, top.arms, file).with_weeks(top.years * YEAR)
        if base.roster.residents:
            raise UserError(
                "a scenario with a roster has people of one place; a city draws its own.", "带名册的情景是某一地的居民，不能用于城市。",
                file=file, field="scenario",
            )  # fmt: skip
        common = dict(flat(table(given, "set", file)))
        # What is wrong for all is said once, and not of the first community.
        scenario_of(base, Community(0, "", 1.0, "beijing", 1, 1, 0.0, 0.0), common, file)
        told = table(given, "communities", file)
        communities = read_communities(build(TableFields, told, ("communities",), file), told, base, common, Path(folder), file)
        district = build(DistrictFields, table(given, "district", file), ("district",), file)
        first = base.seed if top.seed is None else top.seed
        if first + top.replications - 1 > LARGEST_SEED:
            raise UserError(f"the seeds would go beyond {LARGEST_SEED:,}.", f"随机种子将超过 {LARGEST_SEED:,}。", file=file, field="seed")
        probe = scenario_of(base, communities[0], common, file)
        title = Text(one_line_title(top.title.en or top.title.zh or name), one_line_title(top.title.zh or top.title.en or name))
        plan = cls(
            name, title, base, communities, top.years, tuple(range(first, first + top.replications)), read_measures(top.measures, probe, file),
            top.moves_within, district, common, given,
        )  # fmt: skip
        plan._check(probe, file)
        return plan

    def _check(self, probe: Scenario, file: str) -> None:
        """Refuse arms that begin from other people, levers that mean nothing in a city, and a rule that has nothing to share out."""
        if len({probe.arm(arm).hash(spin_up=True) for arm in self.arms}) > 1:
            raise UserError(
                "its arms differ in people, housing or constants; all arms of a city begin from the same people.",
                "各方案的居民、住房或常数不同；城市的各方案须从同样的居民开始。", file=file, field="scenario",
            )  # fmt: skip
        for arm in self.arms:
            own = probe.arm(arm).mechanisms.get(DISTRICT)
            for lever in ("promotes", "budget_by_rating"):
                if own is not None and getattr(own, lever, False):
                    raise UserError(
                        f"arm {arm} sets {DISTRICT}.{lever}: it rates the communities of one run, and in a city each is a run of its own. Leave it out and "
                        "let [district] share money out.",
                        f"方案 {arm} 设置了 {DISTRICT}.{lever}：它在一次运行的各社区间评比，而城市中每个社区各为一次运行。请去掉，改用 [district] 分配经费。",
                        file=file, field="scenario",
                    )  # fmt: skip
        if self.district.rule != "none":
            self._check_district(probe, file)

    def _check_district(self, probe: Scenario, file: str) -> None:
        from ...model.society.measures import catalogue

        mechanism, _, lever = self.district.lever.rpartition(".")
        used = sorted({name for arm in self.arms for name in probe.arm(arm).mechanisms})
        kind = mechanism_class(mechanism) if mechanism in used else None
        known = [f"{name}.{field}" for name in used for field in _levers(name)]
        if kind is None or self.district.lever not in known:
            raise unknown(self.district.lever, known, Text("lever in numbers", "数值杠杆"), file=file, section="[district]", field="lever")
        kinds = [found for name in used if (found := mechanism_class(name)) is not None]
        if self.district.report not in catalogue(kinds):
            raise unknown(self.district.report, catalogue(kinds), Text("measure", "指标"), file=file, section="[district]", field="report")
        high = next((one.le for one in kind.Parameters.model_fields[lever].metadata if hasattr(one, "le")), None)
        n, share = len(self.communities), self.district.share
        money = {arm: self.each(arm, probe) for arm in self.arms}
        if not any(money.values()):
            raise fault(
                Text(
                    f"no arm gives {self.district.lever} any money, so that there is nothing to share out.",
                    f"没有方案给出 {self.district.lever}，无可分配。",
                ),
                ("district", "lever"), file,
            )  # fmt: skip
        for arm, each in money.items():
            most = each * ((1.0 - share) + n * share)
            if self.district.rule in ("reports", "best") and high is not None and most > high:
                raise fault(
                    Text(
                        f"one community could get {most:,.0f} in arm {arm}; {self.district.lever} takes at most {high:,.0f}. Take a smaller share.",
                        f"方案 {arm} 中一个社区最多可得 {most:,.0f}，而 {self.district.lever} 上限为 {high:,.0f}。请减小 share。",
                    ),
                    ("district", "share"), file,
                )  # fmt: skip

    def __repr__(self) -> str:
        return f"CityPlan({self.name!r}, communities={len(self.communities):,}, arms={list(self.arms)}, years={self.years}, seeds={list(self.seeds)})"

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms; the first is what the others are compared with."""
        return self.scenario.arms

    @property
    def moves(self) -> float:
        """Share of the households that move that stay in the city; 0 where there is no other community to move to."""
        return self.moves_within if len(self.communities) > 1 else 0.0

    def community(self, number: int) -> Scenario:
        """Return the scenario of one community, as `linli run` would live it, without its district and without the other communities."""
        return scenario_of(self.scenario, self.communities[number], self.settings, self.name)

    def each(self, arm: str, scenario: Scenario | None = None) -> float:
        """Return the district's money in an arm for a community, in the mean: the value that the arm gives the lever."""
        mechanism, _, lever = self.district.lever.rpartition(".")
        own = (scenario or self.community(0)).arm(arm).mechanisms.get(mechanism)
        return 0.0 if own is None or not own.on else float(getattr(own, lever))

    def rated(self, arm: str) -> bool:
        """Return whether communities of an arm know that money hangs on what they report."""
        d = self.district
        return d.rule in ("reports", "best") and d.share > 0.0 and d.lever.startswith(DISTRICT + ".") and DISTRICT in self.community(0).arm(arm).mechanisms

    def facts(self) -> dict[str, Any]:
        """Return all that the numbers of the city rest on, in plain data: what a folder compares."""
        return {
            "scenario": self.scenario.name, "scenario hash": self.scenario.hash(), "arms": list(self.arms), "years": self.years, "seeds": list(self.seeds),
            "communities": len(self.communities), "communities hash": _hash([list(one) for one in self.communities]),
            "moves_within": self.moves_within, "district": self.district.rule, "district hash": _hash(self.district.model_dump(mode="json")),
            "settings hash": _hash(self.settings), "measures": list(self.measures) or ["all"],
        }  # fmt: skip

    def hash(self) -> str:
        """Return 16 hexadecimal digits that change when what is run does; titles do not count."""
        return _hash(self.facts())


def _levers(mechanism: str) -> list[str]:
    """Return the levers of a mechanism that are numbers."""
    kind = mechanism_class(mechanism)
    levers = {} if kind is None else kind.levers
    return [name for name, off in levers.items() if isinstance(off, float) and name not in MechanismParameters.model_fields]


def _hash(data: Any) -> str:
    return hashlib.blake2b(json.dumps(data, sort_keys=True, ensure_ascii=False).encode(), digest_size=8).hexdigest()
