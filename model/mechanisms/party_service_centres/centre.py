"""Party-mass service centres (党群服务中心) of Shenzhen: one house with counter, evenings, rooms, a full-time secretary, and members asked to take part.

In the world
    A community had a service station (社区工作站) with windows in office hours. Its Party secretary was there for a few hours; where the former
    villagers have a joint-stock company (股份公司) it held halls, money and agenda, and its head was often the secretary. Since 2016 all 645
    communities have a centre: services in one place, evenings and a study room, rooms for organisations, staff in one uniform with a badge, a
    secretary for the whole day, members asked to take part, those whose branch is at their workplace reporting to the community too.
How it works here
    Matters arise by age and tenure; who is free while the counter is open, near enough and not put off by the wait goes there (counter.py) and
    waits with others. Staff hours go to reports and inspections first, then to windows, visits to homes, and evenings last, side by side with the
    committee's activities. The roster of the windows is that of the week before. An evening for which there is no staff or no money is called
    off, and those who notice take it for a promise broken. A study room is a focus that residents decide to come to. A secretary's own
    hours are what company, reports and inspections leave: in the hall first, then at doors. Who sees them learns who they are, sooner with
    a badge. What people call them follows from where they met (secretary.py).
Left out
    Matters settled online; the way of a ticket from office to office; children's rooms, canteens; who else may become secretary; shares and dividends.
Fails when
    Reports and inspections eat the evenings and the visits: doors are closed that were announced as open, and nobody meets the secretary.
Sources
    evidence.md (2.2 visits a head and year in Yanji; about 174 a day at each of Shenzhen's points with study rooms, some 8 a head and year).
    No rate by matter was found: the constants of centre_parameters.py are assumed unless marked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ...contract.mechanism import Mechanism
from ...contract.needs import Priority
from ...contract.picture import Picture
from ...ground.measure import share_of
from ...ground.text import Text
from ...people.declared import counter, measure, state
from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING
from ...people.residents import Role
from .calls import ROOM, WEEKEND, Opening, entities, keep_rooms, needs_quiet, numbered, open_up, service_day, shareholders, study_rooms
from .centre_parameters import LEVERS, PartyServiceCentresParameters
from .counter import OFFICE_HOURS, SHORTEST, Visitors, arise, go, queue, rates, rates_of, wait_together
from .picture import PICTURE
from .renewed import Renewed
from .secretary import ADULT, COMPANY, PARTY, SECRETARY, SECRETARY_TITLE, WINDOW, answers, appoint, homes, of_the_branch, own_hours

if TYPE_CHECKING:
    from ...contract.week import Week

SHIFT = 8.0
"""Hours of staff that are asked for at once: where there is not enough for all, some shifts are filled and some are not."""
DAYTIME = (WEEKDAY_MORNING, WEEKDAY_AFTERNOON)
ROUNDS = (*DAYTIME, WEEKDAY_EVENING, *WEEKEND)
"""Parts of the week in which rooms of the centre may be open."""
EVENINGS, PART_TIME, LATELY, REGULAR = 5.0, 8.0, 52, 13
"""Evenings of working days in a week; hours of a secretary that are not paid for; weeks in which one has taken part lately;
weeks after which one no longer counts on a study room."""
_WAITING_ROOM = 60
_LONG_AGO = -10_000


class PartyServiceCentres(Mechanism[PartyServiceCentresParameters]):
    """Counter, evenings, rooms, secretary and members; see the head of this file."""

    name: ClassVar[str] = "party-service-centres"
    title: ClassVar[Text] = Text("Party-mass service centre", "党群服务中心")
    Parameters = PartyServiceCentresParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    picture: ClassVar[Picture | None] = PICTURE
    kinds: ClassVar[dict[str, Text]] = {
        "waiting": Text("waiting at the counter", "窗口候办"),
        "study": Text("study room", "自习室"),
        "service": Text("Party members' day of service", "党员服务日"),
        "shareholders": Text("meeting of the shareholders", "股东会"),
    }

    pending: np.ndarray = state("resident", 0, on_move=0)
    met_window: np.ndarray = state("resident", 0, dtype=np.uint8, on_move=0)
    met_party: np.ndarray = state("resident", 0, dtype=np.uint8, on_move=0)
    met_company: np.ndarray = state("resident", 0, dtype=np.uint8, on_move=0)
    sat: np.ndarray = state("resident", _LONG_AGO, dtype=np.int32, on_move=_LONG_AGO)
    served: np.ndarray = state("resident", _LONG_AGO, dtype=np.int32, on_move=_LONG_AGO)
    roster: np.ndarray = state("community", -1.0)
    late: np.ndarray = state("community", 0.0)
    wait: np.ndarray = state("community", 0.0)
    offered: int = state("one", 0, restart=True)
    taken: int = state("one", 0, restart=True)
    weeks: int = state("one", 0, restart=True)
    lived: int = state("one", -1)

    desk: int = counter("visits to the counter", "窗口办事人次", unit="visits", a_year=True)
    again: int = counter("visits that brought one again", "须再跑一趟的人次", unit="visits", a_year=True)
    studied: int = counter("visits to study rooms", "自习室人次", unit="visits", a_year=True)
    elsewhere: int = counter("matters that people had to take elsewhere or let be", "只能另处办理或放弃的事项", unit="matters", a_year=True)
    opened: int = counter("evenings and weekend half days on which the centre was open", "晚间与周末实际开放次数", unit="times", a_year=True)
    announced: int = counter(
        "official: evenings and weekend half days on which the centre was open", "官方统计：晚间与周末开放次数", unit="times", a_year=True, beside="opened"
    )
    homes: int = counter("residents met at their own door by the secretary", "书记入户见到的居民人次", unit="person-times", a_year=True)
    helped: int = counter("person-times of members at days of service", "党员服务日实到人次", unit="person-times", a_year=True)
    signed: int = counter("official: person-times of members at days of service", "官方统计：党员服务日人次", unit="person-times", a_year=True, beside="helped")

    @classmethod
    def example(cls) -> PartyServiceCentresParameters:
        """Return parameters with all of the policy, beside a company."""
        return PartyServiceCentresParameters.model_validate({
            "services": 4, "one_window": True, "evenings": 5.0, "weekends": 2.0, "rooms": 2, "secretary_hours": 40.0, "uniform": True, "ask_members": True,
            "report_in": True, "points": 2, "company": "both",
        })  # fmt: skip

    def setup(self, week: Week) -> None:
        """Name the secretary's office; find where the centre is. The counter is declared when the first week is lived."""
        week.offices.declare(SECRETARY, SECRETARY_TITLE, "community")
        self._counter = -1
        room, first = week.rooms.kind("service centre"), week.places.community_compounds[:-1].astype(np.int64)
        self._compound = np.where(room.near[first] >= 0, room.near[first], first)
        self._xy = room.xy[self._compound].astype(np.float64)
        self._spots: dict[int, np.ndarray] = {}
        self._quiet, self._rates = Renewed(needs_quiet), Renewed(rates)

    # Plan

    def plan(self, week: Week) -> None:
        """Staff hours are asked for, people go to the counter, evenings, visits and days of service are planned."""
        p = self.now
        self.weeks += self.lived != week.number
        self.lived = week.number
        if self._counter < 0:
            self._counter = week.queues.counter("service centre", minutes=p.minutes)
        fresh = appoint(week)
        if len(fresh[0]):
            self._new_secretary(week, *fresh)
        inspected = week.due("inspection", 12.0 * p.inspections_a_month, "community")
        here = week.covers("community")
        self._shifts(week, "reports", np.where(here, p.reports_hours + inspected * p.inspection_hours, 0.0), Priority.DUTY)
        week.memo["desk"] = self._shifts(week, "counter", np.where(here, p.windows * OFFICE_HOURS, 0.0), Priority.CARE)
        self._secretary(week, own_hours(p, inspected))
        self._at_the_counter(week)
        self._open(week)
        self._rooms(week)
        if p.company != "none":
            if not p.apart and p.company_bookings > 0.0:
                keep_rooms(week, p)
            shareholders(week, p)
        if p.ask_members or p.report_in:
            week.memo["members"] = service_day(week, p)

    def _new_secretary(self, week: Week, where: np.ndarray, rows: np.ndarray) -> None:
        """Nobody knows a new secretary in office but the members of the branch, who were there when it was settled."""
        table = week.units("community")
        for lo, hi in zip(table.lo[where].tolist(), table.hi[where].tolist(), strict=True):
            for met in (self.met_window, self.met_party, self.met_company):
                met[lo:hi] = 0
        branch = np.flatnonzero(of_the_branch(week.residents))
        branch = branch[np.isin(week.unit_of("community", branch), where)]
        self._meet(week, branch, PARTY)
        self.met_party[rows] = 0

    def _shifts(self, week: Week, duty: str, hours: np.ndarray, priority: int) -> tuple[np.ndarray, np.ndarray, Any]:
        """Ask for hours of staff [communities] shift by shift; return the community and hours of each shift, and their ticket."""
        number = np.ceil(hours / SHIFT).astype(np.int64)
        community, nth = numbered(number)
        each = hours[community] / number[community]
        entity = entities(week.units("community").identity[community], nth)
        ticket = week.grants.ask(len(community), priority=priority, identity=week.identity(duty, entity), community=community, staff=each, duty=duty)
        return community, each, ticket

    def _at_the_counter(self, week: Week) -> None:
        """Matters arise; who has one goes there or does not, and waits there with others."""
        p, r = self.now, week.residents
        new, other = arise(week, self._rates.of(week, rates_of(p)), p.services)
        self.pending[new] += 1
        self.elsewhere += len(other)
        rows = np.flatnonzero(self.pending)
        rows = rows[week.covers_rows(rows)]
        v = go(week, p, rows, self.late, self.wait, self._xy, self._counter)
        done = v.row[v.taken_in]
        self.pending[done] -= 1
        self.desk += len(v.row)
        self.again += len(v.row) - len(done)
        left = rows[(self.pending[rows] > 0) & (week.draw("gives up", r.identity[rows]) < p.gives_up)]
        self.pending[left] -= 1
        self.elsewhere += len(left)
        self._hand_in(week, done)
        first = self.roster < 0.0
        self.roster[first] = p.windows * OFFICE_HOURS
        week.queues.hours(self._counter, self.roster)
        stay = np.maximum(p.minutes / 60.0 + self.wait, SHORTEST)
        wait_together(week, p, v, stay, self.late * EVENINGS * p.evening_hours, self._xy, _WAITING_ROOM)
        here = week.covers("community")
        visitors = np.bincount(v.community, minlength=len(here))
        self.wait[here] = queue(visitors, self.roster, p.minutes)[here]
        week.memo["visitors"] = v

    def _hand_in(self, week: Week, rows: np.ndarray) -> None:
        """Hand in the matters of residents at the counter: it is due in the week after."""
        if len(rows):
            p = self.now
            asks = week.draw("enquiry", week.residents.identity[rows]) < p.enquiries
            week.queues.submit(self._counter, rows, "matter", np.where(asks, 0.0, p.work_hours), 1, asks, p.solved)

    def _secretary(self, week: Week, own: np.ndarray) -> None:
        """Plan the hours in the hall, and the visits to homes."""
        p = self.now
        own = np.where(week.covers("community") & (week.offices.holder(SECRETARY) >= 0), own, 0.0)
        hall = np.minimum(own, p.hall_hours)
        number = np.minimum((own - hall) / p.visit_hours, p.visits_a_week).astype(np.int64)
        where = np.flatnonzero(number)
        week.memo["hall"] = hall / OFFICE_HOURS
        if len(where):
            table = week.units("community")
            week.memo["homes"] = number, where, week.grants.ask(
                len(where), priority=Priority.CARE + 5, identity=week.identity("homes", table.identity[where]), community=where,
                staff=number[where] * p.visit_hours, duty="visits",
            )  # fmt: skip

    def _open(self, week: Week) -> None:
        """Plan the evenings and weekend half days of this week."""
        p = self.now
        if p.evenings == 0.0 and p.weekends == 0.0:
            self.late[week.covers("community")] = 0.0
            return
        self._fund(week)
        regulars = np.flatnonzero(week.number - self.sat <= REGULAR)
        week.memo["open"] = open_up(week, p, self._rooms_of_study(week), np.flatnonzero(self._quiet.of(week, p.study_adults)), regulars)

    def _rooms_of_study(self, week: Week) -> np.ndarray:
        points = self.now.points
        if points not in self._spots:
            self._spots[points] = study_rooms(week, self._xy, points)
        return self._spots[points]

    def _fund(self, week: Week) -> None:
        """Every quarter the district gives the centre its money; a company that holds the purse takes its part for its own ends."""
        p = self.now
        if week.scenario_week % 13 == 0 and p.budget > 0.0:
            where = np.flatnonzero(week.covers("community"))
            held = p.company != "none" and not p.apart
            week.ledger.fund("community", p.budget / 4.0, where)
            if held and p.company_takes > 0.0:
                week.ledger.pay("community", "market", np.full(len(where), p.company_takes * p.budget / 4.0), where)

    def _rooms(self, week: Week) -> None:
        """The rooms that the centre opens: in office hours, and in the evenings and at weekends as far as these were open last week."""
        p = self.now
        week.memo["lent"] = 0
        if p.rooms == 0:
            return
        here = np.flatnonzero(week.covers("community"))
        awake, late = here[self.late[here] >= 0.5], (WEEKDAY_EVENING, *(WEEKEND if p.weekends > 0.0 else ()))
        week.rooms.lend(ROOM, self._compound[here], DAYTIME, p.rooms)
        week.rooms.lend(ROOM, self._compound[awake], late, p.rooms)
        week.memo["lent"] = p.rooms * (len(here) * len(DAYTIME) + len(awake) * len(late))

    # What was granted

    def invite(self, week: Week) -> None:
        """See who is on duty, which evenings are open, and ring at the doors for which there is time."""
        here = week.covers("community")
        community, each, ticket = week.memo["desk"]
        hours = np.bincount(community, each * ticket.granted, len(here)).astype(np.float64)
        if "open" in week.memo:
            opening: Opening = week.memo["open"]
            held = opening.held()
            self.opened += int(held.sum())
            self.announced += int(opening.planned.sum())
            self.late[here] = np.minimum(opening.held(at_night=True)[here] / EVENINGS, 1.0)
            hours = hours + held * self.now.evening_staff * self.now.evening_hours
        self.roster[here] = hours[here]
        if "homes" in week.memo:
            self._at_the_door(week)
        self._room_use(week)

    def _at_the_door(self, week: Week) -> None:
        """Who is at home sees who rings; the secretary takes the matters along of those who have not been at the counter yet."""
        number, where, ticket = week.memo["homes"]
        number = np.where(np.isin(np.arange(len(number)), where[ticket.granted]), number, 0)
        rows = homes(week, number)[1]
        rows = rows[week.draw("at home", week.residents.identity[rows]) < self.now.at_home]
        self.homes += len(rows)
        self._meet(week, rows, PARTY)
        waiting = rows[self.pending[rows] > 0]
        self.pending[waiting] -= 1
        self._hand_in(week, waiting)

    def _room_use(self, week: Week) -> None:
        """Count the rooms of the compound of the centre, and how many of them somebody has, in each part of the week."""
        here = self._compound[week.covers("community")]
        compound, rounds = np.repeat(here, len(ROUNDS)), np.tile(np.array(ROUNDS), len(here))
        self.taken += int(week.rooms.taken(ROOM, compound, rounds).sum())
        self.offered += int(week.rooms.kind(ROOM).count[here].sum()) * len(ROUNDS) + week.memo["lent"]

    # Attend

    def attend(self, week: Week) -> None:
        """Who was there, and whom they saw."""
        p = self.now
        v: Visitors = week.memo["visitors"]
        if len(v.row):
            self._in_the_hall(week, v)
        study = week.sitting("study")
        if len(study):
            self.studied += int(study.came.sum())
            self.sat[study.everyone()[1]] = week.number
        service = week.sitting("service")
        if len(service):
            row = service.everyone()[1]
            self.served[row] = week.number
            self.helped += len(row)
            self.signed += int(np.count_nonzero(service.held[week.memo["members"]]))
            week.staff.volunteer(row, p.service_hours)
            self._meet(week, row, PARTY)
        if p.company == "both":
            shareholders = week.sitting("shareholders")
            if len(shareholders):
                self._meet(week, shareholders.everyone()[1], COMPANY)

    def _in_the_hall(self, week: Week, v: Visitors) -> None:
        """Some visitors see the secretary, and some of these learn who that is: with a badge as what it says, without as one of the station."""
        p = self.now
        who = week.residents.identity[v.row]
        in_office_hours = v.round != WEEKDAY_EVENING
        sees = in_office_hours & (week.draw("sees the secretary", who) < week.memo["hall"][v.community])
        learns = sees & (week.draw("learns who it is", who) < (p.reads if p.uniform else p.told))
        self._meet(week, v.row[learns], PARTY if p.uniform else WINDOW)

    def _meet(self, week: Week, rows: np.ndarray, as_what: int) -> None:
        """Let residents meet the secretary of their community, if there is one, as what people will call them."""
        rows = np.unique(rows)
        holder = week.offices.holder(SECRETARY)[week.unit_of("community", rows)]
        rows = rows[(holder >= 0) & (holder != rows)]
        met = (self.met_window, self.met_party, self.met_company)[as_what]
        met[rows] = np.minimum(met[rows], 254) + 1
        week.offices.met(SECRETARY, rows)

    def account(self, week: Week) -> None:
        """Pay for the hours of a secretary that are more than a few, and for uniforms."""
        p, where = self.now, np.flatnonzero(week.covers("community"))
        if p.secretary_hours > PART_TIME and week.scenario_week % 4 == 0:
            paid = where[week.offices.holder(SECRETARY)[where] >= 0]
            week.ledger.pay("public", "staff", np.full(len(paid), 4.0 * p.wage * (p.secretary_hours - PART_TIME)), paid)
        if p.uniform and week.scenario_week % 52 == 0:
            week.ledger.pay("public", "suppliers", np.full(len(where), p.uniform_yuan), where)

    # Measures

    @measure("visits to the centre, a head", "人均到访中心次数", unit="visits a head since the start", headline=True, a_year=True)
    def visits_a_head(self) -> float:
        """Visits to counter and study rooms since the start for each resident."""
        return share_of(self.desk + self.studied, self.view.residents.n)

    @measure("visits a day to a centre and its study rooms", "每个中心及其自习室日均到访", unit="visits a day")
    def visits_a_day(self) -> float:
        """Visits to counter and study rooms a day and community, since the start."""
        return share_of(self.desk + self.studied, 7.0 * self.weeks * self.view.places.communities)

    @measure("evenings and weekend half days with an open door", "每周晚间与周末实际开放", unit="times a week and community")
    def late_openings(self) -> float:
        """How often a week a centre was open outside office hours, since the start."""
        return share_of(self.opened, self.weeks * self.view.places.communities)

    @measure("rooms in use", "房间使用率", unit="share of rooms and parts of the week in which they are open", kind="share")
    def room_use(self) -> float:
        """Of activity rooms of the compound of a centre, its own rooms included: how many parts of the week somebody had one, since the start."""
        return share_of(self.taken, self.offered)

    @measure("the secretary is known by", "认识社区书记的居民", unit="share of adults", kind="share", headline=True)
    def secretary_known(self) -> float:
        """Share of adults who know who the secretary of their community is."""
        knows = self._answers() >= 0
        return share_of(int(np.count_nonzero(knows)), len(knows))

    @measure("of those who know the secretary: say secretary (shuji)", "认识者中称其为“书记”", unit="share of those who know", kind="share", headline=True)
    def called_secretary(self) -> float:
        """Share of those asked who know the holder and would say "secretary"."""
        return self._called(PARTY)

    @measure("of those who know the secretary: say station head (zhanzhang)", "认识者中称其为“站长”", unit="share of those who know", kind="share")
    def called_station_head(self) -> float:
        """Share of those asked who know the holder and would say "station head"."""
        return self._called(WINDOW)

    @measure("of those who know the secretary: say chairman (dongshizhang)", "认识者中称其为“董事长”", unit="share of those who know", kind="share")
    def called_chairman(self) -> float:
        """Share of those asked who know the holder and would say "chairman" (of the joint-stock company)."""
        return self._called(COMPANY)

    @measure("Party members who came to a day of service in the last year", "近一年参加服务日的党员", unit="share of adult Party members", kind="share")
    def members_active(self) -> float:
        """Share of adult Party members who came to at least one day of service in the last year."""
        r = self.view.residents
        member = ((r.roles & Role.PARTY) != 0) & (r.age >= ADULT)
        return share_of(int(np.count_nonzero(member & (self.lived - self.served < LATELY))), int(np.count_nonzero(member)))

    def _called(self, what: int) -> float:
        says = self._answers()
        return share_of(int(np.count_nonzero(says == what)), int(np.count_nonzero(says >= 0)))

    def _answers(self) -> np.ndarray:
        return answers(self.view, self.now.asked, (self.met_window, self.met_party, self.met_company))[1]
