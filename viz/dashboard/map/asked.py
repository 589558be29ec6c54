"""What a click on a gate or on a resident asks of a society, as numbers; telling.py puts it into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ....model.agents.remembered import remembered
from ....model.agents.tie_view import LEVELS, ON_SLOW_TRACE
from ....model.ground.text import Text
from ....model.people.residents import NEVER
from ....model.society.groups import FEW
from ....model.ties.counting import acquaintance_counts
from .frames import NEW, head_office
from .since import BEFORE, Acquainted

if TYPE_CHECKING:
    from ....model.society.society import Society


@dataclass(frozen=True)
class PersonSeen:
    """A resident, as a list on the map names them: nobody has a name.

    Attributes:
        row: row of residents.
        gate: index of the gate.
        age: years.
        sex, tenure, situation: codes of `Residents`.
        acquaintances: how many.
        weeks_here: weeks since they moved in.
    """

    row: int
    gate: int
    age: int
    sex: int
    tenure: int
    situation: int
    acquaintances: int
    weeks_here: int


@dataclass(frozen=True)
class GateSeen:
    """A gate, as asked for by a click.

    Attributes:
        gate: index of the gate.
        residents: people of 14 and older.
        acquaintances: acquaintances a resident.
        isolated: residents with fewer than 3 acquaintances, those with fewest first.
        newcomers: those who moved in within a year, the last first.
        has_office: whether any mechanism has the office of a head.
        head: the head in office, None where there is none.
        head_since: scenario week in which the head came into office.
        head_known: other residents of the gate who know the head in office.
    """

    gate: int
    residents: int
    acquaintances: float
    isolated: tuple[PersonSeen, ...]
    newcomers: tuple[PersonSeen, ...]
    has_office: bool
    head: PersonSeen | None
    head_since: int
    head_known: int


@dataclass(frozen=True)
class TieSeen:
    """An acquaintance of a resident.

    Attributes:
        other: who it is.
        level: highest level of `LEVELS` that the tie reaches.
        origin: kind of focus in which the two first talked.
        since: scenario week from which they have been acquainted; None: before the watching began.
        last: scenario week of the last talk.
    """

    other: PersonSeen
    level: str
    origin: Text
    since: int | None
    last: int


@dataclass(frozen=True)
class ResidentSeen:
    """A resident, as asked for by a click.

    Attributes:
        person: who it is.
        head: whether they are head of their gate.
        last_came: scenario week in which they last came to something, None: never.
        times_came: how often since the scenario began, or since they moved in.
        ties: acquaintances, the strongest first.
    """

    person: PersonSeen
    head: bool
    last_came: int | None
    times_came: int
    ties: tuple[TieSeen, ...]


def gate_seen(society: Society, gate: int) -> GateSeen:
    """Tell of a gate: who is isolated, who came lately, who is its head.

    Raises:
        IndexError: there is no such gate.
    """
    if not 0 <= gate < society.places.gates:
        raise IndexError(f"there is no gate {gate}; gates go from 0 to {society.places.gates - 1}")
    rows = np.arange(society.places.gate_rows[gate], society.places.gate_rows[gate + 1])
    known = acquaintance_counts(society, rows)
    here = society.week - society.residents.arrival[rows].astype(np.int64)
    few, new = known < FEW, here <= NEW
    isolated = rows[few][np.argsort(known[few], kind="stable")]
    newcomers = rows[new][np.argsort(here[new], kind="stable")]
    office, head, since, knowers = head_office(society), None, 0, 0
    if office is not None and office.holder[gate] >= 0:
        head = _people(society, office.holder[gate : gate + 1])[0]
        since, knowers = int(office.since[gate]) - society.policy_week0, int(office.knowers()[gate])
    return GateSeen(
        gate, len(rows), float(known.mean()) if len(rows) else 0.0, _people(society, isolated), _people(society, newcomers), office is not None,
        head, since, knowers,
    )  # fmt: skip


def resident_seen(society: Society, row: int, acquainted: Acquainted) -> ResidentSeen:
    """Tell of a resident: whom they know, since when, from which focus.

    Args:
        society: whose.
        row: the resident.
        acquainted: what was noted while the society was played.

    Raises:
        IndexError: there is no such row.
    """
    r, week0 = society.residents, society.policy_week0
    if not 0 <= row < r.n:
        raise IndexError(f"there is no row {row}; rows go from 0 to {r.n - 1}")
    found = remembered(society, np.array([row]), society.constants.ties.acquaintance)
    people = _people(society, found.other)
    since = acquainted.since(row, found.other)
    kinds, last = society.focus_kinds, int(r.last_came[row])
    ties = tuple(
        TieSeen(other, _level(society, closeness, slow), kinds[origin].title, None if began == BEFORE else began, met - week0)
        for other, closeness, slow, origin, began, met in zip(
            people, found.closeness.tolist(), found.slow.tolist(), found.origin.tolist(), since.tolist(), found.last.tolist(), strict=True
        )
    )
    office = head_office(society)
    head = office is not None and bool((office.holder == row).any())
    return ResidentSeen(_people(society, np.array([row]))[0], head, None if last == NEVER else last - week0, int(r.times_came[row]), ties)


def _level(society: Society, closeness: float, slow: float) -> str:
    """Return the highest level that a tie reaches."""
    t = society.constants.ties
    return [level for level in LEVELS if (slow if level in ON_SLOW_TRACE else closeness) >= getattr(t, level)][-1]


def _people(society: Society, rows: np.ndarray) -> tuple[PersonSeen, ...]:
    r = society.residents
    known = acquaintance_counts(society, rows.astype(np.int64))
    here = society.week - r.arrival[rows].astype(np.int64)
    columns = (rows, r.gate[rows], r.age[rows], r.sex[rows], r.tenure[rows], r.situation[rows], known, here)
    return tuple(PersonSeen(*values) for values in zip(*(column.tolist() for column in columns), strict=True))
