"""Line charts as SVG text: drawn in a millisecond, with the letters of the browser, and read out by a screen reader as the sentence that they show."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ...model.people.calendar import ELECTION_WEEK, ELECTION_YEARS, FESTIVALS, YEAR
from ..numbers import FACTORS, Scale, difference

if TYPE_CHECKING:
    from .course import Change

HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
"""Colours of packages (Okabe and Ito 2008: told apart by colour-blind people)."""
DASHES = ("", "7 3", "2 3", "9 3 2 3")
"""The same order, for whoever sees no colours."""
WIDTH, HEIGHT = 440.0, 270.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 12.0, 16.0, 46.0
_YEAR = Text("year {n}", "第 {n} 年")
_ELECTION = Text("election of the residents' committee", "居委会换届选举")
_FEW_YEARS = 3
"""Years up to which every festival is marked; beyond, the Spring Festival alone."""


@dataclass(frozen=True)
class Line:
    """One line of a chart.

    Attributes:
        label: in the legend.
        number: which colour and dash it has.
        change: the difference.
    """

    label: str
    number: int
    change: Change


def chart(lines: Sequence[Line], weeks: int, scale: Scale, language: str, said: str) -> str:
    """Return a chart of differences over time, with zero in it.

    Args:
        lines: at least one.
        weeks: length of the run.
        scale: how the measure is written.
        language: "en" or "zh".
        said: what it shows, as a sentence.
    """
    low, high = _span(lines)
    factor = FACTORS[scale]

    def x(week: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * week / max(weeks, 1)

    def y(value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (high - value) / (high - low)

    made = [f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{html.escape(said, quote=True)}" class="linli-chart">']
    for value in _ticks(low * factor, high * factor):
        at = y(value / factor)
        made.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}" class="{"linli-zero" if value == 0 else "linli-grid"}"/>')
        made.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{_number(value / factor, low, high, scale)}</text>')
    made += _calendar(weeks, language, x)
    for line in lines:
        made += _drawn(line, x, y)
    return "".join([*made, "</svg>"])


def _span(lines: Sequence[Line]) -> tuple[float, float]:
    ends = [part for line in lines for part in (line.change.centre, line.change.low, line.change.high)]
    values = np.concatenate([*(part[np.isfinite(part)] for part in ends), [0.0]])
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.08 or 0.01
    return low - room, high + room


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers within a span, zero among them."""
    raw = (high - low) / 5.0
    power = 10.0 ** math.floor(math.log10(raw))
    step = next((m * power for m in (1.0, 2.0, 5.0) if m * power >= raw), 10.0 * power)
    return [round(k * step, 12) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _number(value: float, low: float, high: float, scale: Scale) -> str:
    step = (high - low) / 5.0 * FACTORS[scale]
    places = max(0, -math.floor(math.log10(step))) if step < 1.0 else 0
    return difference(value, places, scale) if value else "0"


def _calendar(weeks: int, language: str, at: Callable[[float], float]) -> list[str]:
    foot = HEIGHT - _BOTTOM
    years = max(1, math.ceil(weeks / YEAR))
    made = []
    every = max(1, math.ceil(years / 6))
    for year in range(years):
        made.append(f'<line x1="{at(year * YEAR):.1f}" x2="{at(year * YEAR):.1f}" y1="{_TOP}" y2="{foot}" class="linli-grid"/>')
        middle = min(year * YEAR + YEAR / 2, (year * YEAR + weeks) / 2)
        if year % every == 0 and (weeks - year * YEAR) * 6 >= weeks / years:
            made.append(f'<text x="{at(middle):.1f}" y="{foot + 34:.1f}" text-anchor="middle">{_YEAR.say(language, n=year + 1)}</text>')
        for festival in FESTIVALS:
            week = year * YEAR + festival.week
            if week <= weeks and (years <= _FEW_YEARS or festival.name == "spring"):
                made.append(_mark(at(week), foot, "linli-festival", festival.title.say(language)))
        week = year * YEAR + ELECTION_WEEK
        if year % ELECTION_YEARS == 2 and week <= weeks:
            made.append(_mark(at(week), foot, "linli-election", _ELECTION.say(language)))
    return made


def _mark(x: float, foot: float, kind: str, title: str) -> str:
    shape = f'M{x:.1f} {foot + 4:.1f}l4 6l-4 6l-4-6z' if kind == "linli-festival" else f'M{x - 4:.1f} {foot + 5:.1f}h8v8h-8z'
    return f'<path d="{shape}" class="{kind}"><title>{html.escape(title)}</title></path>'


def _drawn(line: Line, across: Callable[[float], float], up: Callable[[float], float]) -> list[str]:
    change, hue, dash = line.change, HUES[line.number % len(HUES)], DASHES[line.number % len(DASHES)]
    made = []
    sure = np.isfinite(change.low)
    if sure.any():
        forth = [f"{across(w):.1f} {up(v):.1f}" for w, v in zip(change.weeks[sure], change.high[sure])]
        back = [f"{across(w):.1f} {up(v):.1f}" for w, v in zip(change.weeks[sure][::-1], change.low[sure][::-1])]
        made.append(f'<path d="M{"L".join([*forth, *back])}Z" fill="{hue}" opacity="0.18"/>')
    points = [f"{across(w):.1f} {up(v):.1f}" for w, v in zip(change.weeks, change.centre)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    made.append(f'<path d="M{"L".join(points)}" fill="none" stroke="{hue}" stroke-width="2.4"{dashed}><title>{html.escape(line.label)}</title></path>')
    return made


FESTIVALS_SAID = Text("◆ Spring Festival", "◆ 春节")
ALL_FESTIVALS_SAID = Text("◆ festivals", "◆ 节日")
ELECTIONS_SAID = Text("■ election of the residents' committee", "■ 居委会换届选举")


def calendar_note(weeks: int, language: str) -> str:
    """Return what the marks of the calendar mean."""
    years = math.ceil(weeks / YEAR)
    said = [(ALL_FESTIVALS_SAID if years <= _FEW_YEARS else FESTIVALS_SAID).say(language)]
    if weeks >= 2 * YEAR + ELECTION_WEEK:
        said.append(ELECTIONS_SAID.say(language))
    return "　".join(said) if language == "zh" else "   ".join(said)


def swatch(number: int) -> str:
    """Return the piece of a line that stands in a legend."""
    hue, dash = HUES[number % len(HUES)], DASHES[number % len(DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<svg width="34" height="10" aria-hidden="true"><line x1="1" x2="33" y1="5" y2="5" stroke="{hue}" stroke-width="3"{dashed}/></svg>'
