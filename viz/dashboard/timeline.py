"""The measures of a package on a line of years: from when to when each holds, as SVG text."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ...model.ground.text import Text
from ...model.people.calendar import YEAR
from .drawing import HUES
from .packages import levers_of, measures_of, title_of_measure, weeks_of

if TYPE_CHECKING:
    from ...scenarios.schema import Scenario

WIDTH, ROW, TOP = 720.0, 40.0, 22.0
_YEAR = Text("year {n}", "第 {n} 年")
_FROM_TO = Text("{title}: weeks {first} to {last}", "{title}：第 {first} 至 {last} 周")
_TO_END = Text("{title}: from week {first} on", "{title}：自第 {first} 周起")
_SAID = Text("When the measures hold", "各措施的时间")


def timeline(scenario: Scenario, arm: str, language: str) -> str:
    """Return the timeline of a package; empty where no measure of it has a lever that is on."""
    on = [name for name in measures_of(scenario, arm) if _is_on(scenario, arm, name)]
    if not on:
        return ""
    weeks = scenario.weeks
    height = TOP + ROW * len(on)
    said = [_said(scenario, arm, name, language) for name in on]
    label = html.escape(_SAID.say(language) + ("：" if language == "zh" else ": ") + ("；" if language == "zh" else "; ").join(said), quote=True)
    made = [f'<svg viewBox="0 0 {WIDTH:g} {height:g}" role="img" aria-label="{label}" class="linli-chart linli-timeline">']
    for year in range(-(-weeks // YEAR)):
        x = WIDTH * year * YEAR / weeks
        made.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height:g}" class="linli-grid"/>')
        if weeks <= 10 * YEAR:
            made.append(f'<text x="{x + 4:.1f}" y="14">{_YEAR.say(language, n=year + 1)}</text>')
    for k, (name, line) in enumerate(zip(on, said, strict=True)):
        begins, ends = weeks_of(scenario, arm, name)
        left, right = WIDTH * min(begins, weeks) / weeks, WIDTH * min(weeks if ends is None else ends, weeks) / weeks
        y = TOP + ROW * k
        bar = f'<rect x="{left:.1f}" y="{y + 20:.1f}" width="{max(right - left, 2.0):.1f}" height="14" rx="3" fill="{HUES[k % len(HUES)]}"/>'
        made.append(f'{bar}<text x="{min(left, WIDTH - 260) + 4:.1f}" y="{y + 15:.1f}">{html.escape(line)}</text>')
    return f"<div class='linli-wide' tabindex='0' role='region' aria-label='{_SAID.say(language)}'>{''.join([*made, '</svg>'])}</div>"


def _is_on(scenario: Scenario, arm: str, name: str) -> bool:
    return any(one.lever and one.value != one.off for one in levers_of(scenario, arm, name))


def _said(scenario: Scenario, arm: str, name: str, language: str) -> str:
    begins, ends = weeks_of(scenario, arm, name)
    title = title_of_measure(name).say(language)
    return _TO_END.say(language, title=title, first=begins) if ends is None else _FROM_TO.say(language, title=title, first=begins, last=ends)
