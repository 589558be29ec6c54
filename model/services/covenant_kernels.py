"""The loops of the covenant: whose week it is to look, their thresholds, and what the landing shows."""

from __future__ import annotations

import math

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.random import absorb, uniform


@inline
def _normal(key):  # type: ignore[no-untyped-def]
    """Return the standard normal number that belongs to a key (Box and Muller 1958)."""
    return math.sqrt(-2.0 * math.log1p(-uniform(absorb(key, 0)))) * math.cos(2.0 * math.pi * uniform(absorb(key, 1)))


@kernel
def whose_week(key, identity, code, every, week):  # type: ignore[no-untyped-def]
    """Return int64, rows of residents bound (code >= 0) whose week of `every` it is, drawn by the key once for all."""
    out = np.empty(identity.shape[0], np.int64)
    now = week % every
    found = 0
    for i in range(identity.shape[0]):
        if code[i] >= 0 and np.int64(uniform(absorb(key, identity[i])) * every) == now:
            out[found] = i
            found += 1
    return out[:found]


@kernel
def draw_thresholds(  # type: ignore[no-untyped-def]
    key, identity, civic, maker, free, mean, spread, by_civic, by_maker
):
    """Return float64 [m]: mean + spread * normal - by_civic * civic - by_maker * maker; inf for the share `free`."""
    out = np.empty(identity.shape[0], np.float64)
    for i in range(identity.shape[0]):
        own = absorb(key, identity[i])
        if uniform(absorb(own, 2)) < free:
            out[i] = np.inf
        else:
            out[i] = mean + spread * _normal(own) - by_civic * civic[i] - (by_maker if maker[i] else 0.0)
    return out


@kernel
def landing_shares(rows, landing_rows, flat, code, keeps):  # type: ignore[no-untyped-def]
    """Return float64 [m]: share who keep it among other households of the landing of the same code, NaN if none."""
    out = np.empty(rows.shape[0], np.float64)
    for p in range(rows.shape[0]):
        i = rows[p]
        landing = np.searchsorted(landing_rows, i, side="right") - 1
        counted = 0
        held = 0
        for j in range(landing_rows[landing], landing_rows[landing + 1]):
            if flat[j] != flat[i] and code[j] == code[i]:
                counted += 1
                held += 1 if keeps[j] else 0
        out[p] = held / counted if counted > 0 else np.nan
    return out
