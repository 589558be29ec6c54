"""One run of a sweep, worked wherever there is a processor: all arms of a point on one seed. What goes wrong in it is a record and not the end."""

from __future__ import annotations

import time
import traceback
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

import numpy as np

from ...model.ground.refusal import InputError
from ...scenarios.errors import one_line, shortened
from ..arm_run import ArmAt, ArmRun, arms_at, start_arms
from ..progress import Quiet, mark_compiled
from ..records import Track
from ..sent import Sent
from ..spinup import AtHand
from ..uncertainty import seed_scenario
from ..worker_process import forget_societies
from .designs import Point
from .plan import Plan, Task, scenario_at

if TYPE_CHECKING:
    from ...model.ground.text import Text
    from ...model.society.society import Society
    from .watch import Watch, Watching

Stage = Literal["build", "spin-up", "step", "measure", "worker"]
"""Where a run failed; worker: the process that worked on it ended."""
STAGES: tuple[Stage, ...] = ("build", "spin-up", "step", "measure", "worker")
LONGEST_ERROR = 400
_POINTS, _LIVED = 128, 32
"""Points (30 kB each), and arms that were lived, that a worker remembers."""
K = TypeVar("K")
V = TypeVar("V")


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
        scenario: the scenario.
        keys: of the parameters.
        arms: in their order.
        measures: what is kept; (): all.
        every: weeks between two counts that are kept.
        threads: of one run.
        watch: what is looked for beside the measures.
        uncertainty: whether a run lives with what is drawn for its seed.
    """

    scenario: Sent
    keys: tuple[str, ...]
    arms: tuple[str, ...]
    measures: tuple[str, ...]
    every: int
    threads: int
    watch: Watch | None = None
    uncertainty: bool = False

    def worker(self) -> Worker:
        """Return what works its runs."""
        return Worker(self)

    def lost(self, task: Task, reason: str) -> Outcome:
        """Return the record of a run whose worker ended."""
        return Outcome(task, (), Failure("worker", "", -1, reason))


def job_of(plan: Plan, threads: int) -> Job:
    """Return what workers need to know of a plan."""
    # No measures are all measures, what is watched among them.
    measures = (*plan.measures, *plan.watch.names) if plan.watch is not None and plan.measures else plan.measures
    keys = tuple(one.key for one in plan.parameters)
    return Job(Sent.of(plan.scenario), keys, plan.arms, measures, plan.every, threads, plan.watch, plan.uncertainty)


class _Point(NamedTuple):
    """What is run at a point: how long, each arm, and the hash of all that an arm rests on."""

    weeks: int
    arms: dict[str, ArmAt]
    whole: dict[str, str]


class _Lived(NamedTuple):
    """What came of an arm on a seed."""

    course: Course
    residents: int


class Worker:
    """Works runs one after the other, and keeps ready what the next may need.

    Attributes:
        job: what is the same for all runs.
    """

    def __init__(self, job: Job) -> None:
        """Check the scenario, as whoever sent it did."""
        self.job = job
        self._scenario = job.scenario.scenario()
        self._points: OrderedDict[tuple[int, Point, int], _Point] = OrderedDict()
        self._begin_seed(-1)

    def work(self, task: Task) -> Outcome:
        """Work one run; only what ends the process itself (a signal, no memory for Python itself) comes out of it."""
        begun = time.perf_counter()
        at = _At()
        try:
            courses, residents, told = self._run(task, at)
            found = Outcome(task, courses, None, residents, time.perf_counter() - begun, told.seconds, told.made)
            mark_compiled()
        except Exception as error:
            found = Outcome(task, (), Failure(at.stage, at.arm, at.week, said(error), where_in_linli(error)), seconds=time.perf_counter() - begun)
        forget_societies(found.seconds)
        return found

    def _run(self, task: Task, at: _At) -> tuple[tuple[Course, ...], int, _Making]:
        """Work the arms; one that another point has had with all its parameters and on this seed is not lived again."""
        job, told = self.job, _Making()
        weeks, arms, whole = self._at(task)
        if task.seed != self._seed:
            self._begin_seed(task.seed)
        found: dict[str, _Lived] = {}
        for arm in job.arms:
            if (lived := _recall(self._lived, whole[arm])) is not None:
                found[arm] = lived
        at.stage = "spin-up"
        with ExitStack() as stack:
            left = {arm: one for arm, one in arms.items() if arm not in found}
            with told.timed():
                starts = start_arms(left, task.seed, job.threads, told, stack, not task.alone, self._at_hand)
            for arm in left:
                at.stage, at.arm, at.week = "step", arm, 0
                found[arm] = self._live(starts[arm](job.threads), weeks, Track(arm, task.seed), at)
                _remember(self._lived, whole[arm], found[arm], _LIVED)
        return tuple(found[arm].course for arm in job.arms), (found[job.arms[0]].residents if job.arms else 0), told

    def _begin_seed(self, seed: int) -> None:
        """Forget what was for another seed: runs come seed by seed."""
        self._seed, self._at_hand = seed, AtHand()
        self._lived: OrderedDict[str, _Lived] = OrderedDict()

    def _live(self, society: Society, weeks: int, track: Track, at: _At) -> _Lived:
        residents, kept = society.residents.n, kept_weeks(weeks, self.job.every)
        run = _Arm(society, track, every=self.job.every)
        run.at, run.kept = at, frozenset(kept)
        run.watching = None if self.job.watch is None else self.job.watch.begin(society)
        run.work(weeks, frozenset())
        if run.watching is not None:
            at.stage = "measure"
            track.add(weeks, run.watching.found())
        return _Lived(course_of(track, kept, self.job.measures), residents)

    def _at(self, task: Task) -> _Point:
        """Return what is run at a point, made once for as many points as are remembered."""
        # One worker may serve several sweeps of the same scenario, whose points have the same numbers and other values.
        key = task.point, task.values, task.seed if self.job.uncertainty else -1
        found = _recall(self._points, key)
        if found is None:
            scenario = scenario_at(self._scenario, list(self.job.keys), task.values)
            if self.job.uncertainty:
                scenario = seed_scenario(scenario, task.seed)
            arms = arms_at(scenario, self.job.arms)
            found = _Point(scenario.weeks, arms, {name: one.scenario.hash() for name, one in arms.items()})
            _remember(self._points, key, found, _POINTS)
        return found


def _recall(kept: OrderedDict[K, V], key: K) -> V | None:
    if key in kept:
        kept.move_to_end(key)
    return kept.get(key)


def _remember(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)


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
    """An arm that says whether it steps or counts, and notes no week that is not kept."""

    at: _At
    kept: frozenset[int]
    watching: Watching | None = None

    def _count(self, week: int, keep: frozenset[int]) -> None:
        self.at.stage, self.at.week = "measure", week
        super()._count(week, keep)
        self.at.stage = "step"

    def _note_week(self) -> None:
        self.at.week = self.done
        if self.done in self.kept:
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


def said(error: Exception) -> str:
    """Return what an error says, in one line of English."""
    text = error.say("en") if hasattr(error, "say") else error.text.en if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
    return shortened(" ".join(one_line(text.replace("\n", " ")).split()), LONGEST_ERROR)


def where_in_linli(error: Exception) -> str:
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
