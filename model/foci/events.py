"""The events of a week as a table: who may come, where, when, how they hear of it; and afterwards who came.

Organisers add events in bulk (an array an attribute), so that a thousand gates cost one call. The decision to come is in
participation.py; an event that somebody comes to is a focus of its round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..people.everyday import WEEKEND_AFTERNOON

COLUMNS: dict[str, tuple[type, object]] = {
    "kind": (np.uint8, 0),
    "round": (np.uint8, WEEKEND_AFTERNOON),
    "lo": (np.int32, 0),
    "hi": (np.int32, 0),
    "x": (np.float32, 0.0),
    "y": (np.float32, 0.0),
    "hours": (np.float32, 2.0),
    "capacity": (np.int32, 30),
    "quality": (np.float32, 0.5),
    "topic": (np.uint8, 0),
    "poster": (np.float32, 0.0),
    "chat": (np.float32, 0.0),
    "knock": (np.float32, 0.0),
    "yuan": (np.float32, 0.0),
    "host": (np.uint8, 0),
    "openness": (np.float32, 1.0),
    "organiser": (np.int32, -1),
    "helpers": (np.uint8, 0),
    "only": (np.uint8, 0),
    "identity": (np.uint64, 0),
    "mechanism": (np.int16, 0),
    "came": (np.int32, 0),
    "wanted": (np.int32, 0),
    "heard": (np.int32, 0),
    "first_times": (np.int32, 0),
}
"""Column -> (type, default).

kind: focus kind code; round: index in `everyday.ROUNDS`; lo, hi: audience, rows lo <= row < hi; x, y: metres; hours; capacity: people;
quality: 0 to 1; topic: index in TOPICS; poster, chat, knock: chances to be reached so; yuan: given to each who comes; host: 0
neighbours, 1 committee; openness: of the focus; organiser: row of the resident who runs it and is there, -1 none; helpers:
bits of `Role` whose holders in the audience are sure to hear and ask others; only: bits of `Role`, the audience is those of its
rows who hold one of them (0: all); identity: permanent, draws are keyed by it;
mechanism: index of the mechanism that planned it. Results: came, wanted (also those turned away), heard, first_times
(came for the first time ever).
"""


_NONE: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, (kind, _) in COLUMNS.items()}
"""The table of a week without events."""


@dataclass(slots=True)
class Events:
    """The events of one week, sorted by community (their audiences' rows) once closed.

    Attributes:
        table: column -> array of n events.
        start: int64 [n + 1], where each event's attendees lie in `attendees`; event e has came[e] of them from start[e] on.
        attendees: int32, rows of residents who came.
    """

    table: dict[str, np.ndarray] = field(default_factory=lambda: _NONE)
    start: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))
    attendees: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    _parts: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.table["kind"])

    def add(self, n: int, **columns: Any) -> None:
        """Add n events; each column is a number for all or an array [n]. Columns left out take their default.

        Raises:
            KeyError: a column that does not exist.
        """
        if n == 0:
            return
        unknown = set(columns) - set(COLUMNS)
        if unknown:
            raise KeyError(f"events have no column {sorted(unknown)}; they have {sorted(COLUMNS)}")
        self._parts.append((n, columns))

    def close(self) -> None:
        """Sort the events by audience and round and make room for attendees. Call once, after everybody has planned."""
        if not self._parts:
            return
        total = sum(n for n, _ in self._parts)
        table: dict[str, np.ndarray] = {}
        for name, (kind, default) in COLUMNS.items():
            column: np.ndarray = np.empty(total, kind)
            table[name] = column
            begin = 0
            for n, columns in self._parts:
                column[begin : begin + n] = columns.get(name, default)
                begin += n
        if total > 1:
            order = np.lexsort((table["identity"], table["round"], table["lo"]))
            table = {name: column[order] for name, column in table.items()}
        self.table = table
        room = np.maximum(np.minimum(self.table["capacity"], self.table["hi"] - self.table["lo"]), 0)
        self.start = np.concatenate(([0], np.cumsum(room, dtype=np.int64)))
        self.attendees = np.empty(int(self.start[-1]), np.int32)
        self._parts = []

    def rows(self, event: int) -> np.ndarray:
        """Return the rows of residents who came to one event."""
        first = int(self.start[event])
        return self.attendees[first : first + int(self.table["came"][event])]

    def everyone(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (event index, row) of every attendance of the week, two arrays of equal length."""
        came = self.table["came"]
        event = np.repeat(np.arange(len(self)), came)
        inside = np.arange(len(event)) - np.repeat(np.cumsum(came) - came, came)
        return event, self.attendees[self.start[event] + inside]
