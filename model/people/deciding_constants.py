"""Constants of two shared services: matters that households decide together, and the covenant and who keeps it."""

from __future__ import annotations

from ..ground.parameters import Parameters, constant

_PERSUASION = "form: persuasive arguments (Mäs & Flache 2013); the number is assumed"
_JUSTICE = "form: procedural justice (Tyler 2006); the number is assumed"
_THRESHOLD = "form: thresholds of Granovetter 1978; the number is assumed"


class DecidingConstants(Parameters):
    """How households stand to a matter, whose reasons they take over, and who accepts a result."""

    scale: float = constant(
        5000.0, unit="yuan a household", low=1.0, high=1e7,
        en="Gain that makes a household stand well for a matter (.76 of wholly)",
        zh="使住户明显赞成的收益",
    )
    own: float = constant(
        0.6, unit="sd, of gain / scale", low=0.0, high=5.0,
        en="Spread of what households think of a matter apart from gain or loss",
        zh="收益之外的个人看法差异",
    )
    reasons: int = constant(
        8, unit="reasons a side", low=1, high=16, mark="setting",
        en="Reasons for a matter that there are, and as many against it",
        zh="一件事赞成与反对的理由数（各）",
    )
    holds: float = constant(
        0.25, unit="chance a reason", low=0.0, high=1.0,
        en="One who is wholly for a matter has a given reason for it in mind",
        zh="完全赞成者想到某一条赞成理由的概率",
    )
    weight: float = constant(
        1.5, unit="of gain / scale", low=0.0, high=10.0, source=_PERSUASION,
        en="Weight of the mean of the reasons held", zh="所持理由均值的权重",
    )
    speakers: int = constant(
        12, unit="people a sitting", low=1, high=200, source="two hours, ten minutes each",
        en="Most people who speak at one sitting",
        zh="一次议事最多发言人数",
    )
    adopt: float = constant(
        -1.0, unit="log-odds", low=-10.0, high=6.0, source=_PERSUASION,
        en="A stranger's reason is taken over by one with nothing at stake",
        zh="无利害者接受陌生人理由的基准",
    )
    known: float = constant(1.2, unit="log-odds", low=0.0, high=6.0, en="The speaker is an acquaintance", zh="发言者是熟人")
    trust: float = constant(
        1.0, unit="log-odds", low=0.0, high=6.0,
        en="Full trust of the listener in neighbours against none", zh="听者对邻居的信任",
    )
    stake: float = constant(
        2.0, unit="log-odds", low=0.0, high=10.0,
        en="A listener to whom the matter is everything takes over less", zh="利害极大者更难接受他人理由",
    )
    accept: float = constant(
        1.0, unit="log-odds", low=-10.0, high=10.0,
        en="A loser with nothing at stake accepts the result", zh="无利害的落败者接受结果",
    )
    accept_heard: float = constant(
        1.2, unit="log-odds", low=0.0, high=6.0, source=_JUSTICE, en="The loser was heard", zh="落败者的意见曾被听到",
    )
    accept_trust: float = constant(
        1.0, unit="log-odds", low=0.0, high=6.0, source=_JUSTICE,
        en="Full trust of the loser in institutions against none", zh="落败者对机构的信任",
    )
    accept_stake: float = constant(
        2.0, unit="log-odds", low=0.0, high=10.0,
        en="A loser to whom the matter is everything accepts less", zh="利害极大的落败者更难接受",
    )


class CovenantConstants(Parameters):
    """Who keeps an article of the covenant: thresholds on the share of one's acquaintances who are seen to keep it."""

    free: float = constant(
        0.3, unit="share of people", low=0.0, high=1.0, mark="measured", likely=(0.1, 0.5),
        source="a third of the subjects of a public goods game (Fischbacher, Gächter & Fehr 2001), students",
        en="People who do not keep an article whatever others do", zh="无论他人如何都不遵守的人",
    )
    threshold: float = constant(
        0.4, unit="share of acquaintances", low=-2.0, high=3.0, source=_THRESHOLD,
        en="Mean threshold of the others", zh="其余人的平均阈值",
    )
    spread: float = constant(
        0.25, unit="share of acquaintances", low=0.0, high=2.0, source=_THRESHOLD,
        en="Spread of thresholds (sd)", zh="阈值的离散",
    )
    civic: float = constant(
        0.1, unit="share per sd", low=0.0, high=1.0, en="Civic disposition lowers the threshold", zh="公共参与倾向降低阈值",
    )
    maker: float = constant(
        0.2, unit="share of acquaintances", low=0.0, high=2.0,
        source="who made a rule keeps it more (Ostrom 1990); the number is assumed",
        en="Having taken part in making the article lowers the threshold", zh="参与制定者阈值更低",
    )
    look: int = constant(
        4, unit="weeks", low=1, high=52,
        en="Weeks between two looks at what one's acquaintances do", zh="两次观察熟人做法的间隔周数",
    )
