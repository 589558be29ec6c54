"""Which gate belongs to which compound and community, and the numbers by which draws know gates, compounds and events.

A draw must not shift when a building is added or a community runs in a shard of its own. It is therefore keyed by a permanent
identity, the number of the community and the place within it, and never by the index of an array.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property

import numpy as np

from .places import Places


class Units:
    """What gates and compounds belong to, and their permanent identities; each array is worked out when first asked for.

    Args:
        places: the neighbourhood. Buildings do not change, so one `Units` serves a society for its whole life.
    """

    def __init__(self, places: Places) -> None:
        """Work out nothing yet."""
        self.places = places

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
