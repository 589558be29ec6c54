"""Compare: *without* and up to four packages on the same random numbers, one sentence on top."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from functools import partial
from typing import Any

from ..charts import numbers, over_time, payers
from ..controller import Controller
from ..drawing import swatch
from ..map.words import SPINNING
from ..parts import button, markup, rows_table, select, solara, tag
from ..state import DRAWS, MOST_PACKAGES, SEEDS, SEEDS_A_DRAW
from ..texts import (
    AGAINST,
    CANCEL,
    COMPARE,
    GO_ON,
    KNOWN,
    MOST_SAID,
    NEW_STATE,
    NOTHING_YET,
    PACKAGES,
    PROGRESS,
    SEEDS_EACH,
    SEEDS_SAID,
    UNKNOWN,
    WAITING,
)
from ..verdict import verdicts

SEED_CHOICES = (2, 5, 10, 20, 50)


@solara.component
def ComparePage(controller: Controller, moment: int) -> None:
    """Show what is compared, the verdict, and what stands behind it."""
    with solara.v.Html(tag="div", class_="linli-column"):
        Packages(controller, moment)
        Controls(controller, moment)
        Answer(controller, moment)


@solara.component
def Packages(controller: Controller, moment: int) -> None:
    """Choose the packages that stand beside *without*."""
    state, say = controller.state, controller.say
    scenario, language = state.scenario, state.language
    baseline = state.chosen[0]

    def switch(name: str) -> None:
        on = name in state.packages
        chosen = tuple(arm for arm in state.packages if arm != name) if on else (*state.packages, name)
        if chosen and len(chosen) <= MOST_PACKAGES:
            controller.choose((baseline, *chosen))

    with solara.v.Html(tag="section", attributes={"aria-label": say(PACKAGES)}):
        tag("h2", say(AGAINST, baseline=scenario.arm_title(baseline).say(language)))
        with solara.v.Html(tag="div", class_="linli-row"):
            for name in scenario.arms:
                if name != baseline:
                    on = name in state.packages
                    full = not on and len(state.packages) >= MOST_PACKAGES
                    if on:
                        markup(swatch(state.packages.index(name)), name="span")
                    button(scenario.arm_title(name).say(language), partial(switch, name), testid=f"package-{name}", pressed=on, off=full)
        tag("p", say(MOST_SAID, most=MOST_PACKAGES), class_="linli-small")


@solara.component
def Controls(controller: Controller, moment: int) -> None:
    """Start, stop, go on; how many seeds; whether what is not known about people is drawn."""
    state, shot, say = controller.state, controller.snapshot, controller.say
    working = shot.status == "working"

    def seeds(value: str) -> None:
        controller.choose(state.chosen, seeds=int(value))

    def draw() -> None:
        controller.choose(state.chosen, seeds=SEEDS if state.draws else SEEDS_A_DRAW, draws=0 if state.draws else DRAWS)

    with solara.v.Html(tag="div", class_="linli-column"):
        with solara.v.Html(tag="div", class_="linli-row"):
            label = GO_ON if shot.status == "stopped" and controller.current else COMPARE
            button(say(label), controller.play, testid="compare", main=True, off=working)
            button(say(CANCEL), controller.cancel, testid="cancel", off=not working)
            choices = [(str(n), str(n)) for n in sorted({*SEED_CHOICES, state.seeds})]
            select(say(SEEDS_EACH if state.draws else SEEDS_SAID), choices, str(state.seeds), seeds, testid="seeds")
            button(say(KNOWN if state.draws else UNKNOWN), draw, testid="draws", pressed=bool(state.draws))
        if shot.status != "nothing":
            percent = f"{100 * shot.share:.0f}"
            said = say(PROGRESS, done=shot.seeds_done, all=shot.seeds, percent=percent)
            with solara.v.Html(tag="div", class_="linli-progress"):
                solara.v.ProgressLinear(value=100 * shot.share, height=8, attributes={"aria-label": said})
                tag("span", said, testid="progress", role="status")
                if shot.before[1]:
                    tag("span", say(SPINNING, done=shot.before[0], total=shot.before[1]), testid="before", class_="linli-small")


@solara.component
def Answer(controller: Controller, moment: int) -> None:
    """Show the verdict and, below it, the charts, the table and who pays."""
    state, shot, say = controller.state, controller.snapshot, controller.say
    language, story, comparison = state.language, shot.story, shot.comparison

    def made() -> tuple[list[str], str, str, Any]:
        assert story is not None
        assert comparison is not None
        early_of = comparison.scenario.weeks if shot.early else 0
        said, charts = verdicts(story, language, early_of), over_time(comparison, story, language)
        return said, charts, numbers(comparison, story, language), payers(comparison, story, language)

    found = solara.use_memo(lambda: None if story is None else made(), [id(story), language])
    if found is None:
        tag("p", say(WAITING if shot.status == "working" else NOTHING_YET), testid="nothing")
        return
    said, charts, table, paid = found
    with solara.v.Html(tag="div", class_="linli-column"):
        if not controller.current and shot.status != "working":
            tag("p", say(NEW_STATE), testid="outdated", class_="linli-note", role="status")
        with solara.v.Html(tag="section", class_="linli-verdict", attributes={"data-testid": "verdict", "aria-live": "polite"}):
            for line in said:
                tag("p", line)
        markup(charts, "charts")
        markup(table, "table")
        tag("h2", paid.caption)
        if paid.rows:
            rows_table(paid.head, paid.rows, paid.caption, "payers")
            markup(paid.asked, "payers-asked")
