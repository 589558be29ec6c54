"""What one mechanism may read of one week: people, places, what falls due, draws, ties; nothing here changes the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ..ground.draws import draws, falls_due, identities_of
from ..ground.random import draw as draw_once
from ..people.calendar import Festival, festival
from ..people.everyday import EverydayKind
from ..people.places import Places
from ..people.residents import NO_GROUP, Residents, Situation
from ..people.units import UnitKind, Units, UnitTable
from ..services.moment import Moment
from ..services.services import Services
from .call import call_name

if TYPE_CHECKING:
    from .mechanism import Mechanism

_FIXED = frozenset(("residents", "places"))
_NONE = np.zeros(0, np.int64)


class View:
    """One week of one society to be read; one object for all weeks, moved on by the programme.

    Attributes:
        number: absolute week, counted from the beginning of the spin-up.
        scenario_week: weeks since the scenario began; negative before.
        policy: whether the policy is on in the communities at hand.
        where: bool [communities], the communities at hand; None: all.
        residents, places: arrays of people and places that cannot be written to.
        moved: int32, rows of the communities at hand whose residents have moved in in this week.
    """

    def __init__(self, mechanism: Mechanism[Any], moment: Moment, services: Services, residents: Residents, places: Places) -> None:
        """Open the society to a mechanism."""
        self._mechanism, self._moment = mechanism, moment
        self.residents, self.places = residents, places
        self._units: Units = services.units
        self._households: dict[str, np.ndarray] = {}
        self._offsets: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._covered: dict[str, np.ndarray] = {}
        self._indices: dict[str, np.ndarray] = {}
        for name, desk in services.desks(moment, mechanism.index).items():
            setattr(self, name, desk)
        self.where: np.ndarray | None = None
        self.turn(None, False)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _FIXED and name in self.__dict__:
            raise AttributeError(f"week.{name} cannot be set: a week shows people and places as they are")
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        offered = sorted({*self.__dict__, *dir(type(self))})
        raise AttributeError(f"a week has no {name!r}; it offers {', '.join(n for n in offered if not n.startswith('_') and n != 'turn')}")

    def turn(self, where: np.ndarray | None, policy: bool) -> None:
        """Move on to the society's present week."""
        m = self._moment
        self.number, self.scenario_week = m.number, m.scenario_week
        if self._covered and not _alike(where, self.where):
            self._covered, self._indices = {}, {}
        self.where, self.policy = where, policy
        self.moved = m.moved if where is None or len(m.moved) == 0 else m.moved[self.covers_rows(m.moved)]

    # Where

    def units(self, kind: UnitKind) -> UnitTable:
        """Return all units of a kind (landing, gate, building, compound, community): rows, place, community, identity."""
        return self._units.table(kind)

    def covers(self, kind: UnitKind) -> np.ndarray:
        """Return bool [units]: which units of a kind lie in the communities at hand."""
        if kind not in self._covered:
            community = self.units(kind).community
            found = np.ones(len(community), np.bool_) if self.where is None else self.where[community]
            found.setflags(write=False)
            self._covered[kind] = found
        return self._covered[kind]

    def _whole(self, kind: UnitKind) -> np.ndarray:
        """Return int64, the units of a kind in the communities at hand (read only)."""
        if kind not in self._indices:
            self._indices[kind] = self.covers(kind).nonzero()[0]
            self._indices[kind].setflags(write=False)
        return self._indices[kind]

    def covers_rows(self, rows: np.ndarray) -> np.ndarray:
        """Return bool [m]: which residents live in the communities at hand."""
        if self.where is None:
            return np.ones(len(rows), np.bool_)
        return np.asarray(self.where[np.searchsorted(self.places.community_rows, rows, side="right") - 1])

    def households(self, kind: UnitKind) -> np.ndarray:
        """Return int64 [units]: flats of each unit that are lived in."""
        if kind not in self._households:
            lived_in = self.places.flat_rows[:-1][np.diff(self.places.flat_rows) > 0]
            unit = self.unit_of(kind, lived_in)
            self._households[kind] = np.bincount(unit, minlength=len(self.units(kind).lo))
            self._households[kind].setflags(write=False)
        return self._households[kind]

    def unit_of(self, kind: UnitKind, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: the unit of a kind in which residents live."""
        return np.asarray(np.searchsorted(getattr(self.places, f"{kind}_rows"), rows, side="right") - 1)

    # When

    def due(self, name: str, a_year: float, unit: UnitKind | UnitTable = "gate") -> np.ndarray:
        """Return int64 [units]: how often something falls due in this week of each unit at hand.

        It happens `a_year` times a year, spread evenly over the year, and each unit stands at its own place between two times.

        Args:
            name: what falls due; its own stream of draws.
            a_year: times a year and unit.
            unit: a kind of unit, or a table of units.
        """
        own = isinstance(unit, UnitTable)
        table = cast(UnitTable, unit) if own else self.units(cast(UnitKind, unit))
        if a_year <= 0.0:
            return np.zeros(len(table.lo), np.int64)
        key = name if own else f"{unit} {name}"
        of, offset = self._offsets.get(key, (None, _NONE))
        if of is not table.identity:
            stream = f"{self._mechanism.name} {name} offset".replace("  ", " ")
            offset = draw_once(self._moment.society.seed, stream, 0, table.identity)
            self._offsets[key] = table.identity, offset
        times = falls_due(offset, a_year, self.scenario_week).astype(np.int64)
        if self.where is not None:
            times[~self.where[table.community]] = 0
        return times

    @property
    def festival(self) -> Festival | None:
        """The festival of this week, if it has one."""
        return festival(self.scenario_week)

    # Draws

    def draw(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] for permanent identities [n], keyed by (seed, mechanism and stream, week, entity, counter)."""
        return self._moment.draw(f"{self._mechanism.name} {stream}", entities, counter)

    def for_life(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] that are the same in every week, keyed by (seed, mechanism and stream, entity, counter).

        A stream is for life or for `draw`: both are the same in the very first week.
        """
        name = f"{self._mechanism.name} {stream}"
        # The compiled draw has the same bits and takes arrays of identities alone.
        draw = draws if entities.ndim == 1 and entities.dtype == np.uint64 else draw_once
        return draw(self._moment.society.seed, name, 0, entities, counter)

    def happen(self, stream: str, entities: np.ndarray, a_year: np.ndarray | float) -> np.ndarray:
        """Return bool [n]: to whom (permanent identities [n]) a rare event happens in this week, at `a_year` times a year; see `Moment.happen`."""
        return self._moment.happen(f"{self._mechanism.name} {stream}", entities, a_year)

    def identity(self, name: str, entities: np.ndarray) -> np.ndarray:
        """Return permanent identities uint64 [n] of what this mechanism does this week for permanent entities [n]."""
        return identities_of(call_name(self._mechanism.name, name, None), self.number, entities)

    def in_habit(self, kind: str) -> np.ndarray:
        """Return bool [residents], who belongs to a habitual group of an everyday kind ("yard"); nobody where there is no such kind."""
        everyday: Mapping[str, EverydayKind] = cast(Any, self._moment.society).everyday
        grouped = [name for name, found in everyday.items() if found.grouped]
        if kind not in grouped:
            return np.zeros(self.residents.n, np.bool_)
        return np.asarray(self.residents.groups[grouped.index(kind)] != NO_GROUP)

    def hours_out(self, rows: np.ndarray) -> np.ndarray:
        """Return float64 [m]: hours a week that residents spend on average in the everyday places where they live, by the kinds as declared.

        Of places of the past nothing is left. Who belongs to a group is there as often as its members come; what a group of kin or of
        neighbours on the stairs takes counts as any other.
        """
        everyday: Mapping[str, EverydayKind] = cast(Any, self._moment.society).everyday
        r, out, group = self.residents, np.zeros(len(rows)), 0
        for kind in everyday.values():
            hours = kind.hours * len(kind.rounds) if kind.past == 0.0 else 0.0
            if kind.grouped:
                out += hours * kind.attendance * (r.groups[group][rows] != NO_GROUP)
                group += 1
            else:
                out += hours * np.array([getattr(kind.chance, one.name.lower()) for one in Situation])[r.situation[rows]]
        return out

    def came_lately(self, weeks: int) -> np.ndarray:
        """Return bool [residents], who came to something in the last weeks, those just lived included."""
        return np.asarray(self._moment.society.week - self.residents.last_came <= weeks)

    # Ties, to be read

    def known(self, rows_a: np.ndarray, rows_b: np.ndarray, hours: float | None = None) -> np.ndarray:
        """Return bool [m]: the pairs whose slow trace is at least `hours` (default: acquaintances)."""
        return self._moment.known(rows_a, rows_b, hours)

    def recognised(self, rows_a: np.ndarray, rows_b: np.ndarray) -> np.ndarray:
        """Return bool [m]: the pairs in which `rows_a` know the face of `rows_b` (面熟), acquaintances among them."""
        return self._moment.known(rows_a, rows_b, self._moment.society.constants.ties.recognised)

    def acquaintances(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many acquaintances residents have."""
        return self._moment.acquaintances(rows)

    def share_of_known(self, rows: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Return float64 [m]: of the acquaintances of residents, the share for whom `mask` (bool [residents]) holds; NaN of one without any."""
        return self._moment.share_of_known(rows, mask)


def _alike(a: np.ndarray | None, b: np.ndarray | None) -> bool:
    """Return whether two choices of communities are the same."""
    return a is b or (a is not None and b is not None and np.array_equal(a, b))
