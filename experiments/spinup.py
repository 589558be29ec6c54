"""The state from which all arms of a scenario start: people who have lived without any policy until their ties are stationary.

It takes seconds and is the same for every arm and every run of a scenario and a seed, so it is kept on disk. It is kept for all that it
rests on: the scenario's neighbourhood, people and constants, the seed, the version of linli and the sources of its model. The file's name
is a hash of these, and they are part of the checksum of the whole file that is looked at before anything in it is believed: a file that
is damaged, cut off or of something else is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from ..model.ground.cache import cache_folder, open_own, ready, tell_unused
from ..model.ground.sources import model_hash
from ..model.ground.version import __version__
from ..model.ground.whole import PART

if TYPE_CHECKING:
    from ..model.society.society import Society
    from ..model.society.storage import Believed
    from ..scenarios.schema import Scenario

MOST_BYTES = 4_000_000_000
"""Kept states together take no more than this; the oldest go first."""
IN_MEMORY = 256_000_000
"""A state that cannot be kept lies in memory up to this size, beyond it in a temporary file without a name."""
AT_HAND = 64_000_000
"""Bytes of states that a worker holds ready, all together."""
_SUFFIX = ".society"
_A_DAY = 86_400.0


def kept_folder() -> Path:
    """Return the folder of kept states."""
    return cache_folder() / "spinup"


def kept_as(scenario: Scenario, seed: int, people: str = "") -> str:
    """Return all that the state of a scenario (or of one of its arms) and a seed rests on; `people`: the scenario's hash, if it is known."""
    return f"{people or scenario.hash(spin_up=True)} {seed} {__version__} {model_hash()}"


def kept_file(scenario: Scenario, seed: int) -> Path:
    """Return where the state of a scenario (or of one of its arms) and a seed is kept."""
    return _file_of(kept_as(scenario, seed))


def _file_of(label: str) -> Path:
    return kept_folder() / (hashlib.blake2b(label.encode(), digest_size=12).hexdigest() + _SUFFIX)


class AtHand:
    """States that a worker has read and holds ready: arms of a run, and runs of one seed, begin from one that is read and checked once."""

    def __init__(self, most: int = AT_HAND) -> None:
        """Hold none yet, and never more bytes than these."""
        self._most = most
        self._states: OrderedDict[str, Believed] = OrderedDict()

    def find(self, label: str) -> Believed | None:
        """Return a state, if it is at hand."""
        if label in self._states:
            self._states.move_to_end(label)
        return self._states.get(label)

    def hold(self, label: str, state: Believed) -> None:
        """Hold a state; those that were asked for longest ago go."""
        self._states[label] = state
        while sum(one.nbytes for one in self._states.values()) > self._most:
            self._states.popitem(last=False)


class SpunUp:
    """One spun-up state, from which societies are started.

    Use it as a context: where nothing can be kept, the state lies in memory or in a file without a name, which goes at the end.
    """

    def __init__(
        self, scenario: Scenario, seed: int, threads: int = 1, progress: Callable[[int, int], None] | None = None, keep: bool = True,
        at_hand: AtHand | None = None, people: str = "",
    ) -> None:  # fmt: skip
        """Find the kept state, or make it: `progress` is told (weeks done, longest number of weeks) then.

        Args:
            scenario: the scenario, or one of its arms.
            seed: of all draws.
            threads: to make it with.
            progress: is told (weeks done, longest number of weeks) while it is made.
            keep: keep it on disk once it is made; not where nobody else will begin from it.
            at_hand: states that this process holds ready; None: each start reads the file.
            people: the hash of what the state rests on (`Scenario.hash`), if it is known.
        """
        self.scenario, self.seed = scenario, seed
        self._keep, self._at_hand = keep, at_hand
        self._label = kept_as(scenario, seed, people)
        self.path = _file_of(self._label)
        self._own: BinaryIO | None = None
        self._threads, self._progress = threads, progress
        if at_hand is not None and at_hand.find(self._label) is not None:
            return
        if ready(self.path.parent) is None or not self.path.exists():
            self._make(self._keep)

    def start(self, scenario: Scenario, threads: int = 1) -> Society:
        """Return a society at scenario week 0, with the mechanisms of `scenario` (an arm)."""
        from ..model.society.society import Society
        from ..model.society.storage import StoredError, taken_up

        held = None if self._at_hand is None else self._at_hand.find(self._label)
        if held is not None:
            return taken_up(Society, held, str(self.path), scenario.schedules, threads, again=True)
        if self._own is None:
            with suppress(StoredError, OSError), open_own(self.path) as file:
                return self._read(file, scenario, threads)
            # Damaged, made by something else, or gone meanwhile: made anew, and read once more.
            self._make(self._keep)
        if self._own is None:
            with suppress(StoredError, OSError), open_own(self.path) as file:
                return self._read(file, scenario, threads)
            # This disk does not give back what it was given.
            self._make(keep=False)
        assert self._own is not None
        return self._read(self._own, scenario, threads)

    def _read(self, file: BinaryIO, scenario: Scenario, threads: int) -> Society:
        from ..model.society.society import Society
        from ..model.society.storage import believed, taken_up

        found = believed(file, str(self.path), self._label)
        if self._at_hand is not None:
            self._at_hand.hold(self._label, found)
        return taken_up(Society, found, str(self.path), scenario.schedules, threads, again=self._at_hand is not None)

    def _make(self, keep: bool = True) -> None:
        from ..model.society.storage import save, write
        from ..scenarios.rosters import found_society

        society = found_society(self.scenario, self.seed, self._threads, self._progress)
        if keep and ready(self.path.parent) is not None:
            try:
                save(society, self.path, self._label)
                self.path.chmod(0o600)
                _make_room(self.path)
                return
            except OSError as error:
                tell_unused(error)
        self._own = nameless_file()
        write(society, self._own, self._label)

    def __enter__(self) -> SpunUp:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._own.close()


def nameless_file() -> BinaryIO:
    """Return a new file that no other process can find and that a kill takes along: in memory, or on disk once it is large."""
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))


def _make_room(newest: Path) -> None:
    """Remove the oldest kept states until all together are no larger than `MOST_BYTES`, and what a kill left half-written."""
    for part in newest.parent.glob(f".*{PART}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _A_DAY:
                part.unlink()
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
