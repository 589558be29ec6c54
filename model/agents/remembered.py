"""What residents keep of others, read from the store for many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ties.store import EMPTY

if TYPE_CHECKING:
    from ..society.society import Society


class Remembered(NamedTuple):
    """The ties that some residents keep: by resident in the order asked for, within one the strongest on the slow trace first.

    Attributes:
        starts: int64 [residents + 1], where the ties of each begin.
        other: int64 [ties], row of the other.
        closeness, slow: float32 [ties], hours as of now.
        origin: uint8 [ties], code of the kind of focus in which they began.
        last: int64 [ties], absolute week of the last change.
    """

    starts: np.ndarray
    other: np.ndarray
    closeness: np.ndarray
    slow: np.ndarray
    origin: np.ndarray
    last: np.ndarray


def remembered(society: Society, rows: np.ndarray, lowest: float = 0.0, on_slow_trace: bool = True) -> Remembered:
    """Return the ties that the residents of `rows` (int64) keep now.

    Args:
        society: whose.
        rows: the residents.
        lowest: only ties of at least so many hours.
        on_slow_trace: hours of the slow trace; False: of closeness.
    """
    ties, fade, arrival = society.ties, society.fade, society.residents.arrival
    community = society.places.community_rows
    partner, last = ties.partner[rows], ties.last[rows].astype(np.int64)
    base = community[np.searchsorted(community, rows, side="right") - 1].astype(np.int64)
    kept = partner != EMPTY
    other = np.where(kept, base[:, None] + partner, rows[:, None])
    # An entry from before one of the two moved in is of somebody else.
    kept &= last >= np.maximum(arrival[rows][:, None], arrival[other])
    age = np.minimum(society.week - last, len(fade.slow) - 1)
    slow = ties.slow[rows] * fade.slow[age]
    closeness = ties.closeness[rows] * fade.fast[age]
    kept &= (slow if on_slow_trace else closeness) >= np.float64(lowest)
    at, slot = np.nonzero(kept)
    order = np.lexsort((other[at, slot], -slow[at, slot], at))
    at, slot = at[order], slot[order]
    starts = np.concatenate(([0], np.cumsum(np.bincount(at, minlength=len(rows)))))
    origin = ties.origin[rows[at], slot]
    return Remembered(starts, other[at, slot], closeness[at, slot], slow[at, slot], origin, last[at, slot])
