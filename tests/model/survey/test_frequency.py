"""How often people say that they chat, and what is written in the official count."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.people.survey_constants import SurveyConstants
from linli.model.survey import chat_answers, chat_shares, normals, official_count


def test_chat_answers_follow_the_cuts_without_noise() -> None:
    days = np.array([5.0, 4.0, 3.9, 0.48, 0.4, 0.03, 0.02, 0.0])
    identity = np.arange(8, dtype=np.uint64)
    assert chat_answers(days, identity, 1, noise=False).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    other = SurveyConstants(chat_noise=0.0, chat_daily=4.5, chat_weekly=3.9, chat_less=0.02)
    assert chat_answers(days, identity, 1, other).tolist() == [0, 1, 1, 2, 2, 2, 2, 3]


def test_chat_noise_has_the_stated_spread_and_belongs_to_the_person() -> None:
    identity = np.arange(20_000, dtype=np.uint64)
    noise = normals(3, "survey chat", identity)
    assert abs(noise.mean()) < 0.03
    assert abs(noise.std() - 1.0) < 0.02
    assert (normals(3, "survey chat", identity[::-1])[::-1] == noise).all()
    assert not np.isin(normals(3, "survey chat", identity, week=1), noise).any()
    shares = chat_shares(np.full(20_000, 4.0), identity, 3)
    assert shares[0] == pytest.approx(0.5, abs=0.015)
    assert shares.sum() == pytest.approx(1.0)


def test_nobody_asked_has_no_share() -> None:
    assert chat_shares(np.zeros(0), np.zeros(0, np.uint64), 1).tolist() == [0.0] * 4


def test_official_counts_are_rounded_up_and_never_low() -> None:
    assert official_count(np.array([0, 3, 20, 21]), 20).tolist() == [20, 20, 20, 25]
    assert official_count(np.array([0, 3, 20, 21]), 0).tolist() == [0, 5, 20, 25]
    assert official_count(np.array([0, 3, 20, 21]), 0, step=1).tolist() == [0, 3, 20, 21]
