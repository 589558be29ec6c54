"""Unified elections (统一换届选举): who elects the residents' committee, how they hear of it, and how ballots come into the box.

In the world
    Residents' committees (居委会) used to be elected at scattered dates with little notice. By the end of 2016 27 provinces elected theirs on one
    term, with one deployment, one guidance and one implementation (统一届期、统一部署、统一指导、统一实施); officials report that over 90 %
    voted. A committee may be elected by all voters, by one of each household, or by delegates of residents' groups; one may vote for others
    of the household, and boxes are carried to the doors (流动票箱). A survey in Shanghai finds that 48 % voted.
How it works here
    Six weeks before the day those who come to mind are asked to stand, sitting members first, and who reads the notice may stand unasked.
    That somebody stands goes round as a word. Gate heads knock at doors the week before and ask those who know them; their evenings are
    finite. Voting is the residents' decision with the purpose to vote. In the week after boxes go to the doors of those whose ballot is
    missing, as far as the staff's hours go. Who goes to vote brings ballots of the household, as far as it is allowed. A voter votes for
    candidates they know, have met or have heard of, else for those on the list of those in charge. If no more than the quorum of the roll has
    voted the election is void and is held again once; then the sitting committee stays. Those elected sit with the ties they have.
Left out
    Election committees, disputes about the roll, bought votes, by-elections (a seat that falls vacant goes to who comes to mind), whether one
    whose ballot is brought was asked; guides that many communities want in one week.
Fails when
    Delegates or one of each household elect: the record is full, few have voted, and nobody knows the committee. Forms take the hours
    of the boxes.
Sources
    Xinhua 2017-10-11; evidence.md (over 90 %; Shanghai survey: 47.89 %). Constants: see election_parameters.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_MORNING
from ..people.residents import Role
from .election_count import conclude
from .election_parameters import LEVERS, UnifiedElectionsParameters
from .election_record import CANDIDATE, HEAD, MEMBER, ElectionRecord, list_of, seats_of
from .election_rules import ADULT, carried, foremost, representatives

if TYPE_CHECKING:
    from ..contract.week import Week

LEAD = 6
"""Weeks before the day in which candidates are looked for; the list is closed three weeks before it."""
CLOSED, SIGNING, KNOCKING = 3, 2, 1
ACTIVE = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)


class UnifiedElections(ElectionRecord):
    """Elections of the residents' committee; see the head of this file."""

    name: ClassVar[str] = "unified-elections"
    title: ClassVar[Text] = Text("Unified elections", "统一换届选举")
    Parameters = UnifiedElectionsParameters
    levers = LEVERS
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "polling": Text("polling", "投票"),
        "box": Text("the mobile ballot box", "流动票箱"),
        "signing": Text("signing up to vote", "选民登记"),
        "candidates": Text("evening with candidates", "候选人见面会"),
    }

    def setup(self, week: Week) -> None:
        """Those who stand are volunteers, with a name on the ballot each."""
        wishes = week.volunteers.constants.gate_head.model_copy(update={"accept": self.now.accept, "begin": self.now.begin, "slackens": 0.0})
        week.volunteers.declare(CANDIDATE, wishes, Text("candidate for the residents' committee", "居委会候选人"), "community", seats=self.now.ballot)

    @classmethod
    def example(cls) -> UnifiedElectionsParameters:
        """Return an election that is near, with all its parts."""
        return cls.Parameters(
            mode="voters", one_date=True, first_week=18, notice=0.8, chat=0.5, meetings=2, knock_share=1.0, party_first=True,
            box_share=1.0, proxies=3,
        )  # fmt: skip

    # Plan

    def plan(self, week: Week) -> None:
        """Do what is due so many weeks before the day, on it, and in the week after it."""
        if self.now.mode == "none":
            return
        here = np.flatnonzero(week.covers("community"))
        self._fix_dates(week, here)
        ahead = self.poll_week[here] - week.scenario_week
        week.offices.borrow(MEMBER, here[(ahead <= LEAD) | (self.tries[here] > 0)])
        near = ahead <= LEAD
        if not near.any():
            return
        here, ahead = here[near], ahead[near]
        self._candidates(week, here[ahead >= CLOSED], here[ahead == LEAD], here[ahead == CLOSED])
        self._reports(week, here[ahead <= CLOSED])
        self._meet(week, here[(ahead > 0) & (ahead <= self.now.meetings)])
        if self.now.roll == "signed":
            self._sign(week, here[ahead == SIGNING])
        self._knock(week, here[ahead == KNOCKING])
        self._poll(week, here[ahead == 0])
        self._carry_boxes(week, here[ahead == -1])

    def _fix_dates(self, week: Week, here: np.ndarray) -> None:
        """Set the week of the next election where none lies ahead: one for all, or each community's own."""
        open_ = here[self.poll_week[here] < week.scenario_week - 1]
        if len(open_):
            p, identity = self.now, week.units("community").identity[open_]
            own = np.floor(week.for_life("date", identity) * p.term).astype(np.int64)
            first = np.full(len(open_), p.first_week) if p.one_date else own
            soonest = week.scenario_week + LEAD
            self.poll_week[open_] = soonest + (first - soonest) % p.term

    def _candidates(self, week: Week, open_: np.ndarray, at_first: np.ndarray, closing: np.ndarray) -> None:
        """Look for those who stand: who is asked, sitting members first, and who reads the notice; then it is said who stands."""
        p, r = self.now, week.residents
        afresh = self._rows(week, at_first)
        self.met[afresh] = self.reached[afresh] = False
        for c in open_.tolist():
            lines = list_of(week).shape[1]
            first = c * lines
            people = self._adults(week, c)
            posts = first + np.arange(min(seats_of(week).shape[1] + p.surplus, lines))
            holder = seats_of(week)[c]
            for nth, who in enumerate((np.intersect1d(holder[holder >= 0], people), people)):
                week.volunteers.search(CANDIDATE, posts, (np.full(len(who), c), who), counter=nth)
            if c in at_first:
                reads = (week.draw("reads who may stand", r.identity[people]) < p.notice) | (
                    week.draw("reads in the group who may stand", r.identity[people]) < p.chat * r.digital[people]
                )
                rows = week.volunteers.decide_to_begin(CANDIDATE, people[reads])
                room = first + np.arange(len(posts), lines)
                room = room[week.volunteers.holder(CANDIDATE)[room] < 0][: len(rows)]
                week.volunteers.appoint(CANDIDATE, room, rows[: len(room)])
        for c in closing.tolist():
            stand = self._standing(week, c)
            for row in stand.tolist():
                self.word[row] = week.word.new("unified-elections somebody stands", np.array([row]), identity=int(r.identity[row]))

    def _standing(self, week: Week, community: int) -> np.ndarray:
        """Return int32, rows of those who stand, in the order of the list."""
        names = list_of(week)[community]
        return np.asarray(names[names >= 0])

    def _adults(self, week: Week, community: int) -> np.ndarray:
        """Return int64, rows of those who may vote and stand by age and registration."""
        table, r = week.units("community"), week.residents
        people = np.arange(table.lo[community], table.hi[community])
        return np.asarray(people[(r.age[people] >= ADULT) & ((r.registration[people] == 0) | (self.now.roll != "local"))])

    def _reports(self, week: Week, which: np.ndarray) -> None:
        if self.now.report_hours > 0.0 and len(which):
            week.grants.ask(
                len(which), priority=Priority.DUTY, identity=week.identity("forms", week.units("community").identity[which]), community=which,
                staff=self.now.report_hours, duty="reports",
            )  # fmt: skip

    def _meet(self, week: Week, which: np.ndarray) -> None:
        """Call the evenings on which candidates show themselves."""
        p = self.now
        if len(which):
            run = self._pairs(week, which, np.zeros(0, np.bool_))
            week.call(
                "candidates", unit="community", which=which, when=WEEKDAY_EVENING, hours=p.meeting_hours, room_for=p.meeting_room, topic="none",
                poster=p.notice, chat=p.chat, by_committee=True, first=ACTIVE if p.party_first else 0, run=run, promise=True,
                needs=Needs(staff=p.meeting_staff, duty="assemblies", room="activity room", priority=Priority.ASSEMBLY),
            )  # fmt: skip

    def _pairs(self, week: Week, which: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion, row) of those who stand, of these only those `among` (all if it is empty)."""
        rows = [self._standing(week, c) for c in which.tolist()]
        k, row = np.repeat(np.arange(len(which)), [len(found) for found in rows]), np.concatenate([*rows, np.zeros(0, np.int32)])
        kept = among[row] if len(among) else np.ones(len(row), np.bool_)
        return k[kept], row[kept]

    def _sign(self, week: Week, which: np.ndarray) -> None:
        """Call those who may vote to sign up: the roll is those who do."""
        if len(which):
            self.signed[self._rows(week, which)] = False
            needs = Needs(staff=self.now.sign_staff, duty="counter", priority=Priority.ASSEMBLY)
            self._call_to_vote(week, "signing", which, week.residents.age >= ADULT, needs)

    def _knock(self, week: Week, which: np.ndarray) -> None:
        """Ask the gate heads for the evenings that knocking at doors takes."""
        p, gate = self.now, week.units("gate")
        post = week.volunteers.at_work(HEAD)
        post = post[np.isin(gate.community[post], which)]
        if p.knock_share == 0.0 or len(post) == 0:
            return
        asked = p.knock_share * week.households("gate")[post] / p.doors_an_evening
        ticket = week.grants.ask(
            len(post), priority=Priority.ASSEMBLY, identity=week.identity("knock", gate.identity[post]), community=gate.community[post],
            row=week.volunteers.holder(HEAD)[post], evenings=asked, least=0.0,
        )  # fmt: skip
        week.memo["knock"] = post, asked, ticket

    def _poll(self, week: Week, which: np.ndarray) -> None:
        """Write the roll and call to the ballot."""
        if len(which) == 0:
            return
        p, rows = self.now, self._rows(week, which)
        self.on_roll[rows], self.ballots[rows], self.brought[rows] = False, 0, False
        for c in which.tolist():
            self.on_roll[self._roll(week, c)] = True
            self.grown_up[c] = np.count_nonzero(week.residents.age[self._rows(week, np.array([c]))] >= ADULT)
        needs = Needs(yuan=p.poll_yuan, account="public", staff=p.poll_staff, duty="assemblies", priority=Priority.ASSEMBLY)
        self._call_to_vote(week, "polling", which, self.on_roll, needs)

    def _call_to_vote(self, week: Week, kind: str, which: np.ndarray, among: np.ndarray, needs: Needs) -> None:
        """Call a community to a matter of minutes, for whoever is `among` them; those who stand ask others, and delegates are summoned."""
        p = self.now
        invite, knock = self._mobilised(week, which, among)
        bring = None
        if p.mode == "delegates" and kind == "polling":
            bring = self._of(week, which, np.flatnonzero(among))
        week.call(
            kind, unit="community", which=which, when=WEEKEND_MORNING, hours=p.poll_hours, room_for=65000, topic="none", purpose="vote",
            poster=p.notice, chat=p.chat, knock=knock, by_committee=True, first=ACTIVE if p.party_first else 0, among=among, bring=bring,
            invite=invite, ask=self._pairs(week, which, among), promise=kind == "polling", needs=needs,
        )  # fmt: skip

    def _mobilised(self, week: Week, which: np.ndarray, among: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
        """Return who is asked by a head whom they know, (occasion, row), and for each occasion the share of others at whose door one knocked."""
        rows = np.flatnonzero(self.reached & among)
        head = week.volunteers.holder(HEAD)[week.residents.gate[rows]]
        knows = np.zeros(len(rows), np.bool_)
        there = head >= 0
        knows[there] = week.offices.knows(HEAD)[rows[there]] | week.known(rows[there], head[there])
        community = week.unit_of("community", rows[~knows])
        strangers = np.bincount(community, minlength=len(self.poll_week))[which]
        everybody = np.bincount(week.unit_of("community", np.flatnonzero(among)), minlength=len(self.poll_week))[which]
        return self._of(week, which, rows[knows]), strangers / np.maximum(everybody, 1)

    def _roll(self, week: Week, community: int) -> np.ndarray:
        """Return int64, rows of those who may cast a ballot, by the mode and the way of registering."""
        p, r, people = self.now, week.residents, self._adults(week, community)
        if p.roll == "signed" and p.mode != "delegates":
            people = people[self.signed[people]]
        if p.mode == "delegates":
            # The head of the gate if there is one, then those who come to mind: at home, civic, known to many.
            c = week.volunteers.constants.gate_head
            score = r.civic[people] + c.mind_home * (r.situation[people] <= 1) + c.mind_known * np.log1p(week.acquaintances(people))
            score = score + 100.0 * (week.volunteers.holder(HEAD)[r.gate[people]] == people)
            people = people[foremost(r.gate[people], score, r.identity[people], p.delegates)]
        return np.asarray(people)

    def _carry_boxes(self, week: Week, which: np.ndarray) -> None:
        """Send the boxes to the doors where a ballot is missing; the staff carry them, gate by gate."""
        p, gate = self.now, week.units("gate")
        if p.box_share == 0.0 or len(which) == 0:
            return
        missing = self.on_roll & (self.ballots == 0) & ~self.brought
        if p.mode == "households":
            missing &= ~np.isin(week.residents.flat, week.residents.flat[self.ballots > 0])
        rows = np.flatnonzero(missing)
        rows = rows[np.isin(week.unit_of("community", rows), which)]
        _, one = np.unique(week.residents.flat[rows], return_index=True)
        doors = np.bincount(week.residents.gate[rows[one]], minlength=len(gate.lo))
        to = np.flatnonzero(doors > 0)
        week.call(
            "box", which=to, when=WEEKEND_MORNING, hours=p.poll_hours, room_for=65000, topic="none", purpose="vote", knock=p.box_share,
            by_committee=True, openness=0.0, among=missing,
            needs=Needs(staff=p.box_share * doors[to] / p.box_doors_an_hour, duty="visits", priority=Priority.ASSEMBLY),
        )  # fmt: skip

    # Afterwards

    def invite(self, week: Week) -> None:
        """Heads knock at as many doors as they have evenings for."""
        if "knock" not in week.memo:
            return
        post, asked, ticket = week.memo["knock"]
        week.volunteers.work(HEAD, post, asked, ticket.evenings)
        share = np.zeros(len(week.units("gate").lo))
        households = np.maximum(week.households("gate")[post], 1)
        doors = np.minimum(ticket.evenings * self.now.doors_an_evening, households)
        share[post] = doors / households
        self.doors_knocked += float(doors.sum())
        rows = self._rows(week, np.unique(week.units("gate").community[post]))
        # One draw a household: the identity of its flat.
        flat = week.residents.identity[rows] >> np.uint64(28)
        self.reached[rows] = week.draw("door", flat) < share[week.residents.gate[rows]]

    def attend(self, week: Week) -> None:
        """See who came: ballots are cast and brought, candidates are seen, in the week after the day the votes are counted."""
        evening, signing, polling, box = (week.sitting(kind) for kind in ("candidates", "signing", "polling", "box"))
        if len(evening):
            k, row = evening.everyone()
            self.met[row] = True
            for c in evening.unit[evening.held].tolist():
                there = row[evening.unit[k] == c]
                for one in np.intersect1d(self._standing(week, c), there).tolist():
                    week.word.tell(int(self.word[one]), there)
        if len(signing):
            self.signed[signing.everyone()[1]] = True
        if len(polling):
            self._cast(week, polling.unit[polling.held], polling.everyone()[1])
            late = polling.unit[~polling.held]
            self.poll_week[late] += 1
            self.put_off += len(late)
        if len(box):
            came = np.zeros(week.residents.n, np.bool_)
            came[box.everyone()[1]] = True
            self.ballots[self._own(week, came)] = 1
            self.boxes += int(np.count_nonzero(box.held))
            self.boxes_missing += int(np.count_nonzero(~box.held))
        if self.now.mode != "none":
            for c in np.flatnonzero(week.covers("community") & (self.poll_week == week.scenario_week - 1)).tolist():
                conclude(self, week, c, self._standing(week, c))

    def _cast(self, week: Week, which: np.ndarray, voters: np.ndarray) -> None:
        """Let those who came cast their ballots, and those of their household that they bring."""
        p, rows = self.now, self._rows(week, which)
        came = np.zeros(week.residents.n, np.bool_)
        came[voters] = True
        came = self._own(week, came & self.on_roll)
        if p.mode == "voters" and p.proxies > 0:
            brought, ballots = carried(week.residents.flat[rows], came[rows], self.on_roll[rows] & ~came[rows], p.proxies)
            self.brought[rows], self.ballots[rows] = brought, ballots
        else:
            self.ballots[rows] = came[rows]

    def _own(self, week: Week, came: np.ndarray) -> np.ndarray:
        """Return bool [residents], of those who came who casts a ballot of their own: all, or the oldest of each household."""
        r = week.residents
        return representatives(r.flat, r.age, r.identity, came) if self.now.mode == "households" else came

    def _rows(self, week: Week, which: np.ndarray) -> np.ndarray:
        table = week.units("community")
        return np.concatenate([np.arange(table.lo[c], table.hi[c]) for c in which.tolist()] or [np.zeros(0, np.int64)])

    def _of(self, week: Week, which: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion, row) of those residents who live in the communities `which`."""
        community = week.unit_of("community", rows)
        k = np.minimum(np.searchsorted(which, community), len(which) - 1)
        here = which[k] == community
        return k[here], rows[here]
