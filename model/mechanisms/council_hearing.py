"""A hearing in the hall: who sits on a case, on what it hangs whether it is settled, and who becomes known there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..services.dispute_table import Cases
from .council_seats import LAWYER, MEMBER, seated, seats_of

if TYPE_CHECKING:
    from ..contract.week import Week
    from .council_and_reasoning_hall_parameters import CouncilParameters

_AT_MOST = 3
"""Reasons, and common acquaintances in the room, beyond which more of them change nothing."""


class Bench(NamedTuple):
    """Who was to sit on the cases of this week, [m] each: case k, post (of a lawyer -1), row, and whether they run the sitting."""

    k: np.ndarray
    post: np.ndarray
    row: np.ndarray
    runs: np.ndarray


def bench_of(week: Week, p: CouncilParameters, cases: Cases) -> Bench:
    """Name who sits on each case: members who do the work and the lawyer, none of them of the two households; one with most time runs it."""
    post, community, row = seated(week)
    if p.lawyer:
        at_work = week.volunteers.at_work(LAWYER)
        lawyers = week.volunteers.holder(LAWYER)[at_work].astype(np.int64)
        new = ~np.isin(lawyers, row)
        post = np.concatenate([post, np.full(int(new.sum()), -1)])
        community, row = np.concatenate([community, at_work[new]]), np.concatenate([row, lawyers[new]])
    home, flat = week.unit_of("community", cases.a), week.residents.flat
    order = np.argsort(home, kind="stable")
    k = np.minimum(np.searchsorted(home, community, sorter=order), max(len(home) - 1, 0))
    if len(home) == 0 or len(row) == 0:
        none = np.zeros(0, np.int64)
        return Bench(none, none, none, np.zeros(0, np.bool_))
    k = order[k]
    sits = (home[k] == community) & (flat[row] != flat[cases.a[k]]) & (flat[row] != flat[cases.b[k]])
    k, post, row = k[sits], post[sits], row[sits]
    first = np.lexsort((week.residents.identity[row], -week.staff.evenings(row), post < 0, k))
    runs = np.zeros(len(k), np.bool_)
    runs[first[np.unique(k[first], return_index=True)[1]]] = True
    return Bench(k, post, row, runs & (post >= 0))


def log_odds(week: Week, p: CouncilParameters, cases: Cases, k: int, bench: Bench, present: np.ndarray, came: np.ndarray, words: list[int]) -> float:
    """Return the log-odds that case k is settled at this sitting: those of any mediator, and what the hall brings.

    Args:
        week: this week.
        p: the coefficients.
        cases: of this week.
        k: which of them.
        bench: of all cases.
        present: bool, who of the bench is there.
        came: rows of all who are there.
        words: of the reasons accepted before on such a matter.
    """
    r, here = week.residents, present & (bench.k == k)
    a, b = int(cases.a[k]), int(cases.b[k])
    sides = np.array([a, b])
    members, posts = bench.row[here & (bench.post >= 0)], bench.post[here & (bench.post >= 0)]
    seen = week.offices.knows(MEMBER)[posts % seats_of(week)]
    known = all(bool((week.known(np.full(len(members), side), members) | seen[:, side]).any()) for side in (a, b))
    odds = week.disputes.mediation_log_odds(cases.numbers[[k]], r.civic[members].mean(keepdims=True), np.array([known]))[0]
    common = common_acquaintances(week, a, b)
    in_the_room = int(np.isin(came, common).sum())
    shared = sum(bool(week.word.knows(word, sides).all()) for word in words)
    odds += p.reason * min(shared, _AT_MOST) + p.common * np.log1p(len(common)) + p.in_the_room * min(in_the_room, _AT_MOST)
    odds += p.law * bool((here & (bench.post < 0)).any()) + p.trust * (float(r.trust_institutions[sides].mean()) - 0.5)
    return float(odds)


def common_acquaintances(week: Week, a: int, b: int) -> np.ndarray:
    """Return int64, rows of the acquaintances that two residents have in common."""
    unit, table = int(week.unit_of("community", np.array([a]))[0]), week.units("community")
    people = np.arange(table.lo[unit], table.hi[unit])
    people = people[(people != a) & (people != b)]
    of_a = people[week.known(np.full(len(people), a), people)]
    return np.asarray(of_a[week.known(np.full(len(of_a), b), of_a)])


def become_known(week: Week, bench: Bench, present: np.ndarray, event: np.ndarray, row: np.ndarray) -> None:
    """Who came has seen the members who were there."""
    seats = seats_of(week)
    # Those who came stand in the order of occasions.
    start = np.searchsorted(event, np.arange(int(bench.k.max(initial=-1)) + 2)).tolist()
    for k, post in zip(bench.k[present].tolist(), bench.post[present].tolist(), strict=True):
        rows = row[start[k] : start[k + 1]]
        week.offices.met(MEMBER, rows, np.full(len(rows), post % seats))


def pairs(k: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return one number for each (occasion, row)."""
    return np.asarray(k.astype(np.int64) << 32 | row.astype(np.int64))
