"""Who is reached and who is not: groups of residents, and gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...model.society.groups import GROUPS, SIDES, name_of
from ..numbers import difference, number, spaced
from ..words import change
from .amounts import amount

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from ..story import Story

LEFT_BEHIND = 10
"""Gates that are listed."""
_GROUP = Text("group", "群体")
_REACH, _ACQUAINTANCES, _STRANGERS = Text("came in the last quarter", "近一季度参加过"), Text("acquaintances", "熟人数"), Text("strangers", "陌生人")
_WITH, _CHANGE = Text("{what}: {arm}", "{what}：{arm}"), Text("{what}: difference", "{what}：差值")
_ORDER = ("came_quarter", "acquaintances", "strangers")
_HEADS = {"came_quarter": _REACH, "acquaintances": _ACQUAINTANCES, "strangers": _STRANGERS}
_GATE, _BUILDING, _RESIDENTS = Text("gate", "楼门"), Text("building", "楼栋"), Text("residents", "居民")
_A_RESIDENT, _GAIN = Text("acquaintances a resident: {arm}", "人均熟人：{arm}"), Text("gain", "增加")
_NUMBER = Text("{n}", "{n} 号")


class Table(NamedTuple):
    """A table of texts."""

    head: list[str]
    rows: list[list[str]]


def measures_of_groups(language: str) -> dict[str, str]:
    """Return the measures that are told of each group, and what the table calls them."""
    return {measure: _HEADS[measure].say(language) for measure in _ORDER}


def groups(story: Story, arm: str, language: str) -> Table:
    """Return a row a group: who came, acquaintances, strangers, without and with a package, and the difference with its range."""
    base, with_ = story.title_of(story.baseline, language), story.title_of(arm, language)
    head = [_GROUP.say(language)]
    for measure in _ORDER:
        what = _HEADS[measure].say(language)
        head += [*(_WITH.say(language, what=what, arm=one) for one in (base, with_)), _CHANGE.say(language, what=what)]
    rows = []
    for group in (name for side in SIDES for name in side):
        names = [name_of(measure, group) for measure in _ORDER]
        if not any(story.measured(name) for name in names):
            continue
        row = [GROUPS[group].title.say(language)]
        for name in names:
            row += [*(amount(story, one, name, language) for one in (story.baseline, arm)), spaced(change(story, arm, name, language), language)]
        rows.append(row)
    return Table(head, rows)


def left_behind(comparison: Comparison, story: Story, arm: str, language: str) -> Table | None:
    """Return the gates whose people gain least (first seed); None where no ties between gates were kept.

    The numbers of gates are those of the map.
    """
    before, after = (_a_resident(comparison, one) for one in (comparison.baseline, arm))
    if before is None or after is None:
        return None
    gain = after - before
    order = np.lexsort((after, gain))[:LEFT_BEHIND]
    ground = comparison.ground
    names = [_A_RESIDENT.say(language, arm=story.title_of(one, language)) for one in (comparison.baseline, arm)]
    head = [_GATE.say(language), _BUILDING.say(language), _RESIDENTS.say(language), *names, _GAIN.say(language)]
    rows = [
        [
            _NUMBER.say(language, n=int(gate) + 1), _NUMBER.say(language, n=int(ground.gate_building[gate]) + 1), number(float(ground.gate_residents[gate]), 0),
            number(float(before[gate]), 1), number(float(after[gate]), 1), difference(float(gain[gate]), 1),
        ]
        for gate in order
    ]  # fmt: skip
    return Table(head, rows)


def _a_resident(comparison: Comparison, arm: str) -> np.ndarray | None:
    """Return float [gates], acquaintances a resident: a pair within a gate counts for both of its people."""
    table = comparison.gate_ties.get(arm)
    if table is None:
        return None
    many = len(comparison.ground.gate_xy)
    ends = np.bincount(table[:, 0], table[:, 2], many) + np.bincount(table[:, 1], table[:, 2], many)
    return np.asarray(ends / np.maximum(comparison.ground.gate_residents, 1))
