"""Compare: *without* and up to four packages on the same random numbers, one sentence on top."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import html

from ...tables import sentences, table
from ..controller import Controller
from ..parts import button, markup, solara, tag
from ..texts import CANCEL, COMPARE, GO_ON, NOTHING_YET, PROGRESS


@solara.component
def ComparePage(controller: Controller, moment: int) -> None:
    """Show the comparison."""
    shot, language, say = controller.snapshot, controller.state.language, controller.say
    working = shot.status == "working"
    with solara.Column():
        with solara.Row(style={"flex-wrap": "wrap"}):
            label = GO_ON if shot.status == "stopped" and controller.current else COMPARE
            button(say(label), controller.play, testid="compare", main=True, off=working)
            button(say(CANCEL), controller.cancel, testid="cancel", off=not working)
        tag("p", say(PROGRESS, done=shot.seeds_done, all=shot.seeds, percent=f"{100 * shot.share:.0f}"), testid="progress", role="status")
        if shot.story is None:
            tag("p", say(NOTHING_YET), testid="nothing")
            return
        markup(table(shot.story, language).html(), "table")
        for line in sentences(shot.story, language):
            markup(html.escape(line), name="p")
