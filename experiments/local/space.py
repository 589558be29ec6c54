"""Which constants are those of one compound: its memberships, its readiness to come, asking, fatigue and slow decay; and what is thought of them before.

A compound differs from others, so that its constants are drawn twice as far to either side as `--uncertainty` draws those of people in general
(`model.parameters.likely_range`): shares on the logit scale, log-odds as they are, all else by factors.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args

from ...model.ground.parameters import ODDS, likely_range
from ...model.ground.text import Text
from ...scenarios.errors import UserError
from ...scenarios.facts import Fact, constants
from ...scenarios.schema import Scenario
from ..uncertainty import written

WIDER = 2.0
"""How much further than those of people in general the constants of one compound are drawn, to either side. A judgement."""
MEMBERSHIPS = "memberships"
Scale = Literal["logit", "log", "linear"]
_FITTED: dict[str, tuple[Scale, Text]] = {
    "decision.base": ("linear", Text("readiness to come, when all else is average", "其他条件居中时的参加意愿")),
    "decision.ask_chance": ("logit", Text("chance that one who came lately asks an acquaintance", "近期参加者邀请熟人的概率")),
    "decision.ask_friendly": ("logit", Text("chance that one who came lately asks a friendly neighbour", "近期参加者邀请友好邻居的概率")),
    "decision.fatigue": ("linear", Text("how much an invitation tires", "每次邀请带来的疲劳")),
    "decision.fatigue_half_life": ("log", Text("weeks in which half of it is gone", "疲劳减半所需周数")),
    "ties.slow_half_life": ("log", Text("days in which half of the slow trace is gone", "慢痕迹减半所需天数")),
}
"""Key -> how it is drawn, and what it is. Memberships, which have many keys, come before them."""


class LocalConstant(NamedTuple):
    """One constant that is fitted to a compound.

    Attributes:
        name: its key; "memberships" of all chances to belong to a regular group together.
        title: what it is.
        keys: the keys that it sets.
        values: their values in the scenario.
        low, high: between which it is drawn; of memberships a factor of the odds.
        usual: its value in the scenario; of memberships 1.
        scale: on which it is drawn evenly.
    """

    name: str
    title: Text
    keys: tuple[str, ...]
    values: tuple[float, ...]
    low: float
    high: float
    usual: float
    scale: Scale

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> LocalConstant:
        """Return a constant from plain data (`_asdict`) of which nothing is known yet.

        Raises:
            ValueError, TypeError, KeyError: it is none.
        """
        low, high, usual = (float(told[name]) for name in ("low", "high", "usual"))
        keys, values = tuple(map(str, told["keys"])), tuple(map(float, told["values"]))
        found = cls(str(told["name"]), Text(*map(str, told["title"])), keys, values, low, high, usual, told["scale"])
        right = found.scale in get_args(Scale) and len(keys) == len(values) > 0 and found.name.isprintable() and "".join(found.title).isprintable()
        if not right or not all(map(math.isfinite, (low, high, usual, *values))) or not low < high or (found.scale == "log" and low <= 0.0):
            raise ValueError("there is no such constant")
        if found.scale == "logit" and not 0.0 < low < high < 1.0:
            raise ValueError("there is no such chance")
        return found

    def value(self, share: float) -> float:
        """Return the value at a share (0 to 1) of its range."""
        low, high = _on(self.scale, self.low), _on(self.scale, self.high)
        return _off(self.scale, low + share * (high - low))

    def share(self, value: float) -> float:
        """Return the share of its range at which a value lies; below 0 or above 1 outside."""
        low, high = _on(self.scale, self.low), _on(self.scale, self.high)
        return (_on(self.scale, value) - low) / (high - low)

    def settings(self, share: float) -> dict[str, float]:
        """Return key -> value at a share of its range."""
        value = self.value(share)
        if self.name != MEMBERSHIPS:
            return {self.keys[0]: value}
        return {key: _off("logit", _on("logit", usual) + math.log(value)) for key, usual in zip(self.keys, self.values, strict=True)}


def _on(scale: Scale, value: float) -> float:
    return value if scale == "linear" else math.log(value) if scale == "log" else math.log(value / (1.0 - value))


def _off(scale: Scale, value: float) -> float:
    return value if scale == "linear" else math.exp(value) if scale == "log" else 1.0 / (1.0 + math.exp(-value))


def local_space(scenario: Scenario) -> tuple[LocalConstant, ...]:
    """Return the constants of a compound that are fitted.

    Args:
        scenario: the compound, one arm.

    Raises:
        UserError: the scenario says one of them itself.
    """
    facts = {fact.key: fact for fact in constants(scenario)}
    found = [_memberships(facts)]
    for key, (scale, title) in _FITTED.items():
        fact = facts[key]
        value = float(fact.value)  # type: ignore[arg-type]
        low, high = _wider(fact, value, scale)
        found.append(LocalConstant(key, title, (key,), (value,), low, high, value, scale))
    for one in found:
        for key in one.keys:
            _refuse_written(scenario, key)
    return tuple(one for one in found if one.keys)


def _memberships(facts: Mapping[str, Fact]) -> LocalConstant:
    """Return all chances to belong to a group that meets now, moved together on the logit scale."""
    title = Text("odds of belonging to a regular group, as a factor", "加入固定圈子的优势（倍数）")
    chances = [fact for key, fact in facts.items() if key.startswith("everyday.") and ".chance." in key]
    grouped = {key.split(".")[1] for key, fact in facts.items() if key.endswith(".scope") and fact.value in ("group", "kin")}
    past = {key.split(".")[1] for key, fact in facts.items() if key.startswith("everyday.") and key.endswith(".past") and float(fact.value) > 0.0}  # type: ignore[arg-type]
    mine = [fact for fact in chances if fact.key.split(".")[1] in grouped - past and 0.0 < float(fact.value) < 1.0]  # type: ignore[arg-type]
    far = math.exp(WIDER * ODDS["assumed"])
    values = tuple(float(fact.value) for fact in mine)  # type: ignore[arg-type]
    return LocalConstant(MEMBERSHIPS, title, tuple(fact.key for fact in mine), values, 1.0 / far, far, 1.0, "log")


def _wider(fact: Fact, value: float, scale: Scale) -> tuple[float, float]:
    """Return the range of a constant of one compound."""
    span = likely_range(value, fact.unit, fact.mark, fact.low, fact.high, fact.likely)
    assert span is not None, fact.key
    middle, ends = _on(scale, value), [_on(scale, end) for end in span]
    low, high = (_off(scale, middle + WIDER * (end - middle)) for end in ends)
    return max(low, fact.low) if fact.low is not None else low, min(high, fact.high) if fact.high is not None else high


def _refuse_written(scenario: Scenario, key: str) -> None:
    if written(scenario.data, tuple(key.split("."))):
        raise UserError(
            f"it says {key} itself, which is to be fitted. Take it out.", f"其中已写明 {key}，而它正是要拟合的常数，请删去。", file=scenario.file,
            path=tuple(key.split(".")),
        )  # fmt: skip
