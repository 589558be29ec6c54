"""Papers: filing with the street office, registration, and an organiser's evenings over forms, applications and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...contract.needs import Priority
from ...people.declared import counter, measure, state
from .founding import Founding
from .life import P, logistic

if TYPE_CHECKING:
    from ...contract.week import Week

INFORMAL, FILED, REGISTERED = range(3)
"""What an organisation is to the office (备案, 登记)."""


class Rules(NamedTuple):
    """What the office asks of one who files or registers.

    Attributes:
        members: least members.
        funds: yuan that have to be in the till.
        evenings: of paperwork.
        weeks: until it answers.
    """

    members: int
    funds: float
    evenings: float
    weeks: int


class Papers(Founding[P]):
    """How an organisation becomes one on paper."""

    paper: np.ndarray = state("organisation", INFORMAL, dtype=np.int8)
    aim: np.ndarray = state("organisation", INFORMAL, dtype=np.int8)
    forms_left: np.ndarray = state("organisation", 0.0)
    answer_at: np.ndarray = state("organisation", -1, dtype=np.int32)
    apply_left: np.ndarray = state("organisation", 0.0)
    bid_left: np.ndarray = state("organisation", 0.0)
    reports_left: np.ndarray = state("organisation", 0.0)
    on_list: int = state("one", 0)
    paper_evenings: float = counter(
        "evenings of organisers over forms, applications and reports", "组织者用于手续、申请与报告的晚上数", unit="evenings", a_year=True, whole=False
    )

    def rules(self, aim: int) -> Rules:
        """Return what the office asks for, by the lever."""
        p, kind = self.now, "file" if aim == FILED else "register"
        end = "_simple" if p.registration == "simple" else ""
        funds = getattr(p, f"register_funds{end}") if aim == REGISTERED else 0.0
        return Rules(getattr(p, f"{kind}_members{end}"), funds, getattr(p, f"{kind}_evenings{end}"), getattr(p, f"{kind}_weeks{end}"))

    def in_force(self) -> bool:
        """Return whether there is any policy: without one nobody goes to the office."""
        p = self.now
        return p.registration == "simple" or p.base_places > 0 or p.grants_yuan > 0.0 or p.contracts > 0

    def begin_papers(self, week: Week) -> None:
        """Once a month organisers decide whether to file, and those who are filed whether to register."""
        p = self.now
        slots = self.here(week, (self.aim == INFORMAL) & (self.paper < REGISTERED))
        row = self.organisers(week)[slots]
        slots, row = slots[row >= 0], row[row >= 0]
        if len(slots) == 0:
            return
        table = week.organisations.table(slots)
        for aim, useful in ((FILED, p.base_places > 0 or p.grants_yuan > 0.0 or p.contracts > 0), (REGISTERED, p.contracts > 0)):
            # Many file because the office would like a long list; who registers wants a contract.
            if aim == REGISTERED and not useful:
                continue
            asked = self.rules(aim)
            may = (self.paper[slots] == aim - 1) & (table["members"] >= asked.members) & (table["yuan"] >= asked.funds)
            odds = p.file + p.file_use * useful + p.paper_civic * week.residents.civic[row] - p.paper_evening * asked.evenings
            begins = may & (week.draw("files", self.identity[slots], aim) < logistic(odds))
            self.aim[slots[begins]], self.forms_left[slots[begins]] = aim, asked.evenings
            done = slots[begins & (asked.evenings == 0.0)]
            self.answer_at[done] = week.number + asked.weeks

    def wishes(self, week: Week, slots: np.ndarray, name: str, base: float, evenings: float) -> np.ndarray:
        """Return those of some organisations whose organisers decide to apply or to bid."""
        p, row = self.now, self.organisers(week)[slots]
        slots, row = slots[row >= 0], row[row >= 0]
        odds = base + p.paper_civic * week.residents.civic[row] - p.paper_evening * evenings
        return np.asarray(slots[week.draw(name, self.identity[slots]) < logistic(odds)])

    def sit_over_papers(self, week: Week) -> None:
        """Ask organisers for the evenings that forms, applications and reports take; they come before meetings and events."""
        left = self.forms_left + self.apply_left + self.bid_left + self.reports_left
        if not left.any():
            return
        slots, row = self.here(week, left > 0.0), self.organisers(week)
        slots = slots[row[slots] >= 0]
        wanted = np.minimum(left[slots], self.now.desk)
        if len(slots) and self.now.desk > 0.0:
            ticket = week.grants.ask(
                len(slots), priority=Priority.DUTY, identity=week.identity("papers", self.identity[slots]), community=self.community(week, slots),
                row=row[slots], evenings=wanted, least=0.0,
            )  # fmt: skip
            week.memo["papers"] = slots, wanted, ticket

    def papers_done(self, week: Week) -> None:
        """Reports first, then applications and bids, then forms; what is handed in waits for its answer."""
        if "papers" in week.memo:
            slots, wanted, ticket = week.memo["papers"]
            done = np.asarray(ticket.evenings, np.float64)
            self.worked(week, slots, wanted, done)
            self.paper_evenings += float(done.sum())
            for left in (self.reports_left, self.apply_left, self.bid_left, self.forms_left):
                part = np.minimum(left[slots], done)
                left[slots] -= part
                # Hours are kept in thousandths: fractions that never end are not waited for.
                left[slots] = np.where(left[slots] < 1e-3, 0.0, left[slots])
                done = done - part
            ready = slots[(self.aim[slots] > INFORMAL) & (self.forms_left[slots] == 0.0) & (self.answer_at[slots] < 0)]
            for aim in (FILED, REGISTERED):
                self.answer_at[ready[self.aim[ready] == aim]] = week.number + self.rules(aim).weeks
        answered = self.here(week, (self.answer_at >= 0) & (self.answer_at <= week.number))
        if len(answered):
            self.on_list += int(np.count_nonzero(self.aim[answered] == FILED))
            self.paper[answered] = self.aim[answered]
            self.aim[answered], self.answer_at[answered] = INFORMAL, -1

    @measure("official: organisations on the list of the street office", "官方统计：在册社区社会组织", unit="organisations", kind="count", beside="filed")
    def listed(self) -> float:
        """Organisations that were ever filed; nobody strikes off what has ended."""
        return self.on_list

    @measure("filed or registered organisations that met in the last quarter", "近一季度有活动的备案与登记组织", unit="organisations", kind="count")
    def filed(self) -> float:
        """Organisations on the list that are more than a name."""
        return int(np.count_nonzero(self.paper[self._active()] >= FILED))

    @measure("registered organisations", "已登记的组织", unit="organisations", kind="count")
    def registered(self) -> float:
        """Organisations that exist and are registered."""
        return int(np.count_nonzero(self.paper[self._living()] == REGISTERED))
