"""Gate heads (楼门长): who becomes one, what wears them out, when they step down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.mechanism import SocietyLike
from ..ground.measure import State
from ..ground.text import Text
from ..people.residents import Role, Situation
from ..people.units import ranges
from .gate_parameters import BuildingGatesParameters

if TYPE_CHECKING:
    from ..contract.week import Week
    from ..services.offices import Office


TITLE = Text("gate head", "楼门长")
HELPERS = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)
_QUARTER = 13
_SAVED = ("strain", "thanks", "honour", "helpers", "turnout", "decor", "points", "not_before")


def logistic(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


class GateHeads:
    """The heads of all gates; an array entry a gate.

    Attributes:
        office: holders and who knows them.
        strain: float64, average of the work above a head's evenings, as a share of these.
        thanks: float64 in [0, 1], recognition that a head gets.
        honour: float64 in [0, 1], what is left of the wish to do it for honour (pay crowds it out).
        helpers: float64, helpers at the usual activity.
        turnout: float64, people at the usual activity.
        decor: float64 in [0, 1], how freshly the stairwell is decorated.
        points: float64, yuan of points not redeemed.
        not_before: int32 [residents], week before which a resident is not asked (again).
        quit: how many have stepped down since the start.
    """

    def __init__(self, society: SocietyLike) -> None:
        """Make the arrays; all offices are vacant until `search`."""
        places = society.places
        self.office: Office = society.services.offices.add("gate head", TITLE, places.gate_rows)
        self.identity = society.services.units.gate_identity
        self.phase = (self.identity * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)).astype(np.int64)
        gates = places.gates
        self.lived_in = np.diff(places.gate_rows) > 0
        self.strain = np.zeros(gates)
        self.thanks = np.full(gates, 0.25)
        self.honour = np.ones(gates)
        self.helpers = np.zeros(gates)
        self.turnout = np.zeros(gates)
        self.decor = np.zeros(gates)
        self.points = np.zeros(gates)
        self.not_before = np.full(society.residents.n, -1, np.int32)
        self.quit = 0

    def pay_term(self, p: BuildingGatesParameters, evenings_a_month: float = 4.0) -> float:
        """Return what pay adds to the wish to be head, in log-odds."""
        yuan = {"money": p.money_a_month, "points": p.points_an_evening * evenings_a_month}.get(p.incentive, 0.0)
        return p.pay * float(np.log1p(yuan / 50.0)) if yuan else 0.0

    def search(self, week: Week, gates: np.ndarray, p: BuildingGatesParameters, counter: int = 0) -> np.ndarray:
        """Ask in each of these gates the most civic known people in turn, until one accepts.

        Args:
            week: this week.
            gates: vacant gates.
            p: the parameters in force.
            counter: number of the search within the week.

        Returns:
            The gates that have a head now.
        """
        r = week.residents
        which, rows = ranges(week.places.gate_rows[gates], week.places.gate_rows[gates + 1])
        free = (r.age[rows] >= 18) & (self.not_before[rows] <= week.number)
        which, rows = which[free], rows[free]
        if len(rows) == 0:
            return np.zeros(0, np.int64)
        home = r.situation[rows] <= Situation.CARER
        # The ones who come to mind: civic, at home, known to many; Party members and activists too where these go first.
        score = r.civic[rows] + p.mind_home * home + p.mind_known * np.log1p(week.acquaintances(rows))
        if p.party_first:
            score += p.mind_party * ((r.roles[rows] & HELPERS) != 0)
        order = np.lexsort((rows, -score, which))
        which, rows, home = which[order], rows[order], home[order]
        rank = np.arange(len(which)) - np.searchsorted(which, which, side="left")
        asked = rank < p.asked_a_search
        which, rows, home = which[asked], rows[asked], home[asked]
        utility = (
            p.accept + p.accept_civic * r.civic[rows] + p.accept_home * home + p.accept_time * (r.free_hours[rows] / 20.0 - 1.0)
            + p.accept_trust * (r.trust_institutions[rows] - 0.5) - p.frailty * r.frailty[rows]
            + self.pay_term(p) + (p.accept_honour if p.incentive == "honour" else 0.0)
        )  # fmt: skip
        yes = week.draw("gate head accepts", r.identity[rows], counter) < logistic(utility)
        # Those after the first who accepts are not asked.
        accepted = np.flatnonzero(yes)
        gate_first, at = np.unique(which[accepted], return_index=True)
        chosen = accepted[at]
        limit = np.full(len(gates), len(rows), np.int64)
        limit[gate_first] = chosen
        declined = np.arange(len(rows)) < limit[which]
        self.not_before[rows[declined]] = week.number + p.no_means_no
        found = gates[gate_first]
        self._begin(week, found, rows[chosen])
        return np.asarray(found)

    def _begin(self, week: Week, gates: np.ndarray, rows: np.ndarray) -> None:
        if len(gates) == 0:
            return
        self.office.appoint(gates, rows.astype(np.int32), week.number)
        week.residents.roles[rows] |= np.uint8(Role.HEAD)
        for name, value in (("strain", 0.0), ("thanks", 0.25), ("honour", 1.0), ("points", 0.0)):
            getattr(self, name)[gates] = value

    def vacant(self) -> np.ndarray:
        """Return the gates that are lived in and have no head."""
        return np.flatnonzero((self.office.holder < 0) & self.lived_in)

    def seek(self, week: Week, p: BuildingGatesParameters, where: np.ndarray | None) -> None:
        """Let the vacant gates whose turn it is look for a head; `where`: bool [gates], None: all."""
        vacant = self.vacant()
        if where is not None:
            vacant = vacant[where[vacant]]
        if len(vacant):
            turn = vacant[(self.phase[vacant] + week.number) % p.search_every == 0]
            if len(turn):
                self.search(week, turn, p)

    def feel(self, held: np.ndarray, overload: np.ndarray, p: BuildingGatesParameters) -> None:
        """Let strain, recognition and honour follow the week.

        Args:
            held: gates with a head.
            overload: work above the evenings of each of these heads, as a share of them.
            p: the parameters in force for them.
        """
        strain, thanks = self.strain[held], self.thanks[held]
        self.strain[held] = strain + p.strain_rate * (overload - strain)
        seen = p.thanks_base + p.thanks_turnout * np.minimum(self.turnout[held] / 15.0, 1.0) + (p.thanks_honour if p.incentive == "honour" else 0.0)
        self.thanks[held] = thanks + p.thanks_rate * (np.minimum(seen, 1.0) - thanks)
        if p.incentive in ("money", "points"):
            floor = 1.0 - (p.crowding if p.incentive == "money" else p.points_crowding)
            honour = self.honour[held]
            self.honour[held] = honour - np.maximum(honour - floor, 0.0) * (1.0 - 0.5 ** (1.0 / p.crowding_weeks))
        else:
            self.honour[held] += (1.0 - self.honour[held]) * (1.0 - 0.5 ** (1.0 / p.recovery_weeks))

    def stay_or_go(self, week: Week, held: np.ndarray, p: BuildingGatesParameters) -> None:
        """Let the heads whose quarter is over decide whether to go on."""
        due = held[(self.phase[held] + week.number) % _QUARTER == 0]
        if len(due) == 0:
            return
        r, rows = week.residents, self.office.holder[due]
        utility = (
            p.stay + p.stay_honour * self.honour[due] * self.thanks[due] + p.stay_helpers * np.minimum(self.helpers[due], 3.0)
            + self.pay_term(p) - p.stay_strain * self.strain[due] - p.frailty * r.frailty[rows]
        )  # fmt: skip
        go = week.draw("gate head goes", r.identity[rows]) >= logistic(utility)
        if go.any():
            gone = rows[go]
            r.roles[gone] &= np.uint8(~int(Role.HEAD) & 0xFF)
            self.not_before[gone] = week.number + p.no_means_no
            self.office.vacate(due[go], week.number)
            self.quit += len(gone)

    def state(self) -> State:
        """Return what has to be saved (the office is saved by its service)."""
        return {**{name: getattr(self, name) for name in _SAVED}, "quit": self.quit}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        for name in _SAVED:
            setattr(self, name, state[name].copy())
        self.quit = int(state["quit"])
