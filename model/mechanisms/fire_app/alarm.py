"""Who notices that a house burns, and when: the household, a neighbour, the watch, a fire alarm with its staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...people.residents import Situation
from .watch import Watch

if TYPE_CHECKING:
    from ...contract.week import Week

HOUSEHOLD, NEIGHBOUR, ON_WATCH, STAFF, NOBODY = range(5)
FOUND_BY = ("by_household", "by_neighbour", "by_watch", "by_alarm", "by_nobody")
"""Counters of who noticed first, by number."""
_ADULT = 16
_LONGEST = 240
"""Minutes after which anybody sees a house burn."""
_AT_HOME = {Situation.RETIRED: 0.8, Situation.CARER: 0.8, Situation.OWNER: 0.35, Situation.RENTER: 0.35, Situation.STUDENT: 0.3}
"""Share of the hours from 6 to 18 that people of each situation are at home; the order of hours out of everyday.md."""
_EVENING, _NIGHT_HOME = 0.85, 0.95
_SLEEP, _WAKE, _DARK = 23.0, 6.0, 18.0


class Hour(NamedTuple):
    """When a fire began: hour of the day, 0 to 24, and whether at a weekend."""

    hour: float
    weekend: bool

    @property
    def night(self) -> bool:
        """Whether people sleep."""
        return self.hour >= _SLEEP or self.hour < _WAKE


class Present(NamedTuple):
    """The people of a village at the time of a fire.

    Attributes:
        rows: int64, those of 16 and more who are at home or near it.
        awake: bool, whether they are awake.
        metres: float64, from their house to the fire.
        own: bool, whether they are of the household.
    """

    rows: np.ndarray
    awake: np.ndarray
    metres: np.ndarray
    own: np.ndarray


class Noticed(NamedTuple):
    """When and by whom a fire was noticed first.

    Attributes:
        minute: since it began.
        by: one of the numbers above.
        called: minute at which the staff calls people, inf: never.
    """

    minute: float
    by: int
    called: float


def present(m: Watch, week: Week, community: int, flat: int, fire: np.uint64, when: Hour) -> Present:
    """Return who is there and who is awake."""
    q, r = week.places, week.residents
    rows = np.arange(q.community_rows[community], q.community_rows[community + 1])
    rows = rows[r.age[rows] >= _ADULT]
    if when.night:
        home = np.full(len(rows), _NIGHT_HOME)
    elif when.hour >= _DARK:
        home = np.full(len(rows), _EVENING)
    else:
        home = np.array([_AT_HOME[one] for one in Situation])[r.situation[rows]]
    who = r.identity[rows] ^ fire
    there = week.draw("at home", who) < home
    rows, who = rows[there], who[there]
    awake = week.draw("awake", who) < m.now.night_awake if when.night else np.ones(len(rows), np.bool_)
    at = q.flat_xyz[r.flat[rows], :2].astype(np.float64) - q.flat_xyz[flat, :2]
    return Present(rows, awake, np.hypot(at[:, 0], at[:, 1]), r.flat[rows] == flat)


def notice(m: Watch, week: Week, community: int, flat: int, house: np.uint64, when: Hour, there: Present) -> Noticed:
    """Return when a fire is noticed first: each road has its own time, the earliest counts."""
    p = m.now
    u = [float(week.draw("notices", np.array([house]), k)[0]) for k in range(7)]
    wait = [-float(np.log1p(-u[k])) for k in range(3)]
    # The household: at once if somebody is awake, and if a fire alarm wakes them.
    own = int(np.count_nonzero(there.own & there.awake)) * p.own_notice + int(np.count_nonzero(there.own & ~there.awake)) * p.own_asleep
    household = wait[0] / own if own > 0.0 else np.inf
    alarm = bool(m.detector[flat]) and u[3] < p.senses
    if alarm and there.own.any() and (bool((there.own & there.awake).any()) or u[4] < p.wakes):
        household = min(household, p.alarm_minutes)
    # Neighbours: it is the plainer to see the longer it burns, so that the chance grows with the square of time.
    near = ~there.own & there.awake
    sees = p.notice * float(np.exp(-there.metres[near] / p.sees).sum()) / 20.0
    neighbour = np.sqrt(wait[1] / sees) if sees > 0.0 else np.inf
    # The watch is out for some minutes of the day, and passes in its hamlet.
    hamlet = int(week.unit_of("building", week.places.flat_rows[flat : flat + 1])[0])
    out = m.sounded[hamlet] and u[5] < m.weekly_hours() / 168.0
    watch = 2.0 * wait[2] + 1.0 if out else np.inf
    # Staff who answer, as far as they still believe alarms.
    answers = float(m.answers()[community]) * (p.night if when.night else 1.0)
    staff = p.alarm_minutes + p.staff_minutes if alarm and u[6] < answers else np.inf
    if staff < np.inf:
        # For once it was true: that is remembered, too.
        m.seen[community] += 1.0
        m.seen_true[community] += 1.0
    roads = np.array([household, neighbour, watch, staff])
    by = int(np.argmin(roads))
    return Noticed(float(roads[by]), by, staff) if roads[by] < _LONGEST else Noticed(float(_LONGEST), NOBODY, staff)


def come(
    m: Watch, week: Week, flat: int, fire: np.uint64, there: Present, found: Noticed, gong: bool, everybody: bool = False,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return (rows, minutes) of those who come, and when they are there; `everybody`: all see it, the minutes are from then on.

    Who hears a shout or the gong, is called by telephone as an acquaintance, or is called by the staff, decides: by ties to the household, by
    what one is like, and by how many of one's lane one sees going.
    """
    p, r = m.now, week.residents
    rows, awake, metres = there.rows, there.awake, there.metres
    who = r.identity[rows] ^ fire
    hears = [week.draw("hears", who, k) for k in range(3)]
    range_ = np.exp(-metres / (p.gong_heard if gong else p.shout))
    ear = np.where(awake, 1.0, p.sleeper)
    known = np.zeros(len(rows), np.bool_)
    first, end = week.places.flat_rows[flat : flat + 2].tolist()
    for member in range(first, end):
        known |= week.known(rows, np.full(len(rows), member))
    known |= there.own
    told = (hears[0] < range_ * ear) | (known & (hears[1] < p.phones * ear)) | there.own
    minute = np.full(len(rows), found.minute)
    if found.called < np.inf:
        called = ~told & (hears[2] < p.broadcast * r.digital[rows] * ear)
        minute[called] = max(found.minute, found.called)
        told |= called
    if everybody:
        told, minute = np.ones(len(rows), np.bool_), np.zeros(len(rows))
    odds = p.comes + p.comes_known * known + p.comes_civic * r.civic[rows] - p.comes_frail * r.frailty[rows] + p.comes_seen * everybody
    u = week.draw("comes", who)
    sure = told & (there.own | (u < _logistic(odds)))
    lane, lanes = r.gate[rows], int(r.gate.max()) + 1
    share = np.bincount(lane[sure], minlength=lanes) / np.maximum(np.bincount(lane[told], minlength=lanes), 1)
    going = told & (sure | (u < _logistic(odds + p.comes_norm * share[lane])))
    takes = np.where(there.own, 0.0, p.ready + metres / p.pace)
    return rows[going], (minute + takes)[going]


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))
