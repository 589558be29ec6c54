"""What happened at the gates, and what was reported of it."""

from __future__ import annotations

import numpy as np

COUNTS = ("activities", "cancelled", "poor", "person_times", "official_activities", "official_person_times")


class Report:
    """Counts since the start.

    Attributes:
        counts: activities held, cancelled, held with less preparation than needed; person-times; the official count of both.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.counts = dict.fromkeys(COUNTS, 0)

    def held(self, came: np.ndarray, floor: int) -> None:
        """Count activities held and write them into the official count, with at least the attendance expected (`floor`)."""
        if len(came) == 0:
            return
        from ..survey import official_count

        c = self.counts
        c["activities"] += len(came)
        c["person_times"] += int(came.sum())
        c["official_activities"] += len(came)
        c["official_person_times"] += int(official_count(came, floor).sum())

    def on_paper(self, activities: int, floor: int) -> None:
        """Write activities into the official count that did not take place."""
        self.counts["official_activities"] += activities
        self.counts["official_person_times"] += activities * floor
