# %% [markdown] lang="en"
"""
# 7. How sure is that? Luck, constants, structure

“A gathering a week gives each resident so many acquaintances more.” How sure is that number? There are three kinds of doubt. More runs help against one of them only.

**30 minutes. Do lesson 3 or 4 first.**

Every part has four steps. **Predict**: write down a number first. **Run**. **Break**: change one thing, and predict again. **Explain** in two sentences. The answers are folded at the end.
"""

# %% [markdown] lang="zh"
"""
# 7. 有多确定？运气、常数、结构

“每周一次聚会，人均多出若干熟人。”这个数有多确定？怀疑有三种，多运行几次只对其中一种有用。

**约30分钟。请先学第3课或第4课。**

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
## Luck

One small compound (one building). A *seed* is one course of luck: who lives there, who stands in the lift at the same time. For each seed the model plays one year without gatherings and one with a gathering a week at each gate, and takes the difference.

**Predict.** With seed 1 a resident has so many acquaintances more. Will seed 2 give nearly the same, or something quite different? Of six seeds, how many times as large is the largest difference as the smallest? ____
"""

# %% [markdown] lang="zh"
"""
## 运气

一个很小的小区（一栋楼）。一个“种子”就是一种运气：谁住在这里，谁恰好同乘电梯。每个种子各运行一年：一次没有聚会，一次每个楼门每周聚会，取差值。

**预测**：种子1给出人均多出的熟人数。种子2会差不多，还是很不同？六个种子中，最大的差值是最小的几倍？____
"""

# %%
study = linli.load("building-gates").set(neighbourhood__buildings=1, neighbourhood__years=1, gatherings_a_year=52)
ARMS = ["before", "gatherings"]


def compared(seeds, **more):
    return study.compare(arms=ARMS, seeds=seeds, weeks=52, progress=False, **more)


def each(comparison, measure="acquaintances"):
    return comparison.ends("gatherings", measure) - comparison.ends("before", measure)


luck = compared(6)
pd.Series(each(luck), index=luck.seeds).round(2)

# %% [markdown] lang="en"
"""
Six seeds have a mean. The mean has a 95 % interval: if we played six other seeds again and again, 95 of 100 such intervals would hold the mean of all seeds.

**Predict.** The interval of the first two seeds alone: how many times as wide as that of all six? ____
"""

# %% [markdown] lang="zh"
"""
六个种子有一个平均数，平均数有一个95%区间：若一次又一次另取六个种子，100个这样的区间中有95个包含全部种子的平均。

**预测**：只用前两个种子，区间的宽度是六个种子的几倍？____
"""

# %%
from scipy import stats


def interval(values):
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values))
    return np.mean(values) - half, np.mean(values), np.mean(values) + half


titles = [say("low", "下限"), say("mean", "平均"), say("high", "上限")]
by_number = pd.DataFrame({n: interval(each(luck)[:n]) for n in (2, 3, 4, 6)}, index=titles).T
by_number.round(2)

# %% [markdown] lang="en"
"""
## Constants

The model has hundreds of constants: how many hours make an acquaintance, how fast one forgets, how likely one is to come. For most of them we only know a range. So we draw: each draw is one set of constants that could be true. Twelve draws, one pair of runs each.

**Predict.** Is the range over draws wider or narrower than the interval over six seeds? By how many times? ____
"""

# %% [markdown] lang="zh"
"""
## 常数

模型有几百个常数：多少小时成为熟人，忘得多快，多大可能来参加。多数只知道一个范围。所以要抽取：每次抽取都是一组可能为真的常数。抽12次，每次运行一对。

**预测**：各次抽取的范围比六个种子的区间宽还是窄？几倍？____
"""

# %%
drawn = compared(1, uncertainty=True, draws=12)
constants = drawn.difference("gatherings", "acquaintances")
low, mean, high = interval(each(luck))
ranges = {
    say("luck, 6 seeds", "运气，6个种子"): (low, mean, high),
    say("constants, 12 draws", "常数，抽12次"): (constants.low, constants.median, constants.high),
}
pd.DataFrame(ranges, index=[say("low", "下限"), say("middle", "中间"), say("high", "上限")]).T.round(2)

# %% [markdown] lang="en"
"""
## Structure

Even with all constants known, the *rules* could be wrong. Two kinds of test:

- **Pairs of rules.** Four rules have a twin that is as believable. The published tables cannot tell which is true. Take the twin, on the first two seeds.
- **Rules taken out.** Take a rule out and see whether the answer hangs on it. (That model is wrong on purpose: it fits the published tables worse.)

**Predict.** Which change moves the answer most? Which one hardly at all? ____
"""

# %% [markdown] lang="zh"
"""
## 结构

即使所有常数都已知，“规则”也可能是错的。有两种试法：

- **成对的规则**。有四条规则各有一条同样可信的“孪生”规则，已发表的数据分不出哪条为真。换成孪生规则，用前两个种子。
- **去掉规则**。去掉一条规则，看答案是否靠它。（这样的模型是故意弄错的：它与已发表的数据更不相符。）

**预测**：哪一处改动使答案变化最大？哪一处几乎不变？____
"""

# %%
TWINS = {
    say("one forgets ever slower", "遗忘越来越慢"): {"ties__forgetting": "power"},
    say("faces greeted by degrees", "面熟程度渐变"): {"ties__familiarity": "gradual"},
    say("seats by chance", "随机就座"): {"ties__seating": "at-random"},
    say("habits with the liked", "与投缘者成习惯"): {"decision__habit_mate": "liked"},
}
OUT = {
    say("no third joins a talk", "无第三人加入"): {"ties__p_circle": 0, "ties__p_join": 0},
    say("attention without limit", "注意力无限"): {"ties__sharing": 0},
}
rules = {title: each(compared(2, **settings)).mean() for title, settings in {**TWINS, **OUT}.items()}
pd.Series({say("as it is", "原样"): each(luck)[:2].mean(), **rules}).round(2)

# %%
figure, axes = plt.subplots(figsize=(8.5, 4.6))
rows = [
    (say("luck: one seed and another", "运气：不同种子"), each(luck)),
    (say("luck: mean of 6 seeds", "运气：6个种子的平均"), (low, mean, high)),
    (say("constants: 12 draws", "常数：抽12次"), (constants.low, constants.median, constants.high)),
    (say("structure: twin rules", "结构：孪生规则"), [rules[title] for title in TWINS]),
    (say("structure: rules out", "结构：去掉规则"), [rules[title] for title in OUT]),
]
for row, (title, values) in enumerate(rows):
    axes.plot([min(values), max(values)], [-row, -row], color="#4477AA", linewidth=3, alpha=0.5)
    axes.plot(values, [-row] * len(values), "o", color="#222222", markersize=5)
axes.set_yticks([-row for row in range(len(rows))], [title for title, _ in rows])
axes.axvline(0, color="#888888", linestyle=":")
axes.set_xlabel(say("acquaintances a resident more", "人均多出的熟人"));

# %% [markdown] lang="en"
"""
Look at the figure. Which line would become shorter with more runs?

## Break: an effect that is not there

**Predict.** The same with trust in neighbours, on a scale from 0 to 1. Does the range over draws exclude zero? And trust in institutions? ____
"""

# %% [markdown] lang="zh"
"""
看图：多运行几次，哪条线会变短？

## 破坏：不存在的效果

**预测**：换成对邻居的信任（0 至 1）。各次抽取的范围排除零吗？对机构的信任呢？____
"""

# %%
NAMES = ("acquaintances", "strangers", "trust_neighbours", "trust_institutions")
trust = {name: drawn.difference("gatherings", name) for name in NAMES}
rows = {
    drawn.infos[name].title.say(letters.language): (round(one.low, 4), round(one.high, 4), say("yes", "是") if one.certain else say("no", "否"))
    for name, one in trust.items()
}
pd.DataFrame(rows, index=[say("low", "下限"), say("high", "上限"), say("excludes zero", "排除零")]).T

# %% [markdown] lang="en"
"""
## Explain

Write one sentence for a meeting: the effect of a gathering a week, with its range, and what the range does *not* hold.

Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 解释

为会议写一句话：每周一次聚会的效果及其范围，以及这个范围“不”包括什么。

写在这里：____
"""

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**Luck.** Six seeds give between {least:.1f} and {most:.1f} acquaintances more: the largest is {times:.0f} times the smallest. Nobody changed anything but luck. In a compound of some 270 people a few families more or less matter much; a larger compound is calmer.

**Two seeds or six.** The interval of the first two is {wider:.0f} times as wide as that of all six, and holds zero. A rule of thumb: four times as many seeds, half the width. With very few seeds it is worse, since the spread itself is hardly known.

**Constants.** Over twelve draws the range goes from {low:.2f} to {high:.2f}; the mean of six seeds has {seed_low:.2f} to {seed_high:.2f}. The range is {ratio:.1f} times as wide. Its lower end is nearly nothing: with some constants that could be true, a gathering a week makes hardly anybody acquainted. More seeds make the second line of the figure shorter. They do nothing for the third. (With one pair of runs a draw the third holds luck too. `linli compare --uncertainty` takes two pairs a draw and 24 draws, and takes luck off.)

**Structure.** The four twins give {twin_low:.2f} to {twin_high:.2f}, the rules as they are {as_it_is:.2f} (the first two seeds): all the same within luck. It does not matter here which twin is true. Rules taken out matter much: without a third who joins a talk {no_third:.2f}, with attention without limit {no_limit:.1f}. If people could talk to all at once, gatherings would work wonders. That attention is shared is therefore an assumption on which the answer stands.

**An effect that is not there.** Trust in neighbours and trust in institutions: neither range excludes zero. That is a result. Say “not distinguishable from none”, and not “no effect”, and not “a small rise”.

**Explain.** For example: “In this model a gathering a week gives each resident {middle:.1f} acquaintances more in a year; over what is not known about people the range is {low:.1f} to {high:.1f}. The range does not hold that the rules may be wrong, nor that your compound is not this one.”

**How far to believe it.** No range holds what nobody thought of. The test for that is to write down a published table *before* the model has seen it: of 94 such figures 19 are inside (`docs/evidence.md`). Taken-out rules are tested one by one in `docs/necessity.md`. Which number to measure first is worked out by `linli decide` (`docs/deciding.md`).

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**运气**。六个种子给出人均多 {least:.1f} 至 {most:.1f} 个熟人：最大的是最小的 {times:.0f} 倍。除了运气，什么也没有改。在约270人的小区里，多几家少几家影响很大；小区大些就平稳些。

**两个或六个种子**。前两个种子的区间是六个种子的 {wider:.0f} 倍宽，并且包含零。经验法则：种子数为四倍，宽度减半。种子极少时更糟，因为连离散程度本身都几乎不知道。

**常数**。十二次抽取的范围为 {low:.2f} 至 {high:.2f}；六个种子的平均为 {seed_low:.2f} 至 {seed_high:.2f}。前者是后者的 {ratio:.1f} 倍宽。它的下端几乎为零：在某些可能为真的常数下，每周聚会几乎不使人相识。多取种子，会使图中第二条线变短，对第三条线毫无作用。（每次抽取只运行一对，所以第三条线里也有运气。`linli compare --uncertainty` 每次抽取运行两对，共抽24次，并扣除运气。）

**结构**。四条孪生规则给出 {twin_low:.2f} 至 {twin_high:.2f}，原样为 {as_it_is:.2f}（前两个种子）：在运气之内都一样。哪条孪生规则为真，在这里无关紧要。去掉规则则影响很大：没有第三人加入交谈为 {no_third:.2f}，注意力无限为 {no_limit:.1f}。假如人能同时与所有人交谈，聚会就会创造奇迹。所以“注意力要分配”是这个答案所依靠的假设。

**不存在的效果**。对邻居的信任、对机构的信任：两个范围都不排除零。这也是结果。应当说“与没有效果分不开”，而不是“没有效果”，也不是“略有上升”。

**解释**。例如：“在这个模型中，每周一次聚会，一年使人均多 {middle:.1f} 个熟人；考虑到对人尚不知道的东西，范围为 {low:.1f} 至 {high:.1f}。这个范围不包括规则可能是错的，也不包括你的小区不是这一个。”

**可以信到什么程度**。没有人想到的东西，任何范围都不包括。检验的办法是：在模型看到*之前*写下已发表的表格；这样的94个数字中有19个在区间内（`docs/evidence.zh.md`）。逐条去掉规则的检验见 `docs/necessity.zh.md`。先测哪个数最值得，由 `linli decide` 算出（`docs/deciding.zh.md`）。

</details>
"""

# %% tags=["numbers"]
seeds, twins = each(luck), [rules[title] for title in TWINS]
no_third, no_limit = (rules[title] for title in OUT)
width = by_number.iloc[:, 2] - by_number.iloc[:, 0]
numbers = {
    "least": seeds.min(), "most": seeds.max(), "times": seeds.max() / seeds.min(), "wider": width[2] / width[6],
    "low": constants.low, "middle": constants.median, "high": constants.high, "seed_low": low, "seed_high": high, "ratio": (constants.high - constants.low) / (high - low),
    "twin_low": min(twins), "twin_high": max(twins), "as_it_is": seeds[:2].mean(), "no_third": no_third, "no_limit": no_limit,
}
assert (seeds > 0).all() and numbers["times"] > 3, "seeds differ by much, and all have more"
assert numbers["wider"] > 2 and by_number.iloc[0, 0] < 0 < low, "two seeds cannot tell what six can"
assert numbers["ratio"] > 1.2 and constants.low < 0.5 * low and constants.high > high, "the range over draws is wider"
assert max(abs(one - numbers["as_it_is"]) for one in twins) < seeds.std(ddof=1), "twins are the same within luck"
assert no_third < 0.5 * numbers["as_it_is"] and no_limit > 3 * numbers["as_it_is"], "the answer stands on these rules"
assert not trust["trust_neighbours"].certain and not trust["trust_institutions"].certain, "trust cannot be told from none"
