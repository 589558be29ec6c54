"""The table of a benchmark: each figure beside its target, and below it the machine."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.padding import Padding

from ..experiments.benchmark import WHOLE
from ..experiments.probes import SCENARIO
from ..model.ground.text import Text
from .lines import Line
from .listing import Column, Listing

if TYPE_CHECKING:
    from rich.console import Console

    from ..experiments.benchmark import Measured

NAMES = {
    "title": Text("linli {version}: {size} residents, {scenario} whole", "linli {version}：{size} 名居民，{scenario} 全部规则"),
    "figure": Text("figure", "指标"),
    "measured": Text("measured", "实测"),
    "target": Text("target", "目标"),
    "kept": Text("kept", "达标"),
    "yes": Text("yes", "是"),
    "no": Text("no", "否"),
    "none": Text("–", "–"),
    "least": Text("at least {n}", "不低于 {n}"),
    "most": Text("at most {n}", "不高于 {n}"),
    "missing": Text("not measured", "未测"),
    "unit": Text("unit", "单位"),
    "sized": Text("* the target is for 1,000,000 residents (linli benchmark without --quick)", "* 目标针对 100 万居民（不带 --quick 的 linli benchmark）"),
}


def print_figures(found: Measured, language: str, console: Console) -> None:
    """Print the table, and below it the machine."""

    def word(key: str, **values: object) -> str:
        return NAMES[key].say(language, **values)

    def say(text: str, style: str = "") -> None:
        console.print(Padding(Line(text, style=style), (0, 0, 0, 1)))

    facts = found.facts
    say(word("title", version=facts["linli"], size=f"{found.sizes.residents:,}", scenario=SCENARIO), "bold")
    sides = {"figure": "left", "measured": "right", "unit": "left", "target": "right", "kept": "left"}
    table = Listing([Column(word(key), side, words=key == "figure") for key, side in sides.items()])  # type: ignore[arg-type]
    quick = found.sizes is not WHOLE
    for f in found.figures:
        value = word("missing") if math.isnan(f.value) else f"{f.value:,.{f.digits}f}"
        target = word("none") if f.target is None else word("least" if f.better == "high" else "most", n=f"{f.target:g}")
        kept = "" if f.met is None else word("yes") if f.met else word("no")
        table.add(f.title.say(language), value, f.unit.say(language), target, kept + ("*" if quick and f.sized else ""))
    console.print(table)
    if quick:
        say(word("sized"))
    names = ("processor", "processors", "platform", "python", "numpy", "numba", "load")
    say("; ".join(f"{name} {facts[name]}" for name in names if name in facts))
