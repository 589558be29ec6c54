"""What one browser session does: its state, its undo, and the thread that plays its comparison and publishes what came of it.

A controller knows nothing of Solara. What it publishes is immutable; a page reads it when `changed` was called.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from ...experiments.compare import planned_runs
from ...experiments.growing import Growing
from ...experiments.progress import cores
from ...model.ground.refusal import InputError
from ...model.ground.text import Text
from ...scenarios.memory import at_once, refuse_beyond_memory
from ..telling import story_of_comparison
from .packages import with_copy
from .refused import told
from .state import MOST_PACKAGES, State, bounded

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from ...scenarios.schema import Scenario
    from ..story import Story

Status = Literal["nothing", "working", "stopped", "done", "failed"]
EVERY = 0.4
"""Seconds between two snapshots while seeds come in."""
REST = 4.0
"""To draw a page takes the longer the more sessions there are; so many times what it took passes before the next snapshot, so that clicks come between."""
MOST_UNDO = 100
_TURNS = threading.BoundedSemaphore(max(1, cores()))
"""Seeds that all sessions of this server work at once; the others wait for their turn, so that a click is answered whatever is played."""


@dataclass(frozen=True)
class Snapshot:
    """What has been played, at one moment.

    Attributes:
        status: "nothing" before anything was played, "working", "stopped" by a person, "done", or "failed" with an error.
        story: the numbers as tables and figures read them; None before the first.
        comparison: the same, as `linli compare` has them; None before the first.
        early: True while only the first years of the first seed have been played.
        seeds_done, seeds: how many seeds have finished, of how many.
        share: of all weeks that have been played, 0 to 1.
        chosen: the arms that it is about, *without* first.
        before: weeks that people of a new scenario have lived together before it begins, and how many at most, while they do; else (0, 0).
        first_answer: seconds from the click to the first numbers; NaN before.
    """

    status: Status = "nothing"
    story: Story | None = None
    comparison: Comparison | None = None
    early: bool = False
    seeds_done: int = 0
    seeds: int = 0
    share: float = 0.0
    chosen: tuple[str, ...] = ()
    before: tuple[int, int] = (0, 0)
    first_answer: float = float("nan")

    def looks_like(self, other: Snapshot) -> bool:
        """Tell whether a page would show the same."""
        mine, its = ((one.status, one.seeds_done, one.share, one.before) for one in (self, other))
        return self.story is other.story and mine == its


class Controller:
    """The controller of one browser session.

    Pages read these attributes and call these methods, and nothing else:

    Attributes:
        state: what the page shows (state.py): `state.scenario`, `state.chosen`, `state.language`, `state.page` ...
        snapshot: what has been played of it.
        moment: a number that rises whenever anything of these changed.
        kept: what pages keep of their own while the session lasts, by the name of the page.
    """

    def __init__(self, state: State, opened: Comparison | None = None, changed: Callable[[], None] = lambda: None) -> None:
        """Begin a session.

        Args:
            state: what is shown first.
            opened: a comparison that a folder held, shown until something is changed.
            changed: is called, from any thread, after something changed.
        """
        self.state, self.moment = state, 0
        self._wrong: Text | None = None
        self.changed = changed
        self.snapshot = Snapshot()
        self.kept: dict[str, Any] = {}
        self._undo: list[State] = []
        self._mine: set[str] = set()
        self._growing: Growing | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._at_end: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        if opened is not None:
            self.snapshot = Snapshot("done", story_of_comparison(opened), opened, False, len(opened.seeds), opened.asked, 1.0, opened.everybody)

    def say(self, text: Text, **values: object) -> str:
        """Return a text in the language of the page."""
        return text.say(self.state.language, **values)

    @property
    def error(self) -> str:
        """The last thing that could not be used, as one sentence in the language of the page; "" if all is well."""
        return "" if self._wrong is None else self.say(self._wrong)

    def fail(self, error: Exception) -> None:
        """Tell what went wrong: what a person gave, or that linli itself failed; of that the server's window says more."""
        if not isinstance(error, InputError):
            traceback.print_exception(error)
        self._wrong = told(error)

    # What a person changes.

    def go(self, page: str) -> None:
        """Show another page."""
        self._set(replace(self.state, page=page))

    def speak(self, language: str) -> None:
        """Show everything in another language, also what could not be used."""
        self.state = replace(self.state, language=language)
        self.tell()

    def look_at(self, package: str) -> None:
        """Let pages be about another package."""
        self._set(replace(self.state, package=package))

    def colour(self, colouring: str) -> None:
        """Colour the residents of the map another way."""
        self._set(replace(self.state, colouring=colouring))

    def adopt(self, scenario: Scenario, chosen: tuple[str, ...] = ()) -> None:
        """Show another scenario, or the same one changed; `undo` leads back. What cannot be used is told (`error`).

        Args:
            scenario: with all packages as its arms.
            chosen: the arms to compare, *without* first; (): its first two.
        """
        with self.telling():
            self._set(replace(self.state, scenario=bounded(scenario), chosen=chosen or tuple(scenario.arms[:2])), undo=True)

    def choose(self, chosen: tuple[str, ...], seeds: int | None = None, draws: int | None = None) -> None:
        """Compare other arms, or with other numbers of seeds and draws."""
        seeds, draws = self.state.seeds if seeds is None else seeds, self.state.draws if draws is None else draws
        self._set(replace(self.state, chosen=chosen, seeds=seeds, draws=draws), undo=True)

    def change(self, arm: str, do: Callable[[Scenario, str], Scenario]) -> str:
        """Change a package. One that has been played, or that came with the scenario, stays as it is: a new one beside it is changed.

        Args:
            arm: the package.
            do: takes a scenario and the name of the package in it, and returns the scenario changed.

        Returns:
            The name of the package that has the change now.
        """
        state = self.state
        with self.telling():
            scenario, name = state.scenario, arm
            if name not in self._drafts():
                scenario, name = with_copy(scenario, arm)
            scenario = do(scenario, name)
            places = [one for one in state.chosen if one != name]
            chosen = state.chosen if name in state.chosen else (*places, name) if len(places) <= MOST_PACKAGES else (*places[:-1], name)
            self._mine = {*self._mine, name}
            self._set(replace(state, scenario=bounded(scenario), chosen=chosen, package=name), undo=True)
            return name
        return arm

    def copy(self, arm: str) -> None:
        """Put a new package like another one beside it; what is moved of it before it is played makes no further one."""
        with self.telling():
            state = self.state
            scenario, name = with_copy(state.scenario, arm)
            self._mine = {*self._mine, name}
            chosen = (state.chosen[0], *[*state.packages, name][-MOST_PACKAGES:])
            self._set(replace(state, scenario=bounded(scenario), chosen=chosen, package=name), undo=True)

    def _drafts(self) -> set[str]:
        """Return the packages of this session that have not been played yet."""
        played = self.snapshot.comparison
        return {name for name in self._mine if name in self.state.scenario.arms and not (played is not None and name in played.everybody)}

    def show(self, state: State) -> None:
        """Show what a link says, if it says anything new."""
        if state != self.state:
            self._set(state, undo=True)

    @property
    def can_undo(self) -> bool:
        """True if there is something to take back."""
        return bool(self._undo)

    def undo(self) -> None:
        """Take the last change of the scenario or of what is compared back."""
        if self._undo:
            before = self._undo.pop()
            self._set(replace(before, page=self.state.page, language=self.state.language))

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell, in place of raising, what could not be used inside of this block."""
        try:
            yield
            self._wrong = None
        except InputError as error:
            self.fail(error)
        self.tell()

    def _set(self, state: State, undo: bool = False) -> None:
        if undo and state != self.state:
            self._undo = [*self._undo[-MOST_UNDO:], self.state]
        # What was wrong before does not stand above what is shown now.
        self.state, self._wrong = state, None
        self.tell()

    def tell(self) -> None:
        """Let the page be drawn again; from any thread."""
        self.moment += 1
        self.changed()

    # What is played.

    @property
    def current(self) -> bool:
        """True if what was played is what the state says."""
        played = self.snapshot.comparison
        if played is None or self.snapshot.chosen != self.state.chosen:
            return False
        return played.scenario.data == self.state.scenario.data and (self._growing is None or self._asked() == self._growing_asked)

    def _asked(self) -> tuple[Any, ...]:
        return self.state.chosen, self.state.seeds, self.state.draws

    _growing_asked: tuple[Any, ...] = ()

    def play(self) -> None:
        """Compare, or go on with a comparison that was stopped. What has been played of the same arms and seeds is not played again."""
        self.cancel()
        with self._lock:
            if self._ended.is_set():
                return
            with self.telling():
                growing = self._planned()
            if self.error:
                return
            self._growing, self._growing_asked = growing, self._asked()
            self._stop = threading.Event()
            # What is there of the same arms stays to be read until there is more.
            old = self.snapshot if self.snapshot.chosen == self.state.chosen else Snapshot()
            self.snapshot = Snapshot("working", old.story, old.comparison, seeds=len(growing.runs), chosen=self.state.chosen)
            self._thread = threading.Thread(target=self._work, args=(growing, self._stop, self.state), name="linli-session", daemon=True)
            self._thread.start()
        self.tell()

    def cancel(self) -> None:
        """Stop playing, soon; what has finished stays."""
        self._stop.set()

    def at_end(self, do: Callable[[], None]) -> None:
        """Do something when the session ends, such as stop a thread of one's own."""
        self._at_end.append(do)

    def stop(self) -> None:
        """End the session: its thread ends within a second."""
        self._ended.set()
        self.cancel()
        self.changed = lambda: None
        for do in self._at_end:
            do()

    @contextmanager
    def turn(self, stop: threading.Event | None = None) -> Iterator[bool]:
        """Wait for a place among all sessions of this server, and hold it during the block.

        Args:
            stop: gives up waiting when it is set; the block is entered with False then.
        """
        stop = stop or self._ended
        turns, had = _TURNS, False
        while not had and not stop.is_set():
            had = turns.acquire(timeout=0.1)
        try:
            yield had
        finally:
            if had:
                turns.release()

    def _planned(self) -> Growing:
        state = self.state
        refuse_beyond_memory(state.scenario, len(state.chosen))
        posterior = None
        if state.draws:
            from ...experiments.calibration.posterior import read_posterior

            posterior = read_posterior()
        names, numbers = planned_runs(state.scenario, state.chosen, state.seeds, posterior, state.draws or None)
        workers = at_once(state.scenario, min(cores(), len(numbers)))
        growing = Growing(state.scenario, names, numbers, posterior, workers, looked_at=True)
        if self._growing is not None:
            growing.take_over(self._growing)
        return growing

    def _work(self, growing: Growing, stop: threading.Event, state: State) -> None:
        """Play; runs in the session's thread."""
        begun = time.monotonic()
        after, seen = begun + EVERY, (-1, -1)

        def look() -> None:
            nonlocal after, seen
            now = time.monotonic()
            if now < after or self._growing is not growing:
                return
            shown, self.snapshot = self.snapshot, self._look(growing, state, seen, now - begun, "working")
            seen = (growing.seeds_done, _years(self.snapshot))
            # A session that waits for its turn has nothing new to show.
            if not self.snapshot.looks_like(shown):
                self.tell()
            done = time.monotonic()
            after = max(now + EVERY, done + REST * (done - now))

        wrong: Exception | None = None
        try:
            growing.work(max(1, cores()), stop, look, beside=True, turn=lambda: self.turn(stop))
            status: Status = "done" if growing.finished else "stopped"
        except Exception as error:
            status, wrong = "failed", error
        # One that was replaced meanwhile has nothing to tell any more.
        if self._growing is growing:
            self.snapshot = self._look(growing, state, (-1, -1), time.monotonic() - begun, status)
            if wrong is not None:
                self.fail(wrong)
            self.tell()

    def _look(self, growing: Growing, state: State, seen: tuple[int, int], taken: float, status: Status) -> Snapshot:
        """Return what has been played by now; numbers are put together anew only if there are new ones."""
        old, done = self.snapshot, growing.seeds_done
        early = None if done else growing.until_now()
        share = growing.done / max(growing.steps, 1)
        new = replace(old, status=status, seeds_done=done, seeds=len(growing.runs), share=share, before=growing.before)
        fresh = growing.comparison() if done and done != seen[0] else early if early is not None and early.weeks // 52 != seen[1] else None
        if fresh is None:
            return new
        first = old.first_answer if old.first_answer == old.first_answer else taken
        return replace(new, story=story_of_comparison(fresh), comparison=fresh, early=not done, chosen=state.chosen, first_answer=first)


def _years(snapshot: Snapshot) -> int:
    return snapshot.story.weeks // 52 if snapshot.early and snapshot.story is not None else -1
