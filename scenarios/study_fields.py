"""The fields of a study file that are no setting: its head and its tables. docs/studies.md tells them to people."""

from __future__ import annotations

from typing import Literal

from ..model.ground.parameters import Parameters, constant
from ..model.ground.text import Text
from .checking import TitleFields

SITES = (2, 2000)
"""Simulated sites of a study: at least, at most."""
FORMAT = 1
"""Version of the format of study files."""
Mark = Literal["computed", "quoted", "memory"]
Role = Literal["fit", "predict"]
Expectation = Literal["more", "less", "same"]
MARKS: dict[str, Text] = {
    "computed": Text("computed from the data", "由原始数据计算"),
    "quoted": Text("quoted", "引自文献"),
    "memory": Text("from memory of the literature", "凭文献记忆"),
}
ROLES: dict[str, Text] = {"fit": Text("fitted", "用于拟合"), "predict": Text("predicted", "用于检验")}


class Quick(Parameters):
    """How the fit plays a study: fewer sites, fewer years before, a smaller neighbourhood."""

    sites: int = constant(4, unit="sites", low=1, high=1000, mark="setting", en="Sites", zh="地点数")
    years_before: int | None = constant(None, unit="years", low=0, high=60, mark="setting", en="Years before week 0", zh="之前的年数")
    buildings: int | None = constant(None, unit="buildings", low=1, high=2000, mark="setting", en="Buildings", zh="楼栋数")


class StudyHead(Parameters):
    """The first lines of a study file."""

    format: int = constant(FORMAT, unit="version", low=1, high=FORMAT, mark="setting", en="Version of the file format", zh="文件格式版本")
    title: TitleFields = TitleFields()
    citation: str = constant("", unit="text", mark="setting", en="The publication", zh="文献")
    licence: str = constant("", unit="text", mark="setting", en="Where the figures come from, and the licence of the data", zh="数字来源与数据许可")
    note: TitleFields = TitleFields()
    role: Role = constant("predict", unit="name", mark="setting", en="fit: the constants were fitted to it; predict: held out", zh="fit 用于拟合；predict 留作检验")
    sites: int = constant(20, unit="sites", low=SITES[0], high=SITES[1], mark="setting", en="Simulated sites like that of the study", zh="模拟的同类地点数")
    weeks: int = constant(1, unit="steps", low=0, high=2600, mark="setting", en="Length of the study in steps (weeks, unless days_a_step says otherwise)", zh="步数（默认每步一周）")
    days_a_step: float = constant(7.0, unit="days", low=0.25, high=7.0, mark="setting", en="Days that a step stands for", zh="每步天数")
    years_before: int = constant(0, unit="years", low=0, high=60, mark="setting", en="Years that people have lived together before", zh="之前共同生活的年数")
    ordinary_week: bool = constant(False, unit="yes or no", mark="setting", en="The everyday foci of a compound are there", zh="是否包含小区日常场合")
    quick: Quick = Quick()


class TableFields(Parameters):
    """One table of a study: a question, when it was asked, what was found."""

    question: str = constant("", unit="name", mark="setting", en="Name of the question", zh="问题名称")
    title: TitleFields = TitleFields()
    weeks: tuple[int, ...] = constant((), unit="steps", mark="setting", en="When it was asked; none: at the end", zh="询问时点；缺省为结束时")
    labels: tuple[str, ...] = constant((), unit="text", mark="setting", en="What each row is about", zh="各行标签")
    published: tuple[float, ...] = constant((), unit="number", mark="setting", en="What was found, a row a number", zh="公布的数字")
    unit: Literal["", "%", "share"] = constant("", unit="name", mark="setting", en="Of figures in per cent: % or share (of 1)", zh="百分数的单位：% 或 share（比例）")
    expect: tuple[Expectation, ...] = constant((), unit="name", mark="setting", en="What was found, in words: more, less, same", zh="定性结果：more、less、same")
    margin: float | None = constant(None, unit="number", low=0.0, mark="setting", en="Largest difference that counts as the same", zh="视为相同的最大差异")
    mark: Mark = constant("memory", unit="name", mark="setting", en="computed, quoted or memory", zh="computed、quoted 或 memory")
    n: tuple[float, ...] = constant((), unit="number", mark="setting", en="How many were asked (one number, or one a row)", zh="样本量")
    design: float = constant(1.0, unit="factor", low=1.0, high=100.0, mark="setting", en="Design effect of the sample", zh="设计效应")
    se: tuple[float, ...] = constant((), unit="number", mark="setting", en="Standard errors as published", zh="公布的标准误")
    spread: float | None = constant(None, unit="number", low=0.0, mark="setting", en="Standard deviation between people, where n people were asked for a mean", zh="个体标准差")
    places: int = constant(1, unit="places", low=1, high=100_000, mark="setting", en="How many places were studied, where no n or se is given", zh="研究的地点数（未给 n 或 se 时）")
    distribution: bool = constant(False, unit="yes or no", mark="setting", en="The rows are parts of one whole and count as one", zh="各行是否为同一分布的组成部分，合计为一")
    arm: str = constant("", unit="name", mark="setting", en="Arm that was asked", zh="所问的方案")
    contrast: tuple[str, ...] = constant((), unit="names", mark="setting", en="Two arms: the second less the first", zh="两方案之差")
    times: float = constant(1.0, unit="factor", low=0.0, high=1e6, mark="setting", en="Of a contrast in words: the second against so many times the first", zh="定性对比的倍数：第二方案与第一方案若干倍之比")
