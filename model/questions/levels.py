"""The question on which level people differ: within a gate, between the gates of a community, between communities."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey import helped
from ..survey.nested import NestedSums, components
from .base import AskedIn, Refusal, View, question
from .cohesion import Sampled
from .neighbours import known_counts
from .pairs import homes_of

Unit = Literal["household", "landing", "gate", "building", "compound", "community"]
UNITS: tuple[Unit, ...] = ("household", "landing", "gate", "building", "compound", "community")
"""From the smallest to the largest; each lies in the next."""
Answer = Literal[
    "recognised", "acquaintance", "friendly", "friend", "close", "trusts", "trust-neighbours", "trust-institutions", "helped", "chat-days", "times-came"
]  # fmt: skip
Given = Literal["sd", "share"]


@question
class SpreadByLevel(Sampled):
    """How far adults differ within and between units: one row for people, one for each of `units` from the smallest to the largest.

    `given = "sd"` gives the standard deviation of each level, "share" its share of the whole variance, 0 to 1 (of the largest units this is the
    intraclass correlation). Components are those of `survey.nested` over all sites; below 0 they count as 0. The answers of sites
    are pseudo-values: their mean is the jackknife estimate over sites (Quenouille 1956, Tukey 1958). `outcome`: neighbours named at a
    level or above; trusts (1 from `cut` on, else 0), trust-neighbours, trust-institutions (0 to 1); helped (1 if helped or was helped in
    `weeks` weeks); chat-days (a week); times-came (events).
    """

    name: ClassVar[str] = "spread-by-level"
    title: ClassVar[Text] = Text("how people differ, within and between units", "各层级内部与之间的差异")
    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False
    outcome: Answer = constant("acquaintance", unit="name", mark="setting", en="What is asked about", zh="所问内容")
    units: tuple[Unit, ...] = constant(
        ("gate", "community"), unit="names", mark="setting", en="Units around people, the smallest first", zh="人所在的单位，由小到大"
    )
    given: Given = constant("sd", unit="name", mark="setting", en="sd, or share of the variance (of 1)", zh="标准差 sd，或方差占比 share")
    cut: float = constant(0.5, unit="trust, 0 to 1", low=0.0, high=1.0, mark="setting", en="Trust from which one says that one trusts", zh="回答“信任”的门槛")
    weeks: int = constant(52, unit="weeks", low=1, high=520, mark="setting", en="Weeks that are asked about", zh="所问的周数")

    def answers_a_week(self) -> int:
        """Count people and units."""
        return 1 + len(self.units)

    def row_labels(self) -> tuple[str, ...]:
        """Name the levels."""
        return ("people", *self.units)

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse units that are not nested, and those that cannot be told apart here."""
        place = [UNITS.index(unit) for unit in self.units]
        if not 1 <= len(place) <= 3 or place != sorted(set(place)):
            return "units", Text(
                f"give one to three units, the smallest first: {', '.join(UNITS)}.", f"请给出一至三种单位，由小到大：{'、'.join(UNITS)}。"
            )
        for field, outcome in (("cut", "trusts"), ("weeks", "helped")):
            if field in self.model_fields_set and self.outcome != outcome:
                return field, Text(f'it has an effect with outcome = "{outcome}" only.', f'仅在 outcome = "{outcome}" 时起作用。')
        n = asked.neighbourhood.resolved()
        flats = {
            "household": 1, "landing": n.flats_per_floor, "gate": n.flats_per_floor * n.floors, "building": n.flats_per_floor * n.floors * n.entrances,
            "compound": n.flats_per_community // n.compounds, "community": n.flats_per_community,
        }  # fmt: skip
        for small, large in zip(self.units, self.units[1:], strict=False):
            if flats[small] == flats[large]:
                return "units", Text(f"each {large} has one {small} here; they cannot be told apart.", f"此处每个 {large} 只有一个 {small}，无法区分。")
        if asked.people is not None and flats[self.units[0]] * asked.people.household == 1:
            return "units", Text(f"each {self.units[0]} has one person here; they cannot be told apart.", f"此处每个 {self.units[0]} 只有一人，无法区分。")
        return super().refuse(asked)

    def observe(self, view: View) -> NestedSums:
        """Return the sums of each site."""
        s, rows = view.society, self.sample(view)
        homes = homes_of(s.places, rows, s.residents.gate[rows].astype(np.int64))
        numbers = {**homes, "household": s.residents.flat[rows].astype(np.int64), "community": view.site_of(rows)}
        units = [numbers[unit] for unit in reversed(self.units)]
        return NestedSums.of(self._values(view, rows), units, view.site_of(rows), view.sites)

    def _values(self, view: View, rows: np.ndarray) -> np.ndarray:
        r = view.society.residents
        if self.outcome == "trusts":
            found = r.trust_neighbours[rows] >= self.cut
        elif self.outcome == "helped":
            found = helped(view.society, self.weeks)[rows]
        elif self.outcome in ("trust-neighbours", "trust-institutions", "chat-days", "times-came"):
            found = getattr(r, self.outcome.replace("-", "_"))[rows]
        else:
            found = known_counts(view, self.outcome, rows)  # type: ignore[arg-type]
        return np.asarray(found, np.float64)

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, people and units]: pseudo-values; NaN of fewer than three sites or where levels cannot be told apart."""
        sums: NestedSums = seen[-1]
        many = len(sums.n)
        if many < 3:
            return np.full((many, self.answers_a_week()), np.nan)
        return np.asarray(many * self._figures(sums.added()) - (many - 1) * self._figures(sums.without_each()))

    def _figures(self, sums: NestedSums) -> np.ndarray:
        """Return float64 [m, people and units]."""
        variance = np.maximum(components(sums)[:, ::-1], 0.0)
        if self.given == "sd":
            return np.asarray(np.sqrt(variance))
        whole = variance.sum(axis=1, keepdims=True)
        return np.asarray(variance / np.where(whole > 0.0, whole, np.nan))
