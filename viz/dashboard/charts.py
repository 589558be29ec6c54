"""What stands below the verdict, as HTML: differences over time, the table, who pays."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...model.ground.text import Text
from ..numbers import spaced
from ..rows import costs, headlines, summary
from ..tables import sentences, table
from ..words import bracketed, change, scale_of, sentence, title_of, unit_of, unit_of_difference
from .amounts import amount
from .course import change_of
from .drawing import Line, calendar_note, chart, swatch
from .meanings import facts_of, glossary, question, questions

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from ...scenarios.facts import Fact
    from ..story import Story

_OVER_TIME = Text("Difference from “{baseline}” over time", "与“{baseline}”相比的差值随时间的变化")
_BAND = Text("Bands: 95 % interval over seeds.", "色带：各随机种子的 95% 区间。")
_BAND_DRAWS = Text("Bands: 5 to 95 % of draws.", "色带：各次抽取的 5% 至 95%。")
_TABLE, _PAYS = Text("All headline measures", "主要指标"), Text("Who pays, a year", "每年由谁支付")
_PAYER, _DIFFERENCE = Text("payer", "支付方"), Text("difference: {arm}", "差值：{arm}")
_NO_COST = Text("Nobody paid anything.", "没有任何支出。")


def over_time(comparison: Comparison, story: Story, language: str) -> str:
    """Return the charts of all headline measures, in a grid that becomes one column on a telephone."""
    legend = "".join(f"<span>{swatch(k)} {html.escape(story.title_of(arm, language))}</span>" for k, arm in enumerate(story.arms))
    band = "" if story.single else (_BAND_DRAWS if story.draws else _BAND).say(language)
    head = html.escape(_OVER_TIME.say(language, baseline=story.title_of(story.baseline, language)))
    made = [f"<h2>{head}</h2><p class='linli-legend'>{legend} <span>{html.escape(band)}</span></p><div class='linli-grid-of-charts'>"]
    facts = facts_of(comparison)
    for measure in headlines(story):
        if not story.info(measure).a_year:
            made.append(_figure(comparison, story, measure, language, facts))
    made.append(f"</div><p class='linli-small'>{html.escape(calendar_note(story.weeks, language))}</p>")
    return "".join(made)


def _figure(comparison: Comparison, story: Story, measure: str, language: str, facts: Mapping[str, Fact]) -> str:
    found = [(k, arm, change_of(comparison, arm, measure)) for k, arm in enumerate(story.arms)]
    lines = [Line(story.title_of(arm, language), k, one) for k, arm, one in found if one is not None]
    if not lines:
        return ""
    info = story.info(measure)
    title = title_of(info, language)
    said = " ".join(spaced(sentence(story, arm, measure, title, language), language) for arm in story.arms)
    scale = scale_of(story, measure, language)
    drawn = chart(lines, story.weeks, scale, language, said)
    unit = bracketed(unit_of_difference(scale, language).strip() or unit_of(info, language), language)
    return f"<figure><figcaption>{html.escape(title + unit)} {question(story, measure, facts, language)}</figcaption>{drawn}</figure>"


def numbers(comparison: Comparison, story: Story, language: str) -> str:
    """Return the table of `linli compare`, what its measures mean, and the sentences below it."""
    head = html.escape(_TABLE.say(language))
    words = glossary(story, (row.measure for section in summary(story) for row in section), facts_of(comparison), language)
    below = "".join(f"<p>{html.escape(spaced(line, language))}</p>" for line in sentences(story, language))
    return f"<h2>{head}</h2><div class='linli-wide' tabindex='0' role='region' aria-label='{head}'>{table(story, language).html()}</div>{words}{below}"


class Payers(NamedTuple):
    """The table of who pays.

    Attributes:
        caption: above it; all there is where nobody pays.
        head, rows: of the table.
        asked: a line of HTML with the "?" of each payer.
    """

    caption: str
    head: list[str] = []
    rows: list[list[str]] = []
    asked: str = ""


def payers(comparison: Comparison, story: Story, language: str) -> Payers:
    """Return the table of who pays."""
    told = [m for m in costs(story) if story.info(m).kind == "yuan" and m.startswith("yuan_") and story.happened(m)]
    if not told:
        return Payers(_NO_COST.say(language))
    head = [_PAYER.say(language), story.title_of(story.baseline, language)]
    for arm in story.arms:
        head += [story.title_of(arm, language), _DIFFERENCE.say(language, arm=story.title_of(arm, language))]
    rows = []
    for measure in told:
        row = [title_of(story.info(measure), language), amount(story, story.baseline, measure, language)]
        for arm in story.arms:
            row += [amount(story, arm, measure, language), spaced(change(story, arm, measure, language), language)]
        rows.append(row)
    named = {measure: title_of(story.info(measure), language) for measure in told}
    return Payers(_PAYS.say(language), head, rows, questions(story, named, facts_of(comparison), language))
