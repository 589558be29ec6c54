"""Which arm beats which, as a table of chances, and the ranking as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding

from ..experiments.ranges import FEWEST_DRAWS
from ..experiments.ranking import Beats, beats, tiers
from ..model.ground.text import Text
from .lines import Line
from .listing import Column, Listing
from .numbers import number, spaced
from .words import title_of

if TYPE_CHECKING:
    from rich.console import Console

    from ..experiments.comparison import Comparison

HEAD = Text("{measure}: chance that the arm of the line ends with more than the arm of the column", "{measure}：本行方案期末高于该列方案的机会")
OVER_DRAWS = Text(
    "Chances are shares of {draws} draws of what is not known about people, ties half; an asterisk: the 5 to 95 % range excludes zero.",
    "机会为对未知的人 {draws} 次抽取中的份额，相等计一半；星号表示 5% 至 95% 范围不含零。",
)
OVER_SEEDS = Text(
    "Chances are shares of {seeds} seeds with the same constants (no --uncertainty), ties half: they hold luck alone; an asterisk: the 5 to 95 % range "
    "excludes zero.",
    "机会为相同常数下 {seeds} 个种子中的份额（未用 --uncertainty），相等计一半：只含运气；星号表示 5% 至 95% 范围不含零。",
)
RANKS = Text("Ranking as far as it is known: {list}.", "已知的排序：{list}。")
NO_RANKS = Text("No arm is known to have more than another: there is no ranking.", "没有哪个方案可知高于另一个：无从排序。")
TOO_FEW = Text("Fewer than {n} draws or seeds: no ranking.", "抽取次数或种子少于 {n}：不作排序。")
NOT_APART = Text("{arms} (cannot be told apart)", "{arms}（无法区分）")
LIST = Text("{n}. {arms}", "第 {n} 位 {arms}")


def print_ranking(comparison: Comparison, measure: str, *, language: str, console: Console) -> None:
    """Print the table and the ranking of a comparison's arms by a measure.

    Raises:
        UserError: the comparison has no such measure.
    """
    found = beats(comparison, measure)
    console.print(Padding(Line(HEAD.say(language, measure=title_of(comparison.infos[measure], language)), style="bold"), (0, 0, 0, 1)))
    console.print(chances_table(comparison, found, language))
    many = len(set(comparison.draws) or comparison.seeds)
    for sentence in (known(comparison, language), ranking_sentence(comparison.everybody, found, many, language)):
        console.print(Padding(Line(spaced(sentence, language)), (0, 0, 0, 1)))


def chances_table(comparison: Comparison, found: Mapping[tuple[str, str], Beats], language: str) -> Listing:
    """Return the chances as a table; arms by name, as they are given to commands."""
    made = Listing([Column(words=True, side="left"), *(Column(arm) for arm in comparison.everybody)])
    for arm in comparison.everybody:
        made.add(arm, *(chance(found.get((arm, other))) for other in comparison.everybody))
    return made


def chance(one: Beats | None) -> str:
    """Write the chance that one arm beats another, with an asterisk where that is certain; a dash where there is none."""
    if one is None:
        return "–"
    star = "*" if one.certain else " "
    return "–" if one.probability != one.probability else f"{number(100.0 * one.probability, 0)} %{star}"


def known(comparison: Comparison, language: str) -> str:
    """Return the sentence that says what the chances hold."""
    draws = len(set(comparison.draws))
    return OVER_DRAWS.say(language, draws=draws) if draws else OVER_SEEDS.say(language, seeds=len(comparison.seeds))


def ranking_sentence(arms: Sequence[str], found: Mapping[tuple[str, str], Beats], many: int, language: str) -> str:
    """Return the ranking in one sentence, as far as it is known; few draws or seeds do not tell one.

    Args:
        arms: names.
        found: of each ordered pair of them, whether the first beats the second.
        many: draws, or seeds where all have the same constants.
        language: "en" or "zh".
    """
    if many < FEWEST_DRAWS:
        return TOO_FEW.say(language, n=FEWEST_DRAWS)
    ranks = tiers(arms, found)
    if len(ranks) == 1:
        return NO_RANKS.say(language)
    join = "、" if language == "zh" else ", "
    parts = []
    for n, rank in enumerate(ranks, 1):
        names = join.join(rank)
        parts.append(LIST.say(language, n=n, arms=names if len(rank) == 1 else NOT_APART.say(language, arms=names)))
    return RANKS.say(language, list=("；" if language == "zh" else "; ").join(parts))
