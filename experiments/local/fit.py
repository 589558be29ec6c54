"""Fits a few constants to one compound: two waves of its own survey and its lists of those who came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.ground.faces import Shown
from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...model.ground.whole import write_whole
from ...scenarios.checking import mechanism_class
from ...scenarios.errors import UserError
from ...scenarios.loader import load
from ...scenarios.schema import Scenario
from ..arguments import LONGEST_RUN, check_path, check_seed, check_whole
from ..calibration.posterior import Posterior, read_posterior, write_posterior
from ..held_folder import writing
from ..loading import believing
from ..progress import shown
from ..sweep.execute import Where, execute
from ..sweep.result import load_sweep
from .asking import LocalWatch
from .collected import Collected, pattern_of
from .estimate import SURE, Told, refuse_few, tell
from .folder import PLAYED, POSTERIOR, TABLE, keep_told, local_folder, read_local
from .plays import Played, plan_of, played
from .reading import Period, read_collected
from .space import LocalConstant, local_space
from .statistics import statistics

if TYPE_CHECKING:
    import pandas as pd

    from ..progress import Progress

PLAYS, DRAWS = 400, 300
"""Plays of a fit, and vectors that are kept of it."""


@dataclass(frozen=True)
class LocalFit(Shown):
    """What two waves and lists tell of a compound.

        fit = linli.local_fit("mine.toml", "wave1.csv", "wave2.csv", "attendance.csv", out="runs/local")
        fit.to_frame()                                              # a row a constant: before, after, known better or not
        linli.load("mine.toml").compare(uncertainty="runs/local/posterior.csv")

    Attributes:
        space: the constants.
        told: what is told of them.
        played: the plays.
        posterior: vectors for `--uncertainty`: the constants of the compound, and with each those of people with which it was played.
        folder: where all of it lies.
    """

    space: tuple[LocalConstant, ...]
    told: Told
    played: Played
    posterior: Posterior
    folder: Path

    def __repr__(self) -> str:
        better = [one.name for one, known in zip(self.space, self.told.better, strict=True) if known]
        return f"LocalFit(plays={len(self.played.shares):,}, effective={self.told.draws.effective:.0f}, known_better={better})"

    def to_frame(self) -> pd.DataFrame:
        """Return a row a constant: usual, before_low, before_high (5 and 95 % of what was thought), median, low, high, narrower, by_luck, covered, better."""
        import pandas as pd

        told = self.told
        ends = (1.0 - SURE) / 2.0, 0.5, (1.0 + SURE) / 2.0
        quantiles = told.draws.quantiles(*ends)
        rows = []
        for k, one in enumerate(self.space):
            before, after = [one.value(ends[0]), one.value(ends[2])], [one.value(float(share)) for share in quantiles[:, k]]
            rows.append([one.name, one.usual, *before, after[1], after[0], after[2], told.narrower[k], told.by_luck[k], told.covered[k], bool(told.better[k])])
        columns = ["constant", "usual", "before_low", "before_high", "median", "low", "high", "narrower", "by_luck", "covered", "better"]
        return pd.DataFrame(rows, columns=columns).set_index("constant")


def local_fit(
    scenario: str | Path | Scenario, first: str | Path | Collected, second: str | Path | None = None, lists: str | Path | None = None, *, out: str | Path,
    arm: str | None = None, start: date | None = None, plays: int = PLAYS, seed: int = 1, workers: int | None = None, dask: str = "",
    progress: Progress | bool | None = None,
) -> LocalFit:
    """Fit the memberships, readiness to come, asking, fatigue and slow decay of one compound. The same call on the same folder goes on where it stopped.

    Args:
        scenario: the compound with what was organised in it: a name, a TOML file, or a scenario.
        first: table of the first wave (docs/local.md); or all that was collected.
        second: table of the second.
        lists: table of those who came; None: there is none.
        out: folder of the fit.
        arm: the arm that describes what was organised; None: the first.
        start: the date on which the scenario begins, if the tables give dates.
        plays: how often the compound is played.
        seed: of the plays.
        workers: processes on this machine; None: one a processor; 0: this very process. The result does not depend on it.
        dask: "local", or the address of a Dask scheduler.
        progress: None: a bar in a notebook or a terminal; True: one, or a line a minute in a log; False: none. Or what is to be told how far it is.

    Raises:
        UserError: a table, the scenario or the folder cannot be used, too few plays, or scikit-learn is not installed.
        KeyboardInterrupt: it was stopped; what has been played is in the folder.
    """
    plays, seed, folder = check_whole(plays, 1, 1_000_000, "plays", Text("a number of plays", "模拟次数")), check_seed(seed), check_path("out", out)
    compound = compound_of(scenario, arm)
    space = local_space(compound)
    refuse_few(plays, len(space))
    collected = first if isinstance(first, Collected) else _read(compound, first, second, lists, start)
    pattern = pattern_of(collected)
    length = max(pattern.weeks[1], pattern.span[1])
    plan = plan_of(compound.with_weeks(length), space, [("", pattern)], read_posterior(), plays, seed)
    with local_folder(folder, plan, compound, space) as manifest:
        found = _play(plan, folder / PLAYED, space, Where(workers, dask), progress)
        numbers = statistics(collected)
        seen = {name: numbers[name] for name in found.names}
        told = tell(found.shares, found.statistics, found.names, np.array(list(seen.values())))
        fitted = LocalFit(space, told, found, _posterior(space, told, found, compound, collected), folder)
        with writing(folder):
            write_posterior(fitted.posterior, folder / POSTERIOR)
            write_whole(folder / TABLE, fitted.to_frame().to_csv(lineterminator="\n"))
        keep_told(folder, manifest, told, seen)
    return fitted


def load_local(folder: str | Path) -> LocalFit:
    """Read a local fit. Constants of its posterior are as the file has them, to five digits.

    Raises:
        UserError: it has not come to its end, the folder is damaged, or a newer linli wrote it.
    """
    path = Path(folder)
    with believing(path):
        space, told, found = read_local(path)
        return LocalFit(space, told, found, read_posterior(path / POSTERIOR), path)


def compound_of(scenario: str | Path | Scenario, arm: str | None) -> Scenario:
    """Return one arm of a scenario.

    Raises:
        UserError: there is no such scenario or arm.
    """
    whole = scenario if isinstance(scenario, Scenario) else load(scenario)
    return whole.arm(arm or whole.arms[0])


def period_of(compound: Scenario, start: date | None = None) -> Period:
    """Return the time that a compound is played, and the kinds of events that it can have."""
    kinds = [f"{name}.{kind}" for name in compound.mechanisms if (own := mechanism_class(name)) is not None for kind in own.kinds]
    return Period(min(compound.weeks, LONGEST_RUN), start, tuple(kinds))


def _read(compound: Scenario, first: str | Path, second: str | Path | None, lists: str | Path | None, start: date | None) -> Collected:
    if second is None:
        raise UserError("a fit needs the tables of two waves.", "拟合需要两次调查的表。", argument="second")
    return read_collected(first, second, lists, period_of(compound, start))


def _play(plan: Any, folder: Path, space: Sequence[LocalConstant], where: Where, progress: Progress | bool | None) -> Played:
    with shown(progress) as told:
        ended = execute(plan, folder, where, progress=told)
    if ended.stopped:
        raise KeyboardInterrupt
    watch = plan.watch
    assert isinstance(watch, LocalWatch)
    found = played(load_sweep(folder), space, watch.names)
    refuse_few(len(found.shares), len(space))
    return found


def _posterior(space: Sequence[LocalConstant], told: Told, found: Played, compound: Scenario, collected: Collected) -> Posterior:
    """Return vectors of equal weight: of each draw the constants of people of its play, and those of the compound moved to where it is."""
    chosen = told.draws.even(DRAWS)
    vectors = found.vectors[told.draws.plays[chosen]].copy()
    place = {key: k for k, key in enumerate(found.keys)}
    for line, draw in enumerate(chosen):
        for k, one in enumerate(space):
            for key, value in one.settings(float(told.draws.shares[draw, k])).items():
                vectors[line, place[key]] = value
    first, second = collected.waves
    facts = {
        "linli": __version__, "model": model_hash(), "kind": "local", "scenario": compound.name, "scenario hash": compound.hash(),
        "answered": [len(first.person), len(second.person)], "weeks": [first.week, second.week],
        "events": 0 if collected.attendance is None else len(collected.attendance.week), "plays": len(found.shares), "failed": found.failed,
        "effective": round(told.draws.effective, 1), "constants": [one.name for one in space], "narrower": told.narrower.round(3).tolist(),
        "by luck": told.by_luck.round(3).tolist(), "known better": told.better.tolist(), "covered": told.covered.round(3).tolist(),
        "held back": told.held_back, "statistics": list(told.used), "beyond": list(told.beyond),
    }  # fmt: skip
    return Posterior(found.keys, vectors, facts)
