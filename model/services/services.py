"""The services of a society: what mechanisms share, with one owner each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ground.measure import MeasureInfo, State
from ..ground.text import Text
from ..people.service_constants import ServiceConstants
from ..people.units import Units
from .base import Service
from .disputes import Disputes
from .help import Help
from .ledger import Ledger
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
    """Ledger, staff and volunteers, rooms, offices, help, disputes, promises.

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
        self.help = Help(constants.trust, chosen.help, self.staff, self.units)
        self.disputes = Disputes(constants.trust, chosen, places)
        self.promises = Promises(chosen.promises)
        self._parts: tuple[Service, ...] = (self.ledger, self.staff, self.offices, self.help, self.disputes, self.promises)

    def begin(self, week: Moment) -> None:
        """Begin a week: evenings and rooms are free again; those who moved away leave their offices."""
        self.staff.begin(week)
        self.rooms.begin()
        self.offices.begin(week)

    def react(self, week: Moment) -> None:
        """Let unkept promises, open disputes, needs and new disputes happen, in this order."""
        self.promises.react(week)
        self.disputes.react(week)
        self.help.react(week)
        self.disputes.arise(week)

    def restart(self) -> None:
        """Begin to count anew (at the end of the spin-up): needs, disputes, promises, hours and spending since the start."""
        for part in self._parts:
            part.restart()

    def measures(self) -> dict[str, float]:
        """Return the measures of all services."""
        return {name: value for part in self._parts for name, value in part.measures().items()}

    @staticmethod
    def declared_measures() -> dict[str, MeasureInfo]:
        """Return what all services measure: name -> what it is, in the order of a report."""
        found: dict[str, MeasureInfo] = {}
        for kind in (Ledger, Staff, Help, Disputes, Promises):
            found |= kind.declared_measures()
        return found | Offices.measures_of("gate head", Text("gate head", "楼门长"))

    def state(self) -> State:
        """Return what has to be saved between weeks, names prefixed by the service's."""
        return {f"{part.name}/{key}": value for part in self._parts for key, value in part.state().items()}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        for part in self._parts:
            own = {key.split("/", 1)[1]: value for key, value in state.items() if key.startswith(f"{part.name}/")}
            if own:
                part.restore(own)
