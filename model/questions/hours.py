"""The question how many hours together make a friend (Hall)."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..foci.presence import BORN_SCOPE, GROUP
from ..ground.parameters import constant
from ..ground.text import Text
from ..people.residents import NO_GROUP
from .base import AskedIn, Level, Question, Refusal, View, cut_of, question, trace_of


class Together(NamedTuple):
    """What was seen in one week of all ordered pairs that share a group.

    Attributes:
        sites: number of sites.
        who: uint64 [pairs, 2], permanent identities of the one who is asked and of the other.
        site: int64 [pairs], of each pair.
        hours: float64 [pairs], hours of the week that the two were together.
        stand: bool [levels, pairs], whether the first says that they stand at the level or above.
    """

    sites: int
    who: np.ndarray
    site: np.ndarray
    hours: np.ndarray
    stand: np.ndarray


@question
class HoursToLevel(Question):
    """Hours together at which half of those asked say that they stand at a level or above.

    Hours together are those that two members of one group are both there, talking or not, summed since the study began: of a kind of
    scope "group", hours * occasions * (attendance * (1 - mixing))^2. Every week each of a pair is asked; answers are sorted by hours in
    classes of `width`, and the half is read off between the middles of the first class that reaches it and the class before
    (0 hours: nobody). Hours in visits are not counted: a study that uses this question has none.
    """

    name: ClassVar[str] = "hours-to-level"
    title: ClassVar[Text] = Text("hours together at which half stand at this level", "半数人达到该等级所需共处小时")
    unit: ClassVar[str] = "hours"
    share: ClassVar[bool] = False
    every_week: ClassVar[bool] = True
    levels: tuple[Level, ...] = constant(("friendly", "friend", "close"), unit="names", mark="setting", en="Levels, an answer each", zh="所问等级")
    width: float = constant(10.0, unit="hours", low=0.5, high=500.0, mark="setting", en="Width of a class of hours", zh="小时分组宽度")

    def rows(self, weeks: int) -> int:
        """A row a level."""
        return len(self.levels)

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse a study in which nobody is in a group."""
        if not any(kind.scope == "group" for kind in asked.kinds.values()):
            return "question", Text(
                'hours together are those of everyday kinds of scope "group"; there is none.', "共处时间取自 scope 为 group 的日常场合，而此处没有。"
            )
        return super().refuse(asked)

    def observe(self, view: View) -> Together:
        """Look at one week."""
        s = view.society
        n, table = s.residents.n, s.engine.table
        key, hours = [np.zeros(0, np.int64)], [np.zeros(0)]
        for k in np.flatnonzero((table.scope >= GROUP) & (table.scope != BORN_SCOPE)):
            both = (table.attendance[k] * (1.0 - table.mixing[k])) ** 2
            pairs = _same_group(s.residents.groups[table.group[k]], s.places.compound_rows)
            key.append(pairs)
            hours.append(np.full(len(pairs), table.hours[k] * (table.occasion[k] >= 0).sum() * both))
        pair, place = np.unique(np.concatenate(key), return_inverse=True)
        together = np.bincount(place, weights=np.concatenate(hours), minlength=len(pair))
        stand = []
        for level in self.levels:
            r = view.reports(trace_of(level))
            high = r.hours >= cut_of(level, s.constants)
            stand.append(np.isin(pair, r.asker[high].astype(np.int64) * n + r.other[high]))
        who = s.residents.identity[np.stack((pair // max(n, 1), pair % max(n, 1)), axis=1)]
        return Together(view.sites, who, view.site_of(pair // max(n, 1)), together, np.array(stand))

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, levels]; NaN where half never stood at the level."""
        weeks: list[Together] = seen
        sites = weeks[0].sites
        total = _summed(weeks)
        column = (total / self.width).astype(np.int64)
        columns = int(column.max(initial=0)) + 1
        cell = np.concatenate([week.site for week in weeks]) * columns + column
        asked = np.bincount(cell, minlength=sites * columns).reshape(sites, columns)
        middle = (np.arange(columns) + 0.5) * self.width
        found = np.full((sites, len(self.levels)), np.nan)
        for j in range(len(self.levels)):
            said = np.bincount(cell, weights=np.concatenate([week.stand[j] for week in weeks]), minlength=sites * columns).reshape(sites, columns)
            for k in range(sites):
                there = asked[k] > 0
                found[k, j] = _half(middle[there], said[k, there] / asked[k, there])
        return found


def _summed(weeks: list[Together]) -> np.ndarray:
    """Return float64 [pairs of all weeks, one after the other]: hours together up to and with that week."""
    person, number = np.unique(np.concatenate([week.who for week in weeks]), return_inverse=True)
    one, other = number.reshape(-1, 2).T
    pair = np.unique(one * len(person) + other, return_inverse=True)[1]
    so_far, total, begin = np.zeros(int(pair.max(initial=-1)) + 1), [], 0
    for week in weeks:
        here = pair[begin : begin + len(week.hours)]
        so_far[here] += week.hours
        total.append(so_far[here])
        begin += len(week.hours)
    return np.concatenate(total)


def _same_group(group: np.ndarray, compound_rows: np.ndarray) -> np.ndarray:
    """Return int64, a * n + b of all ordered pairs of different people a, b in one group of one compound; group [n]."""
    n = len(group)
    member = np.flatnonzero(group != NO_GROUP)
    compound = np.searchsorted(compound_rows, member, side="right") - 1
    order = np.lexsort((member, group[member], compound))
    member, unit = member[order], compound[order] * (NO_GROUP + 1) + group[member[order]]
    first, size = np.unique(unit, return_index=True, return_counts=True)[1:]
    where = np.repeat(np.arange(len(size)), size)
    left = np.repeat(np.arange(len(member)), size[where])
    right = np.arange(len(left)) - np.repeat(np.cumsum(size[where]) - size[where], size[where]) + first[where[left]]
    apart = left != right
    return np.asarray(member[left[apart]] * n + member[right[apart]])


def _half(hours: np.ndarray, share: np.ndarray) -> float:
    """Return the hours at which a share that is 0 at 0 hours first reaches one half, NaN if it never does."""
    if not (share >= 0.5).any():
        return float("nan")
    at = int(np.argmax(share >= 0.5))
    before, low = (hours[at - 1], share[at - 1]) if at else (0.0, 0.0)
    return float(before + (hours[at] - before) * (0.5 - low) / (share[at] - low))
