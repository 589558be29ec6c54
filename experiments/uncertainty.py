"""What is not known about people, carried into a comparison: each draw lives with constants of its own, and several seeds with each draw.

The constants of ties and answering come from the posterior of the fit (experiments/calibration): a draw takes one of its vectors, so
that constants that trade off stay together. All other constants that are claims about people (the decision to come, trust, services,
time for visits, everyday foci, what mechanisms assume and cost) are drawn from the range in which each probably lies
(`model.parameters.likely_range`), and so are the tables of who lives there where they are assumed: all that a preset says of its people, and
of the default what no statistics were found for. Settings are choices of the person who runs and are not drawn; nor is what the scenario file or
`--set` says, nor the buildings, nor tables that were measured. Pairs of rules that the published tables cannot tell apart (`parameters.choice`) are drawn too,
each as likely as the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..model.founding.presets import sections_of
from ..model.ground.parameters import likely_range
from ..model.ground.random import draw
from ..scenarios.facts import Fact, constants
from ..scenarios.schema import Scenario
from ..scenarios.settings import assign
from .calibration.posterior import Posterior, read_posterior

LEFT_OUT = ("neighbourhood",)
"""The section that says what the place is like: whoever runs knows their own buildings."""

Path = tuple[str, ...]


class Drawn(NamedTuple):
    """One constant, or choice between rules, that is drawn.

    Attributes:
        paths: all places where it stands.
        key: how `--set` names it; of a choice together with the name of the rule that is not the default.
        value: in the scenario; of a choice the number of the rule.
        range: from which it is drawn; None: from the posterior, or a choice.
        options: the rules of a choice; () for a number.
    """

    paths: tuple[Path, ...]
    key: str
    value: float
    range: tuple[float, float] | None
    options: tuple[str, ...] = ()


def places_of(fact: Fact, scenario: Scenario) -> tuple[Path, ...]:
    """Return where a constant stands in the scenario's data: one place, or each arm that has its mechanism where the others have none."""
    keys = tuple(fact.key.split("."))
    if keys[0] in scenario.mechanisms:
        return (("mechanisms", *keys),)
    arms = [arm for arm, own in scenario.overrides.items() if keys[0] in own.get("mechanisms", {})]
    return tuple(("arms", arm, "mechanisms", *keys) for arm in arms) or (keys,)


def written(data: object, path: Path) -> bool:
    """Return whether the scenario's own file (or a setting) says something at this place."""
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def known(fact: Fact, path: Path, scenario: Scenario) -> bool:
    """Return whether a number of the population comes from statistics: measured, and not replaced by what a preset assumes of its people."""
    return path[0] == "population" and fact.mark == "measured" and not written(sections_of(scenario.neighbourhood.preset), path)


def uncertain(scenario: Scenario, posterior: Posterior) -> list[Drawn]:
    """List the constants of a scenario that are drawn.

    Args:
        scenario: the scenario.
        posterior: of the fit.
    """
    found = []
    for fact in constants(scenario):
        places = (path for path in places_of(fact, scenario) if path[0] not in LEFT_OUT and not written(scenario.data, path))
        paths = tuple(path for path in places if not known(fact, path, scenario))
        if paths and fact.options and fact.mark == "assumed":
            found.append(Drawn(paths, f"{fact.key}={fact.options[-1]}", float(fact.options.index(str(fact.value))), None, fact.options))
            continue
        if not paths or isinstance(fact.value, bool) or not isinstance(fact.value, float):
            continue
        if fact.key in posterior.keys:
            found.append(Drawn(paths, fact.key, fact.value, None))
            continue
        mark = "assumed" if fact.key.startswith("population.") else fact.mark
        span = likely_range(fact.value, fact.unit, mark, fact.low, fact.high, fact.likely)
        if span is not None and span[0] < span[1]:
            found.append(Drawn(paths, fact.key, fact.value, span))
    return found


def within(span: tuple[float, float], u: float) -> float:
    """Return the value at share u of a range: evenly on the logarithmic scale if both ends are above zero, else evenly."""
    low, high = span
    return low * math.exp(u * math.log(high / low)) if low > 0.0 else low + u * (high - low)


def drawn_values(drawn: Iterable[Drawn], posterior: Posterior, draw_number: int) -> dict[str, float]:
    """Return constant -> its value in a draw; of a choice the number of the rule.

    Each is drawn by its own key, so that one constant more does not shift another.
    """
    vector = posterior.one(draw_number)

    def value(one: Drawn) -> float:
        if one.options:
            return float(int(_share(one.key, draw_number) * len(one.options)))
        return vector[one.key] if one.range is None else within(one.range, _share(one.key, draw_number))

    return {one.key: value(one) for one in drawn}


def draw_scenario(scenario: Scenario, posterior: Posterior, draw_number: int) -> Scenario:
    """Return a scenario in which all uncertain constants have the values of a draw; all its arms and seeds have the same.

    Args:
        scenario: the scenario, with all its arms.
        posterior: of the fit.
        draw_number: number of the draw.
    """
    drawn = uncertain(scenario, posterior)
    values, data = drawn_values(drawn, posterior, draw_number), scenario.data
    for one in drawn:
        for path in one.paths:
            data = assign(data, path, one.options[int(values[one.key])] if one.options else values[one.key])
    return Scenario.from_dict(data, scenario.name, scenario.file, scenario.folder)


def seed_scenario(scenario: Scenario, seed: int) -> Scenario:
    """Return a scenario as a seed of a sweep with uncertainty lives it: with the draw, from the posterior that comes with linli, whose number the seed is."""
    return draw_scenario(scenario, _shipped(), seed)


@lru_cache(maxsize=1)
def _shipped() -> Posterior:
    return read_posterior()


def _share(key: str, draw_number: int) -> float:
    return float(draw(draw_number, f"uncertain {key}", 0, np.zeros(1, np.uint64))[0])


def count(drawn: Iterable[Drawn]) -> tuple[int, int, int]:
    """Return how many constants are drawn from the posterior, how many from ranges, and how many choices between rules."""
    kinds = ["choice" if one.options else "fitted" if one.range is None else "range" for one in drawn]
    return kinds.count("fitted"), kinds.count("range"), kinds.count("choice")
