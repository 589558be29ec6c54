"""Disputes: quarrels of near neighbours, of households with the property company, and the roads that they take.

In the world
    Near neighbours (same or next landing) quarrel now and then: about noise, a leak, parking, a dog, things left in
    the stairwell. Most talk it over, and two who know each other do so more often; some quarrel so loudly that others
    hear; few ask somebody else. Households and the property company (物业公司) disagree about fees, repairs, common
    income, safety. What nobody settles falls silent. Official records hold what a road likes to report.
How it works here
    A case stands on one road at a time. It begins with the talk of the two (or is swallowed). Whenever it is not
    settled, the two go on by themselves week by week. A side may *ask*; then a mechanism may *claim* the case for a
    road (gate head, committee, property company, hall, court). Claims of a week are granted together, by priority and
    then by a keyed draw. Who holds a case *works* on it, at most once a week, with log-odds of its own, may end it by
    a ruling on roads that rule, or gives it back. After some attempts the road gives it up, and another may have it;
    given-up disputes with the company may be taken to court. Before quarrels of neighbours begin, the norms in force
    are asked.
    Between neighbours, beginning, settling and falling silent are experiences with neighbours. Who was
    heard on an institution's road, or passed over, has an experience with institutions.
Left out
    What a quarrel does to the tie of the two; several households on a side; the months of a trial in detail; costs of
    a trial.
Fails when
    Nobody opens a road: then all that the two do not settle falls silent. Mediators hear one side only.
Sources
    evidence.md: about 1.5 disputes per 1,000 people and year reach mediation, recorded success 95-98 % since cases
    that failed are not recorded; 354,973 property cases in courts in 2017. Log-odds and shares of kinds are assumed
    (dispute_constants.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.measure import State
from ..people.constants import TrustConstants
from ..people.experiences import Experience
from ..people.places import Places
from ..people.service_constants import ServiceConstants
from ..people.units import event_identity, ranges
from .base import NOBODY
from .case_book import CaseBook
from .dispute_norms import Norm
from .dispute_table import (
    ACCEPTED,
    ALOUD,
    BOUND,
    COURT,
    IMPOSED,
    KINDS,
    MOVED,
    RELATIONS,
    ROADS,
    SETTLED,
    SILENCE,
    SWALLOW,
    TALK,
    Open,
    Relation,
)
from .disputes_kernels import (
    ASKS,
    FALLS_SILENT,
    GETS_LOUD,
    MOVES,
    RULED_FOR_A,
    RULED_FOR_B,
    SETTLES,
    TO_COURT,
    DisputeRule,
    begin_quarrels,
    go_on,
)

if TYPE_CHECKING:
    from .moment import Moment

_OVER = np.isin(np.arange(RULED_FOR_B + 1), (SETTLES, MOVES, FALLS_SILENT, RULED_FOR_A, RULED_FOR_B))


class _Claims(NamedTuple):
    """What one mechanism asked for at once: cases, for a road, at a priority; and the index of its name."""

    numbers: np.ndarray
    road: int
    priority: int
    holder: int


class Disputes(CaseBook):
    """Disputes of a society: how they begin, go on by themselves, are claimed, worked on, ruled. `CaseBook` counts them.

    Attributes:
        norms: asked before quarrels of neighbours begin; one begins if all of them let it. They are not saved: who
            has norms adds them when the society is made.
        company: bool [compounds], where there is a property company (see `company_exists`).
    """

    name = "disputes"

    def __init__(self, trust: TrustConstants, constants: ServiceConstants, places: Places) -> None:
        """Begin without disputes, norms and property companies."""
        super().__init__(constants.quarrels, places)
        self.trust, self.constants = trust, constants.disputes
        self.norms: list[Norm] = []
        self._claims: list[_Claims] = []
        self._shares = {relation: self._share(relation) for relation in RELATIONS}
        self.company_exists(np.zeros(places.compounds, np.bool_))

    def _share(self, relation: Relation) -> tuple[np.ndarray, np.ndarray]:
        codes = np.flatnonzero([kind.relation == relation for kind in KINDS])
        names = [KINDS[code].name for code in codes]
        parts = np.cumsum([float(getattr(self.constants, name)) for name in names])
        if parts[-1] <= 0.0:
            raise ValueError(f"no kind of dispute ({relation}) has a share; give some to one of {', '.join(names)}")
        return codes.astype(np.uint8), parts / parts[-1]

    def company_exists(self, compounds: np.ndarray) -> None:
        """Say in which compounds there is a property company: bool [compounds]. Only there do disputes with it begin.

        Raises:
            ValueError: another number of compounds.
        """
        p = self.places
        mask = np.array(compounds, np.bool_)
        if mask.shape != (p.compounds,):
            raise ValueError(f"one yes or no for each compound is needed, {p.compounds} of them, not {mask.shape}")
        self.company = mask
        lived_in = np.flatnonzero(np.diff(p.flat_rows) > 0)
        self._flats = lived_in[self.company[p.unit_of_row(p.compound_rows, p.flat_rows[lived_in])]]

    # How they begin

    def arise(self, week: Moment) -> None:
        """Let disputes begin (phase react, after needs for help)."""
        if self.trust.quarrels > 0.0:
            self._between_neighbours(week)
        if len(self._flats) and self.constants.company > 0.0:
            self._with_company(week)

    def _between_neighbours(self, week: Moment) -> None:
        r, p = week.residents, week.places
        chance = min(self.trust.quarrels / 52.0, 1.0)
        left, right = begin_quarrels(
            np.uint64(week.society.seed), np.int64(week.number), chance, r.identity, r.flat, r.gate, p.gate_landings,
            p.landing_rows,
        )  # fmt: skip
        if len(left) == 0:
            return
        number = event_identity("matters", "quarrel", week.number, r.identity[left])
        self.quarrel(week, number, self._kinds(week, number, "neighbours"), left, right)

    def quarrel(self, week: Moment, number: np.ndarray, kind: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Let quarrels (numbers, indices in `KINDS`, two rows each) begin that no norm prevents; return the numbers of those."""
        if self.norms:
            begins = np.logical_and.reduce([norm(week, kind, left, right) for norm in self.norms])
            self.prevented += np.bincount(kind[~begins], minlength=len(KINDS))
            number, kind, left, right = number[begins], kind[begins], left[begins], right[begins]
        road = np.full(len(left), TALK)
        if self.constants.swallow > 0.0:
            road[week.draw("dispute swallowed", number) < self.constants.swallow] = SWALLOW
        week.experience(Experience.QUARRELLED, left)
        week.experience(Experience.QUARRELLED, right)
        self._begin(week, number, left, right, kind, road)
        return number

    def _with_company(self, week: Moment) -> None:
        r, rows = week.residents, week.places.flat_rows
        identity = r.identity[rows[self._flats]]
        hit = (week.draw("dispute with the company", identity) < min(self.constants.company / 52.0, 1.0)).nonzero()[0]
        if len(hit) == 0:
            return
        # The person of the household, a grown-up if there is one, whose keyed draw is the highest.
        which, row = ranges(rows[self._flats[hit]], rows[self._flats[hit] + 1])
        order = np.lexsort((week.draw("dispute for the household", r.identity[row]), r.age[row] >= 18, which))
        a = row[order[np.cumsum(np.bincount(which)) - 1]]
        number = event_identity("disputes", "company", week.number, identity[hit])
        self._begin(week, number, a, np.full(len(a), -1), self._kinds(week, number, "company"), np.full(len(a), TALK))

    def _kinds(self, week: Moment, numbers: np.ndarray, relation: Relation) -> np.ndarray:
        codes, share = self._shares[relation]
        place = np.searchsorted(share, week.draw("dispute kind", numbers), side="right")
        return np.asarray(codes[np.minimum(place, len(codes) - 1)])

    def _begin(
        self, week: Moment, number: np.ndarray, a: np.ndarray, b: np.ndarray, kind: np.ndarray, road: np.ndarray
    ) -> None:
        self.begun += np.bincount(kind, minlength=len(KINDS))
        self.open = self.open.and_(Open.begun(number, a, b, week.residents.identity, kind, week.number, road))

    # How they go on by themselves

    def react(self, week: Moment) -> None:
        """Let open cases go on by themselves (phase react, before needs for help)."""
        self.settle_claims(week)
        o = self.open
        if len(o.number) == 0:
            return
        if (o.holder >= 0).any():
            # What was claimed and not worked on for long is given back: its holder may no longer exist.
            idle = week.number - np.maximum(o.since, o.tried_in) > self.constants.claim_weeks
            self.release(np.flatnonzero((o.holder >= 0) & idle))
        s, r = week.society, week.residents
        happened = go_on(
            np.uint64(s.seed), np.int64(week.number), self._rule(week), o, r.identity, r.trust_neighbours, r.arrival,
            week.places.community_rows, s.ties, s.fade,
        )  # fmt: skip
        if happened.any():
            self._follow(week, happened)

    def _rule(self, week: Moment) -> DisputeRule:
        q, c, cut = self.quarrels, self.constants, week.society.constants.ties
        return DisputeRule(
            q.base, q.known, q.friendly, q.trust, q.report, q.lingers, q.attempts, c.aloud, c.company_base,
            c.company_report, c.court, c.court_weeks, c.court_household, cut.acquaintance, cut.friendly,
        )  # fmt: skip

    def _follow(self, week: Moment, happened: np.ndarray) -> None:
        """Draw the consequences of what happened to each open case: agreements first, then silences, then rulings."""
        o, seen = self.open, np.bincount(happened, minlength=RULED_FOR_B + 1).tolist()
        if seen[ASKS]:
            asks = np.flatnonzero(happened == ASKS)
            o.asked[asks] = True
            self.asked += np.bincount(o.kind[asks], minlength=len(KINDS))
        if seen[GETS_LOUD]:
            o.road[happened == GETS_LOUD] = ALOUD
        if seen[TO_COURT]:
            o.road[happened == TO_COURT], o.since[happened == TO_COURT] = COURT, week.number
        if seen[SETTLES]:
            talked = np.flatnonzero(happened == SETTLES)
            self.between(week, Experience.SETTLED, talked)
            self.count(talked, np.where(o.road[talked] == ALOUD, ALOUD, TALK), SETTLED)
        if seen[FALLS_SILENT]:
            self._fall_silent(week, np.flatnonzero(happened == FALLS_SILENT))
        if seen[MOVES]:
            moved = np.flatnonzero(happened == MOVES)
            self.count(moved, o.road[moved], MOVED)
        if seen[RULED_FOR_A] or seen[RULED_FOR_B]:
            ruled = np.flatnonzero((happened == RULED_FOR_A) | (happened == RULED_FOR_B))
            self._rule_on(week, ruled, happened[ruled] == RULED_FOR_A, np.zeros(len(ruled), np.bool_), NOBODY)
        self.close(np.flatnonzero(_OVER[happened]))

    def _fall_silent(self, week: Moment, silent: np.ndarray) -> None:
        o = self.open
        self.between(week, Experience.LINGERED, silent)
        self.count(silent, o.road[silent], SILENCE)
        # A household that asked about the company and was never given an hour has been passed over.
        unheard = silent[(o.b[silent] < 0) & o.asked[silent] & ~o.tries[silent].any(axis=1)]
        week.experience(Experience.PASSED_OVER, o.a[unheard])
        at, road = np.nonzero((o.tries[silent] > 0) & (o.tries[silent] < self.quarrels.attempts))
        self.record_failed(week, silent[at], road)

    # How they are claimed, worked on and ruled

    def claim(self, numbers: np.ndarray, road: int, priority: int, by: int) -> np.ndarray:
        """Note claims of mechanism `by` until they are granted; return bool [m], which cases can be claimed for this road."""
        place = self.open.find(numbers)
        found = place >= 0
        found[found] = self.free(road)[place[found]]
        if found.any():
            if self.holder_of(by) < 0:
                self.names.append(self.name_of(by))
            self._claims.append(_Claims(numbers[found], road, priority, self.holder_of(by)))
        return found

    def settle_claims(self, week: Moment) -> None:
        """Grant the claims of this week: of several for a case that of the highest priority, then of the highest draw.

        To be called once, after all mechanisms have planned and before any of them works; `react` does it at the
        latest.
        """
        if not self._claims:
            return
        claims, self._claims = self._claims, []
        numbers = np.concatenate([c.numbers for c in claims])
        drawn = [week.draw(f"dispute claim {self.names[c.holder]} {ROADS[c.road].name}", c.numbers) for c in claims]
        which = np.repeat(np.arange(len(claims)), [len(c.numbers) for c in claims])
        order = np.lexsort((np.concatenate(drawn), np.array([c.priority for c in claims])[which], numbers))
        best = order[np.append(numbers[order][1:] != numbers[order][:-1], True)]
        place = self.open.find(numbers[best])
        free = place >= 0
        free[free] = self.open.holder[place[free]] < 0
        at, won, o = place[free], which[best[free]], self.open
        o.holder[at] = np.array([c.holder for c in claims])[won]
        o.road[at] = np.array([c.road for c in claims])[won]
        o.since[at] = week.number

    def place_of(self, numbers: np.ndarray, by: int) -> np.ndarray:
        """Return the places of cases in the table, -1 of those that have ended.

        Raises:
            ValueError: a case that is open and not held by mechanism `by`.
        """
        place = self.open.find(numbers)
        there = place[place >= 0]
        other = self.open.holder[there] != self.holder_of(by)
        if other.any():
            number = self.open.number[there[other][0]]
            name = self.name_of(by)
            raise ValueError(f"case {number} is not held by {name}: claim it in plan, and see `mine` once it is granted")
        return place

    def work(self, week: Moment, at: np.ndarray, log_odds: np.ndarray, heard: np.ndarray, by: int) -> np.ndarray:
        """Make an attempt at held cases.

        Args:
            week: this week.
            at: places in the table; they are no longer valid afterwards.
            log_odds: float [m], held within -8 and 8.
            heard: bool [m, 2], which of the two sides are heard.
            by: number of the mechanism.

        Returns:
            bool [m], settled.

        Raises:
            ValueError: a case has been worked on this week.
        """
        o = self.open
        again = at[o.tried_in[at] == week.number]
        if len(again):
            raise ValueError(f"case {o.number[again[0]]} has been worked on this week; once a week is allowed")
        bounded = np.clip(log_odds, -BOUND, BOUND)
        settled = week.draw("matters mediate", o.number[at]) < 1.0 / (1.0 + np.exp(-bounded))
        o.tried_in[at] = week.number
        road = o.road[at]
        o.tries[at, road] += 1
        done = at[settled]
        self.between(week, Experience.SETTLED, done, by)
        self._heard(week, done, heard[settled], by)
        self.count(done, o.road[done], SETTLED)
        self.record_settled(done)
        up = ~settled & (o.tries[at, road] >= self.quarrels.attempts)
        self.record_failed(week, at[up], road[up])
        self.release(at[up])
        self.close(done)
        return np.asarray(settled)

    def _heard(self, week: Moment, at: np.ndarray, heard: np.ndarray, by: int) -> None:
        """Who was heard has that experience; who was not, while the other side was, has been passed over."""
        rows = np.stack([self.open.a[at], self.open.b[at]])
        present = heard.T & (rows >= 0)
        absent = ~heard.T & heard.T[::-1] & (rows >= 0)
        week.experience(Experience.HEARD, rows[present], by)
        week.experience(Experience.PASSED_OVER, rows[absent], by)

    def rule(self, week: Moment, at: np.ndarray, for_a: np.ndarray, accepted: np.ndarray, by: int) -> None:
        """End held cases (places in the table, no longer valid afterwards) by a ruling.

        Raises:
            ValueError: a case stands on a road that does not rule.
        """
        wrong = [ROADS[road] for road in np.unique(self.open.road[at]) if not ROADS[road].rules]
        if wrong:
            ruling = " and ".join(road.name for road in ROADS if road.rules)
            raise ValueError(f"the road {wrong[0].name!r} does not rule; {ruling} do")
        self._rule_on(week, at, for_a, accepted, by)
        self.close(at)

    def _rule_on(self, week: Moment, at: np.ndarray, for_a: np.ndarray, accepted: np.ndarray, by: int) -> None:
        if len(at) == 0:
            return
        self.between(week, Experience.SETTLED, at[accepted], by)
        # The winner has been heard, and so has a loser who accepts.
        self._heard(week, at, np.stack([for_a | accepted, ~for_a | accepted], axis=1), by)
        self.count(at, self.open.road[at], np.where(accepted, ACCEPTED, IMPOSED))
        self.record_settled(at)

    def mediation_log_odds(self, week: Moment, numbers: np.ndarray, skill: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return float64 [m]: log-odds that an evening with a mediator settles a case (0 where it has ended).

        Args:
            week: this week.
            numbers: of the cases.
            skill: float [m], civic disposition of each mediator.
            known: bool [m], whether all sides know the mediator.
        """
        place = self.open.find(numbers)
        at, q, trust = np.maximum(place, 0), self.quarrels, week.residents.trust_neighbours
        if len(self.open.number) == 0:
            return np.zeros(len(numbers))
        a, b = self.open.a[at], self.open.b[at]
        both = 0.5 * (trust[a] + trust[np.where(b >= 0, b, a)]) - 0.5
        found = q.mediate + q.mediator_known * known + q.mediator_skill * skill + q.trust * both
        return np.where(place >= 0, found, 0.0)

    def state(self) -> State:
        """Return what has to be saved."""
        return {**super().state(), "company": self.company}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        self.company_exists(saved["company"])
        self._claims = []
