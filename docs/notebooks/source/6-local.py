# %% [markdown] lang="en"
"""
# What do two surveys tell of one compound? A local fit

## The question

Your compound may differ from others: more people belong to groups, fewer like to come. Two waves of a short survey and the lists of those who came tell some of this, and not all. Which of seven constants would they tell? ([your own compound](../local.md))

Here the compound is simulated, so that the truth is known: its people are readier to come than usual. The fit does not know that.
"""

# %% [markdown] lang="zh"
"""
# 两次调查能说明一个小区的什么？局部拟合

## 问题

您的小区可能与别处不同：加入圈子的人更多，愿意参加的人更少。两次简短调查加签到名单能说明一部分，而非全部。七个常数中，它们能说明哪几个？（[您自己的小区](../local.zh.md)）

这里的小区是模拟的，所以知道真相：居民比通常更愿意参加。拟合并不知道这一点。
"""

# %%
import os

LANGUAGE = "en"
os.environ["LINLI_LANG"] = LANGUAGE

import linli
import matplotlib.pyplot as plt

letters = linli.lettering(LANGUAGE)
plt.rcParams.update(letters.settings)


def say(en, zh):
    return linli.Text(en, zh).say(letters.language)


compound = linli.Scenario.from_dict({
    "format": 1, "title": {"en": "One building", "zh": "一栋楼"}, "weeks": 16,
    "neighbourhood": {"buildings": 1, "entrances": 2, "floors": 6, "flats_per_floor": 3, "years": 1},
    "services": {"volunteers": {"gate_head": {"accept": 3.0, "slackens": 0.0, "search_every": 4}}},
    "mechanisms": {"ordinary-life": {}, "building-gates": {"gatherings_a_year": 52.0, "knock_share": 0.5}},
}, "one-building")
TRUTH = -3.0

# %% [markdown] lang="en"
"""
## The call

`local_simulated` makes what a committee would have: two waves (weeks 3 and 16; take a year) and lists. With tables of your own give their files instead: `linli.local_fit("mine.toml", "wave1.csv", "wave2.csv", "attendance.csv", out=...)`. 160 plays are the fewest that are taken; 400 are the default.
"""

# %% [markdown] lang="zh"
"""
## 调用

`local_simulated` 生成居委会会有的资料：两次调查（第3、16周；真实的应相隔近一年）与名单。若有自己的表，则给出文件：`linli.local_fit("mine.toml", "wave1.csv", "wave2.csv", "attendance.csv", out=...)`。至少160次模拟，默认400次。
"""

# %%
collected = linli.local_simulated(compound.with_settings([f"decision.base={TRUTH}"]), 50, weeks=(3, 16), seed=7)
fit = linli.local_fit(compound, collected, out="local", plays=160, workers=0, progress=False)
fit

# %% [markdown] lang="en"
"""
## The result

A row a constant: what was thought before (5 to 95 %), what is left, how much narrower that is, how much narrower it gets by luck (the same answers dealt to wrong compounds), how often such intervals held a known truth, and whether it is known better.
"""

# %% [markdown] lang="zh"
"""
## 结果

每个常数一行：事前的想法（5%至95%）、剩下的范围、收窄多少、因运气收窄多少（把同样的答卷配给错误的小区）、这类区间包含已知真值的比例，以及是否了解得更多。
"""

# %%
table = fit.to_frame()
table.round(2)

# %%
figure, axes = plt.subplots(figsize=(7.5, 3.0))
axes.barh(table.index, 100 * table["narrower"], color=["#4477AA" if known else "#BBBBBB" for known in table["better"]])
axes.plot(100 * table["by_luck"], table.index, "|", color="#222222", markersize=16)
axes.invert_yaxis()
axes.set_xlabel(say("% narrower than before; mark: by luck; blue: known better", "比事前收窄（%）；竖线：运气；蓝色：了解得更多"));

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** that a grey bar is a finding. What is not above luck is as unknown as before: fatigue and asking usually are.
- **Not** that each blue bar is one. Luck reaches the mark in one fit of twenty, and seven constants are asked: some bar is blue by chance in every third fit.
- **Not** that a point estimate is the compound. Readiness to come is {median:.2f} in the middle, and may be {low:.2f} to {high:.2f}; the truth here is -3.00. Of plays held back, {covered:.0%} of such intervals held the truth; 90 % is asked.
- **Not** anything from a compound outside all plays: `fit.told.beyond` names what lies outside. Then the scenario describes another compound.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- **不能**把灰条当作发现。没有超过运气的，与事前一样不知道：疲劳与邀请通常如此。
- 也**不能**把每一根蓝条都当作发现。运气在二十次拟合中有一次达到竖线，而所问的是七个常数：每三次拟合就会有一根蓝条出于偶然。
- **不能**把点估计当作小区本身。参加意愿居中为 {median:.2f}，可能在 {low:.2f} 至 {high:.2f} 之间；这里的真值为 -3.00。在留出的模拟中，这类区间有 {covered:.0%} 包含真值，要求是90%。
- 若小区在所有模拟之外，**什么也不能**得出：`fit.told.beyond` 列出在外的指标。那说明情景描述的是另一个小区。
"""

# %% tags=["numbers"]
base = table.loc["decision.base"]
assert len(table) == 7 and (table["low"] <= table["median"]).all() and (table["median"] <= table["high"]).all()
assert (table["better"] <= (table["narrower"] > table["by_luck"])).all(), "known better is more than luck"
numbers = {"median": base["median"], "low": base["low"], "high": base["high"], "covered": base["covered"]}
