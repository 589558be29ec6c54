"""Values as a Python user has them (of numpy, of pandas, paths), as the plain values that everything here is made of."""

from __future__ import annotations

import numbers
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

_LARGEST_EXACT = 2**53
"""Whole floats up to this stand for one whole number only."""


def plain(value: Any) -> Any:
    """Return a value as plain Python has it; what has no plain form is returned as it is.

    Numbers and truth values of numpy and pandas become Python's, their arrays and series lists, paths texts, tuples lists.
    """
    if hasattr(value, "tolist") and getattr(getattr(value, "dtype", None), "kind", "") not in ("m", "M"):
        value = value.tolist()
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | range):
        return [plain(inner) for inner in value]
    if isinstance(value, numbers.Real) and not isinstance(value, bool | int | float):
        return float(value)
    return value


def whole(given: object, low: int, high: int) -> int | None:
    """Return a whole number between two bounds, both allowed: of Python or numpy, or a whole float. None if it is none; a truth value is none."""
    value = plain(given)
    if isinstance(value, float) and value.is_integer() and abs(value) <= _LARGEST_EXACT:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high else None
