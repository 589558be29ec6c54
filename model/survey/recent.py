"""What people did lately: visits of the last weeks, help of the last year.

The society keeps no diary of visits and of help. Their draws are keyed by the week, so that they can be worked out afterwards: the
same rules and the same draws, on the people and ties as they stand now. That is exact where nothing has changed since; else it is
what the present ties make of the past weeks. Nothing is written to the society.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..foci.presence import Ground, Lived
from ..foci.visits import visit_budgets, visiting_round
from ..ground.jit import tight
from ..people.everyday import VISIT_ROUNDS
from ..ties.encounters import Rule, Talkers, Work
from ..ties.store import EMPTY
from ..ties.words import Words

if TYPE_CHECKING:
    from ..ties.store import Ties

_FIRST, _LAST = VISIT_ROUNDS


@tight
def _visits_of_week(week, code, ground, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Hold the visits of a week in all communities; nobody is away at an event."""
    for c in range(ground.community_rows.shape[0] - 1):
        for i in range(ground.community_rows[c + 1] - ground.community_rows[c]):
            work.busy[i] = 0
        visit_budgets(c, week, ground, people, rule, work)
        for r in (_FIRST, _LAST):
            visiting_round(c, r, r == _LAST, code, week, ground, people, ties, fade, rule, work, tally)


def _until(ties: Ties, week: int) -> Ties:
    """Return copies of the ties in which no entry is of a later week than `week`."""
    copies = type(ties)(*(array.copy() for array in ties))
    np.minimum(copies.last, np.uint16(max(week, 0)), out=copies.last)
    return copies


def visited(society: Lived, weeks: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Return who visited whom at home in the last weeks.

    Args:
        society: the society, read only.
        weeks: how many weeks back; fewer where it is younger.

    Returns:
        int64 [p], int64 [p]: rows i < j of different flats, each pair once, in rising order. Who was at an event in the visiting hours of
        a week may be counted all the same.
    """
    s, r = society, society.residents
    ground = Ground(*(getattr(s.places, name) for name in Ground._fields))
    # Words have travelled already.
    people = Talkers.of(r, Words.empty(s.places.community_rows))._replace(talks=r.talks.copy())
    rule = Rule.of(s.constants, s.seed, s.days_a_step)
    work = Work.make(int(np.diff(s.places.community_rows).max(initial=0)), s.ties.partner.shape[1])
    code = len(s.everyday) + 1
    found = np.zeros(0, np.int64)
    for week in range(max(s.week - weeks, 1), s.week):
        ties = _until(s.ties, week - 1)
        _visits_of_week(np.int64(week), code, ground, people, ties, s.fade, rule, work, np.zeros(6, np.int64))
        row, slot = np.nonzero((ties.last == week) & (ties.partner != EMPTY))
        base = s.places.community_rows[np.searchsorted(s.places.community_rows, row, side="right") - 1].astype(np.int64)
        other = base + ties.partner[row, slot]
        apart = r.flat[row] != r.flat[other]
        low, high = np.minimum(row, other)[apart], np.maximum(row, other)[apart]
        found = np.union1d(found, low * r.n + high)
    return found // max(r.n, 1), found % max(r.n, 1)


def helped(society: Lived, weeks: int = 52) -> np.ndarray:
    """Return bool [n]: who helped a neighbour, or was helped by one, in the last weeks.

    Args:
        society: the society, read only.
        weeks: how many weeks back; fewer where it is younger. Before they moved in, people here did not help them.
    """
    s, arrival = society, society.residents.arrival
    found = np.zeros(s.residents.n, np.bool_)
    for week in range(max(s.week - weeks, 0), s.week):
        asker, helper, how = s.services.help.happen(s, week, s.ties._replace(last=np.minimum(s.ties.last, np.uint16(week))))
        good = how == 1
        both = np.stack((asker[good], helper[good]))
        found[both[:, (arrival[both] <= week).all(axis=0)]] = True
    return found
