"""`check_mechanism`: all checks on one class."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...contract.mechanism import Mechanism, MechanismParameters
from ...ground.refusal import InputError, nearest
from ...ground.text import Text
from . import declaration, life, limits, writes
from .laboratory import Lab
from .report import Check, Failed, Outcome, Report, Result, Skipped

CHECKS: tuple[Check, ...] = (
    declaration.name, declaration.texts, declaration.parameters, declaration.levers, declaration.measures,
    life.lives, life.does_something, life.shares, life.same_twice, life.order_of_tables,
    life.lever_at_zero, life.off, life.outside_its_weeks, life.save_and_load, life.attached_again, life.threads,
    life.second_community, life.alone_or_beside,
    writes.forbidden_writes, writes.keyed_draws, writes.read_only, writes.looking,
    limits.money, limits.bounds, limits.time_a_week,
)  # fmt: skip
"""All checks in their order."""
WEEKS = 26
"""Weeks that a small society lives in a check."""


def check_mechanism(
    kind: type[Mechanism[Any]],
    *,
    parameters: MechanismParameters | None = None,
    weeks: int = WEEKS,
    seed: int = 1,
    only: Iterable[str] = (),
    raises: bool = True,
) -> Report:
    """Try every promise of the contract on a mechanism, in small societies: each check is small and has a name.

    Args:
        kind: the class.
        parameters: under which it does something; None: those of its `example()`.
        weeks: that a society lives in a check.
        seed: of all draws.
        only: names of checks; only these are tried, and those that they need. Empty: all.
        raises: False returns the report also if a check failed.

    Returns:
        What came of each check; `print` shows it.

    Raises:
        MechanismCheckError: some checks failed; it lists them with a sentence each.
        InputError: it is not a class derived from `Mechanism`, the weeks are fewer than 4, or there is no such check.
    """
    if not (isinstance(kind, type) and issubclass(kind, Mechanism)):
        raise InputError(
            f"{kind!r} is not a class derived from linli.Mechanism.", f"{kind!r} 不是 linli.Mechanism 的子类。"
        )
    if weeks < 4:
        raise InputError(
            f"{weeks} weeks are too few to check a mechanism; take 4 or more.",
            f"{weeks} 周不足以检查机制，请取 4 周以上。",
        )
    lab = Lab(kind, parameters, weeks, seed)
    report = Report(lab.name)
    broken: dict[str, str] = {}
    for one in _wanted(set(only)):
        missing = next((broken[name] for name in one.needs if name in broken), "")
        result = _skip(one, missing) if missing else _try(one, lab)
        report.results.append(result)
        if missing or result.outcome == "failed":
            broken[one.name] = missing or one.name
    if raises:
        report.raise_for_failures()
    return report


def _wanted(only: set[str]) -> list[Check]:
    known = {one.name: one for one in CHECKS}
    if only - set(known):
        name = min(only - set(known))
        hint = nearest(name, known)
        raise InputError(f'there is no check "{name}".{hint.en}', f"没有名为“{name}”的检查。{hint.zh}")
    for one in reversed(CHECKS):
        if one.name in only:
            only |= set(one.needs)
    return [one for one in CHECKS if not only or one.name in only]


def _skip(one: Check, missing: str) -> Result:
    why = Text(f"says nothing as long as {missing} fails", f"{missing} 通过后才有意义")
    return Result(one.name, one.title, "skipped", why, 0.0)


def _try(one: Check, lab: Lab) -> Result:
    begin = time.perf_counter()
    outcome: Outcome = "passed"
    try:
        text = one.run(lab) or Text("", "")
    except Failed as failed:
        outcome, text = "skipped" if isinstance(failed, Skipped) else "failed", failed.text
    except Exception as error:
        outcome, text = "failed", _sentence(error)
    return Result(one.name, one.title, outcome, text, time.perf_counter() - begin)


_MODEL = Path(__file__).parents[2]
"""The folder of linli's own model, whatever the folder around it is called."""


def _sentence(error: Exception) -> Text:
    """Say what was raised, and where in the mechanism's own file."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _MODEL not in Path(frame.filename).parents and frame.filename.endswith(".py")]
    at = (own or list(frames))[-1]
    where = f"{Path(at.filename).name}, line {at.lineno}, {at.name}"
    return Text(f"{type(error).__name__} in {where}: {error}", f"{where} 处 {type(error).__name__}：{error}")
