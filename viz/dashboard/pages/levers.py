"""Levers: every lever of a package with its unit, source and mark; when a measure begins and ends; measures on top of one another."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from ....model.ground.parameters import ConstantFacts
from ....model.ground.text import Text
from ....scenarios.schema import Scenario
from ....scenarios.sources import said_source
from ....scenarios.units import unit_zh
from ...words import bracketed
from ..controller import Controller
from ..option_words import said_option
from ..packages import (
    Lever,
    changes,
    levers_of,
    measures_of,
    rows_to_add,
    said_value,
    title_of_measure,
    weeks_of,
    with_row,
    with_title,
    with_value,
    with_weeks,
    without_package,
    without_row,
)
from ..parts import button, field, markup, select, solara, tag
from ..questions import question_mark
from ..timeline import HOW, rows, timeline

PACKAGE, NAME = Text("Package", "政策组合"), Text("Name of the package", "组合名称")
NOTE = Text(
    "Moving a lever of a package that was played, or that came with the scenario, makes a new package beside it; nothing is lost.",
    "改动已计算过的或情景自带的组合时，会在旁边生成一个新组合，原有结果保留。",
)
NEW, REMOVE = Text("A new package like this one", "复制为新组合"), Text("Remove this package", "删除此组合")
WHEN, BEGINS, ENDS = Text("When", "时间"), Text("begins in week", "开始周"), Text("ends in week (empty: never)", "结束周（空：不结束）")
REST = Text("What else is set or assumed of it", "其他设定与假设")
ADD, TAKE_AWAY = Text("Put a measure on top", "叠加一项措施"), Text("Take this measure away", "去掉此措施")
CHANGED, NOTHING = Text("What this package changes", "此组合改动的内容"), Text("It changes nothing: life as it is.", "无改动：照常生活。")
MARKS = {
    "measured": Text("measured", "实测"), "fitted": Text("fitted", "拟合"), "assumed": Text("assumed", "假设"), "setting": Text("a choice", "可选设定"),
}  # fmt: skip
_SOURCE, _BETWEEN, _FROM = Text("source: {source}", "来源：{source}"), Text("{low} to {high}", "{low} 至 {high}"), Text("{low} or more", "不小于 {low}")
_WHERE_FROM = Text("Where does this come from: {what}", "此项的来源：{what}")
_OFF, _NO_SOURCE = Text("without the policy: {value}", "无政策时：{value}"), Text("no source", "无来源")


@solara.component
def LeversPage(controller: Controller, moment: int) -> None:
    """Show one package, its measures and their levers."""
    state, say = controller.state, controller.say
    scenario, language = state.scenario, state.language
    arm = state.looked_at

    def change(do: Callable[[Scenario, str], Scenario]) -> None:
        controller.change(arm, do)

    def held(mechanism: str, begin: int, end: int | None) -> None:
        change(lambda s, name: with_weeks(s, name, mechanism, begin, end))

    def copied() -> None:
        controller.copy(arm)

    def removed() -> None:
        left = tuple(one for one in state.chosen if one != arm)
        controller.adopt(without_package(scenario, arm), left if len(left) > 1 else ())

    items = [(one, scenario.arm_title(one).say(language)) for one in scenario.arms]
    with solara.v.Html(tag="div", class_="linli-column"):
        with solara.v.Html(tag="div", class_="linli-row"):
            select(say(PACKAGE), items, arm, controller.look_at, testid="package")
            button(say(NEW), copied, testid="copy")
            button(say(REMOVE), removed, testid="remove", off=arm == scenario.arms[0] or len(scenario.arms) < 3)
        tag("p", say(NOTE), class_="linli-small")
        if arm != scenario.arms[0]:
            named = scenario.arm_title(arm).say(language)
            field(say(NAME), named, lambda title: change(lambda s, name: with_title(s, name, title)), testid="title").key("title")
        lines = list(changes(scenario, arm, language))
        made = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
        tag("h2", say(CHANGED))
        markup(f"<ul>{made}</ul>" if lines else f"<p>{html.escape(say(NOTHING))}</p>", "changes").key("changes")
        if rows(scenario, arm, language):
            timeline(scenario, arm, language, held).key("timeline")
            tag("p", say(HOW), class_="linli-small").key("timeline-how")
        for mechanism in measures_of(scenario, arm):
            # Named: a measure that is moved comes first, and what is open or being typed on another one stays with it.
            Measure(controller, moment, arm, mechanism, change).key(f"measure-{mechanism}")
        more = [(one, title_of_measure(one).say(language)) for one in rows_to_add(scenario, arm)]
        select(say(ADD), more, "", lambda row: change(lambda s, name: with_row(s, name, row)), testid="add")


@solara.component
def Measure(controller: Controller, moment: int, arm: str, mechanism: str, change: Callable[[Callable[[Scenario, str], Scenario]], None]) -> None:
    """Show one measure of a package."""
    say, scenario, language = controller.say, controller.state.scenario, controller.state.language
    found = levers_of(scenario, arm, mechanism)
    begins, ends = weeks_of(scenario, arm, mechanism)
    shown, set_shown = solara.use_state(False)

    def begin(text: str) -> None:
        change(lambda s, name: with_weeks(s, name, mechanism, _number(text), ends))

    def end(text: str) -> None:
        change(lambda s, name: with_weeks(s, name, mechanism, begins, None if not text.strip() else _number(text)))

    with solara.v.Html(tag="section", class_="linli-measure", attributes={"data-testid": f"measure-{mechanism}"}):
        tag("h2", title_of_measure(mechanism).say(language))
        if any(one.lever for one in found):
            with solara.v.Html(tag="div", class_="linli-row"):
                tag("span", say(WHEN))
                field(say(BEGINS), str(begins), begin, testid=f"begin-{mechanism}", kind="number", low=0, step=1)
                field(say(ENDS), "" if ends is None else str(ends), end, testid=f"end-{mechanism}", kind="number", low=0, step=1)
        for one in found:
            if one.lever:
                Moved(controller, one, change)
        rest = [one for one in found if not one.lever]
        if rest:
            button(say(REST) + bracketed(str(len(rest)), language), lambda: set_shown(not shown), pressed=shown, testid=f"rest-{mechanism}")
            for one in rest if shown else ():
                Moved(controller, one, change)
        if mechanism in scenario.overrides[arm].get("mechanisms", {}):
            button(say(TAKE_AWAY), lambda: change(lambda s, name: without_row(s, name, mechanism)), testid=f"away-{mechanism}")


@solara.component
def Moved(controller: Controller, lever: Lever, change: Callable[[Callable[[Scenario, str], Scenario]], None]) -> None:
    """Show one lever: its label, its value, its unit, and behind "?" where it comes from."""
    language, say = controller.state.language, controller.say
    facts = lever.facts
    label, testid = facts.text.say(language), f"lever-{lever.mechanism}-{facts.name}"

    def move(value: Any) -> None:
        change(lambda s, name: with_value(s, name, lever.mechanism, facts.name, value))

    with solara.v.Html(tag="div", class_="linli-lever" + (" linli-assumed" if facts.mark == "assumed" else "")):
        if lever.kind == "switch":
            solara.v.Switch(label=label, v_model=bool(lever.value), on_v_model=move, dense=True, hide_details=True, attributes={"data-testid": testid})
        elif lever.kind == "choice":
            select(label, [(one, said_option(one, language, facts.name)) for one in lever.options], str(lever.value), move, testid=testid)
        else:
            shown = f"{lever.value:g}" if lever.kind != "whole" else str(lever.value)
            whole = lever.kind == "whole"
            field(
                label, shown, lambda text: move(_number(text) if whole else _decimal(text)), testid=testid, kind="number", low=facts.low, high=facts.high,
                step=lever.step,
            )  # fmt: skip
        tag("span", said_value(lever, lever.value, language), class_="linli-value")
        if lever.kind not in ("switch", "choice"):
            tag("span", unit(facts, language), class_="linli-small")
        mark = say(MARKS[facts.mark]) if facts.mark in MARKS else facts.mark
        tag("span", mark, class_=f"linli-mark linli-mark-{facts.mark}")
        said = "；".join(about(lever, language)) if language == "zh" else "; ".join(about(lever, language))
        markup(question_mark(said, label, language, _WHERE_FROM), name="span")


def unit(facts: ConstantFacts, language: str) -> str:
    """Return the unit of a lever."""
    return unit_zh(facts.unit) if language == "zh" else facts.unit


def about(lever: Lever, language: str) -> list[str]:
    """Return what "?" says of a lever: unit, bounds, what it is without the policy, mark and source."""
    facts = lever.facts
    said = [facts.text.say(language), unit(facts, language)]
    if facts.low is not None and facts.high is not None:
        said.append(_BETWEEN.say(language, low=f"{facts.low:g}", high=f"{facts.high:g}"))
    elif facts.low is not None:
        said.append(_FROM.say(language, low=f"{facts.low:g}"))
    if lever.lever:
        said.append(_OFF.say(language, value=said_value(lever, lever.off, language)))
    said.append((MARKS[facts.mark]).say(language) if facts.mark in MARKS else facts.mark)
    if facts.source:
        said.append(_SOURCE.say(language, source=said_source(facts.source, language)))
    elif facts.mark == "assumed":
        said.append(_NO_SOURCE.say(language))
    return [part for part in said if part]


def _decimal(text: str) -> Any:
    """Return a number as it was typed; a text that is none stays one, and is refused with a sentence."""
    try:
        return float(text)
    except ValueError:
        return text


def _number(text: str) -> Any:
    found = _decimal(text)
    return int(found) if isinstance(found, float) and found.is_integer() else found
