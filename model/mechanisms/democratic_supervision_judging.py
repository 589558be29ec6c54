"""How residents judge a committee, and who is called to judge it.

A judgement hangs on one's own trust in institutions, on whether a member is an acquaintance, and, for one who knows the latest account,
on what became of the money. How severe a person is stays the same for life, so that the same people are satisfied as long as nothing
changes for them. Nobody's trust moves by judging.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..people.residents import Role

if TYPE_CHECKING:
    from ..contract.view import View
    from .democratic_supervision_parameters import DemocraticSupervisionParameters

ADULT = 18
HEAD, MEMBER = "gate head", "committee member"


def logistic(x: np.ndarray | float) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def members(view: View) -> np.ndarray:
    """Return int64 [communities, seats], rows of the members of the committee, -1 where a seat is vacant."""
    return np.asarray(view.offices.holder(MEMBER), np.int64).reshape(len(view.units("community").lo), -1)


def adults(view: View, community: int) -> np.ndarray:
    """Return int64, rows of those of age in a community who do not sit on its committee."""
    table = view.units("community")
    lo, hi = int(table.lo[community]), int(table.hi[community])
    seats = members(view)[community]
    found = view.residents.age[lo:hi] >= ADULT
    found[seats[seats >= 0] - lo] = False
    return np.asarray(lo + found.nonzero()[0])


def knows_member(view: View, rows: np.ndarray) -> np.ndarray:
    """Return bool [m], who is acquainted with a member of the committee of their community."""
    seats = members(view)[view.unit_of("community", rows)]
    if seats.size == 0:
        return np.zeros(len(rows), np.bool_)
    pairs = np.repeat(rows, seats.shape[1]), np.maximum(seats.ravel(), 0)
    found = view.known(*pairs) & (seats.ravel() >= 0) & (pairs[0] != seats.ravel())
    return np.asarray(found.reshape(seats.shape).any(axis=1))


def approval(view: View, rows: np.ndarray, p: DemocraticSupervisionParameters, fact: np.ndarray, face: float = 0.0) -> np.ndarray:
    """Return float64 [m], how readily residents are satisfied with the committee: a chance, before one's own severity.

    Args:
        view: the society.
        rows: int64 [m].
        p: the parameters.
        fact: float64 [m], share of the money that went to residents by the account that each knows; NaN for one who knows none.
        face: log-odds that judging before the eyes of the members adds.
    """
    trust = view.residents.trust_institutions[rows].astype(np.float64)
    told = np.where(np.isnan(fact), 0.0, p.judge_account * (np.nan_to_num(fact) - p.expected))
    return logistic(p.judge + p.judge_trust * (trust - 0.5) + p.judge_known * knows_member(view, rows) + told + face)


def satisfied(view: View, rows: np.ndarray, p: DemocraticSupervisionParameters, fact: np.ndarray, face: float = 0.0) -> np.ndarray:
    """Return bool [m], who is satisfied; arguments as those of `approval`."""
    return np.asarray(view.for_life("severity", view.residents.identity[rows]) < approval(view, rows, p, fact, face))


def called(view: View, where: np.ndarray, p: DemocraticSupervisionParameters) -> tuple[np.ndarray, np.ndarray]:
    """Return (index into `where`, row) of those who are called by name to the appraisals of some communities.

    Delegates are gate heads and activists; acquaintances are whom the members know. Of more than there is a place for a draw chooses.
    """
    r = view.residents
    k, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    heads = view.volunteers.holder(HEAD)
    for at, community in enumerate(where.tolist()):
        people = adults(view, community)
        if p.appraisers == "delegates":
            people = people[np.isin(people, heads) | ((r.roles[people] & Role.ACTIVIST) != 0)]
        else:
            people = people[knows_member(view, people)]
        order = np.lexsort((people, view.draw("called", r.identity[people])))
        people = people[order][: p.invited]
        k.append(np.full(len(people), at))
        rows.append(np.sort(people))
    return np.concatenate(k), np.concatenate(rows)
