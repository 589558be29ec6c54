"""Packages are arms of the scenario. Each change here gives a new scenario, checked as a file is; nothing is changed in place."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from ...model.contract.mechanism import MechanismParameters
from ...model.ground.parameters import ConstantFacts, describe
from ...model.ground.text import Text
from ...scenarios.checking import mechanism_class, mechanism_names
from ...scenarios.loader import load, names
from ...scenarios.schema import Scenario
from ...scenarios.settings import assign
from .option_words import said_option

if TYPE_CHECKING:
    from ...model.contract.mechanism import Mechanism

MOST_ARMS_HERE = 24
_COPY = Text("{title} {n}", "{title} {n}")
_CHANGED = Text("{what}: {value}", "{what}：{value}")
WEEKS = ("start_week", "end_week")
_COMMON = tuple(name for name in MechanismParameters.model_fields)


class Lever(NamedTuple):
    """One lever or constant of a measure in a package.

    Attributes:
        mechanism: its name.
        facts: label, unit, bounds, source and mark, as declared.
        value: in this package.
        off: the value that means "no policy"; None where it is no lever.
        lever: True if it is a lever of the policy; False: something that is set or assumed of it.
        kind: how it is moved.
        options: of a choice.
    """

    mechanism: str
    facts: ConstantFacts
    value: Any
    off: Any
    lever: bool
    kind: Literal["switch", "share", "number", "whole", "choice", "other"]
    options: tuple[str, ...] = ()

    @property
    def step(self) -> float:
        """A sensible step: 1 of whole numbers, a hundredth of a share, else a twentieth of what is usual, rounded."""
        if self.kind == "whole":
            return 1.0
        if self.kind == "share":
            return 0.01
        size = max(abs(float(self.value or 0.0)), abs(float(self.facts.default or 0.0)) if isinstance(self.facts.default, int | float) else 0.0)
        for limit, step in ((2.0, 0.1), (20.0, 1.0), (200.0, 5.0), (2_000.0, 50.0)):
            if size <= limit:
                return step
        return 500.0 if size <= 20_000.0 else 5_000.0


def measures_of(scenario: Scenario, arm: str) -> list[str]:
    """Return the mechanisms of a package whose levers can be moved, those that stand in the arm first."""
    here = scenario.arm(arm).mechanisms
    own = scenario.overrides[arm].get("mechanisms", {})
    return sorted((name for name in here if mechanism_class(name) is not None), key=lambda name: name not in own)


def title_of_measure(name: str) -> Text:
    """Return what people call a mechanism."""
    kind = mechanism_class(name)
    return Text(name, name) if kind is None else kind.title


def levers_of(scenario: Scenario, arm: str, mechanism: str) -> list[Lever]:
    """Return the levers of a measure, then what else is set or assumed of it."""
    kind = mechanism_class(mechanism)
    own = scenario.arm(arm).mechanisms[mechanism]
    off: dict[str, Any] = dict(kind.levers) if kind is not None else {}
    rows = [row for row in describe(type(own)) if row.name not in _COMMON]
    found = [_lever(mechanism, row, getattr(own, row.name), off, type(own).model_fields[row.name].annotation) for row in rows]
    return sorted((one for one in found if one.kind != "other"), key=lambda one: not one.lever)


def _lever(mechanism: str, row: ConstantFacts, value: Any, off: dict[str, Any], annotation: Any) -> Lever:
    lever = row.name in off
    options = tuple(str(one) for one in get_args(annotation)) if get_origin(annotation) is Literal else row.options
    if options:
        return Lever(mechanism, row, value, off.get(row.name), lever, "choice", options)
    kind: Literal["switch", "share", "number", "whole", "choice", "other"] = "other"
    if isinstance(value, bool):
        kind = "switch"
    elif isinstance(value, int):
        kind = "whole"
    elif isinstance(value, float):
        kind = "share" if row.low == 0.0 and row.high == 1.0 else "number"
    return Lever(mechanism, row, value, off.get(row.name), lever, kind)


def weeks_of(scenario: Scenario, arm: str, mechanism: str) -> tuple[int, int | None]:
    """Return in which week a measure begins, and in which it has ended (None: never)."""
    own = scenario.arm(arm).mechanisms[mechanism]
    return own.start_week, own.end_week


def with_value(scenario: Scenario, arm: str, mechanism: str, name: str, value: Any) -> Scenario:
    """Return the scenario with one value of a measure in a package.

    Raises:
        UserError: the value is not allowed.
    """
    return _again(scenario, assign(scenario.data, ("arms", arm, "mechanisms", mechanism, name), value))


def with_weeks(scenario: Scenario, arm: str, mechanism: str, begin: Any, end: Any) -> Scenario:
    """Return the scenario with the weeks in which a measure of a package begins and ends; None: it never ends.

    Raises:
        UserError: a week is none, or it would end before it begins.
    """
    data = assign(scenario.data, ("arms", arm, "mechanisms", mechanism, "start_week"), begin)
    own = data["arms"][arm]["mechanisms"][mechanism]
    own.pop("end_week", None)
    if end is None and "end_week" in scenario.data.get("mechanisms", {}).get(mechanism, {}):
        # What all arms have ends; a file cannot say "never" in one of them, but that it holds to the last week.
        end = scenario.weeks
    return _again(scenario, data if end is None else assign(data, ("arms", arm, "mechanisms", mechanism, "end_week"), end))


def with_copy(scenario: Scenario, arm: str) -> tuple[Scenario, str]:
    """Return the scenario with a new package like another one, and its name."""
    base = arm.rstrip("0123456789").rstrip("-") or arm
    number = next(k for k in range(2, 1_000) if f"{base}-{k}" not in scenario.arms)
    title = scenario.arm_title(arm)
    bare = Text(*(text.rstrip("0123456789").rstrip() or text for text in title)) if base != arm else title
    data = copy.deepcopy(scenario.data)
    own = copy.deepcopy(scenario.overrides[arm])
    own["title"] = {language: _COPY.say(language, title=bare.say(language), n=number) for language in ("en", "zh")}
    data["arms"] = {**scenario.overrides, f"{base}-{number}": own}
    return _again(scenario, data), f"{base}-{number}"


def without_package(scenario: Scenario, arm: str) -> Scenario:
    """Return the scenario without a package."""
    data = copy.deepcopy(scenario.data)
    data["arms"] = {name: own for name, own in scenario.overrides.items() if name != arm}
    return _again(scenario, data)


def with_title(scenario: Scenario, arm: str, title: str) -> Scenario:
    """Return the scenario with another title of a package, the same in both languages.

    Raises:
        UserError: it is too long.
    """
    data = copy.deepcopy(scenario.data)
    data["arms"][arm]["title"] = {"en": title, "zh": title}
    return _again(scenario, data)


def rows_to_add(scenario: Scenario, arm: str) -> list[str]:
    """Return the measures that can be put on top of a package: those of the source that it has not."""
    here = scenario.arm(arm).mechanisms
    off = {name for name, own in here.items() if _is_off(name, own)}
    return [name for name in mechanism_names() if name in names() and (name not in here or name in off)]


def _is_off(name: str, own: MechanismParameters) -> bool:
    kind: type[Mechanism[Any]] | None = mechanism_class(name)
    return kind is not None and bool(kind.levers) and all(getattr(own, lever) == value for lever, value in kind.levers.items())


def with_row(scenario: Scenario, arm: str, mechanism: str) -> Scenario:
    """Return the scenario with a measure on top of a package, its levers as the scenario of its name has them.

    Raises:
        UserError: it cannot be put there.
    """
    source = load(mechanism)
    after = source.arms[min(1, len(source.arms) - 1)]
    own = {**source.data.get("mechanisms", {}).get(mechanism, {}), **source.overrides[after].get("mechanisms", {}).get(mechanism, {})}
    return _again(scenario, assign(scenario.data, ("arms", arm, "mechanisms", mechanism), own))


def without_row(scenario: Scenario, arm: str, mechanism: str) -> Scenario:
    """Return the scenario without a measure in a package: what the arm says of it is taken away."""
    data = copy.deepcopy(scenario.data)
    data["arms"][arm].get("mechanisms", {}).pop(mechanism, None)
    return _again(scenario, data)


def changes(scenario: Scenario, arm: str, language: str) -> Iterable[str]:
    """Yield what a package changes, a line each: the label of the lever and its value."""
    for mechanism, own in scenario.overrides[arm].get("mechanisms", {}).items():
        rows = {one.facts.name: one for one in levers_of(scenario, arm, mechanism)}
        for name, value in own.items():
            if name in rows:
                yield _CHANGED.say(language, what=rows[name].facts.text.say(language), value=said_value(rows[name], value, language))


def said_value(lever: Lever, value: Any, language: str) -> str:
    """Write the value of a lever."""
    if lever.kind == "switch":
        return (Text("yes", "是") if value else Text("no", "否")).say(language)
    if lever.kind == "share":
        return f"{100 * float(value):g} %" if language == "en" else f"{100 * float(value):g}%"
    if lever.kind == "choice":
        return said_option(str(value), language, lever.facts.name)
    return f"{float(value):,g}"


def _again(scenario: Scenario, data: dict[str, Any]) -> Scenario:
    return Scenario.from_dict(data, scenario.name, scenario.file, scenario.folder)


__all__ = [
    "WEEKS", "Lever", "changes", "levers_of", "measures_of", "rows_to_add", "weeks_of", "with_copy", "with_row", "with_title", "with_value", "with_weeks",
]  # fmt: skip
