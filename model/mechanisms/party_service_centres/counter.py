"""The counter of a service centre: what people need of it, who goes there when, and who waits together.

A matter arises by age and tenure. Who has one, is free in a part of the week in which the counter is open, and does not find it too far or
the wait too long, goes there. Those who come in one stretch of time wait together: a small focus of people who chat or look at their telephones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...contract import waiting
from ...contract.waiting import queue
from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING
from ...people.residents import Situation
from .centre_parameters import PartyServiceCentresParameters

if TYPE_CHECKING:
    from ...contract.week import Week

OFFICE_HOURS = 40.0
"""Hours a week that a window is open in office hours."""
SHORTEST = 0.1
"""Hours that a visitor spends at the counter at least, the wait included."""
_KINDS = ("certificates", "pensions", "family", "residence")
_ADULT, _OLD = 18, 60
_RENTER, _MIGRANT = 1, 1


class Visitors(NamedTuple):
    """Who goes to the counter in one week, an entry each.

    Attributes:
        row: residents.
        community: index of the community of each.
        round: part of the week in which they come.
        taken_in: whether their matter is taken in; else they have to come again.
    """

    row: np.ndarray
    community: np.ndarray
    round: np.ndarray
    taken_in: np.ndarray


def rates(week: Week, rows: np.ndarray, a_year: tuple[float, ...]) -> np.ndarray:
    """Return float64 [m, kinds]: chance a week of a matter of each kind or one before it, of the residents `rows`.

    a_year: matters of those concerned, times a year, by kind (`rates_of`).
    """
    r = week.residents
    age, situation = r.age[rows], r.situation[rows]
    away = (r.tenure[rows] == _RENTER) | (r.registration[rows] == _MIGRANT)
    has = (age >= _ADULT, age >= _OLD, situation == Situation.CARER, away & (age >= _ADULT))
    each = np.stack([np.where(who, times, 0.0) for times, who in zip(a_year, has, strict=True)], axis=1)
    return np.asarray(np.minimum(np.cumsum(each, axis=1) / 52.0, 1.0))


def rates_of(p: PartyServiceCentresParameters) -> tuple[float, ...]:
    """Return matters of those concerned, times a year, by kind."""
    return tuple(getattr(p, name) for name in _KINDS)


def arise(week: Week, table: np.ndarray, services: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of those to whom a matter arises that the counter takes in, and of those whose matter it does not."""
    u = week.draw("matter", week.residents.identity)
    rows = np.flatnonzero(u < table[:, -1])
    rows = rows[week.covers_rows(rows)]
    here = u[rows] < (table[rows, services - 1] if services else 0.0)
    return rows[here], rows[~here]


def go(week: Week, p: PartyServiceCentresParameters, rows: np.ndarray, evening: np.ndarray, wait: np.ndarray, xy: np.ndarray, counter: int) -> Visitors:
    """Let those who have a matter decide whether they go to the counter this week.

    Args:
        week: this week.
        p: the parameters in force.
        rows: residents who have a matter.
        evening: float64 [communities], share of the week's evenings on which it is open, 0 to 1.
        wait: float64 [communities], hours that people have heard one waits.
        xy: float64 [communities, 2], where it is.
        counter: number of the counter.
    """
    r, where = week.residents, week.unit_of("community", rows)
    who, flat = r.identity[rows], week.places.flat_xyz[r.flat[rows]]
    far = np.hypot(flat[:, 0] - xy[where, 0], flat[:, 1] - xy[where, 1]) / 100.0
    free = week.queues.open_to(counter, rows)
    pick = week.draw("part of the week", who)
    late = ~free & (pick < evening[where])
    when = np.where(late, WEEKDAY_EVENING, np.where(week.draw("half of the day", who) < 0.5, WEEKDAY_MORNING, WEEKDAY_AFTERNOON))
    u = p.go - p.go_distance * far - p.go_frailty * r.frailty[rows] - p.go_wait * wait[where] - p.go_leave * (~free & ~late)
    goes = week.draw("goes", who) < 1.0 / (1.0 + np.exp(-u))
    taken_in = np.ones(len(rows), np.bool_) if p.one_window else week.draw("another window", who) >= p.two_windows
    return Visitors(rows[goes], where[goes], when[goes].astype(np.uint8), taken_in[goes])


def wait_together(week: Week, p: PartyServiceCentresParameters, v: Visitors, stay: np.ndarray, open_hours: np.ndarray, xy: np.ndarray, people: int) -> None:
    """Bring those together who are at the counter in the same stretch of time, as long as one stays there.

    Args:
        week: this week.
        p: the parameters in force.
        v: who goes there.
        stay: float64 [communities], hours that one spends there.
        open_hours: float64 [communities], hours of this week's evenings on which it is open.
        xy: float64 [communities, 2], where it is.
        people: for how many people there is room.
    """
    length = np.where(v.round == WEEKDAY_EVENING, open_hours[v.community], 0.5 * OFFICE_HOURS)
    waiting.wait_together(week, "waiting", v.row, v.community, v.round, length, stay, xy, people, p.waiting_openness)


__all__ = ["OFFICE_HOURS", "SHORTEST", "Visitors", "arise", "go", "queue", "rates", "rates_of", "wait_together"]
