"""The facts of a run that its report and its small print name: sizes, titles, versions, how many constants are assumed."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, entry_points, version
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.ground.text import Text
from ..model.ground.version import __version__
from ..scenarios.facts import constants, count_marks
from .records import Facts, Ground, MechanismFacts

if TYPE_CHECKING:
    from ..model.contract.mechanism import Mechanism
    from ..model.ground.measure import MeasureInfo
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario

WEEKLY = {
    "week_events": (Text("events held this week", "本周活动数"), "events a week"),
    "week_attendances": (Text("attendances this week", "本周参与人次"), "person-times a week"),
}
"""What a run counts in every week, besides the measures that it takes every few weeks."""
_LIBRARIES = ("numpy", "numba", "mesa", "scipy", "pandas", "pyarrow", "pydantic")


def facts_of(scenario: Scenario, society: Society, weeks: int) -> Facts:
    """Gather the facts of a scenario and of one of its societies."""
    return Facts(
        **of_scenario(scenario),
        name=scenario.name,
        source=scenario.source,
        weeks=weeks,
        residents=society.residents.n,
        gates=society.places.gates,
        communities=society.places.communities,
        version=__version__,
        kinds={kind.name: kind.title for kind in society.focus_kinds},
        acquaintance=society.constants.ties.acquaintance,
        mechanisms={one.name: MechanismFacts(one.title, made_by(type(one))) for one in society.programme.mechanisms},
    )


def of_scenario(scenario: Scenario) -> dict[str, Any]:
    """Return the facts that another arm in the scenario changes: its titles, and how many constants it rests on."""
    marks = count_marks(constants(scenario))
    titles = {name: scenario.arm_title(name) for name in scenario.arms} or {scenario.name: scenario.title}
    return {"title": scenario.title, "arm_titles": titles, "constants": marks.total() - marks["setting"], "assumed": marks["assumed"]}


def with_arm(facts: Facts, arm: Facts) -> Facts:
    """Return the facts with what another arm adds: its kinds of foci and its mechanisms."""
    return replace(facts, kinds={**facts.kinds, **arm.kinds}, mechanisms={**facts.mechanisms, **arm.mechanisms})


def made_by(kind: type[Mechanism[Any]]) -> str:
    """Return the package and the version that a mechanism came with; for one that came without a package, its module."""
    package = kind.__module__.partition(".")[0]
    if package == __name__.partition(".")[0]:
        return f"linli {__version__}"
    for point in entry_points(group="linli.mechanisms"):
        package_of = getattr(point, "dist", None)
        if point.name == kind.name and package_of is not None:
            return f"{package_of.name} {package_of.version}"
    return kind.__module__


def ground_of(society: Society) -> Ground:
    """Return where the gates of a society are."""
    p = society.places
    return Ground(
        gate_xy=p.gate_xy.copy(),
        gate_building=np.repeat(np.arange(len(p.building_gates) - 1, dtype=np.int32), np.diff(p.building_gates)),
        gate_residents=np.diff(p.gate_rows).astype(np.int32),
        facilities=tuple(p.facilities),
    )


def infos_of(society: Society, names: Iterable[str]) -> dict[str, MeasureInfo]:
    """Return what each measure of a society is, as it was declared, also of other people's mechanisms."""
    from ..model.ground.measure import MeasureInfo
    from ..model.society.measures import catalogue, info

    own = {name: MeasureInfo(title, unit, "count") for name, (title, unit) in WEEKLY.items()}
    own |= catalogue(type(mechanism) for mechanism in society.programme.mechanisms)
    kinds = {kind.name: kind.title for kind in society.focus_kinds}
    return {name: own[name] if name in own else info(name, kinds) for name in names}


def environment() -> dict[str, Any]:
    """Return versions and machine, for the manifest of a run."""
    found: dict[str, Any] = {
        "linli": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
