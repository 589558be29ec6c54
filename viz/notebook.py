"""What a notebook shows of results, scenarios and communities: the tables of the terminal as small HTML, and its figures one at a time.

`model.ground.faces` hands things over to here. The HTML has no script, no outside resource and no colours of its own, so that it is read on white
and on black; all text in it is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from ..model.ground.text import LANGUAGES, Text, default_language
from ..scenarios.errors import UserError, did_you_mean, show
from .listing import Column, Listing
from .numbers import Scale, number, spaced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..experiments.analysis.discover import DiscoverResult
    from ..experiments.analysis.sensitivity import SensitivityResult
    from ..experiments.city.plan import CityPlan
    from ..experiments.city.result import City
    from ..experiments.comparison import Comparison
    from ..experiments.local.fit import LocalFit
    from ..experiments.local.rehearsal import Rehearsal
    from ..experiments.optimise.result import SearchResult
    from ..experiments.reproduction.api import Published
    from ..experiments.reproduction.kept import Reproduction
    from ..experiments.reproduction.reproduce import StudyResult
    from ..experiments.results import RunResult
    from ..experiments.study import Study
    from ..experiments.sweep.plan import Plan
    from ..experiments.sweep.result import Sweep
    from ..model.agents.community import Community
    from ..scenarios.schema import Scenario
    from .story import Story

_NOTHING = Text("no seed finished, so there is nothing to compare", "没有完成任何随机种子，无可比较")
_LENGTH = Text("{name}: {weeks} weeks, {preset}, {homes} flats in {communities}", "{name}：{weeks} 周，{preset}，{communities}共 {homes} 户")
_COMMUNITIES = Text("{n} communities", "{n} 个社区")
_COMMUNITY = Text("one community", "一个社区")
_SOURCE = Text("source: {source}", "来源：{source}")
_RESTS = Text("{n} constants, {assumed} of them assumed", "{n} 个常数，其中 {assumed} 个为假设")
_ARM, _CHANGES, _AS_ABOVE = Text("arm", "方案"), Text("what it changes", "改动"), Text("nothing", "无")
_MECHANISMS = Text("mechanisms: {list}", "机制：{list}")
_WEEK = Text("week {week}: {residents} residents, {gates} gates, seed {seed}", "第 {week} 周：居民 {residents} 人，楼门 {gates} 个，随机种子 {seed}")
_COMMUNITY_TITLE = Text("Community", "社区")
_TABLE, _ROWS, _ROLE = Text("table", "表格"), Text("rows", "行"), Text("kind", "类别")
_BOARD = Text("Published studies, reproduced", "重现的已发表研究")
SCOREBOARD = "scoreboard"
"""Name of the figure of several studies."""
_MEASURE, _NOW = Text("measure", "指标"), Text("now", "现在")


def html(thing: Any) -> str:
    """Return a thing as a piece of HTML, in the language of LINLI_LANG or the locale.

    Raises:
        TypeError: nothing is known of such a thing.
    """
    write = next((_WRITERS[kind.__name__] for kind in type(thing).__mro__ if kind.__name__ in _WRITERS and kind.__module__.startswith("linli.")), None)
    if write is None:
        raise TypeError(f"{type(thing).__name__} cannot be shown in a notebook")
    return write(thing, default_language())


def plot(thing: Any, figure: str = "", language: str | None = None) -> Figure:
    """Draw one figure, see `model.ground.faces.Drawn.plot`."""
    from .figures import drawings, figure_of_story
    from .figures.reproduction import figure_of_scoreboard, figure_of_study

    said = default_language() if language is None else language
    if said not in LANGUAGES:
        raise UserError(f"language: {show(said)} is not one of {', '.join(LANGUAGES)}.", f"language：{show(said)} 不在可选值 {'、'.join(LANGUAGES)} 之中。")
    if type(thing).__name__ in ("StudyResult", "Reproduction"):
        results = {one.study.name: one for one in getattr(thing, "results", [thing])}
        wanted = _chosen(figure, [*([SCOREBOARD] if len(results) > 1 else []), *results])
        return figure_of_scoreboard(list(results.values()), said) if wanted == SCOREBOARD else figure_of_study(results[wanted], said)
    story = _story(thing, with_map=figure in ("", "compound"))
    if story is None:
        raise UserError(f"{_NOTHING.en}.", f"{_NOTHING.zh}。")
    names = list(drawings(story))
    wanted = _chosen(figure, ["effects", *names] if "effects" in names else names)
    return figure_of_story(story, wanted, said)


def _chosen(figure: str, names: list[str]) -> str:
    """Return the figure that is meant, the first if none is named.

    Raises:
        UserError: there is no such figure.
    """
    if not names:
        raise UserError("there is no figure of this: nothing that a figure shows was measured.", "没有可绘制的图：未测得图中所示的内容。")
    if figure and figure not in names:
        hint = did_you_mean(figure, list(dict.fromkeys(names)))
        raise UserError(f"figure: there is no figure {show(figure)} of this.{hint.en}", f"figure：没有图 {show(figure)}。{hint.zh}")
    return figure or names[0]


def _story(thing: RunResult | Comparison, with_map: bool = False) -> Story | None:
    """Return the story of a run or a comparison; None of a comparison in which nothing finished."""
    from ..experiments.results import RunResult
    from .telling import story_of_comparison, story_of_run

    if isinstance(thing, RunResult):
        return story_of_run(thing, with_map=with_map)
    return story_of_comparison(thing) if thing.seeds else None


def _result(thing: RunResult | Comparison, language: str) -> str:
    """Return the summary that the terminal shows."""
    from .tables import heading, sentences, table

    story = _story(thing)
    if story is None:
        return _page(thing.facts.title.say(language), [_NOTHING.say(language)], None)
    title, facts = heading(story, language)
    return _page(title, [facts], table(story, language), [spaced(said, language) for said in sentences(story, language)])


def _scenario(scenario: Scenario, language: str) -> str:
    """Return what a scenario is, and what each arm changes."""
    from ..scenarios.facts import constants, count_marks
    from ..scenarios.writing import summary

    marks = count_marks(constants(scenario))
    preset = scenario.neighbourhood.resolved()
    many = _COMMUNITY.say(language) if preset.communities == 1 else _COMMUNITIES.say(language, n=preset.communities)
    homes = number(preset.flats_per_community * preset.communities, 0)
    about = {"name": scenario.name, "weeks": scenario.weeks, "preset": scenario.neighbourhood.preset, "homes": homes, "communities": many}
    above = [_LENGTH.say(language, **about)]
    if scenario.mechanisms:
        above.append(_MECHANISMS.say(language, list=", ".join(scenario.mechanisms)))
    made = Listing([Column(_ARM.say(language), "left"), Column(_CHANGES.say(language), "left", words=True)])
    for arm, changes in summary(scenario).items():
        title = scenario.arm_title(arm).say(language)
        said = ", ".join(f"{key} = {show(list(value) if isinstance(value, tuple) else value)}" for key, value in changes) or _AS_ABOVE.say(language)
        made.add(arm if title == arm else f"{arm}: {title}" if language == "en" else f"{arm}：{title}", said)
    below = [_RESTS.say(language, n=sum(marks.values()) - marks["setting"], assumed=marks["assumed"])]
    if scenario.source:
        below.insert(0, _SOURCE.say(language, source=scenario.source))
    return _page(scenario.title.say(language), above, made, below)


def _study(study: Study, language: str) -> str:
    return _scenario(study.scenario, language)


def _published(published: Published, language: str) -> str:
    """Return the tables of a published study."""
    from ..scenarios.history import KINDS, is_frozen, kind_of
    from .studies import history_line, kind_words, length_of, title_of

    study = published.study
    frozen = is_frozen(study)
    made = Listing([Column(_TABLE.say(language), "left", words=True), Column(_ROLE.say(language), "left"), Column(_ROWS.say(language))])
    for one in study.tables:
        made.add(title_of(one, language), KINDS[kind_of(one, frozen)].say(language), str(one.rows))
    about = ("；" if language == "zh" else "; ").join([study.name, kind_words(study, language), length_of(study, language)])
    return _page(study.title.say(language), [about], made, [study.head.citation, history_line(study, language)])


def _reproduced(result: StudyResult, language: str) -> str:
    """Return the tables of a reproduced study, as the terminal shows them."""
    from ..experiments.reproduction.board import tally
    from .studies import has_null, inside_line
    from .study_tables import heading, study_listing

    title, how = heading(result, language)
    line = inside_line(tally([result]), language, null=has_null([result]))
    return _page(title, [how], study_listing(result, language), [line, result.study.head.citation])


def _reproduction(kept: Reproduction, language: str) -> str:
    """Return what the terminal shows of one command: each study unless all were asked for, and the scoreboard of several."""
    from .study_tables import frozen_line, scoreboard_listing

    shown = [_reproduced(one, language) for one in kept.results] if len(kept.results) == 1 or not kept.everything else []
    if len(kept.results) > 1:
        unknown = [] if kept.unknown is None else [kept.unknown.say(language)]
        shown.append(_page(_BOARD.say(language), [], scoreboard_listing(kept.results, language), [frozen_line(kept.results, language), *unknown]))
    return f'<div>{"<br>".join(shown)}</div>'


def _community(community: Community, language: str) -> str:
    """Return the headline measures of a community now."""
    from ..experiments.facts import infos_of
    from ..model.society.measures import TRUST
    from .words import places_of, title_of

    society = community.society
    measured = community.measure()
    made = Listing([Column(_MEASURE.say(language), "left", words=True), Column(_NOW.say(language))])
    for name, info in infos_of(society, measured).items():
        if info.headline or name in TRUST:
            scale: Scale = "share" if info.kind == "share" else "plain"
            made.add(spaced(title_of(info, language), language), spaced(number(measured[name], places_of(info, [measured[name]]), scale), language))
    where = {"week": community.week, "residents": number(society.residents.n, 0), "gates": number(society.places.gates, 0), "seed": community.seed}
    kind = type(community).__name__
    return _page(_COMMUNITY_TITLE.say(language) if kind == "Community" else kind, [_WEEK.say(language, **where)], made)


def _sweep(sweep: Sweep, language: str) -> str:
    """Return what arms do over the points, as the terminal shows it."""
    from .sweep_tables import heading, over_points

    return _page(sweep.title.say(language), heading(sweep, language), over_points(sweep, language) if len(sweep.runs) else None)


def _plan(plan: Plan, language: str) -> str:
    """Return what a plan varies."""
    from .sweep_tables import plan_line, varied

    return _page(plan.title.say(language), [plan_line(plan, language)], varied(plan, language) if plan.parameters else None)


def _city(city: City, language: str) -> str:
    """Return what a city came to, as the terminal shows it."""
    from .city_tables import heading, means, sentences

    lived = bool(city.finished_seeds)
    return _page(city.title.say(language), heading(city, language), means(city, language) if lived else None, sentences(city, language) if lived else ())


def _city_plan(plan: CityPlan, language: str) -> str:
    """Return what a city is of."""
    from .city_tables import plan_line

    return _page(plan.title.say(language), [plan_line(plan, language)], None)


def _sensitivity(found: SensitivityResult, language: str) -> str:
    """Return which parameters matter, as the terminal shows it."""
    from .sensitivity_tables import heading, parameters, reading

    return _page(found.sweep.title.say(language), heading(found, language), parameters(found, language), reading(found, language))


def _search(found: SearchResult, language: str) -> str:
    """Return the finalists of a search, as the terminal shows them."""
    from .search_tables import finalists, heading, reading

    return _page(found.title.say(language), heading(found, language), finalists(found, language) if found.finalists else None, reading(found, language))


def _discovery(found: DiscoverResult, language: str) -> str:
    """Return in which kinds of compound a policy fails, as the terminal shows it."""
    from .discover_tables import heading, limits, reading

    return _page(found.sweep.title.say(language), heading(found, language), limits(found, language) if found.boxes else None, reading(found, language))


def _local_fit(found: LocalFit, language: str) -> str:
    """Return what data tell of one compound, as the terminal shows it."""
    from .local import FIT_TITLE, fit_listing, fit_reading

    return _page(FIT_TITLE.say(language), [], fit_listing(found, language), fit_reading(found, language))


def _rehearsal(found: Rehearsal, language: str) -> str:
    """Return what a survey would teach, as the terminal shows it."""
    from .local import REHEARSAL_TITLE, rehearsal_listing, rehearsal_reading

    return _page(REHEARSAL_TITLE.say(language), [], rehearsal_listing(found, language), [rehearsal_reading(found, language)])


def _page(title: str, above: Iterable[str], table: Listing | None, below: Iterable[str] = ()) -> str:
    """Put a title, lines, a table and sentences together."""

    def lines(said: Iterable[str], style: str) -> str:
        return "".join(f'<div style="{style}">{escape(line)}</div>' for line in said if line)

    head = lines(above, "opacity:.75;margin:.2em 0 .5em")
    foot = lines(below, "opacity:.75;margin-top:.3em;max-width:60em")
    return f'<div><div style="font-weight:bold">{escape(title)}</div>{head}{"" if table is None else table.html()}{foot}</div>'


_WRITERS: dict[str, Callable[[Any, str], str]] = {
    "RunResult": _result, "Comparison": _result, "Study": _study, "Scenario": _scenario, "Published": _published, "StudyResult": _reproduced,
    "Reproduction": _reproduction, "Community": _community, "Sweep": _sweep, "Plan": _plan,
    "SensitivityResult": _sensitivity, "SearchResult": _search, "DiscoverResult": _discovery, "City": _city, "CityPlan": _city_plan,
    "LocalFit": _local_fit, "Rehearsal": _rehearsal,
}  # fmt: skip
"""Name of a class of linli -> what writes it."""
