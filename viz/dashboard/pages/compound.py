"""My compound: footprints, counts or a drawing in; what was filled in, a picture, a scenario to use or to save out."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from ....model.founding.neighbourhood import PRESET_TITLES
from ....model.ground.text import Text
from ....scenarios.compound.counts import BANDS, ITEMS, blank_sheet
from ....scenarios.compound.making import Compound, toml_of
from ....scenarios.errors import UserError, show
from ..compound import words
from ..compound.draft import NAME, Draft, handed, keep, kept, outcome_of, preset_of, with_files
from ..compound.draw import Draw
from ..compound.meanings import AGES_SAID, TITLE_SAID, meaning
from ..compound.preview import picture
from ..compound.upload import Upload
from ..controller import Controller
from ..parts import button, field, markup, rows_table, select, solara, tag
from ..questions import question_mark
from .shared import Download, Folded

_UNSET = "-"
"""What is chosen where nothing is: the field of the browser gives no empty value."""
_TENURES = {"owners": words.OWNERS, "renters": words.RENTERS, "people": words.BOTH}


@solara.component
def CompoundPage(controller: Controller, moment: int) -> None:
    """Show what is given of a compound, and what comes of it."""
    draft, show_draft = solara.use_state(kept(controller))
    say = controller.say

    def change(**values: Any) -> None:
        show_draft(keep(controller, **values))

    with solara.Column():
        tag("h2", say(words.HEADING))
        tag("p", say(words.PRIVATE))
        Files(controller, draft, change, controller.state.language)
        Known(controller, draft, change, controller.state.language)
        Result(controller, draft, change, moment)


@solara.component
def Files(controller: Controller, draft: Draft, change: Any, language: str) -> None:
    """Take files, say how a map is to be read, and let a person draw."""
    say = controller.say

    def hand(value: Any) -> None:
        with controller.telling():
            change(files=with_files(kept(controller).files, handed(value)))

    def remover(name: str) -> Callable[[], None]:
        return lambda: change(files=tuple(one for one in kept(controller).files if one[0] != name))

    tag("h3", say(words.FILES))
    tag("p", say(words.FILES_HELP))
    with solara.Row(style={"flex-wrap": "wrap"}):
        Upload.element(label=say(words.CHOOSE), on_handed=hand)
        for name, _ in draft.files:
            Remove(say(words.REMOVE, name=name), remover(name)).key(f"remove-{name}")
        Download(controller, say(words.BLANK), lambda: blank_sheet(language), "counts.csv", "text/csv", "blank-sheet")
    with solara.Row(style={"flex-wrap": "wrap"}):
        solara.Checkbox(label=say(words.GCJ02), value=draft.gcj02, on_value=lambda on: change(gcj02=on))
        solara.Checkbox(label=say(words.METRES), value=draft.metres, on_value=lambda on: change(metres=on))
    with Folded(say(words.DRAW), "fold-draw").key("fold-draw"):
        Draw.element(
            words={key: say(text) for key, text in words.DRAWING.items()}, rectangles=[list(one) for one in draft.rectangles],
            on_rectangles=lambda value: change(rectangles=tuple(tuple(one) for one in value)),
        ).key(f"draw-{language}")  # fmt: skip


@solara.component
def Remove(label: str, do: Callable[[], None]) -> None:
    """Let a file be taken away again. A component of its own: there are as many as files, and hooks may not come and go."""
    button(label, do)


@solara.component
def Known(controller: Controller, draft: Draft, change: Any, language: str) -> None:
    """Take counts that are typed."""
    say = controller.say
    tag("h3", say(words.COUNTS))
    tag("p", say(words.COUNTS_HELP))
    presets = [(_UNSET, say(words.OF_SCENARIO)), *((name, say(text)) for name, text in PRESET_TITLES.items())]
    select(say(words.PRESET), presets, draft.preset or _UNSET, lambda name: change(preset="" if name == _UNSET else name), testid="preset")
    items = dict(draft.items)

    def put(name: str, given: str) -> None:
        found = {key: value for key, value in kept(controller).items if key != name}
        number = _whole(controller, ITEMS[name].text, given)
        change(items=tuple({**found, name: number}.items()) if number is not None else tuple(found.items()))

    kind = preset_of(draft, controller.state.scenario)
    with solara.v.Html(tag="div", style_="display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.5rem"):
        with solara.v.Html(tag="div", class_="linli-asked"):
            field(say(words.TITLE), draft.title, lambda given: change(title=given[:120].strip()), testid="field-title")
            markup(question_mark(say(TITLE_SAID), say(words.TITLE), language), name="span")
        for name, item in ITEMS.items():
            with solara.v.Html(tag="div", class_="linli-asked"):
                field(say(item.text), str(items.get(name, "")), partial(put, name), testid=f"field-{name}")
                markup(question_mark(meaning(name, kind, language), say(item.text), language), name="span")
    with Folded(say(words.AGES), "fold-ages").key("fold-ages"):
        Ages(controller, draft, change, language)


@solara.component
def Ages(controller: Controller, draft: Draft, change: Any, language: str) -> None:
    """Take people by age and tenure."""
    say = controller.say
    told = {one[:3]: one[3] for one in draft.people}

    def put(key: tuple[int, int, str], given: str) -> None:
        found = {one[:3]: one[3] for one in kept(controller).people if one[:3] != key}
        number = _whole(controller, words.AGE, given)
        change(people=tuple((*place, count) for place, count in {**found, **({key: number} if number is not None else {})}.items()))

    markup(f"{html.escape(say(words.AGES))} {question_mark(say(AGES_SAID), say(words.AGES), language)}", name="span")
    with solara.v.Html(tag="div", style_="display:grid;grid-template-columns:repeat(2,minmax(8rem,16rem));gap:.5rem"):
        for low, high in BANDS:
            for tenure in ("owners", "renters"):
                key = (low, high, tenure)
                field(f"{say(_TENURES[tenure])} {_band(low, high)}", str(told.get(key, "")), partial(put, key), testid=f"field-{tenure}-{low}")


def _whole(controller: Controller, what: Text, given: str) -> int | None:
    """Return a typed number, None where nothing stands; what is none is told."""
    text = unicodedata.normalize("NFKC", given).strip().replace(",", "")
    with controller.telling():
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise UserError(*_no_number(what, text))
        return int(text) if text else None
    return None


def _band(low: int, high: int) -> str:
    return f"{low}–{high}" if high < 120 else f"{low}+"


def _no_number(what: Text, text: str) -> tuple[str, str]:
    return words.NO_NUMBER.en.format(name=what.en, given=show(text)), words.NO_NUMBER.zh.format(name=what.zh, given=show(text))


@solara.component
def Result(controller: Controller, draft: Draft, change: Any, moment: int) -> None:
    """Show what comes of what is given."""
    say, language, base = controller.say, controller.state.language, controller.state.scenario
    task = solara.lab.use_task(lambda: outcome_of(draft, base, language), dependencies=[draft, base.hash(), language], raise_error=False)
    tag("h3", say(words.OUTCOME))
    if draft.empty:
        tag("p", say(words.NOTHING), testid="compound-nothing")
        return
    if not task.finished or task.value is None:
        tag("p", say(words.WORKING), role="status")
        return
    found = task.value
    if found.sites and (len(found.sites) > 1 or draft.site):
        choices = [(_UNSET, say(words.ALL_SITES)), *((name, name) for name in found.sites)]
        select(say(words.SITE), choices, draft.site or _UNSET, lambda name: change(site="" if name == _UNSET else name), testid="site")
    if found.compound is None:
        tag("p", found.error, testid="compound-error", role="alert", class_="linli-error")
        return
    Made(controller, found.compound)


@solara.component
def Made(controller: Controller, compound: Compound) -> None:
    """Show a compound: a button to use it, the file, a picture, what it is in numbers, what was filled in."""
    say, language = controller.say, controller.state.language
    with solara.Row(style={"flex-wrap": "wrap"}):
        button(say(words.USE), lambda: controller.adopt(compound.scenario), testid="compound-use", main=True)
        Download(controller, say(words.SAVE), lambda: toml_of(compound, language).encode(), f"{NAME}.toml", "application/toml", "compound-save")
    if controller.state.scenario.data == compound.scenario.data:
        tag("p", say(words.USED), testid="compound-used", role="status")
    markup(picture(compound, language), "compound-picture")
    rows_table([say(words.WHAT), say(words.VALUE)], _facts(compound, controller), say(words.FACTS), "compound-facts")
    if compound.people.ages:
        rows = [
            [f"{say(_TENURES[tenure])} {_band(low, high)}", f"{count:,}", f"{expected:,.0f}"]
            for tenure, low, high, count, expected in compound.people.ages
        ]
        rows_table([say(words.AGE), say(words.COUNTED), say(words.EXPECTED)], rows, say(words.COMPARED), "compound-ages")
    tag("h3", say(words.NOTES))
    markup("".join(f"<li>{html.escape(note.say(language))}</li>" for note in compound.notes), "compound-notes", name="ul")


def _facts(compound: Compound, controller: Controller) -> list[list[str]]:
    numbers, population = compound.scenario.neighbourhood.resolved(), compound.scenario.population
    units, percent = numbers.units, "%" if controller.state.language == "zh" else " %"
    rows = [
        (words.BUILDINGS, f"{len(units.gates):,}"), (words.GATES, f"{len(units.landings):,}"), (words.FLATS, f"{compound.flats:,}"),
        (words.RESIDENTS, f"{compound.residents:,.0f}"), (words.LIVED_IN, f"{100 * numbers.occupancy:.0f}{percent}"),
        (words.RENTING, f"{100 * population.renters:.0f}{percent}"),
    ]  # fmt: skip
    return [[controller.say(text), value] for text, value in rows]
