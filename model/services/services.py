"""The services of a society: what mechanisms share, with one owner each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..ground.measure import MeasureInfo, State
from ..ground.text import Text
from ..people.service_constants import ServiceConstants
from ..people.units import Units
from ..ties.words import Words
from .base import NOBODY, Desk, Service
from .covenant import Covenant, CovenantDesk
from .deciding import Deciding
from .deciding_desk import DecidingDesk
from .dispute_norms import by_subject
from .disputes import Disputes
from .disputes_desk import DisputesDesk
from .estates import Estates, EstatesDesk
from .grants import Grants, GrantsDesk
from .help import Help, HelpDesk
from .ledger import Ledger, LedgerDesk
from .offices import Offices, OfficesDesk
from .organisation_desk import OrganisationsDesk
from .organisations import Organisations
from .promises import Promises, PromisesDesk
from .queues import Queues, QueuesDesk
from .rooms import Rooms, RoomsDesk
from .staff import Staff, StaffDesk
from .standing import Standing
from .volunteer_desk import VolunteersDesk
from .volunteers import Volunteers
from .word import Word, WordDesk

if TYPE_CHECKING:

    from ..people.constants import Constants
    from ..people.places import Places
    from ..people.residents import Residents
    from .moment import Moment

DESKS: dict[str, type[Desk[Any]]] = {
    "ledger": LedgerDesk,
    "staff": StaffDesk,
    "rooms": RoomsDesk,
    "grants": GrantsDesk,
    "offices": OfficesDesk,
    "volunteers": VolunteersDesk,
    "organisations": OrganisationsDesk,
    "estates": EstatesDesk,
    "disputes": DisputesDesk,
    "help": HelpDesk,
    "deciding": DecidingDesk,
    "covenant": CovenantDesk,
    "word": WordDesk,
    "queues": QueuesDesk,
    "promises": PromisesDesk,
}
"""Service -> the desk at which mechanisms are served; one without a desk serves only others."""
KINDS: tuple[type[Service], ...] = (Ledger, Staff, Help, Disputes, Promises, Volunteers, Organisations, Estates, Deciding, Covenant, Word, Queues, Standing)
"""The services in the order of a report."""


class Services:
    """All services of one society, an attribute each.

    The society calls `begin` at the start of a week, after moves, `settle` when all have planned, and `react` in the phase react, before
    the mechanisms'. A service that does not override one of these is not called.

    Attributes:
        constants: of all services.
        units: what is true of the units of the neighbourhood for good.
        parts: the services in the order in which they are called.
    """

    def __init__(self, places: Places, residents: Residents, constants: Constants, words: Words | None = None) -> None:
        """Make all services for a society; `words` are those of the engine, which lets them travel; without an engine none do."""
        self.constants = chosen = constants.services
        self.units = Units(places)
        self.staff = Staff(residents, places, chosen.evenings, chosen.duties)
        self.ledger = Ledger(places, chosen.money, self.staff)
        self.rooms = Rooms(places, chosen.rooms)
        self.grants = Grants(places, self.staff, self.ledger, self.rooms)
        self.offices = Offices(residents)
        self.volunteers = Volunteers(residents, places, self.units, self.staff, self.offices, chosen.volunteers)
        self.organisations = Organisations(residents, places, self.units, self.volunteers, self.ledger, chosen.organisations)
        self.estates = Estates(residents, places, self.units, self.volunteers, self.organisations, chosen.organisations, chosen.volunteers)
        self.deciding = Deciding(places, chosen.deciding)
        self.covenant = Covenant(places, chosen.covenant)
        self.help = Help(constants.trust, chosen.help, self.staff, self.units)
        self.disputes = Disputes(constants.trust, chosen, places)
        self.disputes.norms.append(by_subject(self.covenant.prevents))
        self.word = Word(Words.empty(places.community_rows) if words is None else words, places, chosen.word)
        self.queues = Queues(places, chosen.queues)
        self.standing = Standing(places, residents, constants.trust, self.word)
        self.promises = Promises(chosen.promises, self.standing)
        self.parts: tuple[Service, ...] = (
            self.staff, self.ledger, self.rooms, self.grants, self.offices, self.volunteers, self.organisations, self.estates,
            self.promises, self.disputes, self.help, self.deciding, self.covenant, self.standing, self.word, self.queues,
        )  # fmt: skip
        self._companies_known = False
        self._begin = [part.begin for part in self.parts if type(part).begin is not Service.begin]
        self._settle = [part.settle for part in self.parts if type(part).settle is not Service.settle]
        self._settle += [self.disputes.settle_claims, self.queues.serve]
        self._react = [part.react for part in self.parts if type(part).react is not Service.react]
        # New disputes come last: they are not worked on in the week in which they begin.
        self._react.append(self.disputes.arise)

    def desks(self, week: Moment, by: int) -> dict[str, Desk[Any]]:
        """Open the desks of all services for one mechanism: name -> desk."""
        return {name: kind(getattr(self, name), week, by) for name, kind in DESKS.items()}

    def release(self) -> None:
        """Mechanisms are put anew and have other numbers: what they kept is nobody's until one of them declares it again."""
        for posts in self.volunteers.kinds.values():
            posts.keeper = NOBODY
        for office in self.offices.kinds.values():
            office.keeper = min(office.keeper, NOBODY)
            if office.loan is not None:
                office.loan.borrower = NOBODY
        known = self.organisations.kinds
        known.update({name: kind._replace(keeper=NOBODY) for name, kind in known.items()})

    def begin(self, week: Moment) -> None:
        """Begin a week: evenings and rooms are free again; those who moved away leave their offices."""
        for call in self._begin:
            call(week)
        if self.estates.founded and not self._companies_known:
            self.disputes.company_exists(self.estates.company >= 0)
            self._companies_known = True

    def settle(self, week: Moment) -> None:
        """After all have planned: what was asked of services is granted, claimed, served."""
        for call in self._settle:
            call(week)

    def react(self, week: Moment) -> None:
        """What happens by itself happens: needs, quarrels, unkept promises, who stays in a post."""
        for call in self._react:
            call(week)

    def restart(self) -> None:
        """Begin to count anew (at the end of the spin-up)."""
        for part in self.parts:
            part.restart()

    def measures(self) -> dict[str, float]:
        """Return the measures of all services."""
        return {name: value for part in self.parts for name, value in part.measures().items()}

    def state(self) -> State:
        """Return what has to be saved between weeks, names prefixed by the service's."""
        return {f"{part.name}/{key}": value for part in self.parts for key, value in part.state().items()}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        for part in self.parts:
            own = {key.split("/", 1)[1]: value for key, value in state.items() if key.startswith(f"{part.name}/")}
            if own:
                part.restore(own)


def measures_of_services() -> dict[str, MeasureInfo]:
    """Return what all services measure: name -> what it is, in the order of a report."""
    found: dict[str, MeasureInfo] = {}
    for kind in KINDS:
        found |= kind.declared_measures()
    for name, title in OFFICES.items():
        found |= Offices.measures_of(name, title)
    return found


OFFICES = {"gate head": Text("gate head", "楼门长"), "committee member": Text("member of the residents' committee", "居委会成员")}
"""Offices that exist in an ordinary community."""
__all__ = ["DESKS", "KINDS", "ServiceConstants", "Services", "measures_of_services"]
