"""Hours together that make a friend."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.people.everyday import EverydayKind
from linli.model.people.residents import NO_GROUP
from linli.model.questions import View
from linli.model.questions.hours import HoursToLevel, Together, _half, _same_group, _summed
from linli.model.society.society import Society

Made = Callable[..., Society]
Group = Callable[..., EverydayKind]


def weeks(hours: list[float], stand: list[int]) -> list[Together]:
    """One pair of one site, asked both ways, week by week: hours of the week, whether both say that they stand at the level."""
    who = np.array([[7, 8], [8, 7]], np.uint64)
    return [Together(1, who, np.array([0, 0]), np.array([h, h]), np.array([[bool(s), bool(s)]])) for h, s in zip(hours, stand, strict=True)]


@pytest.mark.parametrize(
    ("hours", "share", "half"),
    [
        ([5.0, 15.0, 25.0], [0.0, 0.4, 0.6], 20.0),
        ([5.0, 15.0], [0.5, 0.1], 5.0),
        ([10.0], [1.0], 5.0),
        ([5.0, 15.0, 25.0], [0.2, 0.2, 0.2], np.nan),
        ([], [], np.nan),
    ],
)
def test_where_a_share_reaches_half(hours: list[float], share: list[float], half: float) -> None:
    assert _half(np.array(hours), np.array(share)) == pytest.approx(half, nan_ok=True)


def test_hours_are_summed_over_the_weeks() -> None:
    """Four hours a week: classes of 10 hours are [4, 8], [12, 16], [20]; all stand at the level from 20 hours on."""
    put = HoursToLevel(levels=("friend",), width=10.0)
    assert put.answer(weeks([4.0] * 5, [0, 0, 0, 0, 1])).tolist() == [[20.0]]
    assert np.isnan(put.answer(weeks([4.0] * 5, [0] * 5))).all()
    # Half of [12, 16] stand there: the middle of that class.
    assert put.answer(weeks([4.0] * 5, [0, 0, 1, 0, 1])).tolist() == [[15.0]]


def test_hours_belong_to_people_and_not_to_rows() -> None:
    """A newcomer begins at nought; whoever stays keeps what they have."""
    one, two = np.array([[7, 8]], np.uint64), np.array([[7, 9], [7, 8]], np.uint64)
    no, site = np.zeros((1, 2), bool), np.zeros(2, int)
    seen = [Together(1, one, site[:1], np.array([4.0]), no[:, :1]), Together(1, two, site, np.array([4.0, 4.0]), no)]
    assert _summed(seen).tolist() == [4.0, 4.0, 8.0]


def test_pairs_of_one_group_of_one_compound() -> None:
    group = np.array([0, 1, 0, NO_GROUP, 0, 0], np.uint16)
    pairs = _same_group(group, np.array([0, 4, 6]))
    assert sorted(divmod(int(pair), 6) for pair in pairs) == [(0, 2), (2, 0), (4, 5), (5, 4)]
    assert len(_same_group(np.full(3, NO_GROUP, np.uint16), np.array([0, 3]))) == 0


def test_hours_of_a_week_are_those_both_are_there(made: Made, group: Group) -> None:
    kinds = {"work": group(5.0, size=4, rounds=(1, 3)), "choir": group(2.0, size=8, attendance=0.5, mixing=0.2)}
    society = made(8, count=2, everyday=kinds)
    seen = HoursToLevel().observe(View(society, 1))
    work, choir = (society.residents.groups[k] for k in range(2))
    together = np.zeros((16, 16))
    for a in range(16):
        for b in range(16):
            if a != b and a // 8 == b // 8:
                together[a, b] = 10.0 * (work[a] == work[b]) + 2.0 * (0.5 * 0.8) ** 2 * (choir[a] == choir[b])
    assert sorted(seen.hours.tolist()) == pytest.approx(sorted(together[together > 0].tolist()))
    assert np.bincount(seen.site).tolist() == [int((together[k : k + 8] > 0).sum()) for k in (0, 8)]


def test_whoever_is_together_longer_is_closer(made: Made, group: Group) -> None:
    """In pairs that meet an hour or thirty a week only the latter become friends, after some tens of hours."""
    put = HoursToLevel(levels=("friendly", "friend"), width=10.0)
    answers = []
    for hours in (0.5, 15.0):
        society = made(60, count=1, everyday={"pair": group(hours, size=2, rounds=(1, 3))})
        seen = []
        for week in range(1, 9):
            society.step()
            seen.append(put.observe(View(society, week)))
        answers.append(put.answer(seen)[0])
    assert np.isnan(answers[0]).all()
    assert 0.0 < answers[1][0] < answers[1][1] < 240.0
