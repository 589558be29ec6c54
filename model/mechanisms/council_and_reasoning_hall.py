"""Council and hall of reasoning (睦邻议事会、评理堂) of Yangpu, Shanghai: a hearing for two neighbours, and what is accepted there becomes an article.

In the world
    Neighbours who cannot agree about noise, a dog or a corridor full of boxes are asked into a hall (说理堂). Members of the residents'
    council, mostly appointed, retired and of the Party, hear both; a lawyer who gives his time says what the law is; neighbours listen.
    Reasons that all accept are written up as a covenant of the residents (居民公约; not the owners' rules, 管理规约), which then hangs in the hall of
    the gate. The report says that conflicts are settled; it gives no number.
How it works here
    The hall is one more road for quarrels of near neighbours, beside the gate head: a case comes there if a side has asked for help and
    knows of the hall by word of mouth. At a sitting both sides are summoned and may stay away. Log-odds that it is settled are those of any
    mediator (skill, whether both know one, trust in neighbours) and, on top, what this policy brings: reasons accepted before that both
    know, acquaintances in common, those of them in the room, a lawyer, trust in institutions. The reason on which a case was settled is a
    word: those present know it and tell it. It may become a candidate article; households stand for or against by what it is worth to
    them and by reasons that they hold; those who come vote. Articles are kept by conditional cooperators.
Left out
    Rulings of the council; what a quarrel does to the tie; a side that brings its family; sanctions; disputes with the property company (there
    is no neighbour to know); that somebody quarrels about what bothers them (kinds of quarrels are drawn apart from stakes).
Fails when
    The council are the same few who hold every office, their wishes become articles for all, and nobody else takes part: written and not kept.
    Nobody knows of the hall, or a side never comes.
Sources
    Xinhua 2017-10-11; evidence.md (1.5 mediated cases per 1,000 and year; recorded success 95-98 %, court-led 67-70 %). Nothing was found on how many
    come to a council: constants of council_and_reasoning_hall_parameters.py are assumed unless marked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..contract.mechanism import Mechanism
from ..contract.needs import Needs, Priority
from ..ground.measure import State, share_of
from ..ground.text import Text
from ..people.declared import counter, measure, state
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON
from ..people.places import Places
from ..people.residents import Role
from ..people.units import ranges
from ..services.dispute_table import BETWEEN_NEIGHBOURS, KINDS, ROAD, Cases
from . import council_articles, council_seats
from .council_and_reasoning_hall_parameters import LEVERS, MOST_REASONS, CouncilParameters
from .council_hearing import Bench, become_known, bench_of, log_odds, pairs
from .council_seats import LAWYER, MEMBER

if TYPE_CHECKING:
    from ..contract.call import Sitting
    from ..contract.week import Week
    from ..services.grants import Ticket

HALL = "hall"
_ROUNDS = (WEEKDAY_EVENING, WEEKEND_AFTERNOON)


class CouncilAndReasoningHall(Mechanism[CouncilParameters]):
    """A residents' council, its hall, and the covenant; see the head of this file."""

    name: ClassVar[str] = "council-and-reasoning-hall"
    title: ClassVar[Text] = Text("Council and hall of reasoning", "睦邻议事会与评理堂")
    Parameters = CouncilParameters
    levers = LEVERS
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "hearing": Text("hearing in the hall of reasoning", "评理堂开庭"),
        "assembly": Text("assembly on an article", "公约议事会议"),
        "election": Text("election of the council", "议事会选举"),
    }

    hall_word: np.ndarray = state("community", -1)
    taken: int = counter("cases that came to the hall", "评理堂受理案件", unit="cases", a_year=True)
    suggested: int = counter("of them brought by a neighbour who suggested it", "经邻居劝说而来的案件", unit="cases", a_year=True)
    hearings: int = counter("hearings with both sides", "双方到场的评理", unit="meetings", a_year=True)
    one_side: int = counter("hearings at which a side stayed away", "一方缺席的评理", unit="meetings", a_year=True)
    adjourned: int = counter("hearings put off for want of members, room or staff", "因缺人缺场地而延期的评理", unit="meetings", a_year=True)
    settled: int = counter("cases settled in the hall", "评理堂和解案件", unit="cases", a_year=True)
    given_up: int = counter("cases that the hall gave up", "评理堂调解不成案件", unit="cases", a_year=True)
    listened: int = counter("neighbours who came to listen", "旁听邻居人次", unit="person-times", a_year=True)
    accepted: int = counter("reasons accepted in the hall", "评理堂接受的道理", unit="words")
    proposed: int = counter("articles proposed", "提出的公约条款", unit="articles")
    official_articles: int = counter("official: articles adopted", "官方统计：通过的公约条款", unit="articles", beside="articles_kept")
    refused: int = counter("articles refused", "未通过的公约条款", unit="articles")
    voters: int = counter("residents who decided on articles", "参与表决人次", unit="person-times")

    @classmethod
    def example(cls) -> CouncilParameters:
        """Return parameters with all parts of the policy."""
        return CouncilParameters(sittings_a_year=26.0, listeners=0.3, lawyer=True, suggest=True, articles_from="hall", notice=0.5)

    def allocate(self, places: Places) -> None:
        """No reason has been accepted yet."""
        super().allocate(places)
        self.words = np.full((places.communities, len(KINDS), MOST_REASONS), -1, np.int64)

    def state(self) -> State:
        """Return what has to be saved."""
        return {**super().state(), "words": self.words}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        if "words" in saved:
            self.words = np.array(saved["words"])

    def setup(self, week: Week) -> None:
        """Name the posts."""
        council_seats.declare(week, self.now)

    # Plan

    def plan(self, week: Week) -> None:
        """Seats are filled, cases are put down, the hall sits, the council calls assemblies: as far as the policy has these parts."""
        p = self.now
        hall, articles = p.sittings_a_year > 0.0, p.articles_from != "none"
        if not (hall or articles):
            return
        if week.scenario_week % p.search_weeks == 0:
            council_seats.fill(week, p)
        if hall:
            self._open_the_hall(week)
            if p.suggest and week.scenario_week % 4 == 2:
                self._suggestions(week)
            self._sit(week)
            self._put_down(week)
        if p.articles_from == "council":
            self.proposed += council_articles.propose_own(week, p)
        if articles:
            council_articles.call_assemblies(week, p)

    def _open_the_hall(self, week: Week) -> None:
        """Where there is a council, it begins to be said that there is a hall; some read the notice."""
        where = np.flatnonzero(week.covers("community") & (self.hall_word < 0))
        if week.scenario_week % 52 == 0:
            told = np.flatnonzero(week.covers("community") & (self.hall_word >= 0))
            where = np.concatenate([where, [c for c in told.tolist() if not week.word.alive(int(self.hall_word[c]))]]).astype(np.int64)
        if len(where) == 0:
            return
        _, community, rows = council_seats.seated(week)
        table, r = week.units("community"), week.residents
        for unit in where[np.isin(where, community)].tolist():
            people = np.arange(table.lo[unit], table.hi[unit])
            reads = people[week.draw("notice of the hall", r.identity[people]) < self.now.notice]
            first = np.union1d(reads, rows[community == unit])
            self.hall_word[unit] = week.word.new("council hall", first, half_life=self.now.hall_half_life, weeks=520)

    def _knows_of_it(self, week: Week, rows: np.ndarray) -> np.ndarray:
        """Return bool [m], who knows that there is a hall."""
        return np.asarray(week.word.knows(self.hall_word[week.unit_of("community", rows)], rows))

    def _suggestions(self, week: Week) -> None:
        """One who hears two quarrel, knows one of them and knows of the hall suggests it."""
        loud = week.disputes.loud(("community", week.covers("community")))
        if len(loud.numbers) == 0:
            return
        k, row = week.disputes.hearers(loud.numbers)
        would = self._knows_of_it(week, row)
        k, row = k[would], row[would]
        would = week.known(row, loud.a[k]) | week.known(row, loud.b[k])
        numbers = loud.numbers[np.unique(k[would])]
        if len(numbers):
            self.suggested += int(week.disputes.suggest(numbers, self.now.suggestion).sum())

    def _put_down(self, week: Week) -> None:
        """Take on cases of which a side knows of the hall, as far as the docket has room and there is a council."""
        cases = week.disputes.waiting(relation="neighbours", unit=("community", week.covers("community")), road=HALL)
        if len(cases.numbers) == 0:
            return
        cases = cases.take(self._knows_of_it(week, cases.a) | self._knows_of_it(week, cases.b))
        home = week.unit_of("community", cases.a)
        _, community, _ = council_seats.seated(week)
        docket = np.bincount(week.unit_of("community", week.disputes.mine(HALL).a), minlength=len(self.hall_word))
        order = np.lexsort((np.arange(len(home)), home))
        rank = np.empty(len(home), np.int64)
        rank[order] = np.arange(len(home)) - np.searchsorted(home[order], home[order])
        cases = cases.take(np.isin(home, community) & (docket[home] + rank < self.now.docket))
        if len(cases.numbers):
            week.disputes.claim(cases.numbers, HALL, self.now.priority)
            week.memo["put down"] = cases.numbers

    def _sit(self, week: Week) -> None:
        """Where a sitting is due the oldest case is heard: both sides are summoned, the council, the lawyer; neighbours may listen."""
        p, cases = self.now, week.disputes.mine(HALL)
        if len(cases.numbers) == 0:
            return
        due = np.flatnonzero(week.due("hearing", p.sittings_a_year, "community"))
        home = week.unit_of("community", cases.a)
        cases = cases.take(np.isin(home, due))
        cases = cases.take(np.unique(week.unit_of("community", cases.a), return_index=True)[1])
        bench = bench_of(week, p, cases)
        has = np.isin(np.arange(len(cases.numbers)), bench.k[bench.runs])
        self.adjourned += int(np.count_nonzero(~has))
        if not has.any():
            return
        cases, kept = cases.take(has), has[bench.k]
        bench = Bench(np.cumsum(has)[bench.k[kept]] - 1, *(column[kept] for column in bench[1:]))
        k, sides = np.tile(np.arange(len(cases.numbers)), 2), np.concatenate([cases.a, cases.b]).astype(np.int64)
        asked = ~bench.runs
        summoned = np.concatenate([k, bench.k[asked]]), np.concatenate([sides, bench.row[asked]])
        members = summoned
        if p.listeners > 0.0:
            gate, rows = week.unit_of("gate", sides), week.places.gate_rows
            which, row = ranges(rows[gate], rows[gate + 1])
            members = np.concatenate([summoned[0], k[which]]), np.concatenate([summoned[1], row])
        order = np.argsort(bench.k[bench.runs], kind="stable")
        week.call(
            "hearing", unit="community", which=week.unit_of("community", cases.a), when=_ROUNDS, hours=p.hours, room_for=p.room, quality=p.quality,
            topic="none", poster=p.listeners, by_committee=True, organiser=bench.row[bench.runs][order], members=members, bring=summoned,
            stake=(k, sides, p.side_stake), invite=(k, sides) if p.visits else None,
            needs=Needs(
                evenings=p.evenings + p.visit_evenings * p.visits, staff=p.staff, duty="assemblies", yuan=p.yuan, account="public",
                room="activity room", priority=Priority.ASSEMBLY,
            ),
        )  # fmt: skip
        ticket = week.grants.ask(
            int(asked.sum()), priority=Priority.ASSEMBLY, identity=week.identity("bench", week.residents.identity[bench.row[asked]]),
            community=week.unit_of("community", bench.row[asked]), row=bench.row[asked], evenings=p.evenings,
        )  # fmt: skip
        week.memo["hearing"] = cases, bench, ticket

    # Attend

    def attend(self, week: Week) -> None:
        """See who came: cases are heard, articles decided on, councils elected."""
        if "put down" in week.memo:
            self.taken += int(np.isin(week.memo["put down"], week.disputes.mine(HALL).numbers).sum())
        if "hearing" in week.memo:
            self._hear(week, week.sitting("hearing"), *week.memo["hearing"])
        for (_, numbers), sitting in zip(week.memo.get("assemblies", ()), week.sittings("assembly"), strict=True):
            results, written = council_articles.decide(week, self.now, sitting, numbers, self.words)
            self.official_articles += len(written)
            self.refused += len(results) - len(written)
            self.voters += sum(len(found.voters) for found in results)
        election = week.sitting("election")
        if len(election):
            council_seats.elect(week, election)

    def _hear(self, week: Week, sitting: Sitting, cases: Cases, bench: Bench, ticket: Ticket) -> None:
        """Work on the cases of which both sides are there; a reason on which one was settled is told from now on."""
        p, held = self.now, np.asarray(sitting.held)
        event, row = sitting.everyone()
        there = pairs(event, row)
        granted = bench.runs.copy()
        granted[~bench.runs] = ticket.granted
        present = granted & np.isin(pairs(bench.k, bench.row), there)
        member = bench.post >= 0
        asked = p.evenings + p.visit_evenings * p.visits * bench.runs[member]
        week.volunteers.work(MEMBER, bench.post[member], asked, asked * present[member])
        week.volunteers.work(LAWYER, week.unit_of("community", bench.row[~member]), p.evenings, p.evenings * present[~member])
        n = np.arange(len(cases.numbers))
        # Who has to run two occasions in one round is at the first: where no member is there, it is put off.
        held = held & np.isin(n, bench.k[member & present])
        both = held & np.isin(pairs(n, cases.a), there) & np.isin(pairs(n, cases.b), there)
        self.adjourned += int(np.count_nonzero(~held))
        self.one_side += int(np.count_nonzero(held & ~both))
        self.hearings += int(both.sum())
        named = np.concatenate([pairs(bench.k, bench.row), pairs(n, cases.a), pairs(n, cases.b)])
        self.listened += int(np.count_nonzero(~np.isin(there, named)))
        become_known(week, bench, member & present, event, row)
        tried = np.flatnonzero(both)
        odds = np.array([log_odds(week, p, cases, k, bench, present, row[event == k].astype(np.int64), self._words_on(week, cases, k)) for k in tried.tolist()])
        settled = week.disputes.work(cases.numbers[tried], odds) if len(tried) else np.zeros(0, np.bool_)
        week.disputes.in_vain(cases.numbers[held & ~both])
        self.settled += int(settled.sum())
        left = ~np.isin(cases.numbers, week.disputes.mine(HALL).numbers)
        left[tried[settled]] = False
        self.given_up += int(left.sum())
        for k in tried[settled].tolist():
            self._accept(week, int(cases.numbers[k]), int(cases.kind[k]), int(cases.a[k]), row[event == k].astype(np.int64))

    def _words_on(self, week: Week, cases: Cases, k: int) -> list[int]:
        """Return the words of the reasons accepted before on a matter like that of case k, in its community."""
        words: list[int] = self.words[week.unit_of("community", cases.a)[k], cases.kind[k]].tolist()
        return [word for word in words if word >= 0]

    def _accept(self, week: Week, number: int, kind: int, side: int, came: np.ndarray) -> None:
        """Let all who were there know the reason on which a case was settled; it may become a candidate article."""
        p, community = self.now, int(week.unit_of("community", np.array([side]))[0])
        reason = int(week.for_life("reason", np.array([number], np.uint64))[0] * p.reasons)
        word = int(self.words[community, kind, reason])
        self.accepted += 1
        if word >= 0 and week.word.alive(word):
            week.word.tell(word, came)
        else:
            self.words[community, kind, reason] = week.word.new(f"council reason {KINDS[kind].name} {reason}", came, weeks=p.told_weeks)
        if self.hall_word[community] >= 0:
            week.word.tell(int(self.hall_word[community]), came)
        if p.articles_from == "hall":
            self.proposed += council_articles.propose(week, p, KINDS[kind].name, side)

    # Measures

    @measure("cases settled, of those that the hall ended", "评理堂结案中和解的比例", unit="share of cases", kind="share", headline=True)
    def settled_share(self) -> float:
        """Share of the cases settled in the hall among these and those that it gave up."""
        return share_of(self.settled, self.settled + self.given_up)

    @measure("official: mediated in the hall with success", "官方统计：评理堂调解成功率", unit="share of recorded cases", kind="share", beside="settled_share")
    def official_settled(self) -> float:
        """Share recorded as settled among the cases that the hall has recorded."""
        failed, done = self.view.disputes.recorded()[BETWEEN_NEIGHBOURS, ROAD[HALL]].sum(axis=0).tolist()
        return share_of(done, done + failed)

    @measure("cases that came to the hall, per 1,000 residents", "每千居民到评理堂的案件", unit="cases since the start", a_year=True)
    def taken_per_1000(self) -> float:
        """Cases that came to the hall since the start, per 1,000 residents."""
        return 1000.0 * self.taken / max(self.view.residents.n, 1)

    @measure("quarrels that an article prevented", "公约避免的纠纷", unit="cases since the start", kind="count")
    def prevented(self) -> float:
        """Quarrels that did not begin since the one who would give cause keeps an article."""
        return float(self.view.disputes.prevented().sum())

    @measure("articles of the council that most of those bound keep", "多数人遵守的公约条款", unit="articles", kind="count")
    def articles_kept(self) -> float:
        """Articles in force that at least half of the residents bound keep."""
        found = [a for subject in council_articles.OF_THE_OLD for a in self.view.covenant.articles(subject)]
        return float(sum(self.view.covenant.compliance(a.number) >= 0.5 for a in found))

    @measure("seats of the council held", "议事会在任席位", unit="share of seats", kind="share")
    def seats_held(self) -> float:
        """Share of the seats of councils that somebody holds, in name only or not."""
        return float((self.view.volunteers.holder(MEMBER) >= 0).mean())

    @measure("members of the council who hold another office", "兼任他职的议事会成员", unit="share of members", kind="share")
    def same_few(self) -> float:
        """Share of the members who are gate heads or members of the residents' committee too."""
        rows = self._members()
        return share_of(int(np.isin(rows, council_seats.everybody_in_office(self.view)).sum()), len(rows))

    @measure("members of the council of 60 and more", "60岁及以上的议事会成员", unit="share of members", kind="share")
    def old_members(self) -> float:
        """Share of the members of 60 and more."""
        return share_of(int((self.view.residents.age[self._members()] >= council_articles.OLD).sum()), len(self._members()))

    @measure("members of the council who are Party members", "议事会成员中的党员", unit="share of members", kind="share")
    def party_members(self) -> float:
        """Share of the members who are of the Party."""
        return share_of(int(((self.view.residents.roles[self._members()] & Role.PARTY) != 0).sum()), len(self._members()))

    @measure("households that gain by the articles that bind them", "受约束住户中获益者", unit="share of households and articles", kind="share")
    def gain_by_articles(self) -> float:
        """Share of those that gain among the households bound, over all articles."""
        return self._gain(None)

    @measure("members' households that gain by these articles", "议事会成员家庭中获益者", unit="share of households and articles", kind="share")
    def members_gain(self) -> float:
        """The same share among the households of the members of the council, over all articles of their community."""
        return self._gain(np.unique(self.view.residents.flat[self._members()]))

    @measure("residents who know a reason accepted in the hall", "知道评理堂道理的居民", unit="share of residents", kind="share")
    def reason_known(self) -> float:
        """Share of residents who know at least one reason."""
        rows, knows = np.arange(self.view.residents.n), np.zeros(self.view.residents.n, np.bool_)
        home = self.view.unit_of("community", rows)
        for words in self.words.reshape(len(self.words), -1).T:
            if (words >= 0).any():
                knows |= self.view.word.knows(words[home], rows)
        return float(knows.mean()) if len(knows) else 0.0

    def _members(self) -> np.ndarray:
        rows = self.view.volunteers.holder(MEMBER)
        return np.asarray(rows[rows >= 0])

    def _gain(self, among: np.ndarray | None) -> float:
        """Return the share of households with a gain over the articles in force: of those bound, or of the flats `among`."""
        view, gains, bound = self.view, 0, 0
        every = np.arange(view.places.flats) if among is None else among
        for subject in council_articles.OF_THE_OLD:
            articles = view.covenant.articles(subject)
            if not articles:
                continue
            gain = council_articles.stakes(view, self.now, subject, every).gain > 0.0
            for article in articles:
                own = gain if among is not None else gain[np.unique(view.residents.flat[view.covenant.bound(article.number)])]
                gains += int(np.count_nonzero(own))
                bound += len(own)
        return share_of(gains, bound)
