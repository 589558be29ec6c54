"""Writing runs and comparisons as folders: a manifest and Parquet files that any tool can read (loading.py reads them back).

A folder is reserved before the work begins and filled whole or not at all (places.py).

    manifest.json     format, versions, the scenario in full, arms, seeds, what each measure is, mechanisms, whether it finished,
                      checksums of the Parquet files and of itself
    weekly.parquet    arm, seed, week, measure, value
    gates.parquet     gate, building, x, y, residents
    ties.parquet      arm, week, source, target, kept_by, closeness ...       (runs; up to 20,000 residents, or chosen weeks)
    residents.parquet arm, week, row, identity, gate ... chat_days            (likewise)
    events.parquet    arm, seed, week, kind ... came, wanted, heard           (runs in which there were any)
    gate_ties.parquet arm, source, target, pairs                              (comparisons)
    draws.parquet     draw, a column a constant                               (comparisons with draws)
    summary.csv       measure, title, title_zh, unit, kind, start ...         (runs)
    differences.csv   arm, measure, start ... low, high, title, unit ...      (comparisons)

codebook.py says what each column is; the files say it too, in their metadata.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.ground.text import Text
from . import codebook
from .checksums import with_checksums
from .columns import write_table
from .csv_tables import csv_text
from .places import KEPT, MANIFEST, Fill, Place
from .records import Ground, Snapshot, tidy
from .snapshot_tables import residents_table, ties_table
from .snapshots import LARGEST_KEPT

if TYPE_CHECKING:
    from .comparison import Comparison
    from .results import RunResult

FORMAT = 2
"""Version of the folders that this linli writes. It reads this and older ones."""
_DECLARED = ("unit", "kind", "headline", "a_year", "beside")


def save_run(result: RunResult, folder: Path | Place, draw: Fill | None = None) -> Path:
    """Write a run to a new folder, with figures if something draws them; see `RunResult.save`."""
    manifest = _manifest(result, "run") | {"arm": result.arm, "seeds": [result.seed], "weeks": result.weeks, "facilities": list(result.ground.facilities)}
    tables: dict[str, Any] = {"weekly": tidy(result.tracks.values()), "gates": _gates(result.ground)}
    shots = _all_snapshots(result)
    if shots:
        tables |= {"ties": ties_table(shots), "residents": residents_table(shots)}
    if result.events is not None and len(result.events["week"]):
        tables["events"] = result.events
    written = result.folder = _write(folder, manifest, tables, {"summary.csv": csv_text(result.columns())}, draw)
    return written


def save_comparison(result: Comparison, folder: Path | Place, draw: Fill | None = None) -> Path:
    """Write a comparison to a new folder, with figures if something draws them; see `Comparison.save`."""
    more = {
        "arms": list(result.everybody), "seeds": list(result.seeds), "asked": result.asked, "weeks": result.weeks, "drawn": result.drawn,
        "draws": list(result.draws),
        "residents": {str(seed): n for seed, n in result.residents.items()}, "facilities": list(result.ground.facilities),
    }  # fmt: skip
    pairs = [(arm, *map(int, row)) for arm, table in result.gate_ties.items() for row in table]
    tables: dict[str, Any] = {
        "weekly": tidy(result.tracks.values()),
        "gates": _gates(result.ground),
        "gate_ties": {name: [row[k] for row in pairs] for k, name in enumerate(("arm", "source", "target", "pairs"))},
    }
    if result.vectors:
        numbers = list(dict.fromkeys(result.draws))
        tables["draws"] = {"draw": numbers, **{key: column.tolist() for key, column in result.vectors.items()}}
    text = result.summary().to_csv()
    written = result.folder = _write(folder, _manifest(result, "comparison") | more, tables, {"differences.csv": text}, draw, _of_draws(result))
    if result.finished:
        shutil.rmtree(written / KEPT, ignore_errors=True)
    return written


def _manifest(result: RunResult | Comparison, kind: str) -> dict[str, Any]:
    """Return what both kinds of folders say."""
    facts = result.facts
    about = {name: getattr(facts, name) for name in ("residents", "gates", "communities", "acquaintance", "constants", "assumed")}
    about["arm_titles"] = {arm: list(title) for arm, title in facts.arm_titles.items()}
    about["kinds"] = {name: list(title) for name, title in facts.kinds.items()}
    measures = {name: {"en": i.title.en, "zh": i.title.zh, **{key: getattr(i, key) for key in _DECLARED}} for name, i in result.infos.items()}
    return {
        "format": FORMAT, "kind": kind, "linli": facts.version, "name": facts.name, "scenario": result.scenario.to_dict(), "weeks_asked": facts.weeks,
        "baseline": result.baseline, "arms": list(dict.fromkeys(t.arm for t in result.tracks.values())), "finished": result.finished,
        "wall_seconds": round(result.wall_seconds, 3), "environment": result.environment, "facts": about,
        "measures": measures, "mechanisms": {name: [*one.title, one.made_by] for name, one in facts.mechanisms.items()},
        "degrees": {arm: np.bincount(values).tolist() for arm, values in result.degrees.items()},
    }  # fmt: skip


def _all_snapshots(result: RunResult) -> list[Snapshot]:
    """Return the kept snapshots and those of the end."""
    shots = list(result.snapshots)
    if result.facts.residents <= LARGEST_KEPT or any(shot.week for shot in shots):
        have = {(shot.arm, shot.week) for shot in shots}
        shots += [result.snapshot(result.weeks, arm) for arm in result.societies if (arm, result.weeks) not in have]
    return shots


def _of_draws(result: Comparison) -> codebook.Table:
    """Return the codebook of draws.parquet: a column for each constant that was drawn."""
    from ..scenarios.facts import constants

    known = {fact.key: fact for fact in constants(result.scenario)}
    more = {}
    for key in result.vectors:
        fact = known.get(key.partition("=")[0])
        about = Text(key, key) if fact is None else fact.text
        more[key] = codebook.Column(about, codebook.unit_of("" if fact is None or "=" in key else fact.unit))
    return codebook.DRAWS.with_columns(more)


def _names(manifest: Mapping[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    """Return what the names in the cells of a folder's tables mean: arms, kinds of foci (also of `origin`), measures with their units."""
    facts = manifest["facts"]
    titles = {f"linli.{key}": {name: {"en": en, "zh": zh} for name, (en, zh) in facts[f].items()} for key, f in (("arms", "arm_titles"), ("kinds", "kinds"))}
    return {**titles, "linli.measures": {name: {key: one[key] for key in ("en", "zh", "unit")} for name, one in manifest["measures"].items()}}


def _write(
    folder: Path | Place, manifest: Mapping[str, Any], tables: Mapping[str, Any], texts: Mapping[str, str], draw: Fill | None,
    draws: codebook.Table = codebook.DRAWS,
) -> Path:
    names = _names(manifest)
    books = {book.name: book._replace(names=names) for book in (*codebook.TABLES, draws)}

    def fill(part: Path) -> None:
        for name, columns in tables.items():
            write_table(columns, part / f"{name}.parquet", books[name])
        for name, text in texts.items():
            (part / name).write_text(text, encoding="utf-8")
        whole = with_checksums(manifest, sorted(part.glob("*.parquet")))
        (part / MANIFEST).write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    return write_folder(folder, fill, draw)


def write_folder(folder: Path | Place, fill: Fill, draw: Fill | None = None) -> Path:
    """Write a folder so that it is there whole or not at all; see `Place.write`.

    Args:
        folder: a new one, one that is empty, or one that was reserved.
        fill: writes all files into the temporary folder that it is given.
        draw: draws figures.

    Raises:
        UserError: the folder cannot be written.
    """
    if isinstance(folder, Place):
        return folder.write(fill, draw)
    with Place(folder) as place:
        return place.write(fill, draw)


def _gates(ground: Ground) -> dict[str, Any]:
    n = len(ground.gate_building)
    return {"gate": np.arange(n), "building": ground.gate_building, "x": ground.gate_xy[:, 0], "y": ground.gate_xy[:, 1], "residents": ground.gate_residents}
