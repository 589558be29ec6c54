"""Map: one package, played by the week on a map of the neighbourhood."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable

from ....model.ground.text import Text
from ..controller import Controller
from ..map.component import Map
from ..parts import button, solara, tag

_ARM = Text("Package", "方案")
_SEED = Text("Random seed {seed}: take the next", "随机种子 {seed}：换下一个")
_ONE = Text(
    "One run with one random seed, to look at. What a package does is told by Compare. Levers that are moved work from the week that is shown on.",
    "此为单个随机种子的一次运行，供观察；方案效果见“比较”。调整杠杆后，自所示周起生效。",
)


@solara.component
def MapPage(controller: Controller, moment: int) -> None:
    """Show the map of one of the arms that are compared."""
    state, say = controller.state, controller.say
    seed, set_seed = solara.use_state(state.scenario.seed)
    shown = state.looked_at if state.looked_at in state.chosen else state.chosen[-1]
    scenario = solara.use_memo(lambda: state.scenario.arm(shown), [state.scenario.to_toml(), shown])
    with solara.v.Html(tag="div", attributes={"role": "group", "aria-label": say(_ARM)}):
        for name in state.chosen:
            _Arm(state.scenario.arm_title(name).say(state.language), name, name == shown, controller.look_at)
        button(say(_SEED, seed=seed), lambda: set_seed(seed + 1), testid="map-seed")
    tag("p", say(_ONE))
    Map(scenario, shown, seed, state.language, controller.turn, state.colouring, controller.colour)


@solara.component
def _Arm(title: str, name: str, shown: bool, choose: Callable[[str], None]) -> None:
    button(title, lambda: choose(name), testid=f"map-{name}", pressed=shown)
