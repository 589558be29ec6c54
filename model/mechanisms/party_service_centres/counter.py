"""The counter of a service centre: what people need of it, who goes there when, and who waits together.

A matter arises by age and tenure. Who has one, is free in a part of the week in which the counter is open, and does not find it too far or
the wait too long, goes there. Those who come in one stretch of time wait together: a small focus of people who chat or look at their telephones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING
from ...people.residents import Situation
from .centre_parameters import PartyServiceCentresParameters

if TYPE_CHECKING:
    from ...contract.week import Week

OFFICE_HOURS = 40.0
"""Hours a week that a window is open in office hours."""
SHORTEST, LONGEST = 0.1, 3.0
"""Hours that a visitor spends at the counter, the wait included: bounds of what the formula of a queue gives."""
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


def queue(visitors: np.ndarray, hours: np.ndarray, minutes: float) -> np.ndarray:
    """Return float64 [communities]: the wait in hours, of a queue with visitors at random (M/M/1): service time * load / (1 - load)."""
    each = minutes / 60.0
    load = np.minimum(visitors * each / np.maximum(hours, each), 0.95)
    return np.asarray(np.minimum(each * load / (1.0 - load), LONGEST))


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
    if len(v.row) < 2:
        return
    length = np.where(v.round == WEEKDAY_EVENING, open_hours[v.community], 0.5 * OFFICE_HOURS)
    stretches = np.maximum(length / stay[v.community], 1.0).astype(np.int64)
    stretch = (week.draw("stretch", week.residents.identity[v.row]) * stretches).astype(np.int64)
    place = (v.community << 24 | v.round.astype(np.int64) << 16) + stretch
    # Rows are in order, and the sort keeps them so.
    order = np.argsort(place, kind="stable")
    new = np.concatenate(([True], place[order][1:] != place[order][:-1], [True]))
    alone = new[:-1] & new[1:]
    together, first = order[~alone], new[:-1][~alone]
    if len(together) == 0:
        return
    k, lead, row = np.cumsum(first) - 1, together[first], v.row[together]
    home = v.community[lead]
    week.call(
        "waiting", unit="community", which=home, entity=week.residents.identity[v.row[lead]], when=v.round[lead], hours=stay[home], room_for=people,
        quality=0.5, topic="none", openness=p.waiting_openness, members=(k, row), errand=(k, row), place=xy[home],
    )  # fmt: skip
