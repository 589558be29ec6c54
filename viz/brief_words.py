"""What the brief of two pages says, in English and Chinese, and how it looks on paper."""

from __future__ import annotations

from ..model.ground.text import Text

PAGE = Text("page {n} of 2", "第 {n} 页，共 2 页")
KICKER = Text("Brief from a simulation", "模拟简报")
VERDICT = Text("What came out", "结论")
TABLE = Text("What changed", "变化")
TABLE_MANY = Text("What each policy changes, against “{baseline}”", "各方案与“{baseline}”相比的变化")
WHO = Text("Who is not reached", "谁没有受益")
COST = Text("What it costs", "成本")
ASSUMED = Text("What is assumed", "哪些是假设的")
MADE = Text("How it was made", "如何得出")
POLICY, GROUP = Text("policy", "方案"), Text("residents", "居民")
ALL_MEASURES = Text("What changed, all measures on one scale", "各项指标的变化，同一刻度")
WHAT = Text("Acquaintances a resident", "人均熟人数")
CAME, GAIN = Text("came in the\nlast quarter", "近一季度\n参加过"), Text("more\nacquaintances", "熟人增加")
BEHIND = Text(
    "{arm}. Least gain, or none: {list}. Their gain is not distinguishable from none, or less than half of the average of {mean}.",
    "{arm}。受益最少或没有受益：{list}。其增加与零无法区分，或不到平均增加量 {mean} 的一半。",
)
NOBODY_BEHIND = Text(
    "{arm}: every group gains, each at least half of the average gain of {mean}.",
    "{arm}：各类居民都有增加，且都不低于平均增加量 {mean} 的一半。",
)
NO_GAIN = Text(
    "{arm}: no gain in acquaintances can be told from none, so that no group is said to be reached.",
    "{arm}：熟人的增加与零无法区分，因此不能说哪一类居民受益。",
)
GROUPS = Text("Groups overlap: an owner is a woman or a man.", "各类居民互有重叠：业主也分男女。")
ONE_OF = Text("Of the first policy; the others: linli show.", "仅列第一个方案，其余见 linli show。")
WITHIN = Text(
    "This is a simulation of how neighbours become acquaintances, and no forecast of a real compound.",
    "这是对邻里如何成为熟人的模拟，不是对某个真实小区的预测。",
)
RANGE = Text(
    "An interval holds luck alone, not what is unknown about people (linli compare --uncertainty).",
    "区间只包含运气，不包含对人的未知（linli compare --uncertainty）。",
)
ASSUMED_HERE = Text("Assumed of the policy itself: {list}.", "政策本身的假设：{list}。")
AND_MORE = Text("and {n} more (linli constants {name} --mark assumed)", "及另外 {n} 项（linli constants {name} --mark assumed）")
COMMAND = Text("Command", "命令")
SEEDS = Text("Seeds", "随机种子")
VERSION = Text("Version", "版本")
HASH = Text("Hash of result, scenario", "结果、情景校验码")
SOURCE = Text("Case", "案例来源")
OWN = Text("FILE.toml: the scenario is in manifest.json of the folder.", "FILE.toml：情景见结果文件夹中的 manifest.json。")
OWN_SAVED = Text("FILE.toml: the scenario as a file of its own, with the hash below.", "FILE.toml：情景的单独文件，校验码见下。")
"""Of a comparison that was never saved, such as one of the dashboard, which gives its scenario as a file."""
NO_PDF = Text(
    "There is no PDF: it needs WeasyPrint (pip install 'linli[brief]') and the Pango library of the system. {html} prints the same two pages from a browser.",
    "未生成 PDF：需要 WeasyPrint（pip install 'linli[brief]'）及系统的 Pango 库。用浏览器打印 {html} 可得同样的两页。",
)
NOT_A_COMPARISON = Text(
    "a brief is made from a comparison; {given} holds something else. Make one: linli compare SCENARIO.",
    "简报由比较结果生成；{given} 中是其他内容。请先运行 linli compare 情景。",
)
NO_SEEDS = Text("in {given} no seed finished, so there is nothing to tell.", "{given} 中没有完成任何随机种子，无内容可写。")
TOO_LONG = Text(
    "{arms} policies do not fit on two pages. Compare fewer: linli compare --arms A,B,...",
    "{arms} 个方案无法放进两页。请减少比较的方案：linli compare --arms A,B,...",
)

STYLE = """
@page {{ size: A4; margin: 11mm 14mm 9mm; }}
* {{ box-sizing: border-box; }}
html {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
body {{ margin: 0; color: #1b1d21; background: #fff; font-size: {size}pt; line-height: 1.38;
  font-family: "Noto Sans", "DejaVu Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif; }}
html:lang(zh) body {{ font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans", sans-serif; }}
h1 {{ font-size: 1.75em; line-height: 1.2; margin: .1em 0 .15em; }}
h2 {{ font-size: 1.12em; margin: 1.0em 0 .3em; padding-bottom: .12em; border-bottom: .7pt solid #0072b2; color: #004c78; }}
p {{ margin: .2em 0 .4em; }}
section + section {{ break-before: page; }}
.kicker, .facts, .small {{ color: #555; }}
.small, figcaption .note {{ font-size: .82em; }}
.verdict {{ background: #eaf3f9; border-left: 3pt solid #0072b2; padding: .5em .8em; font-size: 1.12em; }}
.verdict p {{ margin: .15em 0; }}
figure {{ margin: .7em 0 .2em; break-inside: avoid; }}
figure img {{ display: block; margin: 0 auto; max-width: 100%; max-height: {high}mm; }}
figcaption .note {{ color: #555; }}
figcaption b {{ font-weight: 600; }}
table {{ width: 100%; font-size: .88em; border-collapse: collapse; }}
td, th {{ padding-top: .12em !important; padding-bottom: .12em !important; vertical-align: top; font-weight: inherit; }}
th {{ color: #555; }}
.two {{ display: flex; gap: 8mm; }}
.two > div {{ flex: 1 1 0; min-width: 0; }}
code {{ font-family: "DejaVu Sans Mono", monospace; font-size: .86em; overflow-wrap: anywhere; }}
dl {{ margin: 0; font-size: .88em; }}
dt {{ float: left; clear: left; width: 11.5em; color: #555; }}
dd {{ margin: 0 0 .15em 12em; }}
footer {{ margin-top: .9em; padding-top: .3em; border-top: .5pt solid #bbb; font-size: .76em; color: #555; }}
@media screen {{ body {{ max-width: 182mm; margin: 8mm auto; padding: 0 4mm; }} section + section {{ margin-top: 12mm; }} }}
"""
