"""Cultural brands: events that come again under a name. The name is known by word; who has helped often enough can run one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.measure import State, share_of
from ...ground.text import Text
from ...people.declared import counter, measure, state
from ...people.everyday import WEEKEND_AFTERNOON
from ...people.places import Places
from ...people.units import ranges
from .facilities import Facilities
from .parameters import MOST_BRANDS
from .reach import YEAR

if TYPE_CHECKING:
    from ...contract.call import Sitting
    from ...contract.week import Week

RUNNER = "brand runner"
TOPIC = ("singing", "cooking", "opera")
"""What the first, second and third brand of a community is about."""
_QUARTER, _MONTH, _FULL = 13, 4, 255
_LATE = -10_000


class Brands(Facilities):
    """Brands of the communities; who runs them, who has learnt it, who knows their name."""

    helped: np.ndarray = state("resident", 0, dtype=np.uint32, on_move=0)
    known: np.ndarray = state("resident", 0, dtype=np.uint8, on_move=0)
    editions: int = counter("editions of brands that were held", "品牌活动实际举办场次", unit="editions", a_year=True)
    missed: int = counter("editions of brands that nobody could run or prepare", "无人主办或筹备不足而未办的品牌活动", unit="editions", a_year=True)
    helping: int = counter("times that somebody lent a hand at a brand", "品牌活动帮忙人次", unit="times", a_year=True)
    handed: int = counter("brands taken over by one who knew how", "由学会者接手的品牌", unit="times")

    def allocate(self, places: Places) -> None:
        """No brand has begun."""
        super().allocate(places)
        shape = (places.communities, MOST_BRANDS)
        self.words, self.held_at, self.begun = np.full(shape, -1, np.int64), np.full(shape, _LATE, np.int64), np.zeros(shape, np.bool_)

    def state(self) -> State:
        """Return what has to be saved."""
        return {**super().state(), "words": self.words, "held_at": self.held_at, "begun": self.begun}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        for name in ("words", "held_at", "begun"):
            if name in saved:
                setattr(self, name, np.array(saved[name]))

    def times_helped(self, brand: int) -> np.ndarray:
        """Return int64 [residents], at how many editions of a brand each has helped, or run it."""
        return np.asarray((self.helped >> np.uint32(8 * brand)) & np.uint32(_FULL), np.int64)

    def _practise(self, brand: int, rows: np.ndarray) -> None:
        """Let residents, each once, have helped once more at a brand."""
        more = rows[self.times_helped(brand)[rows] < _FULL]
        self.helped[more] += np.uint32(1 << 8 * brand)

    def declare_runner(self, week: Week) -> None:
        """Name the post: company carries who runs a brand, and every quarter tires."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"accept": self.now.run_begin})
        week.volunteers.declare(RUNNER, wishes, Text("runner of a brand", "品牌活动主办人"), "community", seats=MOST_BRANDS)

    # Plan

    def hold_brands(self, week: Week) -> None:
        """Look for those who run brands, and call to the editions that are due."""
        p = self.now
        if p.brands == 0:
            return
        if week.scenario_week % _MONTH == 0:
            self._look_for_runners(week)
        for brand in range(p.brands):
            due = np.flatnonzero(week.due(f"brand {brand}", p.brand_a_year, "community") > 0)
            due = due[self.begun[due, brand]]
            if len(due):
                self._edition(week, brand, due)

    def _look_for_runners(self, week: Week) -> None:
        """A brand that is to begin looks among all adults; one that somebody ran before, among those who have learnt it."""
        vacant = week.volunteers.vacant(RUNNER)
        community, brand = vacant // MOST_BRANDS, vacant % MOST_BRANDS
        here = week.covers("community")[community] & (brand < self.now.brands)
        known = self.begun[community, brand]
        for b in np.unique(brand[here]).tolist():
            new, old = vacant[here & (brand == b) & ~known], vacant[here & (brand == b) & known]
            if len(new):
                found = week.volunteers.search(RUNNER, new, counter=b)
                self.begun[found // MOST_BRANDS, b] = True
            if len(old):
                rows = np.flatnonzero(self.times_helped(b) >= self.now.learn)
                who = (week.unit_of("community", rows), rows)
                self.handed += len(week.volunteers.search(RUNNER, old, who, counter=MOST_BRANDS + b))

    def _edition(self, week: Week, brand: int, where: np.ndarray) -> None:
        p, post = self.now, where * MOST_BRANDS + brand
        runs = week.volunteers.holder(RUNNER)[post]
        able = (runs >= 0) & (week.volunteers.evenings(RUNNER, post) > 0.0)
        self.missed += int(np.count_nonzero(~able))
        where, post, runs = where[able], post[able], runs[able].astype(np.int64)
        if len(where) == 0:
            return
        helpers = week.volunteers.table(RUNNER)["helpers"][post]
        practice = np.minimum(self.times_helped(brand)[runs], p.practised) / p.practised
        quality = p.brand_quality + p.skill_quality * week.residents.civic[runs] + p.helper_quality * np.minimum(helpers, 3.0) + p.practice_quality * practice
        evenings = p.brand_evenings / (1.0 + p.brand_relief * helpers) + (p.teach_evenings if p.learning else 0.0)
        self._remember(week, brand, where)
        table = week.units("community")
        k, rows = ranges(table.lo[where], table.hi[where])
        knows = (self.known[rows] & np.uint8(1 << brand)) != 0
        told = k[knows], rows[knows]
        week.call(
            "brand", unit="community", which=where, again=brand, organiser=runs, when=WEEKEND_AFTERNOON, hours=p.brand_hours, room_for=p.brand_room,
            quality=np.clip(quality, 0.0, 1.0), topic=TOPIC[brand], poster=p.brand_poster, chat=p.brand_chat, ask=told, promise=True, promised_to=told,
            needs=Needs(evenings=evenings, least=p.brand_least, yuan=p.brand_yuan, account="public", staff=p.brand_staff, priority=Priority.CULTURE),
        )  # fmt: skip
        week.memo.setdefault("brands", []).append(brand)

    # Attend

    def came_to_brands(self, week: Week) -> None:
        """Who came knows the name and may lend a hand; who lends one learns it, where it is taught."""
        for brand, sitting in zip(week.memo.get("brands", ()), week.sittings("brand"), strict=True):
            self._after(week, brand, sitting)
        if week.scenario_week % _QUARTER == 0:
            self._forget(week)

    def _after(self, week: Week, brand: int, sitting: Sitting) -> None:
        p, r, post = self.now, week.residents, sitting.unit * MOST_BRANDS + brand
        k, row = sitting.everyone()
        runs = week.volunteers.holder(RUNNER)[post]
        guest = np.flatnonzero(runs[k] != row)
        willing = 1.0 / (1.0 + np.exp(-(p.help_base + p.help_civic * r.civic[row[guest]])))
        hand = guest[week.draw(f"lends a hand {brand}", r.identity[row[guest]]) < willing]
        week.staff.volunteer(row[hand], p.help_hours)
        self.helping += len(hand)
        if p.learning:
            self._practise(brand, row[hand])
        held = sitting.held
        self._practise(brand, runs[held])
        self.editions += int(np.count_nonzero(held))
        self.missed += int(np.count_nonzero(~held))
        self.came(week.number, row)
        week.volunteers.work(RUNNER, post, sitting.evenings_asked, sitting.evenings)
        week.volunteers.seen(RUNNER, post[held], np.maximum(sitting.came - 1, 0)[held], np.bincount(k[hand], minlength=len(post))[held])
        start = np.searchsorted(k, np.arange(len(held) + 1)).tolist()
        for at in np.flatnonzero(held).tolist():
            community, there = int(sitting.unit[at]), row[start[at] : start[at + 1]]
            self.held_at[community, brand] = week.number
            week.word.forget(int(self.words[community, brand]))
            self.words[community, brand] = week.word.new(f"brand {brand}", there, community=community, half_life=p.name_half_life, weeks=_QUARTER)
            self.known[there] |= np.uint8(1 << brand)

    def _remember(self, week: Week, brand: int, where: np.ndarray) -> None:
        """Whom the talk about the last edition has reached knows the name, in the communities `where`."""
        table = week.units("community")
        k, rows = ranges(table.lo[where], table.hi[where])
        self.known[rows[week.word.knows(self.words[where, brand][k], rows)]] |= np.uint8(1 << brand)

    def _forget(self, week: Week) -> None:
        """At the end of a quarter some of those who know a name forget it, those who heard of it of late among them."""
        where = np.flatnonzero(week.covers("community"))
        for brand in range(MOST_BRANDS):
            if not self.begun[where, brand].any():
                continue
            self._remember(week, brand, where)
            rows = np.flatnonzero(self.known & np.uint8(1 << brand))
            rows = rows[week.covers_rows(rows)]
            gone = rows[week.draw(f"forgets {brand}", week.residents.identity[rows]) < self.now.forgets]
            self.known[gone] &= np.uint8(_FULL ^ (1 << brand))
            # The talk is over: nobody is reminded by it.
            for word in self.words[where, brand].tolist():
                week.word.forget(word)

    # Measures

    @measure("know the name of a brand", "知道社区文化品牌者", unit="share of residents", kind="share", headline=True)
    def name_known(self) -> float:
        """Share of residents who know the name of a brand of their community."""
        knows = self.known != 0
        rows = np.arange(len(knows))
        home = self.view.unit_of("community", rows)
        for words in self.words.T:
            knows |= self.view.word.knows(words[home], rows)
        return share_of(int(np.count_nonzero(knows)), len(knows))

    @measure("official: brands", "官方统计：社区文化品牌", unit="brands", kind="count", beside="brands_alive")
    def brands_listed(self) -> float:
        """Brands that were ever begun; nobody strikes off what is over."""
        return int(np.count_nonzero(self.begun))

    @measure("brands held in the last year", "近一年办过的品牌", unit="brands", kind="count")
    def brands_alive(self) -> float:
        """Brands of which an edition was held in the last 52 weeks (in two years, where they are yearly)."""
        lately = YEAR if self.now.brand_a_year > 1.0 else 2 * YEAR
        return int(np.count_nonzero(self.view.number - self.held_at <= lately))

    @measure("residents who can run a brand", "会主办品牌活动的居民", unit="people", kind="count")
    def can_run(self) -> float:
        """Residents who have helped at a brand often enough to run it, or have run it."""
        able = np.zeros(self.view.residents.n, np.bool_)
        for brand in range(MOST_BRANDS):
            able |= self.times_helped(brand) >= max(self.now.learn, 1)
        return int(np.count_nonzero(able))
