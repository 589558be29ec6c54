"""Checksums of a folder of results, in its manifest: a flipped bit in a table would else be another number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

FILES, CHECKSUM = "files", "checksum"


def with_checksums(manifest: Mapping[str, Any], paths: Iterable[Path]) -> dict[str, Any]:
    """Return a manifest with the checksums of the tables beside it, and of itself."""
    whole = {**manifest, FILES: {path.name: checksum_of(path) for path in paths}}
    return {**whole, CHECKSUM: _of_manifest(whole)}


def check_manifest(manifest: Mapping[str, Any]) -> None:
    """Check a manifest against its own checksum; early folders have none.

    Raises:
        ValueError: it was damaged.
    """
    if CHECKSUM in manifest and manifest[CHECKSUM] != _of_manifest(manifest):
        raise ValueError("the checksum of manifest.json is wrong")


def checked_tables(folder: Path, manifest: Mapping[str, Any]) -> list[Path]:
    """Return the tables of a folder, each checked; of early folders all that lie there.

    Raises:
        OSError: a table is damaged or gone.
    """
    if FILES not in manifest:
        return sorted(folder.glob("*.parquet"))
    if not isinstance(manifest[FILES], Mapping):
        raise OSError("manifest.json does not say which tables there are")
    found = []
    for name, checksum in manifest[FILES].items():
        # The name was written by linli; one from elsewhere must not lead out of the folder.
        path = folder / Path(name).name
        if checksum_of(path) != checksum:
            raise OSError(f"the checksum of {path.name} is wrong")
        found.append(path)
    return found


def checksum_of(path: Path) -> str:
    """Return the checksum of a file, 32 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _of_manifest(manifest: Mapping[str, Any]) -> str:
    # How long it took is no result: the same run has the same checksum.
    told = {name: value for name, value in manifest.items() if name not in (CHECKSUM, "wall_seconds")}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
