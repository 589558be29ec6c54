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

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Protocol, Self, TypeVar

from pydantic import model_validator

from ..ground.parameters import Parameters, constant
from ..ground.text import Text
from ..people.declared import Declared
from ..ties.world import World

if TYPE_CHECKING:
    import numpy as np

    from ..foci.events import Events
    from ..services.services import Services
    from .week import Week

PHASES = ("plan", "invite", "decide", "attend", "encounter", "react", "account")
"""The phases of a week in their order (docs/rules.md)."""


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


class SocietyLike(World, Protocol):
    """What a mechanism may see of the engine (society.py is the real one)."""

    @property
    def events(self) -> Events:
        """This week's events."""
        ...

    @property
    def services(self) -> Services:
        """What mechanisms share."""
        ...


class Mechanism(Declared, Generic[P]):
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

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.NAMESPACE = vars(cls).get("name", cls.NAMESPACE)

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
