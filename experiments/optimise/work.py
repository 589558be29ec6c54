"""Works a search: asks for a generation, lets the back ends of sweeps play what is new in it, learns, and plays the finalists again with fresh seeds.

A search is set by its plan alone. What was played before is read from the folder and told to the search again, so that it goes on as it would have gone on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ...scenarios.errors import UserError, show
from ..progress import Progress, Quiet
from ..sweep.execute import Crew, Where, execute
from ..sweep.result import load_sweep
from .answers import answers, means
from .folder import BASELINE, fresh_of, generation_of, search_folder
from .front import worth_again
from .plan import SearchPlan
from .search import Search, excesses, scales_of

if TYPE_CHECKING:
    from ..sweep.designs import Point
    from ..sweep.plan import Plan
    from ..sweep.result import Sweep

SEARCHING = Text("searching, generation {number} of {all}", "搜索中，第 {number}/{all} 代")
BESIDE = Text("playing the baseline on {n} seeds", "运行对照方案，{n} 个种子")
AGAIN = Text("playing {n} points again with fresh seeds", "用新种子重新运行 {n} 个设计点")


def work(plan: SearchPlan, folder: Path, where: Where = Where(), progress: Progress | None = None) -> bool:  # noqa: B008  (frozen)
    """Work all of a search that a folder does not hold yet.

    Args:
        plan: what is searched.
        folder: where it is kept; one that holds a part of the same search goes on.
        where: who works.
        progress: is told how far it is.

    Returns:
        Whether it came to its end; after Ctrl-C what is finished is in the folder.

    Raises:
        UserError: the folder cannot be used, optuna is not installed, or nobody can work.
    """
    search = Search(plan)
    try:
        with search_folder(folder, plan), Crew(plan.played, where) as crew:
            told = _Named(progress or Quiet())
            beside = _beside(plan, folder, where, told)
            return (plan.beside is None or beside is not None) and _work(plan, search, folder, crew, told, beside)
    except KeyboardInterrupt:
        return False


def _beside(plan: SearchPlan, folder: Path, where: Where, told: _Named) -> Sweep | None:
    """Play the baseline where it is played once a seed; None: it is not, or was stopped.

    Raises:
        UserError: a run of it failed.
    """
    if plan.beside is None:
        return None
    told.what = _filled(BESIDE, n=plan.beside.runs)
    # Nothing was chosen by it: what failed may come another time.
    ended = execute(plan.beside, folder / BASELINE, where, retry_failed=True, progress=told)
    if ended.failed:
        said = ended.failed, show(plan.baseline), show(str(folder / BASELINE))
        raise UserError(
            "{} runs of {} failed, with which every point is compared; linli show {} tells why. The same command tries again.".format(*said),
            "{1} 有 {0} 次运行失败，而各设计点都与它对照；linli show {2} 可查看原因。重复同一命令可重试。".format(*said),
        )
    return None if ended.stopped else load_sweep(folder / BASELINE)


def _work(plan: SearchPlan, search: Search, folder: Path, crew: Crew, told: _Named, beside: Sweep | None) -> bool:
    found: dict[Point, np.ndarray | None] = {}
    first: list[Point] = []
    for number in range(1, plan.search.generations + 1):
        points = search.ask()
        new = [point for point in dict.fromkeys(points) if point not in found]
        if new:
            here = plan.generation(number, new)
            told.what = _filled(SEARCHING, number=number, all=plan.search.generations)
            if execute(here, generation_of(folder, number), progress=told, crew=crew).stopped:
                return False
            found |= dict(zip(new, _means(plan, here, generation_of(folder, number), beside), strict=True))
        first = first or new
        search.tell(found)
    again = finalists(plan, found, first)
    if not again:
        return True
    told.what = _filled(AGAIN, n=len(again))
    return not execute(plan.fresh(again), fresh_of(folder, plan.search.generations), progress=told, crew=crew).stopped


def finalists(plan: SearchPlan, found: dict[Point, np.ndarray | None], first: Sequence[Point]) -> list[Point]:
    """Return the points that are worth playing again.

    Args:
        plan: what was searched.
        found: point -> float [asked], what came of it on average; None: it failed.
        first: the points of the first generation.
    """
    known = {point: values for point, values in found.items() if values is not None}
    if not known:
        return []
    points, values = list(known), np.array(list(known.values()))
    scales = scales_of(plan, np.array([known[point] for point in first if point in known]).reshape(-1, len(plan.asked)))
    passed = np.maximum(excesses(plan, values) / scales, 0.0).sum(axis=1)
    wanted = np.stack([one.sign * values[:, plan.asked.index(one.asked)] for one in plan.objectives], axis=1)
    return [points[k] for k in worth_again(wanted, passed, plan.search.finalists)]


def _means(plan: SearchPlan, here: Plan, folder: Path, beside: Sweep | None) -> list[np.ndarray | None]:
    """Return what came of the points of a sweep, on average."""
    table = means(answers(load_sweep(folder), plan, len(here.points), beside))
    return [row if np.isfinite(row[: len(plan.needed)]).all() else None for row in table]


class _Named:
    """Tells which part of the search is at work, and each line once: the sweeps of a search have the same to say.

    Attributes:
        what: the part.
    """

    def __init__(self, told: Progress) -> None:
        self.what, self._told, self._said = SEARCHING, told, set[Text]()
        self.done, self.note = told.done, told.note

    def stage(self, title: Text, total: int) -> None:
        self._told.stage(self.what, total)

    def say(self, line: Text) -> None:
        if line not in self._said:
            self._said.add(line)
            self._told.say(line)


def _filled(text: Text, **values: int) -> Text:
    return Text(*(text.say(language, **values) for language in ("en", "zh")))
