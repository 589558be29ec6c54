"""What is counted and what is saved, as data: `MeasureInfo` says what a measure is, `State` what goes into a file."""

from __future__ import annotations

import math
from typing import Any, Literal, NamedTuple

from .text import Text

State = dict[str, Any]
"""What has to be saved to go on exactly: name -> numpy array, int, float, bool or str."""

Kind = Literal["share", "number", "count", "hours", "yuan"]
"""How a measure is printed: a share of 1 (as per cent), a number with decimals, a whole count, hours, yuan."""


def share_of(part: float, whole: float) -> float:
    """Return part / whole; NaN if the whole is nothing: of nothing there is no share, and no mean."""
    return float(part) / float(whole) if whole else math.nan


class MeasureInfo(NamedTuple):
    """What a measure is, declared once by who takes it; tables, figures and the dashboard read nothing else.

    Attributes:
        title: the name that a person reads.
        unit: the unit in words.
        kind: how it is printed.
        headline: whether a planner should see it first.
        a_year: whether it is a sum since the start that reads better as a rate a year.
        beside: of an official count: full name of the measure of what happened, which is printed under it. Empty otherwise.
    """

    title: Text
    unit: str
    kind: Kind = "number"
    headline: bool = False
    a_year: bool = False
    beside: str = ""
