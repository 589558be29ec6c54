"""The engine: arrays of residents, places and ties, and the hot loops that work a week over them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ..foci.encounter_week import TALLIES, encounter_week
from ..foci.events import Events
from ..foci.habits import Joining, count_groups
from ..foci.participation import EventTable, Minds, Weights, decide
from ..foci.presence import Ground, Kinds
from ..people.constants import Constants
from ..people.everyday import BORN, ROUNDS, EverydayKind
from ..people.places import Places
from ..people.residents import Residents
from ..ties.encounters import Rule, Talkers, Work
from ..ties.introductions import Introducing
from ..ties.store import Fade, Ties, clear_rows
from ..ties.words import Words

_CHAT_WEIGHT = 1.0 / 52.0


def group_kinds(everyday: dict[str, EverydayKind]) -> int:
    """Return how many rows `Residents.groups` needs: one for each grouped kind and one for groups born at events."""
    return sum(k.grouped for k in everyday.values()) + 1


class Engine:
    """Everything a week of ordinary life needs: who is where, whom they meet, what remains of it.

    Attributes:
        places: where everybody lives.
        residents: the people.
        ties: what they keep of each other.
        words: what travels along their talks.
        kinds: the everyday kinds, the last of them "born" (habits born at events).
        tallies: name -> count since the engine was made, see `TALLIES`.
        threads: how many threads work side by side; the result does not depend on it.
    """

    def __init__(
        self,
        places: Places,
        residents: Residents,
        constants: Constants,
        everyday: dict[str, EverydayKind],
        seed: int,
        threads: int = 1,
        groups: np.ndarray | None = None,
        days_a_step: float = 7.0,
    ) -> None:
        """Prepare the arrays.

        Args:
            places: as made by `populate.populate`.
            residents: as made by `populate.populate`, with `group_kinds(everyday)` rows of groups.
            constants: the constants of people.
            everyday: name -> kind of everyday focus.
            seed: the seed of all draws.
            threads: threads to use.
            groups: int32 [kinds, compounds], habitual groups as counted at the founding; counted now if None.
            days_a_step: days that a step of the engine stands for; the hours of foci are then hours of such a step.
        """
        self.places, self.residents, self.constants, self.seed = places, residents, constants, seed
        self.kinds: dict[str, EverydayKind] = {**everyday, "born": BORN}
        t, d = constants.ties, constants.decision
        self.ties = Ties.empty(residents.n, t.slots)
        self.words = Words.empty(places.community_rows)
        self.fade = Fade.of(t.half_life, t.slow_half_life, days_a_step, t.forgetting)
        self.rule = Rule.of(constants, seed, days_a_step)
        self.introducing = Introducing.of(constants, days_a_step)
        self.weights = Weights.of(constants, sum(kind.hours * len(kind.rounds) for kind in everyday.values() if not kind.past), seed)
        self.table = Kinds.of(self.kinds, count_groups(self.kinds, places, residents) if groups is None else groups)
        self._past = [(k, kind.past) for k, kind in enumerate(self.kinds.values()) if kind.past > 0.0]
        self._past_hours = self.table.hours.copy()
        self._joining = Joining(self.kinds, self.table, places, residents, seed)
        self.tally_counts = np.zeros((places.communities, len(TALLIES)), np.int64)
        self._ground = Ground(*(getattr(places, name) for name in Ground._fields))
        self._people = Talkers.of(residents, self.words)
        self._minds = Minds.of(residents, places.flat_xyz)
        days = 7.0 * (1.0 - (6.0 / 7.0) ** np.arange(64))
        self._chat = (days.astype(np.float32), np.float32(_CHAT_WEIGHT))
        leave = 1.0 - 0.5 ** (1.0 / (52.0 * d.habit_leave))
        self._habit = (int(self.table.group[-1]), BORN.size, leave, d.habit_chance, d.habit_hours)
        self._fatigue_left = np.float32(0.5 ** (1.0 / d.fatigue_half_life))
        self._pool: ThreadPoolExecutor | None = None
        self._works: list[Work] = []
        self.threads = threads

    @property
    def threads(self) -> int:
        """Threads that work side by side."""
        return self._threads

    @threads.setter
    def threads(self, number: int) -> None:
        self._threads = max(1, number)
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        rows = self.places.community_rows
        parts = 1 if self._threads == 1 else min(self.places.communities, self._threads * 8)
        self._parts = np.unique(np.linspace(0, self.places.communities, parts + 1).astype(np.int64))
        largest = int(np.diff(rows).max(initial=0))
        groups = int(self.table.groups.max(initial=0))
        self._works = [Work.make(largest, self.constants.ties.slots, groups) for _ in range(min(self._threads, len(self._parts) - 1) or 1)]

    @property
    def tallies(self) -> dict[str, int]:
        """Counts since the engine was made, over all communities."""
        return dict(zip(TALLIES, self.tally_counts.sum(axis=0).tolist(), strict=True))

    def set_hours(self, kind: str, hours: float) -> None:
        """Let an everyday kind last `hours` hours an occasion from now on; 0: it does not take place.

        Raises:
            KeyError: there is no such kind.
        """
        if kind not in self.kinds:
            raise KeyError(f"there is no everyday kind {kind!r}; there are {sorted(self.kinds)}")
        self.table.hours[list(self.kinds).index(kind)] = hours

    def turn(self, week: int, before: bool) -> None:
        """Let the kinds of the past be lived in the first weeks of living together, `before` the scenario begins, and never again."""
        for k, years in self._past:
            self.table.hours[k] = self._past_hours[k] if before and week < 52.0 * years else 0.0

    def receive(self, rows: np.ndarray) -> None:
        """Give newcomers (int32 rows) empty slots and their habitual groups."""
        clear_rows(self.ties, rows)
        self._joining.draw(rows)

    def decide(self, events: Events, week: int) -> None:
        """Let the audiences of closed `events` decide; results and attendees are written into them."""
        if len(events) == 0:
            return
        self.check(events)
        first, table = self._first(events), EventTable.of(events)
        rows = self.places.community_rows
        self._share(lambda lo, hi, work: decide(lo, hi, week, rows, first, table, self._minds, self.ties, self.fade, self.weights, work))

    def encounter(self, events: Events, week: int) -> None:
        """Work all rounds of a week: events, everyday foci and visits."""
        first, table = self._first(events), EventTable.of(events)

        def work_part(lo: int, hi: int, work: Work) -> None:
            encounter_week(
                lo, hi, week, self._ground, self.table, self._people, self.ties, self.fade, self.rule, self.introducing, work, first, table,
                self.residents.fatigue, self._fatigue_left, self._chat, self._habit, self.tally_counts,
            )  # fmt: skip

        self._share(work_part)

    def check(self, events: Events) -> None:
        """Refuse events that the hot loops cannot work.

        Raises:
            ValueError: an audience that is not a range of rows of one community, or a round that does not exist.
        """
        table, rows = events.table, self.places.community_rows
        lo, hi = table["lo"], table["hi"]
        wrong = (hi < lo) | (lo < 0) | (hi > rows[np.minimum(np.searchsorted(rows, lo, side="right"), len(rows) - 1)]) | (table["round"] >= len(ROUNDS))
        if wrong.any():
            e = int(np.argmax(wrong))
            raise ValueError(
                f"an event has the audience {lo[e]} to {hi[e]} in round {table['round'][e]}; "
                f"an audience is a range of rows of one community (they begin at {rows[:-1][:8].tolist()}...), a round is 0 to {len(ROUNDS) - 1}"
            )

    def _first(self, events: Events) -> np.ndarray:
        return np.searchsorted(events.table["lo"], self.places.community_rows)

    def _share(self, work_part: Callable[[int, int, Work], None]) -> None:
        """Run work_part(lo, hi, scratch) over ranges of communities, by threads if there are several."""
        parts = [(int(a), int(b)) for a, b in zip(self._parts[:-1], self._parts[1:], strict=True)]
        if len(self._works) == 1:
            for lo, hi in parts:
                work_part(lo, hi, self._works[0])
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="linli")
        free = list(self._works)

        def one(part: tuple[int, int]) -> None:
            work = free.pop()
            try:
                work_part(part[0], part[1], work)
            finally:
                free.append(work)

        list(self._pool.map(one, parts))
