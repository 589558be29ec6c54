"""What the decision card says, in English and Chinese."""

from __future__ import annotations

from ..model.ground.text import Text

TITLE = Text("Decision card: {one} or {other}?", "决策卡：{one}，还是{other}？")
BY_MORE = Text("The choice is by {what}: more is better.", "取舍依据：{what}，越多越好。")
BY_LESS = Text("The choice is by {what}: less is better.", "取舍依据：{what}，越少越好。")
BY_PRICE = Text(
    "The choice is by {what} at {price} yuan for each of it a resident, less what {one} costs more than {other}, over the whole run.",
    "取舍依据：{what}，人均每 1 个单位计 {price} 元，减去{one}比{other}多出的开支，按整个运行期计。",
)
HEAD_DRAWS = Text("within this model, {one} is ahead of {other} in {share} of {n} draws", "在此模型内，{one}在 {n} 次抽取的 {share} 中优于{other}")
HEAD_SEEDS = Text(
    "within this model and with one set of constants, {one} is ahead of {other} in {share} of {n} seeds",
    "在此模型内、只用一组常数时，{one}在 {n} 个种子的 {share} 中优于{other}",
)
HEAD_FEW = Text(
    "which of {one} and {other} is ahead cannot be told from {n} draws or seeds: at least {least} are needed",
    "仅凭 {n} 次抽取或种子无法判断{one}与{other}孰优：至少需要 {least} 次",
)

ANSWER = Text("Is it ahead, and by how much?", "是否更优，优多少？")
ENDS = Text("{what} at the end: {one} {a}, {other} {b}; difference {change}", "{what}（期末）：{one} {a}，{other} {b}；差值 {change}")
NET = Text("ahead by {middle} yuan ({low} … {high}), costs taken off", "扣除开支后多 {middle} 元（{low} … {high}）")
CHANCE_DRAWS = Text(
    "ahead in {share} of draws of constants and rules, luck apart; in {runs} of pairs of runs, with their luck (ties half)",
    "按常数与规则的抽取（除去运气）在 {share} 中更优；按成对运行（含运气）在 {runs} 中更优（相等计一半）",
)
CHANCE_SEEDS = Text(
    "ahead in {runs} of pairs of runs (ties half): this holds luck alone, and nothing of what is not known about people (--draws)",
    "在 {runs} 的成对运行中更优（相等计一半）：只含运气，不含对人的未知（--draws）",
)
FEW = Text(
    "{n} draws (seeds) are too few to tell a chance, what would turn the ranking round, or what it is worth to know: at least {least} are needed",
    "仅 {n} 次抽取（种子），不足以说明机会大小、什么会使排序反转、何种信息有价值：至少需要 {least} 次",
)
RULE = Text("where people live by {key} = {rule}: ahead in {share} of {n} draws", "若 {key} = {rule}：在 {n} 次抽取的 {share} 中更优")
COST = Text("What it costs", "成本")

TURN = Text("Which assumption would turn it round?", "哪个假设会使排序反转？")
ABOVE = Text("{what} ({key}): above {value}; drawn from {low} to {high}", "{what}（{key}）：高于 {value} 时；抽取范围 {low} 至 {high}")
BELOW = Text("{what} ({key}): below {value}; drawn from {low} to {high}", "{what}（{key}）：低于 {value} 时；抽取范围 {low} 至 {high}")
OUTSIDE = Text("no single constant within its likely range; beyond it, on a straight line: {list}", "可能范围内没有单个常数会反转；超出范围按直线外推：{list}")
NO_TURN = Text("no single constant carries more of the difference than chance makes", "没有单个常数对差值的作用超过偶然")
NO_DRAWS = Text("it cannot be told: constants were not drawn (--draws)", "无法得知：未对常数作抽取（--draws）")

KNOW = Text("Which measurement is worth most?", "哪项测量最有价值？")
PERFECT = Text(
    "to know all but luck before choosing would be worth {value}: no measurement can be worth more",
    "若在取舍之前得知除运气外的一切，价值为 {value}：任何测量都不会更有价值",
)
NOTHING_WORTH = Text(
    "in every draw the same one is ahead: nothing that was drawn would change the choice, so that knowing it is worth nothing here",
    "各次抽取中更优者都相同：已抽取的任何未知都不会改变取舍，因此得知它们在此没有价值",
)
ASK = Text("ask here “{what}”: {value}", "在本地询问“{what}”：{value}")
LEARN = Text("learn “{what}” ({key}): {value}", "弄清“{what}”（{key}）：{value}")
NOT_TELLING = Text(
    "no single one of {n} constants and questions is worth more than chance makes ({chance})", "{n} 个常数与问题中，没有任何一项的价值超过偶然（{chance}）"
)
CHANCE = Text(
    "among {n} constants and questions, the largest reaches {chance} by chance once in twenty times",
    "共 {n} 个常数与问题，最大者有二十分之一的机会仅凭偶然达到 {chance}",
)

WHO = Text("Who gains, and who does not", "谁受益，谁没有")
OFFICIAL = Text("Official counts beside what happened", "官方统计与实际")
PAIR = Text("{official}: {one} {a}, {other} {b}; {happened}: {one} {c}, {other} {d}", "{official}：{one} {a}，{other} {b}；{happened}：{one} {c}，{other} {d}")
NO_OFFICIAL = Text("neither arm has an official count", "两个方案都没有官方统计")

RESTS = Text("What this rests on", "依据")
WITHIN = Text(
    "this is what follows within this model from what it assumes, and no proof of what a policy does in a real compound",
    "这是模型从其假设推出的结果，不能证明政策在真实小区中的作用",
)
DRAWS_AXIS = Text("by how much {one} is ahead, one dot a draw", "{one}领先多少，每点为一次抽取")
SEEDS_AXIS = Text("by how much {one} is ahead, one dot a seed", "{one}领先多少，每点为一个种子")
NOT_A_COMPARISON = Text(
    "a decision is made from a comparison; {given} holds something else. Make one: linli decide SCENARIO A B.",
    "决策卡由比较结果生成；{given} 中是其他内容。可运行 linli decide 情景 A B。",
)
