"""How much one talks: days as people count them, and hours read back from closeness."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.people.survey_constants import SurveyConstants
from linli.model.questions import View
from linli.model.questions.talking import ChatDays, TalkHours
from linli.model.society.society import Society
from linli.model.ties.store import TICKS

Look = Callable[..., View]
Made = Callable[..., Society]


def test_the_mean_of_days_stops_where_the_scale_of_the_study_ends(look: Look) -> None:
    view = look(4, count=2)
    view.society.residents.chat_days[:] = [6.0, 1.0, 0.5, 0.5, 0.0, 0.0, 0.0, 2.0]
    assert ChatDays().observe(view).tolist() == pytest.approx([2.0, 0.5])
    assert ChatDays(most=4.0).observe(view).tolist() == pytest.approx([1.5, 0.5])


def test_days_are_counted_with_the_noise_of_counting(look: Look) -> None:
    view = look(5000, survey=SurveyConstants(chat_noise=0.5))
    view.society.residents.chat_days[:] = 1.0
    # The mean of a log-normal of log sd .5; the end of the scale is out of reach.
    assert ChatDays().observe(view)[0] == pytest.approx(np.exp(0.125), abs=0.04)


@pytest.mark.parametrize("apart", [1, 4])
def test_the_hours_of_a_steady_week_are_found_again(made: Made, apart: int) -> None:
    # 0 and 1 share 1.5 hours in every week for three years, 0 and 2 half an hour; every `apart` weeks all of it at once. 3 meets nobody.
    s = made(4, [(0, 1, 1.0), (0, 2, 1.0)])
    left = 0.5 ** (7.0 / s.constants.ties.half_life)
    weeks = np.arange(1, 157)
    kept = np.sum(apart * left ** weeks[::apart])
    _set(s, {(0, 1): 1.5 * kept, (0, 2): 0.5 * kept})
    wanted = np.array([2.0, 1.5, 0.5, 0.0]).mean()
    # Seen a week after the last of all hours at once, some more is left than on an average day.
    assert TalkHours().observe(View(s, 0))[0] == pytest.approx(wanted, rel=0.02 if apart == 1 else 0.15)


def test_children_are_not_asked_and_nobody_known_is_no_hour(made: Made) -> None:
    s = made(4, [(0, 1, 10.0)])
    s.residents.age[0] = 12
    left = 0.5 ** (7.0 / s.constants.ties.half_life)
    assert TalkHours().observe(View(s, 0))[0] == pytest.approx(10.0 * (1.0 - left) / left / 3, rel=0.01)
    assert TalkHours().observe(View(made(4), 0)).tolist() == [0.0]


def _set(s: Society, hours: dict[tuple[int, int], float]) -> None:
    """Put hours of closeness on both sides of ties that are there."""
    for (a, b), value in hours.items():
        for x, y in ((a, b), (b, a)):
            slot = int(np.flatnonzero(s.ties.partner[x] == y)[0])
            s.ties.closeness[x, slot] = round(value * TICKS)
