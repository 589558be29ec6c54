# %% [markdown] lang="en"
"""
# 4. Does paying gate heads work?

A gate head (楼门长) is a neighbour who looks after one gate: notices, safety, small quarrels, a gathering now and then. Nobody is employed to do it. Many gates have no head, or one in name only. Should heads be honoured? Should they be paid? What happens when the money stops?

**25 minutes. You need no earlier lesson.**

Every part has four steps. **Predict**: write down a number first. **Run**. **Break**: change one thing, and predict again. **Explain** in two sentences. The answers are folded at the end.
"""

# %% [markdown] lang="zh"
"""
# 4. 给楼门长发钱有用吗？

楼门长是照看一个楼门的邻居：送通知、看安全、调小矛盾、偶尔办聚会。没有人受雇做这件事。许多楼门没有楼门长，或者只是挂名。该给荣誉吗？该发钱吗？钱停了会怎样？

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
## A scenario of your own

An experiment is a text file. This one has many small gates, so that heads can be counted. Its *arms* begin with the same people: they differ only in what heads are offered.

- `nothing`: the work is asked for, nothing is given.
- `honour`: certificates and a ceremony once a year.
- `money`: 200 yuan a month.
- `stopped`: 200 yuan a month for two years, then nothing.
"""

# %% [markdown] lang="zh"
"""
## 自己的情景

一个实验就是一个文本文件。这里楼门多而小，便于数楼门长。各个“方案”的居民相同，只是给楼门长的东西不同。

- `nothing`：要求做事，什么也不给。
- `honour`：每年一次证书与表彰。
- `money`：每月200元。
- `stopped`：每月200元，发两年，然后停止。
"""

# %%
SCENARIO = """
format = 1
title = { en = "Four offers to gate heads", zh = "给楼门长的四种条件" }
weeks = 208

[neighbourhood]
buildings = 4
entrances = 10
floors = 3
flats_per_floor = 3
years = 2

[mechanisms.ordinary-life]

[mechanisms.building-gates]
gatherings_a_year = 6

[arms.nothing]
title = { en = "nothing", zh = "什么也不给" }

[arms.honour]
title = { en = "honour", zh = "荣誉" }
[arms.honour.building-gates]
incentive = "honour"

[arms.money]
title = { en = "money", zh = "钱" }
[arms.money.building-gates]
incentive = "money"

[arms.stopped]
title = { en = "money, stopped after 2 years", zh = "钱，两年后停发" }
[arms.stopped.building-gates]
incentive = "money"
[[arms.stopped.schedule]]
week = 104
set = { building-gates.incentive = "none" }
"""
with open("gate-heads.toml", "w", encoding="utf-8") as file:
    file.write(SCENARIO)
study = linli.load("gate-heads.toml")
study

# %% [markdown] lang="en"
"""
## Predict

After two years: in how many of 100 gates is there a head *who does the work*? Those in name only do not count.

nothing ____, honour ____, money ____
"""

# %% [markdown] lang="zh"
"""
## 预测

两年之后，100 个楼门中有几个有“做事的”楼门长？挂名的不算。

什么也不给 ____，荣誉 ____，钱 ____
"""

# %%
heads = study.compare(seeds=1, progress=False)


def at_work(comparison, arm):
    weeks, shares = comparison.course(arm, "ordinary-life.heads_at_work")
    return pd.Series(100 * shares.mean(axis=0), index=weeks / 52)


def by_year(comparison):
    courses = {arm: at_work(comparison, arm) for arm in comparison.everybody}
    years = {say("year 2", "第2年"): (1, 2), say("year 4", "第4年"): (3, 4)}
    means = {
        title: {arm: course.loc[first:last].mean() for arm, course in courses.items()}
        for title, (first, last) in years.items()
    }
    return pd.DataFrame(means)


table = by_year(heads)
table.iloc[:3, [0]].round(0)

# %% [markdown] lang="en"
"""
**Predict.** The money stops after year 2. In year 4, has the arm `stopped` more heads than `nothing`, as many, or fewer? Write here: ____
"""

# %% [markdown] lang="zh"
"""
**预测**：钱在第2年末停发。到第4年，`stopped` 的楼门长比 `nothing` 多、一样多，还是更少？写在这里：____
"""

# %%
courses = {heads.scenario.arm_title(arm).say(letters.language): at_work(heads, arm) for arm in heads.everybody}
axes = pd.DataFrame(courses).plot(figsize=(8, 4.2))
axes.axvline(2, color="#888888", linestyle=":")
axes.set_xlabel(say("years", "年"))
axes.set_ylabel(say("gates with a head who works, %", "有做事的楼门长的楼门（%）"))
axes.set_ylim(0)
table.round(0)

# %% [markdown] lang="en"
"""
Look at the figure. The dotted line is where the money stops.

## What does it cost?

**Predict.** Yuan in four years, for all 40 gates: honour ____, money ____
"""

# %% [markdown] lang="zh"
"""
看图：虚线处停发。

## 花多少钱？

**预测**：40个楼门四年共需多少元：荣誉 ____，钱 ____
"""

# %%
def more(arm, measure):
    return (heads.ends(arm, measure) - heads.ends(heads.baseline, measure)).mean()


cost = pd.DataFrame({
    say("yuan more", "多花的元"): {arm: more(arm, "yuan") for arm in heads.arms},
    say("acquaintances a resident more", "人均多出的熟人"): {arm: more(arm, "acquaintances") for arm in heads.arms},
})
cost.round(2)

# %% [markdown] lang="en"
"""
## Break: what if money takes nothing from the wish to help?

The model assumes *crowding out*: a long allowance takes 60 % of the wish to do it for honour, and this comes back slowly (half in three years). Both numbers are assumed. The next cell takes the assumption away: `crowding = 0`.

**Predict.** Year 4 again. Has `stopped` now more heads than `nothing`, as many, or fewer? Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：如果钱不减损助人之心呢？

模型假设有“挤出”：长期补贴会减去60%出于荣誉的意愿，而且恢复很慢（三年恢复一半）。这两个数都是假设的。下一格去掉这个假设：`crowding = 0`。

**预测**：还是第4年。现在 `stopped` 的楼门长比 `nothing` 多、一样多，还是更少？写在这里：____
"""

# %%
no_crowding = study.compare(arms=["nothing", "stopped"], seeds=1, progress=False, services__volunteers__gate_head__crowding=0)
table_without = by_year(no_crowding)
table_without.round(0)

# %% [markdown] lang="en"
"""
## Explain

A street office asks you: “We have money for two years. Shall we pay our gate heads?” Answer in three sentences. The third one says what you do not know.

Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 解释

街道问你：“我们有两年的经费。要不要给楼门长发钱？”用三句话回答，第三句说出你不知道什么。

写在这里：____
"""

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**After two years** {nothing_2:.0f} of 100 gates have a head who works if nothing is given, {honour_2:.0f} with honour, {money_2:.0f} with money. Both help. Which of the two helps more cannot be told: there are 40 gates, so one gate is 2.5 points, and luck alone moves such a share by some 8 points.

**After the money stops** heads go. In year 4 there are {stopped_4:.0f} of 100 left, against {honour_4:.0f} with honour that went on and {nothing_4:.0f} with nothing at all. Two years of money left behind little that lasts. Whether `stopped` ends a little above `nothing` or not cannot be told from one seed either.

**Cost.** Honour costs {honour_yuan:,.0f} yuan in four years, money {money_yuan:,.0f}: {times:.0f} times as much for about as many heads. Acquaintances hardly change ({honour_more:.1f} and {money_more:.1f} more a resident): a head is not yet a friend.

**Without crowding out** `stopped` has {stopped_without:.0f} of 100 in year 4, instead of {stopped_4:.0f}. Did you expect a great difference? So did the author of this lesson. Crowding out is a famous idea, it is in the model, and here it does not carry the result. Heads leave because what kept them is gone, and few come for nothing. To find out that an assumption does *not* matter is a result too.

**Explain.** For example: “If the money ends after two years, so do most of the heads that it brought. Honour brought about as many, and money cost {times:.0f} times as much. I do not know how people of your street would answer: what pay and honour weigh is assumed in this model, and I have played one seed.”

**How far to believe it.** No rate of Tongzhou was published. What honour and pay weigh in the decision to go on is assumed; `linli constants building-gates` lists the numbers, and `docs/rows/building-gates.md` says what is left out. Change `pay` or `stay_honour` within their bounds and the picture may change. Try it: `services__volunteers__gate_head__pay=1.0`.

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**两年之后**，什么也不给时，100个楼门中有 {nothing_2:.0f} 个有做事的楼门长；给荣誉为 {honour_2:.0f} 个，给钱为 {money_2:.0f} 个。两者都有用。哪个更有用，分不出来：只有40个楼门，一个楼门就是2.5个百分点，单凭运气就能使这个比例变动约8个百分点。

**停发之后**，楼门长走了。第4年，100个中剩 {stopped_4:.0f} 个；一直给荣誉的为 {honour_4:.0f} 个，什么也不给的为 {nothing_4:.0f} 个。发两年钱，留下的很少。`stopped` 最后是否略高于 `nothing`，一个种子也分不出来。

**费用**。四年中，荣誉花 {honour_yuan:,.0f} 元，钱花 {money_yuan:,.0f} 元，是 {times:.0f} 倍，而楼门长差不多一样多。熟人几乎不变（人均多 {honour_more:.1f} 与 {money_more:.1f}）：有了楼门长，还不等于有了朋友。

**没有挤出时**，`stopped` 在第4年为 {stopped_without:.0f} 个，而不是 {stopped_4:.0f} 个。你以为会差很多吗？本课的作者也这样以为。“挤出”是个有名的说法，模型里也有，但在这里，结果并不靠它。楼门长走，是因为留住他们的东西没有了，而愿意白白接手的人很少。发现一个假设*不*重要，也是结果。

**解释**。例如：“如果钱两年后就停，它带来的楼门长大多也会走。荣誉带来的差不多一样多，而钱的费用是它的 {times:.0f} 倍。我不知道你们街道的人会怎样：报酬与荣誉的分量在模型中是假设的，而且我只运行了一个种子。”

**可以信到什么程度**。通州没有公布过数字。荣誉与报酬在“是否继续”这个决定中有多重，是假设的；数字见 `linli constants building-gates`，略去了什么见 `docs/rows/building-gates.md`。在上下限之内改动 `pay` 或 `stay_honour`，结果可能改变。试试：`services__volunteers__gate_head__pay=1.0`。

</details>
"""

# %% tags=["numbers"]
early, late = table.columns
numbers = {
    "nothing_2": table.loc["nothing", early], "honour_2": table.loc["honour", early], "money_2": table.loc["money", early],
    "nothing_4": table.loc["nothing", late], "honour_4": table.loc["honour", late], "stopped_4": table.loc["stopped", late],
    "stopped_without": table_without.loc["stopped", late],
    "honour_yuan": cost.iloc[0, 0], "money_yuan": cost.iloc[1, 0], "times": cost.iloc[1, 0] / cost.iloc[0, 0], "honour_more": round(cost.iloc[0, 1], 1) + 0.0, "money_more": round(cost.iloc[1, 1], 1) + 0.0,
}
assert min(numbers["honour_2"], numbers["money_2"]) > numbers["nothing_2"] + 4 and abs(numbers["honour_2"] - numbers["money_2"]) < 12, "both help, about as much"
assert numbers["stopped_4"] < numbers["honour_4"] - 5, "after the money stops there are fewer than with honour"
assert abs(numbers["stopped_4"] - numbers["nothing_4"]) < 16, "little of it lasts"
assert numbers["times"] > 6 and max(abs(numbers["honour_more"]), abs(numbers["money_more"])) < 0.5, "money costs many times as much; acquaintances hardly change"
assert abs(numbers["stopped_without"] - numbers["stopped_4"]) < 12, "crowding out does not carry the result"
assert table.loc["stopped", early] == table.loc["money", early], "the two differ from the week only in which the money stops"
