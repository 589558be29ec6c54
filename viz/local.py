"""What a survey of one compound tells, in the terminal: a row a constant, before and after, and whether it is known better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from ..model.ground.text import Text
from .lines import Line
from .listing import Column, Listing
from .numbers import spaced
from .tables import PALE

if TYPE_CHECKING:
    from ..experiments.local.fit import LocalFit
    from ..experiments.local.rehearsal import Rehearsal

_HEADS = (Text("constant", "常数"), Text("before", "调查前"), Text("now (90 %)", "现在（90%）"), Text("narrower", "收窄"), Text("answer", "结论"))
_BETTER, _NOT = Text("known better", "更清楚"), Text("not told", "数据未说明")
_WHAT = Text("{key}: {title}", "{key}：{title}")
_SIZE = Text(
    "{plays} plays; the {near} nearest count, with an effective size of {effective}. {failed} plays failed.",
    "共模拟 {plays} 次；取最接近的 {near} 次，有效样本量 {effective}。失败 {failed} 次。",
)
_READ = Text(
    "narrower: how much of the width of what was thought before is ruled out. Known better: more than {least}, and more than in 19 of 20 fits with the "
    "statistics dealt to the wrong plays.",
    "收窄：调查前范围被排除的比例。更清楚：超过 {least}，且超过 20 次随机错配中的 19 次。",
)
_HELD = Text(
    "Of {many} plays held back and taken for the compound, the interval held the truth in: {shares} (90 % is asked).",
    "留出 {many} 次模拟当作本小区，区间含真值的比例：{shares}（要求 90%）。",
)
_BEYOND = Text(
    "The compound lies far outside all plays in: {names}. The scenario may not describe it (size, people, what is organised).",
    "本小区在以下方面远在全部模拟之外：{names}。情景可能未如实描述它（规模、人口、活动）。",
)
_USE = Text(
    "Written to {folder}. Use it: linli compare SCENARIO --uncertainty --posterior {file}",
    "已写入 {folder}。使用：linli compare 情景 --uncertainty --posterior {file}",
)
_FEW = Text("The effective size is below {few}: take more --plays.", "有效样本量低于 {few}：请增加 --plays。")
FEW = 50
"""Effective size below which the ends of an interval are luck."""
FIT_TITLE, REHEARSAL_TITLE = Text("What the data tell of the compound", "数据说明了小区的什么"), Text("What a survey would tell", "调查能说明什么")
_ANSWERED, _DATA = Text("answers", "答卷"), Text("what is collected", "所收数据")
_REHEARSED = Text(
    "How much narrower the interval of 90 % becomes (in the middle over {many} simulated compounds of known constants), and in brackets how often it holds "
    "the truth.",
    "90% 区间收窄的比例（{many} 个常数已知的模拟小区的中位数），括号内为含真值的比例。",
)


def print_fit(found: LocalFit, *, language: str, console: Console) -> None:
    """Print what a fit tells of a compound."""
    console.print(fit_listing(found, language))
    console.print()
    for one in found.space:
        console.print(Line(_WHAT.say(language, key=one.name, title=one.title.say(language)), style=PALE))
    console.print()
    for line in fit_reading(found, language):
        console.print(Line(line))


def fit_listing(found: LocalFit, language: str) -> Listing:
    """Return a row a constant: before, now, narrower, and whether it is known better."""
    frame = found.to_frame()
    heads = [text.say(language) for text in _HEADS]
    table = Listing([Column(heads[0], "left", words=True), *(Column(head) for head in heads[1:-1]), Column(heads[-1], "left")])
    for one, row in zip(found.space, frame.to_dict("records"), strict=True):
        before, now = (f"{row[a]:.3g} … {row[b]:.3g}" for a, b in (("before_low", "before_high"), ("low", "high")))
        answer = (_BETTER if row["better"] else _NOT).say(language)
        table.add(one.name, before, f"{row['median']:.3g} ({now})", _percent(row["narrower"], language), answer)
    return table


def fit_reading(found: LocalFit, language: str) -> list[str]:
    """Return how the table is to be read, and how far it can be believed."""
    from ..experiments.local.estimate import LEAST

    told = found.told
    effective = told.draws.effective
    held = ("，" if language == "zh" else ", ").join(f"{one.name} {_percent(share, language)}" for one, share in zip(found.space, told.covered, strict=True))
    sizes = {"plays": f"{len(found.played.shares):,}", "near": f"{len(told.draws.weights):,}", "failed": f"{found.played.failed:,}"}
    lines = [
        _SIZE.say(language, effective=f"{effective:.0f}", **sizes), _READ.say(language, least=_percent(LEAST, language)),
        _HELD.say(language, many=f"{told.held_back:,}", shares=held),
    ]  # fmt: skip
    if effective < FEW:
        lines.append(_FEW.say(language, few=FEW))
    if told.beyond:
        lines.append(_BEYOND.say(language, names=", ".join(f'"{name}"' for name in told.beyond)))
    return [*lines, _USE.say(language, folder=found.folder, file=found.folder / "posterior.csv")]


def print_rehearsal(found: Rehearsal, *, language: str, console: Console) -> None:
    """Print what a survey would teach."""
    console.print(rehearsal_listing(found, language))
    console.print()
    console.print(Line(rehearsal_reading(found, language)))


def rehearsal_reading(found: Rehearsal, language: str) -> str:
    """Return how the table is to be read."""
    return _REHEARSED.say(language, many=f"{found.rows[0][5]:,}")


def rehearsal_listing(found: Rehearsal, language: str) -> Listing:
    """Return what a survey would teach: a row for each number of answers and kind of data, a column a constant."""
    from ..experiments.local.rehearsal import DATA

    constants = list(dict.fromkeys(row[2] for row in found.rows))
    table = Listing([
        Column(_ANSWERED.say(language), "left"), Column(_DATA.say(language), "left", words=True), *(Column(name.replace(".", ".\n")) for name in constants),
    ])  # fmt: skip
    titles = {str(name): text for name, text in DATA.items()}
    for answered, data in dict.fromkeys((row[0], row[1]) for row in found.rows):
        mine = {row[2]: row for row in found.rows if row[:2] == (answered, data)}
        cells = (f"{_percent(mine[name][3], language)} ({_percent(mine[name][4], language)})" for name in constants)
        table.add(f"{answered:,}", titles[data].say(language), *cells)
    return table


def _percent(share: float, language: str) -> str:
    return spaced(f"{100.0 * share:.0f} %", language)
