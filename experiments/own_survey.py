"""Asks simulated residents the questions of the form: a survey whose truth is known, for teaching and for testing a fit."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np

from ..model.ground.text import Text
from ..scenarios.memory import refuse_beyond_memory
from .arguments import LONGEST_RUN, check_seed, check_threads, check_whole
from .arm_run import spin_up_arms
from .progress import RUNNING, Progress, Quiet, mark_compiled

if TYPE_CHECKING:
    from ..model.society.society import Society
    from ..scenarios.own_survey import OwnSurvey
    from ..scenarios.schema import Scenario

WEEKS, MOST_PEOPLE = 13, 1_000_000
"""Weeks that a scenario has lived when it is asked: the form asks about activities of three months."""


def simulate_survey(
    scenario: Scenario,
    people: int,
    *,
    arm: str | None = None,
    seed: int | None = None,
    weeks: int = WEEKS,
    threads: int | None = None,
    file: str = "survey.csv",
    progress: Progress | None = None,
) -> OwnSurvey:
    """Ask adults of a scenario, drawn at random without replacement.

    Args:
        scenario: the compound.
        people: how many are asked; all answer every question.
        arm: name of the arm; None: the first.
        seed: of all draws; None: the scenario's.
        weeks: weeks from the scenario's beginning to the survey.
        threads: threads to use; they do not change the answers. None: one a processor.
        file: the survey's name.
        progress: is told how far it is.

    Raises:
        UserError: no such arm, a wrong seed, or fewer adults than are to be asked.
    """
    people = check_whole(people, 1, MOST_PEOPLE, "people", Text("a number of people", "人数"))
    weeks = check_whole(weeks, 0, LONGEST_RUN, "weeks", Text("a number of weeks", "周数"))
    told, chosen, number = progress or Quiet(), scenario.arm(arm or scenario.arms[0]), check_seed(scenario.seed if seed is None else seed)
    name, use = chosen.arms[0], check_threads(threads)
    refuse_beyond_memory(chosen)
    with ExitStack() as stack:
        society = spin_up_arms(chosen, [name], number, use, told, stack)[name](use)
        told.stage(RUNNING, weeks)
        society.run(weeks, lambda done, _: told.done(done))
    mark_compiled()
    return ask(society, people, file)


def ask(society: Society, people: int, file: str = "survey.csv") -> OwnSurvey:
    """Ask `people` adults of a society now, drawn by keyed draws without replacement.

    Raises:
        UserError: there are fewer adults.
    """
    from ..model.questions import View
    from ..model.questions.own_base import ADULT
    from ..model.questions.own_survey import FORM
    from ..model.survey import sample_people
    from ..scenarios.errors import UserError
    from ..scenarios.own_survey import OwnSurvey

    adults = np.flatnonzero(society.residents.age >= ADULT)
    if not 1 <= people <= len(adults):
        raise UserError(
            f"{people:,} people cannot be asked: {len(adults):,} residents are {ADULT} or older.",
            f"无法询问 {people:,} 人：{ADULT} 岁及以上的居民有 {len(adults):,} 人。", argument="people",
        )  # fmt: skip
    rows = sample_people(society, people, adults).astype(np.int64)
    view = View(society, 0)
    counts = {kind.name: np.bincount(kind.said(view, rows), minlength=len(kind.answers.texts)).tolist() for kind in FORM}
    return OwnSurvey(file, {name: tuple(found) for name, found in counts.items()})
