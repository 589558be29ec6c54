"""The page of measures: everything that is counted, with its unit and how it is shown, as it is declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...model.ground.measure import MeasureInfo
from ...model.ground.text import Text
from ...model.mechanisms import BUILT_IN
from ...model.people.everyday import EVERYDAY
from ...model.services.services import KINDS
from ...model.society.groups import GROUP_MEASURES
from ...model.society.measures import MEASURES, info
from .markdown import DASH, cell, code, heads, table, unit_of

TITLE = Text("Measures", "指标")
ABOUT = Text(
    "Everything that is counted, with the name by which `run.measures`, `weekly.parquet`, `summary.csv` and plans of sweeps know it. "
    "Measures see the society whole; "
    "what a survey would have seen of it is asked by [the questions of studies](studies.md). **Shown**: "
    "a headline stands in every summary; *a year* is a sum since the start that is "
    "printed as a rate a year; *official* is a count as an office would report it, and the measure beside it is what happened.",
    "被计数的一切，及其在 `run.measures`、`weekly.parquet`、`summary.csv` 与扫描计划中的名称。指标看到整个社会；"
    "调查所能看到的由[研究的问题](studies.md)来问。"
    "**显示**：headline 出现在每份摘要中；“每年”指自开始以来的总和，按年率打印；“官方统计”指机构会上报的数字，其旁的指标是实际发生的。",
)
NAME, WHAT, UNIT, KIND, SHOWN = Text("name", "名称"), Text("what it is", "含义"), Text("unit", "单位"), Text("kind", "类型"), Text("shown", "显示")
HEADLINE, YEAR, OFFICIAL = Text("headline", "首要"), Text("a year", "每年"), Text("official, beside {name}", "官方统计，对照 {name}")
ENGINE, GROUPS = Text("## Of everybody", "## 全体居民"), Text("## Of groups of residents", "## 分组居民")
ORIGINS = Text("## Where acquaintances began", "## 熟人来源")
ORIGINS_ABOUT = Text(
    "A measure `origin.KIND` for each kind of focus of the scenario: the share of acquaintances whose pair first gained hours there. "
    "These are the everyday kinds of the default compound; "
    "kinds of events have theirs.",
    "情景中每类场合各有一个指标 `origin.类别`：最初在该处共处的熟人所占比例。以下为默认小区的日常场合；各类活动同样各有一个。",
)
SERVICE = Text("## Of the service `{name}`", "## 服务 `{name}`")


def measures_page(language: str) -> Iterable[str]:
    """Yield the parts of the page of measures."""
    yield f"# {TITLE.say(language)}"
    yield ABOUT.say(language)
    yield ENGINE.say(language)
    yield measure_table(MEASURES, language)
    yield GROUPS.say(language)
    yield measure_table(GROUP_MEASURES, language)
    yield ORIGINS.say(language)
    yield ORIGINS_ABOUT.say(language)
    titles = {name: Text(kind.en, kind.zh) for name, kind in EVERYDAY.items()}
    yield measure_table({f"origin.{name}": info(f"origin.{name}", titles) for name in titles}, language)
    for service in KINDS:
        if own := service.declared_measures():
            yield SERVICE.say(language, name=service.NAMESPACE or service.__name__.lower())
            yield measure_table(own, language)
    for kind in BUILT_IN:
        if own := kind.declared_measures():
            yield f"## {kind.name}"
            yield f"**{kind.title.say(language)}**"
            yield measure_table(own, language)


def measure_table(measures: Mapping[str, MeasureInfo], language: str) -> str:
    """Return the table of some measures."""
    rows = []
    for name, one in measures.items():
        shown = [HEADLINE.say(language)] if one.headline else []
        shown += [YEAR.say(language)] if one.a_year else []
        shown += [OFFICIAL.say(language, name=code(one.beside))] if one.beside else []
        told = Text(", ", "；").say(language).join(shown) or DASH
        rows.append([code(name), cell(one.title.say(language)), cell(unit_of(one.unit, language)), one.kind, told])
    return table(heads(language, NAME, WHAT, UNIT, KIND, SHOWN), rows)
