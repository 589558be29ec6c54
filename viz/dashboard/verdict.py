"""The sentences on top of a comparison: what each package changes, its range, what it costs. The words and numbers of `linli compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.ground.text import Text
from ..numbers import spaced
from ..tables import cost_said
from ..words import sentence, title_of, upper_first

if TYPE_CHECKING:
    from ..story import Story

MEASURE = "acquaintances"
"""The measure that a verdict is about."""
_JOINED = Text("{what}; {cost}", "{what}；{cost}")
_NAMED = Text("{arm}: {what}", "{arm}：{what}")
_SO_FAR = Text("So far, after {done} of {all} weeks of the first seed: {what}", "目前为第一个随机种子的前 {done} 周（共 {all} 周）：{what}")


def verdicts(story: Story, language: str, early_of: int = 0) -> list[str]:
    """Return one sentence a package.

    Args:
        story: the comparison.
        language: "en" or "zh".
        early_of: weeks of the whole run, if the story is one of its beginning; 0: it is whole.
    """
    return [_verdict(story, arm, language, early_of) for arm in story.arms if story.effect(arm, MEASURE) is not None]


def _verdict(story: Story, arm: str, language: str, early_of: int) -> str:
    said = sentence(story, arm, MEASURE, title_of(story.info(MEASURE), language), language)
    if arm in story.costs:
        said = _JOINED.say(language, what=said, cost=cost_said(story, arm, language))
    if early_of:
        said = _SO_FAR.say(language, what=said, done=story.weeks, all=early_of)
    said = _NAMED.say(language, arm=story.title_of(arm, language), what=said) if len(story.arms) > 1 else said
    return upper_first(spaced(said, language))
