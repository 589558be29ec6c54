# %% [markdown] lang="en"
"""
# How do communities of a city differ? A city

## The question

A district gives money to its communities by what they report. How do communities differ after a year, and does the policy make them more equal or less? `linli.city` lives each community as a society of its own; at the turn of the year the district shares its money out and households move ([a city](../city.md)).
"""

# %% [markdown] lang="zh"
"""
# 一个城市的社区有多大差异？城市

## 问题

区里按社区的上报分配经费。一年之后社区之间有多大差异？政策使它们更平等还是更不平等？`linli.city` 把每个社区作为独立的社会运行；每到年初，区里分配经费，居民在社区间搬家（[城市](../city.zh.md)）。
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

# %% [markdown] lang="en"
"""
## The call

Four small communities, two seeds, one year. Kinds of housing are dealt out by their shares; name your own communities in a table instead.
"""

# %% [markdown] lang="zh"
"""
## 调用

四个小社区、两个种子、一年。住区类型按比例分配；也可用表格列出您自己的社区。
"""

# %%
city = linli.city({
    "scenario": "three-level-linkage", "arms": ["before", "plan"], "years": 1, "replications": 2, "set": {"neighbourhood.years": 1},
    "communities": {"number": 4, "residents": 800, "least": 100, "presets": {"old-walk-up": 0.5, "towers": 0.5}},
    "district": {"rule": "reports", "share": 0.5},
}, "city", workers=0, progress=False)
city

# %% [markdown] lang="en"
"""
## The result

`ends` has a row a seed, arm and community; `means` a row a seed, arm, year and measure; `inequality` a row an arm, with intervals over seeds.
"""

# %% [markdown] lang="zh"
"""
## 结果

`ends` 每个种子、方案、社区一行；`means` 每个种子、方案、年份、指标一行；`inequality` 每个方案一行，区间来自种子。
"""

# %%
ends = city.ends
ends[["seed", "arm", "name", "preset", "residents", "acquaintances"]].round(2).head(8)

# %%
city.inequality("acquaintances").round(3)

# %%
effect = city.effect("plan", "acquaintances")
print(f"{effect.mean:+.2f} ({effect.low:+.2f} ... {effect.high:+.2f})")

# %%
figure, axes = plt.subplots(figsize=(6.5, 3.2))
for arm, colour in zip(city.arms, ("#BBBBBB", "#4477AA"), strict=True):
    mine = ends[ends["arm"] == arm]
    axes.plot(mine["residents"], mine["acquaintances"], "o", color=colour, label=say(*{"before": ("before", "政策前"), "plan": ("plan", "有计划")}[arm]))
axes.set_xlabel(say("residents of a community", "社区居民数"))
axes.set_ylabel(say("acquaintances a resident", "人均熟人数"))
axes.legend();

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** that the plan widens or closes a gap because two Gini coefficients differ in a third digit. Look at the intervals: with two seeds they are wide.
- **Not** that large communities are better or worse. Communities of different size here have different housing too. Of the variance between communities {lasting:.0%} is the same on both seeds and belongs to the places; the rest is luck of who lives there.
- **Not** anything about ties across communities. The model has none.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- 两个基尼系数在第三位小数上不同，**不能**说明计划扩大或缩小了差距。请看区间：只有两个种子，区间很宽。
- **不能**说大社区更好或更差。这里大小不同的社区，住房也不同。社区间方差的 {lasting:.0%} 在两个种子上相同，属于地方；其余是住户构成的运气。
- **不能**谈跨社区的联系。模型中没有。
"""

# %% tags=["numbers"]
unequal = city.inequality("acquaintances")
assert city.finished and len(ends) == 4 * 2 * 2
assert ((unequal["gini"] >= 0) & (unequal["gini"] < 1)).all() and effect.low <= effect.mean <= effect.high
numbers = {"lasting": unequal.loc["before", "lasting"]}
