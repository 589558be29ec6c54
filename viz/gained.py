"""Who gained and who did not: one sentence a policy, from the measures of groups (model/society/groups.py)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..model.ground.text import Text
from ..model.society.groups import GROUPS, SIDES, name_of
from .numbers import difference

if TYPE_CHECKING:
    from ..experiments.comparison import Difference
    from .story import Story

_WHO = Text("who gained acquaintances ({arm} against {baseline}): {list}{unsure}", "谁的熟人增加了（{arm}与{baseline}相比）：{list}{unsure}")
_UNSURE = Text(" (in brackets: not distinguishable)", "（括号内：无法与零区分）")


def gained_sentence(story: Story, arm: str, language: str) -> str:
    """Return how many acquaintances each group of residents gained; empty where it was not measured.

    Args:
        story: a run or a comparison.
        arm: the policy.
        language: "en" or "zh".
    """
    comma, semicolon = ("、", "；") if language == "zh" else (", ", "; ")
    effects = {group: found for side in SIDES for group in side if (found := _effect(story, arm, group)) is not None}
    sides = [comma.join(_said(group, effects[group], language) for group in side if group in effects) for side in SIDES]
    if not effects:
        return ""
    names = {"arm": story.title_of(arm, language), "baseline": story.title_of(story.baseline, language)}
    unsure = "" if all(_sure(effect) for effect in effects.values()) else _UNSURE.say(language)
    return _WHO.say(language, list=semicolon.join(side for side in sides if side), unsure=unsure, **names)


def _effect(story: Story, arm: str, group: str) -> Difference | None:
    effect = story.effect(arm, name_of("acquaintances", group))
    return None if effect is None or math.isnan(effect.centre) else effect


def _sure(effect: Difference) -> bool:
    """Whether it is told without brackets: told apart from zero, or of one run, which has no interval."""
    return effect.certain or math.isnan(effect.low)


def _said(group: str, effect: Difference, language: str) -> str:
    title, change = GROUPS[group].title.say(language), difference(effect.centre, 1)
    if _sure(effect):
        return f"{title} {change}"
    return f"{title}（{change}）" if language == "zh" else f"{title} ({change})"
