"""Questions to those who watched a place day by day: who came, who talked (the windsurfers of Freeman)."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..foci.presence import joined
from ..ground.parameters import constant
from ..ground.random import draw
from ..ground.refusal import nearest
from ..ground.text import Text
from .base import AskedIn, Question, Refusal, View, question


class Day(NamedTuple):
    """What was seen in one step: who was there (bool [sites, n]) and who talked (bool [sites, n, n], symmetric)."""

    there: np.ndarray
    talked: np.ndarray


class DayQuestion(Question):
    """A question about a place that was watched in every step of the study.

    `focus` is the everyday kind that was watched; `noticed` is the share of pairs who talked that the watchers noticed.
    """

    every_week: ClassVar[bool] = True
    whole_group: ClassVar[bool] = True
    unit: ClassVar[str] = ""
    focus: str = constant("beach", unit="name", mark="setting", en="Everyday kind that was watched", zh="被观察的日常场合")
    noticed: float = constant(1.0, unit="share", low=0.0, high=1.0, mark="setting", en="Share of talks that were noticed", zh="被记录的交谈比例")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse a place that is not there, or that is no place of passing but a group."""
        if self.focus not in asked.kinds:
            hint = nearest(self.focus, asked.kinds)
            return "focus", Text(f'there is no everyday kind "{self.focus}".{hint.en}', f"没有日常场合“{self.focus}”。{hint.zh}")
        if asked.kinds[self.focus].grouped:
            return "focus", Text(
                "only kinds of scope landing, floors, gate or compound can be watched.", "只能观察范围为 landing、floors、gate 或 compound 的场合。"
            )
        return super().refuse(asked)

    def observe(self, view: View) -> Day:
        """Look at one step. Every pair that gained hours in it has talked."""
        s, n = view.society, view.people_a_site()
        week = s.week - 1
        there = joined(s, self.focus, week).reshape(view.sites, n)
        row, slot = np.nonzero((s.ties.last == week) & (s.ties.partner != 65535))
        site = view.site_of(row)
        talked = np.zeros((view.sites, n, n), np.bool_)
        talked[site, row % n, s.ties.partner[row, slot]] = True
        talked |= talked.transpose(0, 2, 1)
        if self.noticed < 1.0:
            pair = np.arange(view.sites * n * n, dtype=np.uint64)
            seen = draw(s.seed, "survey noticed talks", week, pair).reshape(talked.shape) < self.noticed
            upper = np.triu(np.ones((n, n), np.bool_), 1)
            kept = talked & seen & upper
            talked = kept | kept.transpose(0, 2, 1)
        return Day(there, talked)


def _upper(n: int) -> np.ndarray:
    return np.triu(np.ones((n, n), np.bool_), 1)


@question
class DaysThere(DayQuestion):
    """Days on which a person came: mean and coefficient of variation, over those who came at all."""

    name: ClassVar[str] = "days-there"
    title: ClassVar[Text] = Text("days on which a person came", "每人到场天数")
    labels: ClassVar[tuple[str, ...]] = ("mean", "coefficient of variation")
    share: ClassVar[bool] = False

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 2]."""
        days = np.sum([day.there for day in seen], axis=0).astype(np.float64)
        days[days == 0.0] = np.nan
        mean = np.nanmean(days, axis=1)
        return np.stack((mean, np.nanstd(days, axis=1) / mean), axis=1)


@question
class EverTalked(DayQuestion):
    """Share of pairs that talked at least once, by the number of days on which both were there."""

    name: ClassVar[str] = "ever-talked"
    title: ClassVar[Text] = Text("ever talked, by days both were there", "曾经交谈，按共同到场天数")
    labels: ClassVar[tuple[str, ...]] = ("1", "2-3", "4-6", "7-10", "11+")
    edges: ClassVar[tuple[int, ...]] = (1, 2, 4, 7, 11)

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 5], NaN where no pair was there so often."""
        both = np.sum([day.there[:, :, None] & day.there[:, None, :] for day in seen], axis=0)
        ever = np.any([day.talked for day in seen], axis=0)
        upper = _upper(both.shape[1])
        kind = np.digitize(both, self.edges)
        columns = []
        for k in range(1, len(self.edges) + 1):
            pairs = (kind == k) & upper
            count = pairs.sum(axis=(1, 2))
            columns.append(np.where(count > 0, (ever & pairs).sum(axis=(1, 2)) / np.maximum(count, 1), np.nan))
        return np.stack(columns, axis=1)


@question
class TalkedAgain(DayQuestion):
    """Chance that two who are both there talk, by the number of earlier days on which they talked."""

    name: ClassVar[str] = "talked-again"
    title: ClassVar[Text] = Text("talk today, by earlier days with a talk", "今天交谈的概率，按以往交谈天数")
    labels: ClassVar[tuple[str, ...]] = ("0", "1", "2", "3+")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 4], NaN where there was no such pair."""
        sites, n = seen[0].there.shape
        earlier = np.zeros((sites, n, n), np.int64)
        could, did = np.zeros((sites, 4)), np.zeros((sites, 4))
        upper = _upper(n)
        for day in seen:
            both = day.there[:, :, None] & day.there[:, None, :] & upper
            kind = np.minimum(earlier, 3)
            for k in range(4):
                could[:, k] += (both & (kind == k)).sum(axis=(1, 2))
                did[:, k] += (both & (kind == k) & day.talked).sum(axis=(1, 2))
            earlier += day.talked
        return np.where(could > 0, did / np.maximum(could, 1.0), np.nan)
