"""One community through one year, worked wherever there is a processor: taken from the disk, lived, and put back."""

from __future__ import annotations

import time
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...scenarios.schema import Scenario
from ..progress import mark_compiled
from ..sent import Sent
from ..snapshots import acquaintances
from ..sweep.work import Failure, said, where_in_linli
from ..worker_process import forget_societies
from .barrier import leaving, outside
from .communities import Community, scenario_of
from .fields import DISTRICT
from .plan import YEAR, CityPlan
from .travelling import gone, load_coming, save_leaving

if TYPE_CHECKING:
    from ...model.society.society import Society

START = "start"
"""What stands for the arm of the years before the scenario, which all arms share."""
_REMEMBERED = 32


class Task(NamedTuple):
    """One community, one year.

    Attributes:
        run: number among all of the city.
        seed: of all draws.
        arm: its arm; START: the years before the scenario.
        year: which, from 1; 0: the years before.
        community: its number.
        budget: money from the district, None: what the scenario says.
        moved: people who come at the beginning of the year from elsewhere in the city, in place of as many who go there.
    """

    run: int
    seed: int
    arm: str
    year: int
    community: int
    budget: float | None = None
    moved: int = 0


class Outcome(NamedTuple):
    """What came of it.

    Attributes:
        task: which.
        values: (year, measure, value); in the first year of the scenario also of its beginning, year 0.
        failure: why it failed, or None.
        seconds: on the clock.
        spin_up: seconds of them for the years before.
        weeks: resident-weeks that were lived.
        bytes: most memory that the worker has had.
    """

    task: Task
    values: tuple[tuple[int, str, float], ...] = ()
    failure: Failure | None = None
    seconds: float = 0.0
    spin_up: float = 0.0
    weeks: int = 0
    bytes: int = 0


class Job(NamedTuple):
    """What is the same for all communities, in data that can be sent.

    Attributes:
        scenario: the scenario.
        communities: all communities.
        settings: of all of them.
        arms: in their order.
        years: that are lived.
        measures: what is kept; (): all.
        moves: share of the households that move that stay in the city.
        lever: what the district's money is.
        report: what communities report, "": the district does not ask.
        rated: share of the money that hangs on reports, by arm.
        place: folder of the city.
        label: what its files rest on.
        threads: of one community.
    """

    scenario: Sent
    communities: tuple[Community, ...]
    settings: dict[str, Any]
    arms: tuple[str, ...]
    years: int
    measures: tuple[str, ...]
    moves: float
    lever: str
    report: str
    rated: dict[str, float]
    place: str
    label: str
    threads: int

    def worker(self) -> Worker:
        """Return what works its communities."""
        return Worker(self)

    def lost(self, task: Task, reason: str) -> Outcome:
        """Return the record of a community whose worker ended."""
        return Outcome(task, (), Failure("worker", task.arm, -1, reason))


def job_of(plan: CityPlan, place: Path, label: str, threads: int) -> Job:
    """Return what workers need to know of a city."""
    rated = {arm: plan.district.share for arm in plan.arms if plan.rated(arm)}
    return Job(
        Sent.of(plan.scenario), plan.communities, plan.settings, plan.arms, plan.years, plan.measures, plan.moves,
        plan.district.lever, "" if plan.district.rule == "none" else plan.district.report, rated, str(place.absolute()), label, threads,
    )  # fmt: skip


def states_folder(place: Path, seed: int, arm: str, year: int) -> Path:
    """Return where the communities lie after a year of an arm; all arms begin from those of START."""
    above = place / "states" / f"seed-{seed}"
    return above / START if arm == START or year == 0 else above / arm / f"year-{year}"


def state_file(place: Path, task: Task) -> Path:
    """Return where a community lies after a task."""
    return states_folder(place, task.seed, task.arm, task.year) / f"{task.community:05d}.society"


def leaving_file(place: Path, task: Task) -> Path:
    """Return where it stands who looks for a flat elsewhere after a task."""
    return state_file(place, task).with_suffix(".leaving.npz")


def coming_file(place: Path, task: Task) -> Path:
    """Return where it stands who comes before a task."""
    return states_folder(place, task.seed, task.arm, task.year) / f"{task.community:05d}.coming.npz"


def label_of(city: str, task: Task) -> str:
    """Return what the files of a community at the end of a task are of; those who come before it are told apart by their file.

    Args:
        city: the label of the city (`Job.label`).
        task: the task.
    """
    return f"{city} {task.seed} {task.arm} {task.year} {task.community}"


class Worker:
    """Works communities one after the other; one is in memory at a time.

    Attributes:
        job: what is the same for all.
    """

    def __init__(self, job: Job) -> None:
        """Check the scenario, as whoever sent it did."""
        self.job = job
        self._base = job.scenario.scenario()
        self._known: OrderedDict[int, Scenario] = OrderedDict()

    def work(self, task: Task) -> Outcome:
        """Work one task; what goes wrong is told in what comes back."""
        begun = time.perf_counter()
        try:
            found = self._begin(task) if task.arm == START else self._year(task)
            mark_compiled()
        except Exception as error:
            found = Outcome(task, (), Failure("spin-up" if task.arm == START else "step", task.arm, -1, said(error), where_in_linli(error)))
        found = found._replace(seconds=time.perf_counter() - begun, bytes=_most_bytes())
        forget_societies(found.seconds)
        return found

    def _begin(self, task: Task) -> Outcome:
        """Let the people of a community live together before the scenario, and put them on the disk."""
        from ...model.society.storage import save
        from ...scenarios.rosters import found_society

        begun = time.perf_counter()
        society = found_society(self._scenario(task.community), task.seed, self.job.threads)
        save(society, state_file(Path(self.job.place), task), label_of(self.job.label, task))
        return Outcome(task, spin_up=time.perf_counter() - begun, weeks=society.week * society.residents.n)

    def _year(self, task: Task) -> Outcome:
        from ...model.society.storage import save

        job, place = self.job, Path(self.job.place)
        scenario = self._scenario(task.community).arm(task.arm)
        society = self._take_up(task, scenario)
        values = self._values(task, society, 0) if task.year == 1 else []
        p = scenario.population
        coming = None
        if job.moves > 0.0:
            # Those who move within the city do so at the turn of the year: fewer leave in its course.
            update = {name: outside(getattr(p, name), job.moves) for name in ("moves_owners", "moves_renters")}
            society.population = p.model_copy(update=update)
            coming = load_coming(coming_file(place, task), label_of(job.label, task), task.moved) if task.moved else None
        for week in range(YEAR):
            society.step(coming if week == 0 else None)
        values += self._values(task, society, task.year)
        if task.year < job.years:
            if job.moves > 0.0:
                going = leaving(society, (job.moves * p.moves_owners, job.moves * p.moves_renters))
                save_leaving(going, leaving_file(place, task), label_of(job.label, task))
            save(society, state_file(place, task), label_of(job.label, task))
        return Outcome(task, tuple(values), weeks=YEAR * society.residents.n)

    def _take_up(self, task: Task, scenario: Scenario) -> Society:
        """Read a community as it was at the end of the year before, with the policies of this one; a beginning that is damaged is made anew.

        Raises:
            UserError: the state of a later year is damaged or gone.
        """
        from ...model.society.storage import StoredError

        before = task._replace(year=task.year - 1)
        if before.year == 0:
            before = before._replace(arm=START)
        try:
            return self._read(before, self._policies(task, scenario))
        except (StoredError, OSError) as error:
            if before.year:
                raise gone(state_file(Path(self.job.place), before), error) from None
            self._begin(before)
            return self._read(before, self._policies(task, scenario))

    def _read(self, task: Task, scenario: Scenario) -> Society:
        from ...model.society.society import Society
        from ...model.society.storage import read

        path = state_file(Path(self.job.place), task)
        with path.open("rb") as file:
            return read(Society, file, str(path), scenario.schedules, self.job.threads, label=label_of(self.job.label, task))

    def _policies(self, task: Task, scenario: Scenario) -> Scenario:
        """Return the scenario of an arm with this year's money."""
        values: dict[str, Any] = {}
        if task.budget is not None:
            values[self.job.lever] = task.budget
        if task.arm in self.job.rated:
            values[f"{DISTRICT}.budget_by_rating"] = self.job.rated[task.arm]
        return scenario.with_settings(values={key.replace(".", "__"): value for key, value in values.items()}) if values else scenario

    def _values(self, task: Task, society: Society, year: int) -> list[tuple[int, str, float]]:
        """Return what is kept of a community now."""
        measured = society.measure()
        names = self.job.measures or tuple(measured)
        own: dict[str, float] = {
            "residents": float(society.residents.n), "acquaintances_sd": float(acquaintances(society).std()),
            "budget": float("nan") if task.budget is None or year == 0 else task.budget,
            "moved": float(task.moved) if year else 0.0,
        }  # fmt: skip
        asked = dict.fromkeys((*names, "acquaintances", *((self.job.report,) if self.job.report else ())))
        kept = {**{name: measured.get(name, float("nan")) for name in asked}, **own}
        return [(year, name, float(value)) for name, value in kept.items()]

    def _scenario(self, community: int) -> Scenario:
        found = self._known.pop(community, None) or scenario_of(self._base, self.job.communities[community], self.job.settings)
        self._known[community] = found
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found


def _most_bytes() -> int:
    """Return the most memory that this process has had, 0 where the system does not tell."""
    try:
        import resource
        import sys

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    except ImportError:
        return 0
