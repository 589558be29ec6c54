"""One week as mechanisms see it."""

from __future__ import annotations

import numpy as np

from ..foci.events import Events
from ..services.moment import Moment
from ..services.services import Services
from .mechanism import SocietyLike

_NO_ROWS = np.zeros(0, np.int32)


class Week(Moment):
    """One week of one society, as mechanisms and services see it.

    Attributes:
        events, services: of the society.
    """

    __slots__ = ("events", "services")

    def __init__(self, society: SocietyLike) -> None:
        """Begin at the society's present week."""
        super().__init__(society)
        self.events: Events = society.events
        self.services: Services = society.services

    @classmethod
    def of(cls, society: SocietyLike, moved: np.ndarray = _NO_ROWS) -> Week:
        """Make the view of the society's present week."""
        week = cls(society)
        week.moved = moved
        return week
