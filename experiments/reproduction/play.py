"""Plays a published study: founds its sites, lets them live through its weeks, and asks what the study asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

import numpy as np

from ...model.founding.sites import populate_sites
from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...model.questions import Question, View
from ...model.society.engine import group_kinds
from ...model.society.society import Society
from ...model.society.storage import read, write
from ...scenarios.errors import UserError
from ...scenarios.published import PublishedStudy, Setting, Table
from ...scenarios.study_fields import SITES
from ..arguments import check_whole
from ..spinup import nameless_file

Seen = dict[tuple[str, int], list[Any]]
"""(arm, number of the table) -> what was seen of it, week by week."""
Tick = Callable[[], None]
"""Called after every step; what it raises ends the play."""


def no_tick() -> None:
    """Do nothing after a step."""


def play(
    study: PublishedStudy,
    constants: Constants,
    seed: int,
    *,
    quick: bool = False,
    threads: int = 1,
    tick: Tick = no_tick,
    came: list[int] | None = None,
) -> list[np.ndarray]:
    """Play all arms of a study and return the answers of its tables.

    Args:
        study: the study.
        constants: the constants of people; the study's own hours for visits are put in.
        seed: of all draws; arms are played on the same random numbers.
        quick: with the study's `quick` settings, as the fit does.
        threads: threads; they do not change the answers.
        tick: called after every step.
        came: gets, arm by arm, how often those who live there at the end came to something that was organised.

    Returns:
        One float64 [sites, rows] a table, in their order; of a contrast the second arm less the first (`times` the first).
    """
    seen: Seen = {}
    states: dict[str, BinaryIO] = {}
    with ExitStack() as kept:
        for arm in {name: None for table in study.tables for name in table.arms}:
            setting = of_size(study, study.arms[arm], quick)
            shared = [other for other in study.arms.values() if other.key() == study.arms[arm].key()]
            key = study.arms[arm].key()
            if key in states:
                society = read(Society, states[key], key, setting.mechanisms, threads)
            else:
                society = found(study, setting, constants, seed, quick, threads, tick)
                if len(shared) > 1:
                    states[key] = kept.enter_context(nameless_file())
                    write(society, states[key])
                if setting.mechanisms:
                    society.attach(setting.mechanisms)
            _live(study, arm, setting, society, seen, tick)
            if came is not None:
                came.append(int(society.residents.times_came.sum(dtype=np.int64)))
    return [_answer(study.file, table, number, seen) for number, table in enumerate(study.tables)]


def with_sites(study: PublishedStudy, sites: int) -> PublishedStudy:
    """Return the study with another number of simulated sites; more of them give narrower intervals.

    Raises:
        UserError: it is not a whole number of sites, or all sites have more residents than a machine holds.
    """
    sites = check_whole(sites, *SITES, "sites", Text("a number of sites", "地点数"))
    change = {"communities": sites}
    arms = {
        name: arm if arm.neighbourhood is None else arm._replace(neighbourhood=arm.neighbourhood.model_copy(update=change)) for name, arm in study.arms.items()
    }
    quick = study.head.quick.model_copy(update={"sites": sites})
    return study._replace(head=study.head.model_copy(update={"sites": sites, "quick": quick}), arms=arms)


def steps_of(study: PublishedStudy, quick: bool = False) -> int:
    """Return how often `play` ticks."""
    played = [study.arms[name] for name in {name: None for table in study.tables for name in table.arms}]
    return len(played) * study.head.weeks + len({arm.key() for arm in played}) * 52 * years_of(study, quick)


def years_of(study: PublishedStudy, quick: bool) -> int:
    """Return the years that people live together before the study."""
    own = study.head.quick.years_before
    return study.head.years_before if not quick or own is None else own


def of_size(study: PublishedStudy, setting: Setting, quick: bool) -> Setting:
    """Return a setting with as many sites as are to be played, and with the fit's neighbourhood if `quick`."""
    if not quick or setting.neighbourhood is None:
        return setting
    change: dict[str, int] = {"communities": study.head.quick.sites}
    if study.head.quick.buildings is not None:
        change["buildings"] = study.head.quick.buildings
    return setting._replace(neighbourhood=setting.neighbourhood.model_copy(update=change))


def found(study: PublishedStudy, setting: Setting, constants: Constants, seed: int, quick: bool = False, threads: int = 1, tick: Tick = no_tick) -> Society:
    """Found the sites of one arm and let them live the years before the study; mechanisms are not put in yet."""
    own = constants.model_copy(update={"visits": setting.visits})
    place, population = setting.neighbourhood, setting.population
    populated = None
    if setting.people is not None and place is not None:
        populated = populate_sites(setting.people, place, population, seed, group_kinds(setting.everyday), own.ties.sigma_g)
    society = Society(
        neighbourhood=place, population=population, constants=own, everyday=setting.everyday, seed=seed, threads=threads, populated=populated,
        days_a_step=study.head.days_a_step,
    )  # fmt: skip
    for kind in setting.during:
        society.engine.set_hours(kind, 0.0)
    society.spin_up(lambda *_: tick(), years=years_of(study, quick))
    return society


def _live(study: PublishedStudy, arm: str, setting: Setting, society: Society, seen: Seen, tick: Tick) -> None:
    """Live through the weeks of the study and observe what is asked of this arm."""
    asked = set(study.asked(arm))
    for week in range(study.head.weeks + 1):
        if week in asked:
            _observe(study, arm, View(society, week), seen)
        if week == study.head.weeks:
            break
        for kind, spans in setting.during.items():
            on = any(first <= week <= last for first, last in spans)
            society.engine.set_hours(kind, setting.everyday[kind].hours if on else 0.0)
        society.step()
        tick()


def _observe(study: PublishedStudy, arm: str, view: View, seen: Seen) -> None:
    kept: dict[tuple[Question, int], Any] = {}
    for number, table in enumerate(study.tables):
        if arm not in table.arms or not (view.week in table.weeks or (table.question.every_week and view.week > 0)):
            continue
        before = seen.setdefault((arm, number), [])
        key = table.question, len(before)
        if key not in kept:
            view.wave = len(before)
            kept[key] = table.question.observe(view)
        before.append(kept[key])


def _answer(file: str, table: Table, number: int, seen: Mapping[tuple[str, int], Sequence[Any]]) -> np.ndarray:
    answers = [table.question.answer(list(seen[arm, number])) for arm in table.arms]
    found = answers[0] if len(answers) == 1 else answers[1] - table.fields.times * answers[0]
    if found.shape[1] != table.rows:
        name, many = table.question.name, found.shape[1]
        raise UserError(
            f"the question {name!r} has {many} answers; the table has {table.rows} rows.",
            f"问题“{name}”有 {many} 个答案，而表格有 {table.rows} 行。",
            file=file, section=f"[[tables]] entry {number + 1}", field="published",
        )  # fmt: skip
    return found
