"""What one run of a scenario gives back; what arms on several seeds give back is in comparison.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .records import NOTHING, START, Facts, Ground, Measured, Row, Snapshot, Track, tidy

if TYPE_CHECKING:
    import pandas as pd

    from ..model.ground.measure import MeasureInfo
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario
    from .comparison import Comparison
    from .places import Fill, Place

__all__ = ["NOTHING", "START", "Facts", "Ground", "Interrupted", "Row", "RunResult", "Snapshot", "Track", "tidy"]


@dataclass
class RunResult(Measured):
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

    def __repr__(self) -> str:
        some = "" if self.finished else ", finished=False"
        return f"RunResult({self.facts.name!r}, arms={list(self.arms)}, seed={self.seed}, weeks={self.weeks}, residents={self.facts.residents:,}{some})"

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that were run: (baseline, arm), or one if they are the same."""
        return tuple(self.tracks)

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

    def as_comparison(self) -> Comparison:
        """Return the run as a comparison of one seed, which has differences and no intervals."""
        from .comparison import Comparison

        ties = {}
        for arm in self.arms:
            try:
                ties[arm] = self.snapshot(arm=arm).gate_ties(self.facts.acquaintance)
            except LookupError:
                continue
        return Comparison(
            facts=self.facts, scenario=self.scenario, baseline=self.baseline, arms=tuple(arm for arm in self.arms if arm != self.baseline), seeds=(self.seed,),
            weeks=self.weeks, tracks={(arm, self.seed): track for arm, track in self.tracks.items()}, infos=self.infos,
            residents={self.seed: self.facts.residents}, degrees=self.degrees, ground=self.ground, gate_ties=ties, finished=self.finished, asked=1,
            wall_seconds=self.wall_seconds, environment=self.environment, folder=self.folder,
        )  # fmt: skip

    def summary(self) -> pd.DataFrame:
        """Return a table: measures x (titles, unit, kind; at the start, at the end without, at the end with, difference)."""
        import pandas as pd

        return pd.DataFrame(self.columns()).set_index("measure")

    def columns(self) -> dict[str, list[Any]]:
        """Return the columns of `summary`; they are there without pandas."""
        return {
            "measure": list(self.names),
            **self.declared(self.names),
            "start": [self.start(m) for m in self.names],
            "end_without": [self.without(m) for m in self.names],
            "end_with": [self.end(m) for m in self.names],
            "difference": [self.difference(m) for m in self.names],
        }

    def save(self, folder: str | Path | Place, draw: Fill | None = None) -> Path:
        """Write the run to a folder (manifest.json, weekly.parquet ...) and return the folder.

        Args:
            folder: a new or empty one, or one that was reserved.
            draw: draws figures into the folder that it is given, before the whole is complete.

        Raises:
            UserError: the folder cannot be written.
        """
        from .store import save_run

        return save_run(self, Path(folder) if isinstance(folder, str) else folder, draw)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run, a comparison or a sweep; what was done until then is kept.

    Attributes:
        result: the unfinished result (of a sweep a `Sweep`), None if nothing was measured yet. If a folder was asked for, it has been written.
    """

    def __init__(self, result: RunResult | Comparison | None) -> None:
        """Keep the result."""
        super().__init__("interrupted")
        self.result = result
