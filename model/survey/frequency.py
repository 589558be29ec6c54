"""How often one chats with neighbours: the question with four answers."""

from __future__ import annotations

import numpy as np

from ..people.survey_constants import DEFAULTS, SurveyConstants
from .noise import normals


def chat_answers(chat_days: np.ndarray, identity: np.ndarray, seed: int, constants: SurveyConstants = DEFAULTS, noise: bool = True) -> np.ndarray:
    """Ask how often one chats with neighbours.

    Args:
        chat_days: days a week with any talk, [n].
        identity: permanent identities, [n]; a person's way of answering is theirs for good.
        seed: of the draws.
        constants: the cut-offs and the log sd between people of how they count.
        noise: False for answers straight from the days.

    Returns:
        uint8 [n]: 0 daily, 1 weekly or more, 2 less often, 3 never.

    Source: Shanghai survey (SUNS 2017): 27.3, 29.4, 19.8, 23.5 %.
    """
    c = constants
    heard = chat_days
    if noise and c.chat_noise > 0.0:
        heard = chat_days * np.exp(c.chat_noise * normals(seed, "survey chat", identity))
    return np.asarray(3 - np.digitize(heard, (c.chat_less, c.chat_weekly, c.chat_daily)), np.uint8)


def chat_shares(chat_days: np.ndarray, identity: np.ndarray, seed: int, constants: SurveyConstants = DEFAULTS, sample: int = 20_000) -> np.ndarray:
    """Return float64 [4]: shares who answer daily, weekly, less often, never; arguments as in `chat_answers`.

    Of more than `sample` residents about `sample` are asked.
    """
    if len(identity) > sample:
        # Every step-th row: rows are sorted by place, so all gates are asked alike.
        step = len(identity) // sample
        chat_days, identity = chat_days[::step], identity[::step]
    answers = chat_answers(chat_days, identity, seed, constants)
    return np.asarray(np.bincount(answers, minlength=4) / max(len(answers), 1))
