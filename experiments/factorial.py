"""The parts of building-gates, each with and without each other part (2^4), at several frequencies of gatherings.

A comparison of all combinations on the same seeds. An effect is a contrast of such a design (Box, Hunter and Hunter 2005, ch. 5): the effect of a
part is the mean of what it adds over all settings of the others; an interaction is the mean of how much more (or less) parts do together than
the sum of what they do alone, over the settings of the rest. Each is estimated on every seed, and its interval is that of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..model.ground.text import Text
from .compare import compare
from .intervals import Paired, paired

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .comparison import Comparison
    from .progress import Progress

MECHANISM = "building-gates"
GATHERINGS = "gatherings"
FREQUENCIES = (12, 26, 52)
"""Gatherings a year and gate."""
MEASURE = "acquaintances"


Ends = Mapping[str, np.ndarray]
"""Arm -> a measure at the end of each seed, float64 [seeds]."""


class Part(NamedTuple):
    """One part of the policy.

    Attributes:
        title: for people.
        levers: what it sets; gatherings get their number a year besides.
    """

    title: Text
    levers: dict[str, Any]


PARTS: dict[str, Part] = {
    GATHERINGS: Part(Text("gatherings of the gate", "楼门聚会"), {"festivals": True, "knock_share": 0.5}),
    "decorating": Part(Text("decorating", "装饰楼道"), {"decorating_a_year": 1.0}),
    "shows": Part(Text("talent shows", "才艺展示与发现能人"), {"talent_shows_a_year": 2.0, "find_talent": True}),
    "circles": Part(Text("interest circles", "兴趣小组"), {"interest_circles": True}),
}
"""The parts in the order of the page."""


class Effect(NamedTuple):
    """What parts add, alone or together.

    Attributes:
        parts: one: its effect; several: their interaction.
        estimate: over seeds.
    """

    parts: tuple[str, ...]
    estimate: Paired


def arm_of(chosen: Iterable[str], a_year: int) -> str:
    """Return the name of the arm with the chosen parts; without gatherings their number makes no difference."""
    names = [name for name in PARTS if name in set(chosen)]
    return "-".join(f"{name}-{a_year}" if name == GATHERINGS else name for name in names) or "none"


def subsets(parts: Sequence[str] = tuple(PARTS)) -> list[tuple[str, ...]]:
    """Return all combinations of parts, from none to all."""
    return [chosen for size in range(len(parts) + 1) for chosen in combinations(parts, size)]


def contrasts(ends: Callable[[tuple[str, ...]], np.ndarray], parts: Sequence[str]) -> dict[tuple[str, ...], np.ndarray]:
    """Return the effect of each part and the interaction of each combination of them on every seed, those of one part first.

    Args:
        ends: combination -> a measure at the end, float64 [seeds].
        parts: the parts; all their combinations were played.
    """
    out = {}
    for several in subsets(parts)[1:]:
        contrast = np.zeros(len(ends(())))
        for chosen in subsets(parts):
            # The sign is that of the product of (+1 with, -1 without) over these parts.
            contrast += ends(chosen) * (-1.0) ** sum(part not in chosen for part in several)
        out[several] = contrast / 2 ** (len(parts) - len(several))
    return out


def factorial_scenario(base: Scenario, frequencies: Sequence[int] = FREQUENCIES) -> Scenario:
    """Return a scenario with an arm for each combination of parts and frequency; `base` says all else."""
    from ..scenarios.schema import Scenario

    arms: dict[str, dict[str, Any]] = {}
    for a_year, chosen in product(frequencies, subsets()):
        levers: dict[str, Any] = {}
        for name in chosen:
            levers |= PARTS[name].levers | ({"gatherings_a_year": float(a_year)} if name == GATHERINGS else {})
        arms[arm_of(chosen, a_year)] = {"mechanisms": {MECHANISM: levers}}
    return Scenario.from_dict({**base.data, "arms": arms}, base.name, base.file, base.folder)


def play(
    base: Scenario, *, frequencies: Sequence[int] = FREQUENCIES, seeds: int, weeks: int | None = None, threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """Run all combinations on the same seeds; arguments and errors as of `compare`."""
    return compare(factorial_scenario(base, frequencies), seeds=seeds, weeks=weeks, threads=threads, progress=progress)


def ends_of(found: Comparison, measure: str = MEASURE) -> Ends:
    """Return arm -> a measure at the end, float64 [seeds]."""
    return {arm: found.ends(arm, measure) for arm in found.everybody}


def gain(ends: Ends, chosen: Iterable[str], a_year: int) -> np.ndarray:
    """Return float64 [seeds]: what a combination of parts has more at the end than no part."""
    return np.asarray(ends[arm_of(chosen, a_year)] - ends["none"])


def effects(ends: Ends, a_year: int) -> list[Effect]:
    """Return the effects of parts and their interactions at one frequency, those of one part first."""
    found = contrasts(lambda chosen: ends[arm_of(chosen, a_year)], tuple(PARTS))
    return [Effect(parts, paired(values)) for parts, values in found.items()]


def whole_against_parts(ends: Ends, a_year: int) -> list[Effect]:
    """Return for each smaller combination how much more all parts together do than it alone."""
    whole = gain(ends, PARTS, a_year)
    return [Effect(chosen, paired(whole - gain(ends, chosen, a_year))) for chosen in subsets()[1:-1]]
