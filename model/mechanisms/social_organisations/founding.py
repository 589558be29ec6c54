"""Ideas of capable people, the incubation base, and the meetings of groups with what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.needs import Priority
from ...ground.text import Text
from ...people.declared import counter, measure, state
from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ...people.residents import NO_TALENT, TOPICS, Role, Situation
from .life import DUES, GROUP, SEED, Followed, P

if TYPE_CHECKING:
    from ...contract.week import Week

ORGANISER = f"{GROUP} organiser"
ADULT, MONTH = 18, 4
GOOD = len(TOPICS)
"""Column of groups for the public good among the topics."""
_DAY = np.array((WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKEND_MORNING), np.uint8)
_EVENING = np.array((WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON), np.uint8)


class Founding(Followed[P]):
    """How groups come to be and how they meet."""

    based_until: np.ndarray = state("organisation", -1, dtype=np.int32)
    coached: np.ndarray = state("organisation", False)
    good: np.ndarray = state("organisation", False)
    bound_from: np.ndarray = state("organisation", -1, dtype=np.int32)
    contract_spent: np.ndarray = state("organisation", 0.0)
    own_meetings: int = counter("meetings of groups, paid by their members", "社区组织自办活动次数（成员自付）", unit="meetings", a_year=True)
    no_money: int = counter("meetings of groups that were not held for want of money", "因缺经费未办的活动", unit="meetings", a_year=True)
    own_person_times: int = counter("person-times at meetings of groups", "社区组织自办活动参与人次", unit="person-times", a_year=True)

    def setup(self, week: Week) -> None:
        """Groups are organisations, run by capable people."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"begin": self.now.idea, "stay_honour": self.now.honour})
        week.organisations.declare(GROUP, Text("community group", "社区社会组织"), organiser=wishes, estate="residents")
        super().setup(week)

    # Ideas

    def ideas(self, week: Week) -> None:
        """Capable adults who hear of the base or of grants decide whether to begin a group; once a month."""
        p, r = self.now, week.residents
        if p.base_places == 0 and p.grants_yuan == 0.0:
            return
        free = self._free_places(week)
        offered = np.where(free > 0, p.idea_base, 0.0) + p.idea_grant * np.log1p(min(p.grants_yuan, p.grant_yuan) / 1000.0)
        topic = np.where(r.talent != NO_TALENT, r.talent, GOOD).astype(np.int64)
        capable = (r.talent != NO_TALENT) | ((r.roles & np.uint8(Role.ACTIVIST | Role.PARTY)) != 0)
        rows = np.flatnonzero(capable & (r.age >= ADULT))
        rows = rows[week.covers_rows(rows)]
        rows = rows[week.draw("hears", r.identity[rows]) < 1.0 - (1.0 - p.notice) * (1.0 - p.notice_chat * r.digital[rows])]
        home, community = week.unit_of("compound", rows), week.unit_of("community", rows)
        # What a group with room is about already has its group.
        fresh = ~self._taken(week)[home, topic[rows]] & (offered[community] > 0.0)
        rows, community = rows[fresh], community[fresh]
        rows = week.volunteers.decide_to_begin(ORGANISER, rows, np.minimum(offered[community], week.volunteers.constants.most_stake))
        if len(rows):
            self._found(week, rows, topic[rows], free)

    def _taken(self, week: Week) -> np.ndarray:
        """Return bool [compounds, topics and the public good]: about what there is a group with room."""
        slots = np.flatnonzero(self.identity != 0)
        taken = np.zeros((len(week.units("compound").lo), GOOD + 1), np.bool_)
        table = week.organisations.table(slots)
        room = table["members"] < self.now.full
        taken[table["compound"][room], np.minimum(table["topic"][room], GOOD)] = True
        # There is more than one good to be done.
        taken[:, GOOD] = False
        return taken

    def _free_places(self, week: Week) -> np.ndarray:
        """Return int64 [communities], places of the base that nobody has."""
        held = self.here(week, self.based_until > week.number)
        return np.asarray(self.now.base_places - np.bincount(self.community(week, held), minlength=week.places.communities))

    def _found(self, week: Week, rows: np.ndarray, topic: np.ndarray, free: np.ndarray) -> None:
        """Found groups: of several who would begin the same in one month one does; the first ones have the free places of the base."""
        p, r = self.now, week.residents
        order = np.argsort(week.draw("first", r.identity[rows]), kind="stable")
        rows, topic = rows[order], topic[order]
        compound = week.unit_of("compound", rows)
        _, first = np.unique(compound * (GOOD + 1) + topic, return_index=True)
        first.sort()
        rows, topic, compound = rows[first], topic[first], compound[first]
        pick, day = week.draw("round", r.identity[rows]), r.situation[rows] <= Situation.CARER
        when = np.where(day, _one_of(_DAY, pick), _one_of(_EVENING, pick))
        slots = week.organisations.found(GROUP, compound, rows, topic=np.where(topic == GOOD, week.organisations.NO_TOPIC, topic), round=when)
        week.discover(rows)
        there = slots >= 0
        slots, community = slots[there], week.unit_of("community", rows[there])
        self.look(week)
        self.good[slots] = topic[there] == GOOD
        rank = np.zeros(len(slots), np.int64)
        for c in np.unique(community).tolist():
            rank[community == c] = np.arange(np.count_nonzero(community == c))
        self._pay_in(week, slots, community, "residents", DUES, p.founder_yuan)
        based = rank < free[community]
        self.based_until[slots[based]] = week.number + p.base_weeks
        if based.any():
            week.ledger.fund("street", p.seed_yuan, community[based])
            self._pay_in(week, slots[based], community[based], "street", SEED, p.seed_yuan)

    def _pay_in(self, week: Week, slots: np.ndarray, community: np.ndarray, source: str, kind: int, yuan: Any) -> None:
        """Put money into tills."""
        if len(slots):
            each = np.broadcast_to(np.asarray(yuan, np.float64), slots.shape)
            paid = week.ledger.pay(source, "organisation", each, community, organisation=slots)
            self.earned(slots[paid], kind, each[paid])

    # The base

    def base(self, week: Week) -> None:
        """Once a month the base costs what it costs, and the committee's staff coach its groups as far as they have hours."""
        p = self.now
        self.coached[self.here(week, self.coached)] = False
        where = np.flatnonzero(week.covers("community"))
        if p.base_places > 0:
            yuan = p.base_places * p.base_yuan / 13.0
            week.ledger.fund("street", yuan, where)
            week.ledger.pay("street", "suppliers", yuan, where)
        slots = self.here(week, self.based_until > week.number)
        if len(slots) and p.coach_hours > 0.0:
            community = self.community(week, slots)
            ticket = week.grants.ask(
                len(slots), priority=Priority.ASSEMBLY, identity=week.identity("coaching", self.identity[slots]), community=community, staff=p.coach_hours
            )
            week.memo["coaching"] = slots, ticket

    # Meetings

    def meetings(self, week: Week) -> None:
        """Call the meetings that are due of groups that can pay for one: in the base, in a room of the compound, or at the organiser's."""
        p, due = self.now, week.organisations.due(GROUP)
        if len(due):
            due = due[week.covers("compound")[self.home[due]]]
        if len(due) == 0:
            return
        rich = week.ledger.organisation_balance(due) >= self._cost(due)
        self.no_money += int(np.count_nonzero(~rich))
        week.memo["poor"] = due[~rich]
        based = self.based_until[due] > week.number
        for mine, room in ((rich & based, None), (rich & ~based, "activity room")):
            slots = due[mine]
            if len(slots):
                relief = 1.0 - p.coach_relief * self.coached[slots]
                more = p.coach_quality * self.coached[slots] + (p.room_quality if room is None else 0.0)
                week.call_members(
                    GROUP, "meeting", slots=slots, evenings=min(1.0, p.meeting_hours / week.staff.evening_hours) * relief, yuan=0.0, hours=p.meeting_hours,
                    room=room, room_quality=p.room_quality, room_for=p.meeting_room, quality=p.quality + more, skill=p.skill_quality, poster=p.poster,
                    chat=0.5 * p.poster, open_every=p.meeting_open, full=p.full,
                )  # fmt: skip

    @measure("groups for the public good that met in the last quarter", "近一季度有活动的公益组织", unit="organisations", kind="count")
    def good_active(self) -> float:
        """Groups for the public good that met lately."""
        return int(np.count_nonzero(self.good[self._active()]))

    def _cost(self, slots: np.ndarray) -> np.ndarray:
        return np.asarray(np.where(self.good[slots], self.now.good_yuan, self.now.meeting_yuan))

    def spend(self, week: Week, slots: np.ndarray, community: np.ndarray, payee: str, yuan: np.ndarray) -> np.ndarray:
        """Pay out of tills and return bool [m], what was paid; of one under contract the receipt is kept."""
        paid = week.ledger.pay("organisation", payee, yuan, community, organisation=slots)
        kept = paid & (self.bound_from[slots] >= 0)
        self.contract_spent[slots[kept]] += yuan[kept]
        return np.asarray(paid)

    def met(self, week: Week) -> None:
        """See who came to meetings: they pay their dues, the till pays what it cost, and some become members."""
        p = self.now
        for sitting in week.sittings("meeting"):
            self.worked(week, sitting.slots, sitting.evenings_asked, sitting.evenings)
            held = sitting.held
            slots, came, community = sitting.slots[held], sitting.came[held], sitting.community[held]
            self._pay_in(week, slots, community, "residents", DUES, came * np.where(self.good[slots], 0.0, p.dues))
            self.spend(week, slots, community, "suppliers", self._cost(slots))
            self.own_meetings += int(np.count_nonzero(came > 1))
            self.own_person_times += int(came.sum())
            week.members_came(sitting)
        # An evening on which the group cannot meet is to its organiser an evening on which nobody came.
        poor = week.memo.get("poor")
        if poor is not None and len(poor):
            week.volunteers.seen(ORGANISER, poor, 0.0)


def _one_of(choices: np.ndarray, pick: np.ndarray) -> np.ndarray:
    """Return the choice that belongs to each uniform."""
    return np.asarray(choices[(pick * len(choices)).astype(np.int64)])
