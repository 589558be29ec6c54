"""The mechanisms of one society, called phase by phase."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..ground.measure import MeasureInfo, State
from .mechanism import PHASES, FocusKindInfo, Mechanism, MechanismParameters, Schedule, SocietyLike

if TYPE_CHECKING:
    from .week import Week


class Programme:
    """The mechanisms of one society, called phase by phase.

    Args:
        chosen: name -> parameters or a schedule of them, in the order of their indices.
        first_code: the first free code of a kind of focus.
        types: the known mechanisms by name (`mechanisms.registry.registry()`, or others in a test).

    Raises:
        KeyError: an unknown name, with the nearest known one.
        TypeError: parameters of another mechanism.
    """

    def __init__(
        self, chosen: Mapping[str, MechanismParameters | Schedule[Any]], first_code: int, types: Mapping[str, type[Mechanism[Any]]]
    ) -> None:
        """Make the mechanisms; call `setup` before the first week."""
        self.mechanisms: list[Mechanism[Any]] = []
        self.focus_kinds: list[FocusKindInfo] = []
        self._own: list[list[tuple[str, Callable[[Week], None]]]] = []
        self._calls: dict[str, list[Callable[[Week], None]]] = {}
        for index, (name, given) in enumerate(chosen.items()):
            if name not in types:
                near = difflib.get_close_matches(name, types, 1)
                raise KeyError(f"there is no mechanism {name!r}" + (f"; did you mean {near[0]!r}?" if near else f"; there are {sorted(types)}"))
            schedule = given if isinstance(given, Schedule) else Schedule(given)
            kind = types[name]
            if not isinstance(schedule.first, kind.Parameters):
                raise TypeError(f"{name} takes {kind.Parameters.__name__}, not {type(schedule.first).__name__}")
            mechanism = kind(schedule, index, first_code + len(self.focus_kinds))
            self.focus_kinds.extend(mechanism.focus_kinds())
            self.mechanisms.append(mechanism)
            overridden = [phase for phase in PHASES if getattr(kind, phase) is not getattr(Mechanism, phase)]
            self._own.append([(phase, getattr(mechanism, phase)) for phase in overridden])

    def setup(self, society: SocietyLike) -> None:
        """Let every mechanism make its arrays."""
        for mechanism in self.mechanisms:
            mechanism.allocate(society.places)
            mechanism.setup(society)

    def begin(self, scenario_week: int) -> None:
        """Read this week's parameters and find out which phases have somebody to call."""
        self._calls = {phase: [] for phase in PHASES}
        for mechanism, own in zip(self.mechanisms, self._own, strict=True):
            if mechanism.in_force(scenario_week):
                for phase, call in own:
                    self._calls[phase].append(call)

    def run(self, phase: str, week: Week) -> None:
        """Call one phase of all mechanisms in force, in their order."""
        for call in self._calls[phase]:
            call(week)

    def measures(self) -> dict[str, float]:
        """Return the measures of all mechanisms: full name -> value."""
        return {name: value for mechanism in self.mechanisms for name, value in mechanism.measures().items()}

    def declared_measures(self) -> dict[str, MeasureInfo]:
        """Return what all mechanisms measure: full name -> what it is."""
        return {name: info for mechanism in self.mechanisms for name, info in mechanism.declared_measures().items()}

    def state(self) -> State:
        """Return the states of all mechanisms, names prefixed by the mechanism's."""
        return {f"{m.name}/{name}": value for m in self.mechanisms for name, value in m.state().items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned; a mechanism without saved state begins anew."""
        for mechanism in self.mechanisms:
            own = {name.split("/", 1)[1]: value for name, value in state.items() if name.startswith(f"{mechanism.name}/")}
            if own:
                mechanism.restore(own)
