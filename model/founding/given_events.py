"""Events that people of a roster attended before the scenario begins: what is left of them is a habit, and that one came lately."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..ground.tables import read_table
from ..ground.text import Text
from ..people.residents import NEVER, Residents
from .cells import codes, missing_words, numbers
from .given_ties import people_of
from .privacy import refuse_private
from .roster import Roster
from .roster_columns import EVENT_HEADINGS, MISSING, RosterColumn

WEEK = RosterColumn(-5000, -1, True)


class Attended(NamedTuple):
    """Who came in which week: an entry an attendance.

    Attributes:
        person: int64 [m], residents by their place in `Roster.ids`.
        week: int64 [m], scenario weeks, negative.
        notes: what the user should be told although the table is used.
    """

    person: np.ndarray
    week: np.ndarray
    notes: tuple[Text, ...] = ()


def read_attended(path: str | Path, roster: Roster, *, missing: Sequence[str] = MISSING, ignore: Sequence[str] = ()) -> Attended:
    """Read events attended: columns id (codes of the roster) and week (-1 is the last before the start); event, a code, if known.

    Args:
        path: the file, in any form that `ground.tables` reads.
        roster: whose people came.
        missing: words that mean "not told".
        ignore: headings to leave out.

    Raises:
        TableError: a column or value cannot be used, a code is not in the roster, or a person came twice to one event in one week.
    """
    written = read_table(path, EVENT_HEADINGS)
    refuse_private(written)
    table = written.named(EVENT_HEADINGS, ("id", "week"), ignore=ignore)
    unknown = missing_words(missing)
    person = people_of(table, "id", roster, unknown)
    week = numbers(table, "week", WEEK, unknown, blank=False).astype(np.int64)
    if "event" in table:
        before: dict[tuple[int, int, str], int] = {}
        for k, key in enumerate(zip(person.tolist(), week.tolist(), codes(table, "event", unknown, dates=True), strict=True)):
            if key in before:
                first = table.place(before[key])
                raise table.refuse_line(
                    k,
                    f"the same person, event and week stand in {first.en} already. Keep one of them.",
                    f"同一人、同一活动、同一周在{first.zh}已出现，请只保留一行。",
                    "event",
                )
            before[key] = k
    return Attended(person, week, table.notes)


def set_attended(residents: Residents, rows: np.ndarray, attended: Attended, week0: int, habit_rate: float) -> None:
    """Write who came when, over what a spin-up has made of it; those of whom no event is told never came.

    Each attendance moves the habit as one that is lived (`foci.participation`). Of events that one heard of and did not attend a file
    tells nothing.

    Args:
        residents: changed in place.
        rows: `Founded.rows`.
        attended: who came when.
        week0: absolute week in which the scenario begins.
        habit_rate: `DecisionConstants.habit_rate`.
    """
    residents.habit[rows], residents.last_came[rows], residents.came_to[rows] = 0.0, NEVER, 0
    times = np.bincount(attended.person, minlength=len(rows))
    residents.habit[rows] = (1.0 - (1.0 - habit_rate) ** times).astype(np.float32)
    last = np.full(len(rows), np.iinfo(np.int64).min)
    np.maximum.at(last, attended.person, attended.week)
    came = times > 0
    residents.last_came[rows[came]] = week0 + last[came]
