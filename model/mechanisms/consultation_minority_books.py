"""What consultation-minority keeps and measures: agendas, votes, welfare by household, how matters ended."""

from __future__ import annotations

import numpy as np

from ..contract.mechanism import Mechanism
from ..ground.measure import MeasureInfo, share_of
from ..ground.text import Text
from ..people.declared import counter, measure, state
from . import consultation_minority_stakes as stakes
from .consultation_minority_matters import Agenda
from .consultation_minority_parameters import ConsultationMinorityParameters

FLOORS = 7
"""Floors of which welfare is told: old doorways have no more."""
STUCK = 52
"""Weeks after which a matter that nobody has decided counts as stuck."""


class Books(Mechanism[ConsultationMinorityParameters]):
    """The states and measures of the mechanism; its phases are in consultation_minority.py."""

    _agendas: dict[str, Agenda]

    # Of a doorway (its lift) and of a compound (one matter at a time): see `Agenda`.
    gate_matter: np.ndarray = state("gate", 0, dtype=np.uint64)
    gate_stage: np.ndarray = state("gate", 0)
    gate_at: np.ndarray = state("gate", 0)
    gate_round: np.ndarray = state("gate", 0)
    gate_voted: np.ndarray = state("gate", 0)
    gate_word: np.ndarray = state("gate", -1)
    gate_reason: np.ndarray = state("gate", 0)
    gate_given: np.ndarray = state("gate", 0.0)
    gate_opened: np.ndarray = state("gate", 0)
    gate_until: np.ndarray = state("gate", 0)
    compound_matter: np.ndarray = state("compound", 0, dtype=np.uint64)
    compound_stage: np.ndarray = state("compound", 0)
    compound_at: np.ndarray = state("compound", 0)
    compound_round: np.ndarray = state("compound", 0)
    compound_voted: np.ndarray = state("compound", 0)
    compound_word: np.ndarray = state("compound", -1)
    compound_reason: np.ndarray = state("compound", 0)
    compound_given: np.ndarray = state("compound", 0.0)
    compound_opened: np.ndarray = state("compound", 0)
    compound_until: np.ndarray = state("compound", 0)
    signed_gate: np.ndarray = state("resident", False, on_move=False)
    signed_compound: np.ndarray = state("resident", False, on_move=False)
    pledged_gate: np.ndarray = state("household", 0.0, on_move=0.0)
    pledged_compound: np.ndarray = state("household", 0.0, on_move=0.0)
    welfare: np.ndarray = state("household", 0.0, on_move=0.0)
    agreed: np.ndarray = state("gate", False)
    lift: np.ndarray = state("gate", False)
    present: int = state("one", 0)
    weeks_spent: int = state("one", 0, restart=True)
    _lost: int = state("one", 0, restart=True)
    _accepting: int = state("one", 0, restart=True)
    raised: int = counter("matters taken up", "提出的事项", unit="matters", a_year=True)
    decided: int = counter("matters decided", "作出决定的事项", unit="matters", a_year=True)
    voted_on: int = counter("matters decided by a vote", "经表决决定的事项", unit="matters", a_year=True)
    passed: int = counter("matters passed", "获得通过的事项", unit="matters", a_year=True)
    lapsed: int = counter("matters that lapsed", "久议不决而失效的事项", unit="matters", a_year=True)
    hearings: int = counter("hearings held", "协商会场次", unit="hearings", a_year=True)
    vetoes: int = counter("vetoes of households that lose much", "重大受损户的否决", unit="vetoes", a_year=True)
    compensation: float = counter("compensation agreed", "约定的补偿", unit="yuan", kind="yuan", whole=False)
    quarrels: int = counter("quarrels about results", "因结果而起的争执", unit="quarrels", a_year=True)
    official_consulted: int = counter("official: matters consulted on", "官方统计：协商事项", unit="matters", a_year=True, beside="voted_on")

    @measure("doorways without a lift that agreed on one", "同意加装电梯的单元", unit="share of old doorways", kind="share", headline=True)
    def lifts_agreed(self) -> float:
        """Share of the doorways that could want a lift which have agreed on one."""
        return self._share_of_walk_ups(self.agreed)

    @measure("doorways whose lift runs", "电梯已运行的单元", unit="share of old doorways", kind="share")
    def lifts_running(self) -> float:
        """Share of these doorways whose lift has been built."""
        return self._share_of_walk_ups(self.lift)

    def _share_of_walk_ups(self, which: np.ndarray) -> float:
        gate = self.view.units("gate")
        old = stakes.walk_ups(self.view, self.now) & (gate.hi > gate.lo)
        return share_of(int(np.count_nonzero(which & old)), int(np.count_nonzero(old)))

    @measure("welfare by what was carried out", "已落实事项的总福利", unit="yuan a household", headline=True)
    def welfare_mean(self) -> float:
        """Mean over all households of what they gained or lost by what was carried out since the start, compensation counted."""
        own = self.welfare[np.diff(self.view.places.flat_rows) > 0]
        return share_of(float(own.sum()), len(own))

    @measure("welfare of the tenth that lost most", "最差一成住户的福利", unit="yuan a household", headline=True)
    def welfare_worst(self) -> float:
        """Mean over the tenth of the households that has least of it."""
        own = np.sort(self.welfare[np.diff(self.view.places.flat_rows) > 0])
        tenth = own[: max(len(own) // 10, 1)]
        return share_of(float(tenth.sum()), len(tenth))

    @classmethod
    def declared_measures(cls) -> dict[str, MeasureInfo]:
        """Return what is measured; welfare is taken by floor as well."""
        by_floor = {
            f"{cls.name}.welfare_floor_{k}": MeasureInfo(Text(f"welfare by what was carried out, floor {k}", f"已落实事项的福利（{k} 层）"), "yuan a household")
            for k in range(1, FLOORS + 1)
        }
        return super().declared_measures() | by_floor

    def measures(self) -> dict[str, float]:
        """Take the measures now; of a floor on which nobody lives welfare is 0."""
        floor, lived_in = stakes.floors_of(self.view, np.arange(len(self.welfare)))[0], np.diff(self.view.places.flat_rows) > 0
        number, yuan = (np.bincount(floor[lived_in], x, minlength=FLOORS) for x in (None, self.welfare[lived_in]))
        by_floor = {f"{self.name}.welfare_floor_{k + 1}": float(yuan[k] / max(number[k], 1)) for k in range(FLOORS)}
        return super().measures() | by_floor

    @measure("losers who accept the result", "落败者中接受结果者", unit="share of those who lost", kind="share", headline=True)
    def losers_who_accept(self) -> float:
        """Of the adults whose household stood on the other side, those who accept, over all matters decided since the start."""
        return share_of(self._accepting, self._lost)

    @measure("weeks that a matter has taken, decided or not", "每项已历周数（含未决）", unit="weeks a matter", headline=True)
    def weeks_taken(self) -> float:
        """Mean over the matters taken up of the weeks until the decision, or until it lapsed, or until now; 0 if there were none."""
        waiting = sum(agenda.weeks_open(self.present) for agenda in self._agendas.values())
        return (self.weeks_spent + waiting) / max(self.raised, 1)

    @measure("matters that nobody decides", "久议不决的事项", unit="share of matters taken up", kind="share", headline=True)
    def deadlocks(self) -> float:
        """Share of matters that lapsed undecided, or have been open for more than a year."""
        old = sum(agenda.open_for(self.present, STUCK) for agenda in self._agendas.values())
        return share_of(self.lapsed + old, self.raised)


__all__ = ["FLOORS", "STUCK", "Books"]
