"""Keyed draws for a few entities at a time: the bits of `random.draw`, in one compiled call."""

from __future__ import annotations

import functools

import numpy as np

from .jit import kernel
from .random import absorb, stream, uniform


@kernel
def _uniforms(seed, number, week, entities, counter):  # type: ignore[no-untyped-def]
    key = absorb(absorb(absorb(np.uint64(0), seed), number), week)
    out = np.empty(entities.shape[0], np.float64)
    for e in range(entities.shape[0]):
        out[e] = uniform(absorb(absorb(key, entities[e]), counter))
    return out


@functools.cache
def _number(name: str) -> np.uint64:
    return stream(name)


def draws(seed: int, name: str, week: int, entities: np.ndarray, counter: int = 0) -> np.ndarray:
    """Draw float64 uniforms [n] in [0, 1) for entities [n], equal to `random.draw` bit by bit."""
    found: np.ndarray = _uniforms(np.uint64(seed), _number(name), np.int64(week), entities, np.int64(counter))
    return found
