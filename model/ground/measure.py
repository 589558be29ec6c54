"""The two words in which a society tells what it counts and what it saves: `Measure` and `State`."""

from __future__ import annotations

from typing import Any, NamedTuple

from .text import Text

State = dict[str, Any]
"""What has to be saved to go on exactly: name -> numpy array, int, float, bool or str."""


class Measure(NamedTuple):
    """One number that a mechanism or a service reports.

    Attributes:
        value: the number now.
        unit: the unit in words.
        title: what it is.
    """

    value: float
    unit: str
    title: Text
