"""The rooms of a compound by the week's rounds."""

from __future__ import annotations

import numpy as np

from ..people.places import Places


class Rooms:
    """Activity rooms: each holds one event in a round of the week.

    Args:
        places: a facility of kind `kind` is a room of its compound.
        kind: kind of facility that is a room.
    """

    def __init__(self, places: Places, kind: str = "activity room") -> None:
        """Count the rooms of each compound and find where the first one is."""
        self.count = np.zeros(places.compounds, np.int64)
        self.xy = np.zeros((places.compounds, 2), np.float32)
        for compound in range(places.compounds):
            gates = slice(places.compound_gates[compound], places.compound_gates[compound + 1])
            self.xy[compound] = places.gate_xy[gates].mean(axis=0) if gates.stop > gates.start else 0.0
        for compound, found, x, y in places.facilities:
            if found == kind:
                if self.count[compound] == 0:
                    self.xy[compound] = (x, y)
                self.count[compound] += 1
        self._used = np.zeros((places.compounds, 13), np.int64)
        self._touched = False

    def begin(self) -> None:
        """Begin a week: all rooms are free."""
        if self._touched:
            self._used[:] = 0
            self._touched = False

    def book(self, compounds: np.ndarray, rounds: np.ndarray) -> np.ndarray:
        """Ask for a room of each compound in each round; return bool, which requests are granted, in the order given."""
        granted = np.zeros(len(compounds), np.bool_)
        for k, (compound, r) in enumerate(zip(compounds.tolist(), rounds.tolist(), strict=True)):
            if self._used[compound, r] < self.count[compound]:
                self._used[compound, r] += 1
                granted[k] = True
        self._touched = True
        return granted
