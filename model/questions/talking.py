"""Questions about how much one talks with neighbours: days a week, and hours a week as a diary of time would have them."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..survey import normals
from ..survey.reports import true_ties
from .base import Question, View, question
from .neighbours import adults


@question
class ChatDays(Question):
    """Days a week on which an adult talks with neighbours, as people count them: the mean.

    Of one who counts more than `most` days, `most` are taken: the scale of the study ends there.
    """

    name: ClassVar[str] = "chat-days"
    title: ClassVar[Text] = Text("days a week with a talk with neighbours", "每周与邻居交谈的天数")
    unit: ClassVar[str] = "days"
    share: ClassVar[bool] = False
    most: float = constant(7.0, unit="days a week", low=0.1, high=7.0, mark="setting", en="Days a week at which the scale ends", zh="量表上限（每周天数）")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]."""
        s, rows = view.society, adults(view)
        noise = s.constants.survey.chat_noise * normals(s.seed, "survey chat", s.residents.identity[rows])
        return view.mean_by_site(rows, np.minimum(s.residents.chat_days[rows] * np.exp(noise), self.most))


@question
class TalkHours(Question):
    """Hours a week that an adult spends in talks with neighbours of other households: the mean, without the noise of answers.

    They are read from closeness, which is the shared hours of the weeks lived, fading by half in its half-life: where as many hours are
    shared in every week, its sum over all whom one knows, one week old, is hours * h / (1 - h) with h the part that is left after a week.
    So this is a mean over the last quarter or so, and at a place of older date than that. An hour in which three talk counts for two.
    """

    name: ClassVar[str] = "talk-hours"
    title: ClassVar[Text] = Text("hours a week in talks with neighbours", "每周与邻居交谈的小时数")
    unit: ClassVar[str] = "hours"
    share: ClassVar[bool] = False

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]."""
        s, rows = view.society, adults(view)
        asker, other, hours = true_ties(s, "closeness", rows)
        apart = s.residents.flat[asker] != s.residents.flat[other]
        total = np.bincount(asker[apart], weights=hours[apart], minlength=s.residents.n)[rows]
        left = 0.5 ** (s.days_a_step / s.constants.ties.half_life)
        return view.mean_by_site(rows, total * (1.0 - left) / left * 7.0 / s.days_a_step)
