"""Reading runs and comparisons back from their folders (store.py writes them, and says what is in them)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.ground.measure import MeasureInfo
from ..model.ground.refusal import InputError
from ..model.ground.text import Text
from ..scenarios.json_text import from_json
from .checksums import check_manifest, checked_tables
from .columns import read_table
from .comparison import Comparison
from .events import events_in_words
from .manifest import check_contents
from .places import MANIFEST
from .records import START, Facts, Ground, MechanismFacts, Row, Track
from .results import RunResult
from .snapshot_tables import snapshots_of_tables
from .store import FORMAT

if TYPE_CHECKING:
    from ..model.contract.mechanism import Mechanism
    from ..scenarios.errors import UserError


def load_result(folder: str | Path) -> RunResult | Comparison:
    """Read a run or a comparison back, whichever the folder holds; see `load_run` and `load_comparison`.

    Raises:
        UserError: not such a folder, or one that a newer linli wrote.
    """
    kind = _read_manifest(Path(folder), "run", "comparison")["kind"]
    return load_run(folder) if kind == "run" else load_comparison(folder)


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
    with believing(folder):
        tables = {path.stem: read_table(path) for path in checked_tables(folder, manifest)}
        facts, infos = _facts(manifest), _infos(manifest)
        tracks = {track.arm: track for track in _tracks(tables["weekly"], manifest)}
        return RunResult(
            facts=facts, scenario=_scenario(folder, manifest),
            arm=manifest["arm"], baseline=manifest["baseline"], seed=manifest["seeds"][0], weeks=manifest["weeks"],
            tracks=tracks, infos=infos, degrees=_degrees(manifest), ground=_ground(tables["gates"], manifest),
            snapshots=snapshots_of_tables(tables, list(facts.kinds), manifest["arms"]), finished=manifest["finished"], wall_seconds=manifest["wall_seconds"],
            environment=manifest["environment"], events=events_in_words(tables["events"]) if "events" in tables else None, folder=folder,
        )  # fmt: skip


def load_comparison(folder: str | Path) -> Comparison:
    """Read a comparison back.

    Raises:
        UserError: not the folder of a comparison, or one that a newer linli wrote.
    """
    folder = Path(folder)
    manifest = _read_manifest(folder, "comparison")
    with believing(folder):
        tables = {path.stem: read_table(path) for path in checked_tables(folder, manifest)}
        between = tables["gate_ties"]
        ends = ("gate_a", "gate_b") if manifest["format"] == 1 else ("source", "target")
        arms, rows = between["arm"], np.stack([between[name] for name in (*ends, "pairs")], axis=1)
        return Comparison(
            facts=_facts(manifest), scenario=_scenario(folder, manifest), baseline=manifest["baseline"], arms=tuple(manifest["arms"][1:]),
            seeds=tuple(manifest["seeds"]), weeks=manifest["weeks"], infos=_infos(manifest),
            tracks={(t.arm, t.seed): t for t in _tracks(tables["weekly"], manifest)},
            residents={int(seed): n for seed, n in manifest["residents"].items()}, degrees=_degrees(manifest), ground=_ground(tables["gates"], manifest),
            gate_ties={arm: rows[arms == arm] for arm in (START, *manifest["arms"])}, finished=manifest["finished"], asked=manifest["asked"],
            wall_seconds=manifest["wall_seconds"], environment=manifest["environment"], folder=folder,
            drawn=tuple(manifest["drawn"]) if manifest.get("drawn") else None, draws=tuple(manifest.get("draws", ())),
            vectors={key: column for key, column in tables.get("draws", {}).items() if key != "draw"},
        )  # fmt: skip


@contextmanager
def believing(folder: Path) -> Iterator[None]:
    """Read what a folder holds; whatever is wrong with it is told as its damage.

    Raises:
        UserError: it is damaged, or what is read says why it cannot be used.
    """
    try:
        yield
    except InputError:
        raise
    except (OSError, KeyError, IndexError, TypeError, AttributeError, ValueError, NotImplementedError) as error:
        raise damaged(folder, error) from None


def manifest_of(folder: Path, known: int) -> dict[str, Any]:
    """Return the manifest of a folder, its checksum checked. Call it within `believing`.

    Args:
        folder: the folder.
        known: the newest format of such folders that this linli reads.

    Raises:
        UserError: its format is newer.
        OSError, ValueError, TypeError: it cannot be read, or is damaged.
    """
    manifest = from_json((folder / MANIFEST).read_text(encoding="utf-8"))
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise ValueError("manifest.json has no format")
    refuse_newer(folder, manifest, known)
    check_manifest(manifest)
    return manifest


def _read_manifest(folder: Path, *kinds: str) -> dict[str, Any]:
    from ..scenarios.errors import UserError, show

    given = show(str(folder))
    path = folder / MANIFEST
    try:
        there = path.is_file()
        manifest = from_json(path.read_text(encoding="utf-8")) if there else None
    except (OSError, ValueError) as error:
        raise damaged(folder, error) from None
    if not there:
        what = "this is not the folder of a run (it has no manifest.json):" if folder.exists() else "there is no folder"
        raise UserError(f"{what} {given}.", f"{given} 不是运行结果文件夹（没有 manifest.json）。")
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise damaged(folder, ValueError("manifest.json has no format"))
    refuse_newer(folder, manifest, FORMAT)
    if manifest.get("kind") not in kinds:
        wanted = " or a ".join(kinds)
        raise UserError(f"{given} holds a {manifest.get('kind')}, not a {wanted}.", f"{given} 中保存的是 {manifest.get('kind')}，而不是 {wanted}。")
    try:
        check_manifest(manifest)
        check_contents(manifest)
    except (ValueError, TypeError) as error:
        raise damaged(folder, error) from None
    return manifest


def refuse_newer(folder: Path, manifest: Mapping[str, Any], known: int) -> None:
    """Refuse a folder of a format that only a newer linli knows.

    Args:
        folder: the folder.
        manifest: its manifest, with a whole number as its format.
        known: the newest format of such folders that this linli reads.

    Raises:
        UserError: its format is newer.
    """
    from ..scenarios.errors import UserError, show

    if manifest["format"] > known:
        given, by, number = show(str(folder)), f"linli {manifest.get('linli', '?')}", manifest["format"]
        raise UserError(
            f"{given} was written by {by} in format {number}; this version reads formats up to {known}. Install a newer one.",
            f"{given} 由 {by} 以格式 {number} 写成；当前版本只能读取不高于 {known} 的格式。请升级 linli。",
        )


def damaged(folder: Path, error: Exception) -> UserError:
    """Return the refusal of a folder that cannot be read, with the reason in a line."""
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
        arm_titles=titles, kinds=kinds, mechanisms=_mechanisms(manifest), **about,
    )  # fmt: skip


def _mechanisms(manifest: Mapping[str, Any]) -> dict[str, MechanismFacts]:
    """Rebuild what is to be said of the mechanisms; early folders name them in the scenario only."""
    if "mechanisms" in manifest:
        return {name: MechanismFacts(Text(en, zh), made_by) for name, (en, zh, made_by) in manifest["mechanisms"].items()}
    return {kind.name: MechanismFacts(kind.title, f"linli {manifest['linli']}") for kind in _kinds(manifest)}


def _infos(manifest: Mapping[str, Any]) -> dict[str, MeasureInfo]:
    """Rebuild what the measures are. Early folders say less of a measure; what this linli knows of it fills the gap."""
    said = manifest["measures"]
    known = {} if all("headline" in one for one in said.values()) else _known(manifest)
    found = {}
    for name, one in said.items():
        title = Text(one["en"], one["zh"])
        if "headline" in one:
            found[name] = MeasureInfo(title, one["unit"], one["kind"], one["headline"], one["a_year"], one["beside"])
        else:
            found[name] = known[name]._replace(title=title) if name in known else MeasureInfo(title, one["unit"], one["kind"])
    return found


def _known(manifest: Mapping[str, Any]) -> dict[str, MeasureInfo]:
    from ..model.society.measures import catalogue

    return catalogue(_kinds(manifest))


def _kinds(manifest: Mapping[str, Any]) -> list[type[Mechanism[Any]]]:
    from ..scenarios.checking import mechanism_class

    found = []
    for name in manifest["scenario"].get("mechanisms", {}):
        # What was written by a package that is broken now can be read all the same.
        with suppress(InputError):
            found.append(mechanism_class(name))
    return [kind for kind in found if kind is not None]


def _scenario(folder: Path, manifest: Mapping[str, Any]) -> Any:
    """Rebuild the scenario.

    Raises:
        UserError: it is not allowed. Where another linli wrote it, that is said: keys of mechanisms come and go.
    """
    from ..model.ground.version import __version__
    from ..scenarios.errors import UserError, show
    from ..scenarios.schema import Scenario

    try:
        return Scenario.from_dict(manifest["scenario"], manifest["name"], check_files=False)
    except UserError as error:
        if manifest["linli"] == __version__:
            raise
        given, by, where = show(str(folder)), f"linli {manifest['linli']}", " ".join(part for part in (error.section, error.field) if part)
        raise UserError(
            f"{given} was written by {by}, whose scenarios linli {__version__} does not know any more ({where}: {error.text.en}). "
            f"Read it with {by}, or play it anew.",
            f"{given} 由 {by} 写成，当前的 linli {__version__} 不再认识其情景（{where}：{error.text.zh}）。请用 {by} 读取，或重新运行。",
        ) from None


def _degrees(manifest: Mapping[str, Any]) -> dict[str, np.ndarray]:
    return {arm: np.repeat(np.arange(len(counts)), counts) for arm, counts in manifest["degrees"].items()}


def _ground(table: Mapping[str, np.ndarray], manifest: Mapping[str, Any]) -> Ground:
    xy = np.stack([table["x"], table["y"]], axis=1)
    return Ground(xy, table["building"], table["residents"], tuple((int(c), str(k), float(x), float(y)) for c, k, x, y in manifest["facilities"]))
