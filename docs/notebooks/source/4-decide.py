# %% [markdown] lang="en"
"""
# Is one arm the better choice, and which lever does it? Deciding and attributing

## The question

Gatherings, or talent shows? With what chance is the one ahead, over all that is not known about people? And of what gatherings do: is it how often they are, that doors are knocked on, or the festivals? `linli.decide` answers the first from a comparison, `linli.attribute` the second by Shapley values ([deciding](../deciding.md)).
"""

# %% [markdown] lang="zh"
"""
# 哪个方案更好，是哪项措施起的作用？决策与分摊

## 问题

办聚会，还是办才艺展示？考虑到对人尚不知道的一切，前者领先的机会有多大？聚会的作用来自次数、敲门邀请，还是节日活动？`linli.decide` 由比较结果回答前一问，`linli.attribute` 用 Shapley 值回答后一问（[决策](../deciding.zh.md)）。
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

Twelve draws are the fewest with which chances are told; 24 with two seeds each is the default. A draw is one set of constants that could be true.
"""

# %% [markdown] lang="zh"
"""
## 调用

要给出机会，至少需要12次抽取；默认24次，每次两个种子。一次抽取就是一组可能为真的常数。
"""

# %%
study = linli.load("building-gates").set(
    weeks=26, neighbourhood__buildings=1, neighbourhood__entrances=2, neighbourhood__floors=6, neighbourhood__flats_per_floor=3, neighbourhood__years=1
)
both = study.compare(arms=["talent", "gatherings"], uncertainty=True, draws=12, seeds=1, threads=1, progress=False)
decision = linli.decide(both, "gatherings", "talent")
priced = linli.decide(both, "gatherings", "talent", price=200.0)

# %% [markdown] lang="en"
"""
## The result

`to_frame` has one row: by how much the one is ahead (median, 5 to 95 % over draws), in which share of draws, and what it would be worth to know everything but luck. With a price, an acquaintance more a resident is worth 200 yuan, costs are taken off, and all is in yuan.
"""

# %% [markdown] lang="zh"
"""
## 结果

`to_frame` 为一行：领先多少（中位数，抽取的5%至95%）、在多大份额的抽取中领先，以及弄清运气以外的一切值多少。给出价格后，人均每多一个熟人值200元，扣除开支，全部以元计。
"""

# %%
import pandas as pd

pd.concat([decision.to_frame(), priced.to_frame()], keys=[say("acquaintances", "熟人"), say("yuan", "元")]).droplevel(1).round(2)

# %%
shared = linli.attribute(study.scenario, "gatherings", "before", seeds=4, threads=1, progress=False)
parts = shared.to_frame()
parts.round(2)

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.0), width_ratios=[1, 1.2])
left.plot(sorted(decision.ahead.effects), range(1, len(decision.ahead.effects) + 1), "o", color="#4477AA")
left.axvline(0, color="#888888", linestyle=":")
left.set_xlabel(say("gatherings ahead of talent shows, by draw", "聚会领先才艺展示多少（各次抽取）"))
short = [name.rsplit(".", 1)[-1] for name in parts.index]
right.errorbar(parts["centre"], short, xerr=[parts["centre"] - parts["low"], parts["high"] - parts["centre"]], fmt="o", color="#4477AA")
right.axvline(0, color="#888888", linestyle=":")
right.invert_yaxis()
right.set_xlabel(say("part of acquaintances gained", "在新增熟人中所占部分"))
figure.tight_layout()

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** that a policy worked. In {share:.0%} of the draws gatherings are ahead *within this model*. With one pair of runs a draw, luck is in it.
- **Not** that a lever's part is what it would do alone, or in another programme. Parts are averages over all orders in which levers come in; on each seed they add up to the whole.
- **Not** that an interval over four seeds holds what is not known about people. It holds luck alone.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- **不能**说政策有效。聚会在 {share:.0%} 的抽取中领先，这只是*在本模型内*。每次抽取只运行一对，其中含有运气。
- 一项措施所占的部分，**不是**它单独实施或在别的方案中的作用。它是对所有先后次序的平均；在每个种子上各部分之和等于总体。
- 四个种子的区间**不**包括对人尚不知道的东西，只含运气。
"""

# %% tags=["numbers"]
levers = parts.drop("whole")
assert abs(levers["centre"].sum() - parts.loc["whole", "centre"]) < 1e-9, "means over seeds add up"
assert decision.draws == 12 and decision.told and decision.information is not None
assert decision.information.perfect >= 0 and priced.price == 200.0
numbers = {"share": decision.share}
