"""Checks what a Python user hands in: seeds, weeks, threads, names of arms, paths. Numbers of numpy, pandas and whole floats are welcome.

A refusal names the argument; the command line calls it by its option (`UserError.argument`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..model.ground.numbers import plain, whole
from ..model.ground.text import Text
from ..scenarios.errors import UserError, show
from .progress import cores

LARGEST_SEED = 2**31 - 1
LONGEST_RUN = 5200
"""Weeks."""


def check_whole(given: object, low: int, high: int, argument: str, what: Text) -> int:
    """Return a whole number.

    Args:
        given: what was handed in.
        low: lowest value allowed.
        high: highest value allowed.
        argument: its name.
        what: what it should be, such as "a seed".

    Raises:
        UserError: it is none, or out of bounds.
    """
    found = whole(given, low, high)
    if found is None:
        shown = show(plain(given))
        english = f"{shown} is not {what.en}. It must be a whole number between {low} and {high}."
        raise UserError(english, f"{shown} 不是{what.zh}，须为 {low} 至 {high} 的整数。", argument=argument)
    return found


def check_seed(seed: object, argument: str = "seed") -> int:
    """Return a seed.

    Raises:
        UserError: it is not a whole number from 0 to 2,147,483,647.
    """
    return check_whole(seed, 0, LARGEST_SEED, argument, Text("a seed", "随机种子"))


def check_threads(threads: object | None) -> int:
    """Return the number of threads, by default one a processor.

    Raises:
        UserError: it is not a whole number from 1 to 1,024.
    """
    return cores() if threads is None else check_whole(threads, 1, 1024, "threads", Text("a number of threads", "线程数"))


def check_length(weeks: object) -> int:
    """Return the length of a run in weeks.

    Raises:
        UserError: it is not a whole number from 1 to 5,200.
    """
    return check_whole(weeks, 1, LONGEST_RUN, "weeks", Text("a number of weeks", "周数"))


def check_weeks(asked: object, weeks: int) -> frozenset[int]:
    """Return the weeks of a run that are kept: one, or several.

    Raises:
        UserError: one is not a whole number from 0 to the last week.
    """
    found = plain(asked)
    several = found if isinstance(found, Iterable) and not isinstance(found, str) else [found]
    return frozenset(check_whole(week, 0, weeks, "snapshot_weeks", Text("a week of this run", "本次运行中的周")) for week in several)


def check_names(asked: object, argument: str = "arms") -> list[str]:
    """Return names, each once: of one text, or of several.

    Raises:
        UserError: something else was handed in.
    """
    found = plain(asked)
    several = list(found) if isinstance(found, Iterable) and not isinstance(found, str) else [found]
    for name in several:
        if not isinstance(name, str):
            raise UserError(f"{show(plain(name))} is not a name.", f"{show(plain(name))} 不是名称。", argument=argument)
    return list(dict.fromkeys(several))


def check_path(argument: str, given: Any) -> Path:
    """Return a path.

    Raises:
        UserError: something else was handed in.
    """
    try:
        return Path(os.fsdecode(given))
    except TypeError:
        raise UserError(f"{show(plain(given))} is not a path.", f"{show(plain(given))} 不是路径。", argument=argument) from None


__all__ = ["check_length", "check_names", "check_path", "check_seed", "check_threads", "check_weeks", "check_whole"]
