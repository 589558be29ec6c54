"""A city's file to begin from: every key, with what it means, in English and Chinese."""

from __future__ import annotations

TEXT = '''# A city: many communities, each with people of its own; once a year money is shared out and people move.
# Run it, or go on with it:   linli city {name} --out runs/{stem}
# 一座城市：许多社区，各有居民；每年一次分配经费、市内迁居。运行或继续：linli city {name} --out runs/{stem}
format = 1
title = {{ en = "A district of twenty communities", zh = "二十个社区的区" }}

# Name of a scenario (linli scenarios list) or a TOML file: its policies and arms hold in all communities.
# Where people live and who they are is said below: [neighbourhood] and [population] of the scenario do not hold.
# 情景名称或 TOML 文件：其政策与方案适用于所有社区；住房与居民由下文给出，不用情景中的 [neighbourhood] 与 [population]。
scenario = "three-level-linkage"
# Arms; the others are compared with the first. Leave it out for all.  方案；第一个作对照，缺省为全部。
arms = ["before", "plan"]
# Years that are lived after the years before.  情景开始后的年数。
years = 3
# Whole cities, each on a seed of its own (seed, seed + 1, ...): two or more tell luck from place.  重复次数，两次以上才能区分偶然与地方差异。
replications = 2
seed = 1
# What is kept of each community each year. Leave it out for the headlines and costs.  每年保存的指标；缺省为主要指标与成本。
measures = ["acquaintances", "strangers", "came_quarter", "trust_institutions", "three-level-linkage.tasks_held", "three-level-linkage.report_hours"]
# Of the households that move, those that find a flat in another community of this city (assumed).  迁居住户中迁往本市其他社区的比例（假设）。
moves_within = 0.3

# What is the same in all communities, as --set names it.  各社区共同的设置，写法同 --set。
[set]
# Years of living together before the scenario; leave it out for those of each kind of housing.  情景前共同生活的年数；缺省按住区类型。
"neighbourhood.years" = 4

# Either a table (CSV, .xlsx, Parquet), a line a community: name, residents; and, if wanted, preset, x, y (kilometres), and settings such as
# population.renters.  或给出社区表，每行一个社区：名称、居民数；可选住区类型、x、y（公里），以及 population.renters 等设置列。
# [communities]
# file = "communities.csv"
[communities]
number = 20
residents = 16000
# How unequal in size: standard deviation of the logarithm; and the smallest and largest, about.  规模差异（对数标准差），及最小、最大规模（约）。
spread = 0.6
least = 300
most = 60000
# Kinds of housing, and the share of communities of each (presets).  住区类型及其社区比例。
[communities.presets]
old-walk-up = 0.4
beijing = 0.3
towers = 0.2
urban-village = 0.1

# How the district shares its money out each year. It has what the arm gives the lever, times the communities.
# 区里每年如何分配经费；总额为方案中该杠杆的值乘以社区数。
#   none       each has what the scenario says     各按情景所定
#   equal      the same for each                   平均
#   residents  by residents                        按居民数
#   reports    by what was reported last year      按上年上报数
#   best       all to the one that reports most    归上报最多者
[district]
rule = "reports"
# Part that goes by the rule; the rest is equal.  按规则分配的部分，其余平均。
share = 0.5
lever = "three-level-linkage.budget_a_year"
report = "three-level-linkage.official_person_times"
'''


def example(name: str) -> str:
    """Return the text of a city that will lie in a file of this name."""
    return TEXT.format(name=name, stem=name.removesuffix(".toml"))
