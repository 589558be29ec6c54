"""One week as mechanisms see it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..foci.events import Events
from ..services.moment import Moment
from ..services.services import Services
from .mechanism import SocietyLike

_NO_ROWS = np.zeros(0, np.int32)


@dataclass(slots=True)
class Week(Moment):
    """One week of one society, as mechanisms and services see it.

    Attributes:
        events, services: of the society.
    """

    events: Events = field(default_factory=Events)
    services: Services = field(kw_only=True)

    @classmethod
    def of(cls, society: SocietyLike, moved: np.ndarray = _NO_ROWS) -> Week:  # type: ignore[override]
        """Make the view of the society's present week."""
        s = society
        return cls(s, s.week, s.week - s.policy_week0, s.places, s.residents, moved, s.events, services=s.services)
