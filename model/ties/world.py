"""What a reader of the society may ask of it: the arrays of people, places and ties, and the week."""

from __future__ import annotations

from typing import Any, Protocol

from ..people.constants import Constants
from ..people.places import Places
from ..people.residents import Residents


class World(Protocol):
    """What measures, services and instruments read (society.py is the real one)."""

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        ...

    @property
    def week(self) -> int:
        """Absolute week, counted from the beginning of the spin-up."""
        ...

    @property
    def policy_week0(self) -> int:
        """Absolute week in which the scenario began."""
        ...

    @property
    def places(self) -> Places:
        """Where everybody lives."""
        ...

    @property
    def residents(self) -> Residents:
        """The people."""
        ...

    @property
    def ties(self) -> Any:
        """What they keep of each other (`store.Ties`)."""
        ...

    @property
    def fade(self) -> Any:
        """What is left of a tie after some weeks (`store.Fade`)."""
        ...

    @property
    def constants(self) -> Constants:
        """The constants of people."""
        ...
