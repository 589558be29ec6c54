"""One week of encounters in a range of communities: all rounds, everyday foci, events and visits.

Communities share no ties, so ranges of them are worked by threads side by side, each with scratch space of its own; the
outcome is the same bits for any number of threads.
"""

from __future__ import annotations

import numpy as np

from ..ground.jit import tight
from ..ground.random import absorb, stream
from ..people.everyday import ROUNDS, VISIT_ROUNDS
from ..people.purposes import Purpose
from ..ties.introductions import introduce_week
from .habits import bear_groups, leave_groups
from .presence import everyday_round, seat
from .visits import visit_budgets, visiting_round

TALLIES = ("talks", "contact_sides", "foci", "entries_given_up", "entries_refused", "visits", "introductions")
_EVENT = stream("event")
_FIRST_VISITS, _LAST_VISITS = VISIT_ROUNDS
_ROUNDS = len(ROUNDS)
_ONLINE = int(Purpose.ONLINE)
_TIRED = 1e-3
"""Invitations below which nothing is left of them."""


@tight
def encounter_week(c_lo, c_hi, week, ground, kinds, people, ties, fade, rule, by, work, event_first, events, fatigue, fatigue_left, chat, habit, tallies):  # type: ignore[no-untyped-def]
    """Work all rounds of a week in communities c_lo..c_hi-1.

    chat: (days with talk by number of talks, float32 [64]; weight of the new week). habit: (row of `groups`, size, weekly chance to
    leave, chance, hours) of groups born at events. by: `Introducing`, how people are introduced. tallies: int64 [communities, 7], added to.
    """
    days, chat_weight = chat
    habit_row, habit_size, habit_leave, habit_chance, habit_hours = habit
    visit_code = kinds.scope.shape[0]
    for c in range(c_lo, c_hi):
        tally = tallies[c]
        lo, hi = ground.community_rows[c], ground.community_rows[c + 1]
        base = np.int64(lo)
        first, last = event_first[c], event_first[c + 1]
        for i in range(hi - lo):
            work.busy[i] = 0
            people.talks[lo + i] = 0
        for e in range(first, last):
            # Who writes in a chat group does so at odd moments and is where they would be anyway.
            bit = np.uint16(0) if events.purpose[e] == _ONLINE else np.uint16(1 << np.int64(events.round[e]))
            for p in range(events.start[e], events.start[e] + events.came[e]):
                work.busy[events.attendees[p] - lo] |= bit
        leave_groups(c, week, habit_leave, ground, people, habit_row, rule)
        visit_budgets(c, week, ground, people, rule, work)
        for r in range(_ROUNDS):
            for e in range(first, last):
                if events.round[e] == r and events.came[e] >= 2:
                    key = absorb(absorb(absorb(absorb(np.uint64(0), rule.seed), _EVENT), week), events.identity[e])
                    rows = events.attendees[events.start[e] : events.start[e] + events.came[e]]
                    n, code = np.int64(events.came[e]), np.int64(events.kind[e])
                    hours, openness = np.float64(events.hours[e]), np.float64(events.openness[e])
                    seat(rows, n, code, hours, openness, key, week, base, people, ties, fade, rule, work, tally)
            if r in (_FIRST_VISITS, _LAST_VISITS):
                visiting_round(c, r, r == _LAST_VISITS, visit_code, week, ground, people, ties, fade, rule, work, tally)
            else:
                everyday_round(c, r, week, ground, kinds, people, ties, fade, rule, work, tally)
        if last > first:
            bear_groups(c, week, first, last, events, ground, habit_row, habit_size, habit_chance, habit_hours, people, ties, fade, rule, work)
        if by.at_home * by.present + by.by_friend + by.told > 0.0:
            introduce_week(c, week, visit_code + 1, ground, people, ties, fade, rule, by, work, tally)
        for i in range(lo, hi):
            for thing in range(fatigue.shape[1]):
                if fatigue[i, thing] > 0.0:
                    left = fatigue[i, thing] * fatigue_left
                    fatigue[i, thing] = left if left > _TIRED else np.float32(0.0)
            people.chat_days[i] += chat_weight * (days[min(np.int64(people.talks[i]), 63)] - people.chat_days[i])
