"""The point of a sweep that was chosen, as a scenario file of its own: `linli run` and the dashboard take it."""

from __future__ import annotations

from ...model.ground.text import Text
from ...scenarios.schema import Scenario
from ..sweep.plan import scenario_at
from ..sweep.result import Sweep
from .response import Response, points_of

TITLE = Text("{title}, point {point}", "{title}，设计点 {point}")


def chosen_scenario(sweep: Sweep, point: int) -> Scenario:
    """Return the scenario at a point of a sweep, with the plan's arms, weeks, settings and first seed.

    Raises:
        UserError: this linli does not take the plan any more.
    """
    plan = sweep.plan
    found = scenario_at(plan.scenario, [one.key for one in plan.parameters], points_of(sweep)[point])
    title = {language: TITLE.say(language, title=sweep.title.say(language), point=point) for language in ("en", "zh")}
    return Scenario.from_dict({**found.to_dict(), "title": title, "seed": plan.seed}, f"{plan.name}-{point}", check_files=False)


def chosen_toml(sweep: Sweep, point: int, asked: Response) -> str:
    """Return the text of a scenario file at a point, which says at its head which point it is and what it answered.

    Raises:
        UserError: this linli does not take the plan any more.
    """
    less = f", {asked.arm} less {asked.baseline}" if asked.baseline else f", {asked.arm}"
    head = [f"# Point {point} of the sweep {sweep.plan.name}: {asked.measure}{less}: {asked.values[point]:.6g} at the end, mean of {sweep.replications} runs."]
    head += [f"# {key} = {value}" for key, value in zip(sweep.parameters, points_of(sweep)[point], strict=True)]
    return "\n".join(head) + "\n" + chosen_scenario(sweep, point).to_toml()
