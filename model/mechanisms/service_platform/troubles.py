"""How troubles arise, whom they bother, and how they end by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...people.units import ranges
from .kept import ADULT, COMMITTEE, COMPANY, NO_TICKET, OFFICES, TROUBLES, Kept, joined

if TYPE_CHECKING:
    from ...contract.week import Week

_COMPANY = "property company"


def forget_moved(m: Kept, week: Week) -> None:
    """A trouble of a household that has moved away is nobody's; those rung up who have moved away are not reached."""
    t = m.troubles
    if len(week.moved) == 0 or len(t["row"]) == 0:
        return
    m.remove((t["row"] >= 0) & (week.residents.identity[t["row"]] != t["who"]), "gone", week)


def arise(m: Kept, week: Week) -> None:
    """Troubles of households and of gates arise."""
    p, r = m.now, week.residents
    adults = np.flatnonzero(r.age >= ADULT)
    rows = adults[week.happen("trouble", r.identity[adults], p.private_a_year)]
    rows = rows[week.covers_rows(rows)]
    table = week.units("gate")
    gates = np.flatnonzero(week.happen("shared trouble", table.identity, p.shared_a_year) & week.covers("gate"))
    gates = gates[table.hi[gates] > table.lo[gates]]
    n = len(rows) + len(gates)
    if n == 0:
        return
    identity = np.concatenate((week.identity("trouble", r.identity[rows]), week.identity("shared trouble", table.identity[gates])))
    sort = week.draw("handler", identity)
    handler = np.where(sort < p.of_company, COMPANY, np.where(sort < p.of_company + p.of_offices, OFFICES, COMMITTEE)).astype(np.int8)
    gate = np.concatenate((r.gate[rows].astype(np.int64), gates))
    compound = week.unit_of("compound", table.lo[gate])
    handler[(handler == COMPANY) & ~week.estates.has(_COMPANY)[compound]] = COMMITTEE
    median = np.array([p.need_committee, p.need_company, p.need_offices])[handler]
    m.troubles = joined(
        m.troubles, TROUBLES, identity=identity, row=np.concatenate((rows, np.full(len(gates), -1))),
        who=np.concatenate((r.identity[rows], np.zeros(len(gates), np.uint64))), gate=gate, handler=handler,
        need=median * np.exp(p.need_spread * _normal(week, identity)), since=np.full(n, week.number), counted=np.ones(n, np.bool_),
        ticket=np.full(n, NO_TICKET), caller=np.full(n, -1),
    )  # fmt: skip
    m.arose += n


def _normal(week: Week, identity: np.ndarray) -> np.ndarray:
    """Draw standard normal numbers (Box and Muller)."""
    u, v = week.draw("hours", identity), week.draw("hours", identity, 1)
    return np.asarray(np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v))


def end_by_themselves(m: Kept, week: Week) -> None:
    """Some troubles end by themselves; whoever comes to a ticket finds nothing to do, and the caller is content."""
    t = m.troubles
    if len(t["row"]) == 0:
        return
    over = week.draw("by itself", t["identity"]) < m.now.by_itself
    over &= week.covers_rows(m.home_row(week, np.arange(len(over))))
    if over.any():
        tickets = t["ticket"][over]
        if (tickets >= 0).any():
            week.queues.close(tickets[tickets >= 0], True)
        m.remove(over, "faded", week)


def pairs_of(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return identities, uint64 [n], of pairs of a trouble and a person."""
    # Compiled code is looked for when a week is lived, and not when mechanisms are listed.
    from ...ground.random import absorb_many

    return absorb_many(one, other)


def bothered(m: Kept, week: Week) -> tuple[np.ndarray, np.ndarray]:
    """Return (trouble, row) of everybody in the communities at hand whom something troubles: an index in the table, and a resident."""
    t, r = m.troubles, week.residents
    own = np.flatnonzero(t["row"] >= 0)
    shared = np.flatnonzero(t["row"] < 0)
    k, rows = own, t["row"][own]
    if len(shared):
        starts = week.places.gate_rows
        which, people = ranges(starts[t["gate"][shared]].astype(np.int64), starts[t["gate"][shared] + 1].astype(np.int64))
        minds = r.age[people] >= ADULT
        which, people = shared[which[minds]], people[minds]
        minds = week.for_life("bothered", pairs_of(t["identity"][which], r.identity[people])) < m.now.bothered
        k, rows = np.concatenate((k, which[minds])), np.concatenate((rows, people[minds]))
    here = week.covers_rows(rows)
    return k[here], rows[here]
