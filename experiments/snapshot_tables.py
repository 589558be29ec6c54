"""Snapshots as tables of files, ties.parquet and residents.parquet, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from ..model.people.residents import NEVER, WORDS, Role
from .codebook import TIE, words_of
from .columns import labels
from .records import BY_SOURCE, BY_TARGET, Snapshot

ROLES = tuple(role.name.lower() for role in Role)
"""Columns that tell the bits of `Residents.roles` one by one."""
_KEPT_BY = (BY_SOURCE | BY_TARGET, BY_SOURCE, BY_TARGET)
"""Bits of the words of `kept_by`, in their order."""


def people_columns(shot: Snapshot) -> dict[str, np.ndarray]:
    """Return the columns of the residents of a snapshot as files hold them: words for codes, a column for each role."""
    columns: dict[str, np.ndarray] = {}
    for name, values in shot.residents.items():
        if name == "roles":
            columns |= {role.name.lower(): (values & role.value) > 0 for role in Role}
        elif name == "given_id":
            columns[name] = np.array([code or None for code in values.tolist()], object)
        elif words_of(name):
            columns[name] = np.array(words_of(name), object)[values]
        else:
            columns[name] = values
    return columns


def kept_by(shot: Snapshot) -> np.ndarray:
    """Return the code of the word of `kept_by` of each tie: 0 both, 1 source, 2 target, -1 not known."""
    if shot.kept is None:
        return np.full(len(shot.source), -1, np.int32)
    code = np.full(4, -1, np.int32)
    code[list(_KEPT_BY)] = range(len(_KEPT_BY))
    return np.asarray(code[shot.kept])


def ties_table(shots: list[Snapshot]) -> dict[str, Any]:
    """Return the columns of ties.parquet."""
    kinds = list(dict.fromkeys(name for shot in shots for name in shot.kinds))
    columns: dict[str, Any] = {
        "arm": _arms(shots, [len(s.source) for s in shots]),
        "week": np.concatenate([np.full(len(s.source), s.week, np.int32) for s in shots]),
    }
    for name in ("source", "target"):
        columns[name] = np.concatenate([getattr(s, name) for s in shots])
    columns["kept_by"] = np.concatenate([kept_by(s) for s in shots])
    for name in ("closeness", "slow"):
        columns[name] = np.concatenate([getattr(s, name) for s in shots])
    codes = [np.array([kinds.index(name) for name in shot.kinds], np.int32)[shot.origin] for shot in shots]
    columns["origin"] = labels(np.concatenate(codes), kinds)
    return columns


def residents_table(shots: list[Snapshot]) -> dict[str, Any]:
    """Return the columns of residents.parquet."""
    people = [people_columns(shot) for shot in shots]
    sizes = [len(s.residents["gate"]) for s in shots]
    columns: dict[str, Any] = {
        "arm": _arms(shots, sizes),
        "week": np.concatenate([np.full(n, s.week, np.int32) for s, n in zip(shots, sizes, strict=True)]),
        "row": np.concatenate([np.arange(n, dtype=np.int32) for n in sizes]),
    }
    for name in dict.fromkeys(name for one in people for name in one):
        # Codes of a roster: arms without one have none.
        columns[name] = np.concatenate([one[name] if name in one else np.full(n, None, object) for one, n in zip(people, sizes, strict=True)])
    return columns


def _arms(shots: list[Snapshot], sizes: list[int]) -> Any:
    names = list(dict.fromkeys(s.arm for s in shots))
    return labels(np.repeat([names.index(s.arm) for s in shots], sizes), names)


def snapshots_of_tables(tables: Mapping[str, Mapping[str, np.ndarray]], kinds: list[str], arms: Collection[str]) -> list[Snapshot]:
    """Return the snapshots that the tables of a folder hold, of any format.

    Args:
        tables: name of a file -> its columns.
        kinds: short names of the kinds of foci.
        arms: names of the arms of the run.

    Raises:
        KeyError: a column is missing, or a word or an arm is none that there is.
        ValueError: a number is out of bounds.
    """
    if "ties" not in tables or "residents" not in tables:
        return []
    people, ties = _today(dict(tables["residents"])), _named(dict(tables["ties"]))
    ties["origin"] = _codes(ties["origin"], kinds, "origin").astype(np.uint8)
    known = "kept_by" in ties and not all(word is None for word in ties["kept_by"].tolist())
    kept = np.array(_KEPT_BY, np.uint8)[_codes(ties["kept_by"], words(TIE["kept_by"]), "kept_by")] if known else None
    found = []
    for arm, week in dict.fromkeys(zip(people["arm"].tolist(), people["week"].tolist(), strict=True)):
        if arm not in arms:
            raise KeyError(f"there is no arm {str(arm)[:60]}")
        whose = (people["arm"] == arm) & (people["week"] == week)
        mine = (ties["arm"] == arm) & (ties["week"] == week)
        columns = {name: column[whose] for name, column in people.items() if name not in ("arm", "week", "row")}
        source, target, closeness, slow, origin = (ties[name][mine] for name in ("source", "target", "closeness", "slow", "origin"))
        if len(source) and (source.min() < 0 or (target <= source).any() or target.max() >= int(whose.sum())):
            raise ValueError("a tie ends at nobody")
        if not (np.isfinite(closeness) & np.isfinite(slow)).all():
            raise ValueError("a tie without hours")
        found.append(Snapshot(str(arm), int(week), source, target, closeness, slow, origin, columns, tuple(kinds), None if kept is None else kept[mine]))
    return found


def words(column: Any) -> list[str]:
    """Return the words of a column of the codebook in the order of their codes."""
    return [word.en for word in column.words]


def _codes(values: np.ndarray, names: list[str], column: str) -> np.ndarray:
    number = {name: code for code, name in enumerate(names)}
    try:
        return np.fromiter((number[name] for name in values.tolist()), np.int64, len(values))
    except KeyError as error:
        raise KeyError(f"{column}: there is no {str(error.args[0])[:60]}") from None


def _named(ties: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Name the ends as today. Folders of format 1 do not say who keeps a tie."""
    if "left" in ties:
        ties["source"], ties["target"] = ties.pop("left"), ties.pop("right")
    return ties


def _today(people: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Turn words into codes and roles into bits; folders of format 1 hold codes, and weeks far below zero for never."""
    if "given_id" in people:
        people["given_id"] = np.array([code or "" for code in people["given_id"].tolist()], np.str_)
    if "roles" not in people:
        people["roles"] = sum((people.pop(role.name.lower()).astype(np.uint8) * np.uint8(role.value) for role in Role), np.zeros(len(people["row"]), np.uint8))
        for name in WORDS:
            people[name] = _codes(people[name], list(words_of(name)), name).astype(np.uint8)
    else:
        last = people["last_came"].astype(np.float64)
        people["last_came"] = np.where(last <= NEVER, np.nan, last)
    return people
