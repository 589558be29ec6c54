"""What a run leaves behind, piece by piece: courses of measures, snapshots of ties, the ground, the facts of the run."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..model.ground.faces import Drawn
from ..model.ground.text import Text
from .tables import Tabled

if TYPE_CHECKING:
    import pandas as pd

    from ..model.ground.measure import MeasureInfo

NOTHING = float("nan")
START = "start"
"""Key of what was counted at scenario week 0, where all arms are still the same, in `RunResult.degrees`."""
BY_SOURCE, BY_TARGET = 1, 2
"""Bits of `Snapshot.kept`."""


class Row(NamedTuple):
    """One row of the tidy table `weekly.parquet`."""

    arm: str
    seed: int
    week: int
    measure: str
    value: float


@dataclass
class Track:
    """The measures of one arm and one seed through the weeks.

    Attributes:
        arm: name of the arm.
        seed: seed of the run.
        weeks: scenario weeks at which anything was measured, rising. Week 0 is the state from which all arms start.
        values: measure -> one number a week of `weeks`; NaN where it was not measured in that week.
    """

    arm: str
    seed: int
    weeks: list[int] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Track({self.arm!r}, seed={self.seed}, weeks={len(self.weeks)}, measures={len(self.values)})"

    def add(self, week: int, measures: Mapping[str, float]) -> None:
        """Put in what was measured in a week; weeks have to come in order, one of them may come in several calls."""
        if not self.weeks or week > self.weeks[-1]:
            self.weeks.append(week)
            for column in self.values.values():
                column.append(NOTHING)
        elif week < self.weeks[-1]:
            raise ValueError(f"week {week} comes after week {self.weeks[-1]}")
        for name, value in measures.items():
            if name not in self.values:
                self.values[name] = [NOTHING] * len(self.weeks)
            self.values[name][-1] = float(value)

    def copy(self) -> Track:
        """Return a copy to which nothing is added any more."""
        return self.until(self.weeks[-1]) if self.weeks else Track(self.arm, self.seed)

    def until(self, week: int) -> Track:
        """Return the track up to a week, that week included."""
        many = bisect.bisect_right(self.weeks, week)
        return Track(self.arm, self.seed, self.weeks[:many], {name: values[:many] for name, values in self.values.items()})

    def course(self, measure: str) -> tuple[np.ndarray, np.ndarray]:
        """Return (weeks int64 [t], values float64 [t]) of the weeks in which a measure was taken; empty if it never was."""
        values = np.asarray(self.values.get(measure, [NOTHING] * len(self.weeks)), np.float64)
        taken = ~np.isnan(values)
        return np.asarray(self.weeks, np.int64)[taken], values[taken]

    def start(self, measure: str) -> float:
        """Return a measure at scenario week 0, NaN if it was not taken then."""
        weeks, values = self.course(measure)
        return float(values[0]) if len(weeks) and weeks[0] == 0 else NOTHING

    def end(self, measure: str) -> float:
        """Return a measure in the last week, NaN if it was not taken then, or was a share of nothing; what it was before does not stand for it."""
        return self.values[measure][-1] if self.values.get(measure) else NOTHING

    def rows(self) -> Iterator[Row]:
        """Return the rows of the tidy table, by measure and week."""
        return map(Row._make, zip(*tidy([self]).values(), strict=True))


def tidy(tracks: Iterable[Track]) -> dict[str, list[Any]]:
    """Return the columns arm, seed, week, measure, value of several tracks, by measure and week."""
    columns: dict[str, list[Any]] = {name: [] for name in Row._fields}
    for track in tracks:
        weeks = np.asarray(track.weeks, np.int64)
        for name, column in track.values.items():
            values = np.asarray(column, np.float64)
            taken = ~np.isnan(values)
            many = int(np.count_nonzero(taken))
            # A column at a time: there are some hundred thousand rows.
            parts = [track.arm] * many, [track.seed] * many, weeks[taken].tolist(), [name] * many, values[taken].tolist()
            for key, cells in zip(Row._fields, parts, strict=True):
                columns[key] += cells
    return columns


class Measured(Drawn, Tabled):
    """What has tracks of measures, of whatever arms and seeds: their names, their table, what they are.

    Attributes:
        tracks: measures through the weeks, by arm, or by arm and seed.
        infos: measure -> what it is.
    """

    tracks: Mapping[Any, Track]
    infos: Mapping[str, MeasureInfo]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all measures, in the order in which they were first taken."""
        return tuple(dict.fromkeys(name for track in self.tracks.values() for name in track.values))

    @property
    def measures(self) -> pd.DataFrame:
        """The tidy table: columns arm, seed, week, measure, value."""
        import pandas as pd

        return pd.DataFrame(tidy(self.tracks.values()))

    def arrow_columns(self) -> dict[str, list[Any]]:
        """Return the columns of `measures`: of `to_arrow`, `to_polars` and of what DuckDB reads."""
        return tidy(self.tracks.values())

    def declared(self, names: Iterable[str]) -> dict[str, list[str]]:
        """Return the columns that say what measures are: title, title_zh, unit, kind."""
        of = [self.infos[name] for name in names]
        return {"title": [i.title.en for i in of], "title_zh": [i.title.zh for i in of], "unit": [i.unit for i in of], "kind": [i.kind for i in of]}


class MechanismFacts(NamedTuple):
    """A mechanism that took part in a run.

    Attributes:
        title: the name that a person reads.
        made_by: the package and version that it came with, such as "linli 0.1.0".
    """

    title: Text
    made_by: str


@dataclass(frozen=True)
class Facts:
    """What a run or a comparison is about, as a report or the small print of a figure says it.

    Attributes:
        name: name of the scenario.
        title: its title.
        source: where the case comes from.
        weeks: length of a run in weeks.
        residents: residents of 14 and older.
        gates: building gates.
        communities: communities in one engine.
        version: version of linli.
        arm_titles: arm -> its title.
        kinds: short names and titles of the kinds of foci of all arms.
        acquaintance: hours on the slow trace that make an acquaintance.
        constants: how many constants the scenario rests on (settings are none).
        assumed: how many of them are assumed.
        mechanisms: name -> what is to be said of each mechanism, in their order.
    """

    name: str
    title: Text
    source: str
    weeks: int
    residents: int
    gates: int
    communities: int
    version: str
    arm_titles: Mapping[str, Text]
    kinds: Mapping[str, Text]
    acquaintance: float
    constants: int
    assumed: int
    mechanisms: Mapping[str, MechanismFacts] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Facts({self.name!r}, weeks={self.weeks}, residents={self.residents:,}, gates={self.gates})"


@dataclass(frozen=True)
class Snapshot:
    """All ties and residents of one arm in one week.

    Attributes:
        arm: name of the arm.
        week: scenario week.
        source, target: int32 [pairs], rows of the two residents, source < target; ties have no direction.
        closeness, slow: float32 [pairs], hours, faded to this week.
        origin: uint8 [pairs], code of the kind of focus where the pair first gained hours.
        residents: column -> array [n], at least identity, gate, flat, arrival, age, sex, situation, tenure, registration, education, as codes
            (`codebook.PEOPLE` has their words); `last_came` is NaN of those who never came. Where a roster told the people also given_id,
            its code ("" of those who came later).
        kinds: code -> short name of the kind of focus; arms with other mechanisms have other codes.
        kept: uint8 [pairs], BY_SOURCE and BY_TARGET: which of the two keeps the other in one of their slots; None: not known, and
            counted as if both did.
    """

    arm: str
    week: int
    source: np.ndarray
    target: np.ndarray
    closeness: np.ndarray
    slow: np.ndarray
    origin: np.ndarray
    residents: Mapping[str, np.ndarray]
    kinds: tuple[str, ...] = ()
    kept: np.ndarray | None = None

    def __repr__(self) -> str:
        return f"Snapshot({self.arm!r}, week={self.week}, residents={len(self.residents['gate']):,}, pairs={len(self.source):,})"

    def acquainted(self, hours: float) -> np.ndarray:
        """Return bool [pairs]: the slow trace is at least `hours`."""
        return np.asarray(self.slow >= hours)

    def degrees(self, hours: float) -> np.ndarray:
        """Return int64 [n], how many others with at least `hours` of slow trace each resident keeps, as `RunResult.degrees`."""
        return self.count(self.acquainted(hours))

    def count(self, chosen: np.ndarray) -> np.ndarray:
        """Return int64 [n], how many of the chosen ties (bool [pairs]) each resident keeps.

        A tie counts for those who keep it, as in every printed measure: one of the two, out of slots, may have forgotten the other.
        """
        n = len(self.residents["gate"])
        found = np.zeros(n, np.int64)
        for bit, end in ((BY_SOURCE, self.source), (BY_TARGET, self.target)):
            found += np.bincount(end[chosen if self.kept is None else chosen & (self.kept & bit > 0)], minlength=n)
        return found

    def gate_ties(self, hours: float) -> np.ndarray:
        """Return int64 [m, 3]: (gate, gate, pairs between them with at least `hours` of slow trace), first gate <= second."""
        keep = self.acquainted(hours)
        gate = self.residents["gate"].astype(np.int64)
        a, b = gate[self.source[keep]], gate[self.target[keep]]
        low, high = np.minimum(a, b), np.maximum(a, b)
        width = int(gate.max(initial=0)) + 1
        code, many = np.unique(low * width + high, return_counts=True)
        return np.stack([code // width, code % width, many], axis=1)


@dataclass(frozen=True)
class Ground:
    """Where the gates are, for a map.

    Attributes:
        gate_xy: float32 [gates, 2], metres.
        gate_building: int32 [gates], building of each gate.
        gate_residents: int32 [gates].
        facilities: (compound, kind, x, y) of yards, shops, halls ...
    """

    gate_xy: np.ndarray
    gate_building: np.ndarray
    gate_residents: np.ndarray
    facilities: tuple[tuple[int, str, float, float], ...]

    def __repr__(self) -> str:
        return f"Ground(gates={len(self.gate_xy):,}, facilities={len(self.facilities):,})"
