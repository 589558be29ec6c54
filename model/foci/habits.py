"""Habitual groups: who belongs to which, and how groups are born among people who met at events (docs/rules.md)."""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline, kernel, merged
from ..ground.random import absorb, absorb_many, key_of, stream, uniform, uniforms
from ..people.everyday import EverydayKind
from ..people.places import Places
from ..people.purposes import Purpose
from ..people.residents import NO_GROUP, Residents
from ..ties.store import find
from .presence import BORN_SCOPE, GROUP, KIN, Kinds

_JOIN = stream("habitual group")
_BORN = stream("habit born")
_LEAVE = stream("habit left")
_ONLINE = int(Purpose.ONLINE)


@kernel
def _expected(situation, tenure, chance, factor, lo, hi):  # type: ignore[no-untyped-def]
    total = 0.0
    for i in range(lo, hi):
        p = chance[situation[i]]
        if tenure[i] == 1 and situation[i] != 2 and situation[i] != 3:
            p *= factor
        total += p
    return total


@kernel
def _assign(rows, identity, situation, tenure, gate, flat, kin, scope, chance, factor, near, table, groups, offsets, compound_gates, compound_of, key):  # type: ignore[no-untyped-def]
    for r in range(rows.shape[0]):
        i = rows[r]
        table[i] = NO_GROUP
        p = chance[situation[i]]
        if tenure[i] == 1 and situation[i] != 2 and situation[i] != 3:
            p *= factor
        h = absorb(key, identity[i])
        if uniform(h) >= p:
            continue
        if scope == KIN:
            if kin[flat[i]] >= 0:
                table[i] = np.uint16(kin[flat[i]])
            continue
        compound = compound_of[gate[i]]
        n = np.int64(groups[compound])
        if uniform(absorb(h, 1)) < near:
            gates = compound_gates[compound + 1] - compound_gates[compound]
            own = np.int64(gate[i]) - compound_gates[compound]
            # The two nearest groups; among equally near ones (several of one gate) the lower draw counts as nearer.
            best, second = 1e18, 1e18
            nearest, other = np.int64(0), np.int64(0)
            for g in range(n):
                anchor = np.int64((g + offsets[compound]) * gates / n)
                far = abs(anchor - own) + uniform(absorb(h, 10 + g))
                if far < best:
                    best, second = far, best
                    nearest, other = np.int64(g), nearest
                elif far < second:
                    second, other = far, np.int64(g)
            table[i] = np.uint16(nearest if n == 1 or uniform(absorb(h, 2)) < 0.5 else other)
        else:
            table[i] = np.uint16(np.int64(uniform(absorb(h, 3)) * n))


def count_groups(kinds: dict[str, EverydayKind], places: Places, residents: Residents) -> np.ndarray:
    """Return int32 [kinds, compounds]: how many groups of each grouped kind each compound has (0 for other kinds)."""
    out = np.zeros((len(kinds), places.compounds), np.int32)
    rows = places.compound_rows
    for k, kind in enumerate(list(kinds.values())[:-1]):
        if kind.scope == "kin":
            for c in range(places.compounds):
                lo, hi = np.searchsorted(places.flat_rows, (rows[c], rows[c + 1]))
                out[k, c] = int(places.kin[lo:hi].max(initial=-1)) + 1
        elif kind.scope == "group":
            chance = chance_by_situation(kind)
            for c in range(places.compounds):
                expected = _expected(residents.situation, residents.tenure, chance, kind.renter_factor, rows[c], rows[c + 1])
                out[k, c] = max(1, round(expected / kind.size))
    return out


def chance_by_situation(kind: EverydayKind) -> np.ndarray:
    """Return float64 [5], the chance to join by `Situation`."""
    c = kind.chance
    return np.array([c.retired, c.carer, c.owner, c.renter, c.student])


class Joining:
    """Draws the habitual groups of residents who have just moved in, keyed by their identity."""

    def __init__(self, kinds: dict[str, EverydayKind], table: Kinds, places: Places, residents: Residents, seed: int) -> None:
        """Work out once what does not change: the keys and the places of the groups of each kind.

        Args:
            kinds: name -> everyday kind, as in `table`.
            table: the kinds as the hot loops read them.
            places: where everybody lives.
            residents: whose `groups` are written.
            seed: the seed of all draws.
        """
        self._places, self._residents = places, residents
        self._compound_of = np.repeat(np.arange(places.compounds), np.diff(places.compound_gates)).astype(np.int32)
        community_of = np.repeat(np.arange(places.communities), np.diff(places.community_compounds))
        inside = np.arange(places.compounds) - places.community_compounds[community_of]
        self._kinds = []
        for k, (name, kind) in enumerate(kinds.items()):
            if table.scope[k] < GROUP or table.scope[k] == BORN_SCOPE:
                continue
            key = key_of(seed, _JOIN, stream(name))
            offsets = uniforms(absorb_many(absorb_many(absorb_many(key, 7), places.community_id[community_of]), inside))
            groups, scope = residents.groups[table.group[k]], np.int64(table.scope[k])
            self._kinds.append((scope, chance_by_situation(kind), kind.renter_factor, kind.near_share, groups, table.groups[k], offsets, key))

    def draw(self, rows: np.ndarray) -> None:
        """Write the groups of these rows (int32) in `Residents.groups`."""
        r, p = self._residents, self._places
        for scope, chance, factor, near, groups, counts, offsets, key in self._kinds:
            _assign(
                rows, r.identity, r.situation, r.tenure, r.gate, r.flat, p.kin, scope, chance, factor, near, groups, counts, offsets,
                p.compound_gates, self._compound_of, key,
            )  # fmt: skip


@merged
def leave_groups(c, week, leave, ground, people, row, rule):  # type: ignore[no-untyped-def]
    """Let members of groups born at events leave with the weekly chance `leave`."""
    key = absorb(absorb(absorb(np.uint64(0), rule.seed), _LEAVE), week)
    table = people.groups[row]
    for i in range(ground.community_rows[c], ground.community_rows[c + 1]):
        if table[i] != NO_GROUP and uniform(absorb(key, people.identity[i])) < leave:
            table[i] = NO_GROUP


@inline
def _closeness(i, j, week, base, people, ties, fade):  # type: ignore[no-untyped-def]
    """Return how close two are, float32 hours; -1 for two of one flat or without a tie."""
    if people.flat[i] == people.flat[j]:
        return np.float32(-1.0)
    one, k = i, np.int64(find(ties.partner, i, j - base))
    if k < 0:
        # i may have forgotten what j still keeps.
        one, k = j, np.int64(find(ties.partner, j, i - base))
    if k < 0 or np.int64(ties.last[one, k]) < max(people.arrival[i], people.arrival[j]):
        return np.float32(-1.0)
    return np.float32(ties.closeness[one, k] * fade.fast[min(week - np.int64(ties.last[one, k]), 4095)])


@merged
def bear_groups(c, week, first, last, events, ground, row, size, chance, hours, people, ties, fade, rule, work):  # type: ignore[no-untyped-def]
    """After the events first..last of community c: two who are close enough fall into a habit together; online there is no hour to meet again."""
    table = people.groups[row]
    base = np.int64(ground.community_rows[c])
    groups = ground.community_rows[c + 1] - base
    for g in range(groups + 1):
        work.counts[g] = 0
    for i in range(base, ground.community_rows[c + 1]):
        if table[i] != NO_GROUP:
            work.counts[table[i]] += 1
    free = 0
    for e in range(first, last):
        n = np.int64(events.came[e])
        if n < 2 or events.purpose[e] == _ONLINE:
            continue
        rows = events.attendees[events.start[e] : events.start[e] + n]
        key = absorb(absorb(absorb(absorb(np.uint64(0), rule.seed), _BORN), week), events.identity[e])
        for a in range(n):
            i = np.int64(rows[a])
            draw = absorb(key, people.identity[i])
            if uniform(draw) >= chance:
                continue
            if rule.liked:
                best, j = np.float32(-1.0), np.int64(-1)
                for b in range(n):
                    # A row is not a companion of itself: two of one flat have no closeness.
                    close = _closeness(i, np.int64(rows[b]), week, base, people, ties, fade)
                    if close > best:
                        best, j = close, np.int64(rows[b])
                if j < 0:
                    continue
            else:
                b = np.int64(uniform(absorb(draw, 1)) * (n - 1))
                j = np.int64(rows[b + 1 if b >= a else b])
            if _closeness(i, j, week, base, people, ties, fade) < hours:
                continue
            if table[i] != NO_GROUP and table[j] != NO_GROUP:
                continue
            if table[i] == NO_GROUP and table[j] == NO_GROUP:
                while work.counts[free] > 0:
                    free += 1
                table[i] = free
                table[j] = free
                work.counts[free] = 2
            else:
                g = np.int64(min(table[i], table[j]))
                if work.counts[g] < size:
                    table[i] = g
                    table[j] = g
                    work.counts[g] += 1
