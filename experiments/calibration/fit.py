"""Fits the constants of people to published tables: a population of vectors closes in on what the tables allow, then walks on (walk.py).

The closing in is ABC-SMC by pyabc, chosen among the kept libraries because it does just this (Toni et al. 2009; Klinger, Rickert &
Hasenauer 2018): no likelihood is needed, generations are kept in a file so that a fit goes on where it stopped, and the result is a
sample of vectors and not one best one. Sensitivity (SALib) and search (optuna) answer other questions.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...model.people.constants import Constants
from ...scenarios.errors import UserError
from ...scenarios.published import PublishedStudy
from .kept import KeptFit, kept_fit
from .posterior import Posterior, write_posterior
from .space import SPACE, Free, constants_at, default_values, from_unit, with_values
from .target import Target, rows_of, target_of
from .walk import walk

DRAWS = 300
"""Vectors that are kept."""
KEPT = 0.5
"""Each generation allows the distance below which this share of the one before lies."""
RESULT = "posterior.csv"
NEED_PYABC = Text(
    'fitting needs pyabc and emcee; install them with: pip install "linli[experiments]"',
    '拟合需要 pyabc 与 emcee，请安装：pip install "linli[experiments]"',
)


class Budget(NamedTuple):
    """How much a fit may take.

    Attributes:
        population: vectors of a generation.
        generations: at most.
        minutes: at most for the generations, on the clock; the one at work is finished.
        steps: that each vector of the last generation walks on (walk.py); each plays the whole population once.
        processes: that play side by side. The fit is the same for any number of them.
    """

    population: int = 100
    generations: int = 8
    minutes: float = 60.0
    steps: int = 8
    processes: int = 1


class FitResult(NamedTuple):
    """A fit as far as it got.

    Attributes:
        posterior: `DRAWS` vectors from the end of the walk, all of the same weight.
        generations: done in all.
        evaluations: vectors played in the generations.
        distance: (lowest, median) distance of the vectors kept.
        before: distance of the default constants, played once.
        moved: share of proposed steps of the walk that were taken.
        distinct: different vectors among those kept.
        effective: effective size of the last generation by its weights (Kish), before the walk; NaN where a fit of earlier days does not say.
    """

    posterior: Posterior
    generations: int
    evaluations: int
    distance: tuple[float, float]
    before: float
    moved: float
    distinct: int
    effective: float = math.nan


def fit(
    studies: Sequence[PublishedStudy],
    folder: Path,
    *,
    seed: int = 1,
    budget: Budget | None = None,
    space: Sequence[Free] = SPACE,
    tell: Callable[[int, float, int], None] | None = None,
    tell_step: Callable[[int, float], None] | None = None,
    say: Callable[[Text], None] = lambda _: None,
) -> FitResult:
    """Fit, or go on with a fit that a folder holds.

    Args:
        studies: those whose rows of role "fit" are fitted to.
        folder: for the generations (`fit.db`), the facts (`fit.json`) and the result (`posterior.csv`).
        seed: of the search and of the plays.
        budget: how much it may take.
        space: what is fitted.
        tell: is told after each generation: its number, the largest distance allowed in it, vectors played in it.
        tell_step: is told after each step of the walk: its number, the share of vectors that moved.
        say: is told what else is to be said.

    Raises:
        UserError: pyabc or emcee is not installed, no study has a row to fit to, the population is too small to walk, or the folder
            cannot be used, holds a fit to something else, or another process works on it.
    """
    try:
        import emcee  # noqa: F401
        import pyabc  # noqa: F401
    except ImportError:
        raise UserError(*NEED_PYABC) from None
    budget = budget or Budget()
    _check_size(budget, len(space))
    chosen = [study for study in studies if rows_of(study, "fit")]
    if not chosen:
        raise UserError("none of the studies has a row to fit to (role = \"fit\").", "所选研究没有用于拟合的行（role = \"fit\"）。")
    facts = _facts(chosen, space, seed, budget)
    with kept_fit(folder, facts, say) as kept:
        return _fit(target_of(chosen), kept, tuple(space), facts, seed, budget, tell, tell_step)


def _fit(
    target: Target, kept: KeptFit, space: tuple[Free, ...], facts: dict[str, Any], seed: int, budget: Budget,
    tell: Callable[[int, float, int], None] | None, tell_step: Callable[[int, float], None] | None,
) -> FitResult:
    """Close in, and walk on."""
    import pyabc

    from .sampler import KeyedSampler

    _quiet()
    # The first play compiles; the workers are forked with everything loaded.
    before = target.distance(target.simulate(with_values(Constants(), _inside(space)), seed))
    abc = pyabc.ABCSMC(
        models=_Model(target, space),
        parameter_priors=pyabc.Distribution(**{_plain(free.key): pyabc.RV("uniform", 0.0, 1.0) for free in space}),
        distance_function=lambda x, _: target.distance(x["rows"]),
        population_size=budget.population,
        sampler=KeyedSampler(seed, budget.processes),
    )
    database, observed = f"sqlite:///{kept.database.absolute()}", {"rows": target.published}
    history = abc.load(database, 1, observed) if kept.begun else abc.new(database, observed)
    done = history.n_populations
    end = time.monotonic() + 60.0 * budget.minutes
    while done < budget.generations and time.monotonic() < end:
        # Each call would learn its first distance from the prior again: it is that of the last generation instead.
        abc.eps = pyabc.QuantileEpsilon(initial_epsilon=_next_distance(history) if done else "from_sample", alpha=KEPT)
        left = timedelta(seconds=max(1.0, end - time.monotonic()))
        history = abc.run(max_nr_populations=1, max_walltime=left)
        if history.n_populations == done:
            break
        done = history.n_populations
        kept.keep()
        if tell is not None:
            row = history.get_all_populations().iloc[-1]
            tell(done, float(row["epsilon"]), int(row["samples"]))
    if done == 0:
        raise UserError(
            "the time ended before the first generation was done; give it more minutes.", "首代尚未完成，时间已到；请增加分钟数。", argument="minutes"
        )
    return _result(history, target, space, facts, kept, before, seed, budget, tell_step)


def load_fit(folder: Path) -> FitResult:
    """Return what a fit came to, from its folder alone. Constants are as the file has them, to five digits.

    Raises:
        UserError: the fit has not come to an end yet, or its folder is damaged.
    """
    from ...scenarios.errors import show
    from .posterior import read_posterior

    file, given = folder / RESULT, show(str(folder))
    if not file.is_file():
        raise UserError(
            f"the fit in {given} has not come to its end. Run the same linli calibrate again; it goes on.",
            f"{given} 中的拟合尚未完成。再次运行同一条 linli calibrate 命令即可继续。",
        )
    posterior = read_posterior(file)
    facts = posterior.facts
    try:
        far = facts["distance"]
        numbers = [int(facts[name]) for name in ("generations", "evaluations", "distinct")]
        distances = float(far["lowest"]), float(far["median"])
        effective = float(facts.get("effective", math.nan))
        return FitResult(posterior, numbers[0], numbers[1], distances, float(far["defaults"]), float(facts["moved"]), numbers[2], effective)
    except (KeyError, TypeError, ValueError, OverflowError):
        raise UserError(
            f"the folder {given} is damaged or incomplete (posterior.json does not say how the fit went).", f"文件夹 {given} 已损坏或不完整（posterior.json）。"
        ) from None


def _check_size(budget: Budget, constants: int) -> None:
    least = 2 * constants
    if budget.steps > 0 and budget.population < least:
        raise UserError(
            f"{budget.population} vectors are too few to walk in {constants} dimensions; take {least} or more, or no steps.",
            f"{budget.population} 组常数不足以在 {constants} 维中游走；请至少取 {least} 组，或将步数设为 0。",
            argument="population",
        )


class _Model:
    """The simulator as pyabc calls it: numbers in [0, 1] in, the rows out. A class, so that it can be sent to workers."""

    __name__ = "linli"

    def __init__(self, target: Target, space: tuple[Free, ...]) -> None:
        self.target, self.space = target, space

    def __call__(self, numbers: dict[str, float]) -> dict[str, np.ndarray]:
        constants = constants_at(self.space, [numbers[_plain(free.key)] for free in self.space])
        seed = int(np.random.randint(1, 2**31 - 1))  # noqa: NPY002  (the stream that the sampler sets for each vector)
        return {"rows": self.target.simulate(constants, seed)}


def _next_distance(history: Any) -> float:
    """Return the distance that the next generation may have at most: the share `KEPT` of the last one lies below it, by weight."""
    frame = history.get_weighted_distances().sort_values("distance")
    reached = np.cumsum(frame["w"].to_numpy()) / frame["w"].sum()
    return float(frame["distance"].to_numpy()[min(int(np.searchsorted(reached, KEPT)), len(frame) - 1)])


def _plain(key: str) -> str:
    """Return a key as pyabc's columns can bear it."""
    return key.replace(".", "__")


def _inside(space: Sequence[Free]) -> dict[str, float]:
    defaults = default_values()
    return {free.key: min(max(defaults[free.key], free.low), free.high) for free in space if free.key in defaults}


def _quiet() -> None:
    """Let pyabc say only what is wrong; its own lines are for its developers."""
    import logging

    for name in ("ABC", "ABC.Sampler", "ABC.Distance", "ABC.Epsilon", "ABC.History", "ABC.Transition", "ABC.Population", "ABC.Adaptation"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _facts(studies: Sequence[PublishedStudy], space: Sequence[Free], seed: int, budget: Budget) -> dict[str, Any]:
    inputs = {
        "studies": {study.name: study.hash() for study in studies},
        "space": [list(free) for free in space],
        "population": budget.population,
        "seed": seed,
        "model": model_hash(),
    }
    digest = hashlib.blake2b(json.dumps(inputs, sort_keys=True).encode(), digest_size=8).hexdigest()
    return {"linli": __version__, "inputs": digest, "rows": sum(len(rows_of(study, "fit")) for study in studies), "budget": budget._asdict(), **inputs}


def _result(
    history: Any, target: Target, space: tuple[Free, ...], facts: dict[str, Any], kept: KeptFit, before: float, seed: int, budget: Budget,
    tell_step: Callable[[int, float], None] | None,
) -> FitResult:
    """Let the last generation walk on, and keep vectors from the end of the walk."""
    vectors, distances = _last_generation(history, space)

    def distance(vector: np.ndarray, own_seed: int) -> float:
        return target.distance(target.simulate(constants_at(space, vector), own_seed))

    walked = walk(
        vectors, distances, distance, float(distances.max()), steps=budget.steps, seed=seed, kept=kept, processes=budget.processes, tell=tell_step
    )
    # The later half of the walk: what came before still hangs on where the vectors began.
    half = len(walked.trail) // 2
    end, at = walked.trail[half:].reshape(-1, len(space)), walked.distances[half:].ravel()
    rng = np.random.Generator(np.random.PCG64(seed))
    chosen = rng.choice(len(end), size=DRAWS, replace=len(end) < DRAWS)
    draws = np.stack([from_unit(free, end[chosen, k]) for k, free in enumerate(space)], axis=1)
    populations = history.get_all_populations()
    evaluations, done = int(populations["samples"].sum()), int(history.n_populations)
    lowest, median = float(at[chosen].min()), float(np.median(at[chosen]))
    distinct = len(np.unique(draws, axis=0))
    more: dict[str, Any] = {"generations": done, "evaluations": evaluations, "steps": len(walked.trail) - 1, "moved": round(walked.moved, 3)}
    _, weights = history.get_distribution(m=0)
    effective = float(np.sum(weights)) ** 2 / float(np.sum(np.square(weights)))
    more |= {"distinct": distinct, "effective": round(effective, 1)}
    more |= {"distance": {"lowest": lowest, "median": median, "limit": float(distances.max()), "defaults": before}}
    posterior = Posterior(tuple(free.key for free in space), draws, {**facts, **more})
    write_posterior(posterior, kept.folder / RESULT)
    return FitResult(posterior, done, evaluations, (lowest, median), before, walked.moved, distinct, round(effective, 1))


def _last_generation(history: Any, space: Sequence[Free]) -> tuple[np.ndarray, np.ndarray]:
    """Return the vectors of the last generation in the unit cube, an even number of them, and their distances; weights are dropped."""
    frame, _ = history.get_distribution(m=0)
    found = history.get_weighted_distances()["distance"].to_numpy(np.float64)
    vectors = np.stack([frame[_plain(free.key)].to_numpy(np.float64) for free in space], axis=1)
    even = len(vectors) - len(vectors) % 2
    return vectors[:even], found[:even]
