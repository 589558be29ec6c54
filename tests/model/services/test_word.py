"""Words: begun, told, grown stale and forgotten; saved; alone in their community (services/word.py)."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, TieConstants, VisitHours
from linli.model.people.everyday import EverydayKind
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.word_constants import WordConstants
from linli.model.services.moment import Moment
from linli.model.services.word import REFUSED, Word, WordDesk
from linli.model.society.society import Society

ALL = {"retired": 1.0, "carer": 1.0, "owner": 1.0, "renter": 1.0, "student": 1.0}


class Told:
    """A society whose words are looked after by a `Word` of its own."""

    def __init__(self, society: Society, **constants: Any) -> None:
        self.society = society
        self.word = Word(society.engine.words, society.places, WordConstants(**constants))
        self.desk = WordDesk(self.word, Moment.of(society), 0)

    def live(self, weeks: int = 1) -> Told:
        for _ in range(weeks):
            week = Moment.of(self.society)
            self.word.begin(week)
            self.society.step()
            self.word.react(week)
            self.desk.week = Moment.of(self.society)
            self.word.begin(self.desk.week)
        return self


def small(**values: Any) -> Society:
    s = Society(neighbourhood=NeighbourhoodParameters(**{"buildings": 1, "floors": 6, **values}), seed=1)
    s.run(20)
    return s


# In time


def test_a_word_that_grows_stale_is_told_by_the_closed_form(alike: Callable[..., Society], no_visits: VisitHours) -> None:
    """Pairs alone: Poisson talks with mean m, so that a week passes it with 1 - exp(-m c), and c halves in every half-life."""
    ties = TieConstants(sigma_q=0.0, beta=0.0, rho=0.0)
    door = EverydayKind(scope="landing", size=2, hours=4.0, rounds=(0,), openness=1.0, chance=ALL)  # type: ignore[arg-type]
    s = alike(3000, {"door": door}, flats_per_floor=2, constants=Constants(ties=ties, visits=no_visits))
    told = Told(s, pass_chance=0.3, stale=0.1)
    number = told.desk.new("test", np.arange(0, 3000, 2), half_life=2.0)
    talks = 2.0 * ties.kappa * 4.0 / (ties.w0 + 1.0)
    asked = 0.0
    for week in range(6):
        asked += talks * 0.3 * 0.5 ** (week / 2.0)
        told.live()
        expected = 1.0 - math.exp(-asked)
        share = told.desk.knows(number)[1::2].mean()
        assert abs(share - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / 1500), week
    assert told.desk.alive(number)
    told.live()
    assert not told.desk.alive(number), "2^(-7/2) is below a tenth"
    assert not told.desk.knows(number).any()
    assert not s.engine.words.known.any()


def test_at_home_a_word_is_told_by_the_closed_form(alike: Callable[..., Society], no_visits: VisitHours) -> None:
    """Nobody meets. One of three at home knows: a chain of Reed and Frost of three."""
    door = EverydayKind(scope="landing", size=2, hours=0.0, rounds=(0,), openness=1.0, chance=ALL)  # type: ignore[arg-type]
    s = alike(1000, {"door": door}, flats_per_floor=2, beds=3, constants=Constants(visits=no_visits))
    h = 0.4
    told = Told(s, home_chance=h)
    number = told.desk.new("test", np.arange(0, 3000, 3), half_life=math.inf, weeks=100)
    told.live()
    after = told.desk.knows(number).reshape(1000, 3).sum(axis=1)
    expected = np.array([(1 - h) ** 2, 2 * h * (1 - h), h * h]) * 1000
    assert (np.abs(np.bincount(after, minlength=4)[1:] - expected) < 4.0 * np.sqrt(expected)).all()
    two = after == 2
    told.live()
    third = told.desk.knows(number).reshape(1000, 3).sum(axis=1)[two] == 3
    p = 1 - (1 - h) ** 2
    assert abs(third.mean() - p) < 4.0 * math.sqrt(p * (1 - p) / two.sum())


def test_a_word_is_forgotten_when_its_weeks_are_over_and_its_place_is_used_again() -> None:
    told = Told(small())
    number = told.desk.new("test", np.arange(20), half_life=math.inf, weeks=3)
    assert told.live(2).desk.alive(number)
    assert told.desk.knows(number)[:20].all()
    assert not told.live().desk.alive(number)
    again = told.desk.new("test", np.array([30]), half_life=math.inf, weeks=3)
    assert again != number
    assert np.flatnonzero(told.desk.knows(again)).tolist() == [30]
    assert not told.desk.knows(number).any()
    assert told.desk.tell(number, np.arange(5)) == 0
    told.desk.forget(number)
    assert told.desk.alive(again)
    told.desk.forget(again)
    assert told.word.measures() == {"words_begun": 2.0, "words_refused": 0.0, "words_alive": 0.0, "words_known": 0.0}


def test_who_moves_in_knows_nothing() -> None:
    told = Told(small())
    everybody = np.arange(told.society.residents.n)
    number = told.desk.new("test", everybody, half_life=math.inf, weeks=9)
    told.word.begin(Moment.of(told.society, np.array([4, 7], np.int32)))
    assert np.flatnonzero(~told.desk.knows(number)).tolist() == [4, 7]


# Not too many


def test_the_65th_word_of_a_community_is_refused_and_counted() -> None:
    told = Told(small(communities=2))
    numbers = [told.desk.new(f"test {k}", np.array([k]), weeks=5) for k in range(64)]
    assert len(set(numbers)) == 64
    assert REFUSED not in numbers
    assert told.desk.new("one more", np.array([3])) == REFUSED
    assert told.word.words_refused == 1
    other = told.desk.new("elsewhere", np.zeros(0, int), community=1)
    assert other != REFUSED
    assert [np.flatnonzero(told.desk.knows(k)).tolist() for k in numbers] == [[k] for k in range(64)]
    assert told.word.words_known() == pytest.approx(64 / told.society.residents.n)
    # A refused word can be handled like any other.
    assert told.desk.tell(REFUSED, np.array([1])) == 0
    assert not told.desk.knows(REFUSED).any()
    assert not told.desk.alive(REFUSED)
    told.desk.forget(REFUSED)
    told.desk.forget(numbers[10])
    assert told.desk.new("one more", np.array([3])) != REFUSED


# What is told changes nothing else


def test_words_shift_no_draw_and_hang_on_no_other_word(bits: Callable[..., dict[str, np.ndarray]]) -> None:
    plain, one, many = (Told(small()) for _ in range(3))
    alone = one.desk.new("it", np.array([5]))
    for k in range(30):
        many.desk.new(f"other {k}", np.array([k]))
    among = many.desk.new("it", np.array([5]))
    for told in (plain, one, many):
        told.live(8)
    assert 5 < one.desk.knows(alone).sum() < one.society.residents.n
    assert np.array_equal(one.desk.knows(alone), many.desk.knows(among))
    for name, array in bits(plain.society).items():
        for told in (one, many):
            assert np.array_equal(bits(told.society)[name], array), name


def test_two_words_that_begin_in_another_order_reach_the_same_people() -> None:
    found = []
    for order in (("a", "b"), ("b", "a")):
        told = Told(small())
        numbers = {kind: told.desk.new(kind, np.array([5 if kind == "a" else 60])) for kind in order}
        told.live(6)
        found.append([told.desk.knows(numbers[kind]) for kind in "ab"])
    assert all(np.array_equal(x, y) for x, y in zip(*found, strict=True))
    assert not np.array_equal(*found[0])


def test_two_words_of_one_kind_and_week_have_draws_of_their_own() -> None:
    told = Told(small())
    numbers = [told.desk.new("a", np.array([5])) for _ in range(2)]
    named = [told.desk.new("a", np.array([5]), identity=77) for _ in range(2)]
    told.live(5)
    assert not np.array_equal(*(told.desk.knows(k) for k in numbers))
    assert np.array_equal(*(told.desk.knows(k) for k in named))


def test_a_word_stays_in_its_community_and_leaves_the_other_equal_to_the_bit() -> None:
    alone, both = Told(small(communities=2)), Told(small(communities=2))
    lo = int(both.society.places.community_rows[1])
    for k in range(5):
        both.desk.new("here", np.array([k]))
    numbers = [told.desk.new("there", np.array([lo + 5])) for told in (alone, both)]
    for told in (alone, both):
        told.live(8)
    known = [told.desk.knows(number) for told, number in zip((alone, both), numbers, strict=True)]
    assert np.array_equal(*known)
    assert known[0].sum() > 5
    assert not known[0][:lo].any()
    words = both.society.engine.words.known
    assert np.bitwise_or.reduce(words[lo:]) == 1
    assert np.bitwise_or.reduce(words[:lo]) == 31


# Saved, and by threads


def test_a_saved_word_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    told = Told(small(communities=2))
    numbers = [told.desk.new("a", np.array([5])), told.desk.new("b", np.array([200]), half_life=math.inf, weeks=9)]
    told.desk.forget(told.desk.new("c", np.array([7])))
    told.live(3)
    told.society.save(tmp_path / "s")
    again = Told(Society.load(tmp_path / "s"))
    again.word.restore({name: np.copy(value) if isinstance(value, np.ndarray) else value for name, value in told.word.state().items()})
    for each in (told, again):
        each.live(3)
        numbers.append(each.desk.new("c", np.array([9])))
        each.live(2)
    assert numbers[-1] == numbers[-2]
    for number in numbers[:3]:
        assert told.desk.knows(number).sum() > 1
        assert np.array_equal(told.desk.knows(number), again.desk.knows(number))
    for name, value in told.word.state().items():
        assert np.array_equal(value, again.word.state()[name]), name
    told.live(4), again.live(4)
    assert [again.desk.alive(k) for k in numbers[:3]] == [told.desk.alive(k) for k in numbers[:3]] == [True, False, True]


def test_threads_change_no_bit() -> None:
    found = []
    for threads in (1, 3):
        society = small(communities=4)
        society.threads = threads
        told = Told(society)
        for c in range(4):
            lo = int(society.places.community_rows[c])
            told.desk.new("test", np.arange(lo, lo + 5))
        found.append(told.live(6).society.engine.words.known.copy())
    assert np.array_equal(*found)
    assert (found[0] > 0).mean() > 0.3


# At the desk


def test_to_be_told_face_to_face() -> None:
    told = Told(small())
    number = told.desk.new("test", np.array([3]))
    assert told.desk.tell(number, np.array([3, 4, 4, 5])) == 2
    known = told.desk.knows(number)
    assert np.flatnonzero(known).tolist() == [3, 4, 5]
    assert told.desk.knows(number, np.array([5, 6, 3])).tolist() == [True, False, True]
    with pytest.raises(ValueError, match="read-only"):
        known[0] = True


def test_each_can_be_asked_about_a_word_of_their_own() -> None:
    told = Told(small(communities=2))
    lo = int(told.society.places.community_rows[1])
    here, there = told.desk.new("here", np.array([3, 4])), told.desk.new("there", np.array([lo + 5]))
    rows = np.array([3, 3, 4, lo + 5, lo + 5, 6])
    assert told.desk.knows(np.array([here, there, REFUSED, there, here, here]), rows).tolist() == [True, False, False, True, False, False]
    told.desk.forget(here)
    assert told.desk.knows(np.array([here, there]), np.array([3, lo + 5])).tolist() == [False, True]
    with pytest.raises(ValueError, match="never been a word"):
        told.desk.knows(np.array([there, here + (1 << 32)]), np.array([lo + 5, 3]))
    with pytest.raises(ValueError, match="2 words and 1 residents"):
        told.desk.knows(np.array([here, there]), np.array([3]))


def test_what_is_wrong_is_refused_in_a_sentence() -> None:
    told = Told(small(communities=2))
    n = told.society.residents.n
    number = told.desk.new("test", np.array([3]))
    for rows in (np.array([n]), np.array([-1]), np.array([0.5]), np.array([True])):
        with pytest.raises(ValueError, match=f"whole numbers from 0 to {n - 1}"):
            told.desk.tell(number, rows)
    with pytest.raises(ValueError, match="stays in its community"):
        told.desk.new("test", np.array([3, n - 1]))
    with pytest.raises(ValueError, match="stays in its community, here 0; rows are of 1 to 1"):
        told.desk.tell(number, np.array([n - 1]))
    with pytest.raises(ValueError, match="needs a `community`"):
        told.desk.new("test", np.zeros(0, int))
    with pytest.raises(ValueError, match="no community 2"):
        told.desk.new("test", np.zeros(0, int), community=2)
    with pytest.raises(ValueError, match="more than 0 weeks"):
        told.desk.new("test", np.array([3]), half_life=0.0)
    with pytest.raises(ValueError, match="needs `weeks`"):
        told.desk.new("test", np.array([3]), half_life=math.inf)
    with pytest.raises(ValueError, match="lives 1 to 5200 weeks"):
        told.desk.new("test", np.array([3]), weeks=0)
    for wrong in (number + 1, 12, -5):
        with pytest.raises(ValueError, match="never been a word"):
            told.desk.knows(wrong)
    with pytest.raises(AttributeError, match="has no 'told'; it offers alive"):
        told.desk.told  # noqa: B018
    assert told.word.words_begun == 1


def test_constants_of_words_are_those_of_a_scenario() -> None:
    chosen = ServiceConstants(word=WordConstants(half_life=2.0, stale=0.25))
    told = Told(small(), **chosen.word.model_dump())
    number = told.desk.new("test", np.array([3]))
    assert told.live(3).desk.alive(number)
    assert not told.live(1).desk.alive(number), "two half-lives of two weeks"
