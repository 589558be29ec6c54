"""Those who have moved in: how long they stay strangers (survival curves), and how far locals and migrants keep to themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from ...contract.mechanism import Mechanism
from ...ground.measure import State, share_of
from ...people.declared import counter, measure, state
from ...people.places import Places
from .parameters import CovenantsParameters

if TYPE_CHECKING:
    from ...contract.week import Week

MONTH, YEAR, STEPS = 4, 52, 52
"""Weeks between two looks at a newcomer, weeks of a year, looks that are kept (four years)."""
FEW = 3
"""Who has fewer acquaintances is a stranger, as in the measure of all residents."""
LEAST = 5
"""Of fewer who wait no share is told."""
LOCAL, MIGRANT, BOTH = 0, 1, 2
_NOBODY = np.zeros(0, np.int64)
P = TypeVar("P", bound=CovenantsParameters)


class Level(NamedTuple):
    """What one waits for: a number of acquaintances, and what a person reads of those who wait."""

    name: str
    many: int
    en: str
    zh: str


LEVELS = (Level("first", 1, "without an acquaintance", "尚无熟人"), Level("five", 5, "with fewer than five acquaintances", "熟人不足五人"))
WHO = (("locals", "locals", "本地户籍"), ("migrants", "migrants", "外来户籍"))
AGES = (4, 12, 24, 52, 104, 156)
"""Weeks after moving in at which the curves are read."""


def waiting(level: int, who: int, weeks: int) -> Any:
    """Return the measure of one point of a curve: the share of newcomers who still wait after so many weeks."""
    what, (name, group, gruppe) = LEVELS[level], WHO[who]

    def taken(self: Newcomers[Any]) -> float:
        return self.left(level, who)[weeks // MONTH - 1]

    said = f"newcomers {what.en} after {weeks} weeks: {group}", f"入住 {weeks} 周后{what.zh}者：{gruppe}"
    return measure(*said, unit="share of newcomers", kind="share", name=f"{what.name}_{name}_{weeks:03d}")(taken)


class Newcomers(Mechanism[P]):
    """Adults and children of 14 and more who moved in since the start, looked at every four weeks until they have five acquaintances."""

    now_week: int = state("one", 0)
    followed: int = state("one", 0, restart=True)
    reached: np.ndarray = state("resident", 0, dtype=np.int8, on_move=0)
    person_times: int = counter(
        "person-times at visits, days, tables, exchanges and talks", "迎新、邻里节、共餐、互换与议事实际参与人次", unit="person-times", a_year=True,
    )  # fmt: skip
    by_strangers: int = counter("of them, by people with fewer than three acquaintances", "其中熟人不足三人者", unit="person-times", a_year=True)
    by_newcomers: int = counter("of them, by people here for under two years", "其中入住不足两年者", unit="person-times", a_year=True)
    moved_in: int = counter("people who moved in", "迁入人数", unit="people", a_year=True)

    first_locals_004 = waiting(0, LOCAL, 4)
    first_locals_012 = waiting(0, LOCAL, 12)
    first_locals_024 = waiting(0, LOCAL, 24)
    first_locals_052 = waiting(0, LOCAL, 52)
    first_locals_104 = waiting(0, LOCAL, 104)
    first_locals_156 = waiting(0, LOCAL, 156)
    first_migrants_004 = waiting(0, MIGRANT, 4)
    first_migrants_012 = waiting(0, MIGRANT, 12)
    first_migrants_024 = waiting(0, MIGRANT, 24)
    first_migrants_052 = waiting(0, MIGRANT, 52)
    first_migrants_104 = waiting(0, MIGRANT, 104)
    first_migrants_156 = waiting(0, MIGRANT, 156)
    five_locals_004 = waiting(1, LOCAL, 4)
    five_locals_012 = waiting(1, LOCAL, 12)
    five_locals_024 = waiting(1, LOCAL, 24)
    five_locals_052 = waiting(1, LOCAL, 52)
    five_locals_104 = waiting(1, LOCAL, 104)
    five_locals_156 = waiting(1, LOCAL, 156)
    five_migrants_004 = waiting(1, MIGRANT, 4)
    five_migrants_012 = waiting(1, MIGRANT, 12)
    five_migrants_024 = waiting(1, MIGRANT, 24)
    five_migrants_052 = waiting(1, MIGRANT, 52)
    five_migrants_104 = waiting(1, MIGRANT, 104)
    five_migrants_156 = waiting(1, MIGRANT, 156)

    def allocate(self, places: Places) -> None:
        """Nobody has moved in yet."""
        super().allocate(places)
        self._clear()

    def _clear(self) -> None:
        self.waited = np.zeros((len(LEVELS), len(WHO), STEPS), np.int64)
        self.found = np.zeros_like(self.waited)

    def look(self, week: Week) -> None:
        """Look at the newcomers whose week it is: who has as many acquaintances as a level says waits no longer."""
        # Measures are taken between weeks, and after loading: the week lived last is kept.
        self.now_week, self.followed = week.number, max(week.scenario_week + 1, 0)
        self.moved_in += len(week.moved) if week.scenario_week >= 0 else 0
        r = week.residents
        rows = np.flatnonzero(r.arrival >= week.number - week.scenario_week) if week.scenario_week >= 0 else _NOBODY
        lived = week.number + 1 - r.arrival[rows]
        due = (lived % MONTH == 0) & (lived <= MONTH * STEPS) & (self.reached[rows] < len(LEVELS))
        rows, lived = rows[due], lived[due]
        if week.where is not None:
            here = week.covers_rows(rows)
            rows, lived = rows[here], lived[here]
        if len(rows) == 0:
            return
        many, at = week.acquaintances(rows), r.registration[rows].astype(np.int64) * STEPS + lived // MONTH - 1
        for number, level in enumerate(LEVELS):
            waits = self.reached[rows] <= number
            met = waits & (many >= level.many)
            for table, which in ((self.waited, waits), (self.found, met)):
                table[number] += np.bincount(at[which], minlength=len(WHO) * STEPS).reshape(len(WHO), STEPS)
            self.reached[rows[met]] = number + 1

    def counted(self, week: Week, rows: np.ndarray) -> None:
        """Count who came to something of this mechanism: strangers among them, and newcomers."""
        self.person_times += len(rows)
        self.by_strangers += int(np.count_nonzero(week.acquaintances(rows) < FEW))
        self.by_newcomers += int(np.count_nonzero(week.number - week.residents.arrival[rows] < 2 * YEAR))

    def left(self, level: int, who: int) -> list[float]:
        """Return the share that still waits after each look (product limit); NaN from where fewer than `LEAST` have waited so long."""
        groups = slice(None) if who == BOTH else slice(who, who + 1)
        waited, found = (table[level, groups].sum(axis=0).tolist() for table in (self.waited, self.found))
        shares, share = [], 1.0
        for step, (n, d) in enumerate(zip(waited, found, strict=True)):
            # Where nobody waits any more that stays so, up to the age that anybody can have.
            if share > 0.0 or MONTH * (step + 1) > self.followed:
                share = share * (n - d) / n if n >= LEAST else math.nan
            shares.append(share if share == share else math.nan)
        return shares

    def _year(self, level: int, who: int) -> float:
        """Return the mean share of the first year that newcomers wait (the area under the curve); NaN before anybody was there for most of it."""
        looks = YEAR // MONTH
        shares = [1.0, *self.left(level, who)[: looks - 1]]
        return math.nan if math.isnan(shares[-1]) else sum(shares) / looks

    # Measures

    @measure(
        "share of their first year in which newcomers have no acquaintance", "新住户第一年中没有熟人的时间",
        unit="share of the year", kind="share", headline=True,
    )  # fmt: skip
    def stranger_year(self) -> float:
        """Mean share of the first year until the first acquaintance."""
        return self._year(0, BOTH)

    @measure("the same, locals", "同上，本地户籍", unit="share of the year", kind="share")
    def stranger_year_locals(self) -> float:
        """Of those registered here."""
        return self._year(0, LOCAL)

    @measure("the same, migrants", "同上，外来户籍", unit="share of the year", kind="share")
    def stranger_year_migrants(self) -> float:
        """Of those registered elsewhere."""
        return self._year(0, MIGRANT)

    @measure(
        "share of their first year in which newcomers have fewer than five acquaintances", "新住户第一年中熟人不足五人的时间",
        unit="share of the year", kind="share", headline=True,
    )  # fmt: skip
    def few_year(self) -> float:
        """Mean share of the first year until the fifth acquaintance."""
        return self._year(1, BOTH)

    @measure("segregation of locals and migrants", "本地与外来户籍的隔离程度", unit="0 mixed to 1 apart", headline=True)
    def segregation(self) -> float:
        """Return 1 - acquaintances across registrations / those expected if all chose alike (Freeman 1978)."""
        r = self.view.residents
        rows, migrant = np.arange(r.n), r.registration == MIGRANT
        many = self.view.acquaintances(rows).astype(np.float64)
        migrants = np.nan_to_num(self.view.share_of_known(rows, migrant))
        across = float((many * np.where(migrant, 1.0 - migrants, migrants)).sum())
        m, expected = int(migrant.sum()), 0.0
        if r.n > 1:
            expected = 2.0 * m * (r.n - m) / (r.n * (r.n - 1.0))
        expected *= float(many.sum())
        return 1.0 - across / expected if expected > 0.0 else 0.0

    @measure("of those who came, strangers to all but two", "参与者中熟人不足三人的比例", unit="share of person-times", kind="share")
    def strangers_came(self) -> float:
        """Share of person-times by people with fewer than three acquaintances."""
        return share_of(self.by_strangers, self.person_times)

    # State

    def restart(self) -> None:
        """Begin to count anew."""
        super().restart()
        self._clear()

    def state(self) -> State:
        """Return what has to be saved, the curves among it."""
        return {**super().state(), "waited": self.waited, "found": self.found}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        if "waited" in saved:
            self.waited, self.found = (np.array(saved[name], np.int64) for name in ("waited", "found"))
