"""What happened to the studies, in which order: frozen before the first play, or looked at before.

A row of a published study is of one of three kinds, named by what happened:

- *fitted*: constants were chosen so that it comes out (role "fit" in the study's file);
- *frozen*: the file was frozen before anybody played it, and what is played is what was frozen;
- *adjusted*: all others. Something may have been chosen after a look.

The record is `history.toml` beside the study's file: of the studies that come with linli scenarios/studies/history.toml.
`linli reproduce --freeze FILE` writes an entry. An entry has the time and the hash of what was frozen, or the day on which the
study was played without having been frozen. Writing the page of evidence adds what came out of the first play (`look`): a model that is mended
afterwards cannot make that forgotten. Playing records nothing else, so the proof that a file was frozen first is that both were committed first.
The hash is of all that can change an answer or a verdict, so of the whole file but for its note: a note may say afterwards why a row is off.
If the file changes, its rows are adjusted, whatever the record says.
docs/decisions/0020-three-kinds-of-rows.md gives the reasons.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from ..model.ground.text import Text
from .errors import UserError, show
from .files import write_file
from .loader import read
from .published import FOLDER, HISTORY, PublishedStudy, Table, load_study, study_names

Kind = Literal["frozen", "adjusted", "fitted"]
KINDS: dict[Kind, Text] = {"frozen": Text("frozen", "事先冻结"), "adjusted": Text("adjusted", "看后调整"), "fitted": Text("fitted", "用于拟合")}
OWN = FOLDER / HISTORY
"""The record of the studies that come with linli."""
_HEAD = "# What happened to these studies: linli reproduce --freeze writes it (scenarios/history.py in linli says what it means). Do not edit by hand.\n"
_KEYS = ("frozen", "sha256", "first_play", "played")


class Entry(NamedTuple):
    """What is known of one study.

    Attributes:
        frozen: when it was frozen (UTC); "" if it was not.
        sha256: hash of what was frozen; "" if it was not.
        first_play: what came out of the first play after it was frozen that went into the page of evidence; "" before.
        played: the day of the first play that is on record, if it was before any freezing.
    """

    frozen: str = ""
    sha256: str = ""
    first_play: str = ""
    played: str = ""


def digest(study: PublishedStudy) -> str:
    """Return the SHA-256 of a study's data without its note, as 64 hexadecimal digits; layout and comments do not matter."""
    data = {key: value for key, value in study.data.items() if key != "note"}
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record_of(study: PublishedStudy) -> Path:
    """Return the file in which the history of a study stands."""
    return OWN if ships(study) else Path(study.file).parent / HISTORY


def ships(study: PublishedStudy) -> bool:
    """Tell whether a study is one of those that come with linli."""
    return study.file == f"{study.name}.toml" and study.name in study_names()


def read_history(file: Path) -> dict[str, Entry]:
    """Return name -> entry of a record; nothing where there is no file.

    Raises:
        UserError: it is no such record.
    """
    if not file.is_file():
        return {}
    found = {}
    for name, entry in read(file, str(file)).items():
        if not isinstance(entry, dict) or not all(key in _KEYS and isinstance(value, str) for key, value in entry.items()):
            said = f"the entry {show(name)} must have {', '.join(_KEYS)}, each a text, and nothing else."
            raise UserError(said, f"条目 {show(name)} 只能有 {'、'.join(_KEYS)}，且均为文本。", file=str(file))
        found[name] = Entry(**entry)
    return found


def entry_of(study: PublishedStudy) -> Entry:
    """Return what is known of a study; an empty entry if nothing is."""
    if study.history is not None:
        return Entry(*study.history)
    if not ships(study) and Path(study.file).suffix != ".toml":
        return Entry()
    return read_history(record_of(study)).get(study.name, Entry())


def is_frozen(study: PublishedStudy) -> bool:
    """Tell whether a study was frozen before its first play on record and is what was frozen."""
    entry = entry_of(study)
    return bool(entry.frozen) and not entry.played and entry.sha256 == digest(study)


def kind_of(table: Table, frozen: bool) -> Kind:
    """Return the kind of a table's rows; `frozen`: whether its study is (`is_frozen`)."""
    return "fitted" if table.role == "fit" else "frozen" if frozen else "adjusted"


def freeze(given: str | Path, now: datetime | None = None, seen: Mapping[str, str] | None = None) -> tuple[PublishedStudy, Entry]:
    """Freeze a study that nobody has played: write its hash into the record.

    Args:
        given: name or path of the study.
        now: the time; by default now.
        seen: name of a study -> where a play of it lies, as far as the caller knows (folders of runs).

    Returns:
        The study and its entry. If it is frozen already just so, nothing changes.

    Raises:
        UserError: something is wrong with the study, it was played or frozen otherwise, or the record cannot be written.
    """
    study = load_study(given)
    file = str(given)
    entry, now_hash = entry_of(study), digest(study)
    if entry.played:
        raise UserError(
            f"it was played on {entry.played} without having been frozen; its rows stay adjusted.",
            f"该研究未冻结即已于 {entry.played} 运行过，其各行仍为看后调整。", file=file,
        )  # fmt: skip
    if entry.frozen:
        if entry.sha256 == now_hash:
            return study, entry
        was, here = entry.sha256[:12], now_hash[:12]
        raise UserError(
            f"it was frozen on {entry.frozen} and has changed since (sha256 {was}, now {here}); its rows are adjusted. "
            "Undo the change, or give the changed file another name and say in its note what was known.",
            f"该研究已于 {entry.frozen} 冻结，此后有改动（sha256 {was}，现为 {here}），其各行为看后调整。"
            "请撤销改动，或另存为新文件并在说明中写明已知什么。",
            file=file,
        )
    if seen and study.name in seen:
        where = seen[study.name]
        raise UserError(
            f"it was played already: {where} holds a play of it. What was seen cannot be frozen.",
            f"该研究已运行过：{where} 中有其结果。看过结果之后不能再冻结。", file=file,
        )  # fmt: skip
    made = Entry(frozen=(now or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M:%S UTC"), sha256=now_hash)
    write_history(record_of(study), {**read_history(record_of(study)), study.name: made})
    return study, made


def look(seen: Sequence[tuple[PublishedStudy, str]], now: datetime | None = None) -> bool:
    """Write a look at studies that come with linli into their record: of frozen ones what first came out, of others that they were played.

    Args:
        seen: each study with what came out, in words.
        now: the time; by default now.

    Returns:
        Whether there was anything to write: only the first look is.

    Raises:
        UserError: the record cannot be written.
    """
    day = (now or datetime.now(UTC)).strftime("%Y-%m-%d")
    entries = read_history(OWN)
    found = dict(entries)
    for study, said in seen:
        entry = entries.get(study.name, Entry())
        if not ships(study) or entry.played or entry.first_play:
            continue
        found[study.name] = entry._replace(first_play=f"{day}: {said}") if is_frozen(study) else Entry(played=day) if not entry.frozen else entry
    if found == entries:
        return False
    write_history(OWN, found)
    return True


def write_history(file: Path, entries: Mapping[str, Entry]) -> None:
    """Write a record, its entries in the order of their names.

    Raises:
        UserError: it cannot be written.
    """
    parts = []
    for name in sorted(entries):
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries[name]._asdict().items() if value]
        parts.append(f"[{json.dumps(name, ensure_ascii=False)}]\n" + "".join(lines))
    write_file(file, "\n".join([_HEAD, *parts]), argument="freeze")


__all__ = ["KINDS", "Entry", "Kind", "digest", "entry_of", "freeze", "is_frozen", "kind_of", "look", "read_history", "record_of", "ships", "write_history"]
