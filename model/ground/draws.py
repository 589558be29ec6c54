"""Keyed draws, identities and due dates for a few entities at a time, each in one compiled call (the bits of `random`)."""

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


@kernel
def _identities(number, week, entities):  # type: ignore[no-untyped-def]
    key = absorb(number, week)
    out = np.empty(entities.shape[0], np.uint64)
    for e in range(entities.shape[0]):
        out[e] = absorb(key, entities[e])
    return out


@kernel
def _falls_due(offset, rate, week):  # type: ignore[no-untyped-def]
    out = np.empty(offset.shape[0], np.float64)
    for u in range(offset.shape[0]):
        out[u] = np.floor(rate * (week + 1) + offset[u]) - np.floor(rate * week + offset[u])
    return out


@functools.cache
def stream_of(name: str) -> np.uint64:
    """Return the number of a named stream (`random.stream`), kept."""
    return stream(name)


def draws(seed: int, name: str, week: int, entities: np.ndarray, counter: int = 0) -> np.ndarray:
    """Draw float64 uniforms [n] in [0, 1) for entities [n], equal to `random.draw` bit by bit."""
    found: np.ndarray = _uniforms(np.uint64(seed), stream_of(name), np.int64(week), entities, np.int64(counter))
    return found


def identities_of(name: str, week: int, entities: np.ndarray) -> np.ndarray:
    """Return permanent identities uint64 [n] of things named `name` that entities [n] make in a week."""
    found: np.ndarray = _identities(stream_of(name), np.int64(week), entities)
    return found


def falls_due(offset: np.ndarray, a_year: float, week: int) -> np.ndarray:
    """Return float64 [units]: how often something that happens `a_year` times a year falls due in this week of each unit.

    It is spread evenly over the year; `offset` in [0, 1) of each unit says where between two times the unit stands at week 0.
    """
    found: np.ndarray = _falls_due(offset, a_year / 52.0, float(week))
    return found
