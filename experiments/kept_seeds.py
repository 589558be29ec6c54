"""A comparison that goes on: seeds that have finished lie in the reserved folder, hidden, and the same comparison takes them up.

Every few seconds those that finished meanwhile are written as a comparison of their own (store.py), whole, with its checksums. What is damaged is
not believed, and its seeds are run again. When the comparison is written they go.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..model.ground.refusal import InputError
from ..model.ground.sources import model_hash
from ..model.ground.version import __version__
from ..model.ground.whole import write_whole
from ..scenarios.json_text import from_json
from .places import KEPT, OF, Place
from .records import Track

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .calibration.posterior import Posterior
    from .comparison import Comparison
    from .seed_run import SeedRun

APART = 10.0
"""Seconds between two writings."""
NAMES = "names.json"


def facts_of_comparison(scenario: Scenario, arms: Sequence[str], numbers: Sequence[tuple[int | None, int]], posterior: Posterior | None) -> dict[str, Any]:
    """Return all that the numbers of a comparison rest on, in plain data."""
    def short(data: Any) -> str:
        return hashlib.blake2b(json.dumps(data, ensure_ascii=False).encode(), digest_size=8).hexdigest()

    return {
        "scenario": scenario.name, "scenario hash": scenario.hash(), "arms": list(arms), "weeks": scenario.weeks,
        "seeds": len(numbers), "draws": len({draw for draw, _ in numbers} - {None}), "seeds hash": short([list(one) for one in numbers]),
        "posterior": None if posterior is None else short([list(posterior.keys), posterior.draws.tolist()]), "model": model_hash(), "linli": __version__,
    }  # fmt: skip


class KeptSeeds:
    """The seeds that a reserved folder keeps.

    Attributes:
        place: the folder; its `facts` say what the comparison rests on.
    """

    def __init__(self, place: Place) -> None:
        """Look at nothing yet."""
        self.place = place
        self._folder = place.path / KEPT
        self._kept: set[int] = set()
        self._number, self._written = 0, time.monotonic()

    def take_up(self, runs: Sequence[SeedRun]) -> int:
        """Fill in the runs whose seeds are kept; returns how many."""
        from .loading import load_comparison

        waiting = {one.seed: one for one in runs}
        for folder in sorted(self._folder.glob("part-*")) if self._folder.is_dir() else []:
            self._number = max(self._number, int(folder.name.removeprefix("part-")))
            try:
                found = load_comparison(folder)
                names = from_json((folder / NAMES).read_text(encoding="utf-8"))
                self._fill(found, names, waiting)
            except (InputError, OSError, ValueError, KeyError, TypeError, IndexError):
                # Cut off, or damaged: run again.
                shutil.rmtree(folder, ignore_errors=True)
        return len(self._kept)

    def _fill(self, found: Comparison, names: Mapping[str, Any], waiting: dict[int, SeedRun]) -> None:
        arms = (found.baseline, *found.arms)
        tracks = {
            (arm, seed): ordered(found.tracks[arm, seed], names["orders"][names["of"][arm][k]]) for arm in arms for k, seed in enumerate(found.seeds)
        }
        for k, seed in enumerate(found.seeds):
            one = waiting.pop(seed, None)
            if one is None:
                continue
            one.tracks = {arm: tracks[arm, seed] for arm in arms}
            one.residents, one.done, one.finished = found.residents[seed], found.weeks * len(arms), True
            one.facts, one.infos, one.ground = found.facts, dict(found.infos), found.ground
            if k == 0:
                one.degrees, one.gate_ties = dict(found.degrees), dict(found.gate_ties)
            self._kept.add(seed)

    def keep(self, runs: Sequence[SeedRun], gather: Callable[[list[SeedRun]], Comparison | None], now: bool = False) -> None:
        """Keep what has finished, if the last time was some seconds ago; where it cannot be written, it is only not kept."""
        from .store import save_comparison

        new = [one for one in runs if one.finished and one.seed not in self._kept]
        if not new or not (now or time.monotonic() - self._written >= APART):
            return
        found = gather(new)
        self._written = time.monotonic()
        if found is None:
            return
        with suppress(OSError, InputError):
            self._folder.mkdir(exist_ok=True)
            if not (self._folder / OF).exists():
                write_whole(self._folder / OF, json.dumps(self.place.facts, ensure_ascii=False))
            self._number += 1
            folder = self._folder / f"part-{self._number:06d}"
            save_comparison(found, folder)
            # Last: without the names the part is not taken up.
            write_whole(folder / NAMES, json.dumps(orders_of(found), ensure_ascii=False))
            self._kept |= {one.seed for one in new}


def orders_of(found: Comparison) -> dict[str, Any]:
    """Return in which order each arm's measures were first taken: `orders`, and of each arm and seed which one."""
    orders: dict[tuple[str, ...], int] = {}
    of = {
        arm: [orders.setdefault(tuple(found.tracks[arm, seed].values), len(orders)) for seed in found.seeds] for arm in (found.baseline, *found.arms)
    }
    return {"orders": [list(one) for one in orders], "of": of}


def ordered(track: Track, names: Sequence[str]) -> Track:
    """Return a track with the measures of these names alone, in this order."""
    return Track(track.arm, track.seed, track.weeks, {name: track.values[name] for name in names})
