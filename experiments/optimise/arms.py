"""The finalists of a search as the arms of one scenario, which `linli compare`, `linli decide` and the dashboard play: under uncertainty, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...scenarios.schema import Scenario

if TYPE_CHECKING:
    from .result import SearchResult


def finalists_scenario(found: SearchResult) -> Scenario | None:
    """Return a scenario with an arm a finalist beside the baseline; None where a lever moves something that no arm can have of its own, or nobody is there."""
    plan, base = found.plan, found.plan.base.scenario
    rest = _without_arms(base)
    arms: dict[str, Any] = {plan.baseline: base.overrides[plan.baseline]} if plan.baseline else {}
    for point in found.finalists:
        at = plan.base.scenario_at(found.tried[point])
        if _without_arms(at) != rest or (plan.baseline and at.overrides[plan.baseline] != arms[plan.baseline]):
            return None
        title = {"en": f"point {point}", "zh": f"设计点 {point}"}
        arms[f"point-{point}"] = {**at.overrides[plan.arm], "title": title}
    if not found.finalists:
        return None
    title = {"en": f"{found.title.en}: finalists", "zh": f"{found.title.zh}：入围设计点"}
    data = {**base.to_dict(), "title": title, "seed": plan.base.seed + plan.base.replications, "arms": arms}
    return Scenario.from_dict(data, f"{plan.base.name}-finalists", check_files=False)


def _without_arms(scenario: Scenario) -> dict[str, Any]:
    return {key: value for key, value in scenario.data.items() if key != "arms"}
