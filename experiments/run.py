"""One run of a scenario: an arm and its counterfactual side by side, from one spun-up state, on the same random numbers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..scenarios.memory import refuse_beyond_memory
from . import hands
from .arguments import check_length, check_names, check_path, check_seed, check_threads, check_weeks
from .arm_run import EVERY, ArmRun, spin_up_arms
from .events import joined_events
from .facts import environment, facts_of, ground_of, infos_of, with_arm
from .far_arm import FarArm
from .places import Place
from .progress import RUNNING, Progress, Quiet, mark_compiled
from .records import START, Track
from .results import Interrupted, RunResult
from .snapshots import LARGEST_KEPT, acquaintances, take_snapshot
from .time_needed import time_needed

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario

_POLL = 0.1


def run_scenario(
    scenario: Scenario,
    *,
    arm: str | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    threads: int | None = None,
    out: str | Path | Place | None = None,
    snapshot_weeks: Iterable[int] = (),
    progress: Progress | None = None,
) -> RunResult:
    """Run an arm of a scenario and, beside it, the scenario's first arm as its counterfactual.

    Args:
        scenario: what to run.
        arm: name of the arm; None: the second of the scenario, or the only one.
        seed: the seed of all draws; None: the scenario's.
        weeks: length of the run; None: the scenario's.
        threads: threads to use; None: as many as there are processors. They do not change the outcome.
        out: folder to write the run to; None: nowhere.
        snapshot_weeks: scenario weeks whose ties and residents are kept, 0 (the start) to the last.
        progress: is told how far it is.

    Returns:
        The run.

    Raises:
        UserError: no such arm, a seed or week out of bounds, a folder that cannot be used.
        Interrupted: Ctrl-C; what was done until then is in its `result`, and in the folder.
    """
    from .store import save_run

    if out is not None and not isinstance(out, Place):
        with Place(check_path("out", out)) as place:
            return run_scenario(
                scenario, arm=arm, seed=seed, weeks=weeks, threads=threads, out=place, snapshot_weeks=snapshot_weeks, progress=progress
            )  # fmt: skip
    begun = time.monotonic()
    told = progress or Quiet()
    scenario = scenario if weeks is None or weeks == scenario.weeks else scenario.with_weeks(check_length(weeks))
    baseline, chosen = choose_arms(scenario, None if arm is None else check_names(arm, "arm")[0])
    seed = check_seed(scenario.seed if seed is None else seed)
    threads = check_threads(threads)
    keep = check_weeks(snapshot_weeks, scenario.weeks)
    names = [baseline] if chosen == baseline else [baseline, chosen]
    refuse_beyond_memory(scenario, len(names))

    if (needed := time_needed(scenario, len(names), 1, threads)) is not None:
        told.say(needed)
    with ExitStack() as stack:
        starts = spin_up_arms(scenario, names, seed, threads, told, stack)
        far = FarArm(scenario, baseline, seed, stack) if _worth_a_worker(scenario, names, threads) else None
        runs = {name: ArmRun(start(max(1, threads // len(names))), Track(name, seed)) for name, start in starts.items()}
        first = runs[baseline].society
        degrees = {START: acquaintances(first)}
        ground, facts = ground_of(first), facts_of(scenario, first, scenario.weeks)
        facts = facts if chosen == baseline else with_arm(facts, facts_of(scenario, runs[chosen].society, scenario.weeks))
        before = [take_snapshot(first, baseline, 0)] if first.residents.n <= LARGEST_KEPT and 0 not in keep else []
        told.stage(RUNNING, scenario.weeks * len(names))
        here = [one for name, one in runs.items() if far is None or name != baseline]
        finished = _side_by_side(here if far is None else [far, *here], scenario.weeks, keep, threads, told)
        if far is not None:
            far.bring(runs[baseline], scenario.arm(baseline), max(1, threads // len(names)))

    degrees |= {name: acquaintances(one.society) for name, one in runs.items()}
    tracks = {name: one.track for name, one in runs.items()}
    infos = {name: what for arm, one in runs.items() for name, what in infos_of(one.society, tracks[arm].values).items()}
    result = RunResult(
        facts=facts, scenario=scenario, arm=chosen, baseline=baseline, seed=seed, weeks=runs[chosen].done, tracks=tracks,
        infos=infos, degrees=degrees, ground=ground,
        snapshots=before + [shot for one in runs.values() for shot in one.snapshots],
        societies={name: one.society for name, one in runs.items()}, finished=finished, wall_seconds=time.monotonic() - begun,
        environment=environment(), events=joined_events({arm: (one.society, one.events) for arm, one in runs.items()}, seed),
    )  # fmt: skip
    if out is not None:
        save_run(result, out)
    if not finished:
        raise Interrupted(result)
    return result


def _worth_a_worker(scenario: Scenario, names: Sequence[str], threads: int) -> bool:
    """Return whether one of two arms is better worked by another process: one community, whose week is mostly Python, and enough weeks."""
    enough = scenario.weeks * len(names) >= hands.WORTH_IT_BESIDE
    return enough and len(names) > 1 and threads > 1 and scenario.neighbourhood.communities == 1 and hands.can(scenario)


def _side_by_side(runs: Sequence[ArmRun | FarArm], weeks: int, keep: frozenset[int], threads: int, told: Progress) -> bool:
    """Work the arms, each by a thread of its own if there are enough; return False if it was interrupted.

    They wait for one another every few weeks, so that an interrupted run can be compared too; one that another process works may be some weeks behind,
    and comes up to us before it is brought home.
    """
    finished = True
    with ThreadPoolExecutor(max(1, min(threads, len(runs))), thread_name_prefix="linli-arm") as pool:
        for until in [*range(EVERY, weeks, EVERY), weeks]:
            jobs = [pool.submit(one.work, until, keep) for one in runs]
            finished = await_jobs(jobs, lambda: told.done(sum(one.done for one in runs)))
            for job in jobs:
                job.result()
            if not finished:
                break
    if finished:
        mark_compiled()
    return finished


def await_jobs(jobs: Sequence[Future[Any]], tell: Callable[[], None], stop: threading.Event | None = None) -> bool:
    """Wait for jobs, telling how far they are; on Ctrl-C set `stop`, wait for them to end, and return False."""
    try:
        left: set[Future[Any]] = set(jobs)
        while left:
            ready, left = wait(left, timeout=_POLL)
            if stop is not None and any(job.exception() is not None for job in ready):
                stop.set()
            tell()
        return True
    except KeyboardInterrupt:
        if stop is not None:
            stop.set()
        wait(jobs)
        return False


def choose_arms(scenario: Scenario, arm: str | None) -> tuple[str, str]:
    """Return (baseline, arm): the first arm, and the one asked for or else the second.

    Raises:
        UserError: there is no such arm.
    """
    if not scenario.arms:
        if arm is not None and arm != scenario.name:
            scenario.arm(arm)
        return scenario.name, scenario.name
    if arm is not None:
        scenario.arm(arm)
    baseline = scenario.arms[0]
    return baseline, arm or (scenario.arms[1] if len(scenario.arms) > 1 else baseline)
