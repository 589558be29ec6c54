"""Reproduces published studies: the published tables beside those of simulated sites, with a verdict a row."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...scenarios.published import PublishedStudy, Role, Table, load_study, study_names
from ..progress import Progress, Quiet, cores
from ..run import await_jobs
from .play import Tick, no_tick, play, steps_of
from .verdict import Row, judge

if TYPE_CHECKING:
    import pandas as pd

PLAYING = Text("asking the simulated people", "正在询问模拟居民")
GOOD_SHARE = 0.8
"""Share of rows inside or near from which a study counts as reproduced."""


class Score(NamedTuple):
    """How many rows stand how.

    Attributes:
        inside, near, off: rows.
    """

    inside: int
    near: int
    off: int

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Score:
        """Count rows."""
        verdicts = [row.verdict for row in rows]
        return cls(verdicts.count("inside"), verdicts.count("near"), verdicts.count("off"))

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self)

    @property
    def good(self) -> float:
        """Share of rows inside or near; 0 of no rows."""
        return (self.inside + self.near) / self.rows if self.rows else 0.0


class StudyResult(NamedTuple):
    """A study reproduced.

    Attributes:
        study: the study.
        rows: for each table its rows.
        seed: of all draws.
        seconds: of wall time.
    """

    study: PublishedStudy
    rows: list[list[Row]]
    seed: int
    seconds: float

    def tables(self) -> list[tuple[Table, list[Row]]]:
        """Return the tables with their rows."""
        return list(zip(self.study.tables, self.rows, strict=True))

    def score(self, role: Role | None = None) -> Score:
        """Count the rows, those of one role or all."""
        return Score.of([row for table, rows in self.tables() if role in (None, table.role) for row in rows])

    def to_frame(self) -> pd.DataFrame:
        """Return all rows as a pandas DataFrame; its columns are those of `records.COLUMNS`."""
        import pandas as pd

        from .records import columns_of

        return pd.DataFrame(columns_of([self]))

    @property
    def reproduced(self) -> bool:
        """Whether four fifths of the rows are inside or near."""
        return self.score().good >= GOOD_SHARE


def reproduce(
    study: PublishedStudy, *, constants: Constants | None = None, seed: int = 1, quick: bool = False, threads: int = 1, tick: Tick = no_tick
) -> StudyResult:
    """Play one study and set its tables beside the published ones.

    Args:
        study: the study.
        constants: the constants of people; None: the defaults, which are the one set of all studies and scenarios.
        seed: of all draws.
        quick: with the fit's fewer and smaller sites.
        threads: threads; they do not change the numbers.
        tick: called after every step; what it raises ends the play.
    """
    begun = time.monotonic()
    answers = play(study, constants or Constants(), seed, quick=quick, threads=threads, tick=tick)
    rows = [judge(table, found) for table, found in zip(study.tables, answers, strict=True)]
    return StudyResult(study, rows, seed, time.monotonic() - begun)


class Stopped(Exception):
    """The play of a study was ended early."""


def reproduce_many(
    studies: Sequence[PublishedStudy],
    *,
    constants: Constants | None = None,
    seed: int = 1,
    threads: int | None = None,
    quick: bool = False,
    progress: Progress | None = None,
) -> list[StudyResult]:
    """Reproduce several studies side by side, one thread each; one study alone has all threads.

    Args:
        studies: the studies.
        constants: the constants of people; None: the defaults.
        seed: of all draws.
        quick: with the fit's fewer and smaller sites.
        threads: studies at once; None: one a processor.
        progress: is told how far it is, in resident-steps.

    Raises:
        KeyboardInterrupt: Ctrl-C, once the steps at work have ended.
    """
    told, stop, workers = progress or Quiet(), threading.Event(), threads or cores()
    efforts = [_effort(study) / max(steps_of(study, quick), 1) for study in studies]
    passed = [0] * len(studies)
    told.stage(PLAYING, round(sum(e * steps_of(study, quick) for e, study in zip(efforts, studies, strict=True))))

    def one(k: int) -> StudyResult:
        def tick() -> None:
            passed[k] += 1
            if stop.is_set():
                raise Stopped

        if stop.is_set():
            raise Stopped
        return reproduce(studies[k], constants=constants, seed=seed, quick=quick, threads=1 if len(studies) > 1 else workers, tick=tick)

    # The longest first: the last one then does not keep the others waiting.
    order = sorted(range(len(studies)), key=lambda k: -_effort(studies[k]))
    with ThreadPoolExecutor(workers, thread_name_prefix="linli-study") as pool:
        jobs = {k: pool.submit(one, k) for k in order}
        if not await_jobs(list(jobs.values()), lambda: told.done(round(sum(e * n for e, n in zip(efforts, passed, strict=True)))), stop):
            raise KeyboardInterrupt
    for job in jobs.values():
        fault = job.exception()
        if fault is not None and not isinstance(fault, Stopped):
            raise fault
    return [jobs[k].result() for k in range(len(studies))]


def residents_of(study: PublishedStudy) -> list[float]:
    """Return about how many people live at all sites of a study, arm by arm."""
    from ...scenarios.checking import about_residents

    found = []
    for setting in study.arms.values():
        place = setting.neighbourhood
        people = setting.people.number if setting.people is not None else about_residents(place, setting.population) if place is not None else 0.0
        found.append(float(people) * study.head.sites)
    return found


def _effort(study: PublishedStudy) -> float:
    """Return about how many resident-weeks a study takes."""
    return sum(residents_of(study)) * (52 * study.head.years_before + study.head.weeks)


def all_studies() -> list[PublishedStudy]:
    """Return all studies that come with linli."""
    return [load_study(name) for name in study_names()]
