"""Reproduces published studies: the published tables beside those of simulated sites, with a verdict a row."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.founding.size import refuse_residents
from ...model.ground.faces import Drawn
from ...model.ground.refusal import InputError
from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...scenarios.errors import UserError
from ...scenarios.published import PublishedStudy, Role, Table, load_study, study_names
from ..arguments import check_seed, check_threads
from ..progress import Progress, Quiet
from ..run import await_jobs
from ..tables import Tabled
from .null import null_answers
from .play import Tick, no_tick, play, steps_of
from .verdict import VERDICTS, Row, Whole, errors_of, judge, whole_of

if TYPE_CHECKING:
    import pandas as pd

PLAYING = Text("asking the simulated people", "正在询问模拟居民")
GOOD_SHARE = 0.8
"""A table breaks without a rule if this share of its rows was inside or near, and is no longer."""


class Score(NamedTuple):
    """How many rows stand how.

    Attributes:
        inside, near, off, undecided: rows.
    """

    inside: int
    near: int
    off: int
    undecided: int = 0

    @classmethod
    def of(cls, rows: Sequence[Row | Whole]) -> Score:
        """Count rows."""
        verdicts = [row.verdict for row in rows]
        return cls(*(verdicts.count(name) for name in VERDICTS))

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self)

    @property
    def good(self) -> float:
        """Share of rows inside or near; 0 of no rows."""
        return (self.inside + self.near) / self.rows if self.rows else 0.0


@dataclass(frozen=True, repr=False)
class StudyResult(Drawn, Tabled):
    """A study reproduced.

    Attributes:
        study: the study.
        rows: for each table its rows.
        seed: of all draws.
        seconds: of wall time.
        null: for each table what the null model gets (null.py); None: it was not played.
        spared: (table, row) of rows that nothing fails (board.py).
    """

    study: PublishedStudy
    rows: list[list[Row]]
    seed: int
    seconds: float
    null: list[list[Row]] | None = None
    spared: frozenset[tuple[int, int]] = frozenset()

    def tables(self) -> list[tuple[Table, list[Row]]]:
        """Return the tables with their rows."""
        return list(zip(self.study.tables, self.rows, strict=True))

    def null_rows(self, number: int) -> list[Row] | None:
        """Return what the null model gets for a table; None where it was not played."""
        return None if self.null is None else self.null[number]

    def whole(self, number: int, rows: Sequence[Row] | None = None) -> Whole | None:
        """Return the verdict of a table that is one distribution (of other rows than the model's, if given); None of other tables."""
        return whole_of(self.study.tables[number], self.rows[number] if rows is None else rows)

    def counting(self, number: int) -> list[Row | Whole]:
        """Return what of a table counts: its rows, or the whole of a distribution."""
        whole = self.whole(number)
        return list(self.rows[number]) if whole is None else [whole]

    def score(self, role: Role | None = None) -> Score:
        """Count what counts, of tables of one role or all; the rows of a distribution count as one."""
        return Score.of([row for k, table in enumerate(self.study.tables) if role in (None, table.role) for row in self.counting(k)])

    def to_frame(self) -> pd.DataFrame:
        """Return all rows as a pandas DataFrame; its columns are those of `records.COLUMNS`."""
        import pandas as pd

        from .records import columns_of

        return pd.DataFrame(columns_of([self]))

    def arrow_columns(self) -> dict[str, list[Any]]:
        """Return the columns of `to_frame`: of `to_arrow`, `to_polars` and of what DuckDB reads."""
        from .records import columns_of

        return columns_of([self])

    def __repr__(self) -> str:
        score = self.score()
        return f"StudyResult({self.study.name!r}, seed={self.seed}, {', '.join(f'{name}={n}' for name, n in score._asdict().items())})"

    @property
    def reproduced(self) -> bool:
        """Whether four fifths of what counts is inside or near."""
        return self.score().good >= GOOD_SHARE


def reproduce(
    study: PublishedStudy,
    *,
    constants: Constants | None = None,
    seed: int = 1,
    quick: bool = False,
    threads: int = 1,
    null: bool = False,
    tick: Tick = no_tick,
) -> StudyResult:
    """Play one study and set its tables beside the published ones.

    Args:
        study: the study.
        constants: the constants of people; None: the defaults, which are the one set of all studies and scenarios.
        seed: of all draws.
        quick: with the fit's fewer and smaller sites.
        threads: threads; they do not change the numbers.
        null: play the null model as well, on the same random numbers.
        tick: called after every step; what it raises ends the play.
    """
    begun = time.monotonic()
    used, came = constants or Constants(), list[int]()
    answers = play(study, used, seed, quick=quick, threads=threads, tick=tick, came=came)
    rows = [judge(table, found) for table, found in zip(study.tables, answers, strict=True)]
    beside = None
    if null:
        answers = null_answers(study, used, seed, sum(came), quick=quick, threads=threads, tick=tick)
        # The study's error is the study's, whoever is judged by it: a null model with more regular places is not judged more strictly.
        beside = [judge(table, found, errors_of(own)) for table, found, own in zip(study.tables, answers, rows, strict=True)]
    return StudyResult(study, rows, seed, time.monotonic() - begun, beside)


class Stopped(Exception):
    """The play of a study was ended early."""


def reproduce_many(
    studies: Sequence[PublishedStudy],
    *,
    constants: Constants | None = None,
    seed: int = 1,
    threads: int | None = None,
    quick: bool = False,
    null: bool = False,
    progress: Progress | None = None,
) -> list[StudyResult]:
    """Reproduce several studies side by side, one thread each; one study alone has all threads.

    Args:
        studies: the studies.
        constants: the constants of people; None: the defaults.
        seed: of all draws.
        quick: with the fit's fewer and smaller sites.
        threads: studies at once; None: one a processor.
        null: play the null model as well.
        progress: is told how far it is, in resident-steps.

    Raises:
        UserError: a seed or a number of threads is none, or a study has more residents than memory holds.
        KeyboardInterrupt: Ctrl-C, once the steps at work have ended.
    """
    seed, workers = check_seed(seed), check_threads(threads)
    refuse_beyond_memory(studies, constants or Constants())
    told, stop = progress or Quiet(), threading.Event()
    efforts = [_effort(study) / max(steps_of(study, quick), 1) for study in studies]
    passed = [0] * len(studies)
    told.stage(PLAYING, round(sum(e * plays_of(study, null) * steps_of(study, quick) for e, study in zip(efforts, studies, strict=True))))

    def one(k: int) -> StudyResult:
        def tick() -> None:
            passed[k] += 1
            if stop.is_set():
                raise Stopped

        if stop.is_set():
            raise Stopped
        threads = 1 if len(studies) > 1 else workers
        return reproduce(studies[k], constants=constants, seed=seed, quick=quick, threads=threads, null=null, tick=tick)

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


def refuse_beyond_memory(studies: Iterable[PublishedStudy], constants: Constants) -> None:
    """Refuse studies that memory cannot hold. Their arms are played one after another, so the largest of each counts.

    Raises:
        UserError: there is less memory; the sentence says how many people would fit.
    """
    for study in studies:
        try:
            refuse_residents(max(residents_of(study)), constants.ties.slots, advice=Text("Take fewer sites.", "请减少地点数。"))
        except InputError as error:
            raise UserError(*error.text, argument="sites", file=study.file) from None


def plays_of(study: PublishedStudy, null: bool) -> int:
    """Return how often a study is played: with the null model twice, three times where something is organised (`null.null_answers`)."""
    return 1 + (null and 1 + any(setting.mechanisms for setting in study.arms.values()))


def _effort(study: PublishedStudy) -> float:
    """Return about how many resident-weeks a study takes."""
    return sum(residents_of(study)) * (52 * study.head.years_before + study.head.weeks)


def all_studies() -> list[PublishedStudy]:
    """Return all studies that come with linli."""
    return [load_study(name) for name in study_names()]
