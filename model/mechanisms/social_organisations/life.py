"""What becomes of organisations of residents, whoever keeps them: dates of founding and ending, whether they meet, on whom they live, whom they hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ...contract.mechanism import Mechanism
from ...ground.measure import State, share_of
from ...ground.text import Text
from ...people.declared import counter, measure, state
from ...people.places import Places
from ...people.units import ranges
from .parameters import SocialOrganisationsParameters

if TYPE_CHECKING:
    from ...contract.week import Week

GROUP = "group"
KINDS = ("circle", "club", GROUP)
"""Kinds of organisations that are followed: interest circles of building-gates, clubs of ordinary life, groups of this mechanism."""
QUARTER, YEAR = 13, 52
DUES, SEED, GRANT, CONTRACT = range(4)
INCOME = ("dues", "seed", "grant", "contract")
"""Where the money of an organisation comes from: its people, the base, a direct grant, a contract of government purchase."""
P = TypeVar("P", bound=SocialOrganisationsParameters)


def surviving(ended: np.ndarray, there: np.ndarray, age: int) -> float:
    """Return the share that reaches more than an age, by the product limit (Kaplan & Meier 1958); a library's would take a second to import within a run.

    Args:
        ended: ages at which some ended, [m].
        there: ages of those that have not ended, [n].
        age: that is asked for.
    """
    ended, there = np.sort(ended), np.sort(there)
    at = np.unique(ended[ended <= age])
    before = np.searchsorted(ended, at)
    ends = np.searchsorted(ended, at, side="right") - before
    at_risk = len(ended) + len(there) - before - np.searchsorted(there, at)
    return float(np.prod((at_risk - ends) / at_risk))


class Followed(Mechanism[P]):
    """Organisations of all kinds that residents run, followed from the day on which they are there until they end."""

    identity: np.ndarray = state("organisation", 0, dtype=np.uint64)
    kind: np.ndarray = state("organisation", -1, dtype=np.int8)
    home: np.ndarray = state("organisation", -1, dtype=np.int32)
    born: np.ndarray = state("organisation", 0, dtype=np.int32)
    last_met: np.ndarray = state("organisation", 0, dtype=np.int32)
    met_before: np.ndarray = state("organisation", 0, dtype=np.int32)
    from_dues: np.ndarray = state("organisation", 0.0)
    from_seed: np.ndarray = state("organisation", 0.0)
    from_grant: np.ndarray = state("organisation", 0.0)
    from_contract: np.ndarray = state("organisation", 0.0)
    bound_until: np.ndarray = state("organisation", -1, dtype=np.int32)
    outside: np.ndarray = state("resident", True, on_move=True)
    contracts_over: int = counter("contracts of organisations that have run out", "本地组织已到期的购买合同", unit="contracts")
    died_after: int = counter("organisations that ended within a year of their contract", "合同结束一年内解散的组织", unit="organisations")

    # What is followed

    def allocate(self, places: Places) -> None:
        """Nothing has ended yet."""
        super().allocate(places)
        self._ages = np.zeros(0, np.int32)

    def setup(self, week: Week) -> None:
        """See which kinds of organisations there are."""
        self._kinds = [kind for kind in KINDS if _exists(week, kind)]
        self._marks: tuple[int, ...] = ()
        self.look(week)
        self.see_outsiders(week)

    def look(self, week: Week) -> None:
        """Take notice of what has been founded and has ended since last time."""
        marks = tuple(number for kind in self._kinds for number in week.organisations.history(kind).values())
        if marks == self._marks:
            return
        self._marks = marks
        found = [week.organisations.of(kind) for kind in self._kinds]
        slots = np.concatenate(found)
        table, now = week.organisations.table(slots), np.zeros_like(self.identity)
        now[slots] = table["identity"]
        gone = np.flatnonzero((self.identity != 0) & (now != self.identity))
        if len(gone):
            self._ended(week, gone)
        new = self.identity[slots] == 0
        at, code = slots[new], np.repeat([KINDS.index(kind) for kind in self._kinds], [len(one) for one in found])
        self.identity[at], self.kind[at], self.home[at] = table["identity"][new], code[new], table["compound"][new]
        self.born[at], self.last_met[at], self.met_before[at] = table["began"][new], week.number, table["sessions"][new]

    def _ended(self, week: Week, gone: np.ndarray) -> None:
        """Keep the ages of those that were founded in the scenario, and clear their places."""
        in_scenario = (self.born[gone] >= week.number - week.scenario_week) & (week.scenario_week >= 0)
        self._ages = np.concatenate((self._ages, (week.number - self.born[gone[in_scenario]]).astype(np.int32)))
        until = self.bound_until[gone]
        self.died_after += int(np.count_nonzero((until >= 0) & (week.number - until <= YEAR)))
        self.contracts_over += int(np.count_nonzero(until > week.number))
        # The terms of a post stay with its place: who begins there is offered nothing.
        self.offer_pay(week, gone[until >= 0], 0.0)
        for name, mark in type(self)._states.items():
            if mark.unit == "organisation":
                getattr(self, name)[gone] = mark.value

    def see_meetings(self, week: Week) -> None:
        """Notice once a month who has met since."""
        slots = np.flatnonzero(self.identity != 0)
        if len(slots):
            sessions = week.organisations.table(slots)["sessions"]
            met = sessions != self.met_before[slots]
            self.last_met[slots[met]] = week.number
            self.met_before[slots] = sessions

    def see_outsiders(self, week: Week) -> None:
        """Note at the beginning of the scenario who belongs to nothing."""
        self.outside[:] = True
        self.outside[week.organisations.members_of(np.flatnonzero(self.identity != 0))[1]] = False

    def here(self, week: Week, mask: np.ndarray) -> np.ndarray:
        """Return int64, the organisations for which a mask (bool [places]) is true, of the communities at hand."""
        slots = np.flatnonzero(mask & (self.identity != 0))
        return slots if len(slots) == 0 else slots[week.covers("compound")[self.home[slots]]]

    def organisers(self, week: Week) -> np.ndarray:
        """Return int32 [places], row of who runs each organisation, -1: nobody."""
        found = np.full(len(self.identity), -1, np.int32)
        for kind in self._kinds:
            row = week.volunteers.holder(f"{kind} organiser")
            found = np.where(self.kind == KINDS.index(kind), row, found)
        return found

    def community(self, week: Week, slots: np.ndarray) -> np.ndarray:
        """Return int64 [m], the communities of organisations."""
        return np.asarray(week.units("compound").community[self.home[slots]])

    def by_kind(self, slots: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """Return (kind of post, indices into `slots`) of organisers."""
        return [(f"{kind} organiser", at) for kind in self._kinds if len(at := np.flatnonzero(self.kind[slots] == KINDS.index(kind)))]

    def offer_pay(self, week: Week, slots: np.ndarray, yuan: float) -> None:
        """Offer the organisers of these places so much a month from now on."""
        for post, at in self.by_kind(slots):
            week.volunteers.offer(post, slots[at], pay=yuan)

    def worked(self, week: Week, slots: np.ndarray, asked: np.ndarray, done: np.ndarray) -> None:
        """Say what work there was for organisers this week."""
        for post, at in self.by_kind(slots):
            week.volunteers.work(post, slots[at], asked[at], done[at])

    def earned(self, slots: np.ndarray, source: int, yuan: np.ndarray | float) -> None:
        """Keep from whom the money of organisations came."""
        getattr(self, f"from_{INCOME[source]}")[slots] += yuan

    # Measures

    def _living(self) -> np.ndarray:
        return np.flatnonzero(self.identity != 0)

    def _active(self) -> np.ndarray:
        """Return the organisations that met in the last quarter, to the month."""
        slots = self._living()
        return np.asarray(slots[self.view.number - self.last_met[slots] <= QUARTER])

    def _memberships(self) -> tuple[np.ndarray, np.ndarray]:
        k, row = self.view.organisations.members_of(self._living())
        return k, row

    @measure("organisations of residents that met in the last quarter", "近一季度有活动的居民组织", unit="organisations", headline=True, kind="count")
    def active(self) -> float:
        """Organisations that exist and met lately."""
        return len(self._active())

    @measure("of the organisations that exist, those that have not met for a quarter", "一季度未活动的组织", unit="share of organisations", kind="share")
    def dormant(self) -> float:
        """Share of the organisations that exist and do not meet."""
        return share_of(len(self._living()) - len(self._active()), len(self._living()))

    @measure(
        "of those who were in no organisation, in one now", "原未参加任何组织、现已参加者",
        unit="share of residents who were in none when the scenario began or have moved in since", kind="share", headline=True,
    )  # fmt: skip
    def reached(self) -> float:
        """Share of those who were in nothing that are in something now."""
        who = np.zeros(len(self.outside), np.bool_)
        who[self._memberships()[1]] = True
        return share_of(int(np.count_nonzero(who & self.outside)), int(np.count_nonzero(self.outside)))

    @measure("acquaintances of those who were in no organisation", "原未参加任何组织者的人均熟人数", unit="people a resident")
    def acquaintances_outside(self) -> float:
        """Mean acquaintances of those who were in nothing when the scenario began."""
        rows = np.flatnonzero(self.outside)
        return float(self.view.acquaintances(rows).mean()) if len(rows) else 0.0

    @measure("of all members, in two organisations or more", "成员中参加两个及以上组织者", unit="share of members", kind="share")
    def overlap(self) -> float:
        """Share of members who belong to more than one."""
        times = np.bincount(self._memberships()[1], minlength=1)
        return share_of(int(np.count_nonzero(times > 1)), int(np.count_nonzero(times)))

    @measure("of all members, of 60 and more", "成员中60岁及以上者", unit="share of members", kind="share")
    def members_60(self) -> float:
        """Share of members who are old."""
        rows = np.unique(self._memberships()[1])
        return share_of(int(np.count_nonzero(self.view.residents.age[rows] >= 60)), len(rows))

    @measure("pairs of organisations of one compound that share a member", "同小区组织中有共同成员的组织对", unit="share of pairs", kind="share")
    def linked(self) -> float:
        """Share of pairs of organisations of one compound to which somebody belongs at once."""
        slots, (k, row) = self._living(), self._memberships()
        order = np.lexsort((k, row))
        k, row = k[order], row[order]
        first, end = np.searchsorted(row, row, side="left"), np.searchsorted(row, row, side="right")
        one, other = ranges(np.maximum(first, np.arange(len(row)) + 1), end)
        shared = np.unique(k[one] * np.int64(len(slots) or 1) + k[other])
        here = self.home[slots[shared // max(len(slots), 1)]] == self.home[slots[shared % max(len(slots), 1)]]
        count = np.bincount(self.home[slots], minlength=1).astype(np.int64) if len(slots) else np.zeros(1, np.int64)
        return share_of(int(np.count_nonzero(here)), int((count * (count - 1) // 2).sum()))

    @measure(
        "dependence of organisations on their largest payer", "组织对最大资金来源的依赖",
        unit="share of their income, mean of organisations with any", kind="share",
    )  # fmt: skip
    def dependence(self) -> float:
        """Mean over organisations with an income of the share that came from the largest of its four sources."""
        income = self._income()
        whole = income.sum(axis=0)
        some = whole > 0.0
        return share_of(float((income[:, some].max(axis=0) / whole[some]).sum()), int(some.sum()))

    @measure(
        "of the organisations with any income, those that live on contracts", "以政府购买合同为主要收入的组织",
        unit="share of organisations with an income", kind="share",
    )  # fmt: skip
    def on_contracts(self) -> float:
        """Share of organisations with an income that had more than half of it from contracts."""
        income = self._income()
        some = income.sum(axis=0) > 0.0
        return share_of(int(np.count_nonzero(income[CONTRACT, some] > 0.5 * income[:, some].sum(axis=0))), int(some.sum()))

    def _income(self) -> np.ndarray:
        return np.array([getattr(self, f"from_{name}")[self._living()] for name in INCOME])

    @measure(
        "of the contracts that have run out, those whose organisation ended within a year", "合同到期后一年内组织解散的比例",
        unit="share of contracts", kind="share",
    )  # fmt: skip
    def lost_after(self) -> float:
        """Share of the contracts that ran out after which the organisation ended within a year."""
        return share_of(min(self.died_after, self.contracts_over), self.contracts_over)

    def _alive(self, weeks: int) -> float:
        """Return the share of organisations founded in the scenario that are there at an age (product limit), NaN where none is so old."""
        slots, begin = self._living(), self.view.number - self.view.scenario_week
        ages = self.view.number - self.born[slots[self.born[slots] >= begin]]
        if max(ages.max(initial=0), self._ages.max(initial=0)) < weeks:
            return math.nan
        return surviving(self._ages, ages, weeks)

    @measure("alive half a year after their founding", "成立半年后仍存在的组织", unit="share of organisations founded in the scenario", kind="share")
    def alive_026(self) -> float:
        """Share of organisations that reach the age of 26 weeks."""
        return self._alive(26)

    @measure("alive a year after their founding", "成立一年后仍存在的组织", unit="share of organisations founded in the scenario", kind="share")
    def alive_052(self) -> float:
        """Share that reach 52 weeks."""
        return self._alive(52)

    @measure("alive two years after their founding", "成立两年后仍存在的组织", unit="share of organisations founded in the scenario", kind="share")
    def alive_104(self) -> float:
        """Share that reach 104 weeks."""
        return self._alive(104)

    @measure("alive three years after their founding", "成立三年后仍存在的组织", unit="share of organisations founded in the scenario", kind="share")
    def alive_156(self) -> float:
        """Share that reach 156 weeks."""
        return self._alive(156)

    @measure("alive four years after their founding", "成立四年后仍存在的组织", unit="share of organisations founded in the scenario", kind="share")
    def alive_208(self) -> float:
        """Share that reach 208 weeks."""
        return self._alive(208)

    # State

    def restart(self) -> None:
        """Begin to count anew."""
        super().restart()
        self._ages = np.zeros(0, np.int32)

    def state(self) -> State:
        """Return what has to be saved, the ages at which organisations ended among it."""
        return {**super().state(), "ages": self._ages}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        if "ages" in saved:
            self._ages = np.array(saved["ages"], np.int32)
        self._marks = ()


def _exists(week: Week, kind: str) -> bool:
    """Return whether somebody has declared a kind of organisation."""
    try:
        week.organisations.history(kind)
    except ValueError:
        return False
    return True


def logistic(x: Any) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


TITLES: dict[str, Text] = {
    "meeting": Text("meeting of a group", "社区组织活动"),
    "open": Text("open event of an organisation", "社区组织公开活动"),
    "service": Text("event of an outside agency", "外来机构服务活动"),
}
"""Kinds of occasions -> their titles."""
