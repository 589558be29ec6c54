"""Service platform (12345, 接诉即办): one place takes in what residents report, sends it to who is in charge, follows it up, and counts what callers say.

In the world
    What bothers people was told at the committee's window, or to nobody. A platform takes it in by telephone (12345), in an app, from grid workers
    (网格员) at the door and at a counter; separates enquiries (41 to 70 % of calls) from complaints; sends these to committee, property company or
    offices with a deadline; rings the caller up; ranks offices and communities by what callers say. In Beijing the resolved share by the caller's
    word rose from 53.1 to 96.5 % in five years. Staff ask callers for a good mark. Grid workers and committee staff are the same people.
How it works here
    A trouble (troubles.py) is a thing with hours of work that end it: of a household or of a gate, of the committee, the company or the
    offices. It bothers people until the work is done, or it ends by itself. Whoever is bothered may report it, by their trust, by what they
    have heard of reports of others, and if there is a way: a window in office hours, a line of which one has heard, an app by digital skill,
    a grid worker at the door (calling.py). Tickets stand in the queues of who is in charge (queues.py); company and offices have few
    hours of their own. At the deadline a ticket is answered, the trouble over or not. What callers say hangs on whether it is over, on whether
    they know the staff, and on whether they were asked for a good mark (closing.py). Staff whose appraisal hangs on that word weigh an hour
    of asking against an hour of work (working.py). Reports and papers of tickets come before work, work before visits.
Left out
    What is reported against a neighbour or a person; troubles that no hours end; tickets that offices dispute; other calls to 12345
    (of firms, of tourists); what offices do to communities that rank low; callers who ask for the impossible. Who is sent away loses no trust.
Fails when
    The ticket is closed and not the trouble: deadlines shorter than the work, the caller's word weighs more than the trouble.
Sources
    evidence.md: Beijing 2019-24, 11.04 million calls and 4.5 million dispatched (2020); 239 of 2,495 tickets repeated (Daying 2017).
    How troubles arise, how long they take, who reports and what asking does was found nowhere: assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ...ground.measure import share_of
from ...ground.text import Text
from ...people.declared import measure
from .calling import call, counters, hear
from .closing import close, ring_up
from .kept import ADULT, ASKED, CALLS, COMMITTEE, OVER, SAID, YEAR, Kept
from .parameters import LEVERS, ServicePlatformParameters
from .troubles import arise, end_by_themselves, forget_moved
from .working import ask_hours, spend_hours, visit

if TYPE_CHECKING:
    from ...contract.week import Week
    from ...services.tickets import Count

_CLOSED = "share of tickets closed since the start"


class ServicePlatform(Kept):
    """Troubles, reports, tickets and what is said of them; see the head of this file."""

    name: ClassVar[str] = "service-platform"
    title: ClassVar[Text] = Text("Service platform", "接诉即办平台")
    Parameters = ServicePlatformParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)

    @classmethod
    def example(cls) -> ServicePlatformParameters:
        """Return parameters with all parts of the policy, and troubles that come often."""
        return ServicePlatformParameters(
            phone=True, app=True, grid=True, sorting=True, dispatch=True, deadline_weeks=1, callbacks=0.8, ranking=0.7, more_hours=4.0, private_a_year=3.0,
            shared_a_year=10.0, publicity=0.3,
        )  # fmt: skip

    def plan(self, week: Week) -> None:
        """Troubles arise and end, people report them; hours are asked for and worked."""
        if self.lived != week.number:
            self.lived = week.number
            if week.scenario_week > 0 and week.scenario_week % YEAR == 0:
                self.years[1], self.years[0] = self.years[0], 0
        committee = counters(self, week)[COMMITTEE]
        forget_moved(self, week)
        end_by_themselves(self, week)
        arise(self, week)
        hear(self, week)
        before = week.queues.backlog(committee)[1]
        call(self, week)
        week.memo["new hours"] = week.queues.backlog(committee)[1] - before
        ask_hours(self, week)
        spend_hours(self, week)

    def invite(self, week: Week) -> None:
        """See what was granted: the roster of next week, the papers, the callers who are asked, the homes; then tickets are closed."""
        here, n = week.covers("community"), len(self.roster)
        self.roster[here] = week.memo["work"].granted(n)[here]
        self.work_staff += float(self.roster[here].sum())
        written = week.memo["papers"].granted(n)
        self.papers -= written
        self.paper_staff += float(written.sum())
        ring_up(self, week)
        close(self, week)
        met = visit(self, week)
        table = week.units("community")
        for lo, hi in zip(table.lo[here].tolist(), table.hi[here].tolist(), strict=True):
            self.met[lo:hi] = False
        self.met[met] = True

    # Measures

    @measure("troubles that bother somebody now", "当前未解决的问题", unit="troubles for 1,000 residents", headline=True)
    def troubles_now(self) -> float:
        """Troubles that are not over, reported or not, for 1,000 residents."""
        return share_of(1000.0 * len(self.troubles["row"]), self.view.residents.n)

    @measure("closed, and the trouble was over", "办结且问题确已解决", unit=_CLOSED, kind="share", headline=True)
    def over(self) -> float:
        """Share of tickets closed whose trouble was over a week later."""
        return share_of(self.over_said + self.over_not, self._judged())

    @measure("said to be over, if all were asked", "若全部询问，称已解决", unit=_CLOSED, kind="share")
    def said(self) -> float:
        """Share of tickets closed whose callers would say that it is over, rung up or not."""
        return share_of(self.over_said + self.open_asked + self.open_said, self._judged())

    @measure(
        "official: resolved, by the caller's word", "官方统计：解决率（回访）", unit="share of callers rung up", kind="share", headline=True, beside="over"
    )
    def official_resolved(self) -> float:
        """Share of callers rung up since the start who said that it is over."""
        return share_of(self.rung_said, self.rung)

    @measure("last full year: of callers rung up, the trouble was over", "最近整年：回访时确已解决", unit="share of callers rung up", kind="share")
    def over_year(self) -> float:
        """Share of callers rung up in the last full year whose trouble was over."""
        return share_of(int(self.years[1, OVER]), int(self.years[1, ASKED]))

    @measure("last full year, official: resolved", "最近整年官方解决率", unit="share of callers rung up", kind="share", beside="over_year")
    def official_year(self) -> float:
        """Share of callers rung up in the last full year who said that it is over."""
        return share_of(int(self.years[1, SAID]), int(self.years[1, ASKED]))

    @measure("said to be over and is not", "称已解决而实未解决", unit="share of those said to be over", kind="share")
    def counted(self) -> float:
        """Of tickets closed since the start that are said to be over: the share that is not."""
        return share_of(self.open_asked + self.open_said, self.over_said + self.open_asked + self.open_said)

    @measure("days until a trouble was over", "问题持续天数", unit="days")
    def days_over(self) -> float:
        """Days from the week in which a trouble arose to that in which it was over, of those over since the start, reported or not; 0: none."""
        return 7.0 * self.weeks_ended / max(self.ended + self.faded, 1)

    @measure("official: days to close", "官方统计：办结天数", unit="days", beside="days_over")
    def days_to_close(self) -> float:
        """Days that a ticket closed since the start had been in the book, since it was handed in for the last time; 0: none was."""
        return 7.0 * self.weeks_waited / max(self.closings, 1)

    @measure("official: tickets closed in time", "官方统计：按时办结率", unit="share of tickets closed or late", kind="share", beside="over")
    def official_in_time(self) -> float:
        """Share of tickets that were closed by their deadline, or within people's patience where there is none."""
        found = self._books()
        return share_of(sum(c.in_time for c in found), sum(c.in_time + c.late for c in found))

    @measure("tickets handed in again", "重复件比例", unit="share of tickets, enquiries apart", kind="share")
    def again(self) -> float:
        """Of tickets since the start the share that was handed in again by the one whose ticket had been closed unsolved."""
        found = self._books()
        return share_of(sum(c.repeated for c in found), sum(c.tickets - c.enquiries for c in found))

    @measure("calls a head and year, in the last full year", "最近整年人均来电", unit="calls a head")
    def calls_year(self) -> float:
        """Calls and reports by all ways in the last full year, for each resident."""
        return share_of(int(self.years[1, CALLS]), self.view.residents.n)

    @measure("calls that were enquiries", "咨询占比", unit="share of calls", kind="share")
    def enquiry_share(self) -> float:
        """Share of calls since the start that were enquiries."""
        return share_of(self.enquiries, self._calls())

    @measure("troubles handed in, for each that arose", "每新增一个问题的诉求件", unit="tickets for each trouble")
    def reported(self) -> float:
        """Tickets handed in since the start, for each trouble that arose: more than 1 where old ones are reported, or one of which a ticket was given up."""
        return self.requests / max(self.arose, 1)

    @measure("adults who ever reported or asked", "曾经来电的成年人", unit="share of adults", kind="share")
    def callers(self) -> float:
        """Share of adults who have called, written or come since the start."""
        called = self.called[self.view.residents.age >= ADULT]
        return share_of(int(np.count_nonzero(called)), len(called))

    @measure("calls by people of 60 or more, of all", "60岁及以上者占来电", unit="share of calls", kind="share")
    def old_share(self) -> float:
        """Share of calls since the start by people of 60 or more."""
        return share_of(self.calls_old, self._calls())

    @measure("calls by renters, of all", "租户占来电", unit="share of calls", kind="share")
    def renter_share(self) -> float:
        """Share of calls since the start by people who rent."""
        return share_of(self.calls_renters, self._calls())

    @measure("adults who have heard of the line", "知晓热线的成年人", unit="share of adults", kind="share")
    def line_heard(self) -> float:
        """Share of adults who have read of the line or were told of a report."""
        heard = self.heard[self.view.residents.age >= ADULT]
        return share_of(int(np.count_nonzero(heard)), len(heard))

    def _calls(self) -> int:
        return self.calls_door + self.calls_app + self.calls_phone + self.calls_window

    def _judged(self) -> int:
        return self.over_said + self.over_not + self.open_asked + self.open_said + self.open_not

    def _books(self) -> list[Count]:
        """Return what the three counters have counted; nothing as long as nobody has lived a week."""
        return [] if self.lived < 0 else [self.view.queues.count(number) for number in counters(self, self.view)]
