"""What a matter is worth to each household, in yuan and comfort told in yuan, and who has a vote: read from who lives where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..people.residents import Situation

if TYPE_CHECKING:
    from ..contract.view import View
    from .consultation_minority_parameters import ConsultationMinorityParameters as Parameters

KINDS = ("parking", "ramp", "dancing")
"""What comes up in a compound, beside the lifts of its doorways."""
OWNER = 0
OWNERS_ONLY = ("owners", "two thirds", "nine tenths", "all")
"""Rules under which owners vote: a rented flat has no vote, whoever lives there (its landlord lives elsewhere)."""


class Stakes(NamedTuple):
    """What a matter is to some flats, [m] each.

    Attributes:
        gain: float64, yuan; below 0 a loss; 0 for flats that nobody lives in.
        area: float64, weight of the vote, 0: none.
    """

    gain: np.ndarray
    area: np.ndarray


class Homes(NamedTuple):
    """Some flats and who lives there.

    Attributes:
        flat: int64 [m].
        first: int64, row of the first resident (of somebody else where nobody lives there).
        lived_in: bool.
        frail: float64, frailty of the frailest.
        owner: bool, lived in by owners.
    """

    flat: np.ndarray
    first: np.ndarray
    lived_in: np.ndarray
    frail: np.ndarray
    owner: np.ndarray


def floors_of(week: View, flat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return int64 [m]: the floor of each flat, 0 for the ground floor, and how many floors its doorway has."""
    p = week.places
    landing = np.searchsorted(p.landing_flats, flat, side="right") - 1
    gate = np.searchsorted(p.gate_landings, landing, side="right") - 1
    return landing - p.gate_landings[gate], p.gate_landings[gate + 1] - p.gate_landings[gate]


def walk_ups(week: View, p: Parameters) -> np.ndarray:
    """Return bool [gates]: doorways that were built without a lift and are high enough to want one."""
    floors = np.diff(week.places.gate_landings)
    return np.asarray((floors >= p.lift_from) & (floors <= p.lift_up_to))


def homes_of(week: View, flat: np.ndarray) -> Homes:
    """Look at who lives in some flats."""
    r, rows = week.residents, week.places.flat_rows
    lo, hi = rows[flat].astype(np.int64), rows[flat + 1].astype(np.int64)
    lived_in = hi > lo
    frail = np.zeros(len(flat))
    if lived_in.any():
        # Pairs of bounds: every second part is that of a flat.
        bounds = np.column_stack([lo[lived_in], hi[lived_in]]).ravel()
        frail[lived_in] = np.maximum.reduceat(np.append(r.frailty, np.float32(0.0)), bounds)[::2]
    first = np.minimum(lo, r.n - 1)
    return Homes(flat, first, lived_in, frail, lived_in & (r.tenure[first] == OWNER))


def lift(week: View, p: Parameters, flat: np.ndarray, gate: np.ndarray) -> Stakes:
    """Return what a lift is to the flats of some doorways.

    The share in the cost rises with the floor, and so does what is gained; the ground floor pays nothing and loses. Tenants pay nothing, their
    landlords do.

    Args:
        week: this week.
        p: parameters.
        flat: int64 [m].
        gate: int64 [m], their doorways.
    """
    home = homes_of(week, flat)
    floor, _ = floors_of(week, flat)
    weight = np.where(floor == 0, 0.0, np.where(floor == 1, p.second_share, 1.0 + p.share_step * (floor - 2)))
    whole = np.bincount(gate, weight)[gate]
    cost = p.lift_yuan * (1.0 - p.subsidy) * weight / np.maximum(whole, 1e-9)
    worth = p.storey_yuan * floor * (1.0 + p.frail_worth * home.frail)
    loss = p.ground_loss * np.where(floor == 0, 1.0, np.where(floor == 1, p.second_loss, 0.0))
    differs = _differs(week, p, "lift", home)
    gain = np.where(home.owner, (worth - loss) * differs - cost, p.tenant_worth * (worth - loss) * differs)
    return Stakes(np.where(home.lived_in, gain, 0.0), votes(p, home))


def cost_of_lift(p: Parameters) -> float:
    """Return what the owners of a doorway pay for a lift together, in yuan."""
    return p.lift_yuan * (1.0 - p.subsidy)


def compound(week: View, p: Parameters, kind: str, flat: np.ndarray, at: np.ndarray) -> Stakes:
    """Return what a matter of a compound is to its flats.

    Args:
        week: this week.
        p: parameters.
        kind: one of `KINDS`.
        flat: int64 [m].
        at: float [2], where the yard is, metres.
    """
    home = homes_of(week, flat)
    if kind == "parking":
        works = (week.residents.situation[home.first] == Situation.OWNER) | (week.residents.situation[home.first] == Situation.RENTER)
        car = week.for_life("has a car", week.residents.identity[home.first]) < p.cars * np.where(works, 1.0, 1.0 / 3.0)
        gain = np.where(car, p.parking_gain, -p.parking_loss * (1.0 + _has(week, home, "yard")))
    elif kind == "ramp":
        gain = p.ramp_gain * home.frail
    else:
        metres = np.hypot(*(week.places.flat_xyz[flat, :2] - at).T)
        gain = p.dance_gain * _has(week, home, "dancing") - p.dance_loss * np.exp(-metres / p.dance_metres)
    gain = gain * _differs(week, p, kind, home)
    if kind == "ramp":
        gain = gain - p.ramp_cost
    return Stakes(np.where(home.lived_in, gain, 0.0), votes(p, home))


def votes(p: Parameters, home: Homes) -> np.ndarray:
    """Return float64 [m], weight of each flat's vote: all that are lived in, or those of owners alone."""
    return np.asarray((home.owner if p.rule in OWNERS_ONLY else home.lived_in).astype(np.float64))


def _differs(week: View, p: Parameters, kind: str, home: Homes) -> np.ndarray:
    """Return float64 [m], log-normal factors of median 1: what the same thing is worth to one household and to another, for life."""
    who = week.residents.identity[home.first]
    u, v = week.for_life(f"worth of {kind}", who), week.for_life(f"worth of {kind}", who, 1)
    return np.asarray(np.exp(p.spread * np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(2.0 * np.pi * v)))


def _has(week: View, home: Homes, habit: str) -> np.ndarray:
    """Return float64 [m], 1 where somebody of the household belongs to a habitual group of this everyday kind, else 0."""
    member = np.concatenate(([0], np.cumsum(week.in_habit(habit))))
    rows = week.places.flat_rows
    return np.asarray((member[rows[home.flat + 1]] > member[rows[home.flat]]).astype(np.float64))


__all__ = ["KINDS", "OWNERS_ONLY", "Homes", "Stakes", "compound", "cost_of_lift", "floors_of", "homes_of", "lift", "votes", "walk_ups"]
