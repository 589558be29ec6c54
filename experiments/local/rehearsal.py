"""A rehearsal before anybody is asked: simulated compounds whose constants are known are surveyed, fitted, and held against the truth.

Each play is one such compound. It is taken out, asked with gaps as a real one may have them (the active answer more readily), and fitted with the others, of
which half have such gaps and half have none: nobody knows that of a real compound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from ...model.ground.faces import Shown
from ...model.ground.random import draw
from ...model.ground.text import Text
from ...model.ground.whole import write_whole
from ...scenarios.errors import UserError
from ...scenarios.schema import Scenario
from ..arguments import check_path, check_seed, check_whole
from ..calibration.posterior import read_posterior
from ..held_folder import writing
from ..loading import believing
from ..sweep.execute import Where
from .asking import LocalAsking
from .collected import ANSWERS, GAPS, QUARTER, Collected, Pattern
from .estimate import recovery, refuse_few, usable
from .fit import PLAYS, _play, compound_of
from .folder import PLAYED, TAUGHT, keep_taught, read_taught, rehearsal_folder
from .plays import Played, plan_of
from .space import local_space

if TYPE_CHECKING:
    import pandas as pd

    from ..progress import Progress

ANSWERED = (60, 150, 300)
STAYED = 0.75
"""Share of the first wave that answers in the second."""
Data = Literal["both waves and lists with codes", "both waves and lists with counts", "both waves alone", "first wave alone", "lists with codes alone"]
DATA: dict[Data, Text] = {
    "both waves and lists with codes": Text("both waves, lists with codes", "两次调查与带编号的名单"),
    "both waves and lists with counts": Text("both waves, lists with counts", "两次调查与只有人数的名单"),
    "both waves alone": Text("both waves", "仅两次调查"),
    "first wave alone": Text("first wave", "仅首次调查"),
    "lists with codes alone": Text("lists with codes", "仅带编号的名单"),
}
"""What might be collected."""


@dataclass(frozen=True)
class Rehearsal(Shown):
    """What a survey would tell.

        linli.open("runs/rehearsal").to_frame()

    Attributes:
        rows: (answers of the first wave, what is collected, constant, narrower, covered, compounds): `narrower` is how much narrower the interval of 90 % is
            than before, in the middle over the compounds; `covered` the share of them whose interval holds the truth.
    """

    rows: tuple[tuple[int, str, str, float, float, int], ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each number of answers, kind of data and constant."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=["answered", "data", "constant", "narrower", "covered", "compounds"])


def local_rehearsal(
    scenario: str | Path | Scenario, *, out: str | Path, arm: str | None = None, answered: Sequence[int] = ANSWERED, weeks: tuple[int, int] = (QUARTER, 52),
    plays: int = PLAYS, truths: int = 200, seed: int = 1, workers: int | None = None, dask: str = "", progress: Progress | bool | None = None,
) -> Rehearsal:
    """Tell what a survey of a compound would teach, before anybody is asked. The same call on the same folder goes on where it stopped.

    Args:
        scenario: the compound with what is organised in it.
        out: folder of the rehearsal.
        arm: the arm; None: the first.
        answered: people who answer in the first wave, several numbers; of them three quarters answer in the second.
        weeks: scenario weeks of the two waves.
        plays: how many compounds are made.
        truths: compounds that are taken out, at most.
        seed: of the plays.
        workers: as in `local_fit`, and so are the others.
        dask: a scheduler.
        progress: is told how far it is.

    Raises:
        UserError: the scenario or the folder cannot be used, or there are too few plays.
        KeyboardInterrupt: it was stopped; what has been played is in the folder.
    """
    plays, seed = check_whole(plays, 1, 1_000_000, "plays", Text("a number of plays", "模拟次数")), check_seed(seed)
    compound = compound_of(scenario, arm)
    space = local_space(compound)
    refuse_few(plays, len(space))
    if not 0 <= weeks[0] < weeks[1] <= compound.weeks:
        raise UserError(
            f"the waves are in weeks {weeks[0]} and {weeks[1]}; the second comes later, and both lie within the {compound.weeks} weeks of the scenario.",
            f"两次调查在第 {weeks[0]}、{weeks[1]} 周；第二次须在其后，且均在情景的 {compound.weeks} 周之内。", argument="weeks",
        )  # fmt: skip
    patterns = [pair for many in answered for pair in ((_label(many), pattern(many, weeks, GAPS)), (_label(many, True), pattern(many, weeks, GAPS[-1:])))]
    plan = plan_of(compound.with_weeks(weeks[1]), space, patterns, read_posterior(), plays, seed)
    folder = check_path("out", out)
    with rehearsal_folder(folder, plan, compound, space, answered, weeks) as manifest:
        found = _play(plan, folder / PLAYED, space, Where(workers, dask), progress)
        rows: list[tuple[int, str, str, float, float, int]] = []
        for many in answered:
            for data, alike, planted in _kinds(found, many):
                covered, narrower, compounds = recovery(found.shares, alike, planted, truths, seed)
                rows += [(many, data, one.name, float(narrower[k]), float(covered[k]), compounds) for k, one in enumerate(space)]
        rehearsed = Rehearsal(tuple(rows))
        with writing(folder):
            write_whole(folder / TAUGHT, rehearsed.to_frame().to_csv(index=False, lineterminator="\n"))
        keep_taught(folder, manifest, rows)
    return rehearsed


def load_rehearsal(folder: str | Path) -> Rehearsal:
    """Read what a rehearsal told.

    Raises:
        UserError: it has not come to its end, the folder is damaged, or a newer linli wrote it.
    """
    path = Path(folder)
    with believing(path):
        kept, constants = read_taught(path)
        return Rehearsal(tuple(_row(one, constants) for one in kept))


def _row(kept: list[object], constants: Sequence[str]) -> tuple[int, str, str, float, float, int]:
    """Return a row as it was told.

    Raises:
        ValueError, TypeError: it is none of these constants and kinds of data.
    """
    answered, data, constant, narrower, covered, compounds = kept
    if data not in DATA or constant not in constants:
        raise ValueError("a row is of no such constant or data")
    whole = [one for one in (answered, compounds) if isinstance(one, int) and not isinstance(one, bool) and one > 0]
    shares = [float(one) for one in (narrower, covered) if isinstance(one, int | float) and math.isfinite(one)]
    if len(whole) != 2 or len(shares) != 2 or not 0.0 <= shares[1] <= 1.0:
        raise ValueError("a row has other numbers than a rehearsal tells")
    return whole[0], str(data), str(constant), shares[0], shares[1], whole[1]


def pattern(answered: int, weeks: tuple[int, int], slopes: tuple[float, ...] = (0.0,), ids: bool = True) -> Pattern:
    """Return how a committee asks that asks all there is to ask, and keeps lists of all that is held."""
    first = tuple(name for name in ANSWERS if name != "again")
    return Pattern(weeks, (answered, round(STAYED * answered)), (first, tuple(ANSWERS)), True, ids, (1, weeks[1]), (), slopes)


def _label(many: int, gaps: bool = False) -> str:
    return f"{many}{' with gaps' if gaps else ''}: "


def _kinds(found: Played, many: int) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Yield what might be collected, the statistics of the plays by it, and those of the same compounds with gaps."""
    names = [name.removeprefix(_label(many)) for name in found.names if name.startswith(_label(many))]
    alike, gaps = (found.statistics[:, [found.names.index(label + name) for name in names]] for label in (_label(many), _label(many, True)))
    of_lists = np.array([name.startswith(("list: ", "turnout: ")) or name == "events" for name in names])
    codes, first = np.array([name.startswith("list: ") for name in names]), np.array([name.endswith(" 1") for name in names])
    chosen = (np.ones(len(names), np.bool_), ~codes, ~of_lists, first, of_lists)
    for data, mine in zip(DATA, chosen, strict=True):
        there = mine & usable(alike, np.where(np.isfinite(gaps).any(axis=0), 0.0, np.nan))
        if there.any():
            yield data, alike[:, there], gaps[:, there]


def local_simulated(
    scenario: Scenario, answered: int, *, weeks: tuple[int, int] = (QUARTER, 52), seed: int = 1, slope: float = GAPS[-1], ids: bool = True, blank: float = 0.03,
    threads: int = 1,
) -> Collected:
    """Return what a committee would have of a simulated compound: its constants, as the scenario has them, are the truth.

        collected = linli.local_simulated(linli.load("mine.toml").scenario.arm("after"), 60)
        linli.local_fit("mine.toml", collected, arm="after", out="runs/local")

    Args:
        scenario: the compound, one arm.
        answered: people who answer in the first wave.
        weeks: scenario weeks of the two waves.
        seed: of all draws.
        slope: how much the active answer more.
        ids: whether lists say who came; False: how many.
        blank: share of single answers that are left out.
        threads: threads to use; they do not change what comes out.
    """
    from contextlib import ExitStack

    from ..arm_run import spin_up_arms
    from ..progress import Quiet

    with ExitStack() as stack:
        society = spin_up_arms(scenario, scenario.arms[:1], seed, threads, Quiet(), stack)[scenario.arms[0]](threads)
    asking = LocalAsking(society, (("", pattern(answered, weeks, (slope,), ids)),))
    for week in range(1, weeks[1] + 1):
        society.step()
        asking.week(week)
    found = asking.collected()
    waves = []
    for number, wave in enumerate(found.waves):
        answers = {}
        for name, values in wave.answers.items():
            left_out = draw(seed, f"local blank {name}", number, np.array([int(code) for code in wave.person], np.uint64)) < blank
            answers[name] = np.where(left_out & (name != "known"), np.nan, values)
        waves.append(wave._replace(answers=answers))
    return found._replace(waves=(waves[0], waves[1]))
