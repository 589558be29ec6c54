"""Which measures a table shows, and in which order: made from what measures declare of themselves, and from nothing else.

The summary: the headlines, and trust; then each official count with what happened under it, and under counts of person-times the
people behind them; then what it cost. The long table: everything, by who measures it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model.ground.text import Text
from ..model.society.groups import GROUP_MEASURES
from ..model.society.measures import MEASURES, TRUST, WHO_CAME
from .story import Story
from .words import title_of

_COST = Text("cost: {what}", "成本：{what}")
BESIDE = {"acquaintances": "acquaintances_fresh"}
"""Headline -> what stands under it: how many acquaintances there are says nothing of how alive they are."""
_PERSON_TIMES = "person-times"
_ENGINE, _SERVICES = Text("people and their ties", "居民与关系"), Text("services of the community", "社区服务")
_REACHED = Text("who gained and who did not", "谁受益，谁没有")
_ORIGINS, _WEEKLY = Text("where acquaintances began", "熟人关系的来源"), Text("in the last week", "最后一周")


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        measure: full name of the measure.
        under: True if it stands under the row above, which it explains.
        cost: True for the first row of what it cost.
        brief: whether the row is also shown where several policies stand under one another.
    """

    measure: str
    under: bool = False
    cost: bool = False
    brief: bool = False


class Group(NamedTuple):
    """Rows of the long table that belong together, with their heading."""

    title: Text
    rows: tuple[Row, ...]


def summary(story: Story) -> tuple[tuple[Row, ...], ...]:
    """Return the sections of the summary; only what was measured is in them."""
    shown = [headline_rows(story), official_rows(story), cost_rows(story)]
    return tuple(section for section in shown if section)


def headline_rows(story: Story) -> tuple[Row, ...]:
    """Return the headlines, those of mechanisms after the engine's, and trust."""
    rows: list[Row] = []
    for measure in (*headlines(story), *(m for m in TRUST if story.measured(m))):
        rows.append(Row(measure, brief=True))
        if measure in BESIDE and story.measured(BESIDE[measure]):
            rows.append(Row(BESIDE[measure], under=True))
    return tuple(rows)


def headlines(story: Story) -> list[str]:
    """Return the measures that everybody looks at first."""
    return [m for m, info in story.infos.items() if info.headline and story.measured(m)]


def officials(story: Story) -> list[str]:
    """Return the official counts, those of person-times first."""
    found = [m for m, info in story.infos.items() if info.beside and (story.happened(m) or story.happened(info.beside))]
    return sorted(found, key=lambda m: not counts_person_times(story, m))


def counts_person_times(story: Story, measure: str) -> bool:
    """Tell whether a measure counts attendances, in which one person may count many times."""
    return story.info(measure).unit.startswith(_PERSON_TIMES)


def official_rows(story: Story) -> tuple[Row, ...]:
    """Return each official count with what happened under it; under those of person-times, who came."""
    listed = officials(story)
    people = [m for m in listed if counts_person_times(story, m)]
    came = [Row(m, under=bool(people), brief=m == WHO_CAME[1]) for m in WHO_CAME if story.measured(m)]
    others = [m for m in listed if m not in people]
    return (*_beside(story, people), *came, *_beside(story, others))


def _beside(story: Story, listed: Iterable[str]) -> Iterator[Row]:
    for measure in listed:
        brief = bool(story.owner(measure))
        yield Row(measure, brief=brief)
        happened = story.info(measure).beside
        if story.measured(happened):
            yield Row(happened, under=True, brief=brief)


def since_the_start(story: Story, measure: str) -> bool:
    """Tell whether a measure counts from the start on, so that its value at the start says nothing: sums, official counts, who came."""
    told = [m for m, info in story.infos.items() if info.beside]
    return measure in (*WHO_CAME, *told, *(story.info(m).beside for m in told)) or story.info(measure).unit.endswith("since the start")


def costs(story: Story) -> list[str]:
    """Return what the community spends: yuan first, then hours. What a mechanism counts for itself is none of it."""
    found = [m for m, info in story.infos.items() if info.kind in ("yuan", "hours") and info.a_year and not story.owner(m) and story.measured(m)]
    return sorted(found, key=lambda m: story.info(m).kind != "yuan")


def cost_rows(story: Story) -> tuple[Row, ...]:
    """Return what it cost, by the year: each sum, and by payer or duty where more than one had a part in it.

    A sum that says the same as the first one in all arms (volunteers' hours that have no price) is left out.
    """
    told = costs(story)
    first = told[:1]

    def repeats(measure: str) -> bool:
        alike = story.info(measure).kind == story.info(first[0]).kind
        return measure not in first and alike and all(story.end(arm, measure) == story.end(arm, first[0]) for arm in story.everybody)

    def tells(measure: str) -> bool:
        whole = next((w for w in told if measure.startswith(f"{w}_")), None)
        parts = [m for m in told if whole and m.startswith(f"{whole}_") and story.happened(m)]
        return measure in first or (story.happened(measure) and not repeats(measure) and (whole is None or len(parts) > 1))

    return tuple(Row(m, under=m not in first, cost=m in first, brief=m in first) for m in told if tells(m))


def everything(story: Story) -> Iterator[Group]:
    """Return all that was measured, by who measures it: the engine, its services, each mechanism."""
    left = [m for m in story.infos if story.measured(m)]
    yield from _group(_ENGINE, [m for m in left if m in MEASURES])
    yield from _group(_REACHED, [m for m in left if m in GROUP_MEASURES])
    yield from _group(_ORIGINS, [m for m in left if m.startswith("origin.")])
    yield from _group(_WEEKLY, [m for m in left if m.startswith("week_")])
    taken = [m for m in left if m in MEASURES or m in GROUP_MEASURES or m.startswith(("origin.", "week_"))]
    yield from _group(_SERVICES, [m for m in left if m not in taken and not story.owner(m)])
    for name, about in story.mechanisms.items():
        yield from _group(about.title, [m for m in left if story.owner(m) == name])


def _group(title: Text, measures: list[str]) -> Iterator[Group]:
    if measures:
        yield Group(title, tuple(Row(m) for m in measures))


def label(story: Story, row: Row, language: str) -> str:
    """Return the label of a row: the title of the measure."""
    title = title_of(story.info(row.measure), language)
    return _COST.say(language, what=title) if row.cost else title
