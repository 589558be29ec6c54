"""Whom cultural services reach: by distance, age, work and tenure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.mechanism import Mechanism
from ...ground.measure import share_of
from ...people.declared import counter, measure, state
from ...people.residents import Situation
from .parameters import CulturalServicesParameters
from .spots import spots

if TYPE_CHECKING:
    from ...contract.view import View

YEAR, NEVER = 52, -10_000
NEAR, OLD = 300.0, 60
"""Metres within which a place counts as near (the fifteen-minute city asks for no more); age from which one counts as old."""


class Reach(Mechanism[CulturalServicesParameters]):
    """Who came to anything that cultural services hold, and where they live."""

    visited: np.ndarray = state("resident", NEVER, dtype=np.int32, on_move=NEVER)
    person_times: int = counter("person-times at facilities, brands and dances", "设施、品牌与广场舞参与人次", unit="person-times", a_year=True)

    def came(self, number: int, rows: np.ndarray) -> None:
        """Keep who came in a week, each as often as they came."""
        self.visited[rows] = number
        self.person_times += len(rows)

    def metres(self, view: View) -> np.ndarray:
        """Return float64 [residents], how far each lives from the nearest facility as the crow flies; infinite without any."""
        p = self.now
        if p.facilities == 0:
            return np.full(view.residents.n, np.inf)
        gate = view.units("gate")
        places = spots(view, p.facilities, p.placing, p.edge_metres)[gate.community]
        return np.asarray(np.sqrt(((places - gate.xy[:, None]) ** 2).sum(axis=-1)).min(axis=1)[view.residents.gate])

    def _reached(self, who: np.ndarray) -> float:
        lately = self.view.number - self.visited < YEAR
        return share_of(int(np.count_nonzero(who & lately)), int(np.count_nonzero(who)))

    @measure("came to anything cultural in the last year", "近一年参加过文化活动者", unit="share of residents", kind="share", headline=True)
    def reached(self) -> float:
        """Share of residents who came to a facility, a brand or a dance in the last 52 weeks."""
        return self._reached(np.ones(self.view.residents.n, np.bool_))

    @measure("live within 300 m of a facility", "300米内有文化设施者", unit="share of residents", kind="share")
    def near(self) -> float:
        """Share of residents who live within 300 m of a facility."""
        return float((self.metres(self.view) <= NEAR).mean()) if self.view.residents.n else np.nan

    @measure("came, of those within 300 m of a facility", "300米内居民中参加者", unit="share of those who live so near", kind="share")
    def reached_near(self) -> float:
        """Share reached of those who live within 300 m of a facility."""
        return self._reached(self.metres(self.view) <= NEAR)

    @measure("came, of those farther from any facility", "300米外居民中参加者", unit="share of those who live farther", kind="share")
    def reached_far(self) -> float:
        """Share reached of those who live farther than 300 m from any facility."""
        return self._reached(self.metres(self.view) > NEAR)

    @measure("came, of those of 60 and more", "60岁及以上者中参加者", unit="share of residents of 60 and more", kind="share")
    def reached_old(self) -> float:
        """Share reached of those of 60 and more."""
        return self._reached(self.view.residents.age >= OLD)

    @measure("came, of those who work", "在职者中参加者", unit="share of residents who work", kind="share")
    def reached_working(self) -> float:
        """Share reached of those who work, owners and renters."""
        return self._reached(np.isin(self.view.residents.situation, (Situation.OWNER, Situation.RENTER)))

    @measure("came, of owners", "业主中参加者", unit="share of owners", kind="share")
    def reached_owners(self) -> float:
        """Share reached of those who live in a flat of their own."""
        return self._reached(self.view.residents.tenure == 0)

    @measure("came, of renters", "租户中参加者", unit="share of renters", kind="share")
    def reached_renters(self) -> float:
        """Share reached of those who rent."""
        return self._reached(self.view.residents.tenure == 1)
