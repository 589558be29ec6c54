"""Who or what has been chosen on the map, for as long as it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ....model.ground.text import Text
from .asked import GateSeen, ResidentSeen, gate_seen, resident_seen

if TYPE_CHECKING:
    from ....model.society.society import Society
    from .since import Acquainted

Kind = Literal["gate", "resident"]
GONE = Text("This household has moved out.", "该户已迁出。")


class Chosen:
    """A gate, a resident, or nothing. A resident is one person: who moves into the same flat later is somebody else."""

    def __init__(self) -> None:
        """Choose nothing."""
        self._what: tuple[Kind, int, int] | None = None

    def choose(self, society: Society | None, kind: Kind | None, index: int = -1) -> None:
        """Choose a gate or a resident of a society by index; what does not exist is nothing."""
        self._what = None
        if society is not None and kind == "gate" and 0 <= index < society.places.gates:
            self._what = ("gate", index, 0)
        elif society is not None and kind == "resident" and 0 <= index < society.residents.n:
            self._what = ("resident", index, int(society.residents.identity[index]))

    def look(self, society: Society, acquainted: Acquainted) -> tuple[GateSeen | ResidentSeen | None, Text | None]:
        """Return what is to be told of it now, or a sentence instead."""
        if self._what is None:
            return None, None
        kind, index, identity = self._what
        if kind == "gate":
            return gate_seen(society, index), None
        if int(society.residents.identity[index]) != identity:
            return None, GONE
        return resident_seen(society, index, acquainted), None
