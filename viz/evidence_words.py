"""The sentences of the page of evidence (evidence_page.py), in English and Chinese. Short and plain: many readers learn the language with the subject."""

from __future__ import annotations

from ..experiments.reproduction.verdict import VERDICTS
from ..model.ground.text import Text

INPUTS = {"studies": Text("the study files", "研究文件"), "sources": Text("the sources", "源代码"), "constants": Text("the constants", "常数")}
"""What the numbers rest on (`inputs.inputs`), for people."""
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
    "study gives a standard error or the number of people asked, the error comes from that. Where one place was studied, it is the standard deviation "
    "between simulated places. The simulated mean has an error too. Take both together. A row is *inside* (●) if the two figures are less than 1.96 "
    "standard errors apart, *near* (◐) if less than twice that, and *off* (○) if more. A finding in words, such as “more”, is inside if the whole "
    "95 % interval of the simulated difference agrees, and near if only its mean does. “Inside” does not mean that the model is right. It means that "
    "this table cannot tell the model from the world.\n\n"
    "**Fitted or predicted.** Constants were chosen so that the *fitted* tables come out well; that they do is no surprise. The *predicted* tables "
    "were held out. They are the real test.\n\n"
    "**Where a figure comes from.** *Computed* from the data, *quoted* from a publication, or *from memory* of the literature. Trust them in this order.",
    "关于人的模型，应当回答人们被问过的问题。本页正是如此：下列每项研究都以真实的人为对象。我们搭建与研究相似的地点，让模拟居民在其中生活同样长的时间，"
    "再向他们提出同样的问题，然后把两张表并列。\n\n"
    "所有研究使用**同一组常数**。研究文件可以说明谁在何处、多少小时，但不得规定人是怎样的。\n\n"
    "**判定的含义。** 每个公布值都有抽样误差：换一批人或换一个班级，数字就会不同。若研究给出标准误或样本量，误差由此计算；若只研究了一个地点，"
    "则取模拟地点之间的标准差。模拟均值也有误差，两者合并。若两数相差不到 1.96 个标准误，该行为*吻合*（●）；不到其两倍为*接近*（◐）；否则为*偏离*（○）。"
    "对“更多”之类的定性结果，模拟差异的整个 95% 区间方向一致为吻合，仅均值一致为接近。“吻合”不表示模型正确，只表示这张表无法区分模型与现实。\n\n"
    "**拟合与检验。** 常数的选择使*用于拟合*的表格尽量吻合，因此它们吻合并不意外。*用于检验*的表格没有参与拟合，才是真正的考验。\n\n"
    "**数字的来源。** *由原始数据计算*、*引自文献*、*凭文献记忆*，可信程度依次降低。",
)
SCOREBOARD = Text("The scoreboard", "总表")
MADE = Text("linli {version}, seed {seed}.", "linli {version}，随机种子 {seed}。")
SCORES = (Text("study", "研究"), Text("role", "用途"), Text("rows", "行"), *VERDICTS.values(), Text("inside or near", "吻合或接近"))
FITTED = Text("Fitted: {said}.", "用于拟合：{said}。")
PREDICTED = Text("Predicted: {said}.", "用于检验：{said}。")
REPRODUCED = Text("{n} of {all} studies have four fifths of their rows inside or near.", "{all} 项研究中有 {n} 项的五分之四以上的行吻合或接近。")
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
    "这些表格大多来自几十年前西方的学生与村庄，而 linli 关心的是中国城市的小区。假定那里的人按同样的规则、同样的常数相识，是一项**假设**。"
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
    Text("", ""), Text("published", "公布值"), Text("simulated (95 %)", "模拟值（95 %）"), Text("standard error of the study", "研究的标准误"),
    Text("verdict", "判定"),
)  # fmt: skip
FITS = Text("Fits: {tables}.", "吻合的表格：{tables}。")
DOES_NOT = Text("Does not fit: {tables}. The likely reason, where we know one, is in the note above.", "不吻合：{tables}。已知的可能原因见上面的说明。")
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
