"""How a comparison can be made again: the command, if the scenario is one that linli can find by its name."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .comparison import Comparison

_UNSET = ("format", "title", "source", "weeks", "arms", "schedule")
OWN = "FILE.toml"
"""Stands for a scenario that is in no list; it is in the manifest of the folder."""


def command_of(comparison: Comparison) -> str:
    """Return the command that makes a comparison; where the scenario has no name that linli knows, or differs in more than values, `OWN` is its name."""
    known, settings = _named(comparison.scenario)
    words = ["linli", "compare", comparison.facts.name if known else OWN, "--arms", ",".join(comparison.everybody)]
    draws = len(set(comparison.draws))
    words += ["--seeds", str((comparison.asked or len(comparison.seeds)) // max(draws, 1)), "--weeks", str(comparison.weeks)]
    words += ["--uncertainty", "--draws", str(draws)] if draws else []
    for setting in settings if known else ():
        words += ["--set", setting]
    return shlex.join(words)


def _named(scenario: Scenario) -> tuple[bool, list[str]]:
    """Return whether linli finds a scenario by its name, and the settings that make the found one equal to it."""
    from ..scenarios.errors import UserError
    from ..scenarios.loader import load

    try:
        found = load(scenario.name).with_weeks(scenario.weeks)
        there, here = dict(_leaves(found)), dict(_leaves(scenario))
        settings = [f"{key}={_written(value)}" for key, value in here.items() if there.get(key) != value]
        return found.with_settings(settings).hash() == scenario.hash(), settings
    except UserError:
        return False, []


def _leaves(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Yield each value of a scenario with the key by which `--set` names it."""
    from ..scenarios.writing import summary

    whole = scenario.to_dict()
    for section, data in whole.items():
        if section not in _UNSET:
            yield from _walk(data, () if section == "mechanisms" else (section,))
    for arm, changes in summary(scenario).items():
        yield from ((f"arms.{arm}.{key}", value) for key, value in changes)


def _walk(data: Any, path: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _walk(value, (*path, key))
    else:
        yield ".".join(path), data


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
