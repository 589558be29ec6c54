"""Introductions: how two come to know each other through a third, once a week (docs/rules.md, Introductions).

A spouse stands by on the landing, a host has two guests who had not met, and the absent are talked about. It leaves a slow trace, by which
one knows somebody, and no closeness; of those only told of too weak a one for an acquaintance. The plain twin is model/reference/introductions.py.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, tight
from ..ground.random import absorb, stream, uniform
from ..people.constants import Constants
from .store import EMPTY, TICKS, age, find, share_hours

_INTRODUCED, _SHARED = stream("introduced"), stream("shared acquaintances")
_OF_WHOM, _FRIENDS = stream("told of whom"), stream("friends introduced")
INTRODUCTIONS = 6
"""Place of their number among the tallies."""


class Introducing(NamedTuple):
    """The constants in the form in which the hot loop uses them; chances are those of a step."""

    at_home: float
    present: float
    by_friend: float
    hours: float
    told: float
    told_hours: float
    friendly: float

    @classmethod
    def of(cls, constants: Constants, days_a_step: float = 7.0) -> Introducing:
        """Prepare the constants; the cut-off of a friendly tie is in ticks."""
        own, share = constants.introductions, min(1.0, days_a_step / 7.0)
        return cls(own.at_home, own.present * share, own.by_friend * share, own.hours, own.told * share, own.told_hours, constants.ties.friendly * TICKS)


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
def _contacts(i, week, base, ties, rule, by, work):  # type: ignore[no-untyped-def]
    """Write those whom row i recognises and had to do with this week to work.members, friendly ones to work.group; return how many."""
    n, friendly = 0, 0
    this = np.uint16(week)
    least = np.float32(rule.recognised)
    for k in range(ties.partner.shape[1]):
        if ties.partner[i, k] == np.uint16(EMPTY):
            break
        # Last used in this week: valid, and nothing of it has faded yet.
        if ties.last[i, k] == this and ties.slow[i, k] >= least:
            work.members[n] = base + np.int64(ties.partner[i, k])
            n += 1
            if ties.closeness[i, k] >= by.friendly:
                work.group[friendly] = work.members[n - 1]
                friendly += 1
    return n, friendly


@inline
def _note(seen, n, most, i, j, told):  # type: ignore[no-untyped-def]
    """Note an introduction of rows i and j, or that i is told of j, as the nth; return how many are noted. There is room for `most`."""
    if n < most:
        seen[n] = np.uint64(i) << np.uint64(32) | np.uint64(j) << np.uint64(1) | np.uint64(told)
        n += 1
    return n


@inline
def _seen(lo, hi, week, people, ties, fade, rule, by, work):  # type: ignore[no-untyped-def]
    """Note the introductions of a week in work.keys, in the order of rows; return their number. Nothing is changed yet."""
    found, most = 0, hi - lo
    seeded = absorb(np.uint64(0), rule.seed)
    week_key, life_key = absorb(absorb(seeded, _INTRODUCED), week), absorb(seeded, _SHARED)
    first = lo
    for i in range(lo, hi):
        if people.flat[i] != people.flat[first]:
            first = i
        if people.talks[i] == 0:
            continue
        n, friendly = _contacts(i, week, lo, ties, rule, by, work)
        if n == 0:
            continue
        mine = absorb(week_key, people.identity[i])
        # A draw for life says whether a member of the household comes to share an acquaintance.
        life = absorb(life_key, people.identity[i])
        for x in range(n):
            j = np.int64(work.members[x])
            key, shared = absorb(mine, people.identity[j]), absorb(life, people.identity[j])
            o = first
            while o < hi and people.flat[o] == people.flat[i]:
                if o != i:
                    u = uniform(absorb(key, people.identity[o]))
                    if u < by.present:
                        if uniform(absorb(shared, people.identity[o])) < by.at_home:
                            found = _note(work.keys, found, most, o, j, 0)
                    elif u < by.present + by.told:
                        found = _note(work.keys, found, most, o, j, 1)
                o += 1
            if uniform(key) < by.told:
                k = np.int64(work.members[np.int64(uniform(absorb(key, _OF_WHOM)) * n)])
                if k != j and _slow(i, k, week, lo, people, ties, fade) >= rule.acquaintance:
                    found = _note(work.keys, found, most, j, k, 1)
        if friendly < 2:
            continue
        key = absorb(mine, _FRIENDS)
        if uniform(key) < by.by_friend:
            a = np.int64(uniform(absorb(key, 1)) * friendly)
            b = np.int64(uniform(absorb(key, 2)) * (friendly - 1))
            b += b >= a
            found = _note(work.keys, found, most, work.group[a], work.group[b], 0)
    return found


@tight
def introduce_week(c, week, code, ground, people, ties, fade, rule, by, work, tally):  # type: ignore[no-untyped-def]
    """Work the introductions of a week in community c: all are seen before the first takes place.

    There are at most as many a week as there are residents: far more than at any chances that people may have.

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
