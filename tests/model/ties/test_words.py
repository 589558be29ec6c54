"""Words in the talk kernel: who tells whom, against closed forms, a chain of Reed and Frost, and the plain twin (docs/rules.md)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.agents.arranged import ArrangedTalks
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.random import absorb_many, key_of
from linli.model.people.constants import Constants, TieConstants, VisitHours
from linli.model.people.everyday import EVERYDAY, EverydayKind
from linli.model.reference import RecordedTie, ReferenceCommunity, ReferenceWord, begin_word, records_of, ties_of
from linli.model.services.moment import Moment
from linli.model.services.word import Word
from linli.model.society.society import Society
from linli.model.survey.recent import visited
from linli.model.ties.store import TICKS, clear_rows
from linli.model.ties.words import Words, pass_words
from scipy import stats

Alike = Callable[..., Society]
ALL = {"retired": 1.0, "carer": 1.0, "owner": 1.0, "renter": 1.0, "student": 1.0}
ONE = np.uint64(1)


def kind(scope: str, size: int, hours: float, **values: Any) -> EverydayKind:
    return EverydayKind(scope=scope, size=size, hours=hours, rounds=(0,), openness=1.0, chance=ALL, **values)  # type: ignore[arg-type]


def even(no_visits: VisitHours, **ties: float) -> Constants:
    """Every pair has weight 1, and nobody joins a talk."""
    given = {"sigma_q": 0.0, "beta": 0.0, "rho": 0.0, "p_circle": 0.0, **ties}
    return Constants(visits=no_visits, ties=TieConstants(**given))  # type: ignore[arg-type]


def begin(words: Words, bit: int, rows: Any, chance: float, community: int = 0) -> None:
    """Let a word that stays fresh be known by some rows."""
    words.told[0] = 1
    words.number[community, bit] = 1000 + bit
    words.chance[community, bit] = chance
    words.known[rows] |= ONE << np.uint64(bit)


def knows(words: Words, bit: int) -> np.ndarray:
    return (words.known >> np.uint64(bit) & ONE).astype(np.bool_)


# The rule of one focus


def told(talks: np.ndarray, masks: np.ndarray, chance: float, week: int, identity: np.ndarray) -> np.ndarray:
    """Pass words in one focus of len(masks) people; talks [n, n] of the pairs a < b."""
    n = len(masks)
    words = Words.empty(np.array([0, n], np.int32))
    words.known[:] = masks
    words.chance[:] = chance
    words.number[:] = np.arange(64) + 500
    key = absorb_many(key_of(1, 2, week), identity)
    gain = (talks * 0.4).astype(np.float32)
    pass_words(np.arange(n, dtype=np.int32), np.int64(n), np.int64(0), gain, 0.4, key, np.zeros(n, np.uint64), identity, words)
    return words.known


@pytest.mark.parametrize("talks", [0, 1, 2, 5])
def test_some_talks_pass_a_word_with_the_closed_form(talks: int) -> None:
    chance, weeks = 0.2, 300
    table = np.triu(np.full((2, 2), talks), 1)
    passed = 0
    for week in range(weeks):
        known = told(table, np.array([0, 2**64 - 1], np.uint64), chance, week, np.array([7, 99], np.uint64))
        assert known[1] == 2**64 - 1
        passed += int(known[0]).bit_count()
    expected = 1.0 - (1.0 - chance) ** talks
    n = 64 * weeks
    assert abs(passed / n - expected) <= 4.5 * math.sqrt(expected * (1.0 - expected) / n)


@given(st.integers(2, 12), st.integers(0, 2**32), st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_only_who_talked_with_one_who_knew_can_know(n: int, seed: int, chance: float) -> None:
    rng = np.random.default_rng(seed)
    talks = np.triu(rng.poisson(0.4, (n, n)), 1)
    masks = rng.integers(0, 2**64, n, np.uint64) & rng.integers(0, 2**64, n, np.uint64)
    identity = rng.integers(0, 2**60, n).astype(np.uint64)
    known = told(talks, masks, chance, 3, identity)
    assert (known & masks == masks).all(), "nobody forgets"
    with_whom = (talks + talks.T) > 0
    heard = [np.bitwise_or.reduce(masks[with_whom[a]], initial=np.uint64(0)) for a in range(n)]
    possible = masks | np.array(heard, np.uint64)
    assert (known & ~possible == 0).all(), "what one hears here one does not tell here"
    if chance == 1.0:
        assert (known == possible).all()
    # Who sits where changes nothing.
    order = rng.permutation(n)
    both = (talks + talks.T)[np.ix_(order, order)]
    assert np.array_equal(told(np.triu(both, 1), masks[order], chance, 3, identity[order]), known[order])


# Weeks of encounters


def test_two_alone_know_after_some_weeks_with_the_closed_form(alike: Alike, no_visits: VisitHours) -> None:
    """A landing of two flats is a pair alone: Poisson talks with mean m, each passes it with c, so that 1 - exp(-m c w) know after w weeks."""
    constants = even(no_visits)
    s = alike(3000, {"door": kind("landing", 2, 2.0)}, flats_per_floor=2, constants=constants)
    t, chance = constants.ties, 0.15
    begin(s.engine.words, 5, np.arange(0, 3000, 2), chance)
    talks = 2.0 * t.kappa * 2.0 / (t.w0 + 1.0)
    for week in range(1, 9):
        s.step()
        expected = 1.0 - math.exp(-talks * chance * week)
        share = knows(s.engine.words, 5)[1::2].mean()
        assert abs(share - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / 1500)
    assert expected > 0.4
    assert knows(s.engine.words, 5)[::2].all()


def chain(n: int, p: float, weeks: int) -> np.ndarray:
    """Return the distribution [n + 1] of how many of n know after some weeks: each who knows tells each who does not with chance p a week."""
    now = np.zeros(n + 1)
    now[1] = 1.0
    for _ in range(weeks):
        after = np.zeros(n + 1)
        for k in range(1, n + 1):
            after[k:] += now[k] * stats.binom.pmf(np.arange(n - k + 1), n - k, 1.0 - (1.0 - p) ** k)
        now = after
    return now


def test_a_word_in_a_full_group_grows_as_the_chain_of_reed_and_frost(alike: Alike, no_visits: VisitHours) -> None:
    """Eight of one landing meet each week, all pairs alike: talks of a pair are Poisson with mean m, and pass it with 1 - exp(-m c)."""
    n, groups, hours, chance = 8, 200, 3.0, 0.3
    constants = even(no_visits)
    s = alike(n * groups, {"door": kind("landing", n, hours)}, flats_per_floor=n, constants=constants)
    t = constants.ties
    begin(s.engine.words, 0, np.arange(0, n * groups, n), chance)
    a_pair = 2.0 * t.kappa * hours * (n - 1) / (t.w0 + n - 1) / (n - 1)
    p = 1.0 - math.exp(-a_pair * chance)
    for week in range(1, 9):
        clear_rows(s.ties, np.arange(s.residents.n, dtype=np.int32))
        s.step()
        number = knows(s.engine.words, 0).reshape(groups, n).sum(axis=1)
        expected = chain(n, p, week)
        mean = expected @ np.arange(n + 1)
        sd = math.sqrt(expected @ (np.arange(n + 1) - mean) ** 2)
        assert abs(number.mean() - mean) < 4.0 * sd / math.sqrt(groups), week
        if week == 4:
            counts = np.bincount(number, minlength=n + 1)
            assert (expected[1:] * groups).min() > 5.0
            assert stats.chisquare(counts[1:], expected[1:] * groups).pvalue > 1e-3


def test_a_third_who_joins_a_talk_hears_too(alike: Alike, no_visits: VisitHours) -> None:
    s = alike(300, {"door": kind("landing", 3, 0.5)}, flats_per_floor=3, constants=even(no_visits, p_circle=1.0))
    begin(s.engine.words, 0, np.arange(0, 300, 3), 1.0)
    s.step()
    known = knows(s.engine.words, 0).reshape(100, 3)
    talked = s.residents.talks.reshape(100, 3).sum(axis=1) > 0
    assert 20 < talked.sum() < 100
    assert np.array_equal(known.all(axis=1), talked)
    assert not known[~talked, 1:].any()


def test_a_visit_is_one_talk_of_each_pair(alike: Alike) -> None:
    """Pairs who are close and meet at visits only; a third has nobody to come from. v visits pass a word with 1 - (1 - c)^v."""
    hours, chance = 400.0, 0.3
    constants = Constants(ties=TieConstants(s0=1.0, half_life=2000.0), visits=VisitHours(retired=2.5))
    s = alike(2000, {"door": kind("landing", 2, 0.0)}, flats_per_floor=2, constants=constants)
    i = np.arange(2000)
    s.ties.partner[i, 0], s.ties.closeness[i, 0], s.ties.slow[i, 0], s.ties.last[i, 0] = i ^ 1, hours * TICKS, hours, 0
    begin(s.engine.words, 0, i[::2], chance)
    s.step()
    visits = s.residents.talks[::2]
    assert s.engine.tallies["visits"] == visits.sum() > 500
    known = knows(s.engine.words, 0)[1::2]
    assert not known[visits == 0].any()
    expected = 1.0 - (1.0 - chance) ** visits
    assert abs(known.sum() - expected.sum()) < 4.0 * math.sqrt((expected * (1.0 - expected)).sum())


def test_talks_of_arranged_meetings_pass_words() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)
    s.step()
    other = int(np.flatnonzero(s.residents.flat != s.residents.flat[0])[0])
    begin(s.engine.words, 9, [0], 1.0)
    talks = ArrangedTalks(s).hold(0, other, 20.0)
    assert talks > 0
    assert np.flatnonzero(knows(s.engine.words, 9)).tolist() == [0, other]


def test_each_arranged_meeting_of_a_week_has_draws_of_its_own() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)
    s.step()
    other = int(np.flatnonzero(s.residents.flat != s.residents.flat[0])[0])
    arranged = ArrangedTalks(s)
    for _ in range(4):
        arranged.hold(0, other, 1.0)
    assert arranged._times == {(0, other): 4}


def test_looking_back_at_visits_tells_nobody_anything() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=1)
    s.run(30)
    begin(s.engine.words, 0, np.arange(0, s.residents.n, 2), 1.0)
    before = s.engine.words.known.copy()
    assert len(visited(s, 10)[0]) > 0
    assert np.array_equal(s.engine.words.known, before)


# The twin


def _ties(s: Society) -> list[RecordedTie]:
    return ties_of(s.places, s.residents, s.ties, [kind.name for kind in s.focus_kinds])


@pytest.mark.slow
def test_words_go_round_in_the_twin_as_in_the_engine() -> None:
    """From the same people and ties, ten words of one first knower each; how many know after 2, 5 and 8 weeks, talks, visits and homes together."""
    weeks, at, half_life = 8, (2, 5, 8), 6.0
    engine, twin = [], []
    for seed in range(1, 25):
        s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=seed)
        s.run(40)
        c = s.constants.services.word
        people, homes = records_of(s.places, s.residents, EVERYDAY)
        plain = ReferenceCommunity.from_records(people, homes, seed=seed, ties=_ties(s), week=s.week)
        first = np.linspace(0, s.residents.n - 1, 10).astype(int)
        for bit, row in enumerate(first.tolist()):
            begin(s.engine.words, bit, [row], c.pass_chance)
            begin_word(ReferenceWord(bit, s.week, half_life, 100), [plain.residents[row]], plain)
        word = Word(s.engine.words, s.places, c)
        for week in range(weeks):
            fresh = 0.5 ** (week / half_life)
            s.engine.words.chance[0, :10] = c.pass_chance * fresh
            word._fresh[0, :10] = fresh
            s.step()
            now = Moment.of(s)
            now.number = s.week - 1
            word.react(now)
            plain.step()
            if week + 1 in at:
                engine.append([knows(s.engine.words, bit).mean() for bit in range(10)])
                twin.append([sum(any(w.number == bit for w in i.words) for i in plain.residents) / len(plain.residents) for bit in range(10)])
    a, b = (np.array(x).reshape(24, len(at), 10).mean(axis=2) for x in (engine, twin))
    for k in range(len(at)):
        difference = a[:, k] - b[:, k]
        error = difference.std(ddof=1) / math.sqrt(len(difference))
        assert abs(difference.mean()) < 4.0 * error, (at[k], a[:, k].mean(), b[:, k].mean(), error)
        assert error < 0.1 * a[:, k].mean(), "too few to see a difference of a third"
