"""Organisations of a mechanism that declares their survival by age (`alive_052` ...): how long they live, who pays (`events_...`), what its list is worth."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import number
from ..words import upper_first
from .page import Page, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..story import Story

_AGE = re.compile(r"(?P<owner>.+)\.alive_(?P<weeks>\d+)")
_PAID_FOR = "events_"
SHADES = (("#E3E3E3", ""), ("#A8A8A8", "//"), ("#5A5A5A", ""), ("#C6C6C6", ".."))
"""How the parts of a bar are drawn: greys and hatches, since colours are the arms'."""
_TITLE = Text("Of 100 organisations that are founded {n} are there {years} years later ({arm})", "新成立的 100 个组织中，{years} 年后仍有 {n} 个（{arm}）")
_PLAIN = Text("Organisations of residents: how long they live, and who pays", "居民组织：存续时间与经费来源")
_SURVIVAL = (Text("years since it was founded", "成立后的年数"), Text("still there, % of those founded", "存续比例，%"))
_FOUNDED = Text("{arm}: {n} founded", "{arm}：新成立 {n} 个")
_PAID = Text("open events a year, by payer", "每年公开活动场次，按出资")
_LIST = Text("on the official list (pale), and still meeting", "在册数（浅色）与仍有活动者")
_NOTE = Text(
    "Left: founded in the scenario (how many of all kinds, mean of the seeds), product limit; at each age the seeds in which any is so old. "
    "Meetings that members pay for themselves are no open events.",
    "左图：情景期内成立的组织（各类合计，各种子均值），乘积极限法，每一年数取有此年数组织的种子。成员自费的日常活动不计入公开活动。",
)
_ONE = Text(" One run, not an interval.", "单次运行，非区间。")


def has_organisations(story: Story) -> bool:
    """Tell whether a story has the numbers for this figure: survival by age is declared, and something was founded or paid for."""
    owner = _owner(story)
    return bool(owner) and (bool(_ages(story)) or any(story.happened(measure) for measure in (*_payers(story, owner), *_list(story, owner))))


def organisations(on: Page) -> tuple[str, str]:
    """Draw the three panels; return the title and the note."""
    story, language = on.story, on.language
    left, middle, right = on.figure.subplots(1, 3, width_ratios=(1.25, 1.0, 1.0))
    owner = _owner(story)
    _survival(on, left)
    names = on.rows_of_arms(22)
    y = np.arange(len(names))
    begin = np.zeros(len(names))
    for k, measure in enumerate(_payers(story, owner)):
        shade, hatch = SHADES[k % len(SHADES)]
        many = np.array([_zero(story.told(arm, measure)) for arm in story.everybody])
        label = "\n".join(fold(on.letters.sayable(upper_first(story.info(measure).title.say(language)), measure), 40))
        middle.barh(y, many, left=begin, color=shade, hatch=hatch, edgecolor="white", label=label, height=0.7, gid=measure)
        begin += many
    thick = ((0.7, ["#DCDCDC"] * len(names)), (0.35, [on.colour(arm) for arm in story.everybody]))
    for measure, (height, shades) in zip(_list(story, owner), thick, strict=False):
        many = np.array([_zero(story.end(arm, measure)) for arm in story.everybody])
        right.barh(y, many, height=height, color=shades, gid=measure)
    for axes, labels, unit in ((middle, names, _PAID), (right, [""] * len(names), _LIST)):
        axes.set_yticks(y, labels, fontsize=10.5)
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.set_xlabel("\n".join(fold(unit.say(language), 30)))
    if middle.containers:
        legend(middle, columns=1, fontsize=10.5)
    return _title(on), _NOTE.say(language) + (_ONE.say(language) if story.single else "")


def _owner(story: Story) -> str:
    """Return the first mechanism that declares survival by age, empty if none does."""
    return next((match["owner"] for name in story.infos if (match := _AGE.fullmatch(name))), "")


def _payers(story: Story, owner: str) -> list[str]:
    """Return the measures that count events by who paid for them."""
    return [name for name in story.infos if name.startswith(f"{owner}.{_PAID_FOR}")]


def _list(story: Story, owner: str) -> tuple[str, ...]:
    """Return the first official count of what there is (no rate), and what is there."""
    found = (name for name, info in story.infos.items() if name.startswith(f"{owner}.") and info.beside and not info.a_year)
    return next(((name, story.info(name).beside) for name in found), ())


def _ages(story: Story) -> dict[int, str]:
    """Return age in weeks -> measure, of those that were taken in any arm."""
    owner = _owner(story)
    ages = ((name, _AGE.fullmatch(name)) for name in story.infos)
    return dict(sorted((int(match["weeks"]), name) for name, match in ages if match and match["owner"] == owner and story.measured(name)))


def _survival(on: Page, axes: Axes) -> None:
    """Draw a line an arm from 100 per cent at the founding."""
    story, language = on.story, on.language
    ages = _ages(story)
    for arm in story.everybody:
        alive = [100.0 * share for share in _alive(story, arm, ages)]
        if not all(math.isnan(value) for value in alive):
            founded = story.end(arm, "organisations_founded")
            handle = on.key_line(arm)
            if not math.isnan(founded):
                handle.set_label(_FOUNDED.say(language, arm=on.label(arm) if on.many else on.name(arm), n=number(founded, 1)))
            on.key.append(handle)
            years = [0.0, *(age / 52.0 for age in ages)]
            axes.plot(years, [100.0, *alive], "o", linestyle=on.dash(arm), color=on.colour(arm), linewidth=2.2, markersize=4, gid=f"alive {arm}")
    axes.set_ylim(0.0, 104.0)
    axes.set_xlim(left=0.0)
    across, up = (text.say(language) for text in _SURVIVAL)
    axes.set_xlabel(across)
    axes.set_ylabel(up)


def _alive(story: Story, arm: str, ages: dict[int, str]) -> list[float]:
    """Return the share that is there at each age, NaN where no seed knows.

    Not every seed has organisations of every age: from one age to the next go the seeds that know both, so that nothing rises from the dead.
    """
    found, share, before = [], 1.0, np.ones(len(story.seeds))
    for measure in ages.values():
        course = story.course(arm, measure)
        now = np.full(len(before), math.nan) if course is None else course.values[:, -1]
        both = ~np.isnan(now) & ~np.isnan(before)
        base = float(before[both].sum())
        share = share * float(now[both].sum()) / base if base > 0.0 else math.nan
        found.append(share)
        before = now
    return found


def _title(on: Page) -> str:
    """Say how many are there at the highest age that is known of the first arm."""
    story, language = on.story, on.language
    arm = story.foremost
    ages = _ages(story)
    known = [(age, share) for age, share in zip(ages, _alive(story, arm, ages), strict=True) if not math.isnan(share)]
    if not known:
        return _PLAIN.say(language)
    age, alive = known[-1]
    return _TITLE.say(language, n=number(100.0 * alive, 0), years=f"{age / 52.0:g}", arm=story.short(arm, language))


def _zero(value: float) -> float:
    return value if value == value else 0.0
