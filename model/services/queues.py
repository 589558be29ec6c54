"""Queues at counters: tickets, staff hours, deadlines, what the books say and what the asker says.

In the world
    Residents ring the hotline (12345), come to the window of the service centre, or write to the property company.
    Their matter becomes a ticket (工单) with a deadline. It is closed in the books (办结) when it has been worked on and
    answered. Whether the trouble is over is another question; who finds that it is not may hand it in again (重复件).
How it works here
    A mechanism declares a counter of each community, compound, building or gate, and grants it staff hours every week.
    Tickets are worked on in the order in which they came, those of one week in keyed order, within these hours; a
    ticket half done is gone on with next week. When its work is over it is closed: solved with the chance
    logistic(quality), the log-odds that the mechanism has given it, or as the mechanism says itself (`close`). An
    enquiry (咨询) is answered by being served. A request solved in time is an experience of being heard; one closed
    unsolved, or still open after its deadline, of being passed over, once a deadline. An enquiry answered is no
    experience. Who was left with an unsolved request hands it in again with the chance `reopen` a week, until they
    give up: a new ticket in the books.
Left out
    The time within a week; the way to the counter; tickets that are passed from office to office; people who leave the
    queue. Hours that are not used are lost. Who moves away takes the ticket along.
Fails when
    what matters is a wait of minutes: a queue is one of hours of work a week.
Sources
    Hotline of Beijing 2019-24: solved by the caller's word 53.1 to 96.5 %, enquiries 41-70 % of calls; 239 of 2,495
    tickets of a month were repeated (Daying county 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..ground.measure import State, share_of
from ..people.declared import measure
from ..people.experiences import Experience
from ..people.places import Places
from ..people.residents import Situation
from ..people.rows import checked_rows
from ..people.word_constants import QueueConstants
from .base import Desk, Service
from .tickets import OPEN, Book, Count, Of, Tickets, hours_of, work_through

if TYPE_CHECKING:
    from .moment import Moment

OFFICE_HOURS = (1, 3)
"""Weekday mornings and afternoons, when those who work or go to school are away."""
_AWAY = (Situation.OWNER, Situation.RENTER, Situation.STUDENT)
_LONGEST = 5200


class Queues(Service):
    """The counters of a society and their tickets.

    The society calls `begin`, then `serve` after mechanisms have planned, and `react`.

    Attributes:
        book: the tickets, the counters and what has been counted.
    """

    name = "queues"

    def __init__(self, places: Places, constants: QueueConstants) -> None:
        """Begin without counters."""
        self.constants = constants
        self.book = Book(places)

    # What mechanisms ask for

    def grant(self, by: int, counter: int, hours: np.ndarray | float) -> np.ndarray:
        """Grant staff hours for this week. See `QueuesDesk.hours`."""
        held = self.book.own(by, counter)
        held.hours = np.minimum(hours_of(hours, len(held.most)), held.most)
        return held.hours.copy()

    def submit(
        self,
        week: Moment,
        by: int,
        counter: int,
        rows: np.ndarray,
        kind: str,
        work_hours: np.ndarray | float,
        due_weeks: np.ndarray | int,
        enquiry: np.ndarray | bool,
        quality: np.ndarray | float | None,
    ) -> np.ndarray:
        """Hand in tickets. See `QueuesDesk.submit`."""
        book, rows = self.book, checked_rows(rows, week.residents.n)
        held, m = book.own(by, counter), len(rows)
        if "\n" in kind:
            raise ValueError("a kind of ticket has a name of one line")
        given = (work_hours, due_weeks, enquiry, np.nan if quality is None else quality)
        work, weeks, asks, odds = (np.broadcast_to(x, m) for x in given)
        if not ((work >= 0.0) & np.isfinite(work)).all():
            raise ValueError("the work of a ticket is 0 hours or more")
        if m and (weeks.dtype.kind not in "iu" or weeks.min() < 0 or weeks.max() > _LONGEST):
            raise ValueError(f"a deadline is 0 to {_LONGEST} whole weeks away; 0 is this week")
        if quality is not None and not np.isfinite(odds).all():
            raise ValueError("quality is log-odds, a finite number; None: the mechanism closes its tickets itself")
        if m == 0:
            return np.zeros(0, np.int64)
        if kind not in book.kinds:
            book.kinds.append(kind)
        who = week.residents.identity[rows]
        identity = book.identities(f"ticket {held.name} {kind}", week.number, who)
        numbers, hours = np.arange(book.next, book.next + m), work + held.minutes / 60.0
        no, now = np.zeros(m), np.full(m, week.number)
        unit = book.places.unit_of_row(book.starts(held.unit), rows)
        place = week.draw("queue order", identity)
        book.add(Tickets(
            numbers, np.full(m, counter), unit, rows, who, identity, place, np.full(m, book.kinds.index(kind)), asks,
            now, now + weeks, weeks, hours, hours, odds, no, no, no, np.full(m, OPEN),
        ))  # fmt: skip
        where = np.full(m, counter)
        book.count("tickets", where)
        book.count("enquiries", where[asks])
        return numbers

    def judge(self, by: int, tickets: np.ndarray, log_odds: np.ndarray | float) -> None:
        """Say how well tickets are worked on. See `QueuesDesk.quality`."""
        at, found = self.book.find(by, tickets)
        odds = np.broadcast_to(np.asarray(log_odds, np.float64), len(found))
        if not np.isfinite(odds).all():
            raise ValueError("quality is log-odds, a finite number")
        self.book.tickets.quality[at] = odds[found]

    def close(self, week: Moment, by: int, tickets: np.ndarray, solved: np.ndarray | bool) -> np.ndarray:
        """Close tickets in the books. See `QueuesDesk.close`."""
        at, found = self.book.find(by, tickets)
        self._close(week, at, np.broadcast_to(np.asarray(solved, np.bool_), len(found))[found])
        return found

    def send_back(self, week: Moment, by: int, tickets: np.ndarray) -> np.ndarray:
        """Open tickets again that were closed unsolved. See `QueuesDesk.send_back`."""
        at, found = self.book.find(by, tickets, is_open=False)
        if len(at):
            self._open_again(week, at)
        return found

    def _open_again(self, week: Moment, at: np.ndarray) -> None:
        """Let tickets that were closed unsolved (places in the book) wait anew, with all their work and a new deadline."""
        t = self.book.tickets
        t.left[at], t.since[at], t.due[at] = t.work[at], week.number, week.number + t.weeks[at]
        t.place[at] = week.draw("queue order", t.identity[at])
        t.times[at] += 1
        t.worked[at] = t.late[at] = False
        t.closed[at] = OPEN

    # What happens by itself

    def begin(self, week: Moment) -> None:
        """Begin a week: who moved away is gone, who was left with an unsolved matter hands it in again or gives up."""
        book = self.book
        if len(book.tickets.number) == 0:
            return
        if len(week.moved):
            book.drop(week.residents.identity[book.tickets.row] != book.tickets.who, "moved_away")
        t = book.tickets
        unsolved = np.flatnonzero(t.closed != OPEN)
        if len(unsolved) == 0:
            return
        again = unsolved[week.draw("queue reopen", t.identity[unsolved]) < self.constants.reopen]
        if len(again):
            self._open_again(week, again)
            book.count("tickets", t.counter[again])
            book.count("repeated", t.counter[again])
        book.drop((t.closed != OPEN) & (week.number - t.closed >= self.constants.gives_up), "given_up")

    def serve(self, week: Moment) -> None:
        """Work on tickets within the hours that were granted this week: after mechanisms have planned, once a week."""
        t = self.book.tickets
        over = []
        for number, counter in enumerate(self.book.counters):
            if not counter.hours.any():
                continue
            which = np.flatnonzero((t.counter == number) & (t.closed == OPEN) & ~t.worked)
            order = which[np.lexsort((t.identity[which], t.place[which], t.since[which]))]
            over.append(order[work_through(order, t.unit, t.left, counter.hours)])
            counter.hours[:] = 0.0
        if not over:
            return
        done = np.sort(np.concatenate(over))
        if len(done) == 0:
            return
        t.worked[done] = True
        judged = ~np.isnan(t.quality[done])
        answered = t.enquiry[done] & ~judged
        odds = np.clip(np.where(judged, t.quality[done], 0.0), -500.0, 500.0)
        solved = answered | (week.draw("queue solve", t.identity[done]) < 1.0 / (1.0 + np.exp(-odds)))
        ends = judged | answered
        self._close(week, done[ends], solved[ends])

    def react(self, week: Moment) -> None:
        """At the end of a week, notice what has not been closed by its deadline."""
        t = self.book.tickets
        if len(t.number) == 0:
            return
        late = np.flatnonzero((t.closed == OPEN) & ~t.late & (t.due <= week.number))
        if len(late):
            t.late[late] = True
            self.book.count("late", t.counter[late[~t.enquiry[late]]])
            self._experience(week, Experience.PASSED_OVER, late)

    def _close(self, week: Moment, at: np.ndarray, solved: np.ndarray) -> None:
        """Close open tickets (places in the book) in the books."""
        if len(at) == 0:
            return
        book, t = self.book, self.book.tickets
        counter, request = t.counter[at], ~t.enquiry[at]
        noticed = t.late[at]
        in_time = ~noticed & (t.due[at] >= week.number)
        book.count("closed", counter)
        book.count("waited", counter, week.number - t.since[at])
        counted = {
            "in_time": in_time,
            "late": ~in_time & ~noticed,
            "solved_in_time": in_time & solved,
            "solved_late": ~in_time & solved,
        }
        for name, which in counted.items():
            book.count(name, counter[which & request])
        self._experience(week, Experience.HEARD, at[in_time & solved & request])
        self._experience(week, Experience.PASSED_OVER, at[~noticed & ~(in_time & solved)])
        t.closed[at] = week.number
        gone = np.zeros(len(t.number), np.bool_)
        gone[at[solved | ~request]] = True
        book.drop(gone)

    def _experience(self, week: Moment, kind: Experience, at: np.ndarray) -> None:
        if len(at):
            t = self.book.tickets
            by = np.array([c.by for c in self.book.counters], np.int64)[t.counter[at]]
            for number in np.unique(by).tolist():
                week.experience(kind, t.row[at[by == number]], number)

    # What can be looked at

    def seen(self, counter: int, kind: str | None) -> Tickets:
        """Return copies of the tickets of a counter. See `QueuesDesk.tickets`."""
        t = self.book.tickets
        which = t.counter == counter
        if kind is not None:
            which &= t.kind == (self.book.kinds.index(kind) if kind in self.book.kinds else -1)
        found = Tickets(*(column[which] for column in t))
        for column in found:
            column.setflags(write=False)
        return found

    def backlog(self, counter: int) -> tuple[np.ndarray, np.ndarray]:
        """Return what waits to be worked on, by unit. See `QueuesDesk.backlog`."""
        t, units = self.book.tickets, len(self.book.counters[counter].most)
        which = (t.counter == counter) & (t.closed == OPEN) & ~t.worked
        return np.bincount(t.unit[which], minlength=units), np.bincount(t.unit[which], t.left[which], minlength=units)

    def total(self) -> Count:
        """Return what has happened at all counters since the start."""
        return Count(*self.book.counts.sum(axis=0).tolist())

    @measure("tickets handed in", "诉求工单", unit="tickets since the start", kind="count", a_year=True)
    def tickets(self) -> float:
        """Tickets since the start, enquiries and repeated ones included."""
        return float(self.total().tickets)

    @measure("tickets that were enquiries", "咨询件", unit="tickets since the start", kind="count", a_year=True)
    def tickets_enquiries(self) -> float:
        """Enquiries since the start."""
        return float(self.total().enquiries)

    @measure("tickets handed in again", "重复件", unit="tickets since the start", kind="count", a_year=True)
    def tickets_repeated(self) -> float:
        """Tickets that were handed in again since the start."""
        return float(self.total().repeated)

    @measure("tickets open", "未办结件", unit="tickets", kind="count")
    def tickets_open(self) -> float:
        """Tickets that are open now."""
        return float(np.count_nonzero(self.book.tickets.closed == OPEN))

    @measure("wait for a ticket to be closed", "办结所需时间", unit="weeks")
    def tickets_waited(self) -> float:
        """Weeks that a closed ticket had waited, on average."""
        c = self.total()
        return share_of(c.waited, c.closed)

    @measure(
        "requests solved in time, by the asker's word",
        "按时解决率（诉求人认可）",
        unit="share of requests closed or due",
        kind="share",
    )
    def tickets_solved(self) -> float:
        """Share of requests that were solved by their deadline."""
        c = self.total()
        return share_of(c.solved_in_time, c.in_time + c.late)

    @measure(
        "official: requests closed in time",
        "官方统计：按时办结率",
        unit="share of requests closed or due",
        kind="share",
        beside="tickets_solved",
    )
    def tickets_in_time(self) -> float:
        """Share of requests that were closed in the books by their deadline."""
        c = self.total()
        return share_of(c.in_time, c.in_time + c.late)

    def restart(self) -> None:
        """Begin to count anew; tickets stay."""
        self.book.counts[:] = 0

    def state(self) -> State:
        """Return what has to be saved between weeks."""
        return self.book.state()

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        self.book.restore(saved)


class QueuesDesk(Desk[Queues]):
    """What a mechanism may do with queues: keep counters, hand in tickets, grant hours, say how a ticket ended."""

    def counter(
        self,
        name: str,
        unit: Of = "community",
        *,
        hours: np.ndarray | float = np.inf,
        minutes: float = 0.0,
        rounds: Sequence[int] = OFFICE_HOURS,
    ) -> int:
        """Declare a counter of each unit, with a queue each; declared again, it is the same one with new numbers.

        Args:
            name: its name; no two counters of a society have the same.
            unit: community, compound, building or gate.
            hours: most hours a week that it can be staffed (desks times opening hours), of all or [units].
            minutes: minutes that each ticket takes besides its work.
            rounds: parts of the week in which it is open, see `open_to`.

        Returns:
            Its number.

        Raises:
            ValueError: something out of bounds, or a name that is taken by a counter of another unit.
        """
        return self._service.book.declare(self.by, name, unit, hours, minutes, rounds)

    def open_to(self, counter: int, rows: np.ndarray) -> np.ndarray:
        """Return bool [m]: who is free in a round in which the counter is open.

        Those who work or go to school are away on weekday mornings and afternoons.
        """
        rounds = self._service.book.counters[counter].rounds
        out = np.full(len(rows), bool(rounds))
        if all(r in OFFICE_HOURS for r in rounds):
            out &= ~np.isin(self.week.residents.situation[rows], _AWAY)
        return out

    def submit(
        self,
        counter: int,
        rows: np.ndarray,
        kind: str,
        work_hours: np.ndarray | float,
        due_weeks: np.ndarray | int,
        enquiry: np.ndarray | bool = False,
        quality: np.ndarray | float | None = None,
    ) -> np.ndarray:
        """Hand in tickets of residents at their own counter (that of their unit).

        Args:
            counter: a counter of this mechanism.
            rows: who hands one in, [m]; a row may come more than once.
            kind: what it is about; draws are keyed by it.
            work_hours: staff hours that it takes besides the minutes of the counter, of all or [m].
            due_weeks: it is in time if it is closed in this week or the so many that follow, of all or [m].
            enquiry: answered when served; no request, of all or [m].
            quality: log-odds that it is solved when its work is over, of all or [m]; None: the mechanism says so with
                `close`, and enquiries are always answered.

        Returns:
            int64 [m], numbers of the tickets.

        Raises:
            ValueError: rows that do not exist, numbers out of bounds, or the counter of another mechanism.
        """
        return self._service.submit(self.week, self.by, counter, rows, kind, work_hours, due_weeks, enquiry, quality)

    def hours(self, counter: int, hours: np.ndarray | float) -> np.ndarray:
        """Grant staff hours for this week, of all or [units], instead of those granted before. Unused ones are lost.

        Returns:
            float64 [units], what the counter can use: at most the hours with which it was declared.
        """
        return self._service.grant(self.by, counter, hours)

    def quality(self, tickets: np.ndarray, log_odds: np.ndarray | float) -> None:
        """Say anew how well open tickets are worked on, log-odds of all or [m]. Closed ones stay as they are."""
        self._service.judge(self.by, tickets, log_odds)

    def close(self, tickets: np.ndarray, solved: np.ndarray | bool) -> np.ndarray:
        """Close tickets in the books, whether their work is over or not (a reply in time is a closed ticket too).

        Args:
            tickets: numbers [m], each once.
            solved: whether the trouble is over, by the asker's word, of all or [m].

        Returns:
            bool [m], which were open and are closed now. Others are closed already, or their owners have moved away.
        """
        return self._service.close(self.week, self.by, tickets, solved)

    def send_back(self, tickets: np.ndarray) -> np.ndarray:
        """Open tickets again that were closed unsolved, as a follow-up call does: they wait anew, with all their work and a new deadline.

        The books count no new ticket: nobody has handed one in.

        Returns:
            bool [m], which of the tickets (numbers, each once) were closed unsolved and are open now.
        """
        return self._service.send_back(self.week, self.by, tickets)

    def tickets(self, counter: int, kind: str | None = None) -> Tickets:
        """Return the tickets of a counter (of one kind): open ones, and those closed unsolved that may come again.

        They are copies that cannot be written to.
        """
        return self._service.seen(counter, kind)

    def worked(self, counter: int, kind: str | None = None) -> np.ndarray:
        """Return int64, the tickets of a counter (of one kind) whose work is over and that wait for `close`."""
        seen = self._service.seen(counter, kind)
        return np.asarray(seen.number[seen.worked & (seen.closed == OPEN)])

    def backlog(self, counter: int) -> tuple[np.ndarray, np.ndarray]:
        """Return how many tickets wait to be worked on, int64 [units], and the hours they take, float64 [units]."""
        return self._service.backlog(counter)

    def count(self, counter: int) -> Count:
        """Return what has happened at a counter since the start."""
        return Count(*self._service.book.counts[counter].tolist())


__all__ = ["Count", "Queues", "QueuesDesk", "Tickets"]
