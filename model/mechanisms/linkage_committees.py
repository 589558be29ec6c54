"""Property committees (物管会) of three-level-linkage: formed on record by a target, and at work where people who accepted meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON

if TYPE_CHECKING:
    from ..contract.week import Week
    from .linkage_state import LinkageState

POST, OWNERS, SITTING = "property committee", "owners' committee", "committee"
SEATS, QUORUM = 5, 3
"""Seats of a committee, and how many of them must come for it to have met."""
YEAR, QUARTER, LATELY = 52, 13, 26
"""Weeks in which the target has to be reached; weeks until it is tried again; weeks within which a committee that works has met."""
_ADULT = 18
_WHEN = (WEEKDAY_EVENING, WEEKEND_AFTERNOON)


def declare(week: Week) -> None:
    """Name the post: five neighbours of a compound, with the wishes of members of an owners' committee."""
    week.volunteers.declare(POST, week.volunteers.constants.owner, Text("member of a property committee", "物管会委员"), "compound", seats=SEATS)


def plan(m: LinkageState, week: Week) -> None:
    """Form the committees whose time has come, fill seats, call the meetings that are due."""
    if m.now.committees == "none":
        return
    new = _due(m, week)
    if len(new):
        week.memo["forming"] = new, week.grants.ask(
            len(new), priority=Priority.ASSEMBLY, identity=week.identity("forming", week.units("compound").identity[new]),
            community=week.units("compound").community[new], staff=m.now.form_staff, duty="assemblies",
        )  # fmt: skip
    if m.formed.any():
        week.volunteers.seek(POST, m.formed & week.covers("compound"))
        _meet(m, week)


def _due(m: LinkageState, week: Week) -> np.ndarray:
    """Return the compounds in which a committee has to be formed this week: spread over the first year, then those that are late."""
    p, table = m.now, week.units("compound")
    has = week.estates.has(OWNERS) | m.formed
    lived_in = (table.hi > table.lo) & week.covers("compound")
    left = np.flatnonzero(lived_in & ~has)
    if len(left) == 0:
        return np.zeros(0, np.int64)
    many = len(week.places.community_compounds) - 1
    # Of 1.8 compounds two are formed in four communities of five, and one in the fifth.
    chance = week.for_life("a compound more or less", week.units("community").identity)
    wanted = np.floor(p.committees_target * np.bincount(table.community[lived_in], minlength=many) + chance)
    by_now = np.ceil(wanted * min(week.scenario_week - p.start_week + 1, YEAR) / YEAR - 1e-9)
    lack = by_now - np.bincount(table.community[lived_in & has], minlength=many)
    order = left[np.lexsort((week.for_life("turn to form", table.identity[left]), table.community[left]))]
    rank = np.arange(len(order)) - np.searchsorted(table.community[order], table.community[order], side="left")
    # One that did not come about is tried again a quarter later.
    turn = (rank < lack[table.community[order]]) & ((m.tried[order] < 0) | ((week.number - m.tried[order]) % QUARTER == 0))
    return np.asarray(np.sort(order[turn]))


def form(m: LinkageState, week: Week) -> None:
    """Ask neighbours where there were hours for it; by the target it stands on record anyway, with names of people nobody asked."""
    if "forming" not in week.memo:
        return
    new, ticket = week.memo["forming"]
    m.tried[new] = week.number
    seats = (new[:, None] * SEATS + np.arange(SEATS)).ravel()
    asking = new[ticket.granted]
    owners = np.flatnonzero((week.residents.tenure == 0) & (week.residents.age >= _ADULT))
    home = week.unit_of("compound", owners)
    for number in range(m.now.searches if len(asking) else 0):
        vacant = seats[np.isin(seats // SEATS, asking) & (week.volunteers.holder(POST)[seats] < 0)]
        if len(vacant):
            week.volunteers.search(POST, vacant, (home, owners), number)
    holder = week.volunteers.holder(POST)
    accepted = (holder.reshape(-1, SEATS) >= 0).sum(axis=1)
    if m.now.committees == "target":
        _write_down(week, new, holder)
        m.formed[new] = True
    else:
        m.formed[new[accepted[new] >= QUORUM]] = True


def _write_down(week: Week, compounds: np.ndarray, holder: np.ndarray) -> None:
    """For the seats that nobody took write down the owners who have lived there longest; they were not asked and do nothing."""
    r, table = week.residents, week.units("compound")
    posts, rows = [], []
    for compound in compounds.tolist():
        seats = compound * SEATS + np.arange(SEATS)
        empty = seats[holder[seats] < 0]
        people = np.arange(table.lo[compound], table.hi[compound])
        people = people[(r.age[people] >= _ADULT) & ~np.isin(people, holder[seats])]
        first = people[np.lexsort((r.identity[people], r.arrival[people], r.tenure[people]))[: len(empty)]]
        posts += empty[: len(first)].tolist()
        rows += first.tolist()
    week.volunteers.appoint(POST, np.array(posts, np.int64), np.array(rows, np.int64), nominal=True)


def _meet(m: LinkageState, week: Week) -> None:
    """Call the members who do the work to the meetings that are due; who stands on the list only is not there."""
    p = m.now
    which = np.flatnonzero((week.due(SITTING, p.committee_meetings, "compound") > 0) & m.formed)
    if len(which) == 0:
        return
    working = week.volunteers.at_work(POST)
    rows, compound = week.volunteers.holder(POST)[working], working // SEATS
    k = np.minimum(np.searchsorted(which, compound), len(which) - 1)
    mine = which[k] == compound
    members = k[mine], rows[mine]
    week.memo["working"] = working[mine]
    week.call(
        SITTING, unit="compound", which=which, when=_WHEN, hours=p.committee_hours, room_for=20, topic="none", members=members, bring=members,
        needs=Needs(room="activity room", priority=Priority.ASSEMBLY),
    )  # fmt: skip


def met(m: LinkageState, week: Week) -> None:
    """See which committees had a quorum; a meeting is an evening's work for those who came."""
    sitting = week.sitting(SITTING)
    if len(sitting) == 0:
        return
    m.last_met[sitting.unit[sitting.came >= QUORUM]] = week.number
    m.committee_sittings += int((sitting.came >= QUORUM).sum())
    posts, rows = week.memo["working"], sitting.everyone()[1]
    there = np.isin(week.volunteers.holder(POST)[posts], rows)
    week.volunteers.work(POST, posts, 1.0, there.astype(np.float64))
    week.staff.volunteer(rows.astype(np.int64), m.now.committee_hours)


def at_work(m: LinkageState) -> np.ndarray:
    """Return bool [compounds], committees that work: they have met lately, or they are an owners' committee with a quorum that does the work."""
    # The society's week: that of the policy stands still when it has ended.
    lately = m.formed & (m.view.volunteers.week.number - m.last_met <= LATELY)
    owners = m.view.estates.has(OWNERS)
    if owners.any():
        working = np.bincount(m.view.volunteers.at_work(OWNERS) // (len(m.view.volunteers.holder(OWNERS)) // len(owners)), minlength=len(owners))
        owners = owners & (working >= QUORUM)
    return np.asarray(lately | owners)
