"""Back ends: this process, worker processes and Dask give the same to the bit; a worker that dies costs one run; a run that fails says where."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from linli.experiments import spinup, worker_process
from linli.experiments.arm_run import ArmRun
from linli.experiments.compare import compare
from linli.experiments.results import Interrupted
from linli.experiments.sweep import dask_cluster, processes
from linli.experiments.sweep.api import sweep
from linli.experiments.sweep.execute import Where, execute
from linli.experiments.sweep.in_process import InProcess
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.probe import probe
from linli.experiments.sweep.processes import Processes
from linli.experiments.sweep.result import Sweep, load_sweep
from linli.experiments.sweep.work import Worker, job_of, kept_weeks
from linli.experiments.uncertainty import seed_scenario
from linli.scenarios.errors import UserError

from .conftest import GATHERINGS, same

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def here(plan, tmp_path_factory) -> Sweep:
    """The sweep as one process works it."""
    return sweep(plan, tmp_path_factory.mktemp("sweep") / "here", workers=0, progress=False)


@pytest.fixture(scope="module")
def plan(tiny):
    data = {"scenario": "tiny", "arms": ["before", "after"], "replications": 2, "every": 4, "parameters": {GATHERINGS: [24, 48]}}
    return Plan.from_dict(data, "made", scenario=tiny)


def test_what_is_kept_is_what_a_comparison_measures(plan, here):
    assert here.finished
    assert here.measures["week"].unique().tolist() == [0, 4, 8] == list(kept_weeks(8, 4))
    for point, gatherings in enumerate((24, 48)):
        made = compare(plan.scenario.with_settings([f"{GATHERINGS}={gatherings}"]), seeds=2, threads=1)
        for name in ("acquaintances", "yuan", "volunteer_hours"):
            for arm in plan.arms:
                rows = here.ends[(here.ends["point"] == point) & (here.ends["arm"] == arm)]
                assert rows[name].tolist() == made.ends(arm, name).tolist(), (gatherings, arm, name)
            assert here.effect("after", name, point).mean == made.difference("after", name).mean
    assert (here.differences("yuan")["after"] != 0.0).any()


def test_two_processes_give_the_same_to_the_bit(plan, here, tmp_path):
    found = sweep(plan, tmp_path / "two", workers=2, progress=False)
    same(found, here)
    assert not [line for line in _children() if "serve(" in line], "no worker is left"


def test_dask_gives_the_same_to_the_bit(plan, here, tmp_path):
    pytest.importorskip("distributed")
    same(sweep(plan, tmp_path / "dask", workers=2, dask="local", progress=False), here)


def test_threads_of_a_process_of_a_cluster_work_side_by_side(plan, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    both = threading.Barrier(2, timeout=30)

    def work(self, task):
        both.wait()
        return task.run

    monkeypatch.setattr(Worker, "work", work)
    job = job_of(plan, 1)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda run: dask_cluster.work(job, plan.task(run)), range(4))) == [0, 1, 2, 3]


def test_a_scheduler_that_is_not_there_is_told(plan, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(dask_cluster, "PATIENCE", "1s")
    with pytest.raises(UserError, match=r'the scheduler "tcp://127.0.0.1:9" cannot be reached'):
        execute(plan, tmp_path / "out", Where(dask="tcp://127.0.0.1:9"))


def test_without_dask_the_sentence_says_what_to_install(plan, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UserError, match=r"linli\[dask\]"):
        execute(plan, tmp_path / "out", Where(dask="local"))


def test_a_worker_that_dies_costs_the_run_it_was_at_and_no_other(plan, here, tmp_path):
    class Dying(Processes):
        killed = False

        def collect(self):
            found = super().collect()
            if not self.killed and self._all[0].ready:
                self._all[0].process.kill()
                self.killed = True
            return found

    from linli.experiments.sweep import execute as execution

    real, execution.start = execution.start, lambda plan, where: Dying(job_of(plan, 1), 1)
    try:
        ended = execute(plan, tmp_path / "out")
    finally:
        execution.start = real
    assert (ended.done, ended.failed) == (3, 1)
    row = load_sweep(tmp_path / "out").failed.iloc[0]
    assert row["stage"] == "worker"
    assert row["error"] == "the worker process ended: SIGKILL (the system may have run out of memory)"
    assert execute(plan, tmp_path / "out", Where(0), retry_failed=True).failed == 0
    same(load_sweep(tmp_path / "out"), here)


def test_only_short_runs_lie_at_hand(plan, monkeypatch):
    for short, at_hand in ((60.0, 1), (0.0, 0)):
        monkeypatch.setattr(processes, "SHORT", short)
        backend = Processes(job_of(plan, 1), 1)
        try:
            assert backend.room() == 1, "as long as nothing is known of how long they take"
            backend.submit(plan.task(0))
            while not backend.collect():
                assert backend.room() == 0
                backend.wait(1.0)
            backend.submit(plan.task(1))
            assert backend.room() == at_hand
        finally:
            backend.close()


def test_a_worker_that_cannot_begin_ends_the_sweep_with_a_sentence(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(worker_process.sys, "executable", "/bin/false")
    with pytest.raises(UserError, match="a worker process ended before it began: exit status 1"):
        execute(plan, tmp_path / "out", Where(1))


def test_workers_end_when_whoever_started_them_is_killed(plan, tmp_path):
    (tmp_path / "tiny.toml").write_text(plan.scenario.to_toml(), encoding="utf-8")
    (tmp_path / "plan.toml").write_text('scenario = "tiny.toml"\nreplications = 500\nlimit = 1000\n', encoding="utf-8")
    code = "import linli; linli.sweep('plan.toml', 'out', workers=1)"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path)
    until = time.monotonic() + 120
    while not list((tmp_path / "out").glob("runs/*.parquet")) and time.monotonic() < until:
        time.sleep(0.1)
    workers = _children(parent.pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert len(workers) == 1
    while _children(1, str(tmp_path)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _children(1, str(tmp_path))
    assert len(load_sweep(tmp_path / "out").runs) > 0


def _children(parent: int | None = None, folder: str = "") -> list[str]:
    """Return the command lines of worker processes of a process (in a folder)."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                line = (entry / "cmdline").read_text(encoding="utf-8", errors="replace")
                status = (entry / "status").read_text(encoding="utf-8")
                mine = f"PPid:\t{os.getpid() if parent is None else parent}\n" in status
                if mine and "processes import serve" in line and os.readlink(entry / "cwd").startswith(folder):
                    found.append(line)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("stage", ["build", "spin-up", "step", "measure"])
def test_a_run_that_fails_says_where(plan, tiny, monkeypatch, stage):
    from linli.experiments.sweep import work

    worker = Worker(job_of(plan, 1))

    def broken(*_, **__):
        raise ValueError("broken\nhere")

    if stage == "build":
        monkeypatch.setattr(work, "scenario_at", broken)
    elif stage == "spin-up":
        monkeypatch.setattr(work, "start_arms", broken)
    elif stage == "step":
        monkeypatch.setattr(ArmRun, "_note_week", broken)
    else:
        monkeypatch.setattr(ArmRun, "_count", broken)
    outcome = worker.work(plan.task(1))
    why = outcome.failure
    assert (why.stage, why.error, outcome.courses) == (stage, "ValueError: broken here", ())
    assert (why.arm, why.week) == {"build": ("", -1), "spin-up": ("", -1), "step": ("before", 4), "measure": ("before", 0)}[stage]
    monkeypatch.undo()
    assert worker.work(plan.task(1)).failure is None, "and the next is worked as if nothing had been"


def test_values_that_are_not_allowed_together_are_a_failure_of_building(plan_of):
    made = plan_of(parameters={"neighbourhood.floors": [6, 12], "neighbourhood.buildings": [1, 800]})
    outcome = InProcess(job_of(made, 1))._worker.work(made.task(3))
    assert outcome.failure is not None
    assert outcome.failure.stage == "build"
    assert "at most 65,000 are allowed" in outcome.failure.error


def test_an_arm_that_a_point_does_not_change_is_lived_once_a_seed_and_is_the_same(plan_of, monkeypatch):
    made = plan_of(parameters={f"arms.after.{GATHERINGS}": [0, 24]}, replications=2)
    fresh = [Worker(job_of(made, 1)).work(made.task(run)) for run in range(4)]
    lived, real = [], ArmRun.work

    def work(self, *given):
        lived.append((self.track.seed, self.track.arm))
        real(self, *given)

    monkeypatch.setattr(ArmRun, "work", work)
    worker = Worker(job_of(made, 1))
    again = [worker.work(made.task(run)) for run in range(4)]
    assert lived == [(1, "before"), (1, "after"), (1, "after"), (2, "before"), (2, "after"), (2, "after")]
    for one, other in zip(fresh, again, strict=True):
        assert one.residents == other.residents > 0
        for mine, theirs in zip(one.courses, other.courses, strict=True):
            assert (mine.arm, mine.weeks, mine.measures) == (theirs.arm, theirs.weeks, theirs.measures)
            assert np.array_equal(mine.values, theirs.values, equal_nan=True)
    assert not np.array_equal(again[0].courses[1].values, again[1].courses[1].values), "points differ in what they change"


def test_with_uncertainty_each_seed_lives_with_a_draw_of_its_own_and_points_share_it(plan_of):
    made = plan_of(uncertainty=True, replications=2, parameters={GATHERINGS: [12, 24]})
    task = made.task(3)
    assert (task.seed, task.values) == (2, (24,))
    mine = Worker(job_of(made, 1)).work(task)
    drawn = seed_scenario(made.scenario_at((24,)), 2)
    assert drawn.constants != made.scenario.constants
    assert drawn.constants == made.scenario_of(made.task(2)).constants != made.scenario_of(made.task(0)).constants, "seeds differ, points of a seed do not"
    alone = Plan.from_dict({"scenario": "tiny", "arms": list(made.arms), "replications": 1, "seed": 2, "measures": list(made.measures)}, scenario=drawn)
    there = Worker(job_of(alone, 1)).work(alone.task(0))
    assert mine.failure is there.failure is None
    for one, other in zip(mine.courses, there.courses, strict=True):
        np.testing.assert_array_equal(one.values, other.values)
    assert made.facts().keys() - plan_of(replications=2).facts().keys() == {"uncertainty"}, "folders of sweeps without it are what they were"


def test_states_at_hand_go_when_they_are_many(tiny):
    states = spinup.AtHand(most=0)
    with spinup.SpunUp(tiny.arm("after"), 5, at_hand=states) as state:
        one, other = state.start(tiny.arm("after")), state.start(tiny.arm("after"))
        assert states.find(state._label) is None
    kept = spinup.AtHand()
    with spinup.SpunUp(tiny.arm("after"), 5, at_hand=kept) as state:
        first = state.start(tiny.arm("after"))
        first.run(4)
        held = kept.find(state._label)
        assert held is not None
        state.path.unlink()
        second = state.start(tiny.arm("after"))
    assert second.week == one.week == other.week == first.week - 4
    second.run(4)
    one.run(4)
    assert second.measure() == one.measure() == first.measure(), "what one lived is not in the next"


def test_a_state_that_one_run_alone_begins_from_is_not_kept_and_changes_nothing(plan_of):
    alone, shared = plan_of(replications=1, parameters=None, seed=77), plan_of(replications=1, seed=77)
    before = set(spinup.kept_folder().iterdir())
    assert alone.task(0).alone
    mine = Worker(job_of(alone, 1)).work(alone.task(0))
    assert set(spinup.kept_folder().iterdir()) == before
    theirs = Worker(job_of(shared, 1)).work(shared.task(0))
    assert len(set(spinup.kept_folder().iterdir()) - before) == 1
    assert (mine.made, theirs.made) == (1, 1)
    for one, other in zip(mine.courses, theirs.courses, strict=True):
        assert np.array_equal(one.values[0], other.values[0], equal_nan=True), "the start is the same"


def test_an_estimate_counts_what_there_is_to_make(plan_of):
    made = plan_of(seed=901, replications=5)
    first = probe(made, Where(2))
    assert (first.runs, first.workers, first.states, first.failures) == (10, 2, 5, ())
    assert first.state > 0.0
    assert first.bytes > 1000
    assert first.seconds == pytest.approx((10 * first.run + 5 * first.state) / 2)
    assert probe(made, Where(1)).states == 2, "the probes have made three"


def test_stopped_from_python_it_says_so_and_has_what_is_finished(plan, tmp_path, monkeypatch):
    real = InProcess.wait

    def wait(self, seconds, times=[2]):  # noqa: B006
        times[0] -= 1
        if times[0] < 0:
            raise KeyboardInterrupt
        real(self, seconds)

    monkeypatch.setattr(InProcess, "wait", wait)
    with pytest.raises(Interrupted) as caught:
        sweep(plan, tmp_path / "out", workers=0, progress=False)
    assert len(caught.value.result.runs) == 2
    assert repr(caught.value.result) == "Sweep('out', runs=2 of 4, failed=0)"
