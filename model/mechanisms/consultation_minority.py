"""Consultation and protection of the few (协商与保护少数) of Gulou, Nanjing: a lift in an old walk-up, parking, a ramp, a place for dancing.

In the world
    A lift is decided doorway by doorway: the top gains, the ground floor loses light and relative worth, and the cost is shared by floor.
    Under some rules one household holds up all others; under some the few lose and are not asked. In consultation somebody calls those
    concerned together, sums up what was said, changes the proposal and carries it out (民主集中); large losses are compensated.
How it works here
    A neighbour who gains decides to take a lift up (the one rule of volunteers) and is its convenor: prepares hearings, knocks for
    signatures, tires, may give it up; a successor is sought. What comes up in the compound is put by the committee. At hearings reasons are
    said and taken over (service `deciding`), and go round as word afterwards. Whoever comes to sign or vote in some weeks has voted, as
    their household stands. The rule counts. If it does not pass there is another hearing and another round, as many as are allowed; what
    nobody has decided lapses. Of the gains of the winners the losers can be compensated. What has passed waits for staff hours and is
    built. One who lost and does not accept it may quarrel about it with the nearest household of the other side.
Left out
    Landlords (a rented flat has no vote among owners, and no welfare is counted of them); who refuses to pay; talks at a running lift;
    technical obstacles; loans.
Fails when
    All must agree and votes go on without end: convenors tire, matters lapse, nothing is built. A majority overrides those who lose most.
Sources
    evidence.md (Shanghai: nine tenths of a doorway, then two thirds); Civil Code 278; deciding_rules.py. All yuan are assumed
    (consultation_minority_parameters.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ..people.purposes import Purpose
from ..people.units import ranges
from . import consultation_minority_stakes as stakes
from .consultation_minority_books import Books
from .consultation_minority_matters import ADULT, CONVENOR, SUBJECTS, TITLES, UNITS, Agenda, Stage
from .consultation_minority_parameters import LEVERS, ConsultationMinorityParameters

if TYPE_CHECKING:
    from ..contract.call import Sitting
    from ..contract.week import Week
    from ..services.deciding_results import Households, Result
    from ..services.deciding_table import Matter

_TIMES = (WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON)


class ConsultationMinority(Books):
    """Matters with winners and losers, and rules by which they are decided; see the head of this file."""

    name: ClassVar[str] = "consultation-minority"
    title: ClassVar[Text] = Text("Consultation and protection of the few", "协商与保护少数")
    Parameters = ConsultationMinorityParameters
    levers = LEVERS
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "hearing": Text("hearing of a doorway", "单元协商会"),
        "assembly": Text("hearing of the compound", "小区协商会"),
        "signing": Text("signing for a lift", "加装电梯征签"),
        "ballot": Text("ballot of the compound", "小区表决"),
    }

    @classmethod
    def example(cls) -> ConsultationMinorityParameters:
        """Return parameters with hearings, compensation and protection of the few."""
        given = {"rule": "owners", "hearings": True, "compensate": 0.5, "protect": 10_000.0, "most_rounds": 3, "matters_a_year": 4.0}
        return ConsultationMinorityParameters.model_validate(given)

    def setup(self, week: Week) -> None:
        """Name the post of the convenor, and lay out the agendas."""
        week.volunteers.declare(CONVENOR, week.volunteers.constants.owner, Text("convenor of a lift", "加装电梯召集人"), "gate")
        self._agendas = {unit: Agenda(self, unit) for unit in UNITS}

    # Plan

    def plan(self, week: Week) -> None:
        """Take matters up, call hearings and votes, ask for the hours to carry out what has passed."""
        if self.now.rule == "none":
            return
        self.present = week.number
        for agenda in self._agendas.values():
            gone = agenda.forget_lapsed(week)
            self.lapsed += len(gone)
            self.weeks_spent += int((week.number - agenda.opened[gone]).sum())
        if self.now.lifts and week.scenario_week % 4 == 0:
            self._take_up_lifts(week)
        if self.now.matters_a_year > 0.0:
            self._take_up_others(week)
        for agenda in self._agendas.values():
            if agenda.busy():
                self._call_hearings(week, agenda)
                self._call_votes(week, agenda)
                self._ask_to_carry_out(week, agenda)
                self._finish(week, agenda)

    def _take_up_lifts(self, week: Week) -> None:
        """Adults of households with a vote that gain from a lift decide whether to take it up; of several of one doorway one does."""
        p, r, agenda = self.now, week.residents, self._agendas["gate"]
        free = agenda.free(week) & stakes.walk_ups(week, p) & ~self.lift & ~self.agreed
        gates = np.flatnonzero(free)
        if len(gates) == 0:
            return
        index, flats = week.deciding.flats("gate", gates)
        found = stakes.lift(week, p, flats, gates[index])
        for_it = np.flatnonzero((found.gain > 0.0) & (found.area > 0.0))
        which, rows = ranges(week.places.flat_rows[flats[for_it]], week.places.flat_rows[flats[for_it] + 1])
        grown = r.age[rows] >= ADULT
        which, rows = which[grown], rows[grown]
        eager = week.volunteers.constants.most_stake * -np.expm1(-found.gain[for_it[which]] / week.deciding.constants.scale)
        rows = week.volunteers.decide_to_begin(CONVENOR, rows, eager)
        rows = rows[np.argsort(week.draw("takes it up", r.identity[rows]), kind="stable")]
        begun, first = np.unique(r.gate[rows], return_index=True)
        if len(begun) == 0:
            return
        chosen = np.isin(index, np.searchsorted(gates, begun))
        week.volunteers.vacate(CONVENOR, begun.astype(np.int64))
        week.volunteers.appoint(CONVENOR, begun.astype(np.int64), rows[first].astype(np.int64))
        self._open(week, agenda, "lift", begun.astype(np.int64), stakes.Stakes(found.gain[chosen], found.area[chosen]))

    def _take_up_others(self, week: Week) -> None:
        """In a compound whose turn it is, and that has nothing else in hand, one of the other matters comes up."""
        p, agenda = self.now, self._agendas["compound"]
        due = np.flatnonzero((week.due("matter", p.matters_a_year, "compound") > 0) & agenda.free(week))
        table = week.units("compound")
        pick = (week.draw("what comes up", table.identity[due]) * len(stakes.KINDS)).astype(np.int64)
        for unit, kind in zip(due.tolist(), pick.tolist(), strict=True):
            _, flats = week.deciding.flats("compound", unit)
            yards = [(x, y) for home, what, x, y in week.places.facilities if home == unit and what == "yard"]
            at = np.array(yards[0] if yards else table.xy[unit])
            name = stakes.KINDS[kind]
            self._open(week, agenda, name, np.array([unit]), stakes.compound(week, p, name, flats, at))

    def _open(self, week: Week, agenda: Agenda, kind: str, units: np.ndarray, what: stakes.Stakes) -> None:
        """Open matters for some units."""
        p = self.now
        numbers = week.deciding.open(
            kind, TITLES[kind], agenda.unit, units, what.gain, rule=agenda.rule(p), due=week.number + p.limit_weeks, area=what.area,
            few=p.protect if p.protect > 0.0 else None,
        )  # fmt: skip
        self.raised += len(units)
        self.official_consulted += len(units)
        wait = p.desk_weeks if p.rule == "committee" else p.hearing_every
        stage = Stage.DESK if p.rule == "committee" else Stage.HEARING if p.hearings else Stage.VOTE
        agenda.begin(week, units, numbers, stage, week.number + wait, week.number + p.limit_weeks)
        if not p.hearings:
            self._compensate(week, agenda, units)

    def _call_hearings(self, week: Week, agenda: Agenda) -> None:
        """Call those concerned together where it is time; a doorway needs its convenor, a compound the committee."""
        p, which = self.now, agenda.due(week, Stage.HEARING)
        if agenda.unit == "gate":
            which = which[week.volunteers.runners(CONVENOR, "gate")[which] >= 0]
            self._seek_successors(week, agenda)
        if len(which) == 0:
            return
        own: dict[str, Any] = {"stake": agenda.concern(week, which), "which": which, "when": _TIMES, "hours": p.hearing_hours, "topic": "none"}
        if agenda.unit == "gate":
            week.call(
                "hearing", unit="gate", post=CONVENOR, room_for=p.hearing_room, poster=p.poster, chat=p.chat, purpose=Purpose.SPEAK, promise=True,
                needs=Needs(evenings=p.hearing_evenings, room="activity room", priority=Priority.ASSEMBLY), **own,
            )  # fmt: skip
        else:
            week.call(
                "assembly", unit="compound", by_committee=True, room_for=p.assembly_room, poster=p.poster, chat=p.chat, purpose=Purpose.SPEAK, promise=True,
                needs=Needs(staff=p.assembly_staff, duty="assemblies", yuan=p.assembly_yuan, account="public", room="hall", priority=Priority.ASSEMBLY), **own,
            )  # fmt: skip

    def _call_votes(self, week: Week, agenda: Agenda) -> None:
        """Collect signatures or ballots of those who have a vote and have not given it."""
        p, which = self.now, agenda.due(week, Stage.VOTE)
        if agenda.unit == "gate":
            which = which[week.volunteers.runners(CONVENOR, "gate")[which] >= 0]
        if len(which) == 0:
            return
        k, rows, values = agenda.concern(week, which, voters=True)
        left = np.maximum(np.bincount(k, minlength=len(which)), 1)
        own: dict[str, Any] = {"stake": (k, rows, values), "members": (k, rows), "which": which, "when": _TIMES, "hours": p.vote_hours, "topic": "none"}
        if agenda.unit == "gate":
            week.call(
                "signing", unit="gate", post=CONVENOR, room_for=5000, poster=p.poster, chat=p.chat, knock=p.vote_knock, purpose=Purpose.VOTE,
                needs=Needs(door_evenings=p.vote_knock * left / p.signatures_an_evening, priority=Priority.ASSEMBLY), **own,
            )  # fmt: skip
        else:
            week.call(
                "ballot", unit="compound", by_committee=True, room_for=60000, poster=p.poster, chat=p.chat, knock=p.ballot_knock, purpose=Purpose.VOTE,
                needs=Needs(staff=p.ballot_knock * left / p.ballots_an_hour, duty="visits", priority=Priority.ASSEMBLY), **own,
            )  # fmt: skip

    def _seek_successors(self, week: Week, agenda: Agenda) -> None:
        """Where a convenor has given up, those of the doorway who have a vote and are for it are asked."""
        holder = week.volunteers.holder(CONVENOR)
        lost = agenda.in_hand() & (holder < 0)
        if lost.any():
            which = np.flatnonzero(lost)
            units, rows = agenda.supporters(week, which)
            week.volunteers.seek(CONVENOR, lost, (units, rows))

    def _ask_to_carry_out(self, week: Week, agenda: Agenda) -> None:
        """Ask for the staff hours to carry out what has passed."""
        p, which = self.now, agenda.due(week, Stage.PASSED)
        if len(which):
            table, of_lift = week.units(agenda.unit), agenda.unit == "gate"
            ticket = week.grants.ask(
                len(which), priority=Priority.DUTY, identity=week.identity(f"carry out {agenda.unit}", table.identity[which]),
                community=table.community[which], staff=p.lift_staff if of_lift else p.project_staff, duty="assemblies",
                yuan=p.lift_yuan * p.subsidy if of_lift else p.project_yuan, account="public",
            )  # fmt: skip
            week.memo[agenda.unit] = which, ticket

    def _finish(self, week: Week, agenda: Agenda) -> None:
        """What was built is there: households have what they gain and lose by it."""
        which = agenda.due(week, Stage.BUILDING)
        if len(which):
            flats = week.deciding.flats(agenda.unit, which)[1]
            self.welfare[flats] += agenda.pledged[flats]
            agenda.pledged[flats] = 0.0
            agenda.close(which, week.number)
            if agenda.unit == "gate":
                self.lift[which] = True

    def invite(self, week: Week) -> None:
        """Where the hours were granted the builder begins; owners pay their share of a lift."""
        for agenda in self._agendas.values():
            if agenda.unit in week.memo:
                which, ticket = week.memo[agenda.unit]
                begun, p = which[ticket.granted], self.now
                agenda.stage[begun], agenda.at[begun] = Stage.BUILDING, week.number + (p.lift_weeks if agenda.unit == "gate" else p.project_weeks)
                if agenda.unit == "gate" and len(begun):
                    week.ledger.pay("residents", "suppliers", np.full(len(begun), stakes.cost_of_lift(p)), week.units("gate").community[begun])

    # Attend and react

    def attend(self, week: Week) -> None:
        """Hearings are held: reasons are said and taken over, and go round; those who came to vote have voted."""
        for kind, agenda in (("hearing", self._agendas["gate"]), ("assembly", self._agendas["compound"])):
            self._hear(week, agenda, week.sitting(kind))
        for kind, agenda in (("signing", self._agendas["gate"]), ("ballot", self._agendas["compound"])):
            sitting = week.sitting(kind)
            if len(sitting):
                agenda.voted[sitting.unit[sitting.held]] += 1
                agenda.signed[sitting.everyone()[1]] = True

    def _hear(self, week: Week, agenda: Agenda, sitting: Sitting) -> None:
        """Let those who came say and take over reasons; what was said most often is what people tell afterwards."""
        held = np.flatnonzero(sitting.held)
        if len(held) == 0:
            return
        units, place = sitting.unit[held], np.full(len(sitting), -1)
        place[held] = np.arange(len(held))
        k, rows = sitting.everyone()
        k, rows = place[k], rows.astype(np.int64)
        said = week.deciding.sit_all(agenda.matter[units], k, rows)
        self.hearings += len(held)
        most = np.array([np.bincount(one.reasons[one.reasons >= 0]).argmax() if (one.reasons >= 0).any() else -1 for one in said])
        agenda.reason[units[most >= 0]] = most[most >= 0]
        tells = agenda.who_holds(week, units, k, rows, most)
        told = week.identity(f"word of {agenda.unit}", week.units(agenda.unit).identity[units])
        for one in np.flatnonzero(most >= 0).tolist():
            agenda.word[units[one]] = week.word.new(
                "consultation-minority reason", rows[tells & (k == one)], community=int(sitting.community[held[one]]), weeks=self.now.word_weeks,
                identity=int(told[one]),
            )  # fmt: skip
        self._compensate(week, agenda, units)
        agenda.go_on(units, Stage.VOTE, week.number + 1)

    def _compensate(self, week: Week, agenda: Agenda, units: np.ndarray) -> None:
        """Put into the proposals that winners give of their gains what losers lack: wholly, or what is above the protected loss."""
        p = self.now
        if p.compensate == 0.0:
            return
        h = week.deciding.concerned(agenda.matter[units])
        # A yuan more than the bound, so that nobody vetoes for a rounding.
        all_lack = np.where(h.gain < -p.protect, 1.0 - h.gain - p.protect, 0.0)
        all_can = p.compensate * np.maximum(h.gain, 0.0)
        at = np.searchsorted(h.which, np.arange(len(units) + 1))
        for unit, lo, hi in zip(units.tolist(), at[:-1].tolist(), at[1:].tolist(), strict=True):
            lack, can, flats, number = all_lack[lo:hi], all_can[lo:hi], h.flats[lo:hi], int(agenda.matter[unit])
            given = min(float(lack.sum()), float(can.sum()))
            if given > 1.0:
                week.deciding.compensate(number, flats, lack * given / lack.sum())
                week.deciding.charge(number, flats, can * given / can.sum())
                agenda.given[unit] += given

    def react(self, week: Week) -> None:
        """Count the votes where the time for them is over; the committee decides what it decides by itself."""
        if self.now.rule == "none":
            return
        for agenda in self._agendas.values():
            for unit in agenda.due(week, Stage.DESK).tolist():
                self._decree(week, agenda, unit)
            self._count(week, agenda, agenda.complete(week, self.now.vote_weeks))

    def _count(self, week: Week, agenda: Agenda, units: np.ndarray) -> None:
        """Count a round of votes on some matters: it has passed, or there is another round, or it has failed."""
        p = self.now
        if len(units) == 0:
            return
        agenda.hear_word(week, units)
        agenda.round[units] += 1
        over = np.ones(len(units), np.bool_)
        further = np.flatnonzero((p.most_rounds == 0) | (agenda.round[units] < p.most_rounds))
        if len(further):
            counts = week.deciding.tally_all(agenda.matter[units[further]], *agenda.voters(week, units[further]))
            self.vetoes += sum(int(counted.vetoes.sum()) for counted in counts)
            over[further] = [counted.passed for counted in counts]
            agenda.go_on(units[~over], Stage.HEARING if p.hearings else Stage.VOTE, week.number + p.hearing_every)
        units = units[over]
        if len(units):
            self.voted_on += len(units)
            numbers = agenda.matter[units]
            stood = [(week.deciding.households(number), week.deciding.matter(number)) for number in numbers.tolist()]
            results = week.deciding.vote_all(numbers, *agenda.voters(week, units))
            for unit, (before, matter), result in zip(units.tolist(), stood, results, strict=True):
                self._draw_conclusions(week, agenda, unit, before, matter, result)

    def _decree(self, week: Week, agenda: Agenda, unit: int) -> None:
        """Let the committee decide a matter."""
        number = int(agenda.matter[unit])
        passed, before, matter = agenda.committee_decides(week, unit), week.deciding.households(number), week.deciding.matter(number)
        self._draw_conclusions(week, agenda, unit, before, matter, week.deciding.decree(number, passed))

    def _draw_conclusions(self, week: Week, agenda: Agenda, unit: int, before: Households, matter: Matter, result: Result) -> None:
        """A matter is closed, by the votes given or as the committee decided; who lost and does not accept it may quarrel."""
        self.decided += 1
        self.passed += int(result.passed)
        self.vetoes += int(result.tally.vetoes.sum())
        self.weeks_spent += week.number - matter.opened
        self._lost += len(result.losers)
        self._accepting += int(np.isin(result.losers, result.accepted).sum())
        sides = (before.positions > 0.0) == result.passed
        angry = np.setdiff1d(result.losers, result.accepted)
        self.quarrels += agenda.quarrel(week, SUBJECTS[matter.kind], before, sides, angry, self.now.quarrels)
        if result.passed:
            agenda.pledged[before.flats] = before.gain
            self.compensation += float(agenda.given[unit])
            agenda.go_on(np.array([unit]), Stage.PASSED, week.number + 1)
            if agenda.unit == "gate":
                self.agreed[unit] = True
                week.volunteers.vacate(CONVENOR, np.array([unit]))
        else:
            agenda.fail(week, np.array([unit]))


__all__ = ["ConsultationMinority"]
