"""Studies that compare arms: they begin from one state, and the contrast has the sign of the file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.experiments.reproduction.play import play
from linli.experiments.reproduction.reproduce import reproduce
from linli.model.people.constants import Constants
from linli.scenarios.published import load_study, study_from_dict


def _small(name: str, sites: int, **change: Any) -> dict[str, Any]:
    data = {**load_study(name).data, "sites": sites, **change}
    data["tables"] = [dict(t) for t in data["tables"]]
    return data


@pytest.mark.parametrize("name", ["gobifo", "kind", "weekly-or-monthly"])
def test_arms_that_differ_in_a_policy_only_begin_from_one_state(name: str) -> None:
    arms = load_study(name).arms
    assert len(arms) == 2
    assert len({setting.key() for setting in arms.values()}) == 1


def test_suburb_and_block_are_different_places_with_the_same_list() -> None:
    suburb, block = (load_study("e-neighbors").arms[name] for name in ("suburb", "block"))
    assert suburb.key() != block.key()
    assert suburb.mechanisms == block.mechanisms


def test_groups_that_met_weekly_know_each_other_better_and_still_do_two_years_later() -> None:
    result = reproduce(study_from_dict(_small("weekly-or-monthly", 30)))
    assert [row.verdict for rows in result.rows[:1] for row in rows] == ["inside", "inside"]
    end, later = (row.simulated for row in result.rows[0])
    assert end > 10.0
    assert 0.5 * end < later <= end


def test_a_contrast_the_other_way_round_has_the_other_sign() -> None:
    data = _small("weekly-or-monthly", 6)
    there = play(study_from_dict(data), Constants(), 1)
    for table in data["tables"]:
        table["contrast"] = table["contrast"][::-1]
    back = play(study_from_dict(data), Constants(), 1)
    assert any(np.abs(found).max() > 0.0 for found in there)
    for one, other in zip(there, back, strict=True):
        assert np.array_equal(one, -other)


def test_before_a_policy_begins_its_effect_is_nothing() -> None:
    data = _small("gobifo", 2, weeks=6, years_before=1)
    data["arms"] = {"without": {}, "with": {"mechanisms": {"meetings": {**data["arms"]["with"]["mechanisms"]["meetings"], "start_week": 6}}}}
    for table in data["tables"]:
        table["weeks"] = [0, 6]
    assert all((found == 0.0).all() for found in play(study_from_dict(data), Constants(), 1))
