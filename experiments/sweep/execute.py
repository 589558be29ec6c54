"""Works the runs of a plan that a folder does not hold yet, on whatever back end, and keeps what comes of them.

Which run is worked when, and by whom, changes nothing of what comes of it: a run is set by its number alone. Runs that begin from the same people
wait until the first of them has made their spun-up state, so that it is made once.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.ground.text import Text
from ...scenarios.memory import at_once, refuse_beyond_memory
from ..arguments import check_whole
from ..places import LateInterrupts
from ..progress import COMPILING, Progress, Quiet, compiled, cores
from .plan import Plan, Task
from .store import TORN, SweepFolder, sweep_folder
from .work import Outcome, job_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .backend import Backend, Job

SWEEPING = Text("sweeping", "扫描中")
FAILED = Text("run {run} (point {point}, seed {seed}) failed: {stage}{arm}: {error}", "运行 {run}（设计点 {point}，种子 {seed}）失败：{stage}{arm}：{error}")
GOES_ON = Text("{done} of {all} runs are there already.", "已有 {done}/{all} 次运行。")
RATE = Text("{rate} runs a minute, {failed} failed", "每分钟 {rate} 次，失败 {failed} 次")
LOCAL = "local"
_WAIT = 0.5
_MOST_TOLD = 5
"""Failures that are told one by one."""


@dataclass(frozen=True)
class Where:
    """Who works the runs.

    Attributes:
        workers: processes on this machine; None: as many as processors; 0: this very process.
        dask: "": none; "local": a Dask cluster on this machine; else the address of a scheduler.
    """

    workers: int | None = None
    dask: str = ""


@dataclass(frozen=True)
class Ended:
    """How a sweep ended.

    Attributes:
        runs: of the plan.
        done: finished, all in all.
        failed: runs with a record of failure.
        stopped: whether somebody stopped it.
    """

    runs: int
    done: int
    failed: int
    stopped: bool


class Crew:
    """Who works several sweeps of one scenario after one another: started when first needed, kept alive between them. Use it as a context.

    Args:
        plan: a plan with the scenario, the keys, arms and measures of all of them.
        where: who works.
    """

    def __init__(self, plan: Plan, where: Where) -> None:
        """Start nobody yet."""
        self._plan, self._where = plan, where
        self._backend: Backend[Task, Outcome] | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._backend is not None:
            self._backend.close()
            self._backend = None

    def backend(self) -> Backend[Task, Outcome]:
        """Return the back end.

        Raises:
            UserError: as `start`.
        """
        self._backend = self._backend or start(self._plan, self._where)
        return self._backend


def execute(
    plan: Plan, folder: Path, where: Where = Where(), *, retry_failed: bool = False, progress: Progress | None = None, crew: Crew | None = None
) -> Ended:
    """Work all runs of a plan that a folder does not hold yet.

    Args:
        plan: what is to be run.
        folder: where it is kept; one that holds a part of the same sweep goes on.
        where: who works.
        retry_failed: work runs anew whose failure is on record.
        progress: is told how far it is.
        crew: who works in place of `where`, and goes on after this sweep; after Ctrl-C it may be at work on runs that nobody waits for.

    Returns:
        How it ended; after Ctrl-C too, with what is finished in the folder.

    Raises:
        UserError: the folder cannot be used, or nobody can work.
    """
    told = progress or Quiet()
    refuse_beyond_memory(plan.scenario)
    with LateInterrupts() as late, sweep_folder(folder, plan) as kept:
        if retry_failed:
            kept.forget_failed()
        if kept.mended:
            told.say(Text(*(TORN.say(language, n=kept.mended, folder=folder) for language in ("en", "zh"))))
        ended = kept.done | kept.failed
        if ended:
            told.say(_filled(GOES_ON, done=f"{len(ended):,}", all=f"{plan.runs:,}"))
        if not compiled():
            told.say(COMPILING)
        stopped = False
        if len(ended) < plan.runs:
            with Crew(plan, where) if crew is None else nullcontext(crew) as own:
                with late.at_once():
                    backend = own.backend()
                try:
                    stopped = _drive(plan, kept, backend, [run for run in range(plan.runs) if run not in ended], told, late)
                finally:
                    kept.write()
        kept.finish()
        return Ended(plan.runs, len(kept.done), len(kept.failed), stopped)


def start(plan: Plan, where: Where) -> Backend[Task, Outcome]:
    """Start whoever works.

    Raises:
        UserError: a number of workers that cannot be, a scheduler that cannot be reached, or a package that is not there.
    """
    return backend_of(lambda threads: job_of(plan, threads), where, lambda: workers_of(plan, where.workers))


def backend_of(job: Callable[[int], Job], where: Where, workers: Callable[[], int]) -> Backend[Any, Any]:
    """Start whoever works the tasks of a job.

    Args:
        job: the job, for tasks that have so many threads each.
        where: who works.
        workers: how many workers; asked where there are any.

    Raises:
        UserError: as `start`.
    """
    if where.dask:
        from .dask_cluster import DaskCluster

        return DaskCluster(job(1), where.dask, workers())
    if where.workers == 0:
        from .in_process import InProcess

        return InProcess(job(cores()))
    from .processes import Processes

    many = workers()
    return Processes(job(max(1, cores() // many)), many)


def workers_of(plan: Plan, asked: int | None) -> int:
    """Return how many workers: no more than asked for, than there are runs, and than memory holds."""
    many = cores() if asked is None else check_whole(asked, 0, 1024, "workers", Text("a number of workers", "工作进程数"))
    return at_once(plan.scenario, max(1, min(many, plan.runs)))


def _drive(plan: Plan, kept: SweepFolder, backend: Backend[Task, Outcome], runs: Iterable[int], told: Progress, late: LateInterrupts) -> bool:
    """Hand runs out and keep what comes of them, until all have ended; returns whether it was stopped."""
    queue = _Queue(plan, runs)
    told.stage(SWEEPING, queue.left)
    begun, all_of_them, failures = time.monotonic(), queue.left, 0
    while queue.left:
        while backend.room() > 0 and (task := queue.take(backend.has_lived())) is not None:
            backend.submit(task)
        try:
            with late.at_once():
                backend.wait(_WAIT)
        except KeyboardInterrupt:
            for outcome in backend.collect():
                kept.add(outcome)
            return True
        for outcome in backend.collect():
            queue.ended(outcome.task)
            kept.add(outcome)
            if outcome.failure is not None:
                failures += 1
                if failures <= _MOST_TOLD:
                    told.say(_failed(outcome))
        kept.write_if_due()
        ended = all_of_them - queue.left
        told.done(ended)
        told.note(_filled(RATE, rate=f"{60.0 * ended / (time.monotonic() - begun + 1e-9):.0f}", failed=failures))
    return False


class _Queue:
    """The runs that are left, in their order; the first of a group goes before the others of it, and a worker has the runs of a seed to itself.

    What a worker has lived on a seed it need not live again at the next point (work.py). Towards the end, when no seed is left that
    nobody has begun, runs go to whoever is free.
    """

    def __init__(self, plan: Plan, runs: Iterable[int]) -> None:
        self._plan = plan
        self._seeds: dict[int, deque[int]] = {}
        for run in runs:
            self._seeds.setdefault(plan.group(run)[0], deque()).append(run)
        self._begun: set[int] = set()
        self.left = sum(map(len, self._seeds.values()))
        self._making: dict[Any, deque[int]] = {}
        self._made: set[Any] = set()

    def take(self, lived: int | None) -> Task | None:
        """Return the next run that can be worked now, None if all wait for one that is at work.

        Args:
            lived: seed of the last run of whoever takes it; None: nobody knows who does.
        """
        while self._seeds:
            new = None if lived is None or lived in self._seeds else next((seed for seed in self._seeds if seed not in self._begun), None)
            seed = lived if lived in self._seeds else next(iter(self._seeds)) if new is None else new
            if (task := self._of(seed)) is not None:
                return task
        return None

    def _of(self, seed: int) -> Task | None:
        """Return the next run of a seed that can be worked now; None: none can, and those that wait are put aside."""
        runs = self._seeds[seed]
        self._begun.add(seed)
        try:
            while runs:
                run = runs.popleft()
                task = self._plan.task(run)
                if task.alone:
                    return task
                group = self._plan.group(run)
                if group in self._made:
                    return task
                if group in self._making:
                    self._making[group].append(run)
                    continue
                self._making[group] = deque()
                return task
            return None
        finally:
            if not runs:
                del self._seeds[seed]

    def ended(self, task: Task) -> None:
        """Let those go that waited for a run."""
        self.left -= 1
        if task.alone:
            return
        group = self._plan.group(task.run)
        waiting = self._making.pop(group, None)
        if waiting is not None:
            self._made.add(group)
            if waiting:
                runs = self._seeds.pop(task.seed, deque())
                runs.extendleft(reversed(waiting))
                # They come before the seeds that nobody has begun.
                self._seeds = {task.seed: runs, **self._seeds}


def _failed(outcome: Outcome) -> Text:
    why = outcome.failure
    assert why is not None
    task = outcome.task
    arm = f", {why.arm}" if why.arm else ""
    return _filled(FAILED, run=task.run, point=task.point, seed=task.seed, stage=why.stage, arm=arm, error=why.error)


def _filled(text: Text, **values: Any) -> Text:
    return Text(*(text.say(language, **values) for language in ("en", "zh")))

