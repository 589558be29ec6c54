"""The null model: the same people spend the same hours, with anybody."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linli.experiments.reproduction.null import CHANGES, COMPANY, as_many, groups_about, null_constants, null_setting, null_study
from linli.experiments.reproduction.play import found, play, with_sites
from linli.experiments.reproduction.reproduce import plays_of, reproduce
from linli.model.people.constants import Constants
from linli.scenarios.published import PublishedStudy, load_study, study_from_dict, study_names


def hall(published: float = 50.0) -> PublishedStudy:
    """Two groups that always meet apart, and a landing; friends after some weeks."""
    return study_from_dict(
        {
            "title": "A hall", "weeks": 12, "sites": 12, "people": {"number": 40}, "visits": {"retired": 4.0},
            "neighbourhood": {"buildings": 1, "entrances": 2, "floors": 5, "flats_per_floor": 4},
            "everyday": {
                "table": {
                    "scope": "group", "size": 10, "hours": 4.0, "rounds": [1], "openness": 0.5, "attendance": 0.9, "mixing": 0.0, "near_share": 1.0,
                    "chance": {"retired": 1.0},
                },
                "door": {"scope": "landing", "size": 3, "hours": 2.0, "rounds": [0], "openness": 0.1, "chance": {"retired": 0.8}},
            },
            "tables": [
                {"question": "transitivity", "with": {"level": "friendly"}, "published": [0.4]},
                {"question": "level-share", "with": {"level": "recognised"}, "published": [published]},
            ],
        },
        "hall",
    )  # fmt: skip


def test_the_constants_of_the_null_model_differ_in_what_draws_people_together_and_nowhere_else() -> None:
    before, after = Constants().model_dump(), null_constants(Constants()).model_dump()
    changed = {(section, key) for section, values in after.items() for key, value in values.items() if value != before[section][key]}
    wanted = {(section, key) for section, values in CHANGES.items() for key, value in values.items() if before[section][key] != value}
    assert {one for one in changed if one[0] != "purposes"} == wanted
    assert null_constants(null_constants(Constants())) == null_constants(Constants())


def test_settings_keep_hours_and_company_and_lose_places() -> None:
    setting = hall().arms[""]
    null = null_setting(setting, Constants())
    table, door, company = null.everyday["table"], null.everyday["door"], null.everyday[COMPANY]
    assert (door.scope, door.openness, door.hours, door.size, door.chance) == ("compound", 1.0, 2.0, 3, setting.everyday["door"].chance)
    assert (table.scope, table.near_share, table.attendance, table.hours) == ("group", 0.0, 0.9, 4.0)
    assert groups_about(table, setting) == 4
    assert table.mixing == pytest.approx(0.75), "each of four groups is as likely"
    assert company.hours * len(company.rounds) * company.chance.retired == pytest.approx(4.0)
    assert (company.size, company.scope) == (2, "compound")
    assert not set(company.rounds) & {0, 1, 7, 12}
    assert max(null.visits.model_dump().values()) == 0.0
    assert setting.everyday["door"].scope == "landing", "the study itself stays as it was"


def test_every_study_that_comes_with_linli_can_be_founded_under_the_null_model() -> None:
    for name in study_names():
        study = null_study(load_study(name), Constants())
        for setting in study.arms.values():
            hours = sum(kind.hours * len(kind.rounds) for kind in setting.everyday.values())
            assert hours <= 112.0, name
            assert all(kind.scope in ("compound", "group") and 0.0 <= kind.mixing < 1.0 for kind in setting.everyday.values())


def test_under_the_null_model_nobody_knows_the_next_door_better() -> None:
    study = hall()
    near = {}
    for null in (False, True):
        used = null_study(study, Constants()) if null else study
        society = found(used, used.arms[""], null_constants(Constants()) if null else Constants(), 3)
        for _ in range(26):
            society.step()
        landing, ties = society.residents.flat // 4, society.engine.ties
        rows, slots = np.nonzero(ties.partner != 65535)
        base = society.places.community_rows[np.searchsorted(society.places.community_rows, rows, side="right") - 1]
        other = base + ties.partner[rows, slots].astype(np.int64)
        hours = ties.slow[rows, slots]
        same = landing[rows] == landing[other]
        near[null] = float(hours[same].sum() / hours.sum())
    # Three others of 39 live on one's landing: 7.7 %.
    assert near[False] > 0.2
    assert near[True] == pytest.approx(3 / 39, abs=0.02)


def test_the_null_model_is_played_on_the_same_random_numbers_and_loses_closure() -> None:
    result = reproduce(hall(), seed=4, null=True)
    assert result.null is not None
    assert result.rows == reproduce(hall(), seed=4).rows, "playing it changes nothing of the model"
    assert result.null[0][0].simulated < 0.6 * result.rows[0][0].simulated
    direct = play(null_study(hall(), Constants()), null_constants(Constants()), 4)
    assert result.null[1][0].simulated == pytest.approx(float(direct[1].mean()))


def test_about_as_many_come_to_what_is_organised_as_in_the_model() -> None:
    study = with_sites(load_study("southern-women"), 12)
    model: list[int] = []
    first: list[int] = []
    second: list[int] = []
    play(study, Constants(), 2, came=model)
    play(null_study(study, Constants()), null_constants(Constants()), 2, came=first)
    shifted = as_many(null_constants(Constants()), math.log(sum(model) / sum(first)))
    play(null_study(study, Constants()), shifted, 2, came=second)
    assert sum(first) < 0.2 * sum(model), "without habit and company hardly anybody comes"
    assert 0.5 * sum(model) < sum(second) < 1.5 * sum(model)
    assert shifted.purposes.vote.base - Constants().purposes.vote.base == pytest.approx(shifted.decision.base - Constants().decision.base)
    result = reproduce(study, seed=2, null=True)
    assert result.null is not None
    answers = play(null_study(study, Constants()), as_many(null_constants(Constants()), min(3.0, math.log(sum(model) / sum(first)))), 2)
    assert result.null[0][0].simulated == pytest.approx(float(np.nanmean(answers[0][:, 0])))
    assert [plays_of(study, null) for null in (False, True)] == [1, 3]
    assert plays_of(hall(), True) == 2
