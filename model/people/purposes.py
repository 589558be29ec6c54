"""What a resident may decide to do at an occasion."""

from __future__ import annotations

from enum import IntEnum


class Purpose(IntEnum):
    """What a resident decides to do: each has weights of its own in the one decision (`PurposeConstants`)."""

    COME = 0
    VOTE = 1
    VOLUNTEER = 2
    SPEAK = 3
    ONLINE = 4
