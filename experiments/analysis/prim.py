"""PRIM (Friedman & Fisher 1999; Bryant & Lempert 2010) by EMAworkbench: boxes of the parameters, each smaller than the one before and with more failures in it.

The library finds the boxes; what is told of one is worked out in boxes.py, where a point with several replications counts as one compound.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.errors import UserError
from ..sweep.designs import Parameter, Point, Value

if TYPE_CHECKING:
    import pandas as pd

PEEL = 0.05
"""Share of the runs in a box that one step peels off."""
SOME = 1e-9
"""More than nothing: whatever fails is of interest, and the last box is given whatever its density."""
LEAST_MASS, LEAST_POINTS = 0.05, 5
"""No box is smaller than this share of the points, or than so many points."""
NEED_PRIM = Text(
    'scenario discovery needs ema_workbench; install it with: pip install "linli[experiments]"',
    '情景发现需要 ema_workbench，请安装：pip install "linli[experiments]"',
)


class Axis(NamedTuple):
    """A parameter as boxes see it.

    Attributes:
        key: the parameter.
        column: float64 [points], or int64 numbers of words.
        words: values of a parameter that has no order (texts, truth values), by their number; (): a number.
        stepped: whether it takes single values only, so that a limit is one of them.
    """

    key: str
    column: np.ndarray
    words: tuple[Value, ...] = ()
    stepped: bool = False


class Edge(NamedTuple):
    """A restriction as the library found it.

    Attributes:
        axis: number of the parameter.
        low, high: of a number; infinite where there is no limit on this side.
        words: numbers of the words that are allowed; (): a number.
    """

    axis: int
    low: float = -np.inf
    high: float = np.inf
    words: tuple[int, ...] = ()


def axes_of(parameters: Sequence[Parameter], points: Sequence[Point], grid: bool) -> tuple[Axis, ...]:
    """Return the parameters as boxes see them; `grid`: the design takes single values of ranges too."""
    found = []
    for k, one in enumerate(parameters):
        values = [point[k] for point in points]
        if any(isinstance(value, bool | str) for value in (*one.values, *values)):
            words = one.values or tuple(dict.fromkeys(values))
            # 1 and true are one key of a dictionary, and two values.
            number = {(type(word), word): at for at, word in enumerate(words)}
            found.append(Axis(one.key, np.array([number[type(value), value] for value in values], np.int64), words, True))
        else:
            found.append(Axis(one.key, np.array(values, np.float64), (), bool(one.values) or one.whole or grid))
    return tuple(found)


def peeled(axes: Sequence[Axis], chosen: np.ndarray, failed: np.ndarray) -> list[tuple[Edge, ...]]:
    """Return the boxes that PRIM goes through, the whole first; nothing but the whole if all runs failed, or none.

    Args:
        axes: the parameters.
        chosen: int64, points that are looked at.
        failed: bool [replications, points], of all points.

    Raises:
        UserError: EMAworkbench is not installed.
    """
    import pandas as pd

    prim = _library()
    y = failed[:, chosen].T.astype(np.int64).ravel()
    if y.min() == y.max():
        return [()]
    # A row a run: all runs of a point have its values, so that a limit never parts them.
    repeat = len(failed)
    table = pd.DataFrame({_name(k): np.repeat(_seen(one, chosen), repeat) for k, one in enumerate(axes)})
    least = max(LEAST_MASS, LEAST_POINTS / len(chosen))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        box = prim.Prim(table, y, threshold=SOME, peel_alpha=PEEL, mass_min=least, threshold_type=prim.ABOVE).find_box()
    whole = box.box_lims[0]
    return [_edges(axes, limits, whole) for limits in box.box_lims]


def _seen(axis: Axis, chosen: np.ndarray) -> np.ndarray:
    column = axis.column[chosen]
    return np.array([str(number) for number in column], dtype=object) if axis.words else column


def _edges(axes: Sequence[Axis], limits: pd.DataFrame, whole: pd.DataFrame) -> tuple[Edge, ...]:
    found = []
    for k, one in enumerate(axes):
        name = _name(k)
        if name not in limits:
            # The library leaves out a parameter of which it sees one value only.
            continue
        now, before = limits[name].tolist(), whole[name].tolist()
        if one.words:
            if now[0] != before[0]:
                found.append(Edge(k, words=tuple(sorted(int(word) for word in now[0]))))
        elif now != before:
            found.append(Edge(k, now[0] if now[0] > before[0] else -np.inf, now[1] if now[1] < before[1] else np.inf))
    return tuple(found)


def _name(k: int) -> str:
    # The library drops a column called "scenario", and numbers are no names.
    return f"p{k}"


def _library() -> Any:
    """Import the library as if it changed nothing: it sets a style for all of matplotlib, and warns of extras that only runs of its own would need."""
    import matplotlib

    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")
        try:
            from ema_workbench.analysis import prim
        except ImportError:
            raise UserError(*NEED_PRIM) from None
    return prim
