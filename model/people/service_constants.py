"""Constants of the shared services: evenings, staff, money, rooms, help between neighbours, quarrels, promises."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from ..ground.parameters import Parameters, constant
from ..ground.text import Text
from .deciding_constants import CovenantConstants, DecidingConstants
from .dispute_constants import DisputeConstants
from .everyday import (
    LATE_EVENING,
    WEEKDAY_AFTERNOON,
    WEEKDAY_EVENING,
    WEEKDAY_MORNING,
    WEEKEND_AFTERNOON,
    WEEKEND_MORNING,
    Rounds,
)
from .volunteer_constants import OrganisationConstants, VolunteerConstants
from .word_constants import QueueConstants, WordConstants


class EveningConstants(Parameters):
    """How much time people give to others, and how much staff a committee has."""

    share: float = constant(0.2, unit="share of free hours", low=0.0, high=1.0, en="Part of their free hours that volunteers can give at most", zh="志愿者最多投入的空闲时间比例")
    hours: float = constant(3.0, unit="hours an evening", low=0.5, high=6.0, en="Length of an evening's work", zh="一个晚上的时长")
    most: float = constant(4.0, unit="evenings a week", low=0.0, high=7.0, en="Most evenings a week that one volunteer gives", zh="志愿者每周最多晚上数")
    staff: float = constant(5.1, unit="people a community", low=0.0, high=200.0, mark="measured", source="residents' committees have 5.1 members on average", en="Members of the residents' committee", zh="居委会成员数")
    staff_share: float = constant(0.15, unit="share of 40 hours", low=0.0, high=1.0, en="Part of the committee's working time that is left for activities", zh="居委会用于活动的工时比例")


def _cap(en: str, zh: str) -> Any:
    return constant(1.0, unit="share of the committee's hours", low=0.0, high=1.0, mark="setting", source="1: on demand, as far as other duties leave hours", en=f"Most that {en} may take of the committee's working time", zh=f"{zh}最多占居委会工时的比例")


class DutyConstants(Parameters):
    """How much of the committee's working time a duty may take at most. Of activities `EveningConstants.staff_share` says it."""

    reports: float = _cap("reports and forms", "报表台账")
    visits: float = _cap("visits to homes", "入户走访")
    counter: float = _cap("the counter", "窗口接待")
    mediation: float = _cap("mediation", "调解")
    assemblies: float = _cap("councils and assemblies", "议事会议")
    inspections: float = _cap("rounds of inspection", "巡查")


class MoneyConstants(Parameters):
    """What is priced although nobody pays it, and what the state pays at most."""

    volunteer_price: float = constant(27.7, unit="yuan an hour", low=0.0, high=1000.0, mark="setting", source="measured: minimum wage of part-time work in Beijing from September 2025 (human resources bureau, notice 7 of 2025, as a page quotes it; 24 yuan from 2019); 0: volunteers' time is counted in hours only", en="Price of an hour that a volunteer gives", zh="志愿者每小时的计价（元）")
    public_a_year: float = constant(0.0, unit="yuan a year and community", low=0.0, high=1e10, mark="setting", source="a choice of the one who asks; 0: each policy has what it costs, and they do not compete for money", en="Public money that a community has in a year for all that is done there; 0: no limit", zh="社区一年的公共经费，各项工作共用（元）；0 表示不设上限")


class RoomKind(Parameters):
    """One kind of room that can be booked: for how many people, and in which rounds of the week it is open."""

    people: int = constant(30, unit="people", low=1, high=65000, en="People for whom there is room", zh="容纳人数")
    rounds: Rounds = Field((WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON), description="Rounds of the week in which it is open, 0 to 12, visits (7, 12) excluded", json_schema_extra={"unit": "round", "zh": "开放时段", "mark": "setting"})
    facility: str = Field("", description="Kind of facility of the neighbourhood that is such a room", json_schema_extra={"unit": "text", "zh": "对应设施", "mark": "setting"})
    en: str = Field("", description="Title in English", json_schema_extra={"unit": "text", "zh": "英文名", "mark": "setting"})
    zh: str = Field("", description="Title in Chinese", json_schema_extra={"unit": "text", "zh": "中文名", "mark": "setting"})

    @property
    def title(self) -> Text:
        """The name that a person reads."""
        return Text(self.en, self.zh)


def _room(facility: str, en: str, zh: str, people: int, rounds: tuple[int, ...]) -> RoomKind:
    return RoomKind(facility=facility, en=en, zh=zh, people=people, rounds=rounds)


_DAYTIME = (WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKEND_MORNING)
_ALL_DAY = (WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, LATE_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON)


class RoomConstants(Parameters):
    """The kinds of rooms. A neighbourhood has as many of each as it has facilities of that kind; of some it has none."""

    activity_room: RoomKind = _room("activity room", "activity room", "活动室", 30, _ALL_DAY)
    hall: RoomKind = _room("hall", "hall", "议事厅", 100, _ALL_DAY)
    courtyard: RoomKind = _room("yard", "courtyard", "院落", 150, (1, 3, 5, 10, 11))
    service_centre: RoomKind = _room("service centre", "service centre", "党群服务中心", 60, _DAYTIME)
    school_hall: RoomKind = _room("school hall", "school hall", "学校礼堂", 200, (5, 10, 11))
    ancestral_hall: RoomKind = _room("ancestral hall", "ancestral hall", "祠堂", 100, _ALL_DAY)

    @model_validator(mode="before")
    @classmethod
    def _only_what_differs(cls, given: Any) -> Any:
        """Let a scenario name only what differs of a kind; the rest of it stays."""
        if not isinstance(given, dict):
            return given
        found = dict(given)
        for name, value in given.items():
            if name in cls.model_fields and isinstance(value, dict):
                rounds = value.get("rounds")
                as_given = value | {"rounds": tuple(rounds)} if isinstance(rounds, list) else value
                found[name] = cls.model_fields[name].default.model_dump() | as_given
        return found


class HelpConstants(Parameters):
    """Who helps a neighbour in need (log-odds) and who is asked."""

    base: float = constant(0.2, unit="log-odds", low=-6.0, high=6.0, source="set so that 48 % helped or were helped in a year (CLDS) is in reach", en="A stranger of the gate helps when all else is average", zh="陌生邻居帮忙的基准")
    known: float = constant(1.2, unit="log-odds", low=0.0, high=6.0, en="The one who asks is an acquaintance", zh="求助者是熟人")
    friendly: float = constant(1.0, unit="log-odds", low=0.0, high=6.0, en="The one who asks is a friendly neighbour", zh="求助者是友好邻居")
    trust: float = constant(1.0, unit="log-odds", low=0.0, high=6.0, en="Full trust in neighbours against none", zh="对邻居的信任")
    time: float = constant(0.4, unit="log-odds per 20 free hours", low=0.0, high=6.0, en="Free hours of the one asked", zh="被求助者的空闲时间")
    frailty: float = constant(1.0, unit="log-odds", low=0.0, high=6.0, en="Frailty of the one asked", zh="被求助者体弱")
    ask_stranger: float = constant(0.25, unit="chance a need", low=0.0, high=1.0, en="One without acquaintances rings at a stranger's door", zh="没有熟人时向陌生邻居求助")
    ask_team: float = constant(0.5, unit="chance a need", low=0.0, high=1.0, en="One whom no neighbour helped turns to helpers who have offered themselves, if there are any", zh="无人帮忙时向志愿队伍求助")
    team_hours: float = constant(1.0, unit="hours", low=0.0, high=12.0, en="Time that such a helper gives to one need", zh="志愿者每次帮忙的时长")


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
    """Who notices that a promise was broken."""

    notice: float = constant(0.15, unit="chance a resident", low=0.0, high=1.0, en="A resident of the audience notices that something announced did not happen", zh="居民注意到承诺落空的概率")


class ServiceConstants(Parameters):
    """All constants of the shared services."""

    evenings: EveningConstants = EveningConstants()
    duties: DutyConstants = DutyConstants()
    money: MoneyConstants = MoneyConstants()
    rooms: RoomConstants = RoomConstants()
    help: HelpConstants = HelpConstants()
    quarrels: QuarrelConstants = QuarrelConstants()
    disputes: DisputeConstants = DisputeConstants()
    promises: PromiseConstants = PromiseConstants()
    volunteers: VolunteerConstants = VolunteerConstants()
    organisations: OrganisationConstants = OrganisationConstants()
    deciding: DecidingConstants = DecidingConstants()
    covenant: CovenantConstants = CovenantConstants()
    word: WordConstants = WordConstants()
    queues: QueueConstants = QueueConstants()
