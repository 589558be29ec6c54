"""Parameters of fire-app: levers of the policy, and what is assumed of wiring, alerts, the watch, fires and those who fight them."""

from __future__ import annotations

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

LEVERS: dict[str, object] = {"protectors": 0.0, "monitors": 0.0, "detectors": 0.0, "warnings": False, "mending": False, "gong": True}
"""Lever -> value of a village without the policy. The watch with its gong is older than the app: ending it is a lever of its own."""

_HOME_FIRES = "42.7 % of home fires are electrical; the total is assumed, so that some 3 fires in 5 years go on record in 1,446 households"
_ALERTS = "57,500 alerts of electrical monitors for 231 real incidents (Wuxuan county, 2025); for how many monitors it does not say"


class FireAppParameters(MechanismParameters):
    """Fires of a village, and what warns of them. All levers are off by default: that is the village with its watch, before the app."""

    # Levers
    protectors: float = setting(0.0, "share of houses", 0.0, 1.0, "Houses with a protector that trips", "安装保护器的住户比例")
    monitors: float = setting(0.0, "share of houses", 0.0, 1.0, "Houses whose wiring is watched; alerts go to the staff", "安装用电监测的住户比例")
    detectors: float = setting(0.0, "share of houses", 0.0, 1.0, "Houses with a fire alarm that calls the staff", "安装联网火灾报警器的住户比例")
    warnings: bool = setting(False, "yes or no", None, None, "Alerts of monitors go to the household, too", "监测预警同时发给住户")
    mending: bool = setting(False, "yes or no", None, None, "What an alert has found is mended on a visit", "发现隐患后上门整改")
    gong: bool = setting(True, "yes or no", None, None, "The watch goes round with its gong", "鸣锣喊寨继续")
    # The village
    wooden: float = assumed(0.95, "share of houses", 0.0, 1.0, "Houses that fire can spread to: of wood", "木结构房屋比例")
    slope: float = assumed(0.3, "metres a metre", 0.0, 2.0, "Slope on which the houses stand, the far lanes higher", "寨子坡度")
    wind: float = assumed(2.0, "metres a second, median", 0.0, 20.0, "Wind during a fire", "起火时的风速中位数")
    wind_spread: float = assumed(0.8, "log", 0.0, 2.0, "Spread of the wind", "风速离散度")
    # What begins a fire
    electrical_a_year: float = constant(
        0.37, unit="times a year and 1,000 houses", low=0.0, high=1000.0, mark="fitted", likely=(0.1, 1.2), source=_HOME_FIRES,
        en="Electrical fires begin in a house of sound wiring and average load", zh="线路完好、负荷平均的住户电气起火次数",
    )  # fmt: skip
    other_a_year: float = constant(
        1.2, unit="times a year and 1,000 houses", low=0.0, high=1000.0, mark="fitted", likely=(0.4, 4.0), source=_HOME_FIRES,
        en="Other fires begin: stoves, candles, incense, children", zh="其他原因（灶火、香烛、玩火等）起火次数",
    )  # fmt: skip
    load_spread: float = assumed(0.6, "log", 0.0, 2.0, "Spread of what appliances draw", "用电负荷的离散度")
    winter_load: float = assumed(1.6, "factor", 1.0, 10.0, "Load in the three cold months", "冬季负荷倍数")
    winter_other: float = assumed(1.4, "factor", 1.0, 10.0, "Other fires in the cold months", "冬季其他起火倍数")
    feast: float = assumed(3.0, "factor", 1.0, 20.0, "Other fires in the week of a festival", "节日周其他起火倍数")
    wears: float = assumed(0.03, "times a year", 0.0, 5.0, "Sound wiring becomes faulty", "完好线路出现隐患")
    mends: float = assumed(0.07, "times a year", 0.0, 5.0, "A household mends faulty wiring unasked", "住户自行整改隐患")
    faulty: float = assumed(5.0, "factor", 1.0, 100.0, "Electrical fires with faulty wiring", "线路隐患的起火倍数")
    overloads: float = assumed(1.5, "times a year", 0.0, 52.0, "A house of average load overloads its wiring for a week", "平均负荷住户每年超负荷周数")
    overloaded: float = assumed(6.0, "factor", 1.0, 100.0, "Electrical fires in such a week", "超负荷周的起火倍数")
    # Protectors
    trips: float = assumed(0.7, "chance", 0.0, 1.0, "A working protector trips before wiring burns", "保护器及时跳闸的概率")
    nuisance: float = assumed(0.3, "times a year", 0.0, 52.0, "A protector trips for nothing", "保护器误跳次数")
    leaks: float = assumed(3.0, "times a year", 0.0, 52.0, "It trips where wiring is faulty", "线路隐患引起的跳闸次数")
    bypasses: float = assumed(0.1, "chance", 0.0, 1.0, "Who was cut off switches it out for good", "跳闸后住户将其短接的概率")
    breaks: float = assumed(0.08, "times a year", 0.0, 5.0, "It breaks", "保护器损坏")
    box_yuan: float = assumed(300.0, "yuan", 0.0, 10000.0, "A protector, a monitor or a fire alarm, put in", "每件设备安装费用")
    # Alerts and staff
    leak_alerts: float = assumed(2.0, "times a year", 0.0, 52.0, "A monitor tells faulty wiring", "监测发现线路隐患")
    false_alerts: float = constant(
        8.0, unit="times a year and monitor", low=0.0, high=52.0, mark="assumed", likely=(2.0, 30.0), source=_ALERTS,
        en="A monitor alerts with nothing behind it", zh="监测误报次数",
    )  # fmt: skip
    false_alarms: float = assumed(1.0, "times a year and fire alarm", 0.0, 52.0, "A fire alarm goes off for nothing", "火灾报警器误报次数")
    look_hours: float = assumed(0.1, "hours", 0.0, 10.0, "Staff time to look at an alert", "处理一次预警所需工时")
    prior: float = assumed(0.9, "share", 0.0, 1.0, "Alerts that one believes true before any", "最初相信预警属实的比例")
    prior_alerts: float = assumed(20.0, "alerts", 0.1, 10000.0, "How many alerts that belief is worth", "该信念相当的预警次数")
    tires: float = constant(
        0.5, unit="power of the share believed true", low=0.0, high=3.0, mark="assumed", likely=(0.1, 1.0),
        source="people answer alarms about as often as these are true (probability matching, Bliss 1995, from memory): that would be 1",
        en="How answering follows what one has seen to be true", zh="响应随属实率下降的程度",
    )  # fmt: skip
    memory: float = assumed(52.0, "weeks, half-life", 1.0, 2000.0, "How long alerts are remembered", "对预警的记忆半衰期")
    reads: float = assumed(0.8, "chance, times the best digital skill of the house", 0.0, 1.0, "A household sees a warning", "住户看到预警的概率")
    mend_hours: float = assumed(3.0, "hours", 0.0, 40.0, "Staff time of a visit to mend", "上门整改所需工时")
    mend_yuan: float = assumed(200.0, "yuan", 0.0, 20000.0, "Wire and an electrician", "整改材料与电工费用")
    # The watch
    rounds_a_day: float = constant(
        2.0, unit="rounds a day", low=0.0, high=24.0, mark="measured", source="Xijiang, press 2022", en="Rounds of the watch", zh="每日鸣锣次数"
    )
    round_minutes: float = assumed(20.0, "minutes", 1.0, 180.0, "Length of a round", "每次巡行时长")
    watch_accept: float = assumed(-1.5, "log-odds", -10.0, 6.0, "One who is asked takes the gong, all else average", "受邀者答应值更的基准")
    watch_yuan: float = assumed(50.0, "yuan a week and hamlet", 0.0, 5000.0, "What the watch is given", "每组每周值更补贴")
    company_hours: float = assumed(1.0, "hours a week", 0.25, 12.0, "Time of the rounds in which others walk along", "每周有人同行的时间")
    joins: float = assumed(0.05, "chance", 0.0, 1.0, "Who hears the gong thinks of walking along", "听到锣声想同行的概率")
    walkers: int = constant(5, unit="people", low=1, high=50, mark="assumed", en="People on a round, the watch among them", zh="同行人数上限")
    reminds: float = constant(
        0.15, unit="share of other fires", low=0.0, high=1.0, mark="assumed", likely=(0.0, 0.4),
        en="Where the gong goes round, stoves and candles are looked after", zh="锣声提醒所避免的其他起火比例",
    )  # fmt: skip
    shaken: float = assumed(0.3, "share of other fires", 0.0, 1.0, "The same where one knows of a fire of late", "听说近期火灾后所避免的比例")
    shaken_weeks: int = constant(26, unit="weeks", low=1, high=200, mark="assumed", en="Weeks for which a fire is spoken of", zh="火灾被谈论的周数")
    # Who notices a fire
    own_notice: float = assumed(0.3, "chance a minute", 0.0, 10.0, "One of the household who is awake notices", "家中醒着的人发现的概率")
    own_asleep: float = assumed(0.02, "chance a minute", 0.0, 10.0, "One who sleeps wakes of it", "睡着的人惊醒的概率")
    notice: float = assumed(0.004, "chance a minute at 10 minutes", 0.0, 1.0, "A neighbour beside it who is awake notices", "隔壁醒着的邻居发现概率")
    sees: float = assumed(40.0, "metres", 1.0, 500.0, "Distance over which that falls to a third", "邻居发现的距离尺度")
    night_awake: float = assumed(0.03, "share", 0.0, 1.0, "Of those at home between 11 at night and 6: awake", "深夜醒着的比例")
    alarm_minutes: float = assumed(2.0, "minutes", 0.0, 60.0, "Until a fire alarm goes off", "报警器响起所需时间")
    senses: float = assumed(0.9, "chance", 0.0, 1.0, "It works and goes off", "报警器有效的概率")
    wakes: float = assumed(0.85, "chance", 0.0, 1.0, "It wakes one who sleeps", "警报唤醒睡者的概率")
    staff_minutes: float = assumed(3.0, "minutes", 0.0, 120.0, "Until staff who answer have called people together", "值守人员接警到通知的时间")
    night: float = assumed(0.5, "chance", 0.0, 1.0, "Staff hear the telephone at night", "深夜接听的概率")
    broadcast: float = assumed(0.6, "chance, times digital skill", 0.0, 1.0, "A resident hears the staff's call", "居民收到群发通知的概率")
    # Who comes and puts it out
    own_minutes: float = assumed(6.0, "minutes", 0.1, 60.0, "After that time a household that notices can put out a third of fires", "住户可自行扑灭的时间尺度")
    shout: float = assumed(60.0, "metres", 1.0, 1000.0, "Distance over which fewer hear a shout", "呼喊的传播尺度")
    gong_heard: float = assumed(250.0, "metres", 1.0, 5000.0, "The same of a gong that raises the alarm", "锣声报警的传播尺度")
    phones: float = assumed(0.5, "chance", 0.0, 1.0, "An acquaintance of the household is called", "熟人被电话告知的概率")
    sleeper: float = assumed(0.5, "factor", 0.0, 1.0, "Who sleeps hears of it", "睡着者得知的系数")
    comes: float = assumed(-1.0, "log-odds", -8.0, 8.0, "One who is told comes, all else average", "得知者前来的基准")
    comes_known: float = assumed(1.2, "log-odds", 0.0, 8.0, "An acquaintance of the household", "熟人")
    comes_civic: float = assumed(0.5, "log-odds per sd", 0.0, 5.0, "Civic disposition", "公共参与倾向")
    comes_frail: float = assumed(3.0, "log-odds", 0.0, 10.0, "Full frailty keeps away", "体弱")
    comes_norm: float = assumed(1.5, "log-odds", 0.0, 8.0, "All the others of one's lane who were told come", "同巷其他人都来")
    comes_seen: float = assumed(1.0, "log-odds", 0.0, 8.0, "Several houses burn and all see it", "多屋着火人人可见")
    ready: float = assumed(3.0, "minutes", 0.0, 60.0, "Until one is on the way", "出门所需时间")
    pace: float = assumed(80.0, "metres a minute", 10.0, 400.0, "How fast people come", "赶到的速度")
    brigade_minutes: float = setting(25.0, "minutes", 1.0, 600.0, "Until the brigade works, from the call", "消防队到场所需时间")
    brigade_hands: float = assumed(80.0, "people with buckets", 0.0, 1000.0, "What a brigade is worth", "消防队相当的人手")
    effort: float = assumed(50.0, "person-minutes", 1.0, 10000.0, "To put out a house at first; as much more each 10 minutes", "扑灭初起一屋所需人分钟")
    most_hands: float = assumed(30.0, "people", 1.0, 500.0, "Who can work at one house", "一屋可容纳的扑救人手")
    water: float = assumed(100.0, "people with buckets", 0.0, 10000.0, "For whom the village has water; the brigade brings its own", "村内水源可供的人手")
    grows: float = assumed(13.0, "minutes", 1.0, 120.0, "Until a house burns fully and is lost", "房屋烧透所需时间")
    burns: float = assumed(90.0, "minutes", 10.0, 1000.0, "Until it has burnt down", "烧尽所需时间")
    spreads: float = assumed(0.15, "times a minute at no distance", 0.0, 10.0, "A house in full fire sets another one on fire", "烈火引燃另一屋的速率")
    spread_metres: float = assumed(8.0, "metres", 1.0, 100.0, "Distance over which that falls to a third", "蔓延的距离尺度")
    climbs: float = assumed(2.0, "log for a gradient of 1", 0.0, 10.0, "It spreads uphill", "向上坡蔓延的系数")
    carries: float = assumed(0.25, "log for a metre a second", 0.0, 3.0, "It spreads with the wind", "顺风蔓延的系数")
    fire_hours: float = assumed(1.5, "hours", 0.25, 12.0, "Those who came are together", "前来者相处时长")
    rebuilding: int = constant(52, unit="weeks", low=1, high=1000, mark="assumed", en="Until a house stands again, with new wiring", zh="重建所需周数")
    house_yuan: float = assumed(200000.0, "yuan", 0.0, 10000000.0, "What a house is worth; no account pays it here", "一屋的价值（不计入账户支出）")
