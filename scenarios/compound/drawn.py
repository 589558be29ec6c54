"""Buildings drawn by hand, as rectangles over a picture, in metres."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...model.founding.placed import FARTHEST, MOST_PLACED
from ...model.ground.text import Text
from ..errors import UserError
from .footprints import LONGEST, Footprint, Footprints

DRAWING = "drawing"
"""How errors name what was drawn."""
_NARROWEST = 3.0
Rectangle = tuple[float, float, float, float, float]
"""Middle (x, y), two sides, and the direction of the first of them in degrees from east to north."""


def drawn(rectangles: Sequence[Sequence[object]]) -> Footprints:
    """Return rectangles as footprints, around their middle.

    Raises:
        UserError: none or too many, or one that is no building, named by its number.
    """
    if not 1 <= len(rectangles) <= MOST_PLACED:
        raise UserError(
            f"{len(rectangles):,} buildings are drawn; 1 to {MOST_PLACED:,} are possible.",
            f"画了 {len(rectangles):,} 栋，可画 1 至 {MOST_PLACED:,} 栋。",
            file=DRAWING,
        )
    found = [_checked(one, number) for number, one in enumerate(rectangles, 1)]
    middle = [0.5 * (min(one[axis] for one in found) + max(one[axis] for one in found)) for axis in (0, 1)]
    buildings = []
    for x, y, first, second, angle in found:
        turned = angle if first >= second else angle + 90.0
        place = (round(x - middle[0], 1), round(y - middle[1], 1))
        buildings.append(Footprint(0, "", "", *place, round(max(first, second), 1), round(min(first, second), 1), round((turned + 90.0) % 180.0 - 90.0, 1)))
    note = Text(f"{len(buildings)} buildings were drawn as rectangles.", f"手绘了 {len(buildings)} 栋（矩形）。")
    return Footprints(DRAWING, tuple(buildings), ("",), None, (note,))


def _checked(given: Sequence[object], number: int) -> Rectangle:
    numbers = [float(one) for one in given if isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one)]
    if len(given) != 5 or len(numbers) != 5:
        raise UserError(f"rectangle {number} is not five numbers.", f"第 {number} 个矩形不是五个数。", file=DRAWING)
    x, y, first, second, angle = numbers
    if not (min(first, second) >= _NARROWEST and max(first, second) <= LONGEST):
        raise UserError(
            f"rectangle {number} is {first:,.0f} by {second:,.0f} m; sides are between {_NARROWEST:g} and {LONGEST:,.0f} m. Is the scale right?",
            f"第 {number} 个矩形为 {first:,.0f}×{second:,.0f} 米，边长须在 {_NARROWEST:g} 与 {LONGEST:,.0f} 米之间。比例尺对吗？", file=DRAWING,
        )  # fmt: skip
    if max(abs(x), abs(y)) > FARTHEST:
        raise UserError(f"rectangle {number} lies too far away. Is the scale right?", f"第 {number} 个矩形过远。比例尺对吗？", file=DRAWING)
    return x, y, first, second, angle % 360.0
