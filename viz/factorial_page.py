"""The page of the factorial, docs/factorial.md and docs/factorial.zh.md: the parts of building-gates, each with and without each other.

`linli factorial --page docs/factorial.md` writes both; a comment at the head holds the hashes of what the numbers rest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..experiments.factorial import PARTS, Effect, Ends, effects, gain, subsets, whole_against_parts
from ..experiments.intervals import Paired, paired
from ..experiments.reproduction.inputs import inputs
from ..model.ground.text import Text
from .evidence_page import page_of, writing_all
from .evidence_words import GENERATED, OTHER
from .numbers import difference, interval

COMMAND = "linli factorial --seeds {seeds} --weeks {weeks}{settings} --page {file}"
TITLE = Text("The parts of building-gate culture, alone and together", "楼门文化各组成部分：单独与合用")
LESSON = Text(
    "Four parts (gatherings of the gate, decorating, talent shows with the search for capable people, interest circles), each with and without each "
    "other: sixteen programmes, at several frequencies of gatherings. Nothing else of the policy is on. All begin from the same people and live on the "
    "same random numbers. The figure is acquaintances a resident after {weeks} weeks, about {residents:,} residents, {seeds} seeds. An interval is "
    "95 %, over seeds: it holds luck, and neither what is not known about people (`linli compare --uncertainty`) nor other places.",
    "四个部分（楼门聚会、装饰楼道、才艺展示与发现能人、兴趣小组）逐一有无组合，共十六种方案，并取几种聚会频率；政策的其他内容均不启用。"
    "各方案从同一批居民出发，使用相同的随机数。数字为 {weeks} 周后的人均熟人数，约 {residents:,} 名居民，{seeds} 个种子。"
    "区间为种子间的 95% 区间：包含运气，不包含对人的未知（见 `linli compare --uncertainty`），也不包含其他地点。",
)
WHOLE = Text("Does a part do more than the whole?", "是否有部分胜过整体？")
NONE_BEATS = Text(
    "No part, and no smaller combination, does more than all four together beyond its interval, at any frequency.",
    "在任何频率下，没有任何一个部分或较小的组合在区间之外胜过四者合用。",
)
BEATS = Text("At {a_year} gatherings a year {parts} does more than all four together: {estimate}.", "每年聚会 {a_year} 次时，{parts}胜过四者合用：{estimate}。")
AT = Text("{a_year} gatherings a year and gate", "每楼门每年聚会 {a_year} 次")
COMBINATIONS = Text("More than without any part:", "比没有任何部分多：")
CONTRASTS = Text(
    "Effects and interactions. The effect of a part is what it adds, averaged over all settings of the others; an interaction is how much more (+) or "
    "less (−) its parts do together than the sum of what each does, averaged over the settings of the rest.",
    "效应与交互作用。某部分的效应是它在其他部分各种设置下平均增加的数量；交互作用是各部分合用比各自之和多（+）或少（−）的数量，按其余部分的设置平均。",
)
PARTS_HEAD, GAIN_HEAD = Text("parts", "组成部分"), Text("acquaintances (95 %)", "熟人数（95%）")
KIND_HEAD, SURE_HEAD = Text("effect or interaction", "效应或交互作用"), Text("told apart from zero", "与零可区分")
ALL, YES, NO = Text("all four", "四者"), Text("yes", "是"), Text("no", "否")
WHY = Text("Why parts do less, or more, together than their sum", "为何合用少于或多于各自之和")
REASONS = Text(
    "- **The same people, once.** Parts introduce many of the same pairs. A pair that became acquainted at a gathering cannot become acquainted again "
    "at a circle: what a second part adds is smaller, most of all at 52 gatherings a year, when most of those who ever come have met.\n"
    "- **Evenings are finite.** Who goes to one occasion in a part of the week is not at another, and a second one in a week is gone to only while "
    "there is free time left to give (`decision.given`).\n"
    "- **The effort of asking is shared** among the events that an asker knows of and likes (`asking.py`). Circles that nobody told them of take none of it.\n"
    "- **A head has so many evenings.** Decorating takes two of them from the same head who prepares the gatherings, some of which are then poorer or "
    "called off.\n"
    "- **And what makes more than the sum:** shows and gatherings at which capable people are noticed give the circles their organisers; circles without "
    "them hardly begin. Who came to one thing lately is company, and one who asks, for another.",
    "- **同一对人只能相识一次。** 各部分让许多相同的人相遇；在聚会上已成熟人的两人不会在小组中再次相识，因此第二个部分增加得较少，"
    "在每年 52 次聚会时尤为明显，因为常来的人多已相识。\n"
    "- **晚上有限。** 一周的同一时段只能去一处；同周的第二场，只有还有愿意付出的空闲时间才会去（`decision.given`）。\n"
    "- **邀请的精力**在邀请者知道且喜欢的活动之间分配（`asking.py`）；没人告诉过他的小组不占用这份精力。\n"
    "- **楼门长的晚上有限。** 装饰楼道占用同一位楼门长两个晚上，有些聚会因此准备不足或取消。\n"
    "- **也有使合用大于各自之和的原因：** 才艺展示和聚会发现的能人正是小组的组织者，没有他们小组很难开办；最近参加过一项活动的人，"
    "会成为另一项活动的同伴与邀请者。",
)


class Factorial(NamedTuple):
    """What was played.

    Attributes:
        ends: arm -> acquaintances a resident at the end of each seed.
        frequencies: gatherings a year and gate.
        weeks: length of the runs.
        residents: of one seed.
        settings: what was set otherwise than in the scenario, such as "neighbourhood.buildings=2".
    """

    ends: Ends
    frequencies: Sequence[int]
    weeks: int
    residents: int
    settings: Sequence[str] = ()

    @property
    def seeds(self) -> int:
        """Number of seeds."""
        return len(next(iter(self.ends.values())))


def write_factorial(found: Factorial, file: Path) -> list[Path]:
    """Write the page in all languages; `file` is the English one.

    Raises:
        UserError: a file cannot be written.
    """
    return writing_all(file, lambda language: factorial_page(found, language, file))


def factorial_page(found: Factorial, language: str, file: Path) -> str:
    """Return the page as Markdown; `file` is the English page."""
    hashes = " ".join(f"{kind}={value}" for kind, value in inputs().items() if kind != "studies")
    settings = "".join(f" --set {setting}" for setting in found.settings)
    command = COMMAND.format(seeds=found.seeds, weeks=found.weeks, settings=settings, file=file.as_posix())
    beats = [
        BEATS.say(language, a_year=a_year, parts=_title(one.parts, language), estimate=_estimate(one.estimate))
        for a_year in found.frequencies
        for one in beating(found.ends, a_year)
    ]
    parts = [
        f"<!-- {GENERATED.say(language, command=command)} -->",
        f"<!-- inputs: {hashes} -->",
        f"# {TITLE.say(language)}",
        OTHER.say(language, file=page_of(file, "zh" if language == "en" else "en").name),
        LESSON.say(language, weeks=found.weeks, residents=found.residents, seeds=found.seeds),
        f"## {WHOLE.say(language)}",
        "\n".join(f"- {line}" for line in beats) or NONE_BEATS.say(language),
        f"## {WHY.say(language)}",
        REASONS.say(language),
    ]
    for a_year in found.frequencies:
        parts += [f"## {AT.say(language, a_year=a_year)}", COMBINATIONS.say(language), _combinations(found.ends, a_year, language)]
        parts += [CONTRASTS.say(language), _contrasts(found.ends, a_year, language)]
    return "\n\n".join(parts) + "\n"


def beating(ends: Ends, a_year: int) -> list[Effect]:
    """Return the smaller combinations that do more than all parts together, beyond the interval; each with whole less part."""
    return [one for one in whole_against_parts(ends, a_year) if one.estimate.high < 0.0]


def _combinations(ends: Ends, a_year: int, language: str) -> str:
    rows = [(_title(chosen, language), _estimate(paired(gain(ends, chosen, a_year)))) for chosen in subsets()[1:]]
    return _table((PARTS_HEAD.say(language), GAIN_HEAD.say(language)), rows)


def _contrasts(ends: Ends, a_year: int, language: str) -> str:
    rows = []
    for one in effects(ends, a_year):
        sure = one.estimate.low * one.estimate.high > 0.0
        rows.append((_title(one.parts, language, " × "), _estimate(one.estimate), (YES if sure else NO).say(language)))
    return _table((KIND_HEAD.say(language), GAIN_HEAD.say(language), SURE_HEAD.say(language)), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _title(chosen: Sequence[str], language: str, joint: str = " + ") -> str:
    if len(chosen) == len(PARTS) and joint == " + ":
        return ALL.say(language)
    return joint.join(PARTS[name].title.say(language) for name in chosen)


def _estimate(found: Paired) -> str:
    return f"{difference(found.mean, 2)} {interval(found.low, found.high, 2)}"
