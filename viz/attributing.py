"""What levers have a part in, as a table, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding

from ..model.ground.text import Text
from ..scenarios.facts import constants
from .lines import Line
from .listing import Column, Listing
from .numbers import Scale, difference, difference_places, interval, number, spaced
from .words import bracketed, title_of

if TYPE_CHECKING:
    from rich.console import Console

    from ..experiments.attributing import Attribution, Part

_HEAD = Text("{what}: what each lever has a part in", "{what}：各项措施所占的部分")
_LEVER, _PART, _SHARE = Text("lever", "措施"), Text("part", "部分"), Text("of the whole", "占总体")
_PART_DRAWS, _PART_SEEDS = Text("part (5–95 % of draws)", "部分（抽取的 5%–95%）"), Text("part (95 %)", "部分（95%）")
_WHOLE = Text("all together", "合计")
_EXACT = Text(
    "Shapley values: what a lever adds, averaged over all orders in which levers can come in; on each seed they add up to the whole ({n} combinations played).",
    "Shapley 值：每项措施加入时所增加的量，对所有先后次序取平均；在每个种子上各值之和等于总体（共运行 {n} 种组合）。",
)
_SAMPLED = Text(
    "Shapley values from {orders} sampled orders in which levers come in ({n} combinations played): besides what ranges hold, they vary with the orders.",
    "Shapley 值由抽取的 {orders} 种先后次序估计（共运行 {n} 种组合）：除所列范围外，还随所抽次序变化。",
)
_MEDIANS = Text("Medians over draws need not add up to that of the whole.", "各次抽取的中位数之和不必等于总体的中位数。")
_NO_SHARE = Text("No shares: the whole cannot be told from none.", "不列占比：总体与零无法区分。")
_WITHIN = Text("Within this model; luck alone where constants were not drawn (--draws).", "以上仅为模型内的结果；未抽取常数时（--draws）只含运气。")


def print_attribution(found: Attribution, *, language: str, console: Console) -> None:
    """Print the table and how to read it."""
    info = found.comparison.infos[found.measure]
    console.print(Padding(Line(_HEAD.say(language, what=title_of(info, language)), style="bold"), (0, 0, 0, 1)))
    console.print(attribution_table(found, language))
    for sentence in sentences(found, language):
        console.print(Padding(Line(spaced(sentence, language)), (0, 0, 0, 1)))


def attribution_table(found: Attribution, language: str) -> Listing:
    """Return a row a lever, the largest part first, and the whole."""
    draws = bool(found.comparison.draws)
    heads = (_LEVER.say(language), (_PART_DRAWS if draws else _PART_SEEDS).say(language), _SHARE.say(language))
    made = Listing([Column(heads[0], "left", words=True), Column(heads[1], "left"), Column(heads[2])])
    titles = {fact.key: fact.text.say(language).rstrip(".。") for fact in constants(found.comparison.scenario)}
    for part in found.parts:
        made.add(titles[part.key] + bracketed(part.key, language) if part.key in titles else part.key, *_cells(found, part, language))
    made.gap()
    made.add(_WHOLE.say(language), *_cells(found, found.whole, language))
    return made


def _cells(found: Attribution, part: Part, language: str) -> tuple[str, str]:
    scale: Scale = "share" if found.comparison.infos[found.measure].kind == "share" else "plain"
    if part.low != part.low:
        said = difference(part.centre, None, scale)
    else:
        places = difference_places(part.centre, part.low, part.high, scale)
        said = f"{difference(part.centre, places, scale)} {interval(part.low, part.high, places, scale)}"
    share = number(part.centre / found.whole.centre, 0, "share") if _certain(found) else "–"
    return spaced(said, language), spaced(share, language)


def _certain(found: Attribution) -> bool:
    """Tell whether the whole differs from none, so that a share of it means something."""
    return found.whole.low > 0.0 or found.whole.high < 0.0


def sentences(found: Attribution, language: str) -> list[str]:
    """Return how the table is to be read."""
    n = len(found.comparison.everybody)
    said = [(_SAMPLED if found.orders else _EXACT).say(language, n=n, orders=found.orders)]
    if found.comparison.draws:
        said.append(_MEDIANS.say(language))
    if not _certain(found):
        said.append(_NO_SHARE.say(language))
    return [*said, _WITHIN.say(language)]


__all__ = ["attribution_table", "print_attribution", "sentences"]
