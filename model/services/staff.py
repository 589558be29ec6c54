"""Whose time is spent: the evenings of volunteers and the hours of the committee's staff."""

from __future__ import annotations

import numpy as np

from ..ground.jit import kernel
from ..ground.measure import State
from ..people.declared import measure
from ..people.places import Places
from ..people.residents import Residents
from ..people.service_constants import EveningConstants
from .base import Service
from .moment import Moment


@kernel
def _take(free_hours, used, given, rows, evenings, per_hour, most, hours):  # type: ignore[no-untyped-def]
    granted = np.empty(rows.shape[0], np.float32)
    for k in range(rows.shape[0]):
        row = rows[k]
        spare = max(min(free_hours[row] * per_hour, most) - used[row], np.float32(0.0))
        granted[k] = min(np.float32(evenings[k]), spare)
        used[row] += granted[k]
        given[row] += granted[k] * hours
    return granted


class Staff(Service):
    """Evenings that each resident has given this week, and staff hours of each community; both are limited.

    Attributes:
        used: float32 [n], evenings given this week.
        given: float32 [n], volunteer hours of each resident since they moved in or since the start.
        volunteer_hours, staff_hours: float64 [communities], hours since the start.
    """

    name = "staff"

    def __init__(self, residents: Residents, places: Places, constants: EveningConstants) -> None:
        """Begin with nothing given."""
        self.residents, self.places, self.constants = residents, places, constants
        self.used = np.zeros(residents.n, np.float32)
        self.staff_left = np.full(places.communities, self._pool, np.float64)
        self.volunteer_hours = np.zeros(places.communities, np.float64)
        self.staff_hours = np.zeros(places.communities, np.float64)
        self.given = np.zeros(residents.n, np.float32)
        self._per_hour, self._most = np.float32(constants.share / constants.hours), np.float32(constants.most)
        self._hours = np.float32(constants.hours)
        self._touched: list[np.ndarray] = []
        self._booked = False

    @property
    def _pool(self) -> float:
        return self.constants.staff * self.constants.staff_share * 40.0

    def begin(self, week: Moment) -> None:
        """Begin a week: nobody has given an evening yet. Newcomers have never given any."""
        moved = week.moved
        if len(moved):
            self.given[moved] = 0.0
        for rows in self._touched:
            self.used[rows] = 0.0
        self._touched = []
        if self._booked:
            self.staff_left[:] = self._pool
            self._booked = False

    def evenings(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 [m]: evenings a week that residents can give at most, by their free hours."""
        found: np.ndarray = np.minimum(self.residents.free_hours[rows] * self._per_hour, self._most)
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
        granted: np.ndarray = _take(self.residents.free_hours, self.used, self.given, who, wanted, self._per_hour, self._most, self._hours)
        self._touched.append(rows)
        self._count(rows, granted * self._hours)
        return granted

    def volunteer(self, rows: np.ndarray, hours: np.ndarray | float) -> None:
        """Count volunteer hours of residents (helpers who give an hour without an evening's duty); a row may come more than once."""
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

    def book(self, communities: np.ndarray, hours: float) -> np.ndarray:
        """Book `hours` of staff time for each entry of `communities` (indices); return bool, which were granted, in order."""
        granted = np.zeros(len(communities), np.bool_)
        for p, community in enumerate(communities):
            if self.staff_left[community] >= hours:
                self.staff_left[community] -= hours
                self.staff_hours[community] += hours
                granted[p] = True
                self._booked = True
        return granted

    @measure("staff hours", "工作人员工时", unit="hours since the start", kind="hours", a_year=True, name="staff_hours")
    def hours_of_staff(self) -> float:
        """Staff hours since the start."""
        return float(self.staff_hours.sum())

    @measure("volunteer hours", "志愿工时", unit="hours since the start", kind="hours", a_year=True, name="volunteer_hours")
    def hours_of_volunteers(self) -> float:
        """Volunteer hours since the start."""
        return float(self.volunteer_hours.sum())

    def restart(self) -> None:
        """Begin to count anew."""
        for total in (self.volunteer_hours, self.staff_hours, self.given):
            total[:] = 0

    def state(self) -> State:
        """Return what has to be saved between weeks."""
        return {"volunteer_hours": self.volunteer_hours, "staff_hours": self.staff_hours, "given": self.given}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        self.volunteer_hours, self.staff_hours, self.given = (state[name].copy() for name in ("volunteer_hours", "staff_hours", "given"))
