"""Office-holders: known one-sidedly by many, outside the slots of ties, and never evicted.

A kind of office (gate head, secretary ...) has one holder a unit (gate, community ...). Of each resident is kept whether they know
the present holder of their own unit: a byte a resident and kind. A new holder is unknown in office to all but those whom they meet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..ground.measure import MeasureInfo, State
from ..ground.text import Text
from ..people.residents import Residents
from .base import Service
from .moment import Moment

VACANT = -1


@dataclass(slots=True)
class Office:
    """One kind of office.

    Attributes:
        title: what it is called.
        starts: int32 [units + 1], rows of residents of each unit.
        holder: int32 [units], row of the holder, VACANT if there is none.
        since: int32 [units], absolute week in which the holder, or the vacancy, began.
        knows: bool [n], whether a resident knows the holder of their unit.
    """

    title: Text
    starts: np.ndarray
    holder: np.ndarray
    since: np.ndarray
    knows: np.ndarray

    def appoint(self, units: np.ndarray, rows: np.ndarray, week: int) -> None:
        """Give the offices of `units` to the residents `rows`; nobody knows them in office yet but themselves."""
        self.vacate(units, week)
        self.holder[units] = rows
        self.knows[rows] = True

    def vacate(self, units: np.ndarray, week: int) -> None:
        """Leave offices without a holder; what residents knew of the former one no longer counts."""
        for unit in units:
            self.knows[self.starts[unit] : self.starts[unit + 1]] = False
        self.holder[units] = VACANT
        self.since[units] = week

    def met(self, rows: np.ndarray) -> None:
        """Residents `rows` have met the holder of their unit (of a vacant office there is nobody to meet)."""
        self.knows[rows] = True

    def knowers(self) -> np.ndarray:
        """Return int64 [units]: residents of each unit who know its holder, the holder not counted; 0 if vacant."""
        running = np.concatenate(([0], np.cumsum(self.knows)))
        count = running[self.starts[1:]] - running[self.starts[:-1]]
        return np.where(self.holder >= 0, count - 1, 0)


class Offices(Service):
    """All kinds of offices of a society, by name."""

    name = "offices"

    def __init__(self, residents: Residents) -> None:
        """Begin without offices."""
        self.residents = residents
        self.kinds: dict[str, Office] = {}
        self._saved: State = {}

    def add(self, name: str, title: Text, starts: np.ndarray) -> Office:
        """Create a kind of office, all vacant, or return it if it exists."""
        if name not in self.kinds:
            units = len(starts) - 1
            none = np.full(units, VACANT, np.int32)
            self.kinds[name] = Office(title, starts, none, np.zeros(units, np.int32), np.zeros(self.residents.n, np.bool_))
            saved = {key.split("/", 1)[1]: value for key, value in self._saved.items() if key.startswith(f"{name}/")}
            if saved:
                self._fill(self.kinds[name], saved)
        return self.kinds[name]

    def begin(self, week: Moment) -> None:
        """Those who have moved in hold no office and know no holder."""
        rows = week.moved
        if len(rows) == 0:
            return
        for office in self.kinds.values():
            unit = np.searchsorted(office.starts, rows, side="right") - 1
            held = unit[office.holder[unit] == rows]
            if len(held):
                office.vacate(held, week.number)
            office.knows[rows] = False

    def measures(self) -> dict[str, float]:
        """Share of offices held and of residents who know their holder."""
        found = {}
        for name, office in self.kinds.items():
            held = office.holder >= 0
            size = np.diff(office.starts)[held].sum()
            found[f"{_key(name)}_in_office"] = float(held.mean()) if len(held) else 0.0
            found[f"{_key(name)}_known"] = float(office.knowers().sum() / size) if size else 0.0
        return found

    @staticmethod
    def measures_of(name: str, title: Text) -> dict[str, MeasureInfo]:
        """Return what is measured of one kind of office: name -> what it is."""
        present, known = Text(f"{title.en}: in office", f"{title.zh}在任比例"), Text(f"{title.en}: known by", f"认识{title.zh}的居民")
        return {
            f"{_key(name)}_in_office": MeasureInfo(present, "share of offices", "share"),
            f"{_key(name)}_known": MeasureInfo(known, "share of residents", "share"),
        }

    def state(self) -> State:
        """Return what has to be saved."""
        return {f"{name}/{part}": getattr(office, part) for name, office in self.kinds.items() for part in ("holder", "since", "knows")}

    def restore(self, state: State) -> None:
        """Take back what `state` returned; an office that is added later finds its own part."""
        self._saved = dict(state)
        for name, office in self.kinds.items():
            own = {key.split("/", 1)[1]: value for key, value in state.items() if key.startswith(f"{name}/")}
            if own:
                self._fill(office, own)

    @staticmethod
    def _fill(office: Office, saved: State) -> None:
        for part in ("holder", "since", "knows"):
            setattr(office, part, saved[part].copy())


def _key(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")
