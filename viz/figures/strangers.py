"""Survival curves of a mechanism that declares how many newcomers still wait for acquaintances (`first_locals_012` ...): locals and migrants, a line an arm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import number
from ..words import upper_first
from .page import HUES, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..story import Story

_POINT = re.compile(r"(?P<owner>.+)\.(?P<level>first|five)_(?P<who>locals|migrants)_(?P<weeks>\d{3})")
LEVELS = {"first": Text("no acquaintance yet, %", "尚无熟人，%"), "five": Text("fewer than five, %", "熟人不足五人，%")}
WHO = {"locals": Text("newcomers registered here", "本地户籍的新住户"), "migrants": Text("newcomers registered elsewhere", "外来户籍的新住户")}
MARKERS = "o^s"
"""Arms that share a colour, since there are more arms than colours, have markers of their own."""
_ACROSS = Text("weeks since they moved in", "迁入后的周数")
_TITLE = Text(
    "{weeks} weeks after moving in {migrants} % of migrants and {locals} % of locals have no acquaintance ({arm}); without it {migrants_0} and {locals_0} %",
    "入住 {weeks} 周后，外来户籍者中 {migrants}%、本地户籍者中 {locals}% 尚无熟人（{arm}）；无政策时为 {migrants_0}% 和 {locals_0}%",
)
_ALONE = Text(
    "{weeks} weeks after moving in {migrants} % of migrants and {locals} % of locals have no acquaintance",
    "入住 {weeks} 周后，外来户籍者中 {migrants}%、本地户籍者中 {locals}% 尚无熟人",
)
_PLAIN = Text("How long newcomers stay strangers", "新住户多久不再是陌生人")
_NOTE = Text(
    "Those who moved in since the start, looked at every four weeks (product limit; who moves away is no longer counted); mean of the seeds. "
    "Acquaintances of other households only.",
    "情景开始后迁入者，每四周查看一次（乘积极限法，迁走者不再计入）；各种子均值。仅计其他住户中的熟人。",
)


def points(story: Story) -> dict[tuple[str, str], dict[int, str]]:
    """Return (level, group) -> weeks after moving in -> measure, of the points that were measured in any arm."""
    found: dict[tuple[str, str], dict[int, str]] = {}
    for name in story.infos:
        match = _POINT.fullmatch(name)
        if match and story.measured(name):
            found.setdefault((match["level"], match["who"]), {})[int(match["weeks"])] = name
    return {key: dict(sorted(ages.items())) for key, ages in found.items()}


def has_newcomers(story: Story) -> bool:
    """Tell whether a story has such curves."""
    return bool(points(story))


def strangers(on: Page) -> tuple[str, str]:
    """Draw four panels (first and fifth acquaintance; locals and migrants) and the key beside them; return the title and the note."""
    story, language = on.story, on.language
    grid = on.figure.subplots(2, 3, width_ratios=(1.0, 1.0, 0.62), sharex=False)
    found = points(story)
    last = max((age for ages in found.values() for age in ages), default=1)
    for y, (level, up) in enumerate(LEVELS.items()):
        for x, (who, group) in enumerate(WHO.items()):
            axes = grid[y, x]
            _curves(on, axes, found.get((level, who), {}), f"{level} {who}")
            axes.set_xlim(0.0, 1.04 * last)
            if y == 0:
                axes.set_title(group.say(language), fontsize=12.5, loc="left")
            else:
                axes.set_xlabel(_ACROSS.say(language))
            if x == 0:
                axes.set_ylabel(up.say(language))
    for axes in grid[:, 2]:
        axes.axis("off")
    handles, labels = grid[0, 0].get_legend_handles_labels()
    grid[0, 2].legend(handles, ["\n".join(fold(label, 30)) for label in labels], loc="upper left", bbox_to_anchor=(0.0, 1.0), fontsize=11, handlelength=2.6)
    return _title(on, found), _NOTE.say(language)


def _curves(on: Page, axes: Axes, ages: dict[int, str], panel: str) -> None:
    """Draw a line an arm from 100 per cent on the day of moving in."""
    story = on.story
    for arm in story.everybody:
        place = story.arms.index(arm) // len(HUES) if arm in story.arms else 0
        shares = [100.0 * story.end(arm, measure) for measure in ages.values()]
        axes.plot(
            [0, *ages], [100.0, *shares], linestyle=on.dash(arm), color=on.colour(arm), marker=MARKERS[place % len(MARKERS)], markersize=4,
            linewidth=2.4 if arm in (story.baseline, story.foremost) else 1.5, gid=f"{panel} {arm}",
            label=on.letters.sayable(upper_first(story.title_of(arm, on.language)), arm),
        )  # fmt: skip
    axes.set_ylim(0.0, 104.0)


def _title(on: Page, found: dict[tuple[str, str], dict[int, str]]) -> str:
    """Say of the first arm how many know nobody after a year, or at the latest age that is known."""
    story, language = on.story, on.language
    both = [found.get(("first", who), {}) for who in ("locals", "migrants")]
    ages = [age for age in both[0] if age in both[1] and age <= 52]
    ages = [a for a in ages if all(story.end(arm, points[a]) == story.end(arm, points[a]) for points in both for arm in (story.baseline, story.foremost))]
    if not ages:
        return _PLAIN.say(language)
    age = ages[-1]

    def share(who: int, arm: str) -> str:
        return number(100.0 * story.end(arm, both[who][age]), 0)

    arm, base = story.foremost, story.baseline
    values = {"weeks": str(age), "locals": share(0, arm), "migrants": share(1, arm), "locals_0": share(0, base), "migrants_0": share(1, base)}
    return (_TITLE if story.arms else _ALONE).say(language, arm=story.short(arm, language), **values)
