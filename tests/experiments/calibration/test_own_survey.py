"""A survey whose truth is known: simulated residents who talk more than ours fill in the form, and the fit finds out how much more."""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.experiments.calibration.fit import Budget, fit
from linli.experiments.calibration.space import Free
from linli.experiments.own_survey import simulate_survey
from linli.scenarios.own_survey import survey_study
from linli.scenarios.schema import Scenario

DEFAULT, TRUTH = 0.6, 1.1
YEARS = 8


@pytest.mark.slow
def test_the_fit_finds_how_much_those_who_were_asked_talk(tmp_path: Path) -> None:
    compound = Scenario.from_dict({"neighbourhood": {"buildings": 2}}, "two-buildings")
    survey = simulate_survey(compound.with_settings([f"ties.kappa={TRUTH}"]), 400, seed=21)
    study = survey_study(survey, compound, years_before=YEARS)
    found = fit([study], tmp_path / "fit", space=(Free("ties.kappa", 0.3, 2.0),), budget=Budget(population=6, waves=2, check=4, recover=0, steps=200), seed=3)
    low, high = found.posterior.interval()["ties.kappa"]
    # Another compound of five hundred people would have been a little different: a tenth is allowed for that.
    assert low / 1.1 < TRUTH < high * 1.1
    assert low > DEFAULT, "the default is ruled out"
    assert found.distance[1] < found.before
