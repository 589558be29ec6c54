"""Courses of measures as a line chart in SVG text: drawn in a millisecond, sharp at any size, with the letters of the browser."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from .dashboard.drawing import DASHES, HUES

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 520.0, 240.0, 62.0, 14.0, 26.0, 44.0
_LINE = 20.0
"""Height of a line of the legend."""


class Course(NamedTuple):
    """One line.

    Attributes:
        label: in the legend.
        weeks: where it was taken.
        values: as they are shown, per cent of shares.
    """

    label: str
    weeks: Sequence[float]
    values: Sequence[float]


def course_chart(courses: Sequence[Course], unit: str, week: str) -> str:
    """Return a chart of courses, zero included; a course of one week is a dot.

    Args:
        courses: at least one.
        unit: above the axis of values.
        week: below the axis of weeks.
    """
    weeks, values = (np.concatenate([np.asarray(part, float) for part in parts]) for parts in zip(*((c.weeks, c.values) for c in courses), strict=True))
    values = values[np.isfinite(values)]
    first, last = float(weeks.min()), max(float(weeks.max()), float(weeks.min()) + 1.0)
    high = max(float(values.max(initial=0.0)) * 1.05, 1e-9)
    low = min(float(values.min(initial=0.0)) * 1.05, 0.0)
    foot, end = _HEIGHT - _FOOT, _WIDTH - _RIGHT

    def x(at: float) -> float:
        return _LEFT + (end - _LEFT) * (at - first) / (last - first)

    def y(value: float) -> float:
        return _TOP + (foot - _TOP) * (high - value) / (high - low)

    height = _HEIGHT + _LINE * len(courses)
    said = html.escape("; ".join(f"{c.label}: {c.values[-1]:.3g}" for c in courses), quote=True)
    made = [f'<svg viewBox="0 0 {_WIDTH:g} {height:g}" role="img" aria-label="{said}" font-size="13" fill="#1F1F1F" style="max-width: 680px; width: 100%">']
    ticks = [tick for tick in MaxNLocator(5).tick_values(low, high) if low <= tick <= high]
    places = max((len(f"{tick:.6g}".partition(".")[2]) for tick in ticks), default=0)
    for tick in ticks:
        made.append(f'<line x1="{_LEFT}" x2="{end}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#DDD"/>')
        made.append(f'<text x="{_LEFT - 7}" y="{y(tick) + 4.5:.1f}" text-anchor="end">{tick:,.{places}f}</text>')
    for tick in MaxNLocator(6, integer=True).tick_values(first, last):
        if first <= tick <= last:
            made.append(f'<text x="{x(tick):.1f}" y="{foot + 18}" text-anchor="middle">{tick:.0f}</text>')
    made.append(f'<line x1="{_LEFT}" x2="{end}" y1="{foot}" y2="{foot}" stroke="#555"/>')
    made.append(f'<text x="{_LEFT}" y="15">{html.escape(unit)}</text><text x="{end}" y="{foot + 36}" text-anchor="end">{html.escape(week)}</text>')
    for number, course in enumerate(courses):
        hue, dash = HUES[number % len(HUES)], DASHES[number % len(DASHES)]
        points = [(x(at), y(value)) for at, value in zip(course.weeks, course.values, strict=True) if np.isfinite(value)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        if len(points) == 1:
            made.append(f'<circle cx="{points[0][0]:.1f}" cy="{points[0][1]:.1f}" r="4" fill="{hue}"/>')
        elif points:
            path = "L".join(f"{px:.1f} {py:.1f}" for px, py in points)
            made.append(f'<path d="M{path}" fill="none" stroke="{hue}" stroke-width="2.2"{dashed}/>')
        at = _HEIGHT + _LINE * (number + 0.2)
        made.append(f'<line x1="{_LEFT}" x2="{_LEFT + 34}" y1="{at:.1f}" y2="{at:.1f}" stroke="{hue}" stroke-width="3"{dashed}/>')
        made.append(f'<text x="{_LEFT + 42}" y="{at + 4.5:.1f}">{html.escape(course.label)}</text>')
    return "".join([*made, "</svg>"])
