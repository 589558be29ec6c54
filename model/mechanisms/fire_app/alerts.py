"""Alerts of monitors: who looks at them, who believes them after so many false ones, and visits that mend what they have found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Priority
from ...ground.measure import share_of
from ...people.declared import counter, measure, state
from ...people.units import ranges
from .houses import OUT, Hazards, Homes, Houses

if TYPE_CHECKING:
    from ...contract.week import Week

_MONTH = 4


class Alerts(Houses):
    """What becomes of alerts. Staff and households each believe them as far as those they looked at were true."""

    seen: np.ndarray = state("community", 0.0)
    seen_true: np.ndarray = state("community", 0.0)
    warned: np.ndarray = state("household", 0.0, dtype=np.float32, on_move=0.0)
    warned_true: np.ndarray = state("household", 0.0, dtype=np.float32, on_move=0.0)
    alerts: int = counter("official: alerts of monitors and fire alarms dealt with", "官方统计：处置预警", unit="alerts", a_year=True, beside="looked")
    looked: int = counter("alerts that somebody looked at", "实际查看的预警", unit="alerts", a_year=True)
    alerts_true: int = counter("alerts with a hazard behind them", "属实的预警", unit="alerts", a_year=True, headline=True)
    alerts_false: int = counter("alerts with nothing behind them", "误报", unit="alerts", a_year=True, headline=True)
    eased: int = counter("overloads that a household ended when it was warned", "住户收到预警后消除的超负荷", unit="times", a_year=True)
    mended: int = counter("visits that mended a house", "上门整改户次", unit="visits", a_year=True)
    staff_hours: float = counter("hours of staff for alerts and mending", "预警与整改工时", unit="hours", kind="hours", a_year=True, whole=False)

    def belief(self) -> np.ndarray:
        """Return float64 [communities], share of alerts that the staff believes true."""
        p = self.now
        found: np.ndarray = (self.seen_true + p.prior * p.prior_alerts) / (self.seen + p.prior_alerts)
        return found

    def answers(self) -> np.ndarray:
        """Return float64 [communities], chance that the staff looks at an alert."""
        return np.asarray(self.belief() ** self.now.tires)

    def warn(self, week: Week, h: Homes, z: Hazards) -> Hazards:
        """Households are warned; the staff chooses what to look at, and asks for the hours. Return what is left of the hazards."""
        at = np.flatnonzero(z.alert)
        if len(at) == 0 or z.overload is None:
            return z
        true = z.true[at]
        self.alerts += len(at)
        self.alerts_true += int(np.count_nonzero(true))
        self.alerts_false += len(at) - int(np.count_nonzero(true))
        if self.now.warnings:
            watched = self.monitor[h.flat[at]]
            z.overload[self._households(week, h, at[watched], true[watched], z.overload)] = False
        where = h.community[at]
        looks = week.draw("looks", h.identity[at]) < self.answers()[where]
        self._ask(week, h, at[looks], true[looks])
        return z

    def _households(self, week: Week, h: Homes, at: np.ndarray, true: np.ndarray, overload: np.ndarray) -> np.ndarray:
        """Return the houses (of `at`) that took load off when they were warned."""
        p, q, flat = self.now, week.places, h.flat[at]
        k, row = ranges(q.flat_rows[flat], q.flat_rows[flat + 1])
        skill = np.zeros(len(at))
        np.maximum.at(skill, k, week.residents.digital[row])
        read = week.draw("reads", h.identity[at]) < p.reads * skill
        believed = (self.warned_true[flat] + p.prior * p.prior_alerts) / (self.warned[flat] + p.prior_alerts)
        heeds = read & (week.draw("heeds", h.identity[at]) < believed**p.tires)
        self.warned[flat[heeds]] += 1.0
        self.warned_true[flat[heeds & true]] += 1.0
        eased: np.ndarray = at[heeds & overload[at]]
        self.eased += len(eased)
        return eased

    def _ask(self, week: Week, h: Homes, at: np.ndarray, true: np.ndarray) -> None:
        if len(at) == 0:
            return
        ticket = week.grants.ask(
            len(at), priority=Priority.CARE, identity=week.identity("look", h.identity[at]), community=h.community[at], staff=self.now.look_hours,
            duty="inspections",
        )  # fmt: skip
        week.memo["looks"] = h.flat[at], h.community[at], true, ticket

    def ask_to_mend(self, week: Week, h: Homes) -> None:
        """Ask for hours and money of the visits that are due; protectors that are out are seen where a monitor tells of them."""
        p = self.now
        if not p.mending:
            return
        out = self.monitor[h.flat] & (self.protector[h.flat] == OUT)
        at = np.flatnonzero(self.pending[h.flat] | out)
        if len(at):
            ticket = week.grants.ask(
                len(at), priority=Priority.CARE, identity=week.identity("mend", h.identity[at]), community=h.community[at], staff=p.mend_hours,
                duty="visits", yuan=p.mend_yuan, account="public",
            )  # fmt: skip
            week.memo["mends"] = h.flat[at], ticket

    def granted(self, week: Week) -> None:
        """Look at the alerts and mend the houses for which there were hours; learn what was true, and forget slowly."""
        p = self.now
        if "looks" in week.memo:
            flat, where, true, ticket = week.memo["looks"]
            flat, where, true = (column[ticket.granted] for column in (flat, where, true))
            self.looked += len(flat)
            self.staff_hours += p.look_hours * len(flat)
            np.add.at(self.seen, where, 1.0)
            np.add.at(self.seen_true, where[true], 1.0)
            if p.mending:
                self.pending[flat[true]] = True
        if "mends" in week.memo:
            flat, ticket = week.memo["mends"]
            self.mend(flat[ticket.granted])
            self.mended += int(np.count_nonzero(ticket.granted))
            self.staff_hours += p.mend_hours * int(np.count_nonzero(ticket.granted))
        if week.number % _MONTH == 0 and (self.seen > 0.0).any():
            here, left = week.covers("community"), 0.5 ** (_MONTH / p.memory)
            for kept in (self.seen, self.seen_true):
                kept[here] *= left
            flat = self.homes(week).flat
            for warned in (self.warned, self.warned_true):
                warned[flat] *= np.float32(left)

    @measure("alerts that the staff would look at now", "值守人员现会查看的预警比例", unit="share of alerts", kind="share", headline=True)
    def answered(self) -> float:
        """Chance that the staff would look at an alert now, by what it has seen to be true; a mean over communities."""
        return float(self.answers().mean()) if self.alerts else float("nan")

    @measure("hazards an alert", "每次预警对应的隐患", unit="share of alerts", kind="share")
    def true_share(self) -> float:
        """Share of the alerts since the start that had a hazard behind them."""
        return share_of(self.alerts_true, self.alerts)
