"""Taking a snapshot of all ties and residents of a society."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..model.people.residents import ATTRIBUTES
from .records import Snapshot

if TYPE_CHECKING:
    from ..model.society.society import Society

LARGEST_KEPT = 20_000
"""Residents up to which week 0 is always kept: it costs little, and a map shows what is new."""
COLUMNS = tuple(name for name, attribute in ATTRIBUTES.items() if attribute.kept)
"""Attributes of residents that a snapshot holds (`residents.ATTRIBUTES` says what each is)."""


def take_snapshot(society: Society, arm: str, week: int) -> Snapshot:
    """Copy ties and residents of a society; ties weaker than a recognised face are left out."""
    from ..model.ties.store import all_pairs

    s = society
    lowest = np.float32(s.constants.ties.recognised)
    left, right, value, origin = all_pairs(s.ties, s.fade, s.residents.arrival, s.places.community_rows, np.int64(s.week), lowest)
    people = {name: getattr(s.residents, name).copy() for name in COLUMNS}
    # Weeks count from the beginning of the scenario in all files; last_came of those who never came stays far below zero.
    for name, values in people.items():
        if ATTRIBUTES[name].kind == "week":
            values -= s.policy_week0
    if len(s.given.identity):
        people["given_id"] = s.given_id
    return Snapshot(arm, week, left, right, value[:, 0].copy(), value[:, 1].copy(), origin, people, tuple(kind.name for kind in s.focus_kinds))


def acquaintances(society: Society) -> np.ndarray:
    """Return int64 [residents], how many acquaintances each has."""
    from ..model.ties.counting import acquaintance_counts

    return acquaintance_counts(society, np.arange(society.residents.n))
