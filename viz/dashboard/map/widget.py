"""The map in the browser: a widget with a canvas of its own, whose JavaScript and CSS lie in `client`.

Frames go to the browser as bytes. A frame is sent when the one before it has been drawn, so that a slow browser gets fewer of them and none
late; what somebody asks for on the map comes back as a message.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import numpy as np
import traitlets

from .asked import GateSeen
from .colourings import COLOURINGS
from .ground import facility_title
from .player import View
from .telling import gate_told, resident_told, status
from .watched import Watched
from .words import JUMPING, OPENING, SPINNING, words_of

if TYPE_CHECKING:
    from .ground import MapGround
    from .player import Player

_CLIENT = Path(__file__).parent / "client"
_PATIENCE = 1.0
"""Seconds after which a frame counts as drawn though the browser has not said so."""
_NOTHING: dict[str, Any] = {"kind": "", "index": -1, "title": "", "lines": [], "lists": [], "ties": [], "head": -1}


def _client(*names: str) -> str:
    return "\n".join((_CLIENT / name).read_text(encoding="utf-8") for name in names)


class MapWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """The map of a neighbourhood, and what stands around it.

    Attributes:
        words: what `words_of` returns.
        about: building of each gate, facilities, box and outlines of the ground; `ground`: its numbers; `laid`: goes up with each new ground.
        dots, gates, events: the frame, see `Frame`.
        state: week, line of words, what was chosen.
        frame: goes up, last of all, with each frame.
        playable: whether there are controls that play; False where somebody else lets the weeks pass.
        colouring: place in `COLOURINGS`.
    """

    _esm = _client("camera.js", "drawing.js", "panels.js", "map.js")
    _css = _client("map.css")
    words = traitlets.Dict().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    ground = traitlets.Bytes(b"").tag(sync=True)
    laid = traitlets.Int(0).tag(sync=True)
    dots = traitlets.Bytes(b"").tag(sync=True)
    gates = traitlets.Bytes(b"").tag(sync=True)
    events = traitlets.Bytes(b"").tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)
    playable = traitlets.Bool(True).tag(sync=True)
    colouring = traitlets.Int(0, min=0, max=len(COLOURINGS) - 1).tag(sync=True)

    def __init__(self, language: str = "en", **traits: Any) -> None:
        """Show nothing yet; `language` is "en" or "zh"."""
        self.language = language
        self._turn = threading.Lock()
        self._next: View | None = None
        self._sent_at = 0.0
        self._drawn = True
        self._ground: MapGround | None = None
        self.player: Player | Watched | None = None
        super().__init__(words=words_of(language), state=state_of(View(), language), **traits)
        self.on_msg(self._heard)

    def show(self, view: View) -> None:
        """Show a view as soon as the browser has drawn what it has; from any thread. Views that were overtaken are left out."""
        with self._turn:
            self._next = view
            if self._drawn or time.monotonic() - self._sent_at > _PATIENCE:
                self._pass_on()

    def _pass_on(self) -> None:
        view, self._next = self._next, None
        if view is None:
            return
        self._drawn, self._sent_at = False, time.monotonic()
        with self.hold_sync():
            if view.ground is not None and view.ground is not self._ground:
                self._ground = view.ground
                self.about, self.ground = about_of(view.ground, self.language), bytes_of(view.ground)
                self.laid += 1
            if view.frame is not None:
                self.dots, self.gates, self.events = (part.tobytes() for part in (view.frame.dots, view.frame.gates, view.frame.events))
            self.state = state_of(view, self.language)
            self.frame += 1

    def _heard(self, _: object, message: object, __: object) -> None:
        """Take a message of the browser; one that makes no sense is passed over."""
        if not isinstance(message, dict):
            return
        asked, player = message.get("do"), self.player
        if asked == "seen":
            with self._turn:
                if message.get("frame") == self.frame:
                    self._drawn = True
                    self._pass_on()
        elif asked == "choose" and player is not None and _whole(message.get("index")):
            kind = message.get("kind")
            player.choose(kind if kind in ("gate", "resident") else None, message["index"])
        elif player is None or isinstance(player, Watched):
            return
        elif asked in ("play", "pause", "step"):
            getattr(player, asked)()
        elif asked == "speed" and _whole(message.get("speed")):
            player.set_speed(message["speed"])
        elif asked == "jump" and _whole(message.get("week")):
            player.jump(message["week"])


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def about_of(ground: MapGround, language: str) -> dict[str, Any]:
    """Return what the browser is told of a ground in words."""
    facilities = [{"kind": kind, "title": facility_title(kind, language), "x": x, "y": y} for kind, x, y in ground.facilities]
    outlines = [np.round(one.astype(np.float64), 1).ravel().tolist() for one in ground.outlines]
    return {
        "residents": ground.residents, "buildings": (ground.building_of + 1).tolist(), "facilities": facilities, "box": list(ground.box), "outlines": outlines,
    }  # fmt: skip


def bytes_of(ground: MapGround) -> bytes:
    """Return the numbers of a ground as float32: people [n, 2], corners [gates, 8], entrances [gates, 2], gate of each resident [n]."""
    return b"".join(part.astype(np.float32).tobytes() for part in (ground.people, ground.cells, ground.gates, ground.gate_of))


def state_of(view: View, language: str) -> dict[str, Any]:
    """Return what the browser is told of a view in words."""
    frame, told = view.frame, dict(_NOTHING)
    if view.seen is not None and view.ground is not None:
        if isinstance(view.seen, GateSeen):
            told = gate_told(view.seen, view.ground, language)
        else:
            told = resident_told(view.seen, view.ground, language, view.begun)
    elif view.note is not None:
        told["lines"] = [view.note.say(language)]
    if view.error is not None:
        note = view.error.say(language)
    elif view.stage == "spinning up":
        note = SPINNING.say(language, done=view.done, total=view.total) if view.total else OPENING.say(language)
    else:
        note = JUMPING.say(language, done=view.done, total=view.total) if view.stage else ""
    ready = frame is not None
    return {
        "ready": ready, "week": frame.week if frame else 0, "weeks": view.weeks, "playing": view.playing, "speed": view.speed, "note": note,
        "wrong": view.error is not None, "status": status(frame, language) if frame is not None else "", "told": told,
    }  # fmt: skip
