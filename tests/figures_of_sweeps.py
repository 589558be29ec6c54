"""What sweeps promise about speed, memory and toughness, measured on this machine: `python tests/figures_of_sweeps.py FOLDER`, by hand, an hour and a half.

    --quick                     fewer runs, about ten minutes
    --only speed-up rivals      some of the figures: overhead speed-up shell kills same rivals
    --runs 2000                 another number of runs for `shell`, memory included

All figures come from one run, in turn. Beside the clock stands the time of the processors, all processes together: on a machine that others use too, it is
the figure to look at. A line without a promise is only told. FOLDER holds the plans, the sweeps and `figures.json`; linli's own cache is used.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from linli.experiments.progress import Quiet
from linli.experiments.sweep.execute import Where, execute
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.result import load_sweep

HERE = Path(__file__).parent
SETTINGS = ("neighbourhood.buildings=2",)
"""Two buildings of the preset: about 550 residents."""
LEVER = "building-gates.gatherings_a_year"
MEMORY_AFTER = 100


class Sizes(NamedTuple):
    """How much is done: runs of each figure, pairs of the speed-up, kills, replications of the rivals."""

    short: int
    pairs: int
    pair_runs: int
    shell: int
    runs: int
    kills: int
    rivals: int


WHOLE = Sizes(short=1000, pairs=5, pair_runs=300, shell=20, runs=10_000, kills=50, rivals=50)
QUICK = Sizes(short=200, pairs=1, pair_runs=40, shell=4, runs=400, kills=5, rivals=10)


class Figure(NamedTuple):
    """A line of the table: what it is, what was found, in which unit, what is promised and whether that is the most or the least."""

    title: str
    value: float
    unit: str
    promise: float | None = None
    most: bool = False

    def line(self) -> str:
        """Return the line."""
        said = f"{self.title:<78}{self.value:>10.2f} {self.unit:<14}"
        if self.promise is None:
            return said
        kept = self.value <= self.promise if self.most else self.value >= self.promise
        return f"{said}{'at most' if self.most else 'at least'} {self.promise:g}: {'yes' if kept else 'NO'}"


class Measured:
    """The figures so far; each is printed when it is there."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def add(self, title: str, value: float, unit: str, promise: float | None = None, most: bool = True) -> None:
        """Print a figure and the load of the machine, and keep it."""
        self.figures.append(Figure(title, value, unit, promise, most))
        print(f"{self.figures[-1].line()}   (load {os.getloadavg()[0]:.1f})", flush=True)

    def write(self, folder: Path) -> None:
        """Write them to `figures.json`."""
        (folder / "figures.json").write_text(json.dumps([one._asdict() for one in self.figures], indent=1), encoding="utf-8")


class Cost(NamedTuple):
    """What a command took: seconds on the clock, seconds of processors, bytes of all its processes together at the peak (shared ones counted once)."""

    wall: float
    cpu: float
    peak: int


def tree(root: int) -> list[int]:
    """Return a process and all that it has started."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit():
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
                parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found = [root]
    for one in found:
        found.extend(parents.get(one, []))
    return found


def proportional(process: int) -> int:
    """Return the memory of a process in bytes, its part of what it shares with others."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return 1024 * int(line.split()[1])
    return 0


def resident(process: int) -> int:
    """Return the memory that a process holds, in bytes."""
    with suppress(OSError):
        return resource.getpagesize() * int(Path(f"/proc/{process}/statm").read_text(encoding="utf-8").split()[1])
    return 0


def cost_of(command: list[str], folder: Path, watch: bool = False) -> Cost:
    """Run a command and measure it; `watch` its memory, once a second."""
    peak = [0]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def look() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], sum(map(proportional, tree(process.pid))))
            time.sleep(1.0)

    watcher = threading.Thread(target=look, daemon=True)
    if watch:
        watcher.start()
    said = process.communicate()[1]
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}:\n{said.decode()[-2000:]}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak[0])


def write_plan(folder: Path, name: str, runs: int, points: int, weeks: int, years: int | None) -> str:
    """Write a plan of about so many runs; returns its file."""
    lines = [
        'scenario = "building-gates"', 'arms = ["before", "after"]', f"weeks = {weeks}", f"replications = {-(-runs // points)}", "[set]",
        *(f'"{key}" = {value}' for key, value in (one.split("=") for one in SETTINGS)), *([] if years is None else [f'"neighbourhood.years" = {years}']),
        "[parameters]", f'"{LEVER}" = {[round(52.0 * k / points, 2) for k in range(points)]}',
    ]  # fmt: skip
    (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return f"{name}.toml"


def linli(*words: str) -> list[str]:
    """Return a command line."""
    return [sys.executable, "-m", "linli", *words]


def sweep(plan: str, out: str, workers: int) -> list[str]:
    """Return the command line of a sweep."""
    return linli("sweep", plan, "--out", out, "--workers", str(workers))


def overhead(folder: Path, sizes: Sizes) -> list[Figure]:
    """Measure what a sweep takes beside its runs."""
    plan = write_plan(folder, "short", sizes.short, 10, 26, 1)
    took = cost_of(sweep(plan, "short", 2), folder)
    runs = load_sweep(folder / "short").runs
    model = float(runs["seconds"].sum())
    return [
        Figure(f"a run of 26 weeks, two arms, {int(runs['residents'].mean())} residents, the state included", 1e3 * model / len(runs), "ms"),
        Figure(f"overhead over {len(runs):,} short runs, 2 workers: of wall x workers", 100.0 * (1.0 - model / (2 * took.wall)), "%", 5.0, True),
        Figure("a run, all processes together, processor time", 1e3 * took.cpu / len(runs), "ms"),
    ]


def speed_up(folder: Path, sizes: Sizes) -> list[Figure]:
    """Measure one worker against two, in turn."""
    plan = write_plan(folder, "pairs", sizes.pair_runs, 10, 104, None)
    cost_of(sweep(plan, "pairs-0", 2), folder)
    walls, cpus = [], []
    for k in range(sizes.pairs):
        took = {workers: cost_of(sweep(plan, f"pairs-{k}-{workers}", workers), folder) for workers in ((1, 2) if k % 2 else (2, 1))}
        walls.append(took[1].wall / took[2].wall)
        cpus.append(took[2].cpu / took[1].cpu)
    return [
        Figure(f"speed-up from 1 to 2 workers, {sizes.pair_runs} runs, median of {sizes.pairs}", statistics.median(walls), "times", 1.85),
        Figure("processor time of 2 workers against that of 1, median", statistics.median(cpus), "times"),
    ]


class Watching(Quiet):
    """Looks at the memory of the workers after so many runs."""

    def __init__(self, after: tuple[int, ...]) -> None:
        """Look after each of these numbers of runs."""
        self.left, self.found = list(after), list[list[int]]()

    def done(self, steps: int) -> None:
        """Look, if it is time."""
        if self.left and steps >= self.left[0]:
            self.left.pop(0)
            self.found.append([resident(one) for one in workers_here()])


def workers_here() -> list[int]:
    """Return the workers that this very process has started."""
    return [one for one in tree(os.getpid())[1:] if "serve(" in Path(f"/proc/{one}/cmdline").read_text(encoding="utf-8", errors="replace")]


def shell(folder: Path, sizes: Sizes) -> list[Figure]:
    """Measure many runs in a sweep against the same by `linli run`, and the memory of workers after many runs."""
    points = 100 if sizes.runs >= 1000 else 20
    file = write_plan(folder, "study", sizes.runs, points, 104, None)
    plan = Plan.read(folder / file)
    early_on = min(MEMORY_AFTER, plan.runs // 4)
    watching = Watching((early_on, plan.runs // 2))
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    execute(plan, folder / "study", Where(2), progress=watching)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    costs = []
    for run in range(0, plan.runs, max(1, plan.runs // sizes.shell))[: sizes.shell]:
        task = plan.task(run)
        settings = [word for one in (*SETTINGS, f"{LEVER}={task.values[0]}") for word in ("--set", one)]
        command = linli("run", "building-gates", "--weeks", "104", "--seed", str(task.seed), "--no-figures", "--out", f"shell-{run}", *settings)
        costs.append(cost_of(command, folder))
    by_shell, by_sweep = statistics.mean(one.wall for one in costs), wall / plan.runs
    early, late = (statistics.mean(found) for found in watching.found)
    return [
        Figure(f"linli run from the shell, state kept, no figures, mean of {len(costs)}", by_shell, "s"),
        Figure(f"a run of the same in a sweep of {plan.runs:,}, 2 workers, states included", by_sweep, "s"),
        Figure("the one against the other, on the clock", by_shell / by_sweep, "times", 10.0),
        Figure("the one against the other, processor time", statistics.mean(one.cpu for one in costs) / (cpu / plan.runs), "times"),
        Figure(f"memory of a worker after run {early_on}", early / 1e6, "MB"),
        Figure(f"memory of a worker after run {plan.runs // 2:,} against that", 100.0 * (late / early - 1.0), "% more", 5.0, True),
    ]


def kills(folder: Path, sizes: Sizes) -> list[Figure]:
    """Kill a sweep at random moments."""
    took = cost_of([sys.executable, str(HERE / "kill_sweep.py"), "kills", "--kills", str(sizes.kills)], folder)
    return [
        Figure("random kill -9 after which nothing was lost and the end was the same to the bit", sizes.kills, "kills", 50.0 if sizes is WHOLE else None),
        Figure("that took", took.wall, "s"),
    ]


def same(folder: Path, sizes: Sizes) -> list[Figure]:
    """Hold one process, workers and Dask to give the same."""
    plan = write_plan(folder, "same", 40, 10, 26, 1)
    commands = {
        "one process": sweep(plan, "same-0", 0), "1 worker": sweep(plan, "same-1", 1), "2 workers": sweep(plan, "same-2", 2),
        "Dask": [*sweep(plan, "same-dask", 2), "--dask", "local"],
    }  # fmt: skip
    tables = []
    for command in commands.values():
        cost_of(command, folder)
        found = load_sweep(folder / command[command.index("--out") + 1]).measures
        tables.append(found.sort_values(["run", "arm", "week", "measure"], ignore_index=True))
    equal = sum(one.equals(tables[0]) for one in tables)
    return [Figure(f"back ends that give the same to the bit ({', '.join(commands)})", equal, f"of {len(tables)}", float(len(tables)))]


def rivals(folder: Path, sizes: Sizes) -> list[Figure]:
    """Measure linli, Mesa and EMAworkbench over the same model and plan."""
    from rival_sweeps import TOOLS

    found, answers = [], {}
    for tool in TOOLS:
        home = folder / f"rival-{tool}"
        home.mkdir()
        took = cost_of([sys.executable, str(HERE / "rival_sweeps.py"), tool, "2", str(sizes.rivals)], home, watch=True)
        answer: dict[str, Any] = json.loads((home / "answer.json").read_text())
        answers[tool] = answer["table"]
        name = {"linli": "linli sweep", "mesa": "Mesa's batch_run", "ema": "EMAworkbench"}[tool]
        runs = answer["runs"]
        found += [
            Figure(f"{name}, {runs} runs: overhead a run (2 x wall less own time)", 1e3 * (2 * took.wall - answer["model"]) / runs, "ms"),
            Figure(f"{name}: a run's own time", 1e3 * answer["model"] / runs, "ms"),
            Figure(f"{name}: processor time a run, all processes together", 1e3 * took.cpu / runs, "ms"),
            Figure(f"{name}: memory of all processes together at the peak", took.peak / 1e6, "MB"),
        ]
    return [*found, Figure("tools that give the same numbers to the bit", sum(table == answers["linli"] for table in answers.values()), "of 3", 3.0)]


FIGURES: dict[str, Callable[[Path, Sizes], list[Figure]]] = {
    "overhead": overhead, "speed-up": speed_up, "shell": shell, "kills": kills, "same": same, "rivals": rivals,
}  # fmt: skip


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", choices=FIGURES, default=list(FIGURES))
    parser.add_argument("--runs", type=int)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True)
    sizes = QUICK if asked.quick else WHOLE
    sizes = sizes if asked.runs is None else sizes._replace(runs=asked.runs)
    kept: list[dict[str, Any]] = []
    for name in asked.only:
        before = os.getloadavg()[0]
        for one in FIGURES[name](asked.folder.absolute(), sizes):
            print(one.line(), flush=True)
            kept.append({"figure": name, "load_before": before, "load_after": os.getloadavg()[0], **one._asdict()})
        print(f"    (load before {before:.1f}, after {os.getloadavg()[0]:.1f})", flush=True)
    pd.DataFrame(kept).to_json(asked.folder / "figures.json", orient="records", indent=1, force_ascii=False)


if __name__ == "__main__":
    main()
