"""Ordinary community life (日常社区生活): what there is before any policy.

In the world
    A residents' committee (居委会) with five members holds what it holds every year (ordinary_year.py). Every gate (单元) should have a head
    (楼门长) who delivers notices, inspects and settles quarrels; some gates have none, some one in name only (挂名). There are a few clubs, a
    property company (物业) and, in some compounds, an owners' committee (业主委员会) with common income (公共收益). People know some of the holders.
How it works here
    A standing institution: it lives through the last years before the scenario begins, so that `before` is a going concern. Heads and
    clubs follow the one rule of volunteers; heads' evenings go to notices and inspections first, then to quarrels. Once a year the committee
    writes down somebody for some of the gates that have nobody. Who likes best what no club is about may found one, so that clubs that end
    have successors.
Left out
    The committee's other work (papers, reports, welfare); where it finds its members; what the property company does by day; half-hearted
    heads (one works or does not).
Fails when
    More is asked of heads than their evenings allow; the office names people who do no work; nobody hears of activities.
Sources
    evidence.md (5.1 members; goal of ten organisations; owners' committees in 11.9 % of compounds; 46.5 % of those of 60 and more with any
    social activity, CHARLS 2020). Frequencies are settings or assumed (docs/decisions/0028-ordinary-year.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..contract.mechanism import Mechanism
from ..contract.needs import Priority
from ..ground.measure import share_of
from ..ground.text import Text
from ..people.declared import counter, measure, state
from ..people.everyday import LATE_EVENING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_MORNING
from ..people.residents import TOPICS, Role
from ..people.units import ranges
from .ordinary_parameters import OrdinaryLifeParameters
from .ordinary_year import HEAD, KINDS, MEMBER, call_year

if TYPE_CHECKING:
    from ..contract.week import Week

ROAD = HEAD
CLUB = "club"
HABITS = ("yard", "dancing")
"""Everyday foci whose groups count as a social activity: chess and talk in the yard, exercise and dancing."""
ADULT = 18
LATELY = 4
"""Weeks in which one who has an activity has done it (the surveys ask for the last month)."""


class OrdinaryLife(Mechanism[OrdinaryLifeParameters]):
    """What there is before any policy; see the head of this file."""

    name: ClassVar[str] = "ordinary-life"
    title: ClassVar[Text] = Text("Ordinary community life", "日常社区生活")
    Parameters = OrdinaryLifeParameters
    standing: ClassVar[bool] = True
    kinds: ClassVar[dict[str, Text]] = KINDS | {CLUB: Text("club", "文体队伍")}

    founded: np.ndarray = state("community", False)
    activities: int = counter("ordinary activities held, festivals and meetings among them", "常规活动场次（含节日与会议）", unit="activities", a_year=True)
    clubs_met: int = counter("meetings of clubs", "队伍活动次数", unit="meetings", a_year=True)
    person_times: int = counter("person-times at ordinary activities and clubs", "常规活动与队伍参与人次", unit="person-times", a_year=True)
    head_evenings: float = counter("evenings that gate heads gave", "楼门长投入的晚上数", unit="evenings", a_year=True, whole=False)

    def setup(self, week: Week) -> None:
        """Name the offices, posts and organisations that this mechanism keeps."""
        constants = week.volunteers.constants
        head, member = Text("gate head", "楼门长"), Text("member of the residents' committee", "居委会成员")
        week.volunteers.declare(HEAD, constants.gate_head, head, "gate", office=True, measured=True, role=int(Role.HEAD))
        week.offices.declare(MEMBER, member, "community", seats=max(self.now.seats, 1), term=self.now.term, measured=True)
        wishes = constants.organiser.model_copy(update={"begin": self.now.club_begin})
        week.organisations.declare(CLUB, Text("club", "文体队伍"), organiser=wishes)

    def plan(self, week: Week) -> None:
        """Heads do what the office asks of them, clubs meet, the committee holds what the year brings."""
        new = week.covers("community") & ~self.founded
        if new.any():
            self._found(week, new)
        week.volunteers.seek(HEAD, week.covers("gate"))
        self._write_down(week)
        self._committee(week)
        if self.now.clubs > 0.0 and week.number % 4 == 0:
            self._successors(week)
        self._duties(week)
        self._quarrels(week)
        p = self.now
        evening = min(1.0, p.club_hours / week.staff.evening_hours)
        week.call_members(
            CLUB, CLUB, evenings=evening, yuan=p.club_yuan, hours=p.club_hours, room_for=p.club_room, poster=0.5 * p.poster, chat=p.chat,
            open_every=p.club_open, full=p.club_full,
        )  # fmt: skip
        call_year(week, p)

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

    def _write_down(self, week: Week) -> None:
        """Once a year, each gate at its own time, the committee looks whether there is a name on its list."""
        due = week.due("list", 1.0) > 0
        if due.any():
            vacant = week.volunteers.vacant(HEAD)
            self._name_somebody(week, vacant[due[vacant]])

    def _name_somebody(self, week: Week, vacant: np.ndarray) -> None:
        """For some gates that found nobody the committee writes down the adult who has lived there longest."""
        if len(vacant) == 0:
            return
        table, r = week.units("gate"), week.residents
        vacant = vacant[week.draw("named", table.identity[vacant]) < self.now.nominal]
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
            self._begin_club(week, np.full(len(rows), compound), rows, topic)

    def _begin_club(self, week: Week, compound: np.ndarray, rows: np.ndarray, topic: np.ndarray) -> None:
        at = (week.for_life("club round", week.residents.identity[rows]) * len(_CLUB_ROUNDS)).astype(np.int64)
        week.organisations.found(CLUB, compound, rows, topic=topic, every=1, round=_CLUB_ROUNDS[at])

    def _successors(self, week: Week) -> None:
        """Adults who like best what no club of their compound is about, or only a full one, decide whether to found one."""
        r, clubs = week.residents, week.organisations.mine(CLUB)
        table = week.organisations.table(clubs)
        taken = np.zeros((len(week.units("compound").lo), len(TOPICS)), np.bool_)
        room = table["members"] < self.now.club_full
        taken[table["compound"][room], table["topic"][room]] = True
        home, favourite = np.repeat(np.arange(len(taken)), np.diff(week.places.compound_rows)), r.interests.argmax(axis=1)
        rows = np.flatnonzero((r.age >= ADULT) & ~taken[home, favourite] & week.covers("compound")[home])
        rows = week.volunteers.decide_to_begin(f"{CLUB} organiser", rows)
        # Of several who would begin the same in one month one does.
        _, first = np.unique(home[rows] * len(TOPICS) + favourite[rows], return_index=True)
        rows = rows[first]
        if len(rows):
            self._begin_club(week, home[rows], rows, favourite[rows])

    def _committee(self, week: Week) -> None:
        """Fill vacant seats of the committee, and those whose term is over, with those who come to mind first."""
        if self.now.seats == 0:
            return
        holder = week.offices.holder(MEMBER)
        over, seat = week.offices.term_over(MEMBER)
        empty = np.argwhere(holder < 0)
        if len(empty) == 0 and len(over) == 0:
            return
        units, seats = np.concatenate([empty[:, 0], over]), np.concatenate([empty[:, 1], seat])
        # Where seats are filled by election, nobody comes to mind.
        here = (week.covers("community") & ~week.offices.lent(MEMBER))[units]
        table, r = week.units("community"), week.residents
        for community in np.unique(units[here]).tolist():
            people = np.arange(table.lo[community], table.hi[community])
            people = people[(r.age[people] >= 18) & ~np.isin(people, holder[community]) & ~week.offices.recalled(MEMBER, people)]
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
        if len(cases.numbers) == 0:
            return
        holder = week.volunteers.runners(HEAD, "gate")
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
        self.head_evenings += float(ticket.evenings.sum())
        mine = ticket.granted & np.isin(cases.numbers, week.disputes.mine(ROAD).numbers)
        cases = cases.take(mine)
        if len(cases.numbers):
            knows, skill = week.offices.knows(HEAD), week.residents.civic[week.volunteers.holder(HEAD)[cases.gate]]
            odds = week.disputes.mediation_log_odds(cases.numbers, skill, knows[cases.a] & knows[cases.b])
            week.disputes.work(cases.numbers, odds)

    def attend(self, week: Week) -> None:
        """Count who came; they see who the members of the committee are."""
        for kind in KINDS:
            held = week.sitting(kind)
            if len(held):
                self.activities += int(np.count_nonzero(held.came > 1))
                self.person_times += int(held.came.sum())
                if kind != "health" and held.came.any():
                    week.offices.met(MEMBER, held.everyone()[1])
        club = week.sitting(CLUB)
        self.clubs_met += int(np.count_nonzero(club.came > 1))
        self.person_times += int(club.came.sum())
        week.members_came(club)
        post, asked, ticket = week.memo["duties"]
        week.volunteers.work(HEAD, post, asked, ticket.evenings)
        self.head_evenings += float(ticket.evenings.sum())

    @measure("gate heads who do the work", "做事的楼门长", unit="share of gates", kind="share")
    def heads_at_work(self) -> float:
        """Share of the gates that are lived in whose head does the work; "in office" counts those in name only too."""
        gate = self.view.units("gate")
        return share_of(len(self.view.volunteers.at_work(HEAD)), int(np.count_nonzero(gate.hi > gate.lo)))

    @measure("of those of 60 and more, with any social activity", "60岁及以上有社会活动者", unit="share of residents of 60 and more", kind="share")
    def active_60(self) -> float:
        """Share of those of 60 and more who belong to a group in the yard or that dances, or to a club, or came to something in the last month."""
        return self._share_60(self.view.in_habit(HABITS[0]) | self.view.in_habit(HABITS[1]) | self._organised())

    @measure(
        "of those of 60 and more, in a club or at an event in the last month", "60岁及以上近一月参加队伍或活动者",
        unit="share of residents of 60 and more", kind="share",
    )  # fmt: skip
    def organised_60(self) -> float:
        """Share of those of 60 and more who belong to a club or came to something in the last month."""
        return self._share_60(self._organised())

    def _organised(self) -> np.ndarray:
        found = self.view.came_lately(LATELY)
        found[self.view.organisations.members_of(self.view.organisations.of(CLUB))[1]] = True
        return found

    def _share_60(self, who: np.ndarray) -> float:
        old = self.view.residents.age >= 60
        return share_of(int(np.count_nonzero(who & old)), int(np.count_nonzero(old)))


_CLUB_ROUNDS = np.array((WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, LATE_EVENING, WEEKEND_MORNING), np.uint8)
