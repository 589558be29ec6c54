"""Who gained and who did not: one sentence a policy, from the measures of groups (model/society/groups.py)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..model.ground.text import Text
from ..model.society.groups import GROUPS, SIDES, name_of
from .numbers import difference

if TYPE_CHECKING:
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
    sides = []
    for side in SIDES:
        said = [_gain(story, arm, group, language) for group in side]
        kept = [one for one in said if one]
        if kept:
            sides.append(("、" if language == "zh" else ", ").join(kept))
    if not sides:
        return ""
    said_all = ("；" if language == "zh" else "; ").join(sides)
    names = {"arm": story.title_of(arm, language), "baseline": story.title_of(story.baseline, language)}
    unsure = _UNSURE.say(language) if any(mark in said_all for mark in "(（") else ""
    return _WHO.say(language, list=said_all, unsure=unsure, **names)


def _gain(story: Story, arm: str, group: str, language: str) -> str:
    effect = story.effect(arm, name_of("acquaintances", group))
    if effect is None or math.isnan(effect.centre):
        return ""
    change = difference(effect.centre, 1)
    if not effect.certain and not math.isnan(effect.low):
        change = f"（{change}）" if language == "zh" else f"({change})"
    apart = "" if change.startswith("（") else " "
    return f"{GROUPS[group].title.say(language)}{apart}{change}"
