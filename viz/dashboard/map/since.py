"""Since when two people know each other: who became acquainted in which week, noted while a society is played.

The engine keeps the week in which two last met and the focus where they first did, but not the week in which they became acquaintances. Who
plays a society week by week can see it: a pair that is acquainted now and was not a week before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....model.ties.store import all_pairs

if TYPE_CHECKING:
    from ....model.society.society import Society

BEFORE = -(1 << 30)
"""Instead of a week: they were acquainted already when the watching began."""
NEVER = 1 << 30
"""Instead of a week: the two are no acquaintances."""


class Acquainted:
    """The pairs of acquaintances of a society and the week from which each has been one.

    A pair that falls below the cut-off and comes back counts from its return. Look once a week (`look`); a week that was left out is
    noted with the next one that is looked at.
    """

    def __init__(self, society: Society) -> None:
        """Begin to watch: the pairs that are there now are from before."""
        self._begun = society.scenario_week
        self._pairs = _pairs(society)
        self._since = np.full(len(self._pairs), BEFORE, np.int64)

    def copy(self) -> Acquainted:
        """Return what is known up to now; the two go on by themselves. Arrays are never changed in place, so they are shared."""
        found = Acquainted.__new__(Acquainted)
        found._begun, found._pairs, found._since = self._begun, self._pairs, self._since
        return found

    def __len__(self) -> int:
        return len(self._pairs)

    def look(self, society: Society) -> None:
        """Note who has become acquainted by now."""
        now = _pairs(society)
        since = np.full(len(now), society.scenario_week, np.int64)
        if len(self._pairs):
            at = np.minimum(np.searchsorted(self._pairs, now), len(self._pairs) - 1)
            same = self._pairs[at] == now
            since[same] = self._since[at[same]]
            # A row may have got somebody else meanwhile, who is acquainted by now as well.
            arrival = society.residents.arrival.astype(np.int64) - society.policy_week0
            moved = np.maximum(arrival[now >> 32], arrival[now & 0xFFFFFFFF])
            since[same & (moved >= self._begun) & (since <= moved)] = society.scenario_week
        self._pairs, self._since = now, since

    def since(self, row: int, others: np.ndarray) -> np.ndarray:
        """Return int64 [m], the scenario week from which `row` has been acquainted with each of `others` (rows); BEFORE, or NEVER if they are not."""
        low, high = np.minimum(row, others).astype(np.int64), np.maximum(row, others).astype(np.int64)
        key = low << 32 | high
        found = np.full(len(key), NEVER)
        if len(self._pairs):
            at = np.minimum(np.searchsorted(self._pairs, key), len(self._pairs) - 1)
            there = self._pairs[at] == key
            found[there] = self._since[at[there]]
        return found


def _pairs(society: Society) -> np.ndarray:
    """Return int64 [pairs], rising: the pairs of acquaintances, the lower row in the upper half of each number."""
    s = society
    lowest = np.float32(s.constants.ties.acquaintance)
    left, right, _, _ = all_pairs(s.ties, s.fade, s.residents.arrival, s.places.community_rows, np.int64(s.week), lowest)
    found: np.ndarray = left.astype(np.int64) << 32 | right.astype(np.int64)
    found.sort()
    return found
