"""The folder of a city: what it is of, what came of each community and year, and where its communities lie meanwhile.

    manifest.json         format, versions, environment, the city as it was written and its hash, what each measure and column is
    communities.parquet   a row a community
    measures/             run, seed, arm, year, community, measure, value                            in parts that are whole (sweep/parts.py)
    moves/                run, seed, arm, year, source, target, households, people
    tasks/                run, seed, arm, year, community, seconds, resident_weeks, bytes
    states/               seed-1/start/00007.society, seed-1/ARM/year-3/00007.society, ...           taken away when they are no longer needed

A year of a community is done when its rows stand in `measures`; its state lies on the disk before that. So a city that is killed goes on where it
stopped, and it does not matter in which order or by whom communities are worked.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np

from ...model.ground.measure import MeasureInfo
from ...model.ground.refusal import InputError
from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...model.ground.whole import whole
from ..columns import write_table
from ..facts import environment
from ..held_folder import RESTS_ON, Work, held, kept_manifest, write_manifest, writing
from ..loading import damaged
from ..sweep.parts import Parts
from ..sweep.store import infos_of
from .barrier import Exchange
from .believed import check_table, frame_of
from .book import COMMUNITIES, MEASURES, MOVES, OWN, TABLES, TASKS
from .plan import CityPlan
from .work import START, Outcome, states_folder

FORMAT = 1
"""Version of the folders that this linli writes."""
KIND = "city"
LIST = "communities.parquet"
WORK = Work(KIND, Text("city", "城市"), "另一个城市", "运行城市")
APART = 5.0
"""Seconds between two parts."""


class CityFolder:
    """The folder of a city that this process alone writes to. Use `city_folder`.

    Attributes:
        path: the folder.
        done: numbers of tasks that have finished.
        mended: files that were damaged or unfinished when it was opened.
    """

    def __init__(self, path: Path) -> None:
        """Look what the folder holds, and take away what is not whole."""
        self.path = path
        self._measures, self._moves, self._tasks = (Parts(path / table.name, table) for table in (MEASURES, MOVES, TASKS))
        self.mended = sum(len(parts.torn) for parts in (self._measures, self._moves, self._tasks))
        self.done = {int(run) for run in np.unique(self._measures.runs())}
        self._turns = {int(run) for run in np.unique(self._moves.runs())}
        self._waiting: list[Outcome] = []
        self._number = max(parts.last for parts in (self._measures, self._moves, self._tasks))
        self._written = time.monotonic()

    def check(self, plan: CityPlan) -> None:
        """Refuse tables that are not those of a city: their checksums tell damage alone.

        Raises:
            ValueError, TypeError, KeyError, NotImplementedError: they are not.
        """
        for parts in (self._measures, self._moves, self._tasks):
            check_table(frame_of(parts.read(), parts.table), parts.table, plan.arms, plan.seeds, plan.years, len(plan.communities))

    def add(self, outcome: Outcome) -> None:
        """Keep what came of a task; it is written with the next part."""
        self._waiting.append(outcome)

    def write_if_due(self) -> None:
        """Write what waits, if it has waited long.

        Raises:
            UserError: it cannot be written.
        """
        if self._waiting and time.monotonic() - self._written >= APART:
            self.write()

    def write(self) -> None:
        """Write what waits.

        Raises:
            UserError: it cannot be written; what was written before is as it was.
        """
        ended = sorted((one for one in self._waiting if one.failure is None), key=lambda one: one.task.run)
        with writing(self.path):
            if ended:
                self._number += 1
                self._tasks.add(tasks_of(ended), self._number)
                lived = [one for one in ended if one.values]
                if lived:
                    self._measures.add(measures_of(lived), self._number)
                self.done |= {one.task.run for one in lived}
            for parts in (self._measures, self._tasks):
                parts.put_together()
        self._waiting, self._written = [], time.monotonic()

    def add_moves(self, turn: int, seed: int, arm: str, year: int, found: Exchange) -> None:
        """Keep who moves where at a turn of the year, once.

        Raises:
            UserError: it cannot be written.
        """
        if turn in self._turns or not len(found.origin):
            return
        with writing(self.path):
            self._number += 1
            self._moves.add(moves_of(turn, seed, arm, year, found), self._number)
        self._turns.add(turn)

    def year_of(self, seed: int, arm: str, year: int, names: Sequence[str], n: int) -> dict[str, np.ndarray]:
        """Return float64 [communities] of some measures at the end of a year, NaN where there is none."""
        from pyarrow import compute

        found = {name: np.full(n, np.nan) for name in names}
        for table in self._measures.read():
            table = table.filter((compute.field("seed") == seed) & (compute.field("year") == year))
            rows = zip(*(table.column(name).to_pylist() for name in ("arm", "measure", "community", "value")), strict=True)
            for its_arm, measure, community, value in rows:
                if its_arm == arm and measure in found and value is not None:
                    found[measure][community] = value
        return found

    def forget(self, seed: int, arm: str, year: int) -> None:
        """Take states away that nobody needs any more."""
        folder = states_folder(self.path, seed, arm, year)
        shutil.rmtree(folder, ignore_errors=True)
        for above in (folder.parent, folder.parent.parent, self.path / "states"):
            if above != self.path and above.is_dir() and not any(above.iterdir()):
                above.rmdir()

    def finish(self) -> None:
        """Put small parts together.

        Raises:
            UserError: it cannot be written; all is there, in small parts.
        """
        with writing(self.path):
            for parts in (self._measures, self._moves, self._tasks):
                parts.put_together(2)


def city_folder(path: Path, plan: CityPlan) -> AbstractContextManager[CityFolder]:
    """Work on the city in a folder, made if it is not there.

    Raises:
        UserError: the folder cannot be used, holds something else or another city, another process works on it, or the disk is full.
    """

    def begin() -> CityFolder:
        _begin(path, plan)
        return _opened(path, plan)

    return held(path, begin, WORK)


def _opened(path: Path, plan: CityPlan) -> CityFolder:
    try:
        kept = CityFolder(path)
        kept.check(plan)
    except (InputError, OSError):
        raise
    except (KeyError, TypeError, ValueError, NotImplementedError) as error:
        raise damaged(path, error) from None
    return kept


def _begin(path: Path, plan: CityPlan) -> None:
    """Write what the folder is of, or hold it against the plan; the manifest is written last."""
    if kept_manifest(path, WORK, rests_on(plan), (LIST,)) is None:
        with whole(path / LIST) as part:
            write_table(communities_of(plan), part, COMMUNITIES)
        write_manifest(path, manifest_of(plan), [path / LIST])


def rests_on(plan: CityPlan) -> dict[str, Any]:
    """Return all that the numbers of a city rest on."""
    return {**plan.facts(), "model": model_hash(), "linli": __version__}


def manifest_of(plan: CityPlan) -> dict[str, Any]:
    """Return what a folder says of itself."""
    return {
        "format": FORMAT, "kind": KIND, "linli": __version__, "name": plan.name, "title": {"en": plan.title.en, "zh": plan.title.zh},
        "city": plan.data, "city_hash": plan.hash(), RESTS_ON: rests_on(plan), "scenario": plan.scenario.to_dict(), "scenario_name": plan.scenario.name,
        "communities": len(plan.communities), "arms": list(plan.arms), "years": plan.years, "seeds": list(plan.seeds), "rule": plan.district.rule,
        "report": plan.district.report, "environment": environment(), "measures": {name: _told(what) for name, what in kept_infos(plan).items()},
        "codebook": {table.name: {name: column.tells() for name, column in table.columns.items()} for table in TABLES},
    }  # fmt: skip


def kept_infos(plan: CityPlan) -> dict[str, MeasureInfo]:
    """Return what the measures are that are kept; where all are, those of the city alone."""
    names = [*plan.measures, "acquaintances"] + ([] if plan.district.rule == "none" else [plan.district.report])
    return {**infos_of(dict.fromkeys(names)), **OWN}


def _told(what: MeasureInfo) -> dict[str, Any]:
    return {"en": what.title.en, "zh": what.title.zh, "unit": what.unit, "kind": what.kind}


def communities_of(plan: CityPlan) -> dict[str, Any]:
    """Return the columns of communities.parquet."""
    rows = plan.communities
    return {
        "community": np.arange(len(rows)), "name": [one.name for one in rows], "asked": np.array([one.asked for one in rows]),
        "preset": [one.preset for one in rows], "compounds": np.array([one.compounds for one in rows]),
        "buildings": np.array([one.buildings for one in rows]), "x": np.array([one.x for one in rows]), "y": np.array([one.y for one in rows]),
    }  # fmt: skip


def measures_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the columns of `measures`."""
    rows = [(one.task, *value) for one in outcomes for value in one.values]
    tasks = [row[0] for row in rows]
    return {
        **_keys([(task.run, task.seed, task.arm, year, task.community) for task, (_, year, _, _) in zip(tasks, rows, strict=True)]),
        "measure": [row[2] for row in rows], "value": np.array([row[3] for row in rows], np.float64),
    }  # fmt: skip


def tasks_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the columns of `tasks`."""
    return {
        **_keys([(one.task.run, one.task.seed, one.task.arm, one.task.year, one.task.community) for one in outcomes]),
        "seconds": np.array([one.seconds for one in outcomes]), "resident_weeks": np.array([one.weeks for one in outcomes], np.int64),
        "bytes": np.array([one.bytes for one in outcomes], np.int64),
    }  # fmt: skip


def moves_of(turn: int, seed: int, arm: str, year: int, found: Exchange) -> dict[str, Any]:
    """Return the columns of `moves`: a row a pair of communities."""
    pairs, number = np.unique(np.stack((found.origin, found.target), 1), axis=0, return_inverse=True)
    number = number.ravel()
    n = len(pairs)
    return {
        "run": np.full(n, turn, np.int64), "seed": np.full(n, seed, np.int64), "arm": [arm] * n, "year": np.full(n, year, np.int32),
        "source": pairs[:, 0].astype(np.int64), "target": pairs[:, 1].astype(np.int64), "households": np.bincount(number, minlength=n),
        "people": np.bincount(number, found.people, n).astype(np.int64),
    }  # fmt: skip


def _keys(rows: Sequence[tuple[int, int, str, int, int]]) -> Mapping[str, Any]:
    numbers = {name: np.array([row[k] for row in rows], np.int64) for name, k in (("run", 0), ("seed", 1))}
    return {**numbers, "arm": [row[2] for row in rows], "year": np.array([row[3] for row in rows], np.int32), "community": np.array([row[4] for row in rows])}


__all__ = ["FORMAT", "KIND", "START", "CityFolder", "city_folder", "kept_infos", "manifest_of"]
