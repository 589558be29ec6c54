"""Keyed random numbers in plain Python: the same values as `model/ground/random.py`, for one number at a time.

Every draw is a function of (seed, stream, week, numbers), so that no draw depends on the order in which people are asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..ground.random import stream

_64_BITS = (1 << 64) - 1


def absorb(state: int, number: int) -> int:
    """Mix one whole number into a 64-bit key and return the new key (SplitMix64)."""
    x = ((state ^ (number & _64_BITS)) + 0x9E3779B97F4A7C15) & _64_BITS
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _64_BITS
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _64_BITS
    return x ^ (x >> 31)


def unit(key: int) -> float:
    """Return the number in [0, 1) that belongs to a key."""
    return (key >> 11) / 9007199254740992.0


class Draws:
    """The random numbers of one community.

    Args:
        seed: the seed of the run.
    """

    def __init__(self, seed: int) -> None:
        """Begin the key with the seed."""
        self._seed = absorb(0, seed)
        self._weeks: dict[str, tuple[int, int]] = {}

    def key(self, name: str, week: int, *numbers: int) -> int:
        """Return the key of (seed, stream `name`, week, numbers)."""
        known = self._weeks.get(name)
        if known is None or known[0] != week:
            known = (week, absorb(absorb(self._seed, int(stream(name))), week))
            self._weeks[name] = known
        state = known[1]
        for number in numbers:
            state = absorb(state, number)
        return state

    def uniform(self, name: str, week: int, *numbers: int) -> float:
        """Return the number in [0, 1) of (seed, stream `name`, week, numbers)."""
        return unit(self.key(name, week, *numbers))


def poisson(u: float, mean: float) -> int:
    """Return the Poisson number that belongs to u in [0, 1): the least k whose cumulated probability exceeds u."""
    p = math.exp(-mean)
    cumulated, k = p, 0
    while u >= cumulated and k < 1000:
        k += 1
        p *= mean / k
        cumulated += p
    return k


def choose(u: float, weights: Sequence[float]) -> int | None:
    """Return an index in proportion to the weights (u in [0, 1)), None if all are zero."""
    total = sum(weights)
    if total <= 0.0:
        return None
    left = u * total
    chosen = None
    for index, weight in enumerate(weights):
        if weight > 0.0:
            chosen = index
            left -= weight
            if left < 0.0:
                break
    return chosen
