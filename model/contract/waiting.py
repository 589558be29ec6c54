"""People who wait at a counter: for how long, and beside whom (docs/decisions/0043-errands.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .call import Sitting
    from .week import Week

LONGEST = 3.0
"""Hours that one waits at most."""


def queue(visitors: np.ndarray, hours: np.ndarray, minutes: float) -> np.ndarray:
    """Return float64 [counters]: the wait in hours, of a queue with visitors at random (M/M/1): service time * load / (1 - load).

    visitors: of a week; hours: of staff at the windows in that week; minutes: at the window for each.
    """
    each = minutes / 60.0
    load = np.minimum(visitors * each / np.maximum(hours, each), 0.95)
    return np.asarray(np.minimum(each * load / (1.0 - load), LONGEST))


def wait_together(
    week: Week, kind: str, rows: np.ndarray, community: np.ndarray, rounds: np.ndarray, length: np.ndarray, stay: np.ndarray, xy: np.ndarray, people: int,
    openness: float,
) -> Sitting | None:  # fmt: skip
    """Bring those together who are at the counter of their community in the same stretch of time, as long as one stays there.

    Args:
        week: this week.
        kind: kind of the occasion, one of the mechanism's.
        rows: int64 [m], who has decided to go there, in order.
        community: int64 [m], index of the community of each.
        rounds: uint8 [m], part of the week in which each comes.
        length: float64 [m], hours for which the counter is open in that part of the week.
        stay: float64 [communities], hours that one spends there.
        xy: float64 [communities, 2], where it is.
        people: for how many people there is room.
        openness: to strangers, among those who wait.

    Returns:
        The call; None: everybody is alone there.
    """
    if len(rows) < 2:
        return None
    stretches = np.maximum(length / stay[community], 1.0).astype(np.int64)
    stretch = (week.draw("stretch", week.residents.identity[rows]) * stretches).astype(np.int64)
    place = (community << 24 | rounds.astype(np.int64) << 16) + stretch
    # Rows are in order, and the sort keeps them so.
    order = np.argsort(place, kind="stable")
    new = np.concatenate(([True], place[order][1:] != place[order][:-1], [True]))
    alone = new[:-1] & new[1:]
    together, first = order[~alone], new[:-1][~alone]
    if len(together) == 0:
        return None
    k, lead, row = np.cumsum(first) - 1, together[first], rows[together]
    home = community[lead]
    return week.call(
        kind, unit="community", which=home, entity=week.residents.identity[rows[lead]], when=rounds[lead], hours=stay[home], room_for=people,
        quality=0.5, topic="none", openness=openness, members=(k, row), errand=(k, row), place=xy[home],
    )  # fmt: skip


__all__ = ["LONGEST", "queue", "wait_together"]
