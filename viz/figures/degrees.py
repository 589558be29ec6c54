"""How acquaintances are spread over the residents."""

from __future__ import annotations

import numpy as np

from ...model.ground.text import Text
from ..words import sentence
from .page import HUES, Page, legend

_WHAT = Text("Residents with fewer than 3 acquaintances", "熟人不足 3 人的居民")
_X = Text("acquaintances of a resident", "每位居民的熟人数")
_Y = Text("share of residents, %", "居民占比，%")
_START = Text("at the start", "开始时")
_NOTE = Text("Shaded: fewer than 3. The last bars hold all who have {last} or more.{seed}", "底色：不足 3 人。最后一格包含 {last} 人及以上。{seed}")
_FIRST = Text(" Drawn: the first seed.", "图为第一个种子。")
STRANGER_BELOW = 3


def degrees(on: Page) -> tuple[str, str]:
    """Draw the distribution at the start (line), at the end without and with (bars and line); return the title and the note."""
    story, language = on.story, on.language
    axes = on.figure.subplots()
    arm = story.foremost
    shown = {a: story.degrees[a] for a in ("start", story.baseline, arm) if a in story.degrees}
    last = int(max(10, np.quantile(np.concatenate(list(shown.values())), 0.985)))
    x = np.arange(last + 1)
    for a, values in shown.items():
        share = 100.0 * np.bincount(np.minimum(values, last), minlength=last + 1) / max(1, len(values))
        if a == "start":
            axes.step(x, share, where="mid", color="#000000", linewidth=1.3, linestyle=(0, (1, 1.5)), label=_START.say(language), zorder=3)
            continue
        side = -0.2 if a == story.baseline else 0.2
        colour = on.colour(a) if a == story.baseline else HUES[0]
        axes.bar(x + side, share, width=0.4, color=colour, label=on.letters.sayable(story.label(a, language)), zorder=2)
    axes.axvspan(-0.5, STRANGER_BELOW - 0.5, color="#F4E7D3", zorder=0, linewidth=0)
    axes.set_xlim(-0.5, last + 0.5)
    axes.set_ylim(bottom=0.0)
    axes.grid(axis="x", visible=False)
    axes.set_xticks(x[:: max(1, (last + 1) // 16)])
    axes.set_xlabel(_X.say(language))
    axes.set_ylabel(_Y.say(language))
    legend(axes, columns=3)
    title = sentence(story, arm, "strangers", _WHAT.say(language), language) if story.arms else _WHAT.say(language)
    return title, _NOTE.say(language, last=last, seed="" if story.single else _FIRST.say(language))
