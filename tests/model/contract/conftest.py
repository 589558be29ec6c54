"""A mechanism that does in each phase what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from linli.model.contract.mechanism import PHASES, Mechanism, MechanismParameters
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.society.society import Society

Deed = Callable[[Any, Week], None]
SMALL = NeighbourhoodParameters(buildings=1, floors=6)


class ProbeParameters(MechanismParameters):
    """Nothing to set."""


def probe(name: str = "probe", **deeds: Deed) -> type[Mechanism[Any]]:
    """Make a mechanism that does `deeds` (phase, or "setup" -> what it does)."""
    body: dict[str, Any] = {"name": name, "title": Text("probe", "试探"), "Parameters": ProbeParameters, "kinds": {"tea": Text("tea", "茶会")}}
    body |= {phase: deeds[phase] for phase in (*PHASES, "setup") if phase in deeds}
    return type("Probe", (Mechanism,), body)


def put(society: Society, *kinds: type[Mechanism[Any]], **parameters: Any) -> None:
    """Put mechanisms into a society, all with the same parameters."""
    society.attach({kind.name: kind.Parameters(**parameters) for kind in kinds}, {kind.name: kind for kind in kinds})


@pytest.fixture
def live() -> Callable[..., Society]:
    """Live some weeks of a small society with a probe that does what is asked."""

    def run(weeks: int = 1, *, neighbourhood: NeighbourhoodParameters = SMALL, parameters: dict[str, Any] | None = None, **deeds: Deed) -> Society:
        society = Society(neighbourhood=neighbourhood, seed=1)
        put(society, probe(**deeds), **(parameters or {}))
        society.run(weeks)
        return society

    return run
