"""Habitual groups on the array engine: who belongs to which, and groups born at events (docs/rules.md)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from linli.model.foci.events import Events
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, DecisionConstants, TieConstants, VisitHours
from linli.model.people.everyday import BORN, EVERYDAY, EverydayKind, Shares
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.people.residents import NO_GROUP
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY, TICKS, clear_rows

Alike = Callable[..., Society]


def event_for_all(s: Society, week: int, **columns: object) -> Events:
    events = Events()
    events.add(1, **{"lo": 0, "hi": s.residents.n, "poster": 1.0, "capacity": s.residents.n, "identity": week, "mechanism": 0, "hours": 1e-6, **columns})
    events.close()
    s.engine.decide(events, week)
    return events


def test_members_and_groups_have_the_stated_numbers() -> None:
    s = Society()
    for k, (name, kind) in enumerate((n, k) for n, k in EVERYDAY.items() if k.grouped):
        chance = np.array([kind.chance.retired, kind.chance.carer, kind.chance.owner, kind.chance.renter, kind.chance.student])[s.residents.situation]
        chance = chance * np.where((s.residents.tenure == 1) & ~np.isin(s.residents.situation, (2, 3)), kind.renter_factor, 1.0)
        row = list(s.engine.kinds).index(name)
        groups = int(s.engine.table.groups[row, 0])
        assert groups == max(1, round(chance.sum() / kind.size))
        members = s.residents.groups[k] != NO_GROUP
        assert abs(members.sum() - chance.sum()) < 4.0 * math.sqrt((chance * (1.0 - chance)).sum())
        assert s.residents.groups[k][members].max() < groups
        sizes = np.bincount(s.residents.groups[k][members], minlength=groups)
        assert sizes.mean() == pytest.approx(kind.size, rel=0.12)


def test_three_quarters_join_near_their_gate(alike: Alike) -> None:
    yard = EverydayKind(scope="group", size=10, hours=1.0, rounds=(1,), chance={"retired": 1.0}, near_share=0.75)  # type: ignore[arg-type]
    s = alike(3000, {"yard": yard}, flats_per_floor=1)
    gates, n = s.places.gates, 300
    assert s.engine.table.groups[0, 0] == n
    groups, own = s.residents.groups[0].astype(int), s.residents.gate
    # Gates of a hundred, ten groups each: the near ones of a gate are its own ten, or of its neighbours where the line falls.
    anchors = (np.arange(n) + 0.5) * gates / n
    near = np.abs(anchors[groups] - own - 0.5) < 1.0
    expected = 0.75 + 0.25 * 2.0 / gates
    assert gates == 30
    assert abs(near.mean() - expected) < 4.0 * math.sqrt(0.25 * 0.75 / 3000) + 0.01
    # Members are dealt evenly to groups equally near.
    sizes = np.bincount(groups, minlength=n)
    assert sizes.max() < 10 + 6 * math.sqrt(10)


def test_kin_groups_may_outnumber_the_residents() -> None:
    """A hamlet of a few houses in a neighbourhood with many clans."""
    everybody = Shares(retired=1.0, carer=1.0, owner=1.0, renter=1.0, student=1.0)
    kin = EverydayKind(scope="kin", size=20, hours=4.0, rounds=(10,), chance=everybody, attendance=1.0)
    s = Society(
        neighbourhood=NeighbourhoodParameters(preset="natural-village", buildings=1, entrances=1, flats_per_floor=6, kin_groups=200, kin_share=1.0),
        everyday={**EVERYDAY, "clan": kin},
    )
    assert s.engine.table.groups.max() > s.residents.n
    assert all(len(w.counts) >= s.engine.table.groups.max() + 2 for w in s.engine._works)
    s.run(20)
    row = s.engine.table.group[list(s.engine.kinds).index("clan")]
    flats = s.residents.flat
    member = s.residents.groups[row] != NO_GROUP
    assert np.array_equal(s.residents.groups[row][member], s.places.kin[flats[member]])


def test_groups_born_at_events_need_closeness_and_have_at_most_ten_members(alike: Alike) -> None:
    eager = Constants(
        decision=DecisionConstants(base=6.0, habit_chance=1.0, habit_hours=4.0, habit_leave=20.0), visits=VisitHours(retired=0.0), ties=TieConstants(slots=64)
    )
    s = alike(48, {}, constants=eager)
    born = s.residents.groups[-1]
    for week in range(4):
        s.engine.encounter(event_for_all(s, week), week)
    assert (born == NO_GROUP).all()
    clear_rows(s.ties, np.arange(48, dtype=np.int32))
    for i in range(48):
        others = [j for j in range(48) if j != i and j // 24 == i // 24]
        s.ties.partner[i, : len(others)] = others
        s.ties.closeness[i, : len(others)] = round(6.0 * TICKS)
        s.ties.slow[i, : len(others)] = 6.0
        s.ties.last[i, : len(others)] = 4
    for week in range(4, 9):
        s.engine.encounter(event_for_all(s, week), week)
        members = born[born != NO_GROUP]
        sizes = np.bincount(members)
        assert sizes.max() <= BORN.size
        assert sizes[sizes > 0].min() >= 2
        for g in np.unique(members):
            assert len({int(i) // 24 for i in np.flatnonzero(born == g)}) == 1
    assert (born != NO_GROUP).mean() > 0.9


@pytest.mark.parametrize(("members", "joins"), [(2, True), (9, True), (10, False)])
def test_who_is_in_no_such_group_joins_that_of_the_companion_until_it_has_ten_members(alike: Alike, members: int, joins: bool) -> None:
    """The last row is close to row 0 alone, who is in a group already; groups that exist are never put together."""
    eager = Constants(decision=DecisionConstants(base=6.0, habit_chance=1.0, habit_hours=4.0, habit_leave=20.0), visits=VisitHours(retired=0.0))
    s = alike(members + 3, {}, constants=eager)
    last, others = members + 2, (members, members + 1)
    born = s.residents.groups[-1]
    for week in range(25):
        clear_rows(s.ties, np.arange(s.residents.n, dtype=np.int32))
        born[:members], born[list(others)], born[last] = 1, 2, NO_GROUP
        for slot, (i, j) in enumerate(((0, last), (0, others[0]), (0, others[1]))):
            s.ties.partner[i, slot], s.ties.closeness[i, slot], s.ties.slow[i, slot], s.ties.last[i, slot] = j, round(9.0 * TICKS), 9.0, week
            s.ties.partner[j, 0], s.ties.closeness[j, 0], s.ties.slow[j, 0], s.ties.last[j, 0] = i, round(9.0 * TICKS), 9.0, week
        s.engine.encounter(event_for_all(s, week), week)
        stayed = born[:members][born[:members] != NO_GROUP]
        assert set(stayed.tolist()) == {1}
        assert set(born[list(others)].tolist()) <= {2, NO_GROUP}
        if born[last] != NO_GROUP:
            assert born[last] == 1
            assert len(stayed) < 10
            break
    assert (born[last] != NO_GROUP) == joins


def test_by_the_other_rule_the_best_liked_is_the_companion(alike: Alike) -> None:
    """0 likes 3 best, 1 and 2 each other; 2 is on the list of nobody. Whoever is near enough is not chosen if another is nearer."""
    eager = Constants(decision=DecisionConstants(base=6.0, habit_chance=1.0, habit_hours=4.0, habit_mate="liked"), visits=VisitHours(retired=0.0))
    s = alike(6, {}, constants=eager)
    hours = {(0, 3): 9.0, (0, 1): 5.0, (1, 2): 8.0, (0, 2): 5.0, (4, 5): 3.0}
    for (i, j), h in hours.items():
        for one, other in ((i, j), (j, i)):
            k = int((s.ties.partner[one] != EMPTY).sum())
            s.ties.partner[one, k], s.ties.closeness[one, k], s.ties.slow[one, k] = other, round(h * TICKS), h
    s.engine.encounter(event_for_all(s, 0), 0)
    born = s.residents.groups[-1].tolist()
    assert born[0] == born[3] != born[1] == born[2]
    assert born[4] == born[5] == NO_GROUP


def test_one_side_that_forgot_does_not_hinder_a_habit(alike: Alike) -> None:
    eager = Constants(decision=DecisionConstants(base=6.0, habit_chance=1.0, habit_hours=4.0), visits=VisitHours(retired=0.0))
    s = alike(2, {}, constants=eager)
    s.ties.partner[1, 0], s.ties.closeness[1, 0], s.ties.slow[1, 0], s.ties.last[1, 0] = 0, round(9.0 * TICKS), 9.0, 0
    s.ties.forgot[0] = 1
    events = event_for_all(s, 0)
    # Only 0 looks round: 1 would find the tie on its own side.
    events.attendees[:2] = (0, 1)
    s.engine.encounter(events, 0)
    assert s.residents.groups[-1].tolist() == [0, 0]


def test_members_leave_groups_born_at_events_with_their_half_life(alike: Alike) -> None:
    nobody = IntroductionConstants(at_home=0.0, by_friend=0.0, told=0.0)
    constants = Constants(decision=DecisionConstants(habit_leave=0.5), visits=VisitHours(retired=0.0), introductions=nobody)
    s = alike(4000, {}, constants=constants)
    s.residents.groups[-1] = np.arange(4000) // 8
    for week in range(26):
        s.engine.encounter(Events(), week)
    left = (s.residents.groups[-1] != NO_GROUP).mean()
    assert abs(left - 0.5) < 4.0 * 0.5 / math.sqrt(4000)
    # Members met weekly: nobody met anybody of another group but by mixing (2 %).
    i, k = np.nonzero(s.ties.partner != 65535)
    same = (s.ties.partner[i, k] // 8) == i // 8
    assert same.mean() > 0.8
    assert set(s.ties.origin[i, k].tolist()) == {0}


@pytest.mark.parametrize(("attendance", "mixing"), [(0.7, 0.0), (1.0, 0.3)])
def test_attendance_and_mixing_are_as_stated(alike: Alike, attendance: float, mixing: float) -> None:
    """Pairs of two groups of two each: what share of hours is shared with one's own, and how often anybody comes."""
    kind = EverydayKind(scope="group", size=2, hours=3.0, rounds=(0,), openness=1.0, chance={"retired": 1.0}, attendance=attendance, mixing=mixing)  # type: ignore[arg-type]
    even = Constants(ties=TieConstants(sigma_q=0.0, beta=0.0, rho=0.0, p_circle=0.0), visits=VisitHours(retired=0.0))
    s = alike(2000, {"pair": kind}, constants=even, flats_per_floor=50)
    s.residents.groups[0] = np.arange(2000) // 2
    weeks = 20
    own = 0
    for week in range(weeks):
        s.engine.encounter(Events(), week)
        i, k = np.nonzero((s.ties.partner != 65535) & (s.ties.last == week))
        own += int(((s.ties.partner[i, k] // 2) == i // 2).sum())
    rate = 2.0 * even.ties.kappa * 3.0 / (even.ties.w0 + 1.0)
    if mixing == 0.0:
        together = attendance**2 * (1.0 - math.exp(-rate))
        assert abs(own / (2000 * weeks) - together) < 4.0 * math.sqrt(together * (1.0 - together) / (1000 * weeks))
    else:
        # Both at home with chance .49; others who come to their group share their attention.
        assert own / (2000 * weeks) < 0.49 * 1.02
        i, k = np.nonzero(s.ties.partner != 65535)
        away = s.ties.partner[i, k] // 2 != i // 2
        assert away.mean() > 0.5
