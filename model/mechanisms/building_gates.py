"""Building-gate culture (楼门文化) of Tongzhou, Beijing: gate heads, gatherings, shared stairwells, talent shows, circles.

In the world
    Every gate (entrance) of a building has a head (楼门长), a volunteer who delivers notices, looks after safety and settles
    quarrels. The policy gives the heads better incentives and asks them for more: gatherings at festivals, decorating the
    stairwell together. Talent shows discover capable people (社区能人), who are asked to open interest circles. Party members,
    activists and arts backbones come first and ask others.
How it works here
    A head has a few evenings a week. Notices and inspections take them first, then mediation, then culture. What is left
    decides how well an activity is prepared, how many doors are knocked at, or whether it is cancelled. Work above one's evenings
    strains; strain, thanklessness and want of helpers end terms of office; a gate then looks for a successor and may find none.
    Pay attracts and keeps heads, and takes something of the honour that kept them. Activities are events: who comes, whom they meet
    and what remains of it is left to the residents.
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

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..contract.mechanism import FocusKindInfo, Mechanism, SocietyLike
from ..foci.events import Events
from ..ground.measure import State
from ..ground.text import Text
from ..people.calendar import FESTIVALS, festival
from ..people.declared import measure
from ..people.experiences import Experience
from ..people.residents import NO_TALENT, TOPICS
from ..people.units import event_identity
from ..services.disputes_desk import DisputesDesk
from .gate_circles import Circles
from .gate_heads import HELPERS, GateHeads, logistic
from .gate_parameters import LEVERS, BuildingGatesParameters
from .gate_report import COUNTS, Report

if TYPE_CHECKING:
    from ..contract.week import Week


_DUTIES = ("notice", "inspection", "gathering", "decorating", "show", "honour", "pay")
_FIRST_FESTIVALS = tuple(f.week for f in FESTIVALS if f.name in ("spring", "lantern", "mid-autumn", "double-ninth"))
_GATHERING_ROUNDS = np.array((11, 10, 5), np.uint8)
_GATHERING_TOPICS = np.array([TOPICS.index(t) for t in ("singing", "cooking", "chess", "handicraft", "opera")], np.uint8)
_SINGING, _HANDICRAFT = TOPICS.index("singing"), TOPICS.index("handicraft")
_DECOR_LEFT = 0.5 ** (1.0 / 52.0)


class BuildingGates(Mechanism[BuildingGatesParameters]):
    """Gate heads, their duties and their culture; see the head of this file."""

    name: ClassVar[str] = "building-gates"
    title: ClassVar[Text] = Text("Building-gate culture", "楼门文化")
    Parameters = BuildingGatesParameters
    levers = LEVERS
    standing: ClassVar[bool] = True

    @classmethod
    def focus_kinds(cls) -> Sequence[FocusKindInfo]:
        """Name the kinds of events."""
        return (
            FocusKindInfo("gathering", Text("gathering of the gate", "楼门聚会")),
            FocusKindInfo("decorating", Text("decorating the stairwell", "装饰楼道")),
            FocusKindInfo("show", Text("talent show", "才艺展示")),
            FocusKindInfo("circle", Text("interest circle", "兴趣小组")),
        )

    def setup(self, society: SocietyLike) -> None:
        """Make the arrays of gates; heads are found in the first week."""
        self.heads = GateHeads(society)
        self.circles = Circles(society)
        self.founded = False
        self.report = Report()
        self.talents = (0, 0)
        self._units = society.services.units
        self._evening = np.zeros(0, np.uint64)
        society.services.disputes.introduce(self.index, self.name)
        places = society.places
        lived_in = places.flat_rows[:-1][np.diff(places.flat_rows) > 0]
        gate = np.searchsorted(places.gate_rows, lived_in, side="right") - 1
        self._households = np.maximum(np.bincount(gate, minlength=places.gates), 1)
        from ..ground.draws import falls_due
        from ..ground.random import draw

        self._falls_due = falls_due
        self._offset = {duty: draw(society.seed, f"{self.name} {duty} offset", 0, self._units.gate_identity) for duty in _DUTIES}
        self._show_offset = draw(society.seed, f"{self.name} show offset", 0, self._units.compound_identity)

    # Plan

    def plan(self, week: Week) -> None:
        """Let heads spend their evenings: duties first, then mediation, then culture."""
        p = self.now
        if not self.founded:
            self._found(week)
        self._fund(week, p)
        self._treated = self._where(week, p)
        for where, chosen in self._regimes():
            self.heads.seek(week, chosen, where)
        held = np.flatnonzero(self.heads.office.holder >= 0)
        rows = self.heads.office.holder[held]
        staff = week.services.staff
        demand = self._duties(week, held, rows, p)
        self._worked = staff.take(rows, demand).astype(np.float64)
        demand += self._mediate(week, held)
        if p.gatherings_a_year > 0.0:
            demand += self._gatherings(week, held, p)
        if p.decorating_a_year > 0.0:
            demand += self._decorate(week, held, p)
        self.heads.decor *= _DECOR_LEFT
        if p.talent_shows_a_year > 0.0:
            self._shows(week, p)
        if p.interest_circles:
            self.circles.stay_or_go(week, p)
            if week.scenario_week % 4 == 0:
                self.circles.found(week, p, self._treated)
            self.circles.plan(week, p, self.index, self.codes["circle"], self.name)
        elif len(self.circles):
            self.circles.close_all(week)
        self._held, self._overload = held, np.maximum(demand / np.maximum(staff.evenings(rows), 0.25) - 1.0, 0.0)

    def _found(self, week: Week) -> None:
        """Find the first heads as the community without the policy would."""
        plain = self._without_policy(self.now)
        for counter in range(4):
            vacant = self.heads.vacant()
            if len(vacant):
                self.heads.search(week, vacant, plain, counter)
        self.founded = True

    def _where(self, week: Week, p: BuildingGatesParameters) -> np.ndarray | None:
        """Return bool [gates], which have the policy; None: all."""
        if not p.communities:
            return None
        return np.isin(week.places.community_id[self._units.gate_community], p.communities)

    def _regimes(self) -> list[tuple[np.ndarray | None, BuildingGatesParameters]]:
        """Return (bool [gates] or None for all, the parameters that they live under): with the policy and without."""
        if self._treated is None:
            return [(None, self.now)]
        return [(self._treated, self.now), (~self._treated, self._without_policy(self.now))]

    def _fund(self, week: Week, p: BuildingGatesParameters) -> None:
        if week.scenario_week % 13 == 0 and p.budget_a_gate > 0.0:
            gates = np.bincount(self._units.gate_community, minlength=week.places.communities)
            week.services.ledger.pay("public", "community", gates * p.budget_a_gate / 4.0, np.arange(week.places.communities))

    def _due(self, duty: str, a_year: float, week: int) -> np.ndarray:
        """Return how often a duty falls due in each gate this week: spread over the year, each gate with its own offset."""
        return self._falls_due(self._offset[duty], a_year, week)

    def _duties(self, week: Week, held: np.ndarray, rows: np.ndarray, p: BuildingGatesParameters) -> np.ndarray:
        """Deliver notices and make inspections; return the evenings that they take of each head in `held`."""
        demand = np.zeros(len(held))
        if p.notices_a_week > 0.0:
            notices = self._due("notice", 52.0 * p.notices_a_week, week.scenario_week)[held]
            demand += notices * p.notice_evenings
            # A notice brings the head to the doors of one landing: these people know who the head is.
            calls = held[notices > 0]
            if len(calls):
                places = week.places
                first, end = places.gate_landings[calls], places.gate_landings[calls + 1]
                u = self.draw(week, "notice landing", self._units.gate_identity[calls])
                landing = first + (u * (end - first)).astype(np.int64)
                self._meet_head(places.landing_rows[landing], places.landing_rows[landing + 1])
        if p.inspections_a_month > 0.0:
            demand += self._due("inspection", 12.0 * p.inspections_a_month, week.scenario_week)[held] * p.inspection_evenings
        return demand

    def _meet_head(self, lo: np.ndarray, hi: np.ndarray) -> None:
        knows = self.heads.office.knows
        for first, end in zip(lo.tolist(), hi.tolist(), strict=True):
            knows[first:end] = True

    def _mediate(self, week: Week, held: np.ndarray) -> np.ndarray | float:
        """Let heads keep an evening, if they have one left, for a quarrel of their gate: the one they have taken on, or the oldest.

        Returns:
            The evenings asked of each head in `held`.
        """
        desk, self._evening = self._disputes(week), np.zeros(0, np.uint64)
        cases = desk.mine("gate head").and_(desk.waiting(relation="neighbours", road="gate head"))
        if len(cases.numbers) == 0:
            return 0.0
        gate, first = np.unique(cases.gate, return_index=True)
        cases = cases.take(first)
        asked = np.zeros(week.places.gates)
        asked[gate] = 1.0
        staff, holder = week.services.staff, self.heads.office.holder[gate]
        can = (holder >= 0) & (holder != cases.a) & (holder != cases.b)
        can[can] = staff.spare(holder[can]) >= 1.0
        if can.any():
            staff.take(holder[can], np.ones(int(can.sum())))
            self._worked[np.searchsorted(held, gate[can])] += 1.0
            self._evening = cases.numbers[can]
            desk.claim(self._evening, "gate head")
        return np.asarray(asked[held])

    def _disputes(self, week: Week) -> DisputesDesk:
        return DisputesDesk(week.services.disputes, week, self.index)

    def decide(self, week: Week) -> None:
        """Let heads mediate the quarrels that they were granted."""
        if len(self._evening) == 0:
            return
        week.services.disputes.settle_claims(week)
        desk, office = self._disputes(week), self.heads.office
        cases = desk.mine("gate head")
        cases = cases.take(np.isin(cases.numbers, self._evening))
        skill = week.residents.civic[office.holder[cases.gate]]
        desk.work(cases.numbers, desk.mediation_log_odds(cases.numbers, skill, office.knows[cases.a] & office.knows[cases.b]))

    def _gatherings(self, week: Week, held: np.ndarray, p: BuildingGatesParameters) -> np.ndarray:
        """Plan the gatherings that are due; return the evenings that they ask of each head."""
        rest, now = p.gatherings_a_year, np.zeros(week.places.gates)
        if p.festivals:
            first = min(rest, float(len(_FIRST_FESTIVALS)))
            place = _FIRST_FESTIVALS.index(week.scenario_week % 52) if week.scenario_week % 52 in _FIRST_FESTIVALS else len(_FIRST_FESTIVALS)
            now += place < first
            rest -= first
        if rest > 0.0:
            now = np.minimum(now + self._due("gathering", rest, week.scenario_week), 1.0)
        return self._activity(week, "gathering", now > 0, held, p, p.gathering_evenings, p.gathering_yuan)

    def _decorate(self, week: Week, held: np.ndarray, p: BuildingGatesParameters) -> np.ndarray:
        """Plan the days of decorating that are due; return the evenings that they ask of each head."""
        due = self._due("decorating", p.decorating_a_year, week.scenario_week) > 0
        return self._activity(week, "decorating", due, held, p, p.decorating_evenings, p.decorating_yuan)

    def _activity(self, week: Week, kind: str, due: np.ndarray, held: np.ndarray, p: BuildingGatesParameters, evenings: float, yuan: float) -> np.ndarray:
        """Prepare an activity in each gate where it is due, or cancel it; return the evenings asked of each head in `held`."""
        if not due.any():
            return np.zeros(len(held))
        due &= self.heads.lived_in
        if self._treated is not None:
            due &= self._treated
        demand = np.zeros(len(held))
        gates = np.flatnonzero(due)
        if len(gates) == 0:
            return demand
        s, heads = week.services, self.heads
        identity = event_identity(self.name, kind, week.number, self._units.gate_identity[gates])
        rows = heads.office.holder[gates]
        prepared = np.zeros(len(gates))
        has_head = np.flatnonzero(rows >= 0)
        at = np.searchsorted(held, gates[has_head])
        need = evenings / (1.0 + p.helper_relief * heads.helpers[gates[has_head]])
        demand[at] = need
        # Who cannot prepare it at least roughly cancels, and keeps the evening.
        able = s.staff.spare(rows[has_head]) >= p.least_preparation * need
        able[able] = s.ledger.pay("community", "suppliers", yuan, self._units.gate_community[gates[has_head[able]]])
        has_head, at, need = has_head[able], at[able], need[able]
        granted = s.staff.take(rows[has_head], need)
        self._worked[at] += granted
        prepared[has_head] = granted / need
        on = prepared > 0.0
        self._cancel(week, identity[~on], gates[~on], rows[~on] >= 0, p)
        if on.any():
            self._add(week, kind, gates[on], identity[on], prepared[on], at, p)
        return demand

    def _add(self, week: Week, kind: str, gates: np.ndarray, identity: np.ndarray, prepared: np.ndarray, at: np.ndarray, p: BuildingGatesParameters) -> None:
        """Put prepared activities of gates into the week's events."""
        s, heads, r, places = week.services, self.heads, week.residents, week.places
        rows = heads.office.holder[gates]
        quality = p.quality + p.skill_quality * r.civic[rows] + p.helper_quality * np.minimum(heads.helpers[gates], 3.0) + p.decor_quality * heads.decor[gates]
        if festival(week.scenario_week) is not None:
            quality = quality + p.festival_quality
        knock = np.zeros(len(gates))
        if p.knock_share > 0.0:
            doors = s.staff.take(rows, p.knock_share * self._households[gates] / p.households_an_evening)
            self._worked[at] += doors
            knock = np.minimum(doors * p.households_an_evening / self._households[gates], 1.0)
        s.staff.book(self._units.gate_community[gates], p.gathering_staff)
        self.report.counts["poor"] += int(np.count_nonzero(prepared < 1.0))
        gathering = kind == "gathering"
        hours = p.gathering_hours if gathering else p.decorating_hours
        pick = self.draw(week, f"{kind} round and topic", identity)
        topic = _GATHERING_TOPICS[(pick * len(_GATHERING_TOPICS)).astype(np.int64)] if gathering else _HANDICRAFT
        rounds = _GATHERING_ROUNDS[(pick * 997.0).astype(np.int64) % 3] if gathering else 10
        week.events.add(
            len(gates), kind=self.codes[kind], round=rounds, lo=places.gate_rows[gates], hi=places.gate_rows[gates + 1],
            x=places.gate_xy[gates, 0], y=places.gate_xy[gates, 1], hours=hours * prepared, capacity=p.gathering_room,
            quality=np.clip(quality, 0.0, 1.0) * prepared, topic=topic, poster=p.poster * prepared, chat=p.chat, knock=knock,
            organiser=rows, helpers=HELPERS if p.party_first else 0, identity=identity, mechanism=self.index,
        )  # fmt: skip

    def _cancel(self, week: Week, identity: np.ndarray, gates: np.ndarray, with_head: np.ndarray, p: BuildingGatesParameters) -> None:
        """What was announced does not happen: some notice, and some heads report it all the same."""
        if len(gates) == 0:
            return
        places = week.places
        self.report.counts["cancelled"] += len(gates)
        week.services.promises.fail(week, identity[with_head], places.gate_rows[gates[with_head]], places.gate_rows[gates[with_head] + 1])
        on_paper = int(np.count_nonzero(self.draw(week, "reported on paper", identity[with_head]) < p.paper))
        self.report.on_paper(on_paper, p.report_floor)

    def _shows(self, week: Week, p: BuildingGatesParameters) -> None:
        """Plan the talent shows that are due: the committee's staff and money, the room of the compound or its yard."""
        due = np.flatnonzero(self._falls_due(self._show_offset, p.talent_shows_a_year, week.scenario_week))
        if self._treated is not None:
            treated = np.unique(self._units.gate_compound[self._treated])
            due = due[np.isin(due, treated)]
        if len(due) == 0:
            return
        s, places = week.services, week.places
        community = self._units.compound_community[due]
        on = s.ledger.pay("community", "suppliers", p.show_yuan, community)
        on[on] = s.staff.book(community[on], p.show_staff)
        identity = event_identity(self.name, "show", week.number, self._units.compound_identity[due])
        self.report.counts["cancelled"] += int(np.count_nonzero(~on))
        due, identity = due[on], identity[on]
        room = s.rooms.book(due, np.full(len(due), 11))
        week.events.add(
            len(due), kind=self.codes["show"], round=11, lo=places.compound_rows[due], hi=places.compound_rows[due + 1],
            x=s.rooms.xy[due, 0], y=s.rooms.xy[due, 1], hours=p.show_hours, capacity=p.show_room,
            quality=np.minimum(p.quality + p.room_quality * room, 1.0), topic=_SINGING, poster=p.poster,
            chat=p.chat, host=1, helpers=HELPERS if p.party_first else 0, identity=identity, mechanism=self.index,
        )  # fmt: skip

    # Attend and react

    def attend(self, week: Week) -> None:
        """See who came: helpers lend a hand, the head becomes known, talents are discovered, the report is written."""
        events = week.events
        if len(events) == 0:
            return
        table = events.table
        mine = table["mechanism"] == self.index
        mine &= (table["kind"] >= self.codes["gathering"]) & (table["kind"] <= self.codes["circle"])
        if not mine.any():
            return
        came = table["came"]
        of_circle = mine & (table["kind"] == self.codes["circle"])
        self.report.held(came[mine & ~of_circle], self.now.report_floor)
        self.report.held(came[of_circle], 0)
        circle = np.flatnonzero(of_circle)
        if len(circle):
            self.circles.attended(table["organiser"][circle], came[circle])
        self._afterwards(week, events, mine)

    def _afterwards(self, week: Week, events: Events, mine: np.ndarray) -> None:
        p, r, s, table = self.now, week.residents, week.services, events.table
        of_gate = mine & (table["kind"] <= self.codes["decorating"])
        show = mine & (table["kind"] == self.codes["show"])
        event, row = events.everyone()
        here = np.flatnonzero(of_gate[event] | show[event])
        if len(here) == 0:
            return
        event, row = event[here], row[here]
        # Helpers
        could = ((r.roles[row] & HELPERS) != 0) & (table["organiser"][event] != row)
        helping = np.flatnonzero(could)
        helping = helping[self.draw(week, "lends a hand", r.identity[row[helping]]) < logistic(p.help_base + p.help_civic * r.civic[row[helping]])]
        s.staff.volunteer(row[helping], p.help_hours)
        # What was promised
        good = self.draw(week, "as promised", r.identity[row], 1) < table["quality"][event] / p.good_quality
        s.promises.keep(week, table["identity"][of_gate | show], row[good])
        week.experience(Experience.BROKEN, row[~good])
        # The gates' own
        which = np.flatnonzero(of_gate)
        if len(which):
            gate = np.searchsorted(week.places.gate_rows, table["lo"][which], side="right") - 1
            count = np.bincount(event[helping], minlength=len(table["kind"]))[which]
            h = self.heads
            h.helpers[gate] += 0.3 * (count - h.helpers[gate])
            h.turnout[gate] += 0.3 * (table["came"][which] - 1 - h.turnout[gate])
            decorated = table["kind"][which] == self.codes["decorating"]
            h.decor[gate[decorated & (table["came"][which] >= 3)]] = 1.0
            h.office.met(row[of_gate[event]])
        self._discover(week, event, row, show, of_gate, p)

    def _discover(self, week: Week, event: np.ndarray, row: np.ndarray, show: np.ndarray, of_gate: np.ndarray, p: BuildingGatesParameters) -> None:
        """At a show some of those with a hidden talent perform; at a gathering a head who looks for it may notice one."""
        r = week.residents
        hidden = np.flatnonzero((r.talent[row] != NO_TALENT) & ~r.talent_known[row])
        if len(hidden) == 0:
            return
        event, row = event[hidden], row[hidden]
        interest = r.interests[row, r.talent[row]] / 255.0
        performs = logistic(p.perform + p.perform_civic * r.civic[row] + p.perform_interest * interest)
        chance = np.where(show[event], performs, p.notice_talent if p.find_talent else 0.0)
        seen = self.draw(week, "talent seen", r.identity[row]) < chance
        r.talent_known[row[seen]] = True

    def react(self, week: Week) -> None:
        """Pay and honour the heads; let them feel the week and decide whether to go on."""
        if self.now.incentive != "none":
            self._reward(week, self._held, self.now)
        for where, p in self._regimes():
            mine = slice(None) if where is None else where[self._held]
            self.heads.feel(self._held[mine], self._overload[mine], p)
            self.heads.stay_or_go(week, self._held[mine], p)

    def _reward(self, week: Week, held: np.ndarray, p: BuildingGatesParameters) -> None:
        ledger, heads = week.services.ledger, self.heads
        if p.incentive == "points":
            heads.points[held] += self._worked * p.points_an_evening
        duty, a_year = {"honour": ("honour", 1.0), "money": ("pay", 12.0), "points": ("pay", 4.0)}[p.incentive]
        due = held[self._due(duty, a_year, week.scenario_week)[held] > 0]
        if self._treated is not None:
            due = due[self._treated[due]]
        if len(due) == 0:
            return
        amount = {"honour": p.honour_yuan, "money": p.money_a_month, "points": heads.points[due]}[p.incentive]
        paid = ledger.pay("community", "suppliers" if p.incentive == "honour" else "volunteers", amount, self._units.gate_community[due])
        if p.incentive == "points":
            heads.points[due[paid]] = 0.0
        # Who is not paid what was promised draws the conclusion.
        week.experience(Experience.BROKEN, heads.office.holder[due[~paid]])

    def account(self, week: Week) -> None:
        """Count the talents that are known."""
        if week.scenario_week % 4 == 0:
            r = week.residents
            self.talents = (int(np.count_nonzero(r.talent_known)), int(np.count_nonzero(r.talent != NO_TALENT)))

    @measure("gate heads who stepped down", "卸任的楼门长", unit="since the start", kind="count")
    def heads_quit(self) -> float:
        """Heads who have stepped down since the start."""
        return self.heads.quit

    @measure("activities held", "实际举办的活动", unit="since the start", kind="count", a_year=True)
    def activities(self) -> float:
        """Activities held since the start."""
        return self.report.counts["activities"]

    @measure("activities cancelled", "取消的活动", unit="since the start", kind="count", a_year=True)
    def cancelled(self) -> float:
        """Activities cancelled since the start."""
        return self.report.counts["cancelled"]

    @measure("person-times that happened", "实际参与人次", unit="person-times since the start", kind="count", a_year=True)
    def person_times(self) -> float:
        """Attendances since the start."""
        return self.report.counts["person_times"]

    @measure("official: activities held", "官方统计：活动场次", unit="since the start", kind="count", a_year=True, beside="activities")
    def official_activities(self) -> float:
        """Activities as reported."""
        return self.report.counts["official_activities"]

    @measure("official: person-times", "官方统计：参与人次", unit="person-times since the start", kind="count", a_year=True, beside="person_times")
    def official_person_times(self) -> float:
        """Attendances as reported."""
        return self.report.counts["official_person_times"]

    @measure("hidden talents discovered", "被发现的能人", unit="share of hidden talents", kind="share")
    def talents_found(self) -> float:
        """Share of hidden talents that are known."""
        known, talents = self.talents
        return known / talents if talents else 0.0

    @measure("interest circles alive", "活跃的兴趣小组", unit="circles", kind="count", name="circles")
    def circles_alive(self) -> float:
        """Interest circles that exist."""
        return len(self.circles)

    def state(self) -> State:
        """Return all that has to be saved."""
        return {
            **{f"heads.{k}": v for k, v in self.heads.state().items()}, **{f"circles.{k}": v for k, v in self.circles.state().items()},
            **{f"count.{k}": v for k, v in self.report.counts.items()}, "founded": self.founded, "known": self.talents[0], "talents": self.talents[1],
        }  # fmt: skip

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        for part, target in (("heads", self.heads), ("circles", self.circles)):
            target.restore({k.split(".", 1)[1]: v for k, v in state.items() if k.startswith(f"{part}.")})  # type: ignore[attr-defined]
        self.report.counts = {k: int(state[f"count.{k}"]) for k in COUNTS}
        self.founded = bool(state["founded"])
        self.talents = (int(state["known"]), int(state["talents"]))
