"""The fields of a city's file; docs/city.md tells them to people."""

from __future__ import annotations

from typing import Literal

from ...model.ground.parameters import Parameters, assumed, constant, setting
from ...model.ground.text import Text
from ...scenarios.checking import TitleFields

FORMAT = 1
"""Version of the format of a city's file."""
MOST_COMMUNITIES = 40_000
"""Communities of a city: their permanent numbers have 16 bits."""
DISTRICT = "three-level-linkage"
"""The policy over communities; they know that money hangs on what they report."""
Rule = Literal["none", "equal", "residents", "reports", "best"]
RULES: dict[str, Text] = {
    "none": Text("each has what the scenario says", "各按情景所定"),
    "equal": Text("equal", "平均"),
    "residents": Text("by residents", "按居民数"),
    "reports": Text("by what is reported", "按上报数"),
    "best": Text("to the one that reports most", "归上报最多者"),
}
"""Rule of the district -> what it is."""


class CityFields(Parameters):
    """What stands at the top of a city's file."""

    format: int = constant(FORMAT, unit="version", low=1, high=FORMAT, mark="setting", en="Version of the file format", zh="文件格式版本")
    title: TitleFields = TitleFields()
    scenario: str = setting(..., "name", None, None, "Name of a scenario, or a TOML file", "情景名称或 TOML 文件")
    arms: tuple[str, ...] = setting((), "name", None, None, "Arms; none: all. The first is what the others are compared with", "方案；缺省为全部，第一个作对照")
    years: int = setting(5, "years", 1, 100, "Years that are lived", "运行年数")
    seed: int | None = setting(None, "number", 0, 2**31 - 1, "The first seed; none: the scenario's", "首个随机种子；缺省按情景")
    replications: int = setting(1, "number", 1, 10_000, "Whole cities, each on a seed of its own", "重复次数，每次用一个种子")
    measures: tuple[str, ...] = setting((), "name", None, None, "What is kept; none: the headlines and costs", "保存的指标；缺省为主要指标与成本")
    moves_within: float = assumed(
        0.3, "share of the households that move", 0.0, 1.0, "Of the households that move, those that stay in the city", "迁居住户中仍在本市的比例"
    )  # fmt: skip


class TableFields(Parameters):
    """[communities]: a file, or how many and how large."""

    file: str = setting("", "file", None, None, "Table of the communities, from the folder of this file", "社区表，路径相对于本文件")
    number: int | None = setting(None, "communities", 1, MOST_COMMUNITIES, "How many communities", "社区数")
    residents: float | None = setting(None, "people", 1.0, 2e9, "Residents of the city, 14 and older", "全市 14 岁及以上居民数")
    spread: float = assumed(0.6, "sd of the logarithm", 0.0, 2.0, "How unequal communities are in size (log-normal)", "社区规模的差异（对数正态的标准差）")
    least: float = setting(300.0, "people", 1.0, 60_000.0, "Residents of the smallest community, about", "最小社区的居民数（约）")
    most: float = setting(60_000.0, "people", 1.0, 62_000.0, "Residents of the largest community, about", "最大社区的居民数（约）")
    seed: int = setting(1, "number", 0, 2**31 - 1, "Seed by which sizes and kinds of housing are dealt to places", "规模与住区类型在地图上排布的种子")
    presets: dict[str, float] = setting(
        {"beijing": 1.0}, "share of communities", None, None, "Kinds of housing, and the share of communities of each", "住区类型及其社区比例"
    )  # fmt: skip


class DistrictFields(Parameters):
    """[district]: how its money is shared out among the communities each year."""

    rule: Rule = setting("none", "name", None, None, "By what the district shares money out", "区里按什么分配经费")
    share: float = setting(1.0, "share of the money", 0.0, 1.0, "Part that goes by the rule; the rest is equal", "按规则分配的部分，其余平均")
    lever: str = setting(
        "three-level-linkage.budget_a_year", "name", None, None, "Lever of a mechanism that is the money of a community", "代表社区经费的政策杠杆"
    )  # fmt: skip
    report: str = setting("three-level-linkage.official_person_times", "name", None, None, "Measure that communities report", "社区上报的指标")
