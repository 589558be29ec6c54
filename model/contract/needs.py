"""What an occasion needs before it can take place, and what comes first where there is not enough."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..people.purposes import Purpose
from ..services.priority import Priority


class Needs(NamedTuple):
    """What an occasion needs; it is granted whole or not at all, but for evenings and a room that can be done without.

    Attributes:
        evenings: of the organiser, for preparing it; with less than `least` of them it is cancelled. With a share of them it is as much
            shorter, poorer and less announced.
        least: share of the evenings with which it still makes sense.
        yuan: money of `account`, paid to `payee`.
        account, payee: names of accounts.
        staff: hours of the committee's staff for `duty`.
        duty: name of a duty.
        room: kind of room, None: no room is needed.
        room_needed: False: without a free room it takes place where the unit meets anyway.
        door_evenings: evenings of the organiser that knocking at all doors asked for (`knock`) takes; what is left of the week is taken.
        priority: lower numbers are served first; knocking comes after all preparing.
    """

    evenings: Any = 0.0
    least: float = 1.0
    yuan: Any = 0.0
    account: str = "community"
    payee: str = "suppliers"
    staff: Any = 0.0
    duty: str = "activities"
    room: str | None = None
    room_needed: bool = False
    door_evenings: Any = 0.0
    priority: int = 50


NOTHING = Needs()

__all__ = ["NOTHING", "Needs", "Priority", "Purpose"]
