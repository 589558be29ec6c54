"""Measures against a brute-force count on a small tie table made by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people.residents import NEVER
from linli.model.society.measures import busiest_tenth, catalogue, gini, info, people_measures, tie_measures
from linli.model.society.society import Society
from linli.model.ties.counting import acquaintance_counts
from linli.model.ties.store import TICKS


@pytest.fixture(scope="module")
def society() -> Society:
    """Random ties, some of them stale, some remembered by one side only."""
    made = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2), seed=5)
    made.week = 300
    rng = np.random.default_rng(1)
    r, p, ties = made.residents, made.places, made.ties
    r.arrival[:] = rng.integers(-200, 300, r.n)
    for lo, hi in itertools.pairwise(p.community_rows.tolist()):
        used = np.zeros(r.n, int)
        for i, j in itertools.combinations(range(lo, hi), 2):
            if rng.random() < 0.12:
                values = rng.gamma(1.0, 20.0), rng.gamma(1.0, 20.0)
                last, origin = rng.integers(0, 300), rng.integers(0, 10)
                for a, b in ((i, j), (j, i)) if rng.random() < 0.9 else ((i, j),):
                    k = used[a]
                    if k < ties.partner.shape[1]:
                        used[a] += 1
                        ties.partner[a, k] = b - lo
                        ties.closeness[a, k], ties.slow[a, k] = round(min(values) * TICKS), max(values)
                        ties.last[a, k], ties.origin[a, k] = last, origin
    return made


def _entries(society: Society) -> list[tuple[int, int, float, float, int, int]]:
    """All valid entries (row, partner's row, closeness, slow trace, origin, weeks since the last talk) by the plain rule."""
    t, r, c = society.ties, society.residents, society.constants.ties
    found = []
    for lo, hi in itertools.pairwise(society.places.community_rows.tolist()):
        for i in range(lo, hi):
            for k in range(t.partner.shape[1]):
                if t.partner[i, k] == 65535:
                    continue
                j = lo + int(t.partner[i, k])
                last = int(t.last[i, k])
                if last >= r.arrival[i] and last >= r.arrival[j]:
                    days = 7 * (society.week - last)
                    closeness = t.closeness[i, k] / TICKS * 0.5 ** (days / c.half_life)
                    found.append((i, j, closeness, t.slow[i, k] * 0.5 ** (days / c.slow_half_life), int(t.origin[i, k]), society.week - last))
    return found


def test_tie_measures_equal_a_brute_force_count(society: Society) -> None:
    c, r, n = society.constants.ties, society.residents, society.residents.n
    entries = _entries(society)
    known = {(i, j) for i, j, _, slow, *_ in entries if slow >= c.acquaintance}
    mine = np.bincount([i for i, _ in known], minlength=n)
    measured = tie_measures(society)
    assert len(known) > 500
    assert measured["acquaintances"] == pytest.approx(len(known) / n)
    assert measured["recognised"] == pytest.approx(sum(slow >= c.recognised for _, _, _, slow, *_ in entries) / n)
    for level in ("friendly", "friend", "close"):
        assert measured[level] == pytest.approx(sum(close >= getattr(c, level) for _, _, close, *_ in entries) / n)
    assert measured["strangers"] == pytest.approx((mine < 3).mean())
    assert measured["none"] == pytest.approx((mine == 0).mean())
    pairs = [(i, j) for i in range(n) for j in range(n) if r.gate[i] == r.gate[j] and r.flat[i] != r.flat[j]]
    assert measured["gate_density"] == pytest.approx(sum(pair in known for pair in pairs) / len(pairs))
    for code, kind in enumerate(society.focus_kinds):
        share = sum(slow >= c.acquaintance and origin == code for _, _, _, slow, origin, _ in entries) / len(known)
        assert measured[f"origin.{kind.name}"] == pytest.approx(share)
    fresh = sum(slow >= c.acquaintance and weeks <= 13 for _, _, _, slow, _, weeks in entries) / len(known)
    assert 0.0 < fresh < 1.0
    assert measured["acquaintances_fresh"] == pytest.approx(fresh)
    assert (acquaintance_counts(society, np.arange(n)) == mine).all()


def test_transitivity_equals_a_brute_force_count(society: Society) -> None:
    c = society.constants.ties
    known = {(i, j) for i, j, _, slow, *_ in _entries(society) if slow >= c.acquaintance}
    stored = {(i, j) for i, j, *_ in _entries(society)}
    of: dict[int, list[int]] = {}
    for i, j in known:
        of.setdefault(i, []).append(j)
    closed = pairs = 0
    for friends in of.values():
        for x, y in itertools.combinations(friends, 2):
            pairs += 1
            closed += (x, y) in known if (x, y) in stored else (y, x) in known
    assert tie_measures(society)["transitivity"] == pytest.approx(closed / pairs)


def test_threads_do_not_change_a_count(society: Society) -> None:
    assert tie_measures(society, 2) == tie_measures(society, 1)


def test_all_measures_are_described(society: Society) -> None:
    from linli.model.mechanisms.building_gates import BuildingGates
    from linli.model.mechanisms.ordinary_life import OrdinaryLife

    society.attach({"building-gates": BuildingGates.Parameters()})
    found = society.measure()
    society.attach({})
    titles = {kind.name: kind.title for kind in society.focus_kinds}
    assert {name for name in found if not name.startswith("origin.")} == set(catalogue([BuildingGates, OrdinaryLife]))
    for name in found:
        about = info(name, titles)
        assert about.title.en
        assert about.title.zh
        assert np.isfinite(found[name]) or (about.kind in ("share", "number") and np.isnan(found[name])), "of nothing there is no share"
    assert info("origin.yard", {"yard": Text("the yard", "院子")}).title.zh == "熟人来源：院子"


def test_those_who_came_are_counted_among_all_residents() -> None:
    """Of ten: two came this week, one 13 weeks ago, one 14, six never; one of them once, one twice, two often."""
    made = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=5)
    r, n = made.residents, made.residents.n - made.residents.n % 10
    made.week = 100
    r.last_came[:], r.times_came[:] = NEVER, 0
    r.last_came[:n] = np.tile([100, 100, 87, 86, *[NEVER] * 6], n // 10)
    r.times_came[:n] = np.tile([1, 2, 5, 12, *[0] * 6], n // 10)
    found, share = people_measures(made), n / 10 / r.n
    assert found["came_quarter"] == pytest.approx(3 * share)
    assert found["came_ever"] == pytest.approx(4 * share)
    assert found["came_never"] == pytest.approx(1.0 - 4 * share)
    assert found["came_more"] == pytest.approx(3 * share)
    assert found["came_busiest"] == pytest.approx(0.6, abs=0.05), "a tenth of them came to 12 of 20"
    r.trust_neighbours[:] = np.where(np.arange(r.n) % 2, 0.8, 0.4)
    found = people_measures(made)
    assert found["trust_neighbours"] == pytest.approx(float(r.trust_neighbours.mean()), abs=1e-6)
    assert found["trust_neighbours_sd"] == pytest.approx(0.2, abs=0.001)


def test_gini_of_known_distributions() -> None:
    assert gini(np.ones(7)) == pytest.approx(0.0)
    assert gini(np.array([0, 0, 0, 0, 5])) == pytest.approx(0.8)
    assert gini(np.arange(1, 1001)) == pytest.approx(1 / 3, abs=1e-3)
    assert gini(np.zeros(4)) == 0.0


def test_share_of_the_busiest_tenth() -> None:
    assert busiest_tenth(np.ones(50)) == pytest.approx(0.1)
    assert busiest_tenth(np.array([9] + [0] * 9)) == 1.0
    assert busiest_tenth(np.arange(20.0)) == pytest.approx((19 + 18) / 190)
    assert np.isnan(busiest_tenth(np.zeros(0)))
    assert np.isnan(busiest_tenth(np.zeros(30)))
