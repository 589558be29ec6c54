"""The roster question against plain Python: who is on the list, what share is known, what one says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.ground.refusal import InputError
from linli.model.people.survey_constants import SurveyConstants
from linli.model.society.society import Society
from linli.model.survey import (
    NOT_ASKED,
    Listed,
    Reports,
    by_households,
    coarse,
    coarse_shares,
    named,
    nearest_households,
    of_gate,
    on_landing,
    reports,
    share_known,
)  # fmt: skip


def lists(listed: Listed) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for i, j in zip(listed.asker.tolist(), listed.other.tolist(), strict=True):
        found.setdefault(i, []).append(j)
    return found


@pytest.mark.parametrize(("ask", "starts"), [(on_landing, "landing_rows"), (of_gate, "gate_rows")])
def test_a_list_holds_the_others_of_the_unit(society: Society, ask: object, starts: str) -> None:
    flat, bounds = society.residents.flat, getattr(society.places, starts)
    rows = np.arange(0, society.residents.n, 7)
    found = lists(ask(society, rows))  # type: ignore[operator]
    assert len(found) > 10
    for i in rows.tolist():
        unit = int(np.searchsorted(bounds, i, side="right")) - 1
        assert found.get(i, []) == [j for j in range(bounds[unit], bounds[unit + 1]) if flat[j] != flat[i]]
    households = lists(by_households(ask(society, rows), flat))  # type: ignore[operator]
    assert households == {i: sorted({int(flat[j]) for j in others}) for i, others in found.items()}


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_the_nearest_households_are_near_and_of_the_same_community(society: Society, count: int) -> None:
    places, flat = society.places, society.residents.flat
    rows = np.arange(0, society.residents.n, 9)
    found = lists(nearest_households(society, rows, count))
    for i in rows.tolist():
        c = int(np.searchsorted(places.community_rows, i, side="right")) - 1
        others = np.unique(flat[places.community_rows[c] : places.community_rows[c + 1]])
        others = others[others != flat[i]]
        distance = np.round(np.linalg.norm(places.flat_xyz[others].astype(float) - places.flat_xyz[flat[i]], axis=1), 3)
        assert found[i] == others[np.lexsort((others, distance))][:count].tolist()


def test_the_share_known_counts_people_or_households() -> None:
    flat = np.array([0, 0, 1, 1, 2, 3])
    listed = Listed(np.array([0, 0, 0, 0, 1, 1], np.int32), np.array([2, 3, 4, 5, 2, 4], np.int32))
    one = np.ones(3)
    kept = Reports(np.array([0, 0, 5], np.int32), np.array([3, 1, 4], np.int32), one, one)
    rows = np.array([0, 1, 5])
    people = share_known(kept, rows, listed)
    assert people[:2].tolist() == [0.25, 0.0]
    assert np.isnan(people[2])
    households = share_known(kept, rows, by_households(listed, flat), flat)
    assert households[:2].tolist() == [pytest.approx(1 / 3), 0.0]
    assert share_known(kept, rows[::-1], listed)[1:].tolist() == [0.0, 0.25]


def test_shares_of_a_society_equal_a_plain_count(society: Society, entries: list[tuple[int, int, float, float]]) -> None:
    flat = society.residents.flat
    rows = np.arange(society.residents.n)
    kept = named(reports(society, "slow", noise=False), 3.0)
    known = {(i, j) for i, j, _, slow in entries if slow >= 3.0}
    by_gate = of_gate(society, rows)
    people = share_known(kept, rows, by_gate)
    households = share_known(kept, rows, by_households(by_gate, flat), flat)
    names = lists(by_gate)
    for i, others in names.items():
        assert people[i] == pytest.approx(np.mean([(i, j) in known for j in others]))
        homes = {int(flat[j]) for j in others}
        met = {int(flat[j]) for a, j in known if a == i} & homes
        assert households[i] == pytest.approx(len(met) / len(homes))
    assert np.nanmean(people) > 0.03


@given(share=st.lists(st.floats(0.0, 1.0), max_size=30))
def test_answers_follow_the_shares(share: list[float]) -> None:
    answers = coarse(np.array(share), SurveyConstants(all_share=0.8, most_share=0.4))
    assert answers.dtype == np.uint8
    assert answers.tolist() == [3 if s == 0.0 else 0 if s >= 0.8 else 1 if s >= 0.4 else 2 for s in share]
    assert coarse_shares(answers).sum() == pytest.approx(1.0 if share else 0.0)


def test_one_with_nobody_on_the_list_is_not_asked() -> None:
    answers = coarse(np.array([np.nan, 1.0, 0.9, 0.5, 0.1, 0.0]))
    assert answers.tolist() == [NOT_ASKED, 0, 0, 1, 2, 3]
    assert coarse_shares(answers).tolist() == [0.4, 0.2, 0.2, 0.2]


def test_few_is_said_below_a_cut_and_only_if_it_is_on_the_form() -> None:
    share = np.array([np.nan, 1.0, 0.5, 0.4, 0.2, 0.19, 0.0])
    assert coarse(share, few_below=0.2).tolist() == [NOT_ASKED, 0, 1, 2, 2, 4, 3]
    assert coarse(share).tolist() == [NOT_ASKED, 0, 1, 2, 2, 2, 3]


def test_nobody_asked_has_no_list(society: Society) -> None:
    nobody = np.zeros(0, np.int32)
    for listed in (on_landing(society, nobody), of_gate(society, nobody), nearest_households(society, nobody)):
        assert len(listed.asker) == len(listed.other) == 0
        assert len(share_known(reports(society, rows=nobody), nobody, listed)) == 0
        assert len(by_households(listed, society.residents.flat).other) == 0


def test_wrong_lists_are_refused(society: Society) -> None:
    with pytest.raises(InputError, match="at least 1 household"):
        nearest_households(society, count=0)
    with pytest.raises(InputError, match="no row"):
        of_gate(society, np.array([society.residents.n]))
