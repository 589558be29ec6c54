"""The mechanisms of one society, called phase by phase in the order of their names, whatever the order of tables in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..foci.events import Events, thing_of_kind
from ..foci.origins import FocusKindInfo, Origins
from ..ground.measure import MeasureInfo, State
from ..people.experiences import Experience
from ..services.moment import Moment
from ..services.services import Services
from .board import Board
from .call import Sitting
from .mechanism import PHASES, Mechanism, MechanismParameters, Schedule
from .occasions import running
from .week import Week

_LOG = "experiences"
Call = tuple[Mechanism[Any], Any, Week, Callable[[Week], None]]


class Programme:
    """The mechanisms of one society.

    Args:
        chosen: name -> parameters or a schedule of them; their order does not matter.
        types: name -> class of (at least) the mechanisms chosen.

    Raises:
        TypeError: parameters of another mechanism.
    """

    def __init__(self, chosen: Mapping[str, MechanismParameters | Schedule[Any]], types: Mapping[str, type[Mechanism[Any]]]) -> None:
        """Make the mechanisms; call `setup` before the first week."""
        self.mechanisms: list[Mechanism[Any]] = []
        self._phases: list[list[tuple[str, Callable[[Week], None]]]] = []
        self._calls: dict[str, list[Call]] = {phase: [] for phase in PHASES}
        for index, name in enumerate(sorted(chosen)):
            given, kind = chosen[name], types[name]
            schedule = given if isinstance(given, Schedule) else Schedule(given)
            if not isinstance(schedule.first, kind.Parameters):
                raise TypeError(f"{name} takes {kind.Parameters.__name__}, not {type(schedule.first).__name__}")
            mechanism = kind(schedule, index)
            self.mechanisms.append(mechanism)
            overridden = [phase for phase in PHASES if getattr(kind, phase) is not getattr(Mechanism, phase)]
            self._phases.append([(phase, getattr(mechanism, phase)) for phase in overridden])

    @property
    def focus_kinds(self) -> list[FocusKindInfo]:
        """The kinds of occasions that the mechanisms declare."""
        return [kind for mechanism in self.mechanisms for kind in mechanism.focus_kinds()]

    def setup(self, moment: Moment, services: Services, origins: Origins) -> None:
        """Open the society to every mechanism and let it make its arrays."""
        self._moment, self._origins, self._promises, self._volunteers = moment, origins, services.promises, services.volunteers
        services.release()
        self._sittings: list[tuple[int, Sitting]] = []
        self.board = Board(services.grants, services.rooms, moment.places, moment.society.seed)
        residents, places = moment.residents.read_only(), moment.places.read_only()
        moment.log = np.zeros((len(self.mechanisms) + 1, moment.log.shape[1]), np.int64)
        self._weeks: list[tuple[Week, Week]] = []
        self._kinds = [{kind.name.split(".", 1)[1]: kind for kind in mechanism.focus_kinds()} for mechanism in self.mechanisms]
        for mechanism in self.mechanisms:
            services.disputes.introduce(mechanism.index, mechanism.name)
            mechanism.allocate(moment.places)
            pair = Week(mechanism, moment, services, self.board, residents, places), Week(mechanism, moment, services, self.board, residents, places)
            self._weeks.append(pair)
            mechanism.view = pair[0]
            mechanism.setup(pair[0])

    def begin(self, lives: bool = True) -> None:
        """Read this week's parameters and find out which phases have somebody to call; `lives`: False calls nobody."""
        m = self._moment
        calls: dict[str, list[Call]] = {phase: [] for phase in PHASES}
        for mechanism, phases, weeks in zip(self.mechanisms, self._phases, self._weeks, strict=True):
            if len(m.moved) and mechanism.keeps_people:
                mechanism.newcomers(m.moved, m.moved_flats)
            if not lives:
                continue
            for regime, week in zip(mechanism.regimes(m.scenario_week, m.places.community_id), weeks, strict=False):
                week.turn(regime.where, regime.policy)
                for phase, call in phases:
                    calls[phase].append((mechanism, regime.parameters, week, call))
        self._calls = calls

    def run(self, phase: str) -> None:
        """Call one phase of all mechanisms in force."""
        if calls := self._calls[phase]:
            self.board.phase = phase
            for mechanism, parameters, week, call in calls:
                mechanism.now = parameters
                call(week)
            if phase == "plan":
                self.board.ask()

    def convene(self, events: Events) -> list[tuple[int, Sitting]]:
        """After plan: turn what was granted (`Services.settle`) into the week's table of events.

        Returns:
            (mechanism, call) of all calls of the week.
        """
        self._sittings = self.board.sittings
        self.board.confirm(events, self._code)
        events.close()
        self.board.closed(events)
        for by, sitting in self._sittings:
            if sitting.announced and len(sitting) and (off := sitting.called_off).any():
                k, row = sitting.concerned(off)
                self._promises.cancelled(self._moment, by, sitting.identity[off], sitting.identity[k], row)
        return self._sittings

    def judge(self) -> None:
        """After people decided: what was announced and is held is a promise kept.

        Volunteers who run occasions of their post (`Week.call`) learn what was asked of them and who came.
        """
        self.board.decided()
        for _, sitting in self._sittings:
            if len(sitting) == 0:
                continue
            if sitting.post is not None:
                self._tell(sitting.post, sitting)
            if sitting.announced:
                self._promises.held(int(np.count_nonzero(sitting.promised)))

    def _tell(self, post: str, sitting: Sitting) -> None:
        held, unit, company = sitting.held, sitting.unit, np.maximum(sitting.came - 1, 0)
        asked = sitting.evenings_asked + np.where(held, sitting.doors_asked, 0.0)
        self._volunteers.work(post, unit, asked, sitting.evenings + sitting.doors)
        nth = running(unit)
        for k in range(int(nth.max()) + 1):
            these = held & (nth == k)
            self._volunteers.seen(post, unit[these], company[these])

    def around(self, name: str, wrapper: Callable[[str, Callable[[Week], None]], Callable[[Week], None]]) -> None:
        """Put something around the phases of a mechanism: `wrapper(phase, call)` returns what is called instead (checks, clocks)."""
        for place, mechanism in enumerate(self.mechanisms):
            if mechanism.name == name:
                self._phases[place] = [(phase, wrapper(phase, call)) for phase, call in self._phases[place]]

    def _code(self, by: int, kind: str) -> tuple[int, int]:
        """Return the code of a mechanism's kind of focus, and what sort of thing it is."""
        info = self._kinds[by][kind]
        return self._origins.code(info), thing_of_kind(info.name)

    def measures(self) -> dict[str, float]:
        """Return the measures of all mechanisms: full name -> value.

        Raises:
            ValueError: a mechanism gives a measure that does not bear its name.
        """
        found: dict[str, float] = {}
        for mechanism in self.mechanisms:
            own = mechanism.measures()
            foreign = sorted(name for name in own if not name.startswith(f"{mechanism.name}."))
            if foreign:
                raise ValueError(f"{mechanism.name} measures {foreign[0]!r}; names of its measures begin with '{mechanism.name}.'")
            found |= own
        return found

    def declared_measures(self) -> dict[str, MeasureInfo]:
        """Return what all mechanisms measure: full name -> what it is."""
        return {name: info for mechanism in self.mechanisms for name, info in mechanism.declared_measures().items()}

    def experiences(self) -> dict[tuple[str, str], int]:
        """Return (mechanism, kind of experience) -> how many residents had it since the start; "" stands for ordinary life."""
        names = [*(m.name for m in self.mechanisms), ""]
        log = self._moment.log
        return {(names[m], kind.name.lower()): int(log[m, kind.number]) for m in range(len(names)) for kind in Experience if log[m, kind.number]}

    def restart(self) -> None:
        """Begin to count anew (at the start of the scenario)."""
        for mechanism in self.mechanisms:
            mechanism.restart()

    def state(self) -> State:
        """Return the states of all mechanisms, names prefixed by the mechanism's."""
        found: State = {f"{m.name}/{name}": value for m in self.mechanisms for name, value in m.state().items()}
        found |= {f"{m.name}/{_LOG}": self._moment.log[m.index] for m in self.mechanisms}
        return {**found, f"/{_LOG}": self._moment.log[-1]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take back what `state` returned; a mechanism without saved state begins anew.

        Views tell the last week that was lived, as they do in a society that was never stopped: measures may be taken before the next one.
        """
        if self._moment.number > 0:
            for pair in self._weeks:
                for week in pair:
                    week.number, week.scenario_week = self._moment.number - 1, self._moment.scenario_week - 1
        for mechanism in self.mechanisms:
            own = {name.split("/", 1)[1]: value for name, value in state.items() if name.startswith(f"{mechanism.name}/")}
            if own:
                self._moment.log[mechanism.index] = own.pop(_LOG)
                mechanism.restore(own)
        if f"/{_LOG}" in state:
            self._moment.log[-1] = state[f"/{_LOG}"]
