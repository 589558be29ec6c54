"""Instruments: what a study would have seen of the society. Pure functions; they change nothing.

A published figure is compared with an instrument's answer, never with the raw state. One file holds one instrument.
"""

from .frequency import chat_answers, chat_shares
from .names import household_pairs, mutual, name_counts, named
from .noise import normals
from .official import official_count
from .reports import Reports, reports

__all__ = [
    "Reports", "chat_answers", "chat_shares", "household_pairs", "mutual", "name_counts", "named", "normals", "official_count", "reports",
]  # fmt: skip
