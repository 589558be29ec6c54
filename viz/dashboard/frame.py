"""The frame round every page: name, scenario, language, tabs, undo, and what could not be used."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from ...scenarios.loader import listed, load
from .controller import Controller
from .pages import PAGES, page_named
from .parts import button, select, solara, tag
from .texts import NAME, OTHER_LANGUAGE, PAGES_LABEL, SCENARIO, UNDO


@solara.component
def Frame(controller: Controller, moment: int) -> None:
    """Show the frame and, in it, the page that the state names."""
    state, say = controller.state, controller.say
    page = page_named(state.page)
    with solara.v.Html(tag="div", class_="linli-frame", attributes={"lang": "zh-CN" if state.language == "zh" else "en"}):
        with solara.v.Html(tag="header", class_="linli-header"):
            tag("h1", say(NAME), class_="linli-name")
            Scenarios(controller, moment)
            button(say(UNDO), controller.undo, testid="undo", off=not controller.can_undo)
            button(say(OTHER_LANGUAGE), lambda: controller.speak("en" if state.language == "zh" else "zh"), testid="language")
        with solara.v.Html(tag="nav", class_="linli-tabs", attributes={"aria-label": say(PAGES_LABEL)}):
            for one in PAGES:
                Tab(controller, one.name, say(one.title), one.name == page.name)
        if controller.error:
            tag("p", controller.error, testid="error", role="alert", class_="linli-error")
        with solara.v.Html(tag="main", class_="linli-main", attributes={"data-testid": f"page-{page.name}"}):
            page.load()(controller, moment)


@solara.component
def Tab(controller: Controller, name: str, title: str, shown: bool) -> None:
    """Show one tab."""
    attributes = {"data-testid": f"tab-{name}"} | ({"aria-current": "page"} if shown else {})
    made = solara.v.Btn(children=[title], text=True, class_="linli-tab" + (" linli-tab-shown" if shown else ""), attributes=attributes)
    solara.v.use_event(made, "click", lambda *_: controller.go(name))


@solara.component
def Scenarios(controller: Controller, moment: int) -> None:
    """Choose a scenario among those that come with linli; one that was brought along or changed stands beside them."""
    scenario, language = controller.state.scenario, controller.state.language
    known = solara.use_memo(listed, [])
    choices = [(one.name, one.title.say(language)) for one in known]
    if scenario.name not in [one.name for one in known]:
        choices.insert(0, (scenario.name, scenario.title.say(language)))

    def choose(name: str) -> None:
        with controller.telling():
            controller.adopt(load(name))

    select(controller.say(SCENARIO), choices, scenario.name, choose, testid="scenario")
