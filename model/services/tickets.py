"""The book that queues keep: tickets, counters, and what has been counted (queues.py has the rules)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from ..ground.draws import identities_of
from ..ground.jit import kernel
from ..ground.measure import State
from ..ground.random import absorb_many
from ..people.everyday import ROUNDS
from ..people.places import Places
from .base import NOBODY

Of = Literal["community", "compound", "building", "gate"]
UNITS: tuple[Of, ...] = ("community", "compound", "building", "gate")
OPEN = -1


class Tickets(NamedTuple):
    """Tickets, an array a column.

    Attributes:
        number: int64, the handle of a ticket, in rising order.
        counter: int32, number of the counter.
        unit: int32, index of the community, compound ... whose queue it is in.
        row: int32, who handed it in.
        who: uint64, their identity.
        identity: uint64, permanent identity of the ticket.
        place: float64, place among the tickets of the same week.
        kind: int32, index of the kind in `Book.kinds`.
        enquiry: bool, answered when served.
        since: int32, absolute week in which it was handed in, for the last time.
        due: int32, last absolute week in which it is closed in time.
        weeks: int32, weeks until then.
        work: float64, hours that it takes in all.
        left: float64, hours that it still takes.
        quality: float64, log-odds of being solved; NaN: the mechanism closes it.
        times: int32, how often it has been handed in again.
        worked: bool, its work is over and it waits for `close`.
        late: bool, it was open at the end of week `due`.
        closed: int32, absolute week in which it was closed unsolved; -1 while open. (Solved ones are not kept.)
    """

    number: np.ndarray
    counter: np.ndarray
    unit: np.ndarray
    row: np.ndarray
    who: np.ndarray
    identity: np.ndarray
    place: np.ndarray
    kind: np.ndarray
    enquiry: np.ndarray
    since: np.ndarray
    due: np.ndarray
    weeks: np.ndarray
    work: np.ndarray
    left: np.ndarray
    quality: np.ndarray
    times: np.ndarray
    worked: np.ndarray
    late: np.ndarray
    closed: np.ndarray


_I, _F, _ID, _B = np.int32, np.float64, np.uint64, np.bool_
_TYPES: tuple[type, ...] = (np.int64, _I, _I, _I, _ID, _ID, _F, _I, _B, _I, _I, _I, _F, _F, _F, _I, _B, _B, _I)


class Count(NamedTuple):
    """What has happened at a counter since the start.

    Attributes:
        tickets: handed in, repeated ones and enquiries included.
        enquiries: of these.
        repeated: of these, handed in again after having been closed unsolved.
        closed: closed in the books.
        waited: weeks that these had waited, summed up.
        in_time: requests (not enquiries) closed in the books by their deadline.
        late: requests that were open at the end of the week of their deadline.
        solved_in_time: requests that were solved by their deadline.
        solved_late: requests that were solved after it.
        given_up: unsolved requests whose owners hand them in no more.
        moved_away: tickets whose owners moved away.
    """

    tickets: int
    enquiries: int
    repeated: int
    closed: int
    waited: int
    in_time: int
    late: int
    solved_in_time: int
    solved_late: int
    given_up: int
    moved_away: int


@dataclass(slots=True)
class Counter:
    """A counter of each unit.

    Attributes:
        name: its name.
        unit: of what there is one each.
        most: float64 [units], most staff hours a week.
        minutes: minutes that each ticket takes besides its work.
        rounds: rounds in which it is open.
        by: number of its mechanism.
        hours: float64 [units], staff hours granted for this week.
    """

    name: str
    unit: Of
    most: np.ndarray
    minutes: float
    rounds: tuple[int, ...]
    by: int
    hours: np.ndarray


class Book:
    """All tickets and counters of a society.

    Attributes:
        tickets: those that are open, and those that were closed unsolved and may come again.
        counters: in the order in which they were declared.
        kinds: names of the kinds of tickets.
        counts: int64 [counters, fields of `Count`], since the start.
    """

    def __init__(self, places: Places) -> None:
        """Begin without counters."""
        self.places = places
        self.tickets = Tickets(*(np.zeros(0, kind) for kind in _TYPES))
        self.counters: list[Counter] = []
        self.kinds: list[str] = []
        self.counts = np.zeros((0, len(Count._fields)), np.int64)
        self.next = 0

    def starts(self, unit: Of) -> np.ndarray:
        """Return int32 [units + 1], the rows of each unit."""
        return np.asarray(getattr(self.places, f"{unit}_rows"))

    def declare(
        self, by: int, name: str, unit: Of, hours: np.ndarray | float, minutes: float, rounds: Sequence[int]
    ) -> int:
        """Add a counter, or give one that exists new numbers; return its number."""
        if unit not in UNITS:
            raise ValueError(f"a counter is one of each {', '.join(UNITS)}; given: {unit!r}")
        if not name or "\n" in name:
            raise ValueError("a counter needs a name of one line")
        if any(r not in range(len(ROUNDS)) for r in rounds):
            raise ValueError(f"a counter opens in rounds 0 to {len(ROUNDS) - 1}; given: {list(rounds)}")
        if not 0.0 <= minutes <= 10080.0:
            raise ValueError(f"a ticket takes 0 to 10080 minutes at the counter; given: {minutes}")
        most = hours_of(hours, len(self.starts(unit)) - 1)
        for number, held in enumerate(self.counters):
            if held.name == name:
                if held.unit != unit:
                    raise ValueError(f"there is a counter {name!r} of each {held.unit} already")
                held.most, held.minutes, held.rounds, held.by = most, float(minutes), tuple(sorted(rounds)), by
                return number
        self.counters.append(Counter(name, unit, most, float(minutes), tuple(sorted(rounds)), by, np.zeros(len(most))))
        self.counts = np.concatenate([self.counts, np.zeros((1, len(Count._fields)), np.int64)])
        return len(self.counters) - 1

    def own(self, by: int, counter: int) -> Counter:
        """Return a counter of one mechanism."""
        if not 0 <= counter < len(self.counters):
            raise ValueError(f"there is no counter {counter}; declare it with `counter`")
        held = self.counters[counter]
        if held.by != by:
            raise ValueError(f"the counter {held.name!r} belongs to another mechanism")
        return held

    def add(self, new: Tickets) -> None:
        """Append tickets; their numbers begin at `next`."""
        columns = zip(self.tickets, new, _TYPES, strict=True)
        self.tickets = Tickets(*(np.concatenate([old, np.asarray(more, kind)]) for old, more, kind in columns))
        self.next += len(new.number)

    def drop(self, which: np.ndarray, name: str = "") -> None:
        """Take tickets (bool, of all) out of the book; count them as `name`."""
        if which.any():
            if name:
                self.count(name, self.tickets.counter[which])
            self.tickets = Tickets(*(column[~which] for column in self.tickets))

    def find(self, by: int, tickets: np.ndarray, is_open: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of those of `tickets` (numbers, [m]) that are open (or else closed unsolved), and bool [m], which these are."""
        wanted, t = np.asarray(tickets), self.tickets
        if len(wanted) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.bool_)
        if (
            wanted.dtype.kind not in "iu"
            or wanted.min() < 0
            or wanted.max() >= self.next
            or len(np.unique(wanted)) < len(wanted)
        ):
            raise ValueError(
                f"tickets are different whole numbers from 0 to {self.next - 1}, as `submit` has given them"
            )
        if len(t.number) == 0:
            return np.zeros(0, np.int64), np.zeros(len(wanted), np.bool_)
        at = np.minimum(np.searchsorted(t.number, wanted), len(t.number) - 1)
        found = (t.number[at] == wanted) & ((t.closed[at] == OPEN) == is_open)
        for number in np.unique(t.counter[at[found]]).tolist():
            self.own(by, number)
        return at[found], found

    def identities(self, stream: str, week: int, who: np.ndarray) -> np.ndarray:
        """Return permanent identities of new tickets; more tickets of one person, kind and week get one each."""
        found = identities_of(stream, week, who)
        taken = self.tickets.identity[self.tickets.since == week]
        for extra in range(1, len(found) + len(taken) + 1):
            _, first = np.unique(found, return_index=True)
            again = np.ones(len(found), np.bool_)
            again[first] = False
            again |= np.isin(found, taken)
            if not again.any():
                break
            found[again] = absorb_many(found[again], extra)
        return found

    def count(self, name: str, counters: np.ndarray, amounts: np.ndarray | None = None) -> None:
        """Count 1, or amounts [m], at counters [m] under a name of `Count`."""
        if len(counters):
            np.add.at(self.counts[:, Count._fields.index(name)], counters, 1 if amounts is None else amounts)

    def state(self) -> State:
        """Return what has to be saved between weeks, when no hours are granted."""
        c = self.counters
        texts: dict[str, list[str]] = {"names": [x.name for x in c], "units": [x.unit for x in c], "kinds": self.kinds}
        return {
            **{f"ticket/{name}": column for name, column in self.tickets._asdict().items()},
            **{name: "\n".join(lines) for name, lines in texts.items()},
            "most": np.concatenate([x.most for x in c]) if c else np.zeros(0),
            "minutes": np.array([x.minutes for x in c], np.float64),
            "rounds": np.array([sum(1 << r for r in x.rounds) for x in c], np.int64),
            "counts": self.counts,
            "next": self.next,
        }

    def restore(self, saved: State) -> None:
        """Take back what `state` returned. Counters belong to nobody until their mechanism declares them again."""
        self.tickets = Tickets(
            *(np.array(saved[f"ticket/{name}"], kind) for name, kind in zip(Tickets._fields, _TYPES, strict=True))
        )
        names, units, self.kinds = (
            saved[name].split("\n") if saved[name] else [] for name in ("names", "units", "kinds")
        )
        self.counters = []
        at = 0
        for k, (name, unit) in enumerate(zip(names, units, strict=True)):
            most = np.array(saved["most"][at : at + len(self.starts(unit)) - 1])
            at += len(most)
            rounds = tuple(r for r in range(len(ROUNDS)) if int(saved["rounds"][k]) >> r & 1)
            self.counters.append(
                Counter(name, unit, most, float(saved["minutes"][k]), rounds, NOBODY, np.zeros(len(most)))
            )
        self.counts, self.next = saved["counts"].copy(), int(saved["next"])


@kernel
def work_through(order, unit, left, hours):  # type: ignore[no-untyped-def]
    """Spend the hours of each unit on its tickets in order (writes `left`, `hours`). Return bool: which are done."""
    done = np.zeros(order.shape[0], np.bool_)
    for p in range(order.shape[0]):
        t = order[p]
        u = unit[t]
        if hours[u] <= 0.0:
            continue
        if left[t] <= hours[u]:
            hours[u] -= left[t]
            left[t] = 0.0
            done[p] = True
        else:
            left[t] -= hours[u]
            hours[u] = 0.0
    return done


def hours_of(hours: np.ndarray | float, units: int) -> np.ndarray:
    """Return hours a week, float64 [units], of one number or one for each unit."""
    given = np.asarray(hours, np.float64)
    if given.ndim > 1 or (given.ndim == 1 and len(given) != units) or not (given >= 0.0).all():
        raise ValueError(f"hours a week are 0 or more, one number or one for each of {units} units")
    return np.broadcast_to(given, units).copy()
