"""The sentences of the page of evidence (evidence_page.py), in English and Chinese. Short and plain: many readers learn the language with the subject."""

from __future__ import annotations

from ..experiments.reproduction.verdict import VERDICTS
from ..model.ground.text import Text

INPUTS = {
    "studies": Text("the study files", "研究文件"), "sources": Text("the sources", "源代码"), "constants": Text("the constants", "常数"),
    "history": Text("the record of what was frozen", "冻结记录"),
}  # fmt: skip
"""What the numbers rest on (`inputs.inputs`), and the kinds of rows (`inputs.hash_of_history`), for people."""
FACT_MARKS = {
    "measured": Text("measured", "实测"), "fitted": Text("fitted", "拟合"), "assumed": Text("assumed", "假设"), "setting": Text("setting", "设定"),
}  # fmt: skip
GENERATED = Text(
    "This page is generated: {command} writes it and its Chinese twin. Do not edit it by hand. The next line says what its numbers rest on.",
    "本页由 {command} 生成（英文与中文各一页），请勿手工修改。下一行是其数据所依据的输入。",
)
TITLE = Text("Evidence: published tables and simulated ones", "证据：公布的表格与模拟的表格")
OTHER = Text("[中文]({file})", "[English]({file})")
LESSON = Text(
    "A model of people should be asked what people were asked. This page does that. Each study below was done with real people. We build places like "
    "those of the study, let simulated people live there as long as the real ones did, and put the same questions to them. Then the two tables stand "
    "side by side.\n\n"
    "All studies are played with **one set of constants**. A study file may say who is where for how many hours. It may not say what people are like.\n\n"
    "**What a verdict means.** Every published figure has a sampling error: other people, or another class, would have given another figure. Where a "
    "study gives a standard error or the number of people asked, the error comes from that. Where places were studied and nothing else is said, it is "
    "the standard deviation between simulated places, over the root of their number; but never more than {limit} of the figure (of shares and ratios, "
    "{points} points are allowed), or a model whose places differ too much would be judged kindly. The simulated mean has an error too. Both together "
    "give one 95 % interval around the simulated mean, by Student's t. It is printed, and it decides: a row is *inside* (●) if the published figure lies "
    "in it, *near* (◐) if it lies in an interval twice as wide, and *off* (○) if it does not. What is inside or near only because the simulated mean "
    "itself is uncertain (its standard error is larger than the study's, or too few places were simulated) "
    "is *undecided* (◌) and counts as not inside. A finding in words, such as “more”, "
    "is inside if the whole 95 % interval of the simulated difference agrees, and near if only its mean does. “Inside” does not mean that the model is "
    "right. It means that this table cannot tell the model from the world.\n\n"
    "**What counts.** Rows that are parts of one distribution (all, most, some, none) are printed one by one, with their verdicts in brackets, but count "
    "as one: a chi-square test of the whole. Rows that nothing fails count for nothing.\n\n"
    "**The null model.** In the last column everybody meets at random for the same hours: the same people, the same time in company of the same size, but "
    "with whoever of the place is there, and nobody is drawn to those one knows, who are alike, or who suit one. What it gets, hours and numbers of people "
    "alone explain. It is judged by the same errors. A row (†) that it gets, that the model gets, and that the model still gets without any one "
    "of its rules ([necessity](necessity.md)) is failed by nothing, and tests nothing.\n\n"
    "**Fitted, adjusted, frozen.** Named by what happened. Constants were chosen so that the *fitted* tables come out well; that they do is no surprise. "
    "A *frozen* study was written, hashed and put on record before anybody played it, and has not changed since; its hash is printed. They are the real "
    "test. All others are *adjusted*: something may have been chosen after a look at the result.\n\n"
    "**Where a figure comes from.** *Computed* from the data, *quoted* from a publication, or *from memory* of the literature. Trust them in this order.",
    "关于人的模型，应当回答人们被问过的问题。本页正是如此：下列每项研究都以真实的人为对象。我们搭建与研究相似的地点，让模拟居民在其中生活同样长的时间，"
    "再向他们提出同样的问题，然后把两张表并列。\n\n"
    "所有研究使用**同一组常数**。研究文件可以说明谁在何处、多少小时，但不得规定人是怎样的。\n\n"
    "**判定的含义。** 每个公布值都有抽样误差：换一批人或换一个班级，数字就会不同。若研究给出标准误或样本量，误差由此计算；若研究的是若干地点而别无说明，"
    "则取模拟地点之间的标准差除以地点数的平方根，但不超过公布值的 {limit}（比例与比值至少容许 {points} 个百分点），否则地点差异过大的模型反而占便宜。"
    "模拟均值也有误差。两者合并，按 t 分布得出模拟均值的一个 95% 区间：打印的是它，判定的也是它。公布值在区间内为*吻合*（●），"
    "在两倍宽的区间内为*接近*（◐），否则为*偏离*（○）。若只是因为模拟均值本身不确定（其标准误大于研究的误差，或模拟地点太少）才算吻合或接近，则为*未定*（◌），按不吻合计。"
    "对“更多”之类的定性结果，模拟差异的整个 95% 区间方向一致为吻合，仅均值一致为接近。“吻合”不表示模型正确，只表示这张表无法区分模型与现实。\n\n"
    "**计数。** 同一分布的各部分（全部、大部分、一部分、没有）逐行列出，判定写在括号内，但合计为一行：对整个分布作卡方检验。任何情况下都吻合的行不计入。\n\n"
    "**零模型。** 最后一列中，所有人在同样的时间里随机相遇：同样的人、同样的时长、同样大小的场合，但与谁相遇全凭偶然，也没有人更亲近熟人、相似者或投缘者。"
    "它能吻合的，仅凭时间和人数就能解释。它按同样的误差判定。若一行（†）零模型吻合，模型吻合，去掉模型的任何一条规则也仍吻合"
    "（见 [necessity](necessity.zh.md)），则没有什么会使它不吻合，它也就不检验什么。\n\n"
    "**拟合、调整与冻结。** 按实际经过命名。常数的选择使*用于拟合*的表格尽量吻合，因此它们吻合并不意外。*事先冻结*的研究在任何人运行之前已写好、"
    "记录哈希并存档，此后未再改动，其哈希印在页面上，它们才是真正的考验。其余均为*看后调整*：看到结果之后可能有所选择。\n\n"
    "**数字的来源。** *由原始数据计算*、*引自文献*、*凭文献记忆*，可信程度依次降低。",
)
SCOREBOARD = Text("The scoreboard", "总表")
MADE = Text("linli {version}, seed {seed}.", "linli {version}，随机种子 {seed}。")
SCORES = (
    Text("study", "研究"), Text("kind", "类别"), Text("rows that count", "计入的行"), *VERDICTS.values(), Text("null model inside", "零模型吻合"),
)  # fmt: skip
ALL = Text("all {kind}", "{kind}合计")
NO_FROZEN = Text("No study on this page was frozen before it was played: there is no headline.", "本页没有在运行之前冻结的研究，因此没有总成绩。")
OTHERS = Text("Beside them: {said}.", "此外：{said}。")
LEFT_OUT = Text("{n} rows that nothing fails (†) are left out.", "任何情况下都吻合的 {n} 行（†）未计入。")
WARNING = Text(
    "## What this does not show\n\n"
    "Most of these tables come from students and villages in the West, some decades ago. linli is about compounds in Chinese cities. That people "
    "become acquainted by the same rules there, with the same constants, is an **assumption**. Nothing on this page tests it, but for the few Chinese "
    "tables. A compound has its own hours, its own manners on the stairs, and its own strangers.\n\n"
    "**What a local survey should ask.** `linli survey new` gives the form. Four hundred households give each of these shares to about five points:\n\n"
    "- how often one chats with neighbours (daily, weekly, less often, never);\n"
    "- how many of the households on one's landing, and in one's gate, one knows (all, most, some, none);\n"
    "- how many acquaintances one has in the compound, and from where one knows them (landing, yard, school gate, an activity, a visit);\n"
    "- whether one helped a neighbour, or was helped, in the last year;\n"
    "- how many hours a week one spends in the yard, at the gate, on the stairs, in the shop;\n"
    "- how long one has lived here, and whether one owns or rents;\n"
    "- what one came to in the last quarter, and who asked.\n\n"
    "Ask a part of the people twice, half a year apart: fading of ties cannot be seen in one wave.",
    "## 本页不能说明什么\n\n"
    "这些表格大多来自几十年前西方的学生与村庄，而 linli 关心的是中国城市的小区。假设那里的人按同样的规则、同样的常数相识，是一项**假设**。"
    "除少数中国的表格外，本页并未检验这一假设。小区有自己的作息、自己的楼道礼节，也有自己的陌生人。\n\n"
    "**本地调查应当问什么。** `linli survey new` 给出问卷。四百户即可使各项比例的误差约在五个百分点以内：\n\n"
    "- 多久与邻居聊一次天（每天、每周、更少、从不）；\n"
    "- 同层、同楼门的住户认识多少（全部、大部分、一部分、没有）；\n"
    "- 在小区有多少熟人，在哪里认识的（楼道、院子、校门口、活动、串门）；\n"
    "- 过去一年是否帮助过邻居，或得到过邻居的帮助；\n"
    "- 每周在院子、楼门口、楼道、商店各待几小时；\n"
    "- 在此住了多久，自有还是租住；\n"
    "- 上个季度参加过什么活动，是谁邀请的。\n\n"
    "请对一部分人隔半年再问一次：只问一次看不出关系的淡化。",
)
SOURCE = Text("{citation}.", "{citation}.")
SETTING, ASKED = Text("Simulated", "模拟"), Text("Asked", "所问")
COLON = Text(": ", "：")
STOP = Text(".", "。")
BRACKETS = Text("({text})", "（{text}）")
SITES, SITES_AT_ONCE = Text("{sites} sites for {length}", "{sites} 个地点，历时 {length}"), Text("{sites} sites, asked at once", "{sites} 个地点，一次询问")
PEOPLE, COMPOUND = Text("{n} people each", "每处 {n} 人"), Text("each a compound of the kind “{preset}”", "每处为“{preset}”类小区")
TOGETHER, STRANGERS = Text("they have lived together for {years} years", "已共同生活 {years} 年"), Text("they are strangers at first", "起初互不相识")
VERSIONS = Text("compared: {names}", "比较的方案：{names}")
ORDINARY = Text("they meet as in an ordinary week of a compound", "按小区的日常一周相遇")
PLACES, NOWHERE = Text("they meet at: {names}", "相遇场合：{names}"), Text("nowhere", "无")
COLUMNS = (
    Text("", ""), Text("published", "公布值"), Text("simulated (inside if within)", "模拟值（吻合区间）"), Text("standard error of the study", "研究的标准误"),
    Text("verdict", "判定"), Text("null model", "零模型"),
)  # fmt: skip
FITS = Text("Inside: {tables}.", "吻合的表格：{tables}。")
DOES_NOT = Text("Off: {tables}. The likely reason, where we know one, is in the note above.", "偏离：{tables}。已知的可能原因见上面的说明。")
OFF_IN = Text("{title} ({rows})", "{title}（{rows}）")
NO_ANSWER, OTHERWISE = Text("nobody could answer", "无人可答"), Text("the simulated sites say otherwise", "模拟结果与之不符")
TOO_HIGH, TOO_LOW = Text("too high", "偏高"), Text("too low", "偏低")
CONSTANTS = Text("The constants", "常数")
CONSTANTS_ARE = Text(
    "These were used, in every study. *Measured*: taken from a measurement. *Fitted*: chosen so that the fitted tables come out. *Assumed*: nobody "
    "measured it; we chose. *Setting*: a choice of how to compute. `docs/rules.md` says what each does.",
    "所有研究均使用以下常数。*实测*：取自测量。*拟合*：为使用于拟合的表格吻合而选定。*假设*：无人测量，由我们选定。*设定*：计算方式的选择。"
    "各常数的作用见 `docs/rules.md`。",
)
CONSTANT = (Text("constant", "常数"), Text("value", "值"), Text("unit", "单位"), Text("mark", "依据"), Text("what it is", "含义"))
