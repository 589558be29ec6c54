"""The calendar: festivals and election years by the week of the year, and the rooms of a compound by the week's rounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .places import Places
from .text import Text

YEAR = 52
"""Weeks a year. Week 0 of the scenario is the first week of January."""


class Festival(NamedTuple):
    """A festival and the week of the year in which it falls (for those of the lunar calendar, the mean week)."""

    name: str
    week: int
    title: Text


FESTIVALS = (
    Festival("spring", 5, Text("Spring Festival", "春节")),
    Festival("lantern", 7, Text("Lantern Festival", "元宵节")),
    Festival("qingming", 13, Text("Tomb Sweeping Day", "清明节")),
    Festival("labour", 17, Text("Labour Day", "劳动节")),
    Festival("dragon-boat", 23, Text("Dragon Boat Festival", "端午节")),
    Festival("mid-autumn", 38, Text("Mid-Autumn Festival", "中秋节")),
    Festival("national", 39, Text("National Day", "国庆节")),
    Festival("double-ninth", 42, Text("Double Ninth Festival", "重阳节")),
)
_BY_WEEK = {festival.week: festival for festival in FESTIVALS}

ELECTION_YEARS = 5
"""Terms of residents' committees: five years since the Organic Law was amended in 2018."""
ELECTION_WEEK = 30


def week_of_year(scenario_week: int) -> int:
    """Return 0 to 51."""
    return scenario_week % YEAR


def festival(scenario_week: int) -> Festival | None:
    """Return the festival of a week, if it has one."""
    return _BY_WEEK.get(scenario_week % YEAR)


def election(scenario_week: int) -> bool:
    """Return True in the week of an election of the residents' committee (every fifth year, in its third year first)."""
    return scenario_week % YEAR == ELECTION_WEEK and (scenario_week // YEAR) % ELECTION_YEARS == 2


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
