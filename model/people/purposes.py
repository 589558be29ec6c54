"""What people are called for: the purposes of a decision, and what a call is about if it is about nothing in particular."""

from __future__ import annotations

from enum import IntEnum

NO_TOPIC = 255
"""About none of the topics: interest neither draws nor keeps away."""


class Purpose(IntEnum):
    """What a resident decides to do: each has weights of its own in the one decision (`PurposeConstants`)."""

    COME = 0
    VOTE = 1
    VOLUNTEER = 2
    SPEAK = 3
    ONLINE = 4
