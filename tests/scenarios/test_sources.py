"""Sources in Chinese: of every constant that linli itself declares."""

from __future__ import annotations

import re

from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.parameters import Parameters, describe
from linli.model.mechanisms import BUILT_IN
from linli.model.people.constants import Constants
from linli.model.people.everyday import EVERYDAY, EverydayKind
from linli.scenarios.sources import SOURCES_ZH, said_source


def declared(kind: type[Parameters]) -> set[str]:
    """Return the sources of a parameter class and of those within it."""
    found = {row.source for row in describe(kind) if row.source}
    for field in kind.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Parameters):
            found |= declared(field.annotation)
    return found


def test_every_source_is_said_in_chinese_and_none_that_is_declared_no_more() -> None:
    kinds = [Constants, NeighbourhoodParameters, PopulationParameters, EverydayKind, *(kind.Parameters for kind in BUILT_IN), *map(type, EVERYDAY.values())]
    assert set().union(*map(declared, kinds)) == set(SOURCES_ZH)


def test_shares_and_years_of_a_source_are_those_of_its_translation() -> None:
    for en, zh in SOURCES_ZH.items():
        told = re.findall(r"[\d.]+(?= %)|(?<![\d,])(?:19|20)\d\d(?![\d,])", en)
        assert [one for one in told if one not in zh] == [], en
        assert re.search("[\u3400-\u9fff]", zh)
        assert not re.search("[\u3400-\u9fff]", en)


def test_what_is_not_known_is_shown_as_it_was_declared() -> None:
    assert said_source("somebody's own count", "zh") == "somebody's own count"
    assert said_source("within three months", "zh") == "三个月内"
    assert said_source("within three months", "en") == "within three months"
