"""Simulated answers: who is asked, and that a survey of simulated people is reproduced by the compound that gave it."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.own_survey import ask, simulate_survey
from linli.experiments.reproduction.reproduce import reproduce
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.questions import View
from linli.model.questions.own_survey import FORM
from linli.model.society.society import Society
from linli.scenarios import UserError, load
from linli.scenarios.own_survey import survey_study

SMALL = ["neighbourhood.buildings=2", "neighbourhood.floors=5"]


@pytest.fixture(scope="module")
def society() -> Society:
    made = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=5), seed=5)
    made.run(60)
    return made


def test_asking_everybody_gives_the_percentages_of_all(society: Society) -> None:
    adults = int((society.residents.age >= 18).sum())
    survey = ask(society, adults)
    view = View(society, 0)
    for kind in FORM:
        assert 100.0 * np.array(survey.shares(kind.name)) == pytest.approx(kind().observe(view)[0])
    with pytest.raises(UserError, match=f"{adults:,}"):
        ask(society, adults + 1)
    with pytest.raises(UserError):
        ask(society, 0)


def test_a_larger_sample_holds_the_smaller_one(society: Society) -> None:
    small, large = ask(society, 20), ask(society, 60)
    for name, counts in small.counts.items():
        assert sum(counts) == 20
        assert all(few <= many for few, many in zip(counts, large.counts[name], strict=True))


def test_the_first_arm_is_asked_by_default() -> None:
    scenario = load("building-gates").with_settings(SMALL)
    by_default = simulate_survey(scenario, 50, weeks=2)
    assert by_default.counts == simulate_survey(scenario, 50, arm="before", weeks=2).counts
    assert by_default.counts != simulate_survey(scenario, 50, seed=2, weeks=2).counts


@pytest.mark.slow
def test_a_survey_of_simulated_people_is_reproduced_by_their_compound_and_not_by_another() -> None:
    scenario = load("building-gates").with_settings(SMALL)
    survey = simulate_survey(scenario, 150, seed=11)
    same = reproduce(survey_study(survey, scenario), seed=2)
    assert same.reproduced
    assert len(same.rows) == 11
    quiet = scenario.with_settings([f"everyday.{kind}.hours=0.0" for kind in ("yard", "playground", "dancing", "stroll", "shop", "lift")])
    assert reproduce(survey_study(survey, quiet), seed=2).score().good < same.score().good - 0.2
