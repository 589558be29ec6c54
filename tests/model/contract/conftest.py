"""A mechanism that does in each phase what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from linli.model.contract.mechanism import Mechanism, MechanismParameters
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people.constants import Constants
from linli.model.society.society import Society

Deed = Callable[[Any, Week], None]
SMALL = NeighbourhoodParameters(buildings=1, floors=6)


class ProbeParameters(MechanismParameters):
    """Nothing to set."""


def make_probe(name: str = "probe", **body: Any) -> type[Mechanism[Any]]:
    """Make a mechanism that does in each phase (or in setup) what `body` says, and declares what else is there."""
    known: dict[str, Any] = {"name": name, "title": Text("probe", "试探"), "Parameters": ProbeParameters, "kinds": {"tea": Text("tea", "茶会")}}
    return type("Probe", (Mechanism,), known | body)


def put_into(society: Society, *kinds: type[Mechanism[Any]], **parameters: Any) -> None:
    """Put mechanisms into a society, all with the same parameters."""
    society.attach({kind.name: kind.Parameters(**parameters) for kind in kinds}, {kind.name: kind for kind in kinds})


@pytest.fixture
def probe() -> Callable[..., type[Mechanism[Any]]]:
    """`make_probe`."""
    return make_probe


@pytest.fixture
def put() -> Callable[..., None]:
    """`put_into`."""
    return put_into


@pytest.fixture
def live() -> Callable[..., Society]:
    """Live some weeks of a small society with a probe that does what is asked."""

    def run(
        weeks: int = 1, *, neighbourhood: NeighbourhoodParameters = SMALL, parameters: dict[str, Any] | None = None, constants: Constants | None = None,
        seed: int = 1, **deeds: Deed,
    ) -> Society:  # fmt: skip
        society = Society(neighbourhood=neighbourhood, constants=constants, seed=seed)
        put_into(society, make_probe(**deeds), **(parameters or {}))
        society.run(weeks)
        return society

    return run
