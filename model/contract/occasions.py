"""Occasions of one call: several of one unit in a week, and their rounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..people.everyday import ROUNDS, VISIT_ROUNDS

OPEN = np.array([r not in VISIT_ROUNDS for r in range(len(ROUNDS))])
"""bool [rounds], in which occasions may fall."""
MOST_TIMES = 50
"""Occasions of one kind that a unit may have in one week."""


def repeated(times: Any, units: int, what: str) -> np.ndarray:
    """Return int64 [occasions], the unit of each where unit u has times[u] of them.

    Raises:
        ValueError: there is not one whole number of 0 to `MOST_TIMES` for each unit.
    """
    found = np.asarray(times)
    if found.shape != (units,) or found.dtype.kind not in "biu":
        raise ValueError(f"{what}: times is a whole number for each of the {units} units")
    if units and (found.min() < 0 or found.max() > MOST_TIMES):
        raise ValueError(
            f"{what}: times goes from 0 to {MOST_TIMES} a week; {int(found.min())} to {int(found.max())} was given"
        )
    return np.repeat(np.arange(units), found.astype(np.int64))


def running(unit: np.ndarray) -> np.ndarray:
    """Return int64 [occasions]: 0 for the first occasion of each unit, 1 for its second ...; `unit` is in order."""
    place = np.arange(len(unit))
    first = np.searchsorted(unit, unit, side="left")
    return np.asarray(place - first)


def in_turn(rounds: tuple[int, ...], start: np.ndarray, nth: np.ndarray | None, what: str) -> np.ndarray:
    """Return uint8 [occasions], rounds: of `rounds` the one that is drawn for a unit, then the next one.

    Args:
        rounds: to choose from.
        start: float64 [occasions], uniform draws, the same for all occasions of a unit.
        nth: number of each occasion within its unit and week, None: each unit has one.
        what: the call in words, for the sentence.

    Raises:
        ValueError: no round, one twice, or one that does not exist.
    """
    if not rounds or len(set(rounds)) < len(rounds) or not all(0 <= r < len(ROUNDS) and OPEN[r] for r in rounds):
        raise ValueError(
            f"{what}: rounds to choose from are different ones out of {np.flatnonzero(OPEN).tolist()}, not {rounds}"
        )
    place = (start * len(rounds)).astype(np.int64) + (0 if nth is None else nth)
    return np.asarray(np.array(rounds, np.uint8)[place % len(rounds)])
