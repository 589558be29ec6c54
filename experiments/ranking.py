"""Which arm ends with more of a measure than which, and how sure that is: over seeds, and over draws of constants and rules where there are any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from ..model.ground.text import Text
from ..scenarios.errors import unknown

if TYPE_CHECKING:
    from .comparison import Comparison
    from .ranges import Ranged


class Beats(NamedTuple):
    """One arm against another.

    Attributes:
        probability: share of draws (or of seeds, where all have the same constants) in which it ends with more; half of the ties.
        median, low, high: how much more, over draws, with the 5 to 95 % range.
    """

    probability: float
    median: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """True if it has more, and the range excludes zero."""
        return self.low > 0.0


def beats(comparison: Comparison, measure: str) -> dict[tuple[str, str], Beats]:
    """Return, for each ordered pair of arms, whether the first ends with more of a measure than the second.

    Raises:
        UserError: the comparison has no such measure.
    """
    if measure not in comparison.infos:
        raise unknown(measure, comparison.infos, Text("measure", "指标"))
    return pairs(comparison.everybody, lambda one, other: comparison.ranged(one, measure, other))


def pairs(arms: Sequence[str], ranged: Callable[[str, str], Ranged]) -> dict[tuple[str, str], Beats]:
    """Return the same of any arms, from what is known of how much more one of two ends with than the other."""
    known = {(one, other): ranged(one, other) for one, other in permutations(arms, 2)}
    return {both: Beats(found.positive, found.median, found.low, found.high) for both, found in known.items()}


def tiers(arms: Sequence[str], found: Mapping[tuple[str, str], Beats]) -> list[list[str]]:
    """Return the arms by rank: first those that no other arm beats for certain, then those that only these beat, and so on.

    Within a rank nobody is known to beat anybody; an arm of a later rank is beaten for certain by at least one of the rank before.
    """
    left, ranks = list(arms), []
    while left:
        # Medians of differences can run in a circle; then none of it ranks before another.
        top = [arm for arm in left if not any(found[other, arm].certain for other in left if other != arm)] or left
        ranks.append(top)
        left = [arm for arm in left if arm not in top]
    return ranks
