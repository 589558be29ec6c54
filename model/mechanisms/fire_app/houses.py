"""Houses, their wiring, and what the app has put into them: what ages, what is overloaded, what trips, what is switched out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...contract.mechanism import Mechanism
from ...people.declared import counter, measure, state
from ...people.places import Places
from .parameters import FireAppParameters

if TYPE_CHECKING:
    from ...contract.week import Week

NONE, WORKS, OUT = 0, 1, 2
"""Of a protector: there is none; it works; it is broken or switched out by the household."""
NEVER = -10_000
MOST = 5_000.0
"""Times a year beyond which it makes no difference any more."""
_MONTH, _HOUSES = 4, np.uint64(20)
_WINTER = (46, 7)
"""Weeks of the year from which and before which it is cold."""


class Homes(NamedTuple):
    """The houses at hand that are lived in.

    Attributes:
        flat: int64, indices of flats.
        identity: uint64, permanent.
        community: int64, index of the community of each.
        load: float64, what its appliances draw; 1 is average.
        hamlet: int64, index of the hamlet (building) of each.
    """

    flat: np.ndarray
    identity: np.ndarray
    community: np.ndarray
    load: np.ndarray
    hamlet: np.ndarray


class Hazards(NamedTuple):
    """What this week is like in each of the houses at hand.

    Attributes:
        overload: bool, whether the wiring is overloaded and nothing has ended it; None: nobody has looked, as no device could.
        alert: bool, whether a monitor or a fire alarm without a fire has called.
        true: bool, whether an overload or faulty wiring was behind that.
    """

    overload: np.ndarray | None
    alert: np.ndarray
    true: np.ndarray


def winter(week: Week) -> bool:
    """Return whether it is one of the three cold months."""
    at = week.scenario_week % 52
    return at >= _WINTER[0] or at < _WINTER[1]


class Houses(Mechanism[FireAppParameters]):
    """Wiring, protectors, monitors and fire alarms of all houses. What is in a house stays in it when people move."""

    begun: np.ndarray = state("community", False)
    fault: np.ndarray = state("household", False)
    protector: np.ndarray = state("household", NONE, dtype=np.uint8)
    monitor: np.ndarray = state("household", False)
    detector: np.ndarray = state("household", False)
    pending: np.ndarray = state("household", False)
    burnt: np.ndarray = state("household", NEVER, dtype=np.int32)
    overloads: int = counter("weeks of overloaded wiring in a house, where there are devices", "装有设备时住户超负荷用电周数", unit="house-weeks", a_year=True)
    tripped: int = counter("times that a protector tripped", "保护器跳闸次数", unit="times", a_year=True)
    bypassed: int = counter("protectors switched out by the household", "被住户短接的保护器", unit="protectors", a_year=True)
    broken: int = counter("protectors that broke", "损坏的保护器", unit="protectors", a_year=True)

    def allocate(self, places: Places) -> None:
        """Nothing is known of the houses yet."""
        super().allocate(places)
        self._homes: dict[object, Homes] = {}

    def homes(self, week: Week) -> Homes:
        """Return the houses at hand that are lived in, worked out once."""
        p = self.now
        key = (None if week.where is None else week.where.tobytes(), p.load_spread)
        if key not in self._homes:
            from scipy.special import ndtri

            places = week.places
            flat = np.flatnonzero(np.diff(places.flat_rows) > 0)
            first = places.flat_rows[flat]
            community = week.unit_of("community", first)
            here = np.ones(len(flat), np.bool_) if week.where is None else week.where[community]
            flat, first, community = flat[here], first[here], community[here]
            identity = house_identity(week, flat, community)
            load = np.exp(p.load_spread * ndtri(week.for_life("load", identity)) - 0.5 * p.load_spread**2)
            self._homes[key] = Homes(flat, identity, community, load, week.unit_of("building", first))
        return self._homes[key]

    def age(self, week: Week, h: Homes) -> None:
        """Once in four weeks: wiring wears, some mend it; what the policy has put into houses is put in or taken out."""
        p = self.now
        new = week.covers("community") & ~self.begun
        if new.any():
            fresh = new[h.community]
            share = p.wears / (p.wears + p.mends) if p.wears > 0.0 else 0.0
            self.fault[h.flat[fresh]] = week.for_life("faulty at first", h.identity[fresh]) < share
            self.begun |= new
            self._put_in(week, h)
        if week.number % _MONTH:
            return
        fault = self.fault[h.flat]
        wears, mends = week.happen("wears", h.identity, p.wears * _MONTH), week.happen("mends", h.identity, p.mends * _MONTH)
        self.fault[h.flat] = np.where(fault, ~mends, wears)
        self._put_in(week, h)

    def _put_in(self, week: Week, h: Homes) -> None:
        """Put devices into the houses whose turn it is, one share within the other; pay for each that is new."""
        p = self.now
        turn = None
        for name, share in (("protector", p.protectors), ("monitor", p.monitors), ("detector", p.detectors)):
            kept: np.ndarray = getattr(self, name)
            have = kept[h.flat] != 0
            if share == 0.0 and not have.any():
                continue
            turn = week.for_life("turn", h.identity) if turn is None else turn
            due = turn < share
            kept[h.flat[have & ~due]] = 0
            new = due & ~have & (self.burnt[h.flat] <= week.number)
            kept[h.flat[new]] = 1
            if new.any() and p.box_yuan > 0.0:
                week.ledger.pay("public", "suppliers", np.full(int(new.sum()), p.box_yuan), h.community[new])

    def live(self, week: Week, h: Homes) -> Hazards:
        """Live the week: houses overload their wiring, protectors trip, break and are switched out, monitors tell of it."""
        p, fault = self.now, self.fault[h.flat]
        nothing = np.zeros(len(h.flat), np.bool_)
        if p.monitors == p.detectors == p.protectors == 0.0 and not self.protector[h.flat].any():
            return Hazards(None, nothing, nothing)
        overload = self.overloaded(week, h, np.arange(len(h.flat)))
        self.overloads += int(np.count_nonzero(overload))
        ended = self._protect(week, h, overload, fault)
        alert = true = nothing
        if p.monitors > 0.0 or p.detectors > 0.0:
            monitor, detector = self.monitor[h.flat], self.detector[h.flat]
            tells = overload | (fault & week.happen("leak alert", h.identity, p.leak_alerts))
            false = week.happen("false alert", h.identity, p.false_alerts * monitor + p.false_alarms * detector)
            true = monitor & tells
            alert = true | false
        return Hazards(overload & ~ended, alert, true)

    def overloaded(self, week: Week, h: Homes, at: np.ndarray) -> np.ndarray:
        """Return bool [m], which of the houses `at` overload their wiring in this week: the same whenever it is asked."""
        p = self.now
        return week.happen("overload", h.identity[at], np.minimum(p.overloads * h.load[at] * (p.winter_load if winter(week) else 1.0), MOST))

    def _protect(self, week: Week, h: Homes, overload: np.ndarray, fault: np.ndarray) -> np.ndarray:
        """Return bool, where a protector has ended an overload."""
        p, ended = self.now, np.zeros(len(h.flat), np.bool_)
        at = np.flatnonzero(self.protector[h.flat] == WORKS)
        if len(at) == 0:
            return ended
        who = h.identity[at]
        ended[at] = overload[at] & (week.draw("trips", who) < p.trips)
        cut = ended[at] | week.happen("trips for nothing", who, p.nuisance + p.leaks * fault[at])
        breaks = week.happen("breaks", who, p.breaks)
        bypass = cut & ~breaks & (week.draw("bypasses", who) < p.bypasses)
        self.tripped += int(np.count_nonzero(cut))
        self.broken += int(np.count_nonzero(breaks))
        self.bypassed += int(np.count_nonzero(bypass))
        self.protector[h.flat[at[breaks | bypass]]] = OUT
        return ended

    def mend(self, flats: np.ndarray) -> None:
        """Mend houses: wiring is sound, and a protector works again."""
        self.fault[flats] = False
        self.pending[flats] = False
        self.protector[flats[self.protector[flats] == OUT]] = WORKS

    @measure("houses with faulty wiring", "线路有隐患的住户", unit="share of houses lived in", kind="share")
    def faulty(self) -> float:
        """Share of the houses that are lived in whose wiring is faulty."""
        return float(self.fault[np.diff(self.view.places.flat_rows) > 0].mean())

    @measure("protectors that are out", "失效的保护器", unit="share of protectors", kind="share")
    def dead(self) -> float:
        """Share of the protectors that were put in which are broken or switched out."""
        there = int(np.count_nonzero(self.protector != NONE))
        return float(np.count_nonzero(self.protector == OUT)) / there if there else float("nan")


def house_identity(week: Week, flat: np.ndarray, community: np.ndarray) -> np.ndarray:
    """Return permanent identities uint64 [m] of houses: number of the community, and of the house within it."""
    q = week.places
    return np.asarray(q.community_id[community].astype(np.uint64) << _HOUSES | (flat - q.community_flats[community]).astype(np.uint64))
