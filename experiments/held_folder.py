"""A folder in which long work is kept: held by one process at a time, begun or gone on with, whatever the work is."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..model.ground.text import Text
from ..model.ground.whole import write_whole
from ..scenarios.errors import UserError, show
from ..scenarios.files import reason_of
from ..scenarios.json_text import from_json
from .checksums import check_manifest, with_checksums
from .differences import differences
from .places import MANIFEST, Taken, clear_parts, lock_folder, unlock

T = TypeVar("T")
RESTS_ON = "rests_on"
"""Key of a manifest: all that the numbers of the folder rest on."""


class Work(NamedTuple):
    """What is kept in a folder, as sentences name it.

    Attributes:
        kind: in the manifest.
        name: "sweep", and in Chinese.
        another: another one of them, in Chinese.
        doing: what a process does with it, in Chinese.
    """

    kind: str
    name: Text
    another: str
    doing: str


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell a fault of the disk in a sentence."""
    try:
        yield
    except OSError as error:
        reason, given = reason_of(error), show(str(path))
        raise UserError(
            f"the folder {given} cannot be written: {reason}. What was written is kept; the same command goes on.",
            f"无法写入文件夹 {given}：{reason}。已写入的结果仍在，重复同一命令即可继续。", argument="out",
        ) from None  # fmt: skip


@contextmanager
def held(path: Path, begin: Callable[[], T], work: Work) -> Iterator[T]:
    """Hold a folder, made if it is not there.

    Args:
        path: the folder.
        begin: says what the folder is of, or holds it against that (`kept_manifest`); what it returns is what is worked with.
        work: what it holds.

    Raises:
        UserError: as `begin`; another process works in it; the disk is full.
    """
    lock: int | None = None
    try:
        with writing(path):
            path.mkdir(parents=True, exist_ok=True)
            lock = lock_folder(path)
            clear_parts(path)
            found = begin()
        yield found
    except Taken:
        raise UserError(
            f"another process works on the {work.name.en} in it. Name another folder with --out, or wait.",
            f"另一个进程正在其中{work.doing}。请用 --out 指定其他文件夹，或等待。", file=str(path),
        ) from None  # fmt: skip
    finally:
        unlock(lock)


def kept_manifest(path: Path, work: Work, rests_on: Mapping[str, Any], own: Collection[str] = ()) -> dict[str, Any] | None:
    """Return the manifest of a folder that holds the same work, None of one that holds nothing yet.

    Args:
        path: the folder.
        work: what it is to hold.
        rests_on: all that its numbers rest on, compared with what the manifest says.
        own: names that may lie there without a manifest: what was written before it.

    Raises:
        UserError: it holds something else, or its manifest is damaged.
    """
    file, name = path / MANIFEST, work.name
    if not file.exists():
        if any(one.name not in own for one in path.iterdir()):
            raise _refused(path, f"it is not empty and holds no {name.en}", f"其中已有其他内容，且不是{name.zh}")
        return None
    try:
        there: Any = from_json(file.read_text(encoding="utf-8"))
        check_manifest(there)
    except (ValueError, TypeError, AttributeError):
        there = None
    if not isinstance(there, dict):
        raise _refused(path, f"its {MANIFEST} is damaged", f"其中的 {MANIFEST} 已损坏")
    if there.get("kind") != work.kind:
        kind = show(there.get("kind"))
        raise _refused(path, f"it holds a {kind} and no {name.en}", f"其中是 {kind}，不是{name.zh}")
    what = differences(there.get(RESTS_ON, {}), dict(rests_on))
    if what is not None:
        raise _refused(path, f"it holds another {name.en}: {what.en}", f"其中是{work.another}：{what.zh}")
    return there


def write_manifest(path: Path, manifest: Mapping[str, Any], tables: Iterable[Path] = ()) -> None:
    """Write the manifest of a folder, with the checksums of the tables beside it and its own; it appears whole or not at all."""
    write_whole(path / MANIFEST, json.dumps(with_checksums(manifest, tables), ensure_ascii=False, indent=1) + "\n")


def _refused(path: Path, en: str, zh: str) -> UserError:
    return UserError(f"{en}. Name another folder with --out.", f"{zh}。请用 --out 指定其他文件夹。", file=str(path))
