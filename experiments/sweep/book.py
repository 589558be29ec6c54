"""What the columns of a sweep's tables are; docs/sweeps.md is held against it by a test."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.ground.text import Text
from ..codebook import NO_UNIT, Column, Table
from .designs import Parameter
from .work import STAGES

_RUN = Column(Text("Number of the run", "运行编号"))
_POINT = Column(Text("Number of the point (points.parquet)", "设计点编号（points.parquet）"))
_REPLICATION = Column(Text("Number of the replication", "重复编号"))
_SEED, _ARM = Column(Text("Seed of the run", "随机种子")), Column(Text("Arm of the scenario", "情景方案"))
_SECONDS, _WEEK = Text("seconds", "秒"), Text("scenario week", "情景周")
TIMINGS = ("seconds", "spin_up_seconds")
"""Columns that tell how long something took, and no result."""

RUNS = Table("runs", Text("a run that finished: all arms of a point on one seed", "一次完成的运行：一个设计点、一个种子的全部方案"), {
    "run": _RUN, "point": _POINT, "replication": _REPLICATION, "seed": _SEED,
    "residents": Column(Text("Residents of 14 and older at the start", "开始时 14 岁及以上居民"), Text("people", "人")),
    "seconds": Column(Text("How long it took", "用时"), _SECONDS),
    "spin_up_seconds": Column(Text("Of these, the years before the scenario", "其中预热用时"), _SECONDS),
})  # fmt: skip
MEASURES = Table("measures", Text("a measure of an arm of a run in a week", "某次运行中某方案某周的一个指标"), {
    "run": _RUN, "point": _POINT, "replication": _REPLICATION, "seed": _SEED, "arm": _ARM,
    "week": Column(Text("Week; 0 is the start of the scenario", "周；0 为情景开始"), _WEEK),
    "measure": Column(Text("Name of the measure", "指标名称")),
    "value": Column(
        Text("Value, in the unit of the measure", "数值，单位依指标"), NO_UNIT, null=Text("not taken in this week, or of nothing", "该周未测，或无对象")
    ),
})  # fmt: skip
FAILED = Table("failed", Text("a run that failed", "一次失败的运行"), {
    "run": _RUN, "point": _POINT, "replication": _REPLICATION, "seed": _SEED,
    "stage": Column(
        Text("Where it failed; worker: the process that worked on it ended", "失败环节；worker 指工作进程结束"), NO_UNIT,
        tuple(Text(name, zh) for name, zh in zip(STAGES, ("设置", "预热", "推进", "计量", "进程"), strict=True)),
    ),
    "arm": Column(Text("The arm that was at work; empty: none yet", "当时的方案；空为尚未开始")),
    "week": Column(Text("The scenario week; -1: none yet", "情景周；-1 为尚未开始"), _WEEK),
    "error": Column(Text("What was said", "错误信息")), "where": Column(Text("File and line of linli; empty: not known", "linli 的文件与行；空为不详")),
    "seconds": Column(Text("How long it took", "用时"), _SECONDS),
})  # fmt: skip
POINTS = Table("points", Text("a point of the design", "一个设计点"), {"point": Column(Text("Number of the point", "设计点编号"))})
TABLES = (RUNS, MEASURES, FAILED, POINTS)


def points_table(parameters: Sequence[Parameter]) -> Table:
    """Return the codebook of points.parquet: a column a parameter."""
    return POINTS.with_columns({one.key: Column(Text(f"Parameter {one.key}", f"参数 {one.key}")) for one in parameters})
