"""The question for how many units something holds that a mechanism keeps of them: doorways that agreed on a lift, rooms that have a keeper."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

import numpy as np

from ..ground.parameters import constant
from ..ground.refusal import choices, nearest
from ..ground.text import Text
from .base import AskedIn, Question, Refusal, View, question

UNITS = ("household", "landing", "gate", "building", "compound")
"""Units of which a mechanism may keep a state that can be asked about, each within one site."""


def askable(mechanisms: Collection[str]) -> dict[str, list[str]]:
    """Return mechanism -> its states that can be asked about: those with one value a unit."""
    from ..mechanisms.registry import find_mechanism

    return {name: [key for key, mark in find_mechanism(name)._states.items() if mark.unit in UNITS and not key.startswith("_")] for name in mechanisms}


@question
class UnitsWhere(Question):
    """Share of the units lived in for which a state that a mechanism keeps of them is true (a number: is not zero)."""

    name: ClassVar[str] = "units-where"
    title: ClassVar[Text] = Text("units for which something holds", "满足条件的单元比例")
    mechanism: str = constant("", unit="name", mark="setting", en="Which mechanism keeps it", zh="由何种机制记录")
    state: str = constant("", unit="name", mark="setting", en="What it keeps of each unit", zh="所记录的状态")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse a mechanism that is not there, and a state that it does not keep of units."""
        if self.mechanism not in asked.mechanisms:
            hint = nearest(self.mechanism, asked.mechanisms)
            return "mechanism", Text(f'there is no mechanism "{self.mechanism}" here.{hint.en}', f"此处没有机制“{self.mechanism}”。{hint.zh}")
        known = askable([self.mechanism])[self.mechanism]
        if self.state not in known:
            hint = choices(self.state, known)
            return "state", Text(f'{self.mechanism} keeps no "{self.state}" of units.{hint.en}', f"{self.mechanism} 没有按单元记录“{self.state}”。{hint.zh}")
        return super().refuse(asked)

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], percent; NaN where a site has no unit that is lived in."""
        mechanism: Any = next(one for one in view.society.programme.mechanisms if one.name == self.mechanism)
        unit = mechanism._states[self.state].unit
        places = view.society.places
        starts = places.flat_rows if unit == "household" else getattr(places, f"{unit}_rows")
        lived_in = np.flatnonzero(np.diff(starts) > 0)
        holds = np.asarray(getattr(mechanism, self.state)[lived_in] != 0, np.float64)
        return np.asarray(100.0 * view.mean_by_site_of(view.site_of(starts[lived_in]), holds))


__all__ = ["UnitsWhere", "askable"]
