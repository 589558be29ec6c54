"""The book of disputes: the open cases, who holds them, and how those that ended are counted and recorded.

What happens is counted by kind, road and outcome; beside it stands what each road reports. A case that was settled on
a road that somebody opened is always recorded, one that was not only now and then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ground.measure import State, share_of
from ..people.declared import measure
from ..people.experiences import Experience
from ..people.places import Places
from ..people.service_constants import QuarrelConstants
from ..people.units import ranges
from .base import NOBODY, Service
from .dispute_table import (
    ACCEPTED,
    ALOUD,
    BETWEEN_NEIGHBOURS,
    BOUND,
    COURT,
    KINDS,
    MOVED,
    NO_CASES,
    OUTCOMES,
    RELATIONS,
    ROADS,
    SETTLED,
    SWALLOW,
    TALK,
    Cases,
    Open,
    Relation,
    kind_number,
)

if TYPE_CHECKING:
    from .moment import Moment

Place = tuple[str, np.ndarray]
"""Where: ("gate", "compound" or "community"; bool of all these units, or their indices)."""

_COUNTS = ("begun", "asked", "prevented", "ended", "recorded")


class CaseBook(Service):
    """The open cases and the counts of a society.

    Attributes:
        open: the open cases, in the order in which they began.
        begun, asked, prevented: int64 [kinds], cases since the start: begun, in which a side asked, that a norm
            prevented.
        ended: int64 [kinds, roads, outcomes], cases that have ended since the start, with the road on which they ended.
        recorded: int64 [kinds, roads, 2], what the roads report: cases not settled (few of them), cases settled (all).
    """

    def __init__(self, quarrels: QuarrelConstants, places: Places) -> None:
        """Begin with an empty book."""
        self.quarrels, self.places = quarrels, places
        self.open = Open.none()
        self.begun, self.asked, self.prevented = (np.zeros(len(KINDS), np.int64) for _ in range(3))
        self.ended = np.zeros((len(KINDS), len(ROADS), len(OUTCOMES)), np.int64)
        self.recorded = np.zeros((len(KINDS), len(ROADS), 2), np.int64)
        self.names: list[str] = []
        self._introduced: dict[int, str] = {}

    # Who holds a case

    def introduce(self, by: int, name: str) -> None:
        """Tell the name of the mechanism of number `by`. Claims are kept and drawn by names: numbers change with a table."""
        self._introduced[by] = name

    def name_of(self, by: int) -> str:
        """Return the name of the mechanism of number `by`."""
        return self._introduced.get(by, f"mechanism {by}")

    def holder_of(self, by: int) -> int:
        """Return the index in `names` under which mechanism `by` holds cases; -2 if it has never claimed any."""
        name = self.name_of(by)
        return self.names.index(name) if name in self.names else -2

    def release(self, at: np.ndarray) -> None:
        """Give cases (places in the table) back: the two are alone with it again."""
        self.open.holder[at] = -1
        self.open.road[at] = TALK

    # What is seen of the book

    def free(self, road: int | None = None) -> np.ndarray:
        """Return bool [cases]: a side has asked, nobody holds it, and `road` has not given it up."""
        o = self.open
        found = o.asked & (o.holder < 0) & (o.road != COURT) & (o.road != SWALLOW)
        if road is not None:
            found &= o.tries[:, road] < self.quarrels.attempts
        return np.asarray(found)

    def waiting(
        self,
        kind: str | None = None,
        relation: Relation | None = None,
        unit: Place | None = None,
        road: int | None = None,
    ) -> Cases:
        """Return the cases that can be claimed; see `DisputesDesk.waiting`."""
        if len(self.open.number) == 0:
            return NO_CASES
        which = self.free(road)
        if kind is not None:
            which &= self.open.kind == kind_number(kind)
        if relation is not None:
            if relation not in RELATIONS:
                raise ValueError(f"there is no relation {relation!r}; there are {' and '.join(RELATIONS)}")
            which &= BETWEEN_NEIGHBOURS[self.open.kind] == (relation == "neighbours")
        return self._seen(which, unit)

    def loud(self, unit: Place | None = None) -> Cases:
        """Return the quarrels that others hear."""
        return self._seen(self.open.road == ALOUD, unit) if len(self.open.number) else NO_CASES

    def hearers(self, week: Moment, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return who lives near enough to hear quarrels of neighbours: (index in `numbers`, row), int64 arrays of equal length.

        They are the residents of the landings of the two, without the two households.
        """
        place = self.open.find(numbers)
        which = np.flatnonzero(place >= 0)
        which = which[self.open.b[place[which]] >= 0]
        a, b = self.open.a[place[which]], self.open.b[place[which]]
        landings = week.places.landing_rows
        at_a, at_b = (week.places.unit_of_row(landings, rows) for rows in (a, b))
        apart = at_a != at_b
        case = np.concatenate([np.arange(len(which)), np.flatnonzero(apart)])
        landing = np.concatenate([at_a, at_b[apart]])
        k, row = ranges(landings[landing], landings[landing + 1])
        flat = week.residents.flat
        stranger = (flat[row] != flat[a[case[k]]]) & (flat[row] != flat[b[case[k]]])
        return which[case[k[stranger]]], row[stranger]

    def held(self, holder: int, road: int | None = None) -> Cases:
        """Return the cases that are held under a name, on one road if it is given."""
        o = self.open
        if len(o.number) == 0:
            return NO_CASES
        which = o.holder == holder
        return self._seen(which if road is None else which & (o.road == road), None)

    def _seen(self, which: np.ndarray, unit: Place | None) -> Cases:
        if not which.any():
            return NO_CASES
        cases = Cases.of(self.open, np.flatnonzero(which), self.places)
        return cases if unit is None else cases.take(self._inside(unit, cases))

    def _inside(self, unit: Place, cases: Cases) -> np.ndarray:
        name, units = unit[0], np.asarray(unit[1])
        if name == "gate":
            where, n = cases.gate, self.places.gates
        elif name == "compound":
            where, n = cases.compound, self.places.compounds
        elif name == "community":
            where, n = self.places.unit_of_row(self.places.community_rows, cases.a), self.places.communities
        else:
            raise ValueError(f"cases are not sorted by {name!r}; they are by gate, compound and community")
        if units.dtype == np.bool_ and units.shape != (n,):
            raise ValueError(f"one yes or no for each {name} is needed, {n} of them, not {units.shape}")
        return np.asarray(units[where]) if units.dtype == np.bool_ else np.isin(where, units)

    # How cases end

    def between(self, week: Moment, kind: Experience, at: np.ndarray, by: int = NOBODY) -> None:
        """Let both sides of the neighbours' cases among `at` (places in the table) have an experience."""
        at = at[self.open.b[at] >= 0]
        week.experience(kind, np.concatenate([self.open.a[at], self.open.b[at]]), by)

    def count(self, at: np.ndarray, road: np.ndarray, outcome: np.ndarray | int) -> None:
        """Count cases that end."""
        kinds, outcomes = self.open.kind[at].tolist(), np.broadcast_to(outcome, len(at)).tolist()
        for which in zip(kinds, road.tolist(), outcomes, strict=True):
            self.ended[which] += 1

    def close(self, at: np.ndarray) -> None:
        """Take cases out of the table; other places are no longer valid."""
        if len(at):
            left = np.ones(len(self.open.number), np.bool_)
            left[at] = False
            self.open = self.open.take(left)

    def record_settled(self, at: np.ndarray) -> None:
        """Let the roads report cases that they have settled."""
        np.add.at(self.recorded, (self.open.kind[at], self.open.road[at], 1), 1)

    def record_failed(self, week: Moment, at: np.ndarray, road: np.ndarray) -> None:
        """Let a road report each case that it could not settle, with the chance `record_unsettled`."""
        if len(at) == 0:
            return
        for number in np.unique(road):
            which = at[road == number]
            u = week.draw("matters record", self.open.number[which], int(number))
            np.add.at(self.recorded, (self.open.kind[which][u < self.quarrels.record_unsettled], number, 0), 1)

    # Attempts that could not be made, and cases brought by others

    def spent(self, week: Moment, at: np.ndarray) -> None:
        """Count an attempt that came to nothing since it could not be made: a side stayed away (places no longer valid afterwards).

        Raises:
            ValueError: a case has been worked on this week.
        """
        o = self.open
        if (o.tried_in[at] == week.number).any():
            raise ValueError("one of these cases has been worked on this week; once a week is allowed")
        o.tried_in[at] = week.number
        road = o.road[at]
        o.tries[at, road] += 1
        up = o.tries[at, road] >= self.quarrels.attempts
        self.record_failed(week, at[up], road[up])
        self.release(at[up])

    def suggest(self, week: Moment, numbers: np.ndarray, log_odds: np.ndarray) -> np.ndarray:
        """Let a side decide whether to ask, of cases in which neither has; see `DisputesDesk.suggest`."""
        place = self.open.find(numbers)
        at = np.maximum(place, 0)
        found = np.zeros(len(numbers), np.bool_)
        if len(self.open.number) == 0:
            return found
        o = self.open
        may = (place >= 0) & ~o.asked[at] & (o.holder[at] < 0) & (o.road[at] != SWALLOW)
        bounded = np.clip(log_odds, -BOUND, BOUND)
        found = may & (week.draw("dispute suggested", numbers) < 1.0 / (1.0 + np.exp(-bounded)))
        o.asked[at[found]] = True
        self.asked += np.bincount(o.kind[at[found]], minlength=len(KINDS))
        return np.asarray(found)

    # Measures of the neighbours' quarrels

    @measure("quarrels begun", "邻里纠纷", unit="cases since the start", kind="count", name="quarrels")
    def quarrels_begun(self) -> float:
        """Quarrels of neighbours since the start."""
        return float(self.begun[BETWEEN_NEIGHBOURS].sum())

    @measure("quarrels open", "未了结纠纷", unit="cases", kind="count")
    def quarrels_open(self) -> float:
        """Quarrels of neighbours that are open now."""
        return float(np.count_nonzero(BETWEEN_NEIGHBOURS[self.open.kind]))

    @measure("mediation asked for", "申请调解", unit="cases since the start", kind="count")
    def mediation_asked(self) -> float:
        """Quarrels of neighbours in which one asked for mediation, since the start."""
        return float(self.asked[BETWEEN_NEIGHBOURS].sum())

    @measure("quarrels that were settled", "纠纷实际化解率", unit="share of ended quarrels", kind="share")
    def quarrels_settled(self) -> float:
        """Share of the neighbours' quarrels that ended by agreement or by a ruling accepted; without those who moved."""
        over = self.ended[BETWEEN_NEIGHBOURS].sum(axis=(0, 1))
        all_of_them = int(over.sum() - over[MOVED])
        return share_of(over[SETTLED] + over[ACCEPTED], all_of_them)

    @measure(
        "official: mediated with success", "官方统计：调解成功率", unit="share of recorded cases", kind="share",
        beside="quarrels_settled",
    )  # fmt: skip
    def official_settled(self) -> float:
        """Share of the recorded quarrels of neighbours that are recorded as settled."""
        failed, settled = self.recorded[BETWEEN_NEIGHBOURS].sum(axis=(0, 1)).tolist()
        return share_of(settled, settled + failed)

    # What is kept

    def restart(self) -> None:
        """Begin to count anew; open cases go on."""
        for name in _COUNTS:
            getattr(self, name)[:] = 0

    def state(self) -> State:
        """Return what has to be saved."""
        cases = {f"open/{name}": column for name, column in self.open._asdict().items()}
        return {**cases, **{name: getattr(self, name) for name in _COUNTS}, "names": "\n".join(self.names)}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        self.open = Open(*(np.array(saved[f"open/{name}"]) for name in Open._fields))
        for name in _COUNTS:
            setattr(self, name, np.array(saved[name]))
        self.names = saved["names"].split("\n") if saved["names"] else []
