"""What settings of a scenario are called, by their keys: for plans, whose parameters are keys."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..model.ground.text import Text
from ..scenarios.facts import Fact, constants
from ..scenarios.units import unit_zh
from .numbers import number, spaced

if TYPE_CHECKING:
    from ..experiments.sweep.designs import Value
    from ..scenarios.schema import Scenario

_NAME, _NAME_KEY = Text("“{title}”", "“{title}”"), Text("“{title}” ({key})", "“{title}”（{key}）")
NO_UNIT = ("name", "names", "number", "text", "yes or no", "rule", "chance", "weight", "factor", "share")


class KeyWords:
    """What the settings of a scenario and their values are called.

    Args:
        scenario: whose settings.
        language: "en" or "zh".
    """

    def __init__(self, scenario: Scenario, language: str) -> None:
        """Look up what can be set."""
        self.language = language
        self._facts = {fact.key: fact for fact in constants(scenario)}
        self._many = Counter(fact.text.en for fact in self._facts.values())

    def fact(self, key: str) -> Fact | None:
        """Return what a setting is; None if it is none of the constants (what only a file says)."""
        parts = key.split(".")
        if parts[0] == "arms" and len(parts) > 2:
            parts = parts[2:]
        if parts[0] == "mechanisms":
            parts = parts[1:]
        short = ".".join(parts)
        ends = [name for name in self._facts if name.endswith(f".{short}")]
        return self._facts.get(short) or (self._facts[ends[0]] if len(ends) == 1 else None)

    def name(self, key: str) -> str:
        """Return what a setting is called: what it is, and its key where that alone does not tell it from others."""
        fact = self.fact(key)
        if fact is None or not fact.text.say(self.language):
            return key
        alone = self._many[fact.text.en] == 1
        form = _NAME if alone else _NAME_KEY
        return form.say(self.language, title=fact.text.say(self.language), key=key)

    def value(self, key: str, value: Value) -> str:
        """Return a value of a setting with its unit; shares in per cent."""
        fact = self.fact(key)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return value
        unit = "" if fact is None else fact.unit
        if unit.startswith("share"):
            return spaced(number(value, places(100.0 * value), "share"), self.language)
        said = unit_zh(unit) if self.language == "zh" else unit
        return f"{number(value, places(value))} {'' if unit in NO_UNIT else said}".strip()


def places(value: float) -> int:
    """Return the decimals that a number has, up to six digits that count."""
    digits = f"{value:.6g}"
    return len(digits.partition(".")[2]) if "e" not in digits else 0
