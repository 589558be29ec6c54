# %% [markdown] lang="en"
"""
# 3. The civic core

In every neighbourhood a few people come to everything, and many come to nothing. The few are called the *civic core*. What makes it?

**25 minutes. You need no earlier lesson.**

Every part has four steps. **Predict**: write down a number first. **Run**. **Break**: change one thing, and predict again. **Explain** in two sentences. The answers are folded at the end.
"""

# %% [markdown] lang="zh"
"""
# 3. 参与的核心人群

每个小区都有少数人什么都参加，许多人什么都不参加。这少数人叫作“核心参与者”。它是怎么来的？

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
import numpy as np
import pandas as pd

letters = linli.lettering(LANGUAGE)
plt.rcParams.update(letters.settings)


def say(en, zh):
    return linli.Text(en, zh).say(letters.language)

# %% [markdown] lang="en"
"""
## A year of activities

A compound of two buildings. Each gate has twelve gatherings a year, and there are talent shows, circles and the committee's own festivals. It is played for one year, with two seeds (two courses of luck), and all their people are put together. Each resident knows how often they came (`times_came`).

## Predict

Put all people in a row, the one who came most often first. Take the first tenth. What share of all attendances is theirs?

If all came equally often it would be 10 %. If a few did everything it would be 100 %. Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 一年的活动

一个两栋楼的小区。每个楼门每年聚会12次，还有才艺展示、兴趣小组和居委会的节日活动。用两个种子（两种运气）各运行一年，把两次的居民放在一起。每位居民都记有参加次数（`times_came`）。

## 预测

把所有人排成一列，来得最多的排在最前。取前面的十分之一。全部参与人次中，他们占多大比例？

若人人来得一样多，就是10%；若少数人包办一切，就是100%。写在这里：____
"""

# %%
SCENARIO = """
format = 1
title = { en = "A busy compound", zh = "活动很多的小区" }
weeks = 52

[neighbourhood]
buildings = 2
years = 1

[mechanisms.ordinary-life]

[mechanisms.building-gates]
gatherings_a_year = 12
knock_share = 0.5
talent_shows_a_year = 2
find_talent = true
interest_circles = true
"""
with open("busy.toml", "w", encoding="utf-8") as file:
    file.write(SCENARIO)
study = linli.load("busy.toml")


def times_came(**settings):
    played = [study.run(seed=seed, progress=False, **settings).community for seed in (1, 2)]
    residents = [one for community in played for one in community.residents]
    return residents, np.array([one.times_came for one in residents])


def busiest(times, share=0.1):
    first = np.sort(times)[::-1][: round(share * len(times))]
    return 100 * first.sum() / times.sum()


residents, times = times_came()
pd.Series({
    say("the busiest tenth has, %", "最活跃的十分之一占（%）"): busiest(times),
    say("came not once, %", "一次没来（%）"): 100 * (times == 0).mean(),
    say("times a person, mean", "人均次数"): times.mean(),
}).round(1)

# %% [markdown] lang="en"
"""
## Is that a core, or is it luck?

Chance alone makes some people come more often. So we need a picture of chance. Deal out the same number of attendances by lot: each time everybody is as likely as everybody else.

**Predict.** What share has the busiest tenth then? Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 是核心，还是运气？

单凭偶然，也会有人来得多些。所以要有一个“只有偶然”的样子作对照：把同样多的参与人次抽签分给大家，每次人人机会相等。

**预测**：这时最活跃的十分之一占多少？写在这里：____
"""

# %%
def dealt(times):
    return np.random.default_rng(1).multinomial(times.sum(), np.full(len(times), 1 / len(times)))


def curves(found):
    axes = plt.subplots(figsize=(7, 4.2))[1]
    for title, counts in found.items():
        first = np.append(0, np.sort(counts)[::-1].cumsum())
        axes.plot(100 * np.arange(len(first)) / len(counts), 100 * first / counts.sum(), label=title)
    axes.set_xlabel(say("% of the people, the busiest first", "居民（%），最活跃者在前"))
    axes.set_ylabel(say("% of all attendances", "全部参与人次（%）"))
    axes.legend()


curves({say("as it is", "原样"): times, say("by lot", "抽签"): dealt(times)})
float(busiest(dealt(times)).round(1))

# %% [markdown] lang="en"
"""
Look at the figure. The higher a line bends, the fewer people do most of it.

## Who are they?

**Predict.** Compare the busiest tenth with all. Are they older? Are more of them retired? Have they more of the *civic disposition*, a lasting bent to take part (average 0, spread 1)?
"""

# %% [markdown] lang="zh"
"""
看图：曲线弯得越高，包办的人越少。

## 他们是谁？

**预测**：把最活跃的十分之一与全体相比。他们年纪更大吗？退休的更多吗？“公共参与倾向”（一种长久的参与倾向，平均为0，标准差为1）更高吗？
"""

# %%
rows = [(one.age, one.situation == "retired", one.civic, len(one.acquaintances)) for one in residents]
titles = [say("age", "年龄"), say("retired", "退休"), say("civic disposition", "公共参与倾向"), say("acquaintances", "熟人数")]
people = pd.DataFrame(rows, columns=titles).astype(float)
core = np.argsort(-times, kind="stable")[: round(0.1 * len(times))]
pd.DataFrame({say("busiest tenth", "最活跃的十分之一"): people.loc[core].mean(), say("all", "全体"): people.mean()}).round(2)

# %% [markdown] lang="en"
"""
## Break: take causes out, one at a time

Four things can make a core:

1. **bent**: some have more civic disposition, for life;
2. **being asked**: those who came ask people they know;
3. **habit**: who came comes again;
4. **company**: one comes where acquaintances come.

The next cell takes out each of them, and then all four. All else stays.

The table has a column *by lot*: as many attendances dealt out by chance. Compare with that, because where fewer come, chance alone looks more unequal.

**Predict.** Which one, taken out alone, makes the core smallest? And with all four out, is what is left pure chance? Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：逐一去掉原因

四样东西可能造成核心：

1. **倾向**：有的人一生都更愿意参与；
2. **受邀**：来过的人邀请自己认识的人；
3. **习惯**：来过的人再来；
4. **同伴**：熟人去的地方自己也去。

下一格分别去掉每一样，最后四样全去掉，其余不变。

表中有一列“抽签”：把同样多的人次随机分给大家。要与它比较，因为来的人次越少，单凭偶然看起来也越不平均。

**预测**：单独去掉哪一样，核心变得最小？四样全去掉之后，剩下的只是偶然吗？写在这里：____
"""

# %%
OUT = {
    say("no bent", "无倾向"): {"decision__civic": 0},
    say("nobody asks", "无人邀请"): {"decision__ask_chance": 0, "decision__ask_friendly": 0},
    say("no habit", "无习惯"): {"decision__habit": 0},
    say("no company", "无同伴"): {"decision__company": 0},
}
everything = {key: value for settings in OUT.values() for key, value in settings.items()}
found = {say("as it is", "原样"): times}
for title, settings in {**OUT, say("all four out", "四样全去掉"): everything}.items():
    found[title] = times_came(**settings)[1]

rows = {title: (busiest(counts), busiest(dealt(counts)), counts.sum()) for title, counts in found.items()}
table = pd.DataFrame(rows).T
table.columns = [say("busiest tenth has, %", "最活跃的十分之一占（%）"), say("by lot, %", "抽签（%）"), say("attendances", "参与人次")]
table.round(0)

# %%
some = [list(found)[0], list(found)[1], list(found)[-1]]
curves({**{title: found[title] for title in some}, say("by lot", "抽签"): dealt(times)})

# %% [markdown] lang="en"
"""
## Explain

Taking out a cause changes two things: who comes, and how many come. Look at the last column of the table too. Then say in two sentences what makes the core.

Write here: ____

**One more question.** In Britain the busiest 7 % do 67 % of all volunteering. The model was asked the same in a study of its own (`linli reproduce civic-core`). Do you think it got more than 67, less, or the same? The answers say it.
"""

# %% [markdown] lang="zh"
"""
## 解释

去掉一个原因会改变两件事：谁来，以及来多少人。所以也要看表中最后一列。然后用两句话说明核心从何而来。

写在这里：____

**再问一题**：在英国，最活跃的7%承担了全部志愿服务的67%。模型在另一项研究中被问过同样的问题（`linli reproduce civic-core`）。你认为它得到的比67多、少，还是一样？见答案。
"""

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**The core.** The busiest tenth has {core:.0f} % of all attendances. {never:.0f} % of the people came not once.

**Chance.** Dealt out by lot, the busiest tenth would have {lot:.0f} %. So it is not luck: there is a core.

**Who they are.** In the busiest tenth {retired_core:.0f} % are retired, of all {retired_all:.0f} %. Their civic disposition is {civic_core:.1f}, that of all {civic_all:.1f}. And they have {known_core:.0f} acquaintances, all have {known_all:.0f}. Take care with the last one: do they come because they know people, or do they know people because they come? Both are in the model.

**One cause at a time.** Without the bent the busiest tenth has {no_bent:.0f} %: the largest step down. Without asking {no_asking:.0f} %, without habit {no_habit:.0f} %, without company {no_company:.0f} %: hardly a change. But look at the number of attendances: as it is {total:.0f}, without asking {total_no_asking:.0f}. Asking brings *more* people: acquaintances of those who come. Without it the few are left among themselves.

**All four out.** The busiest tenth still has {all_out:.0f} %. Is that more of a core than without the bent alone? No: only {total_all_out:.0f} attendances are left, and by lot so few would already give {all_out_lot:.0f} %. Compare each number with its own chance. What is left above chance is not explained by the four. Those who run an activity are always there; some like the topic; some have more free time, or hear of more. Try `decision__interest=0`, `decision__time=0`, `decision__at_work=0`.

**Explain.** For example: “A lasting bent to take part makes a good part of the core; habit, company and being asked raise the number of those who come, and hardly change who does most of it. What does the rest this lesson does not show; free time and running things are candidates.”

**How far to believe it.** The spread of the bent was set so that the British shares come out, and they did not quite: in England the busiest 7 % do 67 % of all volunteering, the model's busiest 7 % do 42 % (`docs/evidence.md`, civic-core). So the real core is *smaller and busier* than ours. In the model a bent is for life; nobody knows how lasting it is. Without the rule “civic” some tables of participation break: `docs/necessity.md`.

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**核心**。最活跃的十分之一占全部参与人次的 {core:.0f}%。有 {never:.0f}% 的人一次也没来。

**偶然**。若抽签分配，最活跃的十分之一会占 {lot:.0f}%。所以不是运气，确有核心。

**他们是谁**。最活跃的十分之一中退休者占 {retired_core:.0f}%，全体为 {retired_all:.0f}%。他们的公共参与倾向为 {civic_core:.1f}，全体为 {civic_all:.1f}。他们有 {known_core:.0f} 个熟人，全体为 {known_all:.0f} 个。对最后一项要小心：是认识人才来，还是来了才认识人？模型里两者都有。

**逐一去掉**。没有倾向，最活跃的十分之一占 {no_bent:.0f}%，降得最多。无人邀请 {no_asking:.0f}%，无习惯 {no_habit:.0f}%，无同伴 {no_company:.0f}%，几乎不变。但看参与人次：原样 {total:.0f}，无人邀请 {total_no_asking:.0f}。邀请带来*更多*的人，即来的人的熟人；没有邀请，就只剩那少数人自己。

**四样全去掉**。最活跃的十分之一仍占 {all_out:.0f}%。这比只去掉倾向时的核心更大吗？不是：只剩 {total_all_out:.0f} 人次，这么少的人次抽签也会有 {all_out_lot:.0f}%。每个数都要与它自己的“偶然”比。高出偶然的部分，这四样解释不了：主持活动的人总在场；有人喜欢那个内容；有人空闲多，或听到的消息多。试试 `decision__interest=0`、`decision__time=0`、`decision__at_work=0`。

**解释**。例如：“长久的参与倾向造成核心的一大部分；习惯、同伴和邀请使来的人更多，却几乎不改变由谁包办。其余从何而来，本课没有说明；空闲时间和主持活动可能是原因。”

**可以信到什么程度**。倾向的离散程度是照着英国的比例定的，却没有完全做到：英国最活跃的7%承担67%的志愿服务，模型中最活跃的7%承担42%（`docs/evidence.zh.md`，civic-core）。所以真实的核心*更小、更忙*。模型中倾向终生不变，而它究竟能持续多久，没有人知道。去掉“公共参与倾向”这条规则，有些参与的表就不再成立：`docs/necessity.zh.md`。

</details>
"""

# %% tags=["numbers"]
share, by_chance, attendances = table.columns
of = table.iloc
them = pd.DataFrame({"core": people.loc[core].mean(), "all": people.mean()}).T
numbers = {
    "core": of[0][share], "never": 100 * (times == 0).mean(), "lot": of[0][by_chance], "total": of[0][attendances],
    "no_bent": of[1][share], "no_asking": of[2][share], "no_habit": of[3][share], "no_company": of[4][share], "total_no_asking": of[2][attendances],
    "all_out": of[5][share], "all_out_lot": of[5][by_chance], "total_all_out": of[5][attendances],
    **{f"retired_{whom}": 100 * them.loc[whom].iloc[1] for whom in them.index}, **{f"civic_{whom}": them.loc[whom].iloc[2] for whom in them.index},
    **{f"known_{whom}": them.loc[whom].iloc[3] for whom in them.index},
}
assert numbers["core"] > 2.5 * numbers["lot"], "there is a core, and it is not luck"
assert numbers["retired_core"] > 1.7 * numbers["retired_all"] and numbers["civic_core"] > numbers["civic_all"] + 0.4 and numbers["known_core"] > 1.5 * numbers["known_all"]
assert numbers["no_bent"] < numbers["core"] - 4 and numbers["no_bent"] < min(numbers["no_asking"], numbers["no_habit"], numbers["no_company"]), "the bent is the largest step"
assert max(abs(numbers[one] - numbers["core"]) for one in ("no_asking", "no_habit", "no_company")) < 8, "the others hardly change who does most of it"
assert numbers["total_no_asking"] < 0.9 * numbers["total"], "asking brings more"
assert numbers["all_out"] > numbers["all_out_lot"] + 10, "what is left is more than chance"
assert of[5][share] / of[5][by_chance] < of[1][share] / of[1][by_chance] < of[0][share] / of[0][by_chance], "against its own chance the core is smallest with all four out"
