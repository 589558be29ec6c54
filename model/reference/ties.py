"""Ties: the hours that two people shared, fading in two traces (docs/rules.md, section Ties)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..people.constants import TieConstants

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident


@dataclass(slots=True, eq=False)
class Tie:
    """What is kept of a pair. Both people hold the same object; each may forget it.

    Attributes:
        closeness: hours, fading in months, as of week `last`.
        slow: hours on the slow trace, fading in years, as of week `last`.
        last: week of the last change.
        origin: kind of focus where the pair first gained hours.
    """

    closeness: float
    slow: float
    last: int
    origin: str

    def closeness_at(self, week: int, constants: TieConstants) -> float:
        """Return what is left of the closeness in `week`, hours."""
        return self.closeness * math.pow(0.5, 7.0 * (week - self.last) / constants.half_life)

    def slow_at(self, week: int, constants: TieConstants) -> float:
        """Return what is left of the slow trace in `week`, hours."""
        ages = 7.0 * (week - self.last) / constants.slow_half_life
        return self.slow / (1.0 + ages) if constants.forgetting == "power" else self.slow * math.pow(0.5, ages)


def tie_between(i: ReferenceResident, j: ReferenceResident) -> Tie | None:
    """Return the tie of two people, if either of them keeps it and both still live here."""
    if not (i.lives_here and j.lives_here):
        return None
    return i.ties.get(j) or j.ties.get(i)


def valid_ties(i: ReferenceResident) -> Iterator[tuple[ReferenceResident, Tie]]:
    """Yield (other, tie) of everybody whom i keeps and who still lives here."""
    return ((j, tie) for j, tie in i.ties.items() if j.lives_here)


def acquaintances(i: ReferenceResident, community: ReferenceCommunity) -> list[ReferenceResident]:
    """Return the others whom i keeps with a slow trace of at least `acquaintance`."""
    constants, week = community.constants.ties, community.week
    return [j for j, tie in valid_ties(i) if tie.slow_at(week, constants) >= constants.acquaintance]


def share_hours(i: ReferenceResident, j: ReferenceResident, hours: float, origin: str, community: ReferenceCommunity, warmth: float = 1.0) -> None:
    """Add shared hours to both traces of a pair (`warmth` times to closeness), and let both sides keep it if they have a slot."""
    _add(i, j, warmth * hours, hours, origin, community, community.constants.ties.acquaintance)


def know_of(i: ReferenceResident, j: ReferenceResident, hours: float, origin: str, community: ReferenceCommunity, below: float) -> None:
    """Add hours to the slow trace of a pair alone. It displaces those known with less than `below` hours, at 0 nobody who still lives here."""
    _add(i, j, 0.0, hours, origin, community, below)


def _add(i: ReferenceResident, j: ReferenceResident, hours: float, slow: float, origin: str, community: ReferenceCommunity, below: float) -> None:
    constants, week = community.constants.ties, community.week
    tie = tie_between(i, j) or Tie(0.0, 0.0, week, origin)
    tie.closeness = tie.closeness_at(week, constants) + hours
    tie.slow = tie.slow_at(week, constants) + slow
    tie.last = week
    for one, other in ((i, j), (j, i)):
        _keep(one, other, tie, community, below)


def _keep(i: ReferenceResident, j: ReferenceResident, tie: Tie, community: ReferenceCommunity, below: float) -> None:
    if j in i.ties:
        return
    if len(i.ties) >= community.constants.ties.slots:
        given_up = _whom_to_forget(i, community, below)
        if given_up is None:
            community.refused += 1
            return
        community.forgotten += given_up.lives_here
        del i.ties[given_up]
    i.ties[j] = tie


def _whom_to_forget(i: ReferenceResident, community: ReferenceCommunity, below: float) -> ReferenceResident | None:
    """Return one who moved out, else the least known with less than `below` hours on the slow trace, else nobody."""
    constants, week = community.constants.ties, community.week
    least, whom = below, None
    for j, tie in i.ties.items():
        if not j.lives_here:
            return j
        slow = tie.slow_at(week, constants)
        if slow < least:
            least, whom = slow, j
    return whom
