"""A plan to begin from: every key, with what it means, in English and Chinese."""

from __future__ import annotations

TEXT = '''# A plan of a sweep. Look at what it would take:   linli sweep {name} --dry-run
# Run it, or go on with it:                         linli sweep {name} --out runs/{stem}
# 扫描计划。估计用时与磁盘：linli sweep {name} --dry-run；运行或继续：linli sweep {name} --out runs/{stem}
format = 1
title = {{ en = "How often should a gate meet?", zh = "楼门多久聚会一次？" }}

# Name of a scenario (linli scenarios list) or a TOML file, from this file's folder.  情景名称，或（相对本文件的）TOML 文件。
scenario = "building-gates"
# Arms; the others are compared with the first. Leave it out for all.  方案；第一个作对照，缺省为全部。
arms = ["before", "after"]
# Length of a run; default: the scenario's.  运行周数，缺省按情景。
weeks = 104

# Runs of each point, each on a seed of its own: seed, seed + 1, ...  每个设计点的重复次数，各用一个种子。
replications = 4
seed = 1
# shared: all points live with the same people and on the same random numbers, so that they differ by their parameters alone.
# own: each point has seeds of its own.  shared：各设计点使用相同的居民与随机数；own：各用各的种子。
seeds = "shared"
# true: each seed lives with a draw of its own of what is not known about people.  true：每个种子各用一次对未知的人的抽取。
uncertainty = false

# What is kept. Leave it out for the headlines and costs; ["all"] for everything.  保存的指标；缺省为主要指标与成本，["all"] 为全部。
measures = ["acquaintances", "strangers", "came_quarter", "yuan", "volunteer_hours"]
# Weeks between two counts that are kept; 0: the start and the end.  计数间隔（周）；0 表示只存开始和结束。
every = 0
# More runs than this are refused.  超过此运行数则拒绝。
limit = 100000

# What is the same in all runs, as --set names it.  各次运行共同的设置，写法同 --set。
[set]
"neighbourhood.buildings" = 2

# Which points are run:  设计类型：
#   factorial        every value with every other  全部组合
#   list             the first values together, then the second, ...  逐列取值
#   latin-hypercube  points = any number  拉丁超立方
#   sobol            points = a power of 2  点数为 2 的幂
#   saltelli         for Sobol indices; points = a power of 2  用于 Sobol 指数
#   morris           for screening; points = trajectories  用于筛选，points 为轨迹数
[design]
kind = "factorial"
# points = 64
# seed = 1

# What varies: a list, or a range. Each key as --set names it ("arms.NAME." before it: in that arm alone).
# 变化的参数：列表或范围；键的写法同 --set（前加 "arms.方案." 则只改该方案）。
[parameters]
"building-gates.gatherings_a_year" = [6, 12, 24]
"building-gates.knock_share" = {{ low = 0.0, high = 1.0, steps = 3 }}
# A range of a random design:  随机设计的范围：
# "decision.enjoyment" = {{ low = 0.1, high = 2.0, scale = "log" }}
# Whole numbers only:  只取整数：
# "neighbourhood.floors" = {{ low = 3, high = 18, whole = true }}
'''


def example(name: str) -> str:
    """Return the text of a plan that will lie in a file of this name."""
    return TEXT.format(name=name, stem=name.removesuffix(".toml"))
