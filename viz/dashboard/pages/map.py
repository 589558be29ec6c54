"""Map: one package, played by the week on a map of the neighbourhood."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from typing import Any

from ....model.ground.text import Text
from ..controller import Controller
from ..map.component import Map
from ..parts import solara, tag

_ARM = Text("Package", "方案")
_SEED = Text("Random seed", "随机种子")
_ONE = Text(
    "One run with one random seed, to look at. What a package does is told by Compare. Levers that are moved work from the week that is shown on.",
    "此为单个随机种子的一次运行，供观察；方案效果见“比较”。调整杠杆后，自所示周起生效。",
)
_SEEDS = 10


@solara.component
def MapPage(controller: Controller, moment: int) -> None:
    """Show the map of one of the arms that are compared."""
    state, say = controller.state, controller.say
    arm, set_arm = solara.use_state(state.chosen[-1])
    seed, set_seed = solara.use_state(state.scenario.seed)
    shown = arm if arm in state.chosen else state.chosen[-1]
    scenario = solara.use_memo(lambda: state.scenario.arm(shown), [state.scenario.to_toml(), shown])
    first = state.scenario.seed
    with solara.Row(style={"flex-wrap": "wrap", "align-items": "center"}):
        _Choice(say(_ARM), [(name, state.scenario.arm_title(name).say(state.language)) for name in state.chosen], shown, set_arm, "map-arm")
        _Choice(say(_SEED), [(first + k, str(first + k)) for k in range(_SEEDS)], seed, set_seed, "map-seed")
    tag("p", say(_ONE))
    Map(scenario, seed, state.language, controller.turn)


@solara.component
def _Choice(label: str, items: list[tuple[Any, str]], value: Any, choose: Any, testid: str) -> None:
    solara.v.Select(
        label=label, items=[{"text": text, "value": one} for one, text in items], v_model=value, on_v_model=choose, dense=True, hide_details=True,
        outlined=True, attributes={"data-testid": testid},
    )  # fmt: skip
