"""Fires in each arm: how many went on record and how many houses they took, what the alerts were worth, and the hours of the watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..numbers import NOTHING, number
from ..story import Story
from .page import HUES, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWNER = "fire-app"
SIZES = {
    f"{OWNER}.lost_one": (Text("took one house", "烧毁一屋"), "#F0C987", ""),
    f"{OWNER}.lost_some": (Text("2 to 9 houses", "烧毁2至9屋"), HUES[5], "//"),
    f"{OWNER}.lost_many": (Text("10 to 49 houses", "烧毁10至49屋"), HUES[1], "xx"),
    f"{OWNER}.lost_village": (Text("50 houses and more", "烧毁50屋以上"), "#7A1F00", ""),
}
"""Fires by the houses that they took: count -> what it is called, its colour and hatch. Those that took none are the first bar."""
_NONE = Text("no house lost", "未毁屋")
_LEFT = Text("fires in ten years that a household\ncould not put out, by houses lost", "每十年住户未能扑灭的火灾\n（按烧毁房屋）")
_HOUSES = Text("houses lost in ten years:\nmean (worst seed)", "每十年烧毁房屋：\n均值（最坏的种子）")
_ALERTS = Text("alerts a year:\ntrue and false", "每年预警：\n属实与误报")
_WATCH = Text("hours of watch a year", "每年值更工时")
_TRUE, _FALSE = Text("with a hazard behind it", "属实"), Text("with nothing behind it", "误报")
_TITLE = Text(
    "{label}: {houses} houses lost in ten years, {without} without it; {share} % of the alerts are true, and staff would look at {answered} %",
    "{label}：每十年烧毁 {houses} 屋，无政策时 {without} 屋；预警 {share}% 属实，值守人员会查看 {answered}%",
)
_PLAIN = Text("{label}: {houses} houses lost in ten years, {without} without it", "{label}：每十年烧毁 {houses} 屋，无政策时 {without} 屋")
_ALONE = Text("{houses} houses lost in ten years", "每十年烧毁 {houses} 屋")
_NOTE = Text(
    "{years} years were played in each arm (all seeds together). A fire that takes many houses comes once in many years: the mean moves with a single one. "
    "Dots: the worst seed. Rates of ignition are assumed.",
    "每个方案共模拟 {years} 年（各种子合计）。烧毁多屋的火灾多年才有一次，一次即可改变均值。圆点为最坏的种子。起火率为假定值。",
)


def has_fires(story: Story) -> bool:
    """Tell whether anything caught fire in any arm."""
    return any(story.end(arm, f"{OWNER}.ignitions") > 0.0 for arm in story.everybody)


def fires(on: Page) -> tuple[str, str]:
    """Draw fires by size, houses lost, alerts and the watch, a line an arm; return the title and the note."""
    story, language = on.story, on.language
    panels = on.figure.subplots(1, 4, width_ratios=(1.6, 1.0, 1.0, 0.8), sharey=True)
    arms = story.everybody
    y = np.arange(len(arms))
    _sizes(on, panels[0], y)
    panels[0].set_yticks(y, on.rows_of_arms(26))
    panels[0].invert_yaxis()
    _houses(on, panels[1], y)
    _alerts(on, panels[2], y)
    hours = np.array([story.told(arm, f"{OWNER}.watch_hours") for arm in arms])
    bars = panels[3].barh(y, np.nan_to_num(hours), height=0.62, color="#777777")
    panels[3].bar_label(bars, [number(v, 0) if v == v else NOTHING for v in hours], padding=3, fontsize=11)
    panels[3].set_xlim(0.0, max(1.0, float(np.nan_to_num(hours).max())) * 1.4)
    for axes, text in zip(panels, (_LEFT, _HOUSES, _ALERTS, _WATCH), strict=True):
        axes.set_xlabel(text.say(language))
        axes.grid(axis="y", visible=False)
    return _title(on), _NOTE.say(language, years=number(story.weeks / 52.0 * len(story.seeds), 0))


def _told(value: float) -> str:
    return number(value, 1 if value < 10.0 else 0) if value == value else NOTHING


def _decade(story: Story) -> float:
    return 520.0 / max(story.weeks, 1)


def _sizes(on: Page, axes: Axes, y: np.ndarray) -> None:
    story = on.story
    counts = {name: np.nan_to_num([story.end(arm, name) for arm in story.everybody]) * _decade(story) for name in SIZES}
    total = np.nan_to_num([story.end(arm, f"{OWNER}.fires") for arm in story.everybody]) * _decade(story)
    start = np.maximum(total - sum(counts.values()), 0.0)
    axes.barh(y, start, height=0.62, color="#DDDDDD", label=_NONE.say(on.language))
    for name, (text, colour, hatch) in SIZES.items():
        axes.barh(y, counts[name], left=start, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=text.say(on.language))
        start = start + counts[name]
    on.key.extend(axes.get_legend_handles_labels()[0])


def _houses(on: Page, axes: Axes, y: np.ndarray) -> None:
    story = on.story
    mean, worst = [], []
    for arm in story.everybody:
        course = story.course(arm, f"{OWNER}.houses_lost")
        mean.append(np.nan if course is None else course.end * _decade(story))
        worst.append(np.nan if course is None else float(course.values[:, -1].max()) * _decade(story))
    axes.barh(y, np.nan_to_num(mean), height=0.62, color=HUES[1])
    for at, value, most in zip(y.tolist(), mean, np.nan_to_num(worst).tolist(), strict=True):
        # Beside the dot, so that neither hides the other.
        said = _told(value) if story.single else f"{_told(value)} ({_told(most)})"
        axes.annotate(said, (most, at), (8, 0), textcoords="offset points", va="center", fontsize=11)
    if not story.single:
        axes.plot(worst, y, linestyle="", marker="o", markersize=6, color="#222222")
    axes.set_xlim(0.0, max(1.0, float(np.nan_to_num(worst).max())) * 1.6)


def _alerts(on: Page, axes: Axes, y: np.ndarray) -> None:
    story = on.story
    true, false = (np.nan_to_num([story.told(arm, f"{OWNER}.alerts_{which}") for arm in story.everybody]) for which in ("true", "false"))
    axes.barh(y, true, height=0.62, color=HUES[2], label=_TRUE.say(on.language))
    bars = axes.barh(y, false, left=true, height=0.62, color="#C8D6E5", hatch="..", edgecolor="white", linewidth=0.5, label=_FALSE.say(on.language))
    axes.bar_label(bars, [number(v, 0) if v > 0.0 else NOTHING for v in true + false], padding=3, fontsize=11)
    axes.set_xlim(0.0, max(1.0, float((true + false).max())) * 1.35)
    on.key.extend(axes.get_legend_handles_labels()[0])


def _title(on: Page) -> str:
    """Say of the first arm with a policy what was lost and what its alerts are worth."""
    story, language = on.story, on.language

    def lost(arm: str) -> str:
        return _told(story.end(arm, f"{OWNER}.houses_lost") * _decade(story))

    if not story.arms:
        return _ALONE.say(language, houses=lost(story.baseline))
    arm = story.foremost
    true, answered = story.end(arm, f"{OWNER}.true_share"), story.end(arm, f"{OWNER}.answered")
    said = {"label": story.label(arm, language), "houses": lost(arm), "without": lost(story.baseline)}
    if true != true or answered != answered:
        return _PLAIN.say(language, **said)
    return _TITLE.say(language, **said, share=number(100.0 * true, 0), answered=number(100.0 * answered, 0))
