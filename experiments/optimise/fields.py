"""The fields of [optimise] in a plan; docs/optimise.md tells them to people."""

from __future__ import annotations

from typing import Literal

from ...model.ground.parameters import Parameters, constant

OBJECTIVES, LIMITS = "objectives", "limits"
"""Tables within [optimise]."""
MOST_OBJECTIVES = 4
"""With more, nearly every point is on the front, and a front says nothing any more."""


class SearchFields(Parameters):
    """[optimise] itself."""

    arm: str = constant(
        "", unit="name", mark="setting", en="The arm that is searched; none: the second, or the only one", zh="要优化的方案；缺省为第二个，或唯一的方案"
    )  # fmt: skip
    population: int = constant(12, unit="number", low=4, high=10_000, mark="setting", en="Points of a generation", zh="每代的设计点数")
    generations: int = constant(5, unit="number", low=1, high=10_000, mark="setting", en="Generations; may be raised later", zh="代数，以后可以增加")
    finalists: int = constant(
        8, unit="number", low=1, high=200, mark="setting", en="Points that are played again with fresh seeds", zh="用新种子重新运行的设计点数"
    )  # fmt: skip
    again: int = constant(10, unit="number", low=2, high=100_000, mark="setting", en="Fresh seeds", zh="新种子数")
    seed: int = constant(1, unit="number", low=0, high=2**31 - 1, mark="setting", en="Seed of the search", zh="搜索的随机种子")


class ObjectiveFields(Parameters):
    """One objective."""

    want: Literal["more", "less"] = constant(..., unit="name", mark="setting", en="more or less of it", zh="越多越好或越少越好")
    own: bool = constant(
        False, unit="yes or no", mark="setting", en="The arm's own value, not its difference from the first arm", zh="取方案自身的值，而非与第一个方案之差"
    )  # fmt: skip


class LimitFields(Parameters):
    """One limit."""

    at_most: float | None = constant(None, unit="number", mark="setting", en="No more than this", zh="不超过")
    at_least: float | None = constant(None, unit="number", mark="setting", en="No less than this", zh="不少于")
    own: bool = constant(
        False, unit="yes or no", mark="setting", en="The arm's own value, not its difference from the first arm", zh="取方案自身的值，而非与第一个方案之差"
    )  # fmt: skip
