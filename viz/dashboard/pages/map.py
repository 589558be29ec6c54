"""Map: one package, played by the week on a map of the neighbourhood."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable

from ....model.ground.text import Text
from ..controller import Controller
from ..map.component import Map
from ..packages import levers_of, measures_of, title_of_measure
from ..parts import button, solara, tag
from .levers import Moved
from .shared import Folded

_ARM = Text("Package", "方案")
_SEED = Text("Random seed {seed}: take the next", "随机种子 {seed}：换下一个")
_ONE = Text(
    "One run with one random seed, to look at. What a package does is told by Compare.", "此为单个随机种子的一次运行，供观察；方案效果见“比较”。"
)
_LEVERS = Text("Levers of this package", "调节此方案")
_HOW = Text(
    "The first lever that is moved makes a new package, which is played up to the week that is shown. After that levers work from this week on.",
    "首次改动会生成一个新组合，并播放到所示周；此后的改动自所示周起生效。",
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
    # Named, so that the fold stays open while packages come and go above it.
    with Folded(say(_LEVERS), "fold-levers").key("fold-levers"):
        Levers(controller, moment, shown)
    Map(scenario, shown, seed, state.language, controller.turn, state.colouring, controller.colour)


@solara.component
def Levers(controller: Controller, moment: int, arm: str) -> None:
    """Show the levers of a package beside its map; what else is set or assumed of it is on the page *Levers*."""
    scenario, language = controller.state.scenario, controller.state.language
    tag("p", controller.say(_HOW), class_="linli-small")
    for mechanism in measures_of(scenario, arm):
        levers = [one for one in levers_of(scenario, arm, mechanism) if one.lever]
        if levers:
            with solara.v.Html(tag="section", class_="linli-measure"):
                tag("h3", title_of_measure(mechanism).say(language))
                for lever in levers:
                    Moved(controller, lever, lambda do: controller.change(arm, do))


@solara.component
def _Arm(title: str, name: str, shown: bool, choose: Callable[[str], None]) -> None:
    button(title, lambda: choose(name), testid=f"map-{name}", pressed=shown)
