# %% [markdown] lang="en"
"""
# What do published tables say of people? A tiny calibration

## The question

How many hours of talk make an acquaintance, and how fast is a face forgotten? No study says so directly; tables of who knows whom say it together. `linli.calibrate` finds what they allow. Here: two constants and one study, freshmen who became friends (Van de Bunt 1999). linli itself is fitted with 21 constants to all studies of that role.
"""

# %% [markdown] lang="zh"
"""
# 已发表的表格说明了人的什么？小型校准

## 问题

交谈多少小时才成为熟人，面孔忘得多快？没有研究直接回答；“谁认识谁”的表格合起来才说明。`linli.calibrate` 找出它们所允许的范围。这里只用两个常数、一项研究：新生如何成为朋友（Van de Bunt 1999）。linli 自身用21个常数拟合所有此类研究。
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

A name of a study, a TOML file, or a CSV file of counts from a survey of your own. `constants` chooses which are fitted; all others stand at their usual values. The budget here is tiny; the default plays some 620.
"""

# %% [markdown] lang="zh"
"""
## 调用

给出研究名称、TOML 文件，或自己调查的计数 CSV 文件。`constants` 选择拟合哪些常数，其余保持通常值。这里的规模很小；默认约试620次。
"""

# %%
KEYS = ["ties.kappa", "ties.half_life"]
found = linli.calibrate("van-de-bunt", "fit", constants=KEYS, population=4, waves=2, check=4, planted=0, steps=100)
print(found.evaluations, [round(one, 2) for one in found.distance], round(found.before, 2))

# %% [markdown] lang="en"
"""
## The result

Printed: plays; the distance (standard errors off, root mean square) of the best and the middle vector; that of the usual constants. `to_frame` has a row a constant: before and after, and how much of the prior's width the tables have ruled out.
"""

# %% [markdown] lang="zh"
"""
## 结果

打印的是：试验次数；最好与居中的常数组的距离（标准误的均方根）；通常值的距离。`to_frame` 每个常数一行：之前、之后，以及表格排除了先验宽度的多少。
"""

# %%
table = found.to_frame()
table.round(2)

# %%
figure, axes = plt.subplots(figsize=(5.5, 4.0))
draws = found.posterior.draws
axes.plot(draws[:, 0], draws[:, 1], ".", color="#4477AA", alpha=0.5)
axes.plot(*table["usual"], "x", color="#222222", markersize=9)
axes.set_xlim(*table.loc["ties.kappa", ["before_low", "before_high"]])
axes.set_ylim(*table.loc["ties.half_life", ["before_low", "before_high"]])
axes.set_xlabel("ties.kappa")
axes.set_ylabel("ties.half_life");

# %% [markdown] lang="en"
"""
## What not to conclude

- **Not** that so few plays give a posterior to use. This one has {played:.0f} plays; its effective size is {effective:.0f}, and the vectors that were played for true are worth {checked:.1f}. The command `linli calibrate` warns where that is below ten.
- **Not** that a narrow interval is a true one. {fixed:.0f} other constants stand still here; what they would take up, these two do.
- **Not** that it holds elsewhere: these are 32 students of one university.
"""

# %% [markdown] lang="zh"
"""
## 不能得出什么

- 试得这样少，得到的后验**不能**使用。这里只试了 {played:.0f} 次；有效样本量为 {effective:.0f}，真正试过的常数组相当于 {checked:.1f} 组。若不足十组，命令 `linli calibrate` 会警告。
- 区间窄**不**等于真。这里另有 {fixed:.0f} 个常数不动，本应由它们承担的，都由这两个承担了。
- **不能**推到别处：这是一所大学的32名学生。
"""

# %% tags=["numbers"]
assert list(table.index) == KEYS and found.waves == 2 and found.evaluations == 8 + 4 + 2 * 4
assert (table["before_low"] <= table["low"]).all() and (table["high"] <= table["before_high"]).all()
assert found.distance[0] <= found.distance[1] and draws.shape[1] == 2
numbers = {"played": found.evaluations, "effective": found.effective, "checked": found.checked, "fixed": 21 - len(KEYS)}
