"""The events of a run as columns: words in place of codes, NaN and None in place of what is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .codebook import EVENTS

if TYPE_CHECKING:
    from ..model.society.society import Society

EVENT_COLUMNS = ("kind", "round", "lo", "hi", "hours", "capacity", "quality", "topic", "yuan", "host", "organiser", "came", "wanted", "heard", "first_times")
"""Columns of the events that a run keeps (`model.foci.events` says what each is)."""


def joined_events(arms: Mapping[str, tuple[Society, Sequence[Mapping[str, np.ndarray]]]], seed: int) -> dict[str, np.ndarray]:
    """Return the events of all arms as columns.

    Args:
        arms: arm -> its society, and the events of each week that had any (EVENT_COLUMNS and week).
        seed: seed of the run.
    """
    parts: dict[str, list[np.ndarray]] = {name: [] for name in ("arm", "seed", "week", *EVENT_COLUMNS)}
    for arm, (society, weeks) in arms.items():
        kinds = np.array([kind.name for kind in society.focus_kinds])
        for week in weeks:
            held = len(week["week"])
            parts["arm"].append(np.full(held, arm, dtype=object))
            parts["seed"].append(np.full(held, seed, np.int64))
            for name, column in week.items():
                parts[name].append(kinds[column] if name == "kind" else column)
    return events_in_words({name: np.concatenate(columns) if columns else np.zeros(0) for name, columns in parts.items()})


def events_in_words(events: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the columns of events with words for codes (None: none of them) and NaN for an organiser that there is not.

    Columns that hold words already, as those of files do, pass.
    """
    found = dict(events)
    for name, about in EVENTS.columns.items():
        if name in found and about.words and found[name].dtype.kind in "iu":
            words = np.array([*(word.en for word in about.words), None], object)
            found[name] = words[np.minimum(found[name], len(words) - 1)]
    if "organiser" in found:
        row = found["organiser"].astype(np.float64)
        found["organiser"] = np.where(row < 0, np.nan, row)
    return found
