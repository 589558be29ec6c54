"""Asking: who knows of an event, likes it and asks whom they know (docs/rules.md, Deciding to come).

One who came to something lately, a first comer or an organiser asks their acquaintances. They ask for what they know of, and the more the
more they like it: the effort of a week is shared among the events that they know of, and among no others.
"""

from __future__ import annotations

import numpy as np

from ..ground.jit import inline
from ..ground.random import absorb, uniform
from .events import ERRAND, FIRST, INVITED, RUNS, SUMMONED

_SURE = FIRST | INVITED | RUNS | SUMMONED


@inline
def flags_of(entry, events):  # type: ignore[no-untyped-def]
    """Return the flags of a person named (entry: place in the list, -1 none)."""
    return np.int64(events.people_flags[entry]) if entry >= 0 else np.int64(0)


@inline
def knocked_at(e, k, events):  # type: ignore[no-untyped-def]
    """Return whether there was a knock on the door; k: key of the event and the person."""
    return events.knock[e] > 0.0 and uniform(absorb(k, 1)) < np.float64(events.knock[e])


@inline
def reads_of_it(i, e, k, events, minds):  # type: ignore[no-untyped-def]
    """Return whether resident i hears of an event by its notice or in the chat group; k: key of the event and the person."""
    return uniform(absorb(k, 2)) < events.poster[e] or uniform(absorb(k, 3)) < events.chat[e] * minds.digital[i]


@inline
def note_readers(first, last, events, week, base, end, minds, weights, work):  # type: ignore[no-untyped-def]
    """Note in work.read, a bit an event, who of a community (rows base to end - 1) hears of the week's events without being asked.

    That is by a notice, the chat group or a knock. first, last: the events; of those beyond the 64th nothing is noted.
    """
    read = work.read[0 : end - base]
    for i in range(end - base):
        read[i] = 0
    # Views that begin at zero: the loop over them has no index that could be negative, and is worked eight residents at a time.
    for e in range(first, min(last, first + 64)):
        lo, hi = np.int64(events.lo[e]), np.int64(events.hi[e])
        key = absorb(absorb(weights.key, week), events.identity[e])
        identity, digital, noted = minds.identity[lo:hi], minds.digital[lo:hi], work.read[lo - base : hi - base]
        poster, chat, knock = events.poster[e], events.chat[e], np.float64(events.knock[e])
        bit = np.uint64(e - first)
        if knock > 0.0:
            for i in range(hi - lo):
                k = absorb(key, identity[i])
                known = (uniform(absorb(k, 2)) < poster) | (uniform(absorb(k, 3)) < chat * digital[i]) | (uniform(absorb(k, 1)) < knock)
                noted[i] |= np.uint64(known) << bit
        else:
            for i in range(hi - lo):
                k = absorb(key, identity[i])
                known = (uniform(absorb(k, 2)) < poster) | (uniform(absorb(k, 3)) < chat * digital[i])
                noted[i] |= np.uint64(known) << bit


@inline
def hears_of_it(i, e, place, key, base, events, minds, work):  # type: ignore[no-untyped-def]
    """Return whether resident i hears of an event without being asked; place: of the event among those of the week; key: of the event."""
    if place < 64:
        return (work.read[i - base] >> np.uint64(place)) & np.uint64(1) != np.uint64(0)
    k = absorb(key, minds.identity[i])
    return knocked_at(e, k, events) or reads_of_it(i, e, k, events, minds)


@inline
def entry_of(a, e, events):  # type: ignore[no-untyped-def]
    """Return the place of row a among the persons named for an event (they are sorted by row), -1 if it is not one of them."""
    low, high = np.int64(events.people_start[e]), np.int64(events.people_start[e + 1])
    end = high
    while low < high:
        middle = (low + high) // 2
        if events.people_row[middle] < a:
            low = middle + 1
        else:
            high = middle
    return low if low < end and events.people_row[low] == a else np.int64(-1)


@inline
def _knows_of(a, e, place, entry, recent, key, base, events, minds, work):  # type: ignore[no-untyped-def]
    """Return whether a resident knows of an event before anybody asks them: told for sure, by having come to such a thing, or by its notice."""
    if a == events.organiser[e] or minds.roles[a] & events.helpers[e] != 0 or flags_of(entry, events) & _SURE != 0:
        return True
    if recent and (np.int64(minds.came_to[a]) >> np.int64(events.thing[e])) & 1 != 0:
        return True
    return hears_of_it(a, e, place, key, base, events, minds, work)


@inline
def _liking(a, e, events, minds):  # type: ignore[no-untyped-def]
    """Return how much a resident likes what an event is about, above 0 to 1; one half if it is about nothing in particular."""
    if events.topic[e] < minds.interests.shape[1]:
        return (np.float64(minds.interests[a, events.topic[e]]) + 1.0) / 256.0
    return 0.5


@inline
def _effort(a, first, last, week, recent, base, events, minds, weights, work):  # type: ignore[no-untyped-def]
    """Return the sum of the liking for all events of the week (first to last - 1) that a resident knows of and may come to."""
    total = 0.0
    for e in range(first, last):
        if a >= events.lo[e] and a < events.hi[e]:
            entry = entry_of(a, e, events)
            if (events.listed[e] and entry < 0) or flags_of(entry, events) & ERRAND != 0:
                continue
            key = absorb(absorb(weights.key, week), events.identity[e])
            if _knows_of(a, e, e - first, entry, recent, key, base, events, minds, work):
                total += _liking(a, e, events, minds)
    return total


@inline
def _acquaintances(a, week, base, minds, ties, fade, weights, work):  # type: ignore[no-untyped-def]
    """List the acquaintances of row a in work.known, once a week: an asker is looked at for every event of the week.

    They lie from work.known_from[a] to work.known_to[a]; work.known_to[-1] is the first free place.
    """
    here = a - base
    if work.known_from[here] >= 0:
        return
    free = work.known_to[-1]
    work.known_from[here] = free
    for k in range(ties.partner.shape[1]):
        # The slow trace only fades: what is below the cut-off unfaded need not be looked at, a free slot neither (its trace is 0).
        if ties.slow[a, k] < weights.acquaintance:
            continue
        p = ties.partner[a, k]
        if p == 65535:
            break
        last = np.int64(ties.last[a, k])
        d = min(week - last, 4095)
        if last < minds.arrival[base + np.int64(p)] or ties.slow[a, k] * fade.slow[d] < weights.acquaintance:
            continue
        work.known[free] = p
        work.known_identity[free] = minds.identity[base + np.int64(p)]
        work.friendly[free] = np.uint8(ties.closeness[a, k] * fade.fast[d] >= weights.friendly)
        free += 1
    work.known_to[here] = free
    work.known_to[-1] = free


@inline
def _may_ask(e, events, week, base, recents, minds, weights, work):  # type: ignore[no-untyped-def]
    """List in work.members those of an audience who may ask others; return how many. Of many people most came to nothing lately."""
    lo, hi, organiser = np.int64(events.lo[e]), np.int64(events.hi[e]), np.int64(events.organiser[e])
    first, last = np.int64(events.people_start[e]), np.int64(events.people_start[e + 1])
    n = 0
    if events.listed[e]:
        for q in range(first, last):
            a = np.int64(events.people_row[q])
            if a >= lo and a < hi:
                work.members[n] = a
                n += 1
        return n
    if events.helpers[e] != 0 or hi - lo <= recents + last - first:
        for a in range(lo, hi):
            work.members[n] = a
            n += 1
        return n
    for k in range(recents):
        a = np.int64(work.recent[k])
        if a >= lo and a < hi:
            work.members[n] = a
            n += 1
    for q in range(first, last):
        a = np.int64(events.people_row[q])
        if a >= lo and a < hi and week - minds.last_came[a] > weights.memory:
            work.members[n] = a
            n += 1
    if organiser >= lo and organiser < hi and work.entry[organiser - base] < 0 and week - minds.last_came[organiser] > weights.memory:
        work.members[n] = organiser
        n += 1
    return n


@inline
def count_company(lo, hi, counted, recents, week, base, minds, ties, fade, weights, work):  # type: ignore[no-untyped-def]
    """Count in work.company, for rows lo to hi - 1, the acquaintances among them who came lately; return how many such people are counted in.

    counted: how many of work.recent are counted in already; they only become more within a week.
    """
    if counted == 0:
        for p in range(lo - base, hi - base):
            work.company[p] = 0
    for k in range(counted, recents):
        a = np.int64(work.recent[k])
        if a < lo or a >= hi:
            continue
        _acquaintances(a, week, base, minds, ties, fade, weights, work)
        for q in range(work.known_from[a - base], work.known_to[a - base]):
            p = np.int64(work.known[q])
            if p >= lo - base and p < hi - base:
                work.company[p] += np.uint8(work.company[p] < 200)
    return recents


@inline
def _asks_any(ask_key, among, liked, first, last, weights, work):  # type: ignore[no-untyped-def]
    """Return whether one asks any of those whom one knows (places first to last - 1 of work.known): worked eight at a time, and mostly false."""
    identity, friendly = work.known_identity[first:last], work.friendly[first:last]
    any_one = False
    for q in range(last - first):
        chance = weights.ask_friendly if friendly[q] != 0 else weights.ask_chance
        any_one |= uniform(absorb(ask_key, identity[q])) * among < chance * liked
    return any_one


@inline
def spread_word(e, first, last, events, key, week, base, recents, minds, ties, fade, weights, work):  # type: ignore[no-untyped-def]
    """Mark who of the audience is asked by an acquaintance, in whatever order; where people are listed, count their company in work.beside.

    first, last: the week's events of the community; key: of the event e.
    """
    lo, hi, listed = np.int64(events.lo[e]) - base, np.int64(events.hi[e]) - base, events.listed[e]
    for n in range(_may_ask(e, events, week, base, recents, minds, weights, work)):
        a = np.int64(work.members[n])
        entry = work.entry[a - base]
        flags = flags_of(entry, events)
        recent = week - minds.last_came[a] <= weights.memory
        runs = a == events.organiser[e] or flags & RUNS != 0
        if not (recent or minds.roles[a] & events.helpers[e] != 0 or runs or flags & FIRST != 0):
            continue
        # Who runs an event asks for that one; others for what they know of, as they like it.
        liked, among = 1.0, 1.0
        if not runs:
            liked = _liking(a, e, events, minds) if _knows_of(a, e, e - first, np.int64(entry), recent, key, base, events, minds, work) else 0.0
            if liked > 0.0:
                if work.effort[a - base] < 0.0:
                    work.effort[a - base] = _effort(a, first, last, week, recent, base, events, minds, weights, work)
                among = max(work.effort[a - base], liked)
            elif not (recent and listed):
                continue
        ask_key = absorb(key, minds.identity[a] ^ np.uint64(0x5851F42D4C957F2D))
        _acquaintances(a, week, base, minds, ties, fade, weights, work)
        known_from, known_to = np.int64(work.known_from[a - base]), np.int64(work.known_to[a - base])
        if not listed and not _asks_any(ask_key, among, liked, known_from, known_to, weights, work):
            continue
        for q in range(known_from, known_to):
            p = np.int64(work.known[q])
            if p < lo or p >= hi or (listed and work.entry[p] < 0):
                continue
            if recent and listed:
                work.beside[p] += np.uint8(work.beside[p] < 200)
            if work.asked[p] == 0 and liked > 0.0:
                chance = weights.ask_friendly if work.friendly[q] != 0 else weights.ask_chance
                work.asked[p] = np.uint8(uniform(absorb(ask_key, minds.identity[base + p])) * among < chance * liked)
