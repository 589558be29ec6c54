"""Cultural facilities: places with rooms, functions and hours; who is free and near enough may come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...contract.needs import Needs, Priority
from ...people.declared import counter, state
from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ...people.residents import TOPICS
from .reach import NEVER, Reach
from .spots import spots

if TYPE_CHECKING:
    from ...contract.week import Week

FUNCTIONS = np.array([TOPICS.index(topic) for topic in ("chess", "calligraphy", "singing", "handicraft")], np.uint8)
"""What the first, second ... room of a facility is for."""
OFFICE, LATE = (WEEKDAY_MORNING, WEEKDAY_AFTERNOON), (WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON)
HOURS = {"office": OFFICE, "late": LATE, "both": (*OFFICE, *LATE)}
LENT = "activity room"
_ROUNDS, _MOST_ROOMS, _REGULAR = 13, 4, 13
"""Rounds of a week and most rooms of a facility, by which openings are numbered; weeks for which one counts on an opening one came to."""
_EACH = 1024
"""More openings than a community can have in a week."""


class Openings(NamedTuple):
    """The openings of a week, in the order of their communities and numbers.

    Attributes:
        key: what of the parameters they follow from.
        community: int64, index of the community of each.
        nth: int64, number of facility, room and round within the community.
        entity: uint64, permanent identities.
        xy: float64 [openings, 2], where.
        compounds: int64, the compound beside which each facility is.
    """

    key: tuple[object, ...]
    community: np.ndarray
    nth: np.ndarray
    entity: np.ndarray
    xy: np.ndarray
    compounds: np.ndarray


class Facilities(Reach):
    """Facilities of the communities: each room is open for half a day in each part of the week of its hours, if staff and money are there."""

    sat: np.ndarray = state("resident", NEVER, dtype=np.int32, on_move=NEVER)
    opening: np.ndarray = state("resident", -1, dtype=np.int16, on_move=-1)
    planned: int = counter("half days on which rooms of facilities should be open", "功能室应开放半天数", unit="half days", a_year=True)
    opened: int = counter("half days on which rooms of facilities were open", "功能室实际开放半天数", unit="half days", a_year=True)
    guests: int = counter("visits to facilities", "设施到访人次", unit="visits", a_year=True)
    reported: int = counter("official: visits to facilities", "官方统计：设施到访人次", unit="visits", a_year=True, beside="guests")
    _openings: Openings | None = None

    def open_up(self, week: Week) -> None:
        """Plan the openings of this week, and lend what rooms are left to whoever needs one."""
        p = self.now
        if p.facilities == 0:
            return
        o = self._all(week)
        when = (o.nth % _ROUNDS).astype(np.uint8)
        self.planned += len(o.nth)
        week.call(
            "facility", unit="community", which=o.community, entity=o.entity, when=when, hours=p.opening_hours, room_for=p.seats,
            quality=p.opening_quality, topic=FUNCTIONS[o.nth // _ROUNDS % _MOST_ROOMS], poster=p.opening_poster, chat=p.opening_chat, by_committee=True,
            openness=p.opening_openness, place=o.xy, promise=True, promised_to=self._regulars(week, o),
            needs=Needs(staff=p.opening_staff, yuan=p.opening_yuan, account="public", priority=Priority.CULTURE),
        )  # fmt: skip
        if p.lent_rooms:
            week.rooms.lend(LENT, o.compounds, HOURS[p.hours], p.lent_rooms)

    def _all(self, week: Week) -> Openings:
        """Return the openings that the parameters ask for, worked out once."""
        p, where = self.now, week.covers("community")
        key = (p.facilities, p.rooms, p.hours, p.placing, p.edge_metres, where.tobytes())
        if self._openings is None or self._openings.key != key:
            xy, here = spots(week, p.facilities, p.placing, p.edge_metres), np.flatnonzero(where)
            nth = np.array([(f * _MOST_ROOMS + m) * _ROUNDS + r for f in range(p.facilities) for m in range(p.rooms) for r in HOURS[p.hours]], np.int64)
            community, number = np.repeat(here, len(nth)), np.tile(nth, len(here))
            entity = week.units("community").identity[community] ^ (number.astype(np.uint64) << np.uint64(48))
            gate = week.units("gate")
            beside = [int(((gate.xy[mine] - at) ** 2).sum(axis=1).argmin() + mine[0])
                      for c in here.tolist() if len(mine := np.flatnonzero(gate.community == c)) for at in xy[c]]  # fmt: skip
            compounds = np.searchsorted(week.places.compound_gates, np.array(beside, np.int64), side="right") - 1
            self._openings = Openings(key, community, number, entity, xy[community, number // (_ROUNDS * _MOST_ROOMS)], compounds)
        return self._openings

    def _regulars(self, week: Week, o: Openings) -> tuple[np.ndarray, np.ndarray]:
        """Return (opening, row): who was there lately counts on the opening that they came to last."""
        rows = np.flatnonzero(week.number - self.sat <= _REGULAR)
        wanted = week.unit_of("community", rows) * _EACH + self.opening[rows]
        there = o.community * _EACH + o.nth
        k = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
        known = there[k] == wanted
        return k[known], rows[known]

    def came_to_facilities(self, week: Week) -> None:
        """Count who came, and what is reported of it."""
        from ...survey import official_count

        sitting = week.sitting("facility")
        if len(sitting) == 0:
            return
        k, row = sitting.everyone()
        held = sitting.held
        self.opened += int(np.count_nonzero(held))
        self.guests += len(row)
        self.reported += int(official_count(sitting.came[held], self.now.report_floor).sum())
        self.came(week.number, row)
        self.sat[row] = week.number
        self.opening[row] = self._all(week).nth[k]
