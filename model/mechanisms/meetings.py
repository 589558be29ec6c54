"""Meetings (聚会): an organiser calls a circle of residents together, again and again.

In the world
    A committee, a club, a lender or a programme calls meetings: of a landing, a gate, a building, a compound, a community, or of
    fixed groups of neighbours. It has a room, a topic and a length, and lets people know by a notice, a chat group, an e-mail list
    or at the door. It may be for members only, it may pay those who come, and it may ask for an hour of work instead of offering one
    of company: a call for volunteers and a vote are meetings too.
How it works here
    Every unit that is called gets its events, spread over the year. Who comes is the residents' decision and whom they meet is left
    to the room. Members are drawn once, each by their own identity (or their household's), and so are those who move in later.
Left out
    Where the organiser's time comes from, and the evenings of those who knock; quarrels about the topic; members who leave.
Fails when
    Few hear of it, the topic is nobody's, the room is full, or the same people are asked too often.
Sources
    design.md section 5 (an event is a start; being asked personally is the strongest predictor). Numbers are settings: a scenario or
    a study says how often, for how long and for whom.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from ..contract.mechanism import Mechanism, MechanismParameters
from ..contract.needs import NOTHING, Needs
from ..ground.parameters import setting
from ..ground.text import Text
from ..people.declared import counter, state
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON, WEEKEND_MORNING, Rounds
from ..people.places import Places
from ..people.residents import Role
from ..people.units import UnitTable

if TYPE_CHECKING:
    from ..contract.week import Week

Audience = Literal["landing", "gate", "building", "compound", "community", "group"]
Topic = Literal["any", "singing", "dancing", "opera", "calligraphy", "chess", "handicraft", "sport", "cooking"]
_FIRST = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)


class MeetingsParameters(MechanismParameters):
    """Meetings of an audience. None are called by default."""

    a_year: float = setting(0.0, "times a year and unit", 0.0, 364.0, "Meetings that are called", "每年聚会次数")
    audience: Audience = setting("compound", "landing, gate, building, compound, community or group", None, None, "Who is called together", "聚会范围")
    group_size: int = setting(10, "people", 2, 5000, "Size of a group of neighbours, where groups are called", "固定小组人数")
    members: float = setting(1.0, "share of residents", 0.0, 1.0, "Members of the club or list; 1: it is for all", "成员比例（1 为面向全体）")
    by_household: bool = setting(False, "yes or no", None, None, "Whole households are members", "以户为单位入会")
    hours: float = setting(2.0, "hours", 0.01, 12.0, "Length of a meeting", "每次时长")
    room: int = setting(30, "people", 2, 65000, "People for whom there is room", "容纳人数")
    rounds: Rounds = Field(
        (WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON),
        description="Rounds of the week of which one is drawn",
        json_schema_extra={"unit": "rounds", "zh": "可选时段", "mark": "setting"},
    )
    topic: Topic = setting("any", "name", None, None, "What it is about; any: drawn for each meeting", "主题（any 为每次随机）")
    quality: float = setting(0.5, "0 to 1", 0.0, 1.0, "Quality", "质量")
    openness: float = setting(1.0, "factor", 0.001, 1.0, "Weight of those one does not recognise; at a hosted meeting everybody is greeted", "对陌生人的开放度")
    poster: float = setting(0.2, "chance", 0.0, 1.0, "Reach of a notice", "告示到达率")
    chat: float = setting(0.0, "chance times digital skill", 0.0, 1.0, "Reach of a chat group or e-mail list", "微信群或邮件到达率")
    knock: float = setting(0.0, "chance", 0.0, 1.0, "A knock on the door, or an invitation by name", "上门或点名邀请比例")
    by_committee: bool = setting(False, "yes or no", None, None, "The residents' committee is the host, else neighbours", "由居委会主办")
    active_first: bool = setting(False, "yes or no", None, None, "Party members and the active hear first and ask others", "党员和骨干先知并邀请他人")
    incentive: float = setting(0.0, "yuan", 0.0, 10000.0, "Paid to each who comes", "每位到场者所得")
    cost: float = setting(0.0, "yuan", 0.0, 1e6, "Cost of a meeting", "每次费用")


def units_of(places: Places, flat: np.ndarray, audience: Audience, group_size: int) -> UnitTable:
    """List the units of a kind in which at least two people live, with the middle of their homes.

    Groups are neighbours: the rows of a compound, in the order of their addresses, cut into parts of `group_size`; a last part
    of less than half of that joins the one before it.

    Args:
        places: where everybody lives.
        flat: int [n], flat of each resident.
        audience: kind of unit.
        group_size: people of a group.
    """
    if audience == "group":
        parts = [lo + group_size * np.arange(max(round((hi - lo) / group_size), 1)) for lo, hi in itertools.pairwise(places.compound_rows.tolist())]
        starts = np.append(np.concatenate(parts), places.compound_rows[-1]).astype(np.int64)
    else:
        starts = getattr(places, f"{audience}_rows").astype(np.int64)
    lived_in = np.diff(starts) >= 2
    lo, hi = starts[:-1][lived_in], starts[1:][lived_in]
    community = np.searchsorted(places.community_rows, lo, side="right") - 1
    # Rows stand still, so that the first row of a unit within its community names the unit for good.
    within = lo - places.community_rows[community]
    sums = np.concatenate((np.zeros((1, 2)), np.cumsum(places.flat_xyz[flat, :2].astype(np.float64), axis=0)))
    xy = (sums[hi] - sums[lo]) / (hi - lo)[:, None]
    identity = (places.community_id[community].astype(np.uint64) << np.uint64(32)) | within.astype(np.uint64)
    return UnitTable(lo, hi, xy, community, identity)


class Meetings(Mechanism[MeetingsParameters]):
    """Meetings of a circle of residents; see the head of this file."""

    name: ClassVar[str] = "meetings"
    title: ClassVar[Text] = Text("Meetings", "聚会")
    Parameters = MeetingsParameters
    levers: ClassVar[dict[str, object]] = {"a_year": 0.0}
    kinds: ClassVar[dict[str, Text]] = {"meeting": Text("meeting", "聚会")}

    member: np.ndarray = state("resident", False)
    enrolled: float = state("one", -1.0)
    enrolled_in: int = state("one", -2)
    held: int = counter("meetings to which at least two came", "至少两人到场的聚会", unit="meetings", a_year=True)
    came: int = counter("person-times at meetings", "聚会到场人次", unit="person-times", a_year=True)
    heard: int = counter("person-times that heard of a meeting", "得知聚会人次", unit="person-times", a_year=True)

    @classmethod
    def example(cls) -> MeetingsParameters:
        """Return parameters with a meeting in every second week, for some of the compound."""
        return MeetingsParameters.model_validate({"a_year": 26.0, "members": 0.8, "chat": 0.3, "incentive": 5.0, "cost": 100.0})

    def plan(self, week: Week) -> None:
        """Call the meetings that fall due."""
        p = self.now
        if p.a_year <= 0.0:
            return
        units = self._units(week)
        times = week.due("", p.a_year, units)
        among = self._members(week) if p.members < 1.0 else None
        due, pick = np.flatnonzero(times), np.zeros(len(times))
        pick[due] = week.draw("round and topic", units.identity[due])
        for again in range(int(times.max(initial=0))):
            which = np.flatnonzero(times > again)
            week.call(
                "meeting",
                unit=units,
                which=which,
                again=again,
                when=np.array(p.rounds, np.uint8)[((pick[which] * len(p.rounds)).astype(np.int64) + again) % len(p.rounds)],
                among=among,
                needs=Needs(yuan=p.cost, account="public") if p.cost > 0.0 else NOTHING,
                pays=p.incentive,
                first=_FIRST if p.active_first else 0,
                room_for=p.room,
                **{name: getattr(p, name) for name in ("hours", "quality", "topic", "openness", "poster", "chat", "knock", "by_committee")},
            )

    def _units(self, week: Week) -> UnitTable:
        """Return the units that are called now."""
        key = f"{self.now.audience} {self.now.group_size}"
        if key not in self._tables:
            self._tables[key] = units_of(week.places, week.residents.flat, self.now.audience, self.now.group_size)
        return self._tables[key]

    def membership(self) -> np.ndarray:
        """Return bool [residents], who is a member."""
        return self.member

    def setup(self, week: Week) -> None:
        """No units have been listed yet."""
        self._tables: dict[str, UnitTable] = {}

    def _members(self, week: Week) -> np.ndarray:
        """Return bool [residents]: the share that the lever asks for, each by their own draw; who moves in is asked as the others were."""
        p, identity = self.now, week.residents.identity
        same = self.enrolled == p.members and self.enrolled_in == week.number - 1
        rows = week.moved if same else np.arange(len(identity))
        self.enrolled, self.enrolled_in = p.members, week.number
        if len(rows):
            who = identity[rows] >> np.uint64(8) if p.by_household else identity[rows]
            self.member[rows] = week.for_life("member", who) < p.members
        return self.member

    def attend(self, week: Week) -> None:
        """Count who came and pay them what was promised."""
        for sitting in week.sittings("meeting"):
            came = sitting.came
            self.held += int(np.count_nonzero(came >= 2))
            self.came += int(came.sum())
            self.heard += int(sitting.heard.sum())
            if self.now.incentive > 0.0:
                week.ledger.pay("public", "residents", came * self.now.incentive, sitting.community)
