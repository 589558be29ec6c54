"""The sweep goes on after anything: kills at any moment, torn parts, a full disk, stops. Nothing that was written is lost, nothing counts twice."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from linli.experiments.progress import Quiet
from linli.experiments.sweep import parts, store
from linli.experiments.sweep.execute import Crew, Where, _Queue, execute
from linli.experiments.sweep.result import load_sweep
from linli.experiments.sweep.work import Worker, job_of
from linli.scenarios.errors import UserError

from .conftest import GATHERINGS, MadeUp, raw, same

KILLS = int(os.environ.get("LINLI_KILLS", "12"))


class Told(Quiet):
    """Remembers what was told."""

    def __init__(self) -> None:
        self.lines, self.steps, self.notes = [], [], []

    def say(self, line):
        self.lines.append(line.en)

    def done(self, steps):
        self.steps.append(steps)

    def note(self, text):
        self.notes.append(text.en)


def test_every_run_is_worked_once_and_found_in_any_program(plan_of, backend, tmp_path):
    plan, made = plan_of(replications=20), backend(room=4)
    told = Told()
    ended = execute(plan, tmp_path / "out", progress=told)
    assert (ended.runs, ended.done, ended.failed, ended.stopped) == (40, 40, 0, False)
    assert sorted(made.worked) == list(range(40))
    assert made.closed
    assert told.steps[-1] == 40
    assert "0 failed" in told.notes[-1]
    assert sorted(raw(tmp_path / "out", "runs")["run"]) == list(range(40))
    measures = raw(tmp_path / "out", "measures")
    assert len(measures) == 40 * 2 * 2 * 2
    assert not measures.duplicated(["run", "arm", "week", "measure"]).any()
    assert len(list((tmp_path / "out" / "runs").iterdir())) == 1, "small parts are put together"
    again = backend()
    assert execute(plan, tmp_path / "out").done == 40
    assert again.worked == [], "nothing is left to be worked"


def test_runs_that_begin_from_the_same_people_wait_for_the_first_of_them(plan_of, backend, tmp_path):
    made = backend(room=6)
    execute(plan_of(parameters={GATHERINGS: [0, 6, 12, 24]}), tmp_path / "out")
    firsts = [made.worked.index(run) for run in (0, 4, 8)]
    assert all(made.worked.index(run) > firsts[run // 4] for run in range(12) if run % 4)


def test_a_worker_has_the_runs_of_a_seed_to_itself_until_no_new_seed_is_left(plan_of):
    plan = plan_of(parameters={GATHERINGS: [0, 12, 24]}, replications=3)
    queue = _Queue(plan, range(plan.runs))
    first, other = queue.take(-1), queue.take(-1)
    assert (first.seed, other.seed) == (1, 2)
    queue.ended(first)
    assert [queue.take(1).seed, queue.take(1).seed] == [1, 1]
    queue.ended(other)
    third = queue.take(1)
    assert third.seed == 3, "one that nobody has begun"
    assert queue.take(3).seed == 2, "those of the third wait, and no other is left"
    queue.ended(third)
    rest = [queue.take(2), queue.take(2), queue.take(2)]
    assert [one.seed for one in rest] == [2, 3, 3]
    assert queue.take(3) is None


def test_the_order_and_the_number_of_those_who_work_change_nothing(plan_of, backend, tmp_path):
    for room in (1, 7):
        backend(room=room)
        execute(plan_of(), tmp_path / f"{room}")
    same(load_sweep(tmp_path / "1"), load_sweep(tmp_path / "7"))


def in_a_child(work: Callable[[], object]) -> int:
    """Do something in a child process; returns how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(7)
    return os.waitpid(child, 0)[1]


REAL = {"replace": os.replace, "unlink": Path.unlink, "write": parts.write_table}


@pytest.mark.parametrize(("call", "after"), [("replace", False), ("replace", True), ("unlink", False), ("unlink", True), ("write", True)])
def test_killed_at_any_file_it_goes_on_to_the_same(plan_of, backend, tmp_path, monkeypatch, call, after):
    plan = plan_of(replications=30)
    backend(room=3)
    execute(plan, tmp_path / "whole")
    whole = load_sweep(tmp_path / "whole")
    where = random.Random(f"{call}{after}")
    number, kills = where.randrange(1, 8), 0
    for _ in range(KILLS):

        def dying(*given, times=[number], **more):  # noqa: B006
            times[0] -= 1
            if not times[0] and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            found = REAL[call](*given, **more)
            if not times[0]:
                if call == "write":
                    given[1].write_bytes(given[1].read_bytes()[: given[1].stat().st_size // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return found

        def work(dying=dying):
            if call == "write":
                parts.write_table = dying
            else:
                setattr(parts.os if call == "replace" else parts.Path, call, dying)
            execute(plan, tmp_path / "out")

        if in_a_child(work) == signal.SIGKILL:
            kills += 1
        else:
            # It came to its end; the next begins anew.
            same(load_sweep(tmp_path / "out"), whole)
            shutil.rmtree(tmp_path / "out")
        number = where.randrange(1, 25)
    print(f"{kills} kills")
    assert kills > KILLS // 2
    there = len(load_sweep(tmp_path / "out").runs) if (tmp_path / "out" / "manifest.json").exists() else 0
    made = backend()
    assert execute(plan, tmp_path / "out").done == 60
    assert len(made.worked) == 60 - there, "what was there is not worked again"
    same(load_sweep(tmp_path / "out"), whole)
    assert not raw(tmp_path / "out", "measures").duplicated(["run", "arm", "week", "measure"]).any()
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize("table", ["runs", "measures"])
@pytest.mark.parametrize("harm", ["torn", "flipped", "empty", "gone"])
def test_a_part_that_is_not_whole_is_worked_anew(plan_of, backend, tmp_path, table, harm):
    plan, out = plan_of(replications=6), tmp_path / "out"
    backend(room=1)
    execute(plan, tmp_path / "whole")
    backend(room=1, stops_after=7)
    assert execute(plan, out).stopped
    for one in list((out / table).glob("*.parquet"))[:1]:
        whole = one.read_bytes()
        if harm == "gone":
            one.unlink()
        else:
            one.write_bytes({"torn": whole[: len(whole) // 2], "flipped": whole[:200] + bytes([whole[200] ^ 1]) + whole[201:], "empty": b""}[harm])
    told = Told()
    backend(room=1)
    execute(plan, out, progress=told)
    assert "damaged or unfinished" in told.lines[0]
    same(load_sweep(out), load_sweep(tmp_path / "whole"))
    assert len(raw(out, "measures")) == 12 * 8


@pytest.mark.parametrize("table", ["runs", "measures"])
def test_a_disk_that_is_full_ends_it_with_a_sentence_and_nothing_is_lost_or_counts_twice(plan_of, backend, tmp_path, monkeypatch, table):
    plan, out = plan_of(replications=6), tmp_path / "out"
    backend(room=1)
    execute(plan, tmp_path / "whole")
    real, left = parts.write_table, [4]

    def full(columns, path, about):
        left[0] -= about.name == table
        if left[0] == 0:
            path.write_bytes(b"PAR1 and then no more")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(columns, path, about)

    made = backend(room=1)
    monkeypatch.setattr(parts, "write_table", full)
    with pytest.raises(UserError) as caught:
        execute(plan, out)
    assert "cannot be written: No space left on device. What was written is kept; the same command goes on." in caught.value.say("en", options=True)
    assert made.closed
    monkeypatch.setattr(parts, "write_table", real)
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]
    assert len(load_sweep(out).runs) >= 3
    backend(room=1)
    execute(plan, out)
    same(load_sweep(out), load_sweep(tmp_path / "whole"))
    assert len(raw(out, "measures")) == 12 * 8


def test_ctrl_c_keeps_what_is_finished_and_the_same_goes_on(plan_of, backend, tmp_path):
    plan = plan_of(replications=10)
    made = backend(room=3, stops_after=6)
    ended = execute(plan, tmp_path / "out")
    assert ended.stopped
    assert made.closed
    assert ended.done == len(made.worked) == len(load_sweep(tmp_path / "out").runs) == 5
    assert not load_sweep(tmp_path / "out").finished
    told = Told()
    rest = backend()
    assert not execute(plan, tmp_path / "out", progress=told).stopped
    assert told.lines == ["5 of 20 runs are there already."]
    assert not set(rest.worked) & set(made.worked)
    assert load_sweep(tmp_path / "out").finished


def test_all_failures_are_counted_and_five_are_told_one_by_one(plan_of, backend, tmp_path):
    told = Told()
    backend(fails=tuple(range(8)))
    assert execute(plan_of(replications=4), tmp_path / "out", progress=told).failed == 8
    assert len([line for line in told.lines if "failed: step" in line]) == 5
    assert [note.rpartition(", ")[2] for note in told.notes] == [f"{n} failed" for n in range(1, 9)]


def test_a_run_that_fails_is_a_record_and_the_sweep_goes_on(plan_of, backend, tmp_path):
    plan, out, told = plan_of(replications=4), tmp_path / "out", Told()
    backend(fails=(3, 5))
    ended = execute(plan, out, progress=told)
    assert (ended.done, ended.failed) == (6, 2)
    assert "run 3 (point 1, seed 2) failed: step, after: ValueError: made up" in told.lines
    row = load_sweep(out).failed.set_index("run").loc[3]
    assert (row["stage"], row["arm"], row["week"], row["error"], row["where"]) == ("step", "after", 5, "ValueError: made up", "model/x.py:3")
    assert row[GATHERINGS] == 24, "with its parameters"
    assert load_sweep(out).finished
    quiet = backend()
    execute(plan, out)
    assert quiet.worked == [], "it is not tried again unasked"
    mended = backend()
    assert execute(plan, out, retry_failed=True).failed == 0
    assert sorted(mended.worked) == [3, 5]
    backend()
    execute(plan, tmp_path / "whole")
    same(load_sweep(out), load_sweep(tmp_path / "whole"))
    assert len(load_sweep(out).failed) == 0


def test_another_plan_is_refused_and_the_difference_is_shown(plan_of, backend, tmp_path):
    backend()
    execute(plan_of(), tmp_path / "out")
    with pytest.raises(UserError) as caught:
        execute(plan_of(replications=4, measures=["yuan"]), tmp_path / "out")
    assert "replications is 3 there and 4 here; measures is acquaintances, yuan there and yuan here" in caught.value.say("en")
    assert "重复次数 在其中为 3，此处为 4" in caught.value.say("zh")
    with pytest.raises(UserError, match=r"scenario \(contents\)"):
        execute(plan_of(set={"neighbourhood.floors": 5}), tmp_path / "out")
    with pytest.raises(UserError, match=r"points \(contents\)"):
        execute(plan_of(parameters={GATHERINGS: [0, 12]}), tmp_path / "out")
    execute(plan_of(title={"en": "another title"}), tmp_path / "out")


def test_other_sources_of_the_model_are_another_sweep(plan_of, backend, tmp_path, monkeypatch):
    backend()
    execute(plan_of(), tmp_path / "out")
    monkeypatch.setattr(store, "model_hash", lambda: "0123456789abcdef")
    with pytest.raises(UserError, match=r"model is [0-9a-f]{16} there and 0123456789abcdef here"):
        execute(plan_of(), tmp_path / "out")


def test_a_folder_of_something_else_is_refused_and_left_alone(plan_of, backend, tmp_path):
    made = backend()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="it is not empty and holds no sweep"):
        execute(plan_of(), tmp_path / "mine")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text(json.dumps({"kind": "run"}), encoding="utf-8")
    with pytest.raises(UserError, match='it holds a "run" and no sweep'):
        execute(plan_of(), tmp_path / "run")
    (tmp_path / "run" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match=r"manifest\.json is damaged"):
        execute(plan_of(), tmp_path / "run")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        execute(plan_of(), tmp_path / "file")
    assert made.worked == []
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_of_two_at_once_one_is_told(plan_of, backend, tmp_path):
    plan = plan_of()

    class Other(MadeUp):
        def wait(self, seconds: float) -> None:
            with pytest.raises(UserError, match="another process works on the sweep"), store.sweep_folder(tmp_path / "out", plan):
                pass

    from linli.experiments.sweep import execute as execution

    execution.start, before = (lambda plan, where: Other()), execution.start
    try:
        assert execute(plan, tmp_path / "out").done == 6
    finally:
        execution.start = before


def test_what_is_measured_is_told_in_the_files(plan_of, backend, tmp_path):
    from pyarrow import parquet

    backend()
    execute(plan_of(), tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["measures"]["yuan"]["zh"] == "累计支出（元）"
    assert {"python", "numpy", "numba"} <= set(manifest["environment"])
    assert set(manifest["codebook"]) == {"runs", "measures", "failed"}
    file = next((tmp_path / "out" / "measures").glob("*.parquet"))
    assert parquet.read_schema(file).field("week").metadata[b"unit.en"] == b"scenario week"


def test_a_crew_works_several_sweeps_and_is_let_go_at_the_end(plan_of, backend, tmp_path):
    made = backend()
    with Crew(plan_of(), Where(0)) as crew:
        for name in ("one", "two"):
            assert execute(plan_of(), tmp_path / name, crew=crew).done == 6
            assert not made.closed
        execute(plan_of(), tmp_path / "two", crew=crew)
    assert made.closed
    assert made.worked == [*made.worked[:6], *made.worked[:6]]
    unused = backend()
    with Crew(plan_of(), Where(0)) as crew:
        execute(plan_of(), tmp_path / "one", crew=crew)
    assert not unused.closed, "nobody was started where nothing was left to do"


def test_a_worker_takes_points_of_the_same_number_for_what_they_are(plan_of, monkeypatch):
    worker, seen = Worker(job_of(plan_of(), 1)), []

    def gatherings_of(point):
        return point.arms["after"].scenario.mechanisms["building-gates"].gatherings_a_year

    monkeypatch.setattr(Worker, "_run", lambda self, task, at: seen.append(gatherings_of(self._at(task))))
    for points in ([(0,)], [(24,)], [(0,)]):
        worker.work(plan_of().of_points(points).task(0))
    assert seen == [0.0, 24.0, 0.0]
