"""Tables and figures know no mechanism by name: they are made from what measures declare."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import linli
import pytest
from linli.experiments.records import MechanismFacts
from linli.model.ground.measure import MeasureInfo
from linli.model.ground.text import Text
from linli.model.mechanisms.registry import registry
from linli.viz.rows import everything, summary
from linli.viz.story import Course, Story
from linli.viz.words import places_of, title_of, unit_of

ROOT = Path(linli.__file__).parent
ROOMS = ("scenarios", "experiments", "viz", "cli")
ALLOWED = {
    "experiments/factorial.py": "the parts of one policy, one by one: the page is about them",
    "cli/factorial.py": "the same",
    "experiments/pillars.py": "the pillars of one scenario, and which of its systems takes evenings: the page is about them",
    "viz/factorial_page.py": "the same",
    "scenarios/__init__.py": "DEFAULT: a scenario of that name",
    "experiments/sweep/example.py": "an example of a plan",
    "experiments/optimise/example.py": "the same",
    "experiments/city/example.py": "the same",
    "experiments/city/fields.py": "the policy over the communities of a city: DISTRICT, and what is its money and its report if nothing is said",
    "viz/figures/hall.py": "the figure of one row",
    "viz/figures/elections.py": "the figure of one row",
    "cli/tools.py": "an example in a help text",
    "cli/options.py": "an example in a help text",
    "viz/figures/lost.py": "the figure of one row, which a planner asks for",
    "viz/figures/tickets.py": "the same",
    "viz/figures/fires.py": "the same",
    "viz/figures/online.py": "the same",
    "viz/manual/kept_by_mechanisms.py": "what each of their states is: the table of the protocol is about them",
    "viz/gallery.py": "which runs its pictures are drawn of",
    "viz/dashboard/map/alone.py": "what is shown where nothing is named",
}


def strings(path: Path) -> Iterator[str]:
    """Yield the texts in a file that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_mechanism_and_no_measure_of_one_is_named() -> None:
    known = registry()
    measures = [name for kind in known.values() for name in kind.declared_measures()]
    assert "building-gates.official_person_times" in measures
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.relative_to(ROOT).as_posix() in ALLOWED:
                continue
            for text in strings(path):
                assert text not in known, (path, text)
                assert not any(name in text for name in measures), (path, text)
                assert not any(name in text for name in known if "-" in name), (path, text)


def info(unit: str, kind: str, *, en: str = "tea", zh: str = "茶", **more: object) -> MeasureInfo:
    return MeasureInfo(Text(en, zh), unit, kind, **more)  # type: ignore[arg-type]


def story(infos: dict[str, MeasureInfo], ends: dict[str, float]) -> Story:
    """Return the end of one arm."""
    import numpy as np

    courses = {("a", name): Course(np.array([0, 52]), np.array([[0.0, end]])) for name, end in ends.items()}
    mechanisms = {"tea": MechanismFacts(Text("Tea", "茶"), "tea 1"), "hall": MechanismFacts(Text("Hall", "堂"), "linli 0.1.0")}
    return Story(
        title=Text("t", "t"), scenario="t", baseline="a", arms=(), seeds=(1,), weeks=52, residents=10, gates=1, version="0.1.0", courses=courses, effects={},
        infos=infos, mechanisms=mechanisms,
    )  # fmt: skip


def test_the_summary_is_headlines_then_official_counts_with_what_happened_then_cost() -> None:
    infos = {
        "acquaintances": info("people", "number", headline=True),
        "came_never": info("share of residents", "share"),
        "yuan": info("yuan since the start", "yuan", a_year=True),
        "staff_hours": info("hours since the start", "hours", a_year=True),
        "official_settled": info("share of cases", "share", beside="settled"),
        "settled": info("share of cases", "share"),
        "tea.hours": info("hours since the start", "hours", a_year=True),
        "tea.guests": info("person-times since the start", "count", a_year=True),
        "tea.official": info("person-times since the start", "count", a_year=True, beside="tea.guests"),
        "hall.keepers": info("share of halls", "share", headline=True),
        "hall.never": info("share of halls", "share", headline=True),
    }
    told = story(infos, dict.fromkeys([name for name in infos if name != "hall.never"], 1.0))
    shown = [[("  " * row.under) + row.measure for row in section] for section in summary(told)]
    assert shown == [
        ["acquaintances", "hall.keepers"],
        ["tea.official", "  tea.guests", "  came_never", "official_settled", "  settled"],
        ["yuan", "  staff_hours"],
    ]
    groups = {group.title.en: [row.measure for row in group.rows] for group in everything(told)}
    assert groups["Tea"] == ["tea.hours", "tea.guests", "tea.official"]
    assert groups["Hall"] == ["hall.keepers"]
    assert sorted(name for rows in groups.values() for name in rows) == sorted(name for name in infos if name != "hall.never")
    assert "tea 1" in told.provenance("en")


@pytest.mark.parametrize(
    ("en", "zh", "titles"),
    [
        ("guests", "茶客", ("guests a year", "每年茶客")),
        ("official: guests", "官方统计：茶客", ("official: guests a year", "官方统计：每年茶客")),
        ("yuan spent", "累计支出（元）", ("yuan spent a year", "每年支出（元）")),
        ("guests a year", "每年茶客", ("guests a year", "每年茶客")),
    ],
)
def test_a_sum_since_the_start_is_named_as_a_rate(en: str, zh: str, titles: tuple[str, str]) -> None:
    about = info("people since the start", "count", en=en, zh=zh, a_year=True)
    assert (title_of(about, "en"), title_of(about, "zh")) == titles
    assert title_of(about._replace(a_year=False), "en") == en


def test_units_are_said_in_both_languages() -> None:
    assert unit_of(info("person-times since the start", "count", a_year=True), "en", rate=True) == "person-times a year"
    assert unit_of(info("person-times since the start", "count", a_year=True), "zh", rate=True) == "人次/年"
    assert unit_of(info("person-times since the start", "count", a_year=True), "zh") == "人次（自开始起）"
    assert unit_of(info("since the start", "count", a_year=True), "en", rate=True) == "a year"
    assert unit_of(info("since the start", "count"), "en") == "since the start"
    assert unit_of(info("of all residents", "share"), "zh") == "比例"
    assert unit_of(info("cups", "number"), "zh") == "cups"


def test_counts_are_whole_and_large_rates_have_no_decimals() -> None:
    assert places_of(info("cups", "count"), [3.0, float("nan"), 12.0]) == 0
    assert places_of(info("cups", "count"), [3.5]) == 1
    assert places_of(info("cups since the start", "count", a_year=True), [12.3]) == 0
    assert places_of(info("fires since the start", "count", a_year=True), [0.25]) == 2
    assert places_of(info("of residents", "share"), [0.012]) == 1
