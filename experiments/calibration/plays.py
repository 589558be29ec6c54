"""The vectors of a fit that were played, wave by wave, and what came out of each.

Each vector is played with a seed of its own, a hash of the vector, and what is drawn next hangs only on whole waves. So a fit is the same
however often it was stopped, and for any number of processes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.stats import qmc

from ...scenarios.errors import UserError
from ..sealed_folder import arrays_of
from .emulator import Foretold
from .kept import PLAYS, KeptFit
from .side_by_side import side_by_side

PARTS = ("vectors", "seeds", "rows", "told")
BATCH = 16
"""Vectors that are played between two writings of the file."""

Play = Callable[[np.ndarray, int], np.ndarray]
"""(vector in the unit cube, seed of the play) -> the rows."""


@dataclass
class Wave:
    """Vectors that are played together.

    Attributes:
        vectors: float64 [n, constants], in the unit cube; a vector that is played several times stands there several times.
        seeds: int64 [n], of the plays.
        rows: float64 [m, rows], of the first m of them that are played so far.
        told: how it came out against what had been expected of it (`Foretold`), once that is known.
    """

    vectors: np.ndarray
    seeds: np.ndarray
    rows: np.ndarray
    told: np.ndarray = field(default_factory=lambda: np.empty(0))

    @property
    def whole(self) -> bool:
        """Whether all of it is played."""
        return len(self.rows) == len(self.vectors)


def new_wave(vectors: np.ndarray, rows: int, times: int = 1) -> Wave:
    """Return a wave that is still to be played: each vector so many times, one after the other."""
    seeds = [seed_of(vector, again) for vector in vectors for again in range(times)]
    return Wave(np.repeat(vectors, times, axis=0), np.array(seeds, np.int64), np.empty((0, rows)))


def first_vectors(n: int, constants: int, seed: int) -> np.ndarray:
    """Return vectors that fill the prior evenly, float64 [n, constants]: a Latin hypercube."""
    cube = qmc.LatinHypercube(constants, seed=np.random.Generator(np.random.PCG64(seed)))
    return np.asarray(cube.random(n), np.float64)


def seed_of(vector: np.ndarray, again: int = 0) -> int:
    """Return the seed with which a vector is played the first, second ... time: a hash."""
    content = np.ascontiguousarray(vector, np.float64).tobytes() + again.to_bytes(4, "little")
    return int.from_bytes(hashlib.blake2b(content, digest_size=4).digest(), "little") >> 1


class KeptPlays:
    """The waves of a fit, kept in its folder after every few plays."""

    def __init__(self, folder: KeptFit, constants: int, rows: int) -> None:
        """Take up what the folder holds of plays with so many constants and rows.

        Raises:
            UserError: it holds other plays.
        """
        self.folder = folder
        self.waves: dict[str, Wave] = {} if folder.plays is None else _read(folder.plays, folder.folder, constants, rows)

    def finish(self, name: str, wave: Wave, play: Play, processes: int) -> Wave:
        """Play what is not played of a wave, and return it whole.

        Args:
            name: of the wave.
            wave: as it should be; what the folder holds of the same vectors is taken up.
            play: plays a vector.
            processes: that play side by side, where the platform can fork.
        """
        kept = self.waves.get(name)
        if kept is not None and np.array_equal(kept.vectors, wave.vectors) and np.array_equal(kept.seeds, wave.seeds):
            wave = kept
        self.waves[name] = wave
        todo = list(zip(wave.vectors, wave.seeds.tolist(), strict=True))[len(wave.rows) :]
        for batch in _played(todo, play, processes):
            wave.rows = np.concatenate([wave.rows, batch])
            self.keep()
        return wave

    def keep(self) -> None:
        """Put all waves into the folder."""
        self.folder.keep_file(PLAYS, _written(self.waves))


def taken_up(others: Sequence[tuple[Path, bytes]], constants: int, rows: int) -> list[Wave]:
    """Return what was played in other fits, as far as it was.

    Args:
        others: the folder of each, and what its file of plays holds.
        constants: of the fit at work.
        rows: likewise.

    Raises:
        UserError: one has plays of other constants or rows, or none that can be read.
    """
    return [
        Wave(wave.vectors[: len(wave.rows)], wave.seeds[: len(wave.rows)], wave.rows)
        for folder, content in others for wave in _read(content, folder, constants, rows).values() if len(wave.rows)
    ]  # fmt: skip


def _played(todo: Sequence[tuple[np.ndarray, int]], play: Play, processes: int) -> Iterator[np.ndarray]:
    if not todo:
        return
    with side_by_side(lambda one: play(*one), processes) as each:
        for k in range(0, len(todo), BATCH):
            yield np.stack(each(todo[k : k + BATCH]))


def _written(waves: dict[str, Wave]) -> bytes:
    stream = io.BytesIO()
    arrays = {f"{name}/{part}": getattr(wave, part) for name, wave in waves.items() for part in PARTS}
    np.savez(stream, **arrays)
    return stream.getvalue()


def _read(content: bytes, folder: Path, constants: int, rows: int) -> dict[str, Wave]:
    """Read plays, of which nothing is known but that their seal is right."""
    try:
        arrays = arrays_of(content)
        names = dict.fromkeys(key.split("/")[0] for key in arrays)
        found = {name: Wave(*(arrays[f"{name}/{part}"] for part in PARTS)) for name in names}
        for wave in found.values():
            _check(wave, constants, rows)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError(
            f"its {PLAYS} holds no plays of these constants and tables. Name another folder.",
            f"其中的 {PLAYS} 不是这些常数与数据表的试验记录。请指定其他文件夹。",
            file=str(folder),
        ) from None  # fmt: skip
    return found


def _check(wave: Wave, constants: int, rows: int) -> None:
    """Refuse a wave whose parts do not go together.

    Raises:
        ValueError: they do not.
    """
    n = len(wave.vectors)
    right = wave.vectors.shape == (n, constants) and wave.seeds.shape == (n,) and wave.rows.shape[1:] == (rows,) and len(wave.rows) <= n
    kinds = [part.dtype for part in (wave.vectors, wave.rows, wave.told, wave.seeds)] == [np.float64, np.float64, np.float64, np.int64]
    told = wave.told.shape in ((0,), (len(Foretold._fields),))
    if not (right and kinds and told and ((wave.vectors >= 0.0) & (wave.vectors <= 1.0)).all()):
        raise ValueError("its arrays do not go together")
