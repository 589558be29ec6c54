"""The units of a neighbourhood (landings, gates, buildings, compounds, communities): their rows, their middle, their permanent identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Literal, NamedTuple

import numpy as np

from .places import Places

UnitKind = Literal["landing", "gate", "building", "compound", "community"]
UNIT_KINDS: tuple[UnitKind, ...] = ("landing", "gate", "building", "compound", "community")
_MARK = {"gate": 0, "compound": 1 << 31, "landing": 1 << 30, "building": 1 << 29, "community": 1 << 28}
"""Bits that tell the identities of units of one kind from those of another."""


class UnitTable(NamedTuple):
    """Units of one kind in the order of their rows; it can be cut with `take`.

    Attributes:
        lo, hi: int64 [units], residents lo <= row < hi of each.
        xy: float64 [units, 2], where they meet, metres.
        community: int64 [units], index of its community.
        identity: uint64 [units], permanent.
    """

    lo: np.ndarray
    hi: np.ndarray
    xy: np.ndarray
    community: np.ndarray
    identity: np.ndarray

    def take(self, which: np.ndarray) -> UnitTable:
        """Return the units `which` (indices or truth values)."""
        return UnitTable(*(column[which] for column in self))


class Units:
    """What is true of the units of a neighbourhood for good, worked out once a society when it is first asked for."""

    def __init__(self, places: Places) -> None:
        """Work out nothing yet."""
        self.places = places
        self._tables: dict[str, UnitTable] = {}

    def table(self, kind: UnitKind) -> UnitTable:
        """Return all units of a kind.

        Raises:
            KeyError: there is no such kind.
        """
        if kind not in self._tables:
            if kind not in UNIT_KINDS:
                raise KeyError(f"there is no unit {kind!r}; there are {', '.join(UNIT_KINDS)}")
            starts = getattr(self.places, f"{kind}_rows").astype(np.int64)
            table = UnitTable(starts[:-1], starts[1:], self._middle(kind), self._community(kind), self._identity(kind))
            for column in table:
                column.setflags(write=False)
            self._tables[kind] = table
        return self._tables[kind]

    def _community(self, kind: str) -> np.ndarray:
        starts = getattr(self.places, f"{kind}_rows")
        rows = self.places.community_rows
        return np.asarray(np.minimum(np.searchsorted(rows, starts[:-1], side="right"), len(rows) - 1) - 1, np.int64)

    def _identity(self, kind: str) -> np.ndarray:
        """Number of the community, mark of the kind, number of the unit within its community."""
        if kind == "gate":
            return self.gate_identity
        if kind == "compound":
            return self.compound_identity
        community = self._community(kind)
        within = np.arange(len(community)) - np.searchsorted(community, community, side="left")
        number = self.places.community_id[community].astype(np.uint64) << np.uint64(32)
        return np.asarray(number | np.uint64(_MARK[kind]) | within.astype(np.uint64))

    def _middle(self, kind: str) -> np.ndarray:
        """Middle of the gates of each unit; a landing is where its gate is."""
        p = self.places
        xy = p.gate_xy.astype(np.float64)
        if kind == "gate":
            return xy
        if kind == "landing":
            return xy[np.searchsorted(p.gate_landings, np.arange(len(p.landing_rows) - 1), side="right") - 1]
        starts = {"building": p.building_gates, "compound": p.compound_gates, "community": p.compound_gates[p.community_compounds]}[kind]
        sums = np.concatenate((np.zeros((1, 2)), np.cumsum(xy, axis=0)))
        return np.asarray((sums[starts[1:]] - sums[starts[:-1]]) / np.maximum(np.diff(starts), 1)[:, None])

    @cached_property
    def compound_community(self) -> np.ndarray:
        """int64 [compounds], index of the community of each compound."""
        p = self.places
        return np.asarray(np.repeat(np.arange(p.communities), np.diff(p.community_compounds)))

    @cached_property
    def gate_compound(self) -> np.ndarray:
        """int64 [gates], index of the compound of each gate."""
        return np.asarray(np.repeat(np.arange(self.places.compounds), np.diff(self.places.compound_gates)))

    @cached_property
    def gate_community(self) -> np.ndarray:
        """int64 [gates], index of the community of each gate."""
        return np.asarray(self.compound_community[self.gate_compound])

    @cached_property
    def gate_identity(self) -> np.ndarray:
        """uint64 [gates]: number of the community and of the gate within it."""
        p = self.places
        first = p.compound_gates[p.community_compounds[:-1]]
        within = np.arange(p.gates) - first[self.gate_community]
        return np.asarray((p.community_id[self.gate_community].astype(np.uint64) << np.uint64(32)) | within.astype(np.uint64))

    @cached_property
    def compound_identity(self) -> np.ndarray:
        """uint64 [compounds]: number of the community and of the compound within it."""
        p = self.places
        within = np.arange(p.compounds) - p.community_compounds[:-1][self.compound_community]
        number = p.community_id[self.compound_community].astype(np.uint64) << np.uint64(32)
        return np.asarray(number | np.uint64(1 << 31) | within.astype(np.uint64))


def event_identity(mechanism: str, kind: str, week: int, entity: np.ndarray) -> np.ndarray:
    """Return the permanent identities of events.

    Args:
        mechanism: name of the mechanism that holds them.
        kind: what tells apart the events that one entity holds in one week.
        week: absolute week.
        entity: uint64 [n], permanent identities of those who hold them: gates, compounds, residents.

    Returns:
        uint64 [n]. The same event has the same identity in every arm and shard.
    """
    return _identities_of()(f"{mechanism} {kind}", week, entity)


@cache
def _identities_of() -> Callable[[str, int, np.ndarray], np.ndarray]:
    """Import the compiled code when it is first needed."""
    from ..ground.draws import identities_of

    return identities_of


def ranges(lo: np.ndarray, hi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Write out half-open ranges, such as the rows of some gates.

    Args:
        lo: [m], first number of each range.
        hi: [m], number after its last; a range with hi = lo is empty.

    Returns:
        int64 [n], int64 [n]: for every number in all ranges, the index of its range, and the number.
    """
    length = (hi - lo).astype(np.int64)
    which = np.repeat(np.arange(len(length)), length)
    inside = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
    return which, lo.astype(np.int64)[which] + inside
