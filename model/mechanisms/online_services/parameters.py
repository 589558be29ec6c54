"""Parameters of online-services: levers of the policy, what stands anyway, and what is assumed of counters, skill, chat groups and rumours."""

from __future__ import annotations

from typing import Any, Literal

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

Group = Literal["none", "notices", "open"]
Owner = Literal["committee", "company", "owners"]

LEVERS: dict[str, object] = {"lookup": False, "booking": False, "classes_a_year": 0.0, "keep_windows": True, "group": "none", "consult": False}
"""Lever -> value of a community without online services."""


def _yes(default: bool, en: str, zh: str) -> Any:
    return setting(default, "yes or no", None, None, en, zh)


class OnlineServicesParameters(MechanismParameters):
    """Online services and online consultation. All levers are off by default: there is a counter, and matters are heard in a hall."""

    # Levers
    lookup: bool = _yes(False, "Policies are looked up online: an enquiry needs no way to the counter", "网上查询政策，咨询不必到窗口")
    booking: bool = _yes(False, "A time at the counter is booked online: no wait, and the right papers at once", "网上预约办事，不排队、材料一次带齐")
    classes_a_year: float = setting(
        0.0, "times a year", 0.0, 52.0, "Classes of a compound in which a neighbour shows older people how it is done",
        "每小区每年由邻居教老人用手机的次数",
    )  # fmt: skip
    keep_windows: bool = _yes(
        True, "Windows stay staffed as before when visits become fewer; else they follow the visits", "办事人次减少时窗口照旧开放（否则随之减少）",
    )  # fmt: skip
    group: Group = setting(
        "none", "none, notices or open", None, None,
        "Chat group or e-mail list of the compound: none, for notices of its owner only, open to all who are in it",
        "小区群：没有、只发通知、人人可发言",
    )  # fmt: skip
    consult: bool = _yes(False, "Matters of the compound are consulted and voted on online too, beside the hall", "小区事项除现场外也在网上议事和表决")
    owner: Owner = setting(
        "committee", "committee, company or owners", None, None,
        "Who owns the group and may remove people from it: residents' committee, property company, owners", "群主：居委会、物业公司、业主",
    )  # fmt: skip
    # The counter
    windows: float = setting(2.0, "people", 0.0, 20.0, "Windows staffed in office hours, 40 hours a week each", "工作时间开设的窗口数")
    least_windows: float = setting(0.25, "people", 0.0, 20.0, "Windows that are left at least where staff follows the visits", "窗口随人次减少时的下限")
    busy: float = assumed(0.9, "load", 0.1, 0.95, "Load at which windows are staffed that follow the visits", "窗口随人次调整时的负荷")
    matters: float = assumed(0.6, "times a year", 0.0, 12.0, "Matters of an adult for the counter", "成年人办事次数")
    matters_old: float = assumed(1.5, "times a year", 0.0, 12.0, "Besides, of one of 60 and more: pension, insurance, allowances", "60岁及以上另有")
    matters_carer: float = assumed(1.5, "times a year", 0.0, 12.0, "Besides, of one who cares for small children", "带幼儿者另有")
    matters_away: float = assumed(0.8, "times a year", 0.0, 12.0, "Besides, of one who rents or is registered elsewhere", "租户或外来者另有")
    enquiries: float = constant(
        0.5, unit="share", low=0.0, high=1.0, mark="assumed", source="41 to 70 % of calls to the hotline of Beijing",
        en="Matters that are enquiries", zh="咨询类事项比例"
    )
    minutes: float = assumed(12.0, "minutes", 1.0, 120.0, "Time at the window for a matter", "窗口受理一件的时间")
    online_minutes: float = assumed(10.0, "minutes", 0.0, 120.0, "Time for a matter online", "网上办一件的时间")
    way: float = assumed(0.3, "hours", 0.0, 5.0, "Getting ready and going there and back, beside the distance", "出门往返所需时间（距离之外）")
    second_visit: float = assumed(
        0.3, "chance", 0.0, 0.95, "A request brings one a second time, without booking (papers are missing)", "未预约时须再跑一趟的概率",
    )  # fmt: skip
    go: float = assumed(
        0.3, "log-odds a week", -8.0, 8.0, "One with a matter who is free when the counter is open goes there", "有事且开放时有空者本周前往的基准",
    )  # fmt: skip
    go_leave: float = assumed(3.0, "log-odds", 0.0, 12.0, "One at work or school who would have to take leave for it", "须请假者的不便")
    go_distance: float = assumed(0.3, "log-odds per 100 m", 0.0, 10.0, "Distance", "距离")
    go_frailty: float = assumed(1.5, "log-odds", 0.0, 10.0, "Full frailty against none", "体弱")
    go_wait: float = assumed(1.5, "log-odds an hour", 0.0, 10.0, "The wait that one has heard of", "等候时间")
    booked: float = assumed(1.0, "log-odds", -5.0, 10.0, "One who has booked a time goes", "已预约者更会前往")
    gives_up: float = assumed(0.04, "chance a week", 0.0, 1.0, "One whose matter waits does without, or settles it elsewhere", "每周放弃的概率")
    waiting_openness: float = assumed(
        0.03, "factor", 0.001, 1.0, "Openness to strangers among those who wait together; in a lift or shop it is .01, on a bench .5",
        "候办者之间对陌生人的开放度",
    )  # fmt: skip
    # Learning
    tries: float = assumed(
        -3.0, "log-odds a week", -12.0, 6.0, "One of average skill who has a matter and does not know how manages online by themselves",
        "不会者自己学会网上办事的基准",
    )  # fmt: skip
    tries_skill: float = assumed(8.0, "log-odds", 0.0, 20.0, "Full digital skill against none", "数字技能")
    shown: float = assumed(
        0.12, "chance a week", 0.0, 1.0, "One who has a matter and cannot is shown by a neighbour, where all acquaintances know how",
        "熟人都会用时由邻居教会办的概率",
    )  # fmt: skip
    learns: float = assumed(0.4, "chance", 0.0, 1.0, "Who was shown it once can do it alone from then on", "教过一次即学会的概率")
    class_hours: float = setting(1.5, "hours", 0.5, 6.0, "Length of a class", "每次培训时长")
    class_seats: int = constant(
        12, unit="people", low=2, high=60, mark="setting", en="Seats of a class, the neighbour's who shows it too", zh="培训座位数",
    )  # fmt: skip
    class_yuan: float = assumed(50.0, "yuan", 0.0, 1e4, "Cost of a class", "每次培训费用")
    class_notice: float = assumed(0.15, "chance", 0.0, 1.0, "An older resident who does not know how reads of a class", "老人看到培训通知的概率")
    helper_accept: float = assumed(-3.5, "log-odds", -10.0, 6.0, "One who is asked holds the classes", "受邀者答应授课的基准")
    service_yuan: float = assumed(8000.0, "yuan a year", 0.0, 1e6, "Running look-up and booking for a community", "社区网上办事系统费用")
    # The group
    joins: float = assumed(
        0.06, "chance a week times digital skill", 0.0, 1.0, "Who is not in the group joins it, where all acquaintances are in it",
        "熟人都在群里时每周入群的概率",
    )  # fmt: skip
    joins_alone: float = assumed(
        0.25, "factor", 0.0, 1.0, "The same of one of whose acquaintances nobody is in it, or who has none", "没有熟人在群里时的系数",
    )  # fmt: skip
    reads: float = assumed(0.6, "chance", 0.0, 1.0, "A member reads what was written in a week", "成员一周内看群的概率")
    asks_owner: float = assumed(
        1.0, "times a year", 0.0, 20.0, "An owner-occupier in the group writes about something of their own accord", "自有住房者主动发言次数",
    )  # fmt: skip
    asks_carer: float = assumed(1.5, "times a year", 0.0, 20.0, "Besides, one who cares for small children", "带幼儿者另有")
    asks_renter: float = assumed(0.3, "times a year", 0.0, 20.0, "One who rents", "租户主动发言次数")
    answers: float = assumed(-4.3, "log-odds a subject", -12.0, 4.0, "A reader of average skill answers what somebody has written", "看到后回复的基准")
    answers_skill: float = assumed(2.0, "log-odds", 0.0, 10.0, "Full digital skill against none", "数字技能")
    answers_civic: float = assumed(1.0, "log-odds per sd", 0.0, 10.0, "Civic disposition", "公共参与倾向")
    most_subjects: int = constant(
        6, unit="subjects a week", low=1, high=50, mark="setting", en="Subjects of a week that are talked about at all", zh="每周形成话题的上限",
    )  # fmt: skip
    subject_hours: float = assumed(
        0.05, "hours", 0.01, 0.5, "Being together that an exchange about a subject is worth, against an hour face to face",
        "一个话题的往来折合当面相处时间",
    )  # fmt: skip
    group_openness: float = assumed(0.1, "factor", 0.001, 1.0, "Openness to strangers in the group; on a bench .5, at an event 1", "群内对陌生人的开放度")
    meets: float = assumed(
        0.05, "chance a subject", 0.0, 1.0, "Who began a subject asks those who wrote about it to do something together", "由话题约到线下的概率",
    )  # fmt: skip
    meet_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of what they do together", "线下活动时长")
    meet_quality: float = assumed(0.6, "0 to 1", 0.0, 1.0, "Quality of what they do together", "线下活动质量")
    complains: float = assumed(
        0.1, "chance", 0.0, 1.0, "Something that is written is a complaint about the owner of the group, by one with no trust in institutions",
        "对机构全不信任者的发言为批评群主的概率",
    )  # fmt: skip
    committee_removes: float = assumed(0.05, "chance", 0.0, 1.0, "The committee removes one who complains", "居委会为群主时移出批评者的概率")
    company_removes: float = assumed(0.3, "chance", 0.0, 1.0, "The property company removes one who complains", "物业公司为群主时移出批评者的概率")
    owners_remove: float = assumed(0.05, "chance", 0.0, 1.0, "Owners remove one who complains", "业主为群主时移出批评者的概率")
    silence: float = assumed(1.0, "log-odds", 0.0, 10.0, "Who has heard that somebody was removed writes less", "听说有人被移出后的沉默")
    sees_removal: float = assumed(0.5, "chance", 0.0, 1.0, "A reader sees that somebody was removed", "看群者注意到有人被移出的概率")
    removal_weeks: float = assumed(8.0, "weeks", 1.0, 52.0, "Half-life of the word that somebody was removed", "有人被移出的消息半衰期")
    answering: float = setting(2.0, "hours a week", 0.0, 60.0, "Hours of staff for a group that the committee owns", "居委会管理一个群的每周工时")
    # Rumours
    rumours_a_year: float = assumed(
        2.0, "times a year and compound", 0.0, 52.0, "Rumours about something that is to be decided or built, group or not", "每小区每年谣言次数",
    )  # fmt: skip
    rumour_weeks: float = assumed(3.0, "weeks", 0.5, 52.0, "Half-life of a rumour", "谣言半衰期")
    corrects: float = assumed(3.0, "hours", 0.0, 40.0, "Hours of staff that putting a rumour right takes", "辟谣所需工时")
    hears: float = assumed(
        0.3, "chance a week", 0.0, 1.0, "The committee hears of a rumour that goes round by mouth; of one in a group it always does",
        "居委会得知口头谣言的概率（群内谣言必知）",
    )  # fmt: skip
    # Matters of the compound
    matters_a_year: float = setting(
        4.0, "times a year and compound", 0.0, 12.0, "Matters of the compound that are heard and voted on", "每小区每年议事事项数",
    )  # fmt: skip
    gain: float = assumed(500.0, "yuan", -1e5, 1e5, "Mean gain of a household", "住户平均收益")
    gain_spread: float = assumed(4000.0, "yuan", 0.0, 1e6, "Spread (sd) of gains and losses between households", "住户间收益差异")
    tenant_worth: float = assumed(0.5, "share", 0.0, 1.0, "What it is worth to a household that rents", "对租住户的相对分量")
    notice: float = assumed(0.15, "chance", 0.0, 1.0, "A resident reads the notice of a hearing or a vote", "看到议事或表决公告的概率")
    hearing_hours: float = setting(2.0, "hours", 0.5, 6.0, "Length of a hearing in the hall", "现场议事时长")
    hearing_seats: int = constant(40, unit="people", low=2, high=500, mark="setting", en="Seats of a hearing", zh="现场议事座位数")
    hearing_staff: float = assumed(4.0, "hours", 0.0, 100.0, "Hours of staff for a hearing", "一次议事所需工时")
    consult_staff: float = assumed(3.0, "hours", 0.0, 100.0, "Hours of staff for a consultation online", "一次网上议事所需工时")
    consult_hours: float = assumed(0.25, "hours", 0.05, 2.0, "Time that one gives to a consultation online", "参与一次网上议事的时间")
    consult_rounds: int = constant(
        3, unit="rounds", low=1, high=10, mark="setting", en="Rounds of reasons in a consultation online, which stays open for days",
        zh="网上议事意见轮次",
    )  # fmt: skip
    consult_reads: float = assumed(
        0.5, "chance times digital skill", 0.0, 1.0, "One in the group or in the service reads of a consultation", "看到网上议事通知的概率",
    )  # fmt: skip
    many: int = constant(
        13, unit="people", low=1, high=500, mark="setting", en="Voices from which on a matter counts as decided with many: more than have time at one hearing",
        zh="发言达此人数视为多人参与（多于一次现场议事的容量）",
    )  # fmt: skip


__all__ = ["LEVERS", "Group", "OnlineServicesParameters", "Owner"]
