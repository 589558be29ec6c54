"""The year of an ordinary compound: what the residents' committee and the Party branch hold anyway, by the calendar.

In the world
    At Spring Festival, at the Lantern, Mid-Autumn and Double Ninth Festivals the committee (居委会) has something on in the yard or the
    activity room; a doctor of the community health centre comes once a quarter (义诊, 健康讲座); the branch of the Party holds its day once a month
    (主题党日); the residents' representatives, gate heads among them, meet twice a year (居民代表会议); there are a few lectures and outings
    besides.
How it works here
    Each is an occasion like any other: staff, a room if one is free, money of the street office that is spent only on what is held.
    Members of the branch and representatives are summoned and may stay away; to all else comes who hears of it and likes to.
Left out
    Gifts of oil and rice; coming by order; sub-branches by building; what is decided at the meetings.
Fails when
    The committee's hours go elsewhere: nothing is held, and those who had heard of it notice.
Sources
    Reports of single communities (some thirty to two hundred people at a festival); how often is assumed, see ordinary_parameters.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_MORNING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ..people.residents import Role, Situation

if TYPE_CHECKING:
    from ..contract.week import Week
    from .ordinary_parameters import OrdinaryLifeParameters

HEAD, MEMBER = "gate head", "committee member"
KINDS: dict[str, Text] = {
    "activity": Text("activity of the committee", "居委会活动"),
    "festival": Text("festival of the compound", "小区节日活动"),
    "health": Text("health talk", "义诊与健康讲座"),
    "branch": Text("day of the Party branch", "主题党日"),
    "assembly": Text("meeting of residents' representatives", "居民代表会议"),
}
"""The occasions of the year -> their titles."""
FESTIVE = ("spring", "lantern", "mid-autumn", "double-ninth", "dragon-boat", "national", "labour", "qingming")
"""Festivals in the order in which a committee has something on."""
_PURSE = "public"
"""The street office pays for what is held; nothing is given before."""
_WEEKEND = (WEEKEND_MORNING, WEEKEND_AFTERNOON)


def call_year(week: Week, p: OrdinaryLifeParameters) -> None:
    """Call what falls due this week; `p` says how often, how long and with what."""
    for call in (_activities, _festival, _health, _branch, _assembly):
        call(week, p)


def _activities(week: Week, p: OrdinaryLifeParameters) -> None:
    which = (week.due("activity", p.activities_a_year, "compound") > 0).nonzero()[0]
    if len(which):
        in_the_morning = week.draw("round", week.units("compound").identity[which]) < 0.5
        week.call(
            "activity", unit="compound", which=which, when=np.where(in_the_morning, *_WEEKEND), hours=p.activity_hours, room_for=p.activity_room,
            quality=p.activity_quality, poster=p.poster, chat=p.chat, by_committee=True, ask=_hosts(week, which), promise=True, room_quality=0.1,
            needs=Needs(yuan=p.activity_yuan, account=_PURSE, staff=p.activity_staff, room="activity room", priority=Priority.CULTURE),
        )  # fmt: skip


def _festival(week: Week, p: OrdinaryLifeParameters) -> None:
    today = week.festival
    if today is None or today.name not in FESTIVE[: p.festivals]:
        return
    which = np.flatnonzero(week.covers("compound"))
    in_the_morning = week.draw("festival round", week.units("compound").identity[which]) < 0.5
    week.call(
        "festival", unit="compound", which=which, when=np.where(in_the_morning, *_WEEKEND), hours=p.activity_hours, room_for=p.festival_room,
        quality=p.festival_quality, poster=p.festival_poster, chat=p.festival_chat, by_committee=True, ask=_hosts(week, which), promise=True,
        needs=Needs(yuan=p.festival_yuan, account=_PURSE, staff=p.festival_staff, priority=Priority.CULTURE),
    )  # fmt: skip


def _health(week: Week, p: OrdinaryLifeParameters) -> None:
    which = (week.due("health", p.health_a_year, "compound") > 0).nonzero()[0]
    if len(which):
        week.call(
            "health", unit="compound", which=which, when=WEEKDAY_MORNING, hours=p.health_hours, room_for=p.health_room, quality=p.activity_quality,
            topic="none", poster=p.health_poster, chat=p.chat, by_committee=True, among=week.residents.age >= p.health_age,
            needs=Needs(staff=p.health_staff, room="activity room", priority=Priority.CULTURE),
        )  # fmt: skip


def _branch(week: Week, p: OrdinaryLifeParameters) -> None:
    which = (week.due("branch", p.branch_a_year, "community") > 0).nonzero()[0]
    if len(which):
        r = week.residents
        # Those who work belong to the branch of their work.
        rows = np.flatnonzero(((r.roles & Role.PARTY) != 0) & (r.situation == Situation.RETIRED))
        k, row = _of_communities(week, which, rows)
        week.call(
            "branch", unit="community", which=which, when=WEEKDAY_AFTERNOON, hours=p.branch_hours, room_for=p.activity_room, quality=p.activity_quality,
            topic="none", by_committee=True, members=(k, row), bring=(k, row),
            needs=Needs(staff=p.branch_staff, room="activity room", priority=Priority.DUTY),
        )  # fmt: skip


def _assembly(week: Week, p: OrdinaryLifeParameters) -> None:
    which = (week.due("assembly", p.assemblies_a_year, "community") > 0).nonzero()[0]
    if len(which):
        held = np.concatenate((_members(week).ravel(), week.volunteers.holder(HEAD)))
        active = np.flatnonzero((week.residents.roles & Role.ACTIVIST) != 0)
        k, row = _of_communities(week, which, np.union1d(held[held >= 0], active))
        week.call(
            "assembly", unit="community", which=which, when=WEEKEND_MORNING, hours=p.assembly_hours, room_for=p.activity_room, quality=p.activity_quality,
            topic="none", by_committee=True, members=(k, row), bring=(k, row),
            needs=Needs(staff=p.assembly_staff, room="activity room", priority=Priority.ASSEMBLY),
        )  # fmt: skip


def _hosts(week: Week, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (occasion, row): the committee's members hear first and ask others."""
    rows = _members(week)[week.units("compound").community[which]]
    k, seat = np.nonzero(rows >= 0)
    return k, rows[k, seat]


def _members(week: Week) -> np.ndarray:
    """Return int32 [communities, seats], rows of the committee's members, -1 where a seat is vacant."""
    return np.asarray(week.offices.holder(MEMBER)).reshape(len(week.units("community").lo), -1)


def _of_communities(week: Week, which: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (occasion, row) of residents for the occasions of the communities `which`, in order."""
    k = np.searchsorted(which, week.unit_of("community", rows))
    here = (k < len(which)) & (which[np.minimum(k, len(which) - 1)] == week.unit_of("community", rows))
    return k[here], rows[here]
