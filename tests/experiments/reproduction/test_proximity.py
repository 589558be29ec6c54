"""Two who are put side by side become friends a little more often than others, not many times (docs/decisions/0026-proximity.md)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.experiments.reproduction.play import play
from linli.model.people.constants import Constants
from linli.scenarios.published import load_study
from linli.scenarios.settings import constants_with

CLASS = """
format = 1
title = { en = "A class at desks of two" }
citation = "After Rohrer, Keller & Elwert 2021, PLoS ONE 16:e0255097"
licence = "Two figures of the abstract: .22 at one desk, .15 elsewhere."
role = "predict"
weeks = 20
years_before = 2
sites = 160

[note]
en = "Sixteen pupils, two years together, then a semester at desks of two: 9 hours a week, 6 with all, 5 in breaks, 3 for visits."

[people]
number = 16
sex = [0.5, 0.5]
age_group = [1.0]
registration = [0.8, 0.2]
education = [0.5, 0.5]

[neighbourhood]
preset = "old-walk-up"
buildings = 1
entrances = 8
floors = 2
flats_per_floor = 1

[visits]
retired = 3.0
"""
KIND = """
[everyday.{name}]
scope = "{scope}"
size = {size}
hours = {hours}
rounds = {rounds}
openness = 1.0
chance = {{ retired = 0.95 }}
en = "{name}"
"""
QUESTIONS = """
[during]
desk = [[0, 19]]

[[tables]]
question = "degree"
with = { level = "friend", side = "both", names = 5 }
published = [2.32]
mark = "quoted"

[[tables]]
question = "within-groups"
with = { level = "friend", side = "both", names = 5, groups = "gate" }
published = [9.48]
mark = "quoted"
"""
KINDS = (("desk", "gate", 2, 3.0, [1, 2, 3]), ("before", "compound", 2, 3.0, [1, 2, 3]), ("lessons", "compound", 64, 6.0, [0]),
         ("breaks", "compound", 6, 5.0, [4]))  # fmt: skip


def near_to_far(folder: Path, constants: Constants) -> tuple[float, float]:
    """Return the chance of mutual friends for a pair at one desk, and for any other pair of the class."""
    file = folder / "class.toml"
    names = ("name", "scope", "size", "hours", "rounds")
    file.write_text(CLASS + "".join(KIND.format(**dict(zip(names, one, strict=True))) for one in KINDS) + QUESTIONS, encoding="utf-8")
    friends, at_desk = (float(np.nanmean(one)) for one in play(load_study(file), constants, 1))
    return friends * at_desk / 100.0, friends * (1.0 - at_desk / 100.0) / 14.0


def test_desk_mates_are_friends_little_more_often_than_others(tmp_path: Path) -> None:
    """Published: .22 and .15, 1.47 times. Chance moves the ratio of 160 classes by about a tenth; without liking it is several times more."""
    near, far = near_to_far(tmp_path, Constants())
    assert 1.0 < near / far < 1.47 * 1.7
    assert near == pytest.approx(0.22, rel=0.5)
    assert far == pytest.approx(0.15, rel=0.5)
    near, far = near_to_far(tmp_path, constants_with(["ties.liking=0"]))
    assert near / far > 1.47 * 1.7
