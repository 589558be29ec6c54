"""What callers of matters to decide are given: where households stand, and how a matter was decided."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .deciding_rules import Count


class Households(NamedTuple):
    """Where the households concerned by a matter stand; all arrays are copies, [h].

    Attributes:
        flats: int32, in order.
        positions: float64 in [-1, 1]; above 0 is for the matter.
        intensity: float64 in [0, 1].
        gain: float64, yuan, compensation counted.
    """

    flats: np.ndarray
    positions: np.ndarray
    intensity: np.ndarray
    gain: np.ndarray


class Concerned(NamedTuple):
    """The households concerned by some matters, one matter after the other; all arrays are copies, [h].

    Attributes:
        which: int64, place of the matter among those asked about.
        flats: int32, in order within a matter.
        intensity: float64 in [0, 1].
        gain: float64, yuan, compensation counted.
        entitled: bool, whether the household has a vote.
        reasons: uint32, bits of the reasons held: first those for it, then those against.
    """

    which: np.ndarray
    flats: np.ndarray
    intensity: np.ndarray
    gain: np.ndarray
    entitled: np.ndarray
    reasons: np.ndarray


class Result(NamedTuple):
    """How a matter was decided. All rows are of residents of 18 or more whose household is concerned.

    Attributes:
        number, kind: of the matter.
        passed: whether it has passed.
        tally: turnout, shares and quorum.
        voters: int64, rows of those who voted.
        losers: int64, rows of those whose household stood on the other side.
        accepted: int64, rows of those who accept the result: all winners, and some losers.
        heard: int64, rows of those who were heard.
        vetoes: int32, flats that vetoed.
        losers_accept: share of the losers who accept; NaN without losers.
    """

    number: int
    kind: str
    passed: bool
    tally: Count
    voters: np.ndarray
    losers: np.ndarray
    accepted: np.ndarray
    heard: np.ndarray
    vetoes: np.ndarray
    losers_accept: float
