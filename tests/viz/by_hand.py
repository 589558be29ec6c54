"""A story whose every number is written down here, so that a test can say what a figure or a table has to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from linli.experiments.comparison import CostOfGain, Difference
from linli.experiments.records import MechanismFacts
from linli.model.ground.measure import MeasureInfo
from linli.model.ground.text import Text
from linli.model.society.measures import info
from linli.viz.story import Compound, Course, Story

WEEKS = (0, 52, 104)
COURSES: dict[str, dict[str, tuple[float, ...]]] = {
    "acquaintances": {"before": (4.0, 5.0, 6.0), "after": (4.0, 7.0, 9.0), "more": (4.0, 5.5, 6.5)},
    "recognised": {"before": (9.0, 9.5, 10.0), "after": (9.0, 12.0, 14.0), "more": (9.0, 9.6, 10.5)},
    "friendly": {"before": (3.0, 3.1, 3.2), "after": (3.0, 3.4, 3.9), "more": (3.0, 3.2, 3.3)},
    "friend": {"before": (1.0, 1.1, 1.2), "after": (1.0, 1.3, 1.6), "more": (1.0, 1.15, 1.25)},
    "close": {"before": (0.2, 0.21, 0.22), "after": (0.2, 0.24, 0.28), "more": (0.2, 0.22, 0.23)},
    "strangers": {"before": (0.4, 0.35, 0.3), "after": (0.4, 0.25, 0.2), "more": (0.4, 0.33, 0.28)},
    "came_quarter": {"before": (0.1, 0.1, 0.1), "after": (0.1, 0.25, 0.3), "more": (0.1, 0.12, 0.14)},
    "came_more": {"before": (0.0, 0.02, 0.04), "after": (0.0, 0.2, 0.35), "more": (0.0, 0.05, 0.06)},
    "came_never": {"before": (1.0, 0.9, 0.8), "after": (1.0, 0.5, 0.45), "more": (1.0, 0.8, 0.75)},
    "came_busiest": {"before": (0.0, 0.7, 0.7), "after": (0.0, 0.5, 0.5), "more": (0.0, 0.6, 0.6)},
    "yuan": {"before": (0.0, 1000.0, 2000.0), "after": (0.0, 7000.0, 12000.0), "more": (0.0, 2000.0, 5000.0)},
    "priced": {"before": (0.0, 3000.0, 6000.0), "after": (0.0, 17000.0, 32000.0), "more": (0.0, 5000.0, 11000.0)},
    "staff_hours": {"before": (0.0, 10.0, 20.0), "after": (0.0, 60.0, 140.0), "more": (0.0, 20.0, 60.0)},
    "volunteer_hours": {"before": (0.0, 100.0, 200.0), "after": (0.0, 500.0, 1000.0), "more": (0.0, 150.0, 320.0)},
    "origin.yard": {"before": (0.2, 0.2, 0.25), "after": (0.2, 0.2, 0.2), "more": (0.2, 0.2, 0.2)},
    "origin.landing": {"before": (0.8, 0.8, 0.75), "after": (0.8, 0.6, 0.5), "more": (0.8, 0.7, 0.7)},
    "origin.tea": {"before": (0.0, 0.0, 0.0), "after": (0.0, 0.2, 0.3), "more": (0.0, 0.1, 0.1)},
    "tea.guests": {"before": (0.0, 0.0, 0.0), "after": (0.0, 200.0, 500.0), "more": (0.0, 50.0, 80.0)},
    "tea.told": {"before": (0.0, 0.0, 0.0), "after": (0.0, 400.0, 1100.0), "more": (0.0, 90.0, 160.0)},
    "tea.full": {"before": (0.0, 0.0, 0.0), "after": (0.0, 0.5, 0.75), "more": (0.0, 0.2, 0.1)},
}  # fmt: skip
RESIDENTS = 200
EFFECTS = {
    ("after", "acquaintances"): (3.0, 2.0, 4.0), ("more", "acquaintances"): (0.5, -0.5, 1.5),
    ("after", "strangers"): (-0.1, -0.15, -0.05), ("more", "strangers"): (-0.02, -0.06, 0.02),
    ("after", "came_quarter"): (0.2, 0.1, 0.3), ("more", "came_quarter"): (0.04, 0.01, 0.07),
    ("after", "yuan"): (10000.0, 9000.0, 11000.0), ("more", "yuan"): (3000.0, 2500.0, 3500.0),
    ("after", "volunteer_hours"): (800.0, 700.0, 900.0), ("more", "volunteer_hours"): (120.0, 100.0, 140.0),
    ("after", "staff_hours"): (120.0, 100.0, 140.0), ("more", "staff_hours"): (40.0, 30.0, 50.0),
}  # fmt: skip
"""(arm, measure) -> mean, low, high; the gain of "more" is not certain."""
DEGREES = {
    "start": np.array([0] * 100 + [1] * 60 + [4] * 40),
    "before": np.array([0] * 80 + [2] * 80 + [5] * 40),
    "after": np.array([0] * 20 + [3] * 120 + [7] * 60),
    "more": np.array([1] * 200),
}
TEA = {
    "tea.guests": MeasureInfo(Text("guests", "茶客人次"), "person-times since the start", "count", a_year=True),
    "tea.told": MeasureInfo(Text("official: guests", "官方统计：茶客人次"), "person-times since the start", "count", a_year=True, beside="tea.guests"),
    "tea.full": MeasureInfo(Text("full tables", "满座比例"), "share of tables", "share"),
}


def story(**more: Any) -> Story:
    """Two arms beside "before" over two years, three seeds that are 1 below, at and 1 above what is written down."""
    found = {name: TEA.get(name) or info(name) for name in COURSES}
    whole: dict[str, Any] = {
        "title": Text("Tea", "茶"), "scenario": "tea", "baseline": "before", "arms": ("after", "more"), "seeds": (1, 2, 3), "weeks": 104,
        "residents": RESIDENTS, "gates": 3, "version": "0.1.0", "infos": found, "courses": courses(COURSES),
        "effects": {key: difference(*key, *values) for key, values in EFFECTS.items()},
        "costs": {"after": cost("after", 10_000.0, 120.0, 800.0, 40.0), "more": cost("more", 3000.0, 40.0, 120.0, float("nan"))},
        "arm_titles": {"before": Text("Before", "之前"), "after": Text("After", "之后"), "more": Text("More", "更多")},
        "kinds": {"yard": Text("yard", "院子"), "landing": Text("landing", "楼层门口"), "tea": Text("tea room", "茶室")},
        "degrees": DEGREES, "mechanisms": {"tea": MechanismFacts(Text("Tea room", "茶室"), "tea 1.0")}, "compound": place(),
        "constants": 10, "assumed": 4, "asked": 3,
    }  # fmt: skip
    return Story(**whole | more)


def run() -> Story:
    """The same as one run of "after": no interval and no cost of a gain."""
    effects = {key: replace(value, low=float("nan"), high=float("nan")) for key, value in story().effects.items() if key[0] == "after"}
    return story(arms=("after",), seeds=(1,), asked=1, effects=effects, costs={})


def courses(values: Mapping[str, Mapping[str, tuple[float, ...]]]) -> dict[tuple[str, str], Course]:
    # Seeds differ by a hundredth of the last value, so that a mean is a mean.
    apart = {(arm, name): 0.01 * line[-1] for name, arms in values.items() for arm, line in arms.items()}
    weeks = np.array(WEEKS)
    return {
        (arm, name): Course(weeks, np.array([[value + step * apart[arm, name] for value in line] for step in (-1, 0, 1)]))
        for name, arms in values.items()
        for arm, line in arms.items()
    }


def difference(arm: str, name: str, mean: float, low: float, high: float) -> Difference:
    start, without, with_ = COURSES[name]["before"][0], COURSES[name]["before"][-1], COURSES[name][arm][-1]
    return Difference(arm, name, start, without, with_, mean, low, high, (high - low) / 4, 3, 0.7)


def cost(arm: str, yuan: float, staff: float, volunteers: float, ratio: float) -> CostOfGain:
    priced = (2.0 * ratio, 1.5 * ratio, 3.0 * ratio)
    return CostOfGain(arm, yuan, staff, volunteers, 300.0, ratio, 0.8 * ratio, 1.3 * ratio, 0.7, 25.0, priced)


def place() -> Compound:
    """Three gates: two of one building, one of another."""
    ties = {
        "before": np.array([[0, 0, 30], [0, 1, 10], [0, 2, 5], [1, 2, 7]]),
        "after": np.array([[0, 0, 40], [0, 1, 20], [0, 2, 5], [1, 2, 3]]),
    }
    return Compound(np.array([[0.0, 0.0], [20.0, 0.0], [0.0, 50.0]]), np.array([0, 0, 1]), np.array([50, 100, 50]), (("yard", 5.0, 5.0),), ties)
