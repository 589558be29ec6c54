"""Visits between neighbours: proposed by keyed draws, matched into twos and threes in keyed order (docs/rules.md)."""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline, merged, tight
from ..ground.random import absorb, sort_keys, stream, uniform
from ..ties.encounters import affinity, warmth
from ..ties.store import TICKS, find, share_hours
from ..ties.words import pass_words

_SQUARE_HOURS = 1.0001 / TICKS**2
_BUDGET = stream("visit time")
_PROPOSE = stream("visit")
LEAST = 1.0
"""Closeness (hours) below which nobody thinks of a visit: one talk, lately. It saves looking at most of the slots."""
_LEAST_TICKS = np.uint16(LEAST * TICKS)


@merged
def visit_budgets(c, week, ground, people, rule, work):  # type: ignore[no-untyped-def]
    """Fill work.budget: how many visits each resident of the community has time for this week."""
    lo, hi = ground.community_rows[c], ground.community_rows[c + 1]
    key = absorb(absorb(absorb(np.uint64(0), rule.seed), _BUDGET), week)
    for i in range(lo, hi):
        u = uniform(absorb(key, people.identity[i]))
        work.budget[i - lo] = np.uint8(rule.visit_times[people.situation[i]] + u)


@inline
def _pull(i, week, base, people, ties, fade, rule, work):  # type: ignore[no-untyped-def]
    """List the slots of i whose closeness is at least `LEAST` in work.counts and v_ik = s_ik^2 hom_ik in work.value; return number and sum."""
    n, total = 0, 0.0
    for k in range(ties.partner.shape[1]):
        # Before it fades: most have less, and need no look at anything else.
        if ties.closeness[i, k] < _LEAST_TICKS:
            continue
        s = ties.closeness[i, k] * fade.fast[min(week - np.int64(ties.last[i, k]), 4095)]
        if s < LEAST:
            continue
        j = base + np.int64(ties.partner[i, k])
        if np.int64(ties.last[i, k]) < people.arrival[j]:
            continue
        v = s * s * rule.homophily[people.traits[i] ^ people.traits[j]]
        work.counts[n] = k
        work.value[n] = v
        n += 1
        total += v
    return n, total


@inline
def _third(i, slot_j, j, key, bit, week, base, people, ties, fade, rule, work):  # type: ignore[no-untyped-def]
    """Return the row of a third who joins i and j, chosen in proportion to (s_ik + s_jk)^2 over those i knows; -1 none."""
    n, total = 0, 0.0
    for k in range(ties.partner.shape[1]):
        if ties.closeness[i, k] < _LEAST_TICKS:
            continue
        x = base + np.int64(ties.partner[i, k])
        last = np.int64(ties.last[i, k])
        s = np.float64(ties.closeness[i, k]) * fade.fast[min(week - last, 4095)]
        if s < LEAST or k == slot_j or last < people.arrival[x] or people.flat[x] == people.flat[j]:
            continue
        other = find(ties.partner, j, x - base)
        if other >= 0 and np.int64(ties.last[j, other]) >= max(people.arrival[j], people.arrival[x]):
            s += np.float64(ties.closeness[j, other]) * fade.fast[min(week - np.int64(ties.last[j, other]), 4095)]
        work.counts[n] = k
        work.value[n] = s * s
        n += 1
        total += s * s
    if total <= 0.0:
        return -1
    target = uniform(key) * total
    total = 0.0
    chosen = -1
    for y in range(n):
        total += work.value[y]
        chosen = work.counts[y]
        if target < total:
            break
    x = base + np.int64(ties.partner[i, chosen])
    if work.budget[x - base] > 0 and work.busy[x - base] & bit == 0:
        return x
    return -1


@inline
def _tell(i, j, third, week_key, base, people, rule, work):  # type: ignore[no-untyped-def]
    """Let those of a visit tell each other what they know: a visit is one talk of each pair. third: -1 none."""
    n = np.int64(2 if third < 0 else 3)
    for a in range(n):
        row = i if a == 0 else (j if a == 1 else third)
        work.circle[a] = row
        work.key[a] = absorb(week_key, people.identity[row])
        for b in range(a + 1, n):
            work.gain[a, b] = np.float32(rule.tau)
    pass_words(work.circle, n, base, work.gain, rule.tau, work.key, work.chem, people.identity, people.words)


@tight
def visiting_round(c, r, last_round, code, week, ground, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Propose, match and hold the visits of one round in one community.

    last_round: in the last visiting round of a week all who have time left may propose, before it every second.
    """
    lo, hi = ground.community_rows[c], ground.community_rows[c + 1]
    base = np.int64(lo)
    bit = np.uint16(1 << r)
    week_key = absorb(absorb(absorb(absorb(np.uint64(0), rule.seed), _PROPOSE), week), r)
    slots = ties.partner.shape[1]
    largest = np.float64(rule.homophily[0])
    n = 0
    for i in range(lo, hi):
        if work.budget[i - lo] == 0 or work.busy[i - lo] & bit != 0:
            continue
        key = absorb(week_key, people.identity[i])
        if not last_round and key & np.uint64(1) == 0:
            continue
        u = uniform(absorb(key, 1))
        # A bound on the sum of v without fading: most stay at home whatever their ties.
        ticks = np.int64(0)
        for k in range(slots):
            ticks += np.int64(ties.closeness[i, k]) * np.int64(ties.closeness[i, k])
        bound = np.float64(ticks) * _SQUARE_HOURS * largest
        if u * (rule.home + bound) >= bound:
            continue
        near, total = _pull(i, week, base, people, ties, fade, rule, work)
        if u * (rule.home + total) >= total:
            continue
        target = u * (rule.home + total)
        running = 0.0
        chosen = -1
        for x in range(near):
            running += work.value[x]
            chosen = work.counts[x]
            if target < running:
                break
        work.keys[n] = (key >> np.uint64(16) << np.uint64(16)) | np.uint64(n)
        work.members[n] = i
        work.group[n] = chosen
        n += 1
    if n == 0:
        return
    sort_keys(work.keys, n, work.spare, work.heaps)
    for p in range(n):
        at = np.int64(work.keys[p] & np.uint64(0xFFFF))
        i = np.int64(work.members[at])
        slot_j = np.int64(work.group[at])
        # i's slots do not move between proposal and visit unless i was in another visit, and then i is busy.
        j = base + np.int64(ties.partner[i, slot_j])
        if work.busy[i - base] & bit != 0 or work.busy[j - base] & bit != 0 or work.budget[j - base] == 0:
            continue
        key = absorb(absorb(week_key, people.identity[i]), 2)
        third = -1
        work.busy[i - base] |= bit
        work.busy[j - base] |= bit
        if uniform(key) < rule.p_join:
            third = _third(i, slot_j, j, absorb(key, 1), bit, week, base, people, ties, fade, rule, work)
        work.budget[i - base] -= 1
        work.budget[j - base] -= 1
        people.talks[i] += 1
        people.talks[j] += 1
        tally[5] += 1
        pairs = 1
        if third >= 0:
            work.busy[third - base] |= bit
            work.budget[third - base] -= 1
            people.talks[third] += 1
            pairs = 3
        if people.words.told[0] != 0:
            _tell(i, j, third, week_key, base, people, rule, work)
        for pair in range(pairs):
            a = j if pair == 2 else i
            b = j if pair == 0 else third
            chem_a, chem_b = absorb(rule.chemistry_key, people.identity[a]), absorb(rule.chemistry_key, people.identity[b])
            warm = rule.visit_hours * warmth(affinity(chem_a, chem_b, people.traits[a], people.traits[b], rule), rule.liking)
            share_hours(ties, fade, people.arrival, base, a, b, -2, -2, rule.visit_hours, warm, week, code, rule.acquaintance, tally)
