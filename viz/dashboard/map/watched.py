"""A society that somebody else steps, shown on the map: what a page of Mesa's has in place of a player."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .chosen import Chosen, Kind
from .frames import Frame
from .ground import MapGround
from .player import View
from .since import Acquainted

if TYPE_CHECKING:
    from ....model.society.society import Society


class Watched:
    """Looks at a society when asked to.

    Args:
        society: it is read only.
        publish: gets every view.
    """

    def __init__(self, society: Society, publish: Callable[[View], None]) -> None:
        """Lay out the ground; nothing is published yet."""
        self._society, self._publish = society, publish
        self._ground, self._acquainted, self._chosen = MapGround.of(society.places, society.neighbourhood), Acquainted(society), Chosen()
        self._begun = self._week = society.scenario_week

    def look(self) -> None:
        """Publish the society as it is now."""
        s = self._society
        if s.scenario_week != self._week:
            self._week = s.scenario_week
            self._acquainted.look(s)
        seen, note = self._chosen.look(s, self._acquainted)
        self._publish(View(ground=self._ground, frame=Frame.of(s), seen=seen, note=note, weeks=s.scenario_week, begun=self._begun))

    def choose(self, kind: Kind | None, index: int = -1) -> None:
        """Tell of a gate or a resident from now on; None: of nothing."""
        self._chosen.choose(self._society, kind, index)
        self.look()
