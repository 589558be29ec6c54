"""What all tests share: one language, their order, and which tests depend on Mesa."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

os.environ["LINLI_LANG"] = "en"
settings.register_profile("linli", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("linli")

ON_MESA = ("test_reference", "test_community", "test_mesa", "test_golden")
"""Beginnings of the names of files whose tests depend on the version of Mesa, or hold one seed to one hash on all versions."""


@pytest.fixture(autouse=True)
def no_workers_of_others() -> None:
    """Let no test find workers of the one before: workers that are there already play what else would be played here, where tests watch it."""
    if "linli.experiments.hands" in sys.modules:
        sys.modules["linli.experiments.hands"].end_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that depend on Mesa, and put them in order.

    One process begins with the quick tests. Several (xdist) begin with the slow ones, so that none waits for another at the end.
    """
    several = "PYTEST_XDIST_WORKER" in os.environ
    for item in items:
        if item.path.name.startswith(ON_MESA):
            item.add_marker("mesa")
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None) == several)
