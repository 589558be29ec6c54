"""Studies are played the same for any number of threads; arms stand on the same random numbers; Ctrl-C ends a play."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from linli.experiments.reproduction import reproduce as module
from linli.experiments.reproduction.play import play, steps_of, with_sites
from linli.experiments.reproduction.reproduce import Stopped, reproduce, reproduce_many
from linli.model.people.constants import Constants
from linli.scenarios.published import PublishedStudy
from linli.scenarios.settings import constants_with


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_threads_do_not_change_the_answers_and_the_seed_does(study: PublishedStudy) -> None:
    answers = play(study, Constants(), 3)
    assert [a.shape for a in answers] == [(5, 2), (5, 1), (5, 1), (5, 1)]
    assert same(answers, play(study, Constants(), 3, threads=3))
    assert not same(answers, play(study, Constants(), 4))


def test_a_contrast_is_the_second_arm_less_the_first(study: PublishedStudy) -> None:
    _, much, contrast, little = play(study, Constants(), 1)
    assert np.array_equal(contrast, much - little)
    assert (contrast > 0).all(), "sixteen times the hours make more acquaintances at every site"


def test_a_contrast_in_words_may_be_against_several_times_the_first_arm(study: PublishedStudy) -> None:
    more = study.tables[2]
    words = more.fields.model_copy(update={"published": (), "expect": ("more",), "se": (), "n": (), "times": 3.0})
    asked = study._replace(tables=(*study.tables[:2], more._replace(fields=words), *study.tables[3:]))
    _, much, contrast, little = play(asked, Constants(), 1)
    assert np.array_equal(contrast, much - 3.0 * little)


def test_the_last_week_of_a_series_is_what_is_asked_at_the_end(study: PublishedStudy) -> None:
    series, _, _, end = play(study, Constants(), 1)
    assert np.array_equal(series[:, 1], end[:, 0])
    assert (series[:, 0] <= series[:, 1]).all()


def test_quick_plays_the_fits_sites(study: PublishedStudy) -> None:
    assert [len(a) for a in play(study, Constants(), 1, quick=True)] == [3] * 4


def test_more_sites_can_be_asked_for(study: PublishedStudy) -> None:
    result = reproduce(with_sites(study, 9))
    assert {row.sites for rows in result.rows for row in rows} == {9}
    assert result.study.head.sites == 9
    assert study.head.sites == 5


def test_a_play_ticks_as_often_as_it_says(study: PublishedStudy) -> None:
    for quick in (False, True):
        ticks: list[int] = []
        play(study, Constants(), 1, quick=quick, tick=lambda: ticks.append(1))  # noqa: B023
        assert len(ticks) == steps_of(study, quick) == 8
    older = study._replace(head=study.head.model_copy(update={"years_before": 1}))
    ticks = []
    play(older, Constants(), 1, tick=lambda: ticks.append(1))
    assert len(ticks) == steps_of(older) == 8 + 2 * 52


def test_constants_reach_the_people(study: PublishedStudy) -> None:
    silent = reproduce(study, constants=constants_with(["ties.kappa=0"]))
    assert [row.simulated for rows in silent.rows for row in rows] == [0.0] * 5


def test_several_studies_are_each_as_alone_and_in_their_order(study: PublishedStudy) -> None:
    other = with_sites(study, 7)._replace(name="other")
    found = reproduce_many([study, other], threads=2, seed=2)
    assert [r.study.name for r in found] == ["class", "other"]
    for result, one in zip(found, (study, other), strict=True):
        assert result.rows == reproduce(one, seed=2).rows


class Told:
    """Keeps what it is told; may press Ctrl-C."""

    def __init__(self, interrupt: bool = False) -> None:
        self.interrupt, self.total, self.last = interrupt, 0, 0

    def stage(self, title: Any, total: int) -> None:
        self.total = total

    def done(self, steps: int) -> None:
        self.last = steps
        if self.interrupt:
            raise KeyboardInterrupt

    def say(self, line: Any) -> None:
        raise AssertionError


def test_progress_reaches_its_end(study: PublishedStudy) -> None:
    told = Told()
    reproduce_many([study, study], progress=told)
    assert told.last == told.total > 0


def test_ctrl_c_ends_the_plays_at_work_and_begins_no_other(study: PublishedStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, begun = [], []

    def endless(*_: Any, tick: Any, **more: Any) -> list[np.ndarray]:
        begun.append(1)
        try:
            for _ in range(5000):
                tick()
                time.sleep(0.002)
        except Stopped:
            ended.append(1)
            raise
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr(module, "play", endless)
    with pytest.raises(KeyboardInterrupt):
        reproduce_many([study] * 6, threads=2, progress=Told(interrupt=True))
    assert len(begun) == len(ended) == 2


def test_a_fault_in_one_study_is_told_and_not_hidden_by_the_others(study: PublishedStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    real = module.play

    def broken(one: PublishedStudy, *more: Any, **named: Any) -> list[np.ndarray]:
        if one.name == "bad":
            raise ValueError("as it was")
        return real(one, *more, **named)

    monkeypatch.setattr(module, "play", broken)
    with pytest.raises(ValueError, match="as it was"):
        reproduce_many([study, study._replace(name="bad"), study], threads=2)
