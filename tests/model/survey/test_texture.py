"""The texture of networks against networkx and against networks whose figures are known."""

from __future__ import annotations

import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.ground.refusal import InputError
from linli.model.survey.texture import Graph

NETWORKS = [nx.gnp_random_graph(40, 0.1, seed=seed) for seed in range(3)] + [
    nx.watts_strogatz_graph(60, 6, 0.1, seed=1),
    nx.barabasi_albert_graph(50, 3, seed=2),
    nx.disjoint_union(nx.complete_graph(5), nx.path_graph(7)),
]


def of(network: nx.Graph) -> Graph:
    return Graph(network.number_of_nodes(), np.array(network.edges(), int).reshape(-1, 2))


@pytest.fixture(params=NETWORKS, ids=range(len(NETWORKS)))
def network(request: pytest.FixtureRequest) -> nx.Graph:
    """One of some random networks."""
    found: nx.Graph = request.param
    return found


def test_degrees_and_triangles_are_those_of_networkx(network: nx.Graph) -> None:
    graph = of(network)
    degrees = np.array([network.degree(i) for i in range(graph.n)])
    assert graph.degrees.tolist() == degrees.tolist()
    assert graph.mean_degree() == pytest.approx(degrees.mean())
    assert graph.cv_degree() == pytest.approx(degrees.std() / degrees.mean())
    assert graph.isolates() == pytest.approx(nx.number_of_isolates(network) / graph.n)
    assert graph.transitivity() == pytest.approx(nx.transitivity(network))


def test_shared_partners_are_the_common_neighbours(network: nx.Graph) -> None:
    graph = of(network)
    shared = np.array([len(list(nx.common_neighbors(network, i, j))) for i, j in graph.pairs.tolist()])
    assert graph.shared_partners.tolist() == shared.tolist()
    assert graph.esp() == pytest.approx([(shared == k).mean() for k in range(4)] + [(shared >= 4).mean()])
    assert graph.esp().sum() == pytest.approx(1.0)
    assert graph.supported() == pytest.approx((shared > 0).mean())
    local = {tuple(sorted(edge)) for edge in nx.local_bridges(network, with_span=False)}
    assert {tuple(pair) for pair in graph.pairs[graph.bridging()].tolist()} == local


def test_paths_are_those_of_networkx(network: nx.Graph) -> None:
    graph = of(network)
    lengths = [length for source, found in nx.all_pairs_shortest_path_length(network) for target, length in found.items() if source < target]
    found = graph.geodesics()
    assert found.pairs.tolist() == np.bincount(lengths).tolist()
    assert found.mean == pytest.approx(np.mean(lengths))
    assert graph.average_path() == found.mean
    assert found.pairs.sum() + found.unreached == pytest.approx(graph.n * (graph.n - 1) / 2)


def test_groups_are_those_of_networkx(network: nx.Graph) -> None:
    graph = of(network)
    labels = np.random.default_rng(3).integers(0, 4, graph.n)
    groups = [set(np.flatnonzero(labels == k).tolist()) for k in range(4)]
    assert graph.modularity(labels) == pytest.approx(nx.community.modularity(network, groups))
    inside = sum(labels[i] == labels[j] for i, j in graph.pairs)
    assert graph.within(labels) == pytest.approx(inside / graph.ties)
    assert graph.ei_index(labels) == pytest.approx((graph.ties - 2 * inside) / graph.ties)
    best = graph.best_groups(seed=4)
    assert best.tolist() == graph.best_groups(seed=4).tolist()
    assert graph.modularity(best) > graph.modularity(labels)
    found = nx.community.louvain_communities(network, seed=4)
    assert graph.modularity(best) == pytest.approx(nx.community.modularity(network, found), abs=0.05)


def test_figures_of_networks_that_one_knows() -> None:
    ring = of(nx.cycle_graph(10))
    assert (ring.mean_degree(), ring.cv_degree(), ring.transitivity(), ring.supported()) == (2.0, 0.0, 0.0, 0.0)
    assert ring.geodesics().pairs.tolist() == [0, 10, 10, 10, 10, 5]
    clique = of(nx.complete_graph(6))
    assert (clique.transitivity(), clique.average_path(), clique.supported()) == (1.0, 1.0, 1.0)
    assert clique.esp().tolist() == [0, 0, 0, 0, 1]
    two = of(nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(4)))
    labels = np.array(["a"] * 4 + ["b"] * 4)
    assert two.ei_index(labels) == -1.0
    assert two.modularity(labels) == pytest.approx(0.5)
    assert two.best_groups().tolist() == [0] * 4 + [1] * 4
    assert two.ei_index(np.arange(8)) == 1.0


def test_paths_from_a_sample_of_sources_come_near_those_from_all() -> None:
    graph = of(nx.watts_strogatz_graph(600, 6, 0.2, seed=1))
    whole, part = graph.geodesics(), graph.geodesics(seed=2, sources=200)
    assert part.mean != whole.mean
    assert part.mean == pytest.approx(whole.mean, rel=0.02)
    assert part.pairs.sum() + part.unreached == pytest.approx(600 * 599 / 2)
    assert part.pairs == pytest.approx(graph.geodesics(seed=2, sources=200).pairs)
    assert part.mean != graph.geodesics(seed=3, sources=200).mean


@given(n=st.integers(2, 12), data=st.data())
def test_the_order_and_repetition_of_pairs_do_not_matter(n: int, data: st.DataObject) -> None:
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1])
    pairs = data.draw(st.lists(pair, max_size=30))
    one = Graph(n, np.array(pairs, int).reshape(-1, 2))
    other = Graph(n, np.array([(j, i) for i, j in reversed(pairs)] + pairs, int).reshape(-1, 2))
    assert one.pairs.tolist() == other.pairs.tolist() == sorted([min(p), max(p)] for p in set(map(frozenset, pairs)))


@pytest.mark.parametrize("n", [0, 5])
def test_an_empty_network_has_nothing_to_count(n: int) -> None:
    graph = Graph(n, np.zeros((0, 2), int))
    for value in (graph.cv_degree(), graph.transitivity(), graph.supported(), graph.average_path(), graph.within(np.zeros(n)), graph.modularity(np.zeros(n))):
        assert np.isnan(value)
    assert np.isnan(graph.esp()).all()
    assert len(graph.bridging()) == 0
    assert graph.best_groups().tolist() == list(range(n))
    assert graph.geodesics().pairs.tolist() == [0]
    assert graph.geodesics().unreached == n * (n - 1) / 2
    assert np.isnan(graph.mean_degree()) if n == 0 else (graph.mean_degree(), graph.isolates()) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("n", "pairs", "match"),
    [(3, [[0, 3]], "0 to 2"), (3, [[-1, 0]], "0 to 2"), (3, [[1, 1]], "two different people"), (3, [[0, 1, 2]], "two columns"), (3, [0, 1], "two columns")],
)
def test_wrong_pairs_are_refused(n: int, pairs: list[object], match: str) -> None:
    with pytest.raises(InputError, match=match):
        Graph(n, np.array(pairs))


def test_wrong_labels_and_sources_are_refused() -> None:
    graph = Graph(3, np.array([[0, 1]]))
    with pytest.raises(InputError, match="3 labels are needed"):
        graph.within(np.zeros(2))
    with pytest.raises(InputError, match="at least 1 source"):
        graph.geodesics(sources=0)


def test_importing_loads_no_library_of_networks() -> None:
    text = "import sys, linli.model.survey.texture, linli.model.survey; print([n for n in sys.modules if n.startswith(('networkx', 'scipy.s', 'scipy.o'))])"
    assert subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout.strip() == "[]"
