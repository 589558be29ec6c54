"""Counting ties in one pass over the slots: levels, origins, closed triples, acquaintances of some residents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, kernel, tight
from ..ground.random import absorb, uniform
from .store import TICKS, find
from .world import World

FRESH = 13
"""Weeks within which the last talk of two acquaintances is fresh: a quarter."""


class Cuts(NamedTuple):
    """Cut-offs of the levels in hours: recognised and acquaintance on the slow trace, the others on closeness."""

    recognised: float
    acquaintance: float
    friendly: float
    friend: float
    close: float


@tight
def count_ties(ties, fade, arrival, gate, flat, community_rows, c_lo, c_hi, week, cuts, total, origins, known):  # type: ignore[no-untyped-def]
    """Count the ties of communities c_lo..c_hi-1 in one pass.

    Adds to total, int64 [9]: recognised, acquaintances, friendly, friend, close, residents with fewer than 3 acquaintances, with none,
    acquaintances in the own gate of other households, acquaintances with a talk in the last `FRESH` weeks; and to
    origins, int64 [256], acquaintances by origin. A tie counts once a side. known, int64 [residents]: the acquaintances of each.
    """
    # An hour may make more closeness than slow trace: neither bounds the other.
    ticks = np.float64(cuts.friendly) * TICKS
    for c in range(c_lo, c_hi):
        base = np.int64(community_rows[c])
        for i in range(community_rows[c], community_rows[c + 1]):
            mine = np.int64(0)
            for k in range(ties.partner.shape[1]):
                p = ties.partner[i, k]
                if p == 65535:
                    break
                if ties.slow[i, k] < cuts.recognised and ties.closeness[i, k] < ticks:
                    continue
                j = base + np.int64(p)
                last = np.int64(ties.last[i, k])
                if last < max(arrival[i], arrival[j]):
                    continue
                d = min(week - last, 4095)
                slow = ties.slow[i, k] * fade.slow[d]
                if slow >= cuts.recognised:
                    total[0] += 1
                if slow >= cuts.acquaintance:
                    mine += 1
                    total[8] += week - last <= FRESH
                    origins[ties.origin[i, k]] += 1
                    if gate[i] == gate[j] and flat[i] != flat[j]:
                        total[7] += 1
                if ties.closeness[i, k] >= ticks:
                    closeness = ties.closeness[i, k] * fade.fast[d]
                    total[2] += closeness >= cuts.friendly
                    total[3] += closeness >= cuts.friend
                    total[4] += closeness >= cuts.close
            known[i] = mine
            total[1] += mine
            total[5] += mine < 3
            total[6] += mine == 0


@inline
def _acquainted(ties, fade, arrival, base, i, week, cut, out, first):  # type: ignore[no-untyped-def]
    """Write the partner numbers of i's acquaintances to `out` from place `first` on; return the place after the last."""
    n = first
    for k in range(ties.partner.shape[1]):
        p = ties.partner[i, k]
        if p == 65535:
            break
        if ties.slow[i, k] < cut:
            continue
        last = np.int64(ties.last[i, k])
        if last >= max(arrival[i], arrival[base + np.int64(p)]) and ties.slow[i, k] * fade.slow[min(week - last, 4095)] >= cut:
            out[n] = p
            n += 1
    return n


@inline
def _list(ties, fade, arrival, base, x, week, cut, known, first, begin, own, end):  # type: ignore[no-untyped-def]
    """List x's acquaintances from place `first` on, those before `own` first; return the place after the last."""
    n = _acquainted(ties, fade, arrival, base, base + x, week, cut, known, first)
    own_end = first
    for a in range(first, n):
        y = known[a]
        if x < y or find(ties.partner, base + np.int64(y), x) < 0:
            known[a] = known[own_end]
            known[own_end] = y
            own_end += 1
    begin[x], own[x], end[x] = first, own_end, n
    return n


@tight
def closed_triples(ties, fade, identity, arrival, community_rows, week, cut, key, share, mark, begin, own, end, known, out):  # type: ignore[no-untyped-def]
    """Write (closed, all) pairs of acquaintances of a keyed sample of residents to out.

    mark: int64 [65536], zero. begin, own, end: int64 [largest community] and known: uint16 [that times K]: where the acquaintances of
    a person lie in `known`; they are listed once. A pair is closed if either of the two still knows the other, and is counted from the
    side of the lower number, or from the only one that keeps the other: these pairs of a person lie before `own`.
    """
    closed = np.int64(0)
    pairs = np.int64(0)
    for c in range(community_rows.shape[0] - 1):
        base = np.int64(community_rows[c])
        free = np.int64(0)
        for x in range(community_rows[c + 1] - base):
            begin[x] = -1
        for i in range(community_rows[c + 1] - base):
            if share < 1.0 and uniform(absorb(key, identity[base + i])) >= share:
                continue
            if begin[i] < 0:
                free = _list(ties, fade, arrival, base, i, week, cut, known, free, begin, own, end)
            n = end[i] - begin[i]
            pairs += n * (n - 1) // 2
            stamp = base + i + 1
            for a in range(begin[i], end[i]):
                mark[known[a]] = stamp
            for a in range(begin[i], end[i]):
                x = np.int64(known[a])
                if begin[x] < 0:
                    free = _list(ties, fade, arrival, base, x, week, cut, known, free, begin, own, end)
                for b in range(begin[x], own[x]):
                    closed += mark[known[b]] == stamp
    out[0] = closed
    out[1] = pairs


@kernel
def _counts_of(ties, fade, arrival, starts, rows, week, cut):  # type: ignore[no-untyped-def]
    out = np.empty(rows.shape[0], np.int64)
    friends = np.empty(ties.partner.shape[1], np.int64)
    for p in range(rows.shape[0]):
        i = np.int64(rows[p])
        base = np.int64(starts[np.searchsorted(starts, i, side="right") - 1])
        out[p] = _acquainted(ties, fade, arrival, base, i, week, cut, friends, 0)
    return out


def acquaintance_counts(society: World, rows: np.ndarray) -> np.ndarray:
    """Return int64 [m]: acquaintances of each of the residents `rows`."""
    s = society
    found: np.ndarray = _counts_of(s.ties, s.fade, s.residents.arrival, s.places.community_rows, rows, np.int64(s.week), s.constants.ties.acquaintance)
    return found


@kernel
def share_of_known(ties, fade, arrival, community_rows, rows, mask, among, week, cut):  # type: ignore[no-untyped-def]
    """Return float64 [m]: of the acquaintances of each of `rows`, the share for whom `mask` holds; NaN of one without any.

    mask: bool [n]. among: int32 [n], labels: only acquaintances with the resident's own label are counted. cut: hours on the slow
    trace from which on two are acquaintances. Read is what the resident's own slots keep, as everywhere in this file.
    """
    out = np.empty(rows.shape[0], np.float64)
    known = np.empty(ties.partner.shape[1], np.int64)
    for p in range(rows.shape[0]):
        i = np.int64(rows[p])
        base = np.int64(community_rows[np.searchsorted(community_rows, i, side="right") - 1])
        counted = 0
        held = 0
        for a in range(_acquainted(ties, fade, arrival, base, i, week, cut, known, 0)):
            j = base + known[a]
            if among[j] == among[i]:
                counted += 1
                held += 1 if mask[j] else 0
        out[p] = held / counted if counted > 0 else np.nan
    return out


def acquaintance_shares(society: World, rows: np.ndarray, mask: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """Return float64 [m]: the share of the acquaintances of each of the residents `rows` for whom `mask` holds.

    Args:
        society: the society.
        rows: residents, [m].
        mask: bool [n], one entry a resident of the society.
        among: int32 [n], labels: only acquaintances with the resident's own label are counted. None: all are.

    Returns:
        Shares; NaN where there is nobody to count (there is no share of nobody; -1 would be averaged unseen).

    Raises:
        ValueError: `mask` or `among` have another length than the society has residents.
    """
    s, n = society, society.residents.n
    labels = np.zeros(n, np.int32) if among is None else among.astype(np.int32, copy=False)
    if len(mask) != n or len(labels) != n:
        raise ValueError(f"a mask has {len(mask)} and labels have {len(labels)} entries; the society has {n} residents, so both need {n}")
    who, holds = rows.astype(np.int64, copy=False), mask.astype(np.bool_, copy=False)
    found: np.ndarray = share_of_known(
        s.ties, s.fade, s.residents.arrival, s.places.community_rows, who, holds, labels, np.int64(s.week), s.constants.ties.acquaintance
    )
    return found
