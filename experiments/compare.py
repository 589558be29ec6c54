"""Arms of a scenario on several seeds, compared in pairs on common random numbers.

Seeds are worked side by side by threads: the hot loops release the interpreter's lock. Each society is worked as if it were
alone, so the numbers are the same for any number of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.ground.numbers import plain
from ..model.ground.text import Text
from ..scenarios.memory import at_once, refuse_beyond_memory
from .arguments import check_length, check_names, check_path, check_seed, check_threads, check_whole
from .growing import Growing
from .kept_seeds import KeptSeeds, facts_of_comparison
from .places import Place
from .progress import COMPILING, RUNNING, SPINNING_UP, Progress, Quiet, compiled, mark_compiled
from .results import Interrupted
from .time_needed import time_needed

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .calibration.posterior import Posterior
    from .comparison import Comparison
    from .seed_run import SeedRun

MOST_SEEDS = 100_000
GOES_ON = Text("{done} of {all} seeds are there already.", "已有 {done}/{all} 个种子的结果。")
DRAWS = 24
"""Draws of what is not known about people, if nobody says how many."""
SEEDS, SEEDS_A_DRAW = 10, 2
"""Seeds if nobody says how many: of a comparison, and of each draw."""


def compare(
    scenario: Scenario,
    *,
    arms: Iterable[str] | None = None,
    seeds: int | Iterable[int] | None = None,
    weeks: int | None = None,
    threads: int | None = None,
    out: str | Path | Place | None = None,
    progress: Progress | None = None,
    posterior: Posterior | None = None,
    draws: int | None = None,
    keep: Place | None = None,
) -> Comparison:
    """Run arms of a scenario on the same seeds. Into the same folder the same comparison goes on where it stopped, however it was stopped.

    Args:
        scenario: what to run.
        arms: names; the first is the one that the others are compared with. A single name is compared with the scenario's
            first arm. None: all arms of the scenario.
        seeds: how many, counted up from the scenario's seed, or the seeds themselves; None: 10. With a posterior: how many of each
            draw, each with seeds of its own; None: 2.
        weeks: length of a run; None: the scenario's.
        threads: threads to use; None: as many as there are processors. They do not change the numbers.
        out: folder to write the comparison to; None: nowhere.
        progress: is told how far it is.
        posterior: let people live with `draws` sets of constants, drawn from this posterior and from the ranges of the other constants
            (uncertainty.py). What is then told of an effect is its median and its 5 to 95 % range over draws, luck apart. None: the
            scenario's constants.
        draws: how many draws; None: 24.
        keep: a reserved folder in which seeds that finish are kept until the comparison is written to it; None: `out`.

    Returns:
        The comparison.

    Raises:
        UserError: no such arm, fewer than two arms, a seed or week out of bounds, a folder that cannot be used.
        Interrupted: Ctrl-C; the seeds that had finished are in its `result`, and in the folder.
    """
    from .store import save_comparison

    told = progress or Quiet()
    scenario = scenario if weeks is None or weeks == scenario.weeks else scenario.with_weeks(check_length(weeks))
    refuse_beyond_memory(scenario)
    names, numbers = planned_runs(scenario, arms, seeds, posterior, draws)
    if out is not None and not isinstance(out, Place):
        with Place(check_path("out", out), facts_of_comparison(scenario, names, numbers, posterior)) as place:
            return compare(
                scenario, arms=arms, seeds=seeds, threads=threads, out=place, progress=progress, posterior=posterior, draws=draws
            )  # fmt: skip
    threads = check_threads(threads)
    workers = at_once(scenario, min(threads, len(numbers)))
    growing = Growing(scenario, names, numbers, posterior, workers)
    runs = growing.runs

    reserved = keep if keep is not None else out
    kept = KeptSeeds(reserved) if reserved is not None and reserved.facts is not None else None
    there = kept.take_up(runs) if kept is not None else 0
    if there:
        told.say(Text(*(GOES_ON.say(language, done=there, all=len(runs)) for language in ("en", "zh"))))
    if (needed := time_needed(scenario, len(names), len(runs) - there, threads)) is not None:
        told.say(needed)
    told.say(SPINNING_UP if compiled() else COMPILING)
    told.stage(RUNNING, growing.steps)

    def gather(some: list[SeedRun]) -> Comparison | None:
        return growing.comparison(some, finished=False)

    def tell() -> None:
        told.done(growing.done)
        if kept is not None:
            kept.keep(runs, gather)

    finished = growing.work(threads, threading.Event(), tell)
    if kept is not None and not finished:
        kept.keep(runs, gather, now=True)
    result = growing.comparison(finished=finished)
    if result is not None and out is not None:
        save_comparison(result, out)
    if result is None or not finished:
        raise Interrupted(result)
    mark_compiled()
    return result


def comparison_facts(
    scenario: Scenario, arms: Iterable[str] | None, seeds: int | Iterable[int] | None, posterior: Posterior | None = None, draws: int | None = None
) -> dict[str, Any]:
    """Return what a comparison rests on, as `Place` wants it; arguments as those of `compare`.

    Raises:
        UserError: as `compare`.
    """
    return facts_of_comparison(scenario, *planned_runs(scenario, arms, seeds, posterior, draws), posterior)


def planned_runs(
    scenario: Scenario, arms: Iterable[str] | None, seeds: object, posterior: Posterior | None, draws: object
) -> tuple[list[str], list[tuple[int | None, int]]]:
    """Return the arms, and (draw, seed) of all runs."""
    names = _arms(scenario, arms)
    return names, _seeds(scenario, SEEDS if seeds is None else seeds) if posterior is None else _nested(scenario, draws, seeds)


def _arms(scenario: Scenario, asked: Iterable[str] | None) -> list[str]:
    from ..scenarios.errors import UserError

    names = list(scenario.arms) if asked is None else check_names(asked)
    for name in names:
        scenario.arm(name)
    if len(names) == 1 and asked is not None and scenario.arms and names[0] != scenario.arms[0]:
        names.insert(0, scenario.arms[0])
    if len(names) < 2:
        listed = ", ".join(scenario.arms) or "none"
        raise UserError(
            f'comparing takes two arms; {"the scenario has " + listed if asked is None else "name another one of " + listed}.',
            f"比较需要至少两个方案；该情景的方案：{listed}。",
            file=scenario.file if asked is None else "", argument="" if asked is None else "arms",
        )
    return names


def _seeds(scenario: Scenario, asked: object) -> list[tuple[int | None, int]]:
    from ..scenarios.errors import UserError

    given = plain(asked)
    if isinstance(given, str) or not isinstance(given, Iterable):
        many = check_whole(given, 1, MOST_SEEDS, "seeds", Text("a number of seeds", "种子个数"))
        return [(None, check_seed(scenario.seed + k)) for k in range(many)]
    found = list(dict.fromkeys(check_seed(seed, "seeds") for seed in given))
    if not found:
        raise UserError("no seed is named.", "没有给出种子。", argument="seeds")
    return [(None, seed) for seed in found]


def _nested(scenario: Scenario, draws: object, seeds: object) -> list[tuple[int | None, int]]:
    """Return (draw, seed) of all runs: every draw has seeds of its own, so that its luck is its own too."""
    many = check_whole(DRAWS if draws is None else draws, 2, MOST_SEEDS, "draws", Text("a number of draws", "抽取次数"))
    what = Text("a number of seeds of each draw", "每次抽取的种子个数")
    each = check_whole(SEEDS_A_DRAW if seeds is None else seeds, 1, MOST_SEEDS // many, "seeds", what)
    return [(scenario.seed + d, check_seed(scenario.seed + d * each + k)) for d in range(many) for k in range(each)]
