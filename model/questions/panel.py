"""Questions to a whole small group, wave by wave: who says what of whom (the students of Van de Bunt)."""

from __future__ import annotations

import itertools
from typing import Any, ClassVar

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from .base import AskedIn, Level, Question, Refusal, View, question

MOST_COMMON = 4
"""Common contacts that are told apart; as many and more are one class."""


def _level(default: Level = "friendly") -> Any:
    return constant(default, unit="name", mark="setting", en="Level that is asked about, or above it", zh="所问的关系等级（及以上）")


class PanelQuestion(Question):
    """A question about a level of a whole group.

    `answered` is how many of the group filled in the form in each week asked (one number: in all of them; 0: everybody).
    """

    whole_group: ClassVar[bool] = True
    level: Level = _level()
    answered: tuple[int, ...] = constant(
        (0,), unit="people", mark="setting", en="How many filled in the form, week by week; 0: all", zh="各次回收的问卷数，0 为全部"
    )

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse numbers of forms that are not one, or one a week."""
        if len(self.answered) not in (1, asked.weeks) or min(self.answered) < 0:
            return "answered", Text(
                f"give one number of forms, or one a week asked ({asked.weeks}), none below 0.", f"须给一个份数，或每次询问一个（{asked.weeks} 个），不小于 0。"
            )
        return super().refuse(asked)

    def says(self, view: View) -> tuple[np.ndarray, np.ndarray]:
        """Return `View.says` with as many forms as the study got back in this wave."""
        return view.says(self.level, self.answered[min(view.wave, len(self.answered) - 1)] or None)


def _either(said: np.ndarray) -> np.ndarray:
    return np.asarray(said | said.transpose(0, 2, 1))


def _off_diagonal(n: int) -> np.ndarray:
    return ~np.eye(n, dtype=np.bool_)


@question
class LevelShare(PanelQuestion):
    """Share of all ratings (each of each other) at a level or above."""

    name: ClassVar[str] = "level-share"
    title: ClassVar[Text] = Text("ratings at this level or above", "该等级及以上的评价比例")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]."""
        said, took_part = self.says(view)
        n = said.shape[1]
        return np.asarray(100.0 * said.sum(axis=(1, 2)) / (took_part.sum(axis=1) * (n - 1)))


@question
class UnknownShare(Question):
    """Share of all ratings "I do not know this person": not even recognised."""

    whole_group: ClassVar[bool] = True
    name: ClassVar[str] = "unknown-share"
    title: ClassVar[Text] = Text("ratings “unknown person”", "“不认识”的评价比例")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]."""
        said, _ = view.says("recognised")
        n = said.shape[1]
        return np.asarray(100.0 - 100.0 * said.sum(axis=(1, 2)) / (n * (n - 1)))


@question
class Isolates(PanelQuestion):
    """Share of people who name nobody and whom nobody names at a level."""

    name: ClassVar[str] = "isolates"
    title: ClassVar[Text] = Text("people with nobody at this level", "该等级上没有任何人的比例")

    def observe(self, view: View) -> tuple[np.ndarray, int]:
        """Keep who said what; the forms of each wave are counted in `answer`."""
        return self.says(view)[0], view.week

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, waves]."""
        return np.stack([100.0 * (~_either(said).any(axis=2)).mean(axis=1) for said, _ in seen], axis=1)


@question
class Transitivity(PanelQuestion):
    """Share of paths of two ties that are closed, a tie being what either side says."""

    name: ClassVar[str] = "panel-transitivity"
    title: ClassVar[Text] = Text("two contacts of one person know each other", "同一人的两名联系人相识的比例")
    unit: ClassVar[str] = ""

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]."""
        tie = _either(self.says(view)[0]).astype(np.float64)
        paths = tie @ tie
        closed = (paths * tie).sum(axis=(1, 2))
        degree = tie.sum(axis=2)
        triples = (degree * (degree - 1.0)).sum(axis=1)
        return np.asarray(np.where(triples > 0, closed / np.maximum(triples, 1.0), 0.0))


class TurnoverQuestion(PanelQuestion):
    """A question about what changed between one wave and the next, among those who filled in both forms."""

    unit: ClassVar[str] = ""

    def observe(self, view: View) -> tuple[np.ndarray, np.ndarray]:
        """Keep who said what and who filled in the form."""
        return self.says(view)

    def pairs(self, seen: list[Any]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Return for each two waves: said before, said after, and which ratings were given at both (bool [sites, n, n])."""
        found = []
        for (before, was), (after, then) in itertools.pairwise(seen):
            both = (was & then)[:, :, None] & _off_diagonal(before.shape[1])
            found.append((before & both, after & both, both))
        return found


@question
class Jaccard(TurnoverQuestion):
    """Of the ratings at a level at one wave or the next, the share that are so at both; a column for each two waves."""

    name: ClassVar[str] = "jaccard"
    title: ClassVar[Text] = Text("ties that stay from wave to wave (Jaccard)", "两次之间保留的关系（Jaccard）")

    def rows(self, weeks: int) -> int:
        """A row for each two waves."""
        return weeks - 1

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, waves - 1]."""
        rows = [(a & b).sum(axis=(1, 2)) / np.maximum((a | b).sum(axis=(1, 2)), 1) for a, b, _ in self.pairs(seen)]
        return np.stack(rows, axis=1)


class ByCommonContacts(TurnoverQuestion):
    """Chances of a change by the number of common contacts (0, 1, 2, 3, 4 and more), all waves together."""

    labels: ClassVar[tuple[str, ...]] = ("0", "1", "2", "3", "4+")

    def rows(self, weeks: int) -> int:
        """A row for each number of common contacts; at least two waves are needed."""
        return len(self.labels) if weeks > 1 else 0

    def counted(self, before: np.ndarray, after: np.ndarray, both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which ratings could change and which did (bool [sites, n, n])."""
        raise TypeError("a subclass says what is counted")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 5], NaN where nothing could change."""
        could = np.zeros((seen[0][0].shape[0], MOST_COMMON + 1))
        did = np.zeros_like(could)
        for before, after, both in self.pairs(seen):
            tie = _either(before).astype(np.float64)
            common = np.minimum(tie @ tie, MOST_COMMON)
            able, changed = self.counted(before, after, both)
            for c in range(MOST_COMMON + 1):
                could[:, c] += (able & (common == c)).sum(axis=(1, 2))
                did[:, c] += (changed & (common == c)).sum(axis=(1, 2))
        # Rates of one small group rest on few ratings; the groups are counted together and each is set against them.
        return np.where(could > 0, did / np.maximum(could, 1.0), np.nan)


@question
class Formation(ByCommonContacts):
    """Chance that a pair below a level reaches it by the next wave."""

    name: ClassVar[str] = "formation"
    title: ClassVar[Text] = Text("chance to come to this level by common contacts", "按共同联系人数：形成关系的概率")

    def counted(self, before: np.ndarray, after: np.ndarray, both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ratings below the level, and those of them that are at it next time."""
        return both & ~before, after & ~before


@question
class Loss(ByCommonContacts):
    """Chance that a pair at a level is below it at the next wave."""

    name: ClassVar[str] = "loss"
    title: ClassVar[Text] = Text("chance to fall below this level by common contacts", "按共同联系人数：失去关系的概率")

    def counted(self, before: np.ndarray, after: np.ndarray, both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ratings at the level, and those of them that are below it next time."""
        return before, before & ~after
