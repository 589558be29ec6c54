"""Constants of the instruments: how people count and report. They change what a study sees, never the society."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from ..ground.parameters import Parameters, constant

_STUDY = "feasibility study on six published sources (docs/rules.md)"


class SurveyConstants(Parameters):
    """How people answer a survey (model/survey/)."""

    sigma_u: float = constant(
        0.6, unit="log sd", low=0.0, high=2.0, mark="fitted", source=_STUDY, en="Spread of the threshold between respondents", zh="受访者之间尺度的离散"
    )
    sigma_e: float = constant(
        0.4, unit="log sd", low=0.0, high=2.0, mark="fitted", source=_STUDY, en="Spread of how a respondent sees one pair", zh="受访者对每段关系看法的离散"
    )
    sigma_d: float = constant(0.82, unit="log sd", low=0.0, high=2.0, mark="fitted", source=_STUDY, en="Spread of the day's noise", zh="访问当日的随机波动")
    chat_noise: float = constant(0.5, unit="log sd", low=0.0, high=2.0, en="Spread of how people count days with a chat", zh="人们计算聊天天数的离散")
    chat_daily: float = constant(4.0, unit="days a week", low=0.0, high=7.0, en="Days with a chat from which one answers daily", zh="回答“每天”的门槛")
    chat_weekly: float = constant(0.48, unit="days a week", low=0.0, high=7.0, en="Days with a chat from which one answers weekly", zh="回答“每周”的门槛")
    chat_less: float = constant(0.03, unit="days a week", low=0.0, high=7.0, en="Days with a chat from which one answers less often", zh="回答“更少”的门槛")
    all_share: float = constant(0.88, unit="share known", low=0.0, high=1.0, en="Share known from which one says all", zh="回答“全部认识”的比例")
    most_share: float = constant(0.46, unit="share known", low=0.0, high=1.0, en="Share known from which one says most", zh="回答“大部分认识”的比例")
    recall_half_life: float = constant(
        26.0, unit="weeks", low=1.0, high=520.0, en="Weeks after which half of the occasions are forgotten", zh="一半经历被遗忘所需周数"
    )

    @model_validator(mode="after")
    def _cuts_in_order(self) -> Self:
        for low, high in (("chat_less", "chat_weekly"), ("chat_weekly", "chat_daily"), ("most_share", "all_share")):
            if getattr(self, low) > getattr(self, high):
                raise ValueError(f"{low} {getattr(self, low):g} is above {high} {getattr(self, high):g}; it must not be higher")
        return self


DEFAULTS = SurveyConstants()
"""The constants as they are unless a scenario changes them."""
