"""The people of a flat, drawn by plain rules: who lives together, what their background is, what their lives are like.

`draw_flats` goes from flat to flat and writes straight into the arrays of residents. A draw is keyed by the household or
by the person, and by a counter that names it; so a new attribute takes a new counter and shifts nobody's draws.
The stages can be done one by one, so that a researcher's own ages lead to situations that fit them (roster.py).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.random import absorb, key4, uniform
from ..people.residents import NEVER, NO_GROUP, NO_TALENT, Residents, Role, Situation

AGES, BACKGROUND, SITUATIONS, LIVES, EVERYTHING = 1, 2, 4, 8, 15
"""Bits of the stages of `draw_flats`."""
_RETIRED, _CARER, _OWNER, _STUDENT = int(Situation.RETIRED), int(Situation.CARER), int(Situation.OWNER), int(Situation.STUDENT)
_PARTY, _ACTIVIST, _BACKBONE = int(Role.PARTY), int(Role.ACTIVIST), int(Role.BACKBONE)
_BANDS = np.array([18, 25, 35, 45, 55, 65, 75, 91])
_FLAT_BITS, _ORDINAL_BITS = np.uint64(28), np.uint64(8)
_FLAT_MASK, _HOUSE_MASK = np.uint64(0xFFFFFFFFF0000000), np.uint64(0xFFFFFFFFFFFFFF00)
# Counters of the draws of a household (H_) and of a person (P_). Never use one again for something else.
_H_CHILDREN, _H_BAND, _H_AGE, _H_AGE2, _H_SEX, _H_COUPLE, _H_REGISTRATION, _H_CARER, _H_SECOND, _H_YEARS = range(10)
_P_AGE, _P_SEX, _P_EDUCATION, _P_SCHOOL, _P_STUDY, _P_WORK, _P_ELSEWHERE, _P_PARTY, _P_ACTIVIST, _P_BACKBONE = range(10)
_P_FREE, _P_TALENT, _P_TOPIC, _P_SOCIABLE, _P_CIVIC, _P_TRUST, _P_NEIGHBOURS, _P_INSTITUTIONS, _P_DIGITAL, _P_FRAILTY = range(10, 20)
_P_INTEREST = 32


class Rows(NamedTuple):
    """The arrays of `Residents` that are drawn or set back when a household moves in."""

    identity: np.ndarray
    age: np.ndarray
    sex: np.ndarray
    situation: np.ndarray
    tenure: np.ndarray
    registration: np.ndarray
    education: np.ndarray
    traits: np.ndarray
    arrival: np.ndarray
    free_hours: np.ndarray
    interests: np.ndarray
    talent: np.ndarray
    talent_known: np.ndarray
    roles: np.ndarray
    sociability: np.ndarray
    civic: np.ndarray
    trust_neighbours: np.ndarray
    trust_institutions: np.ndarray
    digital: np.ndarray
    frailty: np.ndarray
    habit: np.ndarray
    fatigue: np.ndarray
    last_came: np.ndarray
    times_came: np.ndarray
    chat_days: np.ndarray
    talks: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(cls, residents: Residents) -> Rows:
        """Take the arrays of residents (no copies)."""
        return cls(*[getattr(residents, name) for name in cls._fields])


class Tables(NamedTuple):
    """The numbers of `PopulationParameters` as the rules below use them; cumulative chances where a table is meant."""

    household: np.uint64
    person: np.uint64
    moving: np.uint64
    beds: np.ndarray
    children: np.ndarray
    head_age: np.ndarray
    couples: np.ndarray
    education: np.ndarray
    migrants: np.ndarray
    students: np.ndarray
    retire: np.ndarray
    hazard: np.ndarray
    free: np.ndarray
    interest: np.ndarray
    rates: np.ndarray


RATES = (
    "renters", "migrant_schooling", "work_on", "carers_first", "carers_second", "carers_elsewhere", "party", "activists", "backbones",
    "talents", "free_spread", "trust_neighbours", "trust_institutions", "trust_spread", "trust_party", "digital_age", "frailty_age", "sigma_g",
)  # fmt: skip
"""Names of the entries of `Tables.rates`, in order."""
(_RENTERS, _SCHOOLING, _WORK_ON, _FIRST, _SECOND, _ELSEWHERE, _PARTY_RATE, _ACTIVISTS, _BACKBONES, _TALENTS, _FREE_SPREAD, _TRUST_N, _TRUST_I,
 _TRUST_SD, _TRUST_PARTY, _DIGITAL_AGE, _FRAILTY_AGE, _SIGMA_G) = range(len(RATES))  # fmt: skip


@inline
def _u(key, counter):  # type: ignore[no-untyped-def]
    """Return the uniform number of a household's or a person's draw."""
    return uniform(absorb(key, np.uint64(counter)))


@inline
def _normal(key, counter):  # type: ignore[no-untyped-def]
    """Return a standard normal number (Box and Muller 1958)."""
    k = absorb(key, np.uint64(counter))
    return math.sqrt(-2.0 * math.log(1.0 - uniform(k))) * math.cos(2.0 * math.pi * uniform(absorb(k, np.uint64(1))))


@inline
def _pick(cumulative, u):  # type: ignore[no-untyped-def]
    """Return the first entry of a table of cumulative chances that is above u."""
    k = 0
    while k < cumulative.shape[0] - 1 and u >= cumulative[k]:
        k += 1
    return k


@inline
def _within(value, low, high):  # type: ignore[no-untyped-def]
    """Return value, at least low and at most high."""
    return min(max(value, low), high)


@inline
def _children(t, listed, home, house, beds):  # type: ignore[no-untyped-def]
    """Return the number of children under 14 of a household: what the roster lists for the founders (ordinal 0), else drawn."""
    if listed >= 0 and (home >> _ORDINAL_BITS) & np.uint64(0xFFFFF) == np.uint64(0):
        return np.int64(listed)
    return np.int64(_pick(t.children[min(beds, t.children.shape[0] - 1)], _u(house, _H_CHILDREN)))


@inline
def _member_age(key, head, nth, renting, children):  # type: ignore[no-untyped-def]
    """Return the age of the nth member who is neither head nor the head's partner.

    With small children the next members are grandparents. Without, owners up to 41 live with their parents and older ones
    with grown children; tenants share with people of about their age.
    """
    z = _normal(key, _P_AGE)
    if children > 0 and nth <= 2:
        return head + 26 + int(3.0 * z)
    if children == 0 and not renting:
        if head >= 42 and nth <= 2:
            return head - 27 + int(3.0 * z)
        if nth <= 2 or head >= 42:
            return head + 26 + int(3.0 * z)
    return max(head + int(5.0 * z), 18)


@inline
def _draw_ages(p, t, first, beds, house, children):  # type: ignore[no-untyped-def]
    """Draw age and sex of the members: a head, often a partner, then parents, children, grandparents or flat-mates.

    Parents of children under 14 are 25 to 48; owners of three and more without such children are 41 to 58, the years in
    which grown children live at home; all others are drawn from the table of their tenure.
    """
    renting = p.tenure[first] == 1
    if children > 0:
        head = 25 + int(12.0 * (_u(house, _H_AGE) + _u(house, _H_AGE2)))
    elif beds >= 3 and not renting:
        head = 41 + int(18.0 * _u(house, _H_AGE))
    else:
        band = _pick(t.head_age[int(p.tenure[first])], _u(house, _H_BAND))
        head = _BANDS[band] + int((_BANDS[band + 1] - _BANDS[band]) * _u(house, _H_AGE))
    sex = 1 if _u(house, _H_SEX) < 0.5 else 0
    p.age[first], p.sex[first] = head, sex
    couple = 1 if beds > 1 and _u(house, _H_COUPLE) < t.couples[int(p.tenure[first]), 1 if children > 0 else 0] else 0
    for m in range(1, beds):
        i = first + m
        key = absorb(t.person, p.identity[i])
        nth = m - couple
        if nth == 0:
            age = max(head + int(2.5 * _normal(key, _P_AGE)), 18)
            p.sex[i] = 1 - sex
        else:
            age = _member_age(key, head, nth, renting, children)
            if nth == 2 and children > 0:
                p.sex[i] = 1 - p.sex[i - 1]
            else:
                women = 0.65 if nth == 1 and children > 0 else 0.5
                p.sex[i] = 0 if _u(key, _P_SEX) < women else 1
        p.age[i] = _within(age, 14, 100)


@inline
def _draw_background(p, t, first, beds, house):  # type: ignore[no-untyped-def]
    """Draw registration, one for a household, and education by age; migrants went to school somewhat shorter."""
    migrant = 1 if _u(house, _H_REGISTRATION) < t.migrants[int(p.tenure[first])] else 0
    for i in range(first, first + beds):
        key = absorb(t.person, p.identity[i])
        p.registration[i] = migrant
        age = int(p.age[i])
        group = 0 if age < 30 else 1 if age < 45 else 2 if age < 60 else 3
        level = _pick(t.education[group], _u(key, _P_EDUCATION))
        if migrant == 1 and level > 0 and _u(key, _P_SCHOOL) < t.rates[_SCHOOLING]:
            level -= 1
        if age < 18:
            level = 1 if age < 16 else 2
        p.education[i] = level


@inline
def _draw_situations(p, t, first, beds, house, children):  # type: ignore[no-untyped-def]
    """Draw who studies, works or is retired; then who of them looks after small children."""
    for i in range(first, first + beds):
        key = absorb(t.person, p.identity[i])
        age, tenure = int(p.age[i]), int(p.tenure[i])
        if age < 18 or (age < 25 and _u(key, _P_STUDY) < t.students[tenure]):
            p.situation[i] = _STUDENT
        elif age >= t.retire[int(p.sex[i])] and not (age < 70 and _u(key, _P_WORK) < t.rates[_WORK_ON]):
            p.situation[i] = _RETIRED
            if children == 0 and age < 75 and _u(key, _P_ELSEWHERE) < t.rates[_ELSEWHERE]:
                p.situation[i] = _CARER
        else:
            p.situation[i] = _OWNER + tenure
    if children == 0 or _u(house, _H_CARER) >= t.rates[_FIRST]:
        return
    carers = 2 if _u(house, _H_SECOND) < t.rates[_SECOND] else 1
    for nth in range(carers):
        best, best_score = -1, 0
        for i in range(first, first + beds):
            retired = p.situation[i] == _RETIRED
            if p.situation[i] == _STUDENT or p.situation[i] == _CARER or (nth == 1 and not retired):
                continue
            score = (3 if retired and p.age[i] < 80 else 1) * 2 + (1 if p.sex[i] == 0 else 0)
            if score > best_score:
                best, best_score = i, score
        if best >= 0:
            p.situation[best] = _CARER


@inline
def _draw_roles(p, t, i, key):  # type: ignore[no-untyped-def]
    """Draw interests, talent, Party membership, activists and arts backbones of one person."""
    age, sex = int(p.age[i]), int(p.sex[i])
    topics = p.interests.shape[1]
    total = 0.0
    for k in range(topics):
        x = t.interest[k, sex] + t.interest[k, 2] * (age - 45.0) / 20.0 + 1.2 * _normal(key, _P_INTEREST + k)
        p.interests[i, k] = int(255.0 / (1.0 + math.exp(-x)) + 0.5)
        total += p.interests[i, k]
    p.talent[i], p.talent_known[i] = NO_TALENT, False
    roles = 0
    schooling = 0.3 if p.education[i] < 2 else 0.9 if p.education[i] == 2 else 1.7
    if age >= 18 and _u(key, _P_PARTY) < t.rates[_PARTY_RATE] * 1.25 * schooling * (0.55 + 0.0105 * (age - 18)):
        roles |= _PARTY
    # 0.66 keeps the mean at default tables: exp of a standard normal averages 1.65. So does 1.25 above.
    at_home = p.situation[i] == _RETIRED or p.situation[i] == _CARER
    eager = 0.66 * math.exp(p.civic[i]) * (1.5 if at_home else 0.75) * (2.5 if roles & _PARTY else 0.85)
    if age >= 18 and _u(key, _P_ACTIVIST) < t.rates[_ACTIVISTS] * eager:
        roles |= _ACTIVIST
    if _u(key, _P_TALENT) < t.rates[_TALENTS]:
        left = _u(key, _P_TOPIC) * total
        topic = 0
        while topic < topics - 1 and left >= p.interests[i, topic]:
            left -= p.interests[i, topic]
            topic += 1
        p.talent[i] = topic
        if _u(key, _P_BACKBONE) * t.rates[_TALENTS] < t.rates[_BACKBONES] * (1.6 if at_home else 0.65):
            roles |= _BACKBONE
            p.talent_known[i] = True
    p.roles[i] = roles


@inline
def _draw_life(p, t, i):  # type: ignore[no-untyped-def]
    """Draw what a person brings along: disposition, roles, time, trust, skill, frailty; and set back what they did."""
    key = absorb(t.person, p.identity[i])
    age = int(p.age[i])
    group = 0 if age < 30 else 1 if age < 45 else 2 if age < 60 else 3
    p.traits[i] = int(p.sex[i]) | group << 1 | int(p.registration[i]) << 3 | int(p.education[i]) << 4
    p.sociability[i] = math.exp(t.rates[_SIGMA_G] * _normal(key, _P_SOCIABLE))
    p.civic[i] = _normal(key, _P_CIVIC)
    _draw_roles(p, t, i, key)
    spread = t.rates[_FREE_SPREAD]
    hours = t.free[int(p.situation[i])] * math.exp(spread * _normal(key, _P_FREE) - 0.5 * spread * spread)
    p.free_hours[i] = min(hours, 80.0)
    common, sd = 0.6 * _normal(key, _P_TRUST), t.rates[_TRUST_SD]
    older = 0.001 * (age - 45.0)
    party = t.rates[_TRUST_PARTY] if p.roles[i] & _PARTY else 0.0
    p.trust_neighbours[i] = _within(t.rates[_TRUST_N] + older + sd * (common + 0.8 * _normal(key, _P_NEIGHBOURS)), 0.0, 1.0)
    p.trust_institutions[i] = _within(t.rates[_TRUST_I] + older + party + sd * (common + 0.8 * _normal(key, _P_INSTITUTIONS)), 0.0, 1.0)
    skill = 1.0 / (1.0 + math.exp((age - t.rates[_DIGITAL_AGE]) / 9.0)) + 0.05 * (float(p.education[i]) - 2.0)
    p.digital[i] = _within(skill + 0.15 * _normal(key, _P_DIGITAL), 0.0, 1.0)
    mean = _within(1.0 / (1.0 + math.exp((t.rates[_FRAILTY_AGE] - age) / 8.0)), 0.01, 0.95)
    p.frailty[i] = 1.0 - (1.0 - _u(key, _P_FRAILTY)) ** (mean / (1.0 - mean))
    p.habit[i], p.fatigue[i], p.chat_days[i] = 0.0, 0.0, 0.0
    p.last_came[i], p.times_came[i], p.talks[i] = NEVER, 0, 0
    for k in range(p.groups.shape[0]):
        p.groups[k, i] = NO_GROUP


@inline
def _draw_arrival(p, t, first, beds, house, ordinal, week):  # type: ignore[no-untyped-def]
    """Set the week of moving in: this week; for the founders the stationary distribution of their moving rate."""
    arrival = week
    if ordinal == 0:
        oldest = 0
        for i in range(first, first + beds):
            oldest = max(oldest, int(p.age[i]))
        stay, h = 52.0 * oldest, t.hazard[int(p.tenure[first])]
        if h > 0.0:
            stay = min(stay, math.floor(math.log(1.0 - _u(house, _H_YEARS)) / math.log(1.0 - h)))
        arrival = week - 1 - int(stay)
    for i in range(first, first + beds):
        p.arrival[i] = arrival


@kernel
def draw_flats(p, t, flat_rows, listed, flats, ordinals, week, stages):  # type: ignore[no-untyped-def]
    """Draw the households with these arrival ordinals into these flats (see `populate.draw_people`).

    `stages` are bits: AGES also gives identities and arrival. A flat's number of residents and tenure stay. `listed` is
    `Places.children`.
    """
    for k in range(flats.shape[0]):
        first, end = np.int64(flat_rows[flats[k]]), np.int64(flat_rows[flats[k] + 1])
        beds = end - first
        if beds == 0:
            continue
        home = (p.identity[first] & _FLAT_MASK) | (np.uint64(ordinals[k]) << _ORDINAL_BITS)
        house = absorb(t.household, home)
        children = _children(t, listed[flats[k]], home, house, beds)
        if stages & AGES:
            for m in range(beds):
                p.identity[first + m] = home | np.uint64(m)
            _draw_ages(p, t, first, beds, house, children)
            _draw_arrival(p, t, first, beds, house, ordinals[k], week)
        if stages & BACKGROUND:
            _draw_background(p, t, first, beds, house)
        if stages & SITUATIONS:
            _draw_situations(p, t, first, beds, house, children)
        if stages & LIVES:
            for i in range(first, end):
                _draw_life(p, t, i)


@kernel
def count_children(identity, t, flat_rows, listed, flats):  # type: ignore[no-untyped-def]
    """Return uint8: children under 14 of the households now in these flats."""
    out = np.zeros(flats.shape[0], np.uint8)
    for k in range(flats.shape[0]):
        first, end = np.int64(flat_rows[flats[k]]), np.int64(flat_rows[flats[k] + 1])
        if end > first:
            home = identity[first] & _HOUSE_MASK
            out[k] = _children(t, listed[flats[k]], home, absorb(t.household, home), end - first)
    return out


@kernel
def draw_beds(seed, lived_in, size, tenancy, community_id, community_flats, occupancy, t, beds, renting):  # type: ignore[no-untyped-def]
    """Fill beds (residents, 0 for an empty flat) and renting (0, 1) of each flat, keyed by community and flat number."""
    for c in range(community_id.shape[0]):
        for f in range(community_flats[c], community_flats[c + 1]):
            flat = np.uint64(community_id[c]) << np.uint64(48) | np.uint64(f - community_flats[c]) << _FLAT_BITS
            if uniform(absorb(key4(seed, lived_in, 0, flat), 0)) < occupancy:
                beds[f] = 1 + _pick(t.beds, uniform(absorb(key4(seed, size, 0, flat), 0)))
                renting[f] = 1 if uniform(absorb(key4(seed, tenancy, 0, flat), 0)) < t.rates[_RENTERS] else 0


@kernel
def fill_flats(identity, flat_of, gate_of, tenure, flat_rows, flat_gate, community_id, community_flats, renting):  # type: ignore[no-untyped-def]
    """Write what belongs to a flat into the rows of its residents: identity, flat, gate, tenure."""
    for c in range(community_id.shape[0]):
        for f in range(community_flats[c], community_flats[c + 1]):
            flat = np.uint64(community_id[c]) << np.uint64(48) | np.uint64(f - community_flats[c]) << _FLAT_BITS
            for i in range(flat_rows[f], flat_rows[f + 1]):
                identity[i] = flat | np.uint64(i - flat_rows[f])
                flat_of[i] = f
                gate_of[i] = flat_gate[f]
                tenure[i] = renting[f]


@kernel
def find_movers(identity, tenure, flat_rows, moving, week, hazard):  # type: ignore[no-untyped-def]
    """Return int32: the flats whose household moves out this week; `moving` is the key of (seed, stream)."""
    key = absorb(moving, np.uint64(week))
    found = np.empty(256, np.int32)
    n = 0
    for f in range(flat_rows.shape[0] - 1):
        first = flat_rows[f]
        if flat_rows[f + 1] > first and uniform(absorb(absorb(key, identity[first] & _HOUSE_MASK), 0)) < hazard[tenure[first]]:
            if n == found.shape[0]:
                # Not a slice: what numba says of slices that do not fit takes four seconds to compile.
                longer = np.empty(2 * n, np.int32)
                for k in range(n):
                    longer[k] = found[k]
                found = longer
            found[n] = f
            n += 1
    return found[:n]


@kernel
def rows_of_flats(flat_rows, flats):  # type: ignore[no-untyped-def]
    """Return int32: the rows of the residents of these flats, in the order given."""
    n = 0
    for k in range(flats.shape[0]):
        n += flat_rows[flats[k] + 1] - flat_rows[flats[k]]
    rows = np.empty(n, np.int32)
    n = 0
    for k in range(flats.shape[0]):
        for i in range(flat_rows[flats[k]], flat_rows[flats[k] + 1]):
            rows[n] = i
            n += 1
    return rows
