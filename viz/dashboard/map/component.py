"""The map as a part of a Solara page: a widget and a player of its own for each who looks; both end when the page closes."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import solara as _solara

from ....experiments.spinup import SpunUp
from .colourings import COLOURINGS
from .player import Begin, Player
from .widget import MapWidget

if TYPE_CHECKING:
    from ....model.society.society import Society
    from ....scenarios.schema import Scenario

solara: Any = _solara
Turn = Callable[[], AbstractContextManager[Any]]
"""Waits for a place among all who work, and holds it."""


def beginning(arm: Scenario, seed: int, turn: Turn = nullcontext) -> Begin:
    """Return what makes the society of an arm of a scenario at week 0, the same as that of `linli run` and `linli compare`.

    Args:
        arm: one arm of a scenario.
        seed: of all draws.
        turn: is held while the society is made.
    """

    def begin(tell: Callable[[int, int], None]) -> Society:
        with turn():
            # Whoever waited may find that nobody wants it any more.
            tell(0, 0)
            with SpunUp(arm, seed, 1, tell) as state:
                return state.start(arm)

    return begin


@solara.component
def Map(
    arm: Scenario, name: str, seed: int, language: str = "en", turn: Turn = nullcontext, colouring: str = "", colour: Callable[[str], None] | None = None
) -> None:
    """Show an arm of a scenario on a map that can be played.

    If levers are moved, the society that is being played lives with the new ones from the week that is shown on. Another arm or seed is played
    from week 0 to the week that was shown. Whatever else changes (place, people) begins anew.

    Args:
        arm: the arm, with its levers.
        name: of the arm.
        seed: of all draws.
        language: "en" or "zh".
        turn: is held while the society is made.
        colouring: name of the way of colouring; "": the first.
        colour: is told when another one is chosen on the map.
    """
    ways = [one.name for one in COLOURINGS]
    tell = (lambda k: colour(ways[k])) if colour is not None else None
    shown = MapWidget.element(language=language, colouring=ways.index(colouring) if colouring else 0, on_colouring=tell).key(f"map {language}")
    playing = solara.use_ref(None)
    before = solara.use_ref(None)

    def live() -> Callable[[], None]:
        widget = solara.get_widget(shown)
        player = widget.player = playing.current = Player(widget.show, arm.weeks)
        before.current = None

        def end() -> None:
            widget.player = playing.current = None
            player.stop()

        return end

    def follow() -> None:
        player, now = playing.current, (arm.hash(spin_up=True), name, seed)
        place, *rest = before.current or ("", "", 0)
        before.current = now
        if place == now[0] and rest == [name, seed] and player.week > 0:
            player.change(arm.schedules)
        else:
            player.begin(beginning(arm, seed, turn), stay=place == now[0])

    solara.use_effect(live, [language, arm.weeks])
    solara.use_effect(follow, [arm.to_toml(), name, seed, language])
