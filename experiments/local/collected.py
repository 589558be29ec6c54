"""What a committee has of its own compound: two waves of answers by the same people, and lists of who came to what. Real and simulated ones are alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ...model.ground.text import Text

ANSWERS: dict[str, Text] = {
    "known": Text("neighbours known by name", "叫得出称呼的邻居"),
    "helpers": Text("neighbours whom one could ask for a small help", "遇小事可以求助的邻居"),
    "groups": Text("regular groups that one belongs to (yard, playground, dancing, walks)", "固定参加的圈子（院子、带娃、跳舞、散步）"),
    "asked": Text("times asked in person to come, in three months", "三个月内被当面邀请的次数"),
    "came": Text("times one came, in three months", "三个月内参加的次数"),
    "again": Text("of the neighbours named in the first wave, those named again", "首次所列邻居中再次列出的人数"),
    "years": Text("years lived here", "居住年数"),
}
"""What is asked, a column each; every one but `known` may be left out. `again` is asked in the second wave alone."""
QUARTER = 13
"""Weeks of three months."""
GAPS = (0.0, 0.5)
"""How much the active answer more, in the plays of a fit (assumed)."""


class Wave(NamedTuple):
    """The answers of one wave.

    Attributes:
        week: scenario week in which it was asked.
        person: codes of those who answered, each once.
        answers: column of `ANSWERS` -> float64 [people], NaN where it was left out; columns that were not asked are not there.
    """

    week: int
    person: tuple[str, ...]
    answers: Mapping[str, np.ndarray]

    def column(self, name: str) -> np.ndarray:
        """Return the answers to a question, all NaN if it was not asked."""
        return self.answers.get(name, np.full(len(self.person), np.nan))


class Attendance(NamedTuple):
    """The lists of events that somebody came to.

    Attributes:
        week: int64 [events], scenario weeks.
        came: int64 [events], how many came.
        event, person: int64 [attendances], who came to which event, both by number; None where only counts were written down.
        kinds: the kinds of events of the scenario that are listed; (): all.
    """

    week: np.ndarray
    came: np.ndarray
    event: np.ndarray | None = None
    person: np.ndarray | None = None
    kinds: tuple[str, ...] = ()


class Collected(NamedTuple):
    """All that was collected in one compound.

    Attributes:
        waves: the first and the second.
        attendance: the lists; None: none were kept.
    """

    waves: tuple[Wave, Wave]
    attendance: Attendance | None = None


class Pattern(NamedTuple):
    """How something was collected, and none of what was said: simulated compounds are asked in the same way.

    Attributes:
        weeks: scenario weeks of the two waves.
        answered: how many answered in each; those of the second answered in the first.
        asked: columns of the two waves.
        lists: whether there are lists of those who came.
        ids: whether they say who came.
        span: scenario weeks of the first and the last event that is listed.
        kinds: kinds of events that are listed; (): all.
        slopes: how much the active answer more than others, as the log of their weight in the lot, a sd of civic disposition; 0: all alike. Of several a
            compound has one, by lot: nobody knows that of a real one.
    """

    weeks: tuple[int, int]
    answered: tuple[int, int]
    asked: tuple[tuple[str, ...], tuple[str, ...]]
    lists: bool = True
    ids: bool = True
    span: tuple[int, int] = (1, 10_000)
    kinds: tuple[str, ...] = ()
    slopes: tuple[float, ...] = (0.0,)


def pattern_of(collected: Collected) -> Pattern:
    """Return how something was collected."""
    first, second = collected.waves
    lists = collected.attendance
    span = (1, 1) if lists is None else (int(lists.week.min()), int(lists.week.max()))
    return Pattern(
        (first.week, second.week), (len(first.person), len(second.person)), (tuple(first.answers), tuple(second.answers)),
        lists is not None, lists is not None and lists.person is not None, span, () if lists is None else lists.kinds, GAPS,
    )  # fmt: skip
