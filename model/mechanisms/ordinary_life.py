"""Ordinary community life (日常社区生活): what there is before any policy.

In the world
    A residents' committee (居委会) with five members holds some activities a year. Every gate (单元) should have a head (楼门长) who
    delivers notices, inspects and settles quarrels; some gates have none, some one in name only. There are a few clubs, a property
    company (物业) and, in some compounds, an owners' committee (业主委员会) with common income (公共收益). People know some of the holders.
How it works here
    A standing institution: it lives through the last years before the scenario begins, so that `before` is a going concern. Heads and
    clubs follow the one rule of volunteers; their evenings go to notices and inspections first, then to quarrels. Activities are
    occasions like any others.
Left out
    The committee's other work (papers, reports, welfare); where it finds its members; what the property company does by day.
Fails when
    More is asked of heads than their evenings allow; the office names people who do no work; nobody hears of activities.
Sources
    evidence.md (5.1 members; goal of ten organisations; owners' committees in 11.9 % of compounds). Frequencies are settings or assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..contract.mechanism import Mechanism
from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.declared import counter, state
from ..people.everyday import LATE_EVENING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ..people.residents import Role
from ..people.units import ranges
from .ordinary_parameters import OrdinaryLifeParameters

if TYPE_CHECKING:
    from ..contract.week import Week

HEAD = ROAD = "gate head"
MEMBER = "committee member"


class OrdinaryLife(Mechanism[OrdinaryLifeParameters]):
    """What there is before any policy; see the head of this file."""

    name: ClassVar[str] = "ordinary-life"
    title: ClassVar[Text] = Text("Ordinary community life", "日常社区生活")
    Parameters = OrdinaryLifeParameters
    standing: ClassVar[bool] = True
    kinds: ClassVar[dict[str, Text]] = {"activity": Text("activity of the committee", "居委会活动"), "club": Text("club", "文体队伍")}

    founded: np.ndarray = state("community", False)
    activities: int = counter("ordinary activities held", "常规活动场次", unit="activities", a_year=True)
    clubs_met: int = counter("meetings of clubs", "队伍活动次数", unit="meetings", a_year=True)
    person_times: int = counter("person-times at ordinary activities and clubs", "常规活动与队伍参与人次", unit="person-times", a_year=True)

    def setup(self, week: Week) -> None:
        """Name the offices, posts and organisations that this mechanism keeps."""
        constants = week.volunteers.constants
        head, member = Text("gate head", "楼门长"), Text("member of the residents' committee", "居委会成员")
        week.volunteers.declare(HEAD, constants.gate_head, head, "gate", office=True, measured=True, role=int(Role.HEAD))
        week.offices.declare(MEMBER, member, "community", seats=max(self.now.seats, 1), term=self.now.term, measured=True)
        week.organisations.declare("club", Text("club", "文体队伍"), organiser=constants.organiser)

    def plan(self, week: Week) -> None:
        """Heads do what the office asks of them, clubs meet, the committee holds its activities."""
        new = week.covers("community") & ~self.founded
        if new.any():
            self._found(week, new)
        week.volunteers.seek(HEAD, week.covers("gate"))
        self._committee(week)
        self._duties(week)
        self._quarrels(week)
        p = self.now
        evening = min(1.0, p.club_hours / week.staff.evening_hours)
        week.call_members(
            "club", "club", evenings=evening, yuan=p.club_yuan, hours=p.club_hours, room_for=p.club_room, poster=0.5 * p.poster, chat=p.chat,
            open_every=p.club_open, full=p.club_full,
        )  # fmt: skip
        self._activities(week)

    def _found(self, week: Week, where: np.ndarray) -> None:
        """Find the first heads, name somebody where none is found, found clubs and companies: as if long ago. where: bool [communities]."""
        self.founded |= where
        gate = week.units("gate")
        vacant = week.volunteers.vacant(HEAD)
        week.volunteers.search(HEAD, vacant[where[gate.community[vacant]]])
        vacant = week.volunteers.vacant(HEAD)
        self._name_somebody(week, vacant[where[gate.community[vacant]]])
        self._clubs(week, where)
        week.estates.stand()

    def _name_somebody(self, week: Week, vacant: np.ndarray) -> None:
        """For some gates that found nobody the committee writes down the adult who has lived there longest."""
        table, r = week.units("gate"), week.residents
        vacant = vacant[week.for_life("named", table.identity[vacant]) < self.now.nominal]
        posts, rows = [], []
        for gate in vacant.tolist():
            people = np.arange(table.lo[gate], table.hi[gate])
            adults = people[r.age[people] >= 18]
            if len(adults):
                posts.append(gate)
                rows.append(int(adults[np.lexsort((r.identity[adults], r.arrival[adults]))[0]]))
        week.volunteers.appoint(HEAD, np.array(posts, np.int64), np.array(rows, np.int64), nominal=True)

    def _clubs(self, week: Week, where: np.ndarray) -> None:
        """Clubs whose beginnings nobody remembers: run by the most civic of those who like what they are about."""
        table, r, p = week.units("compound"), week.residents, self.now
        for compound in np.flatnonzero(where[table.community]).tolist():
            people = np.arange(table.lo[compound], table.hi[compound])
            number = int(np.floor(p.clubs * len(people) / 1000.0 + week.for_life("clubs", table.identity[[compound]])[0]))
            keen = r.interests[people].max(axis=1) / 255.0 + 0.5 * r.civic[people] + (r.situation[people] <= 1)
            rows = people[np.lexsort((r.identity[people], -keen))[:number]]
            topic = r.interests[rows].argmax(axis=1)
            at = (week.for_life("club round", r.identity[rows]) * len(_CLUB_ROUNDS)).astype(np.int64)
            week.organisations.found("club", np.full(len(rows), compound), rows, topic=topic, every=1, round=_CLUB_ROUNDS[at])

    def _committee(self, week: Week) -> None:
        """Fill vacant seats of the committee, and those whose term is over, with those who come to mind first."""
        if self.now.seats == 0:
            return
        holder = week.offices.holder(MEMBER)
        over, seat = week.offices.term_over(MEMBER)
        empty = np.argwhere(holder < 0)
        units, seats = np.concatenate([empty[:, 0], over]), np.concatenate([empty[:, 1], seat])
        here = week.covers("community")[units]
        table, r = week.units("community"), week.residents
        for community in np.unique(units[here]).tolist():
            people = np.arange(table.lo[community], table.hi[community])
            people = people[(r.age[people] >= 18) & ~np.isin(people, holder[community])]
            mind = r.civic[people] + (r.situation[people] <= 1) + week.draw("comes to mind", r.identity[people])
            mine = seats[(units == community) & here]
            rows = people[np.lexsort((r.identity[people], -mind))[: len(mine)]]
            week.offices.appoint(MEMBER, np.full(len(rows), community), rows, mine[: len(rows)])

    def _duties(self, week: Week) -> None:
        """Notices and inspections take the evenings of heads before anything else; a notice brings the head to the doors of a landing."""
        p, post = self.now, week.volunteers.at_work(HEAD)
        post = post[week.covers("gate")[post]]
        notices = week.due("notice", 52.0 * p.notices_a_week)[post]
        evenings = notices * p.notice_evenings + week.due("inspection", 12.0 * p.inspections_a_month)[post] * p.inspection_evenings
        asked = evenings > 0.0
        post, evenings, notices = post[asked], evenings[asked], notices[asked]
        table, holder = week.units("gate"), week.volunteers.holder(HEAD)
        ticket = week.grants.ask(
            len(post), priority=Priority.DUTY, identity=week.identity("duty", table.identity[post]), community=table.community[post],
            row=holder[post], evenings=evenings, least=0.0,
        )  # fmt: skip
        week.memo["duties"] = post, evenings, ticket
        doors = post[notices > 0]
        first, end = week.places.gate_landings[doors].astype(np.int64), week.places.gate_landings[doors + 1].astype(np.int64)
        landing = first + (week.draw("notice landing", table.identity[doors]) * (end - first)).astype(np.int64)
        lo, hi = week.places.landing_rows[landing], week.places.landing_rows[landing + 1]
        week.offices.met(HEAD, ranges(lo, hi)[1])

    def _quarrels(self, week: Week) -> None:
        """A head with an evening left takes up the quarrel of the gate in hand, or the oldest for which mediation was asked."""
        cases = week.disputes.mine(ROAD).and_(week.disputes.waiting(relation="neighbours", road=ROAD))
        holder = week.volunteers.holder(HEAD)
        if len(cases.numbers):
            cases = cases.take(week.covers("gate")[cases.gate])
            cases = cases.take(np.unique(cases.gate, return_index=True)[1])
            head = holder[cases.gate]
            cases = cases.take((head >= 0) & (head != cases.a) & (head != cases.b))
        if len(cases.numbers) == 0:
            return
        gate = week.units("gate")
        ticket = week.grants.ask(
            len(cases.numbers), priority=Priority.CARE, identity=week.identity("quarrel", gate.identity[cases.gate]),
            community=gate.community[cases.gate], row=holder[cases.gate], evenings=1.0,
        )  # fmt: skip
        week.disputes.claim(cases.numbers, ROAD)
        week.memo["quarrels"] = cases, ticket

    def invite(self, week: Week) -> None:
        """Heads who were granted an evening and the case sit down with the two."""
        if "quarrels" not in week.memo:
            return
        cases, ticket = week.memo["quarrels"]
        week.volunteers.work(HEAD, cases.gate, 1.0, ticket.evenings)
        mine = ticket.granted & np.isin(cases.numbers, week.disputes.mine(ROAD).numbers)
        cases = cases.take(mine)
        if len(cases.numbers):
            knows, skill = week.offices.knows(HEAD), week.residents.civic[week.volunteers.holder(HEAD)[cases.gate]]
            odds = week.disputes.mediation_log_odds(cases.numbers, skill, knows[cases.a] & knows[cases.b])
            week.disputes.work(cases.numbers, odds)

    def _activities(self, week: Week) -> None:
        """The committee holds what it holds every year, with its staff and money, in a room or in the yard."""
        p = self.now
        due = week.due("activity", p.activities_a_year, "compound") > 0
        if not due.any():
            return
        which = np.flatnonzero(due)
        week.ledger.fund("community", np.full(len(which), p.activity_yuan), week.units("compound").community[which])
        in_the_morning = week.draw("round", week.units("compound").identity[which]) < 0.5
        week.call(
            "activity", unit="compound", which=which, when=np.where(in_the_morning, WEEKEND_MORNING, WEEKEND_AFTERNOON),
            hours=p.activity_hours, room_for=p.activity_room, quality=p.activity_quality, poster=p.poster, chat=p.chat, by_committee=True,
            ask=self._members_of(week, which), promise=True, room_quality=0.1,
            needs=Needs(yuan=p.activity_yuan, staff=p.activity_staff, room="activity room", priority=Priority.CULTURE),
        )  # fmt: skip

    def _members_of(self, week: Week, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion, row): the committee's members hear first and ask others."""
        holder = week.offices.holder(MEMBER).reshape(len(week.units("community").lo), -1)
        rows = holder[week.units("compound").community[which]]
        k, seat = np.nonzero(rows >= 0)
        return k, rows[k, seat]

    def attend(self, week: Week) -> None:
        """Count who came; they see who the members of the committee are."""
        activity, club = week.sitting("activity"), week.sitting("club")
        self.activities += int(np.count_nonzero(activity.came > 1))
        self.clubs_met += int(np.count_nonzero(club.came > 1))
        self.person_times += int(activity.came.sum() + club.came.sum())
        if activity.came.any():
            week.offices.met(MEMBER, activity.everyone()[1])
        week.members_came(club)
        post, asked, ticket = week.memo["duties"]
        week.volunteers.work(HEAD, post, asked, ticket.evenings)


_CLUB_ROUNDS = np.array((WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, LATE_EVENING, WEEKEND_MORNING), np.uint8)
