"""Runs and comparisons as folders: a manifest and Parquet files that any tool can read.

A folder is written beside its place under a temporary name and then renamed: it is there whole or not at all.

    manifest.json     format, versions, the scenario in full, arms, seeds, what was measured, whether it finished
    weekly.parquet    arm, seed, week, measure, value
    gates.parquet     gate, building, x, y, residents
    ties.parquet      arm, week, left, right, closeness, slow, origin         (runs; up to 20,000 residents, or chosen weeks)
    residents.parquet arm, week, row, identity, gate ... chat_days            (likewise)
    events.parquet    arm, seed, week, kind ... came, wanted, heard           (runs in which there were any)
    gate_ties.parquet arm, gate_a, gate_b, pairs                              (comparisons)
    differences.csv   arm, measure, start ... low, high                       (comparisons)
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.ground.text import Text
from .columns import labels, read_table, write_table
from .records import START, Facts, Ground, Row, Snapshot, Track, tidy
from .results import Comparison, RunResult
from .snapshots import LARGEST_KEPT

if TYPE_CHECKING:
    from ..model.ground.measure import MeasureInfo

FORMAT = 1
"""Version of the folders that this linli writes. It reads this and older ones."""
MANIFEST = "manifest.json"


def check_folder(folder: Path) -> Path:
    """Check that a run can be written to a folder, without making it.

    Returns:
        The folder.

    Raises:
        UserError: there is something at that place already, or it cannot be written to.
    """
    from ..scenarios.errors import UserError, show

    given = show(str(folder))
    full = file = usable = False
    try:
        full = folder.is_dir() and any(folder.iterdir())
        file = folder.exists() and not folder.is_dir()
        parent = folder.absolute()
        while not parent.exists():
            parent = parent.parent
        usable = parent.is_dir() and os.access(parent, os.W_OK | os.X_OK)
    except (OSError, ValueError):
        usable = False
    if full:
        en, zh = f"the folder {given} is not empty. Name another one, or remove it first.", f"文件夹 {given} 不为空。请换一个名称，或先将其删除。"
        raise UserError(en, zh, file="--out")
    if file:
        raise UserError(f"{given} is a file, not a folder.", f"{given} 是文件，不是文件夹。", file="--out")
    if not usable:
        raise UserError(f"the folder {given} cannot be written to.", f"无法写入文件夹 {given}。", file="--out")
    return folder


def save_run(result: RunResult, folder: Path) -> Path:
    """Write a run to a new folder; see `RunResult.save`."""
    manifest = _manifest(result, "run") | {"arm": result.arm, "seeds": [result.seed], "weeks": result.weeks, "facilities": list(result.ground.facilities)}
    tables: dict[str, Any] = {"weekly": tidy(result.tracks.values()), "gates": _gates(result.ground)}
    shots = _all_snapshots(result)
    if shots:
        tables |= {"ties": _ties(shots, list(result.facts.kinds)), "residents": _residents(shots)}
    if result.events is not None and len(result.events["week"]):
        tables["events"] = result.events
    result.folder = _write(folder, manifest, tables)
    return folder


def save_comparison(result: Comparison, folder: Path) -> Path:
    """Write a comparison to a new folder; see `Comparison.save`."""
    more = {
        "arms": list(result.everybody), "seeds": list(result.seeds), "asked": result.asked, "weeks": result.weeks, "drawn": result.drawn,
        "residents": {str(seed): n for seed, n in result.residents.items()}, "facilities": list(result.ground.facilities),
    }  # fmt: skip
    pairs = [(arm, *map(int, row)) for arm, table in result.gate_ties.items() for row in table]
    tables: dict[str, Any] = {
        "weekly": tidy(result.tracks.values()),
        "gates": _gates(result.ground),
        "gate_ties": {name: [row[k] for row in pairs] for k, name in enumerate(("arm", "gate_a", "gate_b", "pairs"))},
    }
    text = result.summary().to_csv()
    result.folder = _write(folder, _manifest(result, "comparison") | more, tables, {"differences.csv": text})
    return folder


def load_run(folder: str | Path) -> RunResult:
    """Read a run back.

    Args:
        folder: a folder that `linli run --out` or `RunResult.save` wrote.

    Returns:
        The run, without its societies.

    Raises:
        UserError: not such a folder, or one that a newer linli wrote.
    """
    folder = Path(folder)
    manifest = _read_manifest(folder, "run")
    try:
        tables = {path.stem: read_table(path) for path in folder.glob("*.parquet")}
        facts, infos = _facts(manifest), _infos(manifest)
        tracks = {track.arm: track for track in _tracks(tables["weekly"], manifest)}
        return RunResult(
            facts=facts, scenario=_scenario(manifest), arm=manifest["arm"], baseline=manifest["baseline"], seed=manifest["seeds"][0], weeks=manifest["weeks"],
            tracks=tracks, infos=infos, degrees=_degrees(manifest), ground=_ground(tables["gates"], manifest),
            snapshots=_snapshots(tables, list(facts.kinds)), finished=manifest["finished"], wall_seconds=manifest["wall_seconds"],
            environment=manifest["environment"], events=tables.get("events"), folder=folder,
        )  # fmt: skip
    except (OSError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _damaged(folder, error) from None


def load_comparison(folder: str | Path) -> Comparison:
    """Read a comparison back.

    Raises:
        UserError: not the folder of a comparison, or one that a newer linli wrote.
    """
    folder = Path(folder)
    manifest = _read_manifest(folder, "comparison")
    try:
        tables = {path.stem: read_table(path) for path in folder.glob("*.parquet")}
        between = tables["gate_ties"]
        arms, rows = between["arm"], np.stack([between[name] for name in ("gate_a", "gate_b", "pairs")], axis=1)
        return Comparison(
            facts=_facts(manifest), scenario=_scenario(manifest), baseline=manifest["baseline"], arms=tuple(manifest["arms"][1:]),
            seeds=tuple(manifest["seeds"]), weeks=manifest["weeks"], infos=_infos(manifest),
            tracks={(t.arm, t.seed): t for t in _tracks(tables["weekly"], manifest)},
            residents={int(seed): n for seed, n in manifest["residents"].items()}, degrees=_degrees(manifest), ground=_ground(tables["gates"], manifest),
            gate_ties={arm: rows[arms == arm] for arm in (START, *manifest["arms"])}, finished=manifest["finished"], asked=manifest["asked"],
            wall_seconds=manifest["wall_seconds"], environment=manifest["environment"], folder=folder,
            drawn=tuple(manifest["drawn"]) if manifest.get("drawn") else None,
        )  # fmt: skip
    except (OSError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise _damaged(folder, error) from None


def _manifest(result: RunResult | Comparison, kind: str) -> dict[str, Any]:
    """Return what both kinds of folders say."""
    facts = result.facts
    about = {name: getattr(facts, name) for name in ("residents", "gates", "communities", "acquaintance", "constants", "assumed")}
    about["arm_titles"] = {arm: list(title) for arm, title in facts.arm_titles.items()}
    about["kinds"] = {name: list(title) for name, title in facts.kinds.items()}
    return {
        "format": FORMAT, "kind": kind, "linli": facts.version, "name": facts.name, "scenario": result.scenario.to_dict(), "weeks_asked": facts.weeks,
        "baseline": result.baseline, "arms": list(dict.fromkeys(t.arm for t in result.tracks.values())), "finished": result.finished,
        "wall_seconds": round(result.wall_seconds, 3), "environment": result.environment, "facts": about,
        "measures": {name: {"en": i.title.en, "zh": i.title.zh, "unit": i.unit, "kind": i.kind} for name, i in result.infos.items()},
        "degrees": {arm: np.bincount(values).tolist() for arm, values in result.degrees.items()},
    }  # fmt: skip


def _all_snapshots(result: RunResult) -> list[Snapshot]:
    """Return the kept snapshots and those of the end."""
    shots = list(result.snapshots)
    if result.facts.residents <= LARGEST_KEPT or any(shot.week for shot in shots):
        have = {(shot.arm, shot.week) for shot in shots}
        shots += [result.snapshot(result.weeks, arm) for arm in result.societies if (arm, result.weeks) not in have]
    return shots


def _write(folder: Path, manifest: Mapping[str, Any], tables: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> Path:
    def fill(part: Path) -> None:
        for name, columns in tables.items():
            write_table(columns, part / f"{name}.parquet")
        for name, text in (texts or {}).items():
            (part / name).write_text(text, encoding="utf-8")
        (part / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    return write_folder(folder, fill)


def write_folder(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Write a folder so that it is there whole or not at all.

    Args:
        folder: a new one, or one that is empty.
        fill: writes all files into the temporary folder that it is given.

    Raises:
        UserError: the folder cannot be written.
    """
    from ..scenarios.errors import UserError, show

    check_folder(folder)
    part: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        fill(part)
        part.chmod(0o755)
        os.replace(part, folder)
    except OSError as error:
        reason = error.strerror or "it cannot be written to"
        given = show(str(folder))
        raise UserError(f"the folder {given} cannot be written: {reason}.", f"无法写入文件夹 {given}：{reason}。", file="--out") from None
    finally:
        if part is not None and part.exists():
            with suppress(OSError):
                shutil.rmtree(part)
    return folder


def _gates(ground: Ground) -> dict[str, Any]:
    n = len(ground.gate_building)
    return {"gate": np.arange(n), "building": ground.gate_building, "x": ground.gate_xy[:, 0], "y": ground.gate_xy[:, 1], "residents": ground.gate_residents}


def _ties(shots: list[Snapshot], kinds: list[str]) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "arm": _arms(shots, [len(s.left) for s in shots]),
        "week": np.concatenate([np.full(len(s.left), s.week, np.int32) for s in shots]),
    }
    for name in ("left", "right", "closeness", "slow"):
        columns[name] = np.concatenate([getattr(s, name) for s in shots])
    columns["origin"] = labels(np.concatenate([s.origin for s in shots]), kinds)
    return columns


def _residents(shots: list[Snapshot]) -> dict[str, Any]:
    sizes = [len(s.residents["gate"]) for s in shots]
    columns: dict[str, Any] = {
        "arm": _arms(shots, sizes),
        "week": np.concatenate([np.full(n, s.week, np.int32) for s, n in zip(shots, sizes, strict=True)]),
        "row": np.concatenate([np.arange(n, dtype=np.int32) for n in sizes]),
    }
    for name in shots[0].residents:
        columns[name] = np.concatenate([s.residents[name] for s in shots])
    return columns


def _arms(shots: list[Snapshot], sizes: list[int]) -> Any:
    names = list(dict.fromkeys(s.arm for s in shots))
    return labels(np.repeat([names.index(s.arm) for s in shots], sizes), names)


def _read_manifest(folder: Path, kind: str) -> dict[str, Any]:
    from ..scenarios.errors import UserError, show

    given = show(str(folder))
    path = folder / MANIFEST
    try:
        there = path.is_file()
        manifest = json.loads(path.read_text(encoding="utf-8")) if there else None
    except (OSError, ValueError) as error:
        raise _damaged(folder, error) from None
    if not there:
        what = "this is not the folder of a run (it has no manifest.json):" if folder.exists() else "there is no folder"
        raise UserError(f"{what} {given}.", f"{given} 不是运行结果文件夹（没有 manifest.json）。")
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise _damaged(folder, ValueError("manifest.json has no format"))
    if manifest["format"] > FORMAT:
        by, number = f"linli {manifest.get('linli', '?')}", manifest["format"]
        raise UserError(
            f"{given} was written by {by} in format {number}; this version reads formats up to {FORMAT}. Install a newer one.",
            f"{given} 由 {by} 以格式 {number} 写成；当前版本只能读取不高于 {FORMAT} 的格式。请升级 linli。",
        )
    if manifest.get("kind") != kind:
        raise UserError(f"{given} holds a {manifest.get('kind')}, not a {kind}.", f"{given} 中保存的是 {manifest.get('kind')}，而不是 {kind}。")
    return manifest


def _damaged(folder: Path, error: Exception) -> Exception:
    from ..scenarios.errors import UserError, show

    reason = " ".join(str(error).split())[:160]
    return UserError(f"the folder {show(str(folder))} is damaged or incomplete ({reason}).", f"文件夹 {show(str(folder))} 已损坏或不完整（{reason}）。")


def _tracks(table: Mapping[str, np.ndarray], manifest: Mapping[str, Any]) -> list[Track]:
    """Rebuild the tracks from the tidy table, in the order of the manifest's arms and seeds."""
    values: dict[tuple[str, int], dict[int, dict[str, float]]] = {(arm, seed): {} for arm in manifest["arms"] for seed in manifest["seeds"]}
    for arm, seed, week, measure, value in zip(*(table[name].tolist() for name in Row._fields), strict=True):
        values[arm, seed].setdefault(week, {})[measure] = value
    tracks = []
    for (arm, seed), by_week in values.items():
        track = Track(arm, seed, values={name: [] for name in manifest["measures"]})
        for week in sorted(by_week):
            track.add(week, by_week[week])
        tracks.append(track)
    return tracks


def _facts(manifest: Mapping[str, Any]) -> Facts:
    about = dict(manifest["facts"])
    titles = {arm: Text(*title) for arm, title in about.pop("arm_titles").items()}
    kinds = {name: Text(*title) for name, title in about.pop("kinds").items()}
    title = Text(**manifest["scenario"]["title"])
    return Facts(
        name=manifest["name"], title=title, source=manifest["scenario"]["source"], weeks=manifest["weeks_asked"], version=manifest["linli"],
        arm_titles=titles, kinds=kinds, **about,
    )  # fmt: skip


def _infos(manifest: Mapping[str, Any]) -> dict[str, MeasureInfo]:
    from ..model.ground.measure import MeasureInfo

    return {name: MeasureInfo(Text(i["en"], i["zh"]), i["unit"], i["kind"]) for name, i in manifest["measures"].items()}


def _scenario(manifest: Mapping[str, Any]) -> Any:
    from ..scenarios.schema import Scenario

    return Scenario.from_dict(manifest["scenario"], manifest["name"], check_files=False)


def _degrees(manifest: Mapping[str, Any]) -> dict[str, np.ndarray]:
    return {arm: np.repeat(np.arange(len(counts)), counts) for arm, counts in manifest["degrees"].items()}


def _ground(table: Mapping[str, np.ndarray], manifest: Mapping[str, Any]) -> Ground:
    xy = np.stack([table["x"], table["y"]], axis=1)
    return Ground(xy, table["building"], table["residents"], tuple((int(c), str(k), float(x), float(y)) for c, k, x, y in manifest["facilities"]))


def _snapshots(tables: Mapping[str, Mapping[str, np.ndarray]], kinds: list[str]) -> list[Snapshot]:
    if "ties" not in tables or "residents" not in tables:
        return []
    people, ties = tables["residents"], dict(tables["ties"])
    codes = {name: code for code, name in enumerate(kinds)}
    ties["origin"] = np.array([codes[name] for name in ties["origin"]], np.uint8)
    found = []
    for arm, week in dict.fromkeys(zip(people["arm"].tolist(), people["week"].tolist(), strict=True)):
        whose = (people["arm"] == arm) & (people["week"] == week)
        mine = (ties["arm"] == arm) & (ties["week"] == week)
        columns = {name: column[whose] for name, column in people.items() if name not in ("arm", "week", "row")}
        left, right, closeness, slow, origin = (ties[name][mine] for name in ("left", "right", "closeness", "slow", "origin"))
        found.append(Snapshot(str(arm), int(week), left, right, closeness, slow, origin, columns))
    return found
