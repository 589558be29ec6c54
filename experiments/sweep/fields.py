"""The fields of a plan file; docs/sweeps.md tells them to people."""

from __future__ import annotations

from typing import Literal

from ...model.ground.parameters import Parameters, constant
from ...model.ground.text import Text
from ...scenarios.checking import TitleFields

FORMAT = 1
"""Version of the format of plan files."""
MOST_RUNS = 100_000
"""Runs that a plan may have if it does not say how many."""
Kind = Literal["list", "factorial", "latin-hypercube", "sobol", "saltelli", "morris"]
KINDS: dict[str, Text] = {
    "list": Text("list: the first values together, then the second", "逐列：各参数的第一个值为一组，依次类推"),
    "factorial": Text("full factorial: every value with every other", "完全因子：各参数取值的全部组合"),
    "latin-hypercube": Text("Latin hypercube", "拉丁超立方"),
    "sobol": Text("Sobol sequence", "Sobol 序列"),
    "saltelli": Text("Saltelli, for Sobol indices", "Saltelli（用于 Sobol 指数）"),
    "morris": Text("Morris, for screening", "Morris（用于筛选）"),
}
"""Kind of design -> what it is."""


class PlanFields(Parameters):
    """What stands at the top of a plan."""

    format: int = constant(FORMAT, unit="version", low=1, high=FORMAT, mark="setting", en="Version of the file format", zh="文件格式版本")
    title: TitleFields = TitleFields()
    scenario: str = constant(..., unit="name", mark="setting", en="Name of a scenario, or a TOML file", zh="情景名称或 TOML 文件")
    arms: tuple[str, ...] = constant(
        (), unit="name", mark="setting",
        en="Arms; none: all. The first is what the others are compared with", zh="方案；缺省为全部，第一个作对照"
    )  # fmt: skip
    weeks: int | None = constant(None, unit="weeks", low=1, high=5200, mark="setting", en="Length of a run; none: the scenario's", zh="运行周数；缺省按情景")
    replications: int = constant(
        10, unit="number", low=1, high=1_000_000, mark="setting",
        en="Runs of each point, each with a seed of its own", zh="每个设计点的重复次数"
    )  # fmt: skip
    seed: int | None = constant(
        None, unit="number", low=0, high=2**31 - 1, mark="setting",
        en="The first seed; none: the scenario's", zh="首个随机种子；缺省按情景"
    )  # fmt: skip
    seeds: Literal["shared", "own"] = constant(
        "shared", unit="name", mark="setting",
        en="shared: all points live on the same random numbers; own: each on its own", zh="shared：各设计点共用随机数；own：各用各的"
    )  # fmt: skip
    measures: tuple[str, ...] = constant(
        (), unit="name", mark="setting",
        en="What is kept; none: the headlines and costs; all: everything", zh="保存的指标；缺省为主要指标与成本；all 为全部"
    )  # fmt: skip
    uncertainty: bool = constant(
        False, unit="yes or no", mark="setting",
        en="Each seed lives with a draw of its own of what is not known about people", zh="每个种子各用一次对未知的人的抽取"
    )  # fmt: skip
    every: int = constant(
        0, unit="weeks", low=0, high=5200, mark="setting",
        en="Weeks between two counts that are kept; 0: the start and the end", zh="两次计数相隔的周数；0 为仅首末"
    )  # fmt: skip
    limit: int = constant(MOST_RUNS, unit="number", low=1, high=100_000_000, mark="setting", en="More runs than this are refused", zh="超过此运行数则拒绝")


class DesignFields(Parameters):
    """[design]."""

    kind: Kind = constant("factorial", unit="name", mark="setting", en="Which points are run", zh="设计类型")
    points: int | None = constant(
        None, unit="number", low=1, high=10_000_000, mark="setting",
        en="Points; of saltelli and morris the base number, which each needs several of",
        zh="点数（saltelli、morris 为基数）"
    )  # fmt: skip
    seed: int = constant(1, unit="number", low=0, high=2**31 - 1, mark="setting", en="Seed of the points", zh="设计点的随机种子")
    levels: int = constant(
        4, unit="number", low=2, high=100, mark="setting",
        en="morris: levels of a parameter, an even number", zh="morris：每个参数的水平数（偶数）"
    )  # fmt: skip
    second_order: bool = constant(False, unit="yes or no", mark="setting", en="saltelli: also for indices of pairs", zh="saltelli：是否包含成对指数")


class RangeFields(Parameters):
    """A parameter that is a range."""

    low: float = constant(..., unit="number", mark="setting", en="Lowest value", zh="最小值")
    high: float = constant(..., unit="number", mark="setting", en="Highest value", zh="最大值")
    scale: Literal["linear", "log"] = constant("linear", unit="name", mark="setting", en="log: evenly on the logarithmic scale", zh="log：按对数均匀")
    whole: bool = constant(False, unit="yes or no", mark="setting", en="Whole numbers only", zh="仅取整数")
    steps: int | None = constant(
        None, unit="number", low=2, high=100_000, mark="setting",
        en="factorial: how many values, ends included", zh="factorial：取值个数（含两端）"
    )  # fmt: skip


class ValuesFields(Parameters):
    """A parameter that is a list, written as a table."""

    values: tuple[float | int | bool | str, ...] = constant(..., unit="number", mark="setting", en="The values", zh="取值")
