"""What became of quarrels that somebody brought before a hall, and of the articles that came of it: as recorded, and as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import NOTHING, number
from ..story import Story
from .page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWNER = "council-and-reasoning-hall"
TARGET = 1.5
"""Mediated cases of neighbours per 1,000 people and year that reports give."""
STEPS = {
    "mediation_asked": Text("a side asked for help", "一方求助"),
    f"{OWNER}.taken": Text("came to the hall", "到评理堂"),
    f"{OWNER}.hearings": Text("hearings with both sides", "双方到场的评理"),
    f"{OWNER}.one_side": Text("hearings, a side away", "一方缺席的评理"),
    f"{OWNER}.settled": Text("settled there", "在堂和解"),
    f"{OWNER}.given_up": Text("given up there", "调解不成"),
}
"""Counts of the left panel, in the order of a case."""
ARTICLES = {
    f"{OWNER}.proposed": Text("proposed", "提出"),
    f"{OWNER}.official_articles": Text("adopted (the record)", "通过（官方统计）"),
    f"{OWNER}.articles_kept": Text("kept by most", "多数人遵守"),
}
"""Counts of the right panel."""
_LEFT = Text("per 1,000 residents and year", "每千居民每年")
_RIGHT = Text("articles of the covenant, in {years} years", "公约条款，{years} 年内")
_TARGET = Text("mediated cases, reported: {target}", "报道的调解案件：{target}")
_TITLE = Text(
    "{label}: of the cases that the hall ended {true} were settled, {told} by the record; of {written} articles {kept} are kept by most",
    "{label}：评理堂结案中 {true} 和解，官方记录为 {told}；{written} 条公约中 {kept} 条为多数人所守",
)
_NOTE = Text("Counts since the start, mean over seeds. A case may be heard several times.{left}", "自开始起的计数，各种子均值。一案可多次开庭。{left}")
_LEFT_OUT = Text(
    " Drawn are the first two arms and the last; all others are in the table (--all).", "图中为前两个方案与最后一个，其余见全部指标表（--all）。"
)
MOST = 4
"""Arms that are drawn side by side, the one without a policy among them."""


def has_hall(story: Story) -> bool:
    """Tell whether there is a hall, or a covenant of its council, in any arm."""
    return any(story.end(arm, name) > 0.0 for arm in story.everybody for name in (f"{OWNER}.taken", f"{OWNER}.proposed"))


def hall(on: Page) -> tuple[str, str]:
    """Draw the way of cases and of articles; return the title and the note."""
    story, language = on.story, on.language
    left, right = on.figure.subplots(1, 2, width_ratios=(1.7, 1.0))
    per = 1000.0 / max(story.residents, 1) * 52.0 / max(story.weeks, 1)
    _bars(on, left, STEPS, per, 1)
    left.axvline(TARGET, color="#222222", linestyle=":", linewidth=1.4)
    left.text(TARGET, 1.0, _TARGET.say(language, target=TARGET), transform=left.get_xaxis_transform(), fontsize=10.5, ha="left", va="bottom", color="#222222")
    left.set_xlabel(_LEFT.say(language))
    _bars(on, right, ARTICLES, 1.0, 1)
    right.set_xlabel(_RIGHT.say(language, years=number(story.weeks / 52.0, 1 if story.weeks % 52 else 0)))
    on.key.extend(on.key_line(arm) for arm in _arms(story))
    return _title(on), _NOTE.say(language, left=_LEFT_OUT.say(language) if len(story.everybody) > MOST else "")


def _arms(story: Story) -> tuple[str, ...]:
    arms = story.everybody
    return arms if len(arms) <= MOST else (*arms[: MOST - 1], arms[-1])


def _bars(on: Page, axes: Axes, names: dict[str, Text], per: float, places: int) -> None:
    arms, story = _arms(on.story), on.story
    thick, top = 0.8 / len(arms), 0.0
    for i, arm in enumerate(arms):
        values = np.array([story.end(arm, name) * per for name in names])
        y = np.arange(len(names)) + (i - (len(arms) - 1) / 2) * thick
        bars = axes.barh(y, np.nan_to_num(values), height=thick * 0.94, color=on.colour(arm))
        axes.bar_label(bars, [number(v, places) if v == v else NOTHING for v in values], padding=3, fontsize=10.5, color="#333333")
        top = max(top, float(np.nanmax(values, initial=0.0)))
    axes.set_yticks(np.arange(len(names)), ["\n".join(fold(text.say(on.language), 16)) for text in names.values()])
    axes.invert_yaxis()
    axes.set_xlim(0.0, max(top, TARGET) * 1.2)
    axes.grid(axis="y", visible=False)


def _title(on: Page) -> str:
    """Say of the first arm with a hall or a covenant what happened and what is on record."""
    story, language = on.story, on.language
    arm = next((a for a in (*story.arms, story.baseline) if story.end(a, f"{OWNER}.taken") > 0.0), story.baseline)

    def share(name: str) -> str:
        value = story.end(arm, f"{OWNER}.{name}")
        return f"{number(100.0 * value, 0)} %" if value == value else NOTHING

    counts = {key: number(story.end(arm, f"{OWNER}.{name}"), 1) for key, name in (("kept", "articles_kept"), ("written", "official_articles"))}
    return _TITLE.say(language, label=story.label(arm, language), true=share("settled_share"), told=share("official_settled"), **counts)
