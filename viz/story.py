"""What figures and tables read of a run or of a comparison: one shape for both, a run being a comparison of one seed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.ground.measure import MeasureInfo
from ..model.ground.text import Text
from .numbers import Scale, number

if TYPE_CHECKING:
    from ..experiments.comparison import CostOfGain, Difference
    from ..experiments.ranges import Sensitivity
    from ..experiments.records import MechanismFacts


@dataclass(frozen=True)
class Course:
    """One measure of one arm through the weeks.

    Attributes:
        weeks: int [t], scenario weeks, rising.
        values: float [seeds, t], NaN where there is none.
    """

    weeks: np.ndarray
    values: np.ndarray

    @property
    def middle(self) -> np.ndarray:
        """Mean over the seeds that have a value, float [t]."""
        known = ~np.isnan(self.values)
        return np.asarray(np.where(known, self.values, 0.0).sum(axis=0) / np.where(known.any(axis=0), known.sum(axis=0), np.nan))

    @property
    def start(self) -> float:
        """Mean at the first week."""
        return float(self.middle[0])

    @property
    def end(self) -> float:
        """Mean at the last week."""
        return float(self.middle[-1])


@dataclass(frozen=True)
class Compound:
    """A compound as a map needs it; gates are numbered by `gate_xy`.

    Attributes:
        gate_xy: float [gates, 2], metres.
        gate_building: int [gates], building of each gate.
        residents: int [gates], residents of each gate.
        facilities: (kind, x, y) of each.
        ties: arm -> int [pairs, 3]: (gate, gate, pairs of acquaintances between them), first gate <= second.
    """

    gate_xy: np.ndarray
    gate_building: np.ndarray
    residents: np.ndarray
    facilities: tuple[tuple[str, float, float], ...]
    ties: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Story:
    """A run or a comparison, ready to be told.

    Attributes:
        title: of the scenario.
        scenario: its name.
        baseline: the arm without the policy.
        arms: the other arms, in their order.
        seeds: the seeds that were run in all arms.
        weeks: length in weeks.
        residents, gates: size (of the first seed).
        version: of linli.
        courses: (arm, measure) -> its course.
        effects: (arm, measure) -> what the arm changed; without an interval for one run.
        costs: arm -> cost and gain; empty for one run.
        arm_titles: arm -> what people call it.
        kinds: kind of focus -> its title, for the origins of ties.
        degrees: arm (and "start") -> int [residents], acquaintances of each resident, of the first seed; may be empty.
        compound: the map; None where no places are kept.
        infos: measure -> what it is, in the order of a report.
        mechanisms: name -> what is to be said of each mechanism.
        constants, assumed: constants that the scenario rests on, and how many of them are assumed.
        asked: how many seeds were asked for; more than `seeds` if it was interrupted.
        finished: False if it was interrupted.
        drawn: how many constants were drawn, from the posterior and from ranges, and how many choices between rules; None: all seeds had the same.
        draws: how many draws of constants there are, 0: all seeds had the same. What is told of an effect is then its range over draws.
        sensitivities: arm -> the constants that carry most of the variance of what it changes in acquaintances.
    """

    title: Text
    scenario: str
    baseline: str
    arms: tuple[str, ...]
    seeds: tuple[int, ...]
    weeks: int
    residents: int
    gates: int
    version: str
    courses: Mapping[tuple[str, str], Course]
    effects: Mapping[tuple[str, str], Difference]
    costs: Mapping[str, CostOfGain] = field(default_factory=dict)
    arm_titles: Mapping[str, Text] = field(default_factory=dict)
    kinds: Mapping[str, Text] = field(default_factory=dict)
    degrees: Mapping[str, np.ndarray] = field(default_factory=dict)
    compound: Compound | None = None
    infos: Mapping[str, MeasureInfo] = field(default_factory=dict)
    mechanisms: Mapping[str, MechanismFacts] = field(default_factory=dict)
    constants: int = 0
    assumed: int = 0
    asked: int = 0
    finished: bool = True
    drawn: tuple[int, int, int] | None = None
    draws: int = 0
    sensitivities: Mapping[str, Sensitivity] = field(default_factory=dict)

    @property
    def single(self) -> bool:
        """True for one run: there is no interval."""
        return len(self.seeds) < 2

    @property
    def everybody(self) -> tuple[str, ...]:
        """All arms, the baseline first."""
        return (self.baseline, *self.arms)

    @property
    def foremost(self) -> str:
        """The arm that a title speaks of: the first one beside the baseline, the baseline where there is no other."""
        return self.arms[0] if self.arms else self.baseline

    def course(self, arm: str, measure: str) -> Course | None:
        """Return the course of a measure, None where it was not measured."""
        return self.courses.get((arm, measure))

    def end(self, arm: str, measure: str) -> float:
        """Return the mean of a measure at the end, NaN where it was not measured."""
        course = self.course(arm, measure)
        # What was last known weeks ago is not how it ends.
        return course.end if course and course.weeks[-1] >= self.weeks else float("nan")

    def start(self, measure: str) -> float:
        """Return the mean of a measure at the start (all arms start alike), NaN where it was not measured."""
        course = self.course(self.baseline, measure)
        return course.start if course and course.weeks[0] == 0 else float("nan")

    def effect(self, arm: str, measure: str) -> Difference | None:
        """Return what an arm changed by the end, None where it was not measured."""
        return self.effects.get((arm, measure))

    def info(self, measure: str) -> MeasureInfo:
        """Return what a measure is; of one that nobody declared, its name."""
        plain = measure.replace("_", " ")
        return self.infos.get(measure) or MeasureInfo(Text(plain, plain), "")

    def scale(self, measure: str) -> Scale:
        """Return how a measure is written: shares in per cent, all else plainly."""
        return "share" if self.info(measure).kind == "share" else "plain"

    def factor(self, measure: str) -> float:
        """Return what a measure is multiplied by: a sum since the start is told by the year."""
        return 52.0 / max(self.weeks, 1) if self.info(measure).a_year else 1.0

    def told(self, arm: str, measure: str) -> float:
        """Return the mean of a measure at the end as it is told (`factor`), NaN where it was not measured."""
        return self.end(arm, measure) * self.factor(measure)

    def measured(self, measure: str) -> bool:
        """Tell whether a measure was taken at the end of any arm."""
        return any(not math.isnan(self.end(arm, measure)) for arm in self.everybody)

    def happened(self, measure: str) -> bool:
        """Tell whether there was any of what a measure counts, in any arm."""
        values = [self.start(measure), *(self.end(arm, measure) for arm in self.everybody)]
        return any(value != 0.0 and not math.isnan(value) for value in values)

    def owner(self, measure: str) -> str:
        """Return the mechanism that a measure belongs to; empty for those of the engine and its services."""
        name = measure.partition(".")[0]
        return name if name in self.mechanisms and name != measure else ""

    def label(self, arm: str, language: str) -> str:
        """Return what a legend calls an arm."""
        title = self.title_of(arm, language)
        if arm == self.baseline and self.arms:
            return WITHOUT.say(language, arm=title)
        return WITH.say(language, arm=title) if len(self.arms) == 1 else title

    def short(self, arm: str, language: str) -> str:
        """Return what a sentence calls an arm."""
        if arm == self.baseline and self.arms:
            return SHORT_WITHOUT.say(language)
        return SHORT_WITH.say(language) if len(self.arms) == 1 else self.title_of(arm, language)

    def title_of(self, arm: str, language: str) -> str:
        """Return the title of an arm, its name where it has none."""
        return self.arm_titles[arm].say(language) if arm in self.arm_titles else arm

    def provenance(self, language: str) -> str:
        """Return in one line where the numbers come from."""
        values: dict[str, Any] = {
            "scenario": self.scenario,
            "arms": ", ".join(self.everybody),
            "seeds": _ranges(self.seeds) + (DRAWS.say(language, draws=self.draws) if self.draws else ""),
            "weeks": number(self.weeks, 0),
            "residents": number(self.residents, 0),
            "version": ", ".join([self.version, *self._others()]),
        }
        return (PROVENANCE_ONE if self.single else PROVENANCE).say(language, **values)

    def _others(self) -> list[str]:
        """Return the packages that mechanisms came with, linli itself left out."""
        made = (one.made_by for one in self.mechanisms.values())
        return [package for package in dict.fromkeys(made) if package != f"linli {self.version}"]


DRAWS = Text(" in {draws} draws of constants", "（常数抽取 {draws} 次）")
WITHOUT = Text("without ({arm})", "无政策（{arm}）")
WITH = Text("with ({arm})", "有政策（{arm}）")
SHORT_WITHOUT, SHORT_WITH = Text("without", "无政策"), Text("with", "有政策")
PROVENANCE = Text(
    "Simulated: scenario {scenario}; arms {arms}; seeds {seeds}; {weeks} weeks; {residents} residents; linli {version}",
    "模拟结果：情景 {scenario}；方案 {arms}；随机种子 {seeds}；{weeks} 周；居民 {residents} 人；linli {version}",
)
PROVENANCE_ONE = Text(
    "Simulated: scenario {scenario}; arms {arms}; seed {seeds} (one run, not an interval); {weeks} weeks; {residents} residents; linli {version}",
    "模拟结果：情景 {scenario}；方案 {arms}；随机种子 {seeds}（单次运行，非区间）；{weeks} 周；居民 {residents} 人；linli {version}",
)


def _ranges(seeds: tuple[int, ...]) -> str:
    """Write seeds shortly: 1–20 or 1, 5, 9."""
    parts: list[list[int]] = []
    for seed in sorted(seeds):
        if parts and seed == parts[-1][1] + 1:
            parts[-1][1] = seed
        else:
            parts.append([seed, seed])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in parts)
