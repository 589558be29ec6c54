"""Kills a sweep at random moments and lets it go on: `python tests/kill_sweep.py FOLDER --kills 50 --seed 1`.

Each life of the sweep is `linli sweep` in a process of its own with its workers, as somebody would start it. It is killed with kill -9 after a random
time: the process that hands out and writes, or all processes at once, or one worker alone (then the sweep lives on, and that run is worked again at the
end, by --retry-failed). After each death the folder is read: whatever it held before has to be there still, worked at the same time (`seconds`), so that
nothing was lost and nothing worked twice. When the sweep comes to its end, it has to hold what the undisturbed one holds, to the bit, sorted by key, timings
aside; then it begins anew, until all kills are spent. By hand, and not in the tests: those kill at every file that is renamed or removed
(tests/experiments/sweep/test_execute.py).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KEY = ["run", "arm", "week", "measure"]
SCENARIO = """
format = 1
title = { en = "Tiny", zh = "小" }
weeks = 8
neighbourhood = { buildings = 1, entrances = 2, floors = 6, flats_per_floor = 3, years = 1 }

[mechanisms.building-gates]

[arms.before.building-gates]
on = false

[arms.after]
"""
PLAN = """
scenario = "tiny.toml"
replications = {replications}
measures = ["acquaintances", "yuan", "came_quarter"]
every = 4

[parameters]
"building-gates.gatherings_a_year" = [0, 24]
"""


class Fault(Exception):
    """Something that must not be."""


def begin(folder: Path, out: str, workers: int, *more: str) -> subprocess.Popen[bytes]:
    """Start a life of the sweep."""
    command = [sys.executable, "-m", "linli", "sweep", "plan.toml", "--out", out, "--workers", str(workers), *more]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children(parent: int) -> list[int]:
    """Return the processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and f"\nPPid:\t{parent}\n" in (entry / "status").read_text(encoding="utf-8"):
                found.append(int(entry.name))
    return found


def kill(whom: str, life: subprocess.Popen[bytes], dice: random.Random) -> bool:
    """Kill; returns whether the sweep lives on."""
    workers = children(life.pid)
    if whom == "worker" and workers:
        victims = [dice.choice(workers)]
    else:
        victims = [*workers, life.pid] if whom == "all" else [life.pid]
    for one in victims:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    if life.pid not in victims:
        return True
    life.wait()
    return False


def tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return runs and measures of a folder, by their keys."""
    from linli.experiments.sweep.result import load_sweep

    found = load_sweep(folder)
    return found.runs.sort_values("run", ignore_index=True), found.measures.sort_values(KEY, ignore_index=True)


def check_kept(before: pd.DataFrame | None, folder: Path) -> pd.DataFrame | None:
    """Hold the folder to have all runs that it had before, as they were; returns the runs that it has."""
    if not (folder / "manifest.json").exists():
        return before
    now = tables(folder)[0]
    if before is not None:
        again = before.merge(now, on=list(now.columns))
        if len(again) < len(before):
            raise Fault(f"{len(before) - len(again)} runs that had been written are gone, or were worked again")
    return now


def check_same(folder: Path, whole: Path) -> None:
    """Hold two folders to hold the same to the bit, timings aside."""
    for mine, theirs in zip(tables(folder), tables(whole), strict=True):
        timings = [name for name in mine.columns if name.endswith("seconds")]
        if not mine.drop(columns=timings).equals(theirs.drop(columns=timings)):
            raise Fault(f"{folder} and {whole} differ")
    if mine.duplicated(KEY).any():
        raise Fault(f"a row counts twice in {folder}")


def main() -> None:
    """Kill as often as was asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1, help="of the moments and the victims")
    parser.add_argument("--replications", type=int, default=400, help="of the two points of the plan")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--longest", type=float, default=9.0, help="seconds of a life, at most; a sweep writes every three")
    asked = parser.parse_args()
    folder, dice = asked.folder, random.Random(asked.seed)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tiny.toml").write_text(SCENARIO, encoding="utf-8")
    (folder / "plan.toml").write_text(PLAN.format(replications=asked.replications), encoding="utf-8")
    began = time.monotonic()
    if begin(folder, "whole", asked.workers).wait():
        raise Fault("the undisturbed sweep has failed")
    print(f"undisturbed: {2 * asked.replications} runs in {time.monotonic() - began:.0f} s", flush=True)

    out, kills, ends, had = folder / "out", Counter[str](), 0, None
    life = None
    while True:
        spent = kills.total() >= asked.kills
        life = life or begin(folder, "out", asked.workers)
        try:
            life.wait(None if spent else dice.uniform(0.1, asked.longest))
        except subprocess.TimeoutExpired:
            whom = dice.choice(("sweep", "sweep", "all", "worker"))
            kills[whom] += 1
            if kill(whom, life, dice):
                continue
            life = None
            had = check_kept(had, out)
            print(f"kill {kills.total()} ({whom}): {0 if had is None else len(had)} runs are there", flush=True)
            continue
        # It has come to its end; runs whose worker was killed are on record as failed.
        if life.returncode not in (0, 1) or begin(folder, "out", asked.workers, "--retry-failed").wait():
            raise Fault(f"the sweep ended with status {life.returncode}")
        check_kept(had, out)
        check_same(out, folder / "whole")
        ends, life, had = ends + 1, None, None
        print(f"an end: the same to the bit ({kills.total()} kills until now)", flush=True)
        if spent:
            break
        shutil.rmtree(out)
    print(f"{kills.total()} kills ({', '.join(f'{many} {whom}' for whom, many in sorted(kills.items()))}), {ends} ends, each the same to the bit")


if __name__ == "__main__":
    main()
