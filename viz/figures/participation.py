"""Participation: who came, through the weeks; and the official count beside the people behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ...model.society.measures import WHO_CAME
from ..lines import fold
from ..numbers import NOTHING, number
from ..rows import counts_person_times, officials
from ..words import sentence
from .growth import BAR, course_panel, time_axis
from .page import Page, legend

if TYPE_CHECKING:
    from ..story import Story

_WHAT = Text("Came to something in the last quarter", "近一季度参加过活动的居民")
_Y = Text("residents who came in the last quarter, %", "近一季度参加过的居民，%")
_RIGHT = Text("official count and persons, since the start", "官方人次与实际人数（自开始起）")
_EVER = "came"
_MORE, _NEVER, _ = WHO_CAME
_PERSONS = {
    _EVER: Text("persons who ever came", "至少参加一次的人"),
    _MORE: Text("persons who came more than once", "参加过不止一次的人"),
    _NEVER: Text("persons who never came", "从未参加的人"),
}
_NOTE = Text(
    "Persons: residents at the end, by their attendances since the start or since they moved in.",
    "人数：期末居民，按自开始或迁入以来的参加次数计。",
)


def participation(on: Page) -> tuple[str, str]:
    """Draw the share who came through time, and counts at the end; return the title and the note."""
    story, language = on.story, on.language
    left, right = on.figure.subplots(1, 2, width_ratios=(1.15, 1.0))
    course_panel(on, left, "came_quarter", 100.0)
    left.set_ylabel(_Y.say(language))
    time_axis(on, left)
    legend(left, columns=min(2, len(story.everybody)))
    arms = story.everybody[:4]
    rows = counted(story)
    titles = [_PERSONS[row].say(language) if row in _PERSONS else on.letters.sayable(story.info(row).title.say(language), row) for row in rows]
    thick = 0.8 / len(arms)
    most = 0.0
    for i, arm in enumerate(arms):
        values = np.array([persons(on, arm, row) for row in rows])
        y = np.arange(len(rows)) + (i - (len(arms) - 1) / 2) * thick
        bars = right.barh(y, np.nan_to_num(values), height=thick * 0.94, color=on.colour(arm))
        right.bar_label(bars, [number(v, 0) if v == v else NOTHING for v in values], padding=3, fontsize=10 if len(arms) < 3 else 8, color="#333333")
        most = max(most, float(np.nanmax(values, initial=0.0)))
    right.set_yticks(np.arange(len(rows)), ["\n".join(fold(title, 18)) for title in titles])
    right.invert_yaxis()
    right.set_xlim(0.0, most * 1.2 or 1.0)
    right.xaxis.set_major_locator(_few())
    right.xaxis.set_major_formatter(lambda value, _: number(value, 0))
    right.grid(axis="y", visible=False)
    right.set_title(_RIGHT.say(language), loc="left", fontsize=11)
    title = sentence(story, story.arms[0], "came_quarter", _WHAT.say(language), language) if story.arms else _WHAT.say(language)
    return title, _NOTE.say(language) + ("" if story.single else BAR.say(language))


def counted(story: Story) -> list[str]:
    """Return what is counted: each official count of person-times with what happened beside it, then the persons."""
    told = [m for m in officials(story) if counts_person_times(story, m)]
    happened = {m: story.info(m).beside for m in told}
    pairs = [m for official in told for m in (official, happened[official])]
    return [*(m for m in dict.fromkeys(pairs) if story.measured(m)), *_PERSONS]


def persons(on: Page, arm: str, row: str) -> float:
    """Return a count of persons (or of person-times) at the end."""
    story = on.story
    if row not in _PERSONS:
        return story.end(arm, row)
    share = 1.0 - story.end(arm, _NEVER) if row == _EVER else story.end(arm, row)
    return share * story.residents


def _few() -> object:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4)
