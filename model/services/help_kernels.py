"""The compiled rules of help: who needs it, whom they ask, and which helper on offer comes where no neighbour helped."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import kernel
from ..ground.random import absorb, stream, uniform
from .chances import logistic, other_household

_NEED = stream("matters")
_PAIR = stream("help team pair")

REFUSED, HELPED, WITHOUT = range(3)
"""What becomes of a need."""


class HelpRule(NamedTuple):
    """`HelpConstants` and the cut-offs of ties, as the kernel reads them."""

    base: float
    known: float
    friendly: float
    trust: float
    time: float
    frailty: float
    ask_stranger: float
    acquaintance: float
    friendly_hours: float


@kernel
def needs_of_week(  # type: ignore[no-untyped-def]
    seed, week, chance, identity, flat, gate, arrival, trust, free, frailty, gate_rows, community_rows, ties, fade, rule
):
    """Return the rows in need, the rows they asked (-1 nobody), and what became of it: int32, int32, uint8 [m]."""
    room = 64 + np.int64(identity.shape[0] * min(1.0, 4.0 * chance))
    asker = np.empty(room, np.int32)
    helper = np.empty(room, np.int32)
    outcome = np.empty(room, np.uint8)
    count = 0
    week_key = absorb(absorb(absorb(np.uint64(0), seed), _NEED), week)
    for c in range(community_rows.shape[0] - 1):
        base = np.int64(community_rows[c])
        for i in range(community_rows[c], community_rows[c + 1]):
            key = absorb(week_key, identity[i])
            if uniform(key) >= chance or count == room:
                continue
            best = 0.0
            closeness = 0.0
            j = np.int64(-1)
            for k in range(ties.partner.shape[1]):
                p = ties.partner[i, k]
                if p == 65535:
                    break
                x = base + np.int64(p)
                last = np.int64(ties.last[i, k])
                if last < max(arrival[i], arrival[x]) or flat[x] == flat[i]:
                    continue
                d = min(week - last, 4095)
                slow = ties.slow[i, k] * fade.slow[d]
                if slow < rule.acquaintance:
                    continue
                close = ties.closeness[i, k] * fade.fast[d]
                # The closest acquaintance is likely but not always at home.
                value = (slow + close) * uniform(absorb(key, 100 + k))
                if value > best:
                    best = value
                    closeness = close
                    j = x
            known = 1.0 if j >= 0 else 0.0
            if j < 0 and uniform(absorb(key, 1)) < rule.ask_stranger:
                g = gate[i]
                j = other_household(gate_rows[g], gate_rows[g + 1], i, flat, absorb(key, 2))
            asker[count] = i
            helper[count] = j
            if j < 0:
                outcome[count] = WITHOUT
            else:
                friendly = 1.0 if closeness >= rule.friendly_hours else 0.0
                utility = rule.base + rule.known * known + rule.friendly * friendly + rule.trust * (trust[j] - 0.5)
                utility += rule.time * (free[j] / 20.0 - 1.0) - rule.frailty * frailty[j]
                outcome[count] = HELPED if uniform(absorb(key, 3)) < logistic(utility) else REFUSED
            count += 1
    return asker[:count], helper[:count], outcome[:count]


@kernel
def helpers_for(  # type: ignore[no-untyped-def]
    seed, week, cost, askers, helpers, capacity, spare, identity, flat, gate, gate_compound, gate_community
):
    """Return for each asker, served in their order, the index of the helper who comes, int64 [m], -1 if none does.

    The nearest one with capacity and time left comes (same gate, same compound, same community); of equally near ones
    a keyed draw of the pair decides. capacity and spare (evenings) are used up; a millionth of an evening too little
    is rounding.
    """
    found = np.full(askers.shape[0], -1, np.int64)
    week_key = absorb(absorb(absorb(np.uint64(0), seed), _PAIR), week)
    for m in range(askers.shape[0]):
        i = askers[m]
        key = absorb(week_key, identity[i])
        best = 4.0
        for h in range(helpers.shape[0]):
            j = helpers[h]
            if capacity[h] < 1 or spare[h] < cost - 1e-6 or flat[j] == flat[i]:
                continue
            if gate_community[gate[j]] != gate_community[gate[i]]:
                continue
            level = 2.0
            if gate[j] == gate[i]:
                level = 0.0
            elif gate_compound[gate[j]] == gate_compound[gate[i]]:
                level = 1.0
            value = level + uniform(absorb(key, identity[j]))
            if value < best:
                best = value
                found[m] = h
        if found[m] >= 0:
            capacity[found[m]] -= 1
            spare[found[m]] -= cost
    return found
