"""What the tests of Mesa's own user share.

They hold what Mesa's tests of Model, Agent, AgentSet, DataCollector and batch_run expect against `Community`, on Mesa 3.3.1 and on the newest. What
a community refuses is refused in a sentence that says what to do; what Mesa itself does otherwise than it says is named beside the test.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest
from linli.model.agents.community import Community, Resident
from linli.model.mechanisms.building_gates import BuildingGatesParameters
from linli.model.society.society import Society


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands here depends on the version of Mesa, and our own calls give no warning of what goes."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("mesa")
            item.add_marker(pytest.mark.filterwarnings("error::FutureWarning"), append=False)
            item.add_marker(pytest.mark.filterwarnings("error::DeprecationWarning"), append=False)


Make = Callable[..., Community]

CULTURE = {"building-gates": BuildingGatesParameters(gatherings_a_year=26.0, interest_circles=True, find_talent=True, knock_share=0.5)}


class Host(Resident):
    """A resident as a student writes it."""

    def __init__(self, model: Community, row: int) -> None:
        super().__init__(model, row)
        self.energy = 5


class Visitor(mesa.Agent):  # type: ignore[misc]
    """An agent of one's own who lives in no flat."""

    def __init__(self, model: Community, energy: int = 1) -> None:
        super().__init__(model)
        self.energy = energy

    def step(self) -> None:
        self.energy += 1


@pytest.fixture
def small() -> Make:
    """Make a community of one building."""

    def make(kind: type[Community] = Community, **keywords: Any) -> Community:
        return kind(**{"buildings": 1, "spin_up_years": 0, "rng": 3, "collect": (), **keywords})

    return make


@pytest.fixture(scope="session")
def lived() -> Community:
    """A community of hosts, some of whom know each other; tests only read it."""
    return Community(buildings=1, spin_up_years=2, rng=3, collect=(), resident_class=Host)


@pytest.fixture(scope="session")
def newest() -> bool:
    """Whether this Mesa has a clock of its own (3.5)."""
    return hasattr(mesa.Model, "run_for")


@pytest.fixture
def host() -> type[Resident]:
    """`Host`."""
    return Host


@pytest.fixture
def visitor() -> type[mesa.Agent]:
    """`Visitor`."""
    return Visitor


@pytest.fixture
def culture() -> dict[str, BuildingGatesParameters]:
    """A policy with gatherings and circles."""
    return dict(CULTURE)


@pytest.fixture
def same() -> Callable[[Society, Society], None]:
    """Hold two societies against each other to the bit: people, ties, and all that saving keeps."""

    def check(one: Society, other: Society) -> None:
        for name, array in {**one.residents.arrays(), **one.ties._asdict()}.items():
            assert np.array_equal(array, {**other.residents.arrays(), **other.ties._asdict()}[name]), name
        mine, theirs = ({**society.services.state(), **society.programme.state()} for society in (one, other))
        assert mine.keys() == theirs.keys()
        for name in mine:
            np.testing.assert_equal(theirs[name], mine[name], err_msg=name)
        np.testing.assert_equal(other.measure(), one.measure())

    return check
