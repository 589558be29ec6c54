"""The map by itself, for trying it: `solara run linli.viz.dashboard.map.alone`.

Scenario, arm, seed and language come from the environment: LINLI_MAP ("building-gates after 1"), LINLI_LANG.
"""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import os
from typing import Any

import solara as _solara

from ....model.ground.text import default_language
from ....scenarios.loader import load
from .component import Map
from .start import beginning

solara: Any = _solara


@solara.component
def Page() -> None:
    """Show the scenario that the environment names."""
    name, arm, seed, *settings = (os.environ.get("LINLI_MAP") or "building-gates after 1").split()
    scenario = solara.use_memo(lambda: load(name).arm(arm).with_settings(settings), [])
    begin = solara.use_memo(lambda: beginning(scenario, int(seed)), [])
    Map(begin, scenario.weeks, default_language())
