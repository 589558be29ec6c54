"""A week of a society as the map shows it: a frame, made once and never changed, in bytes that go to a browser as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ....model.agents.views import GATE_HEAD
from ....model.society.groups import FEW
from ....model.ties.counting import acquaintance_counts
from .colourings import COLOURINGS, QUARTER

if TYPE_CHECKING:
    from ....model.services.offices import Office
    from ....model.society.society import Society

NEW = 52
"""Weeks for which somebody counts as having come lately."""
HEAD, CAME, NEWCOMER, ISOLATED = 1, 2, 4, 8
"""Bits of the last row of `Frame.dots`: head of the gate in office, came to something this week, moved in within a year, a stranger."""
GATE_COLUMNS = ("residents", "acquaintances", "strangers", "newcomers", "head_known")
"""Columns of `Frame.gates`: people; acquaintances a resident; residents with fewer than 3; those who moved in within a year; other
residents who know the head in office, -1 where there is none."""
EVENT_COLUMNS = ("x", "y", "came", "kind", "heard")
"""Columns of `Frame.events`: place in metres, people who came, code of the kind, people who heard of it."""


@dataclass(frozen=True)
class Frame:
    """One week, as seen from above. Arrays are read-only.

    Attributes:
        week: scenario week; this many weeks of the scenario have been lived.
        dots: uint8 [colourings + 1, residents], class of each resident by `COLOURINGS`, and the bits of HEAD, CAME, NEWCOMER, ISOLATED.
        gates: float32 [gates, 5], see `GATE_COLUMNS`.
        events: float32 [events, 5] of the week lived last, see `EVENT_COLUMNS`.
        acquaintances: acquaintances a resident.
        strangers: share of residents with fewer than 3.
        came_quarter: share of residents who came to something in the last quarter.
        newcomers: people who moved in within a year.
        held: events of the week that somebody came to.
        came: people who came to them, counted once an event.
    """

    week: int
    dots: np.ndarray
    gates: np.ndarray
    events: np.ndarray
    acquaintances: float
    strangers: float
    came_quarter: float
    newcomers: int
    held: int
    came: int

    @classmethod
    def of(cls, society: Society) -> Frame:
        """Take the frame of a society as it is between two weeks."""
        r, n = society.residents, society.residents.n
        known = acquaintance_counts(society, np.arange(n))
        new = society.week - r.arrival.astype(np.int64) <= NEW
        few = known < FEW
        # At week 0 nothing of the scenario has been lived; a loaded society does not know its last week.
        lived = society.scenario_week > 0
        events, came = _events(society)[: None if lived else 0], _came(society) & lived
        dots = np.zeros((len(COLOURINGS) + 1, n), np.uint8)
        for k, colouring in enumerate(COLOURINGS):
            dots[k] = colouring.of(society, known)
        dots[-1] = CAME * came + NEWCOMER * new + ISOLATED * few
        office = head_office(society)
        if office is not None:
            dots[-1, office.holder[office.holder >= 0]] |= HEAD
        quarter = society.week - r.last_came.astype(np.int64) <= QUARTER
        gates = _gates(society, known, few, new)
        for array in (dots, gates, events):
            array.setflags(write=False)
        many = max(n, 1)
        return cls(
            society.scenario_week, dots, gates, events, acquaintances=float(known.sum()) / many, strangers=float(np.count_nonzero(few)) / many,
            came_quarter=float(np.count_nonzero(quarter)) / many, newcomers=int(np.count_nonzero(new)),
            held=int(np.count_nonzero(events[:, 2])), came=int(events[:, 2].sum(dtype=np.float64)),
        )  # fmt: skip

    @property
    def size(self) -> int:
        """Bytes of the arrays."""
        return int(self.dots.nbytes + self.gates.nbytes + self.events.nbytes)


def head_office(society: Society) -> Office | None:
    """Return the office of the heads of gates; None where no mechanism has it."""
    return society.services.offices.kinds.get(GATE_HEAD)


def _came(society: Society) -> np.ndarray:
    """Return bool [residents]: came to an event of the week lived last."""
    found = np.zeros(society.residents.n, np.bool_)
    if len(society.events):
        found[society.events.everyone()[1]] = True
    return found


def _events(society: Society) -> np.ndarray:
    table = society.events.table
    found = np.zeros((len(society.events), len(EVENT_COLUMNS)), np.float32)
    for k, column in enumerate(EVENT_COLUMNS):
        found[:, k] = table[column]
    return found


def _gates(society: Society, known: np.ndarray, few: np.ndarray, new: np.ndarray) -> np.ndarray:
    gate, gates = society.residents.gate, society.places.gates
    people = np.bincount(gate, minlength=gates)
    found = np.zeros((gates, len(GATE_COLUMNS)), np.float32)
    found[:, 0] = people
    found[:, 1] = np.bincount(gate, known, gates) / np.maximum(people, 1)
    found[:, 2] = np.bincount(gate, few, gates)
    found[:, 3] = np.bincount(gate, new, gates)
    found[:, 4] = -1.0
    if (office := head_office(society)) is not None:
        held = office.holder >= 0
        found[held, 4] = office.knowers()[held]
    return found


