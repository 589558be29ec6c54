"""Questions to those who kept a list of who came to what (the society women of Davis)."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from ..ground.parameters import constant
from ..ground.refusal import nearest
from ..ground.text import Text
from .base import AskedIn, Question, Refusal, View, question


class Lists(NamedTuple):
    """The lists of one week.

    Attributes:
        sites: number of sites.
        site: int64 [events], where each event was.
        came: bool [events, n], who of the n people of the site came.
    """

    sites: int
    site: np.ndarray
    came: np.ndarray


class GatheringQuestion(Question):
    """A question about the events of all weeks of the study to which at least `smallest` people came.

    People who came to fewer than `fewest` of them are not on the lists.
    """

    every_week: ClassVar[bool] = True
    whole_group: ClassVar[bool] = True
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False
    smallest: int = constant(2, unit="people", low=1, high=1000, mark="setting", en="Fewest people of an event that is listed", zh="列入名单的最少人数")
    fewest: int = constant(0, unit="events", low=0, high=1000, mark="setting", en="Fewest events of a person who is listed", zh="列入名单者至少参加的次数")
    mechanism: str = constant("", unit="name", mark="setting", en="Whose events; none given: all", zh="由何种机制举办；缺省为全部")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse events that nobody holds."""
        if self.mechanism and self.mechanism not in asked.mechanisms:
            hint = nearest(self.mechanism, asked.mechanisms)
            return "mechanism", Text(f'there is no mechanism "{self.mechanism}" here.{hint.en}', f"此处没有机制“{self.mechanism}”。{hint.zh}")
        return super().refuse(asked)

    def observe(self, view: View) -> Lists:
        """Keep who came to the week's events.

        Raises:
            ValueError: the sites have different numbers of people.
        """
        n, events = view.people_a_site(), view.society.events
        number, row = events.everyone()
        came = np.zeros((len(events), n), np.bool_)
        came[number, row % n] = True
        listed = came.sum(axis=1) >= self.smallest
        if self.mechanism:
            names = [mechanism.name for mechanism in view.society.programme.mechanisms]
            mine = np.flatnonzero([name == self.mechanism for name in names])
            listed &= np.isin(events.table["mechanism"], mine)
        return Lists(view.sites, view.site_of(events.table["lo"].astype(np.int64))[listed], came[listed])

    def attendance(self, seen: list[Any]) -> list[np.ndarray]:
        """Return for each site bool [events, people listed]."""
        site = np.concatenate([lists.site for lists in seen])
        came = np.concatenate([lists.came for lists in seen])
        found = [came[site == k] for k in range(seen[0].sites)]
        return [lists[:, lists.sum(axis=0) >= self.fewest] for lists in found]


def _mean_and_cv(numbers: np.ndarray) -> tuple[float, float]:
    """Return the mean of numbers [n] and their coefficient of variation; NaN where there is none or all are 0."""
    mean = float(numbers.mean()) if len(numbers) else float("nan")
    return mean, float(numbers.std()) / mean if mean > 0.0 else float("nan")


@question
class EventsAttended(GatheringQuestion):
    """Events to which a person came, over all people: mean and coefficient of variation (sd of the population)."""

    name: ClassVar[str] = "events-attended"
    title: ClassVar[Text] = Text("events that a person came to", "每人参加的活动数")
    labels: ClassVar[tuple[str, ...]] = ("mean", "coefficient of variation")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 2]."""
        counts = [came.sum(axis=0) for came in self.attendance(seen)]
        return np.array([_mean_and_cv(c) for c in counts])


@question
class EventSizes(GatheringQuestion):
    """People who came to an event: mean and coefficient of variation."""

    name: ClassVar[str] = "event-sizes"
    title: ClassVar[Text] = Text("people who came to an event", "每次活动到场人数")
    labels: ClassVar[tuple[str, ...]] = ("mean", "coefficient of variation")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 2]; NaN where there was no event."""
        return np.array([_mean_and_cv(came.sum(axis=1)) for came in self.attendance(seen)])


@question
class EventsShared(GatheringQuestion):
    """Shares of all pairs of people who met at no event, at 1 or 2, at 3 and more."""

    name: ClassVar[str] = "events-shared"
    title: ClassVar[Text] = Text("pairs by the events to which both came", "按共同参加活动数的两人组比例")
    unit: ClassVar[str] = "%"
    labels: ClassVar[tuple[str, ...]] = ("0", "1-2", "3+")
    parts_of_whole: ClassVar[bool] = True

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 3], percent."""
        rows = []
        for came in self.attendance(seen):
            both = came.T.astype(np.int64) @ came.astype(np.int64)
            shared = both[np.triu_indices(len(both), 1)]
            rows.append([100.0 * np.mean(kind) if len(shared) else np.nan for kind in (shared == 0, (shared >= 1) & (shared <= 2), shared >= 3)])
        return np.array(rows)
