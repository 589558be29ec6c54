"""The secretary of a community: who it is, for how many hours they are there, at whose door they ring, and what people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...ground.text import Text
from ...people.residents import Residents, Role, Situation
from ...people.units import ranges
from .centre_parameters import PartyServiceCentresParameters

if TYPE_CHECKING:
    from ...contract.week import Week

SECRETARY = "community secretary"
SECRETARY_TITLE = Text("secretary of the community", "社区书记")
WINDOW, PARTY, COMPANY = 0, 1, 2
"""As what one may have met the secretary: at a window, as secretary (Party work, a visit, a badge), as head of the company."""
ADULT, _YOUNGEST, _OLDEST = 18, 25, 65


def of_the_branch(r: Residents) -> np.ndarray:
    """Return bool [residents]: Party members who do not work, whose branch is that of the community."""
    return np.asarray(((r.roles & Role.PARTY) != 0) & (r.situation <= Situation.CARER))


def at_work(r: Residents) -> np.ndarray:
    """Return bool [residents]: Party members who work or study, whose branch is elsewhere."""
    return np.asarray(((r.roles & Role.PARTY) != 0) & (r.situation > Situation.CARER))


def appoint(week: Week) -> tuple[np.ndarray, np.ndarray]:
    """Where there is no secretary, a Party member who comes to mind becomes one; return the communities and rows of the new ones."""
    vacant = np.flatnonzero((week.offices.holder(SECRETARY) < 0) & week.covers("community"))
    r, table = week.residents, week.units("community")
    where, rows = [], []
    for community in vacant.tolist():
        people = np.arange(table.lo[community], table.hi[community])
        people = people[((r.roles[people] & Role.PARTY) != 0) & (r.age[people] >= _YOUNGEST) & (r.age[people] <= _OLDEST)]
        if len(people):
            mind = r.civic[people] + week.draw("comes to mind", r.identity[people])
            where.append(community)
            rows.append(int(people[np.lexsort((r.identity[people], -mind))[0]]))
    found = np.array(where, np.int64), np.array(rows, np.int64)
    if where:
        week.offices.appoint(SECRETARY, *found)
    return found


def own_hours(p: PartyServiceCentresParameters, inspected: np.ndarray) -> np.ndarray:
    """Return float64 [communities]: hours a week that a secretary has for hall and homes, after the company, reports and inspections.

    Args:
        p: the parameters in force.
        inspected: [communities], inspections of this week.
    """
    company = p.company_hours if p.company == "both" and not p.apart else 0.0
    paper = p.secretary_reports * (p.reports_hours + inspected * p.inspection_hours)
    return np.asarray(np.maximum(p.secretary_hours - company - paper, 0.0))


def homes(week: Week, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (community, row) of those who live in the flats at which secretaries ring this week, `number` of them in each community."""
    if not number.any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    starts = week.places.flat_rows
    flats = np.flatnonzero(np.diff(starts) > 0)
    home = week.unit_of("community", starts[flats])
    flats, home = flats[number[home] > 0], home[number[home] > 0]
    order = np.lexsort((week.draw("home", week.residents.identity[starts[flats]]), home))
    place = np.arange(len(order)) - np.searchsorted(home[order], home[order], side="left")
    chosen = order[place < number[home[order]]]
    k, rows = ranges(starts[flats[chosen]].astype(np.int64), starts[flats[chosen] + 1].astype(np.int64))
    return home[chosen][k], rows


def called(met: np.ndarray) -> np.ndarray:
    """Return int64 [n]: as what people name somebody whom they have met so often as each (uint8 [n, 3]); -1 of whom they have never met.

    The most frequent it is; of what was equally frequent, secretary before head of the company before station head.
    """
    order = np.array([PARTY, COMPANY, WINDOW])
    best = order[np.argmax(met[:, order], axis=1)]
    return np.where(met.any(axis=1), best, -1)


def answers(week: Week, asked: int, met: tuple[np.ndarray, np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Ask adults who the secretary is and what one calls them; return their rows and what each says (see `called`), -1: does not know.

    Args:
        week: to be read.
        asked: adults of a community, drawn once for all weeks; 0: all. The holders themselves are not asked.
        met: how often each resident has met the holder as what (uint8 [n] each).
    """
    r, holder = week.residents, week.offices.holder(SECRETARY)
    rows = np.flatnonzero(r.age >= ADULT)
    home = week.unit_of("community", rows)
    if asked:
        adults = np.bincount(home, minlength=len(holder))
        keep = week.for_life("asked", r.identity[rows]) < asked / adults[home]
        rows, home = rows[keep], home[keep]
    rows = rows[(holder[home] >= 0) & (holder[home] != rows)]
    says = called(np.stack([times[rows] for times in met], axis=1))
    return rows, np.where(week.offices.knows(SECRETARY)[rows], says, -1)
