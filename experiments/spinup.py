"""The state from which all arms of a scenario start: people who have lived without any policy until their ties are stationary.

It takes seconds and is the same for every arm and every run of a scenario and a seed, so it is kept on disk. The name of the
file is a hash of all that it rests on: the scenario's neighbourhood, people and constants, the seed, the version of linli
and the sources of its model. A file that cannot be read is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.ground.sources import model_hash
from ..model.ground.version import __version__

if TYPE_CHECKING:
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario

MOST_BYTES = 4_000_000_000
"""Kept states together take no more than this; the oldest go first."""
_SUFFIX = ".society"


def kept_folder() -> Path:
    """Return the folder of kept states."""
    from ..model.ground.jit import cache_folder

    return cache_folder() / "spinup"


def kept_file(scenario: Scenario, seed: int) -> Path:
    """Return where the state of a scenario (or of one of its arms) and a seed is kept."""
    key = f"{scenario.hash(spin_up=True)} {seed} {__version__} {model_hash()}"
    return kept_folder() / (hashlib.blake2b(key.encode(), digest_size=12).hexdigest() + _SUFFIX)


class SpunUp:
    """One spun-up state, from which societies are started.

    Use it as a context: where the cache cannot be written, the state lies in a temporary file that is removed at the end.
    """

    def __init__(self, scenario: Scenario, seed: int, threads: int = 1, progress: Callable[[int, int], None] | None = None) -> None:
        """Find the kept state, or make it: `progress` is told (weeks done, longest number of weeks) then."""
        self.scenario, self.seed = scenario, seed
        self.path = kept_file(scenario, seed)
        self._temporary: Path | None = None
        self._threads, self._progress = threads, progress
        if not self.path.exists():
            self._make()

    def start(self, scenario: Scenario, threads: int = 1) -> Society:
        """Return a society at scenario week 0, with the mechanisms of `scenario` (an arm)."""
        from ..model.society.society import Society
        from ..model.society.storage import StoredError

        try:
            return Society.load(self.path, mechanisms=scenario.schedules, threads=threads)
        except (StoredError, OSError, KeyError, TypeError, ValueError, EOFError):
            # Cut off by a full disk, or made by something else: made anew, and read once more.
            self._make()
            return Society.load(self.path, mechanisms=scenario.schedules, threads=threads)

    def _make(self) -> None:
        from ..scenarios.rosters import found_society

        society = found_society(self.scenario, self.seed, self._threads, self._progress)
        try:
            society.save(self.path)
            _make_room(self.path)
        except OSError:
            self._temporary = Path(tempfile.mkdtemp(prefix="linli-")) / self.path.name
            self.path = self._temporary
            society.save(self.path)

    def __enter__(self) -> SpunUp:
        return self

    def __exit__(self, *_: object) -> None:
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.unlink()
                self._temporary.parent.rmdir()


def _make_room(newest: Path) -> None:
    """Remove the oldest kept states until all together are no larger than `MOST_BYTES`."""
    files = []
    for path in newest.parent.glob(f"*{_SUFFIX}"):
        with suppress(OSError):
            files.append((path.stat().st_mtime, path.stat().st_size, path))
    total = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if total <= MOST_BYTES or path == newest:
            break
        with suppress(OSError):
            os.unlink(path)
            total -= size
