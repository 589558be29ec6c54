"""Deciding to come: who hears of an event and who comes (docs/rules.md). Who asks whom is in asking.py."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, tight
from ..ground.random import absorb, key_of, sort_keys, stream, uniform
from ..people.constants import Constants
from ..people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_MORNING
from ..people.purposes import Purpose
from ..people.residents import NEVER, Residents, Situation
from .asking import count_company, entry_of, flags_of, hears_of_it, knocked_at, note_readers, spread_word
from .events import ERRAND, FIRST, INVITED, RUNS, SUMMONED, Events

WEEK_HOURS = 168.0
_DECIDE, _AT_WORK = stream("decide to come"), stream("at work")
_FIRST_AWAY, _MORNING, _AFTERNOON = int(Situation.OWNER), WEEKDAY_MORNING, WEEKDAY_AFTERNOON
_ONLINE = int(Purpose.ONLINE)


FORM = (
    "base", "interest", "asked", "knocked", "company", "habit", "trust", "time", "distance", "frailty", "quality", "length", "incentive",
    "fatigue", "civic", "digital", "stake", "summoned",
)
"""The weights of a decision, in the order of `Weights.form`."""
_W = {name: number for number, name in enumerate(FORM)}
_BASE, _INTEREST, _ASKED, _KNOCKED, _COMPANY, _HABIT = (_W[n] for n in ("base", "interest", "asked", "knocked", "company", "habit"))
_TRUST, _TIME, _DISTANCE, _FRAILTY, _QUALITY, _LENGTH = (_W[n] for n in ("trust", "time", "distance", "frailty", "quality", "length"))
_INCENTIVE, _FATIGUE, _CIVIC, _DIGITAL, _STAKE, _SUMMONED = (_W[n] for n in ("incentive", "fatigue", "civic", "digital", "stake", "summoned"))


class Weights(NamedTuple):
    """`DecisionConstants` and `PurposeConstants` in the form in which the hot loop uses them.

    Attributes:
        form: float64 [purposes, weights], see `FORM`.
        ask_chance, ask_friendly, memory, habit_rate: of `DecisionConstants`.
        friendly, acquaintance: cut-offs of ties.
        hours_left: hours of a week that are left for events beside everyday foci at their longest.
        given, at_work: of `DecisionConstants`.
        key: of the stream.
        work_key: of the stream that says who is at work.
    """

    form: np.ndarray
    ask_chance: float
    ask_friendly: float
    memory: int
    habit_rate: float
    friendly: float
    acquaintance: float
    hours_left: float
    given: float
    at_work: float
    key: np.uint64
    work_key: np.uint64

    @classmethod
    def of(cls, constants: Constants, everyday_hours: float, seed: int) -> Weights:
        """Prepare the weights for one engine; `everyday_hours`: of one person's week at most."""
        d, t = constants.decision, constants.ties
        come = {name: float(getattr(d, name, 0.0)) for name in FORM}
        form = np.array([[come[name] for name in FORM]] + [list({**come, **p.model_dump()}.values()) for p in constants.purposes.in_order()])
        left = WEEK_HOURS - everyday_hours
        keys = key_of(seed, _DECIDE), key_of(seed, _AT_WORK)
        return cls(form, d.ask_chance, d.ask_friendly, d.memory, d.habit_rate, t.friendly, t.acquaintance, left, d.given, d.at_work, *keys)


class Minds(NamedTuple):
    """The attributes of residents that the decision reads and writes."""

    identity: np.ndarray
    flat: np.ndarray
    arrival: np.ndarray
    situation: np.ndarray
    interests: np.ndarray
    roles: np.ndarray
    free_hours: np.ndarray
    civic: np.ndarray
    trust_neighbours: np.ndarray
    trust_institutions: np.ndarray
    digital: np.ndarray
    frailty: np.ndarray
    habit: np.ndarray
    fatigue: np.ndarray
    last_came: np.ndarray
    times_came: np.ndarray
    came_to: np.ndarray
    flat_xyz: np.ndarray

    @classmethod
    def of(cls, residents: Residents, flat_xyz: np.ndarray) -> Minds:
        """View the residents' arrays (nothing is copied)."""
        return cls._make([*(getattr(residents, name) for name in cls._fields[:-1]), flat_xyz])


class EventTable(NamedTuple):
    """The columns of `Events` that the hot loops read, and the results that they write."""

    kind: np.ndarray
    thing: np.ndarray
    round: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    x: np.ndarray
    y: np.ndarray
    hours: np.ndarray
    capacity: np.ndarray
    quality: np.ndarray
    topic: np.ndarray
    purpose: np.ndarray
    poster: np.ndarray
    chat: np.ndarray
    knock: np.ndarray
    yuan: np.ndarray
    host: np.ndarray
    openness: np.ndarray
    organiser: np.ndarray
    helpers: np.ndarray
    listed: np.ndarray
    identity: np.ndarray
    came: np.ndarray
    wanted: np.ndarray
    heard: np.ndarray
    first_times: np.ndarray
    start: np.ndarray
    attendees: np.ndarray
    people_start: np.ndarray
    people_row: np.ndarray
    people_flags: np.ndarray
    people_stake: np.ndarray

    @classmethod
    def of(cls, events: Events) -> EventTable:
        """View the week's events (nothing is copied)."""
        named = events.people
        columns = (events.table[name] for name in cls._fields[:-6])
        return cls._make([*columns, events.start, events.attendees, events.people_start, named.row, named.flags, named.stake])


@inline
def _utility(i, e, events, minds, weights, asked, knocked, company, entry):  # type: ignore[no-untyped-def]
    """Return U of docs/rules.md for resident i and event e."""
    w = weights.form[events.purpose[e]]
    f = minds.flat[i]
    dx, dy = np.float64(minds.flat_xyz[f, 0] - events.x[e]), np.float64(minds.flat_xyz[f, 1] - events.y[e])
    trust = minds.trust_institutions[i] if events.host[e] == 1 else minds.trust_neighbours[i]
    interest = minds.interests[i, events.topic[e]] / 255.0 - 0.5 if events.topic[e] < minds.interests.shape[1] else 0.0
    u = w[_BASE] + w[_INTEREST] * interest
    u += w[_ASKED] * asked + w[_KNOCKED] * knocked + w[_COMPANY] * min(company, 4) / 4.0
    u += w[_HABIT] * minds.habit[i] + w[_TRUST] * (trust - 0.5) + w[_TIME] * (minds.free_hours[i] / 20.0 - 1.0)
    u += -w[_DISTANCE] * math.sqrt(dx * dx + dy * dy) / 100.0 - w[_FRAILTY] * minds.frailty[i] - w[_FATIGUE] * minds.fatigue[i, np.int64(events.thing[e])]
    u += w[_QUALITY] * (events.quality[e] - 0.5) + w[_CIVIC] * minds.civic[i] - w[_LENGTH] * (events.hours[e] - 2.0)
    if events.yuan[e] > 0.0:
        u += w[_INCENTIVE] * math.log(1.0 + events.yuan[e] / 10.0)
    if events.purpose[e] != 0:
        u += w[_DIGITAL] * (minds.digital[i] - 0.5)
    if entry >= 0:
        u += w[_STAKE] * events.people_stake[entry]
        if events.people_flags[entry] & SUMMONED != 0:
            u += w[_SUMMONED]
    return u


@inline
def _at_work(i, round_, minds, weights):  # type: ignore[no-untyped-def]
    """Return whether a resident is at work or at school in a round: the same people for life, those who work shifts are not."""
    if (round_ != _MORNING and round_ != _AFTERNOON) or minds.situation[i] < _FIRST_AWAY:
        return False
    return uniform(absorb(weights.work_key, minds.identity[i])) < weights.at_work


@inline
def _sort_rows(attendees, start, n, work, base):  # type: ignore[no-untyped-def]
    """Sort attendees[start : start + n], rows of the community that begins at `base`: spread over the upper bits, then as keys."""
    for p in range(n):
        work.keys[p] = np.uint64(attendees[start + p] - base) << np.uint64(48)
    sort_keys(work.keys, n, work.spare, work.heaps)
    for p in range(n):
        attendees[start + p] = np.int32(base + np.int64(work.keys[p] >> np.uint64(48)))


@tight
def decide(c_lo, c_hi, week, community_rows, event_first, events, minds, ties, fade, weights, work):  # type: ignore[no-untyped-def]
    """Let the audiences of all events of communities c_lo..c_hi-1 hear, be asked, decide and come.

    event_first: int64 [communities + 1], the events of each community. Writes came, wanted, heard, first_times and the attendees
    (sorted by row), habit, fatigue, last_came, times_came and came_to. A resident goes to at most one event in a round: the first in
    table order; to none while at work, to none that would make their week longer than it is, and to a second only while there is free
    time left that they are ready to give. What is done online is done at odd moments: it takes neither a round nor free time, nobody is
    at work for it, and it is no coming.
    """
    asked = work.asked
    for c in range(c_lo, c_hi):
        if event_first[c] == event_first[c + 1]:
            continue
        base = np.int64(community_rows[c])
        for i in range(community_rows[c + 1] - base):
            work.busy[i] = 0
            work.effort[i] = -1.0
            work.known_from[i] = -1
            work.entry[i] = -1
            work.hours[i] = 0.0
        work.known_to[-1] = 0
        recents = 0
        company_lo, company_hi, counted = np.int64(-1), np.int64(-1), 0
        for a in range(base, np.int64(community_rows[c + 1])):
            if week - minds.last_came[a] <= weights.memory:
                work.recent[recents] = a
                recents += 1
        note_readers(event_first[c], event_first[c + 1], events, week, base, np.int64(community_rows[c + 1]), minds, weights, work)
        for e in range(event_first[c], event_first[c + 1]):
            lo, hi, listed = np.int64(events.lo[e]), np.int64(events.hi[e]), events.listed[e]
            organiser, helpers, thing = np.int64(events.organiser[e]), events.helpers[e], np.int64(events.thing[e])
            online = events.purpose[e] == _ONLINE
            bit = np.uint16(0) if online else np.uint16(1 << np.int64(events.round[e]))
            key = absorb(absorb(weights.key, week), events.identity[e])
            first, last = np.int64(events.people_start[e]), np.int64(events.people_start[e + 1])
            if not listed:
                for i in range(lo - base, hi - base):
                    asked[i] = 0
                if lo != company_lo or hi != company_hi:
                    company_lo, company_hi, counted = lo, hi, 0
                counted = count_company(lo, hi, counted, recents, week, base, minds, ties, fade, weights, work)
            for q in range(first, last):
                i = np.int64(events.people_row[q]) - base
                work.entry[i] = q
                if listed:
                    asked[i] = 0
                    work.beside[i] = 0
                if events.people_flags[q] & INVITED != 0:
                    asked[i] = 1
            spread_word(e, event_first[c], event_first[c + 1], events, key, week, base, recents, minds, ties, fade, weights, work)
            most = np.float32(weights.hours_left - events.hours[e])
            n = 0
            heard = 0
            for place in range(first if listed else lo, last if listed else hi):
                i = np.int64(events.people_row[place]) if listed else place
                if i < lo or i >= hi or work.busy[i - base] & bit != 0 or work.hours[i - base] > most:
                    continue
                entry = work.entry[i - base]
                flags = flags_of(entry, events)
                if i == organiser or flags & (RUNS | ERRAND) != 0:
                    work.keys[n] = np.uint64(i - lo)
                    n += 1
                    heard += 1
                    continue
                # A first occasion of the week finds its time; a second one only if there is free time left to give.
                spent = work.hours[i - base]
                if not online and spent > 0.0 and spent + events.hours[e] > weights.given * minds.free_hours[i]:
                    continue
                was_asked = asked[i - base] != 0
                hears = was_asked or minds.roles[i] & helpers != 0 or flags & (SUMMONED | FIRST) != 0
                if not (hears or hears_of_it(i, e, e - event_first[c], key, base, events, minds, work)):
                    continue
                if not online and _at_work(i, np.int64(events.round[e]), minds, weights):
                    continue
                k = absorb(key, minds.identity[i])
                knocked = knocked_at(e, k, events)
                heard += 1
                company = np.int64(work.beside[i - base] if listed else work.company[i - base])
                u = _utility(i, e, events, minds, weights, np.float64(was_asked), np.float64(knocked), company, entry)
                if not online:
                    minds.habit[i] -= np.float32(weights.habit_rate) * minds.habit[i]
                minds.fatigue[i, thing] += np.float32(was_asked) + np.float32(knocked)
                if uniform(absorb(k, 4)) < 1.0 / (1.0 + math.exp(-u)):
                    # The upper 40 bits order those who want to come; those who run it are zero.
                    work.keys[n] = (absorb(k, 5) << np.uint64(24)) | np.uint64(i - lo)
                    n += 1
            room = min(n, np.int64(events.capacity[e]))
            if n > room:
                sort_keys(work.keys, n, work.spare, work.heaps)
            events.heard[e] = heard
            events.wanted[e] = n
            events.came[e] = room
            start = events.start[e]
            first_times = 0
            for p in range(room):
                i = lo + np.int64(work.keys[p] & np.uint64(0xFFFFFF))
                events.attendees[start + p] = i
                work.busy[i - base] |= bit
                if online:
                    continue
                work.hours[i - base] += np.float32(events.hours[e])
                if flags_of(work.entry[i - base], events) & ERRAND != 0:
                    continue
                minds.habit[i] += np.float32(weights.habit_rate)
                first_times += minds.last_came[i] == NEVER
                if week - minds.last_came[i] > weights.memory:
                    work.recent[recents] = i
                    recents += 1
                    minds.came_to[i] = 0
                minds.last_came[i] = week
                minds.times_came[i] += np.uint16(minds.times_came[i] < 65535)
            events.first_times[e] = first_times
            _sort_rows(events.attendees, start, room, work, base)
            for q in range(first, last):
                work.entry[np.int64(events.people_row[q]) - base] = -1
        # What one came to in this week one knows of from the next on.
        for e in range(event_first[c], event_first[c + 1]):
            if events.purpose[e] == _ONLINE:
                continue
            for p in range(events.start[e], events.start[e] + events.came[e]):
                i = np.int64(events.attendees[p])
                if flags_of(entry_of(i, e, events), events) & ERRAND == 0:
                    minds.came_to[i] |= np.uint8(1 << np.int64(events.thing[e]))
