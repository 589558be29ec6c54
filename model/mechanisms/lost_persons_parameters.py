"""Parameters of lost-persons: levers of the policy, and what is assumed of those who get lost and of those who find them."""

from __future__ import annotations

from typing import Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant, setting

Family = Literal["none", "price", "free"]

LEVERS: dict[str, object] = {
    "registration": False,
    "dna_station": False,
    "dna_family": "none",
    "faces": False,
    "questioning": 0.0,
    "notice_weeks": 0,
}
"""Lever -> value of a community without the policy."""

_WALKED = "Police cases of women with dementia on foot, Grampian 2007: 50 % within 0.7, 80 % within 2.0, 95 % within 5.8 km"
_NOTICES = "Notices of the rescued found 20.2 % (ministry 2017), published notices of missing elders 36 %"


class LostPersonsParameters(MechanismParameters):
    """Those who get lost, and how they come home. All levers are off by default: that is the city before the policy."""

    # Levers
    registration: bool = setting(
        False, "yes or no", None, None, "The committee visits families who miss somebody and helps them to register", "居委会上门协助失踪者家属登记"
    )
    dna_station: bool = setting(False, "yes or no", None, None, "The rescue station has DNA samples taken of those without a name", "救助站为无名者采集DNA")
    dna_family: Family = constant(
        "none", unit="none, price or free", mark="setting", en="DNA of registered families: not taken, taken at a price, or free", zh="登记家属的DNA：不采、收费、免费"
    )
    faces: bool = setting(False, "yes or no", None, None, "The police compare the face with those in their files", "公安人脸比对")
    questioning: float = setting(
        0.0, "hours a week and person", 0.0, 20.0, "Questioning at the station beyond the ordinary", "救助站额外甄别询问时长"
    )
    notice_weeks: int = setting(0, "weeks", 0, 104, "Weeks that notices of the lost and of the found are kept out; 0: none", "寻人与寻亲公告的刊登周数")
    # Who gets lost
    dementia: float = constant(
        0.64, unit="chance at full frailty, falls with its square", low=0.0, high=1.0, mark="fitted",
        source="5.6 % of those of 65 and more have dementia (China Mental Health Survey, 2019)", en="A person of 60 or more has dementia", zh="60岁及以上者失智的概率",
    )  # fmt: skip
    illness: float = constant(
        0.0042, unit="share of adults without dementia", low=0.0, high=0.1, mark="assumed", likely=(0.002, 0.01),
        source="The order of those registered with a severe mental illness in China; from memory", en="An adult has a severe mental illness", zh="成人患严重精神障碍的比例",
    )  # fmt: skip
    dementia_a_year: float = constant(
        0.13, unit="times a year", low=0.0, high=5.0, mark="assumed", likely=(0.05, 0.3),
        source="60 % of people with dementia get lost at some time; over some seven years", en="One with dementia gets lost", zh="失智者每年走失次数",
    )  # fmt: skip
    illness_a_year: float = constant(
        0.1, unit="times a year", low=0.0, high=5.0, mark="fitted", source="Of the rescued whose notices were answered 45 % ill, 33 % old (ministry 2017)",
        en="One with a mental illness gets lost", zh="精神障碍者每年走失次数",
    )  # fmt: skip
    walked: float = constant(
        0.7, unit="kilometres, median", low=0.01, high=50.0, mark="measured", source=_WALKED, en="How far one with dementia walks on the first day", zh="失智者首日走出距离"
    )
    walked_spread: float = constant(1.25, unit="log", low=0.0, high=3.0, mark="measured", source=_WALKED, en="Spread of that distance", zh="该距离的离散度")
    walked_ill: float = assumed(2.5, "kilometres, median", 0.01, 100.0, "How far one with a mental illness gets on the first day", "精神障碍者首日走出距离")
    farther: float = assumed(1.4, "factor a day", 1.0, 5.0, "How the distance grows from day to day", "距离逐日增长倍数")
    away: float = assumed(0.005, "chance a day", 0.0, 1.0, "One with dementia gets to another city by bus or train", "失智者乘车到外地的概率")
    away_ill: float = assumed(0.12, "chance a day", 0.0, 1.0, "The same of one with a mental illness", "精神障碍者乘车到外地的概率")
    says: float = assumed(0.5, "chance", 0.0, 1.0, "Asked by the police, one with dementia can say who they are", "失智者能说出身份的概率")
    says_ill: float = assumed(0.4, "chance", 0.0, 1.0, "The same of one with a mental illness", "精神障碍者能说出身份的概率")
    # Who finds them
    own_way: float = assumed(0.3, "chance a day, near home", 0.0, 1.0, "They find the way home", "自己找回家的概率")
    own_reach: float = assumed(2.0, "kilometres", 0.05, 100.0, "Distance over which that falls to a third", "自己找回的距离尺度")
    passes: float = assumed(0.25, "times an hour", 0.0, 10.0, "One who is out comes past a person near their own gate", "外出邻居路过附近某人的频率")
    reach: float = assumed(0.4, "kilometres", 0.02, 20.0, "Distance from their gate over which that falls to a third", "邻居外出的距离尺度")
    heeds: float = assumed(-1.5, "log-odds", -8.0, 8.0, "Who knows the face sees that something is wrong and brings them home", "面熟者察觉异常并送回的基准")
    heeds_known: float = assumed(1.5, "log-odds", 0.0, 8.0, "An acquaintance", "熟人")
    heeds_told: float = assumed(2.5, "log-odds", 0.0, 8.0, "One who has been told that they are missed", "已听说其走失者")
    hands_over: float = assumed(0.004, "chance", 0.0, 1.0, "A neighbour who does not know the face takes them to the police", "不认识者报警的概率")
    seeks: float = assumed(6.0, "hours a day", 0.0, 24.0, "Each of the household goes looking for them", "家人每日寻找时长")
    seeks_reach: float = assumed(1.2, "kilometres", 0.02, 50.0, "Distance over which what they find falls to a third", "家人寻找的距离尺度")
    seeks_days: int = constant(14, unit="days", low=0, high=365, mark="assumed", en="Days that they go looking", zh="家人寻找天数")
    missed: float = assumed(0.8, "chance a day", 0.0, 1.0, "The household reports them missing", "家人报警的概率")
    missed_alone: float = assumed(0.15, "chance a day", 0.0, 1.0, "Somebody does so for one who lives alone", "独居者被报失踪的概率")
    picked_up: float = assumed(0.3, "chance a day", 0.0, 1.0, "One with dementia is brought to the police", "失智者被送到派出所的概率")
    picked_up_ill: float = assumed(0.06, "chance a day", 0.0, 1.0, "The same of one with a mental illness, who seems not to need it", "精神障碍者被送到派出所的概率")
    # Police and station
    described: float = assumed(0.6, "chance a day", 0.0, 1.0, "The police of the city find them among those reported", "本市公安按报案比中的概率")
    police_days: int = constant(2, unit="days", low=0, high=30, mark="assumed", en="Days with the police before the rescue station", zh="派出所留置天数")
    face_found: float = assumed(0.5, "chance", 0.0, 1.0, "Their face is in the files and is told apart", "人脸比中的概率")
    speechless: float = assumed(0.6, "share", 0.0, 1.0, "Of those who could not say it to the police: will never say it", "始终问不出身份的比例")
    asks: float = assumed(0.5, "hours a week and person", 0.0, 20.0, "Ordinary questioning at the station", "救助站通常询问时长")
    learns: float = assumed(0.03, "chance an hour", 0.0, 1.0, "Questioning finds out where they live", "每小时询问问出住址的概率")
    station_yuan: float = assumed(120.0, "yuan a day", 0.0, 5000.0, "A day at the station", "救助站每人每日费用")
    notice_yuan: float = assumed(50.0, "yuan a week", 0.0, 5000.0, "A notice", "公告每周费用")
    notice_poster: float = assumed(0.1, "chance", 0.0, 1.0, "A neighbour reads that somebody is missed", "邻居看到寻人启事的概率")
    notice_seen: float = constant(
        0.002, unit="chance a week, times digital skill", low=0.0, high=1.0, mark="fitted", source=_NOTICES,
        en="One who knows the face meets a notice of the found and sees who it is", zh="面熟者看到寻亲公告并认出的概率",
    )  # fmt: skip
    notice_family: float = constant(
        0.02, unit="chance a week", low=0.0, high=1.0, mark="fitted", source=_NOTICES, en="One of the household does", zh="家人看到并认出的概率"
    )
    # Registration and DNA
    register_after: int = constant(2, unit="weeks", low=0, high=104, mark="assumed", en="Weeks after which a search is registered", zh="走失多少周后可登记")
    registers: float = assumed(0.004, "chance a week", 0.0, 1.0, "A family that missed somebody registers by itself", "家属自行登记的概率")
    visit_hours: float = assumed(3.0, "hours", 0.0, 40.0, "Staff time of a visit to a family", "上门协助登记所需工时")
    visited: float = assumed(0.85, "chance", 0.0, 1.0, "A family that is visited registers", "上门后家属登记的概率")
    visited_alone: float = assumed(0.3, "chance", 0.0, 1.0, "The family elsewhere of one who lived alone does", "独居者外地亲属登记的概率")
    blood: float = assumed(0.8, "share", 0.0, 1.0, "Families that have a parent or child to give a sample", "有父母或子女可采样的家庭比例")
    price: float = setting(1500.0, "yuan", 0.0, 20000.0, "What a family pays where DNA has a price", "收费时家属采样价格")
    gives: float = assumed(2.5, "log-odds", -8.0, 8.0, "A registered family gives a free sample", "登记家属同意免费采样的基准")
    gives_price: float = assumed(2.0, "log-odds for 1,000 yuan", 0.0, 20.0, "What a price takes of it", "价格的作用")
    sample_after: int = constant(4, unit="weeks", low=0, high=104, mark="assumed", en="Weeks without a name before the station has a sample taken", zh="无名多久后采样")
    elsewhere: float = assumed(0.5, "chance", 0.0, 1.0, "The station of another city has samples taken as well", "外地救助站同样采样的概率")
    sample_yuan: float = assumed(400.0, "yuan", 0.0, 10000.0, "What a sample costs the laboratory", "每份样本检验费用")
    sample_hours: float = assumed(6.0, "hours", 0.0, 200.0, "Work of the laboratory on a sample", "每份样本检验工时")
    lab_hours: float = setting(2.0, "hours a week and community", 0.0, 200.0, "What the laboratory has for the people of a community", "实验室分给每社区的工时")
    matches: float = assumed(0.95, "chance", 0.0, 1.0, "Two samples of parent and child are told as such", "亲子样本比中的概率")
