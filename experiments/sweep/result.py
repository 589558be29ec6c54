"""A sweep as its folder holds it, whole or as far as it has come: read while another process writes to it, too."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.ground.faces import Shown
from ...model.ground.text import Text
from ...scenarios.errors import unknown
from ..checksums import checked_tables
from ..intervals import Paired, paired
from ..loading import believing, manifest_of
from .book import FAILED, MEASURES, RUNS
from .manifest import check_contents
from .parts import frame_of, tables_of
from .plan import Plan
from .store import FORMAT, POINTS, infos_of

if TYPE_CHECKING:
    import pandas as pd

    from ...model.ground.measure import MeasureInfo

_WHOLE = ("run", "point", "replication", "seed", "week")
"""Columns of whole numbers."""


class Sweep(Shown):
    """What a sweep's folder holds.

        sweep = linli.open("runs/frequency")
        sweep.ends                            # a row a run and arm: parameters, seed, measures at the end
        sweep.differences("acquaintances")    # a row a run: each arm less the first
        sweep.effect("after", "acquaintances", point=3)

    Attributes:
        folder: where it lies.
        title: for people.
        arms: the first is what the others are compared with.
        weeks: length of a run.
        asked: runs of the plan.
        replications: runs of each point.
        parameters: their keys.
        design: kind of design.
        uncertainty: whether each seed lived with a draw of its own of what is not known about people.
        environment: versions and machine on which it was begun.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Take a checked manifest; tables are read when they are asked for."""
        self.folder, self._manifest = folder, manifest
        self.title = Text(**manifest["title"])
        self.arms, self.weeks, self.asked = tuple(manifest["arms"]), int(manifest["weeks"]), int(manifest["runs"])
        self.replications, self.parameters = int(manifest["replications"]), tuple(manifest["parameters"])
        self.design, self.environment = str(manifest["rests_on"]["design"]), manifest["environment"]
        self.uncertainty = "uncertainty" in manifest["rests_on"]

    def __repr__(self) -> str:
        return f"Sweep({self.folder.name!r}, runs={len(self.runs):,} of {self.asked:,}, failed={len(self.failed):,})"

    @property
    def finished(self) -> bool:
        """Whether all runs have ended."""
        return len(self.runs) + len(self.failed) == self.asked

    @cached_property
    def plan(self) -> Plan:
        """The plan, of the scenario as the folder has it.

        Raises:
            UserError: this linli does not take it any more.
        """
        from ...scenarios.schema import Scenario

        scenario = Scenario.from_dict(self._manifest["scenario"], self._manifest["scenario_name"], check_files=False)
        return Plan.from_dict(self._manifest["plan"], self._manifest["name"], str(self.folder), scenario=scenario)

    @cached_property
    def _read(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Runs, measures and failures.

        Raises:
            UserError: the folder is damaged.
        """
        with believing(self.folder):
            return self._tables()

    def _tables(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Return runs, measures and failures, each run once."""
        # What is written last is read first: the measures of all runs that are seen are there then.
        runs, measures, failed = (
            frame_of(tables_of(self.folder / table.name), {name: "int64" if name in _WHOLE else "object" for name in table.columns})
            for table in (RUNS, MEASURES, FAILED)
        )
        self._check(runs, measures, failed)
        for frame in (runs, failed):
            if not frame["point"].isin(self.points.index).all():
                raise ValueError(f"a run is of a point that {POINTS} does not hold")
        both = np.intersect1d(runs["run"], measures["run"])
        runs, measures = (frame[frame["run"].isin(both)] for frame in (runs, measures))
        failed = failed[~failed["run"].isin(both)]
        order = {name: number for number, name in enumerate(self.arms)}
        arms = measures["arm"].map(order)
        measures = measures.iloc[np.lexsort((measures["week"], arms, measures["run"]))] if len(measures) else measures
        return runs.sort_values("run", ignore_index=True), measures.reset_index(drop=True), failed.sort_values("run", ignore_index=True)

    def _check(self, runs: pd.DataFrame, measures: pd.DataFrame, failed: pd.DataFrame) -> None:
        """Refuse tables that are not those of this sweep: checksums tell damage, and not who wrote a part.

        Raises:
            ValueError: columns, types or values are others.
        """
        for frame, table in ((runs, RUNS), (measures, MEASURES), (failed, FAILED)):
            if list(frame.columns) != list(table.columns):
                raise ValueError(f"{table.name} has other columns than the codebook")
            for name in frame.columns[frame.columns.isin(_WHOLE)]:
                if frame[name].dtype.kind not in "iu":
                    raise ValueError(f"{table.name}, {name}: no whole numbers")
            if not frame["replication"].between(0, self.replications - 1).all():
                raise ValueError(f"{table.name}: a replication that the plan does not have")
        texts = [*measures["arm"].unique(), *measures["measure"].unique()]
        if not all(isinstance(text, str) and text.isprintable() for text in texts) or not measures["arm"].isin(self.arms).all():
            raise ValueError(f"{MEASURES.name}: an arm or a measure that the sweep does not have")
        if len(measures) and measures["value"].dtype.kind != "f":
            raise ValueError(f"{MEASURES.name}, value: no numbers")
        if measures.duplicated(["run", "arm", "week", "measure"]).any() or runs["run"].duplicated().any():
            raise ValueError("a run or a measure stands there twice")

    @property
    def runs(self) -> pd.DataFrame:
        """Runs that finished: run, point, replication, seed, residents, seconds, spin_up_seconds."""
        return self._read[0]

    @property
    def measures(self) -> pd.DataFrame:
        """The tidy table: run, point, replication, seed, arm, week, measure, value."""
        return self._read[1]

    @property
    def failed(self) -> pd.DataFrame:
        """Runs that failed: run, point, replication, seed, stage, arm, week, error, where, seconds; and their parameters."""
        return self._read[2].merge(self.points, left_on="point", right_index=True, how="left")

    @cached_property
    def points(self) -> pd.DataFrame:
        """The points: a column a parameter."""
        import pandas as pd

        from ..columns import read_table

        with believing(self.folder):
            checked_tables(self.folder, self._manifest)
            columns = read_table(self.folder / POINTS)
            if list(columns) != ["point", *self.parameters]:
                raise ValueError(f"{POINTS} has other columns than the manifest")
            return pd.DataFrame(columns, index=pd.Index(columns.pop("point"), name="point"))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the measures that were kept."""
        return tuple(self._manifest["measures"]) or tuple(dict.fromkeys(self.measures["measure"]))

    @cached_property
    def empty(self) -> tuple[str, ...]:
        """Measures that were asked for by name and have no value in any run, arm or week: there is no such thing, or nothing of it happened."""
        asked = self._manifest["measures"]
        told = set(self.measures.loc[self.measures["value"].notna(), "measure"])
        return tuple(name for name in asked if name not in told) if len(self.runs) else ()

    @cached_property
    def infos(self) -> dict[str, MeasureInfo]:
        """Measure -> what it is."""
        from ...model.ground.measure import MeasureInfo

        said = self._manifest["measures"]
        if said:
            return {name: MeasureInfo(Text(one["en"], one["zh"]), one["unit"], one["kind"]) for name, one in said.items()}
        return infos_of(self.names)

    @cached_property
    def ends(self) -> pd.DataFrame:
        """A row a run and arm: run, arm, point, seed, the parameters, and each measure at the end."""
        last = self.measures[self.measures["week"] == self.weeks]
        wide = last.pivot(index=["run", "arm"], columns="measure", values="value").reindex(columns=list(self.names))
        wide.columns.name = None
        first = self.runs.set_index("run")[["point", "seed"]].join(self.points, on="point")
        order = [(run, arm) for run in self.runs["run"] for arm in self.arms]
        return wide.reindex(order).reset_index().join(first, on="run")[["run", "arm", *first.columns, *self.names]]

    def differences(self, measure: str) -> pd.DataFrame:
        """Return a row a run: point, the parameters, and at the end each arm less the first, on the same people and random numbers.

        Raises:
            UserError: no such measure was kept.
        """
        self._known(measure)
        wide = self.ends.pivot(index="run", columns="arm", values=measure).reindex(columns=list(self.arms))
        wide.columns.name = None
        less = wide[list(self.arms[1:])].sub(wide[self.arms[0]], axis=0)
        return self.runs.set_index("run")[["point"]].join(self.points, on="point").join(less)

    def effect(self, arm: str, measure: str, point: int) -> Paired:
        """Return the mean difference of an arm from the first at a point, with its interval over replications.

        Raises:
            UserError: no such arm or measure.
        """
        if arm not in self.arms[1:]:
            raise unknown(arm, self.arms[1:], Text("arm", "方案"), argument="arm")
        table = self.differences(measure)
        return paired(table.loc[table["point"] == point, arm].to_numpy(np.float64))

    def _known(self, measure: str) -> None:
        if measure not in self.names:
            raise unknown(measure, self.names, Text("measure", "指标"), argument="measure")


def load_sweep(folder: str | Path) -> Sweep:
    """Read a sweep.

    Raises:
        UserError: the folder is damaged, or a newer linli wrote it.
    """
    path = Path(folder)
    with believing(path):
        manifest = manifest_of(path, FORMAT)
        check_contents(manifest)
        return Sweep(path, manifest)
