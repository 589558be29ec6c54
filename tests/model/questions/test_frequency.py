"""How often one chats: shares of those who answer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.people.survey_constants import SurveyConstants
from linli.model.questions import View
from linli.model.questions.frequency import ChatFrequency
from scipy.stats import norm

Look = Callable[..., View]


def test_shares_of_answers_in_each_site(look: Look) -> None:
    view = look(4, count=2)
    view.society.residents.chat_days[:] = [6.0, 1.0, 0.1, 0.0, 0.0, 0.0, 0.0, 2.0]
    assert ChatFrequency().observe(view).tolist() == [[25.0] * 4, [0.0, 25.0, 0.0, 75.0]]


def test_people_answer_by_the_constants_of_their_society(look: Look) -> None:
    view = look(4, survey=SurveyConstants(chat_noise=0.0, chat_daily=0.05, chat_weekly=0.04, chat_less=0.03))
    view.society.residents.chat_days[:] = [6.0, 1.0, 0.1, 0.0]
    assert ChatFrequency().observe(view).tolist() == [[75.0, 0.0, 0.0, 25.0]]
    loud = look(5000, survey=SurveyConstants(chat_noise=1.5, chat_daily=4.0, chat_weekly=0.5, chat_less=0.03))
    loud.society.residents.chat_days[:] = 2.0
    edges = norm.cdf(np.log(np.array([0.03, 0.5, 4.0]) / 2.0) / 1.5)
    wanted = 100.0 * np.diff(np.concatenate(([0.0], edges, [1.0])))[::-1]
    assert ChatFrequency().observe(loud)[0].tolist() == pytest.approx(wanted.tolist(), abs=2.5)
