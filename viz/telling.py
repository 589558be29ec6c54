"""From a result to a story: what a run or a comparison of experiments/ has to tell, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiments.comparison import START, Difference
from ..model.society.measures import MEASURES
from .story import Compound, Course, Story

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison
    from ..experiments.results import RunResult
    from ..model.ground.measure import MeasureInfo
    from ..model.ground.text import Text

MOST_GATES = 300
"""Gates up to which a map can be read."""
_NAN = float("nan")


def story_of_run(result: RunResult, with_map: bool = True) -> Story:
    """Return the story of one run; it has no intervals.

    Args:
        result: the run.
        with_map: read the ties between gates too, which takes a pass over all ties; never for more than `MOST_GATES` gates.
    """
    arms = tuple(a for a in result.arms if a != result.baseline)
    courses: dict[tuple[str, str], Course] = {}
    for arm, track in result.tracks.items():
        for name in track.values:
            weeks, values = track.course(name)
            if len(weeks):
                courses[arm, name] = Course(weeks, values[None, :])
    effects = {}
    for arm in arms:
        for name in result.names:
            without, with_ = result.without(name), result.end(name, arm)
            effects[arm, name] = Difference(arm, name, result.start(name), without, with_, with_ - without, _NAN, _NAN, _NAN, 1, _NAN)
    ties: dict[str, np.ndarray] = {}
    for arm in result.arms if with_map and result.facts.gates <= MOST_GATES else ():
        try:
            ties[arm] = result.snapshot(arm=arm).gate_ties(result.facts.acquaintance)
        except LookupError:
            continue
    seeds = (result.seed,)
    return Story(baseline=result.baseline, arms=arms, seeds=seeds, weeks=result.weeks, courses=courses, effects=effects, asked=1, **_common(result, ties))


def story_of_comparison(comparison: Comparison) -> Story:
    """Return the story of several arms on several seeds."""
    courses: dict[tuple[str, str], Course] = {}
    effects = {}
    for name in comparison.names:
        for arm in comparison.everybody:
            weeks, values = comparison.course(arm, name)
            if len(weeks) and len(values):
                courses[arm, name] = Course(weeks, values)
        if comparison.seeds:
            effects.update({(arm, name): comparison.difference(arm, name) for arm in comparison.arms})
    costs = {arm: comparison.cost(arm) for arm in comparison.arms} if len(comparison.seeds) > 1 else {}
    return Story(
        baseline=comparison.baseline, arms=comparison.arms, seeds=comparison.seeds, weeks=comparison.weeks, courses=courses, effects=effects, costs=costs,
        asked=max(comparison.asked, len(comparison.seeds)), drawn=comparison.drawn, draws=len(set(comparison.draws)),
        **_common(comparison, comparison.gate_ties),
        sensitivities={arm: found for arm in comparison.arms if (found := comparison.sensitivity(arm)) is not None},
    )  # fmt: skip


def _common(result: RunResult | Comparison, ties: dict[str, np.ndarray]) -> dict[str, Any]:
    facts = result.facts
    kinds: dict[str, Text] = dict(facts.kinds)
    return {
        "title": facts.title, "scenario": facts.name, "residents": facts.residents, "gates": facts.gates, "version": facts.version,
        "arm_titles": facts.arm_titles, "kinds": kinds, "degrees": result.degrees, "infos": in_order(result.infos), "mechanisms": facts.mechanisms,
        "compound": _compound(result, ties), "finished": result.finished, "constants": facts.constants, "assumed": facts.assumed,
    }  # fmt: skip


def in_order(infos: Mapping[str, MeasureInfo]) -> dict[str, MeasureInfo]:
    """Return measures in the order of a report: the engine's as they are declared, then all others in their order."""
    return {name: infos[name] for name in (*(m for m in MEASURES if m in infos), *(m for m in infos if m not in MEASURES))}


def _compound(result: RunResult | Comparison, ties: dict[str, np.ndarray]) -> Compound | None:
    ground = result.ground
    arms = {arm: table for arm, table in ties.items() if arm != START}
    if result.baseline not in arms or len(ground.gate_xy) > MOST_GATES:
        return None
    places = tuple((kind, x, y) for _, kind, x, y in ground.facilities)
    return Compound(np.asarray(ground.gate_xy, float), ground.gate_building, ground.gate_residents, places, arms)
