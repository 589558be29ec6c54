"""Fits the constants of people to published tables by ABC-SMC (pyabc): a population of vectors closes in on what the tables allow.

pyabc was chosen among the kept libraries because it does just this (Toni et al. 2009; Klinger, Rickert & Hasenauer 2018): no
likelihood is needed, generations are kept in a file so that a fit goes on where it stopped, and the result is a sample of vectors and
not one best one. Sensitivity (SALib) and search (optuna) answer other questions.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...model.constants import Constants
from ...model.text import Text
from ...model.version import __version__
from ...scenarios.errors import UserError
from ...scenarios.published import PublishedStudy
from ..spinup import source_hash
from .posterior import Posterior, write_posterior
from .space import SPACE, Free, default_values, from_unit, with_values
from .target import Target, target_of

DRAWS = 300
"""Vectors that are kept of the last population."""
WIDE = 3.0
"""Factor of the variance with which a generation strays from the one before. In twenty dimensions pyabc's own choice of 1 leaves
a few vectors with all the weight (measured: 150 were worth 1.6 after five generations)."""
KEPT = 0.5
"""Each generation allows the distance below which this share of the one before lies."""
DATABASE, FACTS, RESULT = "fit.db", "fit.json", "posterior.csv"
NEED_PYABC = Text(
    'fitting needs pyabc; install it with: pip install "linli[experiments]"',
    '拟合需要 pyabc，请安装：pip install "linli[experiments]"',
)


class Budget(NamedTuple):
    """How much a fit may take.

    Attributes:
        population: vectors of a generation.
        generations: at most.
        minutes: at most, on the clock; the generation at work is finished.
        processes: that play side by side. With one, the fit is the same for the same seed.
    """

    population: int = 100
    generations: int = 8
    minutes: float = 60.0
    processes: int = 1


class FitResult(NamedTuple):
    """A fit as far as it got.

    Attributes:
        posterior: `DRAWS` vectors of the last generation, drawn by their weights.
        generations: done in all.
        evaluations: vectors played in all.
        distance: (lowest, median) distance in the last generation.
        before: distance of the default constants, played once.
        effective: effective size of the last generation, (sum w)^2 / sum w^2: how many vectors of equal weight it is worth (Kish 1965).
    """

    posterior: Posterior
    generations: int
    evaluations: int
    distance: tuple[float, float]
    before: float
    effective: float


def fit(
    studies: Sequence[PublishedStudy],
    folder: Path,
    *,
    seed: int = 1,
    budget: Budget | None = None,
    space: Sequence[Free] = SPACE,
    tell: Callable[[int, float, int], None] | None = None,
) -> FitResult:
    """Fit, or go on with a fit that a folder holds.

    Args:
        studies: those whose rows of role "fit" are fitted to.
        folder: for the generations (`fit.db`), the facts (`fit.json`) and the result (`posterior.csv`).
        seed: of the search and of the plays.
        budget: how much it may take.
        space: what is fitted.
        tell: is told after each generation: its number, the largest distance allowed in it, vectors played in it.

    Raises:
        UserError: pyabc is not installed, no study has a row to fit to, or the folder holds a fit to something else.
    """
    try:
        import pyabc
    except ImportError:
        raise UserError(*NEED_PYABC) from None
    budget = budget or Budget()
    target = target_of(studies)
    if target.rows == 0:
        raise UserError("none of the studies has a row to fit to (role = \"fit\").", "所选研究没有用于拟合的行（role = \"fit\"）。")
    folder.mkdir(parents=True, exist_ok=True)
    facts = _facts(target, space, seed, budget)
    begun_before = _check_same(folder, facts)
    _quiet()
    # The first play compiles; the workers are forked with everything loaded.
    before = target.distance(target.simulate(with_values(Constants(), _inside(space)), seed))
    database = f"sqlite:///{(folder / DATABASE).absolute()}"
    sampler: Any = pyabc.sampler.SingleCoreSampler() if budget.processes == 1 else pyabc.sampler.MulticoreEvalParallelSampler(n_procs=budget.processes)
    abc = pyabc.ABCSMC(
        models=_Model(target, tuple(space)),
        parameter_priors=pyabc.Distribution(**{_plain(free.key): pyabc.RV("uniform", 0.0, 1.0) for free in space}),
        distance_function=lambda x, _: target.distance(x["rows"]),
        population_size=budget.population,
        transitions=pyabc.MultivariateNormalTransition(scaling=WIDE),
        sampler=sampler,
    )
    observed = {"rows": target.published}
    done = 0
    if begun_before:
        history = abc.load(database, 1, observed)
        done = history.n_populations
    else:
        history = abc.new(database, observed)
    # pyabc draws from numpy's global stream; a fit that goes on has another part of it.
    np.random.seed((seed + 7919 * done) % 2**32)  # noqa: NPY002
    end = time.monotonic() + 60.0 * budget.minutes
    while done < budget.generations and time.monotonic() < end:
        # Each call would learn its first distance from the prior again: it is that of the last generation instead.
        abc.eps = pyabc.QuantileEpsilon(initial_epsilon=_next_distance(history) if done else "from_sample", alpha=KEPT)
        left = timedelta(seconds=max(1.0, end - time.monotonic()))
        history = abc.run(max_nr_populations=1, max_walltime=left)
        if history.n_populations == done:
            break
        done = history.n_populations
        if tell is not None:
            row = history.get_all_populations().iloc[-1]
            tell(done, float(row["epsilon"]), int(row["samples"]))
    return _result(history, space, facts, folder, before, seed)


class _Model:
    """The simulator as pyabc calls it: numbers in [0, 1] in, the rows out. A class, so that it can be sent to workers."""

    __name__ = "linli"

    def __init__(self, target: Target, space: tuple[Free, ...]) -> None:
        self.target, self.space = target, space

    def __call__(self, numbers: dict[str, float]) -> dict[str, np.ndarray]:
        values = {free.key: float(from_unit(free, numbers[_plain(free.key)])) for free in self.space}
        seed = int(np.random.randint(1, 2**31 - 1))  # noqa: NPY002  (the stream that pyabc draws from)
        return {"rows": self.target.simulate(with_values(Constants(), values), seed)}


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


def _facts(target: Target, space: Sequence[Free], seed: int, budget: Budget) -> dict[str, Any]:
    inputs = {
        "studies": {study.name: study.hash() for study in target.studies},
        "space": [list(free) for free in space],
        "population": budget.population,
        "seed": seed,
        "model": source_hash(),
    }
    digest = hashlib.blake2b(json.dumps(inputs, sort_keys=True).encode(), digest_size=8).hexdigest()
    return {"linli": __version__, "inputs": digest, "rows": target.rows, "budget": budget._asdict(), **inputs}


def _check_same(folder: Path, facts: dict[str, Any]) -> bool:
    """Return True if the folder holds the beginning of this fit; write the facts if it is empty.

    Raises:
        UserError: it holds another fit.
    """
    kept = folder / FACTS
    if kept.exists():
        known: dict[str, Any] = {}
        with suppress(OSError, ValueError):
            known = json.loads(kept.read_text(encoding="utf-8"))
        if known.get("inputs") != facts["inputs"]:
            raise UserError(
                "it holds a fit to other studies, constants, settings or sources of the model. Name another folder with --out.",
                "其中是另一次拟合（研究、常数、设置或模型源码不同）。请用 --out 指定其他文件夹。",
                file=str(folder),
            )
        return (folder / DATABASE).exists()
    part = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    part.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(part, kept)
    return False


def _result(history: Any, space: Sequence[Free], facts: dict[str, Any], folder: Path, before: float, seed: int) -> FitResult:
    if history.n_populations == 0:
        raise UserError(
            "the time ended before the first generation was done; give it more minutes.", "首代尚未完成，时间已到；请增加分钟数。", file="--minutes"
        )
    frame, weights = history.get_distribution(m=0)
    distances = history.get_weighted_distances()
    rng = np.random.Generator(np.random.PCG64(seed))
    chosen = rng.choice(len(frame), size=DRAWS, p=np.asarray(weights) / np.sum(weights))
    columns = [from_unit(free, frame[_plain(free.key)].to_numpy()[chosen]) for free in space]
    populations = history.get_all_populations()
    evaluations = int(populations["samples"].sum())
    done = int(history.n_populations)
    lowest, median = float(distances["distance"].min()), float(distances["distance"].median())
    share = np.asarray(weights, np.float64) / np.sum(weights)
    effective = float(1.0 / np.sum(share**2))
    more: dict[str, Any] = {"effective": round(effective, 1), "generations": done, "evaluations": evaluations}
    more["distance"] = {"lowest": lowest, "median": median, "defaults": before}
    posterior = Posterior(tuple(free.key for free in space), np.stack(columns, axis=1), {**facts, **more})
    write_posterior(posterior, folder / RESULT)
    return FitResult(posterior, done, evaluations, (lowest, median), before, effective)
