"""The desk of disputes: what one mechanism may do with them.

A mechanism sees the cases in which somebody has asked, claims some of them for its road in plan, finds in `mine` what
was granted, and works on it: an attempt a week, with log-odds that it answers for. It never writes what people
experience.
"""

from __future__ import annotations

import numpy as np

from ..ground.random import absorb_many
from ..people.units import event_identity
from .base import Desk
from .case_book import Place
from .dispute_table import KINDS, Cases, Relation, case_numbers, kind_number, road_number
from .disputes import Disputes

HIGHEST = 9
"""Highest priority of a claim."""


class DisputesDesk(Desk[Disputes]):
    """What one mechanism may do with disputes. Cases are named by their permanent numbers (uint64)."""

    __slots__ = ()

    def waiting(
        self,
        kind: str | None = None,
        relation: Relation | None = None,
        unit: Place | None = None,
        road: str | None = None,
    ) -> Cases:
        """Return the cases in which a side has asked and that nobody holds, the longest open first.

        Args:
            kind: of this kind only, by name.
            relation: "neighbours" or "company" only.
            unit: only of residents who live there: ("gate", "compound" or "community"; a mask over all these units,
                or indices).
            road: without those that this road has given up.

        Raises:
            ValueError: no such kind, relation, unit or road.
        """
        return self._service.waiting(kind, relation, unit, None if road is None else road_number(road))

    def loud(self, unit: Place | None = None) -> Cases:
        """Return the quarrels of neighbours that others hear, whether or not anybody has asked."""
        return self._service.loud(unit)

    def hearers(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return who hears some quarrels: (index in `numbers`, row of a resident of one of the two landings)."""
        return self._service.hearers(self.week, case_numbers(numbers))

    def begin(self, subject: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Let quarrels of neighbours begin over something that the mechanism knows of, one each of left[k] and right[k].

        Norms are asked, and a quarrel may be swallowed, as of any other. Call it in the phase react: others begin then too.

        Args:
            subject: name of a kind of dispute between neighbours.
            left: rows, [m]. Two who quarrel over a subject already in this week do not begin once more.
            right: rows of the same community, [m], of another household each.

        Returns:
            uint64, numbers of the cases that began.

        Raises:
            ValueError: no such kind of dispute between neighbours, or two of one household or of two communities.
        """
        kind = kind_number(subject)
        if KINDS[kind].relation != "neighbours":
            raise ValueError(f"neighbours do not quarrel about {subject!r}: that is between a household and the property company")
        a, b = np.asarray(left, np.int64), np.asarray(right, np.int64)
        r, community = self.week.residents, self.week.places.community_rows
        if len(a) and (r.flat[a] == r.flat[b]).any():
            raise ValueError("two of one household do not quarrel as neighbours")
        if len(a) and (np.searchsorted(community, a, side="right") != np.searchsorted(community, b, side="right")).any():
            raise ValueError("two who quarrel live in one community")
        # One after the other: what is absorbed is added bit by bit, so that two identities absorbed at once would be many pairs' alike.
        pair = absorb_many(absorb_many(np.uint64(0), r.identity[a]), r.identity[b])
        number = event_identity("disputes", f"begun {subject}", self.week.number, pair)
        new = np.zeros(len(a), np.bool_)
        new[np.unique(number, return_index=True)[1]] = True
        new &= ~np.isin(number, self._service.open.number)
        return self._service.quarrel(
            self.week, number[new], np.full(int(new.sum()), kind, np.uint8), a[new].astype(np.int32), b[new].astype(np.int32)
        )  # fmt: skip

    def claim(self, numbers: np.ndarray, road: str, priority: int = 0) -> np.ndarray:
        """Ask in plan for cases, to take them to a road. They are granted after all have planned.

        Args:
            numbers: of the cases.
            road: property company, committee, gate head, hall or court.
            priority: 0 to 9; of several claims for a case the highest is granted, of equal ones a keyed draw decides.

        Returns:
            bool [m], which cases can be claimed (a side has asked, nobody holds it, the road has not given it up).

        Raises:
            ValueError: no such road, a priority beyond its bounds, or numbers that are none.
        """
        if not 0 <= priority <= HIGHEST:
            raise ValueError(f"a priority is 0 to {HIGHEST}, not {priority}")
        return self._service.claim(case_numbers(numbers), road_number(road), int(priority), self.by)

    def mine(self, road: str | None = None) -> Cases:
        """Return the cases that this mechanism holds, on one road if it is given."""
        return self._service.held(self._service.holder_of(self.by), None if road is None else road_number(road))

    def work(self, numbers: np.ndarray, log_odds: np.ndarray | float, heard: np.ndarray | None = None) -> np.ndarray:
        """Make an attempt at cases that this mechanism holds. What has failed often enough is given up and goes back.

        Args:
            numbers: of the cases; those that have ended meanwhile are passed over.
            log_odds: that an attempt settles the case; held within -8 and 8.
            heard: bool [m, 2], which of the two sides were there and heard; None: both. Of a dispute with the company
                the second is the company.

        Returns:
            bool [m], settled by this attempt.

        Raises:
            ValueError: a case is held by somebody else, was worked on this week, or the log-odds are no numbers.
        """
        numbers = case_numbers(numbers)
        odds, sides = np.broadcast_to(np.asarray(log_odds, np.float64), numbers.shape), self._sides(heard, len(numbers))
        if np.isnan(odds).any():
            raise ValueError("log-odds are numbers, and one of these is none")
        found = np.zeros(len(numbers), np.bool_)
        place = self._place(numbers)
        there = np.flatnonzero(place >= 0)
        if len(there):
            found[there] = self._service.work(self.week, place[there], odds[there], sides[there], self.by)
        return found

    def in_vain(self, numbers: np.ndarray) -> None:
        """Count an attempt at held cases that could not be made (a side stayed away); what has failed often enough goes back.

        Raises:
            ValueError: a case is held by somebody else, or was worked on this week.
        """
        place = self._place(case_numbers(numbers))
        self._service.spent(self.week, place[place >= 0])

    def suggest(self, numbers: np.ndarray, log_odds: np.ndarray | float) -> np.ndarray:
        """Let somebody suggest to the two to ask for help: in cases in which neither has asked yet, one of them may do so now.

        Args:
            numbers: of the cases.
            log_odds: that a side follows; held within -8 and 8. One draw a case and week, whoever suggests it.

        Returns:
            bool [m], in which cases a side has asked now.

        Raises:
            ValueError: the log-odds are no numbers.
        """
        found = case_numbers(numbers)
        odds = np.broadcast_to(np.asarray(log_odds, np.float64), found.shape)
        if np.isnan(odds).any():
            raise ValueError("log-odds are numbers, and one of these is none")
        return self._service.suggest(self.week, found, odds)

    def decide(self, numbers: np.ndarray, for_a: np.ndarray, accepted: np.ndarray | None = None) -> None:
        """End cases that this mechanism holds on the road hall or court by a ruling.

        Args:
            numbers: of the cases; those that have ended meanwhile are passed over.
            for_a: bool [m], whether side a is right.
            accepted: bool [m], whether the loser accepts the ruling; None: no loser does. Who does not has been
                passed over.

        Raises:
            ValueError: a case is held by somebody else, or its road does not rule.
        """
        numbers = case_numbers(numbers)
        right = np.broadcast_to(np.asarray(for_a, np.bool_), numbers.shape)
        agreed = np.broadcast_to(np.asarray(False if accepted is None else accepted, np.bool_), numbers.shape)
        place = self._place(numbers)
        there = np.flatnonzero(place >= 0)
        if len(there):
            self._service.rule(self.week, place[there], right[there], agreed[there], self.by)

    def drop(self, numbers: np.ndarray) -> None:
        """Give cases back, so that others may claim them. Attempts that were made stay made.

        Raises:
            ValueError: a case is held by somebody else.
        """
        place = self._place(case_numbers(numbers))
        self._service.release(place[place >= 0])

    def mediation_log_odds(self, numbers: np.ndarray, skill: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return float64 [m]: log-odds that an evening with a mediator settles a case.

        Args:
            numbers: of the cases.
            skill: float [m], civic disposition of each mediator.
            known: bool [m], whether all sides know the mediator.
        """
        return self._service.mediation_log_odds(self.week, case_numbers(numbers), np.asarray(skill), np.asarray(known))

    def ended(self) -> np.ndarray:
        """Return int64 [kinds, roads, outcomes]: cases that have ended since the start (a copy; axes: dispute_table)."""
        return self._service.ended.copy()

    def prevented(self) -> np.ndarray:
        """Return int64 [kinds]: quarrels that did not begin since a norm was kept, since the start (a copy)."""
        return self._service.prevented.copy()

    def recorded(self) -> np.ndarray:
        """Return int64 [kinds, roads, 2]: cases not settled and settled, as the roads report them (a copy)."""
        return self._service.recorded.copy()

    def _place(self, numbers: np.ndarray) -> np.ndarray:
        return self._service.place_of(numbers, self.by)

    @staticmethod
    def _sides(heard: np.ndarray | None, n: int) -> np.ndarray:
        if heard is None:
            return np.ones((n, 2), np.bool_)
        sides = np.asarray(heard, np.bool_)
        if sides.shape != (n, 2):
            raise ValueError(f"heard is bool [{n}, 2], one of each side of each case, not {sides.shape}")
        return sides
