"""Encounters in one focus: attention shared among those present, talks, and the third who joins (docs/rules.md).

`meet` is the heart of the model. Its symbols are those of docs/rules.md; the plain twin of it is
model/reference/encounters.py.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, tight
from ..ground.random import absorb, key_of, stream, uniform
from ..people.constants import Constants
from ..people.residents import Residents
from .store import Fade, age, find, share_hours
from .words import Words, pass_words

LARGEST = 64
CHEMISTRY = 1024
"""Quantiles of the log-normal chemistry that are told apart."""
_HALF = 0.5
"""Chance that the next in a circle is known to who opened it; and else, that they live near."""


class Talkers(NamedTuple):
    """Residents as those who meet and talk: the arrays of `Residents` that the hot loops read, and the words that they know."""

    identity: np.ndarray
    flat: np.ndarray
    situation: np.ndarray
    traits: np.ndarray
    sociability: np.ndarray
    arrival: np.ndarray
    talks: np.ndarray
    chat_days: np.ndarray
    groups: np.ndarray
    words: Words

    @classmethod
    def of(cls, residents: Residents, words: Words) -> Talkers:
        """Take the arrays of residents, not copies."""
        return cls(*(getattr(residents, name) for name in cls._fields if name != "words"), words)  # type: ignore[call-arg]


class Rule(NamedTuple):
    """The constants of people in the form in which the hot loops use them."""

    kappa: float
    tau: float
    w0: float
    sharing: float
    rho: float
    p_circle: float
    p_join: float
    liking: float
    home: float
    visit_hours: float
    recognised: float
    acquaintance: float
    crowd: int
    circle_size: int
    homophily: np.ndarray
    chemistry: np.ndarray
    visit_times: np.ndarray
    chemistry_key: np.uint64
    seed: np.uint64
    seated: float
    gradual: bool
    liked: bool

    @classmethod
    def of(cls, constants: Constants, seed: int, days_a_step: float = 7.0) -> Rule:
        """Prepare the constants: homophily by differing bits of traits [64], chemistry quantiles [1024], visits a step [5]."""
        from statistics import NormalDist

        t, v = constants.ties, constants.visits
        matches = [(x & 1 == 0) + (x >> 1 & 3 == 0) + (x >> 3 & 1 == 0) + (x >> 4 & 3 == 0) for x in range(64)]
        normal = NormalDist()
        quantiles = [math.exp(t.sigma_q * normal.inv_cdf((k + 0.5) / CHEMISTRY)) for k in range(CHEMISTRY)]
        hours = np.array([v.retired, v.carer, v.owner, v.renter, v.student])
        return cls(
            t.kappa, t.tau, t.w0, t.sharing, t.rho / 10.0, t.p_circle, t.p_join, t.liking, t.s0**2, t.visit_hours, t.recognised, t.acquaintance,
            t.crowd, t.circle_size,
            np.array([math.exp(t.beta * (m - 2)) for m in matches], np.float32),
            np.array(quantiles, np.float32),
            (hours / t.visit_hours * (days_a_step / 7.0)).astype(np.float32),
            key_of(seed, stream("chemistry")),
            np.uint64(seed),
            _HALF if t.seating == "known-and-near" else 0.0,
            t.familiarity == "gradual",
            constants.decision.habit_mate == "liked",
        )  # fmt: skip


class Work(NamedTuple):
    """Scratch space of one thread."""

    busy: np.ndarray
    budget: np.ndarray
    weight: np.ndarray
    slot: np.ndarray
    gain: np.ndarray
    chem: np.ndarray
    key: np.ndarray
    talks: np.ndarray
    keys: np.ndarray
    members: np.ndarray
    group: np.ndarray
    counts: np.ndarray
    circle: np.ndarray
    value: np.ndarray
    spare: np.ndarray
    heaps: np.ndarray
    asked: np.ndarray
    company: np.ndarray
    effort: np.ndarray
    known: np.ndarray
    friendly: np.ndarray
    known_from: np.ndarray
    known_to: np.ndarray
    g: np.ndarray
    pull: np.ndarray
    both: np.ndarray
    entry: np.ndarray
    hours: np.ndarray
    recent: np.ndarray
    read: np.ndarray
    known_identity: np.ndarray
    beside: np.ndarray

    @classmethod
    def make(cls, largest_community: int, slots: int, groups: int = 0) -> Work:
        """Make scratch for communities of at most `largest_community` residents and compounds of at most `groups` groups of a kind."""
        n = largest_community
        return cls(
            np.zeros(n, np.uint16), np.zeros(n, np.uint8),
            np.zeros((LARGEST, LARGEST), np.float32), np.zeros((LARGEST, LARGEST), np.int16), np.zeros((LARGEST, LARGEST), np.float32),
            np.zeros(LARGEST, np.uint64), np.zeros(LARGEST, np.uint64), np.zeros(LARGEST, np.int64),
            np.zeros(n + 1, np.uint64), np.zeros(n + 1, np.int32), np.zeros(n + 1, np.int32), np.zeros(max(n, groups) + 2, np.int32),
            np.zeros(LARGEST, np.int32), np.zeros(slots, np.float64), np.zeros(n + 1, np.uint64), np.zeros(1025, np.int32),
            np.zeros(n, np.uint8), np.zeros(n, np.uint8), np.zeros(n, np.float64),
            np.zeros(n * slots, np.uint16), np.zeros(n * slots, np.uint8), np.zeros(n, np.int32), np.zeros(n + 1, np.int32),
            np.zeros(LARGEST, np.float64), np.zeros(LARGEST, np.float64), np.zeros(LARGEST, np.float64),
            np.full(n, -1, np.int32), np.zeros(n, np.float32), np.zeros(n, np.int32), np.zeros(n, np.uint64),
            np.zeros(n * slots, np.uint64), np.zeros(n, np.uint8),
        )  # fmt: skip


@inline
def poisson(u, mean):  # type: ignore[no-untyped-def]
    """Return the Poisson number that belongs to the uniform u (inversion)."""
    p = math.exp(-mean)
    c = p
    k = 0
    while u >= c and k < 1000:
        k += 1
        p *= mean / k
        c += p
    return k


@inline
def affinity(chem_i, chem_j, traits_i, traits_j, rule):  # type: ignore[no-untyped-def]
    """Return q hom of a pair. chem: `rule.chemistry_key` that has absorbed the identity of each; traits: the bits of each."""
    x = (chem_i ^ chem_j) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return rule.chemistry[np.int64(x >> np.uint64(54))] * rule.homophily[traits_i ^ traits_j]


@inline
def warmth(x, liking):  # type: ignore[no-untyped-def]
    """Return the hours of closeness that an hour shared by a pair makes: (1 + c) x / (x + c), x its affinity, c = `liking`."""
    x = np.float64(x)
    return (1.0 + liking) * x / (x + liking)


@inline
def _weights(rows, n, openness, week, base, people, ties, fade, rule, work):  # type: ignore[no-untyped-def]
    """Fill work.weight [n, n] with w_ij and work.slot [n, n] with the slots of the pairs' entries (-1 none, -2 not looked up)."""
    weight, slot = work.weight, work.slot
    for a in range(n):
        i = rows[a]
        weight[a, a] = 0.0
        for b in range(a + 1, n):
            j = rows[b]
            # One side's entry is enough: both keep the same, unless i has forgotten what j still keeps.
            one, k = i, find(ties.partner, i, j - base)
            slot[a, b] = k
            slot[b, a] = -2
            if k < 0 and ties.forgot[i] != 0:
                one, k = j, find(ties.partner, j, i - base)
                slot[b, a] = k
            closeness = 0.0
            share = np.float32(openness)
            if k >= 0:
                last = np.int64(ties.last[one, k])
                if last >= max(people.arrival[i], people.arrival[j]):
                    d = age(week, last)
                    closeness = ties.closeness[one, k] * fade.fast[d]
                    slow = ties.slow[one, k] * fade.slow[d]
                    if slow >= rule.recognised:
                        share = np.float32(1.0)
                    elif rule.gradual:
                        share += np.float32((1.0 - share) * slow / rule.recognised)
            w = affinity(work.chem[a], work.chem[b], people.traits[i], people.traits[j], rule) * np.float32(1.0 + rule.rho * closeness) * share
            w = np.float32(0.0) if people.flat[i] == people.flat[j] else w
            weight[a, b] = w
            weight[b, a] = w


@inline
def _chosen(sums, n, target):  # type: ignore[no-untyped-def]
    """Return the first of n whose running sum exceeds the target. All are compared: on vector units that is faster than to stop."""
    found = np.int64(0)
    for x in range(n):
        found += np.int64(sums[x] <= target)
    # Rounding may lift the target to the whole sum.
    return min(found, np.int64(n - 1))


@inline
def _readiness(a, n, attention, rule, work):  # type: ignore[no-untyped-def]
    """Return how ready a is to talk: A / (W0 + A), and where attention is not wholly shared, in part as if alone with each."""
    ready = attention / (rule.w0 + attention)
    if rule.sharing < 1.0:
        alone = 0.0
        for b in range(n):
            w = np.float64(work.weight[a, b]) * work.g[b]
            alone += w / (rule.w0 + w)
        ready = rule.sharing * ready + (1.0 - rule.sharing) * alone
    return ready


@inline
def _talk(a, n, attention, key, rows, openness, people, rule, work):  # type: ignore[no-untyped-def]
    """One talk that a starts: choose b, perhaps a third. work.pull holds the running sums of w_ab g_b of a."""
    b = _chosen(work.pull, n, uniform(key) * attention)
    tau = np.float32(rule.tau)
    work.gain[min(a, b), max(a, b)] += tau
    work.talks[a] += 1
    work.talks[b] += 1
    if n == 2:
        return 2
    third = absorb(key, 1)
    if uniform(third) >= rule.p_circle * openness:
        return 2
    for x in range(n):
        work.both[x] = (np.float64(work.weight[a, x]) + work.weight[b, x]) * work.g[x]
    work.both[a] = 0.0
    work.both[b] = 0.0
    total = 0.0
    for x in range(n):
        total += work.both[x]
        work.both[x] = total
    if total <= 0.0:
        return 2
    c = _chosen(work.both, n, uniform(absorb(key, 2)) * total)
    work.talks[c] += 1
    sides = 2
    for x in (a, b):
        if people.flat[rows[x]] != people.flat[rows[c]]:
            work.gain[min(x, c), max(x, c)] += tau
            sides += 2
    return sides


@inline
def meet(rows, n, hours, openness, origin, key, week, base, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Work one focus of n residents (rows[:n], 2 to 64) for `hours` hours.

    key: the key of (seed, stream of the focus kind, week, occasion); people absorb their identity into it. base: first row of
    the community. tally: int64, counts [0] talks, [1] contact sides, [2] foci, [3] entries given up, [4] refused, [5] visits.
    """
    tally[2] += 1
    longest = rule.kappa * hours
    most = longest if rule.sharing == 1.0 else longest * (n - 1)
    possible = False
    for a in range(n):
        i = rows[a]
        k = absorb(key, people.identity[i])
        work.key[a] = k
        if uniform(k) >= 1.0 - most * people.sociability[i]:
            possible = True
    # 1 - x <= exp(-x): nobody's draw allows a talk even with everybody's full attention, so no tie need be read.
    if possible:
        _meet(rows, n, longest, most, openness, origin, week, base, people, ties, fade, rule, work, tally)


@tight
def _meet(rows, n, longest, most, openness, origin, week, base, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """The rest of `meet`, once somebody's draw in work.key allows a talk."""
    for a in range(n):
        work.chem[a] = absorb(rule.chemistry_key, people.identity[rows[a]])
        work.talks[a] = 0
        work.g[a] = people.sociability[rows[a]]
    _weights(rows, n, openness, week, base, people, ties, fade, rule, work)
    any_talk = False
    for a in range(n):
        u = uniform(work.key[a])
        if u < 1.0 - most * work.g[a]:
            continue
        attention = 0.0
        for b in range(n):
            attention += np.float64(work.weight[a, b]) * work.g[b]
            work.pull[b] = attention
        if attention <= 0.0:
            continue
        talks = poisson(u, longest * work.g[a] * _readiness(a, n, attention, rule, work))
        for t in range(talks):
            if not any_talk:
                any_talk = True
                for x in range(n):
                    for y in range(x + 1, n):
                        work.gain[x, y] = 0.0
            tally[1] += _talk(a, n, attention, absorb(work.key[a], t + 1), rows, openness, people, rule, work)
        tally[0] += talks
    if not any_talk:
        return
    for a in range(n):
        people.talks[rows[a]] += work.talks[a]
        for b in range(a + 1, n):
            hours_shared = work.gain[a, b]
            if hours_shared > 0.0:
                i, j = rows[a], rows[b]
                slot_a, slot_b = np.int64(work.slot[a, b]), np.int64(work.slot[b, a])
                warm = hours_shared * warmth(affinity(work.chem[a], work.chem[b], people.traits[i], people.traits[j], rule), rule.liking)
                share_hours(ties, fade, people.arrival, base, i, j, slot_a, slot_b, hours_shared, warm, week, origin, rule.acquaintance, tally)
    if people.words.told[0] != 0:
        # The keys of chemistry are needed no longer.
        pass_words(rows, n, base, work.gain, rule.tau, work.key, work.chem, people.identity, people.words)


__all__ = ["LARGEST", "Fade", "Talkers", "Rule", "Work", "affinity", "meet", "poisson", "warmth"]
