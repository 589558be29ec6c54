"""The property company (物业公司) and the owners' committee (业主委员会) of a compound.

In the world
    Households pay a company for repairs, order and cleaning, and some do not pay. What the common ground earns (公共收益:
    parking, advertisements in lifts) belongs to the owners; few know how much it is. In about one compound of nine
    owners had elected a committee that could ask.
How it works here
    Both stand from the beginning, in compounds that a keyed draw picks, as organisations (`organisations.py`) with a
    till. Every month a household pays the fee or does not; who trusts the institutions pays sooner, some hardly ever,
    and who pays again, pays what they owe. The company buys hours of work for a month as far as its till reaches, and
    takes as profit what is above its reserve: who does not pay makes the work less for all. A mechanism or a service
    asks for hours (`work`) until the week's are used up. Common income goes to the committee, or else to the company,
    and residents learn of it from a committee's account more often than from a company's notice. The members of the
    committee are volunteers: owners who are asked, and who tire like others. When its term is over all seats are filled
    anew; those who sat may be asked again.
Left out
    Votes of the owners for their committee; compounds that found their first one later. Change of companies, raising the
    fee, suing for what is owed; quarrels with households are another service's.
Fails when
    Trust falls: fees are not paid, hours go, and there is nobody who could ask where the common income went.
Sources
    Share of owners' committees: Beijing Youth Daily 2021 (11.9 % of compounds before 2020). Seats and term: Hangzhou
    housing authority. Fee, wage, hours and who pays are assumed (volunteer_constants.py).
"""

from __future__ import annotations

from typing import cast

import numpy as np

from ..ground.draws import draws
from ..ground.measure import State, share_of
from ..ground.text import Text
from ..people.declared import counter, measure, state
from ..people.places import Places
from ..people.residents import Residents
from ..people.units import Units
from ..people.volunteer_constants import OrganisationConstants, VolunteerConstants
from .asking import Candidates
from .base import Desk, Service
from .checking import amounts, frozen, indices, unique
from .moment import Moment
from .organisations import Organisations
from .volunteers import Volunteers

COMPANY, COMMITTEE = "property company", "owners' committee"
COMPANY_TITLE, COMMITTEE_TITLE = Text("property company", "物业公司"), Text("owners' committee", "业主委员会")
MEMBER_TITLE = Text("member of the owners' committee", "业主委员会委员")
CUSTOMERS = "market"
"""The account of those who pay for advertisements and parking, and who are paid for the company's work."""
_MONTHS = 12.0 / 52.0
_OWNER = 0


class Estates(Service):
    """Property companies and owners' committees, by compound.

    Attributes:
        founded: whether they stand.
        company, committee: int32 [compounds], their places among the organisations, -1: none.
        fee: float64 [compounds], yuan a month and household.
        hours: float64 [compounds], hours of work a week that this month's money buys.
        hours_left: float64 [compounds], what is left of them this week.
        owed: float64 [households], yuan of fees that a household has not paid.
        knows: bool [residents], who knows of the compound's common income.
        earned: float64 [compounds], yuan of common income that came in since the start.
    """

    name = "estates"
    property_hours: float = counter(
        "hours of work of property companies", "物业工作工时", unit="hours", kind="hours", a_year=True, whole=False
    )
    founded: bool = state("one", False)
    company: np.ndarray = state("compound", -1, dtype=np.int32)
    committee: np.ndarray = state("compound", -1, dtype=np.int32)
    fee: np.ndarray = state("compound", 0.0)
    hours: np.ndarray = state("compound", 0.0)
    hours_left: np.ndarray = state("compound", 0.0)
    owed: np.ndarray = state("household", 0.0, on_move=0.0)
    knows: np.ndarray = state("resident", False, on_move=False)
    earned: np.ndarray = state("compound", 0.0, restart=True)
    billed: np.ndarray = state("compound", 0.0, restart=True)
    collected: np.ndarray = state("compound", 0.0, restart=True)

    def __init__(
        self, residents: Residents, places: Places, units: Units, volunteers: Volunteers, organisations: Organisations,
        constants: OrganisationConstants, volunteer_constants: VolunteerConstants,
    ) -> None:  # fmt: skip
        """Nothing stands yet; see `standing`."""
        self.residents, self.places, self.units = residents, places, units
        self.volunteers, self.organisations = volunteers, organisations
        self.constants, self.owner = constants, volunteer_constants.owner
        self.allocate(places)
        self._flats = np.flatnonzero(np.diff(places.flat_rows) > 0)
        first = places.flat_rows[:-1][self._flats]
        self._compound = places.unit_of_row(places.compound_rows, first)
        self.households = np.bincount(self._compound, minlength=places.compounds)

    # Founding

    def declare(self) -> None:
        """Make the kinds known to organisations and volunteers; it may be done again after a restore."""
        c = self.constants
        self.organisations.declare(COMPANY, COMPANY_TITLE, by_coming=False, estate=CUSTOMERS)
        self.organisations.declare(COMMITTEE, COMMITTEE_TITLE, by_coming=False)
        self.volunteers.declare(
            COMMITTEE,
            self.owner,
            MEMBER_TITLE,
            "compound",
            seats=c.owners.seats,
            office=True,
            term=c.owners.term,
            elected=True,
        )

    def standing(self, week: Moment) -> None:
        """Found what stands from the beginning, once: companies with a month's hours, committees with their members."""
        self.declare()
        if self.founded:
            return
        c, identity = self.constants, self.units.compound_identity
        lived_in = self.households > 0
        for kind, share, slots in (
            (COMPANY, c.companies.share, self.company),
            (COMMITTEE, c.owners.share, self.committee),
        ):
            where = np.flatnonzero(lived_in & (week.draw(kind, identity) < share))
            slots[where] = self.organisations.found(week, kind, where, every=0)
        self.fee[self.company >= 0] = c.companies.fee
        posts = self.volunteers.kinds[COMMITTEE]
        posts.columns["open"][:] = np.repeat(self.committee >= 0, posts.seats)
        self._fill_seats(week, np.ones(self.places.compounds, np.bool_))
        self._announce(week)
        self.founded = True
        self.income(week)
        self.hours_left[:] = self.hours

    def _fill_seats(self, week: Moment, where: np.ndarray) -> None:
        """Look for members of the committees of some compounds (bool [compounds]), several times over, as at an election."""
        posts = self.volunteers.kinds[COMMITTEE]
        for number in range(self.constants.owners.searches):
            vacant = posts.vacant()
            vacant = vacant[where[vacant // posts.seats]]
            if len(vacant):
                self.volunteers.search(week, COMMITTEE, vacant, self._owners(vacant // posts.seats), number)

    def _elect(self, week: Moment) -> None:
        """Where the term of a committee is over all its seats are vacant and are filled anew."""
        office = self.volunteers.kinds[COMMITTEE].office
        over, seat = office.term_over(week.number) if office is not None else (np.zeros(0, np.int64), np.zeros(0, np.int64))
        if len(over):
            where = np.zeros(self.places.compounds, np.bool_)
            where[over] = True
            self.volunteers.vacate(week, COMMITTEE, over * self.volunteers.kinds[COMMITTEE].seats + seat)
            self._fill_seats(week, where)

    def _owners(self, compounds: np.ndarray) -> Candidates:
        """Return the owners who live in some compounds."""
        rows = np.flatnonzero(self.residents.tenure == _OWNER)
        where = self.places.unit_of_row(self.places.compound_rows, rows)
        here = np.isin(where, compounds)
        return where[here], rows[here]

    # A week

    def begin(self, week: Moment) -> None:
        """Begin a week: hours are there again; each month fees come in, each year common income is announced."""
        if not self.founded:
            return
        if len(week.moved):
            self.newcomers(week.moved, week.moved_flats)
        if int(week.number * _MONTHS) != int((week.number - 1) * _MONTHS):
            self.income(week)
        if week.number % 52 == 0:
            self._announce(week)
        self._elect(week)
        posts = self.volunteers.kinds[COMMITTEE]
        turn = posts.turn(week.number)
        if len(turn):
            self.volunteers.seek(week, COMMITTEE, None, self._owners(turn // posts.seats))
        self.hours_left[:] = self.hours

    def income(self, week: Moment) -> None:
        """Take in a month's fees and common income, and buy the hours of work that the till reaches for."""
        c, r, o = self.constants.companies, self.residents, self.organisations
        has = self.company >= 0
        mine = has[self._compound]
        flats, compound = self._flats[mine], self._compound[mine]
        first, size = self.places.flat_rows[flats], np.diff(self.places.flat_rows)[flats]
        running = np.concatenate(([0.0], np.cumsum(r.trust_institutions, dtype=np.float64)))
        trust = (running[first + size] - running[first]) / size
        pays = 1.0 / (1.0 + np.exp(-(c.pays + c.pays_trust * (trust - 0.5))))
        # Whether one is of those who pay is lasting: a household has one draw for good, and only its trust moves.
        willing = draws(week.society.seed, "property fee", 0, r.identity[first]) < pays
        fee = np.rint(self.fee[compound] * 100.0) / 100.0
        self.owed[flats] += fee
        paid = np.where(willing, self.owed[flats], 0.0)
        self.owed[flats[willing]] = 0.0
        came_in = np.bincount(compound, paid, self.places.compounds)
        self.billed += np.bincount(compound, fee, self.places.compounds)
        self.collected += came_in
        o.deposit(self.company[has], came_in[has], "residents")
        takes = np.where(self.committee >= 0, self.committee, self.company)
        some = takes >= 0
        common = c.common_income / 12.0 * self.households[some]
        o.deposit(takes[some], common, CUSTOMERS)
        self.earned[some] += np.rint(common * 100.0) / 100.0
        meant = c.hours * self.households[has]
        cost = meant * c.wage / _MONTHS
        spent = np.floor(np.minimum(cost * 100.0, o.fen[self.company[has]])) / 100.0
        paid_out = o.withdraw(self.company[has], spent, CUSTOMERS)
        self.hours[has] = meant * np.where(paid_out, spent, 0.0) / np.maximum(cost, 0.01)
        profit = o.fen[self.company[has]] / 100.0 - c.reserve * cost
        o.withdraw(self.company[has], np.maximum(profit, 0.0), CUSTOMERS)

    def _announce(self, week: Moment) -> None:
        """Some residents learn of the common income: from the committee's account, or from the company's notice."""
        c = self.constants
        chance = np.where(self.committee >= 0, c.owners.told, np.where(self.company >= 0, c.companies.told, 0.0))
        compound = np.repeat(np.arange(self.places.compounds), np.diff(self.places.compound_rows))
        self.knows |= week.draw("common income", week.residents.identity) < chance[compound]
        members = self.volunteers.kinds[COMMITTEE].row
        self.knows[members[members >= 0]] = True

    def work(self, compounds: np.ndarray, hours: np.ndarray) -> np.ndarray:
        """Have property companies work; return float64 [m], hours granted in the order given, as far as they are left."""
        granted = np.zeros(len(compounds))
        for k, (compound, wanted) in enumerate(zip(compounds.tolist(), hours.tolist(), strict=True)):
            granted[k] = min(wanted, self.hours_left[compound])
            self.hours_left[compound] -= granted[k]
        self.property_hours += float(granted.sum())
        return granted

    def balance(self, kind: str) -> np.ndarray:
        """Return float64 [compounds], yuan in the till of company or committee; 0 where there is none."""
        slots = self.company if kind == COMPANY else self.committee
        return np.where(slots >= 0, self.organisations.fen[slots] / 100.0, 0.0)

    def arrears(self) -> np.ndarray:
        """Return float64 [compounds], yuan of fees that households have not paid."""
        return np.bincount(self._compound, self.owed[self._flats], self.places.compounds)

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        if self.founded:
            self.declare()

    @measure("property fees paid", "物业费收缴率", unit="share of what was billed since the start", kind="share")
    def property_fees_paid(self) -> float:
        """Share of fees that came in."""
        return share_of(self.collected.sum(), self.billed.sum())

    @measure("compounds with an owners' committee", "有业主委员会的小区", unit="share of compounds", kind="share")
    def owners_committees(self) -> float:
        """Share of compounds that have an owners' committee with at least one member."""
        seated = (
            self.volunteers.kinds[COMMITTEE].row.reshape(self.places.compounds, -1).max(axis=1) >= 0
            if self.founded
            else self.committee >= 0
        )
        return float((seated & (self.committee >= 0)).mean())

    @measure("residents who know of the common income", "知晓公共收益的居民", unit="share of residents", kind="share")
    def common_income_known(self) -> float:
        """Share of residents who know of it."""
        return share_of(int(np.count_nonzero(self.knows)), len(self.knows))


class EstatesDesk(Desk[Estates]):
    """What one mechanism may do with property companies and owners' committees."""

    __slots__ = ()

    def work(self, compounds: np.ndarray, hours: np.ndarray | float) -> np.ndarray:
        """Have property companies work; return float64 [m], hours granted in the order given, as far as they are left."""
        compounds = indices(compounds, self._service.places.compounds, "compounds")
        return self._service.work(compounds, amounts(hours, compounds.shape, "hours"))

    def spend(self, kind: str, compounds: np.ndarray, yuan: np.ndarray | float, target: str) -> np.ndarray:
        """Let companies or committees spend yuan, each once; return bool, what a till covered (False: there is none)."""
        s = self._service
        compounds = unique(indices(compounds, s.places.compounds, "compounds"), "compounds")
        each = amounts(yuan, compounds.shape, "yuan")
        slots = self._slots(kind)[compounds].astype(np.int64)
        there = slots >= 0
        spent = np.zeros(len(compounds), np.bool_)
        spent[there] = s.organisations.withdraw(slots[there], each[there], target)
        return spent

    def tell(self, rows: np.ndarray) -> None:
        """Let residents know of their compound's common income."""
        self._service.knows[indices(rows, self._service.residents.n, "rows of residents")] = True

    def stand(self) -> None:
        """Let property companies and owners' committees stand from now on, if they do not yet."""
        self._service.standing(self.week)

    def has(self, kind: str) -> np.ndarray:
        """Return bool [compounds], which compounds have a property company or an owners' committee."""
        return cast(np.ndarray, self._slots(kind) >= 0)

    def balance(self, kind: str) -> np.ndarray:
        """Return float64 [compounds], yuan in the till of the property company or the owners' committee."""
        self._slots(kind)
        return self._service.balance(kind)

    def earned(self) -> np.ndarray:
        """Return float64 [compounds], yuan of common income that came in since the start; a copy."""
        return self._service.earned.copy()

    def hours_left(self) -> np.ndarray:
        """Return float64 [compounds], hours of work that the company has left this week; a copy."""
        return self._service.hours_left.copy()

    def fee(self) -> np.ndarray:
        """Return float64 [compounds], property fee, yuan a month and household; a copy."""
        return self._service.fee.copy()

    def owed(self) -> np.ndarray:
        """Return float64 [households], yuan of fees not paid; read only."""
        return frozen(self._service.owed)

    def knows(self) -> np.ndarray:
        """Return bool [residents], who knows of the common income; read only."""
        return frozen(self._service.knows)

    def _slots(self, kind: str) -> np.ndarray:
        if kind not in (COMPANY, COMMITTEE):
            raise ValueError(f"a compound has a {COMPANY!r} and an {COMMITTEE!r}, no {kind!r}")
        return self._service.company if kind == COMPANY else self._service.committee
