"""The contract of a mechanism: what a policy or a form of self-government is to the engine.

A mechanism makes occasions (events) and applies rules of decision. It never writes to a tie, a trust or a rate of
participation: what comes of its occasions is left to the people. It works through seven phases of a week, reads its
parameters anew each week, and shares with others only the services of the society (services.py).

Write a class like this in a file of your own and name it in the entry-point group `linli.mechanisms`:

    class Tea(Mechanism[TeaParameters]):
        name = "tea"
        title = Text("Tea on the landing", "楼道茶会")
        Parameters = TeaParameters

        def plan(self, week: Week) -> None:
            week.events.add(...)

mechanisms/building_gates.py is a worked example.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Protocol, Self, TypeVar, cast

import numpy as np
from pydantic import model_validator

from .parameters import Parameters, constant
from .text import Text

if TYPE_CHECKING:
    from .constants import Constants
    from .events import Events
    from .experiences import Experience
    from .places import Places
    from .residents import Residents
    from .services import Services

PHASES = ("plan", "invite", "decide", "attend", "encounter", "react", "account")
"""The phases of a week in their order (docs/rules.md)."""

State = dict[str, Any]
"""What has to be saved to go on exactly: name -> numpy array, int, float, bool or str."""


class Measure(NamedTuple):
    """One number that a mechanism or a service reports.

    Attributes:
        value: the number now.
        unit: the unit in words.
        title: what it is.
    """

    value: float
    unit: str
    title: Text


class FocusKindInfo(NamedTuple):
    """One kind of focus, the origin of ties: a short name and a title."""

    name: str
    title: Text


class MechanismParameters(Parameters):
    """What every mechanism has: whether and when it is on, and where."""

    on: bool = constant(True, unit="yes or no", mark="setting", en="Whether the mechanism exists at all", zh="是否启用该机制")
    start_week: int = constant(0, unit="scenario week", low=0, high=100000, mark="setting", en="First week of the policy", zh="政策开始周")
    end_week: int | None = constant(
        None, unit="scenario week", low=0, high=100000, mark="setting", en="Week in which the policy has ended; none: never", zh="政策结束周"
    )
    communities: tuple[int, ...] = constant(
        (), unit="numbers of communities", mark="setting", en="Communities that have the policy; none named: all", zh="实施政策的社区编号，空为全部"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end_week is not None and self.end_week < self.start_week:
            raise ValueError(f"end_week {self.end_week} comes before start_week {self.start_week}; it must be {self.start_week} or later")
        return self


P = TypeVar("P", bound=MechanismParameters)


class Schedule(Generic[P]):
    """Parameters by scenario week: those of the latest entry that has begun.

    Args:
        first: the parameters from the beginning.
        changes: (scenario week, parameters from that week on), in any order.
    """

    def __init__(self, first: P, changes: Iterable[tuple[int, P]] = ()) -> None:
        """Keep the entries in order of their weeks."""
        self.first = first
        self.changes: list[tuple[int, P]] = sorted(changes, key=lambda entry: entry[0])

    def at(self, scenario_week: int) -> P:
        """Return the parameters in force in a scenario week."""
        found = self.first
        for begin, parameters in self.changes:
            if begin > scenario_week:
                break
            found = parameters
        return found

    def change(self, scenario_week: int, parameters: P) -> None:
        """Put other parameters in force from a scenario week on (a lever moved while it runs)."""
        self.changes = sorted([e for e in self.changes if e[0] != scenario_week] + [(scenario_week, parameters)], key=lambda entry: entry[0])


class SocietyLike(Protocol):
    """What a mechanism may see of the engine (society.py is the real one)."""

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        ...

    @property
    def week(self) -> int:
        """Absolute week, counted from the beginning of the spin-up."""
        ...

    @property
    def policy_week0(self) -> int:
        """Absolute week in which the scenario began."""
        ...

    @property
    def places(self) -> Places:
        """Where everybody lives."""
        ...

    @property
    def residents(self) -> Residents:
        """The people."""
        ...

    @property
    def ties(self) -> Any:
        """What they keep of each other (`ties.Ties`)."""
        ...

    @property
    def fade(self) -> Any:
        """What is left of a tie after some weeks (`ties.Fade`)."""
        ...

    @property
    def constants(self) -> Constants:
        """The constants of people."""
        ...

    @property
    def events(self) -> Events:
        """This week's events."""
        ...

    @property
    def services(self) -> Services:
        """What mechanisms share."""
        ...


@functools.cache
def _compiled(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a module with compiled code, imported when it is first needed (a registry is read without)."""
    return getattr(importlib.import_module(f".{module}", __package__), name)  # type: ignore[no-any-return]


_NO_ROWS = np.zeros(0, np.int32)


@dataclass(slots=True)
class Week:
    """One week of one society, as mechanisms and services see it.

    Attributes:
        society: the engine.
        number: absolute week, counted from the beginning of the spin-up.
        scenario_week: weeks since the scenario began; negative while spinning up.
        places, residents, events, services: of the society.
        moved: int32, rows whose residents have moved in this week.
    """

    society: SocietyLike
    number: int
    scenario_week: int
    places: Places
    residents: Residents
    events: Events
    services: Services
    moved: np.ndarray = field(default_factory=lambda: _NO_ROWS)

    @classmethod
    def of(cls, society: SocietyLike, moved: np.ndarray = _NO_ROWS) -> Week:
        """Make the view of the society's present week."""
        s = society
        return cls(s, s.week, s.week - s.policy_week0, s.places, s.residents, s.events, s.services, moved)

    def draw(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] for permanent identities [n], keyed by (seed, stream, week, entity, counter)."""
        return _compiled("draws", "draws")(self.society.seed, stream, self.number, entities, counter)  # type: ignore[no-any-return]

    def pair_values(self, rows_a: np.ndarray, rows_b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return closeness and slow trace (hours, float32 [m], 0 where none) of pairs of rows of one community each."""
        from .ties import pair_values

        starts = self.places.community_rows
        base = starts[np.searchsorted(starts, rows_a, side="right") - 1].astype(np.int64)
        s = self.society
        found = pair_values(s.ties, s.fade, self.residents.arrival, base, rows_a, rows_b, np.int64(self.number))
        return found[:, 0], found[:, 1]

    def known(self, rows_a: np.ndarray, rows_b: np.ndarray, hours: float | None = None) -> np.ndarray:
        """Return bool [m]: the pairs whose slow trace is at least `hours` (default: acquaintances)."""
        cut = self.society.constants.ties.acquaintance if hours is None else hours
        return cast(np.ndarray, self.pair_values(rows_a, rows_b)[1] >= cut)

    def experience(self, kind: Experience, rows: np.ndarray) -> None:
        """Let the residents `rows` (a row may come more than once) have an experience; trust.py says what it does to their trust."""
        if len(rows):
            _compiled("trust", "experience")(self.residents, kind, rows, self.society.constants.trust.alpha)

    def acquaintances(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many acquaintances the residents of these rows have."""
        from .measures import acquaintance_counts

        return acquaintance_counts(self.society, rows)


class Mechanism(Generic[P]):
    """A policy or a form of self-government. Subclass it and override the phases that it needs.

    Class attributes:
        name: the name in scenario files, lower case with hyphens.
        title: the name that a person reads.
        Parameters: its parameters, a subclass of `MechanismParameters`.
        levers: parameter -> value that means "no policy". Outside start_week to end_week the levers have these values.
        standing: True if the mechanism works outside start_week to end_week too, with its levers at "no policy" (an
            institution that exists anyway, such as gate heads). False: then no phase is called at all.

    Attributes:
        now: the parameters in force this week, levers set to "no policy" outside the policy's weeks.
        codes: name of a kind of focus -> its code in `Events.kind`.
        index: number of the mechanism in the society, for `Events.mechanism`.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    Parameters: ClassVar[type[MechanismParameters]] = MechanismParameters
    levers: ClassVar[Mapping[str, object]] = {}
    standing: ClassVar[bool] = False

    def __init__(self, schedule: Schedule[P], index: int = 0, first_code: int = 0) -> None:
        """Keep the schedule; arrays are made in `setup`."""
        self.schedule = schedule
        self.index = index
        self.codes = {kind.name: first_code + k for k, kind in enumerate(self.focus_kinds())}
        self.now: P = schedule.at(0)
        self._idle: dict[int, P] = {}
        self._kept: list[P] = []

    @classmethod
    def focus_kinds(cls) -> Sequence[FocusKindInfo]:
        """Name the kinds of events that this mechanism makes."""
        return ()

    def setup(self, society: SocietyLike) -> None:
        """Make the arrays. Called once, when the mechanism is put into a society."""

    def plan(self, week: Week) -> None:
        """Plan this week's events (`week.events.add`)."""

    def invite(self, week: Week) -> None:
        """After all have planned: the events are a closed table (`week.events.table`)."""

    def decide(self, week: Week) -> None:
        """Before residents decide to come."""

    def attend(self, week: Week) -> None:
        """After they decided: `week.events` holds who came, wanted, heard, first_times."""

    def encounter(self, week: Week) -> None:
        """After people have met."""

    def react(self, week: Week) -> None:
        """People and organisers draw their conclusions."""

    def account(self, week: Week) -> None:
        """Close the week's books."""

    def measures(self) -> dict[str, Measure]:
        """Return the measures of the mechanism now: name -> `Measure`."""
        return {}

    def state(self) -> State:
        """Return all that has to be saved to go on exactly."""
        return {}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""

    def draw(self, week: Week, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw uniforms keyed by (seed, this mechanism and stream, week, entity, counter)."""
        return week.draw(f"{self.name} {stream}", entities, counter)

    def in_force(self, scenario_week: int) -> bool:
        """Read the parameters of a week; return True if the phases are to be called."""
        p = self.schedule.at(scenario_week)
        if not p.on or scenario_week < 0:
            self.now = p
            return False
        if p.start_week <= scenario_week and (p.end_week is None or scenario_week < p.end_week):
            self.now = p
            return True
        self.now = self._without_policy(p)
        return self.standing

    def _without_policy(self, parameters: P) -> P:
        found = self._idle.get(id(parameters))
        if found is None:
            found = parameters.model_copy(update=dict(self.levers))
            self._idle[id(parameters)] = found
            self._kept.append(parameters)
        return found
