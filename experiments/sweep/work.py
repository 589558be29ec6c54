"""One run of a sweep, worked wherever there is a processor: all arms of a point on one seed. What goes wrong in it is a record and not the end."""

from __future__ import annotations

import time
import traceback
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from ...model.ground.refusal import InputError
from ...scenarios.errors import one_line, shortened
from ..progress import Quiet, mark_compiled
from ..records import Track
from ..run import ArmRun, spin_up_arms
from .plan import Plan, Task, scenario_at

if TYPE_CHECKING:
    from ...model.ground.text import Text
    from ...scenarios.schema import Scenario
    from .watch import Watch, Watching

Stage = Literal["build", "spin-up", "step", "measure", "worker"]
"""Where a run failed; worker: the process that worked on it ended."""
STAGES: tuple[Stage, ...] = ("build", "spin-up", "step", "measure", "worker")
LONGEST_ERROR = 400
_REMEMBERED = 64
"""Scenarios of points that a worker holds ready."""


class Failure(NamedTuple):
    """Why a run failed.

    Attributes:
        stage: where.
        arm: of which arm, "" before any.
        week: scenario week, -1 before any.
        error: what was said.
        where: file and line of linli, "" if not known.
    """

    stage: Stage
    arm: str
    week: int
    error: str
    where: str = ""


class Course(NamedTuple):
    """What was measured of one arm.

    Attributes:
        arm: its name.
        weeks: scenario weeks that are kept.
        measures: names.
        values: float64 [weeks, measures]; NaN where a measure was not taken.
    """

    arm: str
    weeks: tuple[int, ...]
    measures: tuple[str, ...]
    values: np.ndarray


class Outcome(NamedTuple):
    """What came of a run.

    Attributes:
        task: the run.
        courses: arm by arm; () of a run that failed.
        failure: why it failed, or None.
        residents: how many at the end of the first arm.
        seconds: on the clock, all in all.
        spin_up: seconds of them for the people's years before.
        made: spun-up states that were made and not found.
    """

    task: Task
    courses: tuple[Course, ...] = ()
    failure: Failure | None = None
    residents: int = 0
    seconds: float = 0.0
    spin_up: float = 0.0
    made: int = 0


class Job(NamedTuple):
    """What is the same for all runs of a sweep, in data that can be sent.

    Attributes:
        scenario: the scenario as plain data.
        name, file, folder: of the scenario.
        keys: of the parameters.
        arms: in their order.
        measures: what is kept; (): all.
        every: weeks between two counts that are kept.
        threads: of one run.
        watch: what is looked for beside the measures.
    """

    scenario: dict[str, Any]
    name: str
    file: str
    folder: str
    keys: tuple[str, ...]
    arms: tuple[str, ...]
    measures: tuple[str, ...]
    every: int
    threads: int
    watch: Watch | None = None


def job_of(plan: Plan, threads: int) -> Job:
    """Return what workers need to know of a plan."""
    s = plan.scenario
    folder = str(Path(s.folder).absolute())
    # No measures are all measures, what is watched among them.
    measures = (*plan.measures, *plan.watch.names) if plan.watch is not None and plan.measures else plan.measures
    return Job(s.data, s.name, s.file, folder, tuple(one.key for one in plan.parameters), plan.arms, measures, plan.every, threads, plan.watch)


class Worker:
    """Works runs one after the other, and keeps ready what the next may need.

    Attributes:
        job: what is the same for all runs.
    """

    def __init__(self, job: Job) -> None:
        """Check the scenario, as whoever sent it did."""
        from ...scenarios.schema import Scenario

        self.job = job
        self._scenario = Scenario.from_dict(job.scenario, job.name, job.file, job.folder)
        self._points: OrderedDict[int, Scenario] = OrderedDict()

    def work(self, task: Task) -> Outcome:
        """Work one run; only what ends the process itself (a signal, no memory for Python itself) comes out of it."""
        begun = time.perf_counter()
        at = _At()
        try:
            courses, residents, told = self._run(task, at)
        except Exception as error:
            return Outcome(task, (), Failure(at.stage, at.arm, at.week, _said(error), _where(error)), seconds=time.perf_counter() - begun)
        mark_compiled()
        return Outcome(task, courses, None, residents, time.perf_counter() - begun, told.seconds, told.made)

    def _run(self, task: Task, at: _At) -> tuple[tuple[Course, ...], int, _Making]:
        job, told = self.job, _Making()
        scenario = self._at(task)
        at.stage = "spin-up"
        courses, residents = [], 0
        with ExitStack() as stack:
            with told.timed():
                starts = spin_up_arms(scenario, job.arms, task.seed, job.threads, told, stack, keep=not task.alone)
            for arm in job.arms:
                at.stage, at.arm, at.week = "step", arm, 0
                society = starts[arm](job.threads)
                residents = residents or society.residents.n
                run = _Arm(society, Track(arm, task.seed), every=job.every)
                run.at = at
                run.watching = None if job.watch is None else job.watch.begin(society)
                run.work(scenario.weeks, frozenset())
                at.stage = "measure"
                if run.watching is not None:
                    run.track.add(scenario.weeks, run.watching.found())
                courses.append(course_of(run.track, kept_weeks(scenario.weeks, job.every), job.measures))
        return tuple(courses), residents, told

    def _at(self, task: Task) -> Scenario:
        found = self._points.pop(task.point, None) or scenario_at(self._scenario, list(self.job.keys), task.values)
        self._points[task.point] = found
        if len(self._points) > _REMEMBERED:
            self._points.popitem(last=False)
        return found


def kept_weeks(weeks: int, every: int) -> tuple[int, ...]:
    """Return the weeks that are kept: the start, every so many, the end."""
    return (*(range(0, weeks, every) if every else (0,)), weeks)


def course_of(track: Track, weeks: tuple[int, ...], measures: tuple[str, ...]) -> Course:
    """Return what is kept of the measures of an arm."""
    names = measures or tuple(track.values)
    row = {week: k for k, week in enumerate(track.weeks)}
    nothing = [np.nan] * len(track.weeks)
    columns = [track.values.get(name, nothing) for name in names]
    values = np.array([[column[row[week]] for column in columns] for week in weeks], np.float64).reshape(len(weeks), len(names))
    return Course(track.arm, weeks, names, values)


class _At:
    """How far a run has come, for the record if it fails."""

    stage: Stage = "build"
    arm = ""
    week = -1


class _Arm(ArmRun):
    """An arm that says whether it steps or counts."""

    at: _At
    watching: Watching | None = None

    def _count(self, week: int, keep: frozenset[int]) -> None:
        self.at.stage, self.at.week = "measure", week
        super()._count(week, keep)
        self.at.stage = "step"

    def _note_week(self) -> None:
        self.at.week = self.done
        super()._note_week()
        if self.watching is not None:
            self.at.stage = "measure"
            self.watching.week(self.done)
            self.at.stage = "step"


class _Making(Quiet):
    """Counts the states that are made, and how long they take."""

    made = 0
    seconds = 0.0

    def stage(self, title: Text, total: int) -> None:
        """Count one that is begun."""
        self.made += 1

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Measure a block."""
        begun = time.perf_counter()
        yield
        self.seconds = time.perf_counter() - begun


def _said(error: Exception) -> str:
    text = error.say("en") if hasattr(error, "say") else error.text.en if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
    return shortened(" ".join(one_line(text.replace("\n", " ")).split()), LONGEST_ERROR)


def _where(error: Exception) -> str:
    """Return file and line of linli that stand last before the error; "" of an input that was refused."""
    if isinstance(error, InputError):
        return ""
    root = Path(__file__).parents[2]
    found = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(root):
            found = f"{path.relative_to(root).as_posix()}:{frame.lineno}"
    return found
