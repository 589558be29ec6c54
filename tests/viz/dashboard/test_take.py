"""What the page *Take away* offers before anything was compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from linli.scenarios.loader import load
from linli.viz.dashboard.controller import Controller
from linli.viz.dashboard.link import LONGEST_LINK, to_query
from linli.viz.dashboard.pages import take
from linli.viz.dashboard.state import first_state


def inside(widget: Any) -> Iterator[Any]:
    """Yield a widget and all that is in it."""
    yield widget
    for one in getattr(widget, "children", ()):
        yield from inside(one)


def shown(controller: Controller) -> dict[str, Any]:
    """Render the page and return its elements by their test ids."""
    import solara

    box, rendered = solara.render(take.TakePage(controller, 0), handle_error=False)
    attributes = [(one, getattr(one, "attributes", None) or {}) for one in inside(box)]
    found = {of["data-testid"]: (one.children, of) for one, of in attributes if "data-testid" in of}
    rendered.close()
    return found


def test_a_scenario_that_fits_has_a_link_and_one_that_does_not_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    controller = Controller(first_state(load("building-gates"), "en"))
    query = to_query(controller.state)
    fits = shown(controller)
    assert fits["link"][1]["href"] == f"?{query}"
    assert "no-link" not in fits
    monkeypatch.setattr(take, "LONGEST_LINK", len(query) - 1)
    without = shown(controller)
    assert "link" not in without
    assert f"{len(query):,}" in without["no-link"][0][0]
    assert len(query) < LONGEST_LINK
