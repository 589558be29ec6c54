"""Norms that are asked before quarrels of neighbours begin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .dispute_table import KINDS

if TYPE_CHECKING:
    from .moment import Moment

Norm = Callable[["Moment", np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""Asked before quarrels begin: (week, kinds uint8 [m], rows of one side [m], of the other [m]) -> bool [m], which begin."""


def by_subject(prevents: Callable[[Moment, str, np.ndarray, np.ndarray], np.ndarray]) -> Norm:
    """Make a norm of a rule that knows kinds by name: `prevents(week, subject, left, right)` says which do not begin."""

    def begins(week: Moment, kind: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        found = np.ones(len(kind), np.bool_)
        for code in np.unique(kind):
            which = np.flatnonzero(kind == code)
            found[which] = ~prevents(week, KINDS[code].name, left[which], right[which])
        return found

    return begins
