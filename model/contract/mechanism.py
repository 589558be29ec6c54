"""The contract of a mechanism: what a policy or a form of self-government is to the engine.

A mechanism calls people together and applies rules of decision. It never writes to a tie, a trust or a rate of participation:
what comes of its occasions is left to the people. It works through the phases of a week, reads its parameters anew each week, sees the
society through `Week`, which cannot be written to, and shares with others only the services.

    class Tea(Mechanism[TeaParameters]):
        name = "tea"
        title = Text("Tea on the landing", "楼道茶会")
        Parameters = TeaParameters
        levers = {"teas_a_year": 0.0}
        kinds = {"tea": Text("tea on the landing", "楼道茶会")}
        cups = counter("cups of tea", "喝茶杯数", unit="cups", a_year=True)

        def plan(self, week: Week) -> None:
            week.call("tea", unit="landing", which=week.due("tea", self.now.teas_a_year, "landing") > 0, poster=0.5)

        def attend(self, week: Week) -> None:
            self.cups += int(week.sitting("tea").came.sum())

docs/mechanism.md builds one from nothing; `linli mechanism new NAME` writes one with its test; mechanisms/building_gates.py is a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from pydantic import model_validator

from ..foci.origins import FocusKindInfo
from ..ground.parameters import Parameters, constant
from ..ground.text import Text
from ..people.declared import Declared
from .picture import Picture

if TYPE_CHECKING:
    import numpy as np

    from .week import Week

PHASES = ("plan", "invite", "decide", "attend", "encounter", "react", "account")
"""The phases of a week in their order (docs/rules.md)."""


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


class Regime(NamedTuple):
    """Under what parameters which communities live this week.

    Attributes:
        parameters: those in force.
        where: bool [communities], None: all.
        policy: whether the policy is on; else levers are at "no policy".
    """

    parameters: Any
    where: np.ndarray | None
    policy: bool


class Mechanism(Declared, Generic[P]):
    """A policy or a form of self-government. Subclass it, declare what it keeps and measures, override the phases that it needs.

    A phase is called once for the communities that have the policy and, if the mechanism is `standing`, once for those that have not,
    with levers at "no policy"; `self.now` and what `week` shows are those of the communities at hand. What a phase leaves for a later
    phase of the same week belongs into `week.memo`, which is kept apart for the two.

    Class attributes:
        name: the name in scenario files, lower case with hyphens; it stands before the names of its measures.
        title: the name that a person reads.
        Parameters: its parameters, a subclass of `MechanismParameters`.
        levers: parameter -> value that means "no policy". Outside start_week to end_week the levers have these values.
        standing: True if the mechanism works outside start_week to end_week too, with its levers at "no policy", and in the last
            years before the scenario begins (an institution that exists anyway). False: then no phase is called at all.
        kinds: name -> title of the kinds of occasions to which it calls.
        rests_on: names of mechanisms without which it means nothing; they are there with their defaults if nobody names them.
        picture: what a planner is shown first, drawn as the figure "planner"; None: there is only a panel for each measure.

    Attributes:
        now: the parameters in force this week.
        index: number of the mechanism in the society.
        view: the society to be read, for measures; in a phase it is the phase's `week`.
    """

    view: Week

    name: ClassVar[str]
    title: ClassVar[Text]
    Parameters: ClassVar[type[MechanismParameters]] = MechanismParameters
    levers: ClassVar[Mapping[str, object]] = {}
    standing: ClassVar[bool] = False
    kinds: ClassVar[Mapping[str, Text]] = {}
    rests_on: ClassVar[tuple[str, ...]] = ()
    picture: ClassVar[Picture | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.NAMESPACE = vars(cls).get("name", cls.NAMESPACE)

    def __init__(self, schedule: Schedule[P], index: int = 0) -> None:
        """Keep the schedule; arrays are made in `allocate`."""
        self.schedule = schedule
        self.index = index
        self.now: P = schedule.at(0)
        self._idle: dict[int, P] = {}
        self._kept: list[P] = []

    @classmethod
    def focus_kinds(cls) -> list[FocusKindInfo]:
        """Return the kinds of foci under their full names, MECHANISM.KIND."""
        return [FocusKindInfo(f"{cls.name}.{kind}", title) for kind, title in cls.kinds.items()]

    @classmethod
    def example(cls) -> MechanismParameters:
        """Return parameters under which it does something; the defaults, unless these mean that there is no policy."""
        return cls.Parameters()

    def membership(self) -> np.ndarray | None:
        """Return bool [residents], who is a member of its club or list, for surveys that ask members only; None: it has none."""
        return None

    def setup(self, week: Week) -> None:
        """Prepare what is not declared. Called once, when the mechanism is put into a society; `week` is the week before the first."""

    def plan(self, week: Week) -> None:
        """Ask for what the week needs: `week.call`, and what the desks of services offer."""

    def invite(self, week: Week) -> None:
        """After all have planned: what was asked for is granted or not."""

    def decide(self, week: Week) -> None:
        """Before residents decide to come."""

    def attend(self, week: Week) -> None:
        """After they decided: a sitting tells who came."""

    def encounter(self, week: Week) -> None:
        """After people have met."""

    def react(self, week: Week) -> None:
        """People and organisers draw their conclusions."""

    def account(self, week: Week) -> None:
        """Close the week's books."""

    def regimes(self, scenario_week: int, community_id: np.ndarray) -> list[Regime]:
        """Return under what parameters this week is lived, and where; none: no phase is called.

        Args:
            scenario_week: weeks since the scenario began.
            community_id: int64 [communities], numbers of the communities.
        """
        p = self.schedule.at(max(scenario_week, 0))
        if not p.on:
            return []
        on = p.start_week <= scenario_week and (p.end_week is None or scenario_week < p.end_week)
        if not on:
            return [Regime(self.without_policy(p), None, False)] if self.standing else []
        if not p.communities:
            return [Regime(p, None, True)]
        where = (community_id[:, None] == [p.communities]).any(axis=1) if len(community_id) else community_id.astype(bool)
        found = [Regime(p, where, True)] if where.any() else []
        if self.standing and not where.all():
            found.append(Regime(self.without_policy(p), ~where, False))
        return found

    def without_policy(self, parameters: P) -> P:
        """Return parameters with the levers at "no policy"."""
        found = self._idle.get(id(parameters))
        if found is None:
            found = parameters.model_copy(update=dict(self.levers))
            self._idle[id(parameters)] = found
            self._kept.append(parameters)
        return found
