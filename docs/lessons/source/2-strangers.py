# %% [markdown] lang="en"
"""
# 2. A society of strangers

A new compound fills with people who do not know each other. How long does it stay a society of strangers? Who is still a stranger after eight years?

**25 minutes. You need no earlier lesson.**

Every part has four steps. **Predict**: write down a number first. **Run**. **Break**: change one thing, and predict again. **Explain** in two sentences. The answers are folded at the end.
"""

# %% [markdown] lang="zh"
"""
# 2. 陌生人社会

新小区住满了互不相识的人。它会在多长时间里一直是陌生人社会？八年之后，谁还是陌生人？

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
## Eight years

The next cell founds a compound of two buildings. All people are strangers (`spin_up_years=0`). Then they live for eight years. Once a quarter we count the *strangers*: people with fewer than three acquaintances in the compound.

## Predict

- What share of the people are strangers after one year?
- And after eight years? Will it be zero?

Write here: ____ and ____
"""

# %% [markdown] lang="zh"
"""
## 八年

下一格建立一个两栋楼的小区，所有人互不相识（`spin_up_years=0`），然后生活八年。每季度数一次“陌生人”：在小区里熟人不足三人的居民。

## 预测

- 一年之后，陌生人占多大比例？
- 八年之后呢？会是零吗？

写在这里：____ 和 ____
"""

# %%
YEARS = 8


def lived(**settings):
    community = linli.Community(buildings=2, spin_up_years=0, collect=(), rng=1, **settings)
    strangers = [100.0]
    for week in range(1, 52 * YEARS + 1):
        community.step()
        if week % 13 == 0:
            strangers.append(100 * community.measure()["strangers"])
    return community, pd.Series(strangers, index=np.arange(len(strangers)) / 4)


as_it_is, strangers = lived()
strangers.loc[[0.0, 1.0, 2.0, 4.0, 8.0]].round(0)

# %%
def lines(courses):
    axes = pd.DataFrame(courses).plot(figsize=(8, 3.8), linewidth=2)
    axes.set_xlabel(say("years", "年"))
    axes.set_ylabel(say("strangers, %", "陌生人（%）"))
    axes.set_ylim(0, 102)


lines({say("as it is", "原样"): strangers})

# %% [markdown] lang="en"
"""
Look at the line. It falls fast, and then it hardly falls any more. Where does it stop?

## Who is still a stranger?

**Predict.** Two kinds of people: those who have lived here for less than one year, and those who have lived here for six years or more. How many acquaintances has each kind, on average?

Write here: ____ and ____
"""

# %% [markdown] lang="zh"
"""
看曲线：先降得很快，然后几乎不再下降。它停在哪里？

## 谁还是陌生人？

**预测**：两类人，住了不到一年的，和住了六年以上的。平均各有几个熟人？

写在这里：____ 和 ____
"""

# %%
def people_of(community):
    rows = [(one.years_here, len(one.acquaintances)) for one in community.residents]
    return pd.DataFrame(rows, columns=["years", "known"])


people = people_of(as_it_is)
kinds = [say("under 1", "不到1年"), say("1 to 3", "1至3年"), say("3 to 6", "3至6年"), say("6 and more", "6年以上")]
people["here"] = pd.cut(people.years, [-1, 1, 3, 6, YEARS + 1], labels=kinds)
by_years = people.groupby("here", observed=True).known.agg(["mean", "size"])
by_years.round(1)

# %%
axes = by_years["mean"].plot.bar(figsize=(8, 3.4), rot=0)
axes.set_xlabel(say("years lived here", "居住年数"))
axes.set_ylabel(say("acquaintances", "熟人数"));

# %% [markdown] lang="en"
"""
## Break: nobody moves, many move

In this compound 5 of 100 owner families and 25 of 100 renter families move away every year. Others come in, who know nobody.

We play it twice more. Once nobody ever moves. Once four of five families rent, and 40 of 100 of those move every year.

**Predict** the share of strangers after eight years: nobody moves ____, many move ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：谁也不搬，许多人搬

在这个小区，每年每100户业主有5户搬走，每100户租户有25户搬走。新来的人谁也不认识。

再运行两次。一次谁也不搬。一次五户中有四户租房，其中每年每100户有40户搬走。

**预测**八年后陌生人的比例：谁也不搬 ____，许多人搬 ____
"""

# %%
settled, strangers_settled = lived(moves_owners=0.0, moves_renters=0.0)
restless, strangers_restless = lived(renters=0.8, moves_renters=0.4)
lines({
    say("nobody moves", "谁也不搬"): strangers_settled,
    say("as it is", "原样"): strangers,
    say("many move", "许多人搬"): strangers_restless,
})

# %% [markdown] lang="en"
"""
## The same people, another question

Are the people of the restless compound less friendly? Look only at those who have lived there for three years or more.

But take care: in the restless compound *two* things are different. Many move, and many rent. People who rent are more often at work. So we play a fourth compound: four of five families rent, and nobody moves.

**Predict.** How many acquaintances have those who stayed three years or more? many move ____, many rent but nobody moves ____
"""

# %% [markdown] lang="zh"
"""
## 换一个问题

搬家多的小区，人更冷漠吗？只看住了三年以上的人。

但要小心：搬家多的小区有*两处*不同：许多人搬家，许多人租房。租房的人上班的更多。所以再运行第四个小区：五户中有四户租房，但谁也不搬。

**预测**：住了三年以上的人有几个熟人？许多人搬 ____，多租户但谁也不搬 ____
"""

# %%
renting, strangers_renting = lived(renters=0.8, moves_owners=0.0, moves_renters=0.0)


def known_after(community, years):
    people = people_of(community)
    return people.known[people.years >= years].mean()


stayed = pd.Series({
    say("nobody moves", "谁也不搬"): known_after(settled, 3),
    say("as it is", "原样"): known_after(as_it_is, 3),
    say("many rent, nobody moves", "多租户，谁也不搬"): known_after(renting, 3),
    say("many rent, many move", "多租户，许多人搬"): known_after(restless, 3),
})
stayed.round(1)

# %% [markdown] lang="en"
"""
## Explain

A newspaper writes: “City people have become cold. They do not know their neighbours.” Answer it in two sentences, with two numbers of this lesson.

Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 解释

报纸写道：“城里人变冷漠了，邻居都不认识。”用两句话回答，并用上本课的两个数。

写在这里：____
"""

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**Eight years.** After one year {year_1:.0f} % are strangers, after two {year_2:.0f} %, after eight {year_8:.0f} %. It does not go to zero. The first year does most of it; then the line lies nearly flat.

**Who is still a stranger.** Those who have lived here for less than a year have {new:.1f} acquaintances on average. Those who have been here for six years or more have {old:.1f}.

**Nobody moves, many move.** Where nobody moves {settled:.0f} % are strangers after eight years, and the line still falls. Where many move it is {restless:.0f} %. After the first years acquaintances are made and lost at the same rate: that is why the line is flat. The compound is like a bath with the tap open and the plug out.

**Why not zero, even where nobody moves?** Some people work all day and are seldom in the yard. Time alone does not make them acquainted.

**The same people, another question.** Look at those who stayed three years or more. Where nobody moves they have {stayed_settled:.1f} acquaintances if few rent, and {stayed_renting:.1f} if many do: that is the renting. Where many rent they have {stayed_renting:.1f} if nobody moves, and {stayed_restless:.1f} if many do: that is the moving. So both count. Renters are more often at work, and know fewer people. And moving hurts those who stay too: an acquaintance who moves away is gone for both.

Did you notice that the first comparison changed two things at once? An experiment that does so cannot say which of the two did it. The fourth compound was needed for that.

**Explain.** For example: “In a compound where a quarter of the renters move every year, {year_8:.0f} % know fewer than three neighbours; with the same people and no moving it is {settled:.0f} %. Coldness is not needed to explain strangers; moving and working hours are enough.” (It is not shown that nobody is cold.)

**How far to believe it.** Shares of families that move are set, not measured here. How long one remembers a neighbour is not known: a half-life of 3 to 12 years is all that can be said, and the end of the line hangs on it. And the model's neighbours in Singapore and America talk less than real ones did: `docs/evidence.md`. A real compound does not fill in one week either.

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**八年**。一年后陌生人占 {year_1:.0f}%，两年后 {year_2:.0f}%，八年后 {year_8:.0f}%，不会降到零。大部分发生在第一年，之后曲线几乎是平的。

**谁还是陌生人**。住了不到一年的人，平均有 {new:.1f} 个熟人；住了六年以上的有 {old:.1f} 个。

**谁也不搬，许多人搬**。谁也不搬时，八年后陌生人占 {settled:.0f}%，曲线仍在下降；许多人搬时为 {restless:.0f}%。头几年之后，结识与失去一样快，所以曲线是平的：像一个开着水龙头又拔了塞子的浴缸。

**谁也不搬，为什么也不是零？**有些人整天上班，很少到院子里来，光有时间并不能让他们相识。

**换一个问题**。看住了三年以上的人。谁也不搬时，租户少则有 {stayed_settled:.1f} 个熟人，租户多则有 {stayed_renting:.1f} 个：这是租房的作用。租户多时，谁也不搬则有 {stayed_renting:.1f} 个，许多人搬则有 {stayed_restless:.1f} 个：这是搬家的作用。可见两者都有作用：租房的人上班多，认识的人少；搬家也伤及留下的人，因为熟人搬走，对双方都是失去。

你注意到第一次比较同时改了两处吗？这样的实验说不出是哪一处起的作用，所以需要第四个小区。

**解释**。例如：“在每年四分之一租户搬走的小区，{year_8:.0f}%的人认识的邻居不足三人；同样的人不搬家，则为 {settled:.0f}%。不必用冷漠来解释陌生，搬家和上班时间就够了。”（这并没有证明谁都不冷漠。）

**可以信到什么程度**。每年搬走的比例是设定的，不是测量的。邻居能被记住多久并不知道，只能说半衰期在3至12年之间，而曲线的末端取决于它。与新加坡和美国的真实数据相比，模型里的邻居聊得偏少：`docs/evidence.zh.md`。真实的小区也不会在一周内住满。

</details>
"""

# %% tags=["numbers"]
numbers = {
    "year_1": strangers.loc[1.0], "year_2": strangers.loc[2.0], "year_8": strangers.loc[8.0], "new": by_years["mean"].iloc[0], "old": by_years["mean"].iloc[-1],
    "settled": strangers_settled.loc[8.0], "restless": strangers_restless.loc[8.0],
    "stayed_settled": stayed.iloc[0], "stayed_renting": stayed.iloc[2], "stayed_restless": stayed.iloc[3],
}
assert strangers.loc[1.0] < 60 and strangers.loc[8.0] > 25 and strangers.loc[2.0] - strangers.loc[8.0] < 12, "most of it is done in a year, then the line lies nearly flat"
assert by_years["mean"].is_monotonic_increasing and by_years["mean"].iloc[-1] > 4 * by_years["mean"].iloc[0], "acquaintances come with the years"
assert strangers_settled.loc[8.0] < strangers.loc[8.0] - 4 and strangers_restless.loc[8.0] > strangers.loc[8.0] + 15, "moving makes strangers"
assert strangers_settled.loc[8.0] > 10, "there are strangers where nobody moves"
assert strangers_settled.loc[8.0] < strangers_settled.loc[6.0], "where nobody moves the line still falls"
assert stayed.iloc[3] < stayed.iloc[2] - 1 < stayed.iloc[0] - 2, "who rents knows fewer, and moving hurts those who stay too"
