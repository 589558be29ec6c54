"""Constants of introductions: how people come to know each other through a third (model/ties/introductions.py)."""

from __future__ import annotations

from ..ground.parameters import Parameters, constant


class IntroductionConstants(Parameters):
    """How people of one household, hosts and friends bring others together, and what is told of the absent. 0 switches a way off."""

    at_home: float = constant(
        0.05, unit="share", low=0.0, high=1.0, likely=(0.02, 0.2),
        source="as high as chats in Shanghai and landings in Britain allow with the other constants as they are; judgement: .1 and more",
        en="Acquaintances of one person that a member of the household comes to share", zh="家人会逐渐共享的熟人比例",
    )  # fmt: skip
    present: float = constant(
        0.8, unit="chance in four weeks and contact", low=0.0, high=1.0,
        en="The member is there when one talks with somebody whom they come to share", zh="与这类熟人交谈的四周里家人在场的概率",
    )  # fmt: skip
    by_friend: float = constant(
        0.06, unit="chance in four weeks", low=0.0, high=1.0, likely=(0.015, 0.15),
        en="One brings two friendly neighbours met in these weeks together (kin and hosts do)", zh="为这几周见过的两位友好邻居（亲戚、客人）牵线的概率",
    )  # fmt: skip
    hours: float = constant(
        1.0, unit="hours on the slow trace", low=0.0, high=5.0, source="as long as the talk at which one stands by",
        en="What being introduced to somebody adds, up to an acquaintance", zh="经介绍一次所增加的慢痕迹（至熟人为止）",
    )  # fmt: skip
    told: float = constant(
        0.01, unit="chance in four weeks and contact", low=0.0, high=1.0, likely=(0.002, 0.04),
        en="One tells a contact, or a member of one's household, of an acquaintance met in these weeks", zh="向对方或家人说起这几周见过的某位熟人的概率",
    )  # fmt: skip
    told_hours: float = constant(
        0.35, unit="hours on the slow trace", low=0.0, high=3.0, source="half of a recognised face: one must be told of twice",
        en="What being told of somebody adds, up to a recognised face", zh="听说某人一次所增加的慢痕迹（至面熟为止）",
    )  # fmt: skip
