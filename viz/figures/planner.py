"""What a mechanism wants a planner to see first (`Picture`): bars beside what was published, and a share with its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.contract.picture import Picture
from ...model.ground.refusal import InputError
from ..lines import fold
from ..numbers import number
from .page import HUES, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..story import Story


class Shown(NamedTuple):
    """A picture and the mechanism that declares it."""

    owner: str
    picture: Picture

    def name(self, measure: str) -> str:
        """Return the full name of a measure."""
        return f"{self.owner}.{measure}"


def planned(story: Story) -> Shown | None:
    """Return the picture of the first mechanism that declares one and was measured; one that cannot be found here has none."""
    from ...model.mechanisms.registry import find_mechanism

    for owner in story.mechanisms:
        try:
            picture = find_mechanism(owner).picture
        except InputError:
            continue
        if picture is not None and story.measured(f"{owner}.{picture.bars}"):
            return Shown(owner, picture)
    return None


def planner(on: Page) -> tuple[str, str]:
    """Draw the picture; return the title and the note."""
    story, language = on.story, on.language
    shown = planned(story)
    assert shown is not None
    picture, bars, share = shown.picture, shown.name(shown.picture.bars), shown.name(shown.picture.share)
    left, right = on.figure.subplots(1, 2, sharey=True)
    arms = story.everybody
    y = np.arange(len(arms))
    values = np.array([story.told(arm, bars) for arm in arms])
    drawn = left.barh(y, np.nan_to_num(values), height=0.7, color=[on.colour(arm) for arm in arms])
    left.bar_label(drawn, [number(v, 1) for v in values], padding=3, fontsize=11, color="#333333")
    left.set_xlim(0.0, max(float(np.nanmax(values, initial=0.0)), *picture.published, 1e-9) * 1.15)
    _published(left, picture, language)
    left.set_yticks(y, on.rows_of_arms(26), fontsize=11)
    left.invert_yaxis()
    left.set_xlabel("\n".join(fold(picture.axis.say(language), 34)), fontsize=11.5)
    begin = np.zeros(len(arms))
    for k, (measure, title) in enumerate(picture.parts.items()):
        part = np.nan_to_num(np.array([100.0 * story.end(arm, share) * story.end(arm, shown.name(measure)) for arm in arms]))
        right.barh(y, part, left=begin, height=0.7, color=HUES[k % len(HUES)], label=title.say(language))
        begin += part
    for k, total in enumerate(begin.tolist()):
        right.text(total + 1.5, k, number(total, 0), va="center", fontsize=11, color="#333333")
    right.set_xlim(0.0, 108.0)
    right.set_xlabel("\n".join(fold(picture.parts_axis.say(language), 36)), fontsize=11.5)
    for axes in (left, right):
        axes.grid(axis="y", visible=False)
    on.key.extend(right.get_legend_handles_labels()[0])
    return _title(story, shown, values, language), picture.note.say(language)


def _published(axes: Axes, picture: Picture, language: str) -> None:
    middle = 0.5 * axes.get_xlim()[1]
    for value, title in picture.published.items():
        axes.axvline(value, color="#444444", linestyle=":", linewidth=1.4)
        side = "left" if value < middle else "right"
        axes.text(value, 1.005, title.say(language), transform=axes.get_xaxis_transform(), ha=side, va="bottom", fontsize=10)


def _title(story: Story, shown: Shown, values: np.ndarray, language: str) -> str:
    share = [number(100.0 * story.end(arm, shown.name(shown.picture.share)), 0) for arm in story.everybody]
    if not story.arms:
        return shown.picture.alone.say(language, with_=number(values[0], 1), share=share[0])
    return shown.picture.title.say(language, with_=number(values[1], 1), without=number(values[0], 1), share=share[1], share_without=share[0])
