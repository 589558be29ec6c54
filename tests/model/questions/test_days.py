"""Questions to those who watched a place day by day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.people.everyday import EverydayKind, Shares
from linli.model.questions import View
from linli.model.questions.days import Day, DaysThere, EverTalked, TalkedAgain
from linli.model.society.society import Society

Made = Callable[..., Society]
BEACH = {"beach": EverydayKind(scope="compound", size=64, hours=3.0, rounds=(1,), openness=1.0, chance=Shares(retired=0.7))}


def day(there: list[int], *pairs: tuple[int, int], n: int = 4) -> Day:
    here, talked = np.zeros((1, n), bool), np.zeros((1, n, n), bool)
    here[0, there] = True
    for a, b in pairs:
        talked[0, a, b] = talked[0, b, a] = True
    return Day(here, talked)


def test_days_are_of_those_who_came_at_all() -> None:
    found = DaysThere().answer([day([0, 1]), day([0]), day([0, 2])])
    # Days 3, 1, 1, none: the fourth is not counted.
    assert found[0].tolist() == pytest.approx([5 / 3, np.std([3, 1, 1]) / (5 / 3)])


def test_ever_talked_by_days_both_were_there() -> None:
    seen = [day([0, 1, 2], (0, 1))] + [day([0, 1])] * 2 + [day([0, 3], (0, 3))]
    found = EverTalked().answer(seen)[0]
    # 0-1 were together 3 times, 0-2, 1-2 and 0-3 once; 0-1 and 0-3 talked.
    assert found[:2].tolist() == pytest.approx([1 / 3, 1.0])
    assert np.isnan(found[2:]).all()


def test_pairs_are_counted_with_those_who_were_together_as_often() -> None:
    """0 comes on twelve days, the others on the first so many of them; two of the others were together as often as the rarer one came."""
    often = [12, 1, 2, 3, 4, 6, 7, 10, 11, 12]
    talked = {(0, 1), (0, 3), (0, 5), (0, 6), (2, 3), (4, 9), (8, 9)}
    seen = [day([k for k, days in enumerate(often) if days > today], *(talked if today == 0 else ()), n=10) for today in range(12)]
    kinds = [(1,), (2, 3), (4, 5, 6), (7, 8, 9, 10), (11, 12)]
    pairs = [(a, b) for a in range(10) for b in range(a + 1, 10)]
    expected = []
    for kind in kinds:
        mine = [pair for pair in pairs if min(often[pair[0]], often[pair[1]]) in kind]
        expected.append(sum(pair in talked for pair in mine) / len(mine))
    assert EverTalked().answer(seen)[0].tolist() == pytest.approx(expected)
    assert min(expected) > 0.0


def test_talk_by_earlier_days_with_a_talk() -> None:
    pair = [day([0, 1], (0, 1), n=2), day([0, 1], n=2), day([0, 1], (0, 1), n=2), day([0], n=2), day([0, 1], (0, 1), n=2), day([0, 1], (0, 1), n=2)]
    found = TalkedAgain().answer(pair)[0]
    # Without a talk before: 1 of 1; after one: no, yes; after two: 1 of 1; after three: 1 of 1.
    assert found.tolist() == [1.0, 0.5, 1.0, 1.0]


def watched(made: Made, steps: int = 5, **fields: Any) -> tuple[list[Day], Society]:
    society = made(10, count=30, everyday=BEACH, days_a_step=1.0)
    put, seen = EverTalked(**fields), []
    for step in range(1, steps + 1):
        society.step()
        seen.append(put.observe(View(society, step)))
    return seen, society


def test_who_talked_was_there_and_gained_an_hour(made: Made) -> None:
    seen, society = watched(made)
    for one in seen:
        assert (one.talked <= one.there[:, :, None] & one.there[:, None, :]).all()
        assert np.array_equal(one.talked, one.talked.transpose(0, 2, 1))
        assert one.there.mean() == pytest.approx(0.7, abs=0.1)
    ever = np.any([one.talked for one in seen], axis=0)
    known = np.zeros_like(ever)
    row, slot = np.nonzero(society.ties.partner != 65535)
    known[row // 10, row % 10, society.ties.partner[row, slot]] = True
    assert ever.any()
    assert np.array_equal(ever, known)


def test_unnoticed_talks_are_not_seen(made: Made) -> None:
    every, _ = watched(made)
    none, _ = watched(made, noticed=0.0)
    half, _ = watched(made, noticed=0.5)
    assert not any(one.talked.any() for one in none)
    total = sum(one.talked.sum() for one in every)
    assert sum(one.talked.sum() for one in half) == pytest.approx(0.5 * total, abs=4.0 * np.sqrt(total))
    assert all((a.talked <= b.talked).all() for a, b in zip(half, every, strict=True))
    assert all(np.array_equal(one.talked, one.talked.transpose(0, 2, 1)) for one in half)
