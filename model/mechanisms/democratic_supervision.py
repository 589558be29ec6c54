"""Democratic supervision (民主监督): open accounts, the yearly appraisal, recall, and promises with a date.

In the world
    The committee's accounts hang on a board (居务公开), those of the owners' common income (公共收益: parking, advertisements in lifts) beside
    them; once a year the committee is appraised (民主评议); residents may recall it; works for residents (实事) are promised with a date
    (公开承诺). What people do read is where the common income went. Often nobody reads the other accounts, and those who appraise are
    people whom the members know.
How it works here
    Money is the ledger's. Common income goes into the till of the owners' committee, or else of the property company, and stays there. An
    account takes hours of staff; who sees the board decides to read; who has read tells it as a word. Owners who know that money is kept
    back may ask for it; when enough questions are open the keeper spends it on the compound, else it replies and keeps it (queues.py: heard or
    passed over). The committee spends part of its budget on its own offices while hardly anybody knows its account, and the rest on
    works, if there are hours left; a work with a date is a promise, kept or broken (promises.py). Appraisers judge by their own trust, by whether they
    know a member, and by the account if they know it. Who is not satisfied may begin a petition; it goes round as a word; with enough
    signatures all vote (deciding.py). A committee that is recalled is followed by others.
Left out
    Audits; the petition against one member; reports of the members about themselves; supervisors (监督委员会) as an office; what a
    company does to those who ask.
Fails when
    Nobody reads, and the appraisers are the members' acquaintances: all is open on record. More is promised than money and hours allow.
Sources
    Xinhua 2017-10-11 says that supervision advances; there is no evidence that it raises trust. Shares of signatures and of votes: the
    law of villages, from memory. How many read, ask, sign was found nowhere: assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.measure import share_of
from ..ground.text import Text
from ..people.declared import measure
from ..people.everyday import WEEKEND_MORNING
from ..people.units import ranges
from .democratic_supervision_accounts import ask_hours, post_account, post_income
from .democratic_supervision_income import MONTH, answer, ask_where_it_is, kept_back, plan_income
from .democratic_supervision_judging import ADULT, MEMBER, adults, called, members, satisfied
from .democratic_supervision_kept import Supervised
from .democratic_supervision_parameters import LEVERS, DemocraticSupervisionParameters
from .democratic_supervision_recall import begin_petitions, call_votes, count_signatures, end_term, hold_vote
from .democratic_supervision_works import finish, give_up, plan_works

if TYPE_CHECKING:
    from ..contract.week import Week


class DemocraticSupervision(Supervised):
    """Open accounts, appraisal, recall, dated promises; see the head of this file."""

    name: ClassVar[str] = "democratic-supervision"
    title: ClassVar[Text] = Text("Democratic supervision", "民主监督")
    Parameters = DemocraticSupervisionParameters
    levers = LEVERS
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "appraisal": Text("appraisal of the committee", "民主评议"),
        "vote": Text("vote on a recall", "罢免表决"),
    }

    @classmethod
    def example(cls) -> DemocraticSupervisionParameters:
        """Return parameters with all parts of the policy."""
        return DemocraticSupervisionParameters(
            committee_accounts_a_year=4.0, income_accounts_a_year=4.0, appraisals_a_year=2.0, recall=True, works_a_year=8.0, petition=-8.0, signatures=0.02
        )

    # Plan: ask for hours and money, call people together

    def plan(self, week: Week) -> None:
        """Ask for the hours of accounts, for money and hours of works, and call appraisals and votes."""
        p = self.now
        if p.committee_accounts_a_year > 0.0:
            ask_hours(self, week, "account", "community", week.due("account", p.committee_accounts_a_year, "community"), p.account_staff)
        if p.income_accounts_a_year > 0.0:
            plan_income(self, week)
        plan_works(self, week)
        if p.appraisals_a_year > 0.0:
            self._call_appraisals(week)
        if p.recall:
            call_votes(self, week)

    def _call_appraisals(self, week: Week) -> None:
        p, seated = self.now, (members(week) >= 0).any(axis=1)
        where = np.flatnonzero((week.due("appraisal", p.appraisals_a_year, "community") > 0) & seated)
        if len(where) == 0:
            return
        named: dict[str, Any]
        if p.appraisers == "all":
            named = {"poster": p.poster, "chat": p.chat, "among": week.residents.age >= ADULT}
        else:
            people = called(week, where, p)
            named = {"members": people, "bring": people}
        week.call(
            "appraisal", unit="community", which=where, when=WEEKEND_MORNING, hours=p.appraisal_hours, room_for=p.appraisal_room, quality=p.quality,
            topic="none", by_committee=True, **named,
            needs=Needs(staff=p.appraisal_staff, duty="assemblies", room="activity room", priority=Priority.ASSEMBLY),
        )  # fmt: skip

    # Invite: what was granted is done

    def invite(self, week: Week) -> None:
        """Post the accounts for which there were hours, do the works for which there were money and hours."""
        for name, post in (("account", post_account), ("income", post_income)):
            if name in week.memo:
                where, ticket = week.memo[name]
                for unit in where[ticket.granted].tolist():
                    post(self, week, unit)
        if "works" in week.memo:
            identity, ticket = week.memo["works"]
            finish(self, week, identity[ticket.granted])

    # Attend: who came appraises or votes

    def attend(self, week: Week) -> None:
        """Appraisers give their marks, voters their votes."""
        meeting, vote = week.sitting("appraisal"), week.sitting("vote")
        if len(meeting):
            k, rows = meeting.everyone()
            for at in np.flatnonzero(meeting.held).tolist():
                self._appraise(week, int(meeting.community[at]), rows[k == at].astype(np.int64))
        if len(vote):
            k, rows = vote.everyone()
            for at, community in enumerate(vote.community.tolist()):
                if vote.held[at]:
                    hold_vote(self, week, community, rows[k == at].astype(np.int64))

    def _appraise(self, week: Week, community: int, came: np.ndarray) -> None:
        """Those who came say whether they are satisfied: before the members' eyes, unless marks are secret."""
        p, rows = self.now, np.intersect1d(came, adults(week, community))
        week.offices.met(MEMBER, came)
        self.appraisals += 1
        self.appraisers += len(rows)
        if len(rows) == 0:
            return
        good = int(np.count_nonzero(satisfied(week, rows, p, self.facts(rows), 0.0 if p.secret else p.face)))
        self._marks += len(rows)
        self._good_marks += good
        self.failed[community] = self.failed[community] + 1 if good < p.pass_mark * len(rows) else 0
        if p.recall and self.failed[community] >= p.failed_in_a_row:
            end_term(self, week, community)

    # React: what goes round is known, people ask and sign

    def react(self, week: Week) -> None:
        """Once in four weeks: who has heard of accounts knows them, owners ask, petitions begin; works whose date is over are given up."""
        give_up(self, week)
        if self.now.recall:
            for community in np.flatnonzero((self.petition_ends >= 0) & (self.petition_ends <= week.number) & week.covers("community")).tolist():
                count_signatures(self, week, community)
        if week.number % MONTH:
            return
        where, table = np.flatnonzero((self.latest_account >= 0) & week.covers("community")), week.units("community")
        k, rows = ranges(table.lo[where], table.hi[where])
        self.known[rows[week.word.knows(self.latest_account[where][k], rows)]] = True
        if self.now.income_accounts_a_year > 0.0:
            ask_where_it_is(self, week, np.flatnonzero((self.latest_income >= 0) & week.covers("compound")))
            answer(self, week)
        if self.now.recall:
            begin_petitions(self, week)

    # Measures

    @measure("common income not spent, yuan a household", "每户未用于小区的公共收益（元）", unit="yuan a household since the start", headline=True)
    def kept_back(self) -> float:
        """Yuan of common income a household that came in since the start and were not spent on the compound."""
        return share_of(float(kept_back(self, self.view).sum()), float(self.view.households("compound").sum()))

    @measure("adults who know the committee's latest account", "知晓居委会最近账目的成年人", unit="share of adults", kind="share", headline=True)
    def account_known(self) -> float:
        """Share of adults who have read it or heard of it; an account that has grown stale is still known."""
        grown = self.view.residents.age >= ADULT
        return share_of(int(np.count_nonzero(self.known & grown)), int(np.count_nonzero(grown)))

    @measure("satisfied with the committee, by residents' own word", "居民自评对居委会满意", unit="share of adults", kind="share")
    def satisfied(self) -> float:
        """Share of all adults who are satisfied with the committee when nobody of it listens."""
        view, good, many = self.view, 0, 0
        for community in range(len(view.units("community").lo)):
            rows = adults(view, community)
            good += int(np.count_nonzero(satisfied(view, rows, self.now, self.facts(rows))))
            many += len(rows)
        return share_of(good, many)

    @measure("official: satisfied by the appraisals", "官方统计：评议满意率", unit="share of marks since the start", kind="share", beside="satisfied")
    def official_satisfied(self) -> float:
        """Share of appraisers' marks that were good."""
        return share_of(self._good_marks, self._marks)

    @measure("works done in time", "实事按期完成率", unit="share of works done or missed", kind="share")
    def works_in_time(self) -> float:
        """Share of works that were done by their date."""
        return share_of(self.done, self.done + self.missed)
