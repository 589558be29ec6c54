"""The brief: two printable A4 pages of a comparison, as HTML that prints and as PDF.

Everything in it comes from the folder of the comparison, and every number is written by what writes it in `linli show`. The HTML asks for no file and no
host besides itself. The PDF is that HTML, laid out by WeasyPrint; letters become smaller until two pages hold it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ..experiments.commands import OWN as OWN_FILE
from ..experiments.commands import command_of
from ..model.ground.letters import wide
from ..model.ground.text import Text
from ..model.society.groups import GROUPS, name_of
from ..scenarios.errors import UserError, show
from ..scenarios.files import reason_of, write_file
from . import brief_words as words
from .listing import Column, Listing
from .numbers import difference, number, spaced
from .rows import cost_rows, headline_rows, headlines
from .tables import assumed_sentence, columns_of, cost_sentence, draws_sentences, heading
from .telling import story_of_comparison
from .words import bracketed, change, sentence, title_of, upper_first

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison
    from .story import Story

FORMATS = ("html", "pdf")
MOST_VERDICTS = 4
"""Policies that have a sentence of their own; of more the table tells."""
_FIRST = ("acquaintances", "came_quarter", "strangers")
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""Sizes of letters and pictures that are tried, the largest first."""
_PLAIN_SCALE = 0.82
"""Where nobody can say how many pages it takes."""
_PICTURE = 8.6
"""Inches of a picture's width, a little more than those of the paper: letters stay near the size of the text."""
_MOST_ASSUMED = 5


def write_brief(
    comparison: Comparison, folder: str | Path, language: str = "en", formats: Sequence[str] = FORMATS, notice: Callable[[str], None] | None = None
) -> list[Path]:
    """Write the brief of a comparison: brief.html and brief.pdf, in Chinese brief.zh.html and brief.zh.pdf.

    Args:
        comparison: what is told.
        folder: where the files go; made if it is not there.
        language: "en" or "zh".
        formats: "html", "pdf" or both.
        notice: gets a sentence if there can be no PDF on this computer.

    Returns:
        The files.

    Raises:
        UserError: nothing finished, what there is takes more than two pages, or a file cannot be written.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        given, reason = show(str(place)), reason_of(error)
        raise UserError(f"the folder {given} cannot be made: {reason}.", f"无法建立文件夹 {given}：{reason}。") from None
    stem = "brief" if language == "en" else f"brief.{language}"
    html, pdf = brief(comparison, language)
    paths = []
    if "html" in formats or pdf is None:
        paths.append(place / f"{stem}.html")
        write_file(paths[-1], html)
    if "pdf" in formats and pdf is not None:
        paths.append(place / f"{stem}.pdf")
        write_file(paths[-1], pdf)
    if "pdf" in formats and pdf is None and notice is not None:
        notice(words.NO_PDF.say(language, html=f"{stem}.html"))
    return paths


def brief(comparison: Comparison, language: str = "en") -> tuple[str, bytes | None]:
    """Return the brief as HTML and as PDF; no PDF where WeasyPrint or its libraries are not there.

    Raises:
        UserError: nothing finished, or what there is takes more than two pages.
    """
    if not comparison.seeds:
        raise UserError(*(text.replace("{given}", show(str(comparison.folder or ""))) for text in words.NO_SEEDS))
    story = story_of_comparison(comparison)
    parts = _Parts(comparison, story, language)
    lay_out = _layout()
    if lay_out is None:
        return parts.html(_PLAIN_SCALE), None
    for scale in _SCALES:
        html = parts.html(scale)
        pages, pdf = lay_out(html)
        if pages <= 2:
            return html, pdf
    raise UserError(*(text.replace("{arms}", str(len(story.arms))) for text in words.TOO_LONG))


def _layout() -> Callable[[str], tuple[int, bytes]] | None:
    """Return what lays HTML out: HTML -> pages and PDF; None where it cannot be had."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from weasyprint import HTML, URLFetcher
    except (ImportError, OSError):
        return None

    def lay_out(html: str) -> tuple[int, bytes]:
        file = io.BytesIO()
        # Nothing but what is in the HTML itself is ever fetched.
        document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",))).render()
        document.write_pdf(file)
        return len(document.pages), file.getvalue()

    return lay_out


class _Parts:
    """The pieces of a brief; pictures are drawn once, whatever the size of letters.

    Args:
        comparison: what is told.
        story: the same, ready to be told.
        language: "en" or "zh".
    """

    def __init__(self, comparison: Comparison, story: Story, language: str) -> None:
        self.comparison, self.story, self.language = comparison, story, language
        self._pictures = [_picture(told, name, language, size) for told, name, size in _chosen(story)]
        self._command = command_of(comparison)

    def html(self, scale: float) -> str:
        """Return both pages with letters and pictures of a size."""
        title, facts = heading(self.story, self.language)
        high = 92.0 * scale
        style = words.STYLE.format(size=f"{9.4 * scale:.2f}", high=f"{high:.1f}")
        head = f'<p class="kicker">{self._say(words.KICKER)}</p><h1>{escape(title)}</h1><p class="facts">{escape(spaced(facts, self.language))}</p>'
        first = [head, self._verdict(), *self._pictures[:1], self._changes(), self._cost()]
        second = [*self._pictures[1:], self._who(), self._assumed(), self._made()]
        pages = [f"<section>{''.join(part)}{self._foot(k + 1)}</section>" for k, part in enumerate((first, second))]
        tongue = {"en": "en", "zh": "zh-CN"}[self.language]
        return (
            f'<!doctype html>\n<html lang="{tongue}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title><style>{style}</style></head>\n<body>{''.join(pages)}</body></html>\n"
        )

    def _say(self, text: Text, **values: object) -> str:
        return escape(text.say(self.language, **values))

    def _head(self, text: Text, **values: object) -> str:
        return f"<h2>{self._say(text, **values)}</h2>"

    def _lines(self, said: Iterable[str], style: str = "") -> str:
        kind = f' class="{style}"' if style else ""
        return "".join(f"<p{kind}>{escape(spaced(one, self.language))}</p>" for one in said if one)

    def _verdict(self) -> str:
        """Return what each policy does, in the words of `linli compare`."""
        story, language = self.story, self.language
        told = story.arms[:MOST_VERDICTS]
        said = [sentence(story, arm, "acquaintances", words.WHAT.say(language), language) for arm in told]
        said += [upper_first(cost_sentence(story, arm, language)) for arm in told[:1] if arm in story.costs]
        return f'<div class="verdict">{self._lines(said)}</div>'

    def _changes(self) -> str:
        story, language = self.story, self.language
        if len(story.arms) == 1:
            return self._head(words.TABLE) + columns_of(story, headline_rows(story), language).html()
        measures = [m for m in (*_FIRST, *headlines(story)) if story.measured(m)]
        return self._head(words.TABLE_MANY, baseline=story.title_of(story.baseline, language)) + self._matrix(list(dict.fromkeys(measures))[:4])

    def _matrix(self, measures: Sequence[str]) -> str:
        """Return a table with a row a policy, and what it changes in each measure."""
        story, language = self.story, self.language
        heads = [words.POLICY.say(language), *(title_of(story.info(m), language) for m in measures)]
        made = Listing([Column(head, "left", words=True) for head in heads])
        for arm in story.arms:
            made.add(story.title_of(arm, language), *(spaced(change(story, arm, m, language), language) for m in measures))
        return made.html()

    def _cost(self) -> str:
        """Return what is spent, by who pays and who works."""
        story, language = self.story, self.language
        rows = cost_rows(story)
        if len(story.arms) == 1:
            return self._head(words.COST) + columns_of(story, rows, language).html()
        whole = [row.measure for row in rows if not any(row.measure.startswith(f"{other.measure}_") for other in rows)][:4]
        said = [cost_sentence(story, arm, language) for arm in story.arms[1:MOST_VERDICTS] if arm in story.costs]
        return self._head(words.COST) + self._matrix(whole) + self._lines(said, "small")

    def _who(self) -> str:
        """Return who gains least of the first policy: groups in the order of what they gain, two tables side by side."""
        story, language = self.story, self.language
        arm = story.foremost
        gains = {g: e for g in GROUPS if (e := story.effect(arm, name_of("acquaintances", g))) is not None and not math.isnan(e.centre)}
        if not gains:
            return ""
        order = sorted(gains, key=lambda g: gains[g].centre)
        half = -(-len(order) // 2)
        tables = "".join(f"<div>{self._groups(arm, part)}</div>" for part in (order[:half], order[half:]))
        small = [words.GROUPS.say(language), words.ONE_OF.say(language) if len(story.arms) > 1 else ""]
        notes = self._lines([("" if language == "zh" else " ").join(one for one in small if one)], "small")
        return self._head(words.WHO) + self._lines([behind(story, arm, language)]) + f'<div class="two">{tables}</div>' + notes

    def _groups(self, arm: str, groups: Sequence[str]) -> str:
        story, language = self.story, self.language
        made = Listing([Column(words.GROUP.say(language), "left", words=True), Column(words.CAME.say(language)), Column(words.GAIN.say(language), "left")])
        for group in groups:
            came = number(story.end(arm, name_of("came_quarter", group)), None, "share")
            made.add(GROUPS[group].title.say(language), *(spaced(s, language) for s in (came, change(story, arm, name_of("acquaintances", group), language))))
        return made.html()

    def _assumed(self) -> str:
        story, language = self.story, self.language
        stop = "。" if language == "zh" else "."
        said = [words.WITHIN.say(language), upper_first(assumed_sentence(story, language)) + stop]
        said += [upper_first(one) + stop for one in draws_sentences(story, language)] if story.drawn is not None else [words.RANGE.say(language)]
        own = assumed_of(self.comparison, language)
        if own:
            said.append(words.ASSUMED_HERE.say(language, list=own))
        return self._head(words.ASSUMED) + self._lines([("" if language == "zh" else " ").join(said)])

    def _made(self) -> str:
        story, facts = self.story, self.comparison.facts
        lines = [(words.COMMAND, f"<code>{escape(self._command)}</code>")]
        if OWN_FILE in self._command:
            lines.append((words.SOURCE, self._say(words.OWN if self.comparison.folder is not None else words.OWN_SAVED)))
        lines += [(words.VERSION, escape(f"linli {story.version}")), (words.HASH, f"<code>{escape(', '.join(hashes(self.comparison)))}</code>")]
        if source := source_in(facts.source, self.language):
            lines.append((words.SOURCE, escape(source)))
        said = "".join(f"<dt>{self._say(name)}</dt><dd>{value}</dd>" for name, value in lines)
        return f"{self._head(words.MADE)}<dl>{said}</dl>"

    def _foot(self, page: int) -> str:
        return f"<footer>{escape(self.story.provenance(self.language))} · {self._say(words.PAGE, n=page)}</footer>"


def source_in(source: str, language: str) -> str:
    """Return the source of a case; on an English page without the parts that are Chinese."""
    return source if language == "zh" else ", ".join(part.strip() for part in source.split(",") if not any(map(wide, part)))


def behind(story: Story, arm: str, language: str) -> str:
    """Say which groups gain least by a policy; of a gain that may be none, nothing."""
    whole = story.effect(arm, "acquaintances")
    name = upper_first(story.title_of(arm, language))
    if whole is None or not whole.low > 0.0:
        return words.NO_GAIN.say(language, arm=name)
    effects = {g: e for g in GROUPS if (e := story.effect(arm, name_of("acquaintances", g))) is not None and not math.isnan(e.centre)}
    left = sorted((g for g, e in effects.items() if not e.low > 0.0 or e.centre < 0.5 * whole.centre), key=lambda g: effects[g].centre)
    mean = difference(whole.centre, 1)
    if not left:
        return words.NOBODY_BEHIND.say(language, arm=name, mean=mean)
    listed = ("、" if language == "zh" else ", ").join(GROUPS[g].title.say(language) for g in left)
    return words.BEHIND.say(language, arm=name, list=listed, mean=mean)


def assumed_of(comparison: Comparison, language: str) -> str:
    """Return the first constants that the mechanisms of the policies assume, with their values; empty if they assume none."""
    from ..scenarios.facts import constants
    from ..scenarios.units import unit_zh

    scenario = comparison.scenario
    touched = {key for arm in comparison.arms for key in scenario.overrides.get(arm, {}).get("mechanisms", {})} or set(comparison.facts.mechanisms)
    own = [fact for fact in constants(scenario) if fact.mark == "assumed" and fact.key.partition(".")[0] in touched]
    said = []
    for fact in own[:_MOST_ASSUMED]:
        unit = unit_zh(fact.unit) if language == "zh" else fact.unit
        value = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
        # "0 to 1" says how far a number can go, and nothing of what is counted.
        value = f"{value} {unit}" if unit and not unit[0].isdigit() else value
        said.append(fact.text.say(language).rstrip(".。") + bracketed(value, language))
    if len(own) > _MOST_ASSUMED:
        said.append(words.AND_MORE.say(language, n=len(own) - _MOST_ASSUMED, name=comparison.facts.name))
    return ("；" if language == "zh" else "; ").join(said)


def hashes(comparison: Comparison) -> tuple[str, ...]:
    """Return what tells the result and the scenario from all others: of the manifest, which holds a checksum of every table, and of the scenario."""
    from ..experiments.places import MANIFEST

    folder = comparison.folder
    found = [] if folder is None else [hashlib.blake2b((folder / MANIFEST).read_bytes(), digest_size=8).hexdigest()]
    return (*found, comparison.scenario.hash())


def _chosen(story: Story) -> list[tuple[Story, str, tuple[float, float]]]:
    """Return the two pictures: what changed, and where; each with the story and the size that it is drawn of."""
    from .figures import drawings, size_of

    there = drawings(story)
    few = max(1, 12 // max(len(story.arms), 1))
    keep = [m for m in (*_FIRST, *headlines(story)) if story.measured(m)]
    keep = list(dict.fromkeys(keep))[:few]
    short = replace(story, infos={name: info for name, info in story.infos.items() if name in keep or not info.headline})
    found: list[tuple[Story, str, tuple[float, float]]] = []
    if "effects" in there:
        found.append((short, "effects", (_PICTURE, size_of("effects", short)[1] - 1.5)))
    for name in ("compound", "growth", "participation"):
        if name in there and len(found) < 2:
            width, height = size_of(name, story)
            size = (_PICTURE, (height - 1.6) * _PICTURE / width) if name == "compound" else (_PICTURE + 2.0, height - 2.0)
            found.append((story, name, size))
    return found


def _picture(story: Story, name: str, language: str, size: tuple[float, float]) -> str:
    """Return a picture as HTML: an SVG in it, its title and how to read it."""
    from .figures import bare_figure

    figure, title, note = bare_figure(story, name, language, size)
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    data = base64.b64encode(file.getvalue()).decode("ascii")
    title = words.ALL_MEASURES.say(language) if name == "effects" else title
    caption = f'<figcaption><b>{escape(title)}</b><br><span class="note">{escape(note)}</span></figcaption>'
    return f'<figure>{caption}<img alt="{escape(title)}" src="data:image/svg+xml;base64,{data}"></figure>'
