"""Questions of trials: how far people have come from where they stood, in standard deviations between people."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np

from ..foci.events import Events
from ..ground.parameters import constant
from ..ground.text import Text
from ..people.units import event_identity
from ..society.society import Society
from .base import Question, View, question
from .neighbours import adults, known_counts

Outcome = Literal["recognised", "acquaintance", "friendly", "trust-neighbours", "trust-institutions", "would-come", "chat-days"]
_MOVED = ("habit", "fatigue", "last_came", "times_came", "came_to")


def would_come(society: Society) -> np.ndarray:
    """Return bool [n]: who would come if the committee called everybody by name to a meeting now.

    The engine itself decides, and everything is then as it was: nothing has happened.
    """
    places, r = society.places, society.residents
    lo, hi = places.community_rows[:-1], places.community_rows[1:]
    sums = np.concatenate((np.zeros((1, 2)), np.cumsum(places.flat_xyz[r.flat, :2].astype(np.float64), axis=0)))
    xy = (sums[hi] - sums[lo]) / np.maximum(hi - lo, 1)[:, None]
    events = Events()
    identity = event_identity("questions", "would come", society.week, places.community_id.astype(np.uint64))
    events.add(len(lo), lo=lo, hi=hi, x=xy[:, 0], y=xy[:, 1], capacity=r.n, knock=1.0, host=1, identity=identity, mechanism=-1)
    events.close()
    before = {name: getattr(r, name).copy() for name in _MOVED}
    society.engine.decide(events, society.week)
    for name, values in before.items():
        getattr(r, name)[:] = values
    came = np.zeros(r.n, np.bool_)
    came[events.everyone()[1]] = True
    return came


class Standing(NamedTuple):
    """Where people stand in a week: the mean of each site and the standard deviation between people of a site."""

    mean: np.ndarray
    sd: float


@question
class ChangeInSd(Question):
    """How far the mean of a site has moved since the first week asked, in standard deviations between people in that week.

    `outcome` is recognised, acquaintance or friendly (neighbours named at that level or above), trust-neighbours, trust-institutions,
    would-come (to a meeting to which everybody is called by name) or chat-days. Arms that start from one state share the standard
    deviation, so that the contrast of two arms is an effect size.
    """

    name: ClassVar[str] = "change-in-sd"
    title: ClassVar[Text] = Text("change, in sd between people", "变化（以个体标准差计）")
    compares: ClassVar[bool] = True
    unit: ClassVar[str] = "sd"
    share: ClassVar[bool] = False
    outcome: Outcome = constant("acquaintance", unit="name", mark="setting", en="What is asked about", zh="所问内容")

    def rows(self, weeks: int) -> int:
        """A change needs a week before it."""
        return weeks - 1

    def looks_at(self) -> frozenset[str]:
        """Whether people come depends on how far it is."""
        return frozenset(("metres",)) if self.outcome == "would-come" else frozenset()

    def observe(self, view: View) -> Standing:
        """Measure everybody who is 18 or older."""
        s, rows = view.society, adults(view)
        values = self._values(s, view, rows)
        mean = view.mean_by_site(rows, values)
        return Standing(mean, float(np.sqrt(np.mean((values - mean[view.site_of(rows)]) ** 2))))

    def _values(self, s: Society, view: View, rows: np.ndarray) -> np.ndarray:
        r = s.residents
        if self.outcome == "would-come":
            return np.asarray(would_come(s)[rows], np.float64)
        if self.outcome == "trust-neighbours":
            return np.asarray(r.trust_neighbours[rows], np.float64)
        if self.outcome == "trust-institutions":
            return np.asarray(r.trust_institutions[rows], np.float64)
        if self.outcome == "chat-days":
            return np.asarray(r.chat_days[rows], np.float64)
        return np.asarray(known_counts(view, self.outcome, rows), np.float64)

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, weeks - 1]: a column for each week asked after the first; NaN where all people are alike."""
        first = seen[0]
        sd = first.sd if first.sd > 0.0 else np.nan
        return np.stack([(later.mean - first.mean) / sd for later in seen[1:]], axis=1)
