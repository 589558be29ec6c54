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

from ..ground.draws import draws, identities_of
from ..ground.measure import State, share_of
from ..ground.random import absorb_many
from ..ground.text import Text
from ..people.deciding_constants import DecidingConstants
from ..people.declared import counter, measure, state
from ..people.experiences import Experience
from ..people.places import Places
from ..people.units import ranges
from ..survey.noise import normals
from . import deciding_reasons as reasoning
from .base import Service
from .deciding_results import Concerned, Households, Result
from .deciding_rules import Ballot, Count, Rule, count, nobody_asked
from .deciding_sittings import Sitting, adults_of, hold, places_of
from .deciding_table import Matter, Table
from .extents import checked_rows, community_of_flat, flat_starts, flats_of, unit_identities
from .moment import Moment


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
        return self.constants.own * normals(week.society.seed, "matter own", absorb_many(number, who))

    def _strength(self, week: Moment, matter: Matter) -> np.ndarray:
        which = absorb_many(np.uint64(matter.number), np.arange(2 * self.constants.reasons))
        return draws(week.society.seed, "matter strength", 0, which)

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
        u = np.column_stack([week.draw("matter reasons", entity, a) for a in range(2 * c.reasons)])
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
        positions = reasoning.positions(gain, h["own"], h["reasons"], self._strength(week, matter), self.constants)
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
        if len(reasons) and not 0 <= reasons.min() <= reasons.max() < 2 * self.constants.reasons:
            raise ValueError(f"reasons are numbered 0 to {2 * self.constants.reasons - 1}")
        _, h = self.table.of(number)
        where = places_of(h, rows, week)
        at = where >= 0
        np.bitwise_or.at(h["reasons"], where[at], np.uint32(1) << reasons[at].astype(np.uint32))

    def sit(self, week: Moment, number: int, present: np.ndarray, speakers: np.ndarray | None = None) -> Sitting:
        """Hold a sitting; see `DecidingDesk.sit`."""
        matter, h = self.table.of(number)
        came = checked_rows(self.places, present)
        named = None if speakers is None else checked_rows(self.places, speakers)
        if named is not None and not np.isin(named, came).all():
            raise ValueError("who speaks at a sitting has to be present")
        if named is not None and len(named) > self.constants.speakers:
            raise ValueError(
                f"at one sitting {self.constants.speakers} people can speak at most, and {len(named)} are named"
            )
        intensity = reasoning.intensities(h["gain"] + h["paid"], h["own"], self.constants)
        return hold(week, matter, h, intensity, came, named, self.constants)

    def tally(self, week: Moment, number: int, rows: np.ndarray) -> Count:
        """Count votes and close nothing; see `DecidingDesk.tally`."""
        return self._counted(week, number, rows)[0]

    def vote(self, week: Moment, number: int, rows: np.ndarray, by: int) -> Result:
        """Count a vote and close the matter; see `DecidingDesk.vote`."""
        counted, heads, voters = self._counted(week, number, rows)
        self._entitled += heads
        self._voted += len(voters)
        return self._close(week, number, counted, voters, by)

    def decree(self, week: Moment, number: int, passed: bool, by: int) -> Result:
        """Decide a matter without a vote and close it; see `DecidingDesk.decree`."""
        matter, h = self.table.of(number)
        counted = nobody_asked(matter.rule, len(h["flat"]), passed)
        return self._close(week, number, counted, np.zeros(0, np.int64), by)

    def _counted(self, week: Moment, number: int, rows: np.ndarray) -> tuple[Count, int, np.ndarray]:
        """Return how a vote of these residents goes, how many have one, and the rows of those who voted."""
        matter, h = self.table.of(number)
        stand = self.households(week, number)
        home = self._adults(week, h)[1]
        has_vote = h["area"] > 0.0
        voters, at = adults_of(h, checked_rows(self.places, rows), week)
        voters, at = voters[has_vote[at]], at[has_vote[at]]
        n = len(h["flat"])
        heads, votes = np.bincount(home, has_vote[home], n).astype(np.int64), np.bincount(at, minlength=n)
        ballot = Ballot(heads, votes, stand.positions > 0.0, h["area"], h["doorway"], stand.gain)
        return count(matter.rule, ballot), int(heads.sum()), voters

    def _adults(self, week: Moment, h: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return all those of age of the households concerned, and the places of their households."""
        rows = self.places.flat_rows
        return adults_of(h, ranges(rows[h["flat"]], rows[h["flat"] + 1])[1], week)

    def _close(self, week: Moment, number: int, counted: Count, voters: np.ndarray, by: int) -> Result:
        """Let those concerned take note of a decision, and close the matter."""
        matter, h = self.table.of(number)
        r = week.residents
        stand = self.households(week, number)
        adults, home = self._adults(week, h)
        lost = (stand.positions > 0.0)[home] != counted.passed
        heard = np.isin(r.identity[adults], matter.heard)
        entity = absorb_many(np.uint64(number), r.identity[adults])
        feels = stand.intensity[home]
        accept = ~lost | reasoning.accepts(
            heard, r.trust_institutions[adults], feels, week.draw("matter accept", entity), self.constants
        )
        notices = np.isin(adults, voters) | (week.draw("matter notice", entity) < feels)
        week.experience(Experience.HEARD, adults[heard], by)
        week.experience(Experience.PASSED_OVER, adults[lost & ~heard & notices], by)
        self._book(counted, lost, accept)
        self.table.remove([number])
        share = float(accept[lost].mean()) if lost.any() else float("nan")
        return Result(
            number,
            matter.kind,
            counted.passed,
            counted,
            voters,
            adults[lost],
            adults[accept],
            adults[heard],
            stand.flats[counted.vetoes],
            share,
        )

    def _book(self, counted: Count, lost: np.ndarray, accept: np.ndarray) -> None:
        self.matters_decided += 1
        self.matters_passed += int(counted.passed)
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
