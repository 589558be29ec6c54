"""Building-gate culture (楼门文化) of Tongzhou, Beijing: gate heads, gatherings, shared stairwells, talent shows, circles.

In the world
    Every gate (entrance) of a building has a head (楼门长), a volunteer who delivers notices, looks after safety and settles
    quarrels. The policy gives the heads better incentives and asks them for more: gatherings at festivals, decorating the
    stairwell together. Talent shows discover capable people (社区能人), who are asked to open interest circles. Party members,
    activists and arts backbones come first and ask others.
How it works here
    Heads exist anyway (ordinary-life); the policy changes what they are offered and what is asked of them. Notices and inspections take
    their evenings first, then quarrels, then culture. What is left decides how well an activity is prepared, how many doors are knocked
    at, or whether it is cancelled; one who is head in name only holds none. Work above one's evenings strains;
    strain, thanklessness and want of helpers end terms of office (the one rule of volunteers). Activities are events: who comes, whom they
    meet and what remains of it is left to the residents.
Left out
    Conflicts between heads and property companies; gifts to those who come; quarrels about who becomes head; weather.
Fails when
    More is asked for than the evenings allow: activities are cancelled or poor, and reported all the same. Frail or thankless
    gates stay without a head. Paying for some years and stopping leaves fewer heads than never paying.
Sources
    Xinhua 2017-10-11; evidence.md (events are a start, 7 % do two thirds of the work, formalism, crowding out). No rate of Tongzhou
    was published: the constants of gate_parameters.py are assumed unless marked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..contract.mechanism import Mechanism
from ..contract.needs import Needs, Priority
from ..ground.measure import share_of
from ..ground.text import Text
from ..people.calendar import FESTIVALS
from ..people.declared import counter, measure, state
from ..people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ..people.residents import NO_TALENT, TOPICS, Role, Situation
from .gate_parameters import LEVERS, BuildingGatesParameters

if TYPE_CHECKING:
    from ..contract.call import Sitting
    from ..contract.week import Week

HEAD, CIRCLE = "gate head", "circle"
ACTIVE = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)
_FIRST_FESTIVALS = tuple(f.week for f in FESTIVALS if f.name in ("spring", "lantern", "mid-autumn", "double-ninth"))
_ROUNDS = {
    "gathering": np.array((WEEKEND_AFTERNOON, WEEKEND_MORNING, WEEKDAY_EVENING), np.uint8),
    "decorating": np.array((WEEKEND_MORNING,), np.uint8),
}
_TOPICS = {
    "gathering": np.array([TOPICS.index(t) for t in ("singing", "cooking", "chess", "handicraft", "opera")], np.uint8),
    "decorating": np.array([TOPICS.index("handicraft")], np.uint8),
}
_DAY_ROUNDS = np.array((WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKEND_MORNING), np.uint8)
_EVENING_ROUNDS = np.array((WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON), np.uint8)
_DECOR_LEFT = 0.5 ** (1.0 / 52.0)


class BuildingGates(Mechanism[BuildingGatesParameters]):
    """Gate heads, what they are offered and asked for, and their culture; see the head of this file."""

    name: ClassVar[str] = "building-gates"
    title: ClassVar[Text] = Text("Building-gate culture", "楼门文化")
    Parameters = BuildingGatesParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "gathering": Text("gathering of the gate", "楼门聚会"),
        "decorating": Text("decorating the stairwell", "装饰楼道"),
        "show": Text("talent show", "才艺展示"),
        "circle": Text("interest circle", "兴趣小组"),
    }

    decor: np.ndarray = state("gate", 0.0)
    activities: int = counter("activities held", "实际举办的活动", unit="activities", a_year=True)
    cancelled: int = counter("activities cancelled", "取消的活动", unit="activities", a_year=True)
    poor: int = counter("activities held with too little preparation", "准备不足的活动", unit="activities", a_year=True)
    person_times: int = counter("person-times that happened", "实际参与人次", unit="person-times", a_year=True)
    official_activities: int = counter("official: activities held", "官方统计：活动场次", unit="activities", a_year=True, beside="activities")
    official_person_times: int = counter("official: person-times", "官方统计：参与人次", unit="person-times", a_year=True, beside="person_times")

    def setup(self, week: Week) -> None:
        """Circles are organisations, run by capable people."""
        week.organisations.declare(CIRCLE, Text("interest circle", "兴趣小组"), organiser=week.volunteers.constants.organiser)

    # Plan

    def plan(self, week: Week) -> None:
        """Offer the heads what the policy offers, give the money, ask for what it asks for."""
        p, gates = self.now, week.units("gate")
        self._offer(week)
        if week.scenario_week % 13 == 0 and p.budget_a_gate > 0.0:
            count = np.bincount(gates.community[week.covers("gate")], minlength=week.places.communities)
            week.ledger.fund("community", count * p.budget_a_gate / 4.0, np.arange(week.places.communities))
        self.decor[week.covers("gate")] *= _DECOR_LEFT
        self._at_gates(week, "gathering", self._gatherings_due(week), p.gathering_evenings, p.gathering_yuan, p.gathering_hours)
        self._at_gates(week, "decorating", week.due("decorating", p.decorating_a_year) > 0, p.decorating_evenings, p.decorating_yuan, p.decorating_hours)
        self._shows(week)
        self._circles(week)
        self._reward(week)

    def _offer(self, week: Week) -> None:
        """Offer the heads what the policy offers; without it, nothing."""
        p = self.now
        week.volunteers.offer(
            HEAD, week.covers("gate").nonzero()[0], honour=p.incentive == "honour", party_first=p.party_first,
            pay=p.money_a_month if p.incentive == "money" else 0.0, points=p.points_an_evening if p.incentive == "points" else 0.0,
        )  # fmt: skip

    def _gatherings_due(self, week: Week) -> np.ndarray:
        """Return bool [gates]: at festivals first, then spread over the year, each gate with its own offset."""
        rest, now = self.now.gatherings_a_year, np.zeros(len(week.units("gate").lo), np.bool_)
        if self.now.festivals:
            first = min(rest, float(len(_FIRST_FESTIVALS)))
            if week.scenario_week % 52 in _FIRST_FESTIVALS and _FIRST_FESTIVALS.index(week.scenario_week % 52) < first:
                now |= week.covers("gate")
            rest -= first
        return now | (week.due("gathering", rest) > 0)

    def _at_gates(self, week: Week, kind: str, due: np.ndarray, evenings: float, yuan: float, hours: float) -> None:
        """Ask the heads of the gates where it is due to prepare an activity; a gate without a head who does the work has none."""
        p, gate = self.now, week.units("gate")
        holder = week.volunteers.runners(HEAD, "gate")
        due &= gate.hi > gate.lo
        self.cancelled += int(np.count_nonzero(due & (holder < 0)))
        which = (due & (holder >= 0)).nonzero()[0]
        if len(which) == 0:
            return
        rows, post = holder[which], week.volunteers.table(HEAD)
        helpers = post["helpers"][which]
        quality = p.quality + p.skill_quality * week.residents.civic[rows] + p.helper_quality * np.minimum(helpers, 3.0) + p.decor_quality * self.decor[which]
        quality = quality + p.festival_quality * (week.festival is not None)
        identity, households = gate.identity[which], week.households("gate")[which]
        pick = week.draw(f"{kind} round", identity), week.draw(f"{kind} topic", identity)
        week.call(
            kind, which=which, organiser=rows, hours=hours, room_for=p.gathering_room, quality=np.clip(quality, 0.0, 1.0), poster=p.poster,
            chat=p.chat, when=_one_of(_ROUNDS[kind], pick[0]), topic=_one_of(_TOPICS[kind], pick[1]), knock=p.knock_share,
            first=ACTIVE if p.party_first else 0, promise=True,
            needs=Needs(
                evenings=evenings / (1.0 + p.helper_relief * helpers), least=p.least_preparation, yuan=yuan, staff=p.gathering_staff,
                door_evenings=p.knock_share * households / p.households_an_evening, priority=Priority.CULTURE,
            ),
        )  # fmt: skip

    def _shows(self, week: Week) -> None:
        """Plan the talent shows that are due: the committee's staff and money, the room of the compound or its yard."""
        p = self.now
        due = week.due("show", p.talent_shows_a_year, "compound") > 0
        if not due.any():
            return
        week.call(
            "show", unit="compound", which=due, hours=p.show_hours, room_for=p.show_room,
            quality=p.quality, topic="singing", poster=p.poster, chat=p.chat, by_committee=True, first=ACTIVE if p.party_first else 0,
            room_quality=p.room_quality, promise=True,
            needs=Needs(yuan=p.show_yuan, staff=p.show_staff, room="activity room", priority=Priority.CULTURE),
        )  # fmt: skip

    def _circles(self, week: Week) -> None:
        """Ask known talents once in four weeks whether they open a circle; circles meet; without the policy they end."""
        p, r = self.now, week.residents
        if not p.interest_circles:
            mine = week.organisations.mine(CIRCLE)
            if len(mine):
                week.organisations.end(mine[week.covers("compound")[week.organisations.table(mine)["compound"]]])
            return
        if week.scenario_week % 4 == 0:
            rows = np.flatnonzero(r.talent_known & (r.talent != NO_TALENT))
            rows = week.volunteers.decide_to_begin(f"{CIRCLE} organiser", rows[week.covers_rows(rows)])
            who = r.identity[rows]
            pick = week.draw("circle round", who)
            when = np.where(r.situation[rows] <= Situation.CARER, _one_of(_DAY_ROUNDS, pick), _one_of(_EVENING_ROUNDS, pick))
            every = 1 + (week.draw("circle rhythm", who) < p.fortnightly)
            week.organisations.found(CIRCLE, week.unit_of("compound", rows), rows, topic=r.talent[rows], every=every, round=when)
        week.call_members(
            CIRCLE, "circle", evenings=min(1.0, p.circle_hours / week.staff.evening_hours), yuan=p.circle_yuan, hours=p.circle_hours, room_for=p.circle_room,
            quality=p.quality + p.circle_quality, skill=p.skill_quality, poster=p.circle_poster, chat=0.5 * p.circle_poster,
        )  # fmt: skip

    def _reward(self, week: Week) -> None:
        """Ask for the money of certificates, allowances or points that fall due; who is not paid what was promised draws the conclusion."""
        p = self.now
        if p.incentive == "none":
            return
        a_year, payee = {"honour": (1.0, "suppliers"), "money": (12.0, "volunteers"), "points": (4.0, "volunteers")}[p.incentive]
        holder, gate = week.volunteers.holder(HEAD), week.units("gate")
        post = np.flatnonzero((week.due("reward", a_year) > 0) & (holder >= 0))
        if len(post) == 0:
            return
        yuan = {"honour": p.honour_yuan, "money": p.money_a_month, "points": week.volunteers.table(HEAD)["points"][post]}[p.incentive]
        ticket = week.grants.ask(
            len(post), priority=Priority.DUTY, identity=week.identity("reward", gate.identity[post]), community=gate.community[post], yuan=yuan, payee=payee
        )
        week.memo["reward"] = post, ticket

    # Attend and react

    def attend(self, week: Week) -> None:
        """See who came: helpers lend a hand, the head becomes known, talents are discovered, the report is written."""
        for kind in ("gathering", "decorating"):
            sitting = week.sitting(kind)
            if len(sitting):
                self._at_the_gate(week, sitting)
        show, circle = week.sitting("show"), week.sitting("circle")
        if len(show):
            self._report(week, show, self.now.report_floor)
            self._discover(week, show)
        if len(circle):
            self._report(week, circle, 0)
            week.members_came(circle)

    def _at_the_gate(self, week: Week, sitting: Sitting) -> None:
        """Who came to an activity of a gate: some help, all see the head, the stairwell is decorated, a talent may be noticed."""
        p, r, gate = self.now, week.residents, sitting.unit
        k, row = sitting.everyone()
        could = np.flatnonzero(((r.roles[row] & ACTIVE) != 0) & (week.volunteers.holder(HEAD)[gate[k]] != row))
        helping = could[week.draw(f"{sitting.kind}: lends a hand", r.identity[row[could]]) < logistic(p.help_base + p.help_civic * r.civic[row[could]])]
        week.staff.volunteer(row[helping], p.help_hours)
        held = sitting.held
        asked = sitting.evenings_asked + np.where(held, sitting.doors_asked, 0.0)
        week.volunteers.work(HEAD, gate, asked, sitting.evenings + sitting.doors)
        helpers = np.bincount(k[helping], minlength=len(gate))
        week.volunteers.seen(HEAD, gate[held], np.maximum(sitting.came - 1, 0)[held], helpers[held])
        if sitting.kind == "decorating":
            self.decor[gate[sitting.came >= 3]] = 1.0
        week.offices.met(HEAD, row)
        self.poor += int(np.count_nonzero(held & (sitting.prepared < 1.0)))
        self._report(week, sitting, p.report_floor)
        if p.find_talent:
            self._discover(week, sitting)

    def _report(self, week: Week, sitting: Sitting, floor: int) -> None:
        """Write the official count: at least what was expected came, and some of what was cancelled was held on paper."""
        from ..survey import official_count

        came = sitting.came[sitting.held]
        self.activities += len(came)
        self.person_times += int(came.sum())
        self.official_activities += len(came)
        self.official_person_times += int(official_count(came, floor).sum())
        off = ~sitting.held
        self.cancelled += int(off.sum())
        if sitting.kind in _ROUNDS and off.any():
            paper = int(np.count_nonzero(week.draw("reported on paper", sitting.identity[off]) < self.now.paper))
            self.official_activities += paper
            self.official_person_times += paper * floor

    def _discover(self, week: Week, sitting: Sitting) -> None:
        """At a show some of those with a hidden talent perform; at a gathering a head who looks for it may notice one."""
        p, r = self.now, week.residents
        row = sitting.everyone()[1]
        row = row[self._talent_hidden(week)[row]]
        interest = r.interests[row, r.talent[row]] / 255.0
        chance = logistic(p.perform + p.perform_civic * r.civic[row] + p.perform_interest * interest) if sitting.kind == "show" else p.notice_talent
        week.discover(row[week.draw(f"{sitting.kind}: talent seen", r.identity[row]) < chance])

    @staticmethod
    def _talent_hidden(week: Week) -> np.ndarray:
        return np.asarray((week.residents.talent != NO_TALENT) & ~week.residents.talent_known)

    def react(self, week: Week) -> None:
        """Heads learn whether they were given what was promised."""
        if "reward" in week.memo:
            post, ticket = week.memo["reward"]
            week.volunteers.paid(HEAD, post, ticket.granted, points=self.now.incentive == "points")

    @measure("hidden talents discovered", "被发现的能人", unit="share of hidden talents", kind="share")
    def talents_found(self) -> float:
        """Share of talents that are known."""
        has = self.view.residents.talent != NO_TALENT
        return share_of(int(np.count_nonzero(self.view.residents.talent_known[has])), int(np.count_nonzero(has)))

    @measure("interest circles alive", "活跃的兴趣小组", unit="circles", kind="count")
    def circles(self) -> float:
        """Interest circles that exist."""
        return len(self.view.organisations.mine(CIRCLE))


def logistic(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def _one_of(choices: np.ndarray, pick: np.ndarray) -> np.ndarray:
    """Return the choice that belongs to each uniform."""
    return np.asarray(choices[(pick * len(choices)).astype(np.int64)])
