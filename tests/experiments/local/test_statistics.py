"""The numbers by which answers and lists are compared: worked out by hand, and missing where nothing tells them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linli.experiments.local.collected import Attendance
from linli.experiments.local.statistics import names_of, statistics

LISTS = Attendance(
    np.array([1, 2, 9, 10]), np.array([2, 3, 2, 1]), np.array([0, 0, 1, 1, 1, 2, 2, 3]), np.array([0, 1, 0, 1, 2, 0, 3, 0])
)
"""Four events: person 0 came to all, 1 to two, 2 and 3 to one each."""


def test_numbers_of_waves_are_those_worked_out_by_hand(waves):
    found = statistics(waves())
    known = np.log1p(np.arange(12.0))
    assert found["known: mean 1"] == pytest.approx(known.mean())
    assert found["known: spread 1"] == pytest.approx(known.std(ddof=1))
    assert found["known: none 1"] == pytest.approx(1 / 12)
    # The same nine people, each with one neighbour more.
    assert found["known: change"] == pytest.approx((np.log1p(np.arange(4.0, 13.0)) - known[3:]).mean())
    # Of 3 + 4 + ... + 11 named, one fewer by each of nine.
    assert found["named again"] == pytest.approx((63 - 9) / 63)
    assert math.isnan(found["named again, by those who know few"]), "three people say nothing"
    # Everybody was asked once: that goes with nothing.
    assert found["known and asked 1"] == 0.0


def test_what_was_not_asked_is_missing(waves):
    found = statistics(waves(second={"again": np.full(9, np.nan)}))
    assert math.isnan(found["helpers: mean 1"])
    assert math.isnan(found["named again"])
    assert math.isnan(found["came: change"])
    assert "events" not in found


def test_a_blank_answer_leaves_out_one_person(waves):
    known = np.arange(12.0)
    known[0] = np.nan
    assert statistics(waves(first={"known": known}))["known: mean 1"] == pytest.approx(np.log1p(np.arange(1.0, 12.0)).mean())


def test_numbers_of_lists_are_those_worked_out_by_hand(waves):
    found = statistics(waves(LISTS))
    assert found["events"] == pytest.approx(math.log(4))
    assert found["turnout: mean"] == pytest.approx(np.log([2, 3, 2, 1]).mean())
    assert found["turnout: second half less first"] == pytest.approx(0.5 * (math.log(2) - math.log(6)))
    assert found["list: people"] == pytest.approx(math.log(4))
    assert found["list: came once"] == pytest.approx(0.5)
    # Of three who came in the first half one came in the second.
    assert found["list: came in both halves"] == pytest.approx(1 / 3)
    assert found["list: of all comings by the busiest tenth"] == pytest.approx(4 / 8)


def test_counts_without_codes_tell_turnout_alone(waves):
    whole, counts = statistics(waves(LISTS)), statistics(waves(LISTS._replace(event=None, person=None)))
    for name, value in counts.items():
        if name.startswith("list: "):
            assert math.isnan(value), name
        elif name.startswith("turnout: "):
            assert value == whole[name] or (math.isnan(value) and math.isnan(whole[name])), name


def test_turnout_after_a_crowd_of_events_is_seen(waves):
    week = np.array([1, 20, 40, 60, 61, 62])
    tired = Attendance(week, np.array([9, 9, 9, 9, 4, 2]))
    assert statistics(waves(tired))["turnout: with events shortly before"] < -0.9
    fresh = Attendance(week, np.array([9, 9, 9, 9, 9, 9]))
    assert statistics(waves(fresh))["turnout: with events shortly before"] == 0.0


def test_names_are_those_of_the_numbers(waves):
    assert names_of(True) == tuple(statistics(waves(LISTS)))
    assert names_of(False) == tuple(statistics(waves()))
    nobody = Attendance(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert names_of(True) == tuple(statistics(waves(nobody)))
