"""What all tests share: one language, their order, and which tests depend on Mesa."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["LINLI_LANG"] = "en"
settings.register_profile("linli", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("linli")

ON_MESA = ("test_reference", "test_community", "test_mesa", "test_golden")
"""Beginnings of the names of files whose tests depend on the version of Mesa, or hold one seed to one hash on all versions."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that depend on Mesa, and put them in order.

    One process begins with the quick tests. Several (xdist with --dist loadgroup) begin with the slow ones, so that none waits for another at
    the end, and the tests of a file whose fixtures are made once a file stay in one process.
    """
    several = hasattr(config, "workerinput")
    for item in items:
        if item.path.name.startswith(ON_MESA):
            item.add_marker("mesa")
        if several and _has_fixtures_of_a_file(item.path):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    items.sort(key=lambda item: (item.get_closest_marker("slow") is None) == several)


@functools.cache
def _has_fixtures_of_a_file(path: Path) -> bool:
    return 'scope="module"' in path.read_text(encoding="utf-8")
