"""The calendar: festivals and election years."""

from __future__ import annotations

import numpy as np
from linli.model.people import calendar


def test_festivals_come_back_each_year_in_their_week() -> None:
    weeks = [w for w in range(104) if calendar.festival(w)]
    assert weeks[: len(weeks) // 2] == [w - 52 for w in weeks[len(weeks) // 2 :]]
    names = [calendar.festival(w).name for w in weeks[: len(weeks) // 2]]  # type: ignore[union-attr]
    assert names.index("spring") < names.index("lantern") < names.index("mid-autumn") < names.index("double-ninth")


def test_elections_are_every_five_years() -> None:
    held = [w for w in range(52 * 20) if calendar.election(w)]
    assert np.diff(held).tolist() == [260] * (len(held) - 1)
    assert len(held) == 4
