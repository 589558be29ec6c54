"""The kinds of experience that move trust. The rule itself is in trust.py."""

from __future__ import annotations

from enum import Enum


class Experience(Enum):
    """What may happen to a resident.

    Attributes:
        state: name of the attribute of `Residents` that it moves.
        good: value of the experience, 1 good, 0 bad.
        number: column of the log of experiences.
    """

    HELPED = ("trust_neighbours", 1.0, 0)
    REFUSED = ("trust_neighbours", 0.0, 1)
    QUARRELLED = ("trust_neighbours", 0.0, 2)
    SETTLED = ("trust_neighbours", 1.0, 3)
    LINGERED = ("trust_neighbours", 0.0, 4)
    KEPT = ("trust_institutions", 1.0, 5)
    BROKEN = ("trust_institutions", 0.0, 6)
    HEARD = ("trust_institutions", 1.0, 7)
    PASSED_OVER = ("trust_institutions", 0.0, 8)

    def __init__(self, state: str, good: float, number: int) -> None:
        """Keep them at hand: most weeks have many experiences."""
        self.state, self.good, self.number = state, good, number
