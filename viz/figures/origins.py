"""Where acquaintances began: what each kind of place and occasion is owed."""

from __future__ import annotations

import numpy as np

from ...model.ground.text import Text
from ..numbers import number
from .page import Page, legend

PREFIX = "origin."
_TITLE = Text("Most acquaintances began here: {list} ({label})", "熟人关系主要始于：{list}（{label}）")
_X = Text("acquaintances a resident that began there", "始于此处的人均熟人数")
_OTHER = Text("elsewhere", "其他")
_NOTE = Text(
    "The place or occasion where the two first gained hours together; all acquaintances at the end, those from before the policy included.",
    "两人最初开始共处的场合；统计期末全部熟人关系，包括政策之前形成的。",
)
_ONE = Text(" One run, not an interval.", "单次运行，非区间。")
_MOST = 12


def origins(on: Page) -> tuple[str, str]:
    """Draw a bar a kind of focus and arm; return the title and the note."""
    story, language = on.story, on.language
    arm = story.foremost
    arms = list(story.everybody)[:4]
    kinds = kinds_by_share(story.kinds, {k: max(_zero(story.end(a, PREFIX + k)) for a in arms) for k in story.kinds})
    rows = {a: np.array([_zero(story.end(a, PREFIX + k)) for k in kinds]) * story.end(a, "acquaintances") for a in arms}
    labels = [on.letters.sayable(story.kinds[k].say(language), k) for k in kinds]
    if len(kinds) > _MOST:
        rows = {a: np.append(v[: _MOST - 1], v[_MOST - 1 :].sum()) for a, v in rows.items()}
        labels = [*labels[: _MOST - 1], _OTHER.say(language)]
    axes = on.figure.subplots()
    thick = 0.8 / len(arms)
    for i, a in enumerate(arms):
        y = np.arange(len(labels)) + (i - (len(arms) - 1) / 2) * thick
        bars = axes.barh(y, rows[a], height=thick * 0.94, color=on.colour(a), label=on.letters.sayable(story.label(a, language)))
        axes.bar_label(bars, [_brief(v) for v in rows[a]], padding=3, fontsize=9.5 if len(arms) < 3 else 7.5, color="#333333")
    axes.set_yticks(np.arange(len(labels)), [on.letters.sayable(text) for text in labels])
    axes.invert_yaxis()
    axes.set_xlim(0.0, 1.1 * max(float(v.max()) for v in rows.values()) or 1.0)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(_X.say(language))
    legend(axes, columns=len(arms))
    shares = {k: _zero(story.end(arm, PREFIX + k)) for k in story.kinds}
    order = sorted((k for k in shares if shares[k] > 0), key=lambda k: -shares[k])[:3]
    items = [f"{on.letters.sayable(story.kinds[k].say(language), k)} {number(shares[k], 0, 'share')}" for k in order]
    title = _TITLE.say(language, list=("、" if language == "zh" else "; ").join(items), label=story.short(arm, language))
    return title, _NOTE.say(language) + (_ONE.say(language) if story.single else "")


def kinds_by_share(kinds: object, share: dict[str, float]) -> list[str]:
    """Return the kinds that anything began at, the largest first."""
    return [k for k, v in sorted(share.items(), key=lambda item: -item[1]) if v > 0]


def _zero(value: float) -> float:
    return value if value == value else 0.0


def _brief(value: float) -> str:
    """Write 0 as 0, and little as more than nothing."""
    return number(value, 0 if value == 0 else 1 if value >= 0.05 else 2)
