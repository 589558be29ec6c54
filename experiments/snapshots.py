"""Taking a snapshot of all ties and residents of a society."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..model.people.residents import ATTRIBUTES, NEVER
from .records import BY_SOURCE, BY_TARGET, Snapshot

if TYPE_CHECKING:
    from ..model.society.society import Society

LARGEST_KEPT = 20_000
"""Residents up to which week 0 is always kept: it costs little, and a map shows what is new."""
COLUMNS = tuple(name for name, attribute in ATTRIBUTES.items() if attribute.kept)
"""Attributes of residents that a snapshot holds (`residents.ATTRIBUTES` says what each is)."""
_AT_ONCE = 100_000


def take_snapshot(society: Society, arm: str, week: int) -> Snapshot:
    """Copy ties and residents of a society; ties that reach no level, not even a recognised face, are left out."""
    from ..model.ties.store import all_pairs

    s, t = society, society.constants.ties
    # A level of closeness is counted whatever the slow trace is: one bound on the slow trace could leave out what is printed.
    left, right, value, origin = all_pairs(s.ties, s.fade, s.residents.arrival, s.places.community_rows, np.int64(s.week), np.float32(0.0))
    counted = (value[:, 1] >= t.recognised) | (value[:, 0] >= min(t.friendly, t.friend, t.close))
    left, right, value, origin = left[counted], right[counted], value[counted], origin[counted]
    people = {name: getattr(s.residents, name).copy() for name in COLUMNS}
    # Weeks count from the beginning of the scenario in all files.
    for name, values in people.items():
        if ATTRIBUTES[name].kind == "week":
            people[name] = values - np.int32(s.policy_week0)
    people["last_came"] = np.where(s.residents.last_came == NEVER, np.nan, people["last_came"].astype(np.float64))
    if len(s.given.identity):
        people["given_id"] = s.given_id
    return Snapshot(
        arm, week, left, right, value[:, 0].copy(), value[:, 1].copy(), origin, {**people, **_places(s)}, tuple(kind.name for kind in s.focus_kinds),
        kept=_kept(s, left, right),
    )  # fmt: skip


def _places(society: Society) -> dict[str, np.ndarray]:
    """Return where each resident lives: building, compound, community (from 0), floor (from 1), and the place of the flat in metres."""
    r, p = society.residents, society.places

    def unit(starts: np.ndarray, of: np.ndarray) -> np.ndarray:
        return np.asarray(np.searchsorted(starts, of, side="right") - 1, np.int32)

    x, y, z = p.flat_xyz[r.flat].T.copy()
    return {
        "building": unit(p.building_gates, r.gate), "compound": unit(p.compound_gates, r.gate), "community": unit(p.community_flats, r.flat),
        "floor": np.asarray(unit(p.landing_flats, r.flat) - p.gate_landings[r.gate] + 1, np.int32), "x": x, "y": y, "z": z,
    }  # fmt: skip


def _kept(society: Society, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return uint8 [pairs]: BY_SOURCE where the first of the two keeps the other, BY_TARGET where the second does."""
    s = society
    ties, arrival, starts = s.ties, s.residents.arrival, s.places.community_rows
    kept = np.zeros(len(left), np.uint8)
    for begin in range(0, len(left), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        a, b = left[part], right[part]
        base, first = starts[s.places.unit_of_row(starts, a)], np.maximum(arrival[a], arrival[b])[:, None]
        for bit, me, other in ((BY_SOURCE, a, b), (BY_TARGET, b, a)):
            number = (other - base).astype(np.uint16)[:, None]
            kept[part] |= bit * ((ties.partner[me] == number) & (ties.last[me] >= first)).any(axis=1).astype(np.uint8)
    return kept


def acquaintances(society: Society) -> np.ndarray:
    """Return int64 [residents], how many acquaintances each has."""
    from ..model.ties.counting import acquaintance_counts

    return acquaintance_counts(society, np.arange(society.residents.n))
