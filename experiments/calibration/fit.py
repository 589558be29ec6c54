"""Fits the constants of people to published tables: plays vectors of constants in waves, and learns from them what the tables allow.

The first wave fills the prior evenly. After each wave an emulator (emulator.py) learns from all plays, and the next one is drawn from what
the tables have not ruled out by then (history matching). At the end vectors of the emulator's posterior are played for true, several times
each (checks.py), the emulator learns from these too, and a sample of its posterior is kept. Decision 67 says why not by generations of
vectors that are weighed (ABC-SMC), which was the way before.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...model.people.constants import Constants
from ...scenarios.errors import UserError
from ...scenarios.published import PublishedStudy
from ..held_folder import writing
from .checks import INSIDE, Recovered, Weighed, directions, recover, weigh
from .emulated import Emulated, bent_rows
from .emulator import Foretold, foretold
from .kept import PLAYS, KeptFit, kept_elsewhere, kept_fit
from .plays import KeptPlays, Wave, first_vectors, new_wave, taken_up
from .posterior import Posterior, write_posterior
from .space import SPACE, Free, constants_at, default_values, from_unit, with_values
from .target import Target, rows_of, target_of
from .walk import Walked, thinned, walk

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 300
"""Vectors that are kept."""
WARMTH = 0.5
"""Waves are drawn from a flatter posterior: what is ruled out too early is never looked at again."""
RESULT = "posterior.csv"
NEED_PACKAGES = Text(
    'fitting needs scikit-learn and emcee; install them with: pip install "linli[experiments]"',
    '拟合需要 scikit-learn 与 emcee，请安装：pip install "linli[experiments]"',
)


class Budget(NamedTuple):
    """How much a fit may take.

    Attributes:
        population: vectors of a wave; the first has twice as many.
        waves: at most.
        minutes: at most for the waves, on the clock; the one at work is finished.
        check: vectors of the posterior that are played for true at the end.
        times: how often each of those is played.
        recover: how many of those are planted: tables simulated with them are fitted to.
        steps: of each walk by the emulator; nothing is played in them.
        processes: that play side by side. The fit is the same for any number of them.
    """

    population: int = 100
    waves: int = 4
    minutes: float = 60.0
    check: int = 60
    times: int = 2
    recover: int = 8
    steps: int = 600
    processes: int = 1


class FitResult(NamedTuple):
    """A fit as far as it got.

    Attributes:
        posterior: `DRAWS` vectors of the posterior, all of the same weight.
        waves: played.
        evaluations: vectors played in all, those that were played for true among them.
        distance: (lowest, median) distance of the vectors that were played for true.
        before: distance of the default constants, played once.
        effective: independent vectors in the walk that the posterior was taken from.
        agree: R-hat of its four crowds.
        checked: what its vectors were worth when they were played for true.
        told: how well the emulator had foretold those plays.
        recovered: share of planted constants that lay within their own interval; NaN: none were planted.
        played: vectors that were played for true.
        directions: by how much the tables narrow each principal direction through the constants, most first.
    """

    posterior: Posterior
    waves: int
    evaluations: int
    distance: tuple[float, float]
    before: float
    effective: float
    agree: float
    checked: float
    told: tuple[float, float, float]
    recovered: float
    played: int
    directions: tuple[float, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a row a constant: usual, before_low, before_high (ends of the prior), median, low, high (90 %), narrower.

        `narrower` is how much of the prior's width, on its logarithmic scale, the tables have ruled out; near 0: they say nothing about it.
        """
        import pandas as pd

        usual, median, interval = default_values(), self.posterior.median(), self.posterior.interval()
        rows = []
        for free in (one for one in SPACE if one.key in interval):
            low, high = interval[free.key]
            # 90 % of a log-uniform prior are .9 of its width. A file from elsewhere may hold values beyond the prior, and 0.
            ends = [min(max(end, free.low), free.high) for end in (low, high)]
            narrower = 1.0 - math.log(ends[1] / ends[0]) / (0.9 * math.log(free.high / free.low))
            rows.append((free.key, usual[free.key], free.low, free.high, median[free.key], low, high, narrower))
        columns = ["constant", "usual", "before_low", "before_high", "median", "low", "high", "narrower"]
        return pd.DataFrame(rows, columns=columns).set_index("constant")


Tell = Callable[[int, int, float, "Foretold | None"], None]
"""Is told after each wave: its number, vectors played in it, their median distance, how well they had been foretold."""


def fit(
    studies: Sequence[PublishedStudy],
    folder: Path,
    *,
    seed: int = 1,
    budget: Budget | None = None,
    space: Sequence[Free] = SPACE,
    others: Sequence[Path] = (),
    tell: Tell | None = None,
    say: Callable[[Text], None] = lambda _: None,
) -> FitResult:
    """Fit, or go on with a fit that a folder holds.

    Args:
        studies: those whose rows of role "fit" are fitted to.
        folder: for the plays (`plays.npz`), the facts (`fit.json`) and the result (`posterior.csv`).
        seed: of the search and of the plays.
        budget: how much it may take.
        space: what is fitted.
        others: folders of other fits (of another seed or size) whose plays the emulator learns from too.
        tell: see `Tell`.
        say: is told what else is to be said.

    Raises:
        UserError: scikit-learn or emcee is not installed, no study has a row to fit to, or the folder cannot be used, holds a fit to
            something else, or another process works on it.
    """
    try:
        import emcee  # noqa: F401
        import sklearn  # noqa: F401
        from threadpoolctl import threadpool_limits
    except ImportError:
        raise UserError(*NEED_PACKAGES) from None
    budget = budget or Budget()
    chosen = [study for study in studies if rows_of(study, "fit")]
    if not chosen:
        raise UserError("none of the studies has a row to fit to (role = \"fit\").", "所选研究没有用于拟合的行（role = \"fit\"）。")
    facts = _facts(chosen, space, seed, budget, others)
    known = taken_up([(other, kept_elsewhere(other, facts)) for other in others], len(space), facts["rows"])
    # One thread for sums of matrices: with several their last bits hang on how many there are.
    with kept_fit(folder, facts, say) as kept, threadpool_limits(1):
        return _Fit(target_of(chosen), kept, tuple(space), seed, budget, known, tell).run(facts)


class _Fit:
    """A fit at work."""

    def __init__(
        self, target: Target, kept: KeptFit, space: tuple[Free, ...], seed: int, budget: Budget, known: list[Wave], tell: Tell | None
    ) -> None:
        self.target, self.kept, self.space, self.seed, self.budget, self.known, self.tell = target, kept, space, seed, budget, known, tell
        self.plays = KeptPlays(kept, len(space), target.rows)

    def run(self, facts: dict[str, Any]) -> FitResult:
        """Play the waves, and see what comes of them."""
        budget, end = self.budget, time.monotonic() + 60.0 * self.budget.minutes
        # The first play compiles; the workers are forked with everything loaded.
        before = self.target.distance(self.target.simulate(with_values(Constants(), _inside(self.space)), self.seed))
        waves: list[Wave] = []
        told: Foretold | None = None
        for number in range(1, budget.waves + 1):
            if waves and time.monotonic() >= end:
                break
            wave, told = self._wave(number, waves, told)
            waves.append(wave)
            if self.tell is not None:
                self.tell(number, len(wave.vectors), self._median(wave), told)
        return self._result(waves, told, before, facts)

    def _wave(self, number: int, waves: list[Wave], told: Foretold | None) -> tuple[Wave, Foretold | None]:
        """Return the next wave, played, and how well it had been foretold."""
        name, rows = f"wave {number}", self.target.rows
        if number == 1:
            first = first_vectors(2 * self.budget.population, len(self.space), self.seed)
            return self.plays.finish(name, new_wave(first, rows), self._play, self.budget.processes), None
        kept = self.plays.waves.get(name)
        if kept is not None and len(kept.told):
            return kept, Foretold(*kept.told.tolist())
        learned = self._learned(waves, told, number)
        walked = walk(learned.density(WARMTH), len(self.space), self.budget.steps // 2, self._own_seed(number), self.budget.processes)
        wave = new_wave(thinned(walked, self.budget.population, self._own_seed(number)), rows)
        return self._foretold(name, wave, learned)

    def _foretold(self, name: str, wave: Wave, learned: Emulated) -> tuple[Wave, Foretold]:
        """Play a wave that an emulator does not know, and see how well it foretells it."""
        guess = learned.emulator.guess(wave.vectors)
        wave = self.plays.finish(name, wave, self._play, self.budget.processes)
        told = foretold(learned.emulator, guess, bent_rows(self.target, wave.rows))
        wave.told = np.array(told, np.float64)
        self.plays.keep()
        return wave, told

    def _learned(self, waves: Sequence[Wave], told: Foretold | None, number: int) -> Emulated:
        return Emulated(self.target, [*self.known, *waves], self._own_seed(number), 1.0 if told is None else told.factor, self.budget.processes)

    def _own_seed(self, number: int) -> int:
        return (self.seed + 7919 * number) % 2**31

    def _play(self, vector: np.ndarray, own_seed: int) -> np.ndarray:
        return self.target.simulate(constants_at(self.space, vector), own_seed)

    def _median(self, wave: Wave) -> float:
        return float(np.median([self.target.distance(rows) for rows in wave.rows]))

    def _result(self, waves: list[Wave], told: Foretold | None, before: float, facts: dict[str, Any]) -> FitResult:
        """Play vectors of the posterior for true, learn from them too, and keep a sample of the posterior."""
        budget, n, constants = self.budget, len(waves), len(self.space)
        learned = self._learned(waves, told, n + 1)
        seed = self._own_seed(n + 1)
        walked = walk(learned.density(), constants, budget.steps, seed, budget.processes)
        # How many waves there were is part of the name: a fit that goes on to more waves checks its posterior anew.
        wave, told = self._foretold(f"check after {n}", new_wave(thinned(walked, budget.check, seed), self.target.rows, budget.times), learned)
        last = self._learned([*waves, wave], told, n + 2)
        worth = weigh(self.target, learned, last, wave, budget.times)
        found = recover(self.target, learned, wave, budget.times, budget.recover, budget.steps // 2, seed, budget.processes) if budget.recover else None
        walked = walk(last.density(), constants, budget.steps, self._own_seed(n + 2), budget.processes)
        vectors = thinned(walked, DRAWS, self._own_seed(n + 2))
        draws = np.stack([from_unit(free, vectors[:, k]) for k, free in enumerate(self.space)], axis=1)
        more = self._more(waves, wave, told, worth, found, walked, vectors, last.discrepancies(vectors), before)
        posterior = Posterior(tuple(free.key for free in self.space), draws, {**facts, **more})
        with writing(self.kept.folder):
            write_posterior(posterior, self.kept.folder / RESULT)
        return load_fit(self.kept.folder)._replace(posterior=posterior)

    def _more(
        self, waves: list[Wave], wave: Wave, told: Foretold, worth: Weighed, found: Recovered | None, walked: Walked, vectors: np.ndarray, off: np.ndarray,
        before: float,
    ) -> dict[str, Any]:
        """Return what is written down of how the fit went."""
        more: dict[str, Any] = {"waves": [{"played": len(one.vectors), "distance": round(self._median(one), 3), **_words(one)} for one in waves]}
        more |= {"taken_up": sum(len(one.vectors) for one in self.known)}
        more |= {"evaluations": sum(len(one.vectors) for one in waves) + len(wave.vectors)}
        effective = {"effective": round(worth.effective, 1), "updated": round(worth.updated, 1)}
        more |= {"check": {"vectors": self.budget.check, "times": self.budget.times, **_words(wave), **effective}}
        more |= {"effective": round(walked.effective, 1), "agree": round(walked.agree, 3), "moved": round(walked.moved, 3)}
        more |= {"distance": {"lowest": worth.lowest, "median": worth.distance, "defaults": before}}
        more |= {"discrepancy": {name: round(float(size), 2) for name, size in zip(self.target.names, off, strict=True)}}
        more |= {"directions": directions(vectors).round(2).tolist()}
        if found is not None:
            keys = [free.key for free in self.space]
            each = dict(zip(keys, found.inside.mean(axis=0).round(3).tolist(), strict=True))
            narrower = dict(zip(keys, found.narrower.round(2).tolist(), strict=True))
            share = round(float(found.inside.mean()), 3)
            more["recovered"] = {"vectors": len(found.planted), "interval": INSIDE, "inside": share, "each": each, "narrower": narrower}
        return more


def _words(wave: Wave) -> dict[str, float]:
    """Return how well a wave was foretold, for the facts."""
    return dict(zip(Foretold._fields, (round(value, 3) for value in wave.told.tolist()), strict=True)) if len(wave.told) else {}


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
        far, check = facts["distance"], facts["check"]
        many = [int(check["vectors"]), *(float(one) for one in facts["directions"])]
        told = float(check["explained"]), float(check["size"]), float(check["covered"])
        found = facts.get("recovered")
        inside = float(found["inside"]) if found is not None and int(found["vectors"]) else math.nan
        return FitResult(
            posterior, len(facts["waves"]), int(facts["evaluations"]), (float(far["lowest"]), float(far["median"])), float(far["defaults"]),
            float(facts["effective"]), float(facts["agree"]), float(check["updated"]), told, inside, int(many[0]), tuple(many[1:]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, OverflowError):
        raise UserError(
            f"the folder {given} is damaged or incomplete (posterior.json does not say how the fit went).", f"文件夹 {given} 已损坏或不完整（posterior.json）。"
        ) from None


def _inside(space: Sequence[Free]) -> dict[str, float]:
    defaults = default_values()
    return {free.key: min(max(defaults[free.key], free.low), free.high) for free in space if free.key in defaults}


def _facts(studies: Sequence[PublishedStudy], space: Sequence[Free], seed: int, budget: Budget, others: Sequence[Path]) -> dict[str, Any]:
    inputs: dict[str, Any] = {
        "studies": {study.name: study.hash() for study in studies},
        "space": [list(free) for free in space],
        "population": budget.population,
        "steps": budget.steps,
        "seed": seed,
        "model": model_hash(),
    }
    if others:
        inputs["others"] = [_digest(other) for other in others]
    digest = hashlib.blake2b(json.dumps(inputs, sort_keys=True).encode(), digest_size=8).hexdigest()
    return {"linli": __version__, "inputs": digest, "rows": sum(len(rows_of(study, "fit")) for study in studies), "budget": budget._asdict(), **inputs}


def _digest(folder: Path) -> str:
    try:
        return hashlib.blake2b((folder / PLAYS).read_bytes(), digest_size=8).hexdigest()
    except OSError:
        return ""
