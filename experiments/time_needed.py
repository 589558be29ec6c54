"""How long a run over many communities will take, said before it begins: one compound takes seconds, a district takes minutes or hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.ground.text import Text
from .progress import duration

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario

PEOPLE_A_FLAT = 2.1
"""Residents of 14 and older of a flat that is lived in."""
A_RESIDENT_WEEK = 4e-6
"""Seconds that a week of a resident takes one core of an ordinary computer, what mechanisms do included (2026; 3,000 residents, quiet and busy)."""
_SAID = Text(
    "{communities} communities, about {residents} residents, {arms} {arm}, {weeks} weeks, {runs} {seed}: about {time} of computing, once it is spun up",
    "{communities} 个社区，约 {residents} 名居民，{arms} 个方案，{weeks} 周，{runs} 个种子：预热之后约需计算 {time}",
)


def seconds_needed(residents: float, weeks: int, arms: int, runs: int, threads: int) -> float:
    """Return the seconds that runs will take, spin-up apart.

    Args:
        residents: of all communities.
        weeks: of a run.
        arms: that are run.
        runs: of each arm, on seeds of their own.
        threads: that work at once.
    """
    return residents * weeks * arms * runs * A_RESIDENT_WEEK / max(threads, 1)


def time_needed(scenario: Scenario, arms: int, runs: int, threads: int) -> Text | None:
    """Return what a person should know before they wait; None where there is one community. Arguments as those of `seconds_needed`."""
    numbers = scenario.neighbourhood.resolved()
    if numbers.communities < 2:
        return None
    residents = numbers.communities * numbers.flats_per_community * numbers.occupancy * PEOPLE_A_FLAT
    seconds = seconds_needed(residents, scenario.weeks, arms, runs, threads)
    said = {
        language: _SAID.say(
            language, communities=f"{numbers.communities:,}", residents=f"{_rounded(residents):,}", arms=arms, weeks=scenario.weeks, runs=runs,
            time=duration(seconds, language), arm="arm" if arms == 1 else "arms", seed="seed" if runs == 1 else "seeds",
        )
        for language in ("en", "zh")
    }  # fmt: skip
    return Text(said["en"], said["zh"])


def _rounded(number: float) -> int:
    """Return a number to two digits: it is an estimate."""
    digits = max(len(str(int(number))) - 2, 0)
    return int(round(number, -digits))


__all__ = ["A_RESIDENT_WEEK", "PEOPLE_A_FLAT", "seconds_needed", "time_needed"]
