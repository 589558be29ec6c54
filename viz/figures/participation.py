"""Participation: who came, through the weeks; the official count of person-times, and on a scale of its own the persons behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.ground.text import Text
from ...model.society.measures import WHO_CAME
from ..rows import counts_person_times, officials
from ..words import sentence, upper_first
from .bars import arm_bars, rows_height
from .courses import bar_note, course_panel, time_axis
from .page import Page

if TYPE_CHECKING:
    from ..story import Story

_WHAT = Text("Came to something in the last quarter", "近一季度参加过活动的居民")
_Y = Text("% who came in\nthe last quarter", "近一季度\n参加过，%")
_EVER = "came"
_MORE, _NEVER, _ = WHO_CAME
_PERSONS = {
    _EVER: Text("persons who ever came", "至少参加一次的人"),
    _MORE: Text("persons who came more than once", "参加过不止一次的人"),
    _NEVER: Text("persons who never came", "从未参加的人"),
}
_NOTE = Text(
    "Counts since the start, mean over seeds; person-times and persons each have a scale of their own. Persons: residents at the end, by their attendances "
    "since the start or since they moved in.",
    "计数自开始起，为各种子均值；人次与人数各用一个刻度。人数：期末居民，按自开始或迁入以来的参加次数计。",
)
_MOST_PAIRS = 2
"""Official counts at most, each with what happened."""


def participation(on: Page) -> tuple[str, str]:
    """Draw the share who came through time, and below it counts at the end with a row an arm; return the title and the note."""
    story, language = on.story, on.language
    rows = counted(story)
    inches = on.figure.get_size_inches()[1]
    low = rows_height(len(story.everybody)) + 0.6
    grid = on.figure.add_gridspec(2, len(rows), height_ratios=(max(inches - low - 2.2, 1.8), low))
    above = on.figure.add_subplot(grid[0, :])
    course_panel(on, above, "came_quarter", 100.0)
    above.set_ylabel(_Y.say(language))
    time_axis(on, above)
    times = [row for row in rows if row not in _PERSONS]
    for k, row in enumerate(rows):
        alike = times if row in times else list(_PERSONS)
        most = max((value for one in alike for arm in story.everybody if (value := persons(on, arm, one)) == value), default=1.0)
        title = _PERSONS[row].say(language) if row in _PERSONS else on.letters.sayable(story.info(row).title.say(language), row)
        values = [persons(on, arm, row) for arm in story.everybody]
        arm_bars(on, on.figure.add_subplot(grid[1, k]), values, upper_first(title), most=most, width=108 // len(rows), labels=k == 0, gid=row)
    on.key.extend(on.key_line(arm) for arm in story.everybody)
    title = sentence(story, story.arms[0], "came_quarter", _WHAT.say(language), language) if story.arms else _WHAT.say(language)
    return title, _NOTE.say(language) + ("" if on.many else bar_note(on))


def counted(story: Story) -> list[str]:
    """Return what is counted: official counts of person-times each with what happened beside it, then the persons."""
    told = [m for m in officials(story) if counts_person_times(story, m)][:_MOST_PAIRS]
    pairs = [m for official in told for m in (official, story.info(official).beside)]
    return [*(m for m in dict.fromkeys(pairs) if story.measured(m)), *_PERSONS]


def persons(on: Page, arm: str, row: str) -> float:
    """Return a count of persons (or of person-times) at the end."""
    story = on.story
    if row not in _PERSONS:
        return story.end(arm, row)
    share = 1.0 - story.end(arm, _NEVER) if row == _EVER else story.end(arm, row)
    return share * story.residents
