"""The tie store: what each resident keeps of each other, in K slots a resident, faded lazily.

A pair has two traces of the hours it shared, closeness (half-life about two months) and a slow trace (years), the week
of the last change and the kind of focus where it first gained hours. Both sides are written together; a side that gave
way to others comes back with the other side's value when the two meet again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, kernel
from ..people.constants import Forgetting

EMPTY = 65535
"""Partner number of a free slot; partners are rows within the community (row - first row of the community)."""

TICKS = 64.0
"""Closeness is kept in ticks of 1/64 hour, 16 bits: a tick is a seventh of what a talk of one hour loses in a day."""

_WEEKS = 4096


class Ties(NamedTuple):
    """The slots, one row a resident: all arrays are [n, K] but `forgot` [n].

    Attributes:
        partner: uint16, row within the community, EMPTY if free; used slots come first.
        closeness: uint16, ticks of 1/64 hour, as of week `last`; at most 1,023 hours. `Fade.fast` turns it into hours.
        slow: float32, hours on the slow trace, as of week `last`.
        last: uint16, week of the last change.
        origin: uint8, code of the kind of focus where the pair first gained hours.
        forgot: uint8, 1 once this resident has given up or refused an entry for want of a slot.
    """

    partner: np.ndarray
    closeness: np.ndarray
    slow: np.ndarray
    last: np.ndarray
    origin: np.ndarray
    forgot: np.ndarray

    @classmethod
    def empty(cls, n: int, slots: int) -> Ties:
        """Make the store for n residents with `slots` slots each."""
        shape = (n, slots)
        return cls(
            np.full(shape, EMPTY, np.uint16),
            np.zeros(shape, np.uint16),
            np.zeros(shape, np.float32),
            np.zeros(shape, np.uint16),
            np.zeros(shape, np.uint8),
            np.zeros(n, np.uint8),
        )


class Fade(NamedTuple):
    """What is left of a trace after d weeks: float32 tables of 4,096 weeks (later weeks count as the last).

    Attributes:
        fast: hours left of one tick of closeness.
        slow: share left of the slow trace.

    A table keeps powers of two out of the hot loop and gives the same bits on every platform.
    """

    fast: np.ndarray
    slow: np.ndarray

    @classmethod
    def of(cls, half_life_days: float, slow_half_life_days: float, days_a_step: float = 7.0, forgetting: Forgetting = "half-lives") -> Fade:
        """Make the tables.

        Args:
            half_life_days: of closeness.
            slow_half_life_days: of the slow trace: half of it is left so many days after the last hour together.
            days_a_step: days of a step; later ages are counted in steps.
            forgetting: how the slow trace fades (`TieConstants.forgetting`).
        """
        days = days_a_step * np.arange(_WEEKS)
        slow = 1.0 / (1.0 + days / slow_half_life_days) if forgetting == "power" else 0.5 ** (days / slow_half_life_days)
        return cls((0.5 ** (days / half_life_days) / TICKS).astype(np.float32), slow.astype(np.float32))


@inline
def find(partner, i, j):  # type: ignore[no-untyped-def]
    """Return the slot in which row i keeps partner number j, or -1. No early exit: the loop runs on vector units, in narrow numbers."""
    found = np.int32(0)
    wanted = np.uint16(j)
    for k in range(partner.shape[1]):
        found = np.int32(found | (np.int32(k + 1) if partner[i, k] == wanted else np.int32(0)))
    return np.int64(found) - 1


@inline
def age(week, last):  # type: ignore[no-untyped-def]
    """Return the weeks since `last`, at most the length of the fade tables."""
    return min(week - np.int64(last), _WEEKS - 1)


@inline
def _slot_for(ties, fade, arrival, base, i, week, keep):  # type: ignore[no-untyped-def]
    """Return the slot of row i that a new entry may take, -1 if all are acquaintances; and 1 if one is forgotten for it."""
    k_max = ties.partner.shape[1]
    lowest = np.float32(keep)
    chosen = -1
    for k in range(k_max):
        p = ties.partner[i, k]
        if p == EMPTY:
            return k, 0
    for k in range(k_max):
        last = ties.last[i, k]
        if np.int64(last) < arrival[base + np.int64(ties.partner[i, k])]:
            return k, 0
        value = ties.slow[i, k] * fade.slow[age(week, last)]
        if value < lowest:
            lowest = value
            chosen = k
    return chosen, 1


@inline
def _write(ties, i, k, j, closeness, slow, week, origin):  # type: ignore[no-untyped-def]
    ties.partner[i, k] = np.uint16(j)
    ties.closeness[i, k] = np.uint16(min(closeness * TICKS + 0.5, 65535.0))
    ties.slow[i, k] = slow
    ties.last[i, k] = np.uint16(week)
    ties.origin[i, k] = np.uint8(origin)


@inline
def share_hours(ties, fade, arrival, base, i, j, slot_i, slot_j, hours, warm, week, origin, keep, tally):  # type: ignore[no-untyped-def]
    """Add shared hours to the pair of rows i and j, on both sides: `hours` to the slow trace, `warm` to closeness.

    slot_i and slot_j are the slots of the pair's entries: -1 none, -2 not looked up yet. `keep` is the cut-off of an
    acquaintance (never given up); tally[3] counts entries given up, tally[4] entries refused.
    """
    # A slot looked up at the beginning of a focus may have gone to another pair of it since.
    if slot_i == -2 or (slot_i >= 0 and ties.partner[i, slot_i] != j - base):
        slot_i = find(ties.partner, i, j - base)
    if slot_j == -2 or (slot_j >= 0 and ties.partner[j, slot_j] != i - base):
        slot_j = find(ties.partner, j, i - base)
    first = max(arrival[i], arrival[j])
    closeness = 0.0
    slow = np.float32(0.0)
    if slot_i >= 0 and np.int64(ties.last[i, slot_i]) >= first:
        d = age(week, ties.last[i, slot_i])
        closeness = ties.closeness[i, slot_i] * fade.fast[d]
        slow = ties.slow[i, slot_i] * fade.slow[d]
        origin = ties.origin[i, slot_i]
    elif slot_j >= 0 and np.int64(ties.last[j, slot_j]) >= first:
        d = age(week, ties.last[j, slot_j])
        closeness = ties.closeness[j, slot_j] * fade.fast[d]
        slow = ties.slow[j, slot_j] * fade.slow[d]
        origin = ties.origin[j, slot_j]
    closeness += warm
    slow += np.float32(hours)
    for side in range(2):
        a, b, slot = (i, j, slot_i) if side == 0 else (j, i, slot_j)
        if slot < 0:
            slot, lost = _slot_for(ties, fade, arrival, base, a, week, keep)
            if lost == 1:
                ties.forgot[a] = 1
                tally[3 if slot >= 0 else 4] += 1
        if slot >= 0:
            _write(ties, a, slot, b - base, closeness, slow, week, origin)


@kernel
def clear_rows(ties, rows):  # type: ignore[no-untyped-def]
    """Empty the slots of residents who have just moved in (others' entries of them are stale by their arrival)."""
    for r in range(rows.shape[0]):
        i = rows[r]
        for k in range(ties.partner.shape[1]):
            ties.partner[i, k] = EMPTY
            ties.closeness[i, k] = 0
            ties.slow[i, k] = 0.0
            ties.last[i, k] = 0
            ties.origin[i, k] = 0
        ties.forgot[i] = 0


@kernel
def pair_values(ties, fade, arrival, base, rows_a, rows_b, week):  # type: ignore[no-untyped-def]
    """Return float32 [m, 2]: closeness and slow trace, faded to `week`, of the pairs (rows_a[p], rows_b[p]); 0 where none.

    base: int64 [m] or longer broadcast by the caller, first row of each pair's community.
    """
    out = np.zeros((rows_a.shape[0], 2), np.float32)
    for p in range(rows_a.shape[0]):
        i, j = np.int64(rows_a[p]), np.int64(rows_b[p])
        first = max(arrival[i], arrival[j])
        for side in range(2):
            a, b = (i, j) if side == 0 else (j, i)
            k = find(ties.partner, a, b - base[p])
            if k >= 0 and np.int64(ties.last[a, k]) >= first:
                d = age(week, ties.last[a, k])
                out[p, 0] = ties.closeness[a, k] * fade.fast[d]
                out[p, 1] = ties.slow[a, k] * fade.slow[d]
                break
    return out


@kernel
def all_pairs(ties, fade, arrival, community_rows, week, lowest):  # type: ignore[no-untyped-def]
    """Return the valid ties with a slow trace of at least `lowest` hours: rows i < j, closeness, slow trace, origin.

    A pair that only one side remembers is listed once.
    """
    total = 0
    for fill in range(2):
        if fill == 1:
            left = np.empty(total, np.int32)
            right = np.empty(total, np.int32)
            value = np.empty((total, 2), np.float32)
            origin = np.empty(total, np.uint8)
            total = 0
        for c in range(community_rows.shape[0] - 1):
            base = np.int64(community_rows[c])
            for i in range(community_rows[c], community_rows[c + 1]):
                for k in range(ties.partner.shape[1]):
                    if ties.partner[i, k] == EMPTY:
                        break
                    j = base + np.int64(ties.partner[i, k])
                    last = np.int64(ties.last[i, k])
                    if last < max(arrival[i], arrival[j]):
                        continue
                    if j < i:
                        other = find(ties.partner, j, i - base)
                        if other >= 0 and np.int64(ties.last[j, other]) >= max(arrival[i], arrival[j]):
                            continue
                    d = age(week, last)
                    slow = ties.slow[i, k] * fade.slow[d]
                    if slow < lowest:
                        continue
                    if fill == 1:
                        left[total] = min(i, j)
                        right[total] = max(i, j)
                        value[total, 0] = ties.closeness[i, k] * fade.fast[d]
                        value[total, 1] = slow
                        origin[total] = ties.origin[i, k]
                    total += 1
    return left, right, value, origin
