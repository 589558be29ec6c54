"""What is reported of ties: each side on its own, the truth without noise, and noise of the stated parts with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.ground.refusal import InputError
from linli.model.people.survey_constants import SurveyConstants
from linli.model.society.society import Society
from linli.model.survey import Reports, reports

QUIET = {"sigma_u": 0.0, "sigma_e": 0.0, "sigma_d": 0.0}


def said(found: Reports) -> dict[tuple[int, int], float]:
    """Log of reported hours over true ones by (asker, other)."""
    positive = found.truth > 0.0
    ratio = np.log(found.hours[positive] / found.truth[positive])
    return dict(zip(zip(found.asker[positive].tolist(), found.other[positive].tolist(), strict=True), ratio.tolist(), strict=True))


@pytest.mark.parametrize(("trace", "column"), [("closeness", 2), ("slow", 3)])
def test_without_noise_every_valid_tie_is_reported_as_it_is(society: Society, entries: list[tuple[int, int, float, float]], trace: str, column: int) -> None:
    found = reports(society, trace, noise=False)
    assert np.array_equal(found.hours, found.truth)
    truth = {(entry[0], entry[1]): entry[column] for entry in entries}
    assert len(truth) == len(entries) == len(found.asker) > 1500
    for i, j, hours in zip(found.asker.tolist(), found.other.tolist(), found.truth.tolist(), strict=True):
        assert hours == pytest.approx(truth[i, j], rel=1e-5)


def test_types_and_order(society: Society) -> None:
    found = reports(society, "slow")
    assert [column.dtype for column in found] == [np.int32, np.int32, np.float64, np.float64]
    step = np.diff(found.asker)
    assert (step >= 0).all()
    assert (np.diff(found.hours)[step == 0] <= 0.0).all()
    assert not np.array_equal(found.hours, found.truth)


def test_asking_some_gives_their_part_of_asking_all(society: Society) -> None:
    everybody = reports(society, "slow")
    rows = np.array([40, 3, 17, 3, society.residents.n - 1])
    some = reports(society, "slow", rows=rows)
    mine = np.isin(everybody.asker, rows)
    assert 0 < len(some.asker) < len(everybody.asker)
    for one, other in zip(some, everybody, strict=True):
        assert np.array_equal(one, other[mine])


def test_nobody_asked_says_nothing(society: Society) -> None:
    found = reports(society, rows=np.zeros(0, np.int32))
    assert [len(column) for column in found] == [0, 0, 0, 0]
    assert found.asker.dtype == np.int32


def test_an_empty_network_is_reported_as_empty(another: Callable[..., Society]) -> None:
    empty = another()
    empty.ties.partner[:] = 65535
    assert len(reports(empty, "slow").asker) == 0


@pytest.mark.parametrize("name", ["sigma_u", "sigma_e", "sigma_d"])
def test_each_part_of_the_noise_has_its_log_sd(another: Callable[..., Society], name: str) -> None:
    one = another(SurveyConstants(**{**QUIET, name: 0.5}))
    noise = said(reports(one, "slow"))
    # The threshold has one draw a respondent; the others one a tie.
    values = np.array(list({key[0]: value for key, value in noise.items()}.values()) if name == "sigma_u" else list(noise.values()))
    assert values.std() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(2 * len(values)))
    assert abs(values.mean()) < 4 * 0.5 / np.sqrt(len(values))


def test_parts_of_the_noise_add_up(another: Callable[..., Society]) -> None:
    """Each part alone, summed, is the whole: log said/true = u + e + d."""
    sizes = {"sigma_u": 0.3, "sigma_e": 0.4, "sigma_d": 0.6}
    parts = [said(reports(another(SurveyConstants(**{**QUIET, name: size})), "slow")) for name, size in sizes.items()]
    whole = said(reports(another(SurveyConstants(**sizes)), "slow"))
    for pair, value in whole.items():
        assert value == pytest.approx(sum(part[pair] for part in parts), abs=1e-9)
    spread = np.std(list(whole.values()))
    assert spread == pytest.approx(np.sqrt(0.3**2 + 0.4**2 + 0.6**2), rel=0.05)


def test_the_threshold_is_the_respondents_and_stays(another: Callable[..., Society]) -> None:
    one = another(SurveyConstants(**{**QUIET, "sigma_u": 0.5}))
    first = said(reports(one, "slow"))
    by_person: dict[int, list[float]] = {}
    for (i, _), value in first.items():
        by_person.setdefault(i, []).append(value)
    assert max(np.ptp(values) for values in by_person.values()) < 1e-9
    one.week += 1
    later = said(reports(one, "closeness"))
    assert all(value == pytest.approx(first[pair], abs=1e-9) for pair, value in later.items())


def test_the_pairs_noise_differs_by_side_and_stays(another: Callable[..., Society]) -> None:
    one = another(SurveyConstants(**{**QUIET, "sigma_e": 0.5}))
    first = said(reports(one, "slow"))
    both = np.array([(value, first[j, i]) for (i, j), value in first.items() if i < j and (j, i) in first])
    assert len(both) > 500
    assert abs(np.corrcoef(both.T)[0, 1]) < 4 / np.sqrt(len(both))
    one.week += 1
    later = said(reports(one, "slow"))
    assert all(value == pytest.approx(first[pair], abs=1e-9) for pair, value in later.items())


def test_the_days_noise_is_drawn_anew_each_week(another: Callable[..., Society]) -> None:
    one = another(SurveyConstants(**{**QUIET, "sigma_d": 0.5}))
    first = said(reports(one, "slow"))
    one.week += 1
    later = said(reports(one, "slow"))
    both = np.array([(first[pair], later[pair]) for pair in first])
    assert abs(np.corrcoef(both.T)[0, 1]) < 4 / np.sqrt(len(both))


def test_wrong_traces_and_rows_are_refused(society: Society) -> None:
    with pytest.raises(InputError, match='Did you mean "slow"'):
        reports(society, "slo")
    for row in (-1, society.residents.n):
        with pytest.raises(InputError) as refused:
            reports(society, rows=np.array([0, row]))
        assert refused.value.text.en == f"there is no row {row}; rows go from 0 to {society.residents.n - 1}."
        assert refused.value.text.zh == f"没有第 {row} 行，行号为 0 到 {society.residents.n - 1}。"


def test_asking_changes_nothing(society: Society) -> None:
    before = [array.copy() for array in (*society.ties, *society.residents.arrays().values())]
    reports(society)
    assert all(np.array_equal(old, new) for old, new in zip(before, (*society.ties, *society.residents.arrays().values()), strict=True))
