# %% [markdown] lang="en"
"""
# 5. What an official count hides

“Over 90 % of the voters took part.” “Twelve thousand residents came to our activities.” Such numbers need not be lies. But each is made by an *instrument*: somebody decides who is on the list, what counts, and how often one person counts. This lesson looks at one society through several instruments.

**25 minutes. You need no earlier lesson.**

Every part has four steps. **Predict**: write down a number first. **Run**. **Break**: change one thing, and predict again. **Explain** in two sentences. The answers are folded at the end.
"""

# %% [markdown] lang="zh"
"""
# 5. 官方统计遮住了什么

“投票率超过90%。”“一万两千人次参加了我们的活动。”这样的数字不一定是谎言。但每个数字都出自一种“量具”：谁在名册上、什么算数、一个人算几次，都有人决定。本课用几种量具看同一个社会。

**约25分钟，不需要先学别的课。**

每一部分有四步。**预测**：先写下一个数。**运行**。**破坏**：改动一处，再预测。**解释**：用两句话。答案折叠在最后。
"""

# %% [markdown] lang="en"
"""
## Begin
"""

# %% [markdown] lang="zh"
"""
## 开始
"""

# %%
import os

LANGUAGE = "en"
os.environ["LINLI_LANG"] = LANGUAGE

import linli
import matplotlib.pyplot as plt
import pandas as pd

letters = linli.lettering(LANGUAGE)
plt.rcParams.update(letters.settings)


def say(en, zh):
    return linli.Text(en, zh).say(letters.language)

# %% [markdown] lang="en"
"""
## One election, three rolls

A residents' committee is elected. The same effort is made each time: notices, knocks at doors, boxes that are carried round, ballots brought along for the family. Only the *roll* differs, that is, whose ballots make 100 %.

- `after`: all adults are on the roll.
- `after-signed`: those who signed up beforehand are on the roll.
- `after-delegates`: some dozens of delegates are on the roll.

Three numbers are taken: the **record** (ballots for each name on the roll), who **voted in person** (of all adults), and a **survey** a few weeks later (“Did you vote yourself?”).

## Predict

- Delegates: the record ____ %, voted in person ____ %
- All adults: the record ____ %, voted in person ____ %
"""

# %% [markdown] lang="zh"
"""
## 一次选举，三种名册

选举居委会。每次下的功夫相同：公告、上门、流动票箱、代家人投票。只有“名册”不同，也就是谁的票算作100%。

- `after`：全体成年人在册。
- `after-signed`：事先登记的人在册。
- `after-delegates`：几十名居民代表在册。

取三个数：**记录**（票数除以名册人数），**本人投票**（占全体成年人），以及几周之后的**调查**（“你本人投票了吗？”）。

## 预测

- 代表：记录 ____ %，本人投票 ____ %
- 全体成年人：记录 ____ %，本人投票 ____ %
"""

# %%
elections = linli.load("unified-elections").set(neighbourhood__buildings=2, neighbourhood__years=1)
arms = ["named", "after", "after-signed", "after-delegates"]
voted = elections.compare(arms=arms, seeds=1, weeks=32, progress=False)

ASKED = {
    say("on record, %", "记录（%）"): "unified-elections.official_turnout",
    say("voted in person, %", "本人投票（%）"): "unified-elections.turnout",
    say("say so in a survey, %", "调查（%）"): "unified-elections.surveyed",
    say("know a member, %", "认识成员（%）"): "unified-elections.know_one",
}
shares = {
    title: {arm: 100 * voted.ends(arm, measure).mean() for arm in voted.arms}
    for title, measure in ASKED.items()
}
votes = pd.DataFrame(shares)
votes.round(0)

# %%
axes = votes.plot.bar(figsize=(8.5, 4.2), rot=0, width=0.8)
axes.set_ylabel("%")
axes.legend(ncols=2, loc="upper left", bbox_to_anchor=(0, 1.25));

# %% [markdown] lang="en"
"""
Look at the figure. Compare the first two bars of each group. Which record is the highest? In which election did most people vote?

The last bar is what an election is for: residents who know somebody on the committee. Does it follow the record?

## Person-times and persons

Now activities. Two arms: six gatherings a year at each gate, and fifty-two (one a week). We ask for three numbers:

- **reported**: person-times at gatherings in the yearly report;
- **came**: person-times at gatherings that happened;
- **persons**: residents who came to anything at all in the year, to a gathering, a club or a festival.

**Predict.** From six to fifty-two gatherings is nearly nine times as many. By how many times does each grow?

reported × ____, came × ____, persons × ____
"""

# %% [markdown] lang="zh"
"""
看图：比较每组的前两根柱。哪个记录最高？哪次选举投票的人最多？

最后一根柱是选举的用处：认识至少一名居委会成员的居民。它随记录升降吗？

## 人次与人

再看活动。两个方案：每个楼门每年6次聚会，或52次（每周一次）。取三个数：

- **上报**：年报中的聚会人次；
- **实到**：实际发生的聚会人次；
- **人数**：一年中参加过任何活动（聚会、队伍、节日）的居民。

**预测**：从6次到52次，接近9倍。三个数各增加到几倍？

上报 × ____，实到 × ____，人数 × ____
"""

# %%
gates = linli.load("building-gates").set(neighbourhood__buildings=2, neighbourhood__years=1)


def counted(gatherings, **settings):
    found = gates.run(arm="gatherings", seed=1, weeks=52, progress=False, gatherings_a_year=gatherings, **settings)
    never = found.end("came_never")
    return pd.Series({
        say("reported", "上报"): found.end("building-gates.official_person_times"),
        say("came", "实到"): found.end("building-gates.person_times"),
        say("persons", "人数"): found.facts.residents * (1 - never),
        say("gatherings called off", "取消的聚会"): found.end("building-gates.cancelled"),
    })


counts = pd.DataFrame({say("6 a year", "每年6次"): counted(6), say("52 a year", "每年52次"): counted(52)})
times = counts.iloc[:, 1] / counts.iloc[:, 0]
counts.assign(**{say("times", "倍"): times}).round(1)

# %%
counts.iloc[:3].T.plot.bar(figsize=(7.5, 3.8), rot=0).set_ylabel(say("in one year", "一年中"));

# %% [markdown] lang="en"
"""
## Break: an honest report

Two habits make the report. Fewer than 20 people are written down as 20 (`report_floor`), and half of what was called off is reported all the same (`paper`). The next cell takes both away. Nothing else changes.

**Predict.** With fifty-two gatherings: the report falls to ____ % of what it was. How many persons fewer came? ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：如实上报

两个习惯造成了报表：不足20人写成20人（`report_floor`）；取消的活动有一半照样上报（`paper`）。下一格把两者都去掉，其余不变。

**预测**：52次聚会时，上报数降到原来的 ____ %。来的人少了几个？____
"""

# %%
honest = counted(52, report_floor=0, paper=0)
pd.DataFrame({say("as it is", "原样"): counts.iloc[:, 1], say("an honest report", "如实上报"): honest}).round(0)

# %% [markdown] lang="en"
"""
## Every official count has a neighbour

In linli an official count is declared *beside* what happened. This lists them for one scenario.
"""

# %% [markdown] lang="zh"
"""
## 每个官方数字都有一个邻居

在 linli 中，官方数字总是声明在“实际情况”旁边。下面列出一个情景中的全部。
"""

# %%
infos = voted.infos | gates.run(arm="before", weeks=1, progress=False).infos
beside = {
    info.title.say(letters.language): infos[info.beside].title.say(letters.language)
    for info in infos.values()
    if info.beside in infos
}
pd.Series(beside).to_frame(say("stands beside", "旁边是"))

# %% [markdown] lang="en"
"""
## Explain

Take a number from a newspaper: “92 % took part in the election.” Write three questions that you would ask before you believe what it seems to say.

Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 解释

从报纸上取一个数字：“92%的人参加了选举。”写下三个问题：在相信它之前，你会问什么？

写在这里：____
"""

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**One election, three rolls.** All adults on the roll: {record_all:.0f} % on record, {voted_all:.0f} % of the adults voted in person. Those who signed up: {record_signed:.0f} % and {voted_signed:.0f} %. Delegates: {record_delegates:.0f} % and {voted_delegates:.0f} %. **The highest record stands where the fewest people voted.** Nobody lied. The record divides by the roll, and the roll became shorter.

Where all adults are on the roll the record is still higher than the vote: one may bring along ballots of one's family. In the survey ({survey_all:.0f} %) people speak for themselves only.

The last bar hardly moves: {know_all:.0f}, {know_signed:.0f} and {know_delegates:.0f} % know somebody on the committee. It does not follow the record.

**Person-times and persons.** Reported: × {times_reported:.1f}. Came: × {times_came:.1f}. Persons who came to anything at all: × {times_persons:.1f}. With 52 gatherings a year {off:.0f} are called off: a gate has no head who does the work, or the head has only so many evenings. The same people come again and again, so person-times grow fast and persons slowly.

**An honest report** is {honest:.0f} % of the usual one. Not one person more or fewer came: a report is read by others and changes nothing at the gate. But look again: even this report is {over:.0f} % above what came. There is a third habit: every count is rounded up to the next five. Nobody meant to deceive, and small roundings of small gatherings add up. (In this model a report changes nothing. In the world a report can bring money, or take evenings: `linli run three-level-linkage --arm fails`.)

**Explain.** For example: Who was on the roll? May one person cast several ballots? What did a survey find that asked people themselves? The three are the same for every count: who can be counted, what counts, how often does one count.

**How far to believe it.** In 27 provinces over 90 % are on record; 47.9 % said in a Shanghai survey that they had voted. The model shows that both can be true at once; it does not show which roll was used where, because no source says so. Young people vote too often in it, and old people too seldom. Floors and shares of reports are assumed. See `docs/rows/unified-elections.md` and `docs/evidence.md` (turnout-shanghai).

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**一次选举，三种名册**。全体成年人在册：记录 {record_all:.0f}%，本人投票 {voted_all:.0f}%。登记者在册：{record_signed:.0f}% 与 {voted_signed:.0f}%。代表在册：{record_delegates:.0f}% 与 {voted_delegates:.0f}%。**记录最高的，正是投票的人最少的。**没有人撒谎：记录除以名册人数，而名册变短了。

全体成年人在册时，记录仍高于投票：可以代家人投票。调查中（{survey_all:.0f}%）每人只说自己。

最后一根柱几乎不动：认识至少一名成员的为 {know_all:.0f}%、{know_signed:.0f}%、{know_delegates:.0f}%，并不随记录升降。

**人次与人**。上报增至 {times_reported:.1f} 倍，实到 {times_came:.1f} 倍，参加过任何活动的人 {times_persons:.1f} 倍。每年52次聚会时有 {off:.0f} 次取消：楼门没有做事的楼门长，或楼门长的晚上只有那么多。来的总是那些人，所以人次增加很快，人数增加很慢。

**如实上报**，数字是平常的 {honest:.0f}%。来的人一个不多、一个不少：报表是给别人看的，不改变楼门里的事。但再看一眼：这样的报表仍比实到多 {over:.0f}%。还有第三个习惯：每次人数都向上凑成五的倍数。没有人有意欺骗，许多小聚会的小零头加起来就多了。（在这个模型里，报表什么也不改变。在现实中，报表可能带来经费，也可能占去晚上：`linli run three-level-linkage --arm fails`。）

**解释**。例如：谁在名册上？一个人可以投几张票？直接问本人的调查结果是多少？对任何统计都是这三问：谁可以被数、什么算数、一个算几次。

**可以信到什么程度**。27个省的记录超过90%；上海的调查中47.9%的人说自己投过票。模型表明两者可以同时为真，但不能表明哪里用了哪种名册，因为没有来源这样说。模型中年轻人投票偏多，老人偏少。上报下限与虚报比例是假设的。见 `docs/rows/unified-elections.md` 与 `docs/evidence.zh.md`（turnout-shanghai）。

</details>
"""

# %% tags=["numbers"]
few, many = counts.columns
reported, came, persons, called_off = counts.index
roll = {"all": "after", "signed": "after-signed", "delegates": "after-delegates"}
asked = dict(zip(("record", "voted", "survey", "know"), votes.columns))
numbers = {f"{what}_{whom}": votes.loc[arm, title] for what, title in asked.items() for whom, arm in roll.items() if what != "survey" or whom == "all"}
numbers |= {
    "times_reported": counts.loc[reported, many] / counts.loc[reported, few], "times_came": counts.loc[came, many] / counts.loc[came, few],
    "times_persons": counts.loc[persons, many] / counts.loc[persons, few], "off": counts.loc[called_off, many], "honest": 100 * honest[reported] / counts.loc[reported, many],
    "over": 100 * (honest[reported] / honest[came] - 1),
}
assert numbers["record_delegates"] > numbers["record_signed"] > numbers["record_all"], "the shorter the roll, the higher the record"
assert numbers["voted_delegates"] < 0.2 * numbers["voted_signed"] < 0.2 * numbers["voted_all"], "and the fewer voted"
assert numbers["record_all"] > numbers["voted_all"] + 10 and abs(numbers["survey_all"] - numbers["voted_all"]) < 10, "ballots for the family are on record, and not in the survey"
assert max(numbers[f"know_{whom}"] for whom in roll) - min(numbers[f"know_{whom}"] for whom in roll) < 6, "who knows a member does not follow the record"
assert numbers["times_reported"] > 3 and numbers["times_came"] > 5 and numbers["times_persons"] < 2.2, "person-times grow fast, persons slowly"
assert numbers["honest"] < 90 and numbers["over"] > 3 and honest[came] == counts.loc[came, many] and honest[persons] == counts.loc[persons, many], "an honest report changes nobody's coming"
