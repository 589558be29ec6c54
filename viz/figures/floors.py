"""Who gains and who loses, floor by floor: measures that a mechanism takes of each floor, an arm a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import number
from ..words import unit_of, upper_first
from .page import Page

if TYPE_CHECKING:
    from ..story import Story

_OF_FLOOR = re.compile(r"(?P<whole>.+)_floor_(?P<floor>\d+)")
MOST = 12
"""Arms at most: more lines cannot be told apart."""
_X = Text("floor", "楼层")
_TITLE = Text("{what}: {low} on floor 1, {high} on floor {top}, {unit} ({label})", "{what}：一层 {low}，{top} 层 {high}（{unit}；{label}）")
_NOTE = Text(
    "Mean of all households of a floor at the end; below the line a floor has lost. The measures of the mechanism, taken by floor.",
    "期末各层全部住户的均值；线下表示该层受损。数据为该机制按楼层统计的指标。",
)


def by_floor(story: Story) -> dict[str, dict[int, str]]:
    """Return what is measured by floor in more than one: name of the measure without its floor -> floor -> measure, as far up as anything happened."""
    found: dict[str, dict[int, str]] = {}
    for measure in story.infos:
        match = _OF_FLOOR.fullmatch(measure)
        if match and story.owner(measure) and story.measured(measure):
            found.setdefault(match["whole"], {})[int(match["floor"])] = measure
    highest = {whole: max((floor for floor, m in floors.items() if story.happened(m)), default=0) for whole, floors in found.items()}
    return {whole: {k: m for k, m in sorted(floors.items()) if k <= highest[whole]} for whole, floors in found.items() if highest[whole] > 1}


def floors(on: Page) -> tuple[str, str]:
    """Draw the first measure that is taken by floor; return the title and the note."""
    story, language = on.story, on.language
    measures = next(iter(by_floor(story).values()))
    axes = on.figure.subplots()
    axes.axhline(0.0, color="#333333", linewidth=1.0)
    arms = [arm for arm in story.everybody if any(story.end(arm, m) != 0.0 for m in measures.values())][:MOST] or [story.baseline]
    at = range(len(measures))
    for arm in arms:
        values = [story.end(arm, m) for m in measures.values()]
        axes.plot(at, values, color=on.colour(arm), linestyle=on.dash(arm), linewidth=2.2, marker="o", markersize=6, gid=f"floors {arm}")
    axes.set_xticks(list(at), [str(floor) for floor in measures])
    axes.set_xlabel(_X.say(language))
    info = story.info(next(iter(measures.values())))
    unit = on.letters.sayable(unit_of(info, language), info.unit)
    axes.set_ylabel("\n".join(fold(unit, 40)))
    axes.yaxis.set_major_formatter(lambda value, _: number(value, 0))
    on.key.extend(on.key_line(arm) for arm in arms)
    first, last = story.end(arms[0], next(iter(measures.values()))), story.end(arms[0], list(measures.values())[-1])
    what = upper_first(on.letters.sayable(info.title.say(language).rpartition(_CUT.say(language))[0] or info.title.say(language), info.title.en))
    title = _TITLE.say(language, what=what, low=number(first, 0), high=number(last, 0), top=max(measures), unit=unit, label=story.short(arms[0], language))
    return title, _NOTE.say(language)


_CUT = Text(", floor", "（")
"""What stands between the name of a measure and its floor."""

__all__ = ["by_floor", "floors"]
