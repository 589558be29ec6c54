"""The codebook of a city's tables."""

from __future__ import annotations

from ...model.ground.measure import MeasureInfo
from ...model.ground.text import Text
from ..codebook import NO_UNIT, Column, Table

_PEOPLE, _KM, _SECONDS = Text("people", "人"), Text("kilometres", "公里"), Text("seconds", "秒")
_RUN = Column(Text("Number of the year of a community among all of the city", "全市各社区各年的编号"))
_SEED, _ARM = Column(Text("Seed of the city", "随机种子")), Column(Text("Arm of the scenario", "情景方案"))
_YEAR = Column(Text("Year of the scenario; 0 is its beginning", "情景年份；0 为开始"), Text("years", "年"))
_COMMUNITY = Column(Text("Number of the community (communities.parquet)", "社区编号（communities.parquet）"))

COMMUNITIES = Table("communities", Text("a community", "一个社区"), {
    "community": Column(Text("Number of the community", "社区编号")), "name": Column(Text("Its name", "名称")),
    "asked": Column(Text("Residents of 14 and older that it was to have", "设定的 14 岁及以上居民数"), _PEOPLE),
    "preset": Column(Text("Kind of housing", "住区类型")), "compounds": Column(Text("Compounds", "小区数")),
    "buildings": Column(Text("Buildings of a compound", "每小区楼栋数")),
    "x": Column(Text("To the east", "向东"), _KM), "y": Column(Text("To the north", "向北"), _KM),
})  # fmt: skip
MEASURES = Table("measures", Text("a measure of a community at the end of a year", "某社区某年末的一个指标"), {
    "run": _RUN, "seed": _SEED, "arm": _ARM, "year": _YEAR, "community": _COMMUNITY, "measure": Column(Text("Name of the measure", "指标名称")),
    "value": Column(
        Text("Value, in the unit of the measure; sums are since the beginning", "数值，单位依指标；累计数自开始起"), NO_UNIT,
        null=Text("not taken, or of nothing", "未测，或无对象"),
    ),
})  # fmt: skip
MOVES = Table("moves", Text("people who move from one community to another at the beginning of a year", "某年初由一社区迁往另一社区的人"), {
    "run": Column(Text("Number of the turn of the year", "年度交接的编号")), "seed": _SEED, "arm": _ARM, "year": _YEAR,
    "source": Column(Text("Community that they leave", "迁出社区")), "target": Column(Text("Community to which they come", "迁入社区")),
    "households": Column(Text("Households", "住户数")), "people": Column(Text("Residents of 14 and older", "14 岁及以上居民"), _PEOPLE),
})  # fmt: skip
TASKS = Table("tasks", Text("how long a community took for a year; year 0: the years before", "某社区某年的用时；0 为情景开始前各年"), {
    "run": _RUN, "seed": _SEED, "arm": _ARM, "year": _YEAR, "community": _COMMUNITY,
    "seconds": Column(Text("How long it took", "用时"), _SECONDS),
    "resident_weeks": Column(Text("Residents times weeks that were lived", "居民数与周数之积")),
    "bytes": Column(Text("Most memory that its worker had had by then", "工作进程至此的最大内存"), Text("bytes", "字节")),
})  # fmt: skip
TABLES = (COMMUNITIES, MEASURES, MOVES, TASKS)

OWN: dict[str, MeasureInfo] = {
    "residents": MeasureInfo(Text("residents of 14 and older", "14 岁及以上居民"), "people", "count"),
    "acquaintances_sd": MeasureInfo(Text("spread of acquaintances between residents", "居民间熟人数的离散"), "sd", "number"),
    "budget": MeasureInfo(Text("money from the district in the year", "当年区级经费"), "yuan", "yuan"),
    "moved": MeasureInfo(Text("people who came from elsewhere in the city at the beginning of the year", "年初由市内其他社区迁入的人"), "people", "count"),
}
"""What is kept of a community besides its measures."""
