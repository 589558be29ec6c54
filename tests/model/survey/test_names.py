"""The name generator and the networks that studies make of names, against plain Python."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.ground.refusal import InputError
from linli.model.society.society import Society
from linli.model.survey import Reports, household_pairs, mutual, name_counts, named, reports

ENTRIES = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]), st.floats(0.0, 50.0, allow_subnormal=False), max_size=60
)
FLAT = np.arange(12) // 3


def as_reports(said: dict[tuple[int, int], float]) -> Reports:
    """Sort entries as `reports` does."""
    order = sorted(said, key=lambda pair: (pair[0], -said[pair], pair[1]))
    asker = np.array([pair[0] for pair in order], np.int32)
    other = np.array([pair[1] for pair in order], np.int32)
    hours = np.array([said[pair] for pair in order], np.float64)
    return Reports(asker, other, hours, hours)


def pairs(found: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, int]]:
    return list(zip(found[0].tolist(), found[1].tolist(), strict=True))


@given(said=ENTRIES, cut=st.floats(0.0, 50.0), most=st.integers(0, 5))
def test_a_form_holds_the_closest_above_the_cut_and_not_more_than_fit(said: dict[tuple[int, int], float], cut: float, most: int) -> None:
    names = named(as_reports(said), cut, most)
    for i in range(12):
        mine = names.other[names.asker == i].tolist()
        able = sorted((j for (a, j), hours in said.items() if a == i and hours >= cut), key=lambda j: (-said[i, j], j))
        assert mine == able[:most]
    counted = name_counts(names, np.arange(12))
    assert counted.tolist() == [int((names.asker == i).sum()) for i in range(12)]


@given(said=ENTRIES)
def test_pairs_are_named_by_either_or_by_both(said: dict[tuple[int, int], float]) -> None:
    found = as_reports(said)
    possible = list(itertools.combinations(range(12), 2))
    assert pairs(mutual(found)) == [(i, j) for i, j in possible if (i, j) in said or (j, i) in said]
    assert pairs(mutual(found, "both")) == [(i, j) for i, j in possible if (i, j) in said and (j, i) in said]


@given(said=ENTRIES, asked=st.sets(st.integers(0, 11)))
def test_a_study_of_a_sample_sees_ties_among_those_asked(said: dict[tuple[int, int], float], asked: set[int]) -> None:
    rows = np.array(sorted(asked), np.int32)
    found = as_reports({pair: hours for pair, hours in said.items() if pair[0] in asked})
    wanted = [(i, j) for i, j in itertools.combinations(sorted(asked), 2) if (i, j) in said or (j, i) in said]
    assert pairs(mutual(found, "asked", rows)) == wanted
    if asked <= {i for i, _ in said}:
        assert pairs(mutual(found, "asked")) == wanted


@given(said=ENTRIES)
def test_households_are_linked_if_any_members_are(said: dict[tuple[int, int], float]) -> None:
    found = as_reports(said)
    names = {(int(FLAT[i]), int(FLAT[j])) for i, j in said}
    possible = list(itertools.combinations(range(4), 2))
    assert pairs(household_pairs(found, FLAT)) == [(a, b) for a, b in possible if (a, b) in names or (b, a) in names]
    assert pairs(household_pairs(found, FLAT, "both")) == [(a, b) for a, b in possible if (a, b) in names and (b, a) in names]


def test_nobody_names_nobody() -> None:
    nobody = as_reports({})
    assert len(named(nobody, 1.0, 5).asker) == 0
    assert name_counts(nobody, np.arange(3)).tolist() == [0, 0, 0]
    for how in ("either", "both", "asked"):
        assert pairs(mutual(nobody, how)) == []
        assert pairs(household_pairs(nobody, FLAT, how)) == []


def test_without_noise_names_are_the_acquaintances(society: Society, entries: list[tuple[int, int, float, float]]) -> None:
    cut = society.constants.ties.acquaintance
    names = named(reports(society, "slow", noise=False), cut)
    known = {(i, j) for i, j, _, slow in entries if slow >= cut}
    assert set(zip(names.asker.tolist(), names.other.tolist(), strict=True)) == known
    assert 500 < len(known) < len(entries)


def test_wrong_wishes_are_refused(society: Society) -> None:
    found = reports(society)
    with pytest.raises(InputError, match='"either", "both" or "asked"'):
        mutual(found, "one")
    with pytest.raises(InputError, match="0 or more"):
        named(found, 1.0, -1)


@pytest.mark.slow
def test_a_grown_community_fills_a_form(bits: Callable[..., dict[str, np.ndarray]]) -> None:
    from linli.model.founding.neighbourhood import NeighbourhoodParameters
    from linli.model.society.measures import tie_measures

    grown = Society(neighbourhood=NeighbourhoodParameters(buildings=2))
    grown.run(104)
    before = bits(grown)
    names = named(reports(grown, "slow"), grown.constants.ties.acquaintance, 5)
    counted = name_counts(names, np.arange(grown.residents.n))
    assert counted.max() == 5
    assert 0.2 < (counted > 0).mean() < 0.95
    visited = named(reports(grown, "closeness"), grown.constants.ties.friendly)
    assert 0.4 < len(visited.asker) / grown.residents.n / tie_measures(grown)["friendly"] < 2.5
    after = bits(grown)
    assert all(np.array_equal(after[name], before[name]) for name in before)
