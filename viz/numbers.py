"""How numbers are written: thousands separators, shares in per cent, differences of shares in points, signs with a true minus."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

Scale = Literal["share", "plain"]
"""A share is kept as 0 to 1 and written in per cent; its differences are points. All else is plain."""

NOTHING = "–"
"""Written where there is no number."""

MINUS = "\u2212"


def decimals(values: Iterable[float], scale: Scale = "plain") -> int:
    """Return how many decimals numbers that stand beside one another need: about two digits, three for the largest."""
    size = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if scale == "share":
        size *= 100.0
        return 0 if size >= 5.0 or size == 0.0 else 1 if size >= 0.5 else 2
    if size == 0.0 or size >= 100.0:
        return 0
    return 1 if size >= 1.0 else 2 if size >= 0.1 else 3


def number(value: float, places: int | None = None, scale: Scale = "plain") -> str:
    """Write one number: 3,014 or 6.1 or 31 %."""
    if not math.isfinite(value):
        return NOTHING
    places = decimals([value], scale) if places is None else places
    shown = value * 100.0 if scale == "share" else value
    return _signs(f"{shown:,.{places}f}") + (" %" if scale == "share" else "")


def difference(value: float, places: int | None = None, scale: Scale = "plain") -> str:
    """Write a difference with its sign; of shares in points, without the word."""
    if not math.isfinite(value):
        return NOTHING
    places = decimals([value], scale) if places is None else places
    shown = value * 100.0 if scale == "share" else value
    if round(shown, places) == 0:
        return f"{0:.{places}f}"
    return _signs(f"{shown:+,.{places}f}")


def difference_places(value: float, low: float, high: float, scale: Scale = "plain") -> int:
    """Return the decimals at which a difference and its interval tell the truth: a bound that is not zero is not written as zero."""
    places = decimals([value, low, high], scale)
    factor = 100.0 if scale == "share" else 1.0
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


def spaced(text: str, language: str) -> str:
    """Return a text with the per cent sign as the language has it: 31 % in English, 31% in Chinese."""
    return text.replace(" %", "%") if language == "zh" else text
