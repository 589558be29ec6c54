"""What is kept of the last election, and what is measured: the official count, a survey of today's adults, who is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.mechanism import Mechanism
from ..ground.measure import share_of
from ..people.declared import counter, measure, state
from ..people.residents import Role
from .election_parameters import UnifiedElectionsParameters
from .election_rules import ADULT

if TYPE_CHECKING:
    from ..contract.view import View

HEAD, MEMBER = "gate head", "committee member"
"""The post and the office of ordinary life that an election has to do with."""
CANDIDATE = "committee candidate"
"""Kind of post of those who stand."""
NEVER = -1_000_000
"""As a week: no date is fixed."""


def seats_of(week: View) -> np.ndarray:
    """Return int32 [communities, seats], rows of the committees' members, -1 where a seat is vacant."""
    return np.asarray(week.offices.holder(MEMBER)).reshape(len(week.units("community").lo), -1)


def list_of(week: View) -> np.ndarray:
    """Return int32 [communities, lines of the ballot], rows of those who stand, -1 where a line is empty; those asked to stand come first."""
    return np.asarray(week.volunteers.holder(CANDIDATE)).reshape(len(week.units("community").lo), -1)


def know_a_member(week: View, rows: np.ndarray) -> np.ndarray:
    """Return bool [m], who of `rows` has met a member of their committee in office, is acquainted with one or lives with one."""
    r, known = week.residents, np.zeros(len(rows), np.bool_)
    in_office = np.atleast_2d(week.offices.knows(MEMBER))
    for seat, holder in enumerate(seats_of(week)[week.unit_of("community", rows)].T):
        held = holder >= 0
        mine, one = rows[held], holder[held].astype(np.int64)
        known[held] |= in_office[seat, mine] | (r.flat[mine] == r.flat[one]) | week.known(mine, one)
    return known


class ElectionRecord(Mechanism[UnifiedElectionsParameters]):
    """What is kept of elections and measured; unified_elections.py holds them.

    What is kept: poll_week (scenario week of the next day, NEVER: none is fixed) and tries of each community; of each resident, for the election in
    hand, whether a gate head reached them, they signed up, came to an evening with candidates, the word that they stand (-1 none), whether they are
    on the roll, how many ballots they cast, and whether theirs was brought by another.
    """

    # When
    poll_week: np.ndarray = state("community", NEVER)
    tries: np.ndarray = state("community", 0)
    # The election in hand
    reached: np.ndarray = state("resident", False, on_move=False)
    signed: np.ndarray = state("resident", False, on_move=False)
    met: np.ndarray = state("resident", False, on_move=False)
    word: np.ndarray = state("resident", -1, on_move=-1)
    on_roll: np.ndarray = state("resident", False, on_move=False)
    ballots: np.ndarray = state("resident", 0, on_move=0)
    brought: np.ndarray = state("resident", False, on_move=False)
    # The last election
    voted: np.ndarray = state("resident", False, on_move=False)
    elected: np.ndarray = state("resident", False, on_move=False)
    proposed: np.ndarray = state("resident", False, on_move=False)
    grown_up: np.ndarray = state("community", 0)
    in_person: np.ndarray = state("community", 0)
    roll_size: np.ndarray = state("community", 0)
    counted: np.ndarray = state("community", 0)
    marked: np.ndarray = state("community", 0)
    marked_known: np.ndarray = state("community", 0)
    stood: np.ndarray = state("community", 0)
    knew: np.ndarray = state("community", 0)
    asked_then: np.ndarray = state("community", 0)

    elections: int = counter("elections held", "举行的选举", unit="elections")
    void: int = counter("elections that were void", "无效的选举", unit="elections")
    failed: int = counter("terms in which no election was valid", "届满未能选出的次数", unit="elections")
    put_off: int = counter("weeks by which polling was put off for want of staff or money", "因人手或经费推迟投票的周数", unit="weeks")
    boxes: int = counter("gates to which a mobile box went", "流动票箱到过的楼门", unit="gates")
    boxes_missing: int = counter("gates to which no box went for want of staff", "因人手不足未到的楼门", unit="gates")
    doors_knocked: float = counter("doors at which gate heads knocked before elections", "选举前楼门长上门户数", unit="doors", whole=False)

    # Measures

    @measure("voted in person at the last election", "上次选举本人投票", unit="share of adults then", kind="share", headline=True)
    def turnout(self) -> float:
        """Share of all adults who went to the ballot or had the box at their door."""
        held = self.roll_size > 0
        return share_of(int(self.in_person[held].sum()), int(self.grown_up[held].sum()))

    @measure("official: turnout of the last election", "官方统计：上次选举投票率", unit="ballots for each name on the roll", kind="share", beside="turnout")
    def official_turnout(self) -> float:
        """Ballots counted, those of others brought along too, by the names on the roll: of adults, households or delegates."""
        return share_of(int(self.counted.sum()), int(self.roll_size.sum()))

    @measure("survey: adults of today who voted themselves", "调查：现有成年居民本人投过票", unit="share of adults", kind="share")
    def surveyed(self) -> float:
        """Share of the adults who live here now who say that they voted themselves; who came later did not."""
        return self._said(np.ones(self.view.residents.n, np.bool_))

    @measure("survey: aged 18 to 29 who voted", "调查：18至29岁投票", unit="share of them", kind="share")
    def surveyed_18_29(self) -> float:
        """The same of those of 18 to 29."""
        return self._aged(ADULT, 29)

    @measure("survey: aged 50 to 59 who voted", "调查：50至59岁投票", unit="share of them", kind="share")
    def surveyed_50_59(self) -> float:
        """The same of those of 50 to 59."""
        return self._aged(50, 59)

    @measure("survey: aged 70 to 79 who voted", "调查：70至79岁投票", unit="share of them", kind="share")
    def surveyed_70_79(self) -> float:
        """The same of those of 70 to 79."""
        return self._aged(70, 79)

    @measure("survey: Party members who voted", "调查：党员投票", unit="share of them", kind="share")
    def surveyed_party(self) -> float:
        """The same of Party members."""
        return self._said((self.view.residents.roles & int(Role.PARTY)) != 0)

    @measure("survey: others who voted", "调查：非党员投票", unit="share of them", kind="share")
    def surveyed_others(self) -> float:
        """The same of those who are not in the Party."""
        return self._said((self.view.residents.roles & int(Role.PARTY)) == 0)

    def _aged(self, low: int, high: int) -> float:
        return self._said((self.view.residents.age >= low) & (self.view.residents.age <= high))

    def _said(self, who: np.ndarray) -> float:
        who = who & (self.view.residents.age >= ADULT) & (self.roll_size > 0)[self.view.unit_of("community", np.arange(len(who)))]
        return share_of(int(np.count_nonzero(self.voted & who)), int(np.count_nonzero(who)))

    @measure("adults who know somebody on the committee", "认识至少一名居委会成员的成年人", unit="share of adults", kind="share", headline=True)
    def know_one(self) -> float:
        """Share of adults who have met a member in office, are acquainted with one or live with one."""
        rows = np.flatnonzero(self.view.residents.age >= ADULT)
        return share_of(int(np.count_nonzero(know_a_member(self.view, rows))), len(rows))

    @measure("adults who knew somebody elected on the day", "当选当日认识至少一名当选者的成年人", unit="share of adults then", kind="share", headline=True)
    def knew_then(self) -> float:
        """The same in the week of the count, of those elected at the last valid election; nothing before the first."""
        return share_of(int(self.knew.sum()), int(self.asked_then.sum()))

    @measure("votes for somebody whom the voter knew or had met", "投给熟人或见过者的票", unit="share of votes", kind="share")
    def known_votes(self) -> float:
        """Share of the votes of the last elections that went to somebody whom the voter knew or had met."""
        return share_of(int(self.marked_known.sum()), int(self.marked.sum()))

    @measure("seats held by somebody elected", "由选举产生的席位", unit="share of seats", kind="share")
    def elected_seats(self) -> float:
        """Share of the seats of committees whose holder was elected."""
        holder = seats_of(self.view)
        return share_of(int(np.count_nonzero(self.elected[holder[holder >= 0]])), holder.size)

    @measure("of the elected, proposed by those in charge", "当选者中由组织提名者", unit="share of those elected", kind="share")
    def from_the_list(self) -> float:
        """Share of the members elected whom those in charge had asked to stand; the others stood unasked."""
        return share_of(int(np.count_nonzero(self.elected & self.proposed)), int(np.count_nonzero(self.elected)))

    @measure("candidates at the last election", "上次选举候选人数", unit="people a community", kind="number")
    def candidates(self) -> float:
        """Names on the ballot, mean of the communities that have had an election; 0 before the first."""
        held = self.roll_size > 0
        return float(self.stood[held].mean()) if held.any() else 0.0
