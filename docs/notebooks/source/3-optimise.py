# %% [markdown] lang="en"
"""
# What is the best use of a budget? A search

## The question

How often to meet and how many doors to knock on, if it may cost 5,000 yuan in half a year more than life without it? More acquaintances are better, fewer yuan are better. `linli.optimise` searches (NSGA-II), and then plays the finalists again on **fresh seeds**: what won a search won it partly by luck ([how it searches](../optimise.md)).
"""

# %% [markdown] lang="zh"
"""
# 预算怎样用最好？搜索

## 问题

半年内比没有政策时最多多花5千元，该多久聚会一次、敲多少家的门？熟人越多越好，花费越少越好。`linli.optimise` 先搜索（NSGA-II），再用**新的种子**重新运行入围者：在搜索中获胜，有一部分靠的是运气（[如何搜索](../optimise.zh.md)）。
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

A tiny search: two generations of four points. A real one has dozens of points, 10 fresh seeds and more, and a compound of its true size.
"""

# %% [markdown] lang="zh"
"""
## 调用

很小的搜索：两代，每代四个点。真正的搜索有几十个点、10个以上的新种子，以及真实大小的小区。
"""

# %%
found = linli.optimise({
    "scenario": "building-gates", "arms": ["before", "gatherings"], "weeks": 26, "replications": 2, "set": SMALL,
    "parameters": {
        "arms.gatherings.building-gates.gatherings_a_year": {"low": 0, "high": 52, "whole": True},
        "arms.gatherings.building-gates.knock_share": {"low": 0.0, "high": 1.0, "steps": 5},
    },
    "optimise": {
        "population": 4, "generations": 2, "finalists": 3, "again": 4,
        "objectives": {"acquaintances": "more", "yuan": "less"}, "limits": {"yuan": {"at_most": 10_000}},
    },
}, "budget", workers=0, progress=False)
found

# %% [markdown] lang="en"
"""
## The result

`points` has a row a point that was tried, with means on the seeds of the search. `to_frame` has a row a finalist, with 95 % intervals from fresh seeds. Sums such as yuan are by the year: 5,000 in half a year are 10,000 a year.
"""

# %% [markdown] lang="zh"
"""
## 结果

`points` 每个试过的点一行，为搜索种子上的平均。`to_frame` 每个入围者一行，95%区间来自新的种子。花费等累计量按年计：半年5千元即每年1万元。
"""

# %%
points = found.points
points.round(2)

# %%
finalists = found.to_frame()
finalists[[name for name in finalists.columns if name.startswith(("acquaintances", "yuan"))]].round(2)

# %%
figure, axes = plt.subplots(figsize=(6.5, 3.6))
axes.plot(points["yuan"], points["acquaintances"], "o", color="#BBBBBB", label=say("in the search", "搜索中"))
middle = finalists["acquaintances"]
ends = [middle - finalists["acquaintances_low"], finalists["acquaintances_high"] - middle]
axes.errorbar(finalists["yuan"], middle, yerr=ends, fmt="o", color="#4477AA", label=say("finalists, fresh seeds", "入围者，新种子"))
axes.axhline(0, color="#888888", linestyle=":")
axes.set_xlabel(say("yuan a year more", "每年多花的元数"))
axes.set_ylabel(say("acquaintances a resident more", "人均多出的熟人"))
axes.legend();

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** that the point with the largest number is best. On the seeds of the search the finalists looked {flattery:+.2f} acquaintances better than on fresh ones. `found.best` and `found.alike(found.best)` say what cannot be told apart.
- **Not** that nothing better exists: the search tried {tried:.0f} points within the ranges of the plan.
- **Not** that seeds hold all doubt. What is not known about people is more: play the finalists with `compare(uncertainty=True)`.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- **不能**说数字最大的点最好。入围者在搜索种子上比在新种子上看起来好 {flattery:+.2f} 个熟人。`found.best` 与 `found.alike(found.best)` 说明哪些点分不开。
- **不能**说没有更好的：搜索只在计划的范围内试了 {tried:.0f} 个点。
- **不能**说种子包含了全部疑问。对人尚不知道的东西更多：请用 `compare(uncertainty=True)` 运行入围者。
"""

# %% tags=["numbers"]
assert found.finished and 4 <= len(points) <= 8 and len(finalists) >= 1
assert (finalists["acquaintances_low"] <= finalists["acquaintances"]).all(), "intervals from fresh seeds"
assert found.best is None or found.best in found.finalists
numbers = {"flattery": found.flattery, "tried": len(points)}
