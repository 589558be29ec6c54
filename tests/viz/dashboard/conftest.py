"""A small society with gate heads, at week 0, for the map."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from linli.model.contract.mechanism import MechanismParameters
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.building_gates import BuildingGatesParameters
from linli.model.society.society import Society

Make = Callable[[], Society]


@pytest.fixture(scope="session")
def _small() -> Society:
    mechanisms: dict[str, MechanismParameters] = {"building-gates": BuildingGatesParameters(gatherings_a_year=26.0)}
    made = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=3, floors=5), seed=3, mechanisms=mechanisms)
    made.spin_up(years=1)
    return made


@pytest.fixture
def make(_small: Society) -> Make:
    """Return a maker of the society at week 0; each is one's own."""
    return lambda: copy.deepcopy(_small)
