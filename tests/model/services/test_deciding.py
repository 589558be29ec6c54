"""Matters to decide: positions and reasons in closed form, sittings, votes, who accepts, moves, saving, communities."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.moves import move_week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.text import Text
from linli.model.people.deciding_constants import DecidingConstants
from linli.model.people.experiences import Experience
from linli.model.services import deciding_reasons as reasoning
from linli.model.services.deciding import Deciding
from linli.model.services.deciding_desk import DecidingDesk
from linli.model.services.deciding_rules import Rule
from linli.model.services.moment import Moment
from linli.model.society.society import Society

C = DecidingConstants()
LIFT = Text("lift", "加装电梯")



def assert_nothing_was_decided(measures: dict[str, float]) -> None:
    """Counts are zero; of nothing there is no share."""
    for name, value in measures.items():
        shares = ("decision_turnout", "results_accepted", "losers_accept", "official_passed")
        assert math.isnan(value) if name in shares else value == 0.0, name


def society(communities: int = 1, **values: Any) -> Society:
    return Society(
        neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=communities, **values), seed=1
    )


def acquaint_all(s: Society, rows: np.ndarray) -> None:
    """Let some residents of the first community (at most 49) know one another well."""
    s.residents.arrival[:] = 0
    for i in rows:
        others = rows[rows != i]
        s.ties.partner[i, : len(others)], s.ties.slow[i, : len(others)] = others, 50.0


def desk(s: Society, constants: DecidingConstants = C) -> tuple[Deciding, Moment, DecidingDesk]:
    service, week = Deciding(s.places, constants), Moment(s)
    return service, week, DecidingDesk(service, week, 0)


def adults(s: Society, lo: int = 0, hi: int | None = None) -> np.ndarray:
    rows = np.arange(lo, s.residents.n if hi is None else hi)
    return rows[s.residents.age[rows] >= 18]


# Positions and reasons


@given(st.integers(1, 16), st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=20))
def test_reasons_are_packed_and_unpacked(sides: int, numbers: list[int]) -> None:
    bits = np.array([n % 4**sides for n in numbers], np.uint32)
    assert (reasoning.packed(reasoning.held(bits, sides)) == bits).all()


def test_a_position_is_stake_own_part_and_mean_of_reasons() -> None:
    strength = np.array([0.5, 1.0, 0.2, 0.8])
    gain, own = np.array([5000.0, -2500.0, 0.0, 0.0]), np.array([0.0, 0.1, 0.0, 0.3])
    bits = reasoning.packed(np.array([[0, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 1], [0, 0, 0, 1]], np.bool_))
    x = [1.0, -0.4 + C.weight * 0.75, C.weight * (0.5 - 0.2 - 0.8) / 3.0, 0.3 - C.weight * 0.8]
    assert np.allclose(reasoning.positions(gain, own, bits, strength, C), np.tanh(x))
    assert np.allclose(reasoning.intensities(gain, own, C), 1.0 - np.exp([-1.0, -0.6, 0.0, -0.3]))


def test_what_one_has_in_mind_follows_ones_stake() -> None:
    u = np.random.default_rng(1).random((20000, 16))
    for gain in (-1e9, -5000.0, 0.0, 1e9):
        found = reasoning.held(reasoning.first_reasons(np.full(20000, gain), np.zeros(20000), u, C), 8)
        x = np.tanh(gain / C.scale)
        assert np.allclose(found[:, :8].mean(), C.holds * (1 + x) / 2, atol=0.005)
        assert np.allclose(found[:, 8:].mean(), C.holds * (1 - x) / 2, atol=0.005)


def test_a_speaker_says_any_reason_held_with_equal_chance() -> None:
    bits = reasoning.packed(np.tile(np.array([0, 1, 0, 1, 1, 0], np.bool_), (9000, 1)))
    said = reasoning.spoken(bits, (np.arange(9000) + 0.5) / 9000, 3)
    assert np.bincount(said, minlength=6).tolist() == [0, 3000, 0, 3000, 3000, 0]
    assert reasoning.spoken(np.zeros(2, np.uint32), np.array([0.0, 0.999]), 3).tolist() == [-1, -1]


def test_gains_alone_decide_where_nobody_thinks_for_themselves() -> None:
    s = society()
    _, _, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    which, flats = d.flats("gate", np.array([2, 0]))
    gain = flats * 100.0
    numbers = d.open("lift", LIFT, "gate", np.array([2, 0]), gain, due=9)
    for k, number in enumerate(numbers):
        found = d.households(number)
        lived = flats[which == k][s.places.flat_rows[flats[which == k] + 1] > s.places.flat_rows[flats[which == k]]]
        assert (found.flats == lived).all()
        assert np.allclose(found.positions, np.tanh(lived * 100.0 / C.scale))
        assert not d.reasons(number).any()
        assert d.matter(number).index == (2, 0)[k]


def test_what_households_think_for_themselves_has_its_spread_and_is_their_own() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=6, floors=11), seed=1)
    _, _, d = desk(s, DecidingConstants(holds=0.0, own=0.5))
    first, second = (
        d.open("lift", LIFT, "community", 0, 1000.0, due=9),
        d.open("parking", LIFT, "community", 0, 1000.0, due=9),
    )
    one, two = (np.arctanh(d.households(x[0]).positions) for x in (first, second))
    h = len(one)
    assert abs(one.mean() - 0.2) < 4 * 0.5 / h**0.5
    assert abs(one.std() - 0.5) < 4 * 0.5 / (2 * h) ** 0.5
    assert abs(np.corrcoef(one, two)[0, 1]) < 4 / h**0.5


def test_the_order_of_opening_and_other_matters_shift_nothing() -> None:
    found = []
    for kinds in (("lift", "fund"), ("fund", "parking", "lift")):
        s = society()
        _, _, d = desk(s)
        numbers = {kind: int(d.open(kind, LIFT, "building", 0, 500.0, due=9)[0]) for kind in kinds}
        found.append((numbers["lift"], *d.households(numbers["lift"]), d.reasons(numbers["lift"])))
    assert all(np.array_equal(a, b) for a, b in zip(*found, strict=True))


def test_households_may_be_listed_in_any_order() -> None:
    s = society()
    _, _, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    lived = np.flatnonzero(np.diff(s.places.flat_rows) > 0)[:5]
    number = d.open("leak", Text("leak", "漏水"), "households", lived[[3, 0, 4]], np.array([3.0, 0.0, 4.0]), due=3)
    assert len(number) == 1
    found = d.households(number[0])
    assert found.flats.tolist() == lived[[0, 3, 4]].tolist()
    assert found.gain.tolist() == [0.0, 3.0, 4.0]


# Sittings


def test_reasons_are_taken_over_as_often_as_the_log_odds_say() -> None:
    """Nobody has a stake or a thought, one says a reason; listeners know the speaker, or do not."""
    c = DecidingConstants(own=0.0, holds=0.0, adopt=-0.5, known=1.5, trust=2.0)
    for known in (False, True):
        s = society()
        r, rows = s.residents, adults(s)[:45]
        r.trust_neighbours[:] = 0.75
        if known:
            acquaint_all(s, rows)
        service, week, d = desk(s, c)
        heads = [rows[r.flat[rows] == flat] for flat in np.unique(r.flat[rows])]
        expected = 1.0 / (1.0 + np.exp(-(c.adopt + c.known * known + c.trust * 0.25)))
        taken, variance, should = 0, 0.0, 0.0
        for k in range(30):
            number = int(d.open("talk", Text(f"talk {k}", "谈"), "community", 0, 0.0, due=9)[0])
            service.adopt(week, number, rows[:1], np.array([3]))
            found = d.sit(number, rows, rows[:1])
            assert found.reasons.tolist() == [3]
            taken += found.taken_over
            assert d.reasons(number)[:, 3].sum() == found.taken_over + 1
            for others in heads[1:]:
                chance = 1.0 - (1.0 - expected) ** len(others)
                should += chance
                variance += chance * (1.0 - chance)
        assert abs(taken - should) < 4.0 * variance**0.5


def test_only_those_who_sit_there_move_and_they_move_to_the_reasons_said() -> None:
    s = society()
    rows = adults(s)[:40]
    service, week, d = desk(s, DecidingConstants(own=0.0, holds=0.0, adopt=6.0))
    number = int(d.open("lift", LIFT, "community", 0, 0.0, due=9)[0])
    service.adopt(week, number, rows[:1], np.array([0]))
    d.sit(number, rows, rows[:1])
    h = d.households(number)
    here = np.isin(h.flats, s.residents.flat[rows])
    assert (h.positions[~here] == 0.0).all()
    assert (h.positions[here] > 0.0).mean() > 0.9
    service.adopt(week, number, rows[5:6], np.array([9]))
    before = d.households(number).positions
    # They hold two reasons now, and say one of them at a time.
    while d.sit(number, rows, rows[5:6]).reasons[0] != 9:
        assert d.matter(number).sittings < 20
    after = d.households(number).positions
    assert (after[here] <= before[here]).all()
    assert (after[here] < before[here]).mean() > 0.8


def test_a_reason_may_reach_households_outside_a_sitting() -> None:
    s = society()
    rows = adults(s)[:6][::-1]
    _, _, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    number = int(d.open("lift", LIFT, "community", 0, 0.0, due=9)[0])
    reasons = np.arange(6)
    d.adopt(number, rows, reasons)
    flats, held = d.households(number).flats, d.reasons(number)
    for row, reason in zip(rows, reasons, strict=True):
        assert held[np.searchsorted(flats, s.residents.flat[row]), reason]
    assert held.sum() == 6
    with pytest.raises(ValueError, match="one for each"):
        d.adopt(number, rows, reasons[:2])
    with pytest.raises(ValueError, match="no resident"):
        d.adopt(number, np.array([10**6]), np.array([0]))
    with pytest.raises(ValueError, match="numbered"):
        d.adopt(number, rows[:1], np.array([99]))


def test_those_with_much_at_stake_move_little() -> None:
    s = society()
    rows = adults(s)[:40]
    taken = []
    for gain in (0.0, 1e6):
        service, week, d = desk(s, DecidingConstants(own=0.0, holds=0.0, adopt=0.0, stake=10.0))
        number = int(d.open("lift", LIFT, "community", 0, gain, due=9)[0])
        service.adopt(week, number, rows[:1], np.array([0]))
        taken.append(d.sit(number, rows, rows[:1]).taken_over)
    assert taken[0] > 5
    assert taken[1] == 0


def test_without_reasons_nobody_speaks_and_nobody_moves() -> None:
    s = society()
    _, _, d = desk(s, DecidingConstants(holds=0.0))
    number = d.open("lift", LIFT, "community", 0, 3000.0, due=9)[0]
    before = d.households(number).positions
    found = d.sit(number, np.arange(60))
    assert len(found.speakers) == len(found.heard) == found.taken_over == 0
    assert (d.households(number).positions == before).all()


def test_the_most_eager_speak_by_themselves_and_only_as_many_as_have_time() -> None:
    s = society()
    _, _, d = desk(s, DecidingConstants(speakers=5))
    _, flats = d.flats("community", 0)
    number = d.open("lift", LIFT, "community", 0, np.where(flats % 2, 30000.0, 0.0), due=9)[0]
    speakers = np.concatenate([d.sit(number, np.arange(s.residents.n)).speakers for _ in range(12)])
    assert len(speakers) == 60
    assert (s.residents.flat[speakers] % 2).mean() > 0.7
    assert (s.residents.age[speakers] >= 18).all()


def test_one_is_heard_if_one_speaks_or_sits_there_when_ones_reason_is_spoken() -> None:
    s = society()
    r, rows = s.residents, adults(s)
    rows = rows[np.unique(r.flat[rows], return_index=True)[1]][:6]
    service, week, d = desk(s, DecidingConstants(holds=0.0, adopt=-10.0, stake=10.0))
    number = int(d.open("lift", LIFT, "community", 0, 0.0, due=9)[0])
    service.adopt(week, number, rows[[0, 1, 2, 4]], np.array([7, 7, 8, 7]))
    found = d.sit(number, rows[:4], rows[[0, 3]])
    assert found.reasons.tolist() == [7, -1]
    assert found.heard.tolist() == rows[[0, 1, 3]].tolist()
    assert sorted(d.matter(number).heard.tolist()) == sorted(r.identity[rows[[0, 1, 3]]].tolist())


# Votes


def test_a_vote_is_counted_as_households_stand_and_recorded() -> None:
    s = society()
    service, _, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    _, flats = d.flats("community", 0)
    gain = np.where(flats % 3 == 0, -2000.0, 2000.0)
    number = int(d.open("fund", Text("repair fund", "维修基金"), "community", 0, gain, due=9)[0])
    rows, r = adults(s), s.residents
    came = rows[::2]
    result = d.vote(number, np.concatenate([came, np.flatnonzero(r.age < 18), came]))
    wants = r.flat[rows] % 3 != 0
    assert result.voters.tolist() == came.tolist()
    assert result.tally.turnout == pytest.approx(len(came) / len(rows))
    assert result.tally.yes == (pytest.approx((r.flat[came] % 3 != 0).mean()),)
    assert result.passed
    assert result.losers.tolist() == rows[~wants].tolist()
    assert np.isin(rows[wants], result.accepted).all()
    assert np.isin(result.accepted, result.losers).sum() == round(result.losers_accept * len(result.losers))
    assert service.measures() == {
        "matters_decided": 1.0,
        "matters_passed": 1.0,
        "matters_lapsed": 0.0,
        "matters_open": 0.0,
        "decision_turnout": pytest.approx(len(came) / len(rows)),
        "results_accepted": pytest.approx(len(result.accepted) / len(rows)),
        "losers_accept": pytest.approx(result.losers_accept),
        "official_passed": 1.0,
    }
    with pytest.raises(ValueError, match="no open matter"):
        d.vote(number, came)
    service.restart()
    assert_nothing_was_decided(service.measures())


def test_the_rule_decides_what_the_same_stakes_come_to() -> None:
    """A lift: the ground floor of six loses. Two thirds of a doorway often want it, nine tenths hardly ever do."""
    s = Society(neighbourhood=NeighbourhoodParameters(preset="old-walk-up", buildings=20), seed=1)
    _, _, d = desk(s)
    gates = np.arange(s.places.gates)
    _, flats = d.flats("gate", gates)
    floor = s.places.flat_xyz[flats, 2] / 2.8
    gain = np.array([-6000.0, 0.0, 4000.0, 8000.0, 12000.0, 15000.0])[floor.astype(int)]
    passed = {}
    for rule in ("nine tenths", "two thirds", "majority"):
        numbers = d.open(f"lift {rule}", LIFT, "gate", gates, gain, rule=rule, due=9)
        passed[rule] = sum(d.vote(number, np.arange(s.residents.n)).passed for number in numbers)
    assert passed["nine tenths"] < 0.1 * len(gates)
    assert 0.2 * len(gates) < passed["two thirds"] < passed["majority"]
    # All of them together want it by two thirds; asked of every doorway it fails in as many as above.
    rule = Rule(by=("households",), need=2 / 3, of="entitled")
    together, apart = (
        d.vote(
            d.open(
                "lift for all", Text(str(each), "电梯"), "community", 0, gain, rule=replace(rule, doorways=each), due=9
            )[0],
            np.arange(s.residents.n),
        )
        for each in (0.0, 1.0)
    )
    assert (together.passed, apart.passed) == (True, False)
    assert abs(apart.tally.doorways - passed["two thirds"] / len(gates)) < 0.25


def test_a_compensation_lifts_the_veto_of_the_few() -> None:
    s = society()
    _, _, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    lived = np.flatnonzero(np.diff(s.places.flat_rows) > 0)[:10]
    gain = np.array([-8000.0] + [3000.0] * 9)
    results = []
    for paid in (0.0, 7500.0):
        number = d.open("lift", Text(f"lift {paid}", "电梯"), "households", lived, gain, few=1000.0, due=9)[0]
        d.compensate(number, lived[:1], paid)
        assert d.households(number).gain[0] == -8000.0 + paid
        results.append(d.vote(number, np.arange(s.residents.n)))
    assert [r.passed for r in results] == [False, True]
    assert [r.vetoes.tolist() for r in results] == [[lived[0]], []]
    home = s.residents.flat[adults(s)]
    assert [len(r.losers) for r in results] == [np.isin(home, lived[1:]).sum(), (home == lived[0]).sum()]


def test_flats_of_no_area_have_no_vote_and_still_a_stake() -> None:
    s = society()
    _, week, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    r, rows = s.residents, adults(s)
    _, flats = d.flats("community", 0)
    rented = np.isin(flats, r.flat[r.tenure == 1])
    number = d.open(
        "rents",
        Text("rents", "租赁"),
        "community",
        0,
        np.where(rented, -5e4, 100.0),
        area=np.where(rented, 0.0, 1.0),
        due=9,
    )[0]
    result = d.vote(number, rows)
    assert result.passed
    assert result.tally.yes == (1.0,)
    assert (r.tenure[result.voters] == 0).all()
    assert (r.tenure[result.losers] == 1).all()
    assert result.losers.tolist() == rows[r.tenure[rows] == 1].tolist()
    assert week.log[0, Experience.PASSED_OVER.number] == len(result.losers)


def test_losers_accept_as_the_log_odds_say_and_more_if_heard() -> None:
    c = DecidingConstants(own=0.0, holds=0.0, accept=-0.5, accept_heard=1.5, accept_trust=2.0, accept_stake=1.0)
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=4, floors=11), seed=1)
    s.residents.trust_institutions[:] = 0.75
    service, week, d = desk(s, c)
    rows = adults(s)
    number = int(d.open("lift", LIFT, "community", 0, -1000.0, rule=Rule(need=0.0), due=9)[0])
    flats = d.households(number).flats[::2]
    service.adopt(
        week,
        number,
        rows[np.isin(s.residents.flat[rows], flats)],
        np.full(int(np.isin(s.residents.flat[rows], flats).sum()), 9),
    )
    one = rows[np.isin(s.residents.flat[rows], flats)][:1]
    d.sit(number, rows, one)
    # Who took over the reason at the sitting held it too late to be heard with it.
    result = d.vote(number, rows)
    assert result.passed
    assert result.losers.tolist() == rows.tolist()
    heard = np.isin(s.residents.flat[rows], flats)
    assert result.heard.tolist() == rows[heard].tolist()
    accepted = np.isin(rows, result.accepted)
    for group, x in ((heard, 1.0), (~heard, 0.0)):
        expected = 1.0 / (
            1.0
            + np.exp(-(c.accept + c.accept_heard * x + c.accept_trust * 0.25 - c.accept_stake * (1.0 - np.exp(-0.2))))
        )
        assert abs(accepted[group].mean() - expected) < 4.0 * (expected * (1.0 - expected) / group.sum()) ** 0.5


def test_being_heard_or_passed_over_is_experienced_once_a_matter() -> None:
    s = society()
    r, rows = s.residents, adults(s)
    r.trust_institutions[:] = 0.5
    service, week, d = desk(s, DecidingConstants(own=0.0, holds=0.0, stake=10.0, adopt=-10.0))
    number = int(d.open("lift", LIFT, "community", 0, -1000.0, rule=Rule(need=0.0), due=9)[0])
    service.adopt(week, number, rows[:1], np.array([9]))
    for _ in range(20):
        d.sit(number, rows[:30], rows[:1])
    assert (r.trust_institutions == 0.5).all()
    result = d.vote(number, rows[20:100])
    alpha = s.constants.trust.alpha
    heard = np.isin(rows, result.heard)
    assert np.allclose(r.trust_institutions[rows[heard]], 0.5 + alpha * 0.5)
    voted = np.isin(rows, rows[20:100]) & ~heard
    assert np.allclose(r.trust_institutions[rows[voted]], 0.5 - alpha * 0.5)
    stayed = ~voted & ~heard
    noticed = r.trust_institutions[rows[stayed]] < 0.5
    chance = 1.0 - np.exp(-0.2)
    assert abs(noticed.mean() - chance) < 4.0 * (chance / stayed.sum()) ** 0.5
    assert week.log[0, Experience.HEARD.number] == heard.sum()
    assert week.log[0, Experience.PASSED_OVER.number] == voted.sum() + noticed.sum()


def test_what_is_not_decided_in_time_lapses() -> None:
    s = society()
    service, week, d = desk(s)
    first, second = (d.open("lift", Text(f"lift {due}", "电梯"), "gate", 0, 0.0, due=due)[0] for due in (3, 4))
    assert d.waiting().tolist() == [first, second]
    assert d.waiting("fund").tolist() == []
    for s.week in (1, 2, 3, 4):
        week.turn(np.zeros(0, np.int32))
        service.begin(week)
    assert d.waiting("lift").tolist() == [second]
    d.drop(second)
    assert d.waiting().tolist() == []
    assert service.matters_lapsed == 2
    assert len(service.table.households["flat"]) == 0


# Moves, saving, communities


def test_who_moves_in_takes_over_the_stake_and_nothing_else() -> None:
    s = society()
    service, week, d = desk(s)
    _, flats = d.flats("building", 0)
    numbers = [int(d.open(kind, LIFT, "building", 0, flats * 10.0, due=900)[0]) for kind in ("lift", "fund")]
    d.sit(numbers[0], adults(s)[:40])
    d.compensate(numbers[0], d.households(numbers[0]).flats, 100.0)
    before = [(d.households(n), d.reasons(n)) for n in numbers]
    moved = np.zeros(0, np.int32)
    while len(moved) == 0:
        s.week += 1
        moved = move_week(s.residents, s.places, s.week, s.seed, PopulationParameters(), 0.6)
    week.turn(moved)
    service.begin(week)
    for n, (old, reasons) in zip(numbers, before, strict=True):
        new = d.households(n)
        came = np.isin(new.flats, s.residents.flat[moved])
        assert came.any()
        assert (new.gain == old.gain).all()
        assert (new.positions[~came] == old.positions[~came]).all()
        assert (new.positions[came] != old.positions[came]).all()
        assert not d.reasons(n)[came].any()
        assert (d.reasons(n)[~came] == reasons[~came]).all()
    heard = d.matter(numbers[0]).heard
    assert not np.isin(s.residents.identity[moved], heard).any()


def test_a_saved_matter_goes_on_as_if_never_stopped(saved_and_read: Callable[..., dict[str, Any]]) -> None:
    s = society()
    service, week, d = desk(s)
    d.vote(int(d.open("fund", Text("fund", "基金"), "gate", 0, 100.0, due=9)[0]), adults(s))
    numbers = d.open("lift", LIFT, "gate", np.arange(3), 200.0, rule="nine tenths", few=500.0, due=9)
    d.sit(numbers[1], adults(s))
    other, _, e = desk(s)
    other.restore(saved_and_read(service.state()))
    week.turn(np.zeros(0, np.int32))
    trust = s.residents.trust_institutions.copy()
    results = []
    for one in (d, e):
        s.residents.trust_institutions[:] = trust
        sat = one.sit(numbers[1], adults(s))
        results.append((sat, one.vote(numbers[1], adults(s)[::2]), one.households(numbers[2]), one.matter(numbers[2])))
    for a, b in zip(results[0][0], results[1][0], strict=True):
        assert np.array_equal(a, b)
    for a, b in zip(results[0][1], results[1][1], strict=True):
        assert a.passed == b.passed if hasattr(a, "passed") else np.array_equal(a, b, equal_nan=isinstance(a, float))
    assert all(np.array_equal(a, b) for a, b in zip(results[0][2], results[1][2], strict=True))
    assert (results[0][3].rule, results[0][3].title) == (results[1][3].rule, results[1][3].title)
    one, two = service.state(), other.state()
    assert one.keys() == two.keys()
    assert all(np.array_equal(one[k], two[k]) for k in one)
    assert one["matters_decided"] == 2


def test_what_happens_in_one_community_leaves_the_other_equal_to_the_bit() -> None:
    found = []
    for busy in (False, True):
        s = society(communities=2)
        service, week, d = desk(s)
        lo = int(s.places.community_rows[1])
        mine = adults(s, lo)
        if busy:
            d.sit(d.open("lift", LIFT, "community", 0, 900.0, due=5)[0], np.arange(lo))
        number = d.open("lift", LIFT, "community", 1, 700.0, due=5)[0]
        s.week = 1
        week.turn(np.zeros(0, np.int32))
        service.begin(week)
        sat = d.sit(number, np.concatenate([mine[:50], np.arange(9 * busy)]))
        stand = d.households(number)
        if busy:
            d.vote(d.waiting("lift")[0], np.arange(lo))
        result = d.vote(number, mine)
        found.append(
            (
                number,
                *sat,
                *stand,
                result.voters,
                result.losers,
                result.accepted,
                result.heard,
                s.residents.trust_institutions[lo:].copy(),
            )
        )
    assert all(np.array_equal(a, b) for a, b in zip(*found, strict=True))


def test_a_society_without_matters_is_left_alone() -> None:
    s = society()
    service, week, _ = desk(s)
    week.turn(np.arange(5, dtype=np.int32))
    service.begin(week)
    assert_nothing_was_decided(service.measures())


def test_views_are_copies() -> None:
    s = society()
    _, _, d = desk(s)
    number = d.open("lift", LIFT, "gate", 0, 100.0, due=9)[0]
    before = [x.copy() for x in (*d.households(number), d.reasons(number))]
    for view in (*d.households(number), d.reasons(number)):
        view[:] = 1
    d.matter(number).sittings = 99
    assert all(np.array_equal(a, b) for a, b in zip(before, (*d.households(number), d.reasons(number)), strict=True))
    assert d.matter(number).sittings == 0


def test_what_cannot_be_asked_is_refused() -> None:
    s = society(communities=2)
    service, week, d = desk(s)
    n, rows = s.residents.n, adults(s)
    good = d.open("lift", LIFT, "gate", 0, 0.0, due=0)[0]
    for message, unit, units, values in [
        ("no unit 'street'; there are community, compound, building, gate, households", "street", 0, {}),
        ("no gate 77", "gate", 77, {}),
        ("comes twice", "gate", [1, 1], {}),
        ("of one community", "households", [0, s.places.flats - 1], {}),
        ("empty ones included", "gate", 1, {"gain": np.zeros(3)}),
        ("a number of yuan", "gate", 1, {"gain": float("nan")}),
        ("area is 0 or more", "gate", 1, {"area": -1.0}),
        ("this is week 0", "gate", 1, {"due": -1}),
        ("no rule 'most'", "gate", 1, {"rule": "most"}),
        ("in this week already", "gate", [1, 0], {}),
    ]:
        with pytest.raises(ValueError, match=message):
            d.open("lift", LIFT, unit, np.array(units), values.pop("gain", 0.0), **{"due": 5, **values})
    assert d.waiting().tolist() == [good]
    with pytest.raises(ValueError, match="no resident of row"):
        d.sit(good, np.array([n]))
    with pytest.raises(ValueError, match="has to be present"):
        d.sit(good, rows[:5], rows[5:6])
    with pytest.raises(ValueError, match="12 people can speak"):
        d.sit(good, rows, rows[:13])
    with pytest.raises(TypeError, match="of a mask take"):
        d.vote(good, np.ones(n, np.bool_))
    with pytest.raises(ValueError, match="that the matter concerns"):
        d.compensate(good, np.array([s.places.flats - 1]), 5.0)
    with pytest.raises(ValueError, match="numbered 0 to 15"):
        service.adopt(week, int(good), rows[:1], np.array([16]))
    with pytest.raises(ValueError, match="no open matter 5; 1 are open"):
        d.households(5)
    with pytest.raises(AttributeError, match="it offers"):
        _ = d.table


@pytest.mark.parametrize("unit", ["community", "compound", "building", "gate"])
def test_units_are_those_of_the_neighbourhood(unit: str) -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=2, floors=3, compounds=2, communities=2), seed=1)
    _, _, d = desk(s)
    starts = getattr(s.places, f"{unit}_rows")
    which, flats = d.flats(unit, np.arange(len(starts) - 1))
    assert (flats == np.arange(s.places.flats)).all()
    rows = np.arange(s.residents.n)
    assert (which[s.residents.flat[rows]] == s.places.unit_of_row(starts, rows)).all()
    numbers = d.open("lift", LIFT, unit, np.arange(len(starts) - 1), 0.0, due=1)
    assert len(np.unique(numbers)) == len(numbers)
    for k, number in enumerate(numbers):
        assert d.matter(number).community == int(np.searchsorted(s.places.community_rows, starts[k], side="right")) - 1


def test_numbers_do_not_depend_on_other_communities() -> None:
    places = [
        NeighbourhoodParameters(buildings=1, floors=3, first_community=first, communities=m)
        for first, m in ((0, 2), (1, 1))
    ]
    both, alone = (Society(neighbourhood=p, seed=1) for p in places)
    gates = alone.places.gates
    one = desk(both)[2].open("lift", LIFT, "gate", np.arange(gates) + gates, 0.0, due=1)
    two = desk(alone)[2].open("lift", LIFT, "gate", np.arange(gates), 0.0, due=1)
    assert (one == two).all()
    assert len(np.unique(one)) == gates


# Counting without closing, decrees, who pays


def test_a_tally_says_what_a_vote_would_and_closes_nothing() -> None:
    s = society()
    service, week, d = desk(s)
    number = int(d.open("lift", LIFT, "community", 0, 500.0, due=9)[0])
    came = adults(s)[::3]
    trust, counts = s.residents.trust_institutions.copy(), service.measures()
    found = d.tally(number, came)
    assert service.measures() == counts
    assert (s.residents.trust_institutions == trust).all()
    again, result = d.tally(number, came), d.vote(number, came)
    for one in (again, result.tally):
        assert (one.turnout, one.yes, one.quorum, one.passed) == (found.turnout, found.yes, found.quorum, found.passed)
    assert week.log[:, Experience.PASSED_OVER.number].sum() > 0
    with pytest.raises(ValueError, match="no open matter"):
        d.tally(number, came)


def test_a_decree_needs_no_votes_and_its_losers_were_not_heard() -> None:
    s = society()
    service, week, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    number = int(d.open("lift", LIFT, "community", 0, -1e6, rule="unanimity", due=9)[0])
    result = d.decree(number, True)
    assert result.passed
    assert len(result.voters) == len(result.heard) == 0
    assert result.losers.tolist() == adults(s).tolist()
    measures = service.measures()
    assert math.isnan(measures["decision_turnout"])
    assert (measures["matters_decided"], measures["matters_passed"]) == (1.0, 1.0)
    assert week.log[:, Experience.PASSED_OVER.number].sum() == len(adults(s))
    assert week.log[:, Experience.HEARD.number].sum() == 0


def test_who_pays_for_a_compensation_stands_less_for_the_matter() -> None:
    s = society()
    _, _, d = desk(s, DecidingConstants(own=0.0, holds=0.0))
    lived = np.flatnonzero(np.diff(s.places.flat_rows) > 0)[:3]
    number = int(d.open("lift", LIFT, "households", lived, np.array([-6000.0, 5000.0, 9000.0]), due=9)[0])
    d.compensate(number, lived[:1], 6000.0)
    d.charge(number, lived[1:], np.array([2000.0, 4000.0]))
    found = d.households(number)
    assert found.gain.tolist() == [0.0, 3000.0, 5000.0]
    assert np.allclose(found.positions, np.tanh(found.gain / C.scale))
    with pytest.raises(ValueError, match="asked to pay is 0 or more yuan"):
        d.charge(number, lived[:1], -1.0)
    with pytest.raises(ValueError, match="a household that the matter concerns"):
        d.charge(number, lived[-1:] + 1, 1.0)


def test_the_households_of_several_matters_are_those_of_each() -> None:
    s = society()
    _, week, d = desk(s)
    _, flats = d.flats("gate", np.array([2, 0]))
    numbers = d.open("lift", LIFT, "gate", np.array([2, 0]), flats * 40.0 - 900.0, area=flats % 2, due=9)
    service_reasons = np.array([4, 4])
    d.adopt(int(numbers[1]), adults(s)[:2], service_reasons)
    both = d.concerned(numbers[::-1])
    for k, number in enumerate(numbers[::-1].tolist()):
        mine, one = both.which == k, d.households(number)
        assert (both.flats[mine] == one.flats).all()
        assert (both.gain[mine] == one.gain).all()
        assert (both.intensity[mine] == one.intensity).all()
        assert (both.entitled[mine] == (one.flats % 2 == 1)).all()
        assert (reasoning.held(both.reasons[mine], C.reasons) == d.reasons(number)).all()
    assert reasoning.held(both.reasons, C.reasons)[both.which == 0, 4].any()
    d.drop(int(numbers[0]))
    with pytest.raises(ValueError, match="no open matter"):
        d.concerned(numbers)
    assert week.number == s.week


def _plain(found: Any) -> Any:
    """Return what is found in lists, to be compared."""
    return [_plain(one) if isinstance(one, tuple) else np.asarray(one).tolist() for one in found]


def test_several_matters_at_once_are_as_one_after_the_other() -> None:
    units, found = np.array([2, 0, 1]), []
    for at_once in (False, True):
        s = society()
        acquaint_all(s, adults(s)[:40])
        service, week, d = desk(s)
        _, flats = d.flats("gate", units)
        numbers = d.open("lift", LIFT, "gate", units, np.where(flats % 3 == 0, -4000.0, 6000.0), due=9)
        place = np.full(s.places.gates, -1)
        place[units] = np.arange(3)
        rows = adults(s)
        k = place[s.residents.gate[rows]]
        rows, k = rows[k >= 0], k[k >= 0]
        # One of them has sat before: what is drawn at a sitting hangs on how many there were.
        first = d.sit(int(numbers[1]), rows[k == 1])
        reasons = rows % (2 * C.reasons)
        if at_once:
            d.adopt_all(numbers, k[::2], rows[::2], reasons[::2])
            sat, counted, voted = d.sit_all(numbers, k, rows), d.tally_all(numbers, k, rows), d.vote_all(numbers, k, rows)
        else:
            each = [(int(number), k == one) for one, number in enumerate(numbers.tolist())]
            for number, mine in each:
                d.adopt(number, rows[::2][mine[::2]], reasons[::2][mine[::2]])
            sat = [d.sit(number, rows[mine]) for number, mine in each]
            counted = [d.tally(number, rows[mine]) for number, mine in each]
            voted = [d.vote(number, rows[mine]) for number, mine in each]
        trust = [getattr(s.residents, f"trust_{whom}").tolist() for whom in ("neighbours", "institutions")]
        found.append([_plain([first, *sat]), _plain(counted), _plain(voted), trust, service.measures(), len(d.waiting())])
        assert sum(len(one.speakers) for one in sat) > 3
        assert week.number == s.week
    assert repr(found[0]) == repr(found[1])


def test_what_is_wrong_with_several_matters_is_refused() -> None:
    s = society()
    _, _, d = desk(s)
    numbers = d.open("lift", LIFT, "gate", np.array([0, 1]), 500.0, due=9)
    with pytest.raises(ValueError, match="comes twice"):
        d.vote_all(numbers[[0, 0]], np.array([0, 1]), np.array([1, 2]))
    with pytest.raises(ValueError, match="no resident of row"):
        d.sit_all(numbers, np.array([0]), np.array([s.residents.n]))
    assert [m.number for m in d.matters("li")] == numbers.tolist()
    assert d.matters("lifts") == []
