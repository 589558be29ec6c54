"""The society: one engine with its mechanisms and services, stepped by the week.

A week is moves > plan > invite > decide > attend > encounter > react > account (docs/rules.md). A `Society` knows nothing of
files of scenarios, sweeps, pictures or Mesa; `Community` in community.py is its face for Mesa.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..contract.mechanism import Mechanism, MechanismParameters, Schedule
from ..contract.programme import Programme
from ..foci.events import Events
from ..foci.origins import FocusKindInfo, Origins
from ..founding.arrivals import Arrivals, move_in
from ..founding.moves import move_week
from ..founding.neighbourhood import NeighbourhoodParameters
from ..founding.populate import populate
from ..founding.population import PopulationParameters
from ..founding.presets import constants_of, everyday_of, population_of
from ..founding.size import refuse_beyond_memory
from ..ground.refusal import whole_number
from ..mechanisms.registry import find_mechanism
from ..people.constants import Constants
from ..people.everyday import EverydayKind, check_week
from ..people.given import Given
from ..people.places import Places
from ..people.residents import Residents
from ..services.moment import Moment
from ..services.services import Services
from ..ties.store import Fade, Ties
from . import copying, measures, storage
from .engine import Engine, group_kinds

Progress = Callable[[int, int], None]
"""Called with (weeks done, weeks in all)."""

_BEFORE_POLICY = 1 << 30
SPIN_UP_SHORTEST, SPIN_UP_LONGEST = 12, 40
"""Years of a spin-up: at least, at most."""
STANDING_YEARS = 3
"""Last years before the scenario in which its standing institutions live already, so that it begins with a going concern."""
LONGEST_PAST = 200
"""Years of living together before a scenario, at most."""
MOST_WEEKS = 52 * 1000
LARGEST_SEED, MOST_THREADS = 2**63 - 1, 1024
SPIN_UP_DRIFT = 0.01
"""Yearly drift of the headline measures below which ties count as stationary."""


class Society:
    """One engine: communities, residents, ties, mechanisms; steps by the week.

    Attributes:
        neighbourhood, population, constants, everyday: what it was made of.
        seed: the seed of all draws.
        week: absolute week, counted from the beginning of the spin-up.
        policy_week0: absolute week in which the scenario begins; the scenario week is `week - policy_week0`.
        engine: the arrays and hot loops.
        services: what mechanisms share.
        moment: the present week, as services see it.
        origins: kinds of foci by the code under which ties keep them.
        given: who came with which code of a roster.
        programme: the mechanisms.
        events: the events of the last week stepped.
        person_times: attendances since the scenario began, as an official count has them.
    """

    def __init__(
        self,
        *,
        neighbourhood: NeighbourhoodParameters | None = None,
        population: PopulationParameters | None = None,
        constants: Constants | None = None,
        everyday: Mapping[str, EverydayKind] | None = None,
        mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
        seed: int = 1,
        threads: int = 1,
        populated: tuple[Places, Residents] | None = None,
        given: Given | None = None,
        days_a_step: float = 7.0,
    ) -> None:
        """Found the society: build, draw who lives there, give them their habits. Ties are empty; see `spin_up`.

        Args:
            neighbourhood: what to build.
            population: who lives there; None: the people of the neighbourhood's preset.
            constants: the constants of people; None: the defaults, with the preset's slots.
            everyday: name -> kind of everyday focus; None: those of the preset.
            mechanisms: name -> parameters, or a schedule of them.
            seed: the seed of all draws, 0 or more.
            threads: threads that work side by side; they do not change the outcome.
            populated: places and residents drawn elsewhere (a roster), instead of drawing them.
            given: who of them came with which code of a file; None: nobody.
            days_a_step: days that a step stands for, 7 but in studies of single days. What is called a week is a step then, and hours of
                everyday foci are hours of a step. Half-lives and time for visits keep their real time; moves, habits and fatigue count
                steps, so that only short studies in which nobody moves may go by the day.

        Raises:
            ValueError: everyday foci take more hours than a week has.
            InputError: a community would have more residents than can be numbered, all have more than memory holds, nobody would live
                there, or a seed or a number of threads is none.
        """
        seed, threads = whole_number("seed", seed, 0, LARGEST_SEED), whole_number("threads", threads, 1, MOST_THREADS)
        neighbourhood = neighbourhood or NeighbourhoodParameters()
        everyday = everyday_of(neighbourhood.preset) if everyday is None else dict(everyday)
        check_week(everyday)
        population, constants = population or population_of(neighbourhood.preset), constants or constants_of(neighbourhood.preset)
        if populated is None:
            refuse_beyond_memory(neighbourhood, population, constants.ties.slots)
        places, residents = populated or populate(neighbourhood, population, seed, group_kinds(everyday), constants.ties.sigma_g)
        self._restore(neighbourhood, population, constants, everyday, seed, threads, places, residents, days_a_step=days_a_step)
        self.given = given or Given.none()
        self.engine.receive(np.arange(residents.n, dtype=np.int32))
        if mechanisms:
            self.attach(mechanisms)

    def _restore(
        self,
        neighbourhood: NeighbourhoodParameters,
        population: PopulationParameters,
        constants: Constants,
        everyday: dict[str, EverydayKind],
        seed: int,
        threads: int,
        places: Places,
        residents: Residents,
        groups: np.ndarray | None = None,
        days_a_step: float = 7.0,
    ) -> None:
        """Set all attributes from places and residents that exist (groups: as counted when they were founded)."""
        self.neighbourhood, self.population, self.constants, self.everyday = neighbourhood, population, constants, everyday
        self.seed, self.days_a_step = seed, days_a_step
        self.given = Given.none()
        self.week = self.policy_week0 = self.person_times = 0
        self.engine = Engine(places, residents, constants, everyday, seed, threads, groups, days_a_step)
        self.events = Events()
        self.origins = Origins(everyday)
        self.moment = Moment(self)
        self.services = Services(places, residents, constants, self.engine.words)
        self._put(Programme({}, {}))

    @property
    def places(self) -> Places:
        """Where everybody lives."""
        return self.engine.places

    @property
    def residents(self) -> Residents:
        """The people."""
        return self.engine.residents

    @property
    def given_id(self) -> np.ndarray:
        """Text [n], the code by which a roster calls each resident, "" of those who came later."""
        return self.given.codes(self.residents.identity)

    @property
    def ties(self) -> Ties:
        """What they keep of each other."""
        return self.engine.ties

    @property
    def fade(self) -> Fade:
        """What is left of a tie's traces after some weeks."""
        return self.engine.fade

    @property
    def threads(self) -> int:
        """Threads that work side by side."""
        return self.engine.threads

    @threads.setter
    def threads(self, number: int) -> None:
        self.engine.threads = number

    @property
    def scenario_week(self) -> int:
        """Weeks since the scenario began; negative while spinning up."""
        return self.week - self.policy_week0

    @property
    def focus_kinds(self) -> list[FocusKindInfo]:
        """All kinds of foci in which a tie may have begun; those used so far stand at the place of their code."""
        return self.origins.known(self.programme.focus_kinds)

    def attach(
        self, mechanisms: Mapping[str, MechanismParameters | Schedule[Any]], types: Mapping[str, type[Mechanism[Any]]] | None = None
    ) -> None:
        """Put mechanisms into the society, instead of those it had. One that it had already keeps its state.

        What a mechanism rests on (`Mechanism.rests_on`) is there with its defaults if it is not named.

        Args:
            mechanisms: name -> parameters, or a schedule of them; their order does not matter.
            types: name -> class, for mechanisms that are not registered.

        Raises:
            InputError: an unknown mechanism, or one of somebody else's that cannot be loaded.
            TypeError: parameters of another mechanism.
        """
        kept, own = self.programme.state(), types or {}
        chosen, found = dict(mechanisms), {}
        for name in chosen:
            found[name] = own[name] if name in own else find_mechanism(name)
        for name in sorted({needed for kind in found.values() for needed in kind.rests_on} - set(chosen)):
            found[name] = find_mechanism(name)
            chosen[name] = found[name].Parameters()
        self._put(Programme(chosen, found))
        self.programme.restore(kept)

    def _put(self, programme: Programme) -> None:
        self.programme = programme
        programme.setup(self.moment, self.services, self.origins)

    def step(self, coming: Arrivals | None = None) -> None:
        """Let one week pass.

        Args:
            coming: households that move in this week from another community of the city; they come in place of whoever lives in their flats.
        """
        self.engine.turn(self.week, self.scenario_week < 0)
        drawn = (self.week, self.seed, self.population, self.constants.ties.sigma_g)
        moved = move_week(self.residents, self.places, *drawn)
        if coming is not None:
            moved = np.union1d(moved, move_in(self.residents, self.places, coming, *drawn)).astype(np.int32)
        if len(moved):
            self.engine.receive(moved)
        self.events = events = Events()
        moment, programme, services = self.moment, self.programme, self.services
        moment.turn(moved)
        services.begin(moment)
        programme.begin(self.scenario_week >= -52 * STANDING_YEARS)
        programme.run("plan")
        services.settle(moment)
        programme.convene(events)
        programme.run("invite")
        programme.run("decide")
        self.engine.decide(events, self.week)
        programme.judge()
        programme.run("attend")
        self.engine.encounter(events, self.week)
        programme.run("encounter")
        services.react(moment)
        programme.run("react")
        programme.run("account")
        if len(events):
            self.person_times += int(events.table["came"].sum())
        self.week += 1

    def run(self, weeks: int, progress: Progress | None = None) -> None:
        """Let some weeks pass; `progress` is told after each."""
        weeks = whole_number("weeks", weeks, 0, MOST_WEEKS)
        for done in range(1, weeks + 1):
            self.step()
            if progress is not None:
                progress(done, weeks)

    def spin_up(self, progress: Progress | None = None, *, years: int | None = None) -> int:
        """Let people live without any policy until their ties are stationary, then begin the scenario's weeks.

        Stationary: acquaintances and recognised faces a resident, averaged over the last four years, drift by less than
        1 % a year against the four years before; at least 12, at most 40 years. Mechanisms do not work meanwhile, but for standing
        ones in the last years (`STANDING_YEARS`) that follow. Where the neighbourhood has a past of so many years (`years`), these are lived
        instead, the last ones with standing mechanisms.

        Args:
            progress: told (weeks done, longest number of weeks).
            years: a fixed number of years instead.

        Returns:
            Weeks that passed.
        """
        years = None if years is None else whole_number("years", years, 0, LONGEST_PAST)
        self.policy_week0 = _BEFORE_POLICY
        lived = self.neighbourhood.resolved().years if years is None else 0
        longest = years if years is not None else lived or SPIN_UP_LONGEST
        standing = min(STANDING_YEARS, longest) if any(mechanism.standing for mechanism in self.programme.mechanisms) else 0
        if lived:
            years = longest = lived - standing
        begin, weeks = self.week, 52 * (longest + standing)
        history: list[np.ndarray] = []
        for year in range(longest):
            for _ in range(52):
                self.step()
                if progress is not None:
                    progress(self.week - begin, weeks)
            if years is None:
                levels = measures.tie_measures(self)
                history.append(np.array([levels["recognised"], levels["acquaintances"]]))
                if year + 1 >= SPIN_UP_SHORTEST and drift(history) < SPIN_UP_DRIFT:
                    break
        if standing:
            # Standing institutions live through the last years before the scenario.
            self.policy_week0 = self.week + 52 * standing
            spun = self.week - begin
            self.run(52 * standing, None if progress is None else lambda done, _: progress(spun + done, weeks))
        self.begin_scenario()
        return self.week - begin

    def begin_scenario(self) -> None:
        """Make this week the scenario's week 0: counters of the spin-up are set back, ties and people stay."""
        self.policy_week0 = self.week
        self.person_times = 0
        self.residents.times_came[:] = 0
        self.engine.tally_counts[:] = 0
        self.services.restart()
        self.programme.restart()
        self.moment.log[:] = 0

    def measure(self) -> dict[str, float]:
        """Return all measures now: name -> value (`measures.MEASURES` says what each is)."""
        return measures.measure(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return copying.reduced(self)

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        copying.put_back(self, state)

    def __copy__(self) -> Society:
        """Return a whole copy, as `copy.deepcopy`: two societies that share arrays would write into one another."""
        return copy.deepcopy(self)

    def save(self, path: Path | str) -> None:
        """Write everything to a file, so that a loaded society goes on as if never stopped."""
        storage.save(self, Path(path))

    @classmethod
    def load(
        cls,
        path: Path | str,
        mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
        threads: int = 1,
        types: Mapping[str, type[Mechanism[Any]]] | None = None,
    ) -> Society:
        """Read a saved society.

        Args:
            path: the file.
            mechanisms: begin with these instead of the saved ones (arms of a scenario start so from one state).
            threads: threads to use.
            types: name -> class, for mechanisms that are not registered.

        Raises:
            StoredError: not a saved society, or one of another format.
        """
        return storage.load(cls, Path(path), mechanisms, threads, types)


def drift(history: list[np.ndarray]) -> float:
    """Return the largest yearly relative drift: mean of the last four years against the four before (inf if fewer than 8)."""
    if len(history) < 8:
        return float("inf")
    late, early = np.mean(history[-4:], axis=0), np.mean(history[-8:-4], axis=0)
    return float(np.max(np.abs(late / np.maximum(early, 1e-9) - 1.0)) / 4.0)
