"""A tiny compound with gatherings, and a made-up one whose answers follow from its constants by a rule that is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.experiments.local.collected import Attendance, Collected, Wave
from linli.scenarios.schema import Scenario

WEEKS = 16


@pytest.fixture(scope="session")
def tiny() -> Scenario:
    """One building of about 65 residents, a year before, sixteen weeks of gatherings."""
    return Scenario.from_dict(
        {
            "format": 1, "title": {"en": "Tiny", "zh": "小"}, "weeks": WEEKS,
            "neighbourhood": {"buildings": 1, "entrances": 2, "floors": 6, "flats_per_floor": 3, "years": 1},
            "services": {"volunteers": {"gate_head": {"accept": 3.0, "slackens": 0.0, "search_every": 4}}},
            "mechanisms": {"ordinary-life": {}, "building-gates": {"gatherings_a_year": 52.0, "knock_share": 0.5}},
        },
        "tiny",
    )  # fmt: skip


@pytest.fixture
def waves() -> Callable[..., Collected]:
    """Make what twelve people answered, with changes of single columns."""

    def make(lists: Attendance | None = None, first: dict[str, Any] | None = None, second: dict[str, Any] | None = None) -> Collected:
        known = np.arange(12.0)
        people = tuple(f"p{k}" for k in range(12))
        before = {"known": known, "asked": np.ones(12), **(first or {})}
        after = {"known": known[3:] + 1.0, "again": known[3:] - 1.0, **(second or {})}
        return Collected((Wave(2, people, before), Wave(14, people[3:], after)), lists)

    return make
