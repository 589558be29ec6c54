"""The rule by which grants.py gives out what is asked for, in compiled loops."""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.random import absorb, stream
from .ledger import MOST, covers, move
from .staff import spare_evenings

_STREAM = stream("grants")
_CRUMB = np.float32(1e-4)
"""Evenings (a second of time) that may be missing: sums of fractions are not exact."""

REQUEST = np.dtype(
    [
        ("identity", "u8"),
        ("fen", "i8"),
        *((name, "f8") for name in ("yuan", "staff")),
        *((name, "i4") for name in ("community", "priority", "row", "by", "organisation", "compound", "round", "after")),
        *((name, "f4") for name in ("evenings", "least")),
        *((name, "i1") for name in ("duty", "source", "target", "room")),
        *((name, "?") for name in ("optional", "owed")),
    ],
    align=True,
)
"""One request: see `Grants.ask`. fen, duty, source, target, room, after: as the kernel reads them (room, after -1: none)."""

WRONG = (
    "a community does not exist",
    "a row is not of a resident of the request's community (-1: nobody's evenings)",
    "evenings are asked for without saying whose: row=",
    "evenings (at most 21 a week), staff hours (at most 10,000) and yuan are numbers from 0 up",
    "least is a share from 0 to 1",
    "priority is a number from 0 to 99",
    "a room is in a compound of the request's community",
    "a round is 0 to 12",
    "organisation is the slot of one of the request's community, where an account is 'organisation'",
)


@kernel
def check(q, community_rows, compound_community, slots, organisation):  # type: ignore[no-untyped-def]
    """Round the money to fen. Return what is wrong with the first request that is not in order, -1 if all are."""
    for k in range(q.shape[0]):
        r = q[k]
        c = r["community"]
        if c < 0 or c >= community_rows.shape[0] - 1:
            return 0
        row = r["row"]
        if row != -1 and (row < community_rows[c] or row >= community_rows[c + 1]):
            return 1
        if row == -1 and r["evenings"] != 0.0:
            return 2
        if not (0.0 <= r["evenings"] <= 21.0 and 0.0 <= r["staff"] <= 10_000.0 and 0.0 <= r["yuan"] <= 0.01 * MOST):
            return 3
        if not (0.0 <= r["least"] <= 1.0):
            return 4
        if r["priority"] < 0 or r["priority"] > 99:
            return 5
        if r["room"] >= 0:
            compound = r["compound"]
            if compound < 0 or compound >= compound_community.shape[0] or compound_community[compound] != c:
                return 6
            if r["round"] < 0 or r["round"] > 12:
                return 7
        if organisation and (r["organisation"] < slots[c] or r["organisation"] >= slots[c + 1]):
            return 8
        r["fen"] = np.int64(np.rint(r["yuan"] * 100.0))
    return -1


@inline
def _before(q, key, a, b):  # type: ignore[no-untyped-def]
    """Return whether request a is served before request b; of two with the same identity neither is."""
    if q[a]["community"] != q[b]["community"]:
        return q[a]["community"] < q[b]["community"]
    if (q[a]["after"] >= 0) != (q[b]["after"] >= 0):
        return q[a]["after"] < 0
    if q[a]["priority"] != q[b]["priority"]:
        return q[a]["priority"] < q[b]["priority"]
    return key[a] < key[b]


@inline
def _sort(q, key, order, spare):  # type: ignore[no-untyped-def]
    """Put the numbers 0 to n - 1 of the requests into `order` as they are served, by merging."""
    n = order.shape[0]
    for k in range(n):
        order[k] = k
    width = 1
    while width < n:
        for lo in range(0, n, 2 * width):
            middle, hi = min(lo + width, n), min(lo + 2 * width, n)
            left, right = lo, middle
            for p in range(lo, hi):
                if left < middle and (right >= hi or not _before(q, key, order[right], order[left])):
                    spare[p] = order[left]
                    left += 1
                else:
                    spare[p] = order[right]
                    right += 1
        for k in range(n):
            order[k] = spare[k]
        width *= 2


@kernel
def grant(seed, week, q, free_hours, evening_rule, of_staff, of_ledger, of_rooms, got_by):  # type: ignore[no-untyped-def]
    """Grant in order; the arrays of the services, and of what each request got, come in tuples.

    Return how many give evenings (their rows in `helpers`), whether hours of staff and rooms were booked, how many are
    owed money and unpaid; and -1, -1, or the first two requests of one identity: then nothing has been granted.
    """
    per_hour, most, hours = evening_rule
    used, given, volunteer_hours, pool_left, duty_left, duty_hours = of_staff
    fen, organisation_fen, spent = of_ledger
    rooms, opens, taken = of_rooms
    lacked, evenings, room, helpers = got_by
    # A draw is a permutation of identities: two keys are equal only if the identities are.
    draw = absorb(absorb(absorb(np.uint64(0), seed), _STREAM), week)
    key = np.empty(q.shape[0], np.uint64)
    for k in range(q.shape[0]):
        key[k] = absorb(draw, q[k]["identity"])
    order = np.empty(q.shape[0], np.int64)
    _sort(q, key, order, np.empty(q.shape[0], np.int64))
    for p in range(1, order.shape[0]):
        if not _before(q, key, order[p - 1], order[p]):
            return 0, False, False, 0, order[p - 1], order[p]
    helping = 0
    unpaid = 0
    some_staff = False
    some_room = False
    for p in range(order.shape[0]):
        k = order[p]
        r = q[k]
        c = r["community"]
        row = r["row"]
        got = np.float32(0.0)
        if r["after"] >= 0 and lacked[r["after"]] != 0:
            lacked[k] = lacked[r["after"]]
            continue
        if r["evenings"] > 0.0:
            spare = spare_evenings(free_hours, used, row, per_hour, most)
            if spare + _CRUMB < r["least"] * r["evenings"]:
                lacked[k] = 1
                continue
            got = min(r["evenings"], spare)
        staff = r["staff"]
        if staff > 0.0 and (pool_left[c] < staff or duty_left[r["duty"], c] < staff):
            lacked[k] = 2
            continue
        if r["fen"] > 0 and not covers(fen, organisation_fen, r["source"], c, r["organisation"], r["fen"]):
            lacked[k] = 3
            unpaid += r["owed"]
            continue
        kind = r["room"]
        if kind >= 0:
            room[k] = opens[kind, r["round"]] and taken[kind, r["compound"], r["round"]] < rooms[kind, r["compound"]]
            if room[k]:
                taken[kind, r["compound"], r["round"]] += 1
                some_room = True
            elif not r["optional"]:
                lacked[k] = 4
                continue
        if got > 0.0:
            evenings[k] = got
            used[row] += got
            given[row] += got * hours
            volunteer_hours[c] += got * hours
            helpers[helping] = row
            helping += 1
        if staff > 0.0:
            pool_left[c] -= staff
            duty_left[r["duty"], c] -= staff
            duty_hours[r["duty"], c] += staff
            some_staff = True
        if r["fen"] > 0:
            slot = r["organisation"]
            move(fen, organisation_fen, spent, r["source"], c, slot, r["target"], c, slot, r["fen"])
    return helping, some_staff, some_room, unpaid, -1, -1
