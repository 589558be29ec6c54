"""Fires of a week: where one begins, how it is noticed and fought, what is lost, and what is spoken of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...ground.measure import State, share_of
from ...people.declared import counter, measure, state
from ...people.everyday import (
    LATE_EVENING,
    WEEKDAY_AFTERNOON,
    WEEKDAY_EVENING,
    WEEKDAY_MORNING,
    WEEKEND_AFTERNOON,
    WEEKEND_MORNING,
)
from ...people.places import Places
from .alarm import FOUND_BY, HOUSEHOLD, Hour, Noticed, Present, come, notice, present
from .blaze import Ground, Outcome, Weather, burn
from .houses import MOST, NONE, WORKS, Hazards, Homes, house_identity, winter
from .watch import Watch

if TYPE_CHECKING:
    from ...contract.week import Week

_WORDS = 3
"""Fires of a community that are spoken of at a time; the oldest is forgotten."""
_MOST_TOGETHER = 60
_LATE = 10.0
"""Minutes after which a house burns in earnest."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
SIZES = (1, 2, 10, 50)
"""Houses lost from which a fire is counted in each class."""


class Fires(Watch):
    """Ignitions, fires, houses lost."""

    ignitions: int = counter("times that something caught fire in a house", "住户起火次数", unit="times", a_year=True)
    electrical: int = counter("of these, electrical", "其中电气起火", unit="times", a_year=True)
    put_out: int = counter("put out by the household itself", "住户自行扑灭", unit="times", a_year=True)
    fires: int = counter("fires that the household could not put out", "住户未能扑灭的火灾", unit="fires", a_year=True, headline=True)
    recorded: int = counter("official: fires", "官方统计：火灾", unit="fires", a_year=True, beside="fires")
    houses_lost: int = counter("houses lost", "烧毁房屋", unit="houses", a_year=True, headline=True)
    damage: float = counter("what the houses lost were worth", "烧毁房屋的价值", unit="yuan", kind="yuan", a_year=True, whole=False)
    lost_one: int = counter("fires that took one house", "烧毁一屋的火灾", unit="fires")
    lost_some: int = counter("fires that took 2 to 9 houses", "烧毁2至9屋的火灾", unit="fires")
    lost_many: int = counter("fires that took 10 to 49 houses", "烧毁10至49屋的火灾", unit="fires")
    lost_village: int = counter("fires that took 50 houses and more", "烧毁50屋以上的火灾", unit="fires")
    by_household: int = counter("noticed first by the household", "住户最先发现", unit="times", a_year=True)
    by_neighbour: int = counter("noticed first by a neighbour", "邻居最先发现", unit="times", a_year=True)
    by_watch: int = counter("noticed first by the watch", "值更人最先发现", unit="times", a_year=True)
    by_alarm: int = counter("noticed first by staff whom a fire alarm called", "报警器通知值守人员最先发现", unit="times", a_year=True)
    by_nobody: int = counter("noticed by nobody within four hours", "四小时内无人发现", unit="times", a_year=True)
    came_to_help: int = counter("people who came to a fire", "前来救火人次", unit="people", a_year=True)
    minutes: float = state("one", 0.0, restart=True)
    late: int = state("one", 0, restart=True)
    largest: int = state("one", 0, restart=True)

    def allocate(self, places: Places) -> None:
        """No fire is spoken of."""
        super().allocate(places)
        self.words = np.full((places.communities, _WORDS), -1, np.int64)

    def state(self) -> State:
        """Return what has to be saved."""
        return {**super().state(), "words": self.words}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        if "words" in saved:
            self.words = np.array(saved["words"], np.int64)

    # Where one begins

    def break_out(self, week: Week, h: Homes, z: Hazards) -> None:
        """Draw where something catches fire in this week, and let each fire take its way."""
        p, cold = self.now, winter(week)
        stands = self.burnt[h.flat] <= week.number
        wires = p.electrical_a_year / 1000.0 * h.load * np.where(self.fault[h.flat], p.faulty, 1.0) * (p.winter_load if cold else 1.0)
        wires *= np.where(self.protector[h.flat] == WORKS, 1.0 - p.trips, 1.0)
        other = p.other_a_year * (p.winter_other if cold else 1.0) * (p.feast if week.festival is not None else 1.0)
        care = (1.0 - p.reminds * self.sounded[h.hamlet]) * (1.0 - p.shaken * self._knows_of_one(week, h))
        electrical = stands & self._wires_burn(week, h, z, wires)
        begins = electrical | (stands & week.happen("other", h.identity, other / 1000.0 * care))
        helpers: set[int] = set()
        for at in np.flatnonzero(begins).tolist():
            # A fire of this week may have taken the house already.
            if self.burnt[h.flat[at]] <= week.number:
                self.ignitions += 1
                self.electrical += int(electrical[at])
                self._take_its_way(week, int(h.flat[at]), int(h.community[at]), h.identity[at], helpers)

    def _wires_burn(self, week: Week, h: Homes, z: Hazards, rate: np.ndarray) -> np.ndarray:
        """Return bool, where wiring sets something on fire; rate: times a year, overloads apart."""
        p = self.now
        if z.overload is not None:
            return week.happen("electrical", h.identity, np.minimum(rate * np.where(z.overload, p.overloaded, 1.0), MOST))
        # Nobody has looked at overloads: it is enough to ask of the houses that would burn with one. Draws are the same.
        burns = week.happen("electrical", h.identity, np.minimum(rate * p.overloaded, MOST))
        at = np.flatnonzero(burns)
        if len(at):
            exact = rate[at] * np.where(self.overloaded(week, h, at), p.overloaded, 1.0)
            burns[at] = week.happen("electrical", h.identity[at], np.minimum(exact, MOST))
        return burns

    def _knows_of_one(self, week: Week, h: Homes) -> np.ndarray:
        """Return bool, in which houses somebody knows of a fire that is spoken of."""
        alive = [number for number in self.words[self.words >= 0].tolist() if week.word.alive(number)]
        if not alive:
            return np.zeros(len(h.flat), np.bool_)
        knows = np.zeros(week.residents.n + 1, np.int64)
        for number in alive:
            knows[1:] |= week.word.knows(number)
        before, rows = np.cumsum(knows), week.places.flat_rows
        return np.asarray(before[rows[h.flat + 1]] > before[rows[h.flat]])

    # What becomes of it

    def _take_its_way(self, week: Week, flat: int, community: int, house: np.uint64, helpers: set[int]) -> None:
        # Another number than the house's own: what is drawn of its people in this fire is not what is drawn of them at home.
        fire = (np.array([house]) * _MIX)[0]
        when = self._hour(week, house)
        there = present(self, week, community, flat, fire, when)
        found = notice(self, week, community, flat, house, when, there)
        self.minutes += found.minute
        self.late += int(found.minute >= _LATE)
        setattr(self, FOUND_BY[found.by], getattr(self, FOUND_BY[found.by]) + 1)
        if found.by == HOUSEHOLD and float(week.draw("puts out", np.array([house]))[0]) < np.exp(-found.minute / self.now.own_minutes):
            self.put_out += 1
            return
        self.fires += 1
        rows, outcome, brigade = self._fight(week, flat, community, house, fire, there, found)
        self._count(week, flat, community, outcome, brigade)
        self._after(week, flat, community, fire, when, rows, helpers)

    def _hour(self, week: Week, house: np.uint64) -> Hour:
        """Draw when it begins: half of the fires from five in the afternoon to eleven, the others at any hour."""
        u = [float(week.draw("hour", np.array([house]), k)[0]) for k in range(3)]
        return Hour(17.0 + 6.0 * u[1] if u[0] < 0.5 else 24.0 * u[1], u[2] < 2.0 / 7.0)

    def _fight(
        self, week: Week, flat: int, community: int, house: np.uint64, fire: np.uint64, there: Present, found: Noticed
    ) -> tuple[np.ndarray, Outcome, float]:
        from scipy.special import ndtri

        p, q = self.now, week.places
        lo, hi = q.community_flats[community : community + 2].tolist()
        flats = np.arange(lo, hi)
        who = house_identity(week, flats, np.full(len(flats), community))
        wood = (week.for_life("wooden", who) < p.wooden) & (self.burnt[lo:hi] <= week.number)
        u = [float(week.draw("wind", np.array([house]), k)[0]) for k in range(2)]
        weather = Weather(p.wind * float(np.exp(p.wind_spread * ndtri(min(max(u[0], 1e-9), 1.0 - 1e-9)))), 2.0 * np.pi * u[1])
        gong = bool(self.sounded[int(week.unit_of("building", q.flat_rows[flat : flat + 1])[0])])
        rows, minutes = come(self, week, flat, fire, there, found, gong)
        more, later = come(self, week, flat, fire, there, found, gong, everybody=True)
        new = ~np.isin(more, rows)
        brigade = min(found.minute, found.called) + p.brigade_minutes
        patience = -np.log1p(-week.draw("stands", who ^ fire))
        ground = Ground(q.flat_xyz[lo:hi, :2].astype(np.float64), wood)
        outcome = burn(p, ground, flat - lo, weather, patience, np.sort(minutes), brigade, np.sort(later[new]))
        rows = rows[minutes < outcome.minutes]
        if outcome.seen < np.inf:
            rows = np.concatenate((rows, more[new][outcome.seen + later[new] < outcome.minutes]))
        return np.sort(rows), outcome, brigade

    def _count(self, week: Week, flat: int, community: int, outcome: Outcome, brigade: float) -> None:
        p, lost = self.now, outcome.lost + int(week.places.community_flats[community])
        self.recorded += int(len(lost) > 0 or outcome.minutes >= brigade)
        self.houses_lost += len(lost)
        self.largest = max(self.largest, len(lost))
        for name, least, above in zip(("one", "some", "many", "village"), SIZES, (*SIZES[1:], 1 << 30), strict=True):
            setattr(self, f"lost_{name}", getattr(self, f"lost_{name}") + int(least <= len(lost) < above))
        if len(lost) == 0:
            return
        self.burnt[lost] = week.number + p.rebuilding
        self.fault[lost] = self.monitor[lost] = self.detector[lost] = self.pending[lost] = False
        self.protector[lost] = NONE
        self.damage += p.house_yuan * len(lost)

    def _after(self, week: Week, flat: int, community: int, fire: np.uint64, when: Hour, rows: np.ndarray, helpers: set[int]) -> None:
        """Those who came are together for a while, and speak of it."""
        self.came_to_help += len(rows)
        own = np.arange(*week.places.flat_rows[flat : flat + 2].tolist())
        number = week.word.new(
            f"{self.name} fire", np.union1d(rows, own), community=community, weeks=self.now.shaken_weeks, identity=int(fire ^ np.uint64(week.number))
        )
        week.word.forget(int(self.words[community, 0]))
        self.words[community] = np.append(self.words[community, 1:], number)
        free = np.array([row for row in rows.tolist() if row not in helpers][:_MOST_TOGETHER], np.int64)
        if len(free) < 2:
            return
        helpers.update(free.tolist())
        week.call(
            "fire", unit="community", which=np.array([community]), entity=np.array([fire]), when=_round(when), hours=self.now.fire_hours,
            room_for=len(free), topic="none", place=week.places.flat_xyz[flat : flat + 1, :2].astype(np.float64),
            errand=(np.zeros(len(free), np.int64), free),
        )  # fmt: skip

    # Measures

    @measure("minutes until a fire is noticed", "发现起火所需分钟", unit="minutes, all that caught fire", headline=True)
    def minutes_to_notice(self) -> float:
        """Mean minutes from the beginning until somebody noticed, of all that caught fire since the start; 0 where nothing has."""
        return self.minutes / max(self.ignitions, 1)

    @measure("noticed after ten minutes or more", "十分钟后才发现", unit="share of all that caught fire", kind="share")
    def noticed_late(self) -> float:
        """Share of what caught fire since the start that was noticed only after ten minutes."""
        return share_of(self.late, self.ignitions)

    @measure("houses of the largest fire", "最大一次火灾烧毁房屋", unit="houses since the start", kind="count", headline=True)
    def largest_fire(self) -> float:
        """Houses lost in the largest fire since the start."""
        return float(self.largest)

    @measure("electrical", "电气起火占比", unit="share of all that caught fire", kind="share")
    def electrical_share(self) -> float:
        """Share of what caught fire since the start that was electrical."""
        return share_of(self.electrical, self.ignitions)


def _round(when: Hour) -> int:
    """Return the part of the week in which those who came are together."""
    if when.hour >= 20.0 or when.hour < 6.0:
        return LATE_EVENING
    if when.weekend:
        return WEEKEND_MORNING if when.hour < 12.0 else WEEKEND_AFTERNOON
    return WEEKDAY_MORNING if when.hour < 12.0 else WEEKDAY_AFTERNOON if when.hour < 17.0 else WEEKDAY_EVENING
