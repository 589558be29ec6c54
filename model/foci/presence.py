"""Presence in everyday foci: who is on the landing, in the shop, on the bench this week (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..ground.jit import inline, merged, tight
from ..ground.random import absorb, absorb_many, key_of, sort_keys, stream, uniform
from ..people.everyday import ROUNDS, SCOPES, EverydayKind
from ..people.residents import NO_GROUP
from ..ties.encounters import meet
from ..ties.world import World

LANDING, FLOORS, GATE, COMPOUND, GROUP, KIN = range(len(SCOPES))
BORN_SCOPE = 6
_24BITS = 1.0 / 16777216.0


class Kinds(NamedTuple):
    """The kinds of everyday foci, one entry a kind.

    Attributes:
        scope: int64 [kinds], index in SCOPES, or 6 for groups born at events.
        size: int64 [kinds], people.
        hours: float64 [kinds], hours an occasion.
        occasion: int64 [kinds, rounds], number of the occasion in the week that falls in each round, -1 none.
        chance: float64 [kinds, 5], chance to join by situation.
        openness, attendance, mixing: float64 [kinds].
        key: uint64 [kinds], stream numbers.
        group: int64 [kinds], row in `Residents.groups`, -1 if not grouped.
        groups: int32 [kinds, compounds], groups of the compound.
    """

    scope: np.ndarray
    size: np.ndarray
    hours: np.ndarray
    occasion: np.ndarray
    chance: np.ndarray
    openness: np.ndarray
    attendance: np.ndarray
    mixing: np.ndarray
    key: np.ndarray
    group: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(cls, kinds: dict[str, EverydayKind], groups: np.ndarray) -> Kinds:
        """Prepare the table; `groups` [kinds, compounds] counts the groups. The last kind is the one born at events."""
        rows = list(kinds.values())
        occasion = np.full((len(rows), len(ROUNDS)), -1, np.int64)
        for k, kind in enumerate(rows):
            for number, r in enumerate(sorted(kind.rounds)):
                occasion[k, r] = number
        scope = [SCOPES.index(kind.scope) for kind in rows]
        scope[-1] = BORN_SCOPE
        grouped = np.cumsum([s >= GROUP for s in scope]) - 1
        names = ("retired", "carer", "owner", "renter", "student")
        return cls(
            np.array(scope, np.int64),
            np.array([k.size for k in rows], np.int64),
            np.array([k.hours for k in rows], np.float64),
            occasion,
            np.array([[getattr(k.chance, n) for n in names] for k in rows], np.float64),
            np.array([k.openness for k in rows], np.float64),
            np.array([k.attendance for k in rows], np.float64),
            np.array([k.mixing for k in rows], np.float64),
            np.array([stream("everyday " + n) for n in kinds], np.uint64),
            np.where(np.array(scope) >= GROUP, grouped, -1).astype(np.int64),
            groups,
        )


class Ground(NamedTuple):
    """The offsets of `Places` that presence needs."""

    landing_rows: np.ndarray
    gate_landings: np.ndarray
    gate_rows: np.ndarray
    compound_gates: np.ndarray
    compound_rows: np.ndarray
    community_compounds: np.ndarray
    community_rows: np.ndarray


@inline
def _unit(lo, hi, kind, code, key, week, base, bit, kinds, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Let the residents lo <= row < hi join by chance, in keyed order, in foci of the kind's size."""
    size = kinds.size[kind]
    n = 0
    for i in range(lo, hi):
        if work.busy[i - base] & bit != 0:
            continue
        h = absorb(key, people.identity[i])
        if np.float64(h >> np.uint64(40)) * _24BITS < kinds.chance[kind, people.situation[i]]:
            work.keys[n] = (h << np.uint64(24)) | np.uint64(i - lo)
            n += 1
    if n < 2:
        return
    sort_keys(work.keys, n, work.spare, work.heaps)
    for p in range(n):
        row = np.int32(lo + np.int64(work.keys[p] & np.uint64(0xFFFFFF)))
        work.members[p] = row
        work.busy[row - base] |= bit
    # Who joined has a draw below the chance: talks must not hang on the same draw.
    talk_key = absorb(key, 1)
    p = 0
    while n - p >= 2:
        m = min(size, n - p)
        if m == 2 and size == 2 and people.flat[work.members[p]] == people.flat[work.members[p + 1]]:
            for other in range(p + 2, n):
                if people.flat[work.members[p]] != people.flat[work.members[other]]:
                    work.members[p + 1], work.members[other] = work.members[other], work.members[p + 1]
                    break
        meet(work.members[p : p + m], m, kinds.hours[kind], kinds.openness[kind], code, talk_key, week, base, people, ties, fade, rule, work, tally)
        p += m


@tight
def seat(rows, n, code, hours, openness, key, week, base, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Work a focus of any number of people: one exact focus up to the crowd limit, else circles (docs/rules.md).

    rows[:n] are sorted. Uses work.keys and work.group.
    """
    if n < 2:
        return
    if n <= rule.crowd:
        meet(rows, n, hours, openness, code, key, week, base, people, ties, fade, rule, work, tally)
        return
    order = absorb(key, 1)
    for p in range(n):
        work.keys[p] = (absorb(order, people.identity[rows[p]]) << np.uint64(24)) | np.uint64(p)
    sort_keys(work.keys, n, work.spare, work.heaps)
    # work.group[p] == 1: the person at place p of rows is seated.
    for p in range(n):
        work.group[p] = 0
    following = 0
    seated = 0
    while seated < n:
        while work.group[np.int64(work.keys[following] & np.uint64(0xFFFFFF))] == 1:
            following += 1
        opener = np.int64(work.keys[following] & np.uint64(0xFFFFFF))
        work.group[opener] = 1
        work.circle[0] = rows[opener]
        m = 1
        seats = min(rule.circle_size, n - seated)
        if n - seated - seats == 1:
            seats += 1 if seats < 64 else 0
        draw = absorb(order, absorb(people.identity[rows[opener]], 2))
        below, above, ahead = opener - 1, opener + 1, following + 1
        while m < seats:
            d = absorb(draw, m)
            place = -1
            if uniform(d) < rule.seated:
                place = _acquaintance_here(rows, n, rows[opener], absorb(d, 1), week, base, people, ties, fade, rule, work)
            if place < 0 and uniform(absorb(d, 2)) < rule.seated:
                while below >= 0 and work.group[below] == 1:
                    below -= 1
                while above < n and work.group[above] == 1:
                    above += 1
                if below >= 0 and (above >= n or rows[opener] - rows[below] <= rows[above] - rows[opener]):
                    place = below
                elif above < n:
                    place = above
            if place < 0:
                while work.group[np.int64(work.keys[ahead] & np.uint64(0xFFFFFF))] == 1:
                    ahead += 1
                place = np.int64(work.keys[ahead] & np.uint64(0xFFFFFF))
            work.group[place] = 1
            work.circle[m] = rows[place]
            m += 1
        seated += m
        if m >= 2:
            meet(work.circle, m, hours, openness, code, key, week, base, people, ties, fade, rule, work, tally)


@inline
def _acquaintance_here(rows, n, i, key, week, base, people, ties, fade, rule, work):  # type: ignore[no-untyped-def]
    """Return the place in rows of a random unseated acquaintance of i, or -1. The lowest keyed number wins."""
    best = np.uint64(0xFFFFFFFFFFFFFFFF)
    place = -1
    for k in range(ties.partner.shape[1]):
        p = ties.partner[i, k]
        if p == 65535:
            break
        j = base + np.int64(p)
        last = np.int64(ties.last[i, k])
        if last < people.arrival[j] or ties.slow[i, k] * fade.slow[min(week - last, 4095)] < rule.acquaintance:
            continue
        at = np.searchsorted(rows[:n], j)
        if at < n and rows[at] == j and work.group[at] == 0:
            draw = absorb(key, people.identity[j])
            if draw < best:
                best = draw
                place = at
    return place


@tight
def _grouped(c, compound, kind, key, week, base, bit, ground, kinds, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Let the members of habitual groups of one compound (or community, for born groups) come, and each group meet."""
    lo, hi = ground.compound_rows[compound], ground.compound_rows[compound + 1]
    groups = np.int64(kinds.groups[kind, compound])
    table = people.groups[kinds.group[kind]]
    if kinds.scope[kind] == BORN_SCOPE:
        lo, hi = ground.community_rows[c], ground.community_rows[c + 1]
        groups = np.int64(0)
        for i in range(lo, hi):
            if table[i] != NO_GROUP and np.int64(table[i]) >= groups:
                groups = np.int64(table[i]) + 1
    if groups == 0:
        return
    for g in range(groups + 1):
        work.counts[g] = 0
    n = 0
    for i in range(lo, hi):
        g = np.int64(table[i])
        if g == NO_GROUP or work.busy[i - base] & bit != 0:
            continue
        h = absorb(key, people.identity[i])
        if np.float64(h >> np.uint64(40)) * _24BITS >= kinds.attendance[kind]:
            continue
        if groups > 1 and np.float64((h >> np.uint64(16)) & np.uint64(0xFFFFFF)) * _24BITS < kinds.mixing[kind]:
            g = (g + 1 + np.int64((h & np.uint64(0xFFFF)) * np.uint64(groups - 1) >> np.uint64(16))) % groups
        work.busy[i - base] |= bit
        work.keys[n] = (np.uint64(g) << np.uint64(32)) | np.uint64(i)
        work.counts[g + 1] += 1
        n += 1
    for g in range(groups):
        work.counts[g + 1] += work.counts[g]
    for p in range(n):
        g = np.int64(work.keys[p] >> np.uint64(32))
        work.members[work.counts[g]] = np.int32(work.keys[p] & np.uint64(0xFFFFFFFF))
        work.counts[g] += 1
    first = np.int32(0)
    for g in range(groups):
        m = work.counts[g] - first
        if m >= 2:
            talk_key = absorb(absorb(key, 2), g)
            seat(work.members[first:], m, kind, kinds.hours[kind], kinds.openness[kind], talk_key, week, base, people, ties, fade, rule, work, tally)
        first = work.counts[g]


@merged
def everyday_round(c, r, week, ground, kinds, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Work the everyday foci of one round in one community."""
    base = np.int64(ground.community_rows[c])
    bit = np.uint16(1 << r)
    for kind in range(kinds.scope.shape[0]):
        occasion = kinds.occasion[kind, r]
        if occasion < 0 or kinds.hours[kind] <= 0.0:
            continue
        key = absorb(absorb(absorb(absorb(np.uint64(0), rule.seed), kinds.key[kind]), week), occasion)
        scope = kinds.scope[kind]
        last = ground.community_compounds[c] + 1 if scope == BORN_SCOPE else ground.community_compounds[c + 1]
        for compound in range(ground.community_compounds[c], last):
            if scope >= GROUP:
                _grouped(c, compound, kind, key, week, base, bit, ground, kinds, people, ties, fade, rule, work, tally)
            else:
                _passing(compound, kind, scope, key, week, base, bit, ground, kinds, people, ties, fade, rule, work, tally)


@tight
def _passing(compound, kind, scope, key, week, base, bit, ground, kinds, people, ties, fade, rule, work, tally):  # type: ignore[no-untyped-def]
    """Work the foci of one passing kind (landing, floors, gate, compound) in one compound, unit by unit."""
    gate, gates = ground.compound_gates[compound], ground.compound_gates[compound + 1]
    # Units are runs of `step` landings from `at` on, within a gate; a gate or a compound is one unit.
    step = np.int64(1)
    shift = np.int64(0)
    if scope == FLOORS:
        step = np.int64(3)
        shift = np.int64(week % 3)
    elif scope == GATE:
        step = np.int64(1 << 30)
    elif scope == COMPOUND:
        step = np.int64(1 << 30)
        gate = gates - 1
    while gate < gates:
        first, last = np.int64(ground.gate_landings[gate]), np.int64(ground.gate_landings[gate + 1])
        at = first - shift
        while at < last:
            lo = np.int64(ground.landing_rows[max(at, first)])
            hi = np.int64(ground.landing_rows[min(at + step, last)])
            if scope == COMPOUND:
                lo = np.int64(ground.compound_rows[compound])
            _unit(lo, hi, kind, kind, key, week, base, bit, kinds, people, ties, fade, rule, work, tally)
            at += step
        gate += 1


class Lived(World, Protocol):
    """A society whose past weeks can be worked out again from their draws (society.py is the real one)."""

    @property
    def everyday(self) -> Mapping[str, EverydayKind]:
        """The everyday kinds by name."""
        ...

    @property
    def days_a_step(self) -> float:
        """Days that a step stands for."""
        ...

    @property
    def engine(self) -> Any:
        """The engine: `kinds` by name, and their `table`."""
        ...

    @property
    def services(self) -> Any:
        """What mechanisms share."""
        ...


def joined(society: Lived, kind: str, week: int, occasion: int = 0) -> np.ndarray:
    """Return bool [n]: who joined an everyday kind that is not grouped in a week, by the same draws as `_unit`.

    One who came to an event, or to a kind earlier in the table, in the same round is counted all the same.

    Args:
        society: the society; read only.
        kind: name of the kind.
        week: absolute week.
        occasion: number of the occasion in the week.

    Raises:
        KeyError: there is no such kind.
        ValueError: a grouped kind; its members come by another rule.
    """
    names = list(society.engine.kinds)
    if kind not in names:
        raise KeyError(f"there is no everyday kind {kind!r}; there are {names}")
    table, r = society.engine.table, society.residents
    number = names.index(kind)
    if table.scope[number] >= GROUP:
        raise ValueError(f"{kind} is grouped")
    key = key_of(society.seed, int(table.key[number]), week, occasion)
    share = (absorb_many(key, r.identity) >> np.uint64(40)).astype(np.float64) * _24BITS
    return np.asarray((share < table.chance[number, r.situation]) & (table.hours[number] > 0.0))
