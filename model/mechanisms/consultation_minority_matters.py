"""The agenda of doorways, or of compounds: what is in hand where, who is concerned, who has voted, and what follows of a decision."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..ground.text import Text
from ..people.units import ranges
from ..services.deciding_results import Households
from ..services.deciding_rules import RULES, Rule

if TYPE_CHECKING:
    from ..contract.week import Week
    from .consultation_minority_parameters import ConsultationMinorityParameters as Parameters

Unit = Literal["gate", "compound"]
UNITS: tuple[Unit, ...] = ("gate", "compound")
ADULT = 18
CONVENOR = "lift convenor"
MEMBER = "committee member"
TITLES = {
    "lift": Text("a lift", "加装电梯"), "parking": Text("places for cars", "增设停车位"), "ramp": Text("ramps", "无障碍坡道"),
    "dancing": Text("a place for dancing", "广场舞场地"),
}  # fmt: skip
SUBJECTS = {"lift": "other", "parking": "parking", "ramp": "other", "dancing": "noise"}
"""What a quarrel about a matter counts as (kinds of `disputes`)."""
_NAMED = {"committee": "households", "majority": "households", "two thirds": "two thirds", "nine tenths": "nine tenths", "all": "unanimity"}


class Stage(IntEnum):
    """Where a matter stands."""

    FREE = 0
    HEARING = 1
    VOTE = 2
    DESK = 3
    PASSED = 4
    BUILDING = 5



class Agenda:
    """What is in hand in each doorway, or in each compound: one matter at a time. The arrays are states of the mechanism, [units] each.

    Attributes:
        unit: "gate" or "compound".
        matter: number of the open matter, 0: none.
        stage: a `Stage`.
        at: absolute week from which the next step is due; where nothing is in hand, from which something may be taken up.
        round: votes counted so far.
        voted: weeks of the present round in which signatures or ballots were collected.
        word: number of the word of the last hearing, -1: none; `reason`: what it says.
        given: yuan of compensation in the proposal.
        opened, until: absolute weeks in which the matter was taken up, and after which it lapses.
        signed: bool [residents], who has voted.
        pledged: float [flats], what a household gains by what has passed and is not there yet.
    """

    def __init__(self, mechanism: Any, unit: Unit) -> None:
        """Keep whose states these are (they are looked up each time: a restored mechanism has new arrays)."""
        self.mechanism, self.unit = mechanism, unit

    def __getattr__(self, name: str) -> Any:
        if name in ("signed", "pledged"):
            return getattr(self.mechanism, f"{name}_{self.unit}")
        return getattr(self.mechanism, f"{self.unit}_{name}")

    def rule(self, p: Parameters) -> Rule:
        """Return how matters of these units are counted: a lift is a grave matter in the sense of the Civil Code."""
        if p.rule == "owners":
            return RULES["civil code, grave" if self.unit == "gate" else "civil code"]
        return RULES[_NAMED[p.rule]]

    # What is in hand

    def busy(self) -> bool:
        """Tell whether anything is in hand anywhere."""
        return bool(self.stage.any())

    def free(self, week: Week) -> np.ndarray:
        """Return bool [units], where something may be taken up."""
        return np.asarray((self.stage == Stage.FREE) & (self.at <= week.number) & week.covers(self.unit))

    def in_hand(self) -> np.ndarray:
        """Return bool [units], where a matter waits for a decision."""
        return np.asarray((self.stage >= Stage.HEARING) & (self.stage <= Stage.DESK))

    def open_for(self, now: int, weeks: int) -> int:
        """Return how many matters have waited for a decision for longer than some weeks by an absolute week."""
        return int(np.count_nonzero(self.in_hand() & (now - self.opened > weeks)))

    def due(self, week: Week, stage: Stage) -> np.ndarray:
        """Return int64, units that stand at a stage and whose time has come."""
        return np.flatnonzero((self.stage == stage) & (self.at <= week.number) & week.covers(self.unit))

    def begin(self, week: Week, which: np.ndarray, numbers: np.ndarray, stage: Stage, at: int, until: int) -> None:
        """Put matters on the agenda, to be decided until an absolute week; nobody has voted yet."""
        self.matter[which], self.stage[which], self.at[which] = numbers, stage, at
        self.round[which], self.voted[which], self.word[which], self.given[which], self.opened[which] = 0, 0, -1, 0.0, week.number
        self.until[which] = until
        table = week.units(self.unit)
        self.signed[ranges(table.lo[which], table.hi[which])[1]] = False

    def go_on(self, which: np.ndarray, stage: Stage, at: int) -> None:
        """Go on to the next stage in some week; a new round of votes begins at zero."""
        self.stage[which], self.at[which], self.voted[which] = stage, at, 0

    def close(self, which: np.ndarray, not_before: int) -> None:
        """Take matters off the agenda; nothing is taken up before a week."""
        self.matter[which], self.stage[which], self.at[which], self.word[which] = 0, Stage.FREE, not_before, -1

    def weeks_open(self, now: int) -> int:
        """Return for how many weeks matters have waited by an absolute week, added up."""
        return int((now - self.opened[self.in_hand()]).sum())

    def forget_lapsed(self, week: Week) -> np.ndarray:
        """Take off what has lapsed undecided; return the units."""
        open_ = self.in_hand()
        if not open_.any():
            return np.zeros(0, np.int64)
        gone = np.flatnonzero(open_ & (self.until < week.number))
        self.fail(week, gone)
        return gone

    def fail(self, week: Week, which: np.ndarray) -> None:
        """Take off what has failed or lapsed: a lift rests for some time, in a compound something else may come up."""
        self.close(which, week.number + (self.mechanism.now.rest_weeks if self.unit == "gate" else 1))
        if self.unit == "gate" and len(which):
            week.volunteers.vacate(CONVENOR, which)

    def complete(self, week: Week, vote_weeks: int) -> np.ndarray:
        """Return int64, units where the round of votes is over: its weeks have passed, or all have voted."""
        voting = np.flatnonzero((self.stage == Stage.VOTE) & (self.voted > 0))
        if len(voting) == 0:
            return voting
        over = self.voted[voting] >= vote_weeks
        waiting = voting[~over]
        if len(waiting):
            over[~over] = np.bincount(self.concern(week, waiting, voters=True)[0], minlength=len(waiting)) == 0
        return np.asarray(voting[over & week.covers(self.unit)[voting]])

    # Who is concerned

    def concern(self, week: Week, which: np.ndarray, *, voters: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (place in `which`, row, what hangs on it) of the adults concerned; `voters`: of those who have a vote and have not given it."""
        h, starts = week.deciding.concerned(self.matter[which]), week.places.flat_rows
        at, rows = ranges(starts[h.flats], starts[h.flats + 1])
        kept = week.residents.age[rows] >= ADULT
        if voters:
            kept &= h.entitled[at] & ~self.signed[rows]
        return h.which[at[kept]], rows[kept], h.intensity[at[kept]]

    def supporters(self, week: Week, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (unit, row) of the adults of households that have a vote and gain."""
        h, starts = week.deciding.concerned(self.matter[which]), week.places.flat_rows
        for_it = np.flatnonzero(h.entitled & (h.gain > 0.0))
        at, rows = ranges(starts[h.flats[for_it]], starts[h.flats[for_it] + 1])
        kept = week.residents.age[rows] >= ADULT
        return which[h.which[for_it[at[kept]]]], rows[kept]

    def voters(self, week: Week, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (place in `which`, row) of those who have voted."""
        k, rows = self._people(week, which)
        voted = self.signed[rows]
        return k[voted], rows[voted]

    def _people(self, week: Week, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (place in `which`, row) of all who live in some units."""
        table = week.units(self.unit)
        return ranges(table.lo[which], table.hi[which])

    def who_holds(self, week: Week, which: np.ndarray, k: np.ndarray, rows: np.ndarray, reason: np.ndarray) -> np.ndarray:
        """Return bool [m], whose household holds the reason of the matter they are concerned by: they tell it afterwards.

        Args:
            week: this week.
            which: units.
            k: int64 [m], place in `which`.
            rows: int64 [m], residents.
            reason: int64 [which], -1: none.
        """
        h, flats = week.deciding.concerned(self.matter[which]), week.places.flats
        one = reason[h.which]
        holds = (one >= 0) & ((h.reasons >> np.maximum(one, 0).astype(np.uint32)) & np.uint32(1) != 0)
        return np.isin(k * flats + week.residents.flat[rows], (h.which * flats + h.flats)[holds])

    def hear_word(self, week: Week, which: np.ndarray | int) -> None:
        """Let those whom what was said at the last hearing of some units has reached along a talk take it over."""
        units = np.atleast_1d(which)
        units = units[self.word[units] >= 0]
        if len(units):
            k, rows = self._people(week, units)
            knows = week.word.knows(self.word[units][k], rows)
            k, rows = k[knows], rows[knows]
            week.deciding.adopt_all(self.matter[units], k, rows, self.reason[units][k])

    # Decisions

    def committee_decides(self, week: Week, unit: int) -> bool:
        """Return how the committee decides: by what those stand for whom its members know; where they know nobody, the plan goes through."""
        h = week.deciding.households(int(self.matter[unit]))
        members = week.offices.holder(MEMBER)[week.units(self.unit).community[unit]]
        members = np.atleast_1d(members)
        members = members[members >= 0]
        first = week.places.flat_rows[h.flats]
        pairs = np.repeat(members, len(first)), np.tile(first, len(members))
        known = week.known(*pairs).reshape(len(members), len(first)).any(axis=0) if len(members) else np.zeros(len(first), np.bool_)
        return not known.any() or float(h.positions[known].mean()) > 0.0

    def quarrel(self, week: Week, subject: str, h: Households, won: np.ndarray, angry: np.ndarray, chance: float) -> int:
        """Let households that lost and do not accept it quarrel with the nearest one that won; return how many do.

        Args:
            week: this week.
            subject: what such a quarrel counts as.
            h: where the households stood.
            won: bool [h], which got their way.
            angry: rows of adults who do not accept the result.
            chance: of one to whom the matter is everything.
        """
        r, starts = week.residents, week.places.flat_rows
        flat, first = np.unique(r.flat[angry], return_index=True)
        at = np.searchsorted(h.flats, flat)
        upset = week.draw("quarrels", r.identity[angry[first]]) < chance * h.intensity[at]
        rows, at = angry[first][upset], at[upset]
        others = np.flatnonzero(won)
        if len(rows) == 0 or len(others) == 0:
            return 0
        nearest = others[np.abs(h.flats[at][:, None] - h.flats[others][None, :]).argmin(axis=1)]
        return len(week.disputes.begin(subject, rows, starts[h.flats[nearest]].astype(np.int64)))


__all__ = ["ADULT", "CONVENOR", "MEMBER", "SUBJECTS", "TITLES", "UNITS", "Agenda", "Stage"]
