"""Parameters of consultation-minority: the rule of decision, who is heard and protected, and what matters are worth to households."""

from __future__ import annotations

from typing import Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant, setting

RuleName = Literal["none", "committee", "majority", "owners", "two thirds", "nine tenths", "all"]

LEVERS: dict[str, object] = {"rule": "none", "hearings": False, "compensate": 0.0, "protect": 0.0, "most_rounds": 1}
"""Lever -> value of a community in which nothing of the kind is put to anybody."""

_FLOORS = "guide prices of Guangzhou: third floor 1, second .5, ground floor 0, each further floor .1 more (from memory)"
_COST = "Shanghai: some 600,000 yuan a lift, 40 % of it paid by the state (from memory)"


class ConsultationMinorityParameters(MechanismParameters):
    """Consultation and protection of the few (协商与保护少数). All levers are off by default."""

    # Levers
    rule: RuleName = setting(
        "none", "none, committee, majority, owners, two thirds, nine tenths or all", None, None, "How matters are decided; none: they are not taken up", "决定规则（none 为不议）"
    )
    hearings: bool = setting(False, "yes or no", None, None, "Those concerned meet and are heard before they vote, and again before each further vote", "表决前先开会协商")
    compensate: float = setting(0.0, "share of gains", 0.0, 1.0, "The most that those who gain give of it to those who lose: agreed after a hearing, without hearings part of the proposal", "受益户让利补偿的上限（会后约定；不开会则写入方案）")
    protect: float = setting(0.0, "yuan", 0.0, 1e6, "A household that would lose more vetoes unless it agrees; 0: nobody can", "损失超过此数且不同意者可否决，0 为不保护")
    most_rounds: int = setting(1, "votes", 0, 100, "Votes on one matter at most; 0: without end", "同一事项最多表决轮数，0 为不限")
    # What comes up
    lifts: bool = setting(True, "yes or no", None, None, "Lifts can be asked for, doorway by doorway", "可按单元申请加装电梯")
    lift_from: int = setting(4, "floors", 2, 50, "Floors of a doorway from which a lift is asked for", "可加装电梯的最低层数")
    lift_up_to: int = setting(7, "floors", 2, 50, "Floors of the highest doorway that was built without a lift", "原无电梯楼的最高层数")
    matters_a_year: float = setting(1.0, "times a year and compound", 0.0, 12.0, "Parking, a ramp or a place for dancing comes up", "停车、坡道、广场舞场地议题")
    limit_weeks: int = setting(104, "weeks", 4, 520, "After so long a matter that nobody has decided lapses", "多久未决即失效")
    rest_weeks: int = setting(52, "weeks", 0, 520, "A lift that failed or lapsed is not taken up again for so long", "电梯未通过后多久可再提出")
    desk_weeks: int = setting(2, "weeks", 1, 52, "Time in which the committee decides by itself", "居委会自行决定所需周数")
    # Hearings
    hearing_every: int = setting(4, "weeks", 1, 52, "Time before a hearing, and before another round of votes", "两轮协商间隔")
    hearing_hours: float = assumed(1.5, "hours", 0.25, 8.0, "Length of a hearing", "协商会时长")
    hearing_evenings: float = assumed(1.0, "evenings", 0.0, 7.0, "Time that it takes the convenor of a doorway to prepare one", "召集人筹备一次协商会所需晚上")
    hearing_room: int = constant(40, unit="people", low=2, high=500, mark="assumed", en="People for whom there is room at a hearing of a doorway", zh="单元协商会容纳人数")
    assembly_room: int = constant(100, unit="people", low=2, high=5000, mark="assumed", en="People for whom there is room at a hearing of the compound", zh="小区协商会容纳人数")
    assembly_staff: float = assumed(12.0, "hours", 0.0, 400.0, "Staff time of a hearing of the compound", "小区协商会工作人员工时")
    assembly_yuan: float = assumed(200.0, "yuan", 0.0, 1e5, "Cost of a hearing of the compound", "小区协商会费用")
    poster: float = assumed(0.5, "chance", 0.0, 1.0, "Reach of a notice in the hall of the doorway", "楼道告示到达率")
    chat: float = assumed(0.25, "chance times digital skill", 0.0, 1.0, "Reach of the chat group", "微信群到达率")
    word_weeks: int = assumed(8, "weeks", 1, 104, "Time for which people tell what was said at a hearing", "会上理由流传的周数")
    # Votes
    vote_weeks: int = setting(4, "weeks", 1, 52, "Weeks in which signatures or ballots are collected", "征集签名或选票的周数")
    vote_hours: float = assumed(0.25, "hours", 0.05, 4.0, "Time that a vote takes one", "投一次票所需时间")
    vote_knock: float = assumed(0.8, "share of people", 0.0, 1.0, "Of those who have yet to sign, whom the convenor asks at the door in a week", "召集人每周上门征签比例")
    signatures_an_evening: float = assumed(15.0, "people", 1.0, 100.0, "People whom one can ask for a signature at the door in an evening", "一晚可上门征签人数")
    ballot_knock: float = assumed(0.25, "share of people", 0.0, 1.0, "Of those who have yet to vote, to whom the committee brings a ballot in a week", "居委会每周上门送票比例")
    ballots_an_hour: float = assumed(12.0, "people", 1.0, 100.0, "People to whom staff bring ballots in an hour", "工作人员每小时送票人数")
    # What a lift is worth
    lift_yuan: float = assumed(600_000.0, "yuan", 0.0, 1e7, "Cost of a lift", "加装一部电梯费用", _COST)
    subsidy: float = assumed(0.4, "share of the cost", 0.0, 1.0, "What the state pays of it", "政府补贴比例", _COST)
    second_share: float = assumed(0.5, "of the third floor's share", 0.0, 2.0, "Share in the cost of a household of the second floor", "二层分摊系数", _FLOORS)
    share_step: float = assumed(0.1, "of the third floor's share", 0.0, 2.0, "What each floor above the third adds to its share", "三层以上每层增加的分摊系数", _FLOORS)
    storey_yuan: float = assumed(12_000.0, "yuan a storey", 0.0, 1e6, "Worth of not having to climb a storey, to a household without frail members", "少爬一层的价值")
    frail_worth: float = assumed(1.0, "times as much more", 0.0, 10.0, "Full frailty of a member against none adds to that worth", "体弱成员增加的价值")
    tenant_worth: float = assumed(0.2, "share", 0.0, 1.0, "What of it a tenant household has, who will move on", "租户所得份额")
    ground_loss: float = assumed(30_000.0, "yuan", 0.0, 1e6, "Loss of light, quiet and relative worth on the ground floor", "一层采光、噪声与相对价值损失")
    second_loss: float = assumed(0.4, "of that of the ground floor", 0.0, 1.0, "The same on the second floor", "二层相应损失比例")
    spread: float = assumed(0.5, "sd of the logarithm", 0.0, 2.0, "How households differ in what the same thing is worth to them", "住户估值的差异")
    lift_staff: float = assumed(40.0, "hours", 0.0, 400.0, "Staff time to carry out a lift: permits, builder, pipes", "落实一部电梯的工作人员工时")
    lift_weeks: int = setting(26, "weeks", 1, 260, "From then until it runs", "施工至运行的周数")
    # What the other matters are worth
    cars: float = assumed(0.45, "share of households", 0.0, 1.0, "Households of those who work that have a car; others a third as often", "在职家庭有车比例")
    parking_gain: float = assumed(6000.0, "yuan", 0.0, 1e6, "Worth of a place for the car", "车位对有车户的价值")
    parking_loss: float = assumed(2000.0, "yuan", 0.0, 1e6, "Loss of the green, to those without a car; twice that where somebody sits in the yard", "失去绿地的损失")
    ramp_gain: float = assumed(8000.0, "yuan", 0.0, 1e6, "Worth of a ramp to a household with a wholly frail member", "坡道对体弱者的价值")
    ramp_cost: float = assumed(300.0, "yuan", 0.0, 1e5, "What each household pays for ramps", "坡道每户分摊")
    dance_gain: float = assumed(3000.0, "yuan", 0.0, 1e6, "Worth of a place for dancing to a household that dances", "舞场对跳舞者的价值")
    dance_loss: float = assumed(6000.0, "yuan", 0.0, 1e6, "Loss by noise next to it; less with distance", "舞场旁的噪声损失")
    dance_metres: float = assumed(40.0, "metres", 1.0, 500.0, "Distance at which a third of that loss is left", "噪声损失降至三分之一的距离")
    project_yuan: float = assumed(60_000.0, "yuan", 0.0, 1e7, "Cost of parking, ramps or a place for dancing, paid by the state", "小区项目费用（财政）")
    project_staff: float = assumed(20.0, "hours", 0.0, 400.0, "Staff time to carry it out", "小区项目工作人员工时")
    project_weeks: int = setting(8, "weeks", 1, 260, "From then until it is there", "小区项目施工周数")
    # Afterwards
    quarrels: float = assumed(0.1, "chance", 0.0, 1.0, "One who does not accept the result, and to whom it is everything, quarrels about it", "不接受结果且利害极大者因此起争执的概率")


__all__ = ["LEVERS", "ConsultationMinorityParameters", "RuleName"]
