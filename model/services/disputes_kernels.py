"""The compiled rules of disputes: which neighbours begin to quarrel, how open cases go on by themselves for a week."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.random import absorb, stream, uniform
from ..ties.store import find
from .chances import logistic, other_household
from .dispute_table import COURT, ROADS, SWALLOW, TALK

_BEGIN = stream("matters")
_SETTLE = stream("matters settle")
_SWALLOW, _TALK, _COURT, _ROADS = np.uint8(SWALLOW), np.uint8(TALK), np.uint8(COURT), len(ROADS)

ON, SETTLES, ASKS, MOVES, FALLS_SILENT, GETS_LOUD, TO_COURT, RULED_FOR_A, RULED_FOR_B = range(9)
"""What may happen to an open case in a week."""


class DisputeRule(NamedTuple):
    """`QuarrelConstants`, `DisputeConstants` and the cut-offs of ties, as the kernel reads them."""

    base: float
    known: float
    friendly: float
    trust: float
    report: float
    lingers: int
    attempts: int
    aloud: float
    company_base: float
    company_report: float
    court: float
    court_weeks: int
    court_household: float
    acquaintance: float
    friendly_hours: float


@kernel
def begin_quarrels(  # type: ignore[no-untyped-def]
    seed, week, chance, identity, flat, gate, gate_landings, landing_rows
):
    """Return the rows of the two sides of the quarrels that near neighbours begin this week, int32 [q], int32 [q]."""
    room = 64 + np.int64(identity.shape[0] * min(1.0, 4.0 * chance))
    left = np.empty(room, np.int32)
    right = np.empty(room, np.int32)
    count = 0
    week_key = absorb(absorb(absorb(np.uint64(0), seed), _BEGIN), week)
    for i in range(identity.shape[0]):
        key = absorb(week_key, identity[i])
        if uniform(key) < 1.0 - chance or count == room:
            continue
        g = gate[i]
        first, end = gate_landings[g], gate_landings[g + 1]
        landing = first + np.searchsorted(landing_rows[first : end + 1], i, side="right") - 1
        lo, hi = landing_rows[max(landing - 1, first)], landing_rows[min(landing + 2, end)]
        j = other_household(lo, hi, i, flat, absorb(key, 4))
        if j >= 0:
            left[count] = i
            right[count] = j
            count += 1
    return left[:count], right[:count]


@inline
def _log_odds(i, j, base_row, week, rule, trust, arrival, ties, fade):  # type: ignore[no-untyped-def]
    """Return the log-odds that two neighbours settle their quarrel by themselves this week."""
    slow = 0.0
    close = 0.0
    first = max(arrival[i], arrival[j])
    for side in range(2):
        x, y = (i, j) if side == 0 else (j, i)
        k = find(ties.partner, x, y - base_row)
        if k >= 0 and np.int64(ties.last[x, k]) >= first:
            d = min(week - np.int64(ties.last[x, k]), 4095)
            slow = ties.slow[x, k] * fade.slow[d]
            close = ties.closeness[x, k] * fade.fast[d]
            break
    utility = rule.base + rule.trust * (0.5 * (trust[i] + trust[j]) - 0.5)
    if slow >= rule.acquaintance:
        utility += rule.known
    if close >= rule.friendly_hours:
        utility += rule.friendly
    return utility


@inline
def _given_up(tries, p, attempts):  # type: ignore[no-untyped-def]
    """Return whether any road has given case p up."""
    found = False
    for r in range(_ROADS):
        found |= tries[p, r] >= attempts
    return found


@kernel
def go_on(seed, week, rule, o, identity, trust, arrival, community_rows, ties, fade):  # type: ignore[no-untyped-def]
    """Return uint8 for each open case: what happens to it by itself this week (`ON` and the codes after it)."""
    out = np.zeros(o.a.shape[0], np.uint8)
    week_key = absorb(absorb(absorb(np.uint64(0), seed), _SETTLE), week)
    for p in range(o.a.shape[0]):
        i, j = np.int64(o.a[p]), np.int64(o.b[p])
        company = j < 0
        if identity[i] != o.who_a[p] or (not company and identity[j] != o.who_b[p]):
            out[p] = MOVES
            continue
        road = o.road[p]
        held = o.holder[p] >= 0
        key = absorb(week_key, o.number[p])
        if road != _SWALLOW:
            if company:
                utility = np.float64(rule.company_base)
            else:
                base_row = np.int64(community_rows[np.searchsorted(community_rows, i, side="right") - 1])
                utility = np.float64(_log_odds(i, j, base_row, week, rule, trust, arrival, ties, fade))
            if uniform(key) < logistic(utility):
                out[p] = SETTLES
                continue
        if road == _COURT and not held:
            if week - np.int64(o.since[p]) >= rule.court_weeks:
                out[p] = RULED_FOR_A if uniform(absorb(key, 4)) < rule.court_household else RULED_FOR_B
            continue
        if not held and week - np.int64(o.began[p]) >= rule.lingers:
            out[p] = FALLS_SILENT
        elif road == _SWALLOW or held:
            continue
        elif not o.asked[p] and uniform(absorb(key, 1)) < (rule.company_report if company else rule.report):
            out[p] = ASKS
        elif company:
            if _given_up(o.tries, p, rule.attempts) and uniform(absorb(key, 3)) < rule.court:
                out[p] = TO_COURT
        elif road == _TALK and uniform(absorb(key, 2)) < rule.aloud:
            out[p] = GETS_LOUD
    return out
