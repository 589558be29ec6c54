"""A city as maps: a circle a community, sized by its residents, coloured by their acquaintances; for each other arm by how many more they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.city.fields import RULES
from ...model.ground.text import Text
from ..fonts import dressed
from ..numbers import decimals, difference, number
from .analysis import Told
from .page import INK, PALE, SMALLEST, Sheet, finish, sheet

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import EllipseCollection

    from ...experiments.city.result import City

NAME = "map"
MOST_MAPS = 4
"""Arms on a page; the tables have all."""
MOST_NAMES = 24
"""Communities up to which each bears its name."""
_TITLE = Text(
    "Acquaintances a resident: {least} to {most} in the communities of {arm}", "人均熟人数：{arm}各社区为 {least} 至 {most}"
)  # fmt: skip
_MORE = Text(
    "{arm} against {baseline}: {least} to {most} acquaintances a resident in the communities", "{arm}与{baseline}相比：各社区人均熟人数 {least} 至 {most}"
)  # fmt: skip
_SCALE, _SCALE_MORE = Text("acquaintances a resident", "人均熟人数"), Text("more acquaintances than {baseline}", "比{baseline}多的人均熟人数")
_NOTE = Text(
    "A circle is a community, its area its residents; at the end of year {year}, {seeds}. Places as they were given, or on a grid.",
    "每个圆为一个社区，面积表示居民数；第 {year} 年末，{seeds}。位置按给定坐标，或排成网格。",
)
_ONE, _MEAN = Text("on one seed", "一个种子"), Text("a mean over {n} seeds", "{n} 个种子的均值")
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
        title = _title(on, _maps(on, city, arms), arms)
        many = len(city.finished_seeds)
        note = _NOTE.say(on.language, seeds=(_ONE if many == 1 else _MEAN).say(on.language, n=many), year=city.years)
        return finish(on, NAME, folder, title, note, formats)


def _title(on: Sheet, last: np.ndarray, arms: Sequence[str]) -> str:
    """Return what the last map shows, in a sentence."""
    arm, baseline = on.letters.sayable(arms[-1]), on.letters.sayable(arms[0])
    told, write = (_TITLE, number) if len(arms) == 1 else (_MORE, difference)
    places = decimals((float(last.min()), float(last.max())))
    return told.say(on.language, arm=arm, baseline=baseline, least=write(float(last.min()), places), most=write(float(last.max()), places))


def _maps(on: Sheet, city: City, arms: Sequence[str]) -> np.ndarray:
    """Draw a map an arm: the first with its own values, the others with how much more they have, all on one scale; returns the values of the last."""
    ends = city.ends.groupby(["arm", "community"], sort=False)[["residents", "acquaintances", "x", "y"]].mean()
    each = {str(arm): frame.droplevel("arm") for arm, frame in ends.groupby(level="arm", sort=False)}
    first = each[arms[0]]["acquaintances"]
    values = [first.to_numpy(np.float64), *((each[arm]["acquaintances"] - first).to_numpy(np.float64) for arm in arms[1:])]
    far = max((float(np.abs(one).max()) for one in values[1:]), default=0.0) or 1e-9
    columns = min(len(arms), 2)
    maps = list(on.figure.subplots(-(-len(arms) // columns), columns, squeeze=False).flat)
    for axes in maps[len(arms) :]:
        axes.remove()
    circles = [
        _map(on, city, axes, arm, each[arm], own, ("PuOr", -far, far) if k else ("viridis", float(own.min()), float(own.max())))
        for k, (axes, arm, own) in enumerate(zip(maps, arms, values, strict=False))
    ]  # fmt: skip
    scales = [(circles[0], maps[:1], _SCALE)] + ([(circles[-1], maps[1 : len(arms)], _SCALE_MORE)] if len(arms) > 1 else [])
    for told, of, text in scales:
        bar = on.figure.colorbar(told, ax=of, location="bottom", shrink=0.7, aspect=30, pad=0.02)
        bar.set_label(text.say(on.language, baseline=on.letters.sayable(arms[0])))
    return values[-1]


def _map(on: Sheet, city: City, axes: Axes, arm: str, rows: pd.DataFrame, values: np.ndarray, scale: tuple[str, float, float]) -> EllipseCollection:
    """Draw one map."""
    from matplotlib.collections import EllipseCollection

    colours, low, high = scale
    xy = rows[["x", "y"]].to_numpy(np.float64)
    radius = _radii(xy, rows["residents"].to_numpy(np.float64))
    circles = EllipseCollection(
        2.0 * radius, 2.0 * radius, np.zeros(len(xy)), units="xy", offsets=xy, offset_transform=axes.transData, array=values, cmap=colours,
        clim=(low, high if high > low else low + 1e-9), edgecolor=INK, linewidth=0.4, gid=f"communities of {arm}",
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
        for community, (x, y), size in zip(rows.index, xy, radius, strict=True):
            name = on.letters.sayable(str(city.communities["name"][community]), str(community + 1))
            axes.annotate(name, (x, y - size), (0, -2), textcoords="offset points", ha="center", va="top", fontsize=SMALLEST, color=PALE)
    return circles


def _radii(xy: np.ndarray, residents: np.ndarray) -> np.ndarray:
    """Return float64 [n], radii whose squares are as the residents; the median nearest neighbours do not cover one another by much."""
    radius = np.sqrt(residents / residents.max())
    if len(xy) == 1:
        return np.asarray(radius)
    from scipy.spatial import cKDTree

    near = np.asarray(cKDTree(xy).query(xy, k=2)[0])[:, 1]
    apart = near[near > 0.0]
    return np.asarray(radius * (0.5 * _GAP * float(np.median(apart)) if len(apart) else 1.0))
