"""What Solara runs for each browser session: a controller of its own, the frame, and an address that follows what is shown."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import os
from urllib.parse import parse_qs

from ...model.ground.refusal import InputError
from .controller import Controller
from .frame import Frame
from .link import from_query, to_query
from .parts import solara
from .start import begun_with, drawn
from .texts import TITLE


def session(query: str) -> Controller:
    """Return the controller of a new session, with what its address says; what in it cannot be used is told on the page."""
    start = begun_with()
    controller = Controller(start.state, start.opened)
    try:
        state = from_query(query, start.state)
    except InputError:
        with controller.telling():
            from_query(query, start.state)
        return controller
    same = state.scenario.data == start.state.scenario.data and state.chosen == start.state.chosen
    return Controller(state, start.opened if same else None)


@solara.component
def Page() -> None:
    """Show the dashboard."""
    router = solara.use_router()
    query = router.search or ""
    controller = solara.use_memo(lambda: session(query), [])
    moment, set_moment = solara.use_state(controller.moment)
    shown = solara.use_ref(None)
    said = to_query(controller.state)
    # Behind a prefix the browser takes an address that begins with a stroke for one outside of it.
    here = "" if os.environ.get("SOLARA_ROOT_PATH") else router.path

    def listen() -> object:
        controller.changed = lambda: set_moment(controller.moment)
        drawn.set()
        return controller.stop

    def keep_together() -> None:
        if parse_qs(said) == parse_qs(query):
            shown.current = said
        elif shown.current is not None and said != shown.current:
            # Something was changed on the page.
            shown.current = said
            router.push(f"{here}?{said}")
        else:
            # The address says less than all, or the browser went back or forward.
            shown.current = said
            with controller.telling():
                asked = from_query(query, begun_with().state)
                if to_query(asked) == said:
                    router.push(f"{here}?{said}")
                else:
                    controller.show(asked)
            if controller.error:
                router.push(f"{here}?{said}")

    solara.use_effect(listen, [])
    solara.use_effect(keep_together, [said, query])
    solara.Title(controller.say(TITLE))
    solara.Style(".solara-autorouter-content { padding: 0 !important; }")
    Frame(controller, moment)
