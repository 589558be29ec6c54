"""What a centre calls people to, and what a joint-stock company does: evenings with a study room, days of service, meetings of shareholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...contract.needs import Needs, Priority, Purpose
from ...people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ...people.residents import Situation
from ...people.units import ranges
from .centre_parameters import PartyServiceCentresParameters
from .secretary import ADULT, SECRETARY, at_work, of_the_branch

if TYPE_CHECKING:
    from ...contract.call import Sitting
    from ...contract.week import Week

ROOM = "activity room"
WEEKEND = (WEEKEND_MORNING, WEEKEND_AFTERNOON)
_OLD, _LARGE = 60, 500
"""From this age on nobody is counted who needs a quiet place; people for whom there is room in the open, or in a hall that is borrowed for the day."""


class Opening(NamedTuple):
    """The evenings and weekend half days of one week.

    Attributes:
        sitting: an occasion for each of them and each place with a study room.
        planned: int64 [communities], on how many of them the centre should be open.
        night: bool [occasions], whether it is on the evening of a working day.
        centre: bool [occasions], whether it is in the centre.
    """

    sitting: Sitting
    planned: np.ndarray
    night: np.ndarray
    centre: np.ndarray

    def held(self, at_night: bool = False) -> np.ndarray:
        """Return int64 [communities], how often the centre is open (`at_night`: on evenings of working days)."""
        which = self.sitting.held & self.centre & (self.night if at_night else True)
        return np.bincount(self.sitting.unit[which], minlength=len(self.planned))


def numbered(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (unit, number of it within its unit) of things of which each unit has so many."""
    unit = np.repeat(np.arange(len(times)), times)
    return unit, np.arange(len(unit)) - np.repeat(np.cumsum(times) - times, times)


def entities(identity: np.ndarray, nth: np.ndarray) -> np.ndarray:
    """Return permanent identities of the first, second ... thing of a unit of compounds or communities, whose own use the lower 48 bits."""
    return np.asarray(identity ^ (nth.astype(np.uint64) << np.uint64(48)))


def study_rooms(week: Week, centre: np.ndarray, points: int) -> np.ndarray:
    """Return float64 [communities, points, 2]: where study rooms are; in the centre first, the others at gates spread over the community."""
    gates, found = week.units("gate"), np.repeat(centre[:, None], points, axis=1)
    for community in range(len(found)):
        mine = np.flatnonzero(gates.community == community)
        if len(mine):
            found[community, 1:] = gates.xy[mine[np.arange(1, points) * len(mine) // points]]
    return found


def needs_quiet(week: Week, rows: np.ndarray, share: float) -> np.ndarray:
    """Return bool [m]: who of `rows` has a use for a quiet place: all who go to school, and a share of adults below 60, the same for life."""
    r = week.residents
    age = r.age[rows]
    some = (age >= ADULT) & (age < _OLD) & (week.for_life("quiet place", r.identity[rows]) < share)
    return np.asarray((r.situation[rows] == Situation.STUDENT) | some)


def open_up(week: Week, p: PartyServiceCentresParameters, places: np.ndarray, users: np.ndarray, regulars: np.ndarray) -> Opening:
    """Plan the evenings and weekend half days of this week: a focus in each place that has a study room.

    Args:
        week: this week.
        p: the parameters in force.
        places: float64 [communities, points, 2], where they are, the centre first.
        users: int64, rows of those who have a use for a quiet place.
        regulars: int64, rows of those who have been there lately and count on it.
    """
    evenings, ends = week.due("evening", 52.0 * p.evenings, "community"), week.due("weekend", 52.0 * p.weekends, "community")
    times = (evenings + ends) * p.points
    unit, nth = numbered(times)
    day, spot = nth // p.points, nth % p.points
    end, centre = day - evenings[unit], spot == 0
    when = np.where(end < 0, WEEKDAY_EVENING, np.where(end % 2 == 0, *WEEKEND))
    table = week.units("community")
    lo, hi = table.lo[unit], table.hi[unit]
    k, of = ranges(np.searchsorted(users, lo), np.searchsorted(users, hi))
    counts, on = ranges(np.searchsorted(regulars, lo), np.searchsorted(regulars, hi))
    sitting = week.call(
        "study", unit="community", times=times, when=when.astype(np.uint8), hours=p.study_hours, room_for=p.seats, quality=p.study_quality, topic="none",
        poster=p.poster, chat=p.chat, by_committee=True, openness=p.study_openness, members=(k, users[of]),
        promise=True, promised_to=(counts, regulars[on]),
        place=places[unit, spot],
        needs=Needs(
            staff=np.where(centre, p.evening_staff * p.evening_hours, p.point_staff), duty="counter", yuan=p.opening_yuan, priority=Priority.CULTURE
        ),
    )  # fmt: skip
    return Opening(sitting, evenings + ends, end < 0, centre)


def service_day(week: Week, p: PartyServiceCentresParameters) -> np.ndarray | None:
    """Ask members to a day of service: the branch's own, and those who have reported; by name whom the secretary knows.

    Returns:
        int64 [members], the occasion to which each is asked; None: there is none this week.
    """
    which = np.flatnonzero(week.due("service", p.service_days, "community"))
    if len(which) == 0:
        return None
    r, no = week.residents, np.zeros(week.residents.n, np.bool_)
    member = (of_the_branch(r) if p.ask_members else no) | (at_work(r) if p.report_in else no)
    rows = np.flatnonzero(member & (r.age >= ADULT))
    where = week.unit_of("community", rows)
    here = np.isin(where, which)
    rows, k = rows[here], np.searchsorted(which, where[here])
    knows = week.offices.knows(SECRETARY)[rows]
    week.call(
        "service", unit="community", which=which, when=WEEKEND_MORNING, hours=p.service_hours, room_for=_LARGE, topic="none", purpose=Purpose.VOLUNTEER,
        by_committee=True, members=(k, rows), bring=(k, rows), invite=(k[knows], rows[knows]),
        needs=Needs(staff=p.service_staff, yuan=p.service_yuan, account="public", priority=Priority.CULTURE),
    )  # fmt: skip
    return np.asarray(k)


def keep_rooms(week: Week, p: PartyServiceCentresParameters) -> None:
    """Let the company keep rooms for itself, before anybody else."""
    table = week.units("compound")
    compound, nth = numbered(np.minimum(week.due("booking", 52.0 * p.company_bookings, "compound"), 6))
    week.grants.ask(
        len(compound), priority=Priority.DUTY, identity=week.identity("booking", entities(table.identity[compound], nth)),
        community=table.community[compound], room=ROOM, compound=compound, round=np.array((WEEKDAY_EVENING, *WEEKEND))[nth % 3],
    )  # fmt: skip


def shareholders(week: Week, p: PartyServiceCentresParameters) -> None:
    """Call the shareholders, when it is time: owners who are registered here."""
    due = week.due("shareholders", p.meetings_a_year, "community") > 0
    if due.any():
        r = week.residents
        holds = (r.registration == 0) & (r.tenure == 0) & (r.age >= ADULT)
        week.call("shareholders", unit="community", which=due, when=WEEKEND_MORNING, room_for=_LARGE, topic="none", among=holds, knock=1.0, openness=0.5)
