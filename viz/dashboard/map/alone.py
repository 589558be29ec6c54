"""The map by itself, for trying it: `solara run linli.viz.dashboard.map.alone`.

LINLI_MAP names what is shown: a scenario, an arm, a seed, and settings as of `--set` ("building-gates after 1 buildings=2").
"""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import os
from typing import Any

import solara as _solara

from ....model.ground.text import default_language
from ....scenarios.loader import load
from .component import Map

solara: Any = _solara


@solara.component
def Page() -> None:
    """Show what the environment names."""
    name, arm, seed, *settings = (os.environ.get("LINLI_MAP") or "building-gates after 1").split()
    scenario = solara.use_memo(lambda: load(name).arm(arm).with_settings(settings), [])
    Map(scenario, arm, int(seed), default_language())
