"""A scenario in Mesa's own SolaraViz: a map of acquaintances, charts of measures, and the levers of the policy beside them.

    solara run linli.viz.solara_view

shows the default scenario. For another scenario write a file with

    from linli.viz.solara_view import ScenarioView

    @solara.component
    def Page():
        ScenarioView("mine.toml", arm="after")

Needs the extra `dashboard`. SolaraViz applies levers, and the seed, when Reset is pressed. What cannot be used is said above the pictures.
"""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast, get_args

import numpy as np
import solara as _solara
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from ..experiments.facts import infos_of
from ..model.agents.community import seed_of
from ..model.ground.refusal import InputError
from ..model.ground.text import Text, default_language
from ..model.society.measures import TRUST
from ..scenarios import DEFAULT
from ..scenarios.errors import UserError
from .fonts import Lettering, dressed
from .telling import in_order
from .words import unit_of

if TYPE_CHECKING:
    from ..model.agents.community import Community
    from ..model.ground.measure import MeasureInfo
    from ..scenarios.mesa import ScenarioCommunity

# Solara's types do not tell what it exports.
solara: Any = _solara

MOST = 4
"""Measures in one chart."""
_SHADE = Text("acquaintances a resident of the gate", "该楼门居民的人均熟人数")
_WEEK = Text("week", "周")
_MAP = Text("Week {week}: {pairs} pairs of acquaintances from different gates", "第 {week} 周：跨楼门熟人 {pairs} 对")
_MOST_LINES = 150
_SEED = Text("Seed", "随机种子")
_STAYS = Text(" The seed stays {seed}.", "种子仍为 {seed}。")


def draw_map(community: Community, letters: Lettering) -> Figure:
    """Draw the gates from above: shaded by acquaintances a resident, joined by the acquaintances between two gates."""
    from matplotlib.collections import LineCollection

    s = community.society
    gate, xy = s.residents.gate, s.places.gate_xy
    table = community.ties.edges("acquaintance")
    a, b = gate[table["source"].to_numpy()], gate[table["target"].to_numpy()]
    shade = (np.bincount(a, minlength=len(xy)) + np.bincount(b, minlength=len(xy))) / np.maximum(np.diff(s.places.gate_rows), 1)
    across = a != b
    pairs, count = np.unique(np.sort(np.stack((a[across], b[across]), 1), axis=1), axis=0, return_counts=True)
    most = np.argsort(-count, kind="stable")[:_MOST_LINES]
    figure = Figure(figsize=(6.0, 4.5), layout="constrained")
    axes = figure.add_subplot()
    if len(most):
        axes.add_collection(LineCollection(list(xy[pairs[most]]), linewidths=0.3 + 4.0 * count[most] / count.max(), colors="#8A8A8A", alpha=0.6))
    dots = axes.scatter(xy[:, 0], xy[:, 1], s=60, c=shade, cmap="YlGnBu", edgecolor="#222222", linewidth=0.8, zorder=3)
    figure.colorbar(dots, ax=axes, shrink=0.7, label=_SHADE.say(letters.language))
    axes.set_title(_MAP.say(letters.language, week=community.week, pairs=f"{int(across.sum()):,}"), fontsize=10)
    axes.set_aspect("equal")
    axes.margins(0.08)
    axes.set_axis_off()
    return figure


def charts(infos: Mapping[str, MeasureInfo]) -> list[tuple[str, ...]]:
    """Return the measures of each chart: the headlines, those that are written alike together, and trust."""
    alike: dict[tuple[bool, str], list[str]] = {}
    for name, info in in_order(infos).items():
        if info.headline:
            share = info.kind == "share"
            alike.setdefault((share, "" if share else info.unit), []).append(name)
    cut = [tuple(names[k : k + MOST]) for names in alike.values() for k in range(0, len(names), MOST)]
    return [*cut, tuple(name for name in TRUST if name in infos)]


def draw_chart(community: Community, measures: Sequence[str], letters: Lettering) -> Figure:
    """Draw the course of measures that the community's data collector has taken, up to now; what it has not taken is measured now.

    A course of one week is a dot.
    """
    infos = infos_of(community.society, measures)
    figure = Figure(figsize=(6.0, 3.2), layout="constrained")
    axes = figure.add_subplot()
    taken, now = community.datacollector.model_vars, None
    for name in measures:
        factor = 100.0 if infos[name].kind == "share" else 1.0
        if not (course := taken.get(name)):
            now = now or community.measure()
            course = [now[name]]
        weeks = community.week - np.arange(len(course))[::-1]
        label = letters.sayable(infos[name].title.say(letters.language), name)
        axes.plot(weeks, factor * np.asarray(course, float), marker="o" if len(course) == 1 else "", label=label)
    first = infos[measures[0]]
    axes.set_ylabel("%" if first.kind == "share" else letters.sayable(unit_of(first, letters.language), first.unit))
    axes.set_xlabel(_WEEK.say(letters.language))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)
    axes.legend(fontsize=8)
    return figure


def _figure(draw: Callable[[Lettering], Figure], language: str | None, dependencies: Sequence[Any]) -> None:
    with dressed(language or default_language()) as letters:
        solara.FigureMatplotlib(draw(letters), dependencies=list(dependencies), format="png")


@solara.component
def CompoundMap(model: Community, language: str | None = None) -> None:
    """Show `draw_map` of a model; it is drawn again after every step."""
    update_counter.get()
    _figure(lambda letters: draw_map(model, letters), language, (id(model), model.week, update_counter.value))


def measure_chart(*measures: str, language: str | None = None) -> Callable[[Community], Any]:
    """Return a component of SolaraViz that shows the course of some measures.

    Raises:
        ValueError: no measure is named.
    """
    if not measures:
        raise ValueError("name at least one measure")

    @solara.component
    def MeasureChart(model: Community) -> None:
        update_counter.get()
        _figure(lambda letters: draw_chart(model, measures, letters), language, (id(model), model.week, update_counter.value))

    return cast("Callable[[Community], Any]", MeasureChart)


def model_params(made: type[ScenarioCommunity], language: str | None = None, **fixed: Any) -> dict[str, Any]:
    """Return the levers of a scenario's class as controls of SolaraViz.

    Args:
        made: a class from `linli.mesa_class`.
        language: "en" or "zh"; None: that of the machine.
        fixed: values of other keywords, such as `rng=1`; a keyword given here gets no control.
    """
    asked = language or default_language()
    found: dict[str, Any] = {}
    for name, keyword in made.keywords.items():
        facts = keyword.facts
        if not keyword.lever or name in fixed:
            continue
        control: dict[str, Any] = {"value": keyword.default, "label": facts.text.say(asked)}
        if isinstance(keyword.default, bool):
            control |= {"type": "Checkbox"}
        elif isinstance(keyword.default, int | float) and facts.low is not None and facts.high is not None:
            whole = isinstance(keyword.default, int)
            step = 1 if whole or facts.high - facts.low >= 10 else 0.05
            control |= {"type": "SliderInt" if whole else "SliderFloat", "min": facts.low, "max": facts.high, "step": step}
        elif get_args(keyword.type):
            control |= {"type": "Select", "values": list(get_args(keyword.type))}
        else:
            continue
        found[name] = control
    return found | fixed


def seed_from(typed: object, before: int, language: str) -> tuple[int, str]:
    """Return the seed that somebody typed, and "" or what to tell them.

    Args:
        typed: text of a box, or a number.
        before: the seed that stays if it is none.
        language: "en" or "zh".
    """
    try:
        number = int(typed) if isinstance(typed, str) and typed.strip().isdecimal() else typed
        return seed_of(before if number is None else number), ""
    except InputError as error:
        return before, error.text.say(language) + _STAYS.say(language, seed=before)


def for_typing(made: type[ScenarioCommunity], rng: int, language: str, tell: Callable[[str], None]) -> type[ScenarioCommunity]:
    """Return a class of a scenario as SolaraViz needs it, whose boxes give text: a seed may be typed, and one that is none is not taken.

    Args:
        made: a class from `linli.mesa_class`.
        rng: the seed until another one is typed.
        language: "en" or "zh".
        tell: gets what to tell about the seed each time that a community is founded, "" if it is fine.
    """
    last = rng

    def __init__(self: ScenarioCommunity, **given: Any) -> None:
        nonlocal last
        last, wrong = seed_from(given.get("rng"), last, language)
        tell(wrong)
        made.__init__(self, **{**given, "rng": last})

    # SolaraViz reads the keywords from the signature.
    __init__.__signature__ = inspect.signature(made.__init__)  # type: ignore[attr-defined]
    kind = cast("Any", type(made))
    names = {"__init__": __init__, "__module__": __name__, "__doc__": made.__doc__}
    return cast("type[ScenarioCommunity]", kind(made.__name__, (made,), names))


@solara.component
def ScenarioView(scenario: str = DEFAULT, arm: str | None = None, language: str | None = None, rng: int | str = 1, spin_up_years: int | None = None) -> None:
    """Show a scenario in SolaraViz; every browser session has a community of its own.

    Args:
        scenario: name of a scenario, or path of a TOML file.
        arm: name of the arm; None: the second.
        language: "en" or "zh"; None: that of the machine.
        rng: the seed to begin with; another one can be typed. What is no seed is said, and 1 taken.
        spin_up_years: years before week 0; None: until ties are stationary.
    """
    from ..scenarios.mesa import mesa_class

    asked = language or default_language()

    def found() -> type[ScenarioCommunity] | str:
        try:
            return mesa_class(scenario, arm)
        except UserError as error:
            return error.say(asked)

    made = solara.use_memo(found, [scenario, arm, asked])
    if isinstance(made, str):
        solara.Error(label=made)
    else:
        _Shown(made, asked, *seed_from(rng, 1, asked), spin_up_years)


@solara.component
def _Shown(made: type[ScenarioCommunity], language: str, rng: int, wrong: str, spin_up_years: int | None) -> None:
    told = solara.use_reactive(wrong)
    typing = solara.use_memo(lambda: for_typing(made, rng, language, told.set), [made, rng, language])
    # The first community has the seed that was given; `wrong` already tells of it.
    model = solara.use_memo(lambda: typing.of(made(rng=rng, spin_up_years=spin_up_years).society, collect=None), [typing, rng, spin_up_years])
    infos = solara.use_memo(lambda: infos_of(model.society, model.measure()), [model])
    drawn = solara.use_memo(lambda: [measure_chart(*names, language=language) for names in charts(infos)], [tuple(infos), language])
    seed = {"type": "InputText", "value": str(rng), "label": _SEED.say(language)}
    params = model_params(made, language, rng=seed, spin_up_years=spin_up_years)
    # The column is always there: what stands below it would begin anew if it came and went.
    with solara.Column():
        if told.value:
            solara.Error(label=told.value)
    title = made.scenario_arm.title.say(language)
    SolaraViz(model, components=[(lambda m: CompoundMap(m, language), 0), *((chart, 0) for chart in drawn)], model_params=params, name=title)


@solara.component
def Page() -> None:
    """Show the default scenario."""
    ScenarioView()
