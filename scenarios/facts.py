"""The constants on which a scenario rests: value, unit, bounds, mark and source of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ..model.ground.parameters import Parameters, describe
from ..model.ground.text import Text
from ..model.people.everyday import EVERYDAY
from .checking import CONSTANTS
from .schema import Scenario


class Fact(NamedTuple):
    """One constant of a scenario.

    Attributes:
        key: how `--set` names it.
        value: the value in the scenario.
        unit: in words.
        low: lowest value allowed, None if there is none.
        high: highest value allowed, None if there is none.
        mark: measured, fitted, assumed or setting.
        source: where the number comes from.
        text: what it is.
        changed: True if the scenario does not use the default.
        likely: the range in which it probably lies, as declared; None: that of its mark.
        options: of a choice between rules: their names.
    """

    key: str
    value: object
    unit: str
    low: float | None
    high: float | None
    mark: str
    source: str
    text: Text
    changed: bool
    likely: tuple[float, float] | None = None
    options: tuple[str, ...] = ()


def facts(parameters: Parameters, prefix: str, default: Parameters | None = None) -> Iterable[Fact]:
    """List the constants of one parameter set, nested ones included.

    Args:
        parameters: the set.
        prefix: put before the names, such as "ties".
        default: what the values are compared with; the class's own defaults if None.
    """
    default = type(parameters)() if default is None else default
    for row in describe(type(parameters)):
        value, usual = getattr(parameters, row.name), getattr(default, row.name)
        key = f"{prefix}.{row.name}"
        if isinstance(value, Parameters):
            yield from facts(value, key, usual)
        elif row.unit != "text":
            yield Fact(key, value, row.unit, row.low, row.high, row.mark, row.source, row.text, value != usual, row.likely, row.options)


def constants(scenario: Scenario) -> list[Fact]:
    """List every constant of a scenario: of people, population, neighbourhood, everyday kinds and mechanisms, also those of single arms."""
    rows: list[Fact] = []
    sets: list[tuple[str, Parameters]] = [("neighbourhood", scenario.neighbourhood), ("population", scenario.population)]
    sets += [(name, getattr(scenario.constants, name)) for name in CONSTANTS]
    sets += [*scenario.mechanisms.items(), *of_arms(scenario).items()]
    for prefix, own in sets:
        rows.extend(facts(own, prefix))
    for name, kind in scenario.everyday.items():
        rows.extend(facts(kind, f"everyday.{name}", EVERYDAY.get(name)))
    return rows


def of_arms(scenario: Scenario) -> dict[str, Parameters]:
    """Return the mechanisms that only arms have: name -> parameters in the first arm that has it."""
    found: dict[str, Parameters] = {}
    for arm, own in scenario.overrides.items():
        new = [name for name in own.get("mechanisms", {}) if name not in scenario.mechanisms and name not in found]
        if new:
            found |= {name: scenario.arm(arm).mechanisms[name] for name in new}
    return found


def count_marks(rows: Iterable[Fact]) -> Counter[str]:
    """Count constants by mark; settings are choices and no claims about the world."""
    return Counter(row.mark for row in rows)
