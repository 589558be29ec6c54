"""Sources of constants in Chinese. They are declared once, in English, where the number is.

Names of authors and of files stay as they are. What somebody else's mechanism declares and what is not here is shown as it was declared.
"""

from __future__ import annotations

_TEXT = """
1.5 cases per 1,000 people and year reach mediation
    = 每千人每年有 1.5 件进入调解
1.5 per 1,000 reach mediation
    = 每千人有 1.5 件进入调解
1: on demand, as far as other duties leave hours
    = 1：在其他职责留有时间的范围内随叫随到
1; lower values serve to show what shared attention is needed for
    = 1；取更低的值可以看出共同关注有何作用
239 of 2,495 tickets of a month were repeated (Daying county 2017); .05 to .09 if half to .3 are unsolved
    = 一个月 2,495 件工单中 239 件为重复诉求（大英县，2017）；若未解决的占一半至三成，则为 .05 至 .09
354,973 property cases in courts (2017), about 1 per 1,000 urban households; most never get there
    = 法院物业案件 354,973 件（2017），约每千户城镇家庭 1 件；多数纠纷不会到法院
41 to 70 % of calls to the hotline of Beijing
    = 占北京市热线来电的 41% 至 70%
42.7 % of home fires are electrical; the total is assumed, so that some 3 fires in 5 years go on record in 1,446 households
    = 家庭火灾中电气原因占 42.7%；总数为假设，使 1,446 户在 5 年中约有 3 起记录在案
5.6 % of those of 65 and more have dementia (China Mental Health Survey, 2019)
    = 65 岁及以上者中 5.6% 患痴呆（中国精神卫生调查，2019）
53.1 to 96.5 % resolved by the caller's word (hotline of Beijing, 2019-24)
    = 来电人认为已解决的占 53.1% 至 96.5%（北京市热线，2019—2024）
57,500 alerts of electrical monitors for 231 real incidents (Wuxuan county, 2025); for how many monitors it does not say
    = 电气监测装置报警 57,500 次，真实事件 231 起（武宣县，2025）；未说明装置数量
60 % of people with dementia get lost at some time; over some seven years
    = 60% 的痴呆患者曾走失；历时约七年
78 % of Chinese residents trust neighbours (CLDS); half of them talk with hardly any, which lowers it
    = 78% 的中国居民信任邻居（中国劳动力动态调查）；其中一半几乎不与邻居交谈，故取值较低
89.447 million at the end of 2016 of 1.39 billion people; 14 and older
    = 2016 年底 13.9 亿人中有 8,944.7 万；按 14 岁及以上折算
Beijing household sizes (evidence; a page that quotes the statistics)
    = 北京家庭户规模（引用统计数字的网页）
Beijing, 11.9 % under 15, census of 2020, from memory
    = 北京 15 岁以下占 11.9%，2020 年人口普查，凭记忆
CLDS: 48 % helped a neighbour or were helped; 1.0 gave 62 %, .65 gave 50 %
    = 中国劳动力动态调查：48% 帮过邻居或得到过帮助；取 1.0 得 62%，取 .65 得 50%
Civil Procedure Law: a summary trial has to end within three months
    = 《民事诉讼法》：简易程序须在三个月内审结
Notices of the rescued found 20.2 % (ministry 2017), published notices of missing elders 36 %
    = 受救助者寻亲公告寻回 20.2%（民政部，2017），走失老人寻人启事寻回 36%
Of the rescued whose notices were answered 45 % ill, 33 % old (ministry 2017)
    = 公告得到回应的受救助者中 45% 患病，33% 为老人（民政部，2017）
Police cases of women with dementia on foot, Grampian 2007: 50 % within 0.7, 80 % within 2.0, 95 % within 5.8 km
    = 步行走失的女性痴呆患者警方案例（Grampian 2007）：50% 在 0.7 公里内，80% 在 2.0 公里内，95% 在 5.8 公里内
Shanghai: some 600,000 yuan a lift, 40 % of it paid by the state (from memory)
    = 上海：每部电梯约 60 万元，其中 40% 由政府补贴（凭记忆）
The order of those registered with a severe mental illness in China; from memory
    = 与中国登记在册的严重精神障碍患者比例同一量级，凭记忆
Xijiang, press 2022
    = 西江，2022 年报道
a bound on memory, not a theory of the mind
    = 只是内存的上限，并非关于人脑的理论
a choice of the one who asks; 0: each policy has what it costs, and they do not compete for money
    = 由提问者选择；0：各项政策各有其经费，互不争夺
a day a month (rules for branches of the Party, 2018)
    = 每月一天（党支部工作条例，2018）
a point source loses 6 dB with each doubling of the distance (20 log10)
    = 点声源距离每增加一倍衰减 6 分贝（20 lg）
a programme of events in Hong Kong estates (Shen 2017) names events and no sizes
    = 香港屋邨的活动计划（Shen 2017）列出了活动，未写人数
a third of the subjects of a public goods game (Fischbacher, Gächter & Fehr 2001), students
    = 公共物品博弈中三分之一的受试者（Fischbacher, Gächter & Fehr 2001），受试者为学生
a year or two
    = 一两年
about 1.4 lawyers per 1,000 residents of Shanghai, from memory; the retired and other legal work on top
    = 上海每千人约 1.4 名律师，凭记忆；另加退休者和其他法律工作者
above a friend; no table of the fit asks for it (docs/decisions/0026-proximity.md)
    = 高于朋友；拟合所用的表格均不涉及（docs/decisions/0026-proximity.md）
appointed, retired, of the Party: what is said of councils in Shanghai; no count of their members was found
    = 指定、退休、党员：据关于上海议事会的说法；未找到成员统计
as for one that was not (`promises.notice`)
    = 与承诺未兑现时相同（`promises.notice`）
as high as chats in Shanghai and landings in Britain allow with the other constants as they are; judgement: .1 and more
    = 在其他常数不变时，上海的聊天与英国的楼层数据所允许的最高值；判断应为 .1 以上
as long as the talk at which one stands by
    = 与旁听的那次交谈一样长
as two neighbours who are strangers
    = 与两个陌生的邻居相同
at 0 the log-odds of the two stand for all quarrels; in a US survey (2013) 14 % took no action
    = 取 0 时，两者的对数几率适用于所有争吵；美国一项调查（2013）中 14% 未采取行动
being asked personally is the strongest predictor
    = 有人当面相邀是最强的预测因素
between the legal ages of 50 (workers) and 55 (salaried posts) until 2024
    = 2024 年以前法定年龄 50 岁（工人）与 55 岁（干部）之间
calibrated once, 2 to 5 hours
    = 校准过一次，2 至 5 小时
civic core (UK): 1 % do 9 %, 7 % 67 %, 31 % 87 %
    = 公民核心（英国）：1% 的人做了 9%，7% 的人做了 67%，31% 的人做了 87%
civic core: 7 % do 67 %; see docs/decisions
    = 公民核心：7% 的人做了 67%；见 docs/decisions
crowding out (Frey and Oberholzer-Gee 1997; Titmuss 1970); size assumed
    = 挤出效应（Frey and Oberholzer-Gee 1997; Titmuss 1970）；大小为假设
desk mates at random (Rohrer, Keller & Elwert 2021); docs/decisions/0026
    = 随机安排的同桌（Rohrer, Keller & Elwert 2021）；docs/decisions/0026
everyday-life prototype
    = 日常生活的原型
feasibility study on six published sources (docs/rules.md)
    = 基于六项已发表资料的可行性研究（docs/rules.md）
feasibility study on six published sources (docs/rules.md); held, since talks an hour trade off with it
    = 基于六项已发表资料的可行性研究（docs/rules.md）；固定不动，因它与每小时交谈次数此消彼长
feasibility study on six published sources (docs/rules.md); not identified, 3 to 12 years
    = 基于六项已发表资料的可行性研究（docs/rules.md）；无法确定，3 至 12 年均可
fitted tables and desk mates, from the feasibility study's values (docs/decisions/0026-proximity.md)
    = 由可行性研究的取值出发，按拟合用表格与同桌研究拟合（docs/decisions/0026-proximity.md）
fitted tables and desk mates, from the feasibility study's values (docs/decisions/0026-proximity.md); poorly identified
    = 由可行性研究的取值出发，按拟合用表格与同桌研究拟合（docs/decisions/0026-proximity.md）；难以确定
five to eleven members for three to five years (Hangzhou housing authority 2019)
    = 五至十一名成员，任期三至五年（杭州市房管局，2019）
form: argument from what is accepted; the number is assumed
    = 形式：从已被接受的事出发论证；数值为假设
form: closure (Coleman 1988); the number is assumed
    = 形式：闭合（Coleman 1988）；数值为假设
form: persuasive arguments (Mäs & Flache 2013); the number is assumed
    = 形式：说服性论据（Mäs & Flache 2013）；数值为假设
form: procedural justice (Tyler 2006); the number is assumed
    = 形式：程序公正（Tyler 2006）；数值为假设
form: thresholds of Granovetter 1978; the number is assumed
    = 形式：门槛（Granovetter 1978）；数值为假设
guide prices of Guangzhou: third floor 1, second .5, ground floor 0, each further floor .1 more (from memory)
    = 广州指导价：三层为 1，二层 .5，一层 0，以上每层加 .1（凭记忆）
half a call a head to the hotline of Beijing, some half of them enquiries; the committee and the property company come on top
    = 北京市热线人均约半次来电，其中约一半为咨询；居委会和物业公司另计
half of a recognised face: one must be told of twice
    = 面熟的一半：须听人说起两次
held down by what surveys allow: trust and contact go together at .2 to .5; an estate after a year of events gains d .07 to .15 at most (Hong Kong)
    = 受调查结果所限：信任与往来的相关为 .2 至 .5；一个屋邨办一年活动后效应量至多增加 .07 至 .15（香港）
legal age of men until 2024
    = 2024 年以前男性法定年龄
limits for housing: 55 dBA by day, 45 by night (GB 3096-2008, class 1, from memory)
    = 住宅区限值：昼间 55 分贝，夜间 45 分贝（GB 3096-2008，1 类，凭记忆）
measured: minimum wage of part-time work in Beijing from September 2025 (human resources bureau, notice 7 of 2025, as a page quotes it; 24 yuan from 2019); \
0: volunteers' time is counted in hours only
    = 实测：2025 年 9 月起北京非全日制用工最低工资（北京市人社局 2025 年第 7 号通知，据网页转引；2019 年起为 24 元）；0：志愿者的时间只计小时
more than half have to vote, and more than half of these for it (same law), from memory
    = 须过半数投票，且其中过半数赞成（同一法律），凭记忆
more than half of the roll must vote (organic law of residents' committees)
    = 须有过半数登记选民投票（居民委员会组织法）
no figure of how many come to a council was found; to be varied
    = 未找到议事会到会人数；宜取不同的值
of 1,136 internet users in Japan (2014) the 43 % who had trouble named noise 31 %; another country, so assumed
    = 日本 1,136 名网民（2014）中 43% 有过纠纷，其中提到噪声的占 31%；因属他国，按假设处理
of 1,136 internet users in Japan (2014) the 43 % who had trouble named parking 13 %; another country, so assumed
    = 日本 1,136 名网民（2014）中 43% 有过纠纷，其中提到停车的占 13%；因属他国，按假设处理
of 1,136 internet users in Japan (2014) the 43 % who had trouble named pets 15 %; another country, so assumed
    = 日本 1,136 名网民（2014）中 43% 有过纠纷，其中提到宠物的占 15%；因属他国，按假设处理
of 1,136 internet users in Japan (2014) the 43 % who had trouble named rubbish 10 %; another country, so assumed
    = 日本 1,136 名网民（2014）中 43% 有过纠纷，其中提到垃圾的占 10%；因属他国，按假设处理
of the preset
    = 由住区类型给定
one fifth of the voters may ask for a recall (Organic Law of the Villagers' Committees 2010), from memory
    = 五分之一以上选民可要求罢免（村民委员会组织法，2010），凭记忆
owners' or property committees in 11.9 % of compounds before 2020 (Beijing Youth Daily 2021)
    = 2020 年以前 11.9% 的小区有业委会或物管会（北京青年报，2021）
people answer alarms about as often as these are true (probability matching, Bliss 1995, from memory): that would be 1
    = 人们理会警报的比例约等于警报属实的比例（概率匹配，Bliss 1995，凭记忆）：即为 1
press: 80 and more beside the dancers (from memory)
    = 报道：广场舞旁达 80 以上（凭记忆）
recorded success of 95-98 % is an artefact of counting
    = 记录的 95% 至 98% 成功率是统计口径所致
regulations on the registration of associations (1998), articles 10 and 12: 50 members, 30,000 yuan of funds for a local one, 60 days
    = 社会团体登记管理条例（1998）第 10、12 条：50 名成员，地方性团体 3 万元资金，60 日
reports of single communities: 40 to 200 people
    = 个别社区的报道：40 至 200 人
residents' committees have 5.1 members on average
    = 居委会平均有 5.1 名成员
set so that 48 % helped or were helped in a year (CLDS) is in reach
    = 取值使一年内 48% 帮过人或得到帮助（中国劳动力动态调查）可以达到
set so that 53.1 % resolved by the caller's word (Beijing, 2019) is in reach of the arm first-year
    = 取值使第一年的方案可以达到来电人认为已解决的 53.1%（北京，2019）
set so that as many are founded as end
    = 取值使新成立的与解散的一样多
several cities file or register community organisations with five to ten members and no funds (from memory); assumed
    = 若干城市对五至十名成员、无资金的社区组织予以备案或登记（凭记忆）；假设
that posts are held in name only is often said, how many was not found; an estate in Foshan had 5 heads for 52 buildings
    = 常有人说只是挂名，比例未找到；佛山一小区 52 栋楼有 5 名楼长
the goal for 2020 was ten organisations a community; assumed to be half way
    = 2020 年的目标为每个社区十个组织；假设已达一半
the published tables cannot tell which (docs/decisions/0029-pairs-of-rules.md)
    = 已发表的表格无法区分（docs/decisions/0029-pairs-of-rules.md）
the rest work shifts, from home or irregularly
    = 其余为轮班、在家或不定时工作
three at most by the rules of most provinces
    = 多数省份规定至多三名
three years until 2018, five since
    = 2018 年以前三年，此后五年
together near Beijing's 38 % migrants, census of 2020, from memory
    = 合计接近北京外来人口 38%，2020 年人口普查，凭记忆
turnout of 48 % at an occasion of minutes (Shanghai); set anew by hand on that row when fatigue became that of a thing (1.2 before)
    = 一次几分钟的活动到场率 48%（上海）；疲劳改为按事项计算时按该项手工重定（此前为 1.2）
two hours, ten minutes each
    = 两小时，每人十分钟
two of three volunteers of one year are there the next (American national service surveys, from memory)
    = 三名志愿者中有两名次年仍在（美国全国服务调查，凭记忆）
urban renters 25.6 % (a page that quotes the statistics)
    = 城镇租房者 25.6%（引用统计数字的网页）
villages: members found unfit twice in a row lose their office (Organic Law of the Villagers' Committees 2010), from memory
    = 村：成员连续两次被评为不称职的，其职务终止（村民委员会组织法，2010），凭记忆
what Xiamen's communities do is told, not how often
    = 厦门社区做了什么有记载，多久一次没有
who made a rule keeps it more (Ostrom 1990); the number is assumed
    = 参与制定规则的人更愿遵守（Ostrom 1990）；数值为假设
within three months
    = 三个月内
"""
_LINES = _TEXT.strip().split("\n")
SOURCES_ZH: dict[str, str] = {en: zh.removeprefix("    = ") for en, zh in zip(_LINES[::2], _LINES[1::2], strict=True)}
"""Source as it is declared -> the same in Chinese."""


def said_source(source: str, language: str) -> str:
    """Return where a number comes from, in "en" or "zh"."""
    return SOURCES_ZH.get(source, source) if language == "zh" else source
