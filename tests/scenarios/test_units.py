"""Units in Chinese: of everything that linli itself declares."""

from __future__ import annotations

import re

from linli.model.mechanisms import BUILT_IN
from linli.model.society.measures import catalogue
from linli.scenarios.facts import constants
from linli.scenarios.loader import load, names
from linli.scenarios.units import UNITS_ZH, unit_zh

CHINESE = re.compile("[\u4e00-\u9fff]")
BY_LETTERS = {"logit", "logit per 20 years", "0 to 1"}


def test_every_unit_of_a_constant_or_a_setting_is_said_in_chinese() -> None:
    scenario = load("everyday")
    found = {row.unit: row.key for name in names() for row in constants(load(name))}
    for kind in BUILT_IN:
        with_it = scenario.model_copy(update={"mechanisms": {kind.name: kind.Parameters()}})
        found |= {row.unit: row.key for row in constants(with_it)}
    assert len(found) > 100
    missing = {unit: key for unit, key in found.items() if unit and unit not in UNITS_ZH}
    assert not missing


def test_every_unit_of_a_measure_is_said_in_chinese() -> None:
    declared = catalogue(BUILT_IN)
    units = {one.unit.removesuffix(" since the start").removesuffix("since the start"): name for name, one in declared.items()}
    assert len(units) > 30
    missing = {unit: name for unit, name in units.items() if unit and unit not in UNITS_ZH}
    assert not missing


def test_units_are_chinese_and_of_one_meaning() -> None:
    assert all(CHINESE.search(zh) for en, zh in UNITS_ZH.items() if en not in BY_LETTERS)
    assert not [en for en in UNITS_ZH if CHINESE.search(en)]


def test_sums_since_the_start_say_so_and_what_is_not_known_stays() -> None:
    assert unit_zh("hours") == "小时"
    assert unit_zh("hours since the start") == "小时（自开始起）"
    assert unit_zh("cups of tea") == "cups of tea"
    assert unit_zh("cups since the start") == "cups since the start"
