"""The constants of people: ties, visits, the decision to come, trust, what surveys hear. One set for every scenario and study."""

from __future__ import annotations

from typing import Literal

from ..ground.parameters import Parameters, choice, constant
from .introduction_constants import IntroductionConstants
from .service_constants import ServiceConstants
from .survey_constants import SurveyConstants

_TIES = "feasibility study on six published sources (docs/rules.md)"
_EITHER = "the published tables cannot tell which (docs/decisions/0029-pairs-of-rules.md)"
_FIT = "fitted tables and desk mates, from the feasibility study's values (docs/decisions/0026-proximity.md)"

Forgetting = Literal["half-lives", "power"]
Familiarity = Literal["step", "gradual"]
Seating = Literal["known-and-near", "at-random"]
HabitMate = Literal["anyone", "liked"]


class TieConstants(Parameters):
    """How shared hours become ties (symbols as in docs/rules.md)."""

    kappa: float = constant(0.4, unit="talks an hour", low=0.0, high=5.0, mark="fitted", source=_FIT, en="Talks that a person starts an hour when all attention is on others", zh="每小时主动交谈次数")
    tau: float = constant(1.0, unit="hours a talk", low=0.05, high=3.0, mark="fitted", source=_TIES + "; held, since talks an hour trade off with it", likely=(1.0, 1.0), en="Shared hours that one talk adds", zh="一次交谈增加的共处小时")
    w0: float = constant(1.5, unit="weight", low=0.01, high=20.0, mark="fitted", source=_FIT, en="Attention that goes to nobody", zh="不投向任何人的注意力")
    sharing: float = constant(1.0, unit="share", low=0.0, high=1.0, mark="setting", source="1; lower values serve to show what shared attention is needed for", en="How far attention is shared among those present; at 0 one talks with each as if alone with them", zh="注意力在在场者之间分配的程度；0 表示与每人都如独处时一样交谈")
    rho: float = constant(3.8, unit="per 10 hours", low=0.0, high=20.0, mark="fitted", source=_FIT, en="How much closeness draws attention", zh="亲近度对注意力的吸引")
    beta: float = constant(1.15, unit="log weight an attribute", low=0.0, high=3.0, mark="fitted", source=_FIT, en="Homophily of one matching attribute", zh="每个相同属性的同质性")
    sigma_q: float = constant(1.0, unit="log sd", low=0.0, high=3.0, mark="fitted", source=_FIT, en="Spread of the chemistry of a pair", zh="两人投缘程度的离散")
    sigma_g: float = constant(0.59, unit="log sd", low=0.0, high=2.0, mark="fitted", source=_TIES, en="Spread of sociability", zh="社交性的离散")
    liking: float = constant(15.0, unit="affinity", low=0.0, high=50.0, mark="fitted", source="desk mates at random (Rohrer, Keller & Elwert 2021); docs/decisions/0026", likely=(7.5, 30.0), en="How far closeness comes of liking: an hour makes (1 + c) x / (x + c) hours of closeness, x the affinity of the pair; at 0 every hour one", zh="亲近度多大程度取决于投缘：每共处一小时增加 (1+c)x/(x+c) 小时亲近度，x 为两人的相合程度；0 表示每小时计一小时")
    p_circle: float = constant(0.75, unit="chance a talk", low=0.0, high=1.0, mark="fitted", source=_FIT, en="Chance that a third joins a talk", zh="第三人加入交谈的概率")
    p_join: float = constant(0.74, unit="chance a visit", low=0.0, high=1.0, mark="fitted", source=_FIT, en="Chance that a third joins a visit", zh="第三人加入串门的概率")
    s0: float = constant(480.0, unit="hours", low=1.0, high=1000.0, mark="fitted", source=_FIT + "; poorly identified", en="Closeness at which visiting equals staying at home", zh="串门与待在家等价的亲近度")
    visit_hours: float = constant(2.5, unit="hours a visit", low=0.25, high=12.0, mark="assumed", source=_TIES, en="Length of a visit", zh="一次串门时长")
    half_life: float = constant(106.0, unit="days", low=5.0, high=2000.0, mark="fitted", source=_FIT, en="Half-life of closeness", zh="亲近度半衰期")
    slow_half_life: float = constant(2400.0, unit="days", low=200.0, high=20000.0, mark="assumed", source=_TIES + "; not identified, 3 to 12 years", likely=(1095.0, 4380.0), en="Half-life of the slow trace", zh="慢痕迹半衰期")
    recognised: float = constant(0.83, unit="hours on the slow trace", low=0.05, high=5.0, mark="fitted", source=_FIT, en="Cut-off of a recognised face (面熟)", zh="面熟的门槛")
    acquaintance: float = constant(3.0, unit="hours on the slow trace", low=0.5, high=20.0, mark="fitted", source="calibrated once, 2 to 5 hours", likely=(2.0, 5.0), en="Cut-off of an acquaintance (熟人)", zh="熟人的门槛")
    friendly: float = constant(17.5, unit="decayed hours", low=1.0, high=100.0, mark="fitted", source=_FIT, en="Cut-off of a friendly tie", zh="友好的门槛")
    friend: float = constant(295.0, unit="decayed hours", low=2.0, high=600.0, mark="fitted", source=_FIT, en="Cut-off of a friend", zh="朋友的门槛")
    close: float = constant(400.0, unit="decayed hours", low=5.0, high=1000.0, mark="assumed", source="above a friend; no table of the fit asks for it (docs/decisions/0026-proximity.md)", en="Cut-off of a close friend", zh="密友的门槛")
    slots: int = constant(48, unit="ties a resident", low=8, high=256, mark="setting", source="a bound on memory, not a theory of the mind", en="Others that a resident can keep", zh="每人可保留的关系数")
    crowd: int = constant(64, unit="people", low=2, high=64, mark="setting", en="Most people whose attention is shared exactly", zh="精确计算的最大人数")
    circle_size: int = constant(12, unit="people", low=3, high=63, mark="assumed", en="People seated in one circle of a crowd", zh="大场合中一圈的人数")
    forgetting: Forgetting = choice("half-lives", "power", source=_EITHER, en="How the slow trace fades: by half in each half-life, or ever slower (1 / (1 + age / half-life))", zh="慢痕迹如何消退：按半衰期减半，或越来越慢")
    familiarity: Familiarity = choice("step", "gradual", source=_EITHER, en="One greets whom one recognises, or the more readily the better one knows the face", zh="认出才打招呼，或越面熟越容易打招呼")
    seating: Seating = choice("known-and-near", "at-random", source=_EITHER, en="A crowd sits half with those it knows and those who live near, or by chance", zh="大场合中多与熟人、近邻同坐，或随机就座")


class VisitHours(Parameters):
    """Hours a week that people have for visits, by life situation."""

    retired: float = constant(3.0, unit="hours a week", low=0.0, high=40.0, en="The retired", zh="退休者")
    carer: float = constant(2.0, unit="hours a week", low=0.0, high=40.0, en="Carers of small children", zh="带幼儿者")
    owner: float = constant(2.0, unit="hours a week", low=0.0, high=40.0, en="Working owners", zh="在职业主")
    renter: float = constant(2.0, unit="hours a week", low=0.0, high=40.0, en="Working renters", zh="在职租户")
    student: float = constant(2.0, unit="hours a week", low=0.0, high=40.0, en="Students", zh="学生")


class DecisionConstants(Parameters):
    """Weights of the decision to come to an event (log-odds) and how people hear of it."""

    base: float = constant(-3.4, unit="log-odds", low=-12.0, high=6.0, mark="fitted", source="civic core: 7 % do 67 %; see docs/decisions", en="Coming when all else is average", zh="基准")
    interest: float = constant(2.0, unit="log-odds", low=0.0, high=10.0, en="Full interest in the topic against none", zh="兴趣")
    asked: float = constant(1.6, unit="log-odds", low=0.0, high=10.0, source="being asked personally is the strongest predictor", en="Being asked by somebody one knows", zh="被熟人邀请")
    knocked: float = constant(0.8, unit="log-odds", low=0.0, high=10.0, en="A knock on the door", zh="上门邀请")
    company: float = constant(1.0, unit="log-odds", low=0.0, high=10.0, en="Four acquaintances who came lately", zh="有熟人参加")
    habit: float = constant(1.5, unit="log-odds", low=0.0, high=10.0, en="A settled habit of coming", zh="习惯")
    trust: float = constant(0.8, unit="log-odds", low=0.0, high=10.0, en="Full trust against none", zh="信任")
    time: float = constant(0.6, unit="log-odds per 20 free hours", low=0.0, high=10.0, en="Free hours", zh="空闲时间")
    distance: float = constant(0.3, unit="log-odds per 100 m", low=0.0, high=10.0, en="Distance", zh="距离")
    frailty: float = constant(1.5, unit="log-odds", low=0.0, high=10.0, en="Full frailty against none", zh="体弱")
    quality: float = constant(1.0, unit="log-odds", low=0.0, high=10.0, en="Quality of the event", zh="活动质量")
    length: float = constant(1.05, unit="log-odds per hour", low=0.0, high=5.0, mark="fitted", source="turnout of 48 % at an occasion of minutes (Shanghai); set anew by hand on that row when fatigue became that of a thing (1.2 before)", en="An hour more than two that an occasion takes", zh="活动每超过两小时一小时")
    incentive: float = constant(0.5, unit="log-odds per ln(1 + yuan/10)", low=0.0, high=10.0, en="A small reward for coming", zh="物质激励")
    fatigue: float = constant(0.25, unit="log-odds per invitation", low=0.0, high=10.0, en="Being asked too often to the same sort of thing", zh="对同类活动的邀请疲劳")
    civic: float = constant(1.0, unit="log-odds per sd", low=0.0, high=10.0, mark="fitted", source="civic core (UK): 1 % do 9 %, 7 % 67 %, 31 % 87 %", en="Civic disposition", zh="公共参与倾向")
    stake: float = constant(1.5, unit="log-odds", low=0.0, high=10.0, en="A full stake in what is decided, against none", zh="利害攸关")
    summoned: float = constant(1.5, unit="log-odds", low=-5.0, high=10.0, en="Being called by name because one is concerned", zh="因当事而被点名请到")
    at_work: float = constant(0.88, unit="share", low=0.0, high=1.0, likely=(0.8, 0.95), source="the rest work shifts, from home or irregularly", en="Of those who work or go to school: are there on weekday mornings and afternoons", zh="在职或在学者中工作日白天不在的比例")
    given: float = constant(0.4, unit="share of free hours", low=0.0, high=1.0, likely=(0.2, 0.6), en="Free time of a week that one is ready to give to occasions, beyond a first one", zh="一周愿意用于活动的空闲时间比例")
    ask_chance: float = constant(0.04, unit="chance a pair and event", low=0.0, high=1.0, en="One who came lately asks an acquaintance", zh="邀请熟人的概率")
    ask_friendly: float = constant(0.15, unit="chance a pair and event", low=0.0, high=1.0, en="One who came lately asks a friendly neighbour", zh="邀请友好邻居的概率")
    memory: int = constant(13, unit="weeks", low=1, high=104, en="How long having come counts as lately", zh="“最近”的周数")
    habit_rate: float = constant(0.15, unit="share an event", low=0.0, high=1.0, en="How fast habit follows attendance", zh="习惯更新速度")
    fatigue_half_life: float = constant(4.0, unit="weeks", low=0.5, high=52.0, en="Half-life of fatigue", zh="疲劳半衰期")
    habit_chance: float = constant(0.1, unit="chance an event", low=0.0, high=1.0, en="Two who enjoyed each other's company meet again by habit", zh="活动后结成习惯小组的概率")
    habit_hours: float = constant(4.0, unit="decayed hours", low=0.0, high=100.0, en="Closeness from which a habit can be born", zh="结成习惯所需亲近度")
    habit_mate: HabitMate = choice("anyone", "liked", source=_EITHER, en="Who may become a companion by habit: anyone who came, or the one whom one likes best", zh="活动后与谁结成习惯：任何到场者，或最投缘者")
    habit_leave: float = constant(1.5, unit="years", low=0.1, high=20.0, en="Half-life of membership in such a group", zh="习惯小组成员半衰期")


class Purpose(Parameters):
    """What differs from the decision to come where one decides to do something else; all other weights are the same (log-odds)."""

    base: float = constant(-3.4, unit="log-odds", low=-12.0, high=6.0, en="Doing it when all else is average", zh="基准")
    interest: float = constant(0.0, unit="log-odds", low=0.0, high=10.0, en="Full interest in the topic against none", zh="兴趣")
    company: float = constant(1.0, unit="log-odds", low=0.0, high=10.0, en="Four acquaintances who came lately", zh="有熟人参加")
    distance: float = constant(0.3, unit="log-odds per 100 m", low=0.0, high=10.0, en="Distance", zh="距离")
    civic: float = constant(1.0, unit="log-odds per sd", low=0.0, high=10.0, en="Civic disposition", zh="公共参与倾向")
    digital: float = constant(0.0, unit="log-odds", low=0.0, high=10.0, en="Full digital skill against none", zh="数字技能")
    stake: float = constant(1.5, unit="log-odds", low=0.0, high=10.0, en="A full stake in what is decided, against none", zh="利害攸关")


class PurposeConstants(Parameters):
    """The purposes of a decision beside coming to an event: each in its own words, all by one rule (`DecisionConstants`)."""

    vote: Purpose = Purpose(civic=1.2, stake=2.0)
    volunteer: Purpose = Purpose(base=-4.5, interest=1.0, civic=1.5, stake=0.5)
    speak: Purpose = Purpose(base=-4.0, civic=1.2, stake=2.5, company=0.5)
    online: Purpose = Purpose(base=-3.8, distance=0.0, digital=2.0, company=0.5)

    def in_order(self) -> tuple[Purpose, ...]:
        """Return the purposes in the order of their codes, from 1 on."""
        return self.vote, self.volunteer, self.speak, self.online


class TrustConstants(Parameters):
    """How an experience moves trust."""

    alpha: float = constant(0.06, unit="share an experience", low=0.0, high=1.0, en="Weight of one experience in trust", zh="一次经历对信任的影响")
    told: float = constant(0.3, unit="share of an experience", low=0.0, high=1.0, likely=(0.1, 0.5), en="Weight of an account that one is told, against having seen it", zh="听人讲述相对亲历的影响")
    half_life: float = constant(78.0, unit="weeks", low=4.0, high=2000.0, likely=(52.0, 104.0), source="a year or two", en="Half-life in which trust returns to the person's own baseline", zh="信任回到本人基线的半衰期")
    company: float = constant(0.003, unit="share a week", low=0.0, high=1.0, likely=(0.001, 0.006), source="held down by what surveys allow: trust and contact go together at .2 to .5; an estate after a year of events gains d .07 to .15 at most (Hong Kong)", en="Weight of a week's company in trust in neighbours", zh="一周相处对邻里信任的影响")
    company_days: float = constant(1.0, unit="days a week", low=0.1, high=7.0, en="Days with a talk at which company is neither good nor bad: value one half", zh="相处价值为一半时每周交谈天数")
    requests: float = constant(1.0, unit="times a year", low=0.0, high=52.0, likely=(0.5, 2.0), source="half a call a head to the hotline of Beijing, some half of them enquiries; the committee and the property company come on top", en="Requests of a grown-up to those in charge, without any policy", zh="成年人每年的日常诉求")
    answered: float = constant(0.7, unit="share", low=0.0, high=1.0, likely=(0.55, 0.9), source="53.1 to 96.5 % resolved by the caller's word (hotline of Beijing, 2019-24)", en="Such requests that are answered", zh="得到解决的诉求比例")
    needs: float = constant(0.62, unit="times a year", low=0.0, high=52.0, mark="fitted", source="CLDS: 48 % helped a neighbour or were helped; 1.0 gave 62 %, .65 gave 50 %", en="Times a year that one needs a neighbour's help", zh="每年需要邻居帮助的次数")
    quarrels: float = constant(0.03, unit="per resident and year", low=0.0, high=5.0, source="1.5 per 1,000 reach mediation", en="Quarrels with a near neighbour", zh="与近邻的纠纷")


class Constants(Parameters):
    """All constants of people."""

    ties: TieConstants = TieConstants()
    visits: VisitHours = VisitHours()
    introductions: IntroductionConstants = IntroductionConstants()
    decision: DecisionConstants = DecisionConstants()
    purposes: PurposeConstants = PurposeConstants()
    trust: TrustConstants = TrustConstants()
    services: ServiceConstants = ServiceConstants()
    survey: SurveyConstants = SurveyConstants()
