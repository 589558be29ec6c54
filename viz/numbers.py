"""How numbers are written: thousands separators, shares in per cent, differences of shares in points, signs with a true minus."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Literal

Scale = Literal["share", "plain", "wan"]
"""A share is kept as 0 to 1 and written in per cent; its differences are points. Large sums of money are written in 万元 in Chinese. All else is plain."""

FACTORS: dict[Scale, float] = {"share": 100.0, "plain": 1.0, "wan": 1e-4}
UNITS: dict[Scale, str] = {"share": " %", "plain": "", "wan": "万元"}
WAN = 10_000.0
"""Yuan from which Chinese counts in 万元."""

NOTHING = "–"
"""Written where there is no number."""

MINUS = "\u2212"


def decimals(values: Iterable[float], scale: Scale = "plain") -> int:
    """Return how many decimals numbers that stand beside one another need: about two digits, three for the largest."""
    size = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    size *= FACTORS[scale]
    if scale == "wan":
        return 2 if size < 1000.0 else 0
    if scale == "share":
        return 0 if size >= 5.0 or size == 0.0 else 1 if size >= 0.5 else 2
    if size == 0.0 or size >= 100.0:
        return 0
    return 1 if size >= 1.0 else 2 if size >= 0.1 else 3


def number(value: float, places: int | None = None, scale: Scale = "plain") -> str:
    """Write one number: 3,014 or 6.1 or 31 %."""
    if not math.isfinite(value):
        return NOTHING
    if scale == "wan" and value == 0.0:
        return "0"
    places = decimals([value], scale) if places is None else places
    return _signs(f"{value * FACTORS[scale]:,.{places}f}") + UNITS[scale]


def difference(value: float, places: int | None = None, scale: Scale = "plain") -> str:
    """Write a difference with its sign and without its unit: of shares in points, of large sums in 万元."""
    if not math.isfinite(value):
        return NOTHING
    places = decimals([value], scale) if places is None else places
    shown = value * FACTORS[scale]
    if round(shown, places) == 0:
        return "0" if scale == "wan" and value == 0.0 else f"{0:.{places}f}"
    return _signs(f"{shown:+,.{places}f}")


def difference_places(value: float, low: float, high: float, scale: Scale = "plain") -> int:
    """Return the decimals at which a difference and its interval tell the truth: a bound that is not zero is not written as zero."""
    places = decimals([value, low, high], scale)
    factor = FACTORS[scale]
    if low * high > 0:
        nearest = min(abs(low), abs(high)) * factor
        while places < 4 and round(nearest, places) == 0:
            places += 1
    # Ends that differ by rounding alone are one number.
    while places < 3 and not math.isclose(low, high) and round(low * factor, places) == round(high * factor, places):
        places += 1
    return places


def interval(low: float, high: float, places: int, scale: Scale = "plain") -> str:
    """Write an interval of a difference: (+1.6 … +2.2)."""
    return f"({difference(low, places, scale)} … {difference(high, places, scale)})"


def _signs(text: str) -> str:
    text = text.replace("-", MINUS)
    return text[1:] if text.startswith(MINUS) and not any(c in "123456789" for c in text) else text


_NUMBERS = re.compile(r" ?\(([^()A-Za-z]*)\)")


def spaced(text: str, language: str) -> str:
    """Return a text with numbers as the language has them: 31 % (28 … 34) in English, 31%（28 … 34） in Chinese."""
    return _NUMBERS.sub(r"（\1）", text.replace(" %", "%")).replace("） ", "）") if language == "zh" else text
