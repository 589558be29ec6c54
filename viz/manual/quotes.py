"""Figures that stand on other pages of the documents, quoted where an argument needs them: the scoreboard, the ledger of claims, the record of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from ...experiments.row_record import read_effects
from ...model.ground.text import Text
from ...model.mechanisms import BUILT_IN
from ...model.society.measures import info
from .markdown import cell, table

CHINESE = (
    "charls-elders",
    "clds",
    "opposite-door",
    "shanghai-chat",
    "shanghai-director",
    "shanghai-lifts",
    "shanghai-neighbours",
    "time-use",
    "turnout-shanghai",
)
"""Studies of people in China."""
VILLAGES = ("attiro", "san-juan-sur", "san-juan-sur-notice", "karnataka", "karnataka-favours", "gobifo")
"""Studies of villages."""
MEASURED = ("acquaintances", "strangers", "trust_neighbours", "trust_institutions")
UP, DOWN, NONE = Text("more for certain", "确定增加"), Text("less for certain", "确定减少"), Text("cannot be told from none", "与无作用无法区分")
MEASURE = Text("what all arms of all rows do to", "全部条目的全部方案对下列指标的作用")
COUNT = Text("{n} arms of {rows} rows, ranges over draws.", "{rows} 个条目的 {n} 个方案，抽取的范围。")
NO_LINE = Text("(not on the page: make it anew)", "（该页中没有，请重新生成）")


def of(page: str, language: str) -> str:
    """Return the name of the file of a page in a language."""
    return f"{page}.md" if language == "en" else f"{page}.{language}.md"


def score(language: str, docs: Path) -> str:
    """Return the line of the scoreboard that counts frozen, adjusted and fitted rows."""
    lines = (docs / of("evidence", language)).read_text(encoding="utf-8").splitlines()
    null = Text("(null model: ", "（零模型：").say(language)
    return next((f"> {line}" for line in lines if line.startswith("**") and null in line), NO_LINE.say(language))


def lines_of(studies: Sequence[str]) -> Callable[[str, Path], str]:
    """Return what quotes the lines of some studies from the scoreboard."""

    def quoted(language: str, docs: Path) -> str:
        lines = (docs / of("evidence", language)).read_text(encoding="utf-8").splitlines()
        rows = [
            line.replace("](#", f"]({of('evidence', language)}#") for line in lines if any(line.startswith("| [") and f"](#{name})" in line for name in studies)
        ]
        at = next((k for k, line in enumerate(lines) if line.startswith("| [")), 0)
        return "\n".join([*lines[max(at - 2, 0) : at], *rows])

    return quoted


def claims(language: str, docs: Path) -> str:
    """Return the line of the ledger of claims that counts what came out."""
    lines = (docs / of("claims", language)).read_text(encoding="utf-8").splitlines()
    return next((f"> {line}" for line in lines if re.match(r"Of \d+ sentences|共 \d+ 句", line)), NO_LINE.say(language))


def rules(language: str, docs: Path) -> str:
    """Return the table of rules taken out one at a time."""
    text = (docs / of("necessity", language)).read_text(encoding="utf-8")
    found = re.search(r"(?:^\|.*\n)+", text, re.M)
    return found[0].rstrip() if found else NO_LINE.say(language)


def nulls(language: str, docs: Path) -> str:
    """Return how many arms of the rows move a measure for certain, up or down, and of how many nothing can be told."""
    own = {kind.name for kind in BUILT_IN} | {"four-innovations"}
    effects = [one for one in read_effects(docs / "rows" / "effects.csv") if one.row in own]
    rows = []
    for measure in MEASURED:
        mine = [one for one in effects if one.measure == measure]
        up, down = sum(one.low > 0.0 for one in mine), sum(one.high < 0.0 for one in mine)
        rows.append([cell(info(measure).title.say(language)), str(up), str(down), str(len(mine) - up - down)])
    arms = {(one.row, one.arm) for one in effects}
    told = table([MEASURE.say(language), UP.say(language), DOWN.say(language), NONE.say(language)], rows)
    return f"{told}\n\n{COUNT.say(language, n=len(arms), rows=len({row for row, _ in arms}))}"


QUOTES: dict[str, Callable[[str, Path], str]] = {
    "score": score, "chinese tables": lines_of(CHINESE), "villages": lines_of(VILLAGES), "claims": claims, "rules": rules, "nulls": nulls,
}  # fmt: skip
"""Name of a quotation -> what stands there, of a language and the folder of documents."""
