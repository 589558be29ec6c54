"""The ledger of yuan: every yuan comes from an account and goes to one.

In the world
    A community's activities are paid by many: the state through street and district, the residents' committee out of what
    it is given, the property company, owners out of their common fund, residents, donors, organisations with a till of
    their own. What something costs, and whom, is the first question of those who decide. Wages and rewards that were
    promised are not always paid.
How it works here
    Accounts are kept by community in whole fen (1/100 yuan); organisations have one each. The sum over all accounts is
    always exactly zero. What suppliers, volunteers, residents or staff receive is spent, and counts as a cost of the
    account that pays; money that moves between other accounts is no cost until it is spent. An account cannot fall below
    zero, but for purses whose income is not followed: the state's, the residents', the donors' and the market's stand
    below zero by what they put in. A community may pay another one. Where public money has a limit (`public_a_year`), the
    street office holds the year's sum of each community, a quarter of it every quarter; all that is asked of the state is
    asked of it, and what is left at the end of a year goes back. Volunteers' hours have a price that nobody pays (by
    default the minimum wage of part-time work): what is spent is told without it, and once more with it.
Left out
    Households' own budgets; interest, taxes, loans; when in a week money arrives.
Fails when
    A purse is empty: what was asked is not paid, and who asks late in a quarter finds less. People who are owed money and
    do not get it experience a broken promise.
Sources
    Double entry. Price of volunteers' hours: the replacement cost of the ILO manual on volunteer work (2011).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.measure import MeasureInfo, State
from ..ground.text import Text
from ..people.calendar import YEAR
from ..people.declared import measure, organisation_starts
from ..people.experiences import Experience
from ..people.places import Places
from ..people.service_constants import MoneyConstants
from .base import Desk, Service
from .checking import named

if TYPE_CHECKING:
    from .moment import Moment
    from .staff import Staff

ACCOUNTS: dict[str, Text] = {
    "public": Text("the state", "公共财政"),
    "community": Text("the residents' committee", "居委会"),
    "suppliers": Text("suppliers", "供应商"),
    "volunteers": Text("volunteers", "志愿者"),
    "residents": Text("residents", "居民"),
    "staff": Text("staff", "工作人员"),
    "street": Text("the street office", "街道"),
    "district": Text("the district", "区"),
    "company": Text("the property company", "物业公司"),
    "owners": Text("the owners' common fund", "业主共有资金"),
    "donors": Text("donors", "捐赠者"),
    "market": Text("the market", "市场"),
    "organisation": Text("organisations", "社会组织"),
}
"""Name of an account -> whose it is. Of "organisation" each organisation has an account of its own, a slot."""

RECEIVERS = ("suppliers", "volunteers", "residents", "staff")
"""What they receive is spent."""

OUTSIDE = ("public", "residents", "donors", "market")
"""Purses whose income is not followed: they may stand below zero."""

PAYERS = tuple(name for name in ACCOUNTS if name not in ("suppliers", "volunteers", "staff"))
"""Accounts that bear costs. Residents are among them: what they buy from suppliers, volunteers or staff is their cost."""

Amounts = np.ndarray | float
"""A number for all, or one for each in an array [n]."""

Wholes = np.ndarray | int
"""The same of whole numbers, such as indices."""

NUMBERS = {name: number for number, name in enumerate(ACCOUNTS)}
PUBLIC, STREET = NUMBERS["public"], NUMBERS["street"]
ORGANISATION = NUMBERS["organisation"]
QUARTER = YEAR // 4
MOST = 1e13
"""Largest amount of one payment, in fen: far beyond any budget, and still an exact whole number."""

_OUTSIDE = np.array([name in OUTSIDE for name in ACCOUNTS])
_COST = np.array([[payer in PAYERS and target in RECEIVERS for target in ACCOUNTS] for payer in ACCOUNTS])


@inline
def covers(fen, organisation_fen, source, community, slot, amount):  # type: ignore[no-untyped-def]
    """Return whether an account has as much (fen)."""
    if _OUTSIDE[source]:
        return True
    if source == ORGANISATION:
        return organisation_fen[slot] >= amount
    return fen[source, community] >= amount


@inline
def move(fen, organisation_fen, spent, source, giver, giving, target, taker, taking, amount):  # type: ignore[no-untyped-def]
    """Move fen from account `source` of community `giver` (organisation `giving`) to `target` of `taker` (`taking`)."""
    fen[source, giver] -= amount
    fen[target, taker] += amount
    if source == ORGANISATION:
        organisation_fen[giving] -= amount
    if target == ORGANISATION:
        organisation_fen[taking] += amount
    if _COST[source, target]:
        spent[source, giver] += amount


@kernel
def _pay(fen, organisation_fen, spent, slots, source, giver, target, taker, slot, yuan, overdraw, paid):  # type: ignore[no-untyped-def]
    """Pay in order what the account covers besides all that was asked of it before.

    Return -1, or the number of what is wrong: then nothing has been paid.
    """
    communities = fen.shape[1]
    for k in range(yuan.shape[0]):
        if not (0.0 <= yuan[k] <= 0.01 * MOST):
            return 0
        if giver[k] < 0 or giver[k] >= communities or taker[k] < 0 or taker[k] >= communities:
            return 1
        if source == ORGANISATION or target == ORGANISATION:
            c = giver[k] if source == ORGANISATION else taker[k]
            if slot[k] < slots[c] or slot[k] >= slots[c + 1]:
                return 2
    left = organisation_fen.copy() if source == ORGANISATION else fen[source].copy()
    free = overdraw or _OUTSIDE[source]
    for k in range(yuan.shape[0]):
        amount = np.int64(np.rint(yuan[k] * 100.0))
        account = slot[k] if source == ORGANISATION else giver[k]
        left[account] -= amount
        paid[k] = free or left[account] >= 0
        if paid[k]:
            move(fen, organisation_fen, spent, source, giver[k], slot[k], target, taker[k], slot[k], amount)
    return -1


def number_of(account: str) -> int:
    """Return the number of an account.

    Raises:
        KeyError: there is no such account.
    """
    return named(account, NUMBERS, "account")


class Ledger(Service):
    """Accounts of all communities.

    Attributes:
        fen: int64 [accounts, communities], balances in the order of `ACCOUNTS`; the row of "organisation" is the sum over
            the community's organisations.
        organisation_fen: int64 [slots], balance of each organisation (see `declared.organisation_starts`).
        spent: int64 [accounts, communities], fen spent by each payer since the start.
        slots: int64 [communities + 1], where the slots of each community's organisations begin.
    """

    name = "ledger"

    def __init__(self, places: Places, constants: MoneyConstants | None = None, staff: Staff | None = None) -> None:
        """Open all accounts at zero; `staff` counts the volunteers' hours that may be priced."""
        self.constants, self.staff = constants or MoneyConstants(), staff
        self.allocate(places)
        self.slots = organisation_starts(places)
        self.organisation_fen = np.zeros(int(self.slots[-1]), np.int64)
        self.fen = np.zeros((len(ACCOUNTS), places.communities), np.int64)
        self.spent = np.zeros((len(ACCOUNTS), places.communities), np.int64)

    @property
    def limited(self) -> bool:
        """Whether public money has a limit."""
        return self.constants.public_a_year > 0.0

    def begin(self, week: Moment) -> None:
        """Where public money has a limit: return what is left of the last year, and give out the quarter's part."""
        if not self.limited or week.scenario_week % QUARTER:
            return
        every = np.arange(self.fen.shape[1])
        if week.scenario_week % YEAR == 0:
            self._move_all(STREET, PUBLIC, self.fen[STREET] / 100.0, every)
        self._move_all(PUBLIC, STREET, np.full(len(every), self.constants.public_a_year * QUARTER / YEAR), every)

    def _move_all(self, source: int, target: int, yuan: np.ndarray, community: np.ndarray) -> None:
        paid = np.empty(len(community), np.bool_)
        _pay(self.fen, self.organisation_fen, self.spent, self.slots, source, community, target, community, community, yuan, False, paid)

    def purse(self, source: np.ndarray) -> np.ndarray:
        """Return who pays in place of some payers (numbers of accounts): where public money has a limit, the street office in place of the state."""
        return np.where(source == PUBLIC, STREET, source) if self.limited else source

    def pay(
        self,
        source: str,
        target: str,
        yuan: Amounts,
        community: Wholes,
        *,
        overdraw: bool = False,
        organisation: Wholes | None = None,
    ) -> np.ndarray:
        """Move money between two accounts of the same communities.

        Args:
            source: account that pays.
            target: account that receives.
            yuan: amounts, rounded to whole fen, not negative.
            community: index of the community of each amount, broadcast against `yuan`.
            overdraw: True lets the source fall below zero; those of `OUTSIDE` always may.
            organisation: slot of the organisation that pays or receives, where one of the two is "organisation".

        Returns:
            bool, which amounts were paid. In the order given, an amount is paid if the account still covers it and all
            earlier amounts asked of it.

        Raises:
            KeyError: an account that does not exist.
            ValueError: a negative amount, one account as source and target, a community or organisation that does not exist.
        """
        if source == target:
            raise ValueError(f"{source!r} cannot pay itself")
        return self._settle(source, community, target, community, yuan, overdraw, organisation)

    def transfer(
        self,
        source: str,
        giver: Wholes,
        target: str,
        taker: Wholes,
        yuan: Amounts,
        *,
        overdraw: bool = False,
        organisation: Wholes | None = None,
    ) -> np.ndarray:
        """Move money between accounts of different communities, such as within a district.

        Args:
            source: account that pays.
            giver: index of the community to which it belongs, for each amount.
            target: account that receives.
            taker: index of the community to which that one belongs.
            yuan: amounts.
            overdraw: as in `pay`; so is what it returns and raises. What is spent is a cost of the giver's community.
            organisation: see `pay`. Two organisations cannot pay each other.
        """
        if source == target and (source == "organisation" or np.any(np.asarray(giver) == np.asarray(taker))):
            raise ValueError(f"{source!r} cannot pay itself")
        return self._settle(source, giver, target, taker, yuan, overdraw, organisation)

    def _settle(
        self,
        source: str,
        giver: Wholes,
        target: str,
        taker: Wholes,
        yuan: Amounts,
        overdraw: bool,
        organisation: Wholes | None,
    ) -> np.ndarray:
        a, b = number_of(source), number_of(target)
        n = next((len(x) for x in (yuan, giver, taker) if getattr(x, "ndim", 0)), 1)  # type: ignore[arg-type]
        paid = np.empty(n, np.bool_)
        if n == 0:
            return paid
        if self.limited and a == PUBLIC:
            if b == STREET:
                # The street office holds all the money that there is: nothing more is given to it.
                paid[:] = True
                return paid
            a = STREET
        where = _column(giver, n, np.int64)
        there = where if taker is giver else _column(taker, n, np.int64)
        slot = where
        if ORGANISATION in (a, b):
            slot = _column(-1 if organisation is None else organisation, n, np.int64)
        amounts, s = _column(yuan, n, np.float64), self
        wrong = _pay(s.fen, s.organisation_fen, s.spent, s.slots, a, where, b, there, slot, amounts, overdraw, paid)
        if wrong == 0:
            raise ValueError(f"an amount is negative or beyond {MOST / 100:,.0f} yuan; pay in the other direction")
        if wrong == 1:
            raise ValueError(f"a community does not exist; they are numbered 0 to {self.fen.shape[1] - 1}")
        if wrong == 2:
            raise ValueError("the account 'organisation' needs organisation=, the slot of one of that community")
        return paid

    def owe(
        self,
        week: Moment,
        rows: np.ndarray,
        yuan: Amounts,
        account: str,
        payee: str = "volunteers",
        by: int = -1,
    ) -> np.ndarray:
        """Pay people what they were promised; those for whom nothing is left experience a broken promise.

        Where an account does not cover all, a keyed draw says who comes first. (What several mechanisms may want at once
        is better asked for in plan, `Grants.ask` with `owed`: here the first to call is served first.)

        Args:
            week: this week.
            rows: int [m], whom.
            yuan: how much each.
            account: who pays.
            payee: whose income it is, one of `RECEIVERS`.
            by: number of the mechanism, for the log of experiences.

        Returns:
            bool [m], who was paid.
        """
        if payee not in RECEIVERS:
            raise ValueError(f"people are paid as {', '.join(RECEIVERS)}, not as {payee!r}")
        if len(rows) == 0:
            return np.zeros(0, np.bool_)
        starts = week.places.community_rows
        if rows.min() < 0 or rows.max() >= starts[-1]:
            raise ValueError(f"a row is not of a resident; rows are 0 to {int(starts[-1]) - 1}")
        amounts = np.broadcast_to(np.asarray(yuan, np.float64), (len(rows),))
        order = np.argsort(week.draw("wages", week.residents.identity[rows]), kind="stable")
        paid = np.empty(len(rows), np.bool_)
        paid[order] = self.pay(account, payee, amounts[order], np.searchsorted(starts, rows[order], side="right") - 1)
        week.experience(Experience.BROKEN, rows[~paid], by)
        return paid

    def balance(self, account: str, community: int) -> float:
        """Return the balance in yuan of one account of one community."""
        return float(self.fen[number_of(account), community]) / 100.0

    @measure("yuan spent", "累计支出（元）", unit="yuan since the start", kind="yuan", a_year=True)
    def yuan(self) -> float:
        """Yuan spent by all payers since the start; volunteers' hours are none of it."""
        return float(self.spent.sum()) / 100.0

    @measure("yuan, volunteer hours priced", "支出加志愿工时折算（元）", unit="yuan since the start", kind="yuan", a_year=True)
    def priced(self) -> float:
        """Yuan spent since the start, and what volunteers' hours are worth besides."""
        return self.yuan() + self._volunteers()

    def _volunteers(self) -> float:
        return self.constants.volunteer_price * self.staff.hours_of_volunteers() if self.staff is not None else 0.0

    @classmethod
    def declared_measures(cls) -> dict[str, MeasureInfo]:
        """Return what is measured: all spending, then by payer."""
        found, unit = super().declared_measures(), "yuan since the start"
        for name in PAYERS:
            whose = ACCOUNTS[name]
            title = Text(f"yuan spent by {whose.en}", f"{whose.zh}支出（元）")
            found[f"yuan_{name}"] = MeasureInfo(title, unit, "yuan", a_year=True)
        worth = Text("worth of volunteer hours in yuan", "志愿工时折算（元）")
        return found | {"yuan_volunteers": MeasureInfo(worth, unit, "yuan")}

    def measures(self) -> dict[str, float]:
        """Take the measures now: name -> value."""
        by_account = self.spent.sum(axis=1).tolist()
        by_payer = {f"yuan_{name}": by_account[NUMBERS[name]] / 100.0 for name in PAYERS}
        return super().measures() | by_payer | {"yuan_volunteers": self._volunteers()}

    def restart(self) -> None:
        """Begin to count anew; balances stay."""
        self.spent[:] = 0

    def state(self) -> State:
        """Return what has to be saved."""
        return {"fen": self.fen, "spent": self.spent, "organisation_fen": self.organisation_fen}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        for name in ("fen", "spent", "organisation_fen"):
            setattr(self, name, saved[name].copy())


class LedgerDesk(Desk[Ledger]):
    """What a mechanism may do with money. What others may want as well is asked for in plan (`GrantsDesk.ask`)."""

    __slots__ = ()

    def pay(self, source: str, target: str, yuan: Amounts, community: Wholes, *, organisation: Wholes | None = None) -> np.ndarray:
        """Move money between accounts, as far as they cover it; see `Ledger.pay`."""
        return self._service.pay(source, target, yuan, community, organisation=organisation)

    def transfer(
        self,
        source: str,
        giver: Wholes,
        target: str,
        taker: Wholes,
        yuan: Amounts,
        *,
        organisation: Wholes | None = None,
    ) -> np.ndarray:
        """Move money between accounts of different communities; see `Ledger.transfer`."""
        return self._service.transfer(source, giver, target, taker, yuan, organisation=organisation)

    def fund(self, target: str, yuan: Amounts, community: Wholes, organisation: Wholes | None = None) -> None:
        """Give money of the state to an account. It is no cost until it is spent."""
        self._service.pay("public", target, yuan, community, organisation=organisation)

    def owe(self, rows: np.ndarray, yuan: Amounts, account: str, payee: str = "volunteers") -> np.ndarray:
        """Pay people what they were promised; see `Ledger.owe`. Return bool [m], who was paid."""
        return self._service.owe(self.week, rows, yuan, account, payee, self.by)

    def balance(self, account: str) -> np.ndarray:
        """Return float64 [communities]: the balances of an account in yuan."""
        found: np.ndarray = self._service.fen[number_of(account)] / 100.0
        return found

    def spent(self, account: str) -> np.ndarray:
        """Return float64 [communities]: yuan that an account has spent since the start."""
        found: np.ndarray = self._service.spent[number_of(account)] / 100.0
        return found

    def organisation_balance(self, organisation: np.ndarray) -> np.ndarray:
        """Return float64 [m]: the balances of organisations (slots) in yuan."""
        found: np.ndarray = self._service.organisation_fen[organisation] / 100.0
        return found


def _column(value: Amounts, n: int, kind: type) -> np.ndarray:
    """Return an array [n] of one type: the loop is compiled once."""
    found: np.ndarray = np.empty(n, kind)
    found[:] = value
    return found
