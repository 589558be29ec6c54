"""Introductions: how two come to know each other through a third, once in four weeks (docs/rules.md, Introductions).

A spouse stands by on the landing, a host has two guests who had not met, and the absent are talked about. It leaves a slow trace, by which
one knows somebody, and no closeness; of those only told of too weak a one for an acquaintance. The plain twin is model/reference/introductions.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, tight
from ..ground.random import absorb, stream, uniform
from ..people.constants import Constants
from .store import EMPTY, age, find, share_hours

_INTRODUCED, _SHARED = stream("introduced"), stream("shared acquaintances")
_OF_WHOM, _FRIENDS = stream("told of whom"), stream("friends introduced")
INTRODUCTIONS = 6
"""Place of their number among the tallies."""
EVERY = 4
"""Steps in which everybody's turn comes once. In each step a part of the residents go through their contacts since their last turn."""


class Introducing(NamedTuple):
    """The constants in the form in which the hot loop uses them; chances are those of a turn, every `every` steps."""

    at_home: float
    present: float
    by_friend: float
    hours: float
    told: float
    told_hours: float
    friendly: float
    every: int

    @classmethod
    def of(cls, constants: Constants, days_a_step: float = 7.0) -> Introducing:
        """Prepare the constants; the cut-off of a friendly tie is in hours."""
        own, share = constants.introductions, min(1.0, days_a_step / 7.0)
        return cls(
            own.at_home, own.present * share, own.by_friend * share, own.hours, own.told * share, own.told_hours, constants.ties.friendly, EVERY
        )  # fmt: skip


@inline
def _slow(i, j, week, base, people, ties, fade):  # type: ignore[no-untyped-def]
    """Return the slow trace of rows i and j faded to this week, 0 if they have no valid tie."""
    for side in range(2):
        a, b = (i, j) if side == 0 else (j, i)
        k = find(ties.partner, a, b - base)
        if k >= 0 and np.int64(ties.last[a, k]) >= max(people.arrival[i], people.arrival[j]):
            return np.float64(ties.slow[a, k] * fade.slow[age(week, ties.last[a, k])])
    return 0.0


@inline
def _introduce(i, j, code, week, base, people, ties, fade, rule, by, tally):  # type: ignore[no-untyped-def]
    """Introduce rows i and j, unless they live together or are acquainted. They stand by while a third talks: it is no talk of theirs."""
    if people.flat[i] == people.flat[j] or _slow(i, j, week, base, people, ties, fade) >= rule.acquaintance:
        return
    share_hours(ties, fade, people.arrival, base, i, j, -2, -2, by.hours, 0.0, week, code, rule.acquaintance, tally)
    tally[INTRODUCTIONS] += 1


@inline
def _tell(i, j, code, week, base, people, ties, fade, rule, by, tally):  # type: ignore[no-untyped-def]
    """Let row i hear of row j, unless they live together or recognise each other. Who is only heard of displaces nobody."""
    if people.flat[i] == people.flat[j] or _slow(i, j, week, base, people, ties, fade) >= rule.recognised:
        return
    share_hours(ties, fade, people.arrival, base, i, j, -2, -2, by.told_hours, 0.0, week, code, 0.0, tally)


@inline
def _contacts(i, week, base, people, ties, fade, rule, by, work):  # type: ignore[no-untyped-def]
    """Write the slots of those whom row i recognises and had to do with since the last turn to work.members; return how many."""
    n = 0
    since = np.int64(week) - by.every
    for k in range(ties.partner.shape[1]):
        if ties.partner[i, k] == np.uint16(EMPTY):
            break
        last = np.int64(ties.last[i, k])
        if last <= since or last < people.arrival[base + np.int64(ties.partner[i, k])]:
            continue
        if ties.slow[i, k] * fade.slow[age(week, last)] >= rule.recognised:
            work.members[n] = k
            n += 1
    return n


@inline
def _household(i, first, hi, life_key, people, work):  # type: ignore[no-untyped-def]
    """Write the other members of row i's household to work.circle and, for life, a key of each with i to work.key; return how many.

    first: first row of the household. Of more than there is room for the first count.
    """
    n, o = 0, first
    life = absorb(life_key, people.identity[i])
    while o < hi and people.flat[o] == people.flat[i] and n < work.circle.shape[0]:
        if o != i:
            work.circle[n] = o
            work.key[n] = absorb(life, people.identity[o])
            n += 1
        o += 1
    return n


@inline
def _note(seen, n, most, i, j, told):  # type: ignore[no-untyped-def]
    """Note an introduction of rows i and j, or that i is told of j, as the nth; return how many are noted. There is room for `most`."""
    if n < most:
        seen[n] = np.uint64(i) << np.uint64(32) | np.uint64(j) << np.uint64(1) | np.uint64(told)
        n += 1
    return n


@inline
def _seen(lo, hi, week, people, ties, fade, rule, by, work):  # type: ignore[no-untyped-def]
    """Note the introductions of a step in work.keys, in the order of rows; return their number. Nothing is changed yet."""
    found, most = 0, hi - lo
    seeded = absorb(np.uint64(0), rule.seed)
    week_key, life_key = absorb(absorb(seeded, _INTRODUCED), week), absorb(seeded, _SHARED)
    first = lo
    for i in range(lo, hi):
        if people.flat[i] != people.flat[first]:
            first = i
        # The turn goes by flat and member, the two lowest parts of an identity that differ among neighbours.
        identity = people.identity[i]
        if (identity + (identity >> np.uint64(28)) + np.uint64(week)) % np.uint64(by.every) != 0:
            continue
        n = _contacts(i, week, lo, people, ties, fade, rule, by, work)
        if n == 0:
            continue
        mine = absorb(week_key, identity)
        others = _household(i, first, hi, life_key, people, work)
        for x in range(n):
            j = lo + np.int64(ties.partner[i, work.members[x]])
            key = absorb(mine, people.identity[j])
            for y in range(others):
                # A draw for life says whether this member comes to share this acquaintance.
                shared = uniform(absorb(work.key[y], people.identity[j])) < by.at_home
                if shared and uniform(absorb(key, people.identity[work.circle[y]])) < by.present:
                    found = _note(work.keys, found, most, work.circle[y], j, 0)
            # One draw says who is told something: j of another contact, or one of the household of j.
            u = uniform(key)
            if u < by.told:
                k = lo + np.int64(ties.partner[i, work.members[np.int64(uniform(absorb(key, _OF_WHOM)) * n)]])
                if k != j and _slow(i, k, week, lo, people, ties, fade) >= rule.acquaintance:
                    found = _note(work.keys, found, most, j, k, 1)
            elif u < by.told * (1 + others):
                found = _note(work.keys, found, most, work.circle[np.int64(u / by.told) - 1], j, 1)
        key = absorb(mine, _FRIENDS)
        if uniform(key) < by.by_friend:
            friendly = 0
            for x in range(n):
                slot = work.members[x]
                if ties.closeness[i, slot] * fade.fast[age(week, ties.last[i, slot])] >= by.friendly:
                    work.group[friendly] = lo + np.int64(ties.partner[i, slot])
                    friendly += 1
            if friendly >= 2:
                a = np.int64(uniform(absorb(key, 1)) * friendly)
                b = np.int64(uniform(absorb(key, 2)) * (friendly - 1))
                b += b >= a
                found = _note(work.keys, found, most, work.group[a], work.group[b], 0)
    return found


@tight
def introduce_week(c, week, code, ground, people, ties, fade, rule, by, work, tally):  # type: ignore[no-untyped-def]
    """Work the introductions of a step in community c: all are seen before the first takes place.

    There are at most as many as there are residents: far more than at any chances that people may have.

    code: origin of ties that begin so. by: `Introducing`.
    """
    lo, hi = np.int64(ground.community_rows[c]), np.int64(ground.community_rows[c + 1])
    found = _seen(lo, hi, week, people, ties, fade, rule, by, work)
    for x in range(found):
        i, j = np.int64(work.keys[x] >> np.uint64(32)), np.int64(work.keys[x] >> np.uint64(1) & np.uint64(0x7FFFFFFF))
        if work.keys[x] & np.uint64(1) == np.uint64(0):
            _introduce(i, j, code, week, lo, people, ties, fade, rule, by, tally)
        else:
            _tell(i, j, code, week, lo, people, ties, fade, rule, by, tally)


__all__ = ["INTRODUCTIONS", "Introducing", "introduce_week"]
