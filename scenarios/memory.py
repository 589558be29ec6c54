"""Refuses a scenario whose people memory cannot hold, before anything is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.founding import size
from ..model.ground.refusal import InputError
from .errors import UserError

if TYPE_CHECKING:
    from .schema import Scenario


def refuse_beyond_memory(scenario: Scenario, societies: int = 1) -> None:
    """Refuse what this machine's memory cannot hold, before hours are lost. A roster tells its people itself, and is not looked at here.

    Args:
        scenario: what is to be run.
        societies: how many are held at once.

    Raises:
        UserError: there is less memory than the residents need; the sentence says how many would fit.
    """
    if scenario.roster.residents:
        return
    try:
        size.refuse_beyond_memory(scenario.neighbourhood, scenario.population, scenario.constants.ties.slots, societies)
    except InputError as error:
        raise UserError(*error.text, file=scenario.file, section="[neighbourhood]") from None


def at_once(scenario: Scenario, most: int) -> int:
    """Return how many societies of a scenario memory holds at once, 1 to `most`."""
    if scenario.roster.residents:
        return most
    residents = size.expected_residents(scenario.neighbourhood, scenario.population)[0] * scenario.neighbourhood.communities
    fits = (size.memory() - size.BYTES_AT_LEAST) / size.bytes_of(residents, scenario.constants.ties.slots)
    return max(1, int(min(most, fits)))
