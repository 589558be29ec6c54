"""An election in one picture: for each arm what stands on record, who voted in person, and who knows somebody on the committee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..numbers import number
from .page import INK, PALE, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from ..story import Story

RECORD, PERSON, KNOWN = (f"unified-elections.{name}" for name in ("official_turnout", "turnout", "know_one"))
_LOOK = {
    RECORD: ("s", "#767676", Text("on record", "记录的投票率")),
    PERSON: ("o", "#0072B2", Text("voted in person", "本人投票")),
    KNOWN: ("D", "#D55E00", Text("know somebody on the committee", "认识居委会成员")),
}
"""Measure -> marker, colour and what the key calls it: told apart in black and white too."""
PUBLISHED = {90.0: Text("27 provinces: over 90 %", "27省：超过90%"), 47.89: Text("Shanghai survey: 47.89 %", "上海调查：47.89%")}
"""What was published, in per cent -> what it is."""
_X = Text("per cent", "百分比")
_TITLE = Text(
    "{arm}: {told} on record, {was} voted in person, {known} know somebody on the committee{seeds}",
    "{arm}：记录投票率{told}，本人投票{was}，认识委员者{known}{seeds}",
)
_ONE = Text(" (one run)", "（单次运行）")
_NOTE = Text(
    "At the end; the last election of each arm. Large: mean of the seeds; small: each of them. On record: ballots by the names on the roll (adults, "
    "households or delegates); in person and knowing: of all adults. Dotted: published.",
    "期末，各方案的最近一次选举。大点为各随机种子均值，小点为各次运行。记录：票数除以名册上的名额（成年人、户或代表）；本人投票与认识委员：占全体成年人。虚线为公布值。",
)
_NOBODY = Text("nobody is elected", "没有选举")


def told_of(story: Story) -> bool:
    """Return whether there was an election in any arm."""
    return story.measured(RECORD) and story.measured(KNOWN)


def elections(on: Page) -> tuple[str, str]:
    """Draw a row for each arm; return the title and the note."""
    story, language = on.story, on.language
    axes: Axes = on.figure.subplots()
    arms = story.everybody
    for y, arm in enumerate(arms):
        ends = [100.0 * story.end(arm, m) for m in (PERSON, RECORD)]
        if not np.isnan(ends).any():
            axes.plot(ends, [y, y], color="#cccccc", linewidth=5, solid_capstyle="round", zorder=1)
        elif np.isnan(ends).all():
            axes.text(1.0, y, on.letters.sayable(_NOBODY.say(language)), color=PALE, fontsize=11, va="center")
        for measure, (marker, colour, _) in _LOOK.items():
            course = story.course(arm, measure)
            if course is None:
                continue
            each = 100.0 * course.values[:, -1]
            axes.plot(each, np.full(len(each), y), marker, color=colour, markersize=3.5, alpha=0.7, linestyle="none", zorder=2)
            axes.plot([100.0 * course.end], [y], marker, color=colour, markersize=9, linestyle="none", zorder=3, gid=f"{measure} {arm}")
    for share, what in PUBLISHED.items():
        axes.axvline(share, color=INK, linestyle=":", linewidth=1.2, zorder=0)
        axes.text(share - 0.7, len(arms) - 0.45, on.letters.sayable(what.say(language)), color=INK, fontsize=10.5, ha="right", va="center")
    axes.set_yticks(range(len(arms)), on.rows_of_arms(34), fontsize=11.5)
    axes.set_ylim(len(arms) - 0.15, -0.6)
    axes.set_xlim(-1.0, 101.0)
    axes.set_xlabel(_X.say(language))
    axes.grid(axis="y", visible=False)
    on.key.extend(_handle(on, measure) for measure in _LOOK)
    return _title(on), _NOTE.say(language)


def _handle(on: Page, measure: str) -> Line2D:
    from matplotlib.lines import Line2D

    marker, colour, what = _LOOK[measure]
    return Line2D([], [], marker=marker, color=colour, linestyle="none", markersize=9, label=on.letters.sayable(what.say(on.language), measure))


def _title(on: Page) -> str:
    story, language = on.story, on.language
    arm = story.foremost
    told, was, known = (number(story.end(arm, m), 0, "share") for m in (RECORD, PERSON, KNOWN))
    name = on.letters.sayable(story.title_of(arm, language), arm)
    return _TITLE.say(language, arm=name[:1].upper() + name[1:], told=told, was=was, known=known, seeds=_ONE.say(language) if story.single else "")
