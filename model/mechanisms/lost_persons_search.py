"""The first days of one who is lost: where they go, who comes past, who knows the face, and when the police take them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .lost_persons_cases import (
    DEMENTIA,
    FACE,
    FAMILY,
    HEALTHY,
    HOME,
    ILLNESS,
    LOST,
    NEIGHBOUR,
    NO_WORD,
    NOT_YET,
    POLICE,
    SAID,
    STATION,
    THEMSELVES,
    UNKNOWN,
    Cases,
)  # fmt: skip

if TYPE_CHECKING:
    from ..contract.week import Week
    from .lost_persons_parameters import LostPersonsParameters

OLD, ADULT = 60, 18
FAR = 1e7
"""Metres to another city: nobody of the neighbourhood comes past there."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_KM = 1000.0
_MONTH = 4


def get_lost(m: Cases, week: Week) -> None:
    """Draw who of those who are newly here gets lost easily, once in four weeks, and who of all of them gets lost in this week."""
    p, r = m.now, week.residents
    if not m.begun or week.number % _MONTH == 0:
        _look(m, week)
    if m.prone is None:
        m.prone = np.flatnonzero((m.sort == DEMENTIA) | (m.sort == ILLNESS))
    rows = m.prone if week.where is None else m.prone[week.covers_rows(m.prone)]
    sort = m.sort[rows]
    # Who has moved away since is no more among them.
    rate = np.where(sort == ILLNESS, p.illness_a_year, np.where(sort == DEMENTIA, p.dementia_a_year, 0.0))
    rows = rows[week.happen("lost", r.identity[rows], rate)]
    if len(rows):
        rows = rows[~np.isin(rows, m.cases["row"][m.cases["stage"] != HOME])]
        _begin(m, week, rows)


def _look(m: Cases, week: Week) -> None:
    """Draw who of those who are newly here gets lost easily: for life, whenever it is done."""
    p, r = m.now, week.residents
    m.begun = True
    new = (m.sort == UNKNOWN).nonzero()[0]
    if len(new) == 0:
        return
    draw, old = week.for_life("sort", r.identity[new]), r.age[new] >= OLD
    forgets = old & (draw < p.dementia * r.frailty[new] ** 2)
    # The other end of the same draw: nobody has both.
    ill = ~forgets & (r.age[new] >= ADULT) & (draw >= 1.0 - p.illness)
    m.sort[new] = np.where(forgets, DEMENTIA, np.where(ill, ILLNESS, HEALTHY))
    m.prone = None


def _begin(m: Cases, week: Week, rows: np.ndarray) -> None:
    p, who, ill = m.now, week.residents.identity[rows], m.sort[rows] == ILLNESS
    draw = [week.draw("how", who, k) for k in range(7)]
    # A normal of two uniforms; the third gives the direction.
    normal = np.sqrt(-2.0 * np.log1p(-draw[0])) * np.cos(2.0 * np.pi * draw[1])
    metres = _KM * np.where(ill, p.walked_ill, p.walked) * np.exp(p.walked_spread * normal)
    gate = week.places.gate_xy[week.residents.gate[rows]].astype(np.float64)
    m.add(
        identity=who, row=rows, community=week.unit_of("community", rows), ill=ill, start=week.number, counted=week.scenario_week >= 0, stage=LOST,
        x=gate[:, 0] + metres * np.cos(2.0 * np.pi * draw[2]), y=gate[:, 1] + metres * np.sin(2.0 * np.pi * draw[2]),
        says=draw[3] < np.where(ill, p.says_ill, p.says), speechless=draw[4] < p.speechless, face=draw[5], kin=draw[6],
        word=NO_WORD, notice=NOT_YET, since=NOT_YET, own_ticket=NOT_YET, kin_ticket=NOT_YET, home=NOT_YET, way=NOT_YET,
    )  # fmt: skip
    m.times[rows] += 1
    m.lost += len(rows)


def live_days(m: Cases, week: Week) -> None:
    """Live the seven days of those who are not home and not at the station yet."""
    for day in range(7):
        lost = m.at_hand(week, LOST)
        if len(lost):
            _lost_day(m, week, lost, day)
        held = m.at_hand(week, POLICE)
        if len(held):
            _police_day(m, week, held, day)
        if len(lost) == 0 and len(held) == 0:
            break


def days_since(m: Cases, week: Week, which: np.ndarray, day: int) -> np.ndarray:
    """Return int64 [m]: days since they got lost, on a day of this week."""
    return np.asarray(7 * (week.number - m.cases["start"][which]) + day)


def _lost_day(m: Cases, week: Week, which: np.ndarray, day: int) -> None:
    """One day on the road: farther away, past neighbours and family, home alone, or to the police."""
    p, t = m.now, m.cases
    gone, who, ill = days_since(m, week, which, day), t["identity"][which], t["ill"][which]
    draw = [week.draw(f"day {k}", who, day) for k in range(4)]
    gate = week.places.gate_xy[week.residents.gate[t["row"][which]]].astype(np.float64)
    grow = np.where(gone > 0, p.farther, 1.0)
    t["x"][which] = np.clip(gate[:, 0] + grow * (t["x"][which] - gate[:, 0]), -FAR, FAR)
    t["y"][which] = np.clip(gate[:, 1] + grow * (t["y"][which] - gate[:, 1]), -FAR, FAR)
    t["away"][which] |= draw[0] < np.where(ill, p.away_ill, p.away)
    miss(m, week, which, day)
    near = which[~t["away"][which]]
    for case in near.tolist():
        _near_home(m, week, case, int(days_since(m, week, np.array([case]), day)[0]), day)
    km = np.hypot(t["x"][which] - gate[:, 0], t["y"][which] - gate[:, 1]) / _KM
    still = t["stage"][which] == LOST
    finds = still & ~t["away"][which] & (draw[1] < p.own_way * np.exp(-km / p.own_reach))
    m.come_home(which[finds], THEMSELVES, gone[finds])
    taken = still & ~finds & (draw[2] < np.where(ill, p.picked_up_ill, p.picked_up))
    t["stage"][which[taken]] = POLICE
    # On the first day a household looks for them itself; it reports them when night falls.
    _reported(m, week, which[t["missed"][which] & (gone == 0) & (t["stage"][which] != HOME)])


def miss(m: Cases, week: Week, which: np.ndarray, day: int) -> None:
    """The household notices that they are gone, on some day; who lives alone is missed late. From the second day on it is reported at once."""
    p, t = m.now, m.cases
    which = which[~t["missed"][which]]
    if len(which) == 0:
        return
    chance = np.where(alone(week, t["row"][which]), p.missed_alone, p.missed)
    told = which[week.draw("missed", t["identity"][which], day) < chance]
    t["missed"][told] = True
    _reported(m, week, told[days_since(m, week, told, day) > 0])


def _reported(m: Cases, week: Week, which: np.ndarray) -> None:
    m.reported += len(which)
    m.reported_old += int(np.count_nonzero(week.residents.age[m.cases["row"][which]] >= OLD))


def alone(week: Week, rows: np.ndarray) -> np.ndarray:
    """Return bool [m]: who lives alone."""
    flat = week.residents.flat[rows]
    return np.asarray(week.places.flat_rows[flat + 1] - week.places.flat_rows[flat] == 1)


def _near_home(m: Cases, week: Week, case: int, gone: int, day: int) -> None:
    """Those who come past on this day: one who knows the face may bring them home, one who does not may fetch the police."""
    p, t, r = m.now, m.cases, week.residents
    row, community = int(t["row"][case]), int(t["community"][case])
    lo, hi = week.places.community_rows[community : community + 2].tolist()
    place = np.array((t["x"][case], t["y"][case]))
    gates = week.units("gate")
    first, last = int(r.gate[lo]), int(r.gate[hi - 1]) + 1
    close = np.exp(-np.hypot(*(gates.xy[first:last] - place).T) / (_KM * p.reach))
    rows = np.arange(lo, hi)
    nearness = close[r.gate[lo:hi] - first]
    at_home = r.flat[lo:hi] == r.flat[row]
    # Farther than what anybody of the neighbourhood comes past in a year.
    if nearness.max() > 1e-7:
        hours = week.hours_out(rows) / 7.0
        pair = r.identity[lo:hi] ^ (t["identity"][case : case + 1] * _MIX)
        met = ~at_home & (week.draw("comes past", pair, day) < -np.expm1(-p.passes * hours * nearness))
        _met(m, week, case, rows[met], pair[met], gone, day)
    if t["stage"][case] == LOST and t["missed"][case] and gone < p.seeks_days:
        seekers = rows[at_home & (rows != row)]
        chance = -np.expm1(-p.passes * p.seeks * np.exp(-np.hypot(*(gates.xy[r.gate[row]] - place)) / (_KM * p.seeks_reach)))
        if len(seekers) and (week.draw("finds", r.identity[seekers], day) < chance).any():
            m.come_home(np.array([case]), FAMILY, gone)


def _met(m: Cases, week: Week, case: int, rows: np.ndarray, pair: np.ndarray, gone: int, day: int) -> None:
    p, t = m.now, m.cases
    if len(rows) == 0:
        return
    lost = np.full(len(rows), t["row"][case])
    face = week.recognised(rows, lost)
    m.knew += int(np.count_nonzero(face))
    m.passed_by += int(np.count_nonzero(~face))
    if face.any():
        odds = _heeds(p, week.known(rows[face], lost[face]), _told(m, week, case, rows[face]))
        if (week.draw("heeds", pair[face], day) < 1.0 / (1.0 + np.exp(-odds))).any():
            m.come_home(np.array([case]), NEIGHBOUR, gone)
            return
    if (week.draw("hands over", pair[~face], day) < p.hands_over).any():
        t["stage"][case] = POLICE


def _heeds(p: LostPersonsParameters, known: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Return the log-odds that one who knows the face sees that something is wrong."""
    return np.asarray(p.heeds + p.heeds_known * known + p.heeds_told * told)


def _told(m: Cases, week: Week, case: int, rows: np.ndarray) -> np.ndarray:
    """Return bool [m]: who has been told that they are missed: acquaintances of the household once it has missed them, and who heard of the notice."""
    t, r = m.cases, week.residents
    heard = np.array(week.word.knows(int(t["word"][case]), rows)) if t["word"][case] != NO_WORD else np.zeros(len(rows), np.bool_)
    if t["missed"][case]:
        row = int(t["row"][case])
        flat = int(r.flat[row])
        for member in range(*week.places.flat_rows[flat : flat + 2].tolist()):
            if member != row:
                heard |= week.known(rows, np.full(len(rows), member))
    return heard


def _police_day(m: Cases, week: Week, which: np.ndarray, day: int) -> None:
    """One day with the police: they ask, look among those reported in the city, compare the face; then the rescue station."""
    p, t = m.now, m.cases
    gone = days_since(m, week, which, day)
    says = t["says"][which]
    m.come_home(which[says], SAID, gone[says])
    left = ~says & t["missed"][which] & ~t["away"][which] & (week.draw("described", t["identity"][which], day) < p.described)
    m.come_home(which[left], SAID, gone[left])
    rest = t["stage"][which] == POLICE
    which, gone = which[rest], gone[rest]
    if p.faces:
        t["compared"][which] = True
        found = t["face"][which] < p.face_found
        m.come_home(which[found], FACE, gone[found])
        which, gone = which[~found], gone[~found]
    t["held"][which] += 1
    miss(m, week, which, day)
    over = which[t["held"][which] > p.police_days]
    t["stage"][over], t["since"][over] = STATION, week.number
    m.nameless += len(over)
    m.nameless_ill += int(np.count_nonzero(t["ill"][over]))
