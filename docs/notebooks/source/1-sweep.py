# %% [markdown] lang="en"
"""
# Which lever matters? A sweep and its sensitivity

## The question

A gathering at each gate can be held more or less often, and more or fewer doors can be knocked on. Compounds differ in how many rent. Which of these three moves acquaintances most?

`linli.sweep` plays all points of a plan, on several seeds. `linli.sensitivity` tells from them which parameter matters. This one screens by Morris' method: few points, many parameters. For shares of the variance take `"saltelli"` with many more points ([sweeps](../sweeps.md)).
"""

# %% [markdown] lang="zh"
"""
# 哪项措施重要？扫描与敏感性

## 问题

楼门聚会可多可少，敲门邀请也可多可少；各小区租户比例不同。三者之中，哪一个对熟人数的影响最大？

`linli.sweep` 在若干种子上运行计划中的所有设计点，`linli.sensitivity` 据此说明哪个参数重要。这里用 Morris 法筛选：点少，参数可以多。要知道各占方差多少，用 `"saltelli"`，点数要多得多（[扫描](../sweeps.zh.md)）。
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

SMALL = {
    "neighbourhood.buildings": 1, "neighbourhood.entrances": 2, "neighbourhood.floors": 6, "neighbourhood.flats_per_floor": 3, "neighbourhood.years": 1,
}

# %% [markdown] lang="en"
"""
## The call

One building of some sixty residents and half a year: small enough to look at, far too small to decide by. `"arms.gatherings...."` varies a lever in one arm; `population.renters` varies in both arms.

`workers=0` works in this very process; leave it out and every processor works. The same call on the same folder goes on where it stopped.
"""

# %% [markdown] lang="zh"
"""
## 调用

一栋楼、约六十名居民、半年：便于查看，但远不足以作决定。`"arms.gatherings...."` 只在一个方案中改变措施；`population.renters` 在两个方案中都改变。

`workers=0` 在本进程内运行；省略则使用所有处理器。对同一文件夹再次调用，会从停下处继续。
"""

# %%
plan = linli.Plan.from_dict({
    "scenario": "building-gates", "arms": ["before", "gatherings"], "weeks": 26, "replications": 2, "set": SMALL, "measures": ["acquaintances", "yuan"],
    "design": {"kind": "morris", "points": 5},
    "parameters": {
        "arms.gatherings.building-gates.gatherings_a_year": {"low": 2.0, "high": 52.0},
        "arms.gatherings.building-gates.knock_share": {"low": 0.0, "high": 1.0},
        "population.renters": {"low": 0.05, "high": 0.7},
    },
})
sweep = linli.sweep(plan, "sweep", workers=0, progress=False)
sweep

# %% [markdown] lang="en"
"""
## The result

`ends` has a row a run and arm. `differences` has a row a run: how much more each arm has than the first, on the same people and the same random numbers.
"""

# %% [markdown] lang="zh"
"""
## 结果

`ends` 每次运行、每个方案一行。`differences` 每次运行一行：各方案比第一个方案多多少，居民与随机数都相同。
"""

# %%
sweep.differences("acquaintances").round(2).head(6)

# %%
found = linli.sensitivity(sweep, "acquaintances", "gatherings")
table = found.to_frame()
table.round(2)

# %% [markdown] lang="en"
"""
`size` is the mean size of the step that a parameter makes over its whole range, in acquaintances; `mean` has its sign; `spread` is large where it works otherwise from place to place, or together with others. `by_luck` is the size that a parameter which does nothing may show by luck of the seeds.
"""

# %% [markdown] lang="zh"
"""
`size` 是参数走完整个范围时步长的平均大小（熟人数），`mean` 带符号，`spread` 大表示在各处作用不同，或与其他参数共同作用。`by_luck` 是毫无作用的参数因种子运气也可能显示的大小。
"""

# %%
figure, axes = plt.subplots(figsize=(7.5, 2.6))
short = [name.rsplit(".", 1)[1] for name in table["parameter"]]
axes.errorbar(table["size"], short, xerr=[table["size"] - table["size_low"], table["size_high"] - table["size"]], fmt="o", color="#4477AA")
axes.axvline(found.by_luck, color="#888888", linestyle=":")
axes.invert_yaxis()
axes.set_xlabel(say("acquaintances a resident, over the whole range; dotted: luck", "人均熟人数（走完整个范围）；虚线：运气"));

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** that a parameter left of the dotted line does nothing. Luck alone is {luck:.2f} here; with two seeds of one building little can be told from it.
- **Not** that the order holds elsewhere. It holds for the ranges of this plan: a wider range moves more.
- **Not** that renters cause anything. In the model they move more often; the sweep does not say which part of renting it is.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- **不能**说虚线左侧的参数没有作用。这里仅运气就有 {luck:.2f}；一栋楼、两个种子，很难与运气分开。
- **不能**说这一顺序在别处也成立。它只对本计划的范围成立：范围越宽，影响越大。
- **不能**说租户是原因。模型中租户搬家更多；扫描不说明是租房的哪一方面。
"""

# %% tags=["numbers"]
assert sweep.finished and len(sweep.runs) == len(plan.points) * 2 and len(sweep.failed) == 0
assert set(table["parameter"]) == set(sweep.parameters) and (table["size_low"] <= table["size"]).all()
assert sweep.differences("acquaintances")["gatherings"].std() > 0, "parameters or luck move the answer"
numbers = {"luck": found.by_luck}
