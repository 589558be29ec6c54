"""The community: a Mesa model whose step is one week (docs/rules.md, The week)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import mesa

from ..people.constants import Constants
from ..people.everyday import EVERYDAY, ROUNDS, VISIT_ROUNDS, EverydayKind
from .draws import Draws
from .encounters import hold
from .events import ReferenceEvent, decide
from .groups import bear_groups, draw_groups, leave_born_groups
from .introductions import introduce_week
from .people import ReferenceResident, move_households
from .presence import everyday_foci
from .records import Home, Person, RecordedTie
from .ties import Tie
from .visits import visiting_round
from .words import ReferenceWord, forget_stale, tell_at_home

Plan = Callable[[int], list[ReferenceEvent]]
"""What is on in a week: week -> the events, in the order in which people decide about them."""


class ReferenceCommunity(mesa.Model):  # type: ignore[misc]
    """Some compounds and their people, by the plain rules.

    Attributes:
        week: the week that is about to begin.
        begins: the week in which the scenario begins.
        residents: in the order of rows (bed 0, 1, ...); `agents` holds the same people.
        events: the events of the last week.
        words: what goes round now.
        talks, visits: how many were begun or held in the last week.
        moved: how many people have moved in so far.
        forgotten, refused: entries that gave way to others, and entries not kept for want of a slot, so far.
    """

    def __init__(
        self,
        *,
        people: Sequence[Person] = (),
        homes: Sequence[Home] = (),
        ties: Sequence[RecordedTie] = (),
        constants: Constants | None = None,
        everyday: dict[str, EverydayKind] | None = None,
        plan: Plan | None = None,
        week: int = 0,
        begins: int = 0,
        owner_moves: float = 0.05,
        renter_moves: float = 0.25,
        rng: int = 1,
    ) -> None:
        """Make residents of the records and give them their habitual groups.

        Args:
            people: the residents, sorted by community, compound, building, gate, floor, flat.
            homes: the flats; `Person.home` points into them.
            ties: ties to begin with.
            constants: the constants of people.
            everyday: the kinds of everyday foci.
            plan: the events of a week.
            week: the first week.
            begins: the week in which the scenario begins, before which kinds of the past are lived.
            owner_moves: share of owners' households that move in a year.
            renter_moves: the same of renters.
            rng: the seed, a plain int.
        """
        super().__init__(rng=rng)
        self.constants = constants if constants is not None else Constants()
        self.everyday = everyday if everyday is not None else EVERYDAY
        self.plan = plan
        self.week, self.begins = week, begins
        self.owner_moves, self.renter_moves = owner_moves, renter_moves
        self.draws = Draws(rng)
        self.homes = list(homes)
        self.affinities: dict[tuple[int, int], float] = {}
        self.group_count: dict[tuple[str, int], int] = {}
        self._gates: dict[int, tuple[int, int]] = {}
        self.events: list[ReferenceEvent] = []
        self.words: list[ReferenceWord] = []
        self.talks = self.visits = self.moved = self.forgotten = self.refused = 0
        self.residents = [ReferenceResident(self, person, bed) for bed, person in enumerate(people)]
        self.first_households = _households(people)
        draw_groups(self)
        self.next_born_group = 1 + max((i.groups.get("born", -1) for i in self.residents), default=-1)
        for record in ties:
            one, other = self.residents[record.owner], self.residents[record.other]
            one.ties[other] = other.ties.get(one) or Tie(record.closeness, record.slow, record.last, record.origin)

    @classmethod
    def from_records(
        cls,
        people: Sequence[Person],
        places: Sequence[Home],
        constants: Constants | None = None,
        everyday: dict[str, EverydayKind] | None = None,
        seed: int = 1,
        *,
        ties: Sequence[RecordedTie] = (),
        plan: Plan | None = None,
        week: int = 0,
        begins: int = 0,
    ) -> ReferenceCommunity:
        """Build a community from plain records (see `records_of` and `ties_of` for the engine's arrays)."""
        return cls(people=people, homes=places, ties=ties, constants=constants, everyday=everyday, plan=plan, week=week, begins=begins, rng=seed)

    def residents_by_compound(self) -> dict[int, list[ReferenceResident]]:
        """Return compound -> its residents."""
        found: dict[int, list[ReferenceResident]] = {}
        for i in self.residents:
            found.setdefault(i.home.compound, []).append(i)
        return found

    def gates_of_compound(self, compound: int) -> tuple[int, int]:
        """Return the first gate of a compound and the number of its gates."""
        if compound not in self._gates:
            gates = {home.gate for home in self.homes if home.compound == compound}
            self._gates[compound] = (min(gates), len(gates))
        return self._gates[compound]

    def step(self) -> None:
        """Live one week: moves > plan > invite > decide > attend > encounter > react > account."""
        self.talks = self.visits = 0
        move_households(self)
        forget_stale(self)
        leave_born_groups(self)
        self.agents.do("begin_week")
        self.events = self.plan(self.week) if self.plan is not None else []
        decide(self, self.events)
        for round_ in range(len(ROUNDS)):
            self._round(round_)
        for event in self.events:
            bear_groups(event, self)
        introduce_week(self)
        tell_at_home(self)
        self.agents.do("end_week")
        self.week += 1

    def _round(self, round_: int) -> None:
        """Work one part of the week: events first, then visits or everyday foci of those who are not there."""
        foci = [event.focus() for event in self.events if event.round == round_]
        taken = {i for event in self.events if event.round == round_ and not event.online for i in event.came}
        if round_ in VISIT_ROUNDS:
            visiting_round(self, round_, taken)
        else:
            foci += everyday_foci(self, round_, taken)
        for focus in foci:
            hold(focus, self)


def _households(people: Sequence[Person]) -> dict[tuple[int, int], list[list[Person]]]:
    """Return (tenure, number of residents) -> the households that are so, the models of those who will move in."""
    homes: dict[int, list[Person]] = {}
    for person in people:
        homes.setdefault(person.home, []).append(person)
    found: dict[tuple[int, int], list[list[Person]]] = {}
    for household in homes.values():
        found.setdefault((household[0].tenure, len(household)), []).append(household)
    return found
