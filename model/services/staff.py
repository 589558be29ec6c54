"""Whose time is spent: the evenings of volunteers and the hours of the committee's staff, by duty.

In the world
    A residents' committee has five or six members. Reports and forms, visits to homes, the counter, mediation, councils,
    rounds of inspection and activities all want the same hours; hours that go into reports are not there for visits.
    Volunteers give some of their free evenings, and few give many.
How it works here
    The committee of a community has 40 hours a week for each member. A duty takes what it asks for as long as hours are
    left, and at most its own share of them. A resident's evenings a week follow from their free hours. Both are asked for
    in plan and granted fairly (grants.py); helpers who lend a hand at an occasion are only counted.
Left out
    Overtime and holidays; who of the committee does what; skill.
Fails when
    More is asked for than there is: reports that come first leave no hours for visits.
Sources
    evidence.md (5.1 members of a committee). Shares of duties are settings or assumed: see service_constants.py.
"""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.measure import MeasureInfo, State
from ..ground.text import Text
from ..people.declared import measure
from ..people.places import Places
from ..people.residents import Residents
from ..people.service_constants import DutyConstants, EveningConstants
from .base import Desk, Service
from .checking import amounts, indices, named, unique
from .moment import Moment

DUTIES: dict[str, Text] = {
    "activities": Text("activities", "活动"),
    "reports": Text("reports and forms", "报表台账"),
    "visits": Text("visits to homes", "入户走访"),
    "counter": Text("the counter", "窗口接待"),
    "mediation": Text("mediation", "调解"),
    "assemblies": Text("councils and assemblies", "议事会议"),
    "inspections": Text("rounds of inspection", "巡查"),
}
"""What the committee's staff spend their hours on: name -> title."""

NUMBERS = {name: number for number, name in enumerate(DUTIES)}
HOURS_A_WEEK = 40.0
"""Working hours of a member of staff."""


@inline
def spare_evenings(free_hours, used, row, per_hour, most):  # type: ignore[no-untyped-def]
    """Return the evenings that a resident has left this week."""
    return max(min(free_hours[row] * per_hour, most) - used[row], np.float32(0.0))


@kernel
def _take(free_hours, used, given, rows, evenings, per_hour, most, hours):  # type: ignore[no-untyped-def]
    granted = np.empty(rows.shape[0], np.float32)
    for k in range(rows.shape[0]):
        row = rows[k]
        spare = spare_evenings(free_hours, used, row, per_hour, most)
        granted[k] = min(np.float32(evenings[k]), spare)
        used[row] += granted[k]
        given[row] += granted[k] * hours
    return granted


def duty_number(duty: str) -> int:
    """Return the number of a duty.

    Raises:
        KeyError: there is no such duty.
    """
    return named(duty, NUMBERS, "duty")


class Staff(Service):
    """Evenings that each resident has given this week, and staff hours of each community; both are limited.

    Attributes:
        used: float32 [n], evenings given this week.
        given: float32 [n], volunteer hours of each resident since they moved in or since the start.
        volunteer_hours: float64 [communities], hours since the start.
        duty_hours: float64 [duties, communities], staff hours since the start, in the order of `DUTIES`.
        pool_left: float64 [communities], hours of the committee that are left this week.
        duty_left: float64 [duties, communities], hours that a duty may still take this week, as far as the pool has them.
        per_hour, most, hours: float32, evenings for a free hour, most evenings a week, hours of an evening.
    """

    name = "staff"

    def __init__(
        self, residents: Residents, places: Places, constants: EveningConstants, duties: DutyConstants | None = None
    ) -> None:  # fmt: skip
        """Begin with nothing given."""
        self.residents, self.places, self.constants = residents, places, constants
        self.allocate(places)
        shares = (duties or DutyConstants()).model_dump() | {"activities": constants.staff_share}
        self._pool = constants.staff * HOURS_A_WEEK
        self._caps = np.array([[constants.staff * shares[name] * HOURS_A_WEEK] for name in DUTIES])
        self.used = np.zeros(residents.n, np.float32)
        self.given = np.zeros(residents.n, np.float32)
        self.volunteer_hours = np.zeros(places.communities, np.float64)
        self.duty_hours = np.zeros((len(DUTIES), places.communities), np.float64)
        self.pool_left = np.full(places.communities, self._pool, np.float64)
        self.duty_left = np.repeat(self._caps, places.communities, axis=1)
        self.per_hour, self.most = np.float32(constants.share / constants.hours), np.float32(constants.most)
        self.hours = np.float32(constants.hours)
        self._touched: list[np.ndarray] = []
        self._booked = False

    @property
    def staff_hours(self) -> np.ndarray:
        """float64 [communities], staff hours since the start, all duties together."""
        return np.asarray(self.duty_hours.sum(axis=0))

    def begin(self, week: Moment) -> None:
        """Begin a week: nobody has given an evening yet. Newcomers have never given any."""
        moved = week.moved
        if len(moved):
            self.given[moved] = 0.0
        for rows in self._touched:
            self.used[rows] = 0.0
        self._touched = []
        if self._booked:
            self.pool_left[:] = self._pool
            self.duty_left[:] = self._caps
            self._booked = False

    def evenings(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 [m]: evenings a week that residents can give at most, by their free hours."""
        found: np.ndarray = np.minimum(self.residents.free_hours[rows] * self.per_hour, self.most)
        return found

    def spare(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 [m]: evenings that residents have left this week."""
        found: np.ndarray = np.maximum(self.evenings(rows) - self.used[rows], np.float32(0.0))
        return found

    def take(self, rows: np.ndarray, evenings: np.ndarray) -> np.ndarray:
        """Spend evenings of residents, each as far as they are left.

        Args:
            rows: residents, [m]; one who comes more than once is served in order.
            evenings: wanted, [m].

        Returns:
            float32 [m], the evenings granted.
        """
        # One type of each argument: the loop is compiled once.
        who, wanted = rows.astype(np.int64, copy=False), np.asarray(evenings, np.float64)
        granted: np.ndarray = _take(
            self.residents.free_hours, self.used, self.given, who, wanted, self.per_hour, self.most, self.hours
        )  # fmt: skip
        self._touched.append(rows)
        self._count(rows, granted * self.hours)
        return granted

    def volunteer(self, rows: np.ndarray, hours: np.ndarray | float) -> None:
        """Count hours of residents who lend a hand without an evening's duty; a row may come more than once."""
        if len(rows):
            each = np.full(len(rows), hours, np.float32)
            np.add.at(self.given, rows, each)
            self._count(rows, each)

    def _count(self, rows: np.ndarray, hours: np.ndarray) -> None:
        if len(self.volunteer_hours) == 1:
            self.volunteer_hours[0] += hours.sum(dtype=np.float64)
        else:
            community = np.searchsorted(self.places.community_rows, rows, side="right") - 1
            self.volunteer_hours += np.bincount(community, hours, len(self.volunteer_hours))

    def book(self, communities: np.ndarray, hours: float, duty: str = "activities") -> np.ndarray:
        """Book `hours` of staff time for each entry of `communities` (indices), in order; return bool, which were granted."""
        left, total = self.duty_left[duty_number(duty)], self.duty_hours[duty_number(duty)]
        granted = np.zeros(len(communities), np.bool_)
        for p, community in enumerate(communities):
            if left[community] >= hours and self.pool_left[community] >= hours:
                left[community] -= hours
                self.pool_left[community] -= hours
                total[community] += hours
                granted[p] = True
                self._booked = True
        return granted

    def booked(self, rows: np.ndarray, staff: bool) -> None:
        """Take notice of what grants have booked: evenings of `rows`, and staff hours if `staff`."""
        if len(rows):
            self._touched.append(rows)
        self._booked |= staff

    def second(self, communities: np.ndarray, hours: np.ndarray | float) -> None:
        """Let staff of somebody else work in communities (indices, each once) this week, for whatever the committee has to do."""
        self.pool_left[communities] += hours
        self.duty_left[:, communities] += hours
        self._booked = True

    def left(self, duty: str) -> np.ndarray:
        """Return float64 [communities]: hours that a duty can have this week."""
        found: np.ndarray = np.minimum(self.pool_left, self.duty_left[duty_number(duty)])
        return found

    @measure("staff hours", "工作人员工时", unit="hours since the start", kind="hours", a_year=True, name="staff_hours")
    def hours_of_staff(self) -> float:
        """Staff hours since the start."""
        return float(self.duty_hours.sum())

    @measure("volunteer hours", "志愿工时", unit="hours since the start", kind="hours", a_year=True, name="volunteer_hours")
    def hours_of_volunteers(self) -> float:
        """Volunteer hours since the start."""
        return float(self.volunteer_hours.sum())

    @classmethod
    def declared_measures(cls) -> dict[str, MeasureInfo]:
        """Return what is measured: all hours, then the staff's by duty."""
        found, unit = super().declared_measures(), "hours since the start"
        for name, duty in DUTIES.items():
            title = Text(f"staff hours: {duty.en}", f"工作人员工时：{duty.zh}")
            found[f"staff_hours_{name}"] = MeasureInfo(title, unit, "hours", a_year=True)
        return found

    def measures(self) -> dict[str, float]:
        """Take the measures now: name -> value."""
        hours = self.duty_hours.sum(axis=1).tolist()
        return super().measures() | {f"staff_hours_{name}": hours[number] for name, number in NUMBERS.items()}

    def restart(self) -> None:
        """Begin to count anew."""
        for total in (self.volunteer_hours, self.duty_hours, self.given):
            total[:] = 0

    def state(self) -> State:
        """Return what has to be saved between weeks."""
        return {"volunteer_hours": self.volunteer_hours, "duty_hours": self.duty_hours, "given": self.given}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        for name in ("volunteer_hours", "duty_hours", "given"):
            setattr(self, name, saved[name].copy())


class StaffDesk(Desk[Staff]):
    """What a mechanism may know of people's time, and count. Evenings and hours are asked for in plan (`GrantsDesk.ask`)."""

    __slots__ = ()

    @property
    def evening_hours(self) -> float:
        """Hours of an evening's work."""
        return self._service.constants.hours

    def evenings(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 [m]: evenings a week that residents can give at most."""
        return self._service.evenings(rows)

    def spare(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 [m]: evenings that residents have left this week, before what is asked for now is granted."""
        return self._service.spare(rows)

    def left(self, duty: str = "activities") -> np.ndarray:
        """Return float64 [communities]: staff hours a duty can have this week, before what is asked for now is granted."""
        return self._service.left(duty)

    def second(self, communities: np.ndarray, hours: np.ndarray | float) -> None:
        """Let staff of somebody else (of the street office) work in communities in this week: hours are added to the committee's.

        They do whatever the committee has to do. Who pays them is the caller's to say (`ledger`).

        Args:
            communities: indices, each once.
            hours: of this week, one for all or one for each.

        Raises:
            ValueError: a community comes twice or does not exist, or hours are negative.
        """
        where = unique(indices(communities, len(self._service.pool_left), "communities"), "communities")
        self._service.second(where, amounts(hours, where.shape, "hours of seconded staff"))

    def volunteer(self, rows: np.ndarray, hours: np.ndarray | float) -> None:
        """Count hours in which residents lend a hand at an occasion, without an evening's duty.

        Args:
            rows: who; a row may come more than once.
            hours: how many each.

        Raises:
            ValueError: hours of one occasion that are none of 0 to 24.
        """
        if len(rows) and not (np.min(hours) >= 0.0 and np.max(hours) <= 24.0):
            raise ValueError("who lends a hand gives between 0 and 24 hours at an occasion")
        self._service.volunteer(rows, hours)
