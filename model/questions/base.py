"""What a study asked and how its answers were counted: one class a question.

A `Question` is data (its fields stand in a study's file) with two rules: `observe` looks at the sites in a week through the instruments
of `model.survey`, `answer` turns what was seen in all weeks into numbers, one row a site. Nothing here changes the society.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, TypeVar

import numpy as np

from ..ground.parameters import Parameters
from ..ground.text import Text
from ..people.constants import Constants
from ..society.society import Society
from ..survey import Reports, reports

if TYPE_CHECKING:
    from ..founding.neighbourhood import NeighbourhoodParameters
    from ..founding.sites import SitePeople
    from ..people.everyday import EverydayKind

T = TypeVar("T")
Level = Literal["recognised", "acquaintance", "friendly", "friend", "close"]
Trace = Literal["closeness", "slow"]


def trace_of(level: Level) -> Trace:
    """Return the trace on which a level stands (docs/rules.md)."""
    return "slow" if level in ("recognised", "acquaintance") else "closeness"


def cut_of(level: Level, constants: Constants) -> float:
    """Return the cut-off of a level in hours."""
    return float(getattr(constants.ties, level))


class AskedIn(NamedTuple):
    """Where a question is to be asked: what a study file says before anything is played.

    Attributes:
        weeks: in how many weeks a table asks.
        length: steps of the study.
        people: people told in shares; None: a neighbourhood whose people are drawn.
        neighbourhood: where they live.
        kinds: everyday foci.
        mechanisms: names of mechanisms.
    """

    weeks: int
    length: int
    people: SitePeople | None
    neighbourhood: NeighbourhoodParameters
    kinds: Mapping[str, EverydayKind]
    mechanisms: Collection[str]


Refusal = tuple[str, Text]
"""(field, why): a question cannot be asked so."""


class View:
    """The sites of a study in one week, as questions see them. What several questions need is worked out once.

    Attributes:
        society: one community a site; read only.
        week: weeks since the study began.
        wave: how many times the table that asks has asked before.
        days: days since the study began.
    """

    def __init__(self, society: Society, week: int) -> None:
        """Look at a society after `week` weeks of the study."""
        self.society, self.week = society, week
        self.wave = 0
        self.days = week * society.days_a_step
        self._kept: dict[object, Any] = {}

    @property
    def sites(self) -> int:
        """Number of sites."""
        return self.society.places.communities

    @property
    def starts(self) -> np.ndarray:
        """int32 [sites + 1]: where the residents of each site begin."""
        return self.society.places.community_rows

    def site_of(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [n]: the site of each row of residents."""
        return np.searchsorted(self.starts, rows, side="right") - 1

    def reports(self, trace: Trace) -> Reports:
        """Return what everybody would report of everybody they know (`survey.reports`)."""
        found: Reports = self.once(("reports", trace), lambda: reports(self.society, trace))
        return found

    def once(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` gives; it is worked out once for a view and a key."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def mean_by_site(self, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return float64 [sites]: the mean of values over the rows of each site; NaN where a site has none."""
        return self.mean_by_site_of(self.site_of(rows), values)

    def mean_by_site_of(self, site: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Return float64 [sites]: the mean of the values of each site, [n] with the site of each [n]; NaN where a site has none."""
        count = np.bincount(site, minlength=self.sites)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.bincount(site, weights=values, minlength=self.sites) / np.where(count == 0, np.nan, count))

    def people_a_site(self) -> int:
        """Return how many people each site has.

        Raises:
            ValueError: not all sites have as many; questions about whole small groups need that.
        """
        sizes = np.diff(self.starts)
        if sizes.min() != sizes.max():
            raise ValueError("the sites have different numbers of people")
        return int(sizes[0])

    def says(self, level: Level, answered: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Ask everybody of a small group about everybody: who says that they stand at a level or above it.

        Args:
            level: the level.
            answered: how many people of a site fill in the form (drawn by keyed draws); None: all.

        Returns:
            bool [sites, n, n], row: who says it, column: of whom; and bool [sites, n], who filled in the form.
        """
        key = ("says", level, answered)
        if key not in self._kept:
            n, trace = self.people_a_site(), trace_of(level)
            r = self.reports(trace)
            high = r.hours >= cut_of(level, self.society.constants)
            asker, other = r.asker[high].astype(np.int64), r.other[high].astype(np.int64)
            said = np.zeros((self.sites, n, n), np.bool_)
            said[asker // n, asker % n, other % n] = True
            took_part = self._took_part(n, answered)
            self._kept[key] = said & took_part[:, :, None], took_part
        found: tuple[np.ndarray, np.ndarray] = self._kept[key]
        return found

    def _took_part(self, n: int, answered: int | None) -> np.ndarray:
        if answered is None or answered >= n:
            return np.ones((self.sites, n), np.bool_)
        from ..ground.random import draw

        u = draw(self.society.seed, "survey who filled in", self.week, self.society.residents.identity).reshape(self.sites, n)
        return np.asarray(np.argsort(np.argsort(u, axis=1), axis=1) < answered)


class Question(Parameters):
    """A question of a study. Subclass it, give it fields, a name, a title and a unit, and override `observe`.

    Class attributes:
        name: the name in study files.
        title: what is asked, for people.
        unit: of the answers: "%" (of 100), "" (a ratio) or a word.
        labels: what the answers of one week are about, if there are several ("daily", "weekly" ...).
        share: True if an answer is a share of people or pairs, so that a number of those asked gives its sampling error.
        every_week: True if it looks in every step of the study.
        whole_group: True if it is about a group of which each site has as many people: a study with [people].
        parts_of_whole: True if the answers of one week are parts of one whole (daily, weekly, less often, never), which then count as one.
        compares: True if an answer is itself a comparison, so that "more" has a meaning without two arms.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    unit: ClassVar[str] = "%"
    labels: ClassVar[tuple[str, ...]] = ()
    share: ClassVar[bool] = True
    every_week: ClassVar[bool] = False
    whole_group: ClassVar[bool] = False
    parts_of_whole: ClassVar[bool] = False
    compares: ClassVar[bool] = False

    def answers_a_week(self) -> int:
        """Return how many answers one week has: as many as labels, by default."""
        return len(self.labels) or 1

    def row_labels(self) -> tuple[str, ...]:
        """Return what each answer of one week is about; the labels of the class, by default."""
        return self.labels

    def rows(self, weeks: int) -> int:
        """Return how many rows a table has that asks in so many weeks; 0: it cannot be asked in so many.

        By default an answer a week, or the answers of one week.
        """
        if self.every_week:
            return self.answers_a_week()
        if self.answers_a_week() == 1:
            return weeks
        return self.answers_a_week() if weeks == 1 else 0

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Say why this cannot be asked there; None: it can."""
        if self.whole_group and asked.people is None:
            return "question", Text("it is asked of a whole group; the study needs [people].", "该问题面向整个小组，研究须有 [people]。")
        if self.every_week and asked.length < 1:
            return "question", Text("it looks in every step; the study needs weeks of 1 or more.", "该问题逐步观察，研究的 weeks 须不小于 1。")
        return None

    def looks_at(self) -> frozenset[str]:
        """Return what of a place counts here beside who lives with whom: "kin" (kin groups), "metres" (distances). By default nothing."""
        return frozenset()

    def observe(self, view: View) -> Any:
        """Look at the sites in one week; by default float64 [sites] or [sites, answers]."""
        raise TypeError(f"{type(self).__name__} has no rule of observing")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, rows] from what was seen: a column a week, or an answer a column where one week has several."""
        if len(seen) == 1:
            one = np.asarray(seen[0], np.float64)
            return one[:, None] if one.ndim == 1 else one
        return np.stack([np.asarray(one, np.float64) for one in seen], axis=1)


Q = TypeVar("Q", bound=type[Question])
QUESTIONS: dict[str, type[Question]] = {}
"""Name -> class of all questions."""


def question(kind: Q) -> Q:
    """Register a question under its name."""
    QUESTIONS[kind.name] = kind
    return kind
