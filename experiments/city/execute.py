"""Lives a city on whatever back end: year by year, all communities of a year before any of the next.

Which community is worked when, and by whom, changes nothing of what comes of it. The largest go first, so that nobody waits long for the last one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.founding.size import BYTES_AT_LEAST, bytes_of, memory
from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...scenarios.errors import UserError
from ..arguments import check_whole
from ..places import LateInterrupts
from ..progress import COMPILING, Progress, Quiet, compiled, cores
from ..sweep.execute import Where, backend_of
from ..sweep.store import TORN
from .barrier import coming, exchange, shared_out
from .folder import CityFolder, city_folder
from .plan import YEAR, CityPlan
from .travelling import load_leaving, save_coming
from .work import START, Outcome, Task, coming_file, job_of, label_of, leaving_file, state_file

if TYPE_CHECKING:
    from ..sweep.backend import Backend

LIVING = Text("city", "城市")
GOES_ON = Text("{done} of {all} years of communities are there already.", "已有 {done}/{all} 个社区年。")
RATE = Text("seed {seed}, {arm}, year {year}; {rate} resident-weeks a second", "种子 {seed}，{arm}，第 {year} 年；每秒 {rate} 居民周")
_WAIT = 0.5


@dataclass(frozen=True)
class Ended:
    """How it ended.

    Attributes:
        stopped: whether somebody stopped it.
    """

    stopped: bool


def execute(plan: CityPlan, folder: Path, where: Where | None = None, *, progress: Progress | None = None) -> Ended:
    """Live all years of a city that a folder does not hold yet.

    Args:
        plan: the city.
        folder: where it is kept; one that holds a part of the same city goes on.
        where: who works; None: this machine.
        progress: is told how far it is.

    Returns:
        How it ended; after Ctrl-C too, with what is finished in the folder.

    Raises:
        UserError: the folder cannot be used, nobody can work, or a community failed; what is finished is kept.
    """
    told, where = progress or Quiet(), where or Where()
    with LateInterrupts() as late, city_folder(folder, plan) as kept:
        if kept.mended:
            told.say(Text(*(TORN.say(language, n=kept.mended, folder=folder) for language in ("en", "zh"))))
        label = f"city {plan.hash()} {model_hash()} {__version__}"
        every = _Years(plan, kept, label)
        left = sum(len(tasks) for tasks in every.plan_of_work())
        if left < every.all:
            told.say(_filled(GOES_ON, done=f"{every.all - left:,}", all=f"{every.all:,}"))
        if not left:
            return Ended(False)
        if not compiled():
            told.say(COMPILING)
        with late.at_once():
            backend: Backend[Task, Outcome] = backend_of(
                lambda threads: job_of(plan, folder, label, threads), where, lambda: workers_of(plan, where.workers)
            )
        told.stage(LIVING, left)
        driver = _Driver(kept, backend, told, late)
        try:
            for tasks in every.stages():
                if driver.work(tasks):
                    return Ended(True)
        finally:
            backend.close()
            kept.write()
        kept.finish()
        return Ended(False)


def workers_of(plan: CityPlan, asked: int | None) -> int:
    """Return how many workers: no more than asked for, than there are communities, and than memory holds with the largest of them each."""
    many = cores() if asked is None else check_whole(asked, 0, 1024, "workers", Text("a number of workers", "工作进程数"))
    slots = max(plan.community(number).constants.ties.slots for number in {one.preset: one.number for one in plan.communities}.values())
    # A community is held twice while it is read or written.
    each = BYTES_AT_LEAST + 2.0 * bytes_of(max(one.asked for one in plan.communities), slots)
    have = memory()
    fits = many if have == float("inf") else int(have // each)
    return max(1, min(many, len(plan.communities), fits))


class _Years:
    """What is to be worked, barrier after barrier."""

    def __init__(self, plan: CityPlan, kept: CityFolder, label: str) -> None:
        self._plan, self._kept, self._label = plan, kept, label
        self._n = len(plan.communities)
        self._order = sorted(range(self._n), key=lambda number: (-plan.communities[number].asked, number))
        self.all = len(plan.seeds) * (self._n + len(plan.arms) * plan.years * self._n)

    def plan_of_work(self) -> Iterator[list[Task]]:
        """Yield the tasks of each barrier that have not ended, without what is decided at the barriers."""
        for seed in self._plan.seeds:
            yield self._beginnings(seed)
            for arm in self._plan.arms:
                for year in range(1, self._plan.years + 1):
                    yield self._open(seed, arm, year)

    def stages(self) -> Iterator[list[Task]]:
        """Yield the tasks of each barrier that are to be worked; the next are asked for once these have ended."""
        plan, kept = self._plan, self._kept
        for seed in plan.seeds:
            yield self._beginnings(seed)
            for arm in plan.arms:
                for year in range(1, plan.years + 1):
                    if tasks := self._open(seed, arm, year):
                        yield self._decided(seed, arm, year, tasks)
                    if year > 1:
                        kept.forget(seed, arm, year - 1)
                # The last year leaves no societies, but a folder for those who came.
                kept.forget(seed, arm, plan.years)
            kept.forget(seed, START, 0)

    def _run(self, seed: int, arm: str, year: int, community: int) -> int:
        plan = self._plan
        above = plan.seeds.index(seed) * len(plan.arms) + plan.arms.index(arm)
        return (above * plan.years + year - 1) * self._n + community

    def _open(self, seed: int, arm: str, year: int) -> list[Task]:
        tasks = [Task(self._run(seed, arm, year, community), seed, arm, year, community) for community in self._order]
        return [one for one in tasks if one.run not in self._kept.done]

    def _beginnings(self, seed: int) -> list[Task]:
        """Return the communities that are still to be founded; none that all arms have begun from."""
        needed = {one.community for arm in self._plan.arms for one in self._open(seed, arm, 1)}
        tasks = [Task(-1 - community, seed, START, 0, community) for community in self._order if community in needed]
        return [one for one in tasks if not state_file(self._kept.path, one).exists()]

    def _decided(self, seed: int, arm: str, year: int, tasks: Sequence[Task]) -> list[Task]:
        """Return tasks with what was decided at the turn of the year: the district's money, and who comes."""
        money = self._money(seed, arm, year)
        people = self._moves(seed, arm, year)
        return [
            one._replace(budget=None if money is None else float(money[one.community]), moved=int(people[one.community])) for one in tasks
        ]  # fmt: skip

    def _money(self, seed: int, arm: str, year: int) -> np.ndarray | None:
        district = self._plan.district
        each = self._plan.each(arm) if district.rule != "none" else 0.0
        if each == 0.0:
            return None
        reported, residents = None, np.array([one.asked for one in self._plan.communities])
        if year > 1:
            now, before = (self._kept.year_of(seed, arm, y, (district.report, "residents"), self._n) for y in (year - 1, year - 2))
            reported, residents = now[district.report] - before[district.report], now["residents"]
        return shared_out(district.rule, district.share, each, residents, reported)

    def _moves(self, seed: int, arm: str, year: int) -> np.ndarray:
        """Let households that look for a flat find one; returns how many people come to each community."""
        none = np.zeros(self._n, np.int64)
        if year == 1 or self._plan.moves == 0.0:
            return none
        before = [Task(0, seed, arm, year - 1, community) for community in range(self._n)]
        place = self._kept.path
        pools = [load_leaving(leaving_file(place, one), label_of(self._label, one)) for one in before]
        found = exchange(pools, seed, year)
        for one, arrivals in zip(before, coming(pools, found), strict=True):
            here = one._replace(year=year)
            save_coming(arrivals, coming_file(place, here), label_of(self._label, here))
        plan = self._plan
        turn = (plan.seeds.index(seed) * len(plan.arms) + plan.arms.index(arm)) * plan.years + year
        self._kept.add_moves(turn, seed, arm, year, found)
        return np.bincount(found.target, found.people, self._n).astype(np.int64)


class _Driver:
    """Hands tasks out and keeps what comes of them."""

    def __init__(self, kept: CityFolder, backend: Backend[Task, Outcome], told: Progress, late: LateInterrupts) -> None:
        self._kept, self._backend, self._told, self._late = kept, backend, told, late
        self._ended, self._weeks, self._begun = 0, 0, time.monotonic()

    def work(self, tasks: Sequence[Task]) -> bool:
        """Work tasks until all have ended; returns whether it was stopped.

        Raises:
            UserError: one failed; those at work have ended and are kept.
        """
        left, at_work = list(reversed(tasks)), 0
        failed: Outcome | None = None
        while at_work or (left and failed is None):
            while left and failed is None and self._backend.room() > 0:
                self._backend.submit(left.pop())
                at_work += 1
            try:
                with self._late.at_once():
                    self._backend.wait(_WAIT)
            except KeyboardInterrupt:
                for outcome in self._backend.collect():
                    self._kept.add(outcome)
                return True
            for outcome in self._backend.collect():
                at_work -= 1
                self._kept.add(outcome)
                failed = failed or (outcome if outcome.failure is not None else None)
                self._tell(outcome)
            self._kept.write_if_due()
        self._kept.write()
        if failed is not None:
            raise _failure(failed)
        return False

    def _tell(self, outcome: Outcome) -> None:
        self._ended += 1
        self._weeks += outcome.weeks
        self._told.done(self._ended)
        task, rate = outcome.task, self._weeks / (time.monotonic() - self._begun + 1e-9)
        self._told.note(_filled(RATE, seed=task.seed, arm=task.arm, year=task.year, rate=f"{rate:,.0f}"))


def _failure(outcome: Outcome) -> UserError:
    why, task = outcome.failure, outcome.task
    assert why is not None
    where = f" ({why.where})" if why.where else ""
    return UserError(
        f"community {task.community}, seed {task.seed}, {task.arm}, year {task.year} failed: {why.error}{where}. What is finished is kept; the same command "
        "tries it again.",
        f"社区 {task.community}（种子 {task.seed}，{task.arm}，第 {task.year} 年）失败：{why.error}{where}。已完成的已保存，重复同一命令可重试。",
    )


def _filled(text: Text, **values: Any) -> Text:
    return Text(*(text.say(language, **values) for language in ("en", "zh")))


__all__ = ["YEAR", "Ended", "Where", "execute", "workers_of"]
