"""The tie store: fading, two sides of one value, who gives way to whom, entries of those who moved (docs/rules.md, Ties)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.people.constants import TieConstants
from linli.model.ties.store import EMPTY, TICKS, Fade, Ties, all_pairs, clear_rows, pair_values, share_hours

T = TieConstants()
FADE = Fade.of(T.half_life, T.slow_half_life)


class Store:
    """Ties of one community of n people and what tallies them."""

    def __init__(self, n: int, slots: int = 8, fade: Fade = FADE) -> None:
        self.ties, self.fade = Ties.empty(n, slots), fade
        self.arrival = np.full(n, -5, np.int32)
        self.tally = np.zeros(6, np.int64)

    def share(
        self, i: int, j: int, hours: float, week: int, origin: int = 1, slots: tuple[int, int] = (-2, -2), warmth: float = 1.0
    ) -> None:  # fmt: skip
        share_hours(
            self.ties, self.fade, self.arrival, np.int64(0), np.int64(i), np.int64(j), np.int64(slots[0]), np.int64(slots[1]), hours, warmth * hours,
            np.int64(week), np.int64(origin), T.acquaintance, self.tally,
        )  # fmt: skip

    def value(self, i: int, j: int, week: int) -> tuple[float, float]:
        one = np.array([i], np.int32), np.array([j], np.int32)
        found = pair_values(self.ties, self.fade, self.arrival, np.zeros(1, np.int64), *one, np.int64(week))
        return float(found[0, 0]), float(found[0, 1])

    def keeps(self, i: int) -> list[int]:
        return [int(p) for p in self.ties.partner[i] if p != EMPTY]

    def moves_in(self, i: int, week: int) -> None:
        self.arrival[i] = week
        clear_rows(self.ties, np.array([i], np.int32))


def test_a_lone_tie_fades_by_half_in_one_half_life() -> None:
    s = Store(2, fade=Fade.of(70.0, 700.0))
    s.share(0, 1, 8.0, 5)
    assert s.value(0, 1, 5) == (8.0, 8.0)
    assert s.value(0, 1, 15)[0] == pytest.approx(4.0)
    assert s.value(1, 0, 105)[1] == pytest.approx(4.0)
    s.share(0, 1, 1.0, 25, origin=7)
    assert s.value(1, 0, 25) == (pytest.approx(3.0, abs=1 / TICKS), pytest.approx(8.0 * 0.5**0.2 + 1.0))
    assert s.ties.origin[0, 0] == s.ties.origin[1, 0] == 1


def test_by_the_other_rule_the_slow_trace_fades_ever_slower() -> None:
    """1 / (1 + age / half-life): half of it in the first half-life, a third after two, a fourth after three; closeness as ever."""
    s = Store(2, fade=Fade.of(70.0, 700.0, forgetting="power"))
    s.share(0, 1, 12.0, 0)
    assert [s.value(0, 1, week)[1] for week in (100, 200, 300)] == pytest.approx([6.0, 4.0, 3.0])
    assert s.value(0, 1, 10)[0] == pytest.approx(6.0)


def test_warmth_is_of_closeness_only() -> None:
    """What liking makes of an hour goes to closeness; the slow trace keeps the hour as it was."""
    s = Store(2, fade=Fade.of(70.0, 700.0))
    s.share(0, 1, 4.0, 5, warmth=0.25)
    s.share(0, 1, 2.0, 5, warmth=3.0)
    assert s.value(0, 1, 5) == (7.0, 6.0)
    assert s.value(1, 0, 5) == s.value(0, 1, 5)


@given(st.lists(st.tuples(st.integers(0, 40), st.floats(0.05, 8.0)), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_lazy_fading_is_fading(meetings: list[tuple[int, float]]) -> None:
    """Whatever the meetings, both sides hold the sum of hours, each faded since its week; closeness within its ticks."""
    s, week, met = Store(2), 0, []
    for gap, hours in meetings:
        week += gap
        s.share(0, 1, hours, week)
        met.append((week, hours))
    week += 3
    fast = sum(h * 0.5 ** (7 * (week - w) / T.half_life) for w, h in met)
    slow = sum(h * 0.5 ** (7 * (week - w) / T.slow_half_life) for w, h in met)
    assert s.value(0, 1, week) == s.value(1, 0, week)
    # Rounding to ticks is lost again by fading; even weekly meetings leave less than five ticks.
    assert s.value(0, 1, week)[0] == pytest.approx(fast, abs=5 * 0.5 / TICKS * 2, rel=1e-5)
    assert s.value(0, 1, week)[1] == pytest.approx(slow, rel=1e-5)


def test_closeness_is_bounded_and_does_not_wrap() -> None:
    s = Store(2)
    for _ in range(300):
        s.share(0, 1, 10.0, 1)
    assert s.value(0, 1, 1)[0] == pytest.approx(65535 / TICKS)
    assert s.value(0, 1, 1)[1] == pytest.approx(3000.0)
    assert s.value(0, 1, 100000)[0] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(("ticks", "kept"), [(0.4, 0), (0.6, 1), (1.4, 1), (1.6, 2), (100.4, 100), (100.6, 101)])
def test_closeness_is_rounded_to_the_nearest_tick_on_both_sides(ticks: float, kept: int) -> None:
    """Were it cut off, every talk would lose half a tick; were it rounded up, ties would never end."""
    s = Store(2)
    s.share(0, 1, ticks / TICKS, 1)
    assert s.ties.closeness[0, 0] == s.ties.closeness[1, 0] == kept


def test_no_acquaintance_is_evicted_and_a_forgotten_side_comes_back() -> None:
    s = Store(12)
    for j in range(1, 8):
        s.share(0, j, 5.0, 1)
    s.share(0, 8, 1.0, 1, origin=3)
    assert len(s.keeps(0)) == 8
    s.share(0, 9, 4.0, 1)
    assert 8 not in s.keeps(0)
    assert 9 in s.keeps(0)
    assert s.tally.tolist()[3:5] == [1, 0]
    assert s.keeps(8) == [0]
    s.share(0, 10, 1.0, 1)
    assert 10 not in s.keeps(0)
    assert s.keeps(10) == [0]
    assert s.tally.tolist()[3:5] == [1, 1]
    assert s.ties.forgot[0] == 1
    # A lasting tie of 9 fades below the cut-off: then the pair 0, 8 comes back with the hours that 8 still keeps.
    week = 1 + round(2400 / 7)
    s.share(0, 8, 0.5, week)
    assert s.value(0, 8, week)[1] == pytest.approx(1.0, rel=1e-3)
    assert s.ties.origin[0, s.keeps(0).index(8)] == 3
    assert len(s.keeps(0)) == 8
    assert 9 not in s.keeps(0)


def test_the_weakest_gives_way_as_it_is_today() -> None:
    """Two were left equal on paper; the one not seen for longer has less left."""
    s = Store(12)
    for j in range(1, 7):
        s.share(0, j, 9.0, 400)
    s.share(0, 7, 2.0, 1)
    s.share(0, 8, 1.9, 399)
    s.share(0, 9, 1.0, 401)
    assert 7 not in s.keeps(0)
    assert 8 in s.keeps(0)


def test_a_slot_that_another_pair_of_the_focus_took_is_not_written_to() -> None:
    """Slots are looked up at the beginning of a focus. 0's entry of 8 gives way to 9 within it; then 0 and 8 share an hour too."""
    s = Store(12)
    for j in range(1, 8):
        s.share(0, j, 5.0, 1)
    s.share(0, 8, 1.0, 1)
    looked_up = (7, 0)
    assert s.ties.partner[0, 7] == 8
    s.share(0, 9, 2.5, 2, slots=(-1, -1))
    assert s.ties.partner[0, 7] == 9
    s.share(0, 8, 1.0, 2, slots=looked_up)
    left = 0.5 ** (7 / T.slow_half_life)
    assert s.value(8, 0, 2)[1] == pytest.approx(1.0 + left)
    assert s.value(9, 0, 2)[1] == pytest.approx(2.5)
    # 9 gave way in turn, by the rule: 0 keeps 8 with what the two of them shared.
    assert s.value(0, 8, 2) == s.value(8, 0, 2)
    assert 9 not in s.keeps(0)
    assert s.tally[3] == 2


def test_entries_of_those_who_moved_count_for_nothing_and_are_the_first_to_give_way() -> None:
    s = Store(12)
    for j in range(1, 9):
        s.share(0, j, 50.0, 3)
    s.moves_in(4, 10)
    assert s.keeps(4) == []
    assert 4 in s.keeps(0)
    assert s.value(0, 4, 10) == s.value(4, 0, 10) == (0.0, 0.0)
    s.share(4, 0, 1.0, 10, origin=6)
    assert s.value(0, 4, 10) == s.value(4, 0, 10) == (1.0, 1.0)
    assert s.ties.origin[0, 3] == 6
    s.moves_in(4, 20)
    s.share(0, 9, 1.0, 21)
    assert 4 not in s.keeps(0)
    assert 9 in s.keeps(0)
    assert s.tally[3] == s.tally[4] == 0


PERSON = st.integers(0, 13)
STEP = st.tuples(st.sampled_from(["share", "share", "share", "move"]), PERSON, PERSON, st.sampled_from([0.3, 1.0, 2.5]), st.integers(0, 8))


@given(st.lists(STEP, max_size=250))
@settings(max_examples=80, deadline=None)
def test_the_store_is_right_whatever_happens(steps: list[tuple[str, int, int, float, int]]) -> None:
    """Against a dictionary that forgets nothing: 14 people with 8 slots share hours and move in any order."""
    s, week = Store(14), 0
    truth: dict[tuple[int, int], tuple[float, int]] = {}
    for what, i, j, hours, gap in steps:
        week += gap
        if what == "move":
            # Moves are the first thing of a week: what went before was an earlier week.
            week += 1
            s.moves_in(i, week)
            truth = {pair: value for pair, value in truth.items() if i not in pair}
            continue
        if i == j:
            continue
        pair = (min(i, j), max(i, j))
        old, last = truth.get(pair, (0.0, week))
        kept = i in s.keeps(j) or j in s.keeps(i)
        acquainted = {a: {b for b in s.keeps(a) if s.value(a, b, week)[1] >= T.acquaintance} for a in pair}
        if not kept:
            old = 0.0
        truth[pair] = (old * 0.5 ** (7 * (week - last) / T.slow_half_life) + hours, week)
        s.share(i, j, hours, week)
        for a in pair:
            assert acquainted[a] <= set(s.keeps(a))
    for i in range(14):
        partners = s.keeps(i)
        assert len(partners) == len(set(partners)) <= 8
        assert i not in partners
        used = s.ties.partner[i] != EMPTY
        assert not used[len(partners) :].any()
        for j in partners:
            if s.value(i, j, week) == (0.0, 0.0):
                continue
            value, last = truth[min(i, j), max(i, j)]
            assert s.value(i, j, week)[1] == pytest.approx(value * 0.5 ** (7 * (week - last) / T.slow_half_life), rel=1e-4)
            assert s.value(i, j, week) == s.value(j, i, week)
    left, right, values, _ = all_pairs(s.ties, s.fade, s.arrival, np.array([0, 14], np.int32), np.int64(week), 0.0)
    listed = list(zip(left.tolist(), right.tolist(), strict=True))
    assert len(listed) == len(set(listed))
    stored = {(min(i, j), max(i, j)) for i in range(14) for j in s.keeps(i) if s.value(i, j, week)[1] > 0.0}
    assert set(listed) == stored
    assert np.isfinite(values).all()
