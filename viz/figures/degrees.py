"""How acquaintances are spread over the residents: a bar an arm, in parts from nobody known to very many."""

from __future__ import annotations

import numpy as np

from ...model.ground.text import Text
from ..numbers import number
from .page import INK, SMALLEST, Page

STEPS = (0, 1, 3, 6, 11, 21)
"""Least acquaintances of each part; 3 is where people are strangers no longer."""
STRANGER_BELOW = 3
SHADES = ("#B35806", "#F1A340", "#D8DAEB", "#A6B5DB", "#5B7DB8", "#1F4E8C")
"""From strangers (orange) to those who know very many (blue): also told apart by colour-blind people and in grey."""
_X = Text("share of residents, %", "居民占比，%")
_START = Text("at the start", "开始时")
_NO, _ONE = Text("no acquaintance", "没有熟人"), Text("{low}", "{low} 人")
_RANGE, _LAST = Text("{low}–{high}", "{low}–{high} 人"), Text("{low}+", "{low} 人及以上")
_TITLE = Text("Residents with fewer than 3 acquaintances: {list}", "熟人不足 3 人的居民：{list}")
_ITEM = Text("{share} {label}", "{label} {share}")
_FIRST, _ALONE = Text(" (seed {seed})", "（种子 {seed}）"), Text(" (one run, not an interval)", "（单次运行，非区间）")
_NOTE = Text(
    "Residents by how many acquaintances they have; orange: fewer than 3. {whose}",
    "按熟人数划分的居民占比；橙色：不足 3 人。{whose}",
)
_SEED = Text("Of seed {seed} alone, the title too; means over seeds are in the table.", "仅为种子 {seed}，标题亦然；各种子均值见表格。")
_SMALL = 4.0
"""Per cent from which a part has room for its number."""


def degrees(on: Page) -> tuple[str, str]:
    """Draw a row at the start and a row an arm; return the title and the note."""
    from matplotlib.patches import Patch

    story, language = on.story, on.language
    axes = on.figure.subplots()
    rows = [arm for arm in ("start", *story.everybody) if arm in story.degrees]
    shares = np.array([_shares(story.degrees[arm]) for arm in rows])
    begin = np.zeros(len(rows))
    for k, shade in enumerate(SHADES):
        bars = axes.barh(np.arange(len(rows)), shares[:, k], left=begin, height=0.72, color=shade, edgecolor="white", linewidth=0.8)
        ink = "white" if k in (0, 4, 5) else INK
        axes.bar_label(bars, [number(v, 0) if v >= _SMALL else "" for v in shares[:, k]], label_type="center", fontsize=SMALLEST + 1.0, color=ink)
        begin += shares[:, k]
        on.key.append(Patch(color=shade, label=_part(k, language)))
    axes.set_yticks(range(len(rows)), [_START.say(language) if arm == "start" else "\n".join(on.rows_of_arms(30, [arm])) for arm in rows])
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.set_xlim(0.0, 100.0)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(_X.say(language))
    seed = story.seeds[0]
    whose = "" if story.single else _SEED.say(language, seed=seed)
    return _title(on), _NOTE.say(language, whose=whose).strip()


def _shares(values: np.ndarray) -> np.ndarray:
    """Return per cent of residents in each part."""
    part = np.searchsorted(STEPS, values, side="right") - 1
    return np.asarray(100.0 * np.bincount(part, minlength=len(STEPS)) / max(1, len(values)))


def _part(k: int, language: str) -> str:
    low = STEPS[k]
    if k + 1 == len(STEPS):
        return _LAST.say(language, low=low)
    high = STEPS[k + 1] - 1
    return _NO.say(language) if k == 0 else (_ONE if low == high else _RANGE).say(language, low=low, high=high)


def _title(on: Page) -> str:
    """Say how many are strangers, of the same seed that is drawn."""
    story, language = on.story, on.language
    arms = [arm for arm in dict.fromkeys((story.baseline, story.foremost)) if arm in story.degrees]
    shares = {arm: float(np.mean(story.degrees[arm] < STRANGER_BELOW)) for arm in arms}
    label = {arm: story.short(arm, language) if story.arms else "" for arm in arms}
    items = [_ITEM.say(language, share=number(shares[arm], None, "share"), label=label[arm]).strip() for arm in arms]
    whose = _ALONE.say(language) if story.single else _FIRST.say(language, seed=story.seeds[0])
    return _TITLE.say(language, list=("，" if language == "zh" else ", ").join(items)) + whose
