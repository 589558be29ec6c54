"""What each state of a service is, in a sentence with its unit: of the tables of the ODD protocol. A test holds the list to the declarations."""

from __future__ import annotations

from ...model.ground.text import Text

KEPT: dict[str, dict[str, Text]] = {
    "help": {
        "refused": Text("needs since the start in which the one asked refused", "开始以来被问的人谢绝的需求数"),
        "without": Text("needs since the start in which nobody was asked", "开始以来无人可问的需求数"),
        "by_teams": Text("of these two, how many were helped in the end by somebody who had offered", "这两者中最终由报名者帮上的次数"),
    },
    "volunteers": {
        "not_before": Text("absolute week before which a resident is not asked for any post", "绝对周次，此前不再请该居民担任任何职务"),
        "rests": Text("absolute week before which one who stepped down begins nothing either", "绝对周次，卸任者此前也不自行开始什么"),
    },
    "organisations": {
        "code": Text("index of the kind; -1: there is no organisation in this place", "类别序号；-1：此处没有组织"),
        "identity": Text("permanent number", "永久编号"),
        "unit": Text("index of its compound or gate", "所属小区或楼门的序号"),
        "compound": Text("index of its compound", "所属小区的序号"),
        "topic": Text("index of the topic", "主题序号"),
        "began": Text("absolute week in which it began", "开始的绝对周次"),
        "every": Text("weeks between two meetings; 0: it has none", "两次活动相隔的周数；0：没有活动"),
        "round": Text("round of the week in which it meets", "活动所在时段"),
        "venue": Text("kind of room or facility; -1: none of its own", "场地或设施的类别；-1：没有自己的"),
        "sessions": Text("meetings held", "已举行的活动次数"),
    },
    "estates": {
        "founded": Text("whether companies and committees stand", "物业公司与业主委员会是否已设立"),
        "company": Text("place of the property company among the organisations; -1: none", "物业公司在组织表中的位置；-1：没有"),
        "committee": Text("place of the owners' committee among the organisations; -1: none", "业主委员会在组织表中的位置；-1：没有"),
        "fee": Text("yuan a month and household", "元，每户每月"),
        "hours": Text("hours of work a week that this month's money buys", "本月的钱每周可买的工时"),
        "hours_left": Text("hours of them that are left this week", "本周剩余的工时"),
        "owed": Text("yuan of fees that the household has not paid", "该户欠缴的物业费，元"),
        "knows": Text("whether the resident knows of the compound's common income", "是否知道小区的公共收益"),
        "earned": Text("yuan of common income since the start", "开始以来的公共收益，元"),
        "billed": Text("yuan of fees that fell due since the start", "开始以来应缴的物业费，元"),
        "collected": Text("yuan of fees that were paid since the start", "开始以来实缴的物业费，元"),
    },
    "deciding": {
        "_entitled": Text("people entitled to vote, over all matters since the start", "开始以来各事项有权表决的人次"),
        "_voted": Text("of them, those who voted", "其中参加表决的人次"),
        "_concerned": Text("households that a decided matter concerned, over all matters since the start", "开始以来已决事项涉及的户次"),
        "_accepting": Text("of them, those that accept the decision", "其中接受决定的户次"),
        "_lost": Text("of the concerned, those that lose by the decision", "涉及的户中因决定而受损的户次"),
        "_lost_accepting": Text("of those that lose, those that accept it all the same", "受损而仍接受的户次"),
    },
}
"""Name of a service -> name of a state -> what it is."""
