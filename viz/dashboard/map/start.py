"""How a society for the map is made: the state before week 0 that is kept for all, and from it the arm that is watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ....experiments.spinup import SpunUp
from .player import Begin

if TYPE_CHECKING:
    from ....model.society.society import Society
    from ....scenarios.schema import Scenario


def beginning(scenario: Scenario, seed: int) -> Begin:
    """Return what makes the society of an arm of a scenario at week 0, as `linli run` and `linli compare` do.

    Args:
        scenario: one arm of a scenario.
        seed: of all draws.
    """

    def begin(tell: Callable[[int, int], None]) -> Society:
        with SpunUp(scenario, seed, 1, tell) as state:
            return state.start(scenario)

    return begin
