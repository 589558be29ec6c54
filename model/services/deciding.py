"""Matters to decide: where households stand, sittings where they hear one another's reasons, votes, who accepts them.

In the world
    A lift for a doorway, rules for parking, a repair fund, who is to be elected: each has winners and losers among
    the households. People bring reasons to a sitting (议事会), some are heard, some are not. Then votes are counted by
    a rule, and the record says "passed". Whether those who lost go along is another question, and it hangs on
    whether they were heard.
How it works here
    A mechanism opens a matter for a unit and says what each flat gains or loses. A household stands at tanh(gain /
    scale + own + weight * mean of the reasons it holds); `own` is drawn for each household. It holds a few reasons
    of its own at first, more often those on the side of its stake. At a sitting each speaker says one reason that
    their household holds; each listener of another household takes it over with a chance that rises if they know the
    speaker and trust neighbours, and falls with what is at stake for them. A resident of 18 or more who votes, votes
    as the household stands. The rule counts (deciding_rules.py). Residents of 18 or more on the losing side accept
    the result more readily if they were heard: they spoke, or sat there when a reason of their household was spoken.
    Who was heard has the experience HEARD once a matter, when it is decided. A loser never heard has PASSED_OVER if
    they voted, or if the matter matters to them (with the chance of their intensity). No constant says how often a
    matter passes. An election is one matter a candidate.
Left out
    Division within a household; landlords who live elsewhere (give rented flats an area of 0 and they have no vote);
    biased hearing of reasons on one's own side; forgetting of reasons; what votes cost in hours. Payments are made
    by the caller.
Fails when
    A gain is said in other units than yuan a household, or `scale` is far from what people take as much.
Sources
    Mäs & Flache 2013 (persuasive arguments); Tyler 2006 and Thibaut & Walker 1975 (procedural justice); rules:
    deciding_rules.py.
"""

from __future__ import annotations

import numpy as np

from ..ground.draws import draws, identities_of, stream_of
from ..ground.measure import State, share_of
from ..ground.random import absorb_many, key_of, uniforms
from ..ground.text import Text
from ..people.deciding_constants import DecidingConstants
from ..people.declared import counter, measure, state
from ..people.experiences import Experience
from ..people.places import Places
from ..people.units import ranges
from . import deciding_reasons as reasoning
from .base import Service
from .deciding_results import Concerned, Households, Result
from .deciding_rules import Ballot, Count, Rule, count, nobody_asked
from .deciding_sittings import ADULT, Sitting, adults_of, hold, parts, places_of
from .deciding_table import Asked, Matter, Table
from .extents import checked_rows, community_of_flat, flat_starts, flats_of, unit_identities
from .moment import Moment

_NOBODY = np.zeros(0, np.int64)


def _draw_each(week: Moment, stream: str, entities: np.ndarray, counters: int) -> np.ndarray:
    """Draw float64 uniforms [n, counters], a column for each counter from 0: those of `Moment.draw`, all at once."""
    key = absorb_many(key_of(week.society.seed, stream_of(stream), week.number), entities)
    return uniforms(absorb_many(key[:, None], np.arange(counters)))


class Deciding(Service):
    """Open matters of a society, and what was decided.

    Attributes:
        table: the open matters and their households.
    """

    name = "deciding"
    matters_decided: int = counter("matters decided", "已表决事项", unit="matters", a_year=True)
    matters_passed: int = counter("matters passed", "通过的事项", unit="matters")
    matters_lapsed: int = counter("matters never decided", "未决而终的事项", unit="matters")
    _entitled: int = state("one", 0, restart=True)
    _voted: int = state("one", 0, restart=True)
    _concerned: int = state("one", 0, restart=True)
    _accepting: int = state("one", 0, restart=True)
    _lost: int = state("one", 0, restart=True)
    _lost_accepting: int = state("one", 0, restart=True)

    def __init__(self, places: Places, constants: DecidingConstants) -> None:
        """Begin without matters."""
        self.places, self.constants = places, constants
        self.table = Table()
        self.allocate(places)

    def begin(self, week: Moment) -> None:
        """Let newcomers take over the stake of the flat, with a mind of their own and no reasons; what is overdue lapses."""
        if not self.table.matters:
            return
        if len(week.moved):
            self._moved_in(week)
        late = [m.number for m in self.table.matters if m.due < week.number]
        if late:
            self.matters_lapsed += len(late)
            self.table.remove(late)

    def _moved_in(self, week: Moment) -> None:
        h = self.table.households
        which = np.flatnonzero(np.isin(h["flat"], week.moved_flats))
        if len(which):
            h["who"][which] = week.residents.identity[self.places.flat_rows[h["flat"][which]]]
            h["own"][which] = self._own(week, self.table.number_of_household()[which], h["who"][which])
            h["reasons"][which] = 0

    def _own(self, week: Moment, number: np.ndarray, who: np.ndarray) -> np.ndarray:
        u, v = (draws(week.society.seed, "matter own", 0, absorb_many(number, who), k) for k in range(2))
        return np.asarray(self.constants.own * (np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v)))

    def _strength(self, week: Moment, matters: list[Matter]) -> np.ndarray:
        """Return float64 [matters, 2 sides]: how strong the reasons of each matter are, for its life."""
        numbers = np.array([m.number for m in matters], np.uint64)
        which = absorb_many(numbers[:, None], np.arange(2 * self.constants.reasons))
        return draws(week.society.seed, "matter strength", 0, which.ravel()).reshape(which.shape)

    def open(
        self,
        week: Moment,
        kind: str,
        title: Text,
        unit: str,
        units: np.ndarray,
        gain: np.ndarray | float,
        rule: Rule,
        due: int,
        area: np.ndarray | float = 1.0,
    ) -> np.ndarray:
        """Open matters; see `DecidingDesk.open`."""
        which, flats = flats_of(self.places, unit, units)
        r, c = week.residents, self.constants
        for given, what in ((gain, "gains"), (area, "areas")):
            if np.ndim(given) and np.shape(given) != (len(flats),):
                raise ValueError(
                    f"there are {np.size(given)} {what}, and {len(flats)} flats are concerned, empty ones included"
                )
        yuan, weight = (np.broadcast_to(np.asarray(x, np.float64), (len(flats),)) for x in (gain, area))
        if not np.isfinite(yuan).all() or not np.isfinite(weight).all() or (weight < 0.0).any():
            raise ValueError("a gain is a number of yuan for each flat, and an area is 0 or more")
        if due < week.number:
            raise ValueError(f"a matter is due in week {due}, and this is week {week.number} (absolute weeks)")
        order = np.lexsort((flats, which))
        flats, yuan, weight = flats[order], yuan[order], weight[order]
        first = flats[:1] if unit == "households" else flat_starts(self.places, unit)[units]
        community = community_of_flat(self.places, first)
        numbers = identities_of(f"matter {kind} {title.en}", week.number, unit_identities(self.places, unit, first))
        for number in numbers.tolist():
            if number in self.table.at:
                raise ValueError(
                    f"this {unit} has opened {kind!r} ({title.en}) in this week already; give another title"
                )
        lived_in = self.places.flat_rows[flats + 1] > self.places.flat_rows[flats]
        which, flats, yuan, weight = which[lived_in], flats[lived_in], yuan[lived_in], weight[lived_in]
        who = r.identity[self.places.flat_rows[flats]]
        own = self._own(week, numbers[which], who)
        entity = absorb_many(numbers[which], who)
        u = _draw_each(week, "matter reasons", entity, 2 * c.reasons)
        columns = {
            "flat": flats,
            "who": who,
            "gain": yuan,
            "paid": np.zeros(len(flats)),
            "own": own,
            "area": weight,
            "reasons": reasoning.first_reasons(yuan, own, u, c),
            "doorway": r.gate[self.places.flat_rows[flats]],
        }
        size = np.bincount(which, minlength=len(numbers)).tolist()
        self.table.add(
            [
                Matter(
                    number,
                    kind,
                    title,
                    unit,
                    -1 if unit == "households" else int(units[p]),
                    int(community[p]),
                    week.number,
                    int(due),
                    rule,
                    size[p],
                )
                for p, number in enumerate(numbers.tolist())
            ],
            columns,
        )
        return numbers

    def households(self, week: Moment, number: int) -> Households:
        """Return where the households concerned by an open matter stand."""
        matter, h = self.table.of(number)
        gain = h["gain"] + h["paid"]
        positions = reasoning.positions(gain, h["own"], h["reasons"], self._strength(week, [matter])[0], self.constants)
        return Households(h["flat"].copy(), positions, reasoning.intensities(gain, h["own"], self.constants), gain)

    def concerned(self, numbers: np.ndarray) -> Concerned:
        """Return the households concerned by some open matters; see `DecidingDesk.concerned`."""
        which, place = self.table.places_of(numbers.tolist())
        h = {name: self.table.households[name][place] for name in ("flat", "gain", "paid", "own", "area", "reasons")}
        gain = h["gain"] + h["paid"]
        return Concerned(which, h["flat"], reasoning.intensities(gain, h["own"], self.constants), gain, h["area"] > 0.0, h["reasons"])

    def adopt(self, week: Moment, number: int, rows: np.ndarray, reasons: np.ndarray) -> None:
        """Let the households of residents take over reasons that reached them outside a sitting (along a talk).

        Args:
            week: this week.
            number: of an open matter.
            rows: residents, [m]; those not concerned are passed over.
            reasons: numbers of reasons, [m], 0 to 2 sides - 1.

        Raises:
            ValueError: no such open matter, or no such reason.
        """
        self.adopt_all(week, [number], np.zeros(len(rows), np.int64), rows, reasons)

    def adopt_all(self, week: Moment, numbers: list[int], k: np.ndarray, rows: np.ndarray, reasons: np.ndarray) -> None:
        """The same for several open matters; k [m]: place in `numbers` of the matter that each reason is about."""
        if len(reasons) and not 0 <= reasons.min() <= reasons.max() < 2 * self.constants.reasons:
            raise ValueError(f"reasons are numbered 0 to {2 * self.constants.reasons - 1}")
        which, place = self.table.places_of(numbers)
        h = self.table.households
        where = places_of(which, h["flat"][place], k, rows, week)
        at = where >= 0
        np.bitwise_or.at(h["reasons"], place[where[at]], np.uint32(1) << reasons[at].astype(np.uint32))

    def sit(self, week: Moment, number: int, present: np.ndarray, speakers: np.ndarray | None = None) -> Sitting:
        """Hold a sitting; see `DecidingDesk.sit`."""
        self.table.of(number)
        came = checked_rows(self.places, present)
        named = None if speakers is None else checked_rows(self.places, speakers)
        if named is not None and not np.isin(named, came).all():
            raise ValueError("who speaks at a sitting has to be present")
        if named is not None and len(named) > self.constants.speakers:
            raise ValueError(
                f"at one sitting {self.constants.speakers} people can speak at most, and {len(named)} are named"
            )
        return self._hold(week, [number], np.zeros(len(came), np.int64), came, named)[0]

    def sit_all(self, week: Moment, numbers: list[int], k: np.ndarray, rows: np.ndarray) -> list[Sitting]:
        """Hold a sitting on each of some matters; see `DecidingDesk.sit_all`."""
        return self._hold(week, numbers, *self._attendances(numbers, k, rows))

    def _hold(
        self, week: Moment, numbers: list[int], k: np.ndarray, came: np.ndarray, named: np.ndarray | None = None
    ) -> list[Sitting]:
        matters, which, h = self.table.of_all(numbers)
        intensity = reasoning.intensities(h["gain"] + h["paid"], h["own"], self.constants)
        found = hold(week, matters, which, h, intensity, k, came, named, self.constants)
        self.table.hold(numbers, h["reasons"])
        return found

    def _attendances(self, numbers: list[int], k: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (place in `numbers`, row) of attendances in order, each once."""
        came = checked_rows(self.places, rows)
        if len(numbers) == 1:
            return np.zeros(len(came), np.int64), came
        if len(set(numbers)) < len(numbers):
            raise ValueError("one of the matters comes twice")
        n = np.int64(self.places.community_rows[-1])
        pairs = np.unique(np.asarray(k, np.int64) * n + np.asarray(rows, np.int64))
        return pairs // n, pairs % n

    def tally(self, week: Moment, number: int, rows: np.ndarray) -> Count:
        """Count votes and close nothing; see `DecidingDesk.tally`."""
        return self.tally_all(week, [number], np.zeros(np.size(rows), np.int64), rows)[0]

    def tally_all(self, week: Moment, numbers: list[int], k: np.ndarray, rows: np.ndarray) -> list[Count]:
        """Count votes and close nothing; see `DecidingDesk.tally_all`."""
        return self._counted(week, self._asked(week, numbers), k, rows)[0]

    def vote(self, week: Moment, number: int, rows: np.ndarray, by: int) -> Result:
        """Count a vote and close the matter; see `DecidingDesk.vote`."""
        return self.vote_all(week, [number], np.zeros(np.size(rows), np.int64), rows, by)[0]

    def vote_all(self, week: Moment, numbers: list[int], k: np.ndarray, rows: np.ndarray, by: int) -> list[Result]:
        """Count votes and close the matters; see `DecidingDesk.vote_all`."""
        asked = self._asked(week, numbers)
        counts, heads, at, voters = self._counted(week, asked, k, rows)
        self._entitled += heads
        self._voted += len(voters)
        return self._close(week, asked, counts, at, voters, by)

    def decree(self, week: Moment, number: int, passed: bool, by: int) -> Result:
        """Decide a matter without a vote and close it; see `DecidingDesk.decree`."""
        asked = self._asked(week, [number])
        counted = nobody_asked(asked.matters[0].rule, len(asked.which), passed)
        return self._close(week, asked, [counted], _NOBODY, _NOBODY, by)[0]

    def _asked(self, week: Moment, numbers: list[int]) -> Asked:
        """Look where the households of some matters stand, and who of them is of age."""
        matters, which, h = self.table.of_all(numbers)
        gain = h["gain"] + h["paid"]
        strength = self._strength(week, matters)[which]
        positions = reasoning.positions(gain, h["own"], h["reasons"], strength, self.constants)
        starts = self.places.flat_rows
        home, rows = ranges(starts[h["flat"]], starts[h["flat"] + 1])
        grown = week.residents.age[rows] >= ADULT
        return Asked(
            matters, which, h, gain, positions, reasoning.intensities(gain, h["own"], self.constants), home[grown], rows[grown]
        )

    def _counted(
        self, week: Moment, asked: Asked, k: np.ndarray, rows: np.ndarray
    ) -> tuple[list[Count], int, np.ndarray, np.ndarray]:
        """Return how votes of these residents go, how many have one, and (matter, row) of those who voted."""
        h, which, n = asked.h, asked.which, len(asked.which)
        has_vote = h["area"] > 0.0
        k, came = self._attendances([m.number for m in asked.matters], k, rows)
        k, voters, at = adults_of(which, h["flat"], k, came, week)
        k, voters, at = (x[has_vote[at]] for x in (k, voters, at))
        heads, votes = np.bincount(asked.home, has_vote[asked.home], n).astype(np.int64), np.bincount(at, minlength=n)
        ballot = Ballot(heads, votes, asked.positions > 0.0, h["area"], h["doorway"], asked.gain)
        counts = [
            count(matter.rule, Ballot(*(column[part] for column in ballot)))
            for matter, part in zip(asked.matters, parts(which, len(asked.matters)), strict=True)
        ]
        return counts, int(heads.sum()), k, voters

    def _close(
        self, week: Moment, asked: Asked, counts: list[Count], at: np.ndarray, voters: np.ndarray, by: int
    ) -> list[Result]:
        """Let those concerned take note of decisions, and close the matters. at: the matter of each of the voters."""
        r, m, adults = week.residents, len(asked.matters), asked.adults
        k, who, numbers = asked.which[asked.home], r.identity[adults], [matter.number for matter in asked.matters]
        passed = np.array([counted.passed for counted in counts], np.bool_)
        lost = (asked.positions > 0.0)[asked.home] != passed[k]
        people, ballots = parts(k, m), parts(at, m)
        heard = np.zeros(len(adults), np.bool_)
        notices = np.zeros(len(adults), np.bool_)
        for matter, own, cast in zip(asked.matters, people, ballots, strict=True):
            heard[own] = np.isin(who[own], matter.heard)
            notices[own] = np.isin(adults[own], voters[cast])
        entity = absorb_many(np.array(numbers, np.uint64)[k], who)
        feels = asked.intensity[asked.home]
        accept = ~lost | reasoning.accepts(
            heard, r.trust_institutions[adults], feels, week.draw("matter accept", entity), self.constants
        )
        notices |= week.draw("matter notice", entity) < feels
        week.experience(Experience.HEARD, adults[heard], by)
        week.experience(Experience.PASSED_OVER, adults[lost & ~heard & notices], by)
        self._book(passed, lost, accept)
        self.table.remove(numbers)
        found = []
        for matter, counted, own, cast, home in zip(asked.matters, counts, people, ballots, parts(asked.which, m), strict=True):
            rows, loses, agrees = adults[own], lost[own], accept[own]
            share = float(agrees[loses].mean()) if loses.any() else float("nan")
            found.append(
                Result(
                    matter.number, matter.kind, counted.passed, counted, voters[cast], rows[loses], rows[agrees],
                    rows[heard[own]], asked.h["flat"][home][counted.vetoes], share,
                )
            )  # fmt: skip
        return found

    def _book(self, passed: np.ndarray, lost: np.ndarray, accept: np.ndarray) -> None:
        self.matters_decided += len(passed)
        self.matters_passed += int(passed.sum())
        self._concerned += len(lost)
        self._accepting += int(accept.sum())
        self._lost += int(lost.sum())
        self._lost_accepting += int((accept & lost).sum())

    @measure("matters open", "待议事项", unit="matters", kind="count")
    def matters_open(self) -> float:
        """Matters that wait for a decision."""
        return float(len(self.table.matters))

    @measure("turnout at votes", "表决参与率", unit="share of those entitled", kind="share")
    def decision_turnout(self) -> float:
        """Residents who voted, of all who had a vote, over all votes since the start."""
        return share_of(self._voted, self._entitled)

    @measure("results accepted", "结果的实际认可率", unit="share of those concerned", kind="share")
    def results_accepted(self) -> float:
        """Residents who accept a result, of all concerned, over all matters decided since the start."""
        return share_of(self._accepting, self._concerned)

    @measure("results accepted by losers", "落败者认可率", unit="share of those on the losing side", kind="share")
    def losers_accept(self) -> float:
        """Residents on the losing side who accept it, over all matters decided since the start."""
        return share_of(self._lost_accepting, self._lost)

    @measure(
        "official: votes passed",
        "官方统计：表决通过率",
        unit="share of votes recorded",
        kind="share",
        beside="results_accepted",
    )
    def official_passed(self) -> float:
        """Matters recorded as passed, of all decided since the start."""
        return share_of(self.matters_passed, self.matters_decided)

    def state(self) -> State:
        """Return what has to be saved."""
        return {**self.table.state(), **super().state()}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        self.table = Table.of_state(saved)
        super().restore(saved)
