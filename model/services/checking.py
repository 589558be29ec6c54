"""What comes in at a desk is checked cheaply, and refused with one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from ..ground.jit import kernel

V = TypeVar("V")


@kernel
def _extremes(values):  # type: ignore[no-untyped-def]
    """Return the smallest and the largest of some numbers, of which there is at least one; NaN twice if one of them is."""
    least = most = values[0]
    for k in range(values.shape[0]):
        value = values[k]
        if value != value:
            return value, value
        least, most = min(least, value), max(most, value)
    return least, most


def indices(values: Any, n: int, what: str) -> np.ndarray:
    """Return int64 [m] if all values are whole numbers from 0 to n - 1.

    Raises:
        ValueError: they are not; the sentence names `what` and what is allowed.
    """
    found = np.asarray(values)
    if found.ndim == 0:
        found = found[None]
    if found.size == 0:
        return np.zeros(0, np.int64)
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise ValueError(f"{what} are whole numbers in one dimension, not {found.dtype} {found.shape}")
    found = found.astype(np.int64, copy=False)
    least, most = _extremes(found)
    if least < 0 or most >= n:
        raise ValueError(f"{what} go from 0 to {n - 1}; {int(least)} to {int(most)} was given")
    return found


def amounts(values: Any, shape: tuple[int, ...], what: str) -> np.ndarray:
    """Return float64 [m], one amount of 0 or more for each.

    Raises:
        ValueError: an amount is negative or no number, or there are more or fewer than `shape` says.
    """
    found = np.asarray(values, np.float64)
    if found.ndim == 0:
        found = np.full(shape, found)
    elif found.shape != shape:
        raise ValueError(f"{what}: one number is given, or one for each of {shape[0]}")
    if found.size:
        least, most = _extremes(found.ravel())
        if not (least >= 0.0 and np.isfinite(most)):
            raise ValueError(f"{what} are numbers of 0 or more")
    return found


def unique(values: np.ndarray, what: str) -> np.ndarray:
    """Return the values if none comes twice.

    Raises:
        ValueError: one does.
    """
    if len(values) > 1 and not (values[1:] > values[:-1]).all() and len(np.unique(values)) < len(values):
        raise ValueError(f"{what}: each may come once")
    return values


def distinct(values: np.ndarray) -> np.ndarray:
    """Return the values in order, each once; those that rise already are returned as they are."""
    return values if len(values) < 2 or (values[1:] > values[:-1]).all() else np.unique(values)


def frozen(values: np.ndarray) -> np.ndarray:
    """Return a view of an array that cannot be written to."""
    view = values.view()
    view.setflags(write=False)
    return view


def named(name: str, known: Mapping[str, V], what: str) -> V:
    """Return what goes by a name.

    Raises:
        KeyError: nothing does; the sentence names `what` it is and all there are.
    """
    if name not in known:
        raise KeyError(f"there is no {what} {name!r}; there are {', '.join(known)}")
    return known[name]
