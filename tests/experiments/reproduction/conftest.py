from pathlib import Path

import pytest
from linli.scenarios.published import PublishedStudy, load_study


@pytest.fixture
def study() -> PublishedStudy:
    """Return a small invented study: two arms, four tables."""
    return load_study(Path(__file__).parents[2] / "class.toml")
