"""What comes first where there is not enough for all."""

from __future__ import annotations

from enum import IntEnum


class Priority(IntEnum):
    """What comes first, as the built-in mechanisms state it. Any number from 0 to 99 may be stated; lower ones come first."""

    DUTY = 0
    """What has to be done: notices, inspections, reports, wages that are owed."""
    CARE = 20
    """People in need or at odds: visits, mediation, queues."""
    ASSEMBLY = 40
    """Councils, votes, elections."""
    CULTURE = 60
    """Gatherings, shows, circles."""
    EXTRA = 80
    """What makes an occasion better and can be left out."""
