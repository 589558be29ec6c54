"""Queues: deterministic ones by arithmetic, one at a window by the formula of M/D/1, deadlines, and what comes again (services/queues.py)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.experiences import Experience
from linli.model.people.residents import Situation
from linli.model.people.word_constants import QueueConstants
from linli.model.services.moment import Moment
from linli.model.services.queues import Queues, QueuesDesk
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=1, floors=6)
_SOCIETY = Society(neighbourhood=SMALL, seed=1)


class Office:
    """Queues of a society in which only weeks pass."""

    def __init__(self, neighbourhood: NeighbourhoodParameters = SMALL, society: Society | None = None, **constants: Any) -> None:
        self.society = society or Society(neighbourhood=neighbourhood, seed=1)
        self.queues = Queues(self.society.places, QueueConstants(**constants))
        self.week = Moment.of(self.society)
        self.week.log = np.zeros((3, len(Experience)), np.int64)
        self.desk = QueuesDesk(self.queues, self.week, 0)

    def serve(self) -> None:
        self.queues.serve(self.week)

    def turn(self) -> None:
        """End the week and begin the next."""
        self.queues.react(self.week)
        self.society.week += 1
        self.week.turn(np.zeros(0, np.int32))
        self.queues.begin(self.week)

    def live(self, counter: int, hours: Any, weeks: int = 1) -> None:
        for _ in range(weeks):
            self.desk.hours(counter, hours)
            self.serve()
            self.turn()

    def logged(self, kind: Experience, by: int = 0) -> int:
        return int(self.week.log[by, kind.number])


# By arithmetic


@given(st.integers(1, 6), st.integers(1, 8), st.integers(1, 24))
@settings(max_examples=40, deadline=None)
def test_a_deterministic_queue_is_as_long_as_arithmetic_says(arrivals: int, quarters: int, capacity: int) -> None:
    """k tickets of w quarters of an hour come each week, c quarters are worked: ticket n of all is done in the week in which c t reaches n w."""
    office = Office(society=_SOCIETY)
    desk, n = office.desk, office.society.residents.n
    counter = desk.counter("window")
    work, weeks = quarters * 0.25, 12
    for t in range(weeks):
        desk.submit(counter, (np.arange(arrivals) + t * arrivals) % n, "repair", work, 5000)
        desk.hours(counter, capacity * 0.25)
        office.serve()
        done = 0
        spent = 0
        for s in range(t + 1):
            spent = min(spent + capacity, (s + 1) * arrivals * quarters)
        done = spent // quarters
        length, hours = desk.backlog(counter)
        assert hours.sum() == ((t + 1) * arrivals * quarters - spent) * 0.25
        assert length.sum() == (t + 1) * arrivals - done
        assert len(desk.worked(counter)) == done
        office.turn()
    if arrivals * quarters > capacity:
        assert desk.backlog(counter)[1].sum() == weeks * (arrivals * quarters - capacity) * 0.25, "it grows by what comes too much"


def test_first_come_is_first_served_and_the_wait_is_counted() -> None:
    office = Office(reopen=0.0)
    desk = office.desk
    counter = desk.counter("window", minutes=30.0)
    rows = np.arange(10)
    for week in range(4):
        # Three tickets of an hour each, and two hours of staff a week: ticket n is done in week ceil((n + 1) / 2) - 1.
        numbers = desk.submit(counter, rows[:3] + 3 * week, "repair", 0.5, 50, quality=500.0)
        assert numbers.tolist() == [3 * week, 3 * week + 1, 3 * week + 2]
        office.live(counter, 2.0)
    office.live(counter, 2.0, 3)
    count = desk.count(counter)
    assert (count.tickets, count.closed, count.solved_in_time, count.late) == (12, 12, 12, 0)
    assert count.waited == sum(math.ceil((n + 1) / 2) - 1 - n // 3 for n in range(12))
    assert len(desk.tickets(counter).number) == 0
    assert office.queues.tickets_waited() == count.waited / 12


def test_those_of_one_week_are_taken_in_keyed_order_and_half_done_work_stays_done() -> None:
    office = Office()
    desk = office.desk
    counter = desk.counter("window")
    orders = []
    for repeat in range(2):
        rows = np.arange(8) if repeat == 0 else np.arange(8)[::-1]
        desk.submit(counter, rows, "repair", 2.0, 50)
        office.live(counter, 3.0)
        left = dict(zip(desk.tickets(counter).row.tolist(), desk.tickets(counter).left.tolist(), strict=True))
        assert sorted(left.values()) == [0.0, 1.0] + [2.0] * 6
        orders.append([row for row, hours in left.items() if hours < 2.0])
        office.live(counter, 1.0)
        assert sorted(desk.tickets(counter).left.tolist()) == [0.0, 0.0] + [2.0] * 6
        desk.close(desk.tickets(counter).number, True)
    assert set(orders[0]) != {0, 1}
    assert set(orders[1]) != {6, 7}
    # The order in which tickets were handed in does not matter: the same week again, the other way round.
    again = Office()
    again.desk.counter("window")
    again.desk.submit(0, np.arange(8)[::-1], "repair", 2.0, 50)
    again.live(0, 3.0)
    seen = again.desk.tickets(0)
    assert sorted(seen.row[seen.left < 2.0].tolist()) == sorted(orders[0])


@pytest.mark.slow
def test_a_window_with_random_arrivals_has_the_queue_of_m_d_1() -> None:
    """Poisson arrivals with mean m, one ticket a week is served: on average m^2 / (2 (1 - m)) are left at the end of a week."""
    office = Office(NeighbourhoodParameters(buildings=8, floors=2, communities=3))
    gates, m, weeks = office.society.places.gates, 0.7, 900
    desk, first = office.desk, office.society.places.gate_rows[:-1]
    counter = desk.counter("window", "gate")
    lengths = []
    for week in range(weeks):
        times = office.week.happen_times("arrivals", np.arange(gates).astype(np.uint64), 52.0 * m)
        desk.submit(counter, np.repeat(first, times), "repair", 1.0, 5000, quality=500.0)
        desk.hours(counter, 1.0)
        office.serve()
        if week >= 100:
            lengths.append(desk.backlog(counter)[0])
        office.turn()
    of_gate = np.array(lengths).mean(axis=0)
    error = of_gate.std(ddof=1) / math.sqrt(gates)
    assert abs(of_gate.mean() - m * m / (2.0 * (1.0 - m))) < 4.0 * error
    assert error < 0.05


# Hours


def test_hours_are_for_one_week_and_no_more_than_the_counter_has() -> None:
    office = Office(NeighbourhoodParameters(buildings=2, floors=6))
    desk, gates = office.desk, office.society.places.gates
    counter = desk.counter("window", "gate", hours=np.arange(gates) + 0.5)
    assert desk.hours(counter, 2.0).tolist() == np.minimum(np.arange(gates) + 0.5, 2.0).tolist()
    desk.submit(counter, office.society.places.gate_rows[:-1], "repair", 1.0, 50)
    office.serve()
    assert desk.backlog(counter)[1].tolist() == [0.5] + [0.0] * (gates - 1)
    office.turn()
    office.serve()
    assert desk.backlog(counter)[1].tolist() == [0.5] + [0.0] * (gates - 1)
    desk.hours(counter, 1.0)
    assert desk.hours(counter, 0.0).tolist() == [0.0] * gates
    office.serve()
    assert desk.backlog(counter)[0].sum() == 1


def test_a_ticket_without_work_still_waits_until_somebody_is_there() -> None:
    office = Office()
    counter = office.desk.counter("window")
    office.desk.submit(counter, np.arange(4), "question", 0.0, 9, enquiry=True)
    office.live(counter, 0.0)
    assert office.desk.count(counter).closed == 0
    office.live(counter, 0.1)
    assert office.desk.count(counter).closed == 4


# How a ticket ends


def test_the_books_and_the_asker_count_apart() -> None:
    office = Office(NeighbourhoodParameters(buildings=4, floors=18), reopen=0.0)
    desk, n = office.desk, office.society.residents.n
    counter = desk.counter("window")
    rows, odds = np.arange(n), 0.4
    office.society.residents.trust_institutions[:] = 0.5
    desk.submit(counter, rows, "repair", 1.0, 0, quality=odds)
    office.live(counter, 0.75 * n)
    count = desk.count(counter)
    served = int(0.75 * n)
    p = 1.0 / (1.0 + math.exp(-odds))
    assert count.closed == count.in_time == served
    assert count.late == n - served
    assert abs(count.solved_in_time - p * served) < 4.0 * math.sqrt(p * (1 - p) * served)
    assert office.queues.tickets_in_time() == served / n
    assert office.queues.tickets_solved() == count.solved_in_time / n
    assert office.logged(Experience.HEARD) == count.solved_in_time
    assert office.logged(Experience.PASSED_OVER) == n - count.solved_in_time
    moved = np.sign(office.society.residents.trust_institutions - 0.5)
    assert (moved > 0).sum() == count.solved_in_time
    assert (moved < 0).sum() == n - count.solved_in_time
    # The late ones are closed later: nothing is said twice.
    office.live(counter, 2.0 * n)
    count = desk.count(counter)
    assert count.closed == n
    assert count.in_time + count.late == n
    assert count.solved_late > 0
    assert office.logged(Experience.HEARD) + office.logged(Experience.PASSED_OVER) == n
    assert office.logged(Experience.PASSED_OVER, 1) == 0


def test_an_enquiry_is_answered_and_no_request() -> None:
    office = Office()
    desk = office.desk
    counter = desk.counter("window")
    desk.submit(counter, np.arange(20), "question", 0.1, 1, enquiry=np.arange(20) < 15, quality=None)
    office.live(counter, 1.0)
    office.live(counter, 0.0, 2)
    count = desk.count(counter)
    seen = desk.tickets(counter)
    answered = 15 - int(seen.enquiry.sum())
    assert 0 < answered < 15
    assert (count.tickets, count.enquiries, count.closed) == (20, 15, answered)
    assert count.in_time == 0
    assert count.late == 5, "those that wait for `close` are open"
    assert office.logged(Experience.HEARD) == 0
    assert office.logged(Experience.PASSED_OVER) == 20 - answered


def test_a_mechanism_says_itself_how_a_ticket_ended() -> None:
    office = Office(reopen=0.0)
    desk = office.desk
    counter = desk.counter("window")
    numbers = desk.submit(counter, np.arange(6), "noise", 1.0, 3)
    other = desk.submit(counter, np.arange(6, 8), "repair", 1.0, 3)
    desk.hours(counter, 4.0)
    office.serve()
    worked = desk.worked(counter)
    assert len(worked) == 4
    assert set(desk.worked(counter, "noise")) == set(worked) & set(numbers)
    assert desk.tickets(counter, "repair").number.tolist() == other.tolist()
    assert len(desk.tickets(counter, "unheard of").number) == 0
    assert desk.close(worked[:3], np.array([True, True, False])).all()
    assert not desk.close(worked[:3], True).any(), "closed is closed"
    waiting = np.setdiff1d(np.append(numbers, other), worked)
    assert desk.close(waiting[:1], False).all(), "a reply in time is a closed ticket too"
    count = desk.count(counter)
    assert (count.closed, count.in_time, count.solved_in_time) == (4, 4, 2)
    assert office.logged(Experience.HEARD) == 2
    assert office.logged(Experience.PASSED_OVER) == 2
    desk.quality(worked[3:], 500.0)
    desk.quality(waiting[1:], 500.0)
    office.live(counter, 0.5)
    assert desk.worked(counter).tolist() == worked[3:].tolist(), "its work was over before it was judged"
    office.live(counter, 10.0)
    assert desk.count(counter).solved_in_time == 5


def test_unsolved_tickets_come_again_with_the_closed_form_and_then_no_more() -> None:
    office = Office(NeighbourhoodParameters(buildings=8, floors=18), reopen=0.1, gives_up=5)
    desk, n = office.desk, office.society.residents.n
    counter = desk.counter("window")
    desk.submit(counter, np.arange(n), "repair", 2.0, 1, quality=-500.0)
    office.live(counter, 2.0 * n)
    assert desk.count(counter).closed == n
    came = []
    for _ in range(6):
        came.append(desk.count(counter).repeated)
        # Nobody works, so that those who have come again stay open.
        office.live(counter, 0.0)
    for weeks, number in enumerate(came[:5], start=1):
        p = 1.0 - 0.9**weeks
        assert abs(number - p * n) < 4.0 * math.sqrt(p * (1 - p) * n), weeks
    assert came[5] == came[4]
    count = desk.count(counter)
    assert count.repeated + count.given_up == n
    assert count.tickets == n + count.repeated
    seen = desk.tickets(counter)
    assert (seen.times == 1).all()
    assert (seen.left == 2.0).all(), "all its work begins anew"
    assert (seen.due == seen.since + 1).all()
    assert count.late == count.repeated - (seen.due > office.week.number - 1).sum()


def test_the_default_repeats_about_as_many_as_were_measured() -> None:
    """239 of 2,495 tickets of a month were repeated; here by 40 % unsolved, weeks of equal arrivals."""
    office = Office(NeighbourhoodParameters(buildings=8, floors=18))
    desk, n = office.desk, office.society.residents.n
    counter = desk.counter("window")
    for week in range(60):
        desk.submit(counter, (np.arange(40) + 40 * week) % n, "repair", 1.0, 4, quality=math.log(0.6 / 0.4))
        office.live(counter, 200.0)
        if week == 20:
            office.queues.restart()
    count = desk.count(counter)
    unsolved, r = 0.4, QueueConstants().reopen
    expected = unsolved * (1 - (1 - r) ** 13)
    assert count.repeated / count.tickets == pytest.approx(expected, abs=0.03)
    assert unsolved * (1 - (1 - r) ** 4) == pytest.approx(239 / 2495, abs=0.02)


def test_a_follow_up_sends_back_what_was_closed_unsolved_and_nothing_else() -> None:
    office = Office(reopen=0.0)
    desk = office.desk
    counter = desk.counter("window")
    open_, solved, unsolved = desk.submit(counter, np.array([0, 1, 2]), "repair", [2.0, 1.0, 3.0], 4).tolist()
    assert desk.close(np.array([solved]), True).all()
    assert desk.close(np.array([unsolved]), False).all()
    office.turn()
    assert desk.send_back(np.array([open_, solved, unsolved])).tolist() == [False, False, True]
    assert not desk.send_back(np.array([unsolved])).any()
    seen = desk.tickets(counter)
    at = seen.number.tolist().index(unsolved)
    assert (seen.left[at], seen.since[at], seen.due[at], seen.times[at], seen.closed[at]) == (3.0, office.week.number, office.week.number + 4, 1, -1)
    assert desk.count(counter).tickets == 3
    assert desk.count(counter).repeated == 0
    office.live(counter, 10.0)
    assert set(desk.worked(counter).tolist()) == {open_, unsolved}
    desk.close(np.array([unsolved]), False)
    other = QueuesDesk(office.queues, office.week, 1)
    with pytest.raises(ValueError, match="belongs to another mechanism"):
        other.send_back(np.array([unsolved]))


def test_who_moves_away_takes_the_ticket_along() -> None:
    office = Office()
    desk, r = office.desk, office.society.residents
    counter = desk.counter("window")
    desk.submit(counter, np.arange(5), "repair", 1.0, 9)
    r.identity[[1, 3]] += np.uint64(1 << 8)
    office.week.turn(np.array([1, 3], np.int32))
    office.queues.begin(office.week)
    assert desk.tickets(counter).row.tolist() == [0, 2, 4]
    assert desk.count(counter).moved_away == 2
    assert not desk.close(np.array([1]), True).any()


# Who hangs on whom


def _worked_off(office: Office, kinds: tuple[str, ...], rows: np.ndarray, weeks: int = 8) -> None:
    for kind in kinds:
        office.desk.counter(kind, minutes=15.0)
    for week in range(weeks):
        for k in range(len(kinds)):
            if week < 4:
                office.desk.submit(k, rows, kinds[k], 0.5, 2, quality=0.0)
            office.desk.hours(k, 7.0)
        office.serve()
        office.turn()


def test_another_counter_or_community_changes_no_bit() -> None:
    two = NeighbourhoodParameters(buildings=1, floors=6, communities=2)
    offices = [Office(two) for _ in range(3)]
    lo = int(offices[0].society.places.community_rows[1])
    here, there = np.arange(20), np.arange(lo, lo + 20)
    _worked_off(offices[0], ("b",), there)
    _worked_off(offices[1], ("b",), np.concatenate([here, there]))
    _worked_off(offices[2], ("a", "b"), there)
    trust = [o.society.residents.trust_institutions for o in offices]
    assert np.array_equal(trust[0][lo:], trust[1][lo:])
    assert not np.array_equal(trust[0][:lo], trust[1][:lo])
    seen = [o.desk.tickets(k) for o, k in zip(offices, (0, 0, 1), strict=True)]
    for name in ("row", "unit", "identity", "left", "times", "late", "closed", "since"):
        alone, among, beside = (getattr(t, name)[t.row >= lo] for t in seen)
        assert len(alone) > 5
        assert np.array_equal(alone, among), name
        assert np.array_equal(alone, beside), name


def test_the_order_of_counters_changes_no_bit() -> None:
    offices = [Office() for _ in range(2)]
    _worked_off(offices[0], ("a", "b"), np.arange(20))
    _worked_off(offices[1], ("b", "a"), np.arange(20))
    one, other = (o.society.residents.trust_institutions for o in offices)
    assert np.array_equal(one, other)
    assert len(np.unique(one)) > 10


def test_tickets_of_one_person_kind_and_week_have_draws_of_their_own() -> None:
    office = Office(reopen=0.0)
    desk = office.desk
    counter = desk.counter("window")
    desk.submit(counter, np.array([4] * 50), "noise", 0.0, 3, quality=0.0)
    desk.submit(counter, np.array([4] * 50), "noise", 0.0, 3, quality=0.0)
    assert len(np.unique(desk.tickets(counter).identity)) == 100
    office.live(counter, 1.0)
    assert 25 < desk.count(counter).solved_in_time < 75


# Saved


def test_a_saved_queue_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    office = Office(NeighbourhoodParameters(buildings=2, floors=6, communities=2), reopen=0.3)
    desk = office.desk
    counters = [desk.counter("window", "gate", minutes=5.0, hours=8.0, rounds=(5, 1)), desk.counter("hotline")]
    rows = np.arange(0, office.society.residents.n, 3)
    for counter in counters:
        desk.submit(counter, rows, "repair", 1.0, 1, quality=0.0)
        desk.submit(counter, rows[:9], "noise", 0.5, 2)
        office.live(counter, 6.0)
    office.society.save(tmp_path / "s")
    again = Office(society=Society.load(tmp_path / "s"), reopen=0.3)
    again.queues.restore({name: np.copy(v) if isinstance(v, np.ndarray) else v for name, v in office.queues.state().items()})
    with pytest.raises(ValueError, match="belongs to another mechanism"):
        again.desk.hours(1, 1.0)
    assert again.queues.book.counters[0].rounds == (1, 5)
    assert [again.desk.counter("hotline"), again.desk.counter("window", "gate", minutes=5.0, hours=8.0)] == [1, 0]
    for each in (office, again):
        for _ in range(3):
            numbers = each.desk.submit(0, rows[::2], "lamp", 1.0, 1, quality=1.0)
            each.desk.hours(0, 3.0)
            each.live(1, 10.0)
    assert numbers[-1] == office.queues.book.next - 1
    for name, value in office.queues.state().items():
        if name != "rounds":
            assert np.array_equal(value, again.queues.state()[name], equal_nan=name == "ticket/quality"), name
    assert np.array_equal(office.society.residents.trust_institutions, again.society.residents.trust_institutions)
    assert office.queues.measures() == again.queues.measures()


def test_counts_begin_anew_with_the_scenario_and_tickets_stay() -> None:
    office = Office()
    counter = office.desk.counter("window")
    office.desk.submit(counter, np.arange(5), "repair", 1.0, 9)
    office.queues.restart()
    nothing = dict.fromkeys(("tickets_waited", "tickets_solved", "tickets_in_time"), pytest.approx(math.nan, nan_ok=True))
    assert office.queues.measures() == {**dict.fromkeys(office.queues.declared_measures(), 0.0), "tickets_open": 5.0, **nothing}
    assert office.queues.declared_measures()["tickets_in_time"].beside == "tickets_solved"


# At the desk


def test_a_counter_in_office_hours_is_open_to_those_at_home() -> None:
    office = Office()
    desk, situation = office.desk, office.society.residents.situation
    day, evening, never = desk.counter("day"), desk.counter("evening", rounds=(1, 5)), desk.counter("never", rounds=())
    rows = np.arange(office.society.residents.n)
    assert np.array_equal(desk.open_to(day, rows), situation <= Situation.CARER)
    assert 0 < desk.open_to(day, rows).sum() < len(rows)
    assert desk.open_to(evening, rows).all()
    assert not desk.open_to(never, rows).any()


def test_what_is_wrong_is_refused_in_a_sentence() -> None:
    office = Office()
    desk, n = office.desk, office.society.residents.n
    counter = desk.counter("window")
    other = QueuesDesk(office.queues, office.week, 1)
    theirs = other.counter("theirs")
    foreign = other.submit(theirs, np.array([0]), "x", 1.0, 1)

    def refused(match: str, call: Any, *args: Any, **values: Any) -> None:
        with pytest.raises(ValueError, match=match):
            call(*args, **values)

    refused("one of each community, compound, building, gate", desk.counter, "w", "flat")
    refused("of each community already", desk.counter, "window", "gate")
    refused("name of one line", desk.counter, "")
    refused("rounds 0 to 12", desk.counter, "w", rounds=(13,))
    refused("0 to 10080 minutes", desk.counter, "w", minutes=-1.0)
    refused("0 or more", desk.counter, "w", hours=np.nan)
    refused("one for each of 1 units", desk.hours, counter, np.ones(2))
    refused("no counter 9", desk.hours, 9, 1.0)
    refused("belongs to another mechanism", desk.hours, theirs, 1.0)
    refused("belongs to another mechanism", desk.submit, theirs, np.array([0]), "x", 1.0, 1)
    refused("belongs to another mechanism", desk.close, foreign, True)
    refused(f"whole numbers from 0 to {n - 1}", desk.submit, counter, np.array([n]), "x", 1.0, 1)
    refused("0 hours or more", desk.submit, counter, np.array([0]), "x", -1.0, 1)
    refused("0 to 5200 whole weeks", desk.submit, counter, np.array([0]), "x", 1.0, -1)
    refused("0 to 5200 whole weeks", desk.submit, counter, np.array([0]), "x", 1.0, 1.5)
    refused("finite number", desk.submit, counter, np.array([0]), "x", 1.0, 1, quality=np.inf)
    refused("different whole numbers", desk.close, np.array([0, 0]), True)
    refused("different whole numbers", desk.close, np.array([99]), True)
    with pytest.raises(ValueError, match="read-only"):
        other.tickets(theirs).left[0] = 0.0
    assert len(desk.submit(counter, np.zeros(0, int), "x", 1.0, 1)) == 0
    assert office.queues.total().tickets == 1
