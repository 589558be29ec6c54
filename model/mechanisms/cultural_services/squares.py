"""Dancing in the square: groups with a loudspeaker, who hears them, quarrels about it, and hours that are agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.measure import State, share_of
from ...ground.text import Text
from ...people.declared import counter, measure, state
from ...people.everyday import LATE_EVENING, WEEKDAY_EVENING
from ...people.places import Places
from ...people.residents import TOPICS
from ...people.units import ranges
from .brands import Brands
from .spots import edge

if TYPE_CHECKING:
    from ...contract.week import Week

GROUP, LEADER = "dance group", "dance group organiser"
DANCING, ADULT = TOPICS.index("dancing"), 18
HABIT = "dancing"
"""The everyday habit of those who dance or exercise in the yard anyway: they are not disturbed by it."""
_MONTH, _QUARTER, _YEAR, _LATE = 4, 13, 52, -10_000
_NEAREST = 10.0
"""Metres from a loudspeaker at which its loudness is given; nobody lives nearer."""


class Dances(NamedTuple):
    """The dances of a week, as they were called.

    Attributes:
        soft: bool, whether the leader keeps what was agreed.
        when: uint8, round.
        place: float64 [dances, 2], metres.
        compound: int64.
        leader: int32, rows.
        identity: uint64, of the groups.
    """

    soft: np.ndarray
    when: np.ndarray
    place: np.ndarray
    compound: np.ndarray
    leader: np.ndarray
    identity: np.ndarray


class Squares(Brands):
    """Dance groups that the policy gives a square and a loudspeaker, and those who live beside it."""

    disturbed: np.ndarray = state("resident", _LATE, dtype=np.int32, on_move=_LATE)
    agreed: np.ndarray = state("compound", _LATE, dtype=np.int32)
    dances: int = counter("dances in the square", "广场舞次数", unit="dances", a_year=True)
    soft_dances: int = counter("dances that kept hours and loudness", "守约的广场舞次数", unit="dances", a_year=True)
    complaints: int = counter("households that went down to complain about the dancing", "因广场舞上门交涉的住户次数", unit="times", headline=True, a_year=True)
    quarrels: int = counter("quarrels about the dancing that began", "因广场舞发生的争吵", unit="cases", a_year=True)
    on_record: int = counter(
        "official: complaints about dancing in which somebody was asked for help", "官方统计：广场舞投诉", unit="cases", a_year=True, beside="complaints"
    )
    talks: int = counter("talks about hours and loudness to which both sides came", "双方到场的静音协商", unit="talks")

    def allocate(self, places: Places) -> None:
        """There is no quarrel yet."""
        super().allocate(places)
        self._cases, self._since = np.zeros(0, np.uint64), np.zeros(0, np.int64)

    def state(self) -> State:
        """Return what has to be saved, the quarrels that may yet come on record among it."""
        return {**super().state(), "cases": self._cases, "since": self._since}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        if "cases" in saved:
            self._cases, self._since = np.array(saved["cases"], np.uint64), np.array(saved["since"], np.int64)

    def declare_groups(self, week: Week) -> None:
        """Dance groups are organisations, run by a leader."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"begin": self.now.dance_begin})
        week.organisations.declare(GROUP, Text("dance group", "广场舞队"), organiser=wishes)

    # Plan

    def dance(self, week: Week) -> None:
        """Found groups, call their dances, call the two sides together."""
        p, slots = self.now, week.organisations.mine(GROUP)
        if p.squares == 0:
            if len(slots):
                week.organisations.end(slots[week.covers("compound")[week.organisations.table(slots)["compound"]]])
            return
        self._put_on_record(week)
        if week.scenario_week % _MONTH == 0:
            self._found(week, slots)
            slots = week.organisations.mine(GROUP)
        if len(slots) == 0:
            return
        # They meet every week: all of them are due.
        table = week.organisations.table(slots)
        if p.agreement != "none":
            self._agree(week, slots, table)
        here = (table["organiser"] >= 0) & week.covers("compound")[table["compound"]]
        slots, table = slots[here], {name: column[here] for name, column in table.items()}
        soft = week.covenant.keeps("noise", table["organiser"])
        when = np.where(soft | p.quiet_hours, WEEKDAY_EVENING, table["round"]).astype(np.uint8)
        place = self._square(week, table["compound"], table["organiser"])
        week.call_members(
            GROUP, "dance", slots=slots, place=place, when=when, evenings=min(1.0, p.dance_evenings), yuan=0.0, room=None, quality=p.dance_quality,
            poster=p.dance_poster, hours=p.dance_hours, room_for=p.dance_room,
        )  # fmt: skip
        week.memo["dance"] = Dances(soft, when, place, table["compound"], table["organiser"], table["identity"])

    def _found(self, week: Week, mine: np.ndarray) -> None:
        """Adults who like to dance decide whether to found a group, as long as there is a square for another."""
        p, r = self.now, week.residents
        free = p.squares - np.bincount(week.organisations.table(mine)["compound"], minlength=week.places.compounds)
        rows = np.flatnonzero((r.age >= ADULT) & (r.interests[:, DANCING] >= 255.0 * p.dance_likes))
        home = week.unit_of("compound", rows)
        rows = rows[(free[home] > 0) & week.covers("compound")[home]]
        if len(rows) == 0:
            return
        rows = week.volunteers.decide_to_begin(LEADER, rows)
        home = week.unit_of("compound", rows)
        order = np.lexsort((week.draw("which group first", r.identity[rows]), home))
        rows, home = rows[order], home[order]
        first = np.arange(len(rows)) - np.searchsorted(home, home, side="left") < free[home]
        rows, home = rows[first], home[first]
        if len(rows):
            late = week.for_life("dances late", r.identity[rows]) < p.dance_late
            week.organisations.found(GROUP, home, rows, topic=DANCING, every=1, round=np.where(late, LATE_EVENING, WEEKDAY_EVENING))

    def _square(self, week: Week, compound: np.ndarray, leader: np.ndarray) -> np.ndarray:
        """Return float64 [m, 2], where groups dance."""
        p, gate = self.now, week.units("gate").xy
        if p.square_at == "windows":
            return np.asarray(gate[week.residents.gate[leader]])
        if p.square_at == "yard":
            return np.asarray(week.rooms.kind("courtyard").xy[compound], np.float64)
        gates = week.places.compound_gates
        return np.array([edge(gate[gates[c] : gates[c + 1]], p.edge_metres) for c in compound.tolist()]).reshape(-1, 2)

    def _agree(self, week: Week, groups: np.ndarray, table: Mapping[str, np.ndarray]) -> None:
        """Put the notice up, or call the two sides together where somebody is disturbed and nothing is agreed, or has been long ago."""
        p = self.now
        if p.agreement == "talks" and (week.number - self.agreed <= p.renew).all():
            return
        dancing = np.bincount(table["compound"], minlength=week.places.compounds) > 0
        if p.agreement == "posted":
            for compound in np.flatnonzero(dancing & (self.agreed == _LATE) & week.covers("compound")).tolist():
                week.covenant.write("noise", "compound", compound, np.zeros(0, np.int64))
                self.agreed[compound] = week.number
            return
        due = dancing & (week.number - self.agreed > p.renew) & (week.due("talk", p.talks_a_year, "compound") > 0)
        if not due.any():
            return
        hears = np.flatnonzero(week.number - self.disturbed <= _QUARTER)
        rows = week.organisations.members_of(groups)[1]
        dancers = np.union1d(rows, table["organiser"][table["organiser"] >= 0]).astype(np.int64)
        which = np.flatnonzero(due & (np.bincount(week.unit_of("compound", hears), minlength=len(due)) > 0))
        both = np.union1d(dancers, hears)
        home = week.unit_of("compound", both)
        both, k = both[np.isin(home, which)], np.searchsorted(which, home[np.isin(home, which)])
        if len(which):
            week.call(
                "talk", unit="compound", which=which, when=WEEKDAY_EVENING, hours=1.5, room_for=60, topic="none", by_committee=True, members=(k, both),
                bring=(k, both), needs=Needs(staff=p.talk_staff, yuan=p.talk_yuan, account="public", room="activity room", priority=Priority.ASSEMBLY),
            )  # fmt: skip
            week.memo["dancers"] = dancers

    def _put_on_record(self, week: Week) -> None:
        """Of the quarrels about dancing those in which somebody has asked for help come on record."""
        if len(self._cases) == 0:
            return
        asked = np.isin(self._cases, week.disputes.waiting(kind="noise").numbers)
        self.on_record += int(np.count_nonzero(asked))
        stay = ~asked & (week.number - self._since <= _YEAR)
        self._cases, self._since = self._cases[stay], self._since[stay]

    # Attend and react

    def came_to_dance(self, week: Week) -> None:
        """Groups learn who came; who made an agreement keeps it, as long as they see others keep it."""
        sitting = week.sitting("dance")
        if len(sitting):
            danced = sitting.came > 1
            self.dances += int(np.count_nonzero(danced))
            self.soft_dances += int(np.count_nonzero(danced & week.memo["dance"].soft))
            self.came(week.number, sitting.everyone()[1])
            week.members_came(sitting)
        talk = week.sitting("talk")
        k, row = talk.everyone()
        for at in np.flatnonzero(talk.came > 0).tolist():
            there = row[k == at].astype(np.int64)
            dances = np.isin(there, week.memo["dancers"])
            if dances.any() and not dances.all():
                self.talks += 1
                week.covenant.write("noise", "compound", int(talk.unit[at]), there)
                self.agreed[talk.unit[at]] = week.number

    def hear(self, week: Week) -> None:
        """Once a month of a group those around it, if it danced, may have had enough: some go down and say so."""
        sitting = week.sitting("dance")
        if len(sitting) == 0:
            return
        # Each group has its own week of the month.
        all_: Dances = week.memo["dance"]
        turn = (sitting.came > 1) & ((all_.identity + np.uint64(week.number)) % np.uint64(_MONTH) == 0)
        if not turn.any():
            return
        d = Dances(*(column[turn] for column in all_))
        k, flat, over = self._around(week, d)
        k, row = self._disturbed(week, k, flat, over, d.leader)
        if len(row) == 0:
            return
        self.disturbed[row] = week.number
        r, p = week.residents, self.now
        # Of a household one speaks: who is the first of those disturbed, the older before the younger.
        order = np.lexsort((r.identity[row], -r.age[row].astype(np.int64), r.flat[row], k))
        k, row = k[order], row[order]
        first = np.append(True, (r.flat[row][1:] != r.flat[row][:-1]) | (k[1:] != k[:-1]))
        k, row = k[first], row[first]
        says = week.draw("says so", r.identity[row] ^ d.identity[k]) < p.speaks
        k, row = k[says], row[says]
        if len(row) == 0:
            return
        self.complaints += len(row)
        begun = week.disputes.begin("noise", row, d.leader[k])
        self.quarrels += len(begun)
        self._cases = np.concatenate((self._cases, begun))
        self._since = np.concatenate((self._since, np.full(len(begun), week.number)))
        slots = sitting.slots[turn]
        week.volunteers.work(LEADER, slots, p.quarrel_evenings * np.bincount(k, minlength=len(slots)))

    def _around(self, week: Week, d: Dances) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (dance, flat, dB above what the hour allows) of the flats at which dances are louder than that."""
        from ...services.extents import flat_starts

        p, q = self.now, week.places
        start = flat_starts(q, "compound")
        k, flat = ranges(start[d.compound], start[d.compound + 1])
        away = q.flat_xyz[flat].astype(np.float64)
        away[:, :2] -= d.place[k]
        squared = np.maximum((away**2).sum(axis=1), _NEAREST**2)
        excess = np.where(d.soft, p.soft, p.loud) - np.where(d.when == LATE_EVENING, p.limit_late, p.limit_evening)
        over = excess[k] - 0.5 * p.falls * np.log10(squared / _NEAREST**2)
        loud = np.flatnonzero(over > 0.0)
        return k[loud], flat[loud], over[loud]

    def _disturbed(self, week: Week, k: np.ndarray, flat: np.ndarray, over: np.ndarray, leader: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (dance, row) of the adults in these flats who put up with less and do not dance themselves."""
        from scipy.special import ndtri

        r, p = week.residents, self.now
        at, row = ranges(week.places.flat_rows[flat], week.places.flat_rows[flat + 1])
        dancers = np.zeros(r.n, np.bool_)
        dancers[week.organisations.members_of(week.organisations.mine(GROUP))[1]] = True
        dancers |= week.in_habit(HABIT)
        may = (r.age[row] >= ADULT) & ~dancers[row] & (r.flat[row] != r.flat[leader[k[at]]])
        at, row = at[may], row[may]
        ends = p.tolerance + p.tolerance_sd * ndtri(week.for_life("puts up with noise", r.identity[row]))
        hurt = over[at] > ends
        return k[at[hurt]], row[hurt]

    def pay_for_squares(self, week: Week) -> None:
        """Once a year the street office pays for the loudspeakers."""
        if self.now.squares and self.now.dance_yuan > 0.0 and week.scenario_week % _YEAR == 0:
            compound = week.organisations.table(week.organisations.mine(GROUP))["compound"]
            community = week.units("compound").community[compound[week.covers("compound")[compound]]]
            if len(community):
                week.ledger.pay("public", "suppliers", np.full(len(community), self.now.dance_yuan), community)

    # Measures

    @measure("dance groups", "广场舞队", unit="groups", kind="count")
    def groups(self) -> float:
        """Dance groups that exist."""
        return len(self.view.organisations.mine(GROUP))

    @measure("disturbed by the dancing in the last quarter", "近一季度受广场舞干扰者", unit="share of residents", kind="share")
    def hearers(self) -> float:
        """Share of residents who were disturbed by dancing more than they put up with."""
        return share_of(int(np.count_nonzero(self.view.number - self.disturbed <= _QUARTER)), len(self.disturbed))
