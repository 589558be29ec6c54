"""What follows from who people are, worked out once and renewed for those who move in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ...contract.week import Week


class Renewed:
    """An array with an entry a resident.

    Args:
        make: (week, rows, key) -> entries of these rows; the same rows and key give the same entries in any week.
    """

    def __init__(self, make: Callable[[Week, np.ndarray, Any], np.ndarray]) -> None:
        """Work out nothing yet."""
        self._make = make
        self._key: Any = None
        self._week = -1
        self._found = np.zeros(0)

    def of(self, week: Week, key: Any) -> np.ndarray:
        """Return the entries of all residents under a key; all are made anew if it is another key, or a week has been left out."""
        if self._key != key or self._week < week.number - 1:
            self._found = self._make(week, np.arange(week.residents.n), key)
        elif len(week.moved):
            self._found[week.moved] = self._make(week, week.moved, key)
        self._key, self._week = key, week.number
        return self._found
