"""The folders of one compound, of a fit and of a rehearsal: what their plays rest on, the plays, and what was told.

    manifest.json     format, versions, environment, the compound, what its plays rest on; at the end what was told, in a fit to which answers
    plays/            a sweep of the plays (experiments/sweep/store.py)
    constants.csv     a fit: a row a constant
    posterior.csv     a fit: vectors for --uncertainty, and posterior.json beside it
    rehearsal.csv     a rehearsal: a row for each number of answers, kind of data and constant

The manifest is written before the plays, so that the folder says what it is while they run, and once more at the end. Other answers that were collected in
the same way are told by the same plays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...scenarios.errors import UserError, show
from ..facts import environment
from ..held_folder import RESTS_ON, Work, held, kept_manifest, write_manifest, writing
from ..loading import manifest_of
from ..places import MANIFEST
from ..sweep.result import load_sweep
from .estimate import Told, Weighted
from .plays import Played, played
from .space import LocalConstant

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario
    from ..sweep.plan import Plan

FORMAT = 1
"""Version of the folders that this linli writes."""
KIND, REHEARSAL = "local fit", "rehearsal"
FITTING = Work(KIND, Text("local fit", "本地拟合"), "另一次本地拟合", "作本地拟合")
REHEARSING = Work(REHEARSAL, Text("rehearsal", "调查演练"), "另一次调查演练", "作调查演练")
_COMMANDS = {KIND: "linli local fit", REHEARSAL: "linli local rehearse"}
POSTERIOR, TABLE, PLAYED, TAUGHT = "posterior.csv", "constants.csv", "plays", "rehearsal.csv"
_OWN = (PLAYED, POSTERIOR, TABLE, "posterior.json")
"""What a folder of an earlier linli holds, which wrote no manifest."""
_NAMES = ("used", "beyond")
_SHARES = ("narrower", "by_luck", "covered", "usual")


def local_folder(path: Path, plan: Plan, compound: Scenario, space: Sequence[LocalConstant]) -> AbstractContextManager[dict[str, Any]]:
    """Work on the local fit in a folder, made if it is not there; gives the manifest, which says nothing of the compound yet.

    Raises:
        UserError: the folder cannot be used, holds something else or another fit, another process works on it, or the disk is full.
    """
    return _folder(path, FITTING, _rests_on(plan), plan, compound, space)


def rehearsal_folder(
    path: Path, plan: Plan, compound: Scenario, space: Sequence[LocalConstant], answered: Sequence[int], weeks: tuple[int, int]
) -> AbstractContextManager[dict[str, Any]]:
    """Work on the rehearsal in a folder, as `local_folder`.

    Args:
        path: the folder.
        plan: of the plays.
        compound: the compound.
        space: its constants.
        answered: people who answer in the first wave, several numbers.
        weeks: of the two waves.

    Raises:
        UserError: as `local_folder`.
    """
    facts = plan.facts()
    asked = facts.pop("watch")
    rests_on = {**facts, "answers": list(answered), "weeks of the waves": list(weeks), "ways of asking": asked}
    return _folder(path, REHEARSING, rests_on, plan, compound, space)


def _folder(
    path: Path, work: Work, rests_on: Mapping[str, Any], plan: Plan, compound: Scenario, space: Sequence[LocalConstant]
) -> AbstractContextManager[dict[str, Any]]:
    here: dict[str, Any] = {
        "format": FORMAT, "kind": work.kind, "linli": __version__, "name": compound.name, "title": {"en": compound.title.en, "zh": compound.title.zh},
        RESTS_ON: {**rests_on, "model": model_hash(), "linli": __version__}, "scenario": compound.to_dict(), "scenario_name": compound.name,
        "plays": plan.runs, "constants": [one._asdict() for one in space], "environment": environment(), "told": None,
    }  # fmt: skip

    def begin() -> dict[str, Any]:
        there = kept_manifest(path, work, here[RESTS_ON], _OWN)
        if there is None or there.get("told") is not None:
            # What was told before does not stand beside what is told now.
            write_manifest(path, here)
        return here

    return held(path, begin, work)


def _rests_on(plan: Plan) -> dict[str, Any]:
    """Return what the plays rest on, the way of asking in parts that a sentence can name."""
    facts = plan.facts()
    asked = facts.pop("watch")["asked"]
    ways = ("first wave", "second wave")
    weeks = dict(zip((f"week of the {way}" for way in ways), asked["weeks"], strict=True))
    answered = dict(zip((f"answers of the {way}" for way in ways), asked["answered"], strict=True))
    columns = dict(zip((f"columns of the {way}" for way in ways), asked["asked"], strict=True))
    lists = {"lists": asked["lists"], "codes in lists": asked["ids"], "weeks of lists": asked["span"], "kinds in lists": asked["kinds"]}
    return {**facts, **weeks, **answered, **columns, **lists, "slopes": asked["slopes"]}


def keep_told(path: Path, manifest: Mapping[str, Any], told: Told, observed: Mapping[str, float]) -> None:
    """Keep what was told, and the statistics of the answers to which.

    Raises:
        UserError: it cannot be written; the same call goes on.
    """
    draws = told.draws
    kept = {
        "draws": {"play": draws.plays.tolist(), "weight": draws.weights.tolist(), "shares": draws.shares.tolist()},
        **{name: getattr(told, name).tolist() for name in _SHARES}, **{name: list(getattr(told, name)) for name in _NAMES}, "held_back": told.held_back,
    }  # fmt: skip
    # JSON has no number for what the answers do not tell.
    seen = {name: value if np.isfinite(value) else None for name, value in observed.items()}
    _keep(path, {**manifest, "observed": seen, "told": kept})


def keep_taught(path: Path, manifest: Mapping[str, Any], rows: Sequence[tuple[Any, ...]]) -> None:
    """Keep what a rehearsal told, row by row.

    Raises:
        UserError: it cannot be written; the same call goes on.
    """
    _keep(path, {**manifest, "told": [list(row) for row in rows]})


def _keep(path: Path, manifest: Mapping[str, Any]) -> None:
    with writing(path):
        write_manifest(path, manifest)


def read_taught(path: Path) -> tuple[list[list[Any]], tuple[str, ...]]:
    """Read what a rehearsal told, as it was kept, and the names of the constants. Call it within `believing`.

    Raises:
        UserError: it has not come to its end, or a newer linli wrote it.
        OSError, ValueError, TypeError, KeyError: it cannot be read, or is damaged.
    """
    manifest = _manifest(path, REHEARSING)
    told = manifest["told"]
    if not isinstance(told, list):
        raise ValueError("what is told is no list")
    return told, tuple(LocalConstant.of(one).name for one in manifest["constants"])


def _manifest(path: Path, work: Work) -> dict[str, Any]:
    """Return the manifest of work that has come to its end."""
    manifest = manifest_of(path, FORMAT)
    if manifest.get("kind") != work.kind:
        raise ValueError(f"{MANIFEST} is not that of a {work.kind}")
    if manifest["told"] is None:
        raise _unfinished(path, work, int(manifest["plays"]))
    return manifest


def read_local(path: Path) -> tuple[tuple[LocalConstant, ...], Told, Played]:
    """Read the constants of a local fit, what is told of them, and the plays. Call it within `believing`.

    Raises:
        UserError: it has not come to its end, or a newer linli wrote it.
        OSError, ValueError, TypeError, KeyError: it cannot be read, or is damaged.
    """
    manifest = _manifest(path, FITTING)
    space = tuple(LocalConstant.of(one) for one in manifest["constants"])
    found = played(load_sweep(path / PLAYED), space, tuple(manifest["observed"]))
    return space, _told(manifest["told"], len(space), len(found.shares), set(found.names)), found


def _unfinished(path: Path, work: Work, plays: int) -> UserError:
    place = path / PLAYED
    done = len(load_sweep(place).runs) if (place / MANIFEST).is_file() else 0
    given, command = show(str(path)), _COMMANDS[work.kind]
    return UserError(
        f"the {work.name.en} in {given} has not come to its end: {done:,} of {plays:,} plays. Run the same {command} again; it goes on.",
        f"{given} 中的{work.name.zh}尚未完成：已模拟 {done:,}/{plays:,} 次。再次运行同一条 {command} 命令即可继续。",
    )


def _told(kept: Mapping[str, Any], constants: int, plays: int, names: set[str]) -> Told:
    """Return what was told.

    Raises:
        ValueError, TypeError, KeyError: it is not of so many constants and plays, and these statistics.
    """
    draws = kept["draws"]
    shares, weights = np.array(draws["shares"], np.float64), np.array(draws["weight"], np.float64)
    of, many = np.array(draws["play"]), len(weights)
    if shares.shape != (many, constants) or of.shape != (many,) or of.dtype.kind != "i" or not many or not _within(shares, 1.0) or not _within(weights, 1.0):
        raise ValueError("the draws are none of these constants")
    if of.min() < 0 or of.max() >= plays or abs(float(weights.sum()) - 1.0) > 1e-6:
        raise ValueError("the draws are none of these plays")
    narrower, by_luck, covered, usual = shares_of = [np.array(kept[name], np.float64) for name in _SHARES]
    if any(one.shape != (constants,) or not np.isfinite(one).all() for one in shares_of) or not _within(covered, 1.0):
        raise ValueError("what is told is not told of these constants")
    used, beyond = (tuple(str(one) for one in kept[name]) for name in _NAMES)
    if not {*used, *beyond} <= names:
        raise ValueError("it tells of statistics that there are not")
    if isinstance(kept["held_back"], bool) or not isinstance(kept["held_back"], int) or kept["held_back"] < 0:
        raise ValueError("plays held back are a number")
    return Told(Weighted(shares, weights, of.astype(np.int64)), narrower, by_luck, covered, usual, kept["held_back"], used, beyond)


def _within(values: np.ndarray, most: float) -> bool:
    return bool(((values >= 0.0) & (values <= most)).all())
