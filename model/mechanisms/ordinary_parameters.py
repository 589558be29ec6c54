"""Parameters of ordinary-life: what there is in a community without any policy."""

from __future__ import annotations

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant, setting


class OrdinaryLifeParameters(MechanismParameters):
    """Gate heads, committee, the year's ordinary occasions, clubs, property company, owners' committee."""

    # Gate heads: what the office asks for
    notices_a_week: float = setting(0.5, "times a week and gate", 0.0, 10.0, "Notices that a gate head has to deliver", "每周通知次数")
    inspections_a_month: float = setting(1.0, "times a month and gate", 0.0, 20.0, "Inspections that a gate head has to make", "每月巡查次数")
    notice_evenings: float = assumed(0.5, "evenings", 0.0, 4.0, "Time that a notice takes", "一次通知所需晚上")
    inspection_evenings: float = assumed(0.7, "evenings", 0.0, 4.0, "Time that an inspection takes", "一次巡查所需晚上")
    nominal: float = assumed(0.3, "chance a year and vacant gate", 0.0, 1.0, "The committee writes down somebody who does no work", "空缺楼门每年被挂名的概率")
    # Committee
    seats: int = constant(
        5, unit="people", low=0, high=30, mark="measured", source="residents' committees have 5.1 members on average", en="Members of the residents' committee", zh="居委会成员数"
    )
    term: int = setting(260, "weeks", 52, 520, "Term of the residents' committee", "居委会任期")
    # What the committee holds anyway
    activities_a_year: float = assumed(6.0, "times a year and compound", 0.0, 52.0, "Activities that the committee holds anyway", "居委会每年常规活动次数")
    activity_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of an activity", "一次活动时长")
    activity_room: int = constant(60, unit="people", low=2, high=5000, mark="assumed", en="People for whom there is room at an activity", zh="活动容纳人数")
    activity_quality: float = assumed(0.45, "0 to 1", 0.0, 1.0, "Quality of an activity", "活动质量")
    activity_yuan: float = assumed(1500.0, "yuan", 0.0, 1e6, "Cost of an activity", "一次活动费用")
    activity_staff: float = assumed(12.0, "hours", 0.0, 400.0, "Staff time of an activity", "一次活动工作人员工时")
    poster: float = assumed(0.12, "chance", 0.0, 1.0, "Reach of a notice of the committee", "居委会告示到达率")
    chat: float = assumed(0.1, "chance times digital skill", 0.0, 1.0, "Reach of the residents' chat group", "居民微信群到达率")
    # Festivals
    festivals: int = assumed(4, "festivals a year", 0, 8, "Festivals at which the committee has something on, the best-known first", "每年组织活动的节日数")
    festival_room: int = constant(100, unit="people", low=2, high=5000, mark="assumed", source="reports of single communities: 40 to 200 people", en="People for whom there is room at a festival", zh="节日活动容纳人数")
    festival_quality: float = assumed(0.55, "0 to 1", 0.0, 1.0, "Quality of a festival of the compound", "节日活动质量")
    festival_yuan: float = assumed(3000.0, "yuan", 0.0, 1e6, "Cost of a festival", "一次节日活动费用")
    festival_staff: float = assumed(20.0, "hours", 0.0, 400.0, "Staff time of a festival", "一次节日活动工作人员工时")
    festival_poster: float = assumed(0.25, "chance", 0.0, 1.0, "Reach of the posters of a festival", "节日活动海报到达率")
    festival_chat: float = assumed(0.2, "chance times digital skill", 0.0, 1.0, "Reach of a festival in the residents' chat group", "节日活动微信群到达率")
    # Health talks
    health_a_year: float = assumed(4.0, "times a year and compound", 0.0, 52.0, "Health talks and free check-ups", "每年义诊与健康讲座次数")
    health_hours: float = assumed(1.5, "hours", 0.25, 8.0, "Length of a health talk", "一次健康讲座时长")
    health_age: int = assumed(55, "years", 14, 110, "From what age on people are told of them", "健康讲座面向的年龄")
    health_room: int = constant(40, unit="people", low=2, high=5000, mark="assumed", en="People for whom there is room at a health talk", zh="健康讲座容纳人数")
    health_poster: float = assumed(0.2, "chance", 0.0, 1.0, "Reach of the poster of a health talk", "健康讲座海报到达率")
    health_staff: float = assumed(6.0, "hours", 0.0, 400.0, "Staff time of a health talk", "一次健康讲座工作人员工时")
    # The Party branch and the residents' representatives
    branch_a_year: float = constant(
        12.0, unit="times a year and community", low=0.0, high=52.0, mark="measured", source="a day a month (rules for branches of the Party, 2018)", en="Days of the Party branch", zh="每年主题党日次数"
    )
    branch_hours: float = assumed(1.5, "hours", 0.25, 8.0, "Length of a day of the Party branch", "一次主题党日时长")
    branch_staff: float = assumed(4.0, "hours", 0.0, 400.0, "Staff time of a day of the Party branch", "一次主题党日工作人员工时")
    assemblies_a_year: float = assumed(2.0, "times a year and community", 0.0, 52.0, "Meetings of residents' representatives", "每年居民代表会议次数")
    assembly_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of a meeting of representatives", "一次居民代表会议时长")
    assembly_staff: float = assumed(8.0, "hours", 0.0, 400.0, "Staff time of a meeting of representatives", "一次居民代表会议工作人员工时")
    # Clubs
    clubs: float = assumed(
        1.5, "clubs a 1,000 residents", 0.0, 20.0, "Clubs that exist at first (a dance team, a choir); 0: there are never any", "起初已有的文体队伍数",
        source="the goal for 2020 was ten organisations a community; assumed to be half way",
    )  # fmt: skip
    club_begin: float = assumed(
        -11.3, "log-odds a month", -20.0, 4.0, "One who likes best what no club of the compound is about (or only a full one) founds one", "无队伍时发起队伍的基准",
        source="set so that as many are founded as end",
    )  # fmt: skip
    club_hours: float = assumed(1.5, "hours", 0.25, 6.0, "Length of a club's meeting", "队伍活动时长")
    club_room: int = constant(20, unit="people", low=2, high=100, mark="assumed", en="People for whom a club has room", zh="队伍人数上限")
    club_open: int = constant(
        4, unit="meetings", low=1, high=52, mark="assumed", en="Of how many meetings of a club one is open to whoever likes to look in", zh="每几次队伍活动开放一次"
    )
    club_full: int = constant(40, unit="people", low=1, high=1000, mark="assumed", en="Members with whom a club looks for no more", zh="队伍不再招新的成员数")
    club_yuan: float = assumed(0.0, "yuan", 0.0, 1e5, "What the community pays for a meeting of a club", "队伍一次活动费用")
