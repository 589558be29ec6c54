"""Constants of the shared services: evenings, staff, help between neighbours, quarrels, promises."""

from __future__ import annotations

from ..ground.parameters import Parameters, constant
from .word_constants import QueueConstants, WordConstants


class EveningConstants(Parameters):
    """How much time people give to others, and how much staff a committee has."""

    share: float = constant(0.2, unit="share of free hours", low=0.0, high=1.0, en="Part of their free hours that volunteers can give at most", zh="志愿者最多投入的空闲时间比例")
    hours: float = constant(3.0, unit="hours an evening", low=0.5, high=6.0, en="Length of an evening's work", zh="一个晚上的时长")
    most: float = constant(4.0, unit="evenings a week", low=0.0, high=7.0, en="Most evenings a week that one volunteer gives", zh="志愿者每周最多晚上数")
    staff: float = constant(5.1, unit="people a community", low=0.0, high=200.0, mark="measured", source="residents' committees have 5.1 members on average", en="Members of the residents' committee", zh="居委会成员数")
    staff_share: float = constant(0.15, unit="share of 40 hours", low=0.0, high=1.0, en="Part of the committee's working time that is left for activities", zh="居委会用于活动的工时比例")


class HelpConstants(Parameters):
    """Who helps a neighbour in need (log-odds) and who is asked."""

    base: float = constant(0.2, unit="log-odds", low=-6.0, high=6.0, source="set so that 48 % helped or were helped in a year (CLDS) is in reach", en="A stranger of the gate helps when all else is average", zh="陌生邻居帮忙的基准")
    known: float = constant(1.2, unit="log-odds", low=0.0, high=6.0, en="The one who asks is an acquaintance", zh="求助者是熟人")
    friendly: float = constant(1.0, unit="log-odds", low=0.0, high=6.0, en="The one who asks is a friendly neighbour", zh="求助者是友好邻居")
    trust: float = constant(1.0, unit="log-odds", low=0.0, high=6.0, en="Full trust in neighbours against none", zh="对邻居的信任")
    time: float = constant(0.4, unit="log-odds per 20 free hours", low=0.0, high=6.0, en="Free hours of the one asked", zh="被求助者的空闲时间")
    frailty: float = constant(1.0, unit="log-odds", low=0.0, high=6.0, en="Frailty of the one asked", zh="被求助者体弱")
    ask_stranger: float = constant(0.25, unit="chance a need", low=0.0, high=1.0, en="One without acquaintances rings at a stranger's door", zh="没有熟人时向陌生邻居求助")


class QuarrelConstants(Parameters):
    """How a quarrel between near neighbours ends (log-odds a week)."""

    base: float = constant(-3.4, unit="log-odds a week", low=-10.0, high=4.0, en="Two strangers settle it by themselves", zh="陌生人自行和解")
    known: float = constant(1.6, unit="log-odds a week", low=0.0, high=6.0, en="The two are acquaintances", zh="双方是熟人")
    friendly: float = constant(1.0, unit="log-odds a week", low=0.0, high=6.0, en="The two are friendly", zh="双方友好")
    trust: float = constant(1.0, unit="log-odds a week", low=0.0, high=6.0, en="Full trust of both in neighbours against none", zh="双方对邻居的信任")
    report: float = constant(0.002, unit="chance a week", low=0.0, high=1.0, source="1.5 cases per 1,000 people and year reach mediation", en="One of the two asks for mediation", zh="一方申请调解")
    mediate: float = constant(-0.4, unit="log-odds an attempt", low=-6.0, high=6.0, en="An unknown mediator settles it in one evening", zh="陌生调解员一晚调解成功")
    mediator_known: float = constant(0.8, unit="log-odds", low=0.0, high=6.0, en="Both know the mediator", zh="双方认识调解员")
    mediator_skill: float = constant(0.4, unit="log-odds per sd", low=0.0, high=6.0, en="Civic disposition of the mediator", zh="调解员能力")
    attempts: int = constant(3, unit="evenings", low=1, high=20, en="Evenings after which a mediator gives up", zh="调解员放弃前的尝试次数")
    lingers: int = constant(52, unit="weeks", low=4, high=520, en="Weeks after which an unsettled quarrel is a silence for good", zh="未解决的纠纷变成冷战的周数")
    record_unsettled: float = constant(0.05, unit="chance a case", low=0.0, high=1.0, source="recorded success of 95-98 % is an artefact of counting", en="A case that failed enters the official record", zh="未调成案件被记录的概率")


class PromiseConstants(Parameters):
    """Who notices that a promise was kept or broken."""

    notice: float = constant(0.15, unit="chance a resident", low=0.0, high=1.0, en="A resident of the audience notices that something announced did not happen", zh="居民注意到承诺落空的概率")


class ServiceConstants(Parameters):
    """All constants of the shared services."""

    evenings: EveningConstants = EveningConstants()
    help: HelpConstants = HelpConstants()
    quarrels: QuarrelConstants = QuarrelConstants()
    promises: PromiseConstants = PromiseConstants()
    word: WordConstants = WordConstants()
    queues: QueueConstants = QueueConstants()
