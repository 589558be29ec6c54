"""What the rows of the source cost in time, measured on this machine: `python tests/figures_of_rows.py FOLDER`, by hand.

    --only weeks compare       some of the figures: weeks compare four million
    --rows fire-app            some of the rows

`weeks`: what Python takes a week for each mechanism (compiled loops apart). `compare`: `linli compare ROW --seeds 20`, two arms, once its states are made.
`four`: `linli run four-innovations`. `million`: all rows beside building-gates alone, week by week in turn, with a million residents.

All figures come from one run, in turn. They are times on the clock: they say something of a machine that does nothing else. FOLDER holds the results.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from figures_of_sweeps import Measured, cost_of, linli
from linli.experiments.probes import A_COMMUNITY, time_kernels
from linli.experiments.rows import row_names
from linli.model.society.society import Society
from linli.scenarios.loader import load
from linli.scenarios.rosters import found_society

ROWS = row_names()
YEAR = 52


def arms_of(row: str) -> tuple[str, str]:
    """Return the arm without the policy and the one with it."""
    arms = tuple(load(row).arms)
    return arms[0], "after" if "after" in arms else arms[1]


def society(row: str, years: int, threads: int = 1, **neighbourhood: object) -> Society:
    """Return a society of a row's policy that has lived some years without and is at the beginning of it."""
    scenario = load(row).with_settings([f"neighbourhood.{name}={value}" for name, value in neighbourhood.items()])
    arm = scenario.arm(arms_of(row)[1])
    if arm.roster.residents:
        found = found_society(arm, 1, threads)
    else:
        found = Society(
            neighbourhood=arm.neighbourhood, population=arm.population, constants=arm.constants, everyday=arm.everyday, seed=1, threads=threads,
            mechanisms=arm.standing,
        )  # fmt: skip
        found.spin_up(years=years)
    found.attach(arm.schedules)
    return found


def clocked(found: Society, inside: list[float]) -> dict[str, float]:
    """Put a clock around all that each mechanism does in a week; the seconds that are returned grow, loops that are compiled left out."""
    spent: dict[str, float] = {}

    def wrapped(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            begun, kernels = time.perf_counter(), inside[0]
            try:
                return call(*arguments)
            finally:
                spent[name] += time.perf_counter() - begun - (inside[0] - kernels)

        return timed

    programme = found.programme
    for mechanism, phases in zip(programme.mechanisms, programme._phases, strict=True):
        spent[mechanism.name] = 0.0
        phases[:] = [(phase, wrapped(mechanism.name, call)) for phase, call in phases]
    return spent


def weeks(rows: list[str], measured: Measured) -> None:
    """What Python costs a week for each mechanism in its own row, over a year; the first half year is not counted."""
    inside = time_kernels()
    for row in rows:
        found = society(row, years=1)
        spent = clocked(found, inside)
        found.run(YEAR // 2)
        before = dict(spent)
        begun = time.perf_counter()
        found.run(YEAR)
        whole = (time.perf_counter() - begun) / YEAR * 1000.0
        each = {name: (seconds - before[name]) / YEAR * 1000.0 for name, seconds in spent.items()}
        if row == "four-innovations":
            measured.add("four-innovations: a whole week, all mechanisms", whole, "ms")
            continue
        if row in each:
            measured.add(f"Python a week of {row} ({found.residents.n:,} residents; a whole week {whole:.1f} ms)", each[row], "ms", 0.3)


def compare(rows: list[str], folder: Path, measured: Measured) -> None:
    """`linli compare ROW --seeds 20`, the second time: states are made by the first."""
    for row in rows:
        arms = ",".join(arms_of(row))
        outs = [f"{row}-{k}-{time.time():.0f}" for k in range(2)]
        found = [cost_of(linli("compare", row, "--arms", arms, "--seeds", "20", "--no-figures", "--out", out), folder).wall for out in outs]
        scenario = load(row)
        measured.add(f"linli compare {row} --seeds 20 ({scenario.weeks} weeks; the first time {found[0]:.0f} s)", found[1], "s", 30.0)


def four(folder: Path, measured: Measured) -> None:
    """`linli run four-innovations`, two arms, five years, once its state is made."""
    outs = [f"four-{k}-{time.time():.0f}" for k in range(4)]
    found = [cost_of(linli("run", "four-innovations", "--no-figures", "--out", out), folder).wall for out in outs]
    measured.add("linli run four-innovations, two arms, five years (the middle one of three)", statistics.median(found[1:]), "s", 12.0)


def million(residents: int, measured: Measured) -> None:
    """All rows against building-gates alone, 2 threads, half a year after the beginning of the policies, paired week by week."""
    communities = max(1, round(residents / A_COMMUNITY))
    both = [society(row, years=1, threads=2, communities=communities) for row in ("building-gates", "four-innovations")]
    for found in both:
        found.run(26)
    ratios = []
    for _ in range(6):
        took = []
        for found in both:
            begun = time.perf_counter()
            found.run(1)
            took.append(time.perf_counter() - begun)
        ratios.append(took[1] / took[0])
        print(f"  a week of {both[0].residents.n:,} and {both[1].residents.n:,} residents: {took[0]:.2f} and {took[1]:.2f} s", flush=True)
    title = f"{both[1].residents.n:,} residents with all rows against building-gates alone (median of six weeks)"
    measured.add(title, statistics.median(ratios), "times", 1.0 / 0.6)


def main() -> None:
    """Read the command line, measure, and write the table."""
    choices = ("weeks", "compare", "four", "million")
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", choices=choices, default=choices)
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=ROWS)
    parser.add_argument("--residents", type=int, default=1_000_000)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    measured = Measured()
    if "four" in asked.only:
        four(asked.folder, measured)
    if "compare" in asked.only:
        compare(asked.rows, asked.folder, measured)
    if "million" in asked.only:
        million(asked.residents, measured)
    if "weeks" in asked.only:
        # The last: it puts clocks into this process.
        weeks(asked.rows, measured)
    measured.write(asked.folder)


if __name__ == "__main__":
    main()
