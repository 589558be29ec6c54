"""Visits on the array engine: who proposes, who is visited, the third, and the time there is (docs/rules.md, Visits)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from linli.model.foci.events import Events
from linli.model.people.constants import Constants, TieConstants, VisitHours
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.people.residents import Residents, Situation, pack_traits
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY, TICKS, clear_rows

Alike = Callable[..., Society]
NOBODY = IntroductionConstants(at_home=0.0, by_friend=0.0, told=0.0)
"""Nobody is introduced: what is counted are visits alone."""


def pairs_know(s: Society, closeness: Sequence[tuple[int, int, float]], size: int, week: int) -> None:
    """Give each block of `size` rows the ties (a, b, hours), as of this week."""
    n = s.residents.n
    clear_rows(s.ties, np.arange(n, dtype=np.int32))
    slots = [0] * size
    for a, b, hours in closeness:
        for x, y in ((a, b), (b, a)):
            rows = np.arange(0, n, size)
            s.ties.partner[rows + x, slots[x]] = rows + y
            s.ties.closeness[rows + x, slots[x]] = round(hours * TICKS)
            s.ties.slow[rows + x, slots[x]] = hours
            s.ties.last[rows + x, slots[x]] = week
            slots[x] += 1


def week_of_visits(s: Society, week: int) -> int:
    before = s.engine.tallies["visits"]
    s.engine.encounter(Events(), week)
    return s.engine.tallies["visits"] - before


def test_two_who_know_each_other_visit_as_often_as_the_closed_form(alike: Alike) -> None:
    """V = 2.5 h: one visit a week, in round 7 (each proposes with chance 1/2) or, if none was, in round 12 (all propose)."""
    constants = Constants(visits=VisitHours(retired=2.5), ties=TieConstants(p_join=0.0))
    hours = 40.0

    def differ(r: Residents) -> None:
        r.traits[::2] = pack_traits(np.array([0]), np.array([65]), np.array([0]), np.array([0]))
        r.traits[1::2] = pack_traits(np.array([1]), np.array([65]), np.array([0]), np.array([0]))

    s = alike(2000, {}, constants=constants, change=differ)
    held, weeks = 0, 15
    for week in range(weeks):
        pairs_know(s, [(0, 1, hours)], 2, week)
        held += week_of_visits(s, week)
        met = s.ties.slow[:, 0] > hours + 1.0
        assert np.array_equal(met[::2], met[1::2])
        assert np.array_equal(s.residents.talks > 0, met)
        assert s.ties.slow[:, 0].max() == pytest.approx(hours + 2.5)
    v = hours**2 * math.exp(constants.ties.beta * (3 - 2))
    p = v / (constants.ties.s0**2 + v)
    first, second = 1.0 - (1.0 - p / 2.0) ** 2, 1.0 - (1.0 - p) ** 2
    expected, pairs = first + (1.0 - first) * second, 1000 * weeks
    assert abs(held / pairs - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / pairs)


@pytest.mark.parametrize(("hours", "expected"), [(0.0, 0.0), (1.0, 0.4**2), (2.5, 1.0), (3.5, 1.0 + 0.4**2 * 0.75), (40.0, 1.75)])
def test_visits_never_exceed_the_time_there_is(alike: Alike, hours: float, expected: float) -> None:
    """floor(V / 2.5 + u) visits a week, at most one a round. Pairs that all but surely want to visit use all their time.

    Both need the time: at 1 h each has it with chance .4. In round 7 one of the two must propose (3/4), in round 12 both do: two
    visits need both rounds.
    """
    constants = Constants(visits=VisitHours(retired=hours), ties=TieConstants(s0=1.0, p_join=0.0))
    s = alike(2000, {}, constants=constants)
    visits = np.zeros(2000)
    for week in range(20):
        pairs_know(s, [(0, 1, 200.0)], 2, week)
        week_of_visits(s, week)
        assert s.residents.talks.max() <= min(2, math.ceil(hours / 2.5))
        visits += s.residents.talks
    assert visits.mean() / 20 == pytest.approx(expected, abs=0.015)


def test_nobody_visits_below_an_hour_of_closeness_or_those_who_have_moved(alike: Alike) -> None:
    constants = Constants(visits=VisitHours(retired=5.0), ties=TieConstants(s0=1.0, p_join=0.0, half_life=62.0))
    s = alike(200, {}, constants=constants)
    pairs_know(s, [(0, 1, 0.98)], 2, 5)
    assert week_of_visits(s, 5) == 0
    pairs_know(s, [(0, 1, 1.9)], 2, 5)
    # Nine weeks later half is left.
    assert week_of_visits(s, 14) == 0
    pairs_know(s, [(0, 1, 100.0)], 2, 5)
    s.residents.arrival[1::2] = 6
    clear_rows(s.ties, np.arange(1, 200, 2, dtype=np.int32))
    assert week_of_visits(s, 6) == 0
    pairs_know(s, [(0, 1, 100.0)], 2, 6)
    assert week_of_visits(s, 6) > 150


def test_whom_one_visits_goes_by_the_square_of_closeness(alike: Alike) -> None:
    """0 knows 1 (40 h) and 2 (20 h); only 0 has time to go out and both have time to be visited once: by 0 alone, 4 to 1."""
    constants = Constants(visits=VisitHours(retired=2.5), ties=TieConstants(s0=1.0, p_join=0.0), introductions=NOBODY)
    s = alike(3000, {}, constants=constants)
    times, weeks = np.zeros(2), 10
    for week in range(weeks):
        pairs_know(s, [(0, 1, 40.0), (0, 2, 20.0)], 3, week)
        # 1 and 2 have forgotten 0: they do not propose, and come back to the tie when visited.
        for x in (1, 2):
            clear_rows(s.ties, np.arange(x, 3000, 3, dtype=np.int32))
        week_of_visits(s, week)
        met = s.ties.slow[::3, :2] > np.array([41.0, 21.0])
        times += met.sum(axis=0)
        assert not met.all(axis=1).any()
        back = s.ties.partner[1::3, 0] != EMPTY
        assert np.array_equal(back, met[:, 0])
    share = times[0] / times.sum()
    assert abs(share - 0.8) < 4.0 * math.sqrt(0.16 / times.sum())


def test_a_third_joins_and_all_three_pairs_gain(alike: Alike) -> None:
    """0 and 1 know each other well, 0 knows 2 a little (2 h): 2 joins with chance p_j whenever 0 is the host's guest, never from 1's side."""
    constants = Constants(visits=VisitHours(retired=2.5), ties=TieConstants(s0=1.0, p_join=0.6), introductions=NOBODY)
    s = alike(3000, {}, constants=constants)
    threes = twos = 0
    for week in range(10):
        pairs_know(s, [(0, 1, 200.0), (0, 2, 2.0)], 3, week)
        clear_rows(s.ties, np.arange(2, 3000, 3, dtype=np.int32))
        week_of_visits(s, week)
        talks = s.residents.talks.reshape(-1, 3)
        party = talks.sum(axis=1)
        assert set(party.tolist()) <= {0, 2, 3}
        threes += int((party == 3).sum())
        twos += int((party == 2).sum())
        slots = s.ties.partner[1::3]
        rows = np.arange(2, 3000, 3)
        met_third = (slots == rows[:, None]).any(axis=1)
        assert np.array_equal(met_third, party == 3)
        gained = s.ties.slow[::3, 1] > 4.0
        assert gained[party == 3].all()
    # Either of 0 and 1 proposes first with chance 1/2; from 1's side nobody else is known.
    # 0 may also choose 2 (weight 4 to 40,000): ignored.
    share = threes / (threes + twos)
    assert abs(share - 0.3) < 4.0 * math.sqrt(0.21 / (threes + twos)) + 0.01


def test_a_third_without_time_stays_at_home(alike: Alike) -> None:
    """The third of each block works and has no time for visits: asked every time, they never join; with time they do."""
    for hours in (0.0, 2.5):
        constants = Constants(visits=VisitHours(retired=2.5, owner=hours), ties=TieConstants(s0=1.0, p_join=1.0), introductions=NOBODY)
        s = alike(300, {}, constants=constants, change=lambda r: r.situation.__setitem__(slice(2, None, 3), Situation.OWNER))
        found = set()
        for week in range(4):
            pairs_know(s, [(0, 1, 200.0), (0, 2, 2.0)], 3, week)
            clear_rows(s.ties, np.arange(2, 300, 3, dtype=np.int32))
            assert week_of_visits(s, week) > 0
            found |= set(s.residents.talks.reshape(-1, 3).sum(axis=1).tolist())
        assert found <= {0, 2, 3}
        assert (3 in found) == (hours > 0.0)


def test_a_third_of_the_same_household_as_the_host_does_not_join(alike: Alike) -> None:
    constants = Constants(visits=VisitHours(retired=2.5), ties=TieConstants(s0=1.0, p_join=1.0))
    s = alike(500, {}, beds=2, constants=constants)
    # Blocks of two flats: rows 0, 1 and 2, 3. 0 knows 2 and 3, who live together.
    for week in range(5):
        pairs_know(s, [(0, 2, 100.0), (0, 3, 100.0)], 4, week)
        assert week_of_visits(s, week) > 0
        assert set(s.residents.talks.reshape(-1, 4).sum(axis=1).tolist()) <= {0, 2}
        assert (s.residents.talks.reshape(-1, 4)[:, 1] == 0).all()
