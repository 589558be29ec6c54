"""What the mechanisms of a run count for themselves, through the weeks: made from what they declare, also for other people's."""

from __future__ import annotations

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import number
from ..rows import headlines, officials
from ..story import Story
from ..words import places_of, sentence, title_of, unit_of, upper_first
from .courses import bar_note, course_panel, time_axis
from .page import SMALLEST, Page

_NOTE = Text(
    "What each mechanism counts for itself; an official count stands before what happened. Own scales, from 0.{left}",
    "各机制自身的统计；官方统计在前，实际情况在后。各小图刻度不同，均从 0 开始。{left}",
)
_LEFT = Text(" Another {n} are in the table of all measures (--all).", "另有 {n} 项见全部指标表（--all）。")
_PAIR = Text("{official}: {told}; {happened}: {was} ({label})", "{official}：{told}；{happened}：{was}（{label}）")
_ONE = Text(" (one run, not an interval)", "（单次运行，非区间）")
COLUMNS, MOST = 3, 12
"""Panels in a row, and panels at most."""


def shown(story: Story) -> list[str]:
    """Return the measures of the mechanisms: headlines first, then official counts each with what happened, then the others."""
    own = [m for m in story.infos if story.owner(m) and story.measured(m)]
    first = [m for m in headlines(story) if m in own]
    pairs = [m for official in own if story.info(official).beside for m in (official, story.info(official).beside) if m in own]
    return list(dict.fromkeys([*first, *pairs, *own]))[:MOST]


def mechanisms(on: Page) -> tuple[str, str]:
    """Draw a panel a measure; return the title and the note."""
    story, language = on.story, on.language
    drawn = shown(story)
    many = len(drawn)
    rows = -(-many // COLUMNS)
    panels = on.figure.subplots(rows, COLUMNS, squeeze=False)
    several = len({story.owner(m) for m in drawn}) > 1
    for axes, measure in zip(panels.flat, drawn, strict=False):
        info = story.info(measure)
        course_panel(on, axes, measure, 100.0 if info.kind == "share" else 1.0)
        title = on.letters.sayable(upper_first(info.title.say(language)), measure)
        whose = [on.letters.sayable(story.mechanisms[story.owner(measure)].title.say(language), story.owner(measure))] if several else []
        axes.set_title("\n".join([*whose, *fold(title, 38)]), loc="left", fontsize=11.5)
        unit = on.letters.sayable(unit_of(info, language), info.unit)
        axes.set_ylabel("\n".join(fold(f"{unit}, %" if info.kind == "share" else unit, 26)), fontsize=SMALLEST)
        axes.tick_params(labelsize=SMALLEST + 0.5)
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    time_axis(on, *panels.flat[:many])
    for k, axes in enumerate(panels.flat):
        axes.set_xlabel(axes.get_xlabel() if k >= many - COLUMNS else "", fontsize=11)
    for spare in panels.flat[many:]:
        spare.set_axis_off()
    on.key.extend(on.key_line(arm) for arm in story.everybody)
    left = sum(1 for m in story.infos if story.owner(m) and story.measured(m)) - many
    note = _NOTE.say(language, left=_LEFT.say(language, n=left) if left else "") + ("" if on.many else bar_note(on))
    return _title(on, drawn), note


def _title(on: Page, drawn: list[str]) -> str:
    """Say a headline; where there is none, what was reported and what happened; else the first measure."""
    story, language = on.story, on.language
    arm = story.foremost
    pairs = [(m, story.info(m).beside) for m in officials(story) if m in drawn and story.info(m).beside in drawn]
    if pairs and not story.info(drawn[0]).headline:
        titles = [on.letters.sayable(title_of(story.info(m), language), m) for m in pairs[0]]
        values = [story.told(arm, m) for m in pairs[0]]
        told, was = (number(v, places_of(story.info(m), values), story.scale(m)) for m, v in zip(pairs[0], values, strict=True))
        names = {"official": upper_first(titles[0]), "happened": titles[1], "label": story.short(arm, language)}
        return _PAIR.say(language, told=told, was=was, **names) + (_ONE.say(language) if story.single else "")
    what = upper_first(on.letters.sayable(title_of(story.info(drawn[0]), language), drawn[0]))
    return sentence(story, arm, drawn[0], what, language) if story.arms else what
