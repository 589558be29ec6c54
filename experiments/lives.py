"""A few residents followed from week to week through the arms of one seed: whom they came to know, where they met, whom they lost.

All of it is read off the society as it lives; nothing is drawn here but, by lot and before the first week, who is followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from ..model.agents.remembered import remembered
from ..model.foci.origins import FocusKindInfo
from ..model.ground.random import draw
from ..model.ground.refusal import InputError
from ..model.people.residents import WORDS, Role, Situation
from ..scenarios.memory import refuse_beyond_memory
from .arguments import check_length, check_names, check_seed, check_threads
from .arm_run import spin_up_arms
from .progress import COMPILING, RUNNING, SPINNING_UP, Progress, Quiet, compiled, mark_compiled
from .run import choose_arms

if TYPE_CHECKING:
    from ..model.ground.text import Text
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario

MOST = 20
"""Residents that one story follows."""
OLD = 60
End = Literal["", "faded", "they moved", "moved"]
"""Why an acquaintance ended: it has not, it faded, the other moved away, the resident themselves did."""


@dataclass(frozen=True)
class Person:
    """A resident as they are at one time.

    Attributes:
        row: number of the resident, as in exported tables.
        identity: permanent identity, the same person in all arms.
        gate: number of the gate within the compound, from 1, as on maps.
        floor: number of the floor from 1.
        age: years.
        sex, situation, tenure, registration: words of `WORDS`.
        arrived: scenario week in which they moved in; negative before the scenario.
        party: a Party member.
    """

    row: int
    identity: int
    gate: int
    floor: int
    age: int
    sex: str
    situation: str
    tenure: str
    registration: str
    arrived: int
    party: bool


@dataclass
class Acquaintance:
    """Somebody whom the resident knows, or knew.

    Attributes:
        other: who.
        week: scenario week at whose end they were acquaintances; 0: from the start.
        met: scenario week at whose end the two had exchanged the first words; 0: before the start.
        origin: kind of focus in which that was.
        together: kinds of gatherings to which both came until then, and how often.
        until: scenario week at whose end they were acquaintances no more; -1: they still are.
        end: why.
    """

    other: Person
    week: int
    met: int
    origin: FocusKindInfo
    together: Counter[str] = field(default_factory=Counter)
    until: int = -1
    end: End = ""


@dataclass
class Life:
    """What was noted of one resident in one arm.

    Attributes:
        person: who, at the start.
        known: whom they knew at the start, and whom they came to know, in the order of weeks.
        came: kind of gathering -> scenario weeks in which they came to one.
        left: scenario week in which they moved away; -1: they did not.
    """

    person: Person
    known: list[Acquaintance] = field(default_factory=list)
    came: dict[str, list[int]] = field(default_factory=dict)
    left: int = -1

    @property
    def at_start(self) -> list[Acquaintance]:
        """Those whom they knew at the start."""
        return [one for one in self.known if one.week == 0]

    @property
    def new(self) -> list[Acquaintance]:
        """Those whom they came to know, each once: who faded and came back counts where they first came."""
        known = {one.other.identity for one in self.at_start}
        found: dict[int, Acquaintance] = {}
        for one in self.known:
            if one.week > 0 and one.other.identity not in known:
                found.setdefault(one.other.identity, one)
        return list(found.values())

    @property
    def at_end(self) -> list[Acquaintance]:
        """Those whom they still know."""
        return [one for one in self.known if one.until < 0]


@dataclass(frozen=True)
class Lives:
    """The residents followed, in each arm.

    Attributes:
        scenario, title: the scenario.
        baseline, arm: the two arms; the same where a scenario has one.
        arm_titles: arm -> title.
        seed, weeks, residents: of the run.
        by_lot: True where the lot chose who is followed.
        lives: arm -> the residents in the order in which they were chosen.
        kinds: kind of gathering or focus -> title.
    """

    scenario: str
    title: Text
    baseline: str
    arm: str
    arm_titles: dict[str, Text]
    seed: int
    weeks: int
    residents: int
    by_lot: bool
    lives: dict[str, list[Life]]
    kinds: dict[str, Text]


def follow(
    scenario: Scenario,
    *,
    arm: str | None = None,
    residents: Sequence[int] = (),
    seed: int | None = None,
    weeks: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Lives:
    """Follow a few residents through an arm and through the scenario's first arm, on the same random numbers.

    Args:
        scenario: what to run.
        arm: name of the arm; None: the second of the scenario, or the only one.
        residents: rows of residents as they live there at the start; none: three by lot, one over 60, one who works and owns, one who rents.
        seed: the seed of all draws, the lot's too; None: the scenario's.
        weeks: how long; None: the scenario's.
        threads: threads to use; None: as many as there are processors. They do not change the story.
        progress: is told how far it is.

    Raises:
        UserError: no such arm, a seed or week out of bounds.
        InputError: no such resident, one named twice, too many.
    """
    told = progress or Quiet()
    scenario = scenario if weeks is None or weeks == scenario.weeks else scenario.with_weeks(check_length(weeks))
    baseline, chosen = choose_arms(scenario, None if arm is None else check_names(arm, "arm")[0])
    seed = check_seed(scenario.seed if seed is None else seed)
    threads = check_threads(threads)
    names = list(dict.fromkeys((baseline, chosen)))
    refuse_beyond_memory(scenario)
    lives: dict[str, list[Life]] = {}
    kinds: dict[str, Text] = {}
    count = 0
    with ExitStack() as stack:
        told.say(SPINNING_UP if compiled() else COMPILING)
        starts = spin_up_arms(scenario, names, seed, threads, told, stack)
        told.stage(RUNNING, scenario.weeks * len(names))
        for at, name in enumerate(names):
            society = starts[name](threads)
            rows = _checked(residents, society) if residents else by_lot(society)
            count = society.residents.n
            watch = Watch(society, rows)
            for week in range(1, scenario.weeks + 1):
                society.step()
                watch.note()
                told.done(at * scenario.weeks + week)
            lives[name] = watch.lives
            mark_compiled()
            kinds |= {kind.name: kind.title for kind in society.focus_kinds}
    titles = {name: scenario.arm_title(name) if name in scenario.arms else scenario.title for name in names}
    return Lives(scenario.name, scenario.title, baseline, chosen, titles, seed, scenario.weeks, count, not residents, lives, kinds)


def by_lot(society: Society) -> np.ndarray:
    """Return the rows of three residents drawn by lot, int64: over 60; owner who works; renter. A kind that nobody is of is left out."""
    r = society.residents
    lot = draw(society.seed, "story", 0, r.identity)
    kinds = (r.age > OLD, (r.situation == Situation.OWNER) & (r.age <= OLD), (r.tenure == 1) & (r.age <= OLD))
    found = [int(rows[np.argmin(lot[rows])]) for kind in kinds if len(rows := np.flatnonzero(kind))]
    return np.array(found, np.int64)


class Watch:
    """Notes after each week what has happened to some residents.

    Args:
        society: at the beginning of a scenario.
        rows: whom to watch.

    Attributes:
        lives: what was noted, in the order of `rows`.
    """

    def __init__(self, society: Society, rows: np.ndarray) -> None:
        """Note whom they know at the start."""
        self._society, self._rows = society, rows
        self._met: list[dict[int, int]] = [{} for _ in rows]
        self._gatherings: list[dict[str, list[set[int]]]] = [{} for _ in rows]
        self.lives = [Life(person_of(society, int(row))) for row in rows]
        self._look()

    def note(self) -> None:
        """Note the week that has just passed."""
        s = self._society
        for k, came in self._came():
            kind, others = came
            life = self.lives[k]
            if life.left < 0:
                life.came.setdefault(kind, []).append(s.scenario_week)
                self._gatherings[k].setdefault(kind, []).append(others)
        self._look()

    def _came(self) -> Iterator[tuple[int, tuple[str, set[int]]]]:
        s = self._society
        if not len(s.events):
            return
        event, row = s.events.everyone()
        for k, own in enumerate(self._rows):
            for at in event[row == own].tolist():
                kind = s.focus_kinds[int(s.events.table["kind"][at])].name
                yield k, (kind, set(s.residents.identity[row[event == at]].tolist()))

    def _look(self) -> None:
        s, week = self._society, self._society.scenario_week
        found = remembered(s, self._rows)
        enough = s.constants.ties.acquaintance
        for k, life in enumerate(self.lives):
            if life.left >= 0:
                continue
            row = int(self._rows[k])
            if int(s.residents.identity[row]) != life.person.identity:
                life.left = week
                for one in life.at_end:
                    one.until, one.end = week, "moved"
                continue
            span = slice(int(found.starts[k]), int(found.starts[k + 1]))
            others = found.other[span]
            identities = s.residents.identity[others].tolist()
            for identity in identities:
                self._met[k].setdefault(identity, week)
            known = {i: at for at, i in enumerate(identities) if found.slow[span][at] >= enough}
            now = {one.other.identity for one in life.at_end}
            for identity, at in known.items():
                if identity not in now:
                    origin = s.focus_kinds[int(found.origin[span][at])]
                    together = Counter({kind: n for kind, held in self._gatherings[k].items() if (n := sum(identity in those for those in held))})
                    other = person_of(s, int(others[at]))
                    life.known.append(Acquaintance(other, week, self._met[k][identity], origin, together))
            for one in life.at_end:
                if one.other.identity not in known:
                    gone = int(s.residents.identity[one.other.row]) != one.other.identity
                    one.until, one.end = week, "they moved" if gone else "faded"


def person_of(society: Society, row: int) -> Person:
    """Return a resident as they are now."""
    r, p = society.residents, society.places
    gate = int(r.gate[row])
    compound = int(np.searchsorted(p.compound_gates, gate, side="right")) - 1
    landing = int(np.searchsorted(p.landing_rows, row, side="right")) - 1
    words = {name: WORDS[name][int(getattr(r, name)[row])] for name in ("sex", "situation", "tenure", "registration")}
    return Person(
        row=row, identity=int(r.identity[row]), gate=gate - int(p.compound_gates[compound]) + 1, floor=landing - int(p.gate_landings[gate]) + 1,
        age=int(r.age[row]), arrived=int(r.arrival[row]) - society.policy_week0, party=bool(r.roles[row] & Role.PARTY), **words,
    )  # fmt: skip


def _checked(residents: Sequence[int], society: Society) -> np.ndarray:
    n = society.residents.n
    if len(residents) > MOST:
        raise InputError(
            f"a story follows at most {MOST} residents; given are {len(residents)}.", f"一个故事最多跟随 {MOST} 位居民，给出了 {len(residents)} 位。"
        )
    for row in residents:
        if not 0 <= row < n:
            raise InputError(
                f"there is no resident {row}; residents here have the numbers 0 to {n - 1:,}.", f"没有 {row} 号居民，此处居民编号为 0 至 {n - 1:,}。"
            )
    if len(set(residents)) < len(residents):
        raise InputError("a resident is named twice.", "有居民被重复指定。")
    return np.array(residents, np.int64)
