# %% [markdown] lang="en"
"""
# In which compounds does it add little? Discovery

## The question

On average gatherings may help. In which *kinds* of compound do they add little? `linli.discover` looks for boxes: ranges of a few parameters in which failing is common. It also says when no kind stands out, which is a result too ([how to read it](../discover.md)).
"""

# %% [markdown] lang="zh"
"""
# 在哪些小区作用不大？分类发现

## 问题

平均而言聚会也许有用。在*哪类*小区中作用不大？`linli.discover` 寻找“盒子”：少数参数的范围，其中失败较为常见。若没有哪一类突出，它也会说明，这同样是结果（[如何阅读](../discover.zh.md)）。
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

The points of the sweep are compounds: how many rent, how many floors a building has. 32 points are the fewest that are taken; 100 and more find a box of two limits. What fails is yours to say, in the unit of the measure: here, less than 0.05 acquaintances a resident in half a year, one for twenty residents.
"""

# %% [markdown] lang="zh"
"""
## 调用

扫描的设计点就是小区：租户比例、楼层数。至少要有32个点；要找到两个条件的盒子，需100个以上。什么算失败由您按指标的单位规定：这里是半年内人均增加不足0.05个熟人，即每二十人不到一个。
"""

# %%
sweep = linli.sweep({
    "scenario": "building-gates", "arms": ["before", "gatherings"], "weeks": 26, "replications": 2, "measures": ["acquaintances"],
    "set": {"neighbourhood.buildings": 1, "neighbourhood.entrances": 2, "neighbourhood.flats_per_floor": 3, "neighbourhood.years": 1},
    "design": {"kind": "sobol", "points": 32},
    "parameters": {"population.renters": {"low": 0.05, "high": 0.75}, "neighbourhood.floors": {"low": 2, "high": 8, "whole": True}},
}, "kinds", workers=0, progress=False)
found = linli.discover(sweep, "acquaintances effect < 0.05", progress=False)
found.answer, round(found.share, 2)

# %% [markdown] lang="en"
"""
## The result

`cases` has a row a compound: its parameters, the mean answer, the share of its runs that failed, the box in which it lies (0: none). `to_frame` has a row a limit of a box; it is empty if no box stands out.
"""

# %% [markdown] lang="zh"
"""
## 结果

`cases` 每个小区一行：参数、平均结果、失败的运行份额、所在的盒子（0为不在任何盒子中）。`to_frame` 每个盒子的每个条件一行；没有突出的盒子时为空。
"""

# %%
cases = found.cases()
cases.round(2).head(6)

# %%
found.to_frame().round(2)

# %%
figure, axes = plt.subplots(figsize=(6.5, 3.6))
points = axes.scatter(100 * cases["population.renters"], cases["neighbourhood.floors"], c=cases["failed"], cmap="cividis", vmin=0, vmax=1, s=60, edgecolor="#888888")
figure.colorbar(points, label=say("share of runs that fail", "失败的运行份额"))
axes.set_xlabel(say("% of households that rent", "租户比例（%）"))
axes.set_ylabel(say("floors", "楼层"));

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** a forecast. {share:.0%} of the runs add less than 0.05: that is a share of these points and seeds, within this model.
- **Not** more than luck leaves open. Of what differs in failing, {by_luck:.0%} is luck of the seeds, which no parameter can tell.
- **Not** “there is no such kind” where nothing stands out. With 32 points and two seeds it means that these do not show one. More points and seeds do.
- **Not** why. A box says where failures lie. Renters may stand for people who move.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- **不是**预测。{share:.0%} 的运行增加不足0.05：这是在本模型中、这些设计点与种子的份额。
- **不能**超出运气所允许的。失败与否的差异中，{by_luck:.0%} 是种子的运气，任何参数都说明不了。
- 没有突出的盒子时，**不能**说“没有这样的小区”。32个点、两个种子，只说明它们没有显示出来；应增加点与种子。
- **不说明**原因。盒子只说失败在哪里。租户可能只是代表了搬家的人。
"""

# %% tags=["numbers"]
assert sweep.finished and len(cases) == 32
assert found.answer in ("found", "nothing stands out") and 0 < found.share < 1, "some runs fail and some do not"
assert (found.answer == "found") == (len(found.to_frame()) > 0)
numbers = {"share": found.share, "by_luck": found.luck.share}
