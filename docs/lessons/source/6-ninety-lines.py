# %% [markdown] lang="en"
"""
# 6. Ninety lines: a mechanism of your own

So far you changed numbers. Now you write a policy yourself: a **walking group** (健走队). Neighbours of a building walk together twice a week, as long as one of them leads.

**40 minutes. Lesson 1 helps. You should be able to read a Python class.**

Every part has four steps. **Predict**: write down a number first. **Run**. **Break**: change one thing, and predict again. **Explain** in two sentences. The answers are folded at the end.
"""

# %% [markdown] lang="zh"
"""
# 6. 九十行：自己的机制

到现在为止你改的是数字。这一课你自己写一项政策：**健走队**。一栋楼的邻居每周一起走两次，只要有人领队。

**约40分钟。先学第1课更好。需要能读懂一个 Python 类。**

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

import copy

import linli
import matplotlib.pyplot as plt
import pandas as pd

letters = linli.lettering(LANGUAGE)
plt.rcParams.update(letters.settings)


def say(en, zh):
    return linli.Text(en, zh).say(letters.language)

# %% [markdown] lang="en"
"""
## What a mechanism may do

A mechanism may call people together, ask for volunteers, money and rooms, and give a role. **It may not make two people know each other, and it may not raise anybody's trust.** Who comes and whom they meet is left to the residents. Otherwise you would find only what you had put in.

## The file

The next cell writes `walking_group.py` beside this notebook. Read it slowly, from above:

1. **Parameters.** Every number has a unit, bounds, a text in two languages, and a mark: `setting` is a choice, `assumed` is a guess.
2. **levers.** With `walks_a_week = 0` there is no policy. Then the society must stay the same to the last bit.
3. **What it keeps.** A `counter` counts up. `listed` is an official count: it stands *beside* what happened.
4. **plan.** Ask for a leader where there is none, and call the walks that are due.
5. **attend.** See who came.
"""

# %% [markdown] lang="zh"
"""
## 机制可以做什么

机制可以召集居民，申请志愿者、资金和场地，授予身份。**它不能让两个人相识，也不能提高谁的信任。**谁来、遇见谁，由居民自己决定。否则你只会找到自己放进去的东西。

## 文件

下一格在笔记本旁写出 `walking_group.py`。请从上往下慢慢读：

1. **参数**。每个数都有单位、上下限、中英文说明和依据：`setting` 是选择，`assumed` 是猜测。
2. **levers**。`walks_a_week = 0` 表示没有政策，这时社会必须与原来逐位相同。
3. **记下什么**。`counter` 只增不减。`listed` 是官方统计：它声明在实际情况“旁边”（beside）。
4. **plan**。没有领队就找领队；到期的健走由领队召集。
5. **attend**。看谁来了。
"""

# %%
# FILE walking_group.py

# %% [markdown] lang="en"
"""
## Does it keep the contract?

linli tries every promise of a mechanism in small societies: lever at zero, saving and loading, the order of files, threads, bounds, both languages, no forbidden write. Each society lives for 8 weeks here; without `weeks=8` it lives for 26.

**Predict.** Which of these could your first own mechanism break most easily? Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 它守约吗？

linli 在小社会里逐条检查机制的承诺：杠杆为零、保存与读取、文件次序、线程、上下限、两种语言、不越权写入。这里每个小社会只过8周；不写 `weeks=8` 时过26周。

**预测**：你自己写的第一个机制，最容易违反哪一条？写在这里：____
"""

# %%
from walking_group import WalkingGroup

report = linli.check_mechanism(WalkingGroup, weeks=8)
print(report)

# %% [markdown] lang="en"
"""
## Two societies, the same people

`copy.deepcopy` copies a society to the last bit. One copy gets the walking group. Then both live for two years.

**Predict.** Two buildings, about 530 people.

- Of the walks that are planned, how many of 100 take place? ____
- How many residents walked in the last four weeks of the two years? ____
- How many acquaintances more has a resident on average? ____
"""

# %% [markdown] lang="zh"
"""
## 两个社会，同样的人

`copy.deepcopy` 把一个社会逐位复制。一份装上健走队，然后两份各过两年。

**预测**：两栋楼，约530人。

- 计划的健走，100次中有几次真的举行？____
- 两年结束时，近四周健走过的居民有几人？____
- 人均多几个熟人？____
"""

# %%
before = linli.Community(buildings=2, spin_up_years=2, collect=(), rng=1)


def lived(**parameters):
    community = copy.deepcopy(before)
    policy = WalkingGroup.Parameters(**parameters)
    community.society.attach({"walking-group": policy}, {"walking-group": WalkingGroup})
    course = []
    for _ in range(104):
        community.step()
        course.append(community.measure())
    return community, pd.DataFrame(course, index=pd.RangeIndex(1, 105))


COUNTED = ["planned", "walks", "walkers", "lately", "listed", "led"]
KEPT = [f"walking-group.{name}" for name in COUNTED] + ["acquaintances"]
without, course_without = lived(walks_a_week=0)
walking, course = lived()
both = pd.DataFrame({say("without", "无"): course_without.iloc[-1], say("with", "有"): course.iloc[-1]})
both.loc[KEPT].round(2)

# %%
def two_counts(course):
    counts = course[["walking-group.listed", "walking-group.lately"]]
    counts.columns = [say("names on the list", "名册人数"), say("walked in the last 4 weeks", "近四周健走过")]
    axes = counts.plot(figsize=(8, 3.8))
    axes.set_xlabel(say("weeks", "周"))
    axes.set_ylabel(say("people", "人"))


two_counts(course)

# %% [markdown] lang="en"
"""
Look at the figure. Which line would you print in the yearly report? Which one would you want to know?

## Who gains?

**Predict.** Take those who walked at least once in these two years, and those who never did. How many acquaintances more has each kind than the same person in the society without?

walked ____, never ____
"""

# %% [markdown] lang="zh"
"""
看图：年报里会印哪条线？你想知道的是哪条？

## 谁受益？

**预测**：把两年中至少走过一次的人和一次没走的人分开。与没有健走队的社会中的同一个人相比，各多几个熟人？

走过的 ____，没走的 ____
"""

# %%
def gained(community):
    then = {one.unique_id: len(one.acquaintances) for one in without.residents}
    came = {one.unique_id: one.times_came > 0 for one in community.residents}
    known = {one.unique_id: len(one.acquaintances) for one in community.residents}
    people = pd.DataFrame({"more": pd.Series(known) - pd.Series(then), "came": pd.Series(came)}).dropna()
    who = people.came.map({True: say("walked", "走过"), False: say("never walked", "没走过")}).rename("")
    return people.groupby(who, sort=False).more.agg(["mean", "size"])


gain = gained(walking)
gain.round(2)

# %% [markdown] lang="en"
"""
## Break: large groups, tired leaders

Three changes, one at a time:

- `together=40`: one large group instead of twelve people;
- `together=4`: small groups;
- `tires=3.0`: leaders tire quickly.

**Predict.** Which one has the most walks? Which one makes the most acquaintances? Which one makes the most for 1,000 people on walks? Write here: ____
"""

# %% [markdown] lang="zh"
"""
## 破坏：大队伍，疲倦的领队

三处改动，一次一处：

- `together=40`：一支大队伍，而不是12人；
- `together=4`：小队伍；
- `tires=3.0`：领队很快疲倦。

**预测**：哪一种健走次数最多？哪一种带来的熟人最多？按每1000健走人次算，哪一种最多？写在这里：____
"""

# %%
variants = {say("12 together", "12人一队"): course}
variants[say("40 together", "40人一队")] = lived(together=40)[1]
variants[say("4 together", "4人一队")] = lived(together=4)[1]
variants[say("leaders tire", "领队易倦")] = lived(tires=3.0)[1]
table = pd.DataFrame({title: one.iloc[-1] for title, one in variants.items()}).loc[KEPT]
table.loc["acquaintances"] -= course_without["acquaintances"].iloc[-1]
for_1000 = 1000 * table.loc["acquaintances"] * len(before.residents) / table.loc["walking-group.walkers"]
table.loc[say("the same for 1,000 walkers", "每1000健走人次")] = for_1000
table = table.rename(index={"acquaintances": say("acquaintances a resident more", "人均多出的熟人")})
table.round(2)

# %%
more = {title: one["acquaintances"] - course_without["acquaintances"] for title, one in variants.items()}
axes = pd.DataFrame(more).plot(figsize=(8, 3.8))
axes.set_xlabel(say("weeks", "周"))
axes.set_ylabel(say("acquaintances more", "多出的熟人"));

# %% [markdown] lang="en"
"""
## Explain

Say in two sentences why the list and the walkers part. Then write down which numbers of the file are assumed, and which one you would measure first.

Write here: ____

## Now your own

Change one thing in the file and run the check again (restart the kernel first). Ideas: walks only at weekends; a flag for the leader (`honour`); a walk for the whole compound. For a package that others can install: `linli mechanism new NAME` in a terminal. All that a mechanism can do is in `docs/mechanism.md`.
"""

# %% [markdown] lang="zh"
"""
## 解释

用两句话说明名册与实际健走的人为什么分开。再写下文件中哪些数是假设的，你会先测哪一个。

写在这里：____

## 写你自己的

在文件里改一处，再检查一次（先重启内核）。例如：只在周末走；给领队荣誉（`honour`）；全小区一起走。要做成别人也能安装的软件包：在终端运行 `linli mechanism new 名称`。机制能做的一切见 `docs/mechanism.md`。
"""

# %% [markdown] lang="en"
"""
## Answers

<details>
<summary>Open them last.</summary>

**The contract.** All checks pass. First mechanisms most often break *saving and loading* (something is kept in an ordinary attribute instead of `state`), *order of tables* (something is taken at once, instead of asked for in `plan`), or *keyed draws* (Python's `random` instead of `week.draw`).

**Two societies.** {planned:.0f} walks were planned, {walks:.0f} took place. In the last four weeks {lately:.0f} residents walked. A resident has {more:.1f} acquaintances more on average. Nothing in the file says so: the file only calls people together.

**The list.** After two years the list has {listed:.0f} names, nearly as many as there are people, and it still grows. The number who walk has been the same since the first months. The list counts everybody who ever came once, those who moved away too; nobody is crossed out. Both numbers are true. They answer different questions.

**Who gains.** Those who walked at least once have {walked:.1f} acquaintances more than the same person in the other society. Those who never did: {never:.1f}. So the mean hides two groups. (Are walkers more sociable people anyway? That is why each is compared with *the same person*, and not with the others.)

**Large groups, small groups.** Most walks take place with 12 or 40 together. With 40 together the gain is {more_40:.1f}, with 12 {more:.1f}, with 4 {more_4:.1f}. But look at the last row: for 1,000 people on walks it is {rate_40:.0f}, {rate_12:.0f} and {rate_4:.0f} new acquaintances (counted on both sides), nearly the same. Acquaintances come from hours in company. A larger group holds more people; an hour in it makes no more acquaintances for each of them.

**Leaders tire.** With `tires=3.0` there are {walks_tired:.0f} walks instead of {walks:.0f}: leaders stop, and there is a gap until somebody else accepts.

**Explain.** For example: “The list counts names, and a name is written once and never erased. Walkers are those who still come; as many stop as begin.”

**How far to believe it.** `notice`, `accept` and `tires` are assumed: nobody has counted them. Without a leader there is no walk, so `accept` would be the first to measure: ask twenty people whether they would lead. One seed is one course of luck (lesson 7). That a mechanism built to bring people together brings them together is no proof that it does so in a street: `docs/claims.md` says this of every policy of the source.

</details>
"""

# %% [markdown] lang="zh"
"""
## 答案

<details>
<summary>请最后再打开。</summary>

**契约**。全部通过。第一次写机制时最常违反的是：*保存与读取*（东西记在普通属性里，而不是 `state`）；*表的次序*（直接拿走，而不是在 `plan` 中申请）；*带键的随机数*（用了 Python 的 `random`，而不是 `week.draw`）。

**两个社会**。计划 {planned:.0f} 次健走，举行了 {walks:.0f} 次。最后四周有 {lately:.0f} 位居民走过。人均多 {more:.1f} 个熟人。文件里没有一行这样写：它只是把人召集到一起。

**名册**。两年后名册上有 {listed:.0f} 个名字，几乎与居民一样多，而且还在增加。实际健走的人数几个月后就不再变。名册记下每个来过一次的人，搬走的也在内，从不划掉。两个数都是真的，回答的是不同的问题。

**谁受益**。至少走过一次的人，比另一个社会中的同一个人多 {walked:.1f} 个熟人；一次没走的多 {never:.1f} 个。平均数掩盖了两类人。（健走的人本来就更爱交往吗？正因如此，要与*同一个人*比，而不是与别人比。）

**大队伍，小队伍**。12人或40人一队时，健走次数最多。40人一队多 {more_40:.1f} 个熟人，12人 {more:.1f} 个，4人 {more_4:.1f} 个。但看最后一行：每1000健走人次带来 {rate_40:.0f}、{rate_12:.0f}、{rate_4:.0f} 个新熟人（双方各算一次），差不多一样。熟人来自共处的时间。队伍大，只是人多；每人每小时结识的人并不更多。

**领队易倦**。`tires=3.0` 时健走 {walks_tired:.0f} 次，而不是 {walks:.0f} 次：有些空档，直到另一个人答应。

**解释**。例如：“名册数的是名字，写上就不再擦掉；健走的是还在来的人，停下的与新来的一样多。”

**可以信到什么程度**。`notice`、`accept`、`tires` 都是假设的，没有人数过。没有领队就没有健走，所以应先测 `accept`：问二十个人愿不愿意领队。一个种子只是一种运气（第7课）。一个为了让人聚到一起而写的机制让人聚到了一起，并不证明在街上也会如此：`docs/claims.zh.md` 对报道中的每项政策都这样说。

</details>
"""

# %% tags=["numbers"]
of = table.loc
small, large, tired = say("4 together", "4人一队"), say("40 together", "40人一队"), say("leaders tire", "领队易倦")
twelve, extra, rate = say("12 together", "12人一队"), say("acquaintances a resident more", "人均多出的熟人"), say("the same for 1,000 walkers", "每1000健走人次")
numbers = {
    "planned": of["walking-group.planned", twelve], "walks": of["walking-group.walks", twelve], "lately": of["walking-group.lately", twelve],
    "listed": of["walking-group.listed", twelve], "more": of[extra, twelve], "more_40": of[extra, large], "more_4": of[extra, small],
    "rate_12": of[rate, twelve], "rate_40": of[rate, large], "rate_4": of[rate, small], "walks_tired": of["walking-group.walks", tired],
    "walked": gain["mean"].loc[say("walked", "走过")], "never": round(gain["mean"].loc[say("never walked", "没走过")], 1) + 0.0,
}
assert str(report).count("\npassed") == 25, "every promise of the contract is kept"
assert course_without["walking-group.walks"].iloc[-1] == 0, "without the policy nobody walks"
assert numbers["walks"] > 0.85 * numbers["planned"] and numbers["walks_tired"] < numbers["walks"], "most walks take place, fewer where leaders tire"
assert numbers["listed"] > 2.5 * numbers["lately"] and numbers["listed"] > 0.75 * len(before.residents), "the list is much longer than the walk"
assert course["walking-group.lately"].iloc[-1] < 1.3 * course["walking-group.lately"].iloc[20:30].mean(), "as many walk as in the first months"
assert numbers["walked"] > 0.8 and abs(numbers["never"]) < 0.3, "who walks gains, who does not gains nothing"
assert numbers["more_4"] < 0.6 * numbers["more"] < 0.6 * numbers["more_40"], "larger groups, more acquaintances"
assert max(numbers["rate_4"], numbers["rate_40"], numbers["rate_12"]) < 1.5 * min(numbers["rate_4"], numbers["rate_40"], numbers["rate_12"]), "but not more for the same company"
