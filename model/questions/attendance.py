"""Questions about who takes part: turnout by age and membership, and how unequally the work is shared."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np
from pydantic import field_validator

from ..ground.parameters import constant
from ..ground.refusal import InputError
from ..ground.text import Text
from ..people.residents import Role
from .base import Question, View, question
from .neighbours import Ages, adults, of_ages


@question
class Turnout(Question):
    """Share of adults who came to an event in the week lived last: all, by age, Party members and others."""

    name: ClassVar[str] = "turnout"
    title: ClassVar[Text] = Text("who voted", "投票率")
    everybody: bool = constant(True, unit="yes or no", mark="setting", en="A row for all", zh="列出全体")
    ages: Ages = constant((), unit="years", mark="setting", en="A row for each age group [from, to]", zh="各年龄组 [起, 止]")
    party: bool = constant(False, unit="yes or no", mark="setting", en="Rows for Party members and for others", zh="列出党员与非党员")

    def answers_a_week(self) -> int:
        """Count all, the age groups, members and others."""
        return int(self.everybody) + len(self.ages) + 2 * int(self.party)

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, rows], percent; NaN where a site has nobody of a group."""
        r, rows = view.society.residents, adults(view)
        came = r.last_came[rows] == view.society.week - 1
        party = (r.roles[rows] & int(Role.PARTY)) != 0
        groups = [np.ones(len(rows), np.bool_)] if self.everybody else []
        groups += of_ages(view, rows, self.ages) if self.ages else []
        if self.party:
            groups += [party, ~party]
        return np.stack([100.0 * view.mean_by_site(rows[group], came[group]) for group in groups], axis=1)


def share_of_busiest(times: np.ndarray, share: float) -> float:
    """Return the share of all attendances that the busiest `share` of people have; NaN if nobody came to anything.

    Where that is not a whole number of people, the next one counts in part.

    Args:
        times: attendances of each person, [n].
        share: of people, 0 to 1.
    """
    total = float(times.sum())
    if total <= 0.0:
        return float("nan")
    ordered = np.sort(times.astype(np.float64))[::-1]
    whole, part = divmod(share * len(ordered), 1.0)
    return float(ordered[: int(whole)].sum() + (part * ordered[int(whole)] if part > 0.0 else 0.0)) / total


class Attendance(NamedTuple):
    """What was seen of all adults in a week: identity, events attended since the study began, site; and how many sites there are."""

    identity: np.ndarray
    times: np.ndarray
    site: np.ndarray
    sites: int


class AttendanceQuestion(Question):
    """A question about events attended since the study began; with two weeks, between the first and the last of them."""

    def observe(self, view: View) -> Attendance:
        """Keep how often everybody has come."""
        r, rows = view.society.residents, adults(view)
        return Attendance(r.identity[rows], r.times_came[rows].astype(np.int64), view.site_of(rows), view.sites)

    def rows(self, weeks: int) -> int:
        """Two weeks are the beginning and the end of what is counted."""
        return self.answers_a_week() if 1 <= weeks <= 2 else 0

    def counted(self, seen: list[Any]) -> list[np.ndarray]:
        """Return for each site how often each adult who lives there at the end has come."""
        first, last = seen[0], seen[-1]
        times = last.times.copy()
        if len(seen) > 1:
            _, here, there = np.intersect1d(last.identity, first.identity, assume_unique=True, return_indices=True)
            times[here] -= first.times[there]
        return [times[last.site == site] for site in range(last.sites)]


@question
class BusiestShares(AttendanceQuestion):
    """Share of all attendances that the busiest so many per cent of adults have."""

    name: ClassVar[str] = "busiest-shares"
    title: ClassVar[Text] = Text("what the busiest do of all", "最活跃者所占份额")
    share: ClassVar[bool] = False
    busiest: tuple[float, ...] = constant((7.0, 31.0), unit="% of adults", mark="setting", en="The busiest so many per cent", zh="最活跃的百分比")

    @field_validator("busiest")
    @classmethod
    def _shares(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if not value or not all(0.0 < share <= 100.0 for share in value):
            raise InputError("each must be above 0 and at most 100.", "每个数须大于 0 且不大于 100。")
        return value

    def answers_a_week(self) -> int:
        """Count the shares asked for."""
        return len(self.busiest)

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, shares], percent; NaN where nobody came."""
        return np.array([[100.0 * share_of_busiest(times, share / 100.0) for share in self.busiest] for times in self.counted(seen)])


@question
class CameOften(AttendanceQuestion):
    """Share of adults who came to at least so many events."""

    name: ClassVar[str] = "came-often"
    title: ClassVar[Text] = Text("came at least so often", "参加次数不少于")
    times: int = constant(1, unit="events", low=1, high=60000, mark="setting", en="Events attended, at least", zh="至少参加次数")

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1], percent."""
        return np.array([[100.0 * float((times >= self.times).mean()) if len(times) else np.nan] for times in self.counted(seen)])
