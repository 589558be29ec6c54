"""A city in the terminal: means by residents, how communities differ and what of it is luck, money, moves, kinds of housing, communities one by one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console

from ..experiments.city.fields import RULES
from ..experiments.city.inequality import mean
from ..experiments.intervals import Paired
from ..model.founding.neighbourhood import PRESET_TITLES
from ..model.ground.text import Text
from .lines import Line
from .listing import Column, Listing
from .numbers import Scale, decimals, difference, difference_places, interval, number, spaced
from .tables import PALE
from .words import title_of, unit_of

if TYPE_CHECKING:
    from ..experiments.city.plan import CityPlan
    from ..experiments.city.result import City
    from ..model.ground.measure import MeasureInfo

MEASURE = "acquaintances"
_ASIDE = ("residents", "acquaintances_sd", "budget", "moved")
_HEAD = Text(
    "{communities} communities, {residents} residents of 14 and older; years: {years}; scenario {scenario}; seeds: {seeds}",
    "{communities} 个社区，14 岁及以上居民 {residents} 人；年数：{years}；情景 {scenario}；种子：{seeds}",
)
_STATE = Text("{done} of {all} cities (seeds) lived to the end", "完成 {done}/{all} 座城市（种子）")
_NOTHING = Text("No city has been lived to the end yet; the tables hold what there is.", "尚无运行到底的城市；各表中为已有结果。")
_MEANS = Text("at the end of year {year}, a mean over residents{sure}", "第 {year} 年末，按居民数加权的均值{sure}")
_SUMS = Text("all communities together", "各社区合计")
_SURE = Text(" (95 % over seeds)", "（95% 为各种子间）")
_MORE = Text("{arm}\nmore than {baseline}", "{arm}\n比{baseline}多")
_UNIT, _ARM = Text("unit", "单位"), Text("arm", "方案")
_UNEQUAL = Text("how communities differ in acquaintances a resident", "各社区人均熟人数的差异")
_SPREAD, _GINI = Text("spread", "标准差"), Text("Gini", "基尼系数")
_BETWEEN = Text("lies between\ncommunities", "社区间\n占比")
_LASTING = Text("of it, the same\non every seed", "其中各种子\n相同的占比")
_BY_KIND = Text("acquaintances a resident by kind of housing", "各住区类型的人均熟人数")
_KIND, _MANY = Text("housing", "住区类型"), Text("communities", "社区数")
_MONEY = Text(
    "District money ({rule}), {arm}: {total} yuan in the last year; {least} to {most} yuan a community, Gini {gini}.",
    "区级经费（{rule}），{arm}：末年共 {total} 元；每社区 {least} 至 {most} 元，基尼系数 {gini}。",
)
_FIRST = Text(
    "The communities that got most ({list}) have {with_} acquaintances a resident against {baseline}, all others {without}.",
    "经费最多的社区（{list}）与{baseline}相比，人均熟人 {with_}，其余 {without}。",
)
_MOVES = Text(
    "{people} people a year moved from one community to another ({share} of all residents); they keep trust and dispositions and leave their ties behind.",
    "每年 {people} 人在社区间迁居（占居民 {share}），保留信任与性情，原有熟人关系不带走。",
)
_SPEED = Text("{rate} resident-weeks a second of a worker; a worker had at most {memory} MB.", "每个工作进程每秒 {rate} 居民周，最多用内存 {memory} MB。")
_ALONE = Text("One seed tells nothing of luck: take replications = 2 or more.", "单个种子看不出偶然性，请取 replications = 2 以上。")
_EACH = Text("communities at the end (means over seeds)", "各社区期末（各种子均值）")
_NAME, _RESIDENTS = Text("community", "社区"), Text("residents", "居民")


def print_city(city: City, *, language: str, console: Console, full: bool = False) -> None:
    """Print what a city's folder holds.

    Args:
        city: the city.
        language: "en" or "zh".
        console: where.
        full: list all communities.
    """
    console.print(Line(city.title.say(language), style="bold"))
    how, *lines = heading(city, language)
    console.print(Line(how, style=PALE))
    for line in lines:
        console.print(Line(line))
    if not city.finished_seeds:
        return
    tables = [means(city, language), unequal(city, language), by_kind(city, language)] + ([each(city, language)] if full else [])
    for table in tables:
        console.print()
        console.print(table)
    console.print()
    for line in sentences(city, language):
        console.print(Line(line))


def heading(city: City, language: str) -> list[str]:
    """Return what the city is and how far it is."""
    listed = ("、" if language == "zh" else ", ").join(map(str, city.seeds))
    people = city.measures[(city.measures["measure"] == "residents") & (city.measures["year"] == 0) & (city.measures["seed"] == city.seeds[0])]
    people = people[people["arm"] == city.arms[0]]["value"]
    residents = f"{people.sum():,.0f}" if len(people) == len(city.communities) else f"~{city.communities['asked'].sum():,.0f}"
    how = _HEAD.say(language, communities=f"{len(city.communities):,}", residents=residents, years=city.years, scenario=city.scenario, seeds=listed)
    lines = [how, _STATE.say(language, done=len(city.finished_seeds), all=len(city.seeds))]
    return lines if city.finished_seeds else [*lines, _NOTHING.say(language)]


def plan_line(plan: CityPlan, language: str) -> str:
    """Return what a city is of."""
    people = f"~{sum(one.asked for one in plan.communities):,.0f}"
    listed = ("、" if language == "zh" else ", ").join(map(str, plan.seeds))
    return _HEAD.say(language, communities=f"{len(plan.communities):,}", residents=people, years=plan.years, scenario=plan.scenario.name, seeds=listed)


def means(city: City, language: str) -> Listing:
    """Return a table with a row a measure: its mean over residents in the first arm, and how much more each other has."""
    arms = city.arms[1:]
    heads = [Column(_MORE.say(language, arm=arm, baseline=city.arms[0])) for arm in arms]
    made = Listing([Column(words=True), Column(city.arms[0]), *heads, Column(_UNIT.say(language), "left", words=True, style=PALE)])
    made.head(Line(_MEANS.say(language, year=city.years, sure=_SURE.say(language) if len(city.finished_seeds) > 1 else ""), style=PALE))
    names = [name for name in city.names if name not in _ASIDE]
    for sums in (False, True):
        mine = [name for name in names if (city.whole(name) == "sum") == sums]
        if sums and mine:
            made.head(Line(_SUMS.say(language), style=PALE))
        for name in mine:
            info = city.infos[name]
            cells = [_level(city.level(city.arms[0], name), info, language), *(_effect(city.effect(arm, name), info, language) for arm in arms)]
            made.add(title_of(info._replace(a_year=False), language), *cells, unit_of(info, language))
    return made


def unequal(city: City, language: str) -> Listing:
    """Return a table with a row an arm: how communities differ, and what of it lasts over seeds."""
    made = Listing([Column(_ARM.say(language), "left", words=True), *(Column(head.say(language)) for head in (_SPREAD, _GINI, _BETWEEN, _LASTING))])
    made.head(Line(_UNEQUAL.say(language), style=PALE))
    for arm, row in city.inequality(MEASURE).iterrows():
        cells = [_range(row[name], row[f"{name}_low"], row[f"{name}_high"]) for name in ("spread", "gini")]
        shares = [spaced(number(float(row[name]), None, "share"), language) for name in ("share_between", "lasting")]
        made.add(str(arm), *(spaced(cell, language) for cell in cells), *shares)
    return made


def by_kind(city: City, language: str) -> Listing:
    """Return a table with a row a kind of housing: acquaintances a resident, arm by arm."""
    made = Listing([Column(_KIND.say(language), "left", words=True), Column(_MANY.say(language)), *(Column(arm) for arm in city.arms)])
    made.head(Line(_BY_KIND.say(language), style=PALE))
    for preset, rows in city.ends.groupby("preset", sort=False):
        cells = [mean(*(one[name].to_numpy(np.float64) for name in (MEASURE, "residents"))) for one in (rows[rows["arm"] == arm] for arm in city.arms)]
        made.add(_housing(str(preset), language), f"{rows['community'].nunique():,}", *(number(float(cell), 2) for cell in cells))
    return made


def each(city: City, language: str) -> Listing:
    """Return a table with a row a community."""
    kind = Column(_KIND.say(language), "left", words=True)
    made = Listing([Column(_NAME.say(language), "left", words=True), kind, Column(_RESIDENTS.say(language)), *(Column(arm) for arm in city.arms)])
    made.head(Line(_EACH.say(language), style=PALE))
    for _, rows in city.ends.groupby("community"):
        first = rows.iloc[0]
        cells = [number(float(rows[rows["arm"] == arm][MEASURE].mean()), 2) for arm in city.arms]
        made.add(str(first["name"]), _housing(str(first["preset"]), language), f"{rows['residents'].mean():,.0f}", *cells)
    return made


def _housing(preset: str, language: str) -> str:
    return PRESET_TITLES[preset].say(language) if preset in PRESET_TITLES else preset


def sentences(city: City, language: str) -> list[str]:
    """Return what is to be said of money, moves, luck and speed."""
    found = [line for arm in city.arms for line in _money(city, arm, language)]
    if len(city.moves):
        years = city.moves.groupby(["seed", "arm", "year"])["people"].sum()
        residents = city.ends.groupby(["seed", "arm"])["residents"].sum().mean()
        people = float(years.mean())
        share = spaced(number(people / residents, None, "share"), language)
        found.append(_MOVES.say(language, people=f"{people:,.0f}", share=share))
    if len(city.finished_seeds) == 1:
        found.append(_ALONE.say(language))
    rate, most = city.speed
    if math.isfinite(rate):
        found.append(_SPEED.say(language, rate=f"{rate:,.0f}", memory=f"{most / 1e6:,.0f}"))
    return found


def _money(city: City, arm: str, language: str) -> list[str]:
    """Return what the district gave in the last year, and what those have that got most."""
    rows = city.ends[city.ends["arm"] == arm]
    got = rows["budget"].to_numpy(np.float64)
    if not np.isfinite(got).any():
        return []
    from ..experiments.city.inequality import gini

    seeds = max(len(city.finished_seeds), 1)
    total = number(float(np.nansum(got)) / seeds, 0)
    told = {"least": number(float(np.nanmin(got)), 0), "most": number(float(np.nanmax(got)), 0), "gini": number(gini(got, np.ones(len(got))), 2)}
    lines = [_MONEY.say(language, rule=RULES[city.rule].say(language), arm=arm, total=total, **told)]
    by_community = rows.groupby("community").agg({"budget": "mean", MEASURE: "mean", "name": "first"}).sort_values("budget", ascending=False)
    many = max(1, round(0.1 * len(by_community)))
    if city.rule not in ("none", "equal") and len(by_community) > many and arm != city.arms[0]:
        first = city.ends[city.ends["arm"] == city.arms[0]].groupby("community")[MEASURE].mean()
        by_community["more"] = by_community[MEASURE] - first
        top, rest = by_community.iloc[:many], by_community.iloc[many:]
        listed = ("、" if language == "zh" else ", ").join(top["name"].head(5)) + (" ..." if many > 5 else "")
        with_, without = (difference(float(part["more"].mean()), 2) for part in (top, rest))
        lines.append(_FIRST.say(language, list=listed, with_=with_, without=without, baseline=city.arms[0]))
    return lines


def _scale(info: MeasureInfo) -> Scale:
    return "share" if info.kind == "share" else "plain"


def _level(found: Paired, info: MeasureInfo, language: str) -> str:
    return spaced(_range(found.mean, found.low, found.high, _scale(info)), language)


def _range(middle: float, low: float, high: float, scale: Scale = "plain") -> str:
    places = decimals([value for value in (middle, low, high) if math.isfinite(value)], scale)
    text = number(middle, places, scale)
    return text if not math.isfinite(low) else f"{text} ({number(low, places, scale)} … {number(high, places, scale)})"


def _effect(found: Paired, info: MeasureInfo, language: str) -> str:
    scale = _scale(info)
    if not math.isfinite(found.low):
        return spaced(difference(found.mean, None, scale), language)
    places = difference_places(found.mean, found.low, found.high, scale)
    return spaced(f"{difference(found.mean, places, scale)} {interval(found.low, found.high, places, scale)}", language)
