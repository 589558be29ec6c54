"""A city as a map: a circle a community, sized by its residents, coloured by their acquaintances; a map an arm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.city.fields import RULES
from ...model.ground.text import Text
from ..fonts import dressed
from ..numbers import number
from .analysis import Told
from .page import INK, PALE, SMALLEST, Sheet, finish, sheet

if TYPE_CHECKING:
    from ...experiments.city.result import City

NAME = "map"
MOST_MAPS = 4
"""Arms on a page; the tables have all."""
MOST_NAMES = 24
"""Communities up to which each bears its name."""
_TITLE = Text(
    "Acquaintances a resident: {least} to {most} in the communities of {arm}", "人均熟人数：{arm}各社区为 {least} 至 {most}"
)  # fmt: skip
_SCALE = Text("acquaintances a resident", "人均熟人数")
_NOTE = Text(
    "A circle is a community, its area its residents; means over {seeds} seeds at the end of year {year}. Places as they were given, or on a grid.",
    "每个圆为一个社区，面积表示居民数；第 {year} 年末 {seeds} 个种子的均值。位置按给定坐标，或排成网格。",
)
_FROM = Text("{communities} communities · {rule}", "{communities} 个社区 · {rule}")
_GAP = 0.92
"""Share of the distance to the nearest other community that two circles take at most."""


def _told(city: City) -> Told:
    def how(language: str) -> str:
        return _FROM.say(language, communities=f"{len(city.communities):,}", rule=RULES[city.rule].say(language))

    return Told.of(city.title, city.scenario, city.environment, how)


def draw_city(
    city: City, folder: Path, language: str = "en", formats: Sequence[str] = ("png",), notice: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw the map of a city, `map.png`; nothing where no seed has been lived to the end.

    Args:
        city: the city.
        folder: where the file goes; it has to exist.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice; by default it goes to the standard error.

    Returns:
        The files.
    """
    if not city.finished_seeds:
        return []
    arms = city.arms[:MOST_MAPS]
    with dressed(language, notice) as letters, sheet(_told(city), letters, 5.0 + 4.2 * min(len(arms), 2), 6.4 if len(arms) <= 2 else 10.4) as on:
        last = _maps(on, city, arms)
        values = city.ends[city.ends["arm"] == last].groupby("community")["acquaintances"].mean()
        title = _TITLE.say(on.language, arm=on.letters.sayable(last), least=number(float(values.min())), most=number(float(values.max())))
        note = _NOTE.say(on.language, seeds=len(city.finished_seeds), year=city.years)
        return finish(on, NAME, folder, title, note, formats)


def _maps(on: Sheet, city: City, arms: Sequence[str]) -> str:
    """Draw a map an arm, all with one scale; returns the arm of the last."""
    ends = city.ends.groupby(["arm", "community"], sort=False)[["residents", "acquaintances", "x", "y"]].mean()
    low, high = float(ends["acquaintances"].min()), float(ends["acquaintances"].max())
    columns = min(len(arms), 2)
    maps = list(on.figure.subplots(-(-len(arms) // columns), columns, squeeze=False).flat)
    for axes in maps[len(arms) :]:
        axes.remove()
    for axes, arm in zip(maps, arms, strict=False):
        rows = ends.loc[arm]
        xy = rows[["x", "y"]].to_numpy(np.float64)
        radius = _radii(xy, rows["residents"].to_numpy(np.float64))
        from matplotlib.collections import EllipseCollection

        circles = EllipseCollection(
            2.0 * radius, 2.0 * radius, np.zeros(len(xy)), units="xy", offsets=xy, offset_transform=axes.transData, array=rows["acquaintances"].to_numpy(),
            cmap="viridis", clim=(low, high if high > low else low + 1e-9), edgecolor=INK, linewidth=0.4, gid=f"communities of {arm}",
        )  # fmt: skip
        axes.add_collection(circles)
        pad = float(radius.max()) * 1.1
        axes.set_xlim(xy[:, 0].min() - pad, xy[:, 0].max() + pad)
        axes.set_ylim(xy[:, 1].min() - pad, xy[:, 1].max() + pad)
        axes.set_aspect("equal")
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_title(on.letters.sayable(arm))
        for spine in axes.spines.values():
            spine.set_visible(False)
        if len(xy) <= MOST_NAMES:
            for number, (x, y), size in zip(rows.index, xy, radius, strict=True):
                name = on.letters.sayable(str(city.communities["name"][number]), str(number + 1))
                axes.annotate(name, (x, y - size), (0, -2), textcoords="offset points", ha="center", va="top", fontsize=SMALLEST, color=PALE)
    bar = on.figure.colorbar(circles, ax=maps[: len(arms)], shrink=0.8)
    bar.set_label(_SCALE.say(on.language))
    return arms[-1]


def _radii(xy: np.ndarray, residents: np.ndarray) -> np.ndarray:
    """Return float64 [n], radii whose squares are as the residents; the median nearest neighbours do not cover one another by much."""
    radius = np.sqrt(residents / residents.max())
    if len(xy) == 1:
        return np.asarray(radius)
    from scipy.spatial import cKDTree

    near = np.asarray(cKDTree(xy).query(xy, k=2)[0])[:, 1]
    apart = near[near > 0.0]
    return np.asarray(radius * (0.5 * _GAP * float(np.median(apart)) if len(apart) else 1.0))
