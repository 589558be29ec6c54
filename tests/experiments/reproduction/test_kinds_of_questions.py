"""A study that asks what the format can say of pairs, levels, offices, inequality and occasions is played from end to end."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from linli.experiments.reproduction.play import play
from linli.model.people.constants import Constants
from linli.scenarios.published import PublishedStudy, study_from_dict

STUDY = """
title = "Everything"
weeks = 8
sites = 4

[people]
number = 48
household = 2
age_group = [0.5, 0.0, 0.5]

[neighbourhood]
preset = "old-walk-up"
buildings = 2
entrances = 2
floors = 3
flats_per_floor = 2

[everyday.cards]
scope = "group"
size = 6
hours = 3.0
rounds = [1]
chance = { retired = 0.9 }

[everyday.meeting]
scope = "landing"
size = 4
hours = 4.0
rounds = [3]
openness = 1.0
chance = { retired = 1.0 }

[during]
meeting = { weeks = [[3, 7]], every = 4 }

[mechanisms.ordinary-life]

[[tables]]
question = "pairs-by-kind"
with = { level = "talked", lately = 1, kinds = ["landing", "elsewhere"] }
weeks = [4]
published = [50.0, 40.0]

[[tables]]
question = "pairs-by-kind"
with = { level = "talked", lately = 1, kinds = ["landing", "elsewhere"] }
weeks = [5]
published = [50.0, 40.0]

[[tables]]
question = "pairs-by-kind"
with = { level = "recognised", kinds = ["cards", "landing", "organisation"], metres = [30.0], household = true }
published = [50.0, 40.0, 30.0, 20.0, 10.0]

[[tables]]
question = "knows-holder"
with = { vacant = true }
published = [30.0]

[[tables]]
question = "knows-holder"
with = { office = "committee member" }
published = [30.0]

[[tables]]
question = "spread-by-level"
with = { units = ["household", "gate", "community"], outcome = "recognised" }
published = [3.0, 2.0, 1.0, 0.0]

[[tables]]
question = "attendance-gini"
published = [0.7]

[[tables]]
question = "hours-gini"
weeks = [4, 8]
published = [0.7, 0.6]

[[tables]]
question = "know-neighbours"
with = { of = "landing", level = "recognised", answers = ["all or most or some", "few", "none"], few_below = 0.5, ages = [[18, 29], [45, 59]] }
published = [10.0, 20.0, 30.0, 40.0, 10.0, 20.0]
"""


@pytest.fixture(scope="module")
def study() -> PublishedStudy:
    found: PublishedStudy = study_from_dict(tomllib.loads(STUDY))
    return found


def test_every_table_is_answered_alike_with_any_number_of_threads(study: PublishedStudy) -> None:
    answers = play(study, Constants(), seed=2)
    for table, found in zip(study.tables, answers, strict=True):
        assert found.shape == (4, table.rows)
    during, after, pairs, gate, member, spread, attended, hours, known = answers
    # The landing meets in step 3 (seen in week 4) and not in step 4 (seen in week 5); the others have no such occasion.
    assert during[:, 0].mean() > 50.0 > 2.0 * after[:, 0].mean()
    assert (during[:, 0] > during[:, 1]).all()
    assert (pairs[:, 1] > pairs[:, 4]).all()
    for share in (pairs[:, [0, 1, 3, 4]], gate, member, known):
        assert ((share >= 0.0) & (share <= 100.0 + 1e-9)).all()
    assert known.reshape(4, 2, 3).sum(axis=2) == pytest.approx(100.0)
    assert spread[:, 0].mean() > 0.0
    assert ((hours >= 0.0) & (hours < 1.0)).all()
    assert np.nanmean(attended) < 1.0
    for one, other in zip(answers, play(study, Constants(), seed=2, threads=2), strict=True):
        assert np.array_equal(one, other, equal_nan=True)
