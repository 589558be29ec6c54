"""What service-platform keeps: the table of troubles, those whose ticket was just closed, who has heard of the line, and what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.mechanism import Mechanism
from ...ground.measure import State
from ...people.declared import counter, state
from .parameters import ServicePlatformParameters

if TYPE_CHECKING:
    from ...contract.week import Week
    from ...services.tickets import Of

TROUBLES: dict[str, Any] = {
    # What it is: permanent identity, whose household (a row, -1: of a gate) and their identity, gate, handler, hours that end it, week it arose.
    "identity": np.uint64, "row": np.int64, "who": np.uint64, "gate": np.int64, "handler": np.int8, "need": np.float64, "since": np.int64, "counted": np.bool_,
    # Its ticket, -1: none, and who handed it in.
    "ticket": np.int64, "caller": np.int64,
}  # fmt: skip
CLOSED: dict[str, Any] = {
    "trouble": np.uint64, "ticket": np.int64, "handler": np.int8, "row": np.int64, "who": np.uint64, "over": np.bool_, "need": np.float64, "again": np.bool_,
}
"""Tickets closed in the last week, whose callers are rung up in the next.

The trouble and its hours, the ticket, the caller, whether it is over, whether it was handed in again or sent back before."""

COMMITTEE, COMPANY, OFFICES = range(3)
NAMES = ("reports to the committee", "reports to the property company", "reports to the offices")
UNITS: tuple[Of, ...] = ("community", "compound", "community")
NO_TICKET, NO_WORD = -1, -1
ADULT = 18
YEAR = 52
ASKED, SAID, OVER, CALLS = range(4)
"""Columns of a year: callers who were rung up, who said that it is over, of whom it is; calls."""


def empty(columns: dict[str, Any]) -> dict[str, np.ndarray]:
    """Return a table without rows."""
    return {name: np.zeros(0, kind) for name, kind in columns.items()}


def kept(table: dict[str, np.ndarray], which: np.ndarray) -> dict[str, np.ndarray]:
    """Return the rows of a table for which `which` is true, or that it names."""
    return {name: column[which] for name, column in table.items()}


def joined(table: dict[str, np.ndarray], columns: dict[str, Any], **new: Any) -> dict[str, np.ndarray]:
    """Return a table with more rows."""
    return {name: np.concatenate((table[name], np.asarray(new[name], kind))) for name, kind in columns.items()}


class Kept(Mechanism[ServicePlatformParameters]):
    """State, counters and tables.

    Attributes:
        troubles: column -> array, see `TROUBLES`; those that bother somebody now.
        closed: column -> array, see `CLOSED`.
        years: int64 [2, 4], this year and the last full one; see `ASKED`.
        counters: numbers of the three counters; -1 as long as nobody has lived a week.
    """

    heard: np.ndarray = state("resident", False, on_move=False)
    met: np.ndarray = state("resident", False, on_move=False)
    called: np.ndarray = state("resident", 0, dtype=np.int32, on_move=0, restart=True)
    roster: np.ndarray = state("community", 0.0)
    papers: np.ndarray = state("community", 0.0)
    good_word: np.ndarray = state("community", NO_WORD)
    bad_word: np.ndarray = state("community", NO_WORD)
    lived: int = state("one", -1)
    weeks_ended: float = state("one", 0.0, restart=True)
    weeks_waited: float = state("one", 0.0, restart=True)

    arose: int = counter("troubles that arose", "新出现的问题", unit="troubles", a_year=True)
    ended: int = counter("troubles that were ended by work", "经办理解决的问题", unit="troubles", a_year=True)
    faded: int = counter("troubles that ended by themselves", "自行消失的问题", unit="troubles", a_year=True)
    gone: int = counter("troubles whose household moved away", "因搬走而消失的问题", unit="troubles", a_year=True)
    closings: int = counter("official: tickets closed", "官方统计：办结件", unit="tickets", a_year=True, beside="ended")
    enquiries: int = counter("enquiries", "咨询", unit="calls", a_year=True)
    requests: int = counter("troubles handed in", "诉求件", unit="tickets", a_year=True)
    repeats: int = counter("calls about what had been reported", "重复反映", unit="calls", a_year=True)
    turned_away: int = counter("people who were told that it is not theirs", "被告知“不归我们管”人次", unit="person-times", a_year=True)
    calls_window: int = counter("calls and reports at the window", "窗口受理", unit="calls", a_year=True)
    calls_phone: int = counter("calls by telephone", "电话受理", unit="calls", a_year=True)
    calls_app: int = counter("reports in the app", "手机端受理", unit="calls", a_year=True)
    calls_door: int = counter("reports to grid workers at the door", "网格员上门受理", unit="calls", a_year=True)
    calls_old: int = counter("calls by people of 60 or more", "60岁及以上者来电", unit="calls", a_year=True)
    calls_renters: int = counter("calls by renters", "租户来电", unit="calls", a_year=True)
    over_said: int = counter("closed, over, and said to be over", "已解决且称已解决", unit="tickets", a_year=True)
    over_not: int = counter("closed, over, and said not to be", "已解决而称未解决", unit="tickets", a_year=True)
    open_asked: int = counter("closed, not over, said to be over after being asked to", "未解决、经请求称已解决", unit="tickets", a_year=True)
    open_said: int = counter("closed, not over, said to be over unasked", "未解决、未经请求称已解决", unit="tickets", a_year=True)
    open_not: int = counter("closed, not over, and said not to be", "未解决且称未解决", unit="tickets", a_year=True)
    rung: int = counter("callers rung up after their ticket was closed", "回访人次", unit="calls", a_year=True)
    rung_said: int = counter("of these, said that it is over", "回访中称已解决", unit="calls", a_year=True)
    sent_back: int = counter("tickets sent back after a call", "回访后退回重办", unit="tickets", a_year=True)
    not_worked: int = counter("tickets answered instead of worked on", "以答复代替办理的工单", unit="tickets", a_year=True)
    begged: int = counter("callers who were asked for a good mark", "被请求好评的来电人", unit="people", a_year=True)
    homes: int = counter("homes at which grid workers rang", "网格员走访户数", unit="homes", a_year=True)
    paper_staff: float = counter("staff hours: papers of tickets", "工单填报工时", unit="hours", kind="hours", a_year=True, whole=False)
    asking_staff: float = counter("staff hours: asking for good marks", "请求好评工时", unit="hours", kind="hours", a_year=True, whole=False)
    work_staff: float = counter("staff hours: working on what was reported", "办理诉求工时", unit="hours", kind="hours", a_year=True, whole=False)

    def setup(self, week: Week) -> None:
        """Nothing troubles anybody yet; counters are declared when the first week is lived."""
        self.troubles, self.closed = empty(TROUBLES), empty(CLOSED)
        self.years = np.zeros((2, 4), np.int64)
        self.counters: list[int] = []

    def restart(self) -> None:
        """Begin to count anew; troubles and tickets stay."""
        super().restart()
        self.years[:] = 0
        self.troubles["counted"][:] = False

    def state(self) -> State:
        """Return what has to be saved, the tables too."""
        tables = {f"{kind} {name}": column for kind, table in (("trouble", self.troubles), ("closed", self.closed)) for name, column in table.items()}
        return {**super().state(), "years": self.years, **tables}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        self.counters = []
        if "years" in saved:
            self.years = np.array(saved["years"], np.int64)
            self.troubles = {name: np.array(saved[f"trouble {name}"], kind) for name, kind in TROUBLES.items()}
            self.closed = {name: np.array(saved[f"closed {name}"], kind) for name, kind in CLOSED.items()}

    # Troubles

    def home_row(self, week: Week, which: np.ndarray) -> np.ndarray:
        """Return int64, for each of some troubles a row of where it is: its household's, or the first of its gate."""
        t = self.troubles
        return np.asarray(np.where(t["row"][which] >= 0, t["row"][which], week.places.gate_rows[t["gate"][which]]))

    def remove(self, which: np.ndarray, count: str, week: Week) -> None:
        """Let troubles (bool, of all) be over; `count`: what of."""
        many = int(np.count_nonzero(which))
        if many == 0:
            return
        setattr(self, count, getattr(self, count) + many)
        if count != "gone":
            self.weeks_ended += float((week.number - self.troubles["since"][which] + 1).sum())
        self.troubles = kept(self.troubles, ~which)


def place_of(numbers: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of `wanted` among rising numbers, and bool, which are there; the place of one that is not means nothing."""
    if len(numbers) == 0:
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(numbers, wanted), len(numbers) - 1)
    return at, numbers[at] == wanted


def logistic(x: np.ndarray | float) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(x, np.float64))))
