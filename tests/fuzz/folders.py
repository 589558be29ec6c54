"""Folders that linli wrote, with one file in them made wrong: an input is the file's name, a line end, its new content."""

from __future__ import annotations

import contextlib
import io
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from linli.experiments.checksums import CHECKSUM, FILES, checksum_of
from linli.model.ground.refusal import InputError
from mutators import as_json, changed_bytes, changed_data

TINY = {
    "weeks": 3, "neighbourhood": {"buildings": 1, "entrances": 1, "floors": 3, "flats_per_floor": 2, "years": 1},
    "mechanisms": {"building-gates": {}}, "arms": {"before": {}, "after": {"mechanisms": {"building-gates": {"gatherings_a_year": 24}}}},
}  # fmt: skip
MANIFEST = "manifest.json"
BELIEVED = " believed"
"""After the name of a file: the checksums in the folder are made right again, as of one that somebody else wrote."""
WRITTEN: dict[str, bytes] = {}
"""What the right folder holds, by its path within it."""


def keep(right: Path) -> None:
    """Keep what a right folder holds."""
    WRITTEN.update({path.relative_to(right).as_posix(): path.read_bytes() for path in right.rglob("*") if path.is_file()})


def right_folder(name: str = MANIFEST) -> list[bytes]:
    """Return the folder as it was written."""
    return [name.encode() + b"\n" + WRITTEN[name], (name + BELIEVED).encode() + b"\n" + WRITTEN[name]]


def make_folder(r: random.Random) -> bytes:
    """Change one file of a folder."""
    jsons = [name for name in sorted(WRITTEN) if name.endswith(".json")]
    name = r.choice(jsons[-1:] * 2 + jsons * 2 + sorted(WRITTEN))
    raw, how = WRITTEN[name], r.choice(("", BELIEVED, BELIEVED))
    if name.endswith(".json") and r.random() < 0.7:
        new = as_json(changed_data(r, json.loads(raw)))
    elif name.endswith(".parquet") and r.random() < 0.7:
        new = changed_table(r, raw)
    else:
        new = changed_bytes(r, raw)
    return (name + how).encode() + b"\n" + new


def changed_table(r: random.Random, raw: bytes) -> bytes:
    """Change columns of a table, and write it as a table that is whole."""
    import pandas as pd
    import pyarrow as pa
    from pyarrow import parquet

    frame = parquet.read_table(io.BytesIO(raw)).to_pandas()
    for name in frame.columns[frame.dtypes == "category"]:
        frame[name] = frame[name].astype(object)
    column = r.choice(list(frame.columns))
    odd: tuple[Callable[[Any], Any], ...] = (
        lambda c: None, lambda c: 1e300, lambda c: -1, lambda c: 2**62, lambda c: float("nan"), lambda c: "x" * 3000, lambda c: "\x1b[2J",
        lambda c: c.sample(frac=1.0, random_state=1).to_numpy(), lambda c: c.astype(str), lambda c: [[1, 2]] * len(c), lambda c: [b"\xff"] * len(c),
        lambda c: pd.Timestamp("2020-01-01"), lambda c: True, lambda c: c.iloc[:1].tolist() * len(c),
    )  # fmt: skip
    how = r.randrange(10)
    if how < 6:
        frame[column] = r.choice(odd)(frame[column])
    elif how == 6:
        frame = frame.drop(columns=column)
    elif how == 7:
        frame = frame.rename(columns={column: r.choice(("x", "", "arm", "value", "point", "seed")) + "_"})
    elif how == 8:
        frame = frame.iloc[: r.choice((0, 1, 2))]
    else:
        frame = pd.concat([frame] * r.choice((2, 3)), ignore_index=True)
    stream = io.BytesIO()
    parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), stream)
    return stream.getvalue()


def laid_out(raw: bytes, folder: Path) -> Path:
    """Write the folder of an input, and return it."""
    mine = folder / "mine"
    shutil.rmtree(mine, ignore_errors=True)
    said, _, content = raw.partition(b"\n")
    name = said.decode()
    believed = name.endswith(BELIEVED)
    name = name.removesuffix(BELIEVED)
    for other, right in WRITTEN.items():
        path = mine / other
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if other == name else right)
    if believed:
        _sign(mine / name)
    return mine


def _sign(path: Path) -> None:
    """Make the checksums right that tell of a file."""
    if path.name.startswith("part-"):
        path.rename(path.with_name(f"{path.name[:19]}{checksum_of(path)}.parquet"))
        return
    manifest = path.parent / MANIFEST
    with contextlib.suppress(ValueError, RecursionError, FileNotFoundError):
        told = json.loads(manifest.read_bytes())
        if isinstance(told, dict):
            # Folders of early versions have no checksums and are read.
            told.pop(CHECKSUM, None)
            if path != manifest and isinstance(told.get(FILES), dict) and path.name in told[FILES]:
                told[FILES][path.name] = checksum_of(path)
            manifest.write_bytes(json.dumps(told).encode())


def read_folder(raw: bytes, folder: Path, number: int) -> None:
    """Show it as the command line does: printed, or refused in a sentence."""
    printed("show", str(laid_out(raw, folder)), "--all", "--lang", ("en", "zh")[number % 2])


def printed(*words: str) -> str:
    """Return what a command prints.

    Raises:
        InputError: it refused, with what it said.
        RuntimeError: it ended in another way.
    """
    from linli.__main__ import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(words))
    if status == 2:
        said = err.getvalue().strip()
        assert "\n" not in said, said
        raise InputError(said, said)
    if status != 0:
        raise RuntimeError(f"status {status}: {err.getvalue()[-1500:]}")
    assert "\x1b" not in out.getvalue()
    return out.getvalue()
