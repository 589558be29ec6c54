"""What a week does to the holders of volunteers' posts, in compiled loops over the columns of posts.py."""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline, kernel


@inline
def _evenings(free_hours, row, per_hour, most):  # type: ignore[no-untyped-def]
    """Return the evenings a week that a resident can give at most."""
    return min(free_hours[row] * per_hour, most)


@kernel
def feel(row, free_hours, evening_rule, asked, offered, felt, floor, weights):  # type: ignore[no-untyped-def]
    """Let strain, recognition and honour of all holders follow the week; what was asked of them is forgotten.

    Args:
        row: int32 [posts], holders.
        free_hours: float32 [residents].
        evening_rule: evenings for a free hour, most of them, and those against which work is felt at least.
        asked: float64 [posts], evenings asked this week.
        offered: columns honoured, pay, point_worth.
        felt: columns strain, thanks, honour, company; company is read only.
        floor: float64 [posts], what the terms leave of honour.
        weights: strain_rate, thanks_base, thanks_turnout, thanks_honour, thanks_rate, and the shares of honour lost and won back in a week.
    """
    per_hour, most, least = evening_rule
    honoured, pay, point_worth = offered
    strain, thanks, honour, company = felt
    strain_rate, base, turnout, certificate, thanks_rate, lost, back = weights
    for p in range(row.shape[0]):
        if row[p] >= 0:
            overload = 0.0
            if asked[p] > 0.0:
                overload = max(asked[p] / np.float64(max(_evenings(free_hours, row[p], per_hour, most), least)) - 1.0, 0.0)
            strain[p] += strain_rate * (overload - strain[p])
            seen = base + turnout * min(company[p] / 15.0, 1.0) + certificate * honoured[p]
            thanks[p] += thanks_rate * (min(seen, 1.0) - thanks[p])
            if pay[p] > 0.0 or point_worth[p] > 0.0:
                honour[p] -= max(honour[p] - floor[p], 0.0) * lost
            else:
                honour[p] += (1.0 - honour[p]) * back
        asked[p] = 0.0


@kernel
def due(row, since, phase, week, quarter):  # type: ignore[no-untyped-def]
    """Return int64, the posts whose holder's quarter is over and who did not begin in this week."""
    out = np.empty(row.shape[0], np.int64)
    n = 0
    for p in range(row.shape[0]):
        if row[p] >= 0 and since[p] < week and (phase[p] + week) % quarter == 0:
            out[n] = p
            n += 1
    return out[:n]


@kernel
def at_work(row, nominal, free_hours, per_hour, most):  # type: ignore[no-untyped-def]
    """Return int64, the posts whose holder does the work: not in name only, and with some evening."""
    out = np.empty(row.shape[0], np.int64)
    n = 0
    for p in range(row.shape[0]):
        if row[p] >= 0 and not nominal[p] and _evenings(free_hours, row[p], per_hour, most) > 0.0:
            out[n] = p
            n += 1
    return out[:n]


@kernel
def work(posts, wanted, done, row, nominal, free_hours, per_hour, most, asked, points, point_worth):  # type: ignore[no-untyped-def]
    """Add evenings asked of holders of `posts`, and points for evenings done, of those who are at work."""
    for k in range(posts.shape[0]):
        p = posts[k]
        if row[p] >= 0 and not nominal[p] and _evenings(free_hours, row[p], per_hour, most) > 0.0:
            asked[p] += wanted[k]
            points[p] += done[k] * point_worth[p]
