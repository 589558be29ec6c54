"""Folders of fits by an emulator, with one file in them made wrong: the name of the file, a line end, its new content."""

from __future__ import annotations

import io
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from folders import BELIEVED, WRITTEN, keep, laid_out, printed
from mutators import as_json, changed_arrays, changed_bytes, changed_cells, changed_data

CONSTANTS, ROWS = 3, 4
PLAYS, FACTS, TABLE, TOLD = "plays.npz", "fit.json", "posterior.csv", "posterior.json"


@cache
def facts() -> dict[str, Any]:
    """Return what the fit is of."""
    from linli.experiments.calibration.fit import Budget, _facts
    from linli.experiments.calibration.space import SPACE
    from linli.scenarios.published import load_study

    return _facts([load_study("van-de-bunt")], SPACE[:CONSTANTS], 1, Budget(population=4), ())


def begin_fit(folder: Path) -> None:
    """Write a fit whose plays are luck: two waves, the second one broken off."""
    from linli.experiments.calibration.kept import kept_fit
    from linli.experiments.calibration.plays import KeptPlays, first_vectors, new_wave
    from linli.experiments.calibration.posterior import Posterior, write_posterior
    from linli.experiments.calibration.space import SPACE, from_unit

    right = folder / "right"
    with kept_fit(right, facts(), lambda _: None) as kept:
        plays = KeptPlays(kept, CONSTANTS, ROWS)
        for number, played in ((1, 8), (2, 3)):
            wave = new_wave(first_vectors(8, CONSTANTS, number), ROWS)
            wave.rows, wave.told = np.ones((played, ROWS)) / number, np.array([0.5, 1.0, 0.9, 1.0])[: 4 * (number > 1)]
            plays.waves[f"wave {number}"] = wave
        plays.keep()
    shares = first_vectors(5, CONSTANTS, 3)
    draws = np.stack([from_unit(free, shares[:, k]) for k, free in enumerate(SPACE[:CONSTANTS])], axis=1)
    told = {
        "waves": [{"played": 8, "distance": 1.0}, {"played": 8, "distance": 0.5}], "evaluations": 19,
        "distance": {"lowest": 0.5, "median": 0.7, "defaults": 2.0},
        "check": {"vectors": 3, "times": 2, "explained": 0.5, "size": 1.0, "covered": 0.9, "factor": 1.0, "effective": 2.0, "updated": 2.0},
        "effective": 40.0, "agree": 1.0, "moved": 0.3, "directions": [0.9, 0.5, 0.1], "recovered": {"vectors": 2, "inside": 0.9},
    }  # fmt: skip
    write_posterior(Posterior(tuple(free.key for free in SPACE[:CONSTANTS]), draws, {**facts(), **told}), right / TABLE)
    keep(right)


def right_fit() -> list[bytes]:
    return [name.encode() + b"\n" + WRITTEN[name] for name in (FACTS, TABLE)]


def make_fit(r: random.Random) -> bytes:
    """Change a file; of plays half with a right seal, as a folder of another has that did it by intent."""
    name = r.choice((PLAYS, PLAYS, PLAYS, FACTS, TABLE, TOLD, TOLD))
    raw = WRITTEN[name]
    if name.endswith(".json") and r.random() < 0.7:
        new = as_json(changed_data(r, json.loads(raw)))
    elif name == TABLE and r.random() < 0.5:
        new = changed_cells(r, raw)
    elif name == PLAYS and r.random() < 0.7:
        return name.encode() + BELIEVED.encode() + b"\n" + (_changed_plays(r, raw) if r.random() < 0.7 else changed_bytes(r, raw[:-47]))
    else:
        new = changed_bytes(r, raw)
    return name.encode() + b"\n" + new


def _changed_plays(r: random.Random, raw: bytes) -> bytes:
    """Return plays with arrays that are gone, of other names, shapes or types."""
    with np.load(io.BytesIO(raw)) as file:
        arrays = {key: file[key] for key in file.files}
    stream = io.BytesIO()
    np.savez(stream, **changed_arrays(r, arrays, "wave 3/rows", "wave 1/vectors"))
    return stream.getvalue()


def read_fit(raw: bytes, folder: Path, number: int) -> None:
    """Show it; take it up; learn from its plays."""
    from linli.experiments.calibration.kept import KeptFit, SealedFolder, kept_elsewhere, kept_fit
    from linli.experiments.calibration.plays import KeptPlays, first_vectors, new_wave, taken_up

    mine = laid_out(raw, folder)
    head, _, content = raw.partition(b"\n")
    if head.endswith(BELIEVED.encode()):
        SealedFolder(mine, f"fit {facts()['inputs']}").keep_file(PLAYS, content)
    how = number % 3 if not head.startswith(PLAYS.encode()) else 1 + number % 2
    if how == 0:
        printed("show", str(mine), "--lang", ("en", "zh")[number // 3 % 2])
    elif how == 1:
        for wave in taken_up([(mine, kept_elsewhere(mine, facts()))], CONSTANTS, ROWS):
            assert wave.vectors.shape == (len(wave.rows), CONSTANTS)
            assert wave.rows.shape[1] == ROWS
    else:
        with kept_fit(mine, facts(), lambda _: None) as kept:
            assert isinstance(kept, KeptFit)
            plays = KeptPlays(kept, CONSTANTS, ROWS)
            done = plays.finish("wave 1", new_wave(first_vectors(8, CONSTANTS, 1), ROWS), lambda *_: np.ones(ROWS), 1)
            assert done.rows.shape == (8, ROWS)


