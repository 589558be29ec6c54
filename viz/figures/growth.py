"""Growth of ties by level: what each policy adds, in per cent of what there is without it; of a run without a policy, how many there are."""

from __future__ import annotations

import math

from ...model.ground.text import Text
from ...model.society.measures import LEVELS
from ..numbers import number
from ..words import places_of, sentence, title_of
from .courses import bar_note, course_panel, more_panel, time_axis
from .page import Page

_WHAT = Text("Acquaintances a resident", "人均熟人数")
_NOTE = Text(
    "Ties a resident from each level's cut-off up: recognised and acquaintance by what lasts, the others by present closeness.",
    "达到各级门槛的人均关系数：面熟与熟人按长期痕迹，其余按当前亲近度。",
)
_MORE = Text(" Lines: more than without, in per cent of without, on one scale.", "曲线：比无政策多出的百分比，各小图刻度相同。")
_OWN = Text(" Own scales, from 0.", "各小图刻度不同，均从 0 开始。")
_Y = Text("more than without, %", "比无政策多，%")
_WITHOUT = Text("without: {start} → {end}", "无政策：{start} → {end}")
_NOTHING = Text("none without", "无政策时没有")


def growth(on: Page) -> tuple[str, str]:
    """Draw one small panel a level; return the title and the note."""
    story, language = on.story, on.language
    panels = on.figure.subplots(2, 3, sharex=True, sharey=bool(story.arms))
    for axes, measure in zip(panels.flat, LEVELS, strict=False):
        title = title_of(story.info(measure), language)
        if story.arms:
            more_panel(on, axes, measure)
            title += "\n" + _without(on, measure)
        else:
            course_panel(on, axes, measure)
        axes.set_title(title, loc="left", fontsize=13)
        axes.yaxis.set_tick_params(labelleft=True)
    for axes in panels.flat[2:5]:
        axes.xaxis.set_tick_params(labelbottom=True)
    for axes in panels[:, 0] if story.arms else ():
        axes.set_ylabel(_Y.say(language))
    time_axis(on, *panels.flat[2:5])
    panels.flat[5].set_axis_off()
    key = story.arms or story.everybody
    panels.flat[5].legend(handles=[on.key_line(arm) for arm in key], loc="center left", handlelength=3.0, fontsize=12, borderaxespad=0.0, labelspacing=0.35)
    for draw in on.later:
        draw()
    note = _NOTE.say(language) + (_MORE if story.arms else _OWN).say(language) + ("" if on.many or not story.arms else bar_note(on))
    return sentence(story, story.arms[0], "acquaintances", _WHAT.say(language), language) if story.arms else _WHAT.say(language), note


def _without(on: Page, measure: str) -> str:
    """Say how many there are without the policy: what the per cent are of."""
    story = on.story
    values = [story.start(measure), story.end(story.baseline, measure)]
    if math.isnan(values[1]) or values[1] == 0.0:
        return _NOTHING.say(on.language)
    places = places_of(story.info(measure), values)
    return _WITHOUT.say(on.language, start=number(values[0], places), end=number(values[1], places))
