"""A scenario in Mesa's own SolaraViz: the map of the dashboard, charts of measures, and the levers of the policy beside them.

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
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from ..experiments.facts import infos_of
from ..model.agents.community import seed_of
from ..model.ground.refusal import InputError
from ..model.ground.text import Text, default_language
from ..model.society.measures import TRUST
from ..scenarios import DEFAULT
from ..scenarios.errors import UserError
from .course_svg import Course, course_chart
from .dashboard.map.watched import Watched
from .dashboard.map.widget import MapWidget
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
_WEEK = Text("week", "周")
_SEED = Text("Seed", "随机种子")
_STAYS = Text(" The seed stays {seed}.", "种子仍为 {seed}。")


def charts(infos: Mapping[str, MeasureInfo]) -> list[tuple[str, ...]]:
    """Return the measures of each chart: the headlines, those that are written alike together, and trust."""
    alike: dict[tuple[bool, str], list[str]] = {}
    for name, info in in_order(infos).items():
        if info.headline:
            share = info.kind == "share"
            alike.setdefault((share, "" if share else info.unit), []).append(name)
    cut = [tuple(names[k : k + MOST]) for names in alike.values() for k in range(0, len(names), MOST)]
    return [*cut, tuple(name for name in TRUST if name in infos)]


def courses(community: Community, measures: Sequence[str], language: str) -> list[Course]:
    """Return the courses of measures that the community's data collector has taken, up to now; what it has not taken is measured now."""
    infos = infos_of(community.society, measures)
    found, taken, now = [], community.datacollector.model_vars, None
    for name in measures:
        factor = 100.0 if infos[name].kind == "share" else 1.0
        if not (course := taken.get(name)):
            now = now or community.measure()
            course = [now[name]]
        weeks = community.week - np.arange(len(course))[::-1]
        found.append(Course(infos[name].title.say(language), weeks.tolist(), (factor * np.asarray(course, float)).tolist()))
    return found


def draw_chart(community: Community, measures: Sequence[str], language: str) -> str:
    """Draw these courses as SVG."""
    first = infos_of(community.society, measures[:1])[measures[0]]
    return course_chart(courses(community, measures, language), "%" if first.kind == "share" else unit_of(first, language), _WEEK.say(language))


@solara.component
def CompoundMap(model: Community, language: str | None = None) -> None:
    """Show a model on the dashboard's map, as it is after every step; a click tells of a gate or a resident."""
    update_counter.get()
    asked = language or default_language()
    shown = MapWidget.element(language=asked, playable=False).key(f"map {asked}")
    watched = solara.use_ref(None)

    def watch() -> Callable[[], None]:
        widget = solara.get_widget(shown)
        widget.player = watched.current = Watched(model.society, widget.show)

        def end() -> None:
            widget.player = None

        return end

    solara.use_effect(watch, [model, asked])
    solara.use_effect(lambda: watched.current.look(), [model, model.week, update_counter.value, asked])


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
        solara.HTML(unsafe_innerHTML=draw_chart(model, measures, language or default_language()))

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
def ScenarioView(
    scenario: str = DEFAULT, arm: str | None = None, language: str | None = None, rng: int | str = 1, spin_up_years: int | None = None, threads: int = 1
) -> None:
    """Show a scenario in SolaraViz; every browser session has a community of its own.

    Args:
        scenario: name of a scenario, or path of a TOML file.
        arm: name of the arm; None: the second.
        language: "en" or "zh"; None: that of the machine.
        rng: the seed to begin with; another one can be typed. What is no seed is said, and 1 taken.
        spin_up_years: years before week 0; None: until ties are stationary.
        threads: threads that work a week of several communities; they do not change the outcome.
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
        _Shown(made, asked, *seed_from(rng, 1, asked), spin_up_years, threads)


@solara.component
def _Shown(made: type[ScenarioCommunity], language: str, rng: int, wrong: str, spin_up_years: int | None, threads: int) -> None:
    told = solara.use_reactive(wrong)
    typing = solara.use_memo(lambda: for_typing(made, rng, language, told.set), [made, rng, language])
    # The first community has the seed that was given; `wrong` already tells of it.
    model = solara.use_memo(lambda: typing.of(made(rng=rng, spin_up_years=spin_up_years, threads=threads).society, collect=None), [typing, rng, spin_up_years])
    # SolaraViz puts another model into it when Reset is pressed.
    present = solara.use_memo(lambda: solara.reactive(model), [model])
    infos = solara.use_memo(lambda: infos_of(model.society, model.measure()), [model])
    drawn = solara.use_memo(lambda: [measure_chart(*names, language=language) for names in charts(infos)], [tuple(infos), language])
    seed = {"type": "InputText", "value": str(rng), "label": _SEED.say(language)}
    params = model_params(made, language, rng=seed, spin_up_years=spin_up_years, threads=threads)
    # The column is always there: what stands below it would begin anew if it came and went.
    with solara.Column():
        if told.value:
            solara.Error(label=told.value)
        # Not among SolaraViz's own cells, which are too small for a map.
        CompoundMap(present.value, language)
    title = made.scenario_arm.title.say(language)
    SolaraViz(present, components=[(chart, 0) for chart in drawn], model_params=params, name=title)


@solara.component
def Page() -> None:
    """Show the default scenario."""
    ScenarioView()
