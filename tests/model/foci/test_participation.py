"""The decision to come on the array engine: who hears, who is asked, who comes (docs/rules.md, Deciding to come)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.foci.events import ERRAND, FIRST, INVITED, RUNS, SUMMONED, Events, People
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, DecisionConstants, PurposeConstants, VisitHours
from linli.model.people.constants import Purpose as Weights
from linli.model.people.everyday import WEEKDAY_MORNING
from linli.model.people.purposes import Purpose
from linli.model.people.residents import NEVER, Residents, Role, Situation
from linli.model.society.society import Society
from linli.model.ties.store import TICKS

Alike = Callable[..., Society]
N = 4000
D = DecisionConstants()


def logistic(u: float) -> float:
    return 1.0 / (1.0 + math.exp(-u))


def held(s: Society, week: int = 0, **columns: Any) -> Events:
    """Hold one event for all (or several, if a column is an array) and return it."""
    events, people = Events(), columns.pop("people", None)
    n = max([len(np.atleast_1d(v)) for v in columns.values()], default=1)
    events.add(n, people, **{"lo": 0, "hi": s.residents.n, "capacity": s.residents.n, "identity": 1000 + 50 * week + np.arange(n), "mechanism": 0, **columns})
    events.close()
    s.engine.decide(events, week)
    return events


def near(count: float, n: float, p: float) -> bool:
    return abs(count / n - p) < 4.0 * math.sqrt(max(p * (1.0 - p), 1e-9) / n)


def befriend(s: Society, a: int, b: int, slow: float, closeness: float = 0.0, week: int = 0) -> None:
    for x, y in ((a, b), (b, a)):
        k = int((s.ties.partner[x] != 65535).sum())
        s.ties.partner[x, k], s.ties.slow[x, k], s.ties.closeness[x, k], s.ties.last[x, k] = y, slow, round(closeness * TICKS), week


def test_word_reaches_by_poster_by_chat_group_and_by_a_knock(alike: Alike) -> None:
    s = alike(N, {}, change=lambda r: r.digital.fill(0.5))
    assert held(s).table["heard"][0] == 0
    assert near(held(s, poster=0.3).table["heard"][0], N, 0.3)
    assert near(held(s, chat=0.6).table["heard"][0], N, 0.3)
    assert near(held(s, knock=0.2).table["heard"][0], N, 0.2)
    assert near(held(s, poster=0.3, chat=0.6, knock=0.2).table["heard"][0], N, 1.0 - 0.7 * 0.7 * 0.8)


@pytest.mark.parametrize(
    ("people", "event", "u"),
    [
        ({}, {}, 0.0),
        ({"interests": 255}, {"topic": 3}, D.interest * (0.5 - (128 / 255 - 0.5))),
        ({"civic": 1.5}, {}, D.civic * 1.5),
        ({"habit": 0.8}, {}, D.habit * 0.8),
        ({"trust_neighbours": 0.9, "trust_institutions": 0.1}, {}, D.trust * 0.4),
        ({"trust_neighbours": 0.9, "trust_institutions": 0.1}, {"host": 1}, -D.trust * 0.4),
        ({"free_hours": 40.0}, {}, D.time),
        ({"frailty": 0.7}, {}, -D.frailty * 0.7),
        ({"fatigue": 3.0}, {}, -D.fatigue * 3.0),
        ({"fatigue": [0.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0]}, {}, 0.0),
        ({"fatigue": [0.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]}, {"thing": 1}, -D.fatigue * 3.0),
        ({}, {"quality": 1.0, "yuan": 20.0}, D.quality * 0.5 + D.incentive * math.log(3.0)),
        ({}, {"hours": 5.0}, -D.length * 3.0),
        ({}, {"hours": 0.5}, D.length * 1.5),
        ({}, {"x": 0.0, "y": -50000.0}, None),
    ],
)
def test_each_weight_counts_as_the_rules_say(alike: Alike, people: dict[str, Any], event: dict[str, float], u: float | None) -> None:
    def differ(r: Residents) -> None:
        for name, value in people.items():
            getattr(r, name)[:] = value

    constants = Constants(decision=DecisionConstants(base=-0.7))
    s = alike(N, {}, change=differ, constants=constants)
    s.places.flat_xyz[:, :2] = 0.0
    s.engine._minds = s.engine._minds.of(s.residents, s.places.flat_xyz)
    events = held(s, poster=1.0, **event)
    base = -0.7 + D.interest * (128 / 255 - 0.5)
    assert events.table["heard"][0] == N
    expected = 0.0 if u is None else logistic(base + u)
    assert near(events.table["came"][0], N, expected)
    assert events.table["wanted"][0] == events.table["came"][0] == events.table["first_times"][0]


def test_distance_is_measured_from_the_flat(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=0.0, interest=0.0, distance=0.5)))
    s.places.flat_xyz[:] = 0.0
    s.places.flat_xyz[N // 2 :, 0], s.places.flat_xyz[N // 2 :, 1] = 300.0, 400.0
    came = held(s, poster=1.0, x=0.0, y=0.0).rows(0)
    assert near((came < N // 2).sum(), N // 2, 0.5)
    assert near((came >= N // 2).sum(), N // 2, logistic(-2.5))


def test_a_knock_moves_and_tires(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-1.0, interest=0.0)))
    events = held(s, knock=1.0)
    assert near(events.table["came"][0], N, logistic(-1.0 + D.knocked))
    tired = s.residents.fatigue
    assert (tired[:, 0] == 1.0).all()
    assert not tired[:, 1:].any()
    s.engine.encounter(Events(), 0)
    assert tired[:, 0] == pytest.approx(0.5**0.25)
    for week in range(1, 4):
        s.engine.encounter(Events(), week)
    assert tired[:, 0] == pytest.approx(0.5)


def test_habit_is_an_average_of_having_come_to_what_one_heard_of(alike: Alike) -> None:
    s = alike(N, {}, change=lambda r: r.habit.fill(0.4), constants=Constants(decision=DecisionConstants(base=0.0)))
    came = np.zeros(N, bool)
    came[held(s, poster=0.5, capacity=500).rows(0)] = True
    assert came.sum() == 500
    # Those turned away, and those who did not want to, lose; those who did not hear keep what they had.
    assert s.residents.habit[came] == pytest.approx(0.4 + D.habit_rate * 0.6)
    rest = s.residents.habit[~came]
    lost = np.isclose(rest, 0.4 * (1.0 - D.habit_rate))
    assert near(lost.sum() + 500, N, 0.5)
    assert np.all(lost | np.isclose(rest, 0.4))
    assert np.array_equal(s.residents.times_came, came)
    assert np.array_equal(s.residents.last_came == 0, came)
    assert (s.residents.last_came[~came] == NEVER).all()


def test_the_room_holds_whom_it_holds_and_the_organiser_first(alike: Alike) -> None:
    s = alike(200, {}, constants=Constants(decision=DecisionConstants(base=4.0)))
    first = np.zeros(200)
    for week in range(200):
        events = held(s, week, poster=1.0, capacity=20, organiser=7)
        rows = events.rows(0)
        assert len(rows) == len(set(rows.tolist())) == 20
        assert np.all(np.diff(rows) > 0)
        assert 7 in rows
        assert events.table["wanted"][0] > 150
        first[rows] += 1
    # Who gets in is drawn anew each time: nobody is preferred but the organiser.
    others = np.delete(first, 7)
    assert others.std() < 1.4 * math.sqrt(200 * 0.1 * 0.9)
    assert held(s, 300, poster=1.0, capacity=0).table["came"][0] == 0


def test_one_asks_acquaintances_in_the_audience_and_friendly_ones_more(alike: Alike) -> None:
    """Row 10 k came lately and knows the next nine: four as acquaintances, four as friendly ones, one by sight only."""
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-9.0)))
    hosts = np.arange(0, N, 10)
    for a in hosts:
        for step in range(1, 10):
            befriend(s, int(a), int(a) + step, 2.9 if step == 9 else 9.0, 20.0 if step > 4 else 0.0)
    assert held(s, 0).table["heard"][0] == 0
    s.residents.last_came[hosts] = -13
    s.residents.came_to[hosts] = 1
    asked = np.zeros(N, bool)
    heard = 0
    weeks = 3
    for week in range(weeks):
        s.residents.last_came[hosts] = week - 13
        s.residents.fatigue[:] = 0.0
        heard += int(held(s, week).table["heard"][0])
        asked |= s.residents.fatigue[:, 0] > 0.0
        groups = s.residents.fatigue[:, 0].reshape(-1, 10)
        assert (groups[:, 9] == 0.0).all()
        assert (groups[:, 0] == 0.0).all()
    assert near(heard, weeks * len(hosts) * 8, (0.04 + 0.15) / 2)
    s.residents.last_came[:] = NEVER
    s.residents.last_came[hosts] = -14
    assert held(s, 0, identity=9).table["heard"][0] == 0
    s.residents.last_came[hosts] = 0
    half = held(s, 0, identity=11, hi=N // 2)
    assert half.table["heard"][0] > 0
    # Hosts outside the audience do not ask into it, nor are people outside asked.
    s.residents.last_came[:] = NEVER
    s.residents.last_came[0] = 0
    assert held(s, 0, identity=12, lo=1).table["heard"][0] == 0


def test_the_events_that_one_knows_of_share_the_effort_of_asking(alike: Alike) -> None:
    """Even rows came lately and know the next one. Two events for all and one for the first half: each asks with a third, or half, of the chance."""
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-9.0, ask_chance=0.6)))
    for a in range(0, N, 2):
        befriend(s, a, a + 1, 9.0)
    s.residents.last_came[::2] = 0
    s.residents.came_to[::2] = 1
    events = held(s, 1, round=np.array([2, 5, 11]), hi=np.array([N, N, N // 2]))
    heard = {int(r): int(h) for r, h in zip(events.table["round"], events.table["heard"], strict=True)}
    for r in (2, 5):
        assert near(heard[r], N // 2, (0.6 / 3 + 0.6 / 2) / 2)
    assert near(heard[11], N // 4, 0.6 / 3)
    # Who runs an event asks for that one with the whole chance.
    sure = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-9.0, ask_chance=1.0)))
    for step in range(1, 40):
        befriend(sure, 0, step, 9.0)
    sure.residents.last_came[0], sure.residents.came_to[0] = 0, 1
    events = held(sure, 1, round=np.array([2, 5]), organiser=np.array([0, -1]))
    assert events.table["heard"][0] == 40
    # To the other event row 0 asks as one who came lately, to one of two.
    assert near(events.table["heard"][1], 39, 0.5)


def test_nobody_asks_for_what_they_do_not_know_of_and_it_takes_nothing_from_what_they_know(alike: Alike) -> None:
    """Even rows came lately to the thing 0 and know the next one. Five circles that nobody told them of are things of another sort."""
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-9.0, ask_chance=0.6)))
    for a in range(0, N, 2):
        befriend(s, a, a + 1, 9.0)
    s.residents.last_came[::2], s.residents.came_to[::2] = 0, 1
    rounds = np.array([2, 3, 4, 5, 6, 11])
    heard = held(s, 1, round=rounds, thing=np.array([0, 1, 1, 1, 1, 1])).table["heard"]
    assert near(heard[0], N // 2, 0.6)
    assert not heard[1:].any()
    # With a notice that half of them read, half of them share their asking between the two.
    s.residents.last_came[::2], s.residents.came_to[::2] = 0, 1
    events = held(s, 2, round=np.array([2, 5]), thing=np.array([0, 1]), poster=np.array([0.0, 0.5]), identity=np.array([1, 2]))
    assert near(events.table["heard"][0], N // 2, (0.6 + 0.3) / 2)


def test_one_asks_for_what_one_likes(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-12.0, ask_chance=0.6)))
    for a in range(0, N, 2):
        befriend(s, a, a + 1, 9.0)
    s.residents.interests[:, 2], s.residents.interests[:, 3] = 191, 63
    s.residents.last_came[::2], s.residents.came_to[::2] = 0, 1
    heard = held(s, 1, round=np.array([2, 5]), topic=np.array([2, 3])).table["heard"]
    assert near(heard[0], N // 2, 0.6 * 0.75)
    assert near(heard[1], N // 2, 0.6 * 0.25)


def test_one_knows_of_things_one_came_to_until_a_pause_as_long_as_the_memory(alike: Alike) -> None:
    s = alike(4, {}, constants=SURE)
    held(s, 0, poster=1.0, yuan=20.0, thing=3)
    assert (s.residents.came_to == 1 << 3).all()
    held(s, 10, poster=1.0, yuan=20.0, thing=0)
    assert (s.residents.came_to == (1 << 3) + 1).all()
    held(s, 24, poster=1.0, yuan=20.0, thing=1)
    assert (s.residents.came_to == 2).all()


@pytest.mark.parametrize(("situation", "there"), [(0, 1.0), (1, 1.0), (2, 1.0 - D.at_work), (3, 1.0 - D.at_work), (4, 1.0 - D.at_work)])
def test_who_is_at_work_or_at_school_does_not_come_on_weekday_mornings(alike: Alike, situation: int, there: float) -> None:
    s = alike(N, {}, change=lambda r: r.situation.fill(situation), constants=SURE)
    morning, afternoon = (set(held(s, 0, poster=1.0, yuan=20.0, round=r, hours=0.1).rows(0).tolist()) for r in (1, 3))
    assert near(len(morning), N, there)
    # Who works shifts does so every week; and in the evening everybody is free.
    assert morning == afternoon == set(held(s, 5, poster=1.0, yuan=20.0, round=1).rows(0).tolist())
    assert held(s, 6, poster=1.0, yuan=20.0, round=5).table["came"][0] == N
    # Who runs it has chosen the time.
    assert 7 in held(s, 7, round=1, organiser=7).rows(0)


def test_free_time_is_finite_but_a_first_occasion_finds_its_time(alike: Alike) -> None:
    s = alike(N, {}, change=lambda r: r.free_hours.__setitem__(slice(None, None, 2), 5.0), constants=SURE)
    events = held(s, poster=1.0, yuan=20.0, round=np.array([2, 4, 5, 6, 8, 9]), hours=2.5)
    # 2 of 5 hours: one occasion of 2.5. 8 of 20 hours: three.
    assert s.residents.times_came[::2].tolist() == [1] * (N // 2)
    assert s.residents.times_came[1::2].tolist() == [3] * (N // 2)
    assert events.table["came"].sum() == 2 * N


def test_first_comers_and_the_organiser_ask_and_being_asked_counts(alike: Alike) -> None:
    sure = Constants(decision=DecisionConstants(base=-1.0, interest=0.0, ask_chance=1.0, company=0.0))
    s = alike(N, {}, constants=sure)
    for a in range(0, N, 2):
        befriend(s, a, a + 1, 9.0)
    s.residents.roles[::2] = int(Role.ACTIVIST)
    events = held(s, helpers=int(Role.ACTIVIST | Role.PARTY))
    assert events.table["heard"][0] == N
    came = np.zeros(N, bool)
    came[events.rows(0)] = True
    assert near(came[::2].sum(), N // 2, logistic(-1.0))
    assert near(came[1::2].sum(), N // 2, logistic(-1.0 + D.asked))
    assert (s.residents.fatigue[1::2, 0] == 1.0).all()
    fresh = alike(N, {}, constants=sure)
    befriend(fresh, 8, 3, 9.0)
    events = held(fresh, organiser=8)
    assert events.table["heard"][0] == 2
    assert 8 in events.rows(0)
    assert fresh.residents.fatigue[3, 0] == 1.0


@pytest.mark.parametrize("known", [1, 4, 6])
def test_company_draws(alike: Alike, known: int) -> None:
    quiet = Constants(decision=DecisionConstants(base=-1.0, interest=0.0, ask_chance=0.0, ask_friendly=0.0, company=2.0))
    s = alike(N, {}, constants=quiet)
    for a in range(0, N, 8):
        for step in range(1, known + 1):
            befriend(s, a, a + step, 5.0)
            s.residents.last_came[a + step] = 0
    came = np.zeros(N, bool)
    came[held(s, 4, poster=1.0).rows(0)] = True
    assert near(came[::8].sum(), N // 8, logistic(-1.0 + 2.0 * min(known, 4) / 4.0))
    assert near(came[7::8].sum(), N // 8, logistic(-1.0))


def test_one_event_a_round_and_what_one_did_earlier_in_the_week_counts(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=0.0, interest=0.0, habit=0.0)))
    events = held(s, poster=1.0, round=np.array([5, 5, 11]))
    first, second, third = (set(events.rows(e).tolist()) for e in range(3))
    assert not first & second
    assert events.table["heard"].tolist() == [N, N - len(first), N]
    assert near(len(second), N - len(first), 0.5)
    assert near(len(third), N, 0.5)
    assert s.residents.times_came.max() == 2
    assert events.table["first_times"].tolist() == [len(first), len(second), len(third - first - second)]


def test_events_that_reach_beyond_a_community_are_refused() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=1, floors=3, communities=2))
    middle, end = int(s.places.community_rows[1]), s.residents.n
    for lo, hi, round_ in ((0, middle + 1, 11), (middle, end + 1, 11), (5, 4, 11), (-1, 4, 11), (0, 4, 13)):
        with pytest.raises(ValueError, match="audience"):
            held(s, lo=lo, hi=hi, round=round_)
    for lo, hi in ((0, middle), (middle, end), (end, end), (middle, middle)):
        assert held(s, lo=lo, hi=hi, poster=1.0).table["heard"][0] == hi - lo


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_tables_of_events_are_kept_whatever_they_are(data: st.DataObject) -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=2, floors=2, communities=2), constants=Constants(visits=VisitHours()))
    n, rows = s.residents.n, s.places.community_rows
    count = data.draw(st.integers(0, 12))
    community = np.array(data.draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)), int)
    share = np.array(data.draw(st.lists(st.floats(0, 1), min_size=count, max_size=count)))
    lo = (rows[community] + share * (rows[community + 1] - rows[community])).astype(np.int32)
    hi = rows[community + 1]
    capacity = np.array(data.draw(st.lists(st.integers(0, 30), min_size=count, max_size=count)), int)
    round_ = np.array(data.draw(st.lists(st.integers(0, 12), min_size=count, max_size=count)), int)
    poster, quality = data.draw(st.floats(0, 1)), data.draw(st.floats(0, 1))
    events = Events()
    offer = {"poster": poster, "knock": poster / 2, "quality": quality, "yuan": 1e6, "hours": 3.0}
    events.add(count, lo=lo, hi=hi, capacity=capacity, round=round_, identity=np.arange(count), mechanism=0, **offer)
    events.close()
    s.engine.decide(events, 0)
    taken: set[tuple[int, int]] = set()
    for e in range(len(events)):
        t = {name: column[e] for name, column in events.table.items()}
        came = events.rows(e).tolist()
        assert t["first_times"] <= t["came"] == len(came) == min(t["wanted"], t["capacity"])
        assert t["wanted"] <= t["heard"] <= t["hi"] - t["lo"]
        assert all(t["lo"] <= i < t["hi"] for i in came)
        assert len(set(came)) == len(came)
        here = {(int(t["round"]), i) for i in came}
        assert not here & taken
        taken |= here
    assert s.residents.times_came.sum() == len(taken)
    assert np.all((s.residents.habit >= 0.0) & (s.residents.habit <= 1.0))
    event, row = events.everyone()
    assert sorted(zip(event.tolist(), row.tolist(), strict=True)) == [(e, i) for e in range(len(events)) for i in events.rows(e).tolist()]
    s.engine.encounter(events, 0)
    assert all(np.isfinite(getattr(s.residents, name)).all() for name in ("habit", "fatigue", "chat_days"))
    assert n == s.residents.n


def test_an_event_for_a_list_is_heard_of_asked_to_and_visited_by_the_list_only(alike: Alike) -> None:
    half = N // 2
    listed = people(np.arange(half))
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=3.0, ask_chance=1.0)))
    # One who is on the list and came lately knows another who is on it and somebody who is not.
    s.residents.last_came[0], s.residents.came_to[0] = 0, 1
    befriend(s, 0, 1, 10.0)
    befriend(s, 0, half, 10.0)
    events = held(s, week=1, people=listed, listed=True)
    assert events.table["heard"][0] == 1
    assert s.residents.fatigue[1, 0] == 1.0
    assert not s.residents.fatigue[half].any()
    events = held(s, week=2, people=listed, listed=True, poster=1.0)
    assert events.table["heard"][0] == half
    assert events.rows(0).max() < half
    assert held(s, week=3, people=listed, listed=True, poster=1.0, lo=half).table["heard"][0] == 0


# Any set of people, called in any way


SURE = Constants(decision=DecisionConstants(base=6.0, incentive=10.0))
"""With 20 yuan for each who comes: 17 on the scale of log-odds."""


def people(rows: Any, flags: int = 0, stake: float = 0.0, event: Any = 0) -> People:
    row = np.asarray(rows, np.int32)
    return People(np.broadcast_to(event, row.shape), row, np.full(row.shape, flags, np.uint8), np.full(row.shape, stake, np.float32))


def test_an_event_for_a_list_is_for_nobody_else(alike: Alike) -> None:
    s = alike(N, {}, constants=SURE)
    rows = np.arange(3, N, 7)
    events = held(s, people=people(rows), listed=True, poster=1.0, yuan=20.0)
    assert events.rows(0).tolist() == rows.tolist()
    assert held(s, week=1, poster=1.0, listed=True).table["came"][0] == 0


def test_a_list_of_all_gives_the_bits_of_an_open_event(alike: Alike) -> None:
    one, other = (alike(N, {}) for _ in range(2))
    open_to_all = held(one, poster=0.7, knock=0.1)
    listed = held(other, poster=0.7, knock=0.1, listed=True, people=people(np.arange(N)))
    assert open_to_all.rows(0).tolist() == listed.rows(0).tolist()
    assert (one.residents.habit == other.residents.habit).all()


def test_who_is_summoned_hears_for_sure_and_decides_with_a_weight_of_their_own(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-0.7, summoned=1.1)))
    events = held(s, people=people(np.arange(N // 2), SUMMONED))
    assert events.table["heard"][0] == N // 2
    assert near(events.table["came"][0], N // 2, logistic(-0.7 + 1.1))
    assert events.rows(0).max() < N // 2


def test_who_is_invited_by_name_counts_as_asked(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-0.7)))
    events = held(s, people=people(np.arange(N // 2), INVITED))
    assert events.table["heard"][0] == N // 2
    assert near(events.table["came"][0], N // 2, logistic(-0.7 + D.asked))
    assert s.residents.fatigue[: N // 2, 0].min() == 1.0
    assert s.residents.fatigue[N // 2 :].max() == 0.0


def test_who_runs_it_is_there_and_who_comes_first_only_hears(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-12.0)))
    assert held(s, people=people([5, 9], RUNS)).rows(0).tolist() == [5, 9]
    assert held(s, week=1, people=people([5, 9], FIRST)).table["heard"][0] == 2


def test_who_is_there_on_an_errand_is_in_company_and_has_come_to_nothing(alike: Alike) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-12.0)))
    r = s.residents
    kept = {name: getattr(r, name).copy() for name in ("habit", "fatigue", "last_came", "times_came", "came_to")}
    errand = held(s, people=people([5, 9], ERRAND), listed=True)
    assert errand.rows(0).tolist() == [5, 9]
    assert errand.table["first_times"][0] == 0
    for name, before in kept.items():
        assert (getattr(r, name) == before).all(), name
    assert held(s, week=1, people=people([5, 9], RUNS)).table["first_times"][0] == 2
    assert r.last_came[[5, 9]].tolist() == [1, 1]


def test_one_on_an_errand_is_in_one_place_and_has_less_time_left(alike: Alike) -> None:
    s = alike(N, {}, constants=SURE, change=lambda r: r.free_hours.fill(10.0))
    named = People(np.zeros(N // 2, np.int64), np.arange(N // 2, dtype=np.int32), np.full(N // 2, ERRAND, np.uint8), np.zeros(N // 2, np.float32))
    same = held(s, poster=np.array([0.0, 1.0]), yuan=20.0, round=np.array([5, 5]), identity=np.array([1, 2]), people=named, listed=np.array([True, False]))
    assert set(same.rows(0).tolist()).isdisjoint(same.rows(1).tolist())
    later = held(s, week=1, poster=np.array([0.0, 1.0]), yuan=20.0, round=np.array([5, 6]), hours=3.0, people=named, listed=np.array([True, False]))
    # Three hours and three more are above .4 of ten free hours; the others have not been anywhere yet.
    assert later.rows(1).min() >= N // 2


def test_what_is_done_online_takes_no_round_and_no_free_time_and_is_no_coming(alike: Alike) -> None:
    sure = Constants(decision=DecisionConstants(base=6.0, time=0.0), purposes=PurposeConstants(online=Weights(base=6.0)))
    s = alike(N, {}, constants=sure, change=lambda r: (r.free_hours.fill(1.0), r.situation.fill(Situation.OWNER)))
    r = s.residents
    kept = {name: getattr(r, name).copy() for name in ("habit", "last_came", "times_came", "came_to")}
    both = {"poster": 1.0, "yuan": 20.0, "hours": 1.0, "identity": np.array([1, 2])}
    online = held(s, round=np.array([WEEKDAY_MORNING, WEEKDAY_MORNING]), purpose=np.array([int(Purpose.ONLINE)] * 2), **both)
    # Those at work are there, and one is in both of them: neither the round nor the free time is taken.
    assert online.table["came"].min() > 0.9 * N
    for name, before in kept.items():
        assert (getattr(r, name) == before).all(), name
    mixed = held(s, week=1, round=np.array([5, 5]), purpose=np.array([int(Purpose.ONLINE), int(Purpose.COME)]), **both)
    assert mixed.table["came"].min() > 0.9 * N
    assert (r.last_came == 1).mean() > 0.9
    assert (r.times_came <= 1).all()


@pytest.mark.parametrize("stake", [-1.0, 0.4, 1.0])
def test_a_stake_counts_as_the_rules_say(alike: Alike, stake: float) -> None:
    s = alike(N, {}, constants=Constants(decision=DecisionConstants(base=-0.7)))
    events = held(s, poster=1.0, people=people(np.arange(N), 0, stake))
    assert near(events.table["came"][0], N, logistic(-0.7 + D.stake * stake))


@pytest.mark.parametrize("purpose", list(Purpose)[1:])
def test_each_purpose_has_weights_of_its_own_in_the_same_rule(alike: Alike, purpose: Purpose) -> None:
    from linli.model.people.constants import PurposeConstants

    c = PurposeConstants().in_order()[purpose - 1]
    s = alike(N, {}, change=lambda r: (r.civic.fill(1.0), r.digital.fill(1.0)))
    # What is the same as for coming: hours of 2 and a quality of .5 add nothing.
    u = c.base + c.civic + c.digital * 0.5 + c.stake * 0.8
    assert near(held(s, poster=1.0, purpose=int(purpose), people=people(np.arange(N), 0, 0.8)).table["came"][0], N, logistic(u))


def test_nobody_is_in_two_foci_of_a_round_whatever_they_run(alike: Alike) -> None:
    s = alike(N, {}, constants=SURE)
    both = People(np.array([0, 1]), np.array([4, 4], np.int32), np.full(2, RUNS, np.uint8), np.zeros(2, np.float32))
    events = held(s, poster=1.0, yuan=20.0, round=np.array([5, 5]), people=both)
    assert not set(events.rows(0).tolist()) & set(events.rows(1).tolist())


def test_no_week_of_events_and_everyday_foci_passes_168_hours(alike: Alike) -> None:
    eager = {'fatigue': 0.0, 'length': 0.0, 'given': 1.0}
    s = alike(N, {}, change=lambda r: r.free_hours.fill(168.0), constants=SURE.model_copy(update={'decision': SURE.decision.model_copy(update=eager)}))
    rounds = np.array([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11] * 2)
    events = held(s, poster=1.0, yuan=20.0, round=rounds, hours=12.0, identity=np.arange(len(rounds)))
    event, row = events.everyone()
    hours = np.bincount(row, events.table["hours"][event], N)
    everyday = sum(kind.hours * len(kind.rounds) for kind in s.everyday.values())
    assert hours.max() <= 168.0 - everyday
    assert hours.max() > 100.0


def test_an_event_says_whose_it_is_and_by_what_its_draws_are_keyed() -> None:
    with pytest.raises(KeyError, match="mechanism"):
        Events().add(1, identity=3)
    with pytest.raises(KeyError, match="identity"):
        Events().add(1, mechanism=0)


def test_one_named_twice_for_an_event_has_both_flags_and_the_stronger_stake() -> None:
    events = Events()
    twice = People(np.array([1, 1, 0]), np.array([7, 7, 2], np.int32), np.array([SUMMONED, INVITED, 0], np.uint8), np.array([0.2, -0.9, 0.1], np.float32))
    events.add(2, twice, lo=np.array([50, 0]), hi=np.array([99, 50]), identity=np.array([1, 2]), mechanism=0)
    events.close()
    assert events.people.row.tolist() == [7, 2]
    assert events.people.flags.tolist() == [SUMMONED | INVITED, 0]
    assert events.people.stake.tolist() == pytest.approx([-0.9, 0.1])
    assert events.people_start.tolist() == [0, 1, 2]
