"""What each state of a mechanism is, in a sentence with its unit: of the tables of the ODD protocol. A test holds the list to the declarations."""

from __future__ import annotations

from ...model.ground.text import Text

_AGENDA: dict[str, Text] = {
    "matter": Text("number of the matter in hand; 0: none", "在办事项的编号；0：没有"),
    "stage": Text(
        "where it stands: 0 nothing in hand, 1 hearing, 2 vote, 3 with the committee, 4 passed, 5 being built",
        "所处阶段：0 无事项，1 协商，2 表决，3 居委会决定，4 已通过，5 施工中",
    ),
    "at": Text(
        "absolute week from which the next step is due; with nothing in hand, from which a matter may be taken up",
        "绝对周次，自此进行下一步；无在办事项时，自此可提出事项",
    ),
    "round": Text("rounds of votes that were counted so far", "已计票的表决轮数"),
    "voted": Text("weeks of the present round in which signatures or ballots were collected", "本轮已收集签名或选票的周数"),
    "word": Text("number of the word of what was said at the last hearing; -1: none", "上次协商会所传消息的编号；-1：没有"),
    "reason": Text("number of the reason that was said most often at the last hearing", "上次协商会上说得最多的理由的编号"),
    "given": Text("yuan of compensation in the proposal", "方案中的补偿，元"),
    "opened": Text("absolute week in which the matter was taken up", "提出事项的绝对周次"),
    "until": Text("absolute week after which it lapses undecided", "绝对周次，此后未决即失效"),
}
"""Of the agenda of a gate, and of that of a compound."""

KEPT_BY_MECHANISMS: dict[str, dict[str, Text]] = {
    "acquaintance-covenants": {
        "now_week": Text("absolute week lived last", "最近一周的绝对周次"),
        "followed": Text("weeks since the start", "开始以来的周数"),
        "reached": Text(
            "acquaintances that the newcomer was seen to have: 0 none yet, 1 one or more, 2 five or more",
            "所见新迁入者的熟人：0 尚无，1 有一人以上，2 有五人以上",
        ),
        "new": Text("whether the household has moved in, not too long ago, and was not welcomed yet", "该户是否迁入不久而尚未迎新"),
    },
    "building-gates": {
        "decor": Text("what is left of the decoration of the stairwell: 1 fresh, half of it after a year", "楼道装饰尚存的程度：1 为新装饰，一年后剩一半"),
    },
    "consultation-minority": {
        **{f"{unit}_{name}": said for unit in ("gate", "compound") for name, said in _AGENDA.items()},
        "signed_gate": Text(
            "whether the resident has voted on the matter of the gate, the last one if none is in hand", "是否已就楼门事项（无在办者为上一项）表决"
        ),
        "signed_compound": Text(
            "whether the resident has voted on the matter of the compound, the last one if none is in hand", "是否已就小区事项（无在办者为上一项）表决"
        ),
        "pledged_gate": Text(
            "yuan that the household gains by the lift that was decided on and does not run yet; below 0: loses", "已决而未运行的电梯使该户所得，元；负数为所失"
        ),
        "pledged_compound": Text(
            "yuan that the household gains by what the compound has decided and not carried out yet; below 0: loses",
            "小区已决而未落实的事项使该户所得，元；负数为所失",
        ),
        "welfare": Text(
            "yuan that the household has gained by what was carried out, compensation counted; below 0: has lost",
            "已落实事项使该户所得，元，含补偿；负数为所失",
        ),
        "agreed": Text("whether it was decided that the gate gets a lift", "楼门是否已决定加装电梯"),
        "lift": Text("whether a lift was built", "电梯是否已建成"),
        "present": Text("absolute week in which the policy was in force last", "政策最近有效的绝对周次"),
        "weeks_spent": Text("weeks from taking up to decision or lapse, over all matters since the start", "开始以来各事项自提出至决定或失效的周数之和"),
        "_lost": Text("adults whose household stood on the losing side, over all matters decided since the start", "开始以来各已决事项中所在户落败的成年人次"),
        "_accepting": Text("of them, those who accept the result", "其中接受结果的人次"),
    },
    "council-and-reasoning-hall": {
        "hall_word": Text("number of the word that there is a reasoning hall; -1: it has not gone round yet", "评理堂开设消息的编号；-1：尚未流传"),
    },
    "cultural-services": {
        "visited": Text(
            "absolute week in which the resident came to a facility, a brand or a dance last; -10000: never",
            "最近一次参加设施、品牌活动或广场舞的绝对周次；-10000：从未",
        ),
        "sat": Text("absolute week in which the resident came to a facility last; -10000: never", "最近一次到设施的绝对周次；-10000：从未"),
        "opening": Text("number of the opening (facility, room, part of the week) that it was; -1: none", "该次开放的编号（设施、房间、时段）；-1：没有"),
        "helped": Text(
            "editions at which the resident practised to run each brand, helping where it is taught or running it: eight bits a brand, 255 at most",
            "居民练习主办各品牌活动的次数（在传授之处帮忙，或自己主办），每个品牌八位，至多 255",
        ),
        "known": Text("brands whose name the resident knows, a bit each", "居民知道其名称的品牌，每个一位"),
        "disturbed": Text(
            "absolute week in which dancing disturbed the resident last, more than they put up with; -10000: never",
            "广场舞最近一次扰民超出其容忍的绝对周次；-10000：从未",
        ),
        "agreed": Text(
            "absolute week in which hours and loudness were agreed or posted last; -10000: never", "最近一次约定或张贴时间与音量的绝对周次；-10000：从未"
        ),
    },
    "democratic-supervision": {
        "latest_account": Text(
            "number of the word of the committee's latest account; -1: there is none, or nobody read it", "居委会最近账目消息的编号；-1：没有，或无人阅读"
        ),
        "fact": Text(
            "share of the money spent that went to residents, by this account; NaN: there is none, or no money was spent",
            "该账目中用于居民的支出占比；NaN：没有账目或没有支出",
        ),
        "known": Text("whether the resident knows the committee's latest account", "是否知晓居委会最近的账目"),
        "told_up_to": Text("yuan of public and community money that had been spent at the latest account", "最近账目时公共与社区资金的累计支出，元"),
        "own_use": Text("yuan that the committee spent on its own offices since the latest account", "最近账目以来居委会的自用支出，元"),
        "latest_income": Text(
            "number of the word of the latest account of the common income; -1: there is none, or nobody read it",
            "公共收益最近账目消息的编号；-1：没有，或无人阅读",
        ),
        "given_back": Text("yuan of common income that were spent on the compound since the start", "开始以来用于小区的公共收益，元"),
        "asked": Text("whether the resident has asked where the common income is, since its latest account", "公共收益最近账目以来，是否已询问其去向"),
        "failed": Text("appraisals that the committee has failed in a row", "居委会连续未通过的评议次数"),
        "signed": Text("whether the resident signed the last petition for a recall", "是否在上次罢免联名中签字"),
        "petition": Text("number of the word of the petition that goes round; -1: none", "正在进行的罢免联名消息的编号；-1：没有"),
        "petition_ends": Text("absolute week in which its signatures are counted; -1: none goes round", "清点联名签字的绝对周次；-1：没有联名"),
        "petition_rests": Text("absolute week before which no other petition begins", "绝对周次，此前不发起新的联名"),
        "vote_week": Text("absolute week from which a vote on a recall is called; -1: none is to come", "绝对周次，自此召集罢免表决；-1：没有"),
        "_marks": Text("marks of appraisers since the start", "开始以来评议人的评分数"),
        "_good_marks": Text("of them, those that were good", "其中满意的评分数"),
    },
    "fire-app": {
        "begun": Text("whether it was drawn which houses have faulty wiring at first", "是否已抽定各户起初的线路隐患"),
        "fault": Text("whether the wiring is faulty", "线路是否有隐患"),
        "protector": Text("protector that trips: 0 none, 1 works, 2 broken or switched out", "保护器：0 没有，1 有效，2 损坏或被短接"),
        "monitor": Text("whether the wiring is watched by a monitor", "是否装有用电监测"),
        "detector": Text("whether there is a fire alarm that calls the staff", "是否装有联网火灾报警器"),
        "pending": Text("whether a hazard that staff have seen waits for a visit to mend it", "值守人员查实的隐患是否待上门整改"),
        "burnt": Text(
            "absolute week in which the house that burnt down stands again; -10000: it never did burn down", "烧毁的房屋重建完成的绝对周次；-10000：从未烧毁"
        ),
        "seen": Text("alerts and alarms that staff have looked at, fading by a half-life", "值守人员查看过的预警与报警数，按半衰期消退"),
        "seen_true": Text("of them, those that were true, fading alike", "其中属实者，同样消退"),
        "warned": Text("warnings that the household has heeded, fading by a half-life", "住户理会过的预警数，按半衰期消退"),
        "warned_true": Text("of them, those that were true, fading alike", "其中属实者，同样消退"),
        "sounded": Text("whether the watch went round in the hamlet in the latest week", "最近一周村组是否有人鸣锣巡寨"),
        "minutes": Text("minutes until somebody noticed, over all that caught fire since the start", "开始以来各次起火至被发现的分钟数之和"),
        "late": Text("times since the start that this took ten minutes or more", "开始以来其中达十分钟以上的次数"),
        "largest": Text("houses that the largest fire since the start took", "开始以来最大一次火灾烧毁的房屋数"),
    },
    "lost-persons": {
        "begun": Text("whether it was drawn who gets lost easily", "是否已抽定谁容易走失"),
        "laboratory": Text("number of the counter of the DNA laboratory; -1: none yet", "DNA实验室窗口的编号；-1：尚无"),
        "sort": Text(
            "why the resident gets lost easily: 0 does not, 1 dementia, 2 mental illness, 255 not drawn yet",
            "容易走失的原因：0 不易走失，1 失智，2 精神障碍，255 尚未抽定",
        ),
        "times": Text("times that the resident got lost", "居民走失的次数"),
        "longest": Text("days that the one was away who had been lost longest, of those home since the start", "开始以来回家者中走失最久者的天数"),
    },
    "meetings": {
        "member": Text("whether the resident is a member of the club or list, where it is not for all", "聚会不面向全体时，是否为成员"),
        "enrolled": Text(
            "share of residents that were to be members when members were listed last; -1: never listed", "最近一次登记成员时所定的成员比例；-1：从未登记"
        ),
        "enrolled_in": Text("absolute week in which members were listed last; -2: never", "最近一次登记成员的绝对周次；-2：从未"),
    },
    "online-services": {
        "asks": Text("enquiries of the resident that are not settled", "居民未办结的咨询数"),
        "requests": Text("requests of the resident that are not settled and take a visit", "居民须到窗口而未办结的事项数"),
        "learnt": Text(
            "how the resident has learnt to do without the counter: 0 has not, 1 alone, 2 shown by a neighbour, 3 in a class",
            "如何学会网上办事：0 不会，1 自学，2 邻居教会，3 培训学会",
        ),
        "registered": Text("whether the resident is registered for online services", "是否已注册网上办事"),
        "roster": Text("hours of the windows that were granted last; -1: none were asked for yet", "最近获准的窗口工时，小时；-1：尚未申请"),
        "visits_lately": Text(
            "visits to the counter a week, smoothed, the latest week with a weight of 0.1; -1: no week yet",
            "每周窗口办事人次的平滑值，最近一周权重 0.1；-1：尚无",
        ),
        "wait": Text("hours that one waits at the counter, by the latest week's visits", "按最近一周办事人次，窗口等候的小时数"),
        "member": Text("whether the resident is in the chat group", "是否在群"),
        "removed": Text("whether the owner of the group has removed the resident", "是否被群主移出"),
        "wrote": Text("absolute week in which the resident wrote in the group last; -10000: never", "最近一次在群里发言的绝对周次；-10000：从未"),
        "written": Text("weeks since the start in which the resident wrote in the group", "开始以来在群里发言的周数"),
        "removal": Text("number of the word that somebody was removed; -1: none goes round", "有人被移出群的消息的编号；-1：没有流传"),
        "rumour": Text("number of the word that is the rumour; -1: none goes round", "谣言的编号；-1：没有流传"),
        "rumour_side": Text("side of a matter for which it gives a reason: 0 for, 1 against", "谣言为事项的哪一方提供理由：0 赞成，1 反对"),
        "misled_by": Text("residents whom it has reached so far", "谣言至今波及的居民数"),
        "matter": Text("number of the matter in hand; 0: none", "在办事项的编号；0：没有"),
        "opened": Text("absolute week in which it was taken up", "提出该事项的绝对周次"),
        "voiced": Text("whether the resident has given a reason on it, or on the last one if none is in hand", "是否就该事项（无在办者为上一项）说过理由"),
    },
    "ordinary-life": {
        "founded": Text("whether the first heads of gates, clubs and companies have been found", "最初的楼门长、文体队伍与物业公司是否已设立"),
    },
    "party-service-centres": {
        "pending": Text("matters of the resident that are not handed in yet", "居民尚未递交的事项数"),
        "met_window": Text(
            "times that the resident has met the secretary at the window, as one of the station; 255 at most", "在窗口作为站里的人见到书记的次数，至多 255"
        ),
        "met_party": Text("times as secretary: at Party work, at the door, by the badge; 255 at most", "作为书记（党务、入户、佩戴胸牌）见到的次数，至多 255"),
        "met_company": Text("times as head of the joint-stock company; 255 at most", "作为股份公司董事长见到的次数，至多 255"),
        "sat": Text("absolute week in which the resident came to a study room last; -10000: never", "最近一次到自习室的绝对周次；-10000：从未"),
        "served": Text("absolute week in which the resident came to a day of service last; -10000: never", "最近一次参加党员服务日的绝对周次；-10000：从未"),
        "roster": Text(
            "staff hours at the counter that were granted last, evenings and weekends counted; -1: none yet", "最近获准的窗口工时，小时，含晚间与周末；-1：尚无"
        ),
        "late": Text("share of the evenings of working days on which the centre was open in the latest week, 0 to 1", "最近一周工作日晚间开放的比例，0 至 1"),
        "wait": Text("hours that one waits at the counter, by the latest week's visits", "按最近一周办事人次，窗口等候的小时数"),
        "offered": Text(
            "rooms of the centre's compound times parts of the week in which they could be had, since the start", "开始以来中心所在小区可用的房间时段数"
        ),
        "taken": Text("of them, those that somebody had", "其中有人使用的房间时段数"),
        "weeks": Text("weeks lived since the start", "开始以来的周数"),
        "lived": Text("absolute week lived last; -1: none", "最近一周的绝对周次；-1：没有"),
    },
    "service-platform": {
        "heard": Text("whether the resident has heard of the line", "是否知晓热线"),
        "met": Text("whether a grid worker met the resident at home in the latest week", "最近一周网格员是否入户见到居民"),
        "called": Text("calls and reports of the resident since the start, enquiries counted", "开始以来居民来电与反映的次数，含咨询"),
        "roster": Text("staff hours for what was reported, granted last and worked in the week after", "最近获准、次周用于办理诉求的工时，小时"),
        "papers": Text("staff hours of papers of closed tickets that are still to be written", "已办结工单尚待填报的工时，小时"),
        "good_word": Text("number of the word that a report ended the trouble; -1: none yet", "“反映后已解决”消息的编号；-1：尚无"),
        "bad_word": Text("number of the word that a report was closed and the trouble is not over; -1: none yet", "“已办结而未解决”消息的编号；-1：尚无"),
        "lived": Text("absolute week lived last; -1: none", "最近一周的绝对周次；-1：没有"),
        "weeks_ended": Text("weeks that troubles lasted, over all that were over since the start", "开始以来已解决或自行消失的问题的持续周数之和"),
        "weeks_waited": Text(
            "weeks that tickets had been in the book since they were handed in last, over all closed since the start",
            "开始以来办结工单自最近一次递交起的在册周数之和",
        ),
    },
    "social-organisations": {
        "identity": Text("permanent number; 0: no organisation is followed in this place", "永久编号；0：此处没有所跟踪的组织"),
        "kind": Text("kind: 0 interest circle, 1 club, 2 community group; -1: none", "类别：0 兴趣小组，1 文体队伍，2 社区社会组织；-1：没有"),
        "home": Text("index of its compound; -1: none", "所属小区的序号；-1：没有"),
        "born": Text("absolute week in which it was founded", "成立的绝对周次"),
        "last_met": Text(
            "absolute week in which it was seen to have met last; at first, in which it was taken notice of",
            "最近一次得知有活动的绝对周次；起初为开始跟踪的周次",
        ),
        "met_before": Text("meetings that it had held when it was looked at last", "上次查看时已举行的活动次数"),
        "from_dues": Text("yuan that came from its people", "来自其成员的收入，元"),
        "from_seed": Text("yuan that came from the incubation base", "来自孵化基地的收入，元"),
        "from_grant": Text("yuan that came from direct grants", "来自直接资助的收入，元"),
        "from_contract": Text("yuan that came from contracts of government purchase, less what was paid back", "来自政府购买合同的收入，扣除退回，元"),
        "bound_until": Text("absolute week in which its present or last contract ends; -1: it had none", "现有或上一合同到期的绝对周次；-1：没有过"),
        "outside": Text(
            "whether the resident was in no organisation when the scenario began, or has moved in since", "情景开始时是否未参加任何组织，或此后迁入"
        ),
        "based_until": Text("absolute week in which its place in the incubation base ends; -1: it had none", "孵化期满的绝对周次；-1：未入驻过"),
        "coached": Text("whether staff coach it this month", "本月是否有人辅导"),
        "good": Text("whether it is for the public good", "是否为公益组织"),
        "bound_from": Text("absolute week in which its contract began; -1: it has none", "合同开始的绝对周次；-1：没有合同"),
        "contract_spent": Text("yuan that it spent under its present or last contract", "现有或上一合同期内的支出，元"),
        "paper": Text("what it is to the street office: 0 informal, 1 filed, 2 registered", "在街道的身份：0 未备案，1 已备案，2 已登记"),
        "aim": Text("what it is about to become there: 0 nothing, 1 filed, 2 registered", "正在办理：0 没有，1 备案，2 登记"),
        "forms_left": Text("evenings that its forms still take", "手续尚需的晚上数"),
        "answer_at": Text("absolute week in which the office answers; -1: nothing is handed in", "街道答复的绝对周次；-1：没有递交"),
        "apply_left": Text("evenings that its application for a grant still takes", "资助申请尚需的晚上数"),
        "bid_left": Text("evenings that its bid still takes", "投标尚需的晚上数"),
        "reports_left": Text("evenings that reports for its contract still take", "合同报告尚需的晚上数"),
        "on_list": Text("organisations that were ever filed, also those that have ended", "曾经备案的组织数，含已解散者"),
        "applied": Text("whether it applies in the call for grants that is open", "是否申请本次资助"),
        "bidding": Text("whether it bids in the tender that is open", "是否参加本次投标"),
        "granted_before": Text("whether it has had a grant", "是否曾获资助"),
        "owed_grant": Text("open events that it owes for grants", "因资助尚欠的公开活动次数"),
        "next_event": Text("absolute week before which it holds no further event for a grant", "绝对周次，此前不再举办资助所欠的活动"),
        "owed_contract": Text("open events that have fallen due under its contract and were not held", "合同已到期限而未办的公开活动次数"),
        "held_contract": Text("open events that it held under its present or last contract", "现有或上一合同内已办的公开活动次数"),
        "held_ever": Text("open events that it ever held for grants and contracts", "历来因资助与合同举办的公开活动次数"),
        "reports_due": Text("reports that have fallen due under its present or last contract", "现有或上一合同内已到期限的报告份数"),
        "jury_at": Text("absolute week in which the jury gives out grants; -1: no call is open", "评审资助的绝对周次；-1：没有征集"),
        "tender_at": Text("absolute week in which lots are awarded next; -1: none is fixed", "下次定标的绝对周次；-1：未定"),
        "agency_lots": Text("lots of purchase that the outside agency has", "外来机构承接的购买项目数"),
        "agency_from": Text("absolute week in which lots were awarded last; -1: never", "最近一次定标的绝对周次；-1：从未"),
        "agency_owed": Text("events of the agency that have fallen due in the term of its lots", "外来机构在合同期内已到期限的活动次数"),
        "agency_until": Text("absolute week in which that term ends; -1: there was none", "该合同期届满的绝对周次；-1：没有过"),
    },
    "three-level-linkage": {
        "sort": Text(
            "sort of resident unit: 0 school, 1 firm, 2 hospital, 3 market, 4 office; -1: no unit",
            "驻区单位的类别：0 学校，1 企业，2 医院，3 市场，4 机关；-1：不是驻区单位",
        ),
        "home": Text("index of its compound", "所属小区的序号"),
        "where": Text("index of its community", "所属社区的序号"),
        "rep": Text("row of the resident who speaks for it; -1: somebody who has no home here", "单位代表（居民）的行号；-1：代表不住在此"),
        "contact": Text(
            "hours of talk of its representative with the secretary that still count, fading by a half-life", "代表与书记交谈的小时数，按半衰期消退"
        ),
        "heard": Text("whether its last request was answered: 1 yes, -1 no, 0 it never asked", "上次诉求是否得到回应：1 是，-1 否，0 从未提出"),
        "asked_until": Text("absolute week until which its request can be answered; -1: nothing is asked", "其诉求可获回应的最后绝对周次；-1：没有诉求"),
        "hall_until": Text("absolute week until which its hall can be used; -100000: it was never given", "其场馆可用的最后绝对周次；-100000：从未提供"),
        "ground_until": Text("absolute week until which its ground can be used; -100000: it was never given", "其场地可用的最后绝对周次；-100000：从未提供"),
        "notices_until": Text("absolute week until which it puts notices up; -100000: it never gave this", "其代为张贴告示的最后绝对周次；-100000：从未提供"),
        "hours_left": Text("hours of its people that it gave and that were not used yet", "其提供而尚未使用的志愿工时，小时"),
        "gave": Text("whether it gave anything at the last joint meeting", "上次联席会议是否提供了资源"),
        "founded": Text("whether the resident units of the community were set up", "社区的驻区单位是否已设立"),
        "wish": Text(
            "index of the topic that is the favourite of more people at the last joint meeting than any other; -1: none",
            "上次联席会议到场者中最多人首选的主题的序号；-1：没有",
        ),
        "forms": Text("forms that wait to be filled in", "待填的报表数"),
        "asked": Text("task events that were asked for this year", "本年下达的任务活动次数"),
        "reported": Text("task events that were reported this year, held or not", "本年上报的任务活动次数，无论是否举办"),
        "on_paper": Text("task events reported since the last inspection that were not held", "上次检查以来上报而未举办的任务活动次数"),
        "caught": Text("absolute week in which an inspection found such a report last; -100000: never", "最近一次查出虚报的绝对周次；-100000：从未"),
        "best": Text("index of the community that was rated best last; -1: none", "最近一次考评最佳的社区的序号；-1：没有"),
        "formed": Text("whether a property committee stands on record", "物管会是否在册"),
        "tried": Text("absolute week in which one was to be formed last; -1: never", "最近一次筹组物管会的绝对周次；-1：从未"),
        "last_met": Text("absolute week in which it met with a quorum last; -100000: never", "最近一次会议达到法定人数的绝对周次；-100000：从未"),
    },
    "unified-elections": {
        "poll_week": Text("week of the scenario in which polling is next; -1000000: none is fixed", "下次投票在情景中的周次；-1000000：未定"),
        "tries": Text("elections of this term that were void and are held again, 0 or 1", "本届无效而须重新举行的选举次数，0 或 1"),
        "reached": Text("whether a gate head knocked at the door for the latest election", "最近一次选举楼门长是否上门"),
        "signed": Text("whether the resident signed up to vote, when people were called to it last", "最近一次选民登记时是否登记"),
        "met": Text("whether the resident came to an evening with candidates of the latest election", "是否到过最近一次选举的候选人见面会"),
        "word": Text("number of the word that the resident stands; -1: does not stand", "该居民参选消息的编号；-1：不参选"),
        "on_roll": Text("whether the resident is on the roll of the latest polling", "是否在最近一次投票的选民名册上"),
        "ballots": Text("ballots that the resident cast at it, those brought for others among them", "在该次投票中投出的选票数，含代投"),
        "brought": Text("whether somebody of the household brought the resident's ballot", "选票是否由同户者代投"),
        "voted": Text("whether the resident voted in person at the last election", "上次选举是否本人投票"),
        "elected": Text("whether the resident was elected at the last valid election", "是否在上次有效选举中当选"),
        "proposed": Text("whether the resident stood at the last election because those in charge had asked", "是否由组织提名参加上次选举"),
        "grown_up": Text("adults at the latest polling", "最近一次投票时的成年人数"),
        "in_person": Text("people who voted in person at the last election", "上次选举本人投票人数"),
        "roll_size": Text("names on its roll: adults, delegates, or households where one of each votes", "其名册上的名额数：成年人、代表，或每户一票时的户数"),
        "counted": Text("ballots in its count, those brought for others among them", "计入的选票数，含代投"),
        "marked": Text("votes for candidates at the last election", "上次选举投给候选人的票数"),
        "marked_known": Text("of them, those for somebody whom the voter knew or had met", "其中投给认识者或见过者的票数"),
        "stood": Text("candidates at the last election", "上次选举的候选人数"),
        "knew": Text("adults who knew a member of the committee when the last valid election was counted", "上次有效选举计票时认识居委会成员的成年人数"),
        "asked_then": Text("adults who lived there then", "当时居住的成年人数"),
    },
}
"""Name of a mechanism -> name of a state -> what it is."""
