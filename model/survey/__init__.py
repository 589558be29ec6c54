"""Instruments: what a study would have seen of the society; they change nothing. May import foci, ties, people, ground.

A published figure is compared with an instrument's answer, never with the raw state. One file holds one instrument.
"""

from .frequency import chat_answers, chat_shares
from .names import household_pairs, mutual, name_counts, named
from .noise import normals
from .official import official_count
from .recall import chance_recalled, expected_recall, recalled
from .recent import helped, visited
from .reports import Reports, reports
from .roster import NOT_ASKED, Listed, by_households, coarse, coarse_shares, nearest_households, of_gate, on_landing, share_known
from .sampling import responding, sample_households, sample_people

__all__ = [
    "NOT_ASKED", "Listed", "Reports", "by_households", "chance_recalled", "chat_answers", "chat_shares", "coarse", "coarse_shares",
    "expected_recall", "helped", "household_pairs", "mutual", "name_counts", "named", "nearest_households", "normals", "of_gate", "official_count",
    "on_landing", "recalled", "reports", "responding", "sample_households", "sample_people", "share_known", "visited",
]  # fmt: skip
