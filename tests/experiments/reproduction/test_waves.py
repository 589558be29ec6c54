"""Playing a study: waves, weeks in which a focus is there, arms that begin from one state."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from linli.experiments.reproduction.play import play
from linli.model.people.constants import Constants
from linli.model.questions import View
from linli.model.questions.panel import LevelShare
from linli.scenarios.published import PublishedStudy, study_from_dict

CLASS: dict[str, Any] = {"scope": "compound", "size": 12, "hours": 8.0, "rounds": [1], "openness": 1.0, "chance": {"retired": 1.0}}
ASK: dict[str, Any] = {"question": "level-share", "with": {"level": "friendly"}, "weeks": [2, 6], "published": [1.0, 1.0]}
STUDY: dict[str, Any] = {"weeks": 6, "sites": 5, "people": {"number": 12}, "visits": {"retired": 0.0}, "everyday": {"class": CLASS}, "tables": [ASK]}


def study(**change: Any) -> PublishedStudy:
    found: PublishedStudy = study_from_dict({**copy.deepcopy(STUDY), **change})
    return found


def answers(**change: Any) -> list[np.ndarray]:
    return play(study(**change), Constants(), 1)


def test_each_table_counts_its_own_waves(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    real = LevelShare.observe

    def observe(self: LevelShare, view: View) -> np.ndarray:
        seen.append((view.week, view.wave))
        return real(self, view)

    monkeypatch.setattr(LevelShare, "observe", observe)
    late = {**ASK, "weeks": [6], "published": [1.0]}
    both = answers(tables=[ASK, late])
    assert seen == [(2, 0), (6, 1), (6, 0)]
    assert np.array_equal(both[0][:, 1], both[1][:, 0])


def test_forms_come_back_wave_by_wave() -> None:
    """Nobody is a friend yet; whoever gave no form is isolated only because the others name nobody either."""
    few = {**ASK, "with": {"level": "friendly", "answered": [12, 3]}}
    all_of_them, some = answers()[0], answers(tables=[few])[0]
    assert np.array_equal(all_of_them[:, 0], some[:, 0])
    assert not np.array_equal(all_of_them[:, 1], some[:, 1])


def test_a_focus_is_there_in_its_weeks_only() -> None:
    none = answers(during={"class": []})[0]
    assert (none == 0.0).all(), "it begins after the last week"
    late = answers(during={"class": [[2, 5]]})[0]
    assert (late[:, 0] == 0.0).all()
    assert (late[:, 1] > 0.0).any()
    assert np.array_equal(answers(during={"class": [[0, 5]]})[0], answers()[0])
    before = answers(during={"class": []}, years_before=1)[0]
    assert (before == 0.0).all(), "nor is it there in the years before"


def test_arms_that_differ_in_nothing_answer_alike() -> None:
    """The second arm goes on from the saved state of the first."""
    for days in (7.0, 1.0):
        first, second = (
            play(study(arms={"a": {}, "b": {"during": {}}}, days_a_step=days, tables=[{**ASK, "arm": arm} for arm in ("a", "b")]), Constants(), 1)[k]
            for k, arm in enumerate("ab")
        )
        assert np.array_equal(first, second)
        assert first.max() > 0.0


def test_a_contrast_is_the_second_arm_less_the_first() -> None:
    arms = {"short": {"everyday": {"class": {"hours": 2.0}}}, "long": {}}
    tables = [{**ASK, "arm": "short"}, {**ASK, "arm": "long"}, {**ASK, "contrast": ["short", "long"]}]
    short, long, contrast = answers(arms=arms, tables=tables)
    assert np.array_equal(contrast, long - short)
    assert contrast.mean() > 0.0


def test_people_differ_between_sites_and_seeds_and_not_between_threads() -> None:
    one, again, other = play(study(), Constants(), 1)[0], play(study(), Constants(), 1, threads=2)[0], play(study(), Constants(), 2)[0]
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert len({tuple(row) for row in one.tolist()}) > 1
