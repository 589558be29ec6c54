"""Questions about how often one chats with neighbours."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..ground.text import Text
from ..survey import chat_answers
from .base import Question, View, question


@question
class ChatFrequency(Question):
    """Shares of residents who say that they chat with neighbours daily, weekly, less often, never."""

    name: ClassVar[str] = "chat-frequency"
    title: ClassVar[Text] = Text("how often one chats with neighbours", "与邻居聊天的频率")
    labels: ClassVar[tuple[str, ...]] = ("daily", "weekly", "less often", "never")
    parts_of_whole: ClassVar[bool] = True

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, 4], percent."""
        s = view.society
        answers = chat_answers(s.residents.chat_days, s.residents.identity, s.seed, s.constants.survey)
        rows = np.arange(s.residents.n)
        return np.stack([100.0 * view.mean_by_site(rows, answers == k) for k in range(4)], axis=1)
