"""What of the answers and lists is compared with simulated ones: some forty numbers. The same function makes them of both.

All counts are taken as logarithms of one more, so that a person with sixty acquaintances does not rule a mean.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .collected import Attendance, Collected, Wave

LONG, SHORT = 10.0, 5.0
"""Years lived here that make an old resident, and below which one is new."""
LATELY = 4
"""Weeks within which another event of the list is one too many for those who tire."""
FEWEST = 5
"""People or events below which a spread or a relation says nothing."""


def statistics(collected: Collected) -> dict[str, float]:
    """Return name -> number; NaN where the answers do not tell it."""
    first, second = collected.waves
    found = {f"{name} 1": value for name, value in _of_wave(first)} | {f"{name} 2": value for name, value in _of_wave(second)}
    found |= dict(_of_both(first, second))
    if collected.attendance is not None:
        found |= dict(_of_lists(collected.attendance))
    return found


def names_of(lists: bool) -> tuple[str, ...]:
    """Return the names of all statistics, with or without those of lists."""
    nobody = Wave(0, (), {})
    nothing = np.zeros(0, np.int64)
    return tuple(statistics(Collected((nobody, nobody), Attendance(nothing, nothing) if lists else None)))


def _of_wave(wave: Wave) -> Iterator[tuple[str, float]]:
    logs = {name: np.log1p(wave.column(name)) for name in ("known", "helpers", "groups", "asked", "came")}
    for name, values in logs.items():
        yield f"{name}: mean", _mean(values)
        yield f"{name}: spread", _spread(values)
        yield f"{name}: none", _mean(np.where(np.isnan(values), np.nan, values == 0.0))
    for one, other in (("known", "helpers"), ("known", "groups"), ("known", "asked"), ("helpers", "asked"), ("asked", "came"), ("known", "came")):
        yield f"{one} and {other}", _together(logs[one], logs[other])
    years = wave.column("years")
    for name in ("known", "helpers"):
        yield f"{name}: old residents less new", _mean(logs[name][years >= LONG]) - _mean(logs[name][years < SHORT])


def _of_both(first: Wave, second: Wave) -> Iterator[tuple[str, float]]:
    """What the same people said before and after."""
    place = {code: k for k, code in enumerate(first.person)}
    before = np.array([place[code] for code in second.person], np.int64)
    for name in ("known", "helpers", "groups", "came"):
        was, now = np.log1p(first.column(name)[before]), np.log1p(second.column(name))
        yield f"{name}: change", _mean(now - was)
        yield f"{name}: before and after", _together(was, now)
    named, again = first.column("known")[before], second.column("again")
    told = np.isfinite(named) & np.isfinite(again)
    many = float(named[told].sum())
    yield "named again", float(again[told].sum()) / many if many > 0.0 else np.nan
    # Of somebody who knows many, most are known little.
    few = told & (named <= FEWEST) & (named > 0)
    yield "named again, by those who know few", float(again[few].sum()) / float(named[few].sum()) if few.sum() >= FEWEST else np.nan


def _of_lists(lists: Attendance) -> Iterator[tuple[str, float]]:
    week, came = lists.week.astype(np.float64), np.log(np.maximum(lists.came.astype(np.float64), 1.0))
    many = len(week)
    yield "events", float(np.log(many)) if many else np.nan
    yield "turnout: mean", _mean(came)
    yield "turnout: spread", _spread(came)
    yield "turnout: with the weeks", _together(week, came)
    middle = 0.5 * (week.min() + week.max()) if many else 0.0
    yield "turnout: second half less first", _mean(came[week > middle]) - _mean(came[week <= middle])
    lately = (week[:, None] - week[None, :] <= LATELY) & (week[:, None] > week[None, :])
    yield "turnout: with events shortly before", _together(lately.sum(axis=1).astype(np.float64), came)
    if lists.person is None or lists.event is None or not len(lists.person):
        for name in ("people", "times a person", "times: spread", "came once", "of all comings by the busiest tenth", "came in both halves"):
            yield f"list: {name}", np.nan
        return
    times = np.bincount(np.unique(lists.person, return_inverse=True)[1]).astype(np.float64)
    yield "list: people", float(np.log(len(times)))
    yield "list: times a person", _mean(np.log(times))
    yield "list: times: spread", _spread(np.log(times))
    yield "list: came once", _mean(times == 1.0)
    yield "list: of all comings by the busiest tenth", float(np.sort(times)[-max(1, round(0.1 * len(times))) :].sum() / times.sum())
    late = week[lists.event] > middle
    early = np.unique(lists.person[~late])
    yield "list: came in both halves", _mean(np.isin(early, lists.person[late]))


def _mean(values: np.ndarray) -> float:
    told = np.asarray(values, np.float64)
    told = told[np.isfinite(told)]
    return float(told.mean()) if len(told) else np.nan


def _spread(values: np.ndarray) -> float:
    told = values[np.isfinite(values)]
    return float(told.std(ddof=1)) if len(told) >= FEWEST else np.nan


def _together(one: np.ndarray, other: np.ndarray) -> float:
    """Return the correlation of two answers of the same people; 0 where one of the two is the same for all."""
    told = np.isfinite(one) & np.isfinite(other)
    if told.sum() < FEWEST:
        return np.nan
    a, b = one[told] - one[told].mean(), other[told] - other[told].mean()
    size = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / size if size > 1e-12 else 0.0
