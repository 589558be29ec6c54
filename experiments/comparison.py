"""What arms on several seeds give back, compared in pairs: differences with their intervals or ranges, and what a gain costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .records import NOTHING, START, Facts, Ground, Measured, Track

if TYPE_CHECKING:
    import pandas as pd

    from ..model.ground.measure import MeasureInfo
    from ..scenarios.schema import Scenario
    from .places import Fill, Place
    from .ranges import Ranged, Sensitivity

__all__ = ["NOTHING", "START", "Comparison", "CostOfGain", "Difference"]


def _mean(values: np.ndarray) -> float:
    """Return the mean of what is known, NaN if nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else NOTHING


@dataclass(frozen=True)
class Difference:
    """What an arm changes in a measure by the end, from pairs with common random numbers.

    Over seeds it has a mean and its interval, which holds luck. Over draws of what is not known about people it has a median and a range.

    Attributes:
        arm: the arm.
        measure: name of the measure.
        start: mean over the seeds at week 0.
        without: mean at the end in the baseline.
        with_: mean at the end in the arm.
        mean: mean of the paired differences, arm minus baseline.
        low, high: 95 % t-interval of that mean; over draws the 5 to 95 % range of the effect, luck apart; NaN for fewer than two pairs.
        sd: standard deviation of the paired differences; over draws that of the effect, luck apart.
        pairs: how many pairs there are.
        detectable: the smallest true difference that this many pairs would have shown with chance 80 %; NaN if unknown, and over draws.
        median: of the effect over draws; NaN without draws.
        positive: share of draws in which the effect is above zero, and half of those in which it is zero; NaN without draws.
        draws: how many there are, 0: all pairs live with the same constants.
    """

    arm: str
    measure: str
    start: float
    without: float
    with_: float
    mean: float
    low: float
    high: float
    sd: float
    pairs: int
    detectable: float
    median: float = math.nan
    positive: float = math.nan
    draws: int = 0

    @property
    def centre(self) -> float:
        """What is told as the effect: the median over draws, else the mean over seeds."""
        return self.median if self.draws else self.mean

    @property
    def certain(self) -> bool:
        """True if there is an interval or range and it excludes zero."""
        return bool(self.low > 0.0 or self.high < 0.0)


@dataclass(frozen=True)
class CostOfGain:
    """What an arm costs more than the baseline, and what one more pair of acquaintances costs.

    Attributes:
        arm: the arm.
        yuan, staff_hours, volunteer_hours: mean additional cost of the whole run (arm minus baseline).
        gain: additional pairs of acquaintances, at the end.
        ratio: yuan an additional pair; NaN where the gain is not distinguishable from zero, or that of pairs so little that no interval bounds it.
        low, high: its 95 % interval (Fieller), or its 5 to 95 % range over draws; NaN likewise.
        detectable: where it is not distinguishable, the smallest gain in acquaintances a resident that these seeds could have shown.
        price: yuan that an hour of a volunteer is worth; nobody pays it, and `yuan` and `ratio` are without it.
        priced: (ratio, low, high) with volunteers' hours at this price.
    """

    arm: str
    yuan: float
    staff_hours: float
    volunteer_hours: float
    gain: float
    ratio: float
    low: float
    high: float
    detectable: float
    price: float = 0.0
    priced: tuple[float, float, float] = (NOTHING, NOTHING, NOTHING)

    @property
    def certain(self) -> bool:
        """True if the gain is distinguishable from zero (and positive), so that a cost of it means something."""
        return not math.isnan(self.ratio)


@dataclass
class Comparison(Measured):
    """Several arms on the same seeds.

    Attributes:
        facts: what was run; `residents` and `gates` are those of the first seed.
        scenario: the whole scenario.
        baseline: the arm with which the others are compared.
        arms: the other arms, in their order.
        seeds: seeds that finished in all arms, in order.
        weeks: length of a run in weeks.
        tracks: (arm, seed) -> measures through the weeks.
        infos: measure -> what it is.
        residents: seed -> number of residents.
        degrees: arm (and "start") -> int64 [residents], acquaintances of each resident, first seed.
        ground: where the gates are, first seed.
        gate_ties: arm (and "start") -> int64 [m, 3] (gate, gate, pairs of acquaintances), first seed.
        finished: False if it was interrupted; what finished is here.
        asked: how many seeds were asked for.
        drawn: how many constants were drawn, from the posterior and from ranges, and how many choices between rules; None: all seeds had the same.
        draws: number of the draw that each seed lived with; empty: all seeds had the same constants.
        vectors: constant -> float64 [draws], its value in each draw, in the order in which the draws come.
    """

    facts: Facts
    scenario: Scenario
    baseline: str
    arms: tuple[str, ...]
    seeds: tuple[int, ...]
    weeks: int
    tracks: dict[tuple[str, int], Track]
    infos: dict[str, MeasureInfo]
    residents: dict[int, int]
    degrees: dict[str, np.ndarray]
    ground: Ground
    gate_ties: dict[str, np.ndarray]
    finished: bool = True
    asked: int = 0
    wall_seconds: float = 0.0
    environment: dict[str, Any] = field(default_factory=dict, repr=False)
    folder: Path | None = None
    drawn: tuple[int, int, int] | None = None
    draws: tuple[int, ...] = ()
    vectors: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    _differences: dict[tuple[str, str], Difference] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        some = f", draws={len(set(self.draws))}" if self.draws else ""
        some += "" if self.finished else ", finished=False"
        return f"Comparison({self.facts.name!r}, arms={list(self.everybody)}, seeds={len(self.seeds)}, weeks={self.weeks}{some})"

    @property
    def everybody(self) -> tuple[str, ...]:
        """All arms, the baseline first."""
        return (self.baseline, *self.arms)

    def starts(self, measure: str) -> np.ndarray:
        """Return float64 [seeds], a measure at week 0."""
        return np.array([self.tracks[self.baseline, seed].start(measure) for seed in self.seeds])

    def ends(self, arm: str, measure: str) -> np.ndarray:
        """Return float64 [seeds], a measure at the end of an arm."""
        return np.array([self.tracks[arm, seed].end(measure) for seed in self.seeds])

    def course(self, arm: str, measure: str) -> tuple[np.ndarray, np.ndarray]:
        """Return (weeks int64 [t], values float64 [seeds, t]) of a measure, NaN where a seed has none; empty if it was not taken."""
        found = [self.tracks[arm, seed].course(measure) for seed in self.seeds]
        weeks = np.unique(np.concatenate([taken for taken, _ in found])) if found else np.zeros(0, np.int64)
        whole = np.full((len(found), len(weeks)), NOTHING)
        for row, (taken, values) in zip(whole, found, strict=True):
            row[np.searchsorted(weeks, taken)] = values
        return weeks, whole

    def difference(self, arm: str, measure: str) -> Difference:
        """Return the paired difference of an arm from the baseline, with its 95 % interval or its range over draws."""
        from .intervals import paired

        key = (arm, measure)
        if key not in self._differences:
            start, base, with_ = self.starts(measure), self.ends(self.baseline, measure), self.ends(arm, measure)
            # A share of nothing is not known: such a pair says nothing of it.
            known = ~(np.isnan(base) | np.isnan(with_))
            base, with_ = base[known], with_[known]
            whole = arm, measure, _mean(start), _mean(base), _mean(with_)
            if self.draws:
                r = self.ranged(arm, measure)
                found = Difference(*whole, _mean(with_ - base), r.low, r.high, r.between, len(base), NOTHING, r.median, r.positive, len(r.effects))
            else:
                estimate = paired(with_ - base)
                found = Difference(*whole, estimate.mean, estimate.low, estimate.high, estimate.sd, estimate.n, estimate.detectable)
            self._differences[key] = found
        return self._differences[key]

    def ranged(self, arm: str, measure: str, against: str = "") -> Ranged:
        """Return what is known of an effect over draws; every pair is a draw of its own if all live with the same constants.

        Args:
            arm: the arm.
            measure: the measure.
            against: another arm to compare it with than the baseline.
        """
        from .ranges import over_draws

        return over_draws(self.by_draw(self.ends(arm, measure) - self.ends(against or self.baseline, measure)))

    def sensitivity(self, arm: str, measure: str = "acquaintances") -> Sensitivity | None:
        """Return the constants that carry most of the variance of an effect over draws; None without draws or with fewer than 12."""
        from .ranges import sensitivity

        if not self.draws:
            return None
        effects = self.ranged(arm, measure).effects
        return sensitivity(self.vectors, effects) if len(effects) == len(set(self.draws)) else None

    def draw_means(self, arm: str, measure: str) -> np.ndarray:
        """Return float64 [draws]: what an arm changes in a measure, the mean over the seeds of each draw; its luck is in it."""
        return np.array([_mean(one) for one in self.by_draw(self.ends(arm, measure) - self.ends(self.baseline, measure))])

    def by_draw(self, values: np.ndarray) -> list[np.ndarray]:
        """Return values of seeds, float [seeds], as those of each draw; every seed is one of its own if all live with the same constants."""
        from .ranges import by_draw

        return by_draw(values, self.draws or range(len(self.seeds)))

    def cost(self, arm: str) -> CostOfGain:
        """Return what an arm costs more than the baseline and, if it gains acquaintances for certain, the cost of a pair."""
        def more(measure: str) -> np.ndarray:
            both = self.ends(arm, measure) - self.ends(self.baseline, measure)
            return np.asarray(np.nan_to_num(both))

        people = np.array([self.residents[seed] for seed in self.seeds], np.float64)
        # Two people who know each other are one pair.
        yuan, gain = more("yuan"), more("acquaintances") * people / 2.0
        difference, price = self.difference(arm, "acquaintances"), self.scenario.constants.services.money.volunteer_price
        found = priced = (NOTHING, NOTHING, NOTHING)
        hours = more("volunteer_hours")
        if difference.low > 0.0:
            found, priced = self._a_pair(yuan, gain), self._a_pair(yuan + price * hours, gain)
        staff, volunteers = float(more("staff_hours").mean()), float(hours.mean())
        return CostOfGain(arm, float(yuan.mean()), staff, volunteers, float(gain.mean()), *found, difference.detectable, price, priced)

    def _a_pair(self, yuan: np.ndarray, gain: np.ndarray) -> tuple[float, float, float]:
        """Return what an additional pair costs with its interval, or the median over draws with its range."""
        from .intervals import ratio
        from .ranges import HIGH, LOW, over_draws

        if not self.draws:
            found = ratio(yuan, gain)
            # Communities differ in size: a gain a resident that is certain may be one in pairs that is not.
            return (NOTHING, NOTHING, NOTHING) if any(map(math.isnan, found)) else found
        spent, pairs = (over_draws(self.by_draw(values)).effects for values in (yuan, gain))
        low, middle, high = np.quantile(spent[pairs > 0.0] / pairs[pairs > 0.0], (LOW, 0.5, HIGH), method="weibull").tolist()
        return middle, low, high

    def origins(self, arm: str) -> dict[str, float]:
        """Return kind of focus -> share of acquaintances at the end that began there, the largest first."""
        found = {name.split(".", 1)[1]: float(self.ends(arm, name).mean()) for name in self.names if name.startswith("origin.")}
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def summary(self) -> pd.DataFrame:
        """Return a table with one row an arm and measure: start, without, with, difference and its interval; titles, unit, kind."""
        import pandas as pd

        rows = [self.difference(arm, name) for arm in self.arms for name in self.names]
        keep = ("arm", "measure", "start", "without", "with_", "mean", "low", "high", "sd", "pairs", "detectable", "median", "positive", "draws")
        names = {"without": "end_without", "with_": "end_with", "mean": "difference"}
        columns = {names.get(k, k): [getattr(row, k) for row in rows] for k in keep}
        return pd.DataFrame(columns | self.declared(row.measure for row in rows)).set_index(["arm", "measure"])

    def save(self, folder: str | Path | Place, draw: Fill | None = None) -> Path:
        """Write the comparison to a folder (manifest.json, weekly.parquet, differences.csv) and return the folder.

        Args:
            folder: a new or empty one, or one that was reserved.
            draw: draws figures into the folder that it is given, before the whole is complete.

        Raises:
            UserError: the folder cannot be written.
        """
        from .store import save_comparison

        return save_comparison(self, Path(folder) if isinstance(folder, str) else folder, draw)
