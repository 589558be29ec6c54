# %% [markdown] lang="en"
"""
# 1. Why landings make friends

Most people know the family next door. Few know the family two floors up. Why?

This lesson plays a small compound, counts who knows whom, and takes the landing away.

**25 minutes. You need no earlier lesson.**

Every part has four steps. **Predict**: write down a number before you run the code. **Run**: run it and look at the figure. **Break**: change one thing, and predict again. **Explain**: say why, in two sentences. The answers are folded at the end. Open them last.
"""

# %% [markdown] lang="zh"
"""
# 1. 楼道为什么让人相识

多数人认识对门，很少有人认识隔两层的人家。为什么？

本课运行一个小的小区，数一数谁认识谁，然后把“楼层门口”拿掉。

**约25分钟，不需要先学别的课。**

每一部分有四步。**预测**：运行之前先写下一个数。**运行**：运行代码，看图。**破坏**：改动一处，再预测一次。**解释**：用两句话说出原因。答案折叠在最后，请最后再打开。
"""

# %% [markdown] lang="en"
"""
## Begin

Run this cell once. It loads linli, and the letters for the figures.
"""

# %% [markdown] lang="zh"
"""
## 开始

先运行这一格：载入 linli，并设置图中的文字。
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
## A compound

Two buildings. Each has three gates (entrances) and eleven floors; a floor of a gate is a *landing* with four flats. The people came as strangers and have lived together for three years. Nobody has any policy.

The next cell plays these three years. The first time it takes a minute or so, because code is compiled.
"""

# %% [markdown] lang="zh"
"""
## 一个小区

两栋楼，每栋三个楼门（单元）、十一层；一个楼门的一层是一个“楼层”，有四户。居民搬来时互不相识，已共同生活三年，没有任何政策。

下一格运行这三年。第一次要一分钟左右，因为要编译代码。
"""

# %%
study = linli.load("everyday").set(neighbourhood__buildings=2, neighbourhood__years=3)
as_it_is = study.run(seed=1, weeks=1, progress=False).community
as_it_is

# %% [markdown] lang="en"
"""
## Predict

An *acquaintance* here is somebody with whom one has spent three hours or more, and has not forgotten it.

Think of two people of different families.

- They live on the same landing. In how many of 100 such pairs do the two know each other?
- They live at the same gate, two floors apart. In how many of 100?

Double-click this cell and write your two numbers here: ____ and ____
"""

# %% [markdown] lang="zh"
"""
## 预测

这里的“熟人”，是一起度过三小时以上、而且没有忘记的人。

设想两个不同家庭的人。

- 他们住同一楼层。100 对中有几对相识？
- 他们住同一楼门，隔两层。100 对中有几对相识？

双击本格，写下你的两个数：____ 和 ____
"""

# %% [markdown] lang="en"
"""
## Run

The function looks at every pair of people. It says how far apart the two live, and which share of such pairs know each other.
"""

# %% [markdown] lang="zh"
"""
## 运行

下面的函数看每一对居民：两人住得多远，这样的一对中有多大比例相识。
"""

# %%
APART = [
    say("same landing", "同一楼层"),
    say("1 floor", "隔一层"),
    say("2 floors", "隔两层"),
    say("3 and more", "隔三层及以上"),
    say("other gate", "别的楼门"),
]


def homes_of(community):
    homes = [(one.flat, one.gate, one.floor) for one in community.residents]
    return pd.DataFrame(homes, columns=["flat", "gate", "floor"])


def known_by_distance(community, level="acquaintance"):
    flat, gate, floor = homes_of(community).to_numpy().T
    one, other = np.triu_indices(len(flat), 1)
    families = flat[one] != flat[other]
    one, other = one[families], other[families]
    apart = np.where(gate[one] == gate[other], np.minimum(abs(floor[one] - floor[other]), 3), 4)
    tied = np.zeros((len(flat), len(flat)), bool)
    ties = community.ties.edges(level)
    tied[ties.source, ties.target] = True
    return pd.Series(100 * tied[one, other]).groupby(apart).mean().set_axis(APART)


known = known_by_distance(as_it_is)
known.round(1)

# %%
def bars(columns, label):
    axes = pd.DataFrame(columns).plot.bar(figsize=(8, 3.6), rot=0, width=0.75)
    axes.set_ylabel(label)
    axes.set_xlabel(say("how far apart the two live", "两人住得多远"))


bars({say("as it is", "原样"): known}, say("of 100 pairs, know each other", "每100对中相识"))

# %% [markdown] lang="en"
"""
Look at the figure. How many times higher is the first bar than the third? Is the last bar zero?

## Where did they meet?

Every tie remembers where its first hour was spent. Here are the ties between people of one landing.
"""

# %% [markdown] lang="zh"
"""
看图：第一根柱是第三根的几倍？最后一根是零吗？

## 他们在哪里相识？

每段关系都记得最初一小时是在哪里度过的。下面是同一楼层的人之间的关系。
"""

# %%
def begun_at(community):
    homes, ties = homes_of(community), community.ties.edges()
    one, other = homes.loc[ties.source].reset_index(), homes.loc[ties.target].reset_index()
    same = (one.gate == other.gate) & (one.floor == other.floor)
    titles = {kind.name: say(*kind.title) for kind in community.society.focus_kinds}
    return ties.origin[same].map(titles).value_counts(normalize=True).mul(100)


begun = begun_at(as_it_is)
begun.round(0)

# %% [markdown] lang="en"
"""
## Break: take the landing away

Now nobody passes anybody on the landing. All else stays: stairs, lift, yard, shop. The compound is founded anew, with the same people and the same random numbers.

**Predict.** The first bar was one number. What will it be now? And the second bar, one floor apart?

Write here: ____ and ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：拿掉楼层门口

现在谁也不会在楼层门口遇见谁。其余不变：楼梯、电梯、院子、小店。小区重新建立，居民相同，随机数相同。

**预测**：第一根柱现在是多少？第二根（隔一层）呢？

写在这里：____ 和 ____
"""

# %%
no_landing = study.run(seed=1, weeks=1, progress=False, everyday__landing__hours=0).community
known_without = known_by_distance(no_landing)
known_without.round(1)

# %% [markdown] lang="en"
"""
## Break: take the stairs away too

Now nobody meets on the stairs between neighbouring floors either. People still stand in one lift, and walk in one yard.

**Predict.** Will people of one landing still know each other more often than people two floors apart? Yes or no: ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：楼梯也拿掉

现在相邻楼层的人也不在楼梯上相遇。人们仍同乘电梯，同在院子里散步。

**预测**：同一楼层的人，相识还会多于隔两层的人吗？会或不会：____
"""

# %%
neither = study.run(seed=1, weeks=1, progress=False, everyday__landing__hours=0, everyday__floors__hours=0).community
known_neither = known_by_distance(neither)
three = {
    say("as it is", "原样"): known,
    say("no landing", "无楼层门口"): known_without,
    say("no landing, no stairs", "无楼层门口、无楼梯"): known_neither,
}
bars(three, say("of 100 pairs, know each other", "每100对中相识"))

# %% [markdown] lang="en"
"""
## Explain

Nothing in the code says that those who live near become acquainted. There is no rule with metres in it. Say in two sentences where the first bar comes from.

Write here: ____

## Acquaintances and friends

*Friendly* is more than acquainted: it needs many hours of late, and that the two suit each other. **Predict**: of the acquaintances on one landing, how many of 100 are friendly? And of the acquaintances who live at different gates?

Write here: ____ and ____
"""

# %% [markdown] lang="zh"
"""
## 解释

代码里没有一条规则说“住得近就相识”，也没有一条规则用到米。用两句话说明第一根柱从哪里来。

写在这里：____

## 熟人与友好

“友好”比熟人更进一步：近来要有很多共处时间，两人还要投缘。**预测**：同一楼层的熟人，100 对中有几对是友好的？住在不同楼门的熟人呢？

写在这里：____ 和 ____
"""

# %%
friendly = known_by_distance(as_it_is, "friendly")
of_known = 100 * friendly / known
bars({say("friendly", "友好"): of_known}, say("of 100 pairs who know each other", "每100对熟人中"))

# %% [markdown] lang="en"
"""
## What real people did

In 1950 three researchers asked married students, who had moved into small houses as strangers, whom they saw most (Westgate). The next cell lets simulated people live there and asks the same.

**Predict.** The share of friends on one floor falls with the doors between. Will the simulated share fall faster, as fast, or slower than the real one?
"""

# %% [markdown] lang="zh"
"""
## 真实的人怎样

1950年，三位研究者询问了一批已婚学生：他们作为陌生人搬进小楼，最常来往的是谁（Westgate）。下一格让模拟的人住进去，问同样的问题。

**预测**：同层朋友的比例随相隔的门数下降。模拟的比例会降得更快、一样快，还是更慢？
"""

# %%
westgate = linli.load_study("westgate").reproduce(quick=True, progress=False)
westgate

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**Who knows whom.** On one landing {same:.0f} of 100 pairs know each other. Two floors apart it is {two:.1f}: the first bar is {times:.1f} times as high as the third. At different gates it is {other:.1f}. That is not zero: there is a yard, a playground, a dance group.

Did you guess more? A family has few near neighbours and hundreds of far ones.

**It does not fall step by step.** One floor apart ({one:.1f}) is no more than three floors apart ({three:.1f}). There is the landing, and there is all the rest of the gate.

**Where they met.** Of 100 ties on a landing {landing:.0f} began on the landing itself. Most of the rest began because a third person introduced the two, on a walk, in the yard, or at the playground.

**Without the landing** the first bar falls to {same_without:.1f}. Now it is as high as the others ({two_without:.1f}). The other bars stay where they were. Taking the stairs away as well changes hardly anything more ({same_neither:.1f}): people of neighbouring floors pass each other too briefly, and among too many others.

**Explain.** People of one landing pass each other again and again, and always the same few. Hours with the same person add up; the same hours spread over hundreds of people leave nothing behind. Nearness does nothing by itself: the flats stood where they had stood, and the bar fell.

**Acquaintances and friends.** Of 100 acquaintances on one landing {friendly_same:.0f} are friendly, of those at different gates {friendly_other:.0f}: about as many. (The bars between rest on few pairs. Do not read their differences.) Nearness makes acquaintances. Which of them become friends is a matter of how well the two suit each other.

**Westgate.** Real shares on one floor, by doors between: {real_1:.0f}, {real_2:.0f}, {real_3:.0f}, {real_4:.0f} %. Simulated: {played_1:.0f}, {played_2:.0f}, {played_3:.0f}, {played_4:.0f} %. The simulated share falls more slowly. In the last column, where everybody meets at random for the same hours, there are hardly any friends at all.

**How far to believe it.** That people stand on a landing for 18 minutes, twice a week at most, is *assumed*. You took it away to see what it does. Nobody has measured it. Westgate is no fresh test: constants were fitted to it, and its shares by doors are from memory of the literature. American students of 1950 are not a Chinese compound; `docs/evidence.md` says what that leaves open. `docs/necessity.md` says which rule each table needs: without “closeness draws attention” the stairs of Westgate break.

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**谁认识谁**。同一楼层的100对中有 {same:.0f} 对相识；隔两层的为 {two:.1f} 对：第一根柱是第三根的 {times:.1f} 倍。不同楼门为 {other:.1f} 对，但不是零：还有院子、游乐场、广场舞。

你猜得更多吗？一家人近邻很少，远邻有几百人。

**不是一级一级下降**。隔一层（{one:.1f}）并不比隔三层（{three:.1f}）多。只有“同一楼层”和“楼门里其余的人”之分。

**在哪里相识**。同一楼层的100段关系中，{landing:.0f} 段始于楼层门口。其余多由第三人介绍，或始于散步、院子、游乐场。

**没有楼层门口**，第一根柱降到 {same_without:.1f}，与其他柱一样高（{two_without:.1f}），其他柱不变。再去掉楼梯，几乎没有更多变化（{same_neither:.1f}）：相邻楼层的人擦肩而过，时间太短，人又太多。

**解释**。同一楼层的人一再遇见，而且总是那几个人。与同一个人的时间会累积；同样的时间分给几百个人，就什么也留不下。近本身不起作用：住处没有动，柱子却降了。

**熟人与友好**。同一楼层的100对熟人中有 {friendly_same:.0f} 对是友好的，不同楼门的有 {friendly_other:.0f} 对，差不多。（中间几根柱的人数很少，不要解读它们的差别。）近造就熟人；哪些熟人成为朋友，要看两人是否投缘。

**Westgate**。真实的同层比例，按相隔门数：{real_1:.0f}%、{real_2:.0f}%、{real_3:.0f}%、{real_4:.0f}%；模拟为 {played_1:.0f}%、{played_2:.0f}%、{played_3:.0f}%、{played_4:.0f}%。模拟的下降较慢。最后一列（所有人在同样的时间里随机相遇）几乎没有朋友。

**可以信到什么程度**。人们每周至多两次、每次在楼层门口站18分钟，这是*假设*的。你把它拿掉，是为了看它起什么作用，没有人测量过。Westgate 不是新的检验：常数曾按它拟合，按门数的比例出自对文献的记忆。1950年的美国学生也不是中国的小区；`docs/evidence.zh.md` 说明了由此留下的疑问。每个表需要哪条规则见 `docs/necessity.zh.md`：去掉“亲近者更受关注”，Westgate 的楼梯就不再成立。

</details>
"""

# %% tags=["numbers"]
doors = westgate.to_frame().iloc[:4]
numbers = {
    "same": known.iloc[0], "one": known.iloc[1], "two": known.iloc[2], "three": known.iloc[3], "other": known.iloc[4], "times": known.iloc[0] / known.iloc[2],
    "landing": begun.iloc[0], "same_without": known_without.iloc[0], "two_without": known_without.iloc[2], "same_neither": known_neither.iloc[0],
    "friendly_same": of_known.iloc[0], "friendly_other": of_known.iloc[4],
    **{f"real_{n + 1}": doors.published.iloc[n] for n in range(4)}, **{f"played_{n + 1}": doors.simulated.iloc[n] for n in range(4)},
}
assert known.iloc[0] > 2 * known.iloc[1:4].max() and 0 < known.iloc[4] < 0.5 * known.iloc[3], "the landing stands out, and other gates are not zero"
assert known.iloc[1] < 1.3 * known.iloc[3], "one floor apart is no more than three"
assert begun.idxmax() == say("landing", "楼层门口") and 30 < begun.iloc[0] < 60, "most ties of a landing begin there"
assert known_without.iloc[0] < 1.3 * known_without.iloc[2] and np.allclose(known_without.iloc[1:], known.iloc[1:], atol=0.5), "without it the landing is as all others"
assert abs(known_neither.iloc[0] - known_without.iloc[0]) < 1.0, "the stairs add hardly anything"
assert 0.6 < of_known.iloc[0] / of_known.iloc[4] < 1.6, "of acquaintances as many are friendly near and far"
assert doors.simulated.iloc[3] / doors.simulated.iloc[0] > doors.published.iloc[3] / doors.published.iloc[0], "the simulated share falls more slowly"
assert (doors["null"] < 3).all(), "the null model has hardly any friends"
