"""The network of a whole place: who is a node, what is a tie, and each figure against networkx or by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.sites import SitePeople
from linli.model.questions import QUESTIONS, AskedIn, View
from linli.model.questions.texture import (
    ExternalInternal,
    MeanDegree,
    Modularity,
    NetworkQuestion,
    PathLengths,
    SharedPartners,
    WithinGroups,
    pairs_of_households,
)

Look = Callable[..., View]
FLATS = NeighbourhoodParameters(preset="natural-village", buildings=2, entrances=1, floors=1, flats_per_floor=3, kin_groups=0)


def test_figures_are_those_of_networkx(look: Look) -> None:
    graphs = [nx.gnp_random_graph(14, 0.3, seed=k) for k in (1, 2)]
    ties = [(a + 14 * k, b + 14 * k, 50.0) for k, graph in enumerate(graphs) for a, b in graph.edges]
    view = look(14, ties, count=2)
    wanted: dict[str, list[float]] = {name: [] for name in ("degree", "degree-variation", "without-tie", "transitivity", "path-length", "supported")}
    for graph in graphs:
        degrees = np.array([d for _, d in graph.degree])
        lengths = [d for source, row in nx.all_pairs_shortest_path_length(graph) for target, d in row.items() if source < target]
        wanted["degree"].append(float(degrees.mean()))
        wanted["degree-variation"].append(float(degrees.std() / degrees.mean()))
        wanted["without-tie"].append(100.0 * float((degrees == 0).mean()))
        wanted["transitivity"].append(nx.transitivity(graph))
        wanted["path-length"].append(float(np.mean(lengths)))
        wanted["supported"].append(100.0 * float(np.mean([any(True for _ in nx.common_neighbors(graph, a, b)) for a, b in graph.edges])))
    for name, values in wanted.items():
        assert QUESTIONS[name]().observe(view).tolist() == pytest.approx(values), name


def test_shared_partners_and_path_lengths_by_hand(look: Look) -> None:
    # Two triangles that share the tie 1-2, a tail 3-4-5-6-7-8, and 9 and 10 apart from them.
    ties = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (9, 10)]
    view = look(11, [(a, b, 50.0) for a, b in ties])
    ties_by_partners = np.array([6, 4, 1, 0, 0])
    assert SharedPartners().observe(view)[0] == pytest.approx(100.0 * ties_by_partners / 11)
    graph = nx.Graph(ties)
    lengths = [d for source, row in nx.all_pairs_shortest_path_length(graph) for target, d in row.items() if source < target]
    counted = [sum(d == k for d in lengths) for k in (1, 2, 3, 4)] + [sum(d > 4 for d in lengths), 55 - len(lengths)]
    assert counted[-2] > 0
    assert counted[-1] == 18
    assert PathLengths().observe(view)[0] == pytest.approx(100.0 * np.array(counted) / 55)
    nobody = look(3, [])
    assert np.isnan(SharedPartners().observe(nobody)).all()
    assert PathLengths().observe(nobody)[0].tolist() == [0.0] * 5 + [100.0]


def test_a_tie_is_a_name_of_either_side_or_of_both(look: Look) -> None:
    view = look(3, [(0, 1, 50.0), (1, 2, 50.0)])
    view.society.ties.partner[0] = 65535
    assert MeanDegree().observe(view).tolist() == pytest.approx([4 / 3])
    assert MeanDegree(side="both").observe(view).tolist() == pytest.approx([2 / 3])


def test_the_level_and_the_lines_on_the_form_count(look: Look) -> None:
    view = look(4, [(0, 1, 9.0), (0, 2, 50.0), (0, 3, 60.0)])
    assert MeanDegree(level="friendly").observe(view).tolist() == [1.5]
    assert MeanDegree(level="friend").observe(view).tolist() == [1.0]
    # With one line 0 names 3 only; the others name 0.
    assert MeanDegree(level="friendly", names=1, side="both").observe(view).tolist() == [0.5]


def test_households_are_tied_if_any_of_their_people_are(look: Look) -> None:
    """Three households of two in six flats: 0-1, 2-3, 4-5; ties within a household do not count, two ties make one."""
    ties = [(0, 1, 90.0), (0, 2, 50.0), (1, 3, 50.0), (8, 10, 50.0)]
    view = look(6, ties, count=2, household=2, place=FLATS)
    put = MeanDegree(nodes="households")
    assert put.observe(view).tolist() == pytest.approx([2 / 3, 2 / 3])
    assert [network.rows.tolist() for network in put.networks(view)] == [[0, 2, 4], [6, 8, 10]]
    assert [network.graph.pairs.tolist() for network in put.networks(view)] == [[[0, 1]], [[1, 2]]]


def test_a_sample_sees_only_ties_among_the_asked(look: Look) -> None:
    """In a full group a sample of half sees a full group of half; the same people are asked every week."""
    full = [(i + 10 * k, j + 10 * k, 50.0) for k in range(3) for i in range(10) for j in range(i)]
    view = look(10, full, count=3)
    put = MeanDegree(asked=0.5)
    assert put.observe(view).tolist() == [4.0] * 3
    first = [network.rows.tolist() for network in put.networks(view)]
    view.society.week += 30
    assert [network.rows.tolist() for network in put.networks(View(view.society, 30))] == first
    assert len({tuple(np.array(rows) - rows[0]) for rows in first}) > 1, "other people in other sites"


def test_networks_are_drawn_once_for_all_questions_that_draw_alike(look: Look) -> None:
    view = look(4, [(0, 1, 50.0)])
    assert MeanDegree().networks(view) is WithinGroups().networks(view)
    assert MeanDegree().networks(view) is not MeanDegree(side="both").networks(view)


KIN = [0, 0, 1, 1, -1, -1]
TIES = [(0, 1, 50.0), (2, 3, 50.0), (1, 2, 50.0), (4, 5, 50.0)]


@pytest.mark.parametrize(
    ("groups", "within"),
    # Kin: 0-1 and 2-3 of four; 4 and 5 belong to no kin group and are groups of their own. Lanes (gates) and hamlets hold three flats each.
    [("kin", 50.0), ("gate", 75.0), ("building", 75.0)],
)
def test_share_within_groups(look: Look, groups: Any, within: float) -> None:
    view = look(6, TIES, place=FLATS, kin=KIN)
    assert WithinGroups(groups=groups).observe(view).tolist() == [within]
    assert ExternalInternal(groups=groups).observe(view).tolist() == [1.0 - 2.0 * within / 100.0]


def test_modularity_of_given_groups_and_of_those_found(look: Look) -> None:
    view = look(6, TIES, place=FLATS, kin=KIN)
    graph = nx.Graph([(a, b) for a, b, _ in TIES])
    assert Modularity(groups="kin").observe(view).tolist() == pytest.approx([nx.community.modularity(graph, [{0, 1}, {2, 3}, {4}, {5}])])
    found = Modularity(groups="found").observe(view)[0]
    best = max(nx.community.modularity(graph, parts) for parts in ([{0, 1, 2, 3}, {4, 5}], [{0, 1}, {2, 3}, {4, 5}]))
    assert found == pytest.approx(best)


def test_a_class_without_a_figure_says_so(look: Look) -> None:
    with pytest.raises(TypeError, match="no figure"):
        NetworkQuestion().observe(look(3))


def test_people_of_one_household_are_tied_if_wanted(look: Look) -> None:
    # Three households of two; one tie between the first two. With households: 4 ties, 3 of them within flats.
    view = look(6, [(0, 2, 50.0)], household=2, place=FLATS)
    assert MeanDegree().observe(view).tolist() == pytest.approx([2 / 6])
    assert MeanDegree(household=True).observe(view).tolist() == pytest.approx([8 / 6])
    assert MeanDegree(household=True, names=1, side="both").observe(view).tolist() == pytest.approx([8 / 6])
    flat = np.array([0, 0, 0, 3, 4, 4])
    assert pairs_of_households(flat).tolist() == [[0, 1], [1, 2], [4, 5], [0, 2]]
    assert len(pairs_of_households(np.arange(5))) == 0


def test_ties_of_households_need_households_of_several() -> None:
    asked = AskedIn(1, 4, SitePeople(number=6), FLATS, {}, ())
    for fields in ({}, {"nodes": "households"}):
        found = MeanDegree(household=True, **fields).refuse(asked)  # type: ignore[arg-type]
        assert found is not None
        assert found[0] == "household"
    assert MeanDegree(household=True).refuse(asked._replace(people=SitePeople(number=6, household=2))) is None
