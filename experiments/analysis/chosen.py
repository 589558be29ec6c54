"""The point of a sweep that was chosen, as a scenario of its own."""

from __future__ import annotations

from ...model.ground.text import Text
from ...scenarios.schema import Scenario
from ..point import ChosenPoint, chosen_point
from ..sweep.result import Sweep
from .response import Response, points_of

TITLE = Text("{title}, point {point}", "{title}，设计点 {point}")


def chosen_scenario(sweep: Sweep, point: int) -> Scenario:
    """Return the scenario at a point of a sweep, with the plan's arms, weeks, settings and first seed.

    Raises:
        UserError: this linli does not take the plan any more.
    """
    return _at(sweep, point).scenario


def chosen_toml(sweep: Sweep, point: int, asked: Response) -> str:
    """Return the text of a scenario file at a point, which says at its head which point it is and what it answered.

    Raises:
        UserError: this linli does not take the plan any more.
    """
    less = f", {asked.arm} less {asked.baseline}" if asked.baseline else f", {asked.arm}"
    answered = f"{asked.measure}{less}: {asked.values[point]:.6g} at the end, mean of {sweep.replications} runs."
    return _at(sweep, point, f"Point {point} of the sweep {sweep.plan.name}: {answered}").to_toml()


def _at(sweep: Sweep, point: int, *head: str) -> ChosenPoint:
    plan = sweep.plan
    values = dict(zip(sweep.parameters, points_of(sweep)[point], strict=True))
    title = Text(*(TITLE.say(language, title=sweep.title.say(language), point=point) for language in ("en", "zh")))
    return chosen_point(plan.scenario, values, name=f"{plan.name}-{point}", title=title, seed=plan.seed, head=head)
