"""A city as its folder holds it, whole or as far as it has come: read while another process writes to it, too."""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import Field, ValidationError

from ...model.ground.faces import Shown
from ...model.ground.measure import MeasureInfo
from ...model.ground.text import Text
from ...scenarios.errors import unknown
from ..checksums import checked_tables
from ..codebook import Table
from ..columns import read_table
from ..intervals import Paired, paired
from ..loading import believing, manifest_of
from ..manifest import Known, Line, MeasureEntry, Name, Number, Seed, first_fault
from ..places import MANIFEST
from ..sweep.manifest import TitleEntry
from ..sweep.parts import tables_of
from ..sweep.store import infos_of
from .believed import check_table, frame_of
from .book import COMMUNITIES, MEASURES, MOVES, OWN, TASKS
from .fields import MOST_COMMUNITIES, Rule
from .folder import FORMAT, LIST
from .inequality import gini, lasting, mean, share_between, spread

if TYPE_CHECKING:
    import pandas as pd


class CityManifest(Known):
    """What manifest.json of a city holds, as far as it is read."""

    format: int
    kind: Literal["city"]
    linli: Line
    name: Line
    title: TitleEntry
    scenario_name: Line
    communities: Annotated[int, Field(ge=1, le=MOST_COMMUNITIES)]
    arms: Annotated[list[Name], Field(min_length=1)]
    years: Number
    seeds: Annotated[list[Seed], Field(min_length=1)]
    rule: Rule
    report: Line
    measures: dict[Line, MeasureEntry]
    environment: dict[str, Any]


class City(Shown):
    """What a city's folder holds.

        city = linli.open("runs/city")
        city.ends                                # a row a seed, arm and community: its measures at the end
        city.means                               # a row a seed, arm, year and measure: mean by residents, spread, Gini
        city.inequality("acquaintances")         # a row an arm: how communities differ, and how sure that is

    Attributes:
        folder: where it lies.
        title: for people.
        scenario: name of the scenario of its policies.
        arms: the first is what the others are compared with.
        years: that are lived.
        seeds: of the cities, one each.
        rule: by which the district shares its money out.
        report: the measure that communities report.
        environment: versions and machine on which it was begun.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Take a checked manifest; tables are read when they are asked for."""
        self.folder, self._manifest = folder, manifest
        self.title, self.scenario = Text(**manifest["title"]), str(manifest["scenario_name"])
        self.arms, self.years, self.seeds = tuple(manifest["arms"]), int(manifest["years"]), tuple(manifest["seeds"])
        self.rule, self.report, self.environment = manifest["rule"], manifest["report"], manifest["environment"]

    def __repr__(self) -> str:
        many = f"{len(self.finished_seeds)} of {len(self.seeds)}"
        return f"City({self.folder.name!r}, communities={self._manifest['communities']:,}, years={self.years}, finished={many})"

    @cached_property
    def communities(self) -> pd.DataFrame:
        """The communities by their numbers: name, asked, preset, compounds, buildings, x, y."""
        import pandas as pd

        with believing(self.folder):
            found = pd.DataFrame(read_table(self.folder / LIST))
            self._check(found, COMMUNITIES)
            return found.set_index("community")

    def _check(self, frame: pd.DataFrame, table: Table) -> None:
        check_table(frame, table, self.arms, self.seeds, self.years, self._manifest["communities"])

    def _frame(self, table: Table) -> pd.DataFrame:
        """Return the parts of a table below one another.

        Raises:
            UserError: they are not those of this city.
        """
        with believing(self.folder):
            found = frame_of(tables_of(self.folder / table.name), table)
            self._check(found, table)
            return found

    @cached_property
    def measures(self) -> pd.DataFrame:
        """The tidy table: seed, arm, year, community, measure, value."""
        found = self._frame(MEASURES).drop(columns="run")
        order = {name: number for number, name in enumerate(self.arms)}
        return found.sort_values(["seed", "arm", "year", "community", "measure"], key=lambda c: c.map(order) if c.name == "arm" else c, ignore_index=True)

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who moved where: seed, arm, year, source, target, households, people."""
        return self._frame(MOVES).drop(columns="run").sort_values(["seed", "arm", "year", "source", "target"], ignore_index=True)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """How long each community took: seed, arm, year, community, seconds, resident_weeks, bytes; the arm `start` is the years before."""
        keys = ["seed", "arm", "year", "community"]
        return self._frame(TASKS).drop(columns="run").drop_duplicates(keys, keep="last").sort_values(keys, ignore_index=True)

    @cached_property
    def finished_seeds(self) -> tuple[int, ...]:
        """Seeds on which all years of all arms have been lived."""
        last = self.measures[(self.measures["year"] == self.years) & (self.measures["measure"] == "residents")]
        many = last.groupby("seed").size()
        return tuple(seed for seed in self.seeds if many.get(seed, 0) == len(self.arms) * self._manifest["communities"])

    @property
    def finished(self) -> bool:
        """Whether all years of all seeds have been lived."""
        return self.finished_seeds == self.seeds

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the measures that were kept."""
        first = [name for name in self._manifest["measures"] if name not in OWN]
        there = dict.fromkeys(self.measures["measure"])
        return tuple(dict.fromkeys([*first, *(name for name in there if name not in OWN), *OWN]))

    @cached_property
    def infos(self) -> dict[str, MeasureInfo]:
        """Measure -> what it is."""
        said = {name: MeasureInfo(Text(one["en"], one["zh"]), one["unit"], one["kind"]) for name, one in self._manifest["measures"].items()}
        other = [name for name in self.names if name not in said]
        return {**(infos_of(other) if other else {}), **said}

    def _wide(self, year: int | None = None) -> pd.DataFrame:
        rows = self.measures if year is None else self.measures[self.measures["year"] == year]
        wide = rows.pivot(index=["seed", "arm", "year", "community"], columns="measure", values="value")
        wide.columns.name = None
        return wide.reindex(columns=list(self.names))

    @cached_property
    def ends(self) -> pd.DataFrame:
        """A row a seed, arm and community, of seeds that have finished: name, preset, x, y, and each measure at the end."""
        wide = self._wide(self.years).reset_index().drop(columns="year")
        wide = wide[wide["seed"].isin(self.finished_seeds)]
        order = {name: number for number, name in enumerate(self.arms)}
        wide = wide.sort_values(["seed", "arm", "community"], key=lambda c: c.map(order) if c.name == "arm" else c, ignore_index=True)
        return wide.join(self.communities[["name", "preset", "x", "y"]], on="community")

    @cached_property
    def means(self) -> pd.DataFrame:
        """A row a seed, arm, year and measure: mean by residents, sum, spread and Gini between communities, least, most; years that all have lived."""
        import pandas as pd

        rows = []
        for (seed, arm, year), group in self._wide().groupby(level=["seed", "arm", "year"], sort=False):
            if len(group) < self._manifest["communities"]:
                continue
            weights = group["residents"].to_numpy(np.float64)
            for name in self.names:
                x = group[name].to_numpy(np.float64)
                known = x[np.isfinite(x)]
                ends = (known.min(), known.max()) if len(known) else (math.nan, math.nan)
                rows.append((seed, arm, year, name, mean(x, weights), known.sum(), spread(x, weights), gini(x, weights), *ends))
        return pd.DataFrame(rows, columns=["seed", "arm", "year", "measure", "mean", "sum", "spread", "gini", "least", "most"])

    def level(self, arm: str, measure: str, year: int | None = None) -> Paired:
        """Return a measure of the whole city in an arm, with its interval over seeds; in the last year if none is named.

        It is the mean by residents; of what is counted (events, hours, yuan) the sum over the communities.
        """
        return paired(self._over_seeds(arm, measure, year, self.whole(measure)))

    def whole(self, measure: str) -> str:
        """Return the column of `means` that tells of the whole city: "sum" of what is counted, else "mean"."""
        self._known(measure)
        return "sum" if self.infos[measure].kind in ("count", "hours", "yuan") else "mean"

    def effect(self, arm: str, measure: str, year: int | None = None) -> Paired:
        """Return how much more an arm has of a measure than the first, as `level`, with its interval over seeds.

        Raises:
            UserError: no such arm or measure.
        """
        if arm not in self.arms[1:]:
            raise unknown(arm, self.arms[1:], Text("arm", "方案"), argument="arm")
        column = self.whole(measure)
        return paired(self._over_seeds(arm, measure, year, column) - self._over_seeds(self.arms[0], measure, year, column))

    def _over_seeds(self, arm: str, measure: str, year: int | None, column: str) -> np.ndarray:
        self._known(measure)
        table = self.means
        mine = table[(table["arm"] == arm) & (table["measure"] == measure) & (table["year"] == (self.years if year is None else year))]
        return mine.set_index("seed").reindex(list(self.finished_seeds))[column].to_numpy(np.float64)

    def _known(self, measure: str) -> None:
        if measure not in self.names:
            raise unknown(measure, self.names, Text("measure", "指标"), argument="measure")

    def inequality(self, measure: str = "acquaintances") -> pd.DataFrame:
        """Return how communities differ in a measure at the end: a row an arm, means over seeds and what luck of the seeds leaves open.

        Columns: spread and gini, each with `_low` and `_high` (95 % over seeds); of acquaintances also share_between, the share of the variance
        between residents that lies between communities; lasting, the share of the variance between communities that is the same on every seed
        (two seeds or more).

        Raises:
            UserError: no such measure was kept.
        """
        import pandas as pd

        rows = {}
        for arm in self.arms:
            row: dict[str, float] = {}
            for column in ("spread", "gini"):
                over = paired(self._over_seeds(arm, measure, None, column))
                row |= {column: over.mean, f"{column}_low": over.low, f"{column}_high": over.high}
            mine = self.ends[self.ends["arm"] == arm]
            if measure == "acquaintances":
                shares = [
                    share_between(*(one[name].to_numpy(np.float64) for name in ("acquaintances", "acquaintances_sd", "residents")))
                    for _, one in mine.groupby("seed")
                ]  # fmt: skip
                row["share_between"] = float(np.mean(shares)) if shares else math.nan
            table = mine.pivot(index="seed", columns="community", values=measure).to_numpy(np.float64)
            row["lasting"] = lasting(table) if table.size else math.nan
            rows[arm] = row
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("arm")

    @cached_property
    def speed(self) -> tuple[float, int]:
        """Resident-weeks a second of one worker, the years before included, and the most bytes that a worker has had."""
        t = self.tasks
        return (float(t["resident_weeks"].sum() / t["seconds"].sum()), int(t["bytes"].max())) if len(t) else (math.nan, 0)


def load_city(folder: str | Path) -> City:
    """Read a city.

    Raises:
        UserError: the folder is damaged, or a newer linli wrote it.
    """
    path = Path(folder)
    with believing(path):
        manifest = manifest_of(path, FORMAT)
        try:
            CityManifest.model_validate(manifest)
        except ValidationError as error:
            raise ValueError(first_fault(error, MANIFEST)) from None
        if any(len(set(manifest[name])) < len(manifest[name]) for name in ("arms", "seeds")):
            raise ValueError(f"{MANIFEST}: an arm or a seed twice")
        checked_tables(path, manifest)
        return City(path, manifest)
