"""The claim ledger as a page, docs/claims.md and docs/claims.zh.md: sentence, mechanism, evidence, what the model finds.

`linli claims --page docs/claims.md` writes both from the record of rows (docs/rows/effects.csv).
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..experiments.claims import GRADES, WORDS, Claim, Finding, claims, findings, verdict
from ..experiments.row_record import Effect
from ..model.ground.text import Text
from ..model.society.measures import info
from .evidence_page import page_of, writing_all
from .evidence_words import GENERATED, OTHER
from .numbers import Scale, difference, difference_places, interval
from .words import title_of, unit_of

COMMAND = "linli claims --page {file}"
TITLE = Text("The claim ledger: what the source says, and what the model finds", "断言台账：来源说了什么，模型发现什么")
LESSON = Text(
    "Each sentence of the source that speaks of an effect, how much is known of it outside the model, which row of the source plays it, and what its policy "
    "moves in the model by the end: the median over draws of what is not known about people, with the 5 to 95 % range (luck included). “Effect” means that the "
    "range excludes zero on the side that the sentence says; “the opposite”, on the other side. What cannot be told from none is printed as such. A finding "
    "holds within this model: that a mechanism built to do a thing does it is no proof that it does so in a street.",
    "来源中每句涉及作用的话：模型之外有多少根据，由哪个条目运行，以及该政策到期末在模型中改变了什么——对未知的人多次抽取的中位数与 5% 至 95% 范围（含运气）。"
    "“有作用”指范围在该句所说的一侧不含零，“作用相反”指在另一侧。与无作用无法区分的照样列出。结论只在本模型内成立：按某种作用建造的机制产生该作用，不能证明街道上也如此。",
)
COUNT = Text("Of {all} sentences: {list}.", "共 {all} 句：{list}。")
OF = Text("{word} {n}", "{word} {n} 句")
SENTENCE, ROW = Text("sentence", "原文"), Text("row", "条目")
KNOWN, FINDS = Text("what is known outside the model", "模型之外的根据"), Text("what the model finds", "模型的发现")
UP, DOWN = Text("should rise", "应上升"), Text("should fall", "应下降")
NO_LINE = Text("not played yet", "尚未运行")
NO_SHARE = Text("nothing to compare: there is none without the policy", "无从比较：没有政策时无此事")
POINTS = Text("points", "个百分点")


def write_claims(effects: Sequence[Effect], file: Path, record: Path) -> list[Path]:
    """Write the page in all languages; `file` is the English one, `record` the record of rows.

    Raises:
        UserError: a file cannot be written.
    """
    return writing_all(file, lambda language: claims_page(effects, language, file, record))


def claims_page(effects: Sequence[Effect], language: str, file: Path, record: Path) -> str:
    """Return the page as Markdown; `file` is the English page, beside whose folder the pages of rows are found."""
    found = {claim.id: findings(claim, effects) for claim in claims()}
    counted = Counter(verdict(found[claim.id]) for claim in claims())
    said = [OF.say(language, word=word.say(language), n=counted[name]) for name, word in WORDS.items() if counted[name]]
    rows = os.path.relpath(record.parent, file.parent)
    parts = [
        f"<!-- {GENERATED.say(language, command=COMMAND.format(file=file.as_posix()))} -->",
        "<!-- rests on: " + " ".join(dict.fromkeys(f"{one.row}={one.rests_on}" for one in effects)) + " -->",
        f"# {TITLE.say(language)}",
        OTHER.say(language, file=page_of(file, "zh" if language == "en" else "en").name),
        LESSON.say(language),
        COUNT.say(language, all=len(claims()), list=("、" if language == "zh" else ", ").join(said)),
        "\n".join(_table(found, rows, language)),
    ]
    return "\n\n".join(parts) + "\n"


def _table(found: dict[str, list[Finding]], rows: str, language: str) -> Iterable[str]:
    yield "| " + " | ".join(head.say(language) for head in (SENTENCE, ROW, KNOWN, FINDS)) + " |"
    yield "|---|---|---|---|"
    for claim in claims():
        row = f"[{claim.row}]({rows}/{claim.row}.md)" if claim.row else "–"
        known = f"**{GRADES[claim.evidence.grade].say(language)}.** {claim.evidence.text.say(language)}"
        known = known if language == "en" else known.replace(".** ", "。**")
        cells = (claim.sentence.text.say(language), row, known, _finding(claim, found[claim.id], language))
        yield "| " + " | ".join(cells) + " |"


def _finding(claim: Claim, found: Sequence[Finding], language: str) -> str:
    word = f"**{WORDS[verdict(found)].say(language)}**"
    if claim.not_tested is not None:
        return f"{word}{'：' if language == 'zh' else ': '}{claim.not_tested.text.say(language)}"
    return "<br>".join((word, *(_line(one, language) for one in found)))


def _line(one: Finding, language: str) -> str:
    what = info(one.test.measure)
    way = (UP if one.test.way == "up" else DOWN).say(language)
    head = f"{title_of(what, language)}（{way}）：" if language == "zh" else f"{title_of(what, language)} ({way}): "
    if one.effect is None:
        return head + NO_LINE.say(language)
    if one.effect.low != one.effect.low:
        return head + NO_SHARE.say(language)
    scale: Scale = "share" if what.kind == "share" else "plain"
    low, high = one.effect.low, one.effect.high
    if scale == "share":
        # The ends of a range are a little outside of what was drawn; no share changes by more than the whole.
        low, high = max(low, -1.0), min(high, 1.0)
    places = difference_places(one.effect.median, low, high, scale)
    span = interval(low, high, places, scale)
    unit = POINTS.say(language) if scale == "share" else unit_of(what, language, rate=what.a_year)
    end = f"{'；' if language == 'zh' else '; '}{WORDS[one.found].say(language)}"
    return f"{head}{difference(one.effect.median, places, scale)} {span} {unit}{end}"
