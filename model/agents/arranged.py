"""A meeting of two that somebody arranged: a focus of two people, worked by the rule of all foci (docs/rules.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..ground.jit import kernel
from ..ground.random import key_of, stream
from ..ties.encounters import Talkers, Work, meet

if TYPE_CHECKING:
    from ..society.society import Society

_STREAM = stream("arranged meeting")
OPENNESS = 1.0
"""Two who meet on purpose talk as openly as at a visit."""


@kernel
def _meet_two(rows, hours, origin, key, week, base, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    meet(rows, np.int64(2), hours, OPENNESS, origin, key, week, base, people, ties, fade, rule, work, tally)


class ArrangedTalks:
    """The arranged meetings of a society in the week that it has lived last.

    Attributes:
        week: the absolute week that `hours` is about.
        hours: row -> hours that a resident has spent so in that week.
    """

    def __init__(self, society: Society) -> None:
        """Begin without meetings."""
        self.society = society
        self.week = -1
        self.hours: dict[int, float] = {}
        self._times: dict[tuple[int, int], int] = {}
        self._tools: tuple[Talkers, Work] | None = None

    def __getstate__(self) -> dict[str, Any]:
        # The tools look into the arrays of this society; a copy makes its own.
        return {**self.__dict__, "_tools": None}

    def spent(self, row: int) -> float:
        """Return the hours that a resident has spent in arranged meetings of the week lived last."""
        self._turn()
        return self.hours.get(row, 0.0)

    def hold(self, a: int, b: int, hours: float) -> int:
        """Let two residents of one community (rows) be together for some hours of the week lived last.

        Their talks, hours and days with a talk come out as in any other focus of that week. The draws are keyed by
        (seed, week, both identities, how often the two have met so in this week). A tie that begins here has the origin "visit".

        Returns:
            Talks that they had.
        """
        self._turn()
        s = self.society
        r, engine = s.residents, s.engine
        a, b = min(a, b), max(a, b)
        times = self._times.get((a, b), 0)
        self._times[a, b] = times + 1
        for row in (a, b):
            self.hours[row] = self.hours.get(row, 0.0) + hours
        if self._tools is None:
            self._tools = Talkers.of(r, engine.words), Work.make(2, s.constants.ties.slots)
        people, work = self._tools
        rows = np.array((a, b), np.int32)
        community = int(np.searchsorted(s.places.community_rows, a, side="right")) - 1
        base = np.int64(s.places.community_rows[community])
        key = key_of(s.seed, _STREAM, self.week, r.identity[a], r.identity[b], times)
        tally = engine.tally_counts[community]
        talks, before = int(tally[0]), r.talks[rows].astype(np.int64)
        visit = np.int64(len(engine.kinds))
        _meet_two(rows, float(hours), visit, key, np.int64(self.week), base, people, s.ties, s.fade, engine.rule, work, tally)
        # The week's days with a talk are counted already: put in what these talks add to them.
        days, weight = engine._chat
        after = r.talks[rows].astype(np.int64)
        r.chat_days[rows] += weight * (days[np.minimum(after, 63)] - days[np.minimum(before, 63)])
        return int(tally[0]) - talks

    def _turn(self) -> None:
        """Begin anew when another week has been lived."""
        week = self.society.week - 1
        if week != self.week:
            self.week = week
            self.hours, self._times = {}, {}


__all__ = ["ArrangedTalks"]
