"""Constants of disputes beyond the talk of the two: kinds, loud quarrels, the property company, the court."""

from __future__ import annotations

from ..ground.parameters import Parameters, constant

_JAPAN = "of 1,136 internet users in Japan (2014) the 43 % who had trouble named {}; another country, so assumed"


class DisputeConstants(Parameters):
    """What disputes are about, and what becomes of those that the two do not settle."""

    noise: float = constant(
        0.31, unit="parts of the neighbours' disputes", low=0.0, high=100.0, source=_JAPAN.format("noise 31 %"),
        en="Disputes of neighbours about noise", zh="噪音纠纷所占份额",
    )  # fmt: skip
    leak: float = constant(
        0.12, unit="parts of the neighbours' disputes", low=0.0, high=100.0,
        en="Disputes of neighbours about water that leaks", zh="漏水纠纷所占份额",
    )  # fmt: skip
    parking: float = constant(
        0.13, unit="parts of the neighbours' disputes", low=0.0, high=100.0, source=_JAPAN.format("parking 13 %"),
        en="Disputes of neighbours about parking", zh="停车纠纷所占份额",
    )  # fmt: skip
    pets: float = constant(
        0.15, unit="parts of the neighbours' disputes", low=0.0, high=100.0, source=_JAPAN.format("pets 15 %"),
        en="Disputes of neighbours about pets", zh="宠物纠纷所占份额",
    )  # fmt: skip
    clutter: float = constant(
        0.10, unit="parts of the neighbours' disputes", low=0.0, high=100.0, source=_JAPAN.format("rubbish 10 %"),
        en="Disputes of neighbours about clutter and rubbish in the stairwell", zh="楼道堆物纠纷所占份额",
    )  # fmt: skip
    money: float = constant(
        0.05, unit="parts of the neighbours' disputes", low=0.0, high=100.0,
        en="Disputes of neighbours about shared bills", zh="费用分摊纠纷所占份额",
    )  # fmt: skip
    other: float = constant(
        0.14, unit="parts of the neighbours' disputes", low=0.0, high=100.0,
        en="Disputes of neighbours about something else", zh="其他邻里纠纷所占份额",
    )  # fmt: skip
    fees: float = constant(
        0.4, unit="parts of the disputes with the company", low=0.0, high=100.0,
        en="Disputes with the property company about its fees", zh="物业费纠纷所占份额",
    )  # fmt: skip
    repairs: float = constant(
        0.3, unit="parts of the disputes with the company", low=0.0, high=100.0,
        en="Disputes with the property company about repairs", zh="维修纠纷所占份额",
    )  # fmt: skip
    income: float = constant(
        0.1, unit="parts of the disputes with the company", low=0.0, high=100.0,
        en="Disputes with the property company about income from what is common", zh="公共收益纠纷所占份额",
    )  # fmt: skip
    safety: float = constant(
        0.2, unit="parts of the disputes with the company", low=0.0, high=100.0,
        en="Disputes with the property company about safety", zh="安全纠纷所占份额",
    )  # fmt: skip
    swallow: float = constant(
        0.0, unit="chance a quarrel", low=0.0, high=1.0,
        source="at 0 the log-odds of the two stand for all quarrels; in a US survey (2013) 14 % took no action",
        en="A quarrel between neighbours is swallowed and never talked about", zh="邻里纠纷被隐忍不说",
    )  # fmt: skip
    aloud: float = constant(
        0.01, unit="chance a week", low=0.0, high=1.0,
        en="Two neighbours who have not settled quarrel so loudly that others hear", zh="未和解的邻居当众争吵",
    )  # fmt: skip
    company: float = constant(
        0.04, unit="per household and year", low=0.0, high=5.0,
        source="354,973 property cases in courts (2017), about 1 per 1,000 urban households; most never get there",
        en="Disputes with the property company, where there is one", zh="每户每年与物业公司的纠纷",
    )  # fmt: skip
    company_base: float = constant(
        -3.4, unit="log-odds a week", low=-10.0, high=4.0, source="as two neighbours who are strangers",
        en="Household and property company settle it by themselves", zh="住户与物业公司自行解决",
    )  # fmt: skip
    company_report: float = constant(
        0.02, unit="chance a week", low=0.0, high=1.0,
        en="A household asks somebody else to look at its dispute with the company", zh="住户请第三方处理物业纠纷",
    )  # fmt: skip
    court: float = constant(
        0.01, unit="chance a week", low=0.0, high=1.0,
        en="A dispute with the company that others have given up is taken to court", zh="调解无果的物业纠纷起诉到法院",
    )  # fmt: skip
    court_weeks: int = constant(
        13, unit="weeks", low=1, high=520, source="Civil Procedure Law: a summary trial has to end within three months",
        en="Weeks from going to court to the ruling", zh="起诉到判决的周数",
    )  # fmt: skip
    court_household: float = constant(
        0.3, unit="chance a ruling", low=0.0, high=1.0,
        en="The court rules for the household against the company", zh="法院判住户胜诉",
    )  # fmt: skip
    claim_weeks: int = constant(
        13, unit="weeks", low=1, high=520,
        en="Weeks without any work after which a case that was taken on is free again", zh="受理后无人处理而退回的周数",
    )  # fmt: skip
