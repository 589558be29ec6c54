"""What runs give back: `RunResult` for one run of a scenario, `Comparison` for arms on several seeds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .records import NOTHING, START, Facts, Ground, Row, Snapshot, Track, tidy

if TYPE_CHECKING:
    import pandas as pd

    from ..model.ground.measure import MeasureInfo
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario
    from .ranges import Ranged, Sensitivity

__all__ = ["NOTHING", "START", "Comparison", "CostOfGain", "Difference", "Facts", "Ground", "Interrupted", "Row", "RunResult", "Snapshot", "Track", "tidy"]


def _names(tracks: Mapping[Any, Track]) -> tuple[str, ...]:
    """Return the names of all measures in the order in which they were first taken."""
    return tuple(dict.fromkeys(name for track in tracks.values() for name in track.values))


def _mean(values: np.ndarray) -> float:
    """Return the mean of what is known, NaN if nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else NOTHING


def _frame(tracks: Mapping[Any, Track]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(tidy(tracks.values()))


def _declared(infos: Mapping[str, MeasureInfo], names: Iterable[str]) -> dict[str, list[str]]:
    """Return the columns that say what measures are."""
    of = [infos[name] for name in names]
    return {"title": [i.title.en for i in of], "title_zh": [i.title.zh for i in of], "unit": [i.unit for i in of], "kind": [i.kind for i in of]}


@dataclass
class RunResult:
    """One run: an arm of a scenario and, beside it, its counterfactual on the same random numbers.

    Attributes:
        facts: what was run.
        scenario: the whole scenario, all arms included, with settings put in.
        arm: the arm that was asked for ("with").
        baseline: its counterfactual, the scenario's first arm ("without"); equal to `arm` if that is the first.
        seed: the seed.
        weeks: scenario weeks that were run (fewer than asked for if interrupted).
        tracks: arm -> its measures through the weeks.
        infos: measure -> what it is, as it was declared: title, unit, how it is printed, what stands beside what.
        degrees: arm -> int64 [residents], acquaintances of each resident at the end; under "start" those at week 0.
        ground: where the gates are.
        snapshots: ties and residents at chosen weeks and, for up to 20,000 residents, at week 0 (arm: the baseline).
        societies: arm -> the finished society; empty when the run was loaded from files.
        finished: False if it was interrupted.
        wall_seconds: how long it took, spin-up included.
        environment: versions and machine.
        events: columns of the events that were held, if they were kept.
        folder: where it was written, None if nowhere.
    """

    facts: Facts
    scenario: Scenario
    arm: str
    baseline: str
    seed: int
    weeks: int
    tracks: dict[str, Track]
    infos: dict[str, MeasureInfo]
    degrees: dict[str, np.ndarray]
    ground: Ground
    snapshots: list[Snapshot] = field(default_factory=list)
    societies: dict[str, Society] = field(default_factory=dict, repr=False)
    finished: bool = True
    wall_seconds: float = 0.0
    environment: dict[str, Any] = field(default_factory=dict, repr=False)
    events: dict[str, np.ndarray] | None = field(default=None, repr=False)
    folder: Path | None = None

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that were run: (baseline, arm), or one if they are the same."""
        return tuple(self.tracks)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all measures."""
        return _names(self.tracks)

    @property
    def measures(self) -> pd.DataFrame:
        """The tidy table: columns arm, seed, week, measure, value."""
        return _frame(self.tracks)

    def start(self, measure: str) -> float:
        """Return a measure at the start, before any policy; NaN if it was not taken."""
        return self.tracks[self.baseline].start(measure)

    def without(self, measure: str) -> float:
        """Return a measure at the end without the policy."""
        return self.tracks[self.baseline].end(measure)

    def end(self, measure: str, arm: str | None = None) -> float:
        """Return a measure at the end, with the policy unless another arm is named."""
        return self.tracks[arm or self.arm].end(measure)

    def difference(self, measure: str) -> float:
        """Return with minus without at the end: one run, so without an interval."""
        return self.end(measure) - self.without(measure)

    @property
    def society(self) -> Society:
        """The finished society of the arm.

        Raises:
            LookupError: the run was loaded from files, which hold measures and snapshots but no society.
        """
        if self.arm not in self.societies:
            raise LookupError("this run was loaded from files; run the scenario again to have its society")
        return self.societies[self.arm]

    @property
    def community(self) -> Any:
        """The finished society of the arm as a Mesa `Community`: `.agents`, `.ties.to_networkx()` ..."""
        from ..model.agents.community import Community

        return Community.of(self.society)

    def snapshot(self, week: int | None = None, arm: str | None = None) -> Snapshot:
        """Return ties and residents of a week.

        Args:
            week: a scenario week that was kept; None: the end.
            arm: name of the arm; None: the one that was asked for.

        Raises:
            LookupError: that week was not kept.
        """
        from .snapshots import take_snapshot

        arm = arm or self.arm
        wanted = self.weeks if week is None else week
        for kept in self.snapshots:
            if kept.week == wanted and (kept.arm == arm or wanted == 0):
                return kept
        if wanted == self.weeks and arm in self.societies:
            return take_snapshot(self.societies[arm], arm, wanted)
        weeks = sorted({s.week for s in self.snapshots if s.arm == arm or s.week == 0})
        raise LookupError(f"the ties of week {wanted} of {arm} were not kept, only those of {weeks}; ask for more with snapshot_weeks (--snapshot-weeks)")

    def summary(self) -> pd.DataFrame:
        """Return a table: measures x (titles, unit, kind; at the start, at the end without, at the end with, difference)."""
        import pandas as pd

        return pd.DataFrame(self.columns()).set_index("measure")

    def columns(self) -> dict[str, list[Any]]:
        """Return the columns of `summary`; they are there without pandas."""
        return {
            "measure": list(self.names),
            **_declared(self.infos, self.names),
            "start": [self.start(m) for m in self.names],
            "end_without": [self.without(m) for m in self.names],
            "end_with": [self.end(m) for m in self.names],
            "difference": [self.difference(m) for m in self.names],
        }

    def save(self, folder: str | Path) -> Path:
        """Write the run to a folder (manifest.json, weekly.parquet ...) and return the folder.

        Raises:
            UserError: the folder cannot be written.
        """
        from .store import save_run

        return save_run(self, Path(folder))


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
        positive: share of draws in which the effect is above zero; NaN without draws.
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
        ratio: yuan an additional pair; NaN where the gain is not distinguishable from zero.
        low, high: its 95 % interval (Fieller), or its 5 to 95 % range over draws; NaN likewise.
        detectable: where it is not distinguishable, the smallest gain in acquaintances a resident that these seeds could have shown.
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

    @property
    def certain(self) -> bool:
        """True if the gain is distinguishable from zero (and positive), so that a cost of it means something."""
        return not math.isnan(self.ratio)


@dataclass
class Comparison:
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
        drawn: how many constants were drawn, from the posterior and from ranges; None: all seeds had the same.
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
    drawn: tuple[int, int] | None = None
    draws: tuple[int, ...] = ()
    vectors: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    _differences: dict[tuple[str, str], Difference] = field(default_factory=dict, repr=False)

    @property
    def everybody(self) -> tuple[str, ...]:
        """All arms, the baseline first."""
        return (self.baseline, *self.arms)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all measures."""
        return _names(self.tracks)

    @property
    def measures(self) -> pd.DataFrame:
        """The tidy table: columns arm, seed, week, measure, value."""
        return _frame(self.tracks)

    def starts(self, measure: str) -> np.ndarray:
        """Return float64 [seeds], a measure at week 0."""
        return np.array([self.tracks[self.baseline, seed].start(measure) for seed in self.seeds])

    def ends(self, arm: str, measure: str) -> np.ndarray:
        """Return float64 [seeds], a measure at the end of an arm."""
        return np.array([self.tracks[arm, seed].end(measure) for seed in self.seeds])

    def course(self, arm: str, measure: str) -> tuple[np.ndarray, np.ndarray]:
        """Return (weeks int64 [t], values float64 [seeds, t]) of a measure; empty if it was not taken."""
        found = [self.tracks[arm, seed].course(measure) for seed in self.seeds]
        if not found or not len(found[0][0]):
            return np.zeros(0, np.int64), np.zeros((len(found), 0))
        common = found[0][0]
        for weeks, _ in found[1:]:
            common = np.intersect1d(common, weeks)
        return common, np.array([values[np.isin(weeks, common)] for weeks, values in found])

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

    def ranged(self, arm: str, measure: str) -> Ranged:
        """Return what is known of an effect over draws; every pair is a draw of its own if all live with the same constants."""
        from .ranges import over_draws

        return over_draws(self._by_draw(self.ends(arm, measure) - self.ends(self.baseline, measure)))

    def sensitivity(self, arm: str, measure: str = "acquaintances") -> Sensitivity | None:
        """Return the constants that carry most of the variance of an effect over draws; None without draws or with fewer than 12."""
        from .ranges import sensitivity

        effects = self.ranged(arm, measure).effects
        return sensitivity(self.vectors, effects) if self.draws and len(effects) == len(set(self.draws)) else None

    def _by_draw(self, values: np.ndarray) -> list[np.ndarray]:
        draws = np.array(self.draws or range(len(self.seeds)))
        return [values[draws == draw] for draw in dict.fromkeys(draws.tolist())]

    def cost(self, arm: str) -> CostOfGain:
        """Return what an arm costs more than the baseline and, if it gains acquaintances for certain, the cost of a pair."""
        from .intervals import ratio
        from .ranges import HIGH, LOW, over_draws

        def more(measure: str) -> np.ndarray:
            both = self.ends(arm, measure) - self.ends(self.baseline, measure)
            return np.asarray(np.nan_to_num(both))

        people = np.array([self.residents[seed] for seed in self.seeds], np.float64)
        # Two people who know each other are one pair.
        yuan, gain = more("yuan"), more("acquaintances") * people / 2.0
        difference = self.difference(arm, "acquaintances")
        found = (NOTHING, NOTHING, NOTHING)
        if difference.low > 0.0 and self.draws:
            spent, pairs = (over_draws(self._by_draw(values)).effects for values in (yuan, gain))
            low, middle, high = np.quantile(spent[pairs > 0.0] / pairs[pairs > 0.0], (LOW, 0.5, HIGH), method="weibull").tolist()
            found = (middle, low, high)
        elif difference.low > 0.0:
            found = ratio(yuan, gain)
        staff, volunteers = float(more("staff_hours").mean()), float(more("volunteer_hours").mean())
        return CostOfGain(arm, float(yuan.mean()), staff, volunteers, float(gain.mean()), *found, difference.detectable)

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
        return pd.DataFrame(columns | _declared(self.infos, [row.measure for row in rows])).set_index(["arm", "measure"])

    def save(self, folder: str | Path) -> Path:
        """Write the comparison to a folder (manifest.json, weekly.parquet, differences.csv) and return the folder.

        Raises:
            UserError: the folder cannot be written.
        """
        from .store import save_comparison

        return save_comparison(self, Path(folder))


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run or a comparison; what was done until then is kept.

    Attributes:
        result: the unfinished result, None if nothing was measured yet. If a folder was asked for, it has been written.
    """

    def __init__(self, result: RunResult | Comparison | None) -> None:
        """Keep the result."""
        super().__init__("interrupted")
        self.result = result
