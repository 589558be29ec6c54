"""Questions about how unequally something is shared between people: the Gini coefficient of ties, of hours, of attendances."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey import named
from .attendance import AttendanceQuestion
from .base import Level, Question, View, cut_of, question, trace_of
from .neighbours import adults, sample_of_sites
from .texture import Network, NetworkQuestion


def gini(values: np.ndarray) -> float:
    """Return the Gini coefficient of numbers that are not below 0: 0 all alike, (n - 1) / n one has all; NaN of none, or if all are 0.

    It is that of the people who were asked, without a correction of small samples: the mean difference between two of them over twice
    the mean.

    Args:
        values: a number a person, [n].
    """
    ordered = np.sort(np.asarray(values, np.float64))
    n, total = len(ordered), float(ordered.sum())
    if total <= 0.0:
        return float("nan")
    return float((2.0 * np.arange(1, n + 1) - n - 1.0) @ ordered) / (n * total)


@question
class DegreeGini(NetworkQuestion):
    """Gini coefficient of the number of ties, those without a tie included."""

    name: ClassVar[str] = "degree-gini"
    title: ClassVar[Text] = Text("Gini coefficient of ties each", "关系数的基尼系数")

    def figure(self, network: Network, view: View) -> float:
        """Return a number from 0 to 1."""
        return gini(np.bincount(network.graph.pairs.ravel(), minlength=network.graph.n))


@question
class AttendanceGini(AttendanceQuestion):
    """Gini coefficient of events attended, over adults; with `at_least`, over those who came so often."""

    name: ClassVar[str] = "attendance-gini"
    title: ClassVar[Text] = Text("Gini coefficient of events attended", "参加次数的基尼系数")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False
    at_least: int = constant(0, unit="events", low=0, high=60000, mark="setting", en="Of those who came at least so often", zh="仅计参加次数不少于此者")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1]; NaN where nobody came."""
        return np.array([[gini(times[times >= self.at_least])] for times in self.counted(seen)])


@question
class HoursGini(Question):
    """Gini coefficient of the hours with others that adults hold, as they report them (decayed hours, docs/rules.md).

    The hours of one are summed over all of whom they say `level` or above; who says it of nobody has none.
    """

    name: ClassVar[str] = "hours-gini"
    title: ClassVar[Text] = Text("Gini coefficient of hours with others", "相处时间的基尼系数")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False
    level: Level = constant("friendly", unit="name", mark="setting", en="Level from which somebody's hours count", zh="计入的关系等级（及以上）")
    asked: int = constant(0, unit="people a site", low=0, high=5000, mark="setting", en="Adults asked at each site; 0: all", zh="每地受访成人数，0 为全部")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]; NaN where nobody has any."""
        rows = sample_of_sites(view, adults(view), self.asked)
        known = named(view.reports(trace_of(self.level)), cut_of(self.level, view.society.constants))
        hours = np.bincount(known.asker, weights=known.hours, minlength=view.society.residents.n)[rows]
        site = view.site_of(rows)
        return np.array([gini(hours[site == k]) for k in range(view.sites)])
