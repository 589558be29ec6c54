"""Resident units (驻区单位) of three-level-linkage: who speaks for them, whom that person knows, what a unit asks for and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ..people.residents import TOPICS, Situation

if TYPE_CHECKING:
    from ..contract.call import Sitting
    from ..contract.week import Week
    from ..services.grants import Ticket
    from .linkage_state import LinkageState

SORTS: dict[str, Text] = {
    "school": Text("school", "学校"),
    "firm": Text("firm", "企业"),
    "hospital": Text("hospital", "医院"),
    "market": Text("market", "市场"),
    "office": Text("office", "机关"),
}
"""The resident units of a community, one of each sort."""
THINGS = ("hall", "ground", "money", "volunteers", "notices")
"""What each of them has."""
OWN = np.array([[0, 1, 0, 1, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 1, 0, 1], [1, 0, 0, 1, 0]], np.bool_)
"""What a sort has a reason of its own to give: a school its ground and pupils who need practice, a firm money for its name, a hospital its
outreach, a market money and notices for its custom, an office its hall and Party members who are told to report to a community (双报到)."""
HEAD, MEMBER = "gate head", "committee member"
MEETING, JOINT = "meeting", "joint"
_WORKS = (Situation.OWNER, Situation.RENTER)
_AFTER_CLASS = (WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON)
"""Rounds in which a unit does not need its hall itself."""
_NONE = np.zeros(0, np.bool_)


def kind_of(sort: str) -> str:
    """Return the name of a sort of unit among the kinds of organisations."""
    return f"resident unit: {sort}"


def found(m: LinkageState, week: Week) -> None:
    """Let the units of the communities at hand be known to the mechanism, once; those who speak for them do not know the secretary."""
    where = np.flatnonzero(week.covers("community") & ~m.founded)
    if len(where) == 0:
        return
    m.founded[where] = True
    compound = week.places.community_compounds[where].astype(np.int64)
    for number, sort in enumerate(SORTS):
        slots = week.organisations.found(kind_of(sort), compound, every=0)
        there = slots >= 0
        m.sort[slots[there]], m.home[slots[there]], m.where[slots[there]] = number, compound[there], where[there]
        represent(m, week, slots[there])


def represent(m: LinkageState, week: Week, slots: np.ndarray) -> None:
    """Name somebody who speaks for each unit: a resident who works, or one who has no home here (-1). They have yet to meet the secretary."""
    r, rows_of = week.residents, week.places.community_rows
    entity = _entity(m, week, slots)
    lives = week.draw("representative lives here", entity) < m.now.lives_here
    m.rep[slots], m.contact[slots] = -1, 0.0
    for slot, community in zip(slots[lives].tolist(), m.where[slots[lives]].tolist(), strict=True):
        rows = np.arange(rows_of[community], rows_of[community + 1])
        rows = rows[np.isin(r.situation[rows], _WORKS) & ~np.isin(rows, m.rep)]
        if len(rows):
            m.rep[slot] = rows[np.argmin(week.draw("speaks for a unit", r.identity[rows], int(m.sort[slot])))]


def here(m: LinkageState, week: Week) -> np.ndarray:
    """Return int64, the units of the communities at hand, by their places among the organisations."""
    slots = np.flatnonzero(m.sort >= 0)
    return slots if week.where is None else slots[week.where[m.where[slots]]]


def knows(m: LinkageState, slots: np.ndarray) -> np.ndarray:
    """Return bool [m]: whose representative knows the secretary, by the talk that they have had."""
    return np.asarray(m.contact[slots] >= m.now.known_hours)


def plan(m: LinkageState, week: Week) -> None:
    """Fade what was, replace who moved away, ask for the time that meetings, visits, answers and joint activities take."""
    p = m.now
    m.contact *= 0.5 ** (1.0 / p.contact_half_life)
    meet, visit, joint = (
        week.due(what, times, "community") > 0 for what, times in ((MEETING, p.meetings_a_year), ("visit", p.visits_a_year), (JOINT, p.joint_a_year))
    )
    opened = p.shared_grounds and max(int(m.hall_until.max()), int(m.ground_until.max())) >= week.number
    # Most weeks ask for nothing of this, and then nothing is looked up.
    gone = (m.rep >= 0) & (week.residents.arrival[m.rep] == week.number) if len(week.moved) else _NONE
    if not (gone.any() or opened or meet.any() or visit.any() or joint.any() or m.asked_until.max() >= 0):
        return
    week.memo["units"] = units = here(m, week)
    if gone.any():
        represent(m, week, units[gone[units]])
    if opened:
        _lend(m, week, units)
    _answer(m, week, units)
    if meet.any():
        _meet(m, week, units, np.flatnonzero(meet))
    if visit.any():
        slots = units[visit[m.where[units]]]
        m.visits_due += len(slots)
        week.memo["visits"] = slots, _ask(m, week, "visit", slots, p.visit_staff, "visits")
    if joint.any():
        _joint(m, week, units, joint)


def _meet(m: LinkageState, week: Week, units: np.ndarray, which: np.ndarray) -> None:
    """Call the joint meetings that are due, in the evening when those who work can come: committee, gate heads at work, representatives who live here."""
    p = m.now
    own = units[m.rep[units] >= 0]
    reps = m.rep[own]
    rows = np.concatenate((week.offices.holder(MEMBER).ravel(), week.volunteers.runners(HEAD, "gate"), reps))
    rows = np.unique(rows[rows >= 0])
    k, row = _at(which, week.unit_of("community", rows), rows)
    # What a unit gets out of it hangs on whether it is known and was answered.
    at, who = _at(which, m.where[own], own)
    stake = 0.5 * knows(m, who) + 0.5 * m.heard[who]
    week.call(
        MEETING, unit="community", which=which, when=WEEKDAY_EVENING, hours=p.meeting_hours, room_for=p.meeting_room, topic="none", by_committee=True,
        members=(k, row), bring=(k, row), stake=(at, m.rep[who], stake),
        needs=Needs(staff=p.meeting_staff, duty="assemblies", room="activity room", priority=Priority.ASSEMBLY),
    )  # fmt: skip


def _answer(m: LinkageState, week: Week, units: np.ndarray) -> None:
    """Ask for the hours that answer what units have asked for; what is overdue was not answered."""
    if m.asked_until.max() < 0:
        return
    late = units[(m.asked_until[units] >= 0) & (m.asked_until[units] < week.number)]
    m.heard[late], m.asked_until[late] = -1, -1
    slots = units[m.asked_until[units] >= 0]
    if len(slots):
        week.memo["answers"] = slots, _ask(m, week, "answer", slots, m.now.request_staff, "counter")


def _ask(m: LinkageState, week: Week, what: str, slots: np.ndarray, hours: float, duty: str) -> Ticket:
    ticket: Ticket = week.grants.ask(
        len(slots), priority=Priority.CARE, identity=week.identity(what, _entity(m, week, slots)), community=m.where[slots], staff=hours, duty=duty
    )
    return ticket


def _lend(m: LinkageState, week: Week, units: np.ndarray) -> None:
    """Halls that units have opened serve as activity rooms of their compound, grounds as courtyards, for whoever asks."""
    for until, room in ((m.hall_until, "activity room"), (m.ground_until, "courtyard")):
        slots = units[until[units] >= week.number]
        if len(slots):
            week.rooms.lend(room, m.home[slots], _AFTER_CLASS)


def _joint(m: LinkageState, week: Week, units: np.ndarray, due: np.ndarray) -> None:
    """Call the joint activities that are due and that somebody can pay for."""
    p, n = m.now, week.places.communities
    m.joint_due += int(due.sum())
    which = np.flatnonzero(due & (week.ledger.balance("community") >= p.joint_yuan))
    if len(which) == 0:
        return
    community = m.where[units]
    hours = np.minimum(np.bincount(community, m.hours_left[units], n)[which], p.joint_staff - min(p.joint_least, p.joint_staff))
    opened = np.maximum(m.hall_until[units], m.ground_until[units]) >= week.number if p.shared_grounds else np.zeros(len(units), np.bool_)
    has_hall = np.bincount(community[opened], minlength=n)[which] > 0
    tells = m.notices_until[units] >= week.number if p.shared_word else np.zeros(len(units), np.bool_)
    told = np.bincount(community[tells], minlength=n)[which]
    hosts = units[m.gave[units] & (m.rep[units] >= 0)]
    at, who = _at(which, m.where[hosts], m.rep[hosts])
    drawn = (week.draw("joint topic", week.units("community").identity[which]) * len(TOPICS)).astype(np.int64)
    topic = np.where(m.wish[which] >= 0, m.wish[which], drawn)
    sitting = week.call(
        JOINT, unit="community", which=which, when=(WEEKEND_AFTERNOON, WEEKEND_MORNING), hours=p.joint_hours, by_committee=True, promise=True,
        room_for=np.where(has_hall, p.hall_people, week.rooms.kind("activity room").people), topic=topic,
        quality=np.minimum(p.joint_quality + p.volunteer_quality * hours / p.joint_staff, 1.0), poster=1.0 - (1.0 - p.poster) * (1.0 - p.unit_poster) ** told,
        chat=p.chat, ask=(at, who), needs=Needs(staff=p.joint_staff - hours, yuan=p.joint_yuan, room="activity room", priority=Priority.CULTURE),
    )  # fmt: skip
    week.memo["joint"] = sitting, hours


def granted(m: LinkageState, week: Week) -> None:
    """Those whom the secretary had the time to visit have talked with them; units whose wish was seen to have been answered."""
    if "visits" in week.memo:
        slots, ticket = week.memo["visits"]
        m.contact[slots[ticket.granted]] += m.now.visit_contact
        m.visits_made += int(ticket.granted.sum())
    if "answers" in week.memo:
        slots, ticket = week.memo["answers"]
        done = slots[ticket.granted]
        m.heard[done], m.asked_until[done] = 1, -1
        m.requests_answered += len(done)


def came(m: LinkageState, week: Week) -> None:
    """See who came to joint meetings and joint activities, and what came of it."""
    sitting = week.sitting(MEETING)
    if len(sitting):
        _at_the_meeting(m, week, sitting, week.memo["units"])
    if "joint" in week.memo:
        sitting, hours = week.memo["joint"]
        _at_the_activity(m, week, sitting, hours, week.memo["units"])


def _at_the_meeting(m: LinkageState, week: Week, sitting: Sitting, units: np.ndarray) -> None:
    """Units that are represented meet the secretary, ask, and give; what the residents there like best is what they wish for."""
    p = m.now
    k, row = sitting.everyone()
    week.offices.met(MEMBER, row)
    favourite = week.residents.interests[row].argmax(axis=1)
    for one in np.unique(k).tolist():
        m.wish[sitting.unit[one]] = np.bincount(favourite[k == one]).argmax()
    held = np.zeros(week.places.communities, np.bool_)
    held[sitting.unit[sitting.held]] = True
    slots = units[held[m.where[units]]]
    if len(slots) == 0:
        return
    m.meetings += int(sitting.held.sum())
    m.gave[slots] = False
    entity, lives = _entity(m, week, slots), m.rep[slots] >= 0
    odds = p.come + p.come_known * knows(m, slots) + p.come_answered * m.heard[slots]
    there = slots[np.where(lives, np.isin(m.rep[slots], row), week.draw("representative comes", entity) < _logistic(odds))]
    m.represented += len(there)
    m.invited += len(slots)
    _gives(m, week, there)
    m.contact[there] += p.meeting_contact
    free = there[m.asked_until[there] < 0]
    asks = free[week.draw("unit asks", _entity(m, week, free)) < p.raises]
    m.asked_until[asks] = week.number + p.request_weeks
    m.requests += len(asks)


def _gives(m: LinkageState, week: Week, slots: np.ndarray) -> None:
    """Each unit decides what it gives; money is paid at once, all else can be used for some weeks."""
    p, entity = m.now, _entity(m, week, slots)
    odds = p.give + p.give_known * knows(m, slots) + p.give_answered * m.heard[slots]
    until = week.number + p.pledge_weeks
    for number, thing in enumerate(THINGS):
        gives = slots[week.draw("unit gives", entity, number) < _logistic(odds + p.give_own * OWN[m.sort[slots], number])]
        m.gave[gives] = True
        m.gifts += len(gives)
        if thing == "money":
            m.gift_yuan += float(week.ledger.pay("donors", "community", np.full(len(gives), p.gift_yuan), m.where[gives]).sum()) * p.gift_yuan
        elif thing == "volunteers":
            m.hours_left[slots] = 0.0
            m.hours_left[gives] = p.gift_hours
        else:
            getattr(m, f"{thing}_until")[gives] = until


def _at_the_activity(m: LinkageState, week: Week, sitting: Sitting, hours: np.ndarray, units: np.ndarray) -> None:
    """Count who came; the hours of the units' people are used up, those of all units of a community alike."""
    held, community = sitting.held, m.where[units]
    m.joint_held += int(held.sum())
    m.joint_person_times += int(sitting.came[held].sum())
    used, there = np.zeros(week.places.communities), np.bincount(community, m.hours_left[units], week.places.communities)
    used[sitting.unit[held]] = hours[held]
    m.unit_hours += float(used.sum())
    # Units may have given anew, or no longer, since the activity was planned.
    left = np.clip(1.0 - used / np.maximum(there, 1e-9), 0.0, 1.0)
    m.hours_left[units] *= left[community]


def _entity(m: LinkageState, week: Week, slots: np.ndarray) -> np.ndarray:
    """Return uint64 [m], the permanent identity of each unit: that of its compound, and its sort."""
    return np.asarray(week.units("compound").identity[m.home[slots]] ^ (m.sort[slots].astype(np.uint64) + np.uint64(1)) << np.uint64(52))


def _at(which: np.ndarray, community: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (occasion, entry of `of`) of what belongs to the communities `which`, in order."""
    k = np.minimum(np.searchsorted(which, community), len(which) - 1)
    mine = which[k] == community
    return k[mine], of[mine]


def _logistic(x: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


__all__ = ["JOINT", "MEETING", "OWN", "SORTS", "THINGS", "came", "found", "granted", "here", "kind_of", "knows", "plan", "represent"]
