"""One number of a story in words, as the table of `linli compare` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..numbers import number, spaced
from ..words import places_of, scale_of

if TYPE_CHECKING:
    from ..story import Story


def amount(story: Story, arm: str, measure: str, language: str) -> str:
    """Return the value of a measure at the end of an arm."""
    info, scale, factor = story.info(measure), scale_of(story, measure, language), story.factor(measure)
    values = [story.end(one, measure) * factor for one in story.everybody]
    return spaced(number(story.end(arm, measure) * factor, places_of(info, values, scale), scale), language)
