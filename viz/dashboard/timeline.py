"""The measures of a package on a line of years: from when to when each holds. Begin and end are taken hold of with a pointer or with keys."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...model.ground.text import Text
from ...model.people.calendar import YEAR
from .drawing import HUES
from .packages import levers_of, measures_of, title_of_measure, weeks_of
from .parts import solara

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario

_WORDS = {
    "label": Text("When the measures hold", "各措施的时间"),
    "how": Text(
        "When the measures hold. Drag the ends of a bar, or move them with the arrow keys; page up and down move by a quarter of a year.",
        "各措施的时间。拖动横条两端，或用方向键移动；翻页键一次移动一个季度。",
    ),
    "begins": Text("{title}: begins in week", "{title}：开始周"),
    "ends": Text("{title}: ends in week", "{title}：结束周"),
    "between": Text("{title}: weeks {first} to {last}", "{title}：第 {first} 至 {last} 周"),
    "onwards": Text("{title}: from week {first} on", "{title}：自第 {first} 周起"),
}
HOW = Text(
    "Drag the ends of a bar, or move them with the arrow keys; a bar that reaches the right edge never ends.",
    "拖动横条两端，或用方向键移动；到达右端即不结束。",
)
_YEAR = Text("year {n}", "第 {n} 年")
_MOST_YEARS = 10
"""Years up to which every one has its name."""


@solara.component_vue("web/timeline.vue")
def _Timeline(rows: list[dict[str, Any]], weeks: int, years: list[dict[str, Any]], words: dict[str, str], event_put: Callable[[dict[str, Any]], None]) -> None:
    """The line of years; `put` tells the name of a measure, its begin and its end in weeks."""


def timeline(scenario: Scenario, arm: str, language: str, put: Callable[[str, int, int | None], None]) -> Any:
    """Return the timeline of a package.

    Args:
        scenario: with the package.
        arm: its name.
        language: "en" or "zh".
        put: gets a measure, the week in which it begins, and the one in which it ends (None: never).
    """

    def moved(told: dict[str, Any]) -> None:
        end = int(told["end"])
        put(str(told["name"]), int(told["begin"]), None if end >= scenario.weeks else end)

    words = {name: text.en if language == "en" else text.zh for name, text in _WORDS.items()}
    return _Timeline(rows=rows(scenario, arm, language), weeks=scenario.weeks, years=_years(scenario.weeks, language), words=words, event_put=moved)


def rows(scenario: Scenario, arm: str, language: str) -> list[dict[str, Any]]:
    """Return a row for each measure of a package of which a lever is on: its name, what it is called, when it begins and ends, its colour."""
    can = set(measures_of(scenario, arm))
    on = [name for name in scenario.arm(arm).mechanisms if name in can and _is_on(scenario, arm, name)]
    found = []
    for k, name in enumerate(on):
        begins, ends = weeks_of(scenario, arm, name)
        last = scenario.weeks if ends is None else min(ends, scenario.weeks)
        found.append({"name": name, "title": title_of_measure(name).say(language), "begin": begins, "end": last, "hue": HUES[k % len(HUES)]})
    return found


def _years(weeks: int, language: str) -> list[dict[str, Any]]:
    years = -(-weeks // YEAR)
    return [{"at": year * YEAR, "text": _YEAR.say(language, n=year + 1) if years <= _MOST_YEARS else ""} for year in range(years)]


def _is_on(scenario: Scenario, arm: str, name: str) -> bool:
    return any(one.lever and one.value != one.off for one in levers_of(scenario, arm, name))
