"""Ties that are gone when a place is asked again."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.questions.turnover import BridgesLostMore, Kept, TiesLost
from linli.model.survey.texture import Graph


def network(*pairs: tuple[int, int], names: str = "abcdef") -> list[Kept]:
    return [Kept(Graph(len(names), np.array(pairs)), np.array([ord(c) for c in names], np.uint64))]


FIRST = network((0, 1), (1, 2), (0, 2), (2, 3), (3, 4))


def test_ties_lost_by_common_contacts() -> None:
    """A triangle and a tail: its two ties have no common contact and are bridges. One of them and one of the triangle go."""
    later = network((0, 1), (1, 2), (2, 3), (4, 5))
    assert TiesLost().answer([FIRST, later]).tolist() == [[pytest.approx(100 * 2 / 5)]]
    assert TiesLost(least=0, most=0).answer([FIRST, later]).tolist() == [[50.0]]
    assert TiesLost(least=1).answer([FIRST, later])[0, 0] == pytest.approx(100 / 3)
    assert np.isnan(TiesLost(least=2).answer([FIRST, later])).all()
    assert BridgesLostMore().answer([FIRST, later])[0, 0] == pytest.approx(50.0 - 100 / 3)


def test_the_last_week_counts_and_not_those_between() -> None:
    none = network()
    assert TiesLost().answer([FIRST, none, FIRST]).tolist() == [[0.0]]
    assert TiesLost().answer([FIRST, FIRST, none]).tolist() == [[100.0]]


def test_who_moved_away_takes_their_ties_along() -> None:
    """c's flat is let to x, who takes up with the same neighbours; b and d have changed places."""
    assert TiesLost().answer([FIRST, network((0, 1), (1, 2), (0, 2), (2, 3), (3, 4), names="abxdef")])[0, 0] == pytest.approx(100 * 3 / 5)
    moved = network((0, 3), (3, 2), (0, 2), (2, 1), (1, 4), names="adcbef")
    assert TiesLost().answer([FIRST, moved]).tolist() == [[0.0]]


def test_each_site_has_its_own_answer() -> None:
    two = [*network((0, 1)), *network((0, 1), (2, 3)), *network()]
    after = [*network(), *network((2, 3)), *network((0, 1))]
    found = TiesLost(least=0, most=0).answer([two, after])
    assert found[:2].tolist() == [[100.0], [50.0]]
    assert np.isnan(found[2, 0])
