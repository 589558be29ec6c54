"""The map as a part of a Solara page: a widget and a player of its own for each who looks, which end when the page closes."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import solara as _solara

from .player import Begin, Player
from .widget import MapWidget

solara: Any = _solara


@solara.component
def Map(begin: Begin, weeks: int, language: str = "en", colouring: int = 0, on_colouring: Callable[[int], None] | None = None) -> None:
    """Show a society that can be played.

    Args:
        begin: makes the society; another one begins anew.
        weeks: length of the scenario.
        language: "en" or "zh".
        colouring: place in `COLOURINGS` to begin with.
        on_colouring: is told when somebody chooses another one.
    """
    shown = MapWidget.element(language=language, colouring=colouring, on_colouring=on_colouring).key(f"map {language}")
    playing = solara.use_ref(None)

    def live() -> Callable[[], None]:
        widget = solara.get_widget(shown)
        player = widget.player = playing.current = Player(widget.show, weeks)

        def end() -> None:
            widget.player = playing.current = None
            player.stop()

        return end

    def start() -> None:
        playing.current.begin(begin)

    solara.use_effect(live, [language, weeks])
    solara.use_effect(start, [begin, language, weeks])
