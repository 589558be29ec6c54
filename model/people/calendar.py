"""The calendar: festivals and election years by the week of the year."""

from __future__ import annotations

from typing import NamedTuple

from ..ground.text import Text

YEAR = 52
"""Weeks a year. Week 0 of the scenario is the first week of January."""


class Festival(NamedTuple):
    """A festival and the week of the year in which it falls (for those of the lunar calendar, the mean week)."""

    name: str
    week: int
    title: Text


FESTIVALS = (
    Festival("spring", 5, Text("Spring Festival", "春节")),
    Festival("lantern", 7, Text("Lantern Festival", "元宵节")),
    Festival("qingming", 13, Text("Tomb Sweeping Day", "清明节")),
    Festival("labour", 17, Text("Labour Day", "劳动节")),
    Festival("dragon-boat", 23, Text("Dragon Boat Festival", "端午节")),
    Festival("mid-autumn", 38, Text("Mid-Autumn Festival", "中秋节")),
    Festival("national", 39, Text("National Day", "国庆节")),
    Festival("double-ninth", 42, Text("Double Ninth Festival", "重阳节")),
)
_BY_WEEK = {festival.week: festival for festival in FESTIVALS}

ELECTION_YEARS = 5
"""Terms of residents' committees: five years since the Organic Law was amended in 2018."""
ELECTION_WEEK = 30


def week_of_year(scenario_week: int) -> int:
    """Return 0 to 51."""
    return scenario_week % YEAR


def festival(scenario_week: int) -> Festival | None:
    """Return the festival of a week, if it has one."""
    return _BY_WEEK.get(scenario_week % YEAR)


def election(scenario_week: int) -> bool:
    """Return True in the week of an election of the residents' committee (every fifth year, in its third year first)."""
    return scenario_week % YEAR == ELECTION_WEEK and (scenario_week // YEAR) % ELECTION_YEARS == 2
