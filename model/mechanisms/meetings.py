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
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field, field_validator

from ..contract.mechanism import FocusKindInfo, Mechanism, MechanismParameters, SocietyLike
from ..ground.measure import State
from ..ground.parameters import constant
from ..ground.text import Text
from ..people.declared import measure
from ..people.everyday import ROUNDS, VISIT_ROUNDS
from ..people.places import Places
from ..people.residents import TOPICS, Role
from ..people.units import event_identity

if TYPE_CHECKING:
    from ..contract.week import Week


Audience = Literal["landing", "gate", "building", "compound", "community", "group"]
Topic = Literal["any", "singing", "dancing", "opera", "calligraphy", "chess", "handicraft", "sport", "cooking"]
_FIRST = np.uint8(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)
_MEMBER = np.uint8(Role.MEMBER)


def _lever(default: Any, unit: str, low: float | None, high: float | None, en: str, zh: str) -> Any:
    return constant(default, unit=unit, low=low, high=high, mark="setting", en=en, zh=zh)


class MeetingsParameters(MechanismParameters):
    """Meetings of an audience. None are called by default."""

    a_year: float = _lever(0.0, "times a year and unit", 0.0, 364.0, "Meetings that are called", "每年聚会次数")
    audience: Audience = _lever("compound", "landing, gate, building, compound, community or group", None, None, "Who is called together", "聚会范围")
    group_size: int = _lever(10, "people", 2, 5000, "Size of a group of neighbours, where groups are called", "固定小组人数")
    members: float = _lever(1.0, "share of residents", 0.0, 1.0, "Members of the club or list; 1: it is for all", "成员比例（1 为面向全体）")
    by_household: bool = _lever(False, "yes or no", None, None, "Whole households are members", "以户为单位入会")
    hours: float = _lever(2.0, "hours", 0.01, 12.0, "Length of a meeting", "每次时长")
    room: int = _lever(30, "people", 2, 65000, "People for whom there is room", "容纳人数")
    rounds: tuple[int, ...] = Field(
        (5, 10, 11), description="Rounds of the week of which one is drawn", json_schema_extra={"unit": "rounds", "zh": "可选时段", "mark": "setting"}
    )
    topic: Topic = _lever("any", "name", None, None, "What it is about; any: drawn for each meeting", "主题（any 为每次随机）")
    quality: float = _lever(0.5, "0 to 1", 0.0, 1.0, "Quality", "质量")
    openness: float = _lever(1.0, "factor", 0.001, 1.0, "Weight of those one does not recognise; at a hosted meeting everybody is greeted", "对陌生人的开放度")
    poster: float = _lever(0.2, "chance", 0.0, 1.0, "Reach of a notice", "告示到达率")
    chat: float = _lever(0.0, "chance times digital skill", 0.0, 1.0, "Reach of a chat group or e-mail list", "微信群或邮件到达率")
    knock: float = _lever(0.0, "chance", 0.0, 1.0, "A knock on the door, or an invitation by name", "上门或点名邀请比例")
    by_committee: bool = _lever(False, "yes or no", None, None, "The residents' committee is the host, else neighbours", "由居委会主办")
    active_first: bool = _lever(False, "yes or no", None, None, "Party members and the active hear first and ask others", "党员和骨干先知并邀请他人")
    incentive: float = _lever(0.0, "yuan", 0.0, 10000.0, "Paid to each who comes", "每位到场者所得")
    cost: float = _lever(0.0, "yuan", 0.0, 1e6, "Cost of a meeting", "每次费用")

    @field_validator("rounds")
    @classmethod
    def _rounds_exist(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        allowed = [r for r in range(len(ROUNDS)) if r not in VISIT_ROUNDS]
        if not value or any(r not in allowed for r in value) or len(set(value)) != len(value):
            raise ValueError(f"must be one or more different rounds out of {allowed}")
        return value


class Units(NamedTuple):
    """The units that are called together, in order of their rows.

    Attributes:
        lo, hi: int64 [units], rows lo <= row < hi of each.
        xy: float64 [units, 2], the middle of the homes of those who live in it, metres.
        community: int64 [units], index of its community.
        identity: uint64 [units], permanent: number of the community and first row of the unit within it.
    """

    lo: np.ndarray
    hi: np.ndarray
    xy: np.ndarray
    community: np.ndarray
    identity: np.ndarray


def units_of(places: Places, flat: np.ndarray, audience: Audience, group_size: int) -> Units:
    """List the units of a kind in which at least two people live.

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
    return Units(lo, hi, xy, community, identity)


class Meetings(Mechanism[MeetingsParameters]):
    """Meetings of a circle of residents; see the head of this file."""

    name: ClassVar[str] = "meetings"
    title: ClassVar[Text] = Text("Meetings", "聚会")
    Parameters = MeetingsParameters
    levers: ClassVar[dict[str, object]] = {"a_year": 0.0}

    @classmethod
    def focus_kinds(cls) -> Sequence[FocusKindInfo]:
        """Name the kind of event."""
        return (FocusKindInfo("meeting", Text("meeting", "聚会")),)

    def setup(self, society: SocietyLike) -> None:
        """Nobody is a member yet."""
        self._units: dict[tuple[str, int], Units] = {}
        self._of = (society.places, society.residents)
        self.enrolled, self.last_enrolled = 1.0, -1
        self.counts = {"held": 0, "came": 0, "heard": 0}

    def units(self) -> Units:
        """Return the units that are called now."""
        key = (self.now.audience, self.now.group_size)
        if key not in self._units:
            places, residents = self._of
            self._units[key] = units_of(places, residents.flat, *key)
        return self._units[key]

    def plan(self, week: Week) -> None:
        """Call the meetings that fall due."""
        p = self.now
        if p.a_year <= 0.0:
            return
        self._enrol(week)
        units = self.units()
        from ..ground.draws import falls_due
        from ..ground.random import draw

        offset = draw(week.society.seed, f"{self.name} offset", 0, units.identity)
        times = falls_due(offset, p.a_year, week.scenario_week)
        if p.communities:
            times = np.where(np.isin(week.places.community_id[units.community], p.communities), times, 0.0)
        for again in range(int(times.max(initial=0.0))):
            self._call(week, np.flatnonzero(times > again), again)

    def _call(self, week: Week, which: np.ndarray, again: int) -> None:
        """Put one meeting of each of the units `which` into the week's events."""
        p, units = self.now, self.units()
        if p.cost > 0.0:
            self._pay(week, "suppliers", np.full(len(which), p.cost), units.community[which])
        identity = event_identity(self.name, f"meeting {again}", week.number, units.identity[which])
        pick = self.draw(week, "round and topic", units.identity[which])
        when = ((pick * len(p.rounds)).astype(np.int64) + again) % len(p.rounds)
        topic = (pick * 997.0 * len(TOPICS)).astype(np.int64) % len(TOPICS) if p.topic == "any" else TOPICS.index(p.topic)
        week.events.add(
            len(which), kind=self.codes["meeting"], round=np.array(p.rounds, np.uint8)[when], lo=units.lo[which], hi=units.hi[which],
            x=units.xy[which, 0], y=units.xy[which, 1], hours=p.hours, capacity=p.room, quality=p.quality, topic=topic, poster=p.poster,
            chat=p.chat, knock=p.knock, yuan=p.incentive, host=int(p.by_committee), openness=p.openness, helpers=_FIRST if p.active_first else 0,
            only=_MEMBER if p.members < 1.0 else 0, identity=identity, mechanism=self.index,
        )  # fmt: skip

    def _enrol(self, week: Week) -> None:
        """Make members of the share of residents that the lever asks for; those who have moved in are asked as the others were."""
        p = self.now
        if p.members >= 1.0:
            return
        r = week.residents
        rows = week.moved if self.enrolled == p.members and self.last_enrolled == week.number - 1 else np.arange(r.n)
        self.enrolled, self.last_enrolled = p.members, week.number
        if p.communities and len(rows):
            community = np.searchsorted(week.places.community_rows, rows, side="right") - 1
            rows = rows[np.isin(week.places.community_id[community], p.communities)]
        if len(rows) == 0:
            return
        from ..ground.random import draw

        who = r.identity[rows] >> np.uint64(8) if p.by_household else r.identity[rows]
        joins = draw(week.society.seed, f"{self.name} member", 0, who) < p.members
        r.roles[rows] = np.where(joins, r.roles[rows] | _MEMBER, r.roles[rows] & ~_MEMBER)

    def _pay(self, week: Week, target: str, yuan: np.ndarray, community: np.ndarray) -> None:
        """Spend money of the programme: it comes from the public purse and is booked as the community's."""
        ledger = week.services.ledger
        ledger.pay("public", "community", yuan, community)
        ledger.pay("community", target, yuan, community)

    def attend(self, week: Week) -> None:
        """Count who came and pay them what was promised."""
        if len(week.events) == 0:
            return
        table = week.events.table
        mine = (table["mechanism"] == self.index) & (table["kind"] == self.codes["meeting"])
        came = table["came"][mine].astype(np.int64)
        self.counts["held"] += int(np.count_nonzero(came >= 2))
        self.counts["came"] += int(came.sum())
        self.counts["heard"] += int(table["heard"][mine].sum())
        if self.now.incentive > 0.0 and len(came):
            community = np.searchsorted(week.places.community_rows, table["lo"][mine], side="right") - 1
            self._pay(week, "residents", came * self.now.incentive, community)

    @measure("meetings to which at least two came", "至少两人到场的聚会", unit="meetings since the start", kind="count", a_year=True)
    def held(self) -> float:
        """Meetings held since the start."""
        return self.counts["held"]

    @measure("person-times at meetings", "聚会到场人次", unit="person-times since the start", kind="count", a_year=True)
    def came(self) -> float:
        """Attendances since the start."""
        return self.counts["came"]

    @measure("person-times that heard of a meeting", "得知聚会人次", unit="person-times since the start", kind="count", a_year=True)
    def heard(self) -> float:
        """People who heard of meetings, since the start."""
        return self.counts["heard"]

    def state(self) -> State:
        """Return all that has to be saved."""
        return {"enrolled": self.enrolled, "last_enrolled": self.last_enrolled, **self.counts}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        self.enrolled, self.last_enrolled = float(state["enrolled"]), int(state["last_enrolled"])
        self.counts = {name: int(state[name]) for name in self.counts}
