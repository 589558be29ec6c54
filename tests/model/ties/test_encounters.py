"""Encounters on the array engine: attention, chemistry, thirds, crowds, against closed forms (docs/rules.md)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.foci.events import Events
from linli.model.ground.random import absorb_many
from linli.model.people.constants import Constants, TieConstants, VisitHours
from linli.model.people.everyday import EverydayKind
from linli.model.people.residents import Residents, pack_traits
from linli.model.society.society import Society
from linli.model.ties.encounters import _talk, _weights, warmth
from linli.model.ties.store import EMPTY, TICKS, clear_rows
from scipy import stats

Alike = Callable[..., Society]
ALL = {"retired": 1.0, "carer": 1.0, "owner": 1.0, "renter": 1.0, "student": 1.0}
EVEN = {"sigma_q": 0.0, "beta": 0.0, "rho": 0.0}
"""Constants with which every pair has weight 1."""


def kind(scope: str, size: int, hours: float, openness: float = 1.0, **values: Any) -> EverydayKind:
    return EverydayKind(scope=scope, size=size, hours=hours, rounds=(0,), openness=openness, chance=ALL, **values)  # type: ignore[arg-type]


def constants(no_visits: VisitHours, **ties: float) -> Constants:
    return Constants(visits=no_visits, ties=TieConstants(**ties))  # type: ignore[arg-type]


def meet_in(society: Society, week: int, fresh: bool = True) -> None:
    """Let a week of encounters pass, without moves; `fresh`: nobody knows anybody at its beginning."""
    if fresh:
        clear_rows(society.ties, np.arange(society.residents.n, dtype=np.int32))
    society.engine.encounter(Events(), week)
    society.week = week + 1


def matrix(society: Society, trace: str = "slow") -> np.ndarray:
    """Return what is kept as a matrix: entry [i, j] on i's side, hours as of the last change (one community)."""
    n = society.residents.n
    found = np.zeros((n, n))
    i, k = np.nonzero(society.ties.partner != EMPTY)
    value = society.ties.slow[i, k] if trace == "slow" else society.ties.closeness[i, k] / TICKS
    found[i, society.ties.partner[i, k]] = value
    return found


@pytest.mark.parametrize(("openness", "hours"), [(1.0, 0.4), (0.1, 3.0), (0.5, 1.0)])
def test_two_people_alone_talk_as_often_as_the_closed_form(alike: Alike, no_visits: VisitHours, openness: float, hours: float) -> None:
    """A landing of two flats is a pair alone. g = 1.4 and .7, three matches of four, chemistry fixed: a Poisson number of talks."""
    t = constants(no_visits, sigma_q=0.0)

    def differ(r: Residents) -> None:
        r.sociability[::2], r.sociability[1::2] = 1.4, 0.7
        r.traits[::2], r.traits[1::2] = pack_traits(np.array([0, 0]), np.array([65, 65]), np.array([0, 0]), np.array([0, 3]))

    s = alike(2000, {"door": kind("landing", 2, hours, openness)}, flats_per_floor=2, constants=t, change=differ)
    w = math.exp(t.ties.beta * (3 - 2)) * openness
    expected = sum(t.ties.kappa * hours * a * w * b / (t.ties.w0 + w * b) for a, b in ((1.4, 0.7), (0.7, 1.4)))
    counts = []
    for week in range(20):
        meet_in(s, week)
        known = matrix(s)
        assert np.array_equal(known, known.T)
        counts.append(known[np.arange(0, 2000, 2), np.arange(1, 2000, 2)] / t.ties.tau)
        assert known.sum() / 2.0 == pytest.approx(counts[-1].sum())
    talks = np.concatenate(counts)
    assert s.engine.tallies["talks"] == talks.sum()
    assert abs(talks.mean() - expected) < 4.0 * math.sqrt(expected / len(talks))
    assert talks.var() == pytest.approx(expected, rel=0.06)


def test_closeness_and_recognition_draw_attention(alike: Alike, no_visits: VisitHours) -> None:
    t, o = constants(no_visits, sigma_q=0.0, beta=0.0, slow_half_life=20000.0), 0.1
    s = alike(2000, {"door": kind("landing", 2, 1.0, o)}, flats_per_floor=2, constants=t)
    rows = np.arange(2000)
    for slow, known in ((10.0, True), (0.6, False)):
        w = (1.0 + t.ties.rho * 0.5) * (1.0 if known else o)
        expected = 2.0 * t.ties.kappa * w / (t.ties.w0 + w)
        total = 0
        for week in range(100, 110):
            clear_rows(s.ties, rows.astype(np.int32))
            s.ties.partner[:, 0] = rows ^ 1
            # 5 hours a half-life ago would be 10 then: what counts is what is left today.
            s.ties.closeness[:, 0] = round(5.0 * TICKS / 0.5 ** (7.0 * 8 / t.ties.half_life))
            s.ties.slow[:, 0] = slow
            s.ties.last[:, 0] = week - 8
            before = s.engine.tallies["talks"]
            meet_in(s, week, fresh=False)
            total += s.engine.tallies["talks"] - before
        assert abs(total / 10000 - expected) < 4.0 * math.sqrt(expected / 10000)


def test_by_the_other_rule_a_face_half_known_draws_half_the_attention(alike: Alike, no_visits: VisitHours) -> None:
    o, rows = 0.1, np.arange(2000)
    for familiarity, slow, share in (("gradual", 0.35, 0.55), ("step", 0.35, 0.1), ("gradual", 0.7, 1.0)):
        t = Constants(visits=no_visits, ties=TieConstants(sigma_q=0.0, beta=0.0, slow_half_life=20000.0, recognised=0.7, familiarity=familiarity))
        s = alike(2000, {"door": kind("landing", 2, 1.0, o)}, flats_per_floor=2, constants=t)
        expected, total = 2.0 * t.ties.kappa * share / (t.ties.w0 + share), 0
        for week in range(10):
            clear_rows(s.ties, rows.astype(np.int32))
            s.ties.partner[:, 0], s.ties.slow[:, 0], s.ties.last[:, 0] = rows ^ 1, slow, week
            before = s.engine.tallies["talks"]
            meet_in(s, week, fresh=False)
            total += s.engine.tallies["talks"] - before
        assert abs(total / 10000 - expected) < 4.0 * math.sqrt(expected / 10000)


@given(st.floats(0.001, 100.0), st.floats(1.001, 10.0), st.floats(0.01, 50.0))
def test_warmth_rises_with_affinity_and_is_bounded(x: float, more: float, c: float) -> None:
    assert 0.0 < warmth(x, c) < warmth(x * more, c) < 1.0 + c
    assert warmth(x, 0.0) == 1.0
    assert warmth(1.0, c) == pytest.approx(1.0)


@pytest.mark.parametrize("liking", [0.0, 4.0])
def test_an_hour_makes_closeness_by_the_affinity_of_the_pair(alike: Alike, no_visits: VisitHours, liking: float) -> None:
    """No, two and four attributes match in a third of the landings each; chemistry is fixed. Closeness is the slow trace times warmth."""
    t = constants(no_visits, sigma_q=0.0, liking=liking)
    matches = np.repeat([0, 2, 4], 200)

    def differ(r: Residents) -> None:
        r.traits[::2] = pack_traits(np.array([0]), np.array([65]), np.array([0]), np.array([0]))
        half, none = (matches < 4).astype(int), (matches < 2).astype(int)
        r.traits[1::2] = pack_traits(half, np.where(half, 20, 65), none, none)

    s = alike(1200, {"door": kind("landing", 2, 4.0)}, flats_per_floor=2, constants=t, change=differ)
    meet_in(s, 0)
    pairs = np.arange(0, 1200, 2), np.arange(1, 1200, 2)
    hours, closeness = matrix(s)[pairs], matrix(s, "closeness")[pairs]
    met = hours > 0.0
    assert met.sum() > 300
    x = np.exp(t.ties.beta * (matches - 2.0))
    assert closeness[met] == pytest.approx((hours * (1.0 + liking) * x / (x + liking))[met], abs=1.0 / TICKS)


def test_a_ring_of_pairs_matches_its_closed_form(alike: Alike, no_visits: VisitHours) -> None:
    """Neighbours on a landing in one round, kin (the next two on the ring) in another: each meets two others, twenty weeks long."""
    n, weeks, hours = 1200, 20, 0.2
    kin = ((np.arange(n) + 1) % n) // 2
    ring = {"door": kind("landing", 2, hours), "kin": kind("kin", 2, hours, attendance=1.0, mixing=0.0).model_copy(update={"rounds": (1,)})}
    t = constants(no_visits, **EVEN)
    s = alike(n, ring, flats_per_floor=2, constants=t, kin=kin.astype(np.int32))
    for week in range(weeks):
        meet_in(s, week, fresh=False)
    rate = 2.0 * t.ties.kappa * hours / (t.ties.w0 + 1.0)
    known = matrix(s)
    i = np.arange(n)
    on_ring = known[i, (i + 1) % n]
    assert known.sum() == pytest.approx(2.0 * on_ring.sum())
    met = 1.0 - math.exp(-rate * weeks)
    assert abs((on_ring > 0.0).mean() - met) < 4.0 * math.sqrt(met * (1.0 - met) / n)
    left = 0.5 ** (7.0 * np.arange(weeks) / t.ties.half_life)
    expected, spread = rate * t.ties.tau * left.sum(), math.sqrt(rate * (left**2).sum()) * t.ties.tau
    at, slot = np.nonzero(s.ties.partner != EMPTY)
    ages = weeks - 1 - s.ties.last[at, slot].astype(int)
    total = (s.ties.closeness[at, slot] / TICKS * 0.5 ** (7.0 * ages / t.ties.half_life)).sum() / 2.0 / n
    assert abs(total - expected) < 4.0 * spread / math.sqrt(n)


def test_attention_is_finite_in_a_crowd_of_40_and_falls_on_all_alike(alike: Alike, no_visits: VisitHours) -> None:
    t = constants(no_visits, p_circle=0.0, slots=64, **EVEN)
    s = alike(40, {"class": kind("compound", 40, 1.0)}, constants=t)
    weeks, total = 400, np.zeros((40, 40))
    for week in range(weeks):
        meet_in(s, week)
        total += matrix(s)
    expected = 40.0 * t.ties.kappa * 39.0 / (t.ties.w0 + 39.0) * weeks
    talks = s.engine.tallies["talks"]
    assert abs(talks - expected) < 4.0 * math.sqrt(expected)
    assert s.engine.tallies["contact_sides"] == 2 * talks
    pairs = total[np.triu_indices(40, 1)]
    assert pairs.sum() == pytest.approx(talks)
    assert stats.chisquare(pairs).pvalue > 1e-3


@pytest.mark.parametrize("sharing", [0.0, 0.5])
def test_without_sharing_one_talks_with_each_as_if_alone(alike: Alike, no_visits: VisitHours, sharing: float) -> None:
    t = constants(no_visits, p_circle=0.0, slots=64, sharing=sharing, **EVEN)
    s = alike(40, {"class": kind("compound", 40, 1.0)}, constants=t)
    weeks = 40
    for week in range(weeks):
        meet_in(s, week)
    ready = sharing * 39.0 / (t.ties.w0 + 39.0) + (1.0 - sharing) * 39.0 / (t.ties.w0 + 1.0)
    expected = 40.0 * t.ties.kappa * ready * weeks
    assert abs(s.engine.tallies["talks"] - expected) < 4.0 * math.sqrt(expected)


def test_a_third_joins_with_its_chance_and_all_three_pairs_gain(alike: Alike, no_visits: VisitHours) -> None:
    o, p = 0.5, 0.6
    t = constants(no_visits, p_circle=p, **EVEN)
    s = alike(1500, {"bench": kind("landing", 3, 2.0, o)}, flats_per_floor=3, constants=t)
    for week in range(20):
        meet_in(s, week)
    talks, sides = s.engine.tallies["talks"], s.engine.tallies["contact_sides"]
    assert abs((sides / talks - 2.0) / 4.0 - p * o) < 4.0 * math.sqrt(p * o * (1.0 - p * o) / talks)
    # Everybody in a talk had one: two, or three with a third.
    meet_in(s, 99)
    before = talks, sides
    talks, sides = s.engine.tallies["talks"] - before[0], s.engine.tallies["contact_sides"] - before[1]
    assert s.residents.talks.sum() == 2 * talks + (sides - 2 * talks) / 4
    assert matrix(s).sum() == pytest.approx(sides * t.ties.tau)


def test_who_joins_a_talk_is_drawn_by_what_draws_both_to_them_and_by_how_sociable_they_are(alike: Alike, no_visits: VisitHours) -> None:
    """0 talks with 1. Of the others, 2 has (w_02 + w_12) g_2 = (1 + 2) 1 = 3, 3 has (1 + 0) 6 = 6: joined in a third and in two thirds of the talks."""
    s = alike(4, {"bench": kind("compound", 4, 1.0)}, constants=constants(no_visits, p_circle=0.9, **EVEN))
    e = s.engine
    work, rows = e._works[0], np.arange(4, dtype=np.int32)
    weight = np.zeros((4, 4))
    for a, b, w in ((0, 1, 1e9), (0, 2, 1.0), (1, 2, 2.0), (0, 3, 1.0)):
        weight[a, b] = weight[b, a] = w
    work.weight[:4, :4], work.g[:4] = weight, (1.0, 1.0, 1.0, 6.0)
    joined, talks = np.zeros(4), 3000
    for key in absorb_many(np.uint64(5), np.arange(talks, dtype=np.uint64)):
        work.gain[:4, :4], work.talks[:4] = 0.0, 0
        work.pull[:4] = np.cumsum(weight[0] * work.g[:4])
        sides = _talk(0, 4, float(work.pull[3]), np.uint64(key), rows, 1.0, e._people, e.rule, work)
        third = np.flatnonzero(work.talks[2:4]) + 2
        assert work.talks[:2].tolist() == [1, 1]
        assert sides == (6 if len(third) else 2)
        pairs = {(0, 1)} | {(x, int(c)) for c in third for x in (0, 1)}
        assert set(zip(*(side.tolist() for side in np.nonzero(work.gain[:4, :4])), strict=True)) == pairs
        joined[third] += 1
    both = joined.sum()
    assert abs(both / talks - 0.9) < 4.0 * math.sqrt(0.09 / talks)
    assert abs(joined[3] / both - 2.0 / 3.0) < 4.0 * math.sqrt(2.0 / 9.0 / both)


def test_chemistry_is_log_normal_the_same_for_life_and_independent_between_pairs(alike: Alike, no_visits: VisitHours) -> None:
    t = constants(no_visits, beta=0.0, rho=0.0)
    s = alike(50 * 16, {"yard": kind("compound", 50, 1.0)}, constants=t, flats_per_floor=50)
    e = s.engine
    work = e._works[0]
    logs, triples = [], []
    for first in range(0, 50 * 16, 50):
        rows = np.arange(first, first + 50, dtype=np.int32)
        work.chem[:50] = absorb_many(e.rule.chemistry_key, s.residents.identity[rows])
        _weights(rows, 50, 1.0, np.int64(0), np.int64(0), e._people, e.ties, e.fade, e.rule, work)
        w = work.weight[:50, :50].astype(np.float64)
        assert np.array_equal(w, w.T)
        assert not w.diagonal().any()
        x = np.log(w + np.eye(50))
        logs.append(x[np.triu_indices(50, 1)])
        a, b = np.arange(0, 48, 2), np.arange(1, 49, 2)
        two = x[a, 49] * x[b, 49]
        triples += [two, two * x[a, b]]
    q = np.concatenate(logs)
    sigma = t.ties.sigma_q
    assert stats.kstest(q / sigma, "norm").pvalue > 1e-3
    assert q.std() == pytest.approx(sigma, rel=0.02)
    # Of three people any two pairs, and all three, are independent though each person enters two of them.
    for product, order in ((np.concatenate(triples[::2]), 2), (np.concatenate(triples[1::2]), 3)):
        assert abs(product.mean()) < 4.0 * sigma**order / math.sqrt(len(product))


def test_homophily_counts_the_matches_of_four_attributes(alike: Alike, no_visits: VisitHours) -> None:
    s = alike(50, {"yard": kind("compound", 50, 1.0)}, constants=constants(no_visits))
    for a in range(64):
        for b in range(0, 64, 7):
            parts = [(a & 1) == (b & 1), (a >> 1 & 3) == (b >> 1 & 3), (a >> 3 & 1) == (b >> 3 & 1), (a >> 4 & 3) == (b >> 4 & 3)]
            assert s.engine.rule.homophily[a ^ b] == pytest.approx(math.exp(TieConstants().beta * (sum(parts) - 2)), rel=1e-6)


def test_people_of_one_household_do_not_count_for_each_other(alike: Alike, no_visits: VisitHours) -> None:
    s = alike(2, {"bench": kind("compound", 8, 8.0)}, beds=4, constants=constants(no_visits, p_circle=1.0, kappa=3.0))
    for week in range(10):
        meet_in(s, week, fresh=False)
    known = matrix(s) > 0.0
    assert known[:4, 4:].all()
    assert not known[:4, :4].any()
    assert not known[4:, 4:].any()
    alone = alike(1, {"bench": kind("compound", 8, 8.0)}, beds=4, constants=constants(no_visits, kappa=3.0))
    meet_in(alone, 0)
    assert alone.engine.tallies["talks"] == 0


def test_about_a_third_of_a_class_of_32_stay_unknown_to_each_other_after_half_a_year(alike: Alike) -> None:
    """Van de Bunt's students: 32 of a class, half a year. "Unknown" fell from .53 to .32-.38 of pairs (target), .52 to .32 (prototype).

    Ten hours a week of lectures, as in the study's file, together with all; and the visits that come of it.
    """
    everyday = {"class": kind("compound", 32, 10.0)}
    unknown = []
    for seed in range(1, 7):

        def differ(r: Residents, seed: int = seed) -> None:
            rng = np.random.default_rng(seed)
            r.sociability[:] = np.exp(0.59 * rng.standard_normal(r.n))
            r.traits[:] = pack_traits(rng.integers(0, 2, r.n), rng.choice([20, 35], r.n), rng.integers(0, 2, r.n), np.full(r.n, 2))

        s = alike(32, everyday, constants=Constants(ties=TieConstants(slots=64)), seed=seed, change=differ)
        for week in range(26):
            meet_in(s, week, fresh=False)
        known = matrix(s)[np.triu_indices(32, 1)]
        unknown.append((known < s.constants.ties.recognised).mean())
    assert 0.26 < float(np.mean(unknown)) < 0.42


def test_talks_of_a_person_depend_on_nobody_elsewhere(alike: Alike, no_visits: VisitHours) -> None:
    """Two landings: who lives on the one has no influence on the other's talks, to the bit."""
    everyday = {"door": kind("landing", 4, 3.0)}
    first = alike(8, everyday, flats_per_floor=4, constants=constants(no_visits))
    other = alike(8, everyday, flats_per_floor=4, constants=constants(no_visits), change=lambda r: r.sociability.__setitem__(slice(0, 4), 3.0))
    for week in range(30):
        meet_in(first, week, fresh=False)
        meet_in(other, week, fresh=False)
    assert matrix(first)[4:].tolist() == matrix(other)[4:].tolist()
    assert matrix(first)[:4].tolist() != matrix(other)[:4].tolist()


def test_a_crowd_is_seated_into_circles_near_and_with_acquaintances(alike: Alike, no_visits: VisitHours) -> None:
    """100 people, circles of 12: one meets rows near one's own, and acquaintances, more often than others, and at most 12."""
    t = constants(no_visits, slots=128, kappa=5.0, p_circle=1.0, **EVEN)
    group = {"yard": EverydayKind(scope="group", size=64, hours=1.0, rounds=(0,), openness=1.0, chance=ALL, attendance=1.0, mixing=0.0)}
    s = alike(100, group, constants=t)
    s.residents.groups[0, :] = 0
    clique = np.arange(4, 100, 8)
    weeks, together = 60, {}
    for slow in (0.01, 4.0):
        near, together[slow] = crowd(s, slow, clique, weeks)
        # Pairs at most 6 rows apart are 579 of 4,950.
        assert near > 2.0 * 579 / 4950
    assert together[4.0] > 2 * together[0.01]


def crowd(s: Society, slow: float, clique: np.ndarray, weeks: int) -> tuple[float, int]:
    """Let 100 people meet in weeks of their own, a clique known so well; return the share of talks within 6 rows, and pairs of the clique that talked."""
    near = pairs = friends = 0
    for week in range(weeks):
        clear_rows(s.ties, np.arange(100, dtype=np.int32))
        for a in clique:
            others = clique[clique != a]
            s.ties.partner[a, :11], s.ties.slow[a, :11], s.ties.last[a, :11] = others, slow, week
        meet_in(s, week, fresh=False)
        met = matrix(s) > slow + 0.5
        assert met.sum(axis=1).max() <= 12
        friends += int(met[np.ix_(clique, clique)].sum()) // 2
        i, j = np.nonzero(np.triu(met, 1))
        near += int((j - i <= 6).sum())
        pairs += len(i)
    return near / pairs, friends


def test_by_the_other_rule_a_crowd_sits_by_chance(alike: Alike, no_visits: VisitHours) -> None:
    t = constants(no_visits, slots=128, kappa=5.0, p_circle=1.0, seating="at-random", **EVEN)  # type: ignore[arg-type]
    group = {"yard": EverydayKind(scope="group", size=64, hours=1.0, rounds=(0,), openness=1.0, chance=ALL, attendance=1.0, mixing=0.0)}
    s = alike(100, group, constants=t)
    s.residents.groups[0, :] = 0
    near, friends = crowd(s, 0.01, np.arange(4, 100, 8), 60)
    # Pairs at most 6 rows apart are 579 of 4,950; of a clique of 12 in 100, 66 of 4,950 pairs.
    assert near == pytest.approx(579 / 4950, rel=0.15)
    known = crowd(s, 4.0, np.arange(4, 100, 8), 60)[1]
    assert abs(known - friends) < 4.0 * math.sqrt(known + friends)
