"""Bars with a row an arm, so that any number of arms can be read by their titles and no colour has to be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..lines import fold
from ..numbers import NOTHING, number
from .page import INK, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def arm_bars(
    on: Page, axes: Axes, values: Sequence[float], title: str, *, most: float, places: int | None = 0, width: int = 24, labels: bool = True, gid: str = ""
) -> None:
    """Draw a bar an arm with its number at the end.

    Args:
        on: the page.
        axes: where.
        values: a value an arm, the one without the policy first; NaN where there is none.
        title: what is counted, above the bars.
        most: the largest value of all panels on this scale.
        places: decimals of the numbers; None: as each needs.
        width: letters in a line of the title.
        labels: whether the titles of the arms stand beside the bars.
        gid: a name by which a test finds the bars.
    """
    arms = on.story.everybody
    y = np.arange(len(arms))
    bars = axes.barh(y, np.nan_to_num(np.asarray(values, float)), height=0.72, color=[on.colour(arm) for arm in arms])
    for bar in bars:
        bar.set_gid(gid)
    said = [on.letters.sayable(number(value, places)) if value == value else NOTHING for value in values]
    axes.bar_label(bars, said, padding=3, fontsize=11, color=INK)
    axes.set_yticks(y, on.rows_of_arms(22) if labels else [""] * len(arms), fontsize=11)
    axes.set_ylim(len(arms) - 0.4, -0.6)
    axes.set_xlim(0.0, most * 1.32 or 1.0)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_title("\n".join(fold(title, width)), loc="left", fontsize=12)


def rows_height(on_arms: int, inches: float = 0.34) -> float:
    """Return the inches that bars of so many arms take."""
    return 0.3 + inches * on_arms
