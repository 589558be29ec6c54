"""The engine as plain Python, with every focus and every shared hour written down. Run by test_engine.py with NUMBA_DISABLE_JIT=1.

`python plain_python_engine.py CASES FILE` lives the cases (numbers, comma separated), checks the invariants of docs/rules.md in
every week, and writes the arrays at the end of each case to FILE (npz). test_engine.py then holds the compiled engine to them.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

import numpy as np
from linli.model.foci.events import Events
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.people.constants import Constants, DecisionConstants, TieConstants, VisitHours
from linli.model.people.everyday import EVERYDAY, EverydayKind
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY

WEEKS = 7
EVERYBODY = {"retired": 1.0, "carer": 1.0, "owner": 1.0, "renter": 1.0, "student": 1.0}


def society_of(case: int) -> Society:
    """Return a small society of one to three gates, of many shapes, whose slots are few and whose talks are many."""
    rng = np.random.default_rng(case)
    everyday = dict(EVERYDAY)
    # Kinds that share rounds with the others, a crowd that sits in circles, and clans.
    everyday["queue"] = EverydayKind(scope="gate", size=int(rng.integers(2, 9)), hours=3.0, rounds=(0, 5, 6), openness=1.0, chance=EVERYBODY)  # type: ignore[arg-type]
    everyday["square"] = EverydayKind(scope="group", size=64, hours=4.0, rounds=(6, 11), openness=1.0, chance=EVERYBODY, mixing=0.2)  # type: ignore[arg-type]
    everyday["clan"] = EverydayKind(scope="kin", size=20, hours=2.0, rounds=(10,), openness=1.0, chance=EVERYBODY)  # type: ignore[arg-type]
    ties = TieConstants(
        slots=8, kappa=2.0, s0=4.0, crowd=int(rng.integers(5, 20)), circle_size=int(rng.integers(3, 8)), half_life=2000.0, slow_half_life=20000.0,
        acquaintance=2.5,
    )  # fmt: skip
    society = Society(
        neighbourhood=NeighbourhoodParameters(
            buildings=int(rng.integers(1, 3)), entrances=int(rng.integers(1, 3)), floors=int(rng.integers(1, 6)), flats_per_floor=int(rng.integers(1, 4)),
            compounds=int(rng.integers(1, 3)), communities=2, kin_groups=5, kin_share=0.6,
        ),
        population=PopulationParameters(moves_owners=0.9, moves_renters=0.99),
        constants=Constants(
            ties=ties, visits=VisitHours(retired=7.0, carer=5.0, owner=4.0, renter=3.0, student=30.0),
            decision=DecisionConstants(base=0.0, habit_chance=1.0, habit_hours=1.0),
            # The witness writes down shared hours; introductions have tests of their own (ties/test_introductions.py).
            introductions=IntroductionConstants(at_home=0.0, by_friend=0.0, told=0.0),
        ),
        everyday=everyday, seed=case,
    )  # fmt: skip
    # Three words go round in each community.
    words = society.engine.words
    words.told[0] = 1
    words.number[:, :3], words.chance[:, :3] = np.arange(6).reshape(2, 3) + 100, 0.2
    words.known[::11] = 7
    return society


def events_of(s: Society, case: int) -> Events:
    """Return the events of a week: some rounds, some rooms too small, for compounds."""
    rng = np.random.default_rng((case, s.week))
    n = int(rng.integers(0, 6))
    which = rng.integers(0, s.places.compounds, n)
    events = Events()
    events.add(
        n, kind=len(s.engine.kinds) + 1, lo=s.places.compound_rows[which], hi=s.places.compound_rows[which + 1], round=rng.integers(0, 13, n), hours=2.0,
        capacity=rng.integers(0, 40, n), poster=0.7, knock=0.3, identity=rng.integers(0, 2**60, n), mechanism=0,
    )  # fmt: skip
    events.close()
    return events


def step(s: Society, case: int) -> Events:
    """Let a week pass: moves, the decision, the encounters."""
    from linli.model.founding.moves import move_week

    moved = move_week(s.residents, s.places, s.week, s.seed, s.population, s.constants.ties.sigma_g)
    if len(moved):
        s.engine.receive(moved)
    events = events_of(s, case)
    s.engine.decide(events, s.week)
    s.engine.encounter(events, s.week)
    s.week += 1
    return events


class Witness:
    """Writes down who is in which focus, and who shares which hours; and judges."""

    def __init__(self, s: Society) -> None:
        from linli.model.foci import encounter_week as week
        from linli.model.foci import presence, visits
        from linli.model.ties import encounters

        self.s = s
        self.foci: list[tuple[int, int, list[int], float]] = []
        self.pending: list[tuple[int, list[int], float]] = []
        self.truth: dict[tuple[int, int], float] = defaultdict(float)
        self.round = -1
        self.visitors: dict[int, set[int]] = defaultdict(set)
        self.pairs: list[tuple[int, int, float]] = []
        meet, share_hours = self.originals.setdefault("meet", presence.meet), self.originals.setdefault("share", encounters.share_hours)
        everyday_round = self.originals.setdefault("everyday", week.everyday_round)
        visiting_round = self.originals.setdefault("visiting", week.visiting_round)

        def meet_and_tell(rows: Any, n: int, hours: float, openness: float, origin: int, *rest: Any) -> None:
            self.pending.append((int(origin), [int(i) for i in rows[:n]], float(hours)))
            meet(rows, n, hours, openness, origin, *rest)

        def everyday_and_tell(c: int, r: int, *rest: Any) -> None:
            everyday_round(c, r, *rest)
            self._turn(r)

        def visiting_and_tell(c: int, r: int, *rest: Any) -> None:
            self._turn(r)
            self.pairs.clear()
            visiting_round(c, r, *rest)
            parties: list[set[int]] = []
            for i, j, _ in self.pairs:
                mine = [p for p in parties if i in p or j in p]
                parties = [p for p in parties if p not in mine] + [set().union({i, j}, *mine)]
            for party in parties:
                assert len(party) in (2, 3), party
                self.foci.append((r, len(s.engine.kinds), sorted(party), s.constants.ties.visit_hours))
            self._turn(r)

        def share_and_tell(ties: Any, fade: Any, arrival: Any, base: int, i: int, j: int, a: int, b: int, hours: float, *rest: Any) -> None:
            self._share(int(i), int(j), float(hours))
            share_hours(ties, fade, arrival, base, i, j, a, b, hours, *rest)

        presence.meet, week.everyday_round, week.visiting_round = meet_and_tell, everyday_and_tell, visiting_and_tell
        encounters.share_hours = visits.share_hours = share_and_tell

    originals: dict[str, Any] = {}

    def _turn(self, r: int) -> None:
        self.foci += [(r, *focus) for focus in self.pending]
        self.pending.clear()

    def _share(self, i: int, j: int, hours: float) -> None:
        s = self.s
        assert s.residents.flat[i] != s.residents.flat[j]
        pair = (min(i, j), max(i, j))
        self.pairs.append((i, j, hours))
        if self._kept(*pair) == 0.0:
            # Both have forgotten, or one has moved: the pair begins anew.
            self.truth[pair] = 0.0
        self.truth[pair] += hours
        for a in pair:
            self.before[a] |= {b for b in self._slots(a) if self._valid(a, b) and self._slow(a, b) >= s.constants.ties.acquaintance}

    def _base(self, i: int) -> int:
        rows = self.s.places.community_rows
        return int(rows[np.searchsorted(rows, i, side="right") - 1])

    def _slots(self, i: int) -> list[int]:
        return [self._base(i) + int(p) for p in self.s.ties.partner[i] if p != EMPTY]

    def _valid(self, i: int, j: int) -> bool:
        k = self._slots(i).index(j)
        return bool(self.s.ties.last[i, k] >= max(self.s.residents.arrival[i], self.s.residents.arrival[j]))

    def _slow(self, i: int, j: int) -> float:
        k = self._slots(i).index(j)
        return float(self.s.ties.slow[i, k] * self.s.fade.slow[self.s.week - int(self.s.ties.last[i, k])])

    def _kept(self, i: int, j: int) -> float:
        return max((self._slow(a, b) for a, b in ((i, j), (j, i)) if b in self._slots(a) and self._valid(a, b)), default=0.0)

    def begin(self) -> None:
        self.foci.clear()
        self.pending.clear()
        self.before: dict[int, set[int]] = defaultdict(set)
        self.truth_week = dict(self.truth)

    def judge(self, events: Events) -> None:
        """Check a week that has passed."""
        s = self.s
        where: dict[tuple[int, int], int] = {}
        hours = np.zeros(s.residents.n)
        kinds = list(s.engine.kinds.values())
        for focus, (r, code, people, h) in enumerate(self.foci):
            assert len(people) == len(set(people)) >= 2
            for i in people:
                hours[i] += h
                assert where.setdefault((r, i), focus) == focus, "in two foci of a round"
            if code < len(kinds) and not kinds[code].grouped:
                self._passing(kinds[code], r, people)
            if code == len(kinds):
                assert r in (7, 12)
            assert len({self._base(i) for i in people}) == 1
        assert hours.max(initial=0.0) <= 168.0
        for e in range(len(events)):
            for i in events.rows(e).tolist():
                at = where.get((int(events.table["round"][e]), i))
                assert at is None or self.foci[at][1] == len(kinds) + 1, "at an event and elsewhere"
        visits = np.zeros(s.residents.n)
        for _, code, people, _ in self.foci:
            if code == len(kinds):
                visits[people] += 1
        time = np.array([getattr(s.constants.visits, name) for name in ("retired", "carer", "owner", "renter", "student")])[s.residents.situation]
        assert np.all(visits <= np.ceil(time / s.constants.ties.visit_hours))
        self._ties()

    def _passing(self, kind: EverydayKind, r: int, people: list[int]) -> None:
        s, p = self.s, self.s.places
        assert len(people) <= kind.size
        assert r in kind.rounds
        starts = {"landing": p.landing_rows, "floors": p.gate_rows, "gate": p.gate_rows, "compound": p.compound_rows}[kind.scope]
        assert len(set(p.unit_of_row(starts, np.array(people)).tolist())) == 1
        if kind.scope == "floors":
            landing = p.unit_of_row(p.landing_rows, np.array(people))
            level = landing - p.gate_landings[s.residents.gate[people]]
            # The week is over and counted: three floors of the unit that began at `week % 3`.
            assert len(set(((level + (s.week - 1) % 3) // 3).tolist())) == 1

    def _ties(self) -> None:
        s, n = self.s, self.s.residents.n
        s.week -= 1
        for i in range(n):
            partners = self._slots(i)
            assert len(partners) == len(set(partners)) <= 8
            assert i not in partners
            assert self.before[i] <= set(partners), "an acquaintance was given up"
            for j in partners:
                if not self._valid(i, j):
                    continue
                k = partners.index(j)
                assert s.ties.slow[i, k] >= 0.0
                # The half-life of 55 years leaves .998 of an hour in seven weeks.
                assert self._slow(i, j) <= self.truth[min(i, j), max(i, j)] * 1.00001
                assert self._slow(i, j) >= self.truth[min(i, j), max(i, j)] * 0.997
                if i in self._slots(j):
                    mine, theirs = self._slots(i).index(j), self._slots(j).index(i)
                    for name in ("closeness", "slow", "last", "origin"):
                        array = getattr(s.ties, name)
                        assert array[i, mine] == array[j, theirs], name
        s.week += 1
        for name, array in s.residents.arrays().items():
            if array.dtype.kind == "f":
                assert np.isfinite(array).all(), name


def main() -> None:
    """Live the cases and write what became of them."""
    np.seterr(over="ignore")
    out: dict[str, np.ndarray] = {}
    counts = defaultdict(int)
    for case in (int(c) for c in sys.argv[1].split(",")):
        s = society_of(case)
        witness = Witness(s)
        for _ in range(WEEKS):
            witness.begin()
            events = step(s, case)
            witness.judge(events)
            counts["foci"] += len(witness.foci)
            counts["visits"] += sum(code == len(s.engine.kinds) for _, code, _, _ in witness.foci)
            counts["events"] += sum(code == len(s.engine.kinds) + 1 for _, code, _, _ in witness.foci)
        for name in ("partner", "closeness", "slow", "last", "origin", "forgot"):
            out[f"{case} {name}"] = getattr(s.ties, name)
        out[f"{case} known"] = s.engine.words.known
        for name in ("talks", "chat_days", "habit", "fatigue", "last_came", "groups", "identity"):
            out[f"{case} {name}"] = getattr(s.residents, name)
        for name, count in s.engine.tallies.items():
            counts[name] += count
    np.savez(sys.argv[2], **out, counts=np.array([f"{name} {count}" for name, count in counts.items()]))
    print(dict(counts))


if __name__ == "__main__":
    main()
