"""A society that is played for one person who watches: in a thread of its own, by the week, with play, pause, step, speed and jump.

The thread alone touches the society: who wants something from it leaves a wish, and the thread sees to it between two weeks. What it has
to show it publishes as an immutable `View`. Jumping back begins from a kept copy of an earlier week and plays on from there; the same weeks give
the same society, so what is seen then is what was seen before.
"""

from __future__ import annotations

import copy
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from ....model.ground.refusal import InputError
from ....model.ground.text import Text
from .chosen import Chosen, Kind
from .frames import Frame
from .ground import MapGround
from .since import Acquainted

if TYPE_CHECKING:
    from ....model.society.society import Society
    from .asked import GateSeen, ResidentSeen

Begin = Callable[[Callable[[int, int], None]], "Society"]
"""Makes a society at week 0 of its scenario; is given what it should tell (weeks done, weeks in all) while it spins up."""

SPEEDS = (1, 2, 5, 10, 0)
"""Weeks a second that can be chosen; 0: as fast as it goes."""
_BETWEEN = 0.08
"""Seconds between two views while playing, at least."""
_TOLD = 0.5
"""Seconds between two looks at what was chosen while playing, at least."""
_MOST_BYTES = 64 * 2**20
_MOST_KEPT = 12
_WRONG = Text("Something went wrong inside while playing; the log of the program says what. Begin anew.", "播放时内部出错，详情见程序日志。请重新开始。")


@dataclass(frozen=True)
class View:
    """What there is to see.

    Attributes:
        ground: what never moves; None while the society is being made.
        frame: the week.
        seen: what was chosen by a click, as of this frame or up to half a second earlier.
        note: a sentence instead of it, such as that the chosen household has moved out.
        playing: whether weeks go on by themselves.
        speed: weeks a second, 0: as fast as it goes.
        weeks: length of the scenario.
        begun: scenario week from which it has been watched.
        stage: "spinning up" while the society is made, "jumping" on the way to another week, else "".
        done, total: how far it is with that, in weeks.
        error: why nothing is played.
    """

    ground: MapGround | None = None
    frame: Frame | None = None
    seen: GateSeen | ResidentSeen | None = None
    note: Text | None = None
    playing: bool = False
    speed: int = 5
    weeks: int = 0
    begun: int = 0
    stage: Literal["", "spinning up", "jumping"] = ""
    done: int = 0
    total: int = 0
    error: Text | None = None


class _Stopped(Exception):
    """Nobody wants any more what is being made."""


class Player:
    """Plays societies one after another, until it is stopped.

    Args:
        publish: gets every view, in the player's thread.
        weeks: length of the scenario; playing ends there.
    """

    def __init__(self, publish: Callable[[View], None], weeks: int) -> None:
        """Start the thread; there is nothing to see before `begin`."""
        self._publish, self._view = publish, View(weeks=weeks)
        self._wishes: list[Callable[[], None]] = []
        self._turn = threading.Condition()
        self._ended = False
        self._made = self._coming = 0
        self._society: Society | None = None
        self._acquainted: Acquainted | None = None
        self._kept: dict[int, tuple[Society, Acquainted]] = {}
        self._changes: dict[int, Mapping[str, Any]] = {}
        self._every = weeks
        self._chosen = Chosen()
        self._target: int | None = None
        self._due = self._shown = self._looked = 0.0
        self._thread = threading.Thread(target=self._live, name="linli-map", daemon=True)
        self._thread.start()

    # Wishes, from any thread

    def begin(self, begin: Begin, stay: bool = False) -> None:
        """Make a society and show it instead of the one that is there; what is being made or played ends at once.

        Args:
            begin: makes it.
            stay: play it to the week that is shown, or on the way to which somebody is; else its week 0 is shown.
        """
        with self._turn:
            self._made += 1
            number = self._made
        self._wish(lambda: self._make(begin, number, stay))

    def play(self, speed: int | None = None) -> None:
        """Let weeks go on, `speed` a second; None: as before."""

        def go() -> None:
            self._target = None
            self._due = time.monotonic()
            over = self._over
            self._show(playing=self._society is not None and not over, speed=self._view.speed if speed is None else speed)

        self._wish(go)

    def pause(self) -> None:
        """Stay at this week; a jump ends where it is."""

        def stay() -> None:
            self._target = None
            self._show(playing=False)

        self._wish(stay)

    def set_speed(self, speed: int) -> None:
        """Let it be so many weeks a second; 0: as fast as it goes."""

        def change() -> None:
            self._due = time.monotonic()
            self._show(speed=max(0, speed))

        self._wish(change)

    def step(self) -> None:
        """Let one week pass, then stay."""
        self._wish(lambda: self._one(playing=False))

    def jump(self, week: int) -> None:
        """Go to a week of the scenario, forward or back, and stay there."""

        def go() -> None:
            if self._society is not None:
                self._target = min(max(week, 0), self._view.weeks)
                self._back(self._target)
                self._view = replace(self._view, playing=False)

        self._wish(go)

    def choose(self, kind: Kind | None, index: int = -1) -> None:
        """Tell of a gate or a resident from now on; None: of nothing. One that does not exist is nothing."""
        self._wish(lambda: self._choose(kind, index))

    def change(self, mechanisms: Mapping[str, Any]) -> None:
        """Let the society live under other mechanisms from the present week on (name -> parameters or schedule), and show the next week."""

        def attach() -> None:
            if self._society is None or self._over:
                return
            week = self._society.scenario_week
            self._changes = {w: m for w, m in self._changes.items() if w < week} | {week: mechanisms}
            self._kept = {w: kept for w, kept in self._kept.items() if w <= week}
            self._one(playing=self._view.playing)

        self._wish(attach)

    def stop(self) -> None:
        """End the thread, at the latest after the week that is being lived."""
        with self._turn:
            self._ended = True
            self._turn.notify_all()

    @property
    def week(self) -> int:
        """The scenario week that is shown; -1 while there is none."""
        return self._view.frame.week if self._view.frame is not None else -1

    @property
    def alive(self) -> bool:
        """Whether the thread lives."""
        return self._thread.is_alive()

    def _wish(self, wish: Callable[[], None]) -> None:
        with self._turn:
            self._wishes.append(wish)
            self._turn.notify_all()

    # The thread

    def _live(self) -> None:
        while True:
            with self._turn:
                while not self._ended and not self._wishes and (wait := self._waiting()) != 0.0:
                    self._turn.wait(wait)
                if self._ended:
                    break
                wish = self._wishes.pop(0) if self._wishes else None
            try:
                if wish is not None:
                    wish()
                elif self._target is not None:
                    self._walk()
                elif self._view.playing and time.monotonic() >= self._due:
                    self._due = max(self._due + (1.0 / self._view.speed if self._view.speed else 0.0), time.monotonic() - 0.5)
                    self._one(playing=True)
            except _Stopped:
                continue
            except InputError as error:
                self._fail(error.text)
            except Exception:
                logging.getLogger(__name__).exception("the map's player")
                self._fail(_WRONG)
        # Whoever still holds the player should not hold the society.
        self._society = self._acquainted = None
        self._kept = {}

    def _waiting(self) -> float | None:
        """Return the seconds until there is something to do; None: until somebody wishes something."""
        if self._target is not None:
            return 0.0
        return max(0.0, self._due - time.monotonic()) if self._view.playing else None

    def _fail(self, why: Text) -> None:
        self._society, self._target, self._kept = None, None, {}
        self._show(playing=False, stage="", frame=None, seen=None, error=why)

    @property
    def _over(self) -> bool:
        return self._society is not None and self._society.scenario_week >= self._view.weeks

    def _make(self, begin: Begin, number: int, stay: bool) -> None:
        if not stay:
            self._coming = 0
        elif self._target is not None or self._society is not None:
            self._coming = self._society.scenario_week if self._target is None and self._society is not None else self._target or 0
        self._society, self._target = None, None

        def tell(done: int, total: int) -> None:
            # A newer wish, or the end, is worth more than finishing this.
            if self._ended or number != self._made:
                raise _Stopped
            if time.monotonic() - self._shown >= _BETWEEN:
                self._show(stage="spinning up", done=done, total=total)

        if number != self._made:
            return
        self._kept, self._changes, self._chosen = {}, {}, Chosen()
        self._show(playing=False, stage="spinning up", done=0, total=0, error=None, frame=None, seen=None, note=None)
        society = begin(tell)
        if self._ended or number != self._made:
            raise _Stopped
        self._society, self._acquainted = society, Acquainted(society)
        size = sum(array.nbytes for array in (*society.ties, *society.residents.arrays().values()))
        many = max(2, min(_MOST_KEPT, _MOST_BYTES // max(size, 1)))
        self._every = max(1, -(-self._view.weeks // many))
        self._keep()
        ground = MapGround.of(society.places, society.neighbourhood)
        self._show(ground=ground, frame=Frame.of(society), begun=society.scenario_week, stage="", done=0, total=0)
        self._target = self._coming or None

    def _keep(self) -> None:
        """Keep a copy of the society if this is a week for it."""
        s = self._society
        if s is not None and self._acquainted is not None and s.scenario_week % self._every == 0 and s.scenario_week not in self._kept:
            self._kept[s.scenario_week] = (copy.deepcopy(s), self._acquainted.copy())

    def _back(self, week: int) -> None:
        """Begin from a kept copy if the week is behind, or if one lies on the way to it."""
        assert self._society is not None
        now = self._society.scenario_week
        nearest = max((w for w in self._kept if w <= week), default=None)
        if nearest is not None and (week < now or nearest > now):
            society, acquainted = self._kept[nearest]
            self._society, self._acquainted = copy.deepcopy(society), acquainted.copy()

    def _week(self) -> None:
        """Live one week."""
        society, acquainted = self._society, self._acquainted
        assert society is not None
        assert acquainted is not None
        if (mechanisms := self._changes.get(society.scenario_week)) is not None:
            society.attach(mechanisms)
        society.step()
        acquainted.look(society)
        self._keep()

    def _one(self, *, playing: bool) -> None:
        if self._society is None:
            return
        self._target = None
        if not self._over:
            self._week()
        over = self._over
        if over or not playing or time.monotonic() - self._shown >= _BETWEEN:
            self._show(frame=Frame.of(self._society), playing=playing and not over, stage="")

    def _walk(self) -> None:
        """Live one week on the way to where somebody has jumped."""
        society, target = self._society, self._target
        if society is None or target is None or society.scenario_week >= target:
            self._target = None
            if society is not None:
                self._show(frame=Frame.of(society), stage="", playing=False)
            return
        self._week()
        if time.monotonic() - self._shown >= _BETWEEN:
            self._show(stage="jumping", done=society.scenario_week, total=target)

    def _choose(self, kind: Kind | None, index: int) -> None:
        self._chosen.choose(self._society, kind, index)
        self._looked = 0.0
        self._show(note=None)

    def _show(self, **changes: Any) -> None:
        """Publish the view with some changes, and with what was chosen as it is now."""
        view = replace(self._view, **changes)
        now = time.monotonic()
        society, acquainted = self._society, self._acquainted
        if society is not None and acquainted is not None and not view.stage and (not view.playing or now - self._looked >= _TOLD):
            self._looked = now
            seen, note = self._chosen.look(society, acquainted)
            view = replace(view, seen=seen, note=note)
        self._view, self._shown = view, now
        self._publish(view)
