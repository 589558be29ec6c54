"""Looking at the arms of a sweep while they are lived, for what no measure counts: answers of a sample, lists of those who came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from ...model.society.society import Society


class Watching(Protocol):
    """One arm that is looked at. It changes nothing of it."""

    def week(self, week: int) -> None:
        """Look at the arm after a scenario week."""

    def found(self) -> Mapping[str, float]:
        """Return what was found, at the end: by the names of the `Watch`; NaN where there is nothing to say."""


class Watch(Protocol):
    """What is looked for. It goes to workers, so that it must be data."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of what is found; they stand in the table of measures, at the last week."""

    def facts(self) -> dict[str, Any]:
        """Return all that what is found rests on, in plain data: what a folder compares."""

    def begin(self, society: Society) -> Watching:
        """Look at an arm from its start on."""
