"""Questions to a whole small group, against cases small enough to count."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest
from linli.model.questions import View
from linli.model.questions.panel import Formation, Isolates, Jaccard, LevelShare, Loss, Transitivity, UnknownShare

Look = Callable[..., View]
KITE = [(0, 1, 50.0), (1, 2, 50.0), (0, 2, 50.0), (2, 3, 50.0)]


def says(*pairs: tuple[int, int], n: int = 4) -> np.ndarray:
    said = np.zeros((1, n, n), bool)
    for a, b in pairs:
        said[0, a, b] = True
    return said


def wave(*pairs: tuple[int, int], n: int = 4, missing: tuple[int, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    took_part = np.ones((1, n), bool)
    took_part[0, list(missing)] = False
    return says(*pairs, n=n) & took_part[:, :, None], took_part


def test_share_of_ratings(look: Look) -> None:
    view = look(4, [(0, 1, 50.0), (4, 5, 9.0), (4, 6, 9.0)], count=2)
    assert LevelShare(level="friend").observe(view).tolist() == pytest.approx([100 * 2 / 12, 0.0])
    assert LevelShare(level="friendly").observe(view).tolist() == pytest.approx([100 * 2 / 12, 100 * 4 / 12])


def test_share_of_ratings_is_of_the_forms_that_came_back_in_that_wave(look: Look) -> None:
    """In a full group the share is 100 % whoever answers; the number of ratings follows the wave."""
    view = look(5, [(i, j, 50.0) for i in range(5) for j in range(i)])
    put = LevelShare(level="friend", answered=(5, 2))
    for number, forms in enumerate((5, 2)):
        view.wave = number
        assert put.says(view)[1].sum() == forms
        assert put.observe(view).tolist() == [100.0]


def test_unknown_are_those_not_even_recognised(look: Look) -> None:
    assert UnknownShare().observe(look(4, [(0, 1, 0.8), (2, 3, 0.6)])).tolist() == pytest.approx([100 * 10 / 12])


def test_isolates_neither_name_nor_are_named() -> None:
    put = Isolates(level="friend")
    seen = [(says((0, 1)), 0), (says((0, 1), (2, 0), (1, 3)), 3)]
    assert put.answer(seen).tolist() == [[50.0, 0.0]]


def test_isolates_are_looked_for_at_the_level(look: Look) -> None:
    view = look(4, [(0, 1, 50.0), (2, 3, 9.0)])
    assert Isolates(level="friend").answer([Isolates(level="friend").observe(view)]).tolist() == [[50.0]]
    assert Isolates(level="friendly").answer([Isolates(level="friendly").observe(view)]).tolist() == [[0.0]]


def test_transitivity_of_a_kite_and_of_no_tie(look: Look) -> None:
    assert Transitivity(level="friend").observe(look(4, KITE)).tolist() == pytest.approx([3 / 5])
    assert Transitivity(level="friend").observe(look(4)).tolist() == [0.0]


def test_transitivity_is_that_of_networkx(look: Look) -> None:
    graph = nx.gnp_random_graph(12, 0.4, seed=4)
    found = Transitivity(level="friendly").observe(look(12, [(a, b, 20.0) for a, b in graph.edges]))
    assert found.tolist() == pytest.approx([nx.transitivity(graph)])


def test_jaccard_counts_ratings_given_both_times() -> None:
    put = Jaccard(level="friend")
    three = [wave((0, 1), (1, 0), (2, 3)), wave((0, 1), (1, 2)), wave((0, 1), (1, 2))]
    assert put.answer(three).tolist() == [[pytest.approx(1 / 4), 1.0]]
    # Without the form of 1 only 0 > 1 and 2 > 3 can be compared.
    assert put.answer([wave((0, 1), (1, 0), (2, 3)), wave((0, 1), (1, 2), missing=(1,))]).tolist() == [[0.5]]


def test_formation_and_loss_by_common_contacts() -> None:
    """Two waves of five: 0-1 and 1-2 are tied, so 0 and 2 have one contact in common; all other pairs without a tie have none."""
    before = wave((0, 1), (1, 0), (1, 2), (2, 1), n=5)
    after = wave((0, 1), (1, 2), (2, 1), (0, 2), (3, 4), n=5)
    formed = Formation(level="friend").answer([before, after])[0]
    # 16 ratings were below the level: 0 > 2 and 2 > 0 with one contact in common, 14 with none.
    assert formed[:2].tolist() == pytest.approx([1 / 14, 1 / 2])
    assert np.isnan(formed[2:]).all()
    lost = Loss(level="friend").answer([before, after])[0]
    assert lost[0] == pytest.approx(1 / 4)
    assert np.isnan(lost[1:]).all()


def test_four_and_more_common_contacts_are_one_class() -> None:
    star = [(k, c) for k in range(2, 8) for c in (0, 1)]
    before = wave(*star, (0, 1), n=8)
    lost = Loss(level="friend").answer([before, wave(n=8)])[0]
    assert lost[4] == 1.0
    assert lost[1] == 1.0, "each ray has the other end of 0-1 in common"
