"""Interest circles (兴趣小组): capable people (社区能人) whose talent became known gather others around their own topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.mechanism import SocietyLike
from ..ground.measure import State
from ..people.residents import NO_TALENT, Role, Situation
from ..people.units import event_identity
from .gate_heads import logistic
from .gate_parameters import BuildingGatesParameters

if TYPE_CHECKING:
    from ..contract.week import Week


COLUMNS: dict[str, type] = {
    "row": np.int32, "who": np.uint64, "topic": np.uint8, "round": np.uint8, "every": np.uint8, "began": np.int32, "company": np.float64, "sessions": np.int32,
}  # fmt: skip
"""Columns of the table of circles: row and identity of the organiser, topic, round, weeks between meetings, first week, people at the
usual meeting, meetings held."""

_DAY_ROUNDS = np.array((1, 3, 10), np.uint8)
_EVENING_ROUNDS = np.array((5, 10, 11), np.uint8)
_ORGANISER = np.uint8(Role.ORGANISER)


class Circles:
    """All interest circles, in the order in which they began.

    Attributes:
        table: column -> array, see `COLUMNS`.
        not_before: int32 [residents], week before which one who stopped does not begin again.
    """

    def __init__(self, society: SocietyLike) -> None:
        """Begin without circles."""
        self.table: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in COLUMNS.items()}
        self.not_before = np.full(society.residents.n, -1, np.int32)

    def __len__(self) -> int:
        return len(self.table["row"])

    def _keep(self, which: np.ndarray, week: Week) -> None:
        t = self.table
        gone = t["row"][~which]
        same = week.residents.identity[gone] == t["who"][~which]
        week.residents.roles[gone[same]] &= ~_ORGANISER
        self.not_before[gone] = np.where(same, week.number + 52, -1)
        self.table = {name: column[which] for name, column in t.items()}

    def close_all(self, week: Week) -> None:
        """End all circles (the policy is over and nobody pays or asks)."""
        if len(self):
            self._keep(np.zeros(len(self), np.bool_), week)

    def found(self, week: Week, p: BuildingGatesParameters, allowed: np.ndarray | None) -> None:
        """Let people of known talent decide whether to open a circle.

        Args:
            week: this week.
            p: the parameters in force.
            allowed: bool [gates], gates that have the policy; None: all.
        """
        r = week.residents
        rows = np.flatnonzero(r.talent_known)
        if len(rows) == 0:
            return
        rows = rows[((r.roles[rows] & _ORGANISER) == 0) & (self.not_before[rows] <= week.number) & (r.talent[rows] != NO_TALENT)]
        if allowed is not None:
            rows = rows[allowed[r.gate[rows]]]
        utility = (
            p.found + p.found_civic * r.civic[rows] + p.found_time * (r.free_hours[rows] / 20.0 - 1.0)
            + p.found_trust * (r.trust_institutions[rows] - 0.5) - p.frailty * r.frailty[rows]
        )  # fmt: skip
        rows = rows[week.draw("circle begins", r.identity[rows]) < logistic(utility)]
        if len(rows) == 0:
            return
        who = r.identity[rows]
        at_home = r.situation[rows] <= Situation.CARER
        pick = (week.draw("circle round", who) * 3.0).astype(np.int64)
        new = {
            "row": rows, "who": who, "topic": r.talent[rows], "round": np.where(at_home, _DAY_ROUNDS[pick], _EVENING_ROUNDS[pick]),
            "every": 1 + (week.draw("circle rhythm", who) < p.fortnightly), "began": np.full(len(rows), week.number),
            "company": np.full(len(rows), 4.0), "sessions": np.zeros(len(rows)),
        }  # fmt: skip
        r.roles[rows] |= _ORGANISER
        self.table = {name: np.concatenate([self.table[name], np.asarray(new[name], kind)]) for name, kind in COLUMNS.items()}

    def stay_or_go(self, week: Week, p: BuildingGatesParameters) -> None:
        """Let organisers whose quarter is over decide whether to go on; those who moved away are gone."""
        t, r = self.table, week.residents
        if len(self) == 0:
            return
        here = r.identity[t["row"]] == t["who"]
        age = week.number - t["began"]
        due = here & (age > 0) & (age % 13 == 0)
        if due.any():
            company, frail = np.minimum(t["company"][due] / 8.0, 1.0), r.frailty[t["row"][due]]
            utility = p.circle_stay + p.circle_company * company - p.circle_tires * (age[due] / 13.0) - p.frailty * frail
            here[due] = week.draw("circle goes on", t["who"][due]) < logistic(utility)
        if not here.all():
            self._keep(here, week)

    def plan(self, week: Week, p: BuildingGatesParameters, mechanism: int, code: int, name: str) -> None:
        """Plan this week's meetings: in a room of the compound if one is free, else in the hall of the organiser's gate."""
        t, r, s = self.table, week.residents, week.services
        due = np.flatnonzero((week.number - t["began"]) % t["every"] == 0)
        if len(due) == 0:
            return
        evening = np.float32(min(1.0, p.circle_hours / s.constants.evenings.hours))
        due = due[s.staff.spare(t["row"][due]) >= evening]
        gate = r.gate[t["row"][due]]
        due = due[s.ledger.pay("community", "suppliers", p.circle_yuan, s.units.gate_community[gate])] if len(due) else due
        if len(due) == 0:
            return
        rows = t["row"][due]
        s.staff.take(rows, np.full(len(rows), evening))
        gate = r.gate[rows]
        compound = s.units.gate_compound[gate]
        room = s.rooms.book(compound, t["round"][due])
        places = week.places
        lo = np.where(room, places.compound_rows[compound], places.gate_rows[gate])
        hi = np.where(room, places.compound_rows[compound + 1], places.gate_rows[gate + 1])
        xy = np.where(room[:, None], s.rooms.xy[compound], places.gate_xy[gate])
        week.events.add(
            len(due), kind=code, round=t["round"][due], lo=lo, hi=hi, x=xy[:, 0], y=xy[:, 1], hours=p.circle_hours, capacity=p.circle_room,
            quality=np.clip(p.quality + p.circle_quality + p.skill_quality * r.civic[rows], 0.0, 1.0), topic=t["topic"][due], poster=p.circle_poster,
            chat=0.5 * p.circle_poster, organiser=rows, identity=event_identity(name, "circle", week.number, t["who"][due]), mechanism=mechanism,
        )  # fmt: skip

    def attended(self, organiser: np.ndarray, came: np.ndarray) -> None:
        """Take notice of who came to the meetings of these organisers (rows), themselves included in `came`."""
        t = self.table
        order = np.argsort(t["row"])
        at = order[np.searchsorted(t["row"][order], organiser)]
        t["company"][at] += 0.2 * (came - 1 - t["company"][at])
        t["sessions"][at] += 1

    def state(self) -> State:
        """Return what has to be saved."""
        return {**self.table, "not_before": self.not_before}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        self.table = {name: state[name].copy() for name in COLUMNS}
        self.not_before = state["not_before"].copy()
