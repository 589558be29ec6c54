"""A plan to begin a search from: every key, with what it means, in English and Chinese."""

from __future__ import annotations

TEXT = '''# A plan of a search for the best use of a budget. What it would take:   linli optimise {name} --dry-run
# Run it, or go on with it:                                              linli optimise {name} --out runs/{stem}
# 预算优化计划。估计用时：linli optimise {name} --dry-run；运行或继续：linli optimise {name} --out runs/{stem}
format = 1
title = {{ en = "The best use of 30,000 yuan a year", zh = "每年 3 万元怎样花最好" }}

# Name of a scenario (linli scenarios list) or a TOML file, from this file's folder.  情景名称，或（相对本文件的）TOML 文件。
scenario = "building-gates"
# The first arm is life without the policy; the second is searched.  第一个方案为对照，第二个为要优化的方案。
arms = ["before", "after"]
# Length of a run; default: the scenario's.  运行周数，缺省按情景。
weeks = 104

# Seeds of each point: seed, seed + 1, ...; all points live with the same people and on the same random numbers.
# 每个设计点的种子数；各设计点使用相同的居民与随机数。
replications = 3
seed = 1
# true: each seed lives with a draw of its own of what is not known about people; take more seeds then.
# true：每个种子各用一次对未知的人的抽取，此时种子应更多。
uncertainty = false

# Kept of each run beside what is asked about below.  除下面所问指标外还保存的指标。
# measures = ["acquaintances", "none", "strangers", "yuan", "staff_hours", "volunteer_hours"]

# What is the same in all runs, as --set names it.  各次运行共同的设置，写法同 --set。
[set]
"neighbourhood.buildings" = 2

# The levers: a list, or a range. Each key as --set names it ("arms.NAME." before it: in that arm alone).
# 可调的措施：列表或范围；键的写法同 --set（前加 "arms.方案." 则只改该方案）。
[parameters]
"building-gates.gatherings_a_year" = {{ low = 0, high = 52, whole = true }}
# steps: only so many values, ends included.  steps：只取若干个值（含两端）。
"building-gates.knock_share" = {{ low = 0.0, high = 1.0, steps = 11 }}
"building-gates.incentive" = ["none", "honour", "points"]

[optimise]
# The arm that is searched; default: the second.  要优化的方案，缺省为第二个。
# arm = "after"
# NSGA-II (Optuna): so many points a generation, so many generations. More generations later: the search goes on.
# NSGA-II（Optuna）：每代设计点数与代数；以后可增加代数并继续。
population = 12
generations = 5
# Points that are played again at the end, with so many fresh seeds: what is reported comes from these alone.
# 最后用新种子重新运行的设计点数与新种子数；所报告的结果只来自这些新种子。
finalists = 8
again = 10
# Seed of the search.  搜索的随机种子。
seed = 1

# What is wanted at the end of a run: more or less of it. How much more the arm has than the first arm; sums (yuan, hours) by the year.
# The first one decides which point is called the best.  目标：期末越多或越少越好；取与第一个方案之差，累计量按年计。第一个目标决定何为最优。
[optimise.objectives]
acquaintances = "more"
yuan = "less"
volunteer_hours = "less"

# What must not be passed: at_most, at_least, or both. own = true: the arm's own value, not its difference from the first arm.
# 限制：at_most（不超过）、at_least（不少于）；own = true 表示取方案自身的值，而非差值。
[optimise.limits]
yuan = {{ at_most = 30000 }}
# Nobody is left behind: no more residents without a single acquaintance than without the policy.  不落下任何人：没有一个熟人的居民不能比无政策时多。
none = {{ at_most = 0 }}
# strangers = {{ at_most = 0.3, own = true }}
'''


def example(name: str) -> str:
    """Return the text of a plan that will lie in a file of this name."""
    return TEXT.format(name=name, stem=name.removesuffix(".toml"))
