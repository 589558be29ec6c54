"""The services of a society: what mechanisms share, with one owner each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.measure import Measure, State
from ..people.service_constants import ServiceConstants
from ..people.units import Units
from .ledger import Ledger
from .matters import Matters
from .offices import Offices
from .promises import Promises
from .rooms import Rooms
from .staff import Staff

if TYPE_CHECKING:
    from ..people.constants import Constants
    from ..people.places import Places
    from ..people.residents import Residents
    from .moment import Moment


class Services:
    """Ledger, staff and volunteers, rooms, offices, matters (needs and quarrels), promises.

    The society calls `begin` at the start of a week, after moves, and `react` in the phase react, before the mechanisms'.
    """

    def __init__(self, places: Places, residents: Residents, constants: Constants) -> None:
        """Make all services for a society."""
        given = getattr(constants, "services", None)
        chosen = given if isinstance(given, ServiceConstants) else ServiceConstants()
        self.constants = chosen
        self.units = Units(places)
        self.ledger = Ledger(places.communities)
        self.staff = Staff(residents, places, chosen.evenings)
        self.rooms = Rooms(places)
        self.offices = Offices(residents)
        self.matters = Matters(constants.trust, chosen)
        self.promises = Promises(chosen.promises)

    def begin(self, week: Moment) -> None:
        """Begin a week: evenings and rooms are free again; those who moved away leave their offices."""
        self.staff.begin(week.moved)
        self.rooms.begin()
        self.offices.moved(week.moved, week.number)

    def react(self, week: Moment) -> None:
        """Let needs, quarrels and unkept promises happen."""
        self.promises.react(week)
        self.matters.react(week)

    def restart(self) -> None:
        """Begin to count anew (at the end of the spin-up): needs, quarrels, promises, hours and spending since the start."""
        self.matters.counts = dict.fromkeys(self.matters.counts, 0)
        self.promises.kept = self.promises.broken = 0
        for total in (self.ledger.spent, self.staff.volunteer_hours, self.staff.staff_hours, self.staff.given):
            total[:] = 0

    def measures(self) -> dict[str, Measure]:
        """Return the measures of all services."""
        found: dict[str, Measure] = {}
        for part in (self.ledger, self.staff, self.offices, self.matters, self.promises):
            found.update(part.measures())
        return found

    def state(self) -> State:
        """Return what has to be saved between weeks, names prefixed by the service's."""
        return {f"{name}/{key}": value for name in _SAVED for key, value in getattr(self, name).state().items()}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        for name in _SAVED:
            own = {key.split("/", 1)[1]: value for key, value in state.items() if key.startswith(f"{name}/")}
            if own:
                getattr(self, name).restore(own)


_SAVED = ("ledger", "staff", "offices", "matters", "promises")
