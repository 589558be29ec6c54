"""A party-mass service centre: visits a head beside the two published figures, and what people call the secretary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import number
from .page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OWN = "party-service-centres."
VISITS, KNOWN = f"{_OWN}visits_a_head", f"{_OWN}secretary_known"
PUBLISHED: dict[float, Text] = {
    2.2: Text("Yanji, Shanghai:\n2.2", "上海延吉：\n2.2"),
    8.0: Text("Shenzhen, all points\nwith study rooms: about 8", "深圳各自习室点位：\n约 8"),
}
"""Visits a head and year that were published, of two settings -> whose they are."""
CALLED: dict[str, tuple[Text, str]] = {
    f"{_OWN}called_secretary": (Text("say secretary (shuji)", "称“书记”"), "#b03a2e"),
    f"{_OWN}called_station_head": (Text("say station head (zhanzhang)", "称“站长”"), "#2e6da4"),
    f"{_OWN}called_chairman": (Text("say chairman (dongshizhang)", "称“董事长”"), "#b8860b"),
}
"""Measure -> what people say, and its colour."""
_X = Text("visits to counter and study rooms, a head a year", "年人均到访窗口与自习室次数")
_RIGHT = Text("adults who know the secretary, by what they call them, %", "认识社区书记的成年人，按称呼，%")
_TITLE = Text(
    "{with_} visits a head and year ({without} without the policy); {known} % of adults know the secretary ({before} % without)",
    "年人均到访 {with_} 次（无政策 {without} 次）；{known}% 的成年人认识书记（无政策 {before}%）",
)
_TITLE_ONE = Text("{with_} visits a head and year; {known} % of adults know the secretary", "年人均到访 {with_} 次；{known}% 的成年人认识书记")
_NOTE = Text(
    "Dotted: two published figures of two different settings. What people say follows from where they met the holder most often.",
    "虚线：两种不同情形的已公布数字。称呼取决于居民最常在何种场合遇到其人。",
)


def centre(on: Page) -> tuple[str, str]:
    """Draw visits a head, and who knows the secretary as what; return the title and the note."""
    story, language = on.story, on.language
    left, right = on.figure.subplots(1, 2, width_ratios=(1.0, 1.0), sharey=True)
    arms = story.everybody
    y = np.arange(len(arms))
    visits = np.array([story.end(arm, VISITS) * story.factor(VISITS) for arm in arms])
    bars = left.barh(y, np.nan_to_num(visits), height=0.7, color=[on.colour(arm) for arm in arms])
    left.bar_label(bars, [number(v, 1) for v in visits], padding=3, fontsize=10, color="#333333")
    left.set_xlim(0.0, max(float(np.nanmax(visits, initial=0.0)), max(PUBLISHED)) * 1.15)
    _published(left, language)
    left.set_yticks(y, ["\n".join(fold(on.letters.sayable(story.title_of(arm, language), arm), 26)) for arm in arms], fontsize=9)
    left.invert_yaxis()
    left.set_xlabel("\n".join(fold(_X.say(language), 36)), fontsize=10)
    begin = np.zeros(len(arms))
    for measure, (title, colour) in CALLED.items():
        share = np.nan_to_num(np.array([100.0 * story.end(arm, KNOWN) * story.end(arm, measure) for arm in arms]))
        right.barh(y, share, left=begin, height=0.7, color=colour, label=title.say(language))
        begin += share
    for k, total in enumerate(begin.tolist()):
        right.text(total + 1.5, k, number(total, 0), va="center", fontsize=10, color="#333333")
    right.set_xlim(0.0, 108.0)
    right.set_xlabel("\n".join(fold(_RIGHT.say(language), 40)), fontsize=10)
    for axes in (left, right):
        axes.grid(axis="y", visible=False)
    on.key.extend(right.get_legend_handles_labels()[0])
    return _title(on, visits), _NOTE.say(language)


def _published(axes: Axes, language: str) -> None:
    for value, title in PUBLISHED.items():
        axes.axvline(value, color="#444444", linestyle=":", linewidth=1.4)
        axes.text(value, 1.005, title.say(language), transform=axes.get_xaxis_transform(), ha="left" if value < 5.0 else "right", va="bottom", fontsize=8)


def _title(on: Page, visits: np.ndarray) -> str:
    story, language = on.story, on.language
    known = [number(100.0 * story.end(arm, KNOWN), 0) for arm in story.everybody]
    if not story.arms:
        return _TITLE_ONE.say(language, with_=number(visits[0], 1), known=known[0])
    return _TITLE.say(language, with_=number(visits[1], 1), without=number(visits[0], 1), known=known[1], before=known[0])
